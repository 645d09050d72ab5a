"""A word that stands only in a draft is read by its own institution and by nobody else."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from collaborative.core.uploads import check_upload
from practices import actions, queries
from practices.models import Practice
from tests.factories import published_practice

pytestmark = pytest.mark.django_db
TOKEN = "zanzibarquokka"
OUTSIDE = ("anon", "nomember", "memberB", "stewardB", "exA", "inactive", "coord")
INSIDE = ("memberA", "authorA", "stewardA", "siteadmin")
DOORS = ("", "draft/", "edit/", "history/", "review/", "take-down/", "delete/")


@pytest.fixture
def drafts(roles, state_of):
    """A draft that was never live, and a newer draft of a live practice, full of the token."""
    found = []
    for state in ("draft", "live"):
        practice = state_of(state)
        now = timezone.now()
        kept = actions.attach_file(
            practice=practice,
            upload=check_upload(SimpleUploadedFile(f"{TOKEN}.txt", f"{TOKEN} inside".encode())),
            description=f"A {TOKEN}",
            by=roles.authorA,
            now=now,
        )
        words = {
            "title": f"Title {TOKEN}", "need": f"Need {TOKEN}", "tags": [TOKEN, "interpreters"],
            "advice": f"Advice {TOKEN}", "file_ids": [kept.pk],
        }  # fmt: skip
        actions.save_draft(practice=practice, by=roles.authorA, words=words, now=now)
        found.append(Practice.objects.get(pk=practice.pk))
    return found


@pytest.mark.parametrize("name", OUTSIDE)
def test_nobody_outside_reads_a_byte_of_a_draft(name, drafts, roles, client_of):
    client = client_of(getattr(roles, name))
    for practice in drafts:
        kept = practice.files.get()
        for door in (*DOORS, f"files/{kept.pk}/"):
            answer = client.get(f"/practices/{practice.slug}/{door}")
            held = answer.content + str(answer.headers).encode()
            assert TOKEN.encode() not in held.lower(), door
    share = client.get("/practices/share/")
    assert TOKEN.encode() not in share.content


@pytest.mark.parametrize("name", INSIDE)
def test_its_own_people_read_it(name, drafts, roles, client_of):
    client = client_of(getattr(roles, name))
    hidden, live = drafts
    for practice, door in (
        (hidden, ""),
        (live, "draft/"),
        (hidden, "history/"),
        (live, "history/"),
    ):
        assert TOKEN in client.get(f"/practices/{practice.slug}/{door}").content.decode(), door
    for practice in drafts:
        answer = client.get(f"/practices/{practice.slug}/files/{practice.files.get().pk}/")
        assert b"".join(answer.streaming_content) == f"{TOKEN} inside".encode()


def test_tags_of_drafts_are_nobodys_suggestion(drafts, roles, client_of):
    published_practice(tags=["Doulas"], institution=roles.b)
    other = client_of(roles.stewardB)
    other.post("/practices/share/", {"title": "Of B"})
    of_b = Practice.objects.get(title="Of B")

    page = other.get(of_b.get_step_url("fit")).content.decode()

    assert "Doulas" in page
    assert TOKEN not in page
    assert set(queries.tags_in_use()) == {"Doulas", "interpreters"}
    assert queries.spelled_as_in_use(["doulas", TOKEN.upper()]) == ["Doulas", TOKEN.upper()]


def test_the_row_of_a_live_practice_holds_no_newer_word(drafts):
    live = Practice.objects.filter(pk=drafts[1].pk).values().get()

    assert all(TOKEN not in str(value) for value in live.values())


def test_a_coordinator_reads_a_draft_only_while_it_is_submitted(drafts, roles, client_of):
    hidden = drafts[0]
    client = client_of(roles.coord)
    url = f"/practices/{hidden.slug}/"
    file_url = f"{url}files/{hidden.files.get().pk}/"
    actions.submit(practice=hidden, by=roles.authorA, now=timezone.now())

    page = client.get(url)
    assert f"Need {TOKEN}" in page.content.decode()
    assert f"{TOKEN}.txt" not in page.content.decode()
    assert client.get(file_url).status_code == 404
    assert client.get(f"{url}history/").status_code == 404

    actions.take_back(practice=hidden, by=roles.authorA, now=timezone.now())
    assert client.get(url).status_code == 404


def test_words_that_were_taken_down_stay_out_of_the_public_history(roles, state_of, client):
    practice = state_of("draft", need=f"A name: {TOKEN}")
    now = timezone.now()
    actions.submit(practice=practice, by=roles.authorA, now=now)
    actions.publish(practice=practice, by=roles.stewardA, now=now)
    first = Practice.objects.get(pk=practice.pk).live_revision_id
    history = practice.get_history_url()
    assert str(first) in client.get(history).content.decode()
    actions.take_down(practice=practice, by=roles.coord, reason="A name.", now=timezone.now())
    for need in ("No name.", "No name at all."):
        now = timezone.now()
        actions.save_draft(practice=practice, by=roles.authorA, words={"need": need}, now=now)
        actions.submit(practice=practice, by=roles.authorA, now=now)
        actions.publish(practice=practice, by=roles.stewardA, now=now)
    newest = Practice.objects.get(pk=practice.pk).live_revision_id

    page = client.get(practice.get_history_url())
    forged = client.get(practice.get_history_url(), {"from": first, "to": newest})

    assert TOKEN not in page.content.decode()
    assert "at all" in page.content.decode()
    assert forged.status_code == 404
