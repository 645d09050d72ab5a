"""Versions and rounds: what each reader gets to compare."""

from __future__ import annotations

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from practices import actions
from practices.models import Practice

pytestmark = pytest.mark.django_db


def publish_version(practice, roles, days, **words):
    now = timezone.now() + dt.timedelta(days=days)
    actions.save_draft(practice=practice, by=roles.authorA, words=words, now=now)
    actions.submit(practice=practice, by=roles.authorA, now=now, note=f"Note {days}")
    actions.publish(practice=practice, by=roles.stewardA, now=now)


def read(client, url, **query):
    return BeautifulSoup(client.get(url, query).content, "html.parser")


def test_everybody_compares_what_was_live_word_by_word(client, state_of, roles):
    practice = state_of("live", need="Fifty parents waited at night.")
    publish_version(practice, roles, 1, need="Forty parents waited at night.")
    actions.save_draft(
        practice=practice, by=roles.authorA, words={"need": "Hidden."}, now=timezone.now()
    )

    page = read(client, practice.get_history_url())

    assert len(page.select("tbody tr")) == 2
    diff = page.select_one(".word-diff__text")
    assert [removed.get_text() for removed in diff.select("del")] == ["[removed: Fifty] "]
    assert [added.get_text() for added in diff.select("ins")] == ["[added: Forty] "]
    text = page.get_text()
    assert "Hidden." not in text
    assert "Note 1" not in text
    assert str(roles.authorA) not in text


def test_earlier_versions_are_offered_once_there_are_some(client, state_of, roles):
    practice = state_of("live", need="Fifty parents waited at night.")
    history = practice.get_history_url()
    alone = read(client, history)
    assert "There is one version so far" in alone.get_text()
    assert not alone.select("main form")
    assert history not in client.get(practice.get_absolute_url()).content.decode()

    publish_version(practice, roles, 1, need="Forty parents waited at night.")
    assert read(client, practice.get_absolute_url()).select(f'a[href="{history}"]')
    assert len(read(client, history).select('main form input[type="radio"]')) == 4

    # What was taken down is nobody's history: publishing it again begins anew.
    now = timezone.now()
    practice.refresh_from_db()
    actions.take_down(practice=practice, by=roles.stewardA, reason="A name.", now=now)
    actions.submit(practice=practice, by=roles.authorA, now=now)
    actions.publish(practice=practice, by=roles.stewardA, now=now + dt.timedelta(minutes=1))
    assert history not in client.get(practice.get_absolute_url()).content.decode()
    assert "There is one version so far" in read(client, history).get_text()


def test_the_institution_sees_every_version_round_and_step(state_of, roles, client_of):
    practice = state_of("asked", need="Many parents.")
    publish_version(practice, roles, 1, need="Forty parents.")

    page = read(client_of(roles.memberA), practice.get_history_url())

    text = page.get_text(" ", strip=True)
    for words in ("Say how many.", "Note 1", "Draft saved, Authora", "Published, Stewarda"):
        assert words in text
    assert not page.select('button[form^="restore-"]')
    assert read(client_of(roles.authorA), practice.get_history_url()).select(
        'button[form^="restore-"]'
    )


def test_an_author_goes_back_to_earlier_words_from_the_history(state_of, roles, client_of):
    practice = state_of("live", need="First.")
    publish_version(practice, roles, 1, need="Second.")
    client = client_of(roles.authorA)
    page = read(client, practice.get_history_url())
    form = page.select_one('form[id^="restore-"]')

    answer = client.post(form["action"])

    assert answer["Location"] == practice.get_edit_url()
    kept = Practice.objects.get(pk=practice.pk)
    assert (kept.need, kept.newest().need) == ("Second.", "First.")


@pytest.mark.parametrize("asked", [("x", "1"), ("1", ""), ("9" * 30, "1"), ("-1", "²")])
def test_versions_that_nobody_has_are_not_found(client, state_of, asked):
    practice = state_of("live")

    answer = client.get(practice.get_history_url(), {"from": asked[0], "to": asked[1]})

    assert answer.status_code == 404


@pytest.mark.parametrize("versions", [1, 3])
def test_history_takes_the_same_queries_for_any_number_of_versions(
    client, state_of, roles, django_assert_num_queries, versions
):
    practice = state_of("live", need="Same.")
    for number in range(versions):
        publish_version(practice, roles, number + 1, need=f"Version {number}.")

    with django_assert_num_queries(6):
        client.get(practice.get_history_url())


