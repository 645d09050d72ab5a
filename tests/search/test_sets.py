"""The sets in memory against the rows: whatever changes, by whomever, whenever it is asked."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from dataclasses import replace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from collaborative.core.models import bump_public_version
from collaborative.search import bitmaps, leaves, queries
from collaborative.search.params import SearchQuery
from practices import actions
from practices.models import Practice
from tests.at_once import at_once
from tests.factories import InstitutionFactory
from tests.factories.practices import PracticeFactory, adopted, published_practice
from tests.roles_plugin import COLUMNS

commits = pytest.mark.django_db(transaction=True)
NOBODY = AnonymousUser()
QUOKKA = "'quokka'"


def told(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


def is_true(index):
    """Every set, and what one word finds, as a plain question tells them."""
    terms = dict(
        told("SELECT t, array_agg(practice_id) FROM search_entry, unnest(terms) t GROUP BY t")
    )
    words = told("SELECT practice_id FROM search_entry WHERE vector @@ %s::tsquery", QUOKKA)
    assert {term: set(found) for term, found in index.terms.items()} == {
        term: set(pks) for term, pks in terms.items()
    }
    assert set(index.holding(QUOKKA)) == {pk for (pk,) in words}
    return True


def tag(draft, *tags):
    words = {name: getattr(draft, name) for name in draft.CONTENT_FIELDS} | {"tags": list(tags)}
    actions.save_draft(
        practice=draft, institution=draft.institution, by=draft.author, words=words,
        now=timezone.now(),
    )  # fmt: skip


def elsewhere(step):
    """Done by another connection of another thread, and committed."""
    (answer,) = at_once(step)
    if isinstance(answer, Exception):
        raise answer
    return answer


@contextmanager
def open_elsewhere(step):
    """A transaction of another connection that did its step and commits at the end of the block."""
    done, end = threading.Event(), threading.Event()
    failed = []

    def work():
        try:
            with transaction.atomic():
                step()
                done.set()
                assert end.wait(20)
        except Exception as error:  # noqa: BLE001  raised below
            failed.append(error)
            done.set()
        finally:
            connection.close()

    thread = threading.Thread(target=work)
    thread.start()
    assert done.wait(20)
    try:
        yield
    finally:
        end.set()
        thread.join(20)
    if failed:
        raise failed[0]


@pytest.fixture
def reads(monkeypatch):
    """How often everything was read anew."""
    counted = []
    load = bitmaps._load
    monkeypatch.setattr(bitmaps, "_load", lambda now: counted.append(1) or load(now))
    return counted


@commits
def test_the_sets_follow_whatever_another_connection_does(roles, reads):
    now = timezone.now()
    practice = PracticeFactory(institution=roles.a, author=roles.authorA, title="Quokka rides")
    fading = published_practice(institution=roles.a, author=roles.authorA, title="Quokka letters")
    draft = PracticeFactory(institution=roles.b, author=roles.memberB, title="Quokka draft")
    house = InstitutionFactory(slug="taker")

    def rename():
        roles.a.name, roles.a.slug = "Quokka Health", "quokka-health"
        roles.a.save()

    def steward(action, row):
        return lambda: action(practice=row, by=roles.stewardA, reason="A mistake.", now=now)

    steps = [
        lambda: published_practice(practice, roles.stewardA),
        lambda: adopted(practice, house),
        rename,
        steward(actions.withdraw, fading),
        steward(actions.take_down, practice),
        lambda: actions.delete_draft(practice=draft, by=roles.memberB, now=now),
    ]
    assert is_true(bitmaps.current())
    for step in steps:
        before = bitmaps.current().terms
        elsewhere(step)
        after = bitmaps.current()
        assert after.terms != before
        assert is_true(after)
    assert set(bitmaps.current().having("adopter:taker")) == set()
    assert len(reads) == 1


@commits
def test_what_is_not_committed_is_not_seen_and_is_seen_after_a_later_one_came_first(roles, reads):
    """A counter would have passed over the first: its number is lower than one already seen."""
    first = PracticeFactory(institution=roles.a, author=roles.authorA)
    later = PracticeFactory(institution=roles.b, author=roles.memberB)
    bitmaps.current().holding(QUOKKA)

    with open_elsewhere(lambda: tag(first, "quokka")):
        assert is_true(bitmaps.current())
        elsewhere(lambda: tag(later, "quokka"))
        after = bitmaps.current()
        assert is_true(after)
        assert set(after.having("tag:quokka")) == {later.pk}

    after = bitmaps.current()
    assert is_true(after)
    assert set(after.having("tag:quokka")) == {first.pk, later.pk}
    assert len(reads) == 1


@commits
def test_a_long_transaction_of_somebody_else_makes_nothing_be_read_twice(roles, monkeypatch):
    practice = PracticeFactory(institution=roles.a, author=roles.authorA, tags=["quokka"])
    bitmaps.current()
    taken_in = []
    followed = bitmaps.Index.followed
    monkeypatch.setattr(
        bitmaps.Index, "followed",
        lambda self, rows, at: taken_in.append(len(rows)) or followed(self, rows, at),
    )  # fmt: skip

    with open_elsewhere(bump_public_version):
        elsewhere(lambda: tag(practice, "numbat"))
        for _ in range(3):
            assert is_true(bitmaps.current())

    assert taken_in == [1, 0, 0]


@commits
def test_own_writes_are_seen_by_their_own_transaction_alone(roles):
    practice = published_practice(institution=roles.a, author=roles.authorA, title="Rides")
    house = InstitutionFactory()
    before = bitmaps.current()
    assert is_true(before)

    def outside():
        index = bitmaps.current()
        return set(index.having("live")), set(index.holding(QUOKKA))

    @transaction.atomic
    def undone():
        published_practice(institution=house, title="Quokka", tags=["quokka"])
        own = bitmaps.current()
        assert is_true(own)
        assert len(own.having("live")) == 2
        assert elsewhere(outside) == ({practice.pk}, set())
        # Sets that were taken before the write keep nothing of what it does.
        before.holding("'quokka' & 'quokka'")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        undone()
    after = bitmaps.current()
    assert is_true(after)
    assert set(after.having("live")) == {practice.pk}
    assert not after.holding("'quokka' & 'quokka'")


@commits
def test_who_writes_something_else_shares_the_sets_and_hides_nothing(roles, reads):
    """The number of one's own transaction stands in no snapshot: it must not count as seen."""
    practice = PracticeFactory(institution=roles.a, author=roles.authorA, tags=["quokka"])
    other = PracticeFactory(institution=roles.b, author=roles.memberB)
    bitmaps.current()
    asked = []

    def work():
        with transaction.atomic():
            bump_public_version()
            elsewhere(
                lambda: Practice.objects.filter(pk=other.pk).update(updated_at=timezone.now())
            )
            asked.append(is_true(bitmaps.current()))
            published_practice(practice)

    elsewhere(work)

    assert asked == [True]
    assert is_true(bitmaps.current())
    assert practice.pk in bitmaps.current().having("live")
    assert len(reads) == 1


