"""What a reader follows: it comes first in the digest, whatever areas they chose."""

from __future__ import annotations

import datetime as dt

import pytest

from collaborative.digests import actions, letters, queries
from collaborative.digests.models import DigestDelivery
from practices import actions as practices
from practices.models import Comment, Practice
from tests.digests.conftest import MONDAY, SUNDAY, WEEK_BEFORE
from tests.factories import (
    InstitutionFactory,
    UserFactory,
    adopted,
    asked_to_publish,
    published_practice,
)

pytestmark = pytest.mark.django_db
DAY, HOUR = dt.timedelta(days=1), dt.timedelta(hours=1)


def follows(user, kind, target):
    return practices.follow(kind=kind, target=target, by=user, now=SUNDAY)


def told(reader, now=MONDAY):
    """What this reader is told: (title, changed, followed, what happened) in its order."""
    subscription = reader.digest_subscription
    items = queries.contents_for(subscription, queries.window_of(subscription, now))
    (telling,) = queries.tellings([subscription], now) or [None]
    assert items == (telling.items if telling else [])
    return [(one.practice.title, one.is_changed, one.is_followed, one.happened) for one in items]


def said(practice, at=SUNDAY, by=None, **more):
    return Comment.objects.create(
        practice=practice, author=by or UserFactory(), voice="coordinator", text="Words",
        written_at=at, key=f"{Comment.objects.count():032x}", **more,
    )  # fmt: skip


@pytest.mark.parametrize("kind", ["practice", "institution", "area", "tag"])
def test_what_is_followed_comes_first_whatever_areas_were_chosen(kind, make_reader, make_live):
    house = InstitutionFactory()
    followed = make_live(title="Followed", scopes=["policy-advocacy"], tags=["Doulas"],
                         institution=house, at=SUNDAY - DAY)  # fmt: skip
    make_live(title="Chosen", scopes=["accessibility"])
    make_live(title="Neither", scopes=["payment-innovation"])
    reader = make_reader(scopes=["accessibility"])
    assert [title for title, *_ in told(reader)] == ["Chosen"]

    target = {"practice": followed.slug, "institution": house.slug, "area": "policy-advocacy",
              "tag": "doulas"}[kind]  # fmt: skip
    follows(reader, kind, target)

    assert told(reader) == [("Followed", False, True, ""), ("Chosen", False, False, "")]


def test_a_new_version_and_an_end_are_told_to_who_follows(make_reader, make_live):
    changed = make_live(title="Changed", scopes=["policy-advocacy"], at=WEEK_BEFORE - DAY,
                        changed_at=SUNDAY)  # fmt: skip
    ended = make_live(title="Ended", scopes=["policy-advocacy"], at=WEEK_BEFORE - DAY,
                      changed_at=SUNDAY - DAY, stage="ended", ended_reason="No money")  # fmt: skip
    reader = make_reader(scopes=["accessibility"], frequency="daily")
    for one in (changed, ended):
        follows(reader, "practice", one.slug)

    actions.plan_due(now=MONDAY)

    line = DigestDelivery.objects.get()
    assert (line.practice_ids, line.followed_ids) == ([changed.pk, ended.pk],) * 2
    claim = actions.claim_next(issue=line.issue, now=MONDAY)
    letter = letters.compose(line.issue.frame, claim.reader, claim.chosen)
    assert "[You follow this: changed] Changed" in letter.text
    assert "[You follow this: ended] Ended" in letter.text
    assert "What you follow comes first." in letter.text
    assert "You follow this: ended</p>" in letter.html


def test_the_copy_on_the_portal_is_marked_too(make_reader, make_live, client_of):
    reader = make_reader(frequency="daily")
    practice = make_live(title="Followed", at=WEEK_BEFORE - DAY)
    follows(reader, "practice", practice.slug)
    said(practice)
    (issue,) = [one for one in actions.plan_due(now=MONDAY) if one.deliveries.exists()]

    page = client_of(reader).get(issue.get_absolute_url()).content.decode()

    assert "You follow this" in page
    assert "1 new comment" in page


