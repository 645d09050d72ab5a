"""`make run`: the whole portal in the foreground, from nothing to its address.

Servers, database, demonstration, static files; then the web server, one worker, beat and the
mailbox, until Ctrl-C. Whatever was started here is stopped here, and nothing else.
"""

from __future__ import annotations

import fcntl
import http.client
import os
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import IO

from tools import addresses, mailbox
from tools.addresses import Place
from tools.make import Make
from tools.refusals import Refusal, one_sentence
from tools.servers import PROJECT, Lease
from tools.supervisor import Stopped, Supervisor
from tools.surroundings import NAMED_BY, forget, surroundings, write_down

VAR = Path(os.environ.get("VAR_DIR") or PROJECT / "var").absolute()
SECONDS_TO_ANSWER = 60
SECONDS_TO_STOP = 5
# What a person calls each embedded server.
NAMES = {"postgres": "PostgreSQL", "valkey": "Valkey"}


def only_one(wanted_url: str) -> IO[str]:
    """One `make run` per folder: the lock says which, and goes with its process."""
    VAR.mkdir(parents=True, exist_ok=True)
    lock = (VAR / "run.lock").open("a+")
    if not _got(lock):
        lock.seek(0)
        where = lock.read().strip() or "another terminal"
        lock.close()
        raise Refusal(
            f"The portal already runs from this folder ({where}): use that one, or stop it with "
            "Ctrl-C first."
        )
    lock.truncate(0)
    lock.write(f"{wanted_url}/, process {os.getpid()}\n")
    lock.flush()
    return lock


def _got(lock: IO[str]) -> bool:
    """A command that only looks whether the portal runs holds the lock for a moment: try again."""
    for _ in range(5):
        with suppress(BlockingIOError):
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        time.sleep(0.05)
    return False


def start_mailbox(supervisor: Supervisor, settings: dict[str, str]) -> None:
    """Listen first and pass the socket on: no other program can take the port in between."""
    with mailbox.listen() as listener:
        settings["EMAIL_URL"] = f"smtp://127.0.0.1:{listener.getsockname()[1]}"
        number = listener.fileno()
        command = [sys.executable, "-m", "tools.mailbox", settings["MAILBOX_DIR"]]
        supervisor.start(
            "mailbox", [*command, "--fd", str(number)], environment=settings, pass_fds=[number]
        )


