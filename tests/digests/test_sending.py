"""From a planned line to a settled one, against a real mail server: every way it can go."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.management import CommandError, call_command

from collaborative.core.mail.transport import SMTPTransport
from collaborative.digests import actions, tasks
from collaborative.digests.actions import sending
from collaborative.digests.enums import DeliveryState
from collaborative.digests.models import DigestDelivery, DigestIssue
from members.enums import MembershipState
from practices import actions as practices
from practices.models import Practice
from tests.factories import MembershipFactory, UserFactory
from tests.mail.sink import DROP, HANG

from .conftest import MONDAY

pytestmark = pytest.mark.django_db

MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def planned(make_reader, make_live):
    """A weekly issue of one practice to one reader."""
    make_reader(email="reader@mail.example.org")
    make_live(title="Interpreters at night")
    return next(one for one in actions.plan_due(now=MONDAY) if one.kind == "weekly")


def send(issue, line, moment, **more):
    return actions.deliver(issue_id=issue.pk, line=line, clock=moment.clock, **more)


def the_line():
    return DigestDelivery.objects.get()


def test_accepted_is_sent(planned, line, sink, moment):
    assert send(planned, line, moment) == 1
    delivery = the_line()
    assert (delivery.state, delivery.attempts) == (DeliveryState.SENT, 1)
    assert delivery.email == "reader@mail.example.org"
    assert delivery.smtp_answer == "accepted: 250 2.0.0 taken"
    assert (delivery.settled_at, delivery.lease_until) == (MONDAY, None)
    (taken,) = sink.taken
    assert taken.recipient == "reader@mail.example.org"
    assert taken.message["Message-ID"] == delivery.message_id
    planned.refresh_from_db()
    assert planned.finished_at == MONDAY
    assert send(planned, line, moment) == 0
    assert len(sink.taken) == 1


@pytest.mark.parametrize("stage", ["MAIL", "RCPT", "DATA", "BODY_BEFORE"])
def test_refused_for_now_waits_and_is_sent_later(planned, line, sink, moment, stage):
    sink.refuse(stage, "451 4.3.0 later")
    send(planned, line, moment)
    delivery = the_line()
    assert (delivery.state, delivery.settled_at) == (DeliveryState.PENDING, None)
    assert delivery.next_attempt_at == MONDAY + MINUTE
    assert "451 4.3.0 later" in delivery.smtp_answer
    assert send(planned, line, moment) == 0
    moment.move(minutes=1)
    assert send(planned, line, moment) == 1
    assert (the_line().state, the_line().attempts) == (DeliveryState.SENT, 2)
    assert len(sink.taken) == 1


def test_refused_for_now_waits_longer_each_time_and_fails_at_last(planned, line, sink, moment):
    waits = []
    for _ in range(sending.MOST_ATTEMPTS):
        sink.refuse("RCPT", "450 4.2.1 grey-listed")
        assert send(planned, line, moment) == 1
        delivery = the_line()
        if delivery.state == DeliveryState.PENDING:
            waits.append((delivery.next_attempt_at - moment.now) // MINUTE)
            moment.now = delivery.next_attempt_at
    assert waits == [1, 5, 15, 60, 180, 360]
    assert (the_line().state, the_line().attempts) == (DeliveryState.FAILED, 7)
    assert sink.taken == []


@pytest.mark.parametrize("stage", ["MAIL", "RCPT", "DATA", "BODY_BEFORE"])
def test_refused_for_good_fails_and_is_not_tried_again(planned, line, sink, moment, stage):
    sink.refuse(stage, "550 5.1.1 nobody here")
    send(planned, line, moment)
    assert (the_line().state, the_line().settled_at) == (DeliveryState.FAILED, MONDAY)
    moment.move(days=1)
    assert send(planned, line, moment) == 0
    assert sink.taken == []


@pytest.mark.parametrize(
    ("stage", "end", "copies"),
    [("BODY", DROP, 1), ("BODY", HANG, 1), ("BODY_BEFORE", DROP, 0), ("BODY_BEFORE", HANG, 0)],
)
def test_no_answer_after_the_message_is_uncertain_for_ever(
    planned, line, sink, moment, stage, end, copies
):
    sink.refuse(stage, end)
    send(planned, line, moment)
    assert (the_line().state, the_line().attempts) == (DeliveryState.UNCERTAIN, 1)
    for _ in range(3):
        moment.move(days=1)
        actions.send_due(now=moment.now, ring=lambda _: send(planned, line, moment))
    assert (the_line().state, the_line().attempts) == (DeliveryState.UNCERTAIN, 1)
    assert len(sink.taken) == copies


@pytest.mark.parametrize("stage", ["MAIL", "RCPT", "DATA"])
def test_line_broken_before_the_message_is_tried_again(planned, line, sink, moment, stage):
    sink.refuse(stage, DROP, DROP)
    send(planned, line, moment)
    assert the_line().state == DeliveryState.PENDING
    for _ in range(2):
        moment.move(minutes=5)
        send(planned, line, moment)
    assert the_line().state == DeliveryState.SENT
    assert len(sink.taken) == 1


def test_mail_server_that_is_away_costs_nobody_a_try(planned, sink, moment, caplog):
    sink.stop()
    line = SMTPTransport(host=sink.host, port=sink.port, timeout=1)
    for _ in range(20):
        assert send(planned, line, moment) == 0
        moment.move(minutes=5)
    assert (the_line().state, the_line().attempts) == (DeliveryState.PENDING, 0)
    assert "no line to the mail server" in caplog.text
    sink.start()
    assert send(planned, line, moment) == 1
    assert the_line().state == DeliveryState.SENT


def test_line_that_could_not_be_sent_for_a_week_is_given_up(planned, moment):
    moment.move(days=7)
    tick = actions.send_due(now=moment.now, ring=lambda _: None)
    assert tick.given_up == 0
    moment.move(seconds=1)
    tick = actions.send_due(now=moment.now, ring=lambda _: None)
    assert (tick.given_up, the_line().state) == (1, DeliveryState.FAILED)


def test_lost_lease_is_uncertain_and_not_sent_again(planned, line, sink, moment):
    claim = actions.claim_next(issue=planned, now=moment.now)
    assert the_line().state == DeliveryState.SENDING
    assert the_line().lease_until == MONDAY + sending.LEASE
    assert actions.claim_next(issue=planned, now=moment.now) is None
    assert actions.release_lost_leases(now=MONDAY + sending.LEASE) == 0
    moment.now = MONDAY + sending.LEASE + dt.timedelta(seconds=1)
    tick = actions.send_due(now=moment.now, ring=lambda _: send(planned, line, moment))
    assert (tick.lost, tick.rung, the_line().state) == (1, [], DeliveryState.UNCERTAIN)
    assert sink.taken == []
    # The sender was only slow: what it knows in the end is better than not knowing.
    result = sending._send(claim, line, moment.now)
    assert actions.settle(claim=claim, result=result, now=moment.now) == DeliveryState.SENT
    assert (the_line().state, len(sink.taken)) == (DeliveryState.SENT, 1)


def test_settled_line_is_not_settled_again(planned, line, sink, moment):
    claim = actions.claim_next(issue=planned, now=moment.now)
    actions.settle(claim=claim, result=sending._send(claim, line, MONDAY), now=MONDAY)
    sink.refuse("RCPT", "450 later")
    late = line.send(sender="a@b.example.org", recipient="x@b.example.org", message=b"x")
    actions.settle(claim=claim, result=late, now=MONDAY)
    assert the_line().state == DeliveryState.SENT


def test_letter_that_cannot_be_written_is_not_lost(planned, line, sink, moment, caplog):
    DigestIssue.objects.filter(pk=planned.pk).update(frame={})
    send(planned, line, moment)
    assert the_line().state == DeliveryState.PENDING
    assert "could not be written" in caplog.text
    DigestIssue.objects.filter(pk=planned.pk).update(frame=planned.frame)
    moment.move(minutes=1)
    send(planned, line, moment)
    assert (the_line().state, len(sink.taken)) == (DeliveryState.SENT, 1)


def unsubscribes(reader, practice):
    actions.unsubscribe(user_id=reader.pk, now=MONDAY)


def leaves(reader, practice):
    reader.memberships.update(state=MembershipState.ENDED, ended_at=MONDAY)


def closes_the_account(reader, practice):
    reader.is_active = False
    reader.save()


def is_taken_down(reader, practice):
    Practice.objects.filter(pk=practice.pk).update(
        live=False, taken_down_at=MONDAY, taken_down_by=practice.author
    )


@pytest.mark.parametrize(
    ("happens", "reason"),
    [
        (unsubscribes, "unsubscribed"),
        (leaves, "not_member"),
        (closes_the_account, "inactive"),
        (is_taken_down, "nothing_visible"),
    ],
)
def test_what_happens_between_plan_and_claim_counts(
    make_reader, make_live, line, sink, moment, happens, reason
):
    reader = make_reader()
    practice = make_live()
    issue = next(one for one in actions.plan_due(now=MONDAY) if one.kind == "weekly")
    happens(reader, practice)
    assert send(issue, line, moment) == 1
    delivery = the_line()
    assert (delivery.state, delivery.skip_reason) == (DeliveryState.SKIPPED, reason)
    assert (delivery.settled_at, delivery.lease_until) == (MONDAY, None)
    assert sink.commands == []
    issue.refresh_from_db()
    assert issue.is_finished


def test_who_moved_between_plan_and_claim_still_gets_it(make_reader, make_live, line, sink, moment):
    reader = make_reader()
    make_live()
    issue = next(one for one in actions.plan_due(now=MONDAY) if one.kind == "weekly")
    leaves(reader, None)
    MembershipFactory(user=reader)
    reader.emailaddress_set.create(email="new@cedar.example.org", verified=True)
    type(reader).objects.filter(pk=reader.pk).update(email="new@cedar.example.org")

    assert send(issue, line, moment) == 1

    assert the_line().state == DeliveryState.SENT
    assert the_line().email == "new@cedar.example.org"
    assert len(sink.taken) == 1


def test_practice_taken_down_after_the_plan_leaves_the_mail(
    make_reader, make_live, line, sink, moment
):
    """Also for its own institution's people, who may still read the draft on the portal."""
    make_reader()
    stays = make_live(title="Stays where it is")
    goes = make_live(title="Goes away again")
    issue = next(one for one in actions.plan_due(now=MONDAY) if one.kind == "weekly")
    is_taken_down(None, goes)
    send(issue, line, moment)
    (taken,) = sink.taken
    words = taken.message.as_string()
    assert stays.title in words
    assert goes.title not in words
    assert taken.message["Subject"] == "New practice: Stays where it is"


