"""Ended and withdrawn: nothing is taken from under its readers, and the lists are honest."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.utils import timezone

from collaborative.core.models import PublicVersion
from practices import actions, permissions
from practices.models import Practice

from .conftest import row_of

pytestmark = pytest.mark.django_db
EVERYBODY = (
    "anon", "nomember", "memberB", "stewardB", "memberA", "authorA", "stewardA", "coord",
    "exA", "inactive", "siteadmin",
)  # fmt: skip


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def gone(state_of, roles, now):
    practice = state_of("live with draft", title="Zebra crossing", need="Parents waited.")
    actions.withdraw(practice=practice, by=roles.stewardA, reason="It did not hold.", now=now)
    return Practice.objects.get(pk=practice.pk)


def page(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, address
    return BeautifulSoup(answer.content, "html.parser")


def test_what_ended_stays_labelled_findable_and_asks_nobody_any_more(
    state_of, roles, client_of, now, django_capture_on_commit_callbacks
):
    practice = state_of("live", title="Zebra crossing")
    version = PublicVersion.objects.get(pk=1).number
    mail.outbox.clear()

    form = {"reason": "The grant ran out.", "followed_by": "A phone line took over."}
    with django_capture_on_commit_callbacks(execute=True):
        answer = client_of(roles.stewardA).post(f"/practices/{practice.slug}/end/", form)

    assert answer["Location"] == practice.get_absolute_url()
    ended = Practice.objects.get(pk=practice.pk)
    assert (ended.live, ended.stage, ended.review_by) == (True, "ended", None)
    label = page(client_of(None), ended.get_absolute_url()).select_one(".practice-label")
    for words in ("This practice has ended", "The grant ran out.", "A phone line took over."):
        assert words in label.get_text(" ", strip=True)
    [card] = page(client_of(None), "/practices/?q=zebra&stage=ended").select(".practice-card")
    assert "Ended" in card.select_one(".practice-card__label").text
    assert page(client_of(None), "/practices/?q=phone+line").select(".practice-card")
    told = client_of(None).get(f"/api/v1/practices/{ended.slug}").json()
    assert (told["ended_reason"], told["followed_by"], told["review_by"]) == (
        "The grant ran out.", "A phone line took over.", None,
    )  # fmt: skip
    assert PublicVersion.objects.get(pk=1).number == version + 1
    assert [(one.to, one.subject) for one in mail.outbox] == [
        ([roles.authorA.email], "Ended: “Zebra crossing”")
    ]
    # The end is a version of its own, and can be compared.
    history = page(client_of(None), ended.get_history_url()).get_text(" ", strip=True)
    assert "what followed?" in history
    with pytest.raises(actions.CannotEnd):
        actions.end(practice=ended, by=roles.stewardA, reason="Again.", now=now)


def test_a_newer_draft_gets_the_same_end_and_goes_on_waiting(state_of, roles, now):
    practice = state_of("live with draft")

    actions.end(practice=practice, by=roles.stewardA, reason="No money.", now=now)

    row = Practice.objects.get(pk=practice.pk)
    assert row.has_newer_draft
    assert (row.advice, row.stage) == ("", "ended")
    newest = row.newest()
    assert (newest.advice, newest.stage, newest.ended_reason) == (
        "Newer words.", "ended", "No money.",
    )  # fmt: skip
    assert row.live_revision_id != row.latest_revision_id


def test_a_withdrawn_practice_is_read_at_its_address_by_everybody(gone, roles, client_of):
    for name in EVERYBODY:
        user = getattr(roles, name)
        shown = page(client_of(user), gone.get_absolute_url())
        assert "Withdrawn by its institution" in shown.main.get_text(" ", strip=True)
        assert "It did not hold." in shown.main.get_text(" ", strip=True)
        assert "Parents waited." in shown.main.get_text(" ", strip=True)
        assert "Newer words." not in shown.main.get_text(" ", strip=True), name
        assert shown.select_one('meta[name="robots"]')["content"] == "noindex"
        assert page(client_of(user), gone.get_history_url())
        person = user or AnonymousUser()
        found = Practice.objects.readable_by(person).filter(pk=gone.pk).exists()
        assert found is permissions.user_can_read(person, gone) is True


def test_a_withdrawn_practice_is_in_no_list_and_no_count(gone, roles, client_of):
    nobody = client_of(None)
    for address in ("/", "/practices/", "/practices/?q=zebra", "/feeds/practices.atom",
                    "/sitemap.xml", "/api/v1/practices", "/institutions/"):  # fmt: skip
        held = nobody.get(address).content.decode()
        assert gone.title not in held, address
        assert gone.slug not in held, address
    assert nobody.get("/api/v1/practices?q=zebra").json()["count"] == 0
    areas = nobody.get("/api/v1/scope-areas").json()["results"]
    assert {area["count"] for area in areas} == {0}
    assert list(Practice.objects.visible_to(roles.memberB)) == []
    answer = nobody.get(f"/api/v1/practices/{gone.slug}")
    assert answer.status_code == 410
    assert "It did not hold." in answer.json()["detail"]
    own = page(client_of(roles.memberA), "/practices/?q=zebra").get_text(" ", strip=True)
    assert "In no public list" in own


def test_a_withdrawn_practice_stands_still_until_it_is_brought_back(gone, roles, client_of, now):
    before = row_of(gone)
    author, steward = {"by": roles.authorA, "now": now}, {"by": roles.stewardA, "now": now}
    for act in (
        lambda: actions.save_draft(practice=gone, words={"need": "Other."}, **author),
        lambda: actions.submit(practice=gone, **author),
        lambda: actions.publish(practice=gone, **steward),
        lambda: actions.delete_draft(practice=gone, **author),
        lambda: actions.end(practice=gone, reason="No.", **steward),
        lambda: actions.verify(practice=gone, **author),
        lambda: actions.withdraw(practice=gone, reason="Again.", **steward),
    ):
        with pytest.raises(actions.Refused):
            act()
    assert row_of(gone) == before
    assert "Go on writing" not in client_of(roles.authorA).get("/desk/").content.decode()

    answer = client_of(roles.stewardA).post(f"/practices/{gone.slug}/bring-back/")

    back = Practice.objects.get(pk=gone.pk)
    assert answer["Location"] == back.get_absolute_url()
    assert (back.live, back.withdrawn_reason, back.verified_by) == (True, "", roles.stewardA)
    assert back.newest().advice == "Newer words."
    assert page(client_of(None), "/practices/?q=zebra").select(".practice-card")


def test_what_was_withdrawn_can_still_be_taken_down_at_once(gone, roles, client_of):
    nobody = client_of(None)
    assert nobody.get(gone.get_absolute_url()).status_code == 200

    client_of(roles.coord).post(f"/practices/{gone.slug}/take-down/", {"reason": "A name."})

    hidden = Practice.objects.get(pk=gone.pk)
    assert (hidden.is_public, hidden.is_taken_down, hidden.withdrawn_reason) == (False, True, "")
    assert (hidden.body_html, hidden.newest().advice) == ("", "Newer words.")
    assert nobody.get(gone.get_absolute_url()).status_code == 404


def test_newer_words_are_answered_first(state_of, roles, client_of, now):
    practice = state_of("live submitted")
    before = row_of(practice)
    for act in (actions.end, actions.withdraw):
        with pytest.raises(actions.Refused, match="Answer them first"):
            act(practice=practice, by=roles.stewardA, reason="No.", now=now)
    answer = client_of(roles.stewardA).post(
        f"/practices/{practice.slug}/withdraw/", {"reason": "It did not hold."}
    )
    assert answer.status_code == 409
    assert row_of(practice) == before


def test_an_end_needs_its_reason(state_of, roles, client_of):
    practice = state_of("live")
    client = client_of(roles.stewardA)
    for door, words in (("end", "it helps others most"), ("withdraw", "relied on it read this")):
        answer = client.post(f"/practices/{practice.slug}/{door}/", {"reason": "  "})
        assert words in answer.content.decode()
    assert Practice.objects.get(pk=practice.pk).stage != "ended"
    for door in ("end", "withdraw"):
        assert client.get(f"/practices/{state_of('draft').slug}/{door}/").status_code == 409