@commits
def test_what_changes_while_words_are_asked_for_is_not_in_the_answer(roles, monkeypatch):
    """Sets that say “live” beside words of the draft that it became would tell of the draft."""
    practice = published_practice(institution=roles.a, author=roles.authorA, title="Rides")
    words = {name: getattr(practice, name) for name in practice.CONTENT_FIELDS}
    actions.save_draft(
        practice=practice, institution=roles.a, by=roles.authorA, now=timezone.now(),
        words=words | {"title": "Quokka rides"},
    )  # fmt: skip
    ask = leaves._ask
    steps = [
        lambda: actions.take_down(
            practice=practice, by=roles.stewardA, reason="A mistake.", now=timezone.now()
        )
    ]

    def meanwhile(*values):
        if steps:
            elsewhere(steps.pop())
        return ask(*values)

    monkeypatch.setattr(leaves, "_ask", meanwhile)

    assert queries.find(SearchQuery(words="quokka"), user=NOBODY).total == 0
    assert not steps
    own = queries.find(SearchQuery(words="quokka"), user=roles.memberA)
    assert [row.pk for row in own.results] == [practice.pk]
    assert queries.find(SearchQuery(words="quokka"), user=NOBODY).total == 0

    # The other way round: an answer of older sets knows nothing of what was followed meanwhile.
    older = bitmaps.current()
    elsewhere(lambda: published_practice(Practice.objects.get(pk=practice.pk), roles.stewardA))
    assert set(bitmaps.current().holding(QUOKKA)) == {practice.pk}
    assert practice.pk not in older.having("live")
    assert practice.pk not in older.holding(QUOKKA)


@commits
def test_a_table_that_was_emptied_or_a_database_made_anew_is_read_anew(reads):
    published_practice(tags=["quokka"])
    assert is_true(bitmaps.current())
    told(
        "CREATE TEMP TABLE aside AS TABLE search_entry; TRUNCATE search_entry;"
        "INSERT INTO search_entry SELECT practice_id, live, '{live}', published_at, verified_at,"
        " adopters, title_key, evidence, comes_later, head, vector, text, build FROM aside;"
        "DROP TABLE aside; SELECT 1"
    )

    assert is_true(bitmaps.current())
    assert len(reads) == 2
    bitmaps._kept = replace(bitmaps._kept, database="1/2", terms={})
    assert is_true(bitmaps.current())
    assert len(reads) == 3


@commits
def test_a_backup_of_a_longer_life_hides_nothing():
    """Its numbers of transactions are of the future here."""
    practice = published_practice(tags=["quokka"])
    bitmaps.current()
    told("UPDATE search_change SET transaction = transaction + 4000000000 RETURNING 1")

    assert is_true(bitmaps.current())
    assert set(bitmaps.current().holding("'quokka' | 'numbat'")) == {practice.pk}
    elsewhere(lambda: adopted(practice, InstitutionFactory(slug="taker")))
    assert is_true(bitmaps.current())


