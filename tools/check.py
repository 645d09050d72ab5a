"""`make check`: everything that must hold, part by part, with the time each took.

    python -m tools.check                  all parts, the tests last
    python -m tools.check lint types       these alone
    python -m tools.check tests -- -k word

Every part is run even when one before it failed; the tests close the output.
"""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
import time
from collections.abc import Callable

from tools.refusals import Refusal, one_sentence
from tools.servers import PROJECT, using
from tools.surroundings import environment

TEST_SETTINGS = {"DJANGO_SETTINGS_MODULE": "collaborative.settings.test"}
# What an operator sets; `check --deploy` asks nobody at these addresses.
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "collaborative.settings.production",
    "ALLOWED_HOSTS": "portal.example.org",
    "BASE_URL": "https://portal.example.org",
    "DATABASE_URL": "postgres://portal:secret@127.0.0.1:5432/portal",
    "REDIS_URL": "redis://127.0.0.1:6379/0",
    "EMAIL_URL": "smtp+tls://portal:secret@127.0.0.1:587",
}


def call(*command: str, settings: dict[str, str] | None = None) -> bool:
    """Run one program of the virtual environment; what it says is shown as it comes."""
    known = {**os.environ, **(settings or {})}
    answer = subprocess.run([sys.executable, *command], cwd=PROJECT, env=known, check=False)
    return answer.returncode == 0


def lint() -> bool:
    return call("-m", "ruff", "check", "--quiet", ".")


def formatting() -> bool:
    return call("-m", "ruff", "format", "--check", "--quiet", ".")


def types() -> bool:
    return call("-m", "mypy")


def layers() -> bool:
    program = "from importlinter.cli import lint_imports_command as main; main()"
    return call("-c", program)


def templates() -> bool:
    return call("-m", "tools.check_templates", settings=TEST_SETTINGS)


def migrations() -> bool:
    with using(PROJECT / "var" / "test", scratch=True) as urls:
        settings = environment(urls) | TEST_SETTINGS
        return call("manage.py", "makemigrations", "--check", "--dry-run", settings=settings)


def deploy_check() -> bool:
    settings = {**PRODUCTION, "SECRET_KEY": secrets.token_urlsafe(50)}
    return call("manage.py", "check", "--deploy", "--fail-level", "WARNING", settings=settings)


def tests(*arguments: str) -> bool:
    """Both cores, with the files that tests/order_plugin.py gives each; the slowest are named."""
    alone = ("-n", "--pdb", "-s", "--collect-only", "--co")
    side_by_side = [] if any(word.startswith(alone) for word in arguments) else ["-n", "2"]
    named = ["--durations=10", "--durations-min=1"]
    return call("-m", "pytest", *side_by_side, "--dist", "loadfile", *named, *arguments)


PARTS: dict[str, Callable[[], bool]] = {
    "lint": lint,
    "format": formatting,
    "types": types,
    "layers": layers,
    "templates": templates,
    "migrations": migrations,
    "deploy-check": deploy_check,
}


def main(arguments: list[str]) -> int:
    mark = arguments.index("--") if "--" in arguments else len(arguments)
    names, rest = arguments[:mark], arguments[mark + 1 :]
    unknown = [name for name in names if name not in {*PARTS, "tests"}]
    if unknown:
        raise Refusal(f"There is no part {unknown[0]}: choose from {', '.join(PARTS)}, tests.")
    failed = []
    for name in names or PARTS:
        if name == "tests":
            continue
        started = time.monotonic()
        held = PARTS[name]()
        if not held:
            failed.append(name)
        verdict = "held" if held else "FAILED"
        print(f"check: {name} {verdict} ({time.monotonic() - started:.1f} s)", flush=True)
    if failed:
        print(f"check: mend {', '.join(failed)} (one alone: make {failed[0]})", flush=True)
    # Last, so that the closing line of the whole is the tests' own.
    if (not names or "tests" in names) and not tests(*rest):
        failed.append("tests")
    return 1 if failed else 0


if __name__ == "__main__":
    with one_sentence():
        try:
            sys.exit(main(sys.argv[1:]))
        except KeyboardInterrupt:
            sys.exit(130)
