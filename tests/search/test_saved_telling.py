"""Who saved a search hears of what newly matches: once, if the public sees it, if still wanted."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from collaborative.digests import actions as digests
from collaborative.digests import letters, queries
from collaborative.digests.models import DigestDelivery, DigestSubscription
from collaborative.search import actions, bitmaps, tasks
from collaborative.search.models import SavedSearch, SavedSearchHit
from practices import actions as practices
from practices.models import Practice
from tests.factories import (
    MembershipFactory,
    PracticeFactory,
    UserFactory,
    adopted,
    published_practice,
    saved_search,
)

pytestmark = pytest.mark.django_db
NOW = timezone.now().replace(microsecond=0)
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def tell(django_capture_on_commit_callbacks):
    """`tell()`: looks and tells as a worker would; gives the mails that went out."""

    def telling(now=NOW + HOUR):
        before = len(mail.outbox)
        with django_capture_on_commit_callbacks(execute=True):
            actions.look(now=now)
            while actions.tell_at_once(now=now):
                pass
        return mail.outbox[before:]

    return telling


def rewritten(practice, steward, now=NOW, **words):
    practices.save_draft(practice=practice, words=words, by=practice.author, now=now)
    return published_practice(Practice.objects.get(pk=practice.pk), steward, now=now)


def test_a_mail_tells_what_was_published_and_nothing_that_was_there(roles, tell):
    published_practice(institution=roles.a, title="Interpreters since long", now=NOW)
    saved_search(roles.memberB, "q=interpreters", name="Nights", now=NOW)
    assert tell() == []

    new = published_practice(institution=roles.a, title="Interpreters by <video> & phone", now=NOW)
    published_practice(
        institution=roles.a, title="Rides", need="Rides.", tags=["rides"], what_we_did="Rides.",
        result="Rides.", now=NOW,
    )  # fmt: skip
    (letter,) = tell()

    assert letter.to == [roles.memberB.email]
    assert letter.subject == f"New in your saved search: “{new.title}”"
    words = letter.body
    assert new.get_absolute_url() in words
    assert "Found by: Nights" in words
    assert f"/searches/{SavedSearch.objects.get().pk}/" in words
    assert "/searches/\n" in words
    for other in ("since long", "Rides"):
        assert other not in words
    assert "Interpreters by &lt;video&gt; &amp; phone" in letter.alternatives[0][0]
    assert tell() == []


def test_one_mail_for_all_of_a_moment_each_practice_once(roles, tell):
    saved_search(roles.memberB, "q=interpreters", name="Words", now=NOW)
    saved_search(roles.memberB, "scope=language-access", name="Area", now=NOW)
    saved_search(roles.stewardB, "q=interpreters", name="Same", now=NOW)
    for number in range(3):
        published_practice(institution=roles.a, title=f"Interpreters {number}", now=NOW)

    found = {letter.to[0]: letter for letter in tell()}

    assert set(found) == {roles.memberB.email, roles.stewardB.email}
    mine = found[roles.memberB.email]
    assert mine.subject.startswith("3 new practices in your saved searches: “Interpreters ")
    for number in range(3):
        assert mine.body.count(f"Interpreters {number}\n") == 1
    assert mine.body.count("Found by: Words, Area") + mine.body.count("Found by: Area, Words") == 3


def test_a_change_tells_only_where_it_newly_matches_and_never_twice(roles, tell):
    practice = published_practice(
        institution=roles.a, title="Rides", need="Rides.", what_we_did="Rides.", result="Rides.",
        tags=["rides"], now=NOW,
    )  # fmt: skip
    saved_search(roles.memberB, "q=dialysis", name="Dialysis", now=NOW)
    saved_search(roles.memberB, "q=rides", name="Rides", now=NOW)
    assert tell() == []

    rewritten(practice, roles.stewardA, advice="Also to dialysis.")
    (letter,) = tell()
    assert "Found by: Dialysis\n" in letter.body
    # It goes, and comes back: no news to who was told.
    rewritten(practice, roles.stewardA, advice="No more.")
    assert tell() == []
    rewritten(practice, roles.stewardA, advice="Dialysis again.")
    assert tell() == []
    practices.take_down(practice=practice, reason="A name.", by=roles.stewardA, now=NOW)
    assert tell() == []


def test_somebody_takes_it_up_where_that_was_looked_for(roles, tell):
    practice = published_practice(institution=roles.a, now=NOW)
    saved_search(roles.memberA, f"adopter={roles.b.slug}", name="Taken up by B", now=NOW)
    adopted(practice, roles.b, by=roles.stewardB, confirmed=False, now=NOW)
    assert tell() == []
    practices.confirm_adoption(
        adoption=practice.adoptions.get(), by=roles.stewardB, seen=1, now=NOW
    )
    assert [letter.to for letter in tell()] == [[roles.memberA.email]]


def test_drafts_are_in_no_mail_and_no_line_not_even_for_their_own_people(roles, tell):
    saved_search(roles.authorA, "q=zqsecretword", name="Mine", now=NOW)
    saved_search(roles.siteadmin, "q=zqsecretword", name="All", now=NOW)
    draft = PracticeFactory(
        institution=roles.a, author=roles.authorA, title="Zqsecretword", scopes=["accessibility"]
    )
    live = published_practice(institution=roles.a, author=roles.authorA, title="Open", now=NOW)
    practices.save_draft(
        practice=live, words={"advice": "Newer zqsecretword"}, by=roles.authorA, now=NOW
    )

    assert tell() == []
    assert SavedSearchHit.objects.count() == 0
    # The twin: once published it is told.
    published_practice(draft, roles.stewardA, now=NOW)
    assert len(tell()) == 2


def test_everything_is_asked_again_when_the_mail_leaves(roles, tell):
    for number, who in enumerate((roles.memberA, roles.memberB, roles.stewardB, roles.exA)):
        saved_search(who, "q=interpreters", name=f"N{number}", now=NOW)
    practice = published_practice(institution=roles.a, title="Interpreters", now=NOW)
    other = published_practice(institution=roles.a, title="Interpreters too", now=NOW)
    actions.look(now=NOW)
    practices.take_down(practice=practice, reason="A name.", by=roles.stewardA, now=NOW)
    roles.memberA.is_active = False
    roles.memberA.save()
    quiet = SavedSearch.objects.get(owner=roles.memberB)
    actions.change_saved(saved=quiet, name="Quiet", tells="not", by=roles.memberB, now=NOW + HOUR)
    gone = SavedSearch.objects.get(owner=roles.stewardB)
    actions.remove_saved(saved=gone, by=roles.stewardB)

    (letter,) = tell()

    # Whoever left their institution still reads what everybody reads.
    assert letter.to == [roles.exA.email]
    assert other.get_absolute_url() in letter.body
    assert practice.get_absolute_url() not in letter.body.split()
    # Who wants mails again hears of what comes from then on.
    actions.change_saved(
        saved=quiet, name="Loud", tells="at-once", by=roles.memberB, now=NOW + HOUR
    )
    assert tell() == []


def test_as_many_statements_for_one_person_as_for_many(roles):
    bitmaps.forget()
    numbers = []
    for more in (1, 10):
        for _ in range(more):
            saved_search(MembershipFactory().user, "q=interpreters", now=NOW)
        for number in range(more):
            published_practice(institution=roles.a, title=f"Interpreters {number}", now=NOW)
        with CaptureQueriesContext(connection) as seen:
            assert actions.look(now=NOW)
            assert actions.tell_at_once(now=NOW) >= more
        numbers.append(len(seen))
    assert numbers[0] == numbers[1], numbers


def test_what_nobody_rang_for_is_found_by_the_tick(roles, settings, tell):
    """The broker is away while something is published: nothing is lost."""
    saved_search(roles.memberB, "q=interpreters", now=NOW)
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    practice = published_practice(institution=roles.a, title="Interpreters", now=NOW)

    assert tasks.look_and_tell() == 1
    assert SavedSearchHit.objects.get().practice == practice
    assert tasks.look_and_tell() == 0


def test_a_publication_rings_once_and_only_where_somebody_listens(
    roles, monkeypatch, django_capture_on_commit_callbacks
):
    rung = []
    monkeypatch.setattr(tasks.tick, "delay", lambda: rung.append(1))
    with django_capture_on_commit_callbacks(execute=True):
        published_practice(institution=roles.a, now=NOW)
    assert rung == []
    saved_search(roles.memberB, "q=interpreters", now=NOW)
    connection.run_on_commit.clear()  # in life each transaction has a list of its own
    with django_capture_on_commit_callbacks(execute=True):
        published_practice(institution=roles.a, now=NOW)
        published_practice(institution=roles.a, now=NOW)
    assert rung == [1]
    with django_capture_on_commit_callbacks(execute=True):
        PracticeFactory(institution=roles.a)
    assert rung == [1]


def test_who_saves_later_hears_of_later_things_and_nobody_misses_any(roles, tell):
    saved_search(roles.memberA, "q=interpreters", now=NOW)
    published_practice(institution=roles.a, title="Interpreters", now=NOW)
    saved_search(roles.memberB, "q=interpreters", now=NOW)
    assert [letter.to for letter in tell()] == [[roles.memberA.email]]


# In the digest ---------------------------------------------------------------------------------
@pytest.fixture
def reader(roles):
    before = NOW - dt.timedelta(days=7)
    DigestSubscription.objects.create(
        user=roles.memberB, scopes=["accessibility"], covered_until=before, subscribed_at=before
    )
    return roles.memberB


def told(reader, now=NOW + HOUR):
    subscription = reader.digest_subscription
    items = queries.contents_for(subscription, queries.window_of(subscription, now))
    return [(one.practice.title, [name for _, name in one.found_by]) for one in items]


def test_the_digest_has_a_section_for_saved_searches(roles, reader, tell):
    saved_search(reader, "scope=policy-advocacy", name="Policy & law", tells="digest", now=NOW)
    published_practice(institution=roles.a, title="Doors", scopes=["accessibility"], now=NOW)
    published_practice(institution=roles.a, title="Bills", scopes=["policy-advocacy"], now=NOW)
    published_practice(institution=roles.a, title="Pay", scopes=["payment-innovation"], now=NOW)
    assert tell() == []

    assert told(reader) == [("Bills", ["Policy & law"]), ("Doors", [])]
    issue = digests.plan_extra(by=roles.coord, key="0" * 16, now=NOW + HOUR)
    claim = digests.claim_next(issue=issue, now=NOW + HOUR)
    letter = letters.compose(issue.frame, claim.reader, claim.chosen)
    text = letter.text
    assert text.index("NEW IN YOUR SAVED SEARCHES") < text.index("Bills") < text.index("ALSO NEW")
    assert "[New. Found by your search “Policy & law”] Bills" in text
    assert "New in your saved searches</h2>" in letter.html
    assert "Policy &amp; law" in letter.html
    # Told once; and a coordinator who looks ahead reads no name of it.
    assert told(reader, NOW + 2 * HOUR) == []
    assert "Policy & law" not in str(issue.cards) + str(issue.frame)


def test_a_search_that_went_meanwhile_takes_its_news_along(roles, reader, tell):
    mine = saved_search(reader, "scope=policy-advocacy", name="Policy", tells="digest", now=NOW)
    published_practice(institution=roles.a, title="Bills", scopes=["policy-advocacy"], now=NOW)
    tell()
    issue = digests.plan_extra(by=roles.coord, key="0" * 16, now=NOW + HOUR)
    actions.change_saved(saved=mine, name="P", tells="not", by=reader, now=NOW + HOUR)
    assert digests.claim_next(issue=issue, now=NOW + HOUR).is_skipped
    assert DigestDelivery.objects.get().skip_reason


def test_a_digest_tells_nothing_of_searches_that_are_told_otherwise(roles, reader, tell):
    saved_search(reader, "scope=policy-advocacy", name="Policy", tells="not", now=NOW)
    saved_search(UserFactory(), "scope=policy-advocacy", name="Theirs", tells="digest", now=NOW)
    published_practice(institution=roles.a, title="Bills", scopes=["policy-advocacy"], now=NOW)
    tell()
    assert told(reader) == []
