"""Forms of meetings."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.utils.dateformat import time_format

from events import zones
from events.enums import Answer, Audience
from events.models import Meeting
from members.forms import SpeakingForm

FIRST_DAY, LAST_DAY = dt.date(2000, 1, 1), dt.date(2099, 12, 31)
LONGEST = dt.timedelta(days=14)


class _Day(forms.DateField):
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    default_error_messages = {"invalid": "Write the day as year-month-day, like 2027-03-14."}

    def validate(self, value: dt.date | None) -> None:
        super().validate(value)
        if value and not FIRST_DAY <= value <= LAST_DAY:
            raise forms.ValidationError("Choose a day between 2000 and 2099.")


class _Clock(forms.TimeField):
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    default_error_messages = {"invalid": "Write the time with hours and minutes, like 14:30."}


class _Link(forms.URLField):
    default_validators = [
        URLValidator(
            schemes=["https", "http"],
            message="Write the whole address of the room, like https://meet.example.org/room.",
        )
    ]
    default_error_messages = {
        "invalid": "Write the whole address of the room, like https://meet.example.org/room."
    }


class MeetingForm(forms.ModelForm):
    """A meeting as people speak of it: a day, two times on the wall clock, and a zone."""

    starts_on = _Day(label="Day")
    starts_time = _Clock(label="Starts at")
    ends_time = _Clock(label="Ends at")
    ends_on = _Day(label="Last day", required=False, help_text="Only if it ends on another day.")
    time_zone = forms.ChoiceField(
        label="Time zone",
        choices=zones.CHOICES,
        help_text="The times above are what clocks show there.",
    )
    place = forms.CharField(
        label="Place", required=False, max_length=200,
        help_text="Room, building and town. Everybody who sees the meeting sees this.",
    )  # fmt: skip
    join_link = _Link(
        label="Link to join",
        required=False,
        max_length=300,
        assume_scheme="https",
        help_text="Only members see it. Give a place, a link, or both.",
    )
    summary = forms.CharField(
        label="Summary",
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="What it is for, in a sentence or two.",
    )
    agenda = forms.CharField(
        label="Agenda",
        required=False,
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="Begin a line with “- ” for a list; leave a line empty for a new paragraph.",
    )
    audience = forms.ChoiceField(
        label="Who may see this meeting",
        choices=Audience.choices,
        widget=forms.RadioSelect,
        help_text="Members-only meetings do not show to anybody else.",
    )
    sequence = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    field_order = (
        "title", "starts_on", "starts_time", "ends_time", "ends_on", "time_zone", "place",
        "join_link", "summary", "agenda", "audience", "sequence",
    )  # fmt: skip

    class Meta:
        model = Meeting
        fields = (
            "title", "summary", "agenda", "starts_on", "starts_time", "ends_on", "ends_time",
            "time_zone", "place", "join_link", "audience",
        )  # fmt: skip

    def clean(self) -> dict:
        data = super().clean() or self.cleaned_data
        if not data.get("place") and not data.get("join_link") and "join_link" not in self.errors:
            self.add_error("place", "Say where: give a place, a link to join, or both.")
        if not data.get("ends_on") and "ends_on" not in self.errors:
            data["ends_on"] = data.get("starts_on")
        needed = ("starts_on", "starts_time", "ends_on", "ends_time", "time_zone")
        if all(data.get(name) is not None for name in needed):
            self._check_times(data)
        return data

    def _check_times(self, data: dict) -> None:
        """A time that clocks skip does not exist; and an end comes after its start."""
        key, moments = data["time_zone"], {}
        for edge in ("starts", "ends"):
            day, clock = data[f"{edge}_on"], data[f"{edge}_time"]
            if not zones.exists(day, clock, key):
                self.add_error(
                    f"{edge}_time",
                    f"Clocks are moved forward that night: in {zones.name_of(key)} there is no "
                    f"{time_format(clock, 'P')} on {day:%B} {day.day}, {day.year}. "
                    "Choose an hour later.",
                )
                return
            moments[edge] = dt.datetime.combine(day, clock, zoneinfo.ZoneInfo(key))
        if moments["ends"].astimezone(dt.UTC) <= moments["starts"].astimezone(dt.UTC):
            self.add_error("ends_time", "The end has to be later than the start.")
        elif moments["ends"] - moments["starts"] > LONGEST:
            self.add_error(
                "ends_on",
                f"A meeting lasts {LONGEST.days} days at most. Look at the year, "
                "or schedule one for each part.",
            )

    def validate_constraints(self) -> None:
        """The form has said it in its own words; the database has the last one."""

    def words(self) -> dict:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class CancelForm(forms.Form):
    reason = forms.CharField(
        label="Why it does not take place",
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Whoever sees the meeting reads it, on its page and in calendars.",
    )

    def clean_reason(self) -> str:
        return " ".join(self.cleaned_data["reason"].split())


class AnswerForm(SpeakingForm):
    """Who could come for several institutions says for which."""

    answer = forms.ChoiceField(
        label="Will you come?", choices=Answer.choices, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["speaks_for"].label = "For whom do you answer?"