def test_planned_words_do_not_change_any_more(make_reader, make_live, line, sink, moment):
    make_reader()
    practice = make_live(title="As it was planned")
    issue = next(one for one in actions.plan_due(now=MONDAY) if one.kind == "weekly")
    Practice.objects.filter(pk=practice.pk).update(title="Other words")
    send(issue, line, moment)
    assert sink.taken[0].message["Subject"] == "New practice: As it was planned"


def test_mail_goes_to_the_address_of_the_moment(planned, line, sink, moment):
    reader = the_line().recipient
    reader.email = "new-address@mail.example.org"
    reader.save()
    send(planned, line, moment)
    assert [one.recipient for one in sink.taken] == ["new-address@mail.example.org"]
    assert the_line().email == "new-address@mail.example.org"


@pytest.mark.parametrize("readers", [1, 3])
def test_every_message_costs_five_questions(
    make_reader, make_live, line, sink, moment, readers, django_assert_num_queries
):
    for _ in range(readers):
        make_reader()
    make_live()
    make_live()
    issue = next(one for one in actions.plan_due(now=MONDAY) if one.kind == "weekly")
    # Two savepoints around the claim and two around the answer; then the look for more, which is
    # a claim that finds nothing; the issue, whether anything is due, and the end of the issue.
    with django_assert_num_queries(9 * readers + 3 + 3):
        send(issue, line, moment)
    assert len(sink.taken) == readers


