"""`make run`, the whole of it: from an empty folder to its address, and again, and gone."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from tools.servers import PROJECT
from tools.valkey import free_port

OURS = {"DATABASE_URL", "REDIS_URL", "EMAIL_URL", "HOST", "MAILBOX_DIR", "DJANGO_SETTINGS_MODULE"}
OURS |= {"MEDIA_ROOT", "PRIVATE_MEDIA_ROOT", "SECRET_KEY", "BASE_URL"}


@contextmanager
def running(var: Path, port: int) -> Iterator[list[str]]:
    """The portal while it serves; what it said until then."""
    known = {name: value for name, value in os.environ.items() if name not in OURS}
    process = subprocess.Popen(
        [sys.executable, "-m", "tools.run"],
        cwd=PROJECT,
        env={**known, "VAR_DIR": str(var), "PORT": str(port)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    said: list[str] = []
    try:
        for line in process.stdout:
            said.append(line.rstrip())
            if line.startswith("Ctrl-C stops it"):
                break
        assert process.poll() is None, "\n".join(said)
        yield said
    finally:
        process.send_signal(signal.SIGINT)
        rest, _ = process.communicate(timeout=60)
    assert process.returncode == 0, rest


def left_behind(var: Path) -> list[str]:
    """Programs that still run for this folder, whoever they belong to."""
    found = []
    for process in psutil.process_iter(["environ", "cwd", "cmdline"]):
        environment = process.info["environ"] or {}
        if environment.get("VAR_DIR") == str(var) or (process.info["cwd"] or "").startswith(
            str(var)
        ):
            found.append(" ".join(process.info["cmdline"] or []))
    return found


def fetch(url: str) -> tuple[int, str]:
    with urllib.request.urlopen(url, timeout=60) as answer:
        return answer.status, answer.read().decode()


@pytest.mark.slow
def test_the_portal_is_served_from_nothing_and_a_second_run_adds_nothing(tmp_path):
    var, port = tmp_path / "var", free_port()

    with running(var, port) as said:
        told = "\n".join(said)
        assert "PostgreSQL and Valkey started (" in told
        assert re.search(r"^Database: \d+ migrations applied \(", told, re.MULTILINE)
        assert re.search(r"^Demonstration: .+ \(\d+\.\d s\)$", told, re.MULTILINE)
        assert "Static files: built" in told
        assert f"The portal is at http://127.0.0.1:{port}/ (" in told
        assert f"Its mail is at http://127.0.0.1:{port}/dev/mailbox/" in told
        for role in ("Coordinator", "Steward", "Contributor"):
            assert role in told
        assert fetch(f"http://127.0.0.1:{port}/healthz") == (200, "ok\n")
        status, first = fetch(f"http://127.0.0.1:{port}/api/v1/practices")
        assert status == 200
    assert left_behind(var) == []

    with running(var, port) as said:
        told = "\n".join(said)
        assert "Database: up to date (" in told
        assert "Static files: up to date (" in told
        again = fetch(f"http://127.0.0.1:{port}/api/v1/practices")[1]
        assert re.search(r'"count": ?\d+', again) is not None
        assert re.findall(r'"count": ?\d+', again) == re.findall(r'"count": ?\d+', first)
    assert left_behind(var) == []
