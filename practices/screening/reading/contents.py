"""What was read of a file."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

# Of one file. A practice's files are screened each time somebody looks: this bounds the work.
MOST_SIGNS = 120_000
MOST_PARTS = 400
LONGEST_HIDDEN = 200


@dataclass(frozen=True)
class Part:
    """A page, a sheet, a header, a comment: where it is in the file, and its words."""

    where: str
    text: str


@dataclass(frozen=True)
class Hidden:
    """What a program wrote into a file: which sign it is (by name), and the words."""

    sign: str
    words: str


@dataclass
class Contents:
    """`is_read`: there are words, or none for certain. `is_whole`: nothing was left out."""

    parts: list[Part] = field(default_factory=list)
    hidden: list[Hidden] = field(default_factory=list)
    pictures: int = 0
    is_read: bool = True
    is_whole: bool = True

    @property
    def signs(self) -> int:
        return sum(len(part.text) for part in self.parts)

    @property
    def is_full(self) -> bool:
        return self.signs >= MOST_SIGNS or len(self.parts) >= MOST_PARTS

    def add(self, where: str, text: str) -> bool:
        """Keeps these words; False once there is no room for more."""
        text = "\n".join(
            line for line in (" ".join(row.split()) for row in text.splitlines()) if line
        )
        room = MOST_SIGNS - self.signs
        if not text:
            return room > 0
        if room <= 0 or len(self.parts) >= MOST_PARTS:
            self.is_whole = False
            return False
        self.parts.append(Part(where, text[:room]))
        self.is_whole = self.is_whole and len(text) <= room
        return len(text) < room

    def hide(self, sign: str, words: str) -> None:
        words = " ".join(str(words).split())[:LONGEST_HIDDEN]
        kept = Hidden(sign, words)
        if words and kept not in self.hidden:
            self.hidden.append(kept)

    def as_data(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Contents:
        return cls(
            parts=[Part(**part) for part in data["parts"]],
            hidden=[Hidden(**one) for one in data["hidden"]],
            pictures=data["pictures"],
            is_read=data["is_read"],
            is_whole=data["is_whole"],
        )


def unread() -> Contents:
    return Contents(is_read=False)