def test_comments_on_a_followed_practice_are_counted_and_never_told(make_reader, make_live):
    practice = make_live(title="Quiet", at=WEEK_BEFORE - DAY)
    reader, other = make_reader(frequency="daily"), make_reader(frequency="daily")
    follows(reader, "practice", practice.slug)
    follows(other, "area", practice.scopes[0])
    said(practice)
    said(practice, at=SUNDAY - HOUR)
    said(practice, by=reader)
    said(practice, at=WEEK_BEFORE - DAY)
    said(practice, hidden_at=SUNDAY, hidden_by=UserFactory(), hidden_reason="x")

    assert told(reader) == [("Quiet", True, True, "2 new comments")]
    assert told(other) == []
    issues = actions.plan_due(now=MONDAY)
    line = DigestDelivery.objects.get()
    assert line.happened == {str(practice.pk): "2 new comments"}
    claim = actions.claim_next(issue=line.issue, now=MONDAY)
    letter = letters.compose(line.issue.frame, claim.reader, claim.chosen)
    assert letter.subject == "2 new comments: Quiet"
    assert "News of 1 practice that you follow" in letter.text
    assert "Words" not in letter.text

    # Nothing twice: only what was said since is news.
    assert len(issues) == 2
    reader.digest_subscription.refresh_from_db()
    assert told(reader, MONDAY + DAY) == []
    said(practice, at=MONDAY + HOUR)
    assert told(reader, MONDAY + DAY) == [("Quiet", True, True, "1 new comment")]


def test_what_is_not_live_is_told_to_nobody(make_reader, make_live):
    practice = make_live(title="Hidden")
    reader = make_reader()
    follows(reader, "practice", practice.slug)
    said(practice)
    assert told(reader)

    type(practice).objects.filter(pk=practice.pk).update(live=False)

    assert told(reader) == []


@pytest.mark.parametrize(
    ("new", "changed", "around", "heading"),
    [
        (2, 0, 0, "2 new practices"),
        (2, 1, 0, "2 new practices and 1 changed"),
        (0, 1, 2, "1 changed practice and news of 2 that you follow"),
        (1, 2, 3, "1 new practice, 2 changed and news of 3 that you follow"),
        (0, 0, 1, "News of 1 practice that you follow"),
    ],
)
def test_the_heading_says_what_is_inside(new, changed, around, heading):
    chosen = [
        *(letters.Chosen({}, is_changed=False) for _ in range(new)),
        *(letters.Chosen({}, is_changed=True) for _ in range(changed)),
        *(letters.Chosen({}, is_changed=True, happened="x") for _ in range(around)),
    ]
    assert letters.heading(chosen) == heading


def test_it_asks_the_same_for_one_and_three(make_reader, make_live, django_assert_num_queries):
    def add(number):
        reader = make_reader(frequency="daily", scopes=["accessibility"])
        practice = make_live(title=f"One {number}", tags=[f"tag {number}"])
        for kind, target in (("practice", practice.slug), ("tag", f"tag {number}")):
            follows(reader, kind, target)
        said(practice)
        quiet = make_live(title=f"Two {number}", at=WEEK_BEFORE - DAY)
        follows(reader, "practice", quiet.slug)
        said(quiet)
        adopted(quiet, now=SUNDAY)
        return reader.digest_subscription

    readers = [add(1)]
    with django_assert_num_queries(6):
        assert len(queries.tellings(readers, MONDAY)) == 1
    readers += [add(2), add(3)]
    with django_assert_num_queries(6):
        assert len(queries.tellings(readers, MONDAY)) == 3


