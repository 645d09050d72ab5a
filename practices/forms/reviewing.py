"""What a steward or a coordinator says to an author."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms

from practices import calendar
from practices.answers import PlainText

from .patients import AskedAboutPatients


class NoteForm(forms.Form):
    """A steward's sentence to the author."""

    note = PlainText(
        label="What should the author change?",
        max_length=1000,
        error_messages={"required": "Write a sentence, so that the author knows what to change."},
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class TakeDownForm(forms.Form):
    reason = PlainText(
        label="Why does it have to go?",
        max_length=400,
        help_text="The author and the stewards read this. Do not repeat what must not be read.",
        error_messages={"required": "Write a sentence, so that the author knows why."},
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class PlanForm(forms.Form):
    """A day and a time on the clocks of Minnesota."""

    publish_on = forms.DateField(
        label="Day",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": "Choose the day.",
            "invalid": "Write the day as year-month-day, like 2027-03-14.",
        },
    )
    publish_time = forms.TimeField(
        label="Time",
        help_text="As clocks show it in Minnesota.",
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={
            "required": "Choose the time.",
            "invalid": "Write the time with hours and minutes, like 14:30.",
        },
    )

    def __init__(self, *args: Any, now: dt.datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now
        tomorrow = calendar.today(now) + dt.timedelta(days=1)
        self.fields["publish_on"].initial = tomorrow
        self.fields["publish_time"].initial = dt.time(8, 0)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        day, time = data.get("publish_on"), data.get("publish_time")
        if day is None or time is None:
            return data
        moment = self._moment(day, time)
        if moment is not None and moment <= self.now:
            self.add_error("publish_on", "That time has passed. Choose one that is still to come.")
        elif moment is not None and moment > self.now + calendar.LONGEST_PLAN:
            self.add_error("publish_on", "Choose a day within a year.")
        data["publish_at"] = moment
        return data

    def _moment(self, day: dt.date, time: dt.time) -> dt.datetime | None:
        try:
            moment = calendar.on_the_wall(day, time)
        except (OverflowError, ValueError):
            self.add_error("publish_on", "Choose a day within a year.")
            return None
        if moment is None:
            self.add_error(
                "publish_time",
                "That night clocks go forward and this time does not come. Choose an hour later.",
            )
        return moment


class EndForm(AskedAboutPatients):
    """What readers are told when a practice is not done any more."""

    screened = ("reason", "followed_by")

    reason = PlainText(
        label="Why did it end?",
        max_length=600,
        help_text="It helps others most. Example: The grant ran out and no budget took it over.",
        error_messages={"required": "Say why it ended: it helps others most."},
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    followed_by = PlainText(
        label="What followed?",
        required=False,
        max_length=600,
        help_text="What is done in its place, who carries it on, what stayed of it. "
        "Example: The phone line took over, and two of the interpreters work there now.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class WithdrawForm(AskedAboutPatients):
    """What readers who relied on a practice are told when its institution says it no longer."""

    screened = ("reason",)

    reason = PlainText(
        label="Why is it withdrawn?",
        max_length=400,
        help_text="Everybody who comes to its address reads this. Example: A later count showed "
        "that the waiting time had not fallen.",
        error_messages={"required": "Say why it is withdrawn: those who relied on it read this."},
        widget=forms.Textarea(attrs={"rows": 3}),
    )
