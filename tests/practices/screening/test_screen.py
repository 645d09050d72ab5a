"""How the screen works, whatever it finds."""

from __future__ import annotations

import datetime as dt
import time

import pytest

from practices.screening import MOST_FINDINGS, NOTHING_KNOWN, Kind, Known, Sure, screen

TODAY = dt.date(2026, 11, 20)
GRAYWING = Known(frozenset({"duluth"}), frozenset({"graywing.example.org"}))
HOSTILE = (
    "patient John Smith ", "Mr. Aa Bb Cc ", "1.", "1-", "a.b", "a@", "612 555 ", "one two ",
    "A1B2-", "::", "0:", "http://a", "March 3 ", "zip 55404, ", "MRN ", "- dot ", "a at b dot ",
    "(", "\u200ba", "patient ", "9", " from", "Aa ", "<", "name: ", "born ", "12/", "year-old ",
    "\u0301", "ﷺ", "her mother ", "photo of the ", " ", "\n", "Aa-", "A. ", "a_", "%", "ninety ",
    "in 55604 ", "lives in 55604", "she is 94", "ages 91 and ", "| born (", "patient, 94",
)  # fmt: skip


def look(text, known=NOTHING_KNOWN, today=TODAY):
    return [(str(one.kind), one.words, one.sure) for one in screen(text, today, known)]


def test_what_is_found_is_marked_where_it_stands_in_the_original():
    text = (
        "First.\nThe pa\u200btient, “Ａｍｉｎａ” no: Jo\u200bhn\u00a0Smith was admitted. Then more."
    )

    (found,) = screen(text, TODAY)

    assert text[found.start : found.end] == found.words == "Jo\u200bhn\u00a0Smith"
    assert found.before == "The pa\u200btient, “Ａｍｉｎａ” no: "
    assert found.after == " was admitted."
    assert found.sign.why
    assert found.sign.do


def test_what_is_the_institutions_own_needs_no_answer():
    text = "Write to kao@graywing.example.org. A patient from Duluth told us that."

    assert look(text, GRAYWING) == [
        ("email", "kao@graywing.example.org", Sure.OWN), ("place", "Duluth", Sure.OWN),
    ]  # fmt: skip
    assert look(text) == [
        ("email", "kao@graywing.example.org", Sure.PERHAPS), ("place", "Duluth", Sure.PERHAPS),
    ]  # fmt: skip
    assert look("kao@notgraywing.example.org", GRAYWING)[0][2] == Sure.PERHAPS


def test_a_year_of_birth_tells_the_age_by_todays_date():
    text = "He was born in 1936."

    assert look(text, today=dt.date(2025, 6, 1)) == []
    assert [kind for kind, _, _ in look(text)] == [Kind.DATE]


def test_a_list_of_people_is_one_question_and_not_ten_thousand():
    found = screen("Patient name: Tou Lee; MRN: 0048291\n" * 3_000, TODAY)

    assert len(found) == MOST_FINDINGS + 1
    assert found[-1].sign.title == "There may be more"


@pytest.mark.parametrize("piece", HOSTILE)
def test_four_times_the_text_takes_four_times_the_work(piece):
    """A rule that goes back over what it has read would take sixteen times as long."""

    def seconds(size):
        text = (piece * size)[:size]
        best = 9.0
        for _ in range(2):
            started = time.process_time()
            screen.__wrapped__(text, TODAY)
            best = min(best, time.process_time() - started)
        return best

    assert seconds(12_000) < 6 * seconds(3_000) + 0.02