@commits
def test_after_more_changes_than_are_followed_everything_is_read_anew(reads, monkeypatch):
    monkeypatch.setattr(bitmaps, "MOST_FOLLOWED", 2)
    house = InstitutionFactory()
    rows = [published_practice(institution=house) for _ in range(3)]
    bitmaps.current()

    elsewhere(lambda: adopted(rows[0]))
    assert is_true(bitmaps.current())
    assert len(reads) == 1
    house.name = "Quokka Health"
    elsewhere(house.save)
    assert is_true(bitmaps.current())
    assert len(reads) == 2


@commits
def test_readers_and_a_writer_at_once(roles):
    """What is counted beside a choice is what the choice finds, whatever happens meanwhile."""
    practice = published_practice(institution=roles.a, author=roles.authorA, tags=["quokka"])
    query = SearchQuery(words="quokka", tag=("quokka",))
    stop = threading.Event()

    def write():
        try:
            for _ in range(4):
                actions.take_down(
                    practice=practice, by=roles.stewardA, reason="A mistake.", now=timezone.now()
                )
                published_practice(Practice.objects.get(pk=practice.pk), roles.stewardA)
        finally:
            stop.set()

    def read():
        asked = 0
        while not stop.is_set() or not asked:
            found = queries.find(query, user=NOBODY)
            tags = next(facet for facet in found.facets if facet.name == "tag")
            assert {one.value: one.count for one in tags.values} == {"quokka": found.total}
            asked += 1
        return asked

    failed = [one for one in at_once(write, read, read, read) if isinstance(one, Exception)]

    assert failed == []
    assert is_true(bitmaps.current())


@pytest.mark.django_db
def test_after_a_change_all_words_of_a_search_are_asked_about_at_once():
    practice = published_practice(tags=["quokka"])
    index = bitmaps.current()
    stems = [QUOKKA, "'numbat'", "'interpret'"]
    index.holding_each(stems)
    index.leaves.follow([practice.pk])

    with CaptureQueriesContext(connection) as asked:
        index.holding_each(stems)
    with CaptureQueriesContext(connection) as again:
        index.holding_each(stems)

    assert (len(asked), len(again)) == (1, 0)


@pytest.mark.django_db
def test_what_words_find_is_kept_within_its_bytes(monkeypatch):
    monkeypatch.setattr(leaves, "MOST_BYTES", 3 * leaves.LEAST_BYTES)
    index = bitmaps.current()
    for word in ("one", "two", "three", "one", "four"):
        index.holding(f"'{word}'")

    assert [word for _, word in index.leaves.kept] == ["'three'", "'one'", "'four'"]
    assert index.leaves.bytes == 3 * leaves.LEAST_BYTES


@pytest.mark.django_db
def test_a_word_that_was_long_not_asked_for_is_asked_about_as_new(monkeypatch):
    index = bitmaps.current()
    monkeypatch.setattr(index.leaves, "log", leaves.deque(maxlen=2))
    assert not index.holding(QUOKKA)
    practice = published_practice(tags=["quokka"])
    at = index.leaves.follow([practice.pk, practice.pk + 1, practice.pk + 2])

    index = replace(index, moment=bitmaps.Moment(at))
    assert set(index.holding(QUOKKA)) == {practice.pk}


@pytest.mark.django_db
def test_reading_ahead_brings_the_words_that_most_hold():
    published_practice(title="Quokka", need="Quokkas wait.")
    told(r"UPDATE search_entry SET vector = vector || $$'o''neil':1 'back\\slash':2$$ RETURNING 1")
    told("ANALYZE search_entry; SELECT 1")

    assert bitmaps.warm() > 10
    index = bitmaps.current()
    assert len(index.holding(QUOKKA)) == len(index.holding(r"'back\\slash'")) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("name", COLUMNS)
def test_the_sets_show_each_person_what_the_rows_show(roles, name):
    now = timezone.now()
    rows = {
        house: [PracticeFactory(institution=house, author=author) for _ in range(4)]
        for house, author in ((roles.a, roles.authorA), (roles.b, roles.memberB))
    }
    for house, steward in ((roles.a, roles.stewardA), (roles.b, roles.stewardB)):
        _, live, waiting, withdrawn = rows[house]
        published_practice(live)
        published_practice(withdrawn)
        actions.withdraw(practice=withdrawn, by=steward, reason="Not true.", now=now)
        actions.submit(practice=waiting, by=waiting.author, now=now)
    user = getattr(roles, name) or NOBODY

    seen = queries.visible(bitmaps.current(), user)

    assert set(seen) == set(Practice.objects.findable_by(user).values_list("pk", flat=True))
    assert len(seen) == {"memberA": 5, "authorA": 5, "stewardA": 5, "memberB": 5, "stewardB": 5,
                         "siteadmin": 8}.get(name, 2)  # fmt: skip