def commands(wanted: Place) -> dict[str, list[str]]:
    """The three processes of the portal, as an operator would start them."""
    quiet = ["-W", "ignore:You're running the worker with superuser privileges"]
    celery = [sys.executable, *quiet, "-m", "celery", "--quiet", "-A", "collaborative"]
    return {
        "web": [
            *(sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws"),
            *("--host", wanted.host or "0.0.0.0", "--port", str(wanted.port)),  # noqa: S104  asked for
            # Each thread holds a connection to the database; two cores have no use for more.
            *("--workers", "2", "--blocking-threads", "4", "--workers-kill-timeout", "3s"),
            *("--access-log", "--access-log-fmt", "%(method)s %(path)s %(status)d %(dt_ms).0f ms"),
            "collaborative.wsgi:application",
        ],
        "worker": [
            *(*celery, "worker", "--concurrency", "2", "--loglevel", "INFO"),
            *("--without-gossip", "--without-mingle"),
        ],
        "beat": [*celery, "beat", "--schedule", str(VAR / "beat-schedule"), "--pidfile="],
    }


def wait_for_health(supervisor: Supervisor, wanted: Place) -> None:
    deadline = time.monotonic() + SECONDS_TO_ANSWER
    while time.monotonic() < deadline:
        supervisor.pump(0.1)
        supervisor.check()
        refuse_if_ended(supervisor)
        with suppress(OSError, http.client.HTTPException):
            connection = http.client.HTTPConnection(
                wanted.visiting_host.strip("[]"), wanted.port, timeout=5
            )
            connection.request("GET", "/healthz")
            status = connection.getresponse().status
            connection.close()
            if status == http.client.OK:
                return
    raise Refusal(
        f"The portal does not answer at {wanted.url}/healthz after {SECONDS_TO_ANSWER} seconds: "
        "the lines above say why."
    )


def refuse_if_ended(supervisor: Supervisor) -> None:
    ended = supervisor.first_ended()
    if ended is not None:
        supervisor.pump(0)
        raise Refusal(
            f"The process “{ended.name}” ended by itself (exit code {ended.code}), so the rest is "
            "stopped: its last lines above say why."
        )


def announce(wanted: Place, settings: dict[str, str], *, own_mailbox: bool, since: float) -> None:
    line = "─" * 72
    print(f"\n{line}\nThe portal is at {wanted.url}/ ({time.monotonic() - since:.1f} s)")
    if own_mailbox:
        print(
            f"Its mail is at {wanted.url}/dev/mailbox/ (files in {_short(settings['MAILBOX_DIR'])})"
        )
    else:
        print("Its mail goes to the server in EMAIL_URL.")
    people = VAR / "people.txt"
    if people.exists():
        print(f"\n{people.read_text(encoding='utf-8').rstrip()}")
    if wanted.is_open_to_the_network:
        print("\nWhoever reaches this machine can read that mailbox and sign in as anybody.")
    print(f"\nCtrl-C stops it.\n{line}", flush=True)


def _short(path: str) -> str:
    return os.path.relpath(path, PROJECT) if path.startswith(f"{PROJECT}{os.sep}") else path


def start_servers() -> Lease | None:
    """The embedded servers, for those of the two that the environment does not name."""
    without = {name for name, url in NAMED_BY.items() if os.environ.get(url)}
    if len(without) == len(NAMED_BY):
        print("Servers: DATABASE_URL and REDIS_URL answer", flush=True)
        return None
    started = time.monotonic()
    lease = Lease(VAR, without=without)
    names = " and ".join(NAMES[name] for name in NAMED_BY if name not in without)
    print(f"Servers: {names} started ({time.monotonic() - started:.1f} s)", flush=True)
    if lease.urls.note:
        print(lease.urls.note, flush=True)
    return lease


def serve(supervisor: Supervisor, wanted: Place, settings: dict[str, str], since: float) -> None:
    """Start everything but the servers, in order, and say where it is."""
    own_mailbox = not settings.get("EMAIL_URL")
    if own_mailbox:
        start_mailbox(supervisor, settings)
    write_down(VAR, settings)
    prepare = [sys.executable, "-m", "tools.prepare", str(VAR)]
    if supervisor.run("prepare", prepare, environment=settings) != 0:
        raise SystemExit(1)  # it has said its sentence
    addresses.ensure_free(wanted)
    for name, command in commands(wanted).items():
        supervisor.start(name, command, environment=settings)
    wait_for_health(supervisor, wanted)
    announce(wanted, settings, own_mailbox=own_mailbox, since=since)


def watch(supervisor: Supervisor, servers: Lease | None, make: Make | None) -> None:
    """Until somebody asks to stop, or a part of the portal ends by itself."""
    while not (make and make.is_stopping):
        supervisor.pump(0.5)
        supervisor.check()
        refuse_if_ended(supervisor)
        if servers and servers.keeper_ended:
            raise Refusal(
                "PostgreSQL or Valkey ended by itself, so the rest is stopped: "
                f"{VAR}/postgres.log and valkey.log say why."
            )


def main() -> None:
    since = time.monotonic()
    make = Make.above()
    wanted = addresses.place(dict(os.environ))
    lock = only_one(wanted.url)
    addresses.ensure_free(wanted)
    addresses.check()
    supervisor = Supervisor(folder=PROJECT)
    servers = None
    try:
        servers = start_servers()
        supervisor.check()
        settings = surroundings(VAR, wanted, servers.urls if servers else None)
        serve(supervisor, wanted, settings, since)
        watch(supervisor, servers, make)
    except Stopped:
        print("\nStopping ...", flush=True)
    finally:
        forget(VAR)
        supervisor.stop(seconds=SECONDS_TO_STOP)
        if servers is not None:
            servers.release()
        lock.close()


if __name__ == "__main__":
    with one_sentence():
        main()
