"""Publication at a chosen time: exactly that version, once, or not at all and told."""

from __future__ import annotations

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from members.models import User
from practices import actions, calendar
from practices.forms import PlanForm
from practices.models import PlannedPublication, Practice
from tests.at_once import at_once
from tests.factories import PracticeFactory

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def planned(state_of, roles, now):
    practice = state_of("submitted", title="Night interpreters")
    actions.plan(practice=practice, by=roles.stewardA, publish_at=now + DAY, now=now)
    return Practice.objects.get(pk=practice.pk)


@pytest.fixture
def sent(django_capture_on_commit_callbacks):
    def done(act):
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            act()
        return sorted((one.to[0], one.subject.partition(":")[0]) for one in mail.outbox)

    return done


def row(practice):
    return Practice.objects.get(pk=practice.pk)


def test_it_is_published_at_its_time_by_who_said_yes_and_once(planned, roles, sent, now):
    author = roles.authorA.email
    assert actions.do_due(now=now + DAY - HOUR).published == 0
    assert not row(planned).live

    moment = now + DAY + 4 * HOUR  # ticks were missed: it is made up for
    assert sent(lambda: actions.do_due(now=moment)) == [(author, "Published")]

    live = row(planned)
    assert (live.live, live.slug, live.published_by) == (
        True, "night-interpreters", roles.stewardA,
    )  # fmt: skip
    assert (live.published_at, live.last_published_at) == (moment, moment)
    assert live.reviews.get().decided_by == roles.stewardA
    assert not PlannedPublication.objects.exists()
    assert sent(lambda: actions.do_due(now=moment + HOUR)) == []


def test_the_author_is_told_of_the_day(state_of, roles, sent, now):
    practice = state_of("submitted")
    yes = {"practice": practice, "by": roles.stewardA, "now": now}
    letters = sent(lambda: actions.plan(publish_at=now + DAY, **yes))
    assert [to for to, _ in letters] == [roles.authorA.email]
    assert "Minnesota time" in mail.outbox[0].body


def test_the_words_stand_still_and_taking_back_calls_it_off(planned, roles, client_of, sent, now):
    with pytest.raises(actions.CannotEdit):
        actions.save_draft(practice=planned, by=roles.authorA, words={"need": "Other"}, now=now)

    client = client_of(roles.authorA)
    letters = sent(lambda: client.post(f"/practices/{planned.slug}/take-back/"))

    assert [to for to, _ in letters] == [roles.stewardA.email]
    assert "taken back" in mail.outbox[0].body
    said = client.get(row(planned).get_edit_url()).content.decode()
    assert "It will not be published on" in said
    assert actions.do_due(now=now + 2 * DAY).published == 0
    assert not row(planned).live


def test_asking_for_a_change_taking_down_and_publishing_now_end_the_plan(state_of, roles, now):
    for state, act in (
        ("submitted", lambda one: actions.ask_for_changes(
            practice=one, by=roles.stewardA, note="Wait.", now=now)),
        ("submitted", lambda one: actions.publish(practice=one, by=roles.stewardA, now=now)),
        ("live submitted", lambda one: actions.take_down(
            practice=one, by=roles.coord, reason="A name.", now=now)),
    ):  # fmt: skip
        practice = state_of(state)
        actions.plan(practice=practice, by=roles.stewardA, publish_at=now + DAY, now=now)
        act(practice)
        assert not PlannedPublication.objects.exists()
        before = row(practice)
        assert actions.do_due(now=now + 2 * DAY)[:2] == (0, 0)
        assert row(practice).live == before.live


def test_another_time_takes_the_place_of_the_first_and_calling_off_waits_again(
    planned, roles, sent, now
):
    actions.plan(practice=planned, by=roles.stewardA, publish_at=now + 3 * DAY, now=now)
    assert actions.do_due(now=now + 2 * DAY).published == 0

    letters = sent(lambda: actions.cancel_plan(practice=planned, by=roles.siteadmin, now=now))

    assert [to for to, _ in letters] == sorted([roles.authorA.email, roles.stewardA.email])
    assert actions.do_due(now=now + 4 * DAY).published == 0
    assert row(planned).is_submitted
    with pytest.raises(actions.CannotCancelPlan):
        actions.cancel_plan(practice=planned, by=roles.stewardA, now=now)


@pytest.mark.parametrize("why", ["left", "contributor", "account closed", "institution closed"])
def test_nobody_publishes_who_may_not_any_more_and_its_people_are_told(
    why, planned, roles, sent, now
):
    match why:
        case "left":
            roles.stewardA.memberships.update(state="ended", ended_at=now)
        case "contributor":
            roles.stewardA.memberships.update(role="contributor")
        case "account closed":
            User.objects.filter(pk=roles.stewardA.pk).update(is_active=False)
        case "institution closed":
            type(roles.a).objects.filter(pk=roles.a.pk).update(state="closed")

    letters = sent(lambda: actions.do_due(now=now + DAY))

    after = row(planned)
    assert (after.live, after.is_submitted) == (False, True)
    assert not PlannedPublication.objects.exists()
    assert roles.authorA.email in [to for to, _ in letters]
    reason = "is closed" if why == "institution closed" else "is no steward of"
    assert reason in mail.outbox[0].body
    assert sent(lambda: actions.do_due(now=now + DAY + HOUR)) == []


