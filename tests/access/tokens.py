"""Words and pictures to know a text by."""

from __future__ import annotations

import io
import random

from PIL import Image as Pillow

LETTERS = "bcdfghjklmnpqrtvwxz"


class Tokens:
    """Words that no language has. `tokens["note"]` is made when it is first asked for."""

    def __init__(self, start: str, seed: int) -> None:
        self.start, self.words = start, {}
        self.dice = random.Random(seed)

    def __getitem__(self, name: str) -> str:
        if name not in self.words:
            self.words[name] = self.start + "".join(self.dice.choices(LETTERS, k=11))
        return self.words[name]


def png(color: str = "teal") -> bytes:
    held = io.BytesIO()
    Pillow.new("RGB", (8, 6), color).save(held, "PNG")
    return held.getvalue()
