"""What cannot be seen does not travel with words."""

from __future__ import annotations

import pytest

from collaborative.core.words import plain, plain_line


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\x0b", "\x0c", "\x1d", "\x85", "\u2028"])
def test_every_line_end_is_one_line_feed(end):
    assert plain(f"One{end}two{end}") == "One\ntwo\n"
    assert plain_line(f"One{end}two{end}") == "One two"


def test_control_characters_are_left_out_and_letters_stay():
    assert plain("a\x00b\x08c\x1b[0md\x7f\x9fe\tf") == "abc[0mde\tf"
    kept = "Ñúñez “quoted”, Hmong: Nyob zoo 👋🏽\u200d\u202f"
    assert plain(kept) == kept
