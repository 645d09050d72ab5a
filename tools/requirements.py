"""Compile pyproject.toml into the two pinned lists, with the hash of every file of every package.

`--universal`: one list serves every Python from 3.11.0 on and every system, for some packages
need others on some of them. What is pinned stays unless `--upgrade` (or `--upgrade-package`) is
given. No address of an index is written down: each machine has its own.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time

from tools.refusals import Refusal, one_sentence
from tools.servers import PROJECT

HEADER = "make requirements"
LISTS: dict[str, list[str]] = {
    "requirements.txt": [],
    # The same versions as in the first list, and what developers need besides.
    "requirements-dev.txt": ["--extra", "dev", "--constraints", "requirements.txt"],
}


def compile_list(name: str, options: list[str], extra: list[str]) -> None:
    started = time.monotonic()
    command = [sys.executable, "-m", "uv", "pip", "compile", "pyproject.toml"]
    command += ["--output-file", name, "--generate-hashes", "--universal"]
    command += [
        "--python-version",
        "3.11",
        "--no-emit-index-url",
        "--no-emit-find-links",
        "--quiet",
    ]
    environment = {**os.environ, "UV_CUSTOM_COMPILE_COMMAND": HEADER}
    answer = subprocess.run([*command, *options, *extra], cwd=PROJECT, env=environment, check=False)
    if answer.returncode != 0:
        raise Refusal(f"{name} could not be compiled: the lines above say why.")
    print(f"{name} compiled ({time.monotonic() - started:.1f} s)", flush=True)


if __name__ == "__main__":
    with one_sentence():
        for name, options in LISTS.items():
            compile_list(name, options, sys.argv[1:])
