"""PostgreSQL and Valkey for one folder, alive for as long as somebody uses them.

    with servers.using(Path("var")) as urls: ...
    python -m tools.servers with var -- python manage.py shell

Every user holds a shared lock on the folder's `users.lock`. One keeper process, which starts the
two servers as its children, waits for the exclusive lock: it gets it when the last user has let
go or has died, however that came about, and then stops both. So two test runs share one server,
the last one out stops it, and a run that was killed leaves nothing behind. When the keeper itself
is killed the kernel ends its children; where it cannot, the next start finds and ends them.
"""

from __future__ import annotations

import fcntl
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from tools import postgres, valkey
from tools.postgres import Postgres
from tools.postgres_home import find_home
from tools.privileges import die_with_parent
from tools.refusals import Refusal, one_sentence
from tools.surroundings import (
    NAMED_BY,
    environment,
    of_the_running_portal,
    surroundings,
    write_privately,
)
from tools.valkey import Valkey

PROJECT = Path(__file__).resolve().parent.parent
SECONDS_TO_START = 120
SECONDS_TO_STOP = 10
# Commands that have mails to hand over.
SENDING = frozenset({"send_due_digests", "do_due_practices"})
# Keepers that this process has started and others still use; they are nobody's to wait for.
_left_to_others: list[subprocess.Popen[str] | None] = []


@dataclass(frozen=True)
class Urls:
    """How to reach the two servers; `note` says what a person should know about them."""

    database_url: str
    redis_url: str
    note: str = ""


def _open(path: Path) -> IO[str]:
    return path.open("a+", encoding="utf-8")


def _try_lock(file: IO[str], kind: int) -> bool:
    try:
        fcntl.flock(file, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


class Lease:
    """One user's hold on the servers of a folder."""

    def __init__(
        self, folder: Path, *, scratch: bool = False, without: Collection[str] = ()
    ) -> None:
        self.folder = folder.absolute()
        self.folder.mkdir(parents=True, exist_ok=True)
        self._keeper: subprocess.Popen[str] | None = None
        # The order of these two is what makes starting and stopping at once harmless: who waits
        # for a keeper that is just leaving does so before asking whether there is one.
        with _open(self.folder / "start.lock") as start:
            fcntl.flock(start, fcntl.LOCK_EX)
            self._users = _open(self.folder / "users.lock")
            try:
                fcntl.flock(self._users, fcntl.LOCK_SH)
                self.urls = self._find() or self._start(scratch=scratch, without=without)
            except BaseException:
                self._users.close()
                raise

    @property
    def keeper_ended(self) -> bool:
        """The servers are gone although this lease still holds them."""
        return not _has_keeper(self.folder)

    def release(self) -> None:
        """Let go; return when the servers are stopped or somebody else is seen to use them."""
        if self._users.closed:
            return
        self._users.close()
        deadline = time.monotonic() + SECONDS_TO_STOP
        with _open(self.folder / "users.lock") as users:
            while _has_keeper(self.folder) and time.monotonic() < deadline:
                if not _try_lock(users, fcntl.LOCK_EX) and _try_lock(users, fcntl.LOCK_SH):
                    _left_to_others.append(self._keeper)
                    return
                fcntl.flock(users, fcntl.LOCK_UN)
                time.sleep(0.03)
        if self._keeper is not None:
            with suppress(subprocess.TimeoutExpired):
                self._keeper.wait(1)

    def _find(self) -> Urls | None:
        """The servers that another user has started, once they are ready."""
        deadline = time.monotonic() + SECONDS_TO_START
        while _has_keeper(self.folder) and time.monotonic() < deadline:
            with suppress(FileNotFoundError, ValueError):
                return Urls(**json.loads((self.folder / "state.json").read_text())["urls"])
            time.sleep(0.05)
        return None

    def _start(self, *, scratch: bool, without: Collection[str]) -> Urls:
        command = [sys.executable, "-m", "tools.servers", "keep", str(self.folder)]
        command += ["--scratch"] if scratch else []
        command += [f"--without-{name}" for name in sorted(without)]
        with (self.folder / "keeper.log").open("ab") as log:
            self._keeper = subprocess.Popen(
                command,
                cwd=PROJECT,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=log,
                start_new_session=True,
                text=True,
            )
        assert self._keeper.stdout is not None  # noqa: S101  asked for above
        with self._keeper.stdout as pipe:
            line = pipe.readline()
        answer = json.loads(line or "{}")
        if "urls" in answer:
            return Urls(**answer["urls"])
        self._keeper.wait()
        unknown = f"The embedded servers did not start: see {self.folder}/keeper.log."
        raise Refusal(answer.get("refusal", unknown))


@contextmanager
def using(folder: Path, *, scratch: bool = False) -> Iterator[Urls]:
    """The servers of `folder`, started unless somebody else has started them already."""
    lease = Lease(folder, scratch=scratch)
    try:
        yield lease.urls
    finally:
        lease.release()


def _has_keeper(folder: Path) -> bool:
    with _open(folder / "keeper.lock") as lock:
        return not _try_lock(lock, fcntl.LOCK_EX)


# --- The keeper ---------------------------------------------------------------------------------


def keep(folder: Path, options: Collection[str]) -> int:
    """Start the servers, say so in one line, and stop them when nobody uses them any more."""
    leaving = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: leaving.set())
    lock = _open(folder / "keeper.lock")
    fcntl.flock(lock, fcntl.LOCK_EX)
    state = folder / "state.json"
    _stop_left_overs(state, folder)
    broker = None if "--without-valkey" in options else Valkey(folder / "valkey")
    database = None
    try:
        try:
            traces: dict[str, object] = {}
            if broker:
                broker.start()
                traces["valkey"] = broker.pid
                # Known from here on to whoever has to clear up after a keeper that was killed.
                write_privately(state, json.dumps(traces))
            if "--without-postgres" not in options:
                home = find_home(folder)
                database = Postgres(
                    home, log=folder / "postgres.log", scratch="--scratch" in options
                )
                database.start()
                traces["socket_folder"] = str(database.socket_folder)
            urls = Urls(
                database.database_url if database else "",
                broker.redis_url if broker else "",
                database.home.note if database else "",
            )
            write_privately(state, json.dumps({**traces, "urls": asdict(urls)}))
            print(json.dumps({"urls": asdict(urls)}), flush=True)
            _wait_for_the_last_user(folder, leaving, database, broker)
        finally:
            state.unlink(missing_ok=True)
            for server in (database, broker):
                if server:
                    server.stop()
    except Refusal as refusal:
        print(json.dumps({"refusal": str(refusal)}), flush=True)
        return 1
    return 0


