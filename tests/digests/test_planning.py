"""When an issue is planned, of what, for whom; and that nothing is told twice or lost."""

from __future__ import annotations

import datetime as dt

import pytest

from collaborative.digests import actions, queries, schedule
from collaborative.digests.actions import planning
from collaborative.digests.enums import DeliveryState, IssueKind
from collaborative.digests.models import DigestDelivery, DigestIssue, DigestSubscription
from members.enums import MembershipState
from practices.models import Practice

from .conftest import MONDAY, SUNDAY, WEEK_BEFORE

pytestmark = pytest.mark.django_db

HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)


def utc(*parts):
    return dt.datetime(*parts, tzinfo=dt.UTC)


def plan(now=MONDAY):
    return {issue.kind: issue for issue in actions.plan_due(now=now)}


def told(issue):
    """Reader -> practices of an issue."""
    return {line.recipient: line.practice_ids for line in issue.deliveries.order_by("pk")}


@pytest.mark.parametrize(
    ("now", "kind", "key", "due_at"),
    [
        # The clock is put forward in the night to March 8, 2026, and back in that to November 1.
        (utc(2026, 3, 8, 11, 59), "daily", "2026-03-07", utc(2026, 3, 7, 13)),
        (utc(2026, 3, 8, 12, 0), "daily", "2026-03-08", utc(2026, 3, 8, 12)),
        (utc(2026, 11, 1, 12, 59), "daily", "2026-10-31", utc(2026, 10, 31, 12)),
        (utc(2026, 11, 1, 13, 0), "daily", "2026-11-01", utc(2026, 11, 1, 13)),
        (utc(2026, 11, 23, 12, 59), "weekly", "2026-W47", utc(2026, 11, 16, 13)),
        (utc(2026, 11, 23, 13, 0), "weekly", "2026-W48", utc(2026, 11, 23, 13)),
        (utc(2026, 11, 29, 23, 0), "weekly", "2026-W48", utc(2026, 11, 23, 13)),
        (utc(2027, 1, 1, 13, 0), "weekly", "2026-W53", utc(2026, 12, 28, 13)),
        (utc(2026, 3, 9, 12, 0), "weekly", "2026-W11", utc(2026, 3, 9, 12)),
    ],
)
def test_due_moments_follow_the_clock_on_the_wall(now, kind, key, due_at):
    assert schedule.newest_slot(IssueKind(kind), now) == (kind, key, due_at)


@pytest.mark.parametrize(("night", "hours"), [((2026, 3, 7), 23), ((2026, 10, 31), 25)])
def test_every_day_has_one_issue_through_both_nights(night, hours):
    first = schedule.slot_on(IssueKind.DAILY, dt.date(*night))
    after = schedule.next_slot(IssueKind.DAILY, first.due_at)
    assert after.due_at - first.due_at == dt.timedelta(hours=hours)
    ticks = [first.due_at + dt.timedelta(minutes=5 * n) for n in range(hours * 12)]
    assert {schedule.newest_slot(IssueKind.DAILY, now).period_key for now in ticks} == {
        first.period_key
    }


def test_issue_holds_what_each_reader_follows(make_reader, make_live):
    language = make_live(scopes=["language-access"])
    access = make_live(scopes=["accessibility", "policy-advocacy"], at=SUNDAY + HOUR)
    everything = make_reader()
    interpreter = make_reader(scopes=["language-access", "payment-innovation"])
    daily = make_reader(frequency="daily", scopes=["policy-advocacy"])
    make_reader(scopes=["payment-innovation"])
    issues = plan()
    assert told(issues["weekly"]) == {
        everything: [access.pk, language.pk],
        interpreter: [language.pk],
    }
    assert told(issues["daily"]) == {daily: [access.pk]}
    assert issues["weekly"].period_key == "2026-W48"
    assert set(issues["weekly"].cards) == {str(language.pk), str(access.pk)}


