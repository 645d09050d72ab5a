"""Versions and rounds: what each reader gets to compare."""

from __future__ import annotations

import datetime as dt
import sys

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


SMALL = {"measure": "Fell on the ward", "group": "Patients over 90", "baseline": "4of7",
         "follow_up": "2of7", "people": "7"}  # fmt: skip
LARGE = SMALL | {"baseline": "41 of 73", "follow_up": "22 of 73", "people": "73"}


def test_figures_of_few_people_are_the_institutions_alone(client, state_of, roles, client_of):
    practice = state_of("live", measures=[LARGE])
    publish_version(practice, roles, 1, measures=[SMALL])
    publish_version(practice, roles, 2, measures=[SMALL | {"follow_up": "1of7"}])
    url = practice.get_history_url()
    versions = [one["value"] for one in read(client, url).select('input[name="to"]')]
    newest, small, large = versions

    for reader in (client, client_of(roles.memberB), client_of(roles.coord)):
        text = read(reader, url, **{"from": large, "to": small}).main.get_text()
        assert "41 of 73" in text
        assert "Too few people to show safely" in text
        assert "of7" not in text
        assert "added: 7]" not in text
        assert "The words are the same." in read(reader, url, **{"from": small, "to": newest}).text
    said = read(client, practice.get_absolute_url()).select_one("#versions + ul").get_text()
    assert said.count("What you measured") == 1
    inside = read(client_of(roles.memberA), url, **{"from": small, "to": newest}).main.get_text()
    assert "1of7" in inside


def test_what_co_publishers_compare_hides_figures_of_few_people(state_of, roles, client_of):
    practice = state_of("live", measures=[LARGE])
    now = timezone.now()
    line = actions.invite_institution(
        practice=practice, institution=roles.b, note="", by=roles.authorA, now=now
    )
    words = {"measures": [SMALL]}
    actions.save_draft(practice=practice, by=roles.authorA, words=words, now=now)
    actions.submit(practice=practice, by=roles.authorA, now=now)
    url = line.get_absolute_url()

    def diff_of(user):
        return read(client_of(user), url).select_one(".word-diff").get_text()

    assert "Too few people to show safely" in diff_of(roles.stewardB)
    assert "of7" not in diff_of(roles.stewardB)
    assert "4of7" in diff_of(roles.stewardA)


def test_figures_of_few_people_are_in_no_search(state_of, client, client_of, roles):
    practice = state_of("live", measures=[SMALL | {"baseline": "quokka9", "measure": "Wombat"}])

    def found(reader, words):
        return practice.title in reader.get("/practices/", {"q": words}).content.decode()

    for reader in (client, client_of(roles.memberA)):
        assert found(reader, "wombat")
        assert not found(reader, "quokka9")
        assert not found(reader, "safely")


def test_many_saves_hide_no_version_that_somebody_read(state_of, roles, client_of, monkeypatch):
    """What was live, what a steward read and what is compared stays, however much was saved."""
    limits = sys.modules["practices.queries.history"]
    monkeypatch.setattr(limits, "MOST_READ", 8)
    monkeypatch.setattr(limits, "MOST_VERSIONS", 3)
    practice = state_of("asked", need="What the steward read.")
    publish_version(practice, roles, 1, need="What was live first.")
    publish_version(practice, roles, 2, need="What is live.")
    first, second = practice.reviews.filter(state="published").order_by("pk")
    asked = practice.reviews.get(state="changes_asked")
    words = {"need": "Kept with the button."}
    actions.save_draft(practice=practice, by=roles.authorA, words=words, now=timezone.now())
    by_hand = practice.newest().latest_revision_id
    now = timezone.now() + dt.timedelta(days=3)
    for number in range(12):
        actions.save_draft(
            practice=practice, by=roles.authorA, words={"need": f"Try {number}."},
            now=now + dt.timedelta(minutes=number), by_itself=True,
        )  # fmt: skip
    actions.submit(practice=practice, by=roles.authorA, now=now + dt.timedelta(days=1))

    page = read(client_of(roles.memberA), practice.get_history_url())
    shown = [int(one["value"]) for one in page.select('input[name="from"]')]
    assert shown == sorted(shown, reverse=True)
    assert {asked.revision_id, first.revision_id, second.revision_id, by_hand} <= set(shown)
    url = f"/practices/{practice.slug}/review/"
    steward = client_of(roles.stewardA)
    for since in ("live", "round"):
        diff = read(steward, url, since=since).select_one(".word-diff__text")
        assert diff is not None, since
        assert "[removed: What is live]" in diff.get_text(), since


def test_a_version_of_a_citation_is_found_in_the_history(client, state_of, roles, client_of):
    practice = state_of("live", need="First.")
    now = timezone.now()
    actions.take_down(practice=practice, by=roles.stewardA, reason="A name.", now=now)
    practice.refresh_from_db()
    publish_version(practice, roles, 1, need="Second.")
    publish_version(practice, roles, 2, need="Third.")
    actions.save_draft(practice=practice, by=roles.authorA, words={"need": "New."}, now=now)

    page = read(client, practice.get_history_url())
    heads = [head.get_text(" ", strip=True) for head in page.select("tbody th")]
    assert [head.split(",")[0] for head in heads] == ["Version 3", "Version 2"]
    labels = [label.get_text(" ", strip=True) for label in page.select("tbody label")]
    assert labels[:2] == ["From Compare from version 3", "To Compare to version 3"]
    assert "From version 2, published" in page.main.get_text()
    assert "version 3)" in read(client, practice.get_absolute_url()).select_one(
        ".practice-cite").get_text()  # fmt: skip

    inside = read(client_of(roles.memberA), practice.get_history_url())
    heads = [head.get_text(" ", strip=True) for head in inside.select("tbody th")]
    assert [head.split(",")[0].split(" of ")[0] for head in heads] == [
        "Draft", "Version 3", "Version 2", "Version 1",
    ]  # fmt: skip
    assert "Compare from the draft of" in inside.get_text(" ", strip=True)


def test_words_that_came_back_have_the_number_that_readers_know(client, state_of, roles, client_of):
    practice = state_of("live", need="First.")
    now = timezone.now()
    actions.take_down(practice=practice, by=roles.stewardA, reason="A slip.", now=now)
    practice.refresh_from_db()
    actions.submit(practice=practice, by=roles.authorA, now=now)
    actions.publish(practice=practice, by=roles.stewardA, now=now + dt.timedelta(minutes=1))

    for reader in (client, client_of(roles.memberA)):
        assert "ersion 2, published" in read(reader, practice.get_history_url()).main.get_text()


def test_the_page_says_when_it_was_published_updated_and_that_a_steward_read_it(
    client, state_of, roles
):
    practice = state_of("live", need="First.")

    def facts():
        page = read(client, practice.get_absolute_url())
        return {
            line.dt.get_text(): line.dd.get_text() for line in page.select(".practice-facts > div")
        }

    said = facts()
    assert said["Published"].endswith(f"A steward of {roles.a.name} reviewed it.")
    assert "Updated" not in said
    publish_version(practice, roles, 40, need="Second.")
    day = timezone.localtime(timezone.now() + dt.timedelta(days=40))
    assert facts()["Updated"] == f"{day:%B} {day.day}, {day:%Y} (version 2)"
    assert facts()["Published"] == said["Published"]
    assert str(roles.stewardA) not in client.get(practice.get_absolute_url()).content.decode()
