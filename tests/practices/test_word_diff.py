"""What changed, word by word, readable without colour."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collaborative.core import word_diff
from collaborative.core.word_diff import Piece


@pytest.mark.parametrize(
    ("old", "new", "pieces"),
    [
        ("", "", []),
        ("Same.", "Same.", [Piece("same", "Same.")]),
        ("", "New.", [Piece("added", "New.")]),
        ("Old.", "", [Piece("removed", "Old.")]),
        (
            "Fifty parents waited.",
            "Forty parents waited.",
            [Piece("removed", "Fifty"), Piece("added", "Forty"), Piece("same", " parents waited.")],
        ),
        (
            "in two years",
            "in one month",
            [Piece("same", "in "), Piece("removed", "two years"), Piece("added", "one month")],
        ),
        (
            "don't stop",
            "didn't stop",
            [Piece("removed", "don't"), Piece("added", "didn't"), Piece("same", " stop")],
        ),
    ],
)
def test_pieces_read_in_order(old, new, pieces):
    assert word_diff.compare(old, new) == pieces


@given(st.text("ab c\n.", max_size=60), st.text("ab c\n.", max_size=60))
def test_the_pieces_hold_both_texts_whole(old, new):
    pieces = word_diff.compare(old, new)

    assert "".join(piece.text for piece in pieces if piece.kind != "added") == old
    assert "".join(piece.text for piece in pieces if piece.kind != "removed") == new


def test_what_changed_is_said_in_words_and_typed_signs_stay_signs():
    html = word_diff.to_html(word_diff.compare("a <b>", "a <i>"))

    assert "[removed: " in html
    assert "[added: " in html
    assert "&lt;" in html
    assert "<b>" not in html


def test_two_long_texts_do_not_keep_a_reader_waiting():
    old = " ".join(f"word{number}" for number in range(8_000))
    new = " ".join(f"word{number % 7}" for number in range(8_000))
    before = time.process_time()

    word_diff.compare(old, new)

    assert time.process_time() - before < 2