def test_single_and_common_reading_agree(make_reader, make_live):
    make_live(scopes=["language-access"])
    make_live(scopes=["accessibility"], at=WEEK_BEFORE - DAY, changed_at=SUNDAY)
    make_live(scopes=["accessibility"], at=MONDAY + HOUR)
    reader = make_reader(scopes=["accessibility"])
    subscription = reader.digest_subscription
    (telling,) = queries.tellings([subscription], MONDAY)
    window = queries.window_of(subscription, MONDAY)
    assert telling.items == queries.contents_for(subscription, window)
    assert [item.is_changed for item in telling.items] == [True]


def test_second_tick_plans_nothing(make_reader, make_live):
    make_reader()
    make_live()
    assert set(plan()) == {"daily", "weekly"}
    assert plan() == {}
    assert plan(MONDAY + HOUR) == {}
    assert DigestDelivery.objects.count() == 1


def test_day_without_news_has_an_issue_without_readers(make_reader, make_live):
    """Else what is published at three in the afternoon would go out at once."""
    reader = make_reader(frequency="daily")
    issue = plan()["daily"]
    assert (issue.finished_at, issue.deliveries.count()) == (MONDAY, 0)
    later = make_live(at=MONDAY + 8 * HOUR)
    assert plan(MONDAY + 9 * HOUR) == {}
    assert told(plan(MONDAY + DAY)["daily"]) == {reader: [later.pk]}


def test_missed_days_are_one_issue_that_loses_nothing(make_reader, make_live):
    reader = make_reader(frequency="daily", covered_until=MONDAY - 4 * DAY)
    early = make_live(at=MONDAY - 3 * DAY)
    late = make_live(at=MONDAY - HOUR)
    issues = plan(MONDAY + HOUR)
    assert told(issues["daily"]) == {reader: [late.pk, early.pk]}
    assert DigestIssue.objects.filter(kind="daily").count() == 1
    assert plan(MONDAY + DAY)["daily"].deliveries.count() == 0


def test_reader_is_told_up_to_the_issue_and_no_further(make_reader, make_live):
    reader = make_reader()
    other = make_reader(frequency="daily")
    make_live()
    plan()
    covered = DigestSubscription.objects.in_bulk(field_name="user_id")
    assert covered[reader.pk].covered_until == MONDAY
    assert covered[other.pk].covered_until == MONDAY


def test_publication_that_commits_late_is_told_in_the_next_issue(make_reader, make_live):
    """Its steward pressed the button before the tick, its transaction ended after it."""
    reader = make_reader(frequency="daily")
    known = make_live(at=MONDAY - HOUR)
    assert told(plan()["daily"]) == {reader: [known.pk]}
    late = make_live(at=MONDAY - dt.timedelta(seconds=5))
    assert told(plan(MONDAY + DAY)["daily"]) == {reader: [late.pk]}
    assert plan(MONDAY + 2 * DAY)["daily"].deliveries.count() == 0


def test_published_just_before_an_issue_is_told_once(make_reader, make_live):
    reader = make_reader(frequency="daily")
    practice = make_live(at=MONDAY - dt.timedelta(seconds=5))
    assert told(plan()["daily"]) == {reader: [practice.pk]}
    assert plan(MONDAY + DAY)["daily"].deliveries.count() == 0


def test_changed_practice_is_told_as_changed(make_reader, make_live):
    reader = make_reader(frequency="daily")
    practice = make_live(at=SUNDAY)
    first = plan()["daily"].deliveries.get(recipient=reader)
    assert (first.practice_ids, first.changed_ids) == ([practice.pk], [])
    Practice.objects.filter(pk=practice.pk).update(last_published_at=MONDAY + HOUR)
    second = plan(MONDAY + DAY)["daily"].deliveries.get(recipient=reader)
    assert (second.practice_ids, second.changed_ids) == ([practice.pk], [practice.pk])


def test_only_members_with_a_digest_are_readers(make_reader, make_live, home):
    make_live()
    reader = make_reader()
    off = make_reader()
    closed = make_reader(is_active=False)
    left = make_reader()
    actions.unsubscribe(user_id=off.pk, now=SUNDAY)
    left.memberships.update(state=MembershipState.ENDED, ended_at=SUNDAY)
    assert list(told(plan()["weekly"])) == [reader]
    assert DigestSubscription.objects.filter(user=closed, is_active=True).exists()


