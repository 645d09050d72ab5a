"""`make run`, the whole of it: from an empty folder to its address, and again, and gone."""

from __future__ import annotations

import email
import email.policy
import os
import re
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

import psutil
import pytest

from tests.portal_plugin import wait_until
from tools.servers import PROJECT
from tools.valkey import free_port

OURS = {"DATABASE_URL", "REDIS_URL", "EMAIL_URL", "HOST", "MAILBOX_DIR", "DJANGO_SETTINGS_MODULE"}
OURS |= {"MEDIA_ROOT", "PRIVATE_MEDIA_ROOT", "SECRET_KEY", "BASE_URL"}


@dataclass(frozen=True)
class Made:
    """A folder in which the portal ran once, beginning with nothing, and was stopped."""

    var: Path
    port: int
    said: list[str]
    health: tuple[int, str]
    practices: tuple[int, str]
    left: list[str]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """What a first run takes long over is done once; what it said is looked at below."""
    var, port = tmp_path_factory.mktemp("whole") / "var", free_port()
    with running(var, port) as said:
        health = fetch(f"http://127.0.0.1:{port}/healthz")
        practices = fetch(f"http://127.0.0.1:{port}/api/v1/practices")
    return Made(var, port, said, health, practices, left_behind(var))


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
def test_the_portal_is_served_from_nothing_and_a_second_run_adds_nothing(made):
    told = "\n".join(made.said)
    assert "PostgreSQL and Valkey started (" in told
    assert re.search(r"^Database: \d+ migrations applied \(", told, re.MULTILINE)
    assert re.search(r"^Demonstration: .+ \(\d+\.\d s\)$", told, re.MULTILINE)
    assert "Static files: built" in told
    assert f"The portal is at http://127.0.0.1:{made.port}/ (" in told
    assert f"Its mail is at http://127.0.0.1:{made.port}/dev/mailbox/" in told
    for role in ("Coordinator", "Steward", "Contributor"):
        assert role in told
    assert made.health == (200, "ok\n")
    status, first = made.practices
    assert status == 200
    assert made.left == []

    port = free_port()
    with running(made.var, port) as said:
        told = "\n".join(said)
        assert "Database: up to date (" in told
        assert "Static files: up to date (" in told
        again = fetch(f"http://127.0.0.1:{port}/api/v1/practices")[1]
        assert re.search(r'"count": ?\d+', again) is not None
        assert re.findall(r'"count": ?\d+', again) == re.findall(r'"count": ?\d+', first)
    assert left_behind(made.var) == []


# --- A command beside it --------------------------------------------------------------------------

DUE = """
from django.utils import timezone
from datetime import timedelta
from collaborative.digests.models import DigestDelivery, DigestIssue, DigestSubscription
DigestDelivery.objects.filter(issue__kind="daily").delete()
DigestIssue.objects.filter(kind="daily").delete()
longer_ago = timezone.now() - timedelta(days=400)
reader = DigestSubscription.objects.filter(is_active=True, frequency="daily").first()
DigestSubscription.objects.filter(pk=reader.pk).update(covered_until=longer_ago, scopes=[])
print("reader", reader.user.email)
"""


def manage(var: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """As `make manage` does it: the environment says nothing of the portal but its folder."""
    known = {name: value for name, value in os.environ.items() if name not in {*OURS, "PORT"}}
    return subprocess.run(
        [
            *(sys.executable, "-m", "tools.servers", "with", str(var), "--"),
            *(sys.executable, "manage.py", *arguments),
        ],
        cwd=PROJECT,
        env={**known, "VAR_DIR": str(var)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.slow
def test_a_command_beside_the_portal_is_one_of_its_processes(made):
    """The tick by hand: the portal's worker sends, to the portal's mailbox, links that work."""
    var, port = made.var, free_port()
    with running(var, port):
        due = manage(var, "shell", "-v", "0", "-c", DUE)
        assert due.returncode == 0, due.stderr
        reader = due.stdout.split()[-1]
        tick = manage(var, "send_due_digests")
        assert (tick.returncode, tick.stderr) == (0, "")
        assert "Called a worker for" in tick.stdout
        mail = wait_until(lambda: mail_to(reader, var / "mailbox"), 30, "the digest")
        link = re.search(r"<(http[^>]+)>", mail["List-Unsubscribe"])[1]
        assert link.startswith(f"http://127.0.0.1:{port}/digests/unsubscribe/")
        status, page = fetch(link)
        assert status == 200
        assert "Stop the digest?" in page
    assert not (var / "portal.json").exists()

    alone = manage(var, "send_due_digests")
    assert "The portal does not run from this folder, so there is no mailbox" in alone.stderr
    assert left_behind(var) == []


def mail_to(reader: str, mailbox: Path) -> EmailMessage | None:
    for path in mailbox.glob("*.eml"):
        message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        if reader in str(message["To"]) and message["List-Unsubscribe"]:
            return message
    return None