def test_batch_stops_at_its_limit(make_reader, make_live, line, sink, moment):
    for _ in range(3):
        make_reader()
    make_live()
    issue = next(one for one in actions.plan_due(now=MONDAY) if one.kind == "weekly")
    assert send(issue, line, moment, most=2) == 2
    assert send(issue, line, moment, most=2) == 1
    assert len(sink.taken) == 3
    assert max(sink.copies.values()) == 1


def test_tick_twice_sends_once(planned, line, sink, moment):
    for _ in range(2):
        actions.send_due(now=moment.now, ring=lambda _: send(planned, line, moment))
        moment.move(minutes=5)
    assert len(sink.taken) == 1


def test_beat_knows_the_tick_by_its_name(settings):
    from collaborative.celery import app

    app.loader.import_default_modules()
    names = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert tasks.tick.name in names
    assert tasks.deliver.name in app.tasks


def test_command_is_the_same_tick_and_can_send_by_itself(make_reader, make_live, sink, capsys):
    make_reader()
    make_live()
    call_command("send_due_digests", "--deliver", "--now", MONDAY.isoformat())
    said = capsys.readouterr().out
    assert "Planned: Weekly 2026-W48, 1 mails." in said
    assert "Sent what was due of 1 issue(s)." in said
    assert len(sink.taken) == 1
    call_command("send_due_digests", "--deliver", "--now", MONDAY.isoformat())
    assert len(sink.taken) == 1