def _stop_left_overs(state: Path, folder: Path) -> None:
    with suppress(FileNotFoundError, ValueError):
        traces = json.loads(state.read_text())
        valkey.stop_left_over(traces.get("valkey"), folder / "valkey")
        postgres.remove_socket_folder(traces.get("socket_folder"))
    state.unlink(missing_ok=True)


def _wait_for_the_last_user(
    folder: Path, leaving: threading.Event, *servers: Postgres | Valkey | None
) -> None:
    users = _open(folder / "users.lock")

    def wait() -> None:
        fcntl.flock(users, fcntl.LOCK_EX)
        leaving.set()

    threading.Thread(target=wait, daemon=True).start()
    while not leaving.wait(0.25):
        for server in servers:
            if server and not server.is_running:
                print(f"{server.log.stem} ended by itself", file=sys.stderr, flush=True)
                return
    # The lock is kept until this process ends, so that a new user waits for the old servers.


# --- The command line ---------------------------------------------------------------------------


def run_in_scratch(folder: Path, command: list[str]) -> int:
    """With servers whose data nobody needs afterwards, and nothing else of a portal."""
    with using(folder, scratch=True) as urls:
        return _run(command, environment(urls))


def run_beside(folder: Path, command: list[str]) -> int:
    """As a process of the portal of this folder, whether that runs now or not."""
    from tools import addresses  # half a second that no keeper need spend

    folder = folder.absolute()
    running = of_the_running_portal(folder)
    os.environ.update({name: value for name, value in running.items() if not os.environ.get(name)})
    without = {name for name, url in NAMED_BY.items() if os.environ.get(url)}
    if not running and not os.environ.get("EMAIL_URL") and SENDING.intersection(command):
        print(
            "The portal does not run from this folder, so there is no mailbox and no worker: "
            "start both with make run, or name a mail server with EMAIL_URL and add --deliver.",
            file=sys.stderr,
        )
    lease = Lease(folder, without=without) if len(without) < len(NAMED_BY) else None
    try:
        wanted = addresses.place(dict(os.environ))
        return _run(command, surroundings(folder, wanted, lease.urls if lease else None))
    finally:
        if lease:
            lease.release()


def _run(command: list[str], given: dict[str, str]) -> int:
    try:
        return subprocess.run(
            command, env=given, preexec_fn=die_with_parent, check=False
        ).returncode
    except FileNotFoundError:
        raise Refusal(f"There is no program {command[0]}.") from None
    except KeyboardInterrupt:
        return 130


def main(arguments: list[str]) -> int:
    match arguments:
        case ["keep", folder, *rest]:
            return keep(Path(folder), rest)
        case ["with", folder, "--scratch", "--", *command] if command:
            return run_in_scratch(Path(folder), command)
        case ["with", folder, "--", *command] if command:
            return run_beside(Path(folder), command)
    raise Refusal("Use: python -m tools.servers with FOLDER [--scratch] -- COMMAND …")


if __name__ == "__main__":
    with one_sentence():
        sys.exit(main(sys.argv[1:]))
