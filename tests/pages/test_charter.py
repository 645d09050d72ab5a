"""Versions of the charter, and what changed between them."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
from bs4 import BeautifulSoup
from django.db import IntegrityError, connection, connections, transaction

from collaborative.core.models import PublicVersion
from collaborative.pages import actions, diff
from collaborative.pages.models import CharterPage, CharterVersion
from tests.factories import UserFactory

ONE = [
    {"heading": "Mission", "body": "We close gaps in health.\n\nWe begin at home."},
    {"heading": "Scope", "body": "Eleven areas:\n\n- within our walls\n- beyond our walls"},
]
TWO = [
    {"heading": "Mission", "body": "We close unfair gaps in health."},
    {"heading": "Scope", "body": "Eleven areas:\n\n- within our walls\n- beyond our walls"},
    {"heading": "How this charter changes", "body": "By a vote of all institutions."},
]


def publish(sections, by, now, note="Why not", **more):
    return actions.publish_charter(sections=sections, note=note, by=by, now=now, **more)


def test_version_is_made_when_words_changed_and_only_then(editor, now):
    first = publish(ONE, editor, now, note="The first")
    assert (first.number, first.note, first.published_by, first.published_at) == (
        1, "The first", editor, now,
    )  # fmt: skip
    page = CharterPage.objects.get()
    page.lead = "Another lead"
    page.save_revision(user=editor).publish()
    assert CharterVersion.objects.count() == 1

    later = now + dt.timedelta(days=1)
    second = publish(TWO, editor, later, note="A vote")
    assert (second.number, second.published_at) == (2, later)
    assert [part["heading"] for part in first.sections] == ["Mission", "Scope"]
    # A draft makes none.
    page = CharterPage.objects.get()
    page.sections = []
    page.save_revision(user=editor)
    assert CharterVersion.objects.count() == 2


def test_note_of_the_last_version_is_not_said_twice(editor, now):
    publish(ONE, editor, now, note="The first")
    assert publish(TWO, editor, now, note="The first").note == ""


def test_version_by_number_is_made_once(editor, now):
    first = publish(ONE, editor, now, number=1)
    assert publish(TWO, editor, now, number=1) == first
    assert CharterVersion.objects.count() == 1
    with pytest.raises(Exception, match="next version is 2"):
        publish(TWO, editor, now, number=3)


def test_version_and_words_and_public_version_stand_or_fall_together(editor, now):
    publish(ONE, editor, now)
    number = PublicVersion.objects.get().number
    with pytest.raises(ZeroDivisionError), transaction.atomic():  # noqa: PT012  one transaction
        publish(TWO, editor, now)
        assert PublicVersion.objects.get().number > number
        raise ZeroDivisionError
    assert CharterVersion.objects.count() == 1
    assert len(CharterPage.objects.get().sections) == 2
    assert PublicVersion.objects.get().number == number


def test_numbers_are_kept_by_the_database(editor, now):
    first = publish(ONE, editor, now)
    with pytest.raises(IntegrityError), transaction.atomic():
        CharterVersion.objects.create(
            page=first.page, number=1, published_at=now, sections=first.sections
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        CharterVersion.objects.create(page=first.page, number=0, published_at=now, sections=[])


def test_two_publishes_at_once_take_two_numbers(django_db_blocker, django_db_setup, now):
    """Truly two connections, so nothing here is rolled back: what is made is taken away again."""
    with django_db_blocker.unblock():
        before = CharterPage.objects.get()
        kept = {"sections": before.sections.get_prep_value(), "note": before.version_note}
        start = threading.Barrier(2)
        failures = []

        def write(words):
            try:
                start.wait(5)
                publish([{"heading": "Mission", "body": words}], None, now)
            except Exception as error:  # noqa: BLE001  told by the assertion below
                failures.append(error)
            finally:
                connections.close_all()

        try:
            threads = [threading.Thread(target=write, args=(f"Words {n}",)) for n in range(2)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join(20)
            assert failures == []
            numbers = CharterVersion.objects.order_by("number").values_list("number", flat=True)
            assert list(numbers) == [1, 2]
        finally:
            CharterVersion.objects.all().delete()
            page = CharterPage.objects.get()
            page.revisions.all().delete()
            CharterPage.objects.filter(pk=page.pk).update(
                sections=kept["sections"], version_note=kept["note"], live_revision=None,
                latest_revision=None,
            )  # fmt: skip
            connection.close()


def test_public_reads_the_charter_and_its_versions(editor, now, client):
    publish(ONE, editor, now)
    publish(TWO, editor, now, note="All institutions voted")
    charter = client.get("/charter/").content.decode()
    assert "We close unfair gaps" in charter
    assert "We begin at home" not in charter
    assert "All institutions voted" in charter
    old = client.get("/charter/versions/1/").content.decode()
    assert "We begin at home" in old
    assert "This is an older version" in old
    assert client.get("/charter/versions/2/").status_code == 200
    for number in ("0", "3", "9" * 30, "9" * 5000, "x"):
        assert client.get(f"/charter/versions/{number}/").status_code == 404


def test_changes_say_in_words_what_came_and_went(editor, now, client):
    publish(ONE, editor, now)
    publish(TWO, editor, now)
    page = BeautifulSoup(client.get("/charter/changes/").content, "html.parser")
    changed = page.find(class_="charter")
    added = [ins.get_text(" ", strip=True) for ins in changed.find_all("ins")]
    removed = [gone.get_text(" ", strip=True) for gone in changed.find_all("del")]
    assert added == [
        "[added: unfair ]",
        "[added: How this charter changes ]",
        "[added: By a vote of all institutions. ]",
    ]
    assert removed == ["[removed: We begin at home. ]"]
    assert "New section" in changed.get_text()
    assert "Unchanged" in changed.get_text()

    publish(ONE, editor, now)
    gone = client.get("/charter/changes/", {"from": "2", "to": "3"}).content.decode()
    assert "Section taken out" in gone
    for query in ({"from": "7"}, {"to": "x"}, {"from": "9" * 5000}):
        assert client.get("/charter/changes/", query).status_code == 404


def test_changes_over_several_versions_give_every_reason_in_order(editor, now, client):
    for words, note in ((ONE, "A first one."), (TWO, "Fairness was missing."), (ONE, ""),
                        (TWO, "Said again.")):  # fmt: skip
        publish(words, editor, now, note=note)
    page = BeautifulSoup(
        client.get("/charter/changes/", {"from": "1", "to": "4"}).content, "html.parser"
    )
    reasons = [one.get_text() for one in page.find(class_="diff__reasons").find_all("li")]
    assert [reason.partition(": ")[2] for reason in reasons] == [
        "Fairness was missing.", "Said again.",
    ]  # fmt: skip
    assert reasons[0].startswith("Version 2, ")
    assert "A first one." not in page.main.find(class_="with-aside__main").get_text()


def test_changes_run_from_older_to_newer_and_say_when_asked_otherwise(editor, now, client):
    publish(ONE, editor, now)
    publish(TWO, editor, now)
    asked = client.get("/charter/changes/", {"from": "1", "to": "2"})
    turned = client.get("/charter/changes/", {"from": "2", "to": "1"})
    pages = [BeautifulSoup(answer.content, "html.parser") for answer in (asked, turned)]
    assert pages[0].find(class_="charter") == pages[1].find(class_="charter")
    assert "You chose the newer version first." not in pages[0].get_text()
    assert "You chose the newer version first." in pages[1].get_text()
    chosen = [[one["value"] for one in page.select("option[selected]")] for page in pages]
    assert chosen == [["1", "2"], ["1", "2"]]


def test_changes_fold_what_stayed_as_it_was(editor, now, client):
    publish(ONE, editor, now)
    publish([*ONE, TWO[2]], editor, now)
    page = BeautifulSoup(client.get("/charter/changes/").content, "html.parser")
    folded = [one.h2.get_text() for one in page.find_all("details", class_="diff__part")]
    assert folded == [section["heading"] for section in ONE]
    assert "open" not in page.find("details", class_="diff__part").attrs
    assert page.find("section", class_="diff__part--added").h2.ins


def test_the_same_version_twice_is_said_so(editor, now, client):
    publish(ONE, editor, now)
    publish(TWO, editor, now)
    same = client.get("/charter/changes/", {"from": "2", "to": "2"}).content.decode()
    assert "You chose the same version twice." in same
    assert "Nothing to compare yet" not in same
    assert "Nothing to compare yet" not in client.get("/charter/changes/").content.decode()


def test_changes_before_there_are_two_versions(editor, now, client):
    assert "Nothing to compare yet" in client.get("/charter/changes/").content.decode()
    publish(ONE, editor, now)
    assert "Nothing to compare yet" in client.get("/charter/changes/").content.decode()


def test_comparison_shows_markup_as_words():
    parts = diff.compare(
        [{"heading": "<b>Old</b>", "html": "<p>a &lt;script&gt; b</p>"}],
        [{"heading": "<b>Old</b>", "html": "<p>a &lt;script&gt;alert(1) b</p>"}],
    )
    html = "".join(block.html for part in parts for block in [part.heading, *part.blocks])
    assert "<script" not in html
    assert "<b>" not in html
    assert "&lt;script&gt;" in html


def test_comparison_finds_moved_and_renamed_sections():
    old = [{"heading": h, "html": f"<p>About {h}.</p>"} for h in ("One", "Two", "How we work")]
    new = [
        {"heading": h, "html": f"<p>About {h}.</p>"}
        for h in ("Two", "How we work together", "Four")
    ]
    parts = diff.compare(old, new)
    assert [part.kind for part in parts] == ["removed", "same", "same", "added"]
    assert diff.compare(old, old)[0].is_same


def test_number_of_queries_is_the_same_with_one_and_three_versions(
    client, editor, now, settings, django_assert_num_queries
):
    settings.PUBLIC_CACHE_BYTES = 0
    publish(ONE, editor, now)
    client.get("/charter/")
    with django_assert_num_queries(7):
        client.get("/charter/")
    publish(TWO, UserFactory(), now)
    publish(ONE, UserFactory(), now)
    with django_assert_num_queries(7):
        client.get("/charter/")
    with django_assert_num_queries(7):
        client.get("/charter/changes/")