def test_draft_is_in_no_issue(make_reader, make_live, home):
    """[DP16] One's own institution's draft is visible to a member, and still no news."""
    from tests.factories import PracticeFactory

    reader = make_reader()
    PracticeFactory(institution=home, title="Secret draft token")
    live = make_live()
    issue = plan()["weekly"]
    assert told(issue) == {reader: [live.pk]}
    assert "Secret draft token" not in str(issue.cards)


def test_newer_draft_of_a_live_practice_is_not_frozen(make_reader, make_live):
    make_reader()
    practice = make_live(title="The live words")
    draft = practice.newest()
    draft.title = "Newer words not yet published"
    draft.save_revision()
    cards = str(plan()["weekly"].cards)
    assert "The live words" in cards
    assert "Newer words" not in cards


def test_extra_issue_goes_to_everybody_and_is_not_told_again(make_reader, make_live, roles):
    daily, weekly = make_reader(frequency="daily"), make_reader()
    practice = make_live()
    issue = actions.plan_extra(by=roles.coord, key="0123456789abcdef", now=SUNDAY + HOUR)
    assert told(issue) == {daily: [practice.pk], weekly: [practice.pk]}
    with pytest.raises(actions.AlreadySentError):
        actions.plan_extra(by=roles.coord, key="0123456789abcdef", now=SUNDAY + HOUR)
    assert sum(one.deliveries.count() for one in plan().values()) == 0


def test_extra_issue_without_news_leaves_nothing_behind(make_reader, roles):
    reader = make_reader()
    with pytest.raises(actions.NothingNewError):
        actions.plan_extra(by=roles.siteadmin, key="0123456789abcdef", now=SUNDAY)
    assert not DigestIssue.objects.exists()
    assert DigestSubscription.objects.get(user=reader).covered_until == WEEK_BEFORE


def test_only_the_consortium_sends_an_extra_issue(make_reader, make_live, roles):
    make_reader()
    make_live()
    for person in (roles.stewardA, roles.memberA, roles.nomember, roles.inactive):
        with pytest.raises(actions.CannotRunDigestsError):
            actions.plan_extra(by=person, key="0123456789abcdef", now=SUNDAY)
    assert actions.plan_extra(by=roles.coord, key="0123456789abcdef", now=MONDAY).deliveries.count()


def test_planning_asks_the_same_number_of_questions_for_one_and_for_three(
    make_reader, make_live, django_assert_num_queries
):
    make_reader(frequency="daily")
    make_live()
    with django_assert_num_queries(13):
        planning._plan(IssueKind.DAILY, "one", due_at=MONDAY, by=None, now=MONDAY)
    for _ in range(2):
        make_reader(frequency="daily")
        make_live(at=MONDAY + HOUR)
    with django_assert_num_queries(13):
        planning._plan(IssueKind.DAILY, "three", due_at=MONDAY, by=None, now=MONDAY + DAY)
    assert set(DigestDelivery.objects.values_list("state", flat=True)) == {DeliveryState.PENDING}


def test_first_wish_begins_now_and_a_change_keeps_its_place(make_live, home, roles):
    first = actions.subscribe(by=roles.memberA, frequency="weekly", scopes=[], now=SUNDAY)
    assert (first.covered_until, first.subscribed_at) == (SUNDAY, SUNDAY)
    second = actions.subscribe(
        by=roles.memberA, frequency="daily", scopes=["accessibility"], now=MONDAY
    )
    assert (second.pk, second.covered_until, second.frequency) == (first.pk, SUNDAY, "daily")
    assert actions.unsubscribe(user_id=roles.memberA.pk, now=MONDAY) is True
    assert actions.unsubscribe(user_id=roles.memberA.pk, now=MONDAY) is False
    again = actions.subscribe(by=roles.memberA, frequency="daily", scopes=[], now=MONDAY + DAY)
    assert (again.is_active, again.unsubscribed_at) == (True, None)
    assert again.covered_until == again.subscribed_at == MONDAY + DAY
    with pytest.raises(actions.CannotSubscribeError):
        actions.subscribe(by=roles.inactive, frequency="daily", scopes=[], now=MONDAY)