def test_command_says_when_no_mail_server_takes_its_mails(make_reader, make_live, sink):
    make_reader()
    make_live()
    sink.stop()
    with pytest.raises(CommandError, match="Mails that still wait: 1, because the mail server"):
        call_command("send_due_digests", "--deliver", "--now", MONDAY.isoformat())
    assert the_line().state == DeliveryState.PENDING


def test_command_rings_through_the_broker_of_the_settings(make_reader, make_live, capsys, settings):
    """In any process that has loaded Django, whether it is Celery's own or not."""
    from celery import current_app

    assert current_app.conf.broker_url == settings.REDIS_URL
    make_reader()
    make_live()
    call_command("send_due_digests", "--now", MONDAY.isoformat())
    said = capsys.readouterr()
    assert "Called a worker for 1 issue(s)." in said.out
    assert "No worker answers now: what is planned waits" in said.err


def test_command_does_not_pretend_in_production(settings, db):
    settings.WORKSHOP = False
    with pytest.raises(CommandError, match="development and tests"):
        call_command("send_due_digests", "--now", MONDAY.isoformat())
    settings.WORKSHOP = True
    with pytest.raises(CommandError, match="with its zone"):
        call_command("send_due_digests", "--now", "2026-11-23T13:00:00")


def test_card_of_words_that_were_taken_down_stays_out_though_mended_words_are_live(
    make_reader, make_live, line, sink, moment, client_of
):
    """A planned card holds the words of its day, and those had to go."""
    reader = make_reader()
    stays, mended = make_live(title="Stays where it is"), make_live(title="Names somebody")
    issue = next(one for one in actions.plan_due(now=MONDAY) if one.kind == "weekly")
    steward = UserFactory(is_superuser=True)
    practices.take_down(practice=mended, reason="A name.", by=steward, now=MONDAY)
    words = {"title": "Names nobody"}
    practices.save_draft(practice=mended, words=words, by=steward, now=MONDAY)
    practices.submit(practice=mended, by=steward, now=MONDAY)
    practices.publish(practice=mended, by=steward, now=MONDAY + dt.timedelta(minutes=1))

    send(issue, line, moment)

    (taken,) = sink.taken
    assert stays.title in taken.message.as_string()
    assert "Names somebody" not in taken.message.as_string()
    copy = client_of(reader).get(issue.get_absolute_url()).content.decode()
    assert stays.title in copy
    assert "Names somebody" not in copy
