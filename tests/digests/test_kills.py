"""Senders that are killed, and ticks at the same moment: never two accepted copies.

Real processes, a real mail server that writes down what it takes before it answers, and the
ledger: the three are compared in the end.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path

import pytest
from django.db import connection, connections

from collaborative.core.mail.transport import SMTPTransport
from collaborative.digests import actions
from collaborative.digests.actions import sending
from collaborative.digests.enums import DeliveryState
from collaborative.digests.models import DigestDelivery, DigestIssue, DigestSubscription
from members.models import Institution, Membership, User
from practices.models import Practice

from .conftest import MONDAY

PROJECT = Path(__file__).resolve().parents[2]


pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def _django_db_helper(django_db_setup, django_db_blocker):
    """Rows that other processes see, in place of pytest-django's own way: that one empties every
    table in the end, also of what the migrations brought. Here only what was made goes again."""
    with django_db_blocker.unblock():
        assert connection.settings_dict["NAME"].startswith("test_")
        yield
        for model in (DigestDelivery, DigestIssue, DigestSubscription, Practice, Membership, User):
            model.objects.all().delete()
        Institution.objects.all().delete()


def environment(**more):
    """What a process needs to work on the database of this test."""
    address, _, query = os.environ["DATABASE_URL"].partition("?")
    address = f"{address.rpartition('/')[0]}/{connection.settings_dict['NAME']}"
    return {
        **os.environ,
        "DATABASE_URL": f"{address}?{query}" if query else address,
        "DJANGO_SETTINGS_MODULE": "collaborative.settings.test",
        **more,
    }


class Senders:
    """Starts one sender after the other; see dying_sender."""

    def __init__(self):
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.digests.dying_sender"],
            cwd=PROJECT,
            env=environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def start(self, sink, *, issue, point="", nth=0):
        order = {"issue": issue.pk, "port": sink.port, "point": point, "nth": nth}
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())

    def ended(self):
        return int(self.process.stdout.readline())

    def stop(self):
        self.process.stdin.close()
        self.process.wait(timeout=20)
        self.process.stdout.close()


@pytest.fixture(scope="module")
def senders(django_db_setup):
    process = Senders()
    yield process
    process.stop()


@pytest.fixture
def planned(make_reader, make_live):
    """`planned(30)`: a weekly issue to so many readers."""

    def make(readers):
        for _ in range(readers):
            make_reader()
        make_live()
        return next(one for one in actions.plan_due(now=MONDAY) if one.kind == "weekly")

    return make


def states():
    return Counter(DigestDelivery.objects.values_list("state", flat=True))


def no_copy_twice(sink):
    return max(sink.copies.values(), default=0) <= 1


def finish(issue, sink):
    """A day later everything that can be said is said."""
    later = MONDAY + dt.timedelta(days=1)
    line = SMTPTransport(host=sink.host, port=sink.port, timeout=2)
    for _ in range(2):
        actions.send_due(
            now=later,
            ring=lambda pk: actions.deliver(issue_id=pk, line=line, clock=lambda: later),
        )
    issue.refresh_from_db()


@pytest.mark.parametrize(
    ("point", "uncertain", "taken"),
    [
        ("inside the claim", 0, 3),
        ("after the claim", 1, 2),
        ("before the message", 1, 2),
        ("after the answer", 1, 3),
        ("before the answer is written down", 1, 3),
        ("after the answer is written down", 0, 3),
    ],
)
def test_sender_killed_at_a_named_point_sends_nothing_twice(
    planned, senders, sink, point, uncertain, taken
):
    issue = planned(3)
    senders.start(sink, issue=issue, point=point, nth=2)
    assert senders.ended() == -signal.SIGKILL
    finish(issue, sink)
    assert states()[DeliveryState.UNCERTAIN] == uncertain
    assert states()[DeliveryState.SENT] == 3 - uncertain
    assert len(sink.taken) == taken
    assert no_copy_twice(sink)
    assert issue.is_finished


def test_sender_killed_five_times_at_random_sends_nothing_twice(planned, senders, sink):
    issue = planned(30)
    sink.slowness = 0.03
    draw = random.Random(7)
    for _ in range(5):
        known = len(sink.taken)
        sender = senders.start(sink, issue=issue)
        until = time.monotonic() + 20
        while len(sink.taken) == known and time.monotonic() < until:
            time.sleep(0.005)
        time.sleep(draw.uniform(0, 0.1))
        os.kill(sender, signal.SIGKILL)
        assert senders.ended() == -signal.SIGKILL
    assert 5 <= len(sink.taken) < 30
    sink.slowness = 0
    finish(issue, sink)
    taken = {one.recipient for one in sink.taken}
    ledger = dict(DigestDelivery.objects.values_list("recipient__email", "state"))
    assert no_copy_twice(sink)
    assert set(ledger.values()) <= {DeliveryState.SENT, DeliveryState.UNCERTAIN}
    assert {email for email, state in ledger.items() if state == DeliveryState.SENT} <= taken
    assert states()[DeliveryState.UNCERTAIN] <= 5
    assert issue.is_finished


def at_once(job, number):
    """The same in several threads, each with a connection of its own, started together."""
    ready = threading.Barrier(number)
    wrong = []

    def run():
        try:
            ready.wait(timeout=10)
            job()
        except Exception as error:  # noqa: BLE001  shown by the assertion below
            wrong.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert wrong == []


def test_ticks_at_the_same_moment_plan_and_send_once(make_reader, make_live, sink):
    for number in range(12):
        make_reader(frequency=("daily", "weekly")[number % 2])
    make_live()

    def tick():
        def ring(pk):
            line = SMTPTransport(host=sink.host, port=sink.port, timeout=2)
            actions.deliver(issue_id=pk, line=line, clock=lambda: MONDAY)

        actions.send_due(now=MONDAY, ring=ring)

    at_once(tick, 4)
    assert sorted(DigestIssue.objects.values_list("kind", flat=True)) == ["daily", "weekly"]
    assert states() == {DeliveryState.SENT: 12}
    assert len(sink.taken) == 12
    assert no_copy_twice(sink)


def test_two_kinds_planned_at_the_same_moment_do_not_tell_the_same(make_reader, make_live, home):
    from tests.factories import UserFactory

    coordinator = UserFactory(is_coordinator=True)
    for _ in range(5):
        make_reader()
    make_live()
    keys = iter(["0" * 16, "1" * 16])

    def plan():
        key = next(keys)
        try:
            actions.plan_extra(by=coordinator, key=key, now=MONDAY)
        except actions.NothingNewError:
            return

    at_once(plan, 2)
    assert DigestDelivery.objects.count() == 5
    assert DigestIssue.objects.count() == 1


def test_claimers_at_the_same_moment_never_get_the_same_line(planned, sink):
    issue = planned(20)
    claimed = []

    def claim_all():
        while claim := actions.claim_next(issue=issue, now=MONDAY):
            claimed.append(claim.delivery.pk)

    at_once(claim_all, 4)
    assert sorted(claimed) == sorted(DigestDelivery.objects.values_list("pk", flat=True))


def test_tick_goes_on_without_a_broker_and_the_next_one_rings_again(planned):
    """Valkey is a door-bell: with it gone, what was planned waits in PostgreSQL."""
    issue = planned(1)
    tick = subprocess.run(
        [sys.executable, "manage.py", "send_due_digests", "--now", MONDAY.isoformat()],
        cwd=PROJECT,
        env=environment(REDIS_URL="redis://127.0.0.1:1/0"),
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert tick.returncode == 1
    assert "no worker could be called" in tick.stderr
    assert "127.0.0.1:1" in tick.stderr  # the portal's broker, not Celery's own default
    assert tick.stderr.strip().splitlines()[-1] == (
        "CommandError: No worker could be called for 1 issue(s), because the broker in REDIS_URL "
        "could not be reached; what is planned waits for the next tick, or for --deliver."
    )
    assert states() == {DeliveryState.PENDING: 1}
    rung = []
    actions.send_due(now=MONDAY + dt.timedelta(minutes=5), ring=rung.append)
    assert rung == [issue.pk]
    assert sending.UNSETTLED == (DeliveryState.PENDING, DeliveryState.SENDING)
