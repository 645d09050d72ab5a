"""The `make` above us, which passes on less than a person expects.

Ctrl-C in a terminal reaches every program there. A signal that is sent to `make` alone reaches
its children only when it is SIGTERM; on SIGINT or SIGHUP make waits for them, for ever if they
are servers; and killed outright it leaves them behind.
"""

from __future__ import annotations

import os
import re
import signal
from dataclasses import dataclass
from pathlib import Path

from tools.privileges import die_with_parent

CAUGHT = re.compile(r"^SigCgt:\s*([0-9a-f]+)$", re.MULTILINE)
WAITING = (signal.SIGINT, signal.SIGHUP)


@dataclass(frozen=True)
class Make:
    """The process that started this one, and the signals it stood ready for."""

    pid: int
    caught: frozenset[signal.Signals]

    @classmethod
    def above(cls) -> Make | None:
        """The `make` that started this program, if one did; this program ends when it does."""
        pid = os.getppid()
        try:
            name = Path(f"/proc/{pid}/comm").read_text().strip()
        except OSError:  # no /proc: another system than Linux
            return None
        if name not in {"make", "gmake"}:
            return None
        die_with_parent()
        return cls(pid, _caught(pid))

    @property
    def is_stopping(self) -> bool:
        """It has dealt with a signal: its first act then is to catch that signal no more."""
        return bool(self.caught - _caught(self.pid))


def _caught(pid: int) -> frozenset[signal.Signals]:
    try:
        found = CAUGHT.search(Path(f"/proc/{pid}/status").read_text())
    except OSError:
        return frozenset()
    mask = int(found.group(1), 16) if found else 0
    return frozenset(number for number in WAITING if mask >> (number - 1) & 1)