def test_who_took_up_a_followed_practice_is_told_once_it_is_confirmed(make_reader, make_live):
    practice = make_live(title="Quiet", at=WEEK_BEFORE - DAY)
    reader, other = make_reader(frequency="daily"), make_reader(frequency="daily")
    follows(reader, "practice", practice.slug)
    follows(other, "area", practice.scopes[0])
    house = InstitutionFactory(name="Loon <Lake> Health")
    secret = {"state": "trying", "changed": "Private words", "outcome": "Private too"}
    line = adopted(practice, house, confirmed=False, now=SUNDAY, **secret)
    assert told(reader) == []

    practices.confirm_adoption(adoption=line, by=line.waiting_by, seen=1, now=SUNDAY)
    assert told(reader) == [("Quiet", True, True, "Loon <Lake> Health is trying it")]
    assert told(other) == []
    actions.plan_due(now=MONDAY)
    delivery = DigestDelivery.objects.get()
    claim = actions.claim_next(issue=delivery.issue, now=MONDAY)
    letter = letters.compose(delivery.issue.frame, claim.reader, claim.chosen)
    assert letter.subject == "Loon <Lake> Health is trying it: Quiet"
    assert "You follow this: Loon <Lake> Health is trying it" in letter.text
    assert "Loon &lt;Lake&gt; Health is trying it" in letter.html
    assert "Private" not in letter.text + letter.html + str(delivery.happened)

    # Nothing twice. Newer words are no news, another state is; words that wait are nobody's.
    reader.digest_subscription.refresh_from_db()
    assert told(reader, MONDAY + DAY) == []
    steward = line.reported_by
    newer = {"state": "adopted"}
    practices.change_adoption(adoption=line, by=steward, words=newer, now=MONDAY + HOUR)
    assert told(reader, MONDAY + DAY) == []
    line.refresh_from_db()
    practices.confirm_adoption(adoption=line, by=steward, seen=line.version, now=MONDAY + HOUR)
    adopted(practice, now=MONDAY + HOUR)
    said(practice, at=MONDAY + HOUR)
    words = "2 institutions say how far they are with it, 1 new comment"
    assert told(reader, MONDAY + DAY) == [("Quiet", True, True, words)]
    # Nobody is told of their own doings.
    reader.digest_subscription.delete()
    steward_reads = make_reader()
    practices.follow(kind="practice", target=practice.slug, by=steward_reads, now=SUNDAY)
    line.__class__.objects.update(confirmed_by=steward_reads)
    assert told(steward_reads, MONDAY + DAY) == [("Quiet", True, True, "1 new comment")]


@pytest.mark.parametrize("how", ["taken out", "said anew", "comment too"])
def test_an_adoption_that_went_after_planning_is_told_to_nobody(
    how, make_reader, make_live, client_of
):
    practice = make_live(title="Quiet", at=WEEK_BEFORE - DAY)
    reader = make_reader(frequency="daily")
    follows(reader, "practice", practice.slug)
    line = adopted(practice, InstitutionFactory(name="Loon Lake Health"), now=SUNDAY)
    if how == "comment too":
        said(practice)
    actions.plan_due(now=MONDAY)
    delivery = DigestDelivery.objects.get()
    copy = delivery.issue.get_absolute_url()

    later = {"by": line.reported_by, "now": MONDAY + HOUR}
    line = practices.remove_adoption(adoption=line, reason="A slip.", **later)
    if how == "said anew":
        practices.change_adoption(adoption=line, words={"state": "trying"}, confirmed=True, **later)
    claim = actions.claim_next(issue=delivery.issue, now=MONDAY)

    assert claim.is_skipped is (how != "comment too")
    assert [one.happened for one in claim.chosen] == ["1 new comment"] * (how == "comment too")
    DigestDelivery.objects.update(state="sent", lease_until=None, skip_reason="")
    assert "Loon Lake" not in client_of(reader).get(copy).content.decode()


def test_who_follows_an_institution_hears_what_it_publishes_with_others(make_reader, make_live):
    house = InstitutionFactory(name="Loon Lake Health")
    practice = published_practice(title="Together", now=SUNDAY)
    published_practice(title="Asked alone", now=SUNDAY)
    asked_to_publish(practice, house, signs=True, now=SUNDAY)
    asked_to_publish(Practice.objects.get(title="Asked alone"), house, now=SUNDAY)
    reader = make_reader(scopes=["accessibility"])
    follows(reader, "institution", house.slug)

    assert told(reader) == [("Together", False, True, "")]
