"""A meeting and the answers to it."""

from __future__ import annotations

import datetime as dt
import uuid
import zoneinfo
from typing import Any

from django.contrib.postgres.functions import RandomUUID
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse

from events import zones
from events.enums import Answer, Audience
from events.querysets import AttendanceQuerySet, MeetingQuerySet


class Meeting(models.Model):
    """People of the collaborative come together at a wall-clock time in a place or on a link.

    The wall-clock time and its zone are the truth (a 9 o'clock meeting stays at 9 when the law
    moves the clocks); `starts_at` and `ends_at` are derived from them at each save.
    """

    # Calendars know a meeting by this, wherever it is moved to and whatever it is called.
    uid = models.UUIDField(unique=True, default=uuid.uuid4, db_default=RandomUUID(), editable=False)
    title = models.CharField(max_length=140)
    slug = models.SlugField(max_length=120, unique=True)
    summary = models.TextField(max_length=600, blank=True)
    agenda = models.TextField(max_length=6000, blank=True)
    starts_on = models.DateField("starts on")
    starts_time = models.TimeField("starts at (wall clock)")
    ends_on = models.DateField("ends on")
    ends_time = models.TimeField("ends at (wall clock)")
    time_zone = models.CharField(max_length=40, default="America/Chicago")
    place = models.CharField(max_length=200, blank=True)
    join_link = models.URLField("link to join", max_length=300, blank=True)
    audience = models.CharField(max_length=8, choices=Audience.choices, default=Audience.PUBLIC)
    starts_at = models.DateTimeField(editable=False)
    ends_at = models.DateTimeField(editable=False)
    cancelled_at = models.DateTimeField(null=True, blank=True, editable=False)
    cancel_reason = models.CharField(max_length=300, blank=True, editable=False)
    # When its time, place or link last changed: who answered before may want to answer again.
    moved_at = models.DateTimeField(null=True, blank=True, editable=False)
    sequence = models.PositiveIntegerField(
        "changes so far (RFC 5545 SEQUENCE)", default=0, editable=False
    )
    called_by = models.ForeignKey("members.User", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=models.F("starts_at")), name="meeting_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(audience__in=Audience.values), name="meeting_audience_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(place="", join_link=""), name="meeting_has_a_place_or_a_link"
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at__isnull=False) | Q(cancel_reason=""),
                name="meeting_has_a_reason_only_when_cancelled",
            ),
        ]
        indexes = [models.Index(fields=["starts_at", "id"], name="meeting_by_time")]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.starts_at = self._instant(self.starts_on, self.starts_time)
        self.ends_at = self._instant(self.ends_on, self.ends_time)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("events:detail", args=[self.slug])

    def get_ics_url(self) -> str:
        return reverse("events:ics", args=[self.slug])

    def clean(self) -> None:
        if self.time_zone not in zoneinfo.available_timezones():
            raise ValidationError({"time_zone": "Choose a time zone from the list."})

    def _instant(self, day: dt.date, wall_clock: dt.time) -> dt.datetime:
        return dt.datetime.combine(day, wall_clock, tzinfo=self.zone).astimezone(dt.UTC)

    @property
    def is_public(self) -> bool:
        return self.audience == Audience.PUBLIC

    @property
    def is_cancelled(self) -> bool:
        return self.cancelled_at is not None

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.time_zone)

    @property
    def zone_name(self) -> str:
        return zones.name_of(self.time_zone)

    @property
    def starts_local(self) -> dt.datetime:
        """The start as clocks at the meeting show it."""
        return self.starts_at.astimezone(self.zone)

    @property
    def ends_local(self) -> dt.datetime:
        return self.ends_at.astimezone(self.zone)

    @property
    def zone_letters(self) -> str:
        """ "CST" or "CDT", as it is when the meeting starts."""
        return self.starts_local.tzname() or ""

    @property
    def ends_the_same_day(self) -> bool:
        return self.starts_on == self.ends_on

    def is_over(self, now: dt.datetime) -> bool:
        return self.ends_at <= now

    def has_moved_since(self, moment: dt.datetime) -> bool:
        """Whether an answer given then was to another time, place or link."""
        return self.moved_at is not None and self.moved_at > moment

    def takes_answers(self, now: dt.datetime) -> bool:
        return not self.is_cancelled and not self.is_over(now)


class Attendance(models.Model):
    """One person's answer to one meeting; the last word counts."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendances")
    user = models.ForeignKey("members.User", on_delete=models.CASCADE, related_name="attendances")
    answer = models.CharField(max_length=5, choices=Answer.choices)
    answered_at = models.DateTimeField()
    # For whom, as it was when the answer was given; none is the collaborative as a whole.
    institution = models.ForeignKey(
        "members.Institution", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "user"], name="attendance_is_once_per_person_and_meeting"
            ),
            models.CheckConstraint(
                condition=Q(answer__in=Answer.values), name="attendance_answer_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_answer_display()}"
