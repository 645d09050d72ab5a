"""The record of a practice in short steps. Only a title is ever needed to save."""

from __future__ import annotations

from itertools import groupby
from typing import Any, ClassVar

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.html import format_html

from practices import queries, record
from practices.actions.reviewing import MISSING
from practices.answers import Words, year_and_month
from practices.enums import STAGE_MEANS, STORY_MEANS, Stage, Story, Wall
from practices.models import Practice, ScopeArea
from practices.models.practices import EARLIEST_YEAR, LATEST_YEAR, MOST_SCOPES

from .asking import (
    NOT_A_CHOICE,
    TITLE_MISSING,
    any_of,
    county_names,
    dollars,
    line,
    longest,
    number,
    one_of,
    told,
)
from .rows import RowsField, RowsWidget

# Needed to submit when something else was said (actions.what_is_missing).
NEEDED_WHEN = {
    "ended_reason": "needed to submit when the stage is “Ended”",
    "cost_year": "needed to submit when a cost is given",
}
MOST_TAGS = 8
LONGEST_TAG = 40


class StepForm(forms.Form):
    """One step: some answers of the newest words, and the version that the writer had in view."""

    step: ClassVar[record.Step]
    # The version that the writer had before the eyes; 0: none was kept yet.
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, practice: Practice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.practice = practice
        # Sentences on what was understood otherwise than it was typed.
        self.read_as: list[str] = []

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """The answers that this step asks for."""
        return cls.step.names

    @classmethod
    def initial_of(cls, newest: Practice) -> dict[str, Any]:
        """The newest words, as the form shows them."""
        words = newest.words()
        asked = {name: words[name] for name in cls.names()}
        if "tags" in asked:
            asked["tags"] = ", ".join(asked["tags"])
        return asked | {"revision": newest.latest_revision_id or 0}

    def questions(self) -> list[tuple[forms.BoundField, str]]:
        """The questions, each with what stands beside its label."""
        return [(self[name], self._note(name)) for name in self._shown() if name in self.fields]

    def _shown(self) -> tuple[str, ...]:
        return self.names()

    @staticmethod
    def _note(name: str) -> str:
        if name == "title":
            return ""
        return NEEDED_WHEN.get(name, "needed to submit" if name in MISSING else "optional")

    def words(self) -> dict[str, Any]:
        """What `actions.save_draft` takes: the answers that could be read."""
        return {name: self.cleaned_data[name] for name in self.names() if name in self.cleaned_data}

    def show_words(self, words: dict[str, Any]) -> None:
        """Sets the answers: what others wrote where this person left it alone."""
        for name in self.names():
            if name not in self.fields or name not in words:
                continue
            field, answer = self.fields[name], words[name]
            if isinstance(field.widget, RowsWidget):
                self._forget(f"{name}-")
                self.change_data(**field.widget.data_of(name, answer))
            elif name == "tags":
                self.change_data(tags=", ".join(answer))
            else:
                self.change_data(**{name: field.prepare_value(answer)})

    def controls_of(self, words: dict[str, Any]) -> dict[str, list[str]]:
        """The controls that show these answers, by name, each with its values."""
        self.show_words(words)
        data = MultiValueDict(self.data)
        shown: dict[str, list[str]] = {}
        for name, answer in words.items():
            widget = self.fields[name].widget
            if isinstance(widget, RowsWidget):
                shown |= {
                    one: [text] for one, text in widget.data_of(name, answer, spare=1).items()
                }
            else:
                shown[name] = data.getlist(name)
        return shown

    def change_data(self, **values: Any) -> None:
        """Sets what the form shows when it comes back to the person."""
        data = MultiValueDict(self.data) if self.is_bound else MultiValueDict()
        for name, value in values.items():
            if isinstance(value, list):
                data.setlist(name, [str(item) for item in value])
            else:
                data[name] = "" if value is None else str(value)
        self.data = data

    def _forget(self, beginning: str) -> None:
        data = MultiValueDict(self.data)
        for name in [name for name in data if name.startswith(beginning)]:
            del data[name]
        self.data = data


class StoryForm(StepForm):
    step = record.STEPS[0]

    title = Words(
        label=record.QUESTIONS["title"].label,
        help_text=record.QUESTIONS["title"].hint,
        max_length=longest("title"),
        error_messages=TITLE_MISSING,
    )
    story = forms.ChoiceField(
        label=record.QUESTIONS["story"].label,
        help_text=record.QUESTIONS["story"].hint,
        required=False,
        choices=[(story.value, f"{story.label}: {STORY_MEANS[story]}") for story in Story],
        error_messages=NOT_A_CHOICE,
        widget=forms.RadioSelect,
    )
    need = told("need", 3)
    what_we_did = told("what_we_did", 3)
    result = told("result", 3)
    plain_summary = told("plain_summary", 5)
    stage = forms.ChoiceField(
        label=record.QUESTIONS["stage"].label,
        help_text=record.QUESTIONS["stage"].hint,
        required=False,
        choices=[(stage.value, f"{stage.label}: {STAGE_MEANS[stage]}") for stage in Stage],
        error_messages=NOT_A_CHOICE,
        widget=forms.RadioSelect,
    )
    ended_reason = told("ended_reason", 3)
    followed_by = told("followed_by", 3)
    started = line("started", 40)

    def clean_started(self) -> str:
        text = self.cleaned_data["started"]
        read = year_and_month(text) if text else ""
        if read is None:
            raise forms.ValidationError("Write a year, or a month and a year: 2019 or March 2019.")
        if read != text:
            self.read_as.append(
                f"“When did it start?” is kept as {read}: a year, or a year and a month."
            )
        return read


