"""The entry of a practice: written with its row, with nothing that its readers may not read."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from collaborative.core.middleware.public_cache import read_version
from collaborative.search import entries, queries, receivers
from collaborative.search.models import Change, Entry, Word
from collaborative.search.params import SearchQuery
from practices import actions
from practices.models import Practice
from tests.factories import InstitutionFactory
from tests.factories.practices import PracticeFactory, adopted, published_practice

pytestmark = pytest.mark.django_db

NOBODY = AnonymousUser()


def save(practice, by, **words):
    kept = {name: getattr(practice, name) for name in practice.CONTENT_FIELDS}
    return actions.save_draft(
        practice=practice, institution=practice.institution, by=by, words=kept | words,
        now=timezone.now(),
    )  # fmt: skip


def take_down(practice, by):
    actions.take_down(practice=practice, by=by, reason="A mistake.", now=timezone.now())


def held(practice):
    """Everything in the entry, as one text."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT concat_ws(' ', terms, title_key, head, vector, text) FROM search_entry"
            " WHERE practice_id = %s", [practice.pk],
        )  # fmt: skip
        row = cursor.fetchone()
    return row[0] if row else ""


def found(words, user=NOBODY):
    return queries.count(SearchQuery(words=words), user=user)


def versions():
    """Which version of each row there is, and when each was told of."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT practice_id, ctid::text, terms FROM search_entry ORDER BY 1")
        rows = cursor.fetchall()
    return rows, list(Change.objects.order_by("pk").values_list("pk", "transaction"))


def test_an_entry_is_undone_with_the_publication():
    practice = PracticeFactory(title="Numbat rides")
    before = held(practice), set(Word.objects.all())

    @transaction.atomic
    def undone():
        published_practice(practice)
        assert practice.entry.live
        assert Word.objects.filter(word="numbat").exists()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        undone()
    assert (held(practice), set(Word.objects.all())) == before
    assert found("numbat") == 0


def test_a_live_practice_keeps_nothing_of_its_newer_draft(roles):
    live = published_practice(institution=roles.a, author=roles.authorA, title="Rides")
    before = held(live)

    save(live, roles.authorA, title="Numbat rides", tags=["numbat"], scopes=["accessibility"],
         counties=["Cook"], how_it_works="Numbats.", start_up_cost=1)  # fmt: skip
    entries.rebuild()

    assert held(live) == before
    assert not Word.objects.filter(word__startswith="numbat").exists()


@pytest.mark.parametrize(("people", "is_hidden"), [("1", True), ("10", True), ("11", False)])
def test_figures_of_few_people_are_in_no_entry(people, is_hidden):
    figures = {"measure": "Screened", "baseline": "31415", "follow_up": "92653", "people": people}
    practice = PracticeFactory(measures=[figures])

    for row in (practice, published_practice(practice)):
        text = held(row)
        assert "Screened" in text
        assert ("31415" not in text and "92653" not in text) is is_hidden
        assert bool(found("31415", row.author)) is not is_hidden


def test_words_that_were_taken_down_are_kept_for_their_own_people_alone(roles):
    mine = published_practice(
        institution=roles.a, author=roles.authorA, title="Numbat wombat", need="Bilby waits."
    )
    published_practice(institution=roles.b, author=roles.memberB, title="Wombat rides")
    words = Word.objects.filter(word__in=["numbat", "wombat", "bilby"]).order_by("word")
    assert [one.word for one in words] == ["bilby", "numbat", "wombat"]

    take_down(mine, roles.stewardA)

    assert [one.word for one in words.all()] == ["wombat"]
    assert "live" not in Entry.objects.get(pk=mine.pk).terms
    assert [found("numbat", user) for user in (NOBODY, roles.memberB, roles.memberA)] == [0, 0, 1]


def test_words_that_a_newer_version_left_out_are_gone(roles):
    live = published_practice(institution=roles.a, author=roles.authorA, title="Numbat rides")
    save(live, roles.authorA, title="Bilby rides")
    published_practice(Practice.objects.get(pk=live.pk), roles.stewardA)

    assert "numbat" not in held(live).lower()
    assert not Word.objects.filter(word="numbat").exists()
    assert [found("numbat"), found("bilby")] == [0, 1]


def test_a_deleted_draft_leaves_nothing(roles):
    draft = PracticeFactory(institution=roles.a, author=roles.authorA, title="Numbat")
    pk = draft.pk
    assert Entry.objects.filter(pk=pk).exists()

    actions.delete_draft(practice=draft, by=roles.authorA, now=timezone.now())

    assert not Entry.objects.filter(pk=pk).exists()
    assert found("numbat", roles.authorA) == 0


def test_making_all_anew_writes_only_what_differs():
    rows = [published_practice(tags=["quokka"]) for _ in range(3)]
    # As in an earlier transaction: all of a test is one.
    Change.objects.update(transaction=1)
    before = versions()

    assert entries.rebuild() == 3
    assert versions() == before

    Entry.objects.filter(pk=rows[1].pk).update(terms=["live"], text="")
    entries.rebuild()
    _, changes = versions()
    assert [pk for pk, number in changes if number > 1] == [rows[1].pk]
    assert "tag:quokka" in Entry.objects.get(pk=rows[1].pk).terms


def test_after_an_update_older_entries_are_made_anew_and_the_public_hears_of_it():
    older, newer = published_practice(title="Older"), published_practice(title="Newer")
    Entry.objects.filter(pk=older.pk).update(build=entries.BUILD - 1, text="")
    Entry.objects.filter(pk=newer.pk).update(text="")
    version = read_version()

    receivers.make_older_entries_anew(apps=apps)

    assert [Entry.objects.get(pk=row.pk).text[:5] for row in (older, newer)] == ["Older", ""]
    assert read_version() == version + 1
    receivers.make_older_entries_anew(apps=apps)
    assert read_version() == version + 1


@pytest.mark.parametrize("state", [("search", None), ("practices", "0010")])
def test_who_goes_back_to_older_tables_is_let_go(state):
    """`migrate` says what it left; it must not end in an error for a column that is no more."""
    practice = published_practice()
    Entry.objects.filter(pk=practice.pk).update(build=0)
    loader = MigrationLoader(connection)
    app, prefix = state
    nodes = [node for node in loader.graph.nodes if prefix and node[0] == app]
    node = [one for one in nodes if one[1].startswith(prefix)] if prefix else []

    receivers.make_older_entries_anew(apps=loader.project_state(node).apps)

    assert Entry.objects.get(pk=practice.pk).build == 0


def test_the_command_tells_how_many(capsys):
    published_practice()
    version = read_version()

    call_command("rebuild_search")

    assert capsys.readouterr().out == "Found anew: 1.\n"
    assert read_version() == version + 1


def test_writing_an_entry_asks_the_same_of_one_as_of_many():
    house = InstitutionFactory()
    practice = published_practice(institution=house, tags=["quokka"])

    def asked(row):
        fresh = Practice.objects.select_related("institution").get(pk=row.pk)
        areas = list(apps.get_model("practices", "ScopeArea").objects.all())
        with CaptureQueriesContext(connection) as context:
            entries.keep([fresh], areas)
        return len(context)

    first = asked(practice)
    for _ in range(3):
        adopted(practice)
        published_practice(institution=house, tags=["quokka", "numbat"], scopes=["accessibility"])

    assert first == asked(practice) == 4


def test_words_that_a_slash_joins_are_found_apart():
    """To PostgreSQL “race/ethnicity” is the path of a file: one word."""
    practice = published_practice(
        title="Asking for race/ethnicity", need="Forms at 24/7 desks.", result="See x.org/a/b."
    )

    for words in ("ethnicity", "race", "race/ethnicity", "ethnicity/race", '"race/ethnicity"',
                  "race,ethnicity", "24/7"):  # fmt: skip
        assert found(words) == 1, words
    assert found("-race/ethnicity") == 0
    assert "race/ethnicity" in practice.entry.text
