from __future__ import annotations

import datetime as dt

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from events.models import Meeting

from .members import UserFactory


class MeetingFactory(DjangoModelFactory):
    """A public meeting tomorrow from nine to ten."""

    class Meta:
        model = Meeting

    title = factory.Sequence(lambda n: f"Meeting {n}")
    slug = factory.Sequence(lambda n: f"meeting-{n}")
    starts_on = factory.LazyFunction(lambda: timezone.localdate() + dt.timedelta(days=1))
    starts_time = dt.time(9, 0)
    ends_on = factory.SelfAttribute("starts_on")
    ends_time = dt.time(10, 0)
    place = "Lake room"
    called_by = factory.SubFactory(UserFactory)
