"""What the form's script saves, and what it is told when it may not."""

from __future__ import annotations

import pytest
from django.utils import timezone

from practices import actions
from practices.models import Practice
from tests.matrix import body_of

from .conftest import row_of
from .test_edit_page import edit, opened, step_url

pytestmark = pytest.mark.django_db


@pytest.fixture
def author(roles, client_of):
    return client_of(roles.authorA)


def autosave(client, practice, data, **changes):
    url = step_url(practice, next(iter(changes)))
    return client.post(url, {**data, "do": "autosave", **changes})


def kept(practice):
    return Practice.objects.get(pk=practice.pk)


def test_what_is_typed_is_saved_and_the_form_goes_on_from_there(author, state_of):
    practice = state_of("draft")
    data = opened(author, practice, "need")

    first = autosave(author, practice, data, need="Some words").json()
    data["revision"] = first["revision"]
    second = autosave(author, practice, data, need="Some words more").json()

    assert kept(practice).need == "Some words more"
    assert second["revision"] == kept(practice).latest_revision_id > first["revision"]
    assert (second["left"], second["changed_by_others"]) == ({}, [])
    assert second["saved_at"]


def test_an_answer_that_cannot_be_read_waits_and_the_others_are_saved(author, state_of):
    practice = state_of("draft", started="2001")
    data = opened(author, practice, "need")

    answer = autosave(author, practice, data, need="Typed", started="spri", title=" ")

    assert answer.status_code == 200
    assert answer.json()["left"] == {
        "title": "Give it a title.",
        "started": "Write a year, or a month and a year: 2019 or March 2019.",
    }
    row = kept(practice)
    assert (row.need, row.started, row.title) == ("Typed", "2001", practice.title)


def test_a_second_tab_is_told_with_both_versions_and_nothing_is_overwritten(author, state_of):
    practice = state_of("draft", need="As it was")
    edit(author, practice, advice="So that a version is kept.")
    first = opened(author, practice, "need")
    second = dict(first)
    autosave(author, practice, first, need="Of the first tab")

    answer = autosave(author, practice, second, need="Of the second tab", result="Mine")

    told = answer.json()
    assert answer.status_code == 409
    assert told["conflicts"] == [
        {"name": "need", "label": "Need", "theirs": "Of the first tab",
         "yours": "Of the second tab"},
    ]  # fmt: skip
    assert (kept(practice).need, kept(practice).result) == ("Of the first tab", practice.result)
    # With both versions seen, the second one may win; the first stays in the history.
    second["revision"] = told["revision"]
    assert autosave(author, practice, second, need="Of the second tab").status_code == 200
    assert kept(practice).need == "Of the second tab"


def test_tabs_on_different_steps_never_meet(author, state_of):
    practice = state_of("draft")
    edit(author, practice, advice="So that a version is kept.")
    story = opened(author, practice, "need")
    takes = opened(author, practice, "fte")
    autosave(author, practice, story, need="Typed here")

    answer = autosave(author, practice, takes, fte="1.5")

    assert answer.status_code == 200
    assert (kept(practice).need, str(kept(practice).fte)) == ("Typed here", "1.50")


def test_in_review_the_words_stand_still(author, state_of, roles):
    practice = state_of("draft")
    data = opened(author, practice, "need")
    actions.submit(practice=practice, by=roles.authorA, now=timezone.now())

    answer = autosave(author, practice, data, need="Too late")

    assert answer.status_code == 409
    assert "Take it back" in answer.json()["detail"]
    assert kept(practice).need == practice.need


def test_only_who_may_edit_saves(client_of, roles, state_of):
    practice = state_of("draft")
    data = opened(client_of(roles.stewardA), practice, "need")
    before = row_of(practice)

    statuses = {
        name: autosave(client_of(user), practice, data, need="Forged").status_code
        for name, user in (
            ("memberA", roles.memberA), ("stewardB", roles.stewardB), ("nobody", None),
        )
    }  # fmt: skip

    assert statuses == {"memberA": 403, "stewardB": 404, "nobody": 403}
    assert row_of(practice) == before
    unknown = client_of(roles.stewardB).post(
        "/practices/draft-0000000000000000/edit/", {**data, "do": "autosave"}
    )
    hidden = autosave(client_of(roles.stewardB), practice, data, need="Forged")
    assert body_of(unknown) == body_of(hidden)


def test_a_form_without_its_version_is_not_believed(author, state_of):
    practice = state_of("draft")

    answer = autosave(author, practice, {}, need="Words")

    assert answer.status_code == 422
    assert "Open this page again" in answer.json()["detail"]
    assert kept(practice).need == practice.need


def test_one_sitting_is_one_line_in_the_history(author, state_of, roles, client_of):
    practice = state_of("draft", need="As it was")
    data = opened(author, practice, "need")
    for number in range(4):
        data["revision"] = autosave(author, practice, data, need=f"Word {number}").json()[
            "revision"
        ]
    of_steward = opened(client_of(roles.stewardA), practice, "need")
    autosave(client_of(roles.stewardA), practice, of_steward, need="Of the steward")

    page = author.get(practice.get_history_url()).content.decode()

    assert page.count("Draft saved") == 2
    assert page.count('scope="row"') == 2  # the author's last, the steward's
    assert "Word 3" in page
    assert "Word 2" not in page


def test_what_others_wrote_comes_into_the_form_so_that_the_next_save_keeps_it(author, state_of):
    practice = state_of("draft")
    edit(author, practice, advice="So that a version is kept.")
    mine = opened(author, practice, "funding")
    autosave(
        author, practice, opened(author, practice, "funding"), leadership="Of the other",
        **{"risks-0-risk": "One", "risks-1-risk": "Two"},
    )  # fmt: skip

    told = autosave(author, practice, mine, funding="Mine").json()

    assert told["changed_by_others"] == [
        "How leadership was won", "What can go wrong, and what helps",
    ]  # fmt: skip
    assert told["fields"]["leadership"] == ["Of the other"]
    assert told["fields"]["risks-1-risk"] == ["Two"]
    shown = {name: values[0] for name, values in told["fields"].items() if values[0]}
    assert set(shown) <= set(mine) - {"funding"}  # the page has a place for each
    mine |= shown
    mine |= {"revision": told["revision"], "funding": "Mine, and more"}
    assert autosave(author, practice, mine, funding="Mine, and more").status_code == 200
    row = kept(practice)
    assert (row.funding, row.leadership) == ("Mine, and more", "Of the other")
    assert [risk["risk"] for risk in row.risks] == ["One", "Two"]
