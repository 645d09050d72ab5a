"""Runs several programs at once: their words in one stream, one fate, and nothing left behind.

One thread and no clever parts: a selector reads what the children say, signals only leave a mark,
and each child is told by the kernel when this process dies in a way that it cannot answer.
"""

from __future__ import annotations

import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from tools.privileges import die_with_parent

NAME_WIDTH = 7
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(Exception):
    """Somebody asked this program to stop."""


@dataclass
class Child:
    """A program that this one has started."""

    name: str
    process: subprocess.Popen[bytes]
    prefix: str
    rest: bytes = field(default=b"")

    @property
    def code(self) -> int | None:
        return self.process.poll()

    def signal(self, number: int, *, group: bool = False) -> None:
        with suppress(ProcessLookupError, PermissionError):
            if group:
                os.killpg(self.process.pid, number)
            elif self.code is None:
                self.process.send_signal(number)


class Supervisor:
    """Starts children, passes on what they say, and ends them all."""

    def __init__(self, *, folder: Path) -> None:
        self.folder = folder
        self.children: list[Child] = []
        self.asked = 0  # how often a person or the system asked to stop
        self._selector = selectors.DefaultSelector()
        self._mute = False
        self._wake_read, self._wake_write = os.pipe()
        os.set_blocking(self._wake_write, False)
        os.set_blocking(self._wake_read, False)
        signal.set_wakeup_fd(self._wake_write, warn_on_full_buffer=False)
        self._selector.register(self._wake_read, selectors.EVENT_READ, None)
        for number in SIGNALS:
            signal.signal(number, self._ask)

    def _ask(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002  Python calls it so
        self.asked += 1

    def check(self) -> None:
        if self.asked:
            raise Stopped

    def start(
        self,
        name: str,
        command: Sequence[str],
        *,
        environment: dict[str, str],
        prefix: bool = True,
        pass_fds: Sequence[int] = (),
    ) -> Child:
        process = subprocess.Popen(
            command,
            cwd=self.folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            # A group of its own: Ctrl-C reaches this program alone, which ends them in order.
            start_new_session=True,
            preexec_fn=die_with_parent,  # noqa: PLW1509  this program has one thread
            pass_fds=pass_fds,
        )
        child = Child(name, process, f"{name:<{NAME_WIDTH}} | " if prefix else "")
        assert process.stdout is not None  # noqa: S101  asked for above
        os.set_blocking(process.stdout.fileno(), False)
        self._selector.register(process.stdout, selectors.EVENT_READ, child)
        self.children.append(child)
        return child

    def run(self, name: str, command: Sequence[str], *, environment: dict[str, str]) -> int:
        """One program from its start to its end; what it says appears as it is."""
        child = self.start(name, command, environment=environment, prefix=False)
        while child.code is None:
            self.pump(0.2)
            self.check()
        self.pump(0)
        self.children.remove(child)
        return child.process.returncode

    def first_ended(self) -> Child | None:
        return next((child for child in self.children if child.code is not None), None)

    def pump(self, seconds: float) -> None:
        """Pass on what the children say, for as long as something comes or time is left."""
        for key, _ in self._selector.select(seconds):
            if key.data is None:
                with suppress(BlockingIOError):
                    os.read(self._wake_read, 512)
                continue
            self._read(key.data)

    def _read(self, child: Child) -> None:
        stream = child.process.stdout
        assert stream is not None  # noqa: S101  every child has one
        try:
            said = os.read(stream.fileno(), 65536)
        except BlockingIOError:
            return
        if not said:
            self._selector.unregister(stream)
            stream.close()
            if child.rest:
                self._say(child, [child.rest])
                child.rest = b""
            return
        *lines, child.rest = (child.rest + said).split(b"\n")
        self._say(child, lines)

    def _say(self, child: Child, lines: list[bytes]) -> None:
        if self._mute:
            return
        try:
            for line in lines:
                print(f"{child.prefix}{line.decode(errors='replace')}")
            sys.stdout.flush()
        except OSError:
            # Whoever read our words has gone (a closed terminal, `| head`): that is a goodbye.
            self._mute = True
            self.asked += 1
            sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115  open until the end

    def stop(self, *, seconds: float) -> None:
        """Ask every child to end, wait, then end what has not; asked again, do not wait."""
        asked_before = self.asked
        for child in self.children:
            child.signal(signal.SIGTERM)
        deadline = time.monotonic() + seconds
        while any(child.code is None for child in self.children):
            if time.monotonic() > deadline or self.asked > asked_before:
                break
            self.pump(0.05)
        for child in self.children:
            # The leader's own children too, if it left any.
            child.signal(signal.SIGKILL, group=True)
            child.process.wait()
        self.pump(0)
        self.children.clear()