@pytest.mark.parametrize("rounds", [1, 3])
def test_review_takes_the_same_queries_for_any_number_of_rounds(
    state_of, roles, client_of, django_assert_num_queries, rounds
):
    practice = state_of("asked")
    now = timezone.now()
    for number in range(rounds):
        actions.save_draft(
            practice=practice, by=roles.authorA, words={"need": f"{number}"}, now=now
        )
        actions.submit(practice=practice, by=roles.authorA, now=now)
        if number < rounds - 1:
            actions.ask_for_changes(practice=practice, by=roles.stewardA, note="More.", now=now)
    client = client_of(roles.stewardA)

    with django_assert_num_queries(14):
        client.get(f"/practices/{practice.slug}/review/")


def test_a_steward_sees_what_is_new_what_was_said_and_answers(state_of, roles, client_of):
    practice = state_of("asked", need="Many parents waited.")
    now = timezone.now()
    words = {"need": "Forty parents waited."}
    actions.save_draft(practice=practice, by=roles.authorA, words=words, now=now)
    actions.submit(practice=practice, by=roles.authorA, now=now, note="Now with a number.")
    client = client_of(roles.stewardA)
    url = f"/practices/{practice.slug}/review/"

    page = read(client, url)
    text = page.main.get_text(" ", strip=True)
    assert "Now with a number." in text
    assert "What changed since the last round" in text
    assert "Say how many." in text
    assert page.select_one("del").get_text() == "[removed: Many] "
    seen = page.select_one('input[name="seen"]')["value"]

    empty = client.post(f"/practices/{practice.slug}/ask-changes/", {"note": " "})
    assert "so that the author knows what to change" in empty.content.decode()
    assert Practice.objects.get(pk=practice.pk).is_submitted

    answer = client.post(f"/practices/{practice.slug}/publish/", {"seen": seen})
    live = Practice.objects.get(pk=practice.pk)
    assert answer["Location"] == live.get_absolute_url()
    assert live.need == "Forty parents waited."
    again = client.post(f"/practices/{live.slug}/publish/", {"seen": seen})
    assert again["Location"] == live.get_absolute_url()
    assert live.reviews.filter(state="published").count() == 1


def test_the_first_round_shows_the_whole_practice(state_of, roles, client_of):
    practice = state_of("submitted", advice="Ask the night nurses.")

    page = read(client_of(roles.stewardA), f"/practices/{practice.slug}/review/")

    assert "Ask the night nurses." in page.select_one(".practice-preview").get_text()
    assert [form["action"].split("/")[-2] for form in page.select("main form")] == [
        "publish", "plan", "ask-changes",
    ]  # fmt: skip


def test_a_later_round_compares_with_what_is_live_or_with_the_round_before(
    state_of, roles, client_of
):
    practice = state_of("live submitted", advice="Live advice.")
    now = timezone.now()
    actions.ask_for_changes(practice=practice, by=roles.stewardA, note="More.", now=now)
    words = {"advice": "Newest words."}
    actions.save_draft(practice=practice, by=roles.authorA, words=words, now=now)
    actions.submit(practice=practice, by=roles.authorA, now=now)
    client = client_of(roles.stewardA)
    url = f"/practices/{practice.slug}/review/"

    live = read(client, url).select_one(".word-diff__text").get_text()
    last = read(client, url, since="round").select_one(".word-diff__text").get_text()

    assert "[removed: Live advice]" in live
    assert "[removed: Newer]" in last


def test_one_version_offers_nothing_to_compare(state_of, roles, client_of):
    practice = state_of("live")

    page = read(client_of(roles.authorA), practice.get_history_url())
    assert len(page.select("tbody tr")) == 1
    assert page.select("input[type=radio]") == []
    assert [head.text for head in page.select("th[scope=col]")] == ["Version"]

    publish_version(practice, roles, 1, need="Forty parents.")
    page = read(client_of(roles.authorA), practice.get_history_url())
    assert len(page.select("input[type=radio]")) == 4


def test_rounds_count_from_the_first(state_of, roles, client_of):
    practice = state_of("asked")
    publish_version(practice, roles, 1, need="Forty parents.")

    rounds = read(client_of(roles.authorA), practice.get_history_url()).select_one("#rounds + ol")

    assert rounds.has_attr("reversed")
    assert "Note 1" in rounds.select_one("li").text


def test_the_whole_draft_stands_below_the_answer(state_of, roles, client_of):
    practice = state_of("live submitted")

    page = read(client_of(roles.stewardA), f"/practices/{practice.slug}/review/")

    answer, whole = page.select_one(".practice-answer"), page.select_one("#whole")
    assert whole in answer.find_all_next()
    assert "Newer words." in whole.text
