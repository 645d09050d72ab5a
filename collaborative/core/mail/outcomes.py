"""What can become of one message, whoever carries it."""

from __future__ import annotations

import enum
from typing import NamedTuple, Protocol

LONGEST_ANSWER = 300


class Outcome(enum.Enum):
    ACCEPTED = "accepted"
    REFUSED_FOR_NOW = "refused for now"
    REFUSED_FOR_GOOD = "refused for good"
    UNKNOWN = "unknown"


class Result(NamedTuple):
    """What became of one message, at which stage, in the server's own words."""

    outcome: Outcome
    stage: str
    code: int
    text: str

    def __str__(self) -> str:
        return f"{self.stage}: {self.code} {self.text}".strip()[:LONGEST_ANSWER]


class CannotConnectError(Exception):
    """No usable line to the mail server; nothing was sent to anybody."""


class Transport(Protocol):
    """Takes one message for one address and says what became of it."""

    def open(self) -> None: ...

    def send(self, *, sender: str, recipient: str, message: bytes) -> Result: ...

    def close(self) -> None: ...