def test_one_that_breaks_stops_no_other(planned, state_of, roles, now, caplog):
    other = state_of("submitted")
    actions.plan(practice=other, by=roles.stewardA, publish_at=now + DAY, now=now)
    # Impossible for a person: a live practice without an area, which the database refuses.
    Practice.objects.filter(pk=planned.pk).update(workflow="submitted", submitted_at=now)
    planned.reviews.all().delete()

    done = actions.do_due(now=now + DAY)

    assert done.published == 1
    assert row(other).live
    assert "could not be published as planned" in caplog.text


def test_who_may_not_publish_plans_nothing(state_of, roles, client_of, now):
    practice = state_of("submitted")
    for who in (roles.authorA, roles.memberA, roles.coord, roles.stewardB):
        with pytest.raises(PermissionDenied):
            actions.plan(practice=practice, by=who, publish_at=now + DAY, now=now)
    for moment in (now, now - DAY, now + 400 * DAY):
        with pytest.raises(actions.CannotPlan):
            actions.plan(practice=practice, by=roles.stewardA, publish_at=moment, now=now)
    with pytest.raises(actions.NotWhatYouSaw):
        actions.plan(practice=practice, by=roles.stewardA, publish_at=now + DAY, now=now, seen=1)
    assert not PlannedPublication.objects.exists()


def test_a_stewards_own_draft_goes_into_a_round_until_its_day(roles, now):
    own = PracticeFactory(institution=roles.a, author=roles.stewardA, author_belongs=False)

    actions.plan(practice=own, by=roles.stewardA, publish_at=now + DAY, now=now)

    assert row(own).is_submitted
    assert actions.do_due(now=now + DAY).published == 1
    assert row(own).live


def test_a_day_is_chosen_on_the_page_and_shown_to_those_concerned(state_of, roles, client_of, now):
    practice = state_of("submitted")
    client = client_of(roles.stewardA)
    day = (timezone.localdate(now) + 10 * DAY).isoformat()
    form = {"publish_on": day, "publish_time": "08:30", "seen": practice.latest_revision_id}

    wrong = client.post(f"/practices/{practice.slug}/plan/", form | {"publish_on": "2020-01-01"})
    assert "That time has passed" in wrong.content.decode()
    answer = client.post(f"/practices/{practice.slug}/plan/", form)

    assert answer["Location"] == practice.get_absolute_url()
    made = PlannedPublication.objects.get()
    assert timezone.localtime(made.publish_at).strftime("%Y-%m-%d %H:%M") == f"{day} 08:30"
    for who, may in ((roles.authorA, False), (roles.stewardA, True), (roles.memberA, False)):
        page = BeautifulSoup(client_of(who).get(practice.get_absolute_url()).content, "html.parser")
        bar = page.select_one(".practice-bar").get_text(" ", strip=True)
        assert "8:30 a.m." in bar
        assert ("Call the planned day off" in bar) is may
    assert "Planned" in client.get(f"/practices/{practice.slug}/review/").content.decode()
    client.post(f"/practices/{practice.slug}/cancel-plan/")
    assert not PlannedPublication.objects.exists()


# Clocks go forward on March 14, 2027, at 2 a.m. and back on November 7, 2027, at 2 a.m.
WINTER = dt.datetime(2027, 3, 1, 12, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("day", "time", "utc"),
    [
        ("2027-03-13", "02:30", "2027-03-13T08:30:00+00:00"),
        ("2027-03-14", "02:30", None),
        ("2027-03-14", "03:00", "2027-03-14T08:00:00+00:00"),
        ("2027-11-07", "01:30", "2027-11-07T06:30:00+00:00"),  # the first of the two
        ("9999-12-31", "23:59", None),
    ],
)
def test_times_are_those_of_clocks_in_minnesota(day, time, utc):
    form = PlanForm({"publish_on": day, "publish_time": time}, now=WINTER)

    assert form.is_valid() is (utc is not None)
    if utc:
        assert form.cleaned_data["publish_at"] == dt.datetime.fromisoformat(utc)


def test_a_year_on_is_the_same_day():
    assert calendar.a_year_after(dt.datetime(2028, 2, 29, 18, tzinfo=dt.UTC)) == dt.date(
        2029, 2, 28
    )
    # Late in the evening in Minnesota it is the next day in UTC.
    assert calendar.a_year_after(dt.datetime(2027, 5, 4, 3, tzinfo=dt.UTC)) == dt.date(2028, 5, 3)


@pytest.mark.django_db(transaction=True)
def test_three_ticks_at_once_publish_once(state_of, roles):
    now = timezone.now()
    practices = [state_of("submitted") for _ in range(3)]
    for practice in practices:
        actions.plan(practice=practice, by=roles.stewardA, publish_at=now + DAY, now=now)
    mail.outbox.clear()

    def tick():
        return actions.do_due(now=now + DAY)

    def back():
        one = Practice.objects.get(pk=practices[0].pk)
        actions.take_back(practice=one, by=User.objects.get(pk=roles.authorA.pk), now=now)

    results = at_once(tick, tick, back, tick)
    actions.do_due(now=now + DAY)

    assert not [
        one
        for one in results
        if isinstance(one, Exception) and not isinstance(one, actions.Refused)
    ]
    taken_back = results[2] is None
    assert [row(one).live for one in practices] == [not taken_back, True, True]
    published = [one for one in mail.outbox if one.subject.startswith("Published")]
    assert len(published) == 3 - taken_back
    assert not PlannedPublication.objects.exists()
