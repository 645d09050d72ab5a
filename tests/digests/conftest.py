"""Readers and published practices, made as in life."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from collaborative.core.mail.transport import SMTP_BACKEND, SMTPTransport
from collaborative.digests.models import DigestSubscription
from practices.models import Practice
from tests.factories import InstitutionFactory, MembershipFactory, PracticeFactory, UserFactory
from tests.mail.sink import Sink

# A Sunday evening; the next Monday seven in the morning in Minnesota is 13:00 in UTC.
SUNDAY = dt.datetime(2026, 11, 22, 23, 0, tzinfo=dt.UTC)
MONDAY = dt.datetime(2026, 11, 23, 13, 0, tzinfo=dt.UTC)
WEEK_BEFORE = MONDAY - dt.timedelta(days=7)


@pytest.fixture
def home():
    """The institution all of these people belong to. Tests say themselves which database."""
    return InstitutionFactory(name="Cedar Bluff Health", slug="cedar-bluff-health")


@pytest.fixture
def make_reader(home):
    """`make_reader(scopes=[…])`: a member with a digest, told up to the Monday before."""

    def make(*, frequency="weekly", scopes=(), covered_until=WEEK_BEFORE, **person):
        user = UserFactory(**person)
        MembershipFactory(user=user, institution=home)
        DigestSubscription.objects.create(
            user=user,
            frequency=frequency,
            scopes=list(scopes),
            covered_until=covered_until,
            subscribed_at=covered_until,
        )
        return user

    return make


@pytest.fixture
def make_live(home):
    """`make_live(title=…, at=…)`: a practice that everybody may read since that moment."""

    def make(*, at=SUNDAY, changed_at=None, **words):
        practice = PracticeFactory(institution=words.pop("institution", home), **words)
        Practice.objects.filter(pk=practice.pk).update(
            live=True,
            slug=f"live-{practice.pk}",
            published_at=at,
            published_by=practice.author,
            first_published_at=at,
            last_published_at=changed_at or at,
        )
        practice.refresh_from_db()
        return practice

    return make


@pytest.fixture
def sink(settings) -> Iterator[Sink]:
    """The mail server of the settings."""
    server = Sink().start()
    settings.EMAIL_BACKEND = SMTP_BACKEND
    settings.EMAIL_HOST, settings.EMAIL_PORT = server.host, server.port
    settings.EMAIL_TIMEOUT = 1
    yield server
    server.stop()


@pytest.fixture
def moment():
    """A clock that stands still until it is moved."""
    hand = SimpleNamespace(now=MONDAY)
    hand.clock = lambda: hand.now

    def move(**by):
        hand.now += dt.timedelta(**by)
        return hand.now

    hand.move = move
    return hand


@pytest.fixture
def line(sink) -> Iterator[SMTPTransport]:
    carrier = SMTPTransport(host=sink.host, port=sink.port, timeout=1)
    yield carrier
    carrier.close()
