"""What the screen must find, and what it must leave alone."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path

import pytest

from practices.screening import Kind, Known, screen

VECTORS = tomllib.loads((Path(__file__).parent / "vectors.toml").read_text())
TODAY = dt.date(2026, 11, 20)
GRAYWING = Known(frozenset({"duluth"}), frozenset({"graywing.example.org"}))

# Signs that are hidden in the texts, as they look.
SEEN = {0x200B: "", 0xAD: "", 0xA0: " ", 0x2019: "'"}


def look(text, known=GRAYWING):
    return [one for one in screen(text, TODAY, known) if one.needs_answer]


def test_there_are_enough_vectors_of_every_kind():
    kinds = {kind for kind, _, _ in VECTORS["found"]}

    assert kinds == {str(kind) for kind in Kind if kind is not Kind.UNREAD}
    assert len(VECTORS["found"]) >= 80
    assert len(VECTORS["quiet"]) >= 80


@pytest.mark.parametrize(("kind", "words", "text"), VECTORS["found"])
def test_it_finds(kind, words, text):
    found = [(str(one.kind), one.words.translate(SEEN)) for one in look(text)]

    assert (kind, words) in found


@pytest.mark.parametrize("text", VECTORS["quiet"])
def test_it_leaves_alone(text):
    assert [(str(one.kind), one.words) for one in look(text)] == []
