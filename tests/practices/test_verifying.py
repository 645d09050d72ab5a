"""Whether it is still true: said once a year, asked for, and shown when nobody says so."""

from __future__ import annotations

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from collaborative.core.models import PublicVersion
from practices import actions, tasks
from practices.models import Practice, VerificationReminder

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
NOW = dt.datetime(2027, 5, 3, 18, tzinfo=dt.UTC)


@pytest.fixture
def live(state_of, roles):
    """Public since a year ago tomorrow."""
    practice = state_of("live", title="Zebra crossing")
    then = NOW - 364 * DAY
    Practice.objects.filter(pk=practice.pk).update(
        published_at=then, last_published_at=then, review_by=dt.date(2027, 5, 4)
    )
    return Practice.objects.get(pk=practice.pk)


@pytest.fixture
def asked(django_capture_on_commit_callbacks):
    def tick(now):
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            actions.do_due(now=now)
        return sorted((one.to[0], one.subject) for one in mail.outbox)

    return tick


def read(client, practice):
    answer = client.get(practice.get_absolute_url())
    return BeautifulSoup(answer.content, "html.parser").main.get_text(" ", strip=True)


def test_a_publication_sets_the_day_a_year_on(state_of):
    practice = state_of("live")
    day = timezone.localdate(practice.last_published_at)
    assert practice.review_by in {day + 365 * DAY, day + 366 * DAY}
    assert not practice.is_overdue


def test_author_and_steward_say_that_it_is_still_true(live, roles, client_of):
    version = PublicVersion.objects.get(pk=1).number
    said = {}
    for name in ("memberA", "memberB", "coord", "authorA"):
        answer = client_of(getattr(roles, name)).post(f"/practices/{live.slug}/still-true/")
        said[name] = answer.status_code
    assert said == {"memberA": 403, "memberB": 403, "coord": 403, "authorA": 302}

    true = Practice.objects.get(pk=live.pk)
    assert true.verified_by == roles.authorA
    assert true.review_by > timezone.localdate() + 360 * DAY
    assert PublicVersion.objects.get(pk=1).number == version + 1
    shown = read(client_of(None), live)
    day = timezone.localdate()
    assert f"Its institution said so on {day:%B} {day.day}, {day.year}" in shown
    told = client_of(None).get(f"/api/v1/practices/{live.slug}").json()
    assert (told["verified_on"], told["is_overdue"]) == (day.isoformat(), False)


def test_new_words_are_not_said_to_be_true_by_an_older_word(live, roles):
    actions.verify(practice=live, by=roles.authorA, now=NOW)
    assert live.is_verified
    actions.save_draft(practice=live, by=roles.authorA, words={"need": "Other."}, now=NOW)
    actions.submit(practice=live, by=roles.authorA, now=NOW)
    actions.publish(practice=live, by=roles.stewardA, now=NOW + DAY)

    again = Practice.objects.get(pk=live.pk)
    assert not again.is_verified
    assert again.review_by == dt.date(2028, 5, 4)


def test_what_nobody_looked_at_is_labelled_the_day_after_without_a_publication(
    live, client_of, roles
):
    actions.do_due(now=NOW + DAY)
    assert not Practice.objects.get(pk=live.pk).is_overdue
    version = PublicVersion.objects.get(pk=1).number

    assert actions.do_due(now=NOW + 2 * DAY).overdue == 1
    assert actions.do_due(now=NOW + 2 * DAY).overdue == 0

    assert PublicVersion.objects.get(pk=1).number == version + 1
    assert "Not confirmed since May 4, 2027" in read(client_of(None), live)
    assert "Not confirmed lately" in client_of(None).get("/practices/").content.decode()
    assert client_of(None).get(f"/api/v1/practices/{live.slug}").json()["is_overdue"] is True
    assert "Read it once more" in read(client_of(roles.authorA), live)

    actions.verify(practice=live, by=roles.stewardA, now=NOW + 3 * DAY)
    assert "Not confirmed" not in read(client_of(None), live)
    assert "Not confirmed" not in client_of(None).get("/practices/").content.decode()


def test_its_people_are_asked_three_times_and_each_time_once(live, roles, asked):
    both = sorted([roles.authorA.email, roles.stewardA.email])
    assert asked(NOW - 31 * DAY) == []
    for moment, subject in (
        (NOW - 29 * DAY, "Is “Zebra crossing” still true?"),
        (NOW + DAY, "Is “Zebra crossing” still true?"),
        (NOW + 61 * DAY, "Readers are told: nobody has confirmed “Zebra crossing”"),
    ):
        assert asked(moment) == [(to, subject) for to in both]
        assert asked(moment + dt.timedelta(hours=1)) == []
    assert asked(NOW + 300 * DAY) == []
    kinds = VerificationReminder.objects.order_by("sent_at").values_list("kind", flat=True)
    assert list(kinds) == ["soon", "due", "overdue"]


def test_after_a_long_silence_only_the_question_of_the_day_is_asked(live, asked):
    assert len(asked(NOW + 90 * DAY)) == 2
    assert VerificationReminder.objects.get().kind == "overdue"


def test_nobody_is_asked_who_said_so_or_about_what_ended_or_is_not_public(
    live, state_of, roles, asked
):
    actions.verify(practice=live, by=roles.authorA, now=NOW)
    for act in (
        lambda one: actions.end(practice=one, by=roles.stewardA, reason="No.", now=NOW),
        lambda one: actions.withdraw(practice=one, by=roles.stewardA, reason="No.", now=NOW),
        lambda one: actions.take_down(practice=one, by=roles.stewardA, reason="No.", now=NOW),
    ):
        practice = state_of("live")
        act(practice)
        assert Practice.objects.get(pk=practice.pk).review_by is None
    assert asked(NOW + 30 * DAY) == []
    for practice in (state_of("live", stage="ended", ended_reason="No."), state_of("draft")):
        with pytest.raises(actions.CannotVerify):
            actions.verify(practice=practice, by=roles.authorA, now=NOW)


def test_task_and_command_are_the_same_tick(live, capsys):
    Practice.objects.update(review_by=timezone.localdate() - DAY)
    tasks.tick()
    assert Practice.objects.get(pk=live.pk).is_overdue

    call_command("do_due_practices", "--now", "2099-01-01T12:00:00+00:00")
    assert "Asked whether still true: 1." in capsys.readouterr().out
