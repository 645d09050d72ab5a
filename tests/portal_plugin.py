"""The whole portal, really running: web, worker, beat, mail server, PostgreSQL and Valkey.

`portal` starts it once a session on a database of its own (a copy of the migrated test database
with the demo consortium loaded), and stops what it started.
"""

from __future__ import annotations

import email
import email.policy
import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from urllib.error import URLError

import pytest
import redis

from tests.database_plugin import administer
from tests.dns_server import DnsServer, running_dns
from tools.servers import PROJECT
from tools.valkey import free_port

SECONDS_TO_START = 60
CODE = re.compile(r"^\s*([A-Z0-9]{3,5}-?[A-Z0-9]{3,5})\s*$", re.MULTILINE)


@dataclass
class Portal:
    """Processes, addresses and the mailbox of one running portal."""

    base_url: str
    mailbox: Path
    environment: dict[str, str]
    folder: Path
    dns: DnsServer  # the only one that it asks
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def url(self, path: str) -> str:
        return f"{self.base_url}{path}"

    def start(self, name: str, *command: str, **more: str) -> None:
        with (self.folder / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                [sys.executable, "-m", *command],
                cwd=PROJECT,
                env={**self.environment, **more},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def stop(self, name: str) -> None:
        process = self.processes.pop(name)
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait(10)

    def start_worker(self, **more: str) -> None:
        self.start(
            "worker", "celery", "-A", "collaborative", "worker", "-c", "1", "-l", "INFO", **more
        )

    def start_beat(self, name: str, **more: str) -> None:
        schedule = self.folder / f"{name.replace(' ', '-')}-schedule"
        self.start(
            name, "celery", "-A", "collaborative", "beat", "-l", "INFO", "-s", str(schedule),
            "--pidfile=", **more,
        )  # fmt: skip

    def shell(self, program: str) -> str:
        """What a line of Python prints in the portal's database."""
        return self.manage("shell", "-v", "0", "-c", program).strip()

    def manage(self, *arguments: str, **more: str) -> str:
        """A management command in the portal's database; gives what it printed."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=PROJECT,
            env={**self.environment, **more},
            capture_output=True,
            text=True,
            timeout=300,  # a machine may be busy with other things
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def mails(self, to: str) -> list[EmailMessage]:
        """The mails to an address, oldest first."""
        found = []
        for path in sorted(self.mailbox.glob("*.eml")):
            message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
            if to.lower() in str(message["To"]).lower():
                found.append(message)
        return found

    def wait_for_mail(
        self, to: str, *, matching: str = "", after: int = 0, seconds: float = 30
    ) -> EmailMessage:
        """The newest mail to an address whose subject matches, once there are more than `after`."""

        def newest() -> EmailMessage | None:
            mails = [m for m in self.mails(to) if re.search(matching, str(m["Subject"]))]
            return mails[-1] if len(mails) > after else None

        return wait_until(newest, seconds, f"a mail to {to} matching {matching!r}")

    def code_for(self, to: str, *, after: int = 0) -> str:
        """The sign-in code in the newest mail to an address."""
        message = self.wait_for_mail(to, after=after)
        text = message.get_body(("plain",)).get_content()
        match = CODE.search(text)
        assert match, text
        return match[1]

    def forget_codes(self) -> None:
        """As if half a minute had gone by: what an app shows may be typed once more."""
        used = f"{self.environment['CELERY_QUEUE']}:*:allauth.mfa.totp.used*"
        with redis.from_url(self.environment["REDIS_URL"]) as client:
            for key in client.scan_iter(match=used, count=1_000):
                client.delete(key)


def wait_until(question: Callable[[], Any], seconds: float, what: str) -> Any:
    """The first answer that is not None."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        answer = question()
        if answer is not None:
            return answer
        time.sleep(0.1)
    raise AssertionError(f"Waited {seconds:.0f} s in vain for {what}.")


def _database_copy(django_db_blocker) -> tuple[str, str]:
    """A copy of the migrated test database: (its name, its URL)."""
    from django.db import connection

    template = connection.settings_dict["NAME"]
    name = f"{template}_portal"
    with django_db_blocker.unblock():
        connection.close()
    administer("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)
    end_other_sessions(template)
    administer("CREATE DATABASE {} TEMPLATE {}", name, template)
    return name, _url_of(name)


def _url_of(database: str) -> str:
    """DATABASE_URL with another database: its last part, before any options."""
    address, mark, options = os.environ["DATABASE_URL"].partition("?")
    return f"{address.rpartition('/')[0]}/{database}{mark}{options}"


def end_other_sessions(database: str) -> None:
    """A thread of a live server may leave its connection behind; PostgreSQL neither copies nor
    drops a database that somebody is connected to.
    """
    administer(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = {}",
        values=(database,),
    )


@pytest.fixture(scope="session")
def portal_dns() -> Iterator[DnsServer]:
    """Where mail domains are proved in journeys: `portal.dns.publish(name, value)`."""
    with running_dns() as server:
        yield server


@pytest.fixture(scope="session")
def portal(
    django_db_setup,
    django_db_blocker,
    tmp_path_factory: pytest.TempPathFactory,
    portal_dns: DnsServer,
) -> Iterator[Portal]:
    """Web, worker, beat (with a quick tick) and mail, with the demo consortium."""
    folder = tmp_path_factory.mktemp("portal")
    name, database_url = _database_copy(django_db_blocker)
    port, mail_port = free_port(), free_port()
    mailbox = folder / "mailbox"
    mailbox.mkdir()
    base_url = f"http://127.0.0.1:{port}"
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "collaborative.settings.test",
        "DATABASE_URL": database_url,
        "EMAIL_URL": f"smtp://127.0.0.1:{mail_port}",
        "BASE_URL": base_url,
        "MAILBOX_DIR": str(mailbox),
        "DNS_RESOLVERS": portal_dns.address,
        "MEDIA_ROOT": str(folder / "media"),
        "PRIVATE_MEDIA_ROOT": str(folder / "private"),
        "DIGEST_TICK_SECONDS": "2",
        "CELERY_QUEUE": name,
    }
    running = Portal(base_url, mailbox, environment, folder, portal_dns)
    try:
        running.manage("load_demo")
        running.start("mail", "tools.mailbox", str(mailbox), "--port", str(mail_port))
        running.start(
            "web", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
            "collaborative.wsgi:application",
        )  # fmt: skip
        running.start_worker()
        wait_until(lambda: _answers(f"{base_url}/healthz"), SECONDS_TO_START, "the web server")
        yield running
    finally:
        for process in list(running.processes):
            running.stop(process)
        administer("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


def _answers(address: str) -> bool | None:
    try:
        with urllib.request.urlopen(address, timeout=2) as response:
            return True if response.status == 200 else None
    except (URLError, OSError):
        return None