class FitForm(StepForm):
    step = record.STEPS[1]

    scopes = any_of("scopes")
    tags = line("tags", 400)
    populations = any_of("populations")
    minnesota_groups = any_of("minnesota_groups")
    population_detail = line("population_detail")
    languages = any_of("languages")
    care_settings = any_of("care_settings")
    counties = county_names("counties")
    organization_size = one_of("organization_size")
    origin_site = line("origin_site")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scopes"].choices = _areas_by_wall()  # type: ignore[attr-defined]
        self.fields["tags"].help_text = _tags_hint()

    def clean_scopes(self) -> list[str]:
        scopes: list[str] = self.cleaned_data["scopes"]
        if len(scopes) > MOST_SCOPES:
            raise forms.ValidationError(
                f"You chose {len(scopes)}. Keep the {MOST_SCOPES} that fit best."
            )
        return scopes

    def clean_tags(self) -> list[str]:
        words = (" ".join(word.split()) for word in self.cleaned_data["tags"].split(","))
        tags: dict[str, str] = {}
        for word in words:
            tag = word.strip("#; ")
            if tag:
                tags.setdefault(tag.casefold(), tag)
        if too_long := [tag for tag in tags.values() if len(tag) > LONGEST_TAG]:
            raise forms.ValidationError(
                f"“{too_long[0]}” is too long for a tag. Put commas between tags, or shorten it."
            )
        if len(tags) > MOST_TAGS:
            raise forms.ValidationError(
                f"These are {len(tags)} tags. Keep the {MOST_TAGS} that help most to find it."
            )
        return queries.spelled_as_in_use(list(tags.values())) if tags else []


class HowForm(StepForm):
    step = record.STEPS[2]

    rationale = told("rationale")
    materials = told("materials")
    how_it_works = told("how_it_works", 10)
    who_provides = told("who_provides")
    modes = any_of("modes")
    where_it_happens = told("where_it_happens", 3)
    dose = told("dose", 3)
    tailoring = told("tailoring", 3)
    modifications = told("modifications")
    fidelity_planned = told("fidelity_planned", 3)
    fidelity_actual = told("fidelity_actual", 3)


class TakesForm(StepForm):
    step = record.STEPS[3]

    resources = RowsField("resources")
    start_up_cost = dollars("start_up_cost")
    yearly_cost = dollars("yearly_cost")
    cost_year = number(
        "cost_year", forms.IntegerField, low=EARLIEST_YEAR, high=LATEST_YEAR,
        sentence="Write a year in four figures, like 2024.",
    )  # fmt: skip
    fte = number(
        "fte", forms.DecimalField, low=0, high=9999,
        sentence="Write a number like 1.5; at most two figures after the point.",
    )  # fmt: skip
    funding = told("funding", 3)
    leadership = told("leadership")
    what_it_takes = told("what_it_takes")
    milestones = RowsField("milestones")
    risks = RowsField("risks")

    def clean_fte(self) -> Any:
        fte = self.cleaned_data["fte"]
        if fte is not None and fte != round(fte, 2):
            raise forms.ValidationError(
                "Write a number like 1.5; at most two figures after the point."
            )
        return fte


class CommunityForm(StepForm):
    step = record.STEPS[4]

    communities = RowsField("communities")
    community_part = told("community_part", 6)


class ResultsForm(StepForm):
    step = record.STEPS[5]

    aim = told("aim", 3)
    measures = RowsField("measures")
    results_detail = told("results_detail", 8)
    reach = told("reach", 2)
    study_design = one_of("study_design")
    consistency = one_of("consistency")
    study_reports = RowsField("study_reports")
    community_evidence = told("community_evidence")
    variation = told("variation", 3)
    context_factors = told("context_factors", 3)
    data_completeness = told("data_completeness", 3)
    unintended = told("unintended", 3)
    evidence_gaps = told("evidence_gaps", 3)


class AdoptingForm(StepForm):
    step = record.STEPS[6]

    getting_started = told("getting_started")
    sustaining = told("sustaining")
    what_to_adapt = told("what_to_adapt")
    advice = told("advice", 6)


def _areas_by_wall() -> list[tuple[str, list[tuple[str, str]]]]:
    areas = ScopeArea.objects.in_order()
    return [
        (str(Wall(wall).label), [(area.slug, area.name) for area in group])
        for wall, group in groupby(areas, key=lambda area: area.wall)
    ]


def _tags_hint() -> str:
    used = queries.tags_in_use()
    hint = record.QUESTIONS["tags"].hint
    if not used:
        return hint
    return format_html("{} Others used: {}.", hint, ", ".join(used))
