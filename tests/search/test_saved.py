"""Searches that people save: each for themself, found again, changed, removed."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from collaborative.search import actions, saved_queries
from collaborative.search.models import LookedUpTo, SavedSearch, SavedSearchHit, WatchedSearch
from collaborative.search.params import SearchQuery
from tests.factories import PracticeFactory, published_practice, saved_search

pytestmark = pytest.mark.django_db
LATER = timezone.now()
NOW = LATER - dt.timedelta(hours=1)


def save(client, params, **words):
    return client.post(f"/searches/save/?{params}", {"name": "Mine", "tells": "digest", **words})


def test_what_is_on_the_page_is_saved_under_a_name_and_found_again(roles, client_of):
    published_practice(institution=roles.a, title="Interpreters at night")
    client = client_of(roles.nomember)
    page = client.get("/practices/?sort=title&q=interpreter&scope=language-access").content.decode()
    assert 'action="/searches/save/?q=interpreter&amp;scope=language-access"' in page
    assert 'value="interpreter, Language access"' in page

    answer = save(client, "sort=title&q=interpreter&scope=language-access", name="Nights")

    assert answer["Location"] == "/searches/"
    row = SavedSearch.objects.get(owner=roles.nomember)
    assert (row.name, row.watched.params) == ("Nights", "q=interpreter&scope=language-access")
    listed = client.get("/searches/").content.decode()
    for words in ("Nights", "“interpreter”", "Language access", "Finds 1 practice now"):
        assert words in listed
    # Without an account nothing is offered, and nothing is to be saved where nothing is asked.
    assert (
        "/searches/save/" not in client_of(None).get("/practices/?q=interpreter").content.decode()
    )
    assert "/searches/save/" not in client.get("/practices/").content.decode()


def test_the_same_is_saved_once_and_a_name_is_one_searchs(roles, client_of):
    client = client_of(roles.memberA)
    save(client, "q=interpreter", name="Nights")
    for params, name, said in (
        ("q=interpreter", "Other", "You saved this search already, as “Nights”."),
        ("q=rides", "nights", "Another search of yours is called “nights”."),
        ("", "Nothing", "this search finds everything"),
        (f"q=a&{'&'.join(f'tag={n:0100d}' for n in range(30))}", "Long", "more choices than"),
    ):
        answer = save(client, params, name=name)
        assert answer.status_code == 409
        assert said in answer.content.decode()
        assert f'value="{name}"' in answer.content.decode() or not params
    assert save(client, "q=rides", name="").status_code == 400
    assert save(client, "q=rides", tells="loudly").status_code == 400
    assert save(client_of(roles.memberB), "q=interpreter", name="Nights").status_code == 302
    # Looked at once for both.
    assert WatchedSearch.objects.count() == 1
    assert SavedSearch.objects.count() == 2


def test_fifty_are_the_most(roles, client_of, monkeypatch):
    monkeypatch.setattr(actions.saving, "MOST_SAVED", 2)
    client = client_of(roles.memberA)
    assert [save(client, f"q=word{n}", name=f"{n}").status_code for n in range(3)] == [
        302, 302, 409,
    ]  # fmt: skip
    assert actions.MOST_SAVED == 50


def test_one_changes_and_removes_ones_own_and_nobody_elses(roles, client_of):
    mine = saved_search(roles.memberA, name="Mine", now=NOW)
    others = saved_search(roles.memberB, name="Theirs", now=NOW)
    client = client_of(roles.memberA)

    for door in ("", "seen/", "remove/"):
        for visit in (client.get, client.post):
            unknown = visit(f"/searches/999999/{door}")
            hidden = visit(f"/searches/{others.pk}/{door}")
            assert hidden.status_code == unknown.status_code
            assert hidden.status_code in {404, 405}
    words = {"name": "Renamed", "tells": "not"}
    assert client.post(f"/searches/{mine.pk}/", words).status_code == 302
    mine.refresh_from_db()
    assert (mine.name, mine.tells) == ("Renamed", "not")
    assert "goes from your list" in client.get(f"/searches/{mine.pk}/remove/").content.decode()
    assert client.post(f"/searches/{mine.pk}/remove/").status_code == 302
    assert list(SavedSearch.objects.all()) == [others]
    assert WatchedSearch.objects.count() == 1
    client_of(roles.memberB).post(f"/searches/{others.pk}/remove/")
    assert WatchedSearch.objects.count() == 0
    # Neither the site administrator nor a coordinator reads them.
    for who in (roles.siteadmin, roles.coord):
        assert list(SavedSearch.objects.visible_to(who)) == []
    assert list(SavedSearch.objects.visible_to(roles.anon)) == []


def test_what_came_since_one_looked_is_new_until_one_has_seen_it(roles, client_of):
    saved = saved_search(roles.memberA, name="Nights", tells="not", now=NOW)
    practice = published_practice(institution=roles.b, title="Interpreters at night", now=NOW)
    hidden = PracticeFactory(institution=roles.a, title="Interpreters, a draft of mine")
    actions.look(now=LATER)
    client = client_of(roles.memberA)

    page = client.get("/searches/").content.decode()
    assert "1 new" in page
    # The number counts as the page would: with the own institution's drafts.
    assert "Finds 2 practices now" in page
    page = client.get(f"/searches/{saved.pk}/").content.decode()
    assert practice.title in page
    assert hidden.title not in page
    client.post(f"/searches/{saved.pk}/seen/")
    assert "1 new" not in client.get("/searches/").content.decode()
    assert practice.title not in client.get(f"/searches/{saved.pk}/").content.decode()


def test_words_come_back_after_a_session_ended(roles, client_of):
    client = client_of(roles.memberA)
    client.handler.enforce_csrf_checks = True
    answer = client.post(
        "/searches/save/?q=rides", {"name": "Typed before", "tells": "digest"},
        headers={"Origin": "http://testserver"},
    )  # fmt: skip
    assert answer.status_code == 403
    assert 'value="Typed before"' in answer.content.decode()
    assert SavedSearch.objects.count() == 0


def test_the_database_holds_what_is_said(roles):
    saved = saved_search(roles.memberA, name="Nights", now=NOW)
    practice = published_practice(institution=roles.a, now=NOW)
    hit = SavedSearchHit.objects.create(saved=saved, practice=practice, found_at=NOW)
    other = WatchedSearch.objects.create(params="q=other")
    right = {"owner": roles.memberA, "watched": other, "created_at": NOW, "seen_at": NOW}
    for make, name in (
        (lambda: WatchedSearch.objects.create(params=""), "asks_something"),
        (lambda: SavedSearch.objects.create(**right, name=""), "has_a_name"),
        (lambda: SavedSearch.objects.create(**right, name="NIGHTS"), "name_of_its_own"),
        (lambda: SavedSearch.objects.create(**right, name="x", tells="loudly"), "telling_is_known"),
        (lambda: SavedSearch.objects.create(**(right | {"watched": saved.watched}), name="x"),
         "once_per_person"),
        (lambda: SavedSearchHit.objects.create(saved=saved, practice=practice, found_at=NOW),
         "finds_a_practice_once"),
        (lambda: SavedSearchHit.objects.filter(pk=hit.pk).update(told_at=NOW - dt.timedelta(1)),
         "told_after_it_is_found"),
        (lambda: LookedUpTo.objects.create(pk=2, transaction=1), "is_one_row"),
    ):  # fmt: skip
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            make()
    SavedSearch.objects.create(**right, name="Days", tells="digest")
    SavedSearchHit.objects.filter(pk=hit.pk).update(told_at=LATER)
    LookedUpTo.objects.create(pk=1, transaction=1)


def test_a_search_that_cannot_be_understood_is_kept_as_it_stands(roles, client_of):
    """Bad input: saved or refused with a sentence, never an error."""
    client = client_of(roles.memberA)
    for number, params in enumerate((
        'q="', "q=-", "q=%00", "q=the", "scope=nowhere", "sort=title", f"q={'x' * 100_000}",
        "q=%E2%80%AE", "&".join(f"scope=s{n}" for n in range(500)),
    )):  # fmt: skip
        answer = save(client, params, name=f"N{number}")
        assert answer.status_code in {302, 400, 409}, params
    assert client.get("/searches/").status_code == 200
    actions.look(now=LATER)


def test_known_matches_are_the_publics(roles):
    PracticeFactory(institution=roles.a, title="Interpreters, a draft")
    live = published_practice(institution=roles.a, title="Interpreters at night", now=NOW)
    query = SearchQuery(words="interpreter")
    assert list(saved_queries.public_matches(query)) == [live.pk]
