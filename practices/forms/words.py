"""What people are asked about a practice, in plain words and in the order of telling it."""

from __future__ import annotations

from hashlib import sha256
from itertools import groupby
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.html import format_html

from collaborative.core.uploads import CheckedFileField
from practices import queries
from practices.answers import PlainText, Words, year_and_month
from practices.enums import STAGE_MEANS, STORY_MEANS, Stage, Story, Wall
from practices.models import Practice, ScopeArea
from practices.models.practices import MOST_SCOPES

# What actions.submit asks for beside the title.
NEEDED_TO_SUBMIT = ("need", "what_we_did", "result", "story", "stage", "scopes")
MOST_TAGS = 8
LONGEST_TAG = 40
TITLE_MISSING = {"required": "Give it a title."}
NOT_A_CHOICE = {"invalid_choice": "This is not one of the choices. Choose again."}


def longest(name: str) -> int:
    return Practice.question(name).max_length or 0


def _long(name: str, label: str, hint: str, rows: int) -> PlainText:
    return PlainText(
        label=label,
        required=False,
        max_length=longest(name),
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class WordsForm(forms.Form):
    """The whole practice. Only the title is needed to save it; a steward will want more."""

    title = Words(
        label="Title",
        max_length=longest("title"),
        error_messages=TITLE_MISSING,
        help_text="Say what you do and for whom. Example: Interpreters on the ward at night",
    )
    need = _long(
        "need", "Need",
        "What was wrong, and for whom? One or two sentences. Example: Parents who speak Hmong "
        "waited 50 minutes at night before anybody could talk with them.", 3,
    )  # fmt: skip
    what_we_did = _long(
        "what_we_did", "What we did",
        "One or two sentences. Example: Two interpreters now work on the ward from 8 in the "
        "evening, and nurses can call them without asking anyone.", 3,
    )  # fmt: skip
    result = _long(
        "result", "Result",
        "What came of it, for whom? Early signs count, and so does “it did not work”. Example: "
        "The wait fell to 12 minutes within a year.", 3,
    )  # fmt: skip
    plain_summary = _long(
        "plain_summary", "In plain words",
        "The same for a reader who does not work in health care: short sentences, no short forms.",
        5,
    )  # fmt: skip
    story = forms.ChoiceField(
        label="What kind of story is this?",
        required=False,
        choices=[(story.value, f"{story.label}: {STORY_MEANS[story]}") for story in Story],
        error_messages=NOT_A_CHOICE,
        widget=forms.RadioSelect,
    )
    stage = forms.ChoiceField(
        label="What stage is it at?",
        required=False,
        choices=[(stage.value, f"{stage.label}: {STAGE_MEANS[stage]}") for stage in Stage],
        error_messages=NOT_A_CHOICE,
        widget=forms.RadioSelect,
    )
    ended_reason = _long(
        "ended_reason", "If it ended: why?",
        "It helps others most. Example: The grant ran out and no budget took it "
        "over.", 3,
    )  # fmt: skip
    scopes = forms.MultipleChoiceField(
        label="Which scope areas does it belong to?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Choose one to three.",
        error_messages=NOT_A_CHOICE,
    )
    tags = Words(label="Tags", required=False, max_length=400)
    started = Words(
        label="When did it start?",
        required=False,
        max_length=40,
        help_text="A year, or a month and a year. Example: 2019 or March 2019",
    )
    how_it_works = _long(
        "how_it_works", "How it works",
        "Who does what, when and where, so that somebody else could do it tomorrow. A line that "
        "begins with a dash becomes a list.", 10,
    )  # fmt: skip
    what_it_takes = _long(
        "what_it_takes", "What it takes",
        "People, time, money, tools, and whose support you needed. Give the year of any cost.", 6,
    )  # fmt: skip
    community_part = _long(
        "community_part", "The community's part",
        "Which communities shaped this, how, and were they paid for it?", 6,
    )  # fmt: skip
    results_detail = _long(
        "results_detail", "Results in detail",
        "What you measured, before and after, for which groups; what surprised you; what you do "
        "not know. Leave out groups of ten people or fewer.", 8,
    )  # fmt: skip
    advice = _long(
        "advice", "Advice for those who try it",
        "What you would do again, what you would not, and what others should adapt.", 6,
    )  # fmt: skip
    file_ids = forms.TypedMultipleChoiceField(
        label="Files that go with it",
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text="Take a tick away to leave a file out of this version.",
        error_messages=NOT_A_CHOICE,
    )
    new_file = CheckedFileField(
        label="Add a file",
        required=False,
        help_text="PDF, Word, Excel, PowerPoint, CSV, text or an image; 20 MB at most. "
        "Nothing that tells who a patient is.",
    )
    new_file_description = Words(
        label="What is in this file?",
        required=False,
        max_length=200,
        help_text="Read aloud to people who cannot see it. Example: Script for the first call",
    )
    undescribed = forms.IntegerField(required=False, widget=forms.HiddenInput, min_value=1)
    note = PlainText(
        label="A note to your steward",
        required=False,
        max_length=1000,
        help_text="Kept with the draft; goes to your steward when you submit. What did you change, "
        "what are you unsure about?",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    # Stands for the note that the writer had before the eyes: one left alone overwrites nothing.
    note_seen = forms.CharField(required=False, max_length=16, widget=forms.HiddenInput)
    # The version that the writer had before the eyes; 0: none was kept yet.
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    # Of each part: its name in an address, its heading, its questions.
    GROUPS = (
        ("in-short", "In short", ("title", "need", "what_we_did", "result", "plain_summary")),
        (
            "where-it-fits",
            "Where it fits",
            ("story", "stage", "ended_reason", "scopes", "tags", "started"),
        ),
        (
            "in-detail",
            "In detail, as far as you have it",
            ("how_it_works", "what_it_takes", "community_part", "results_detail", "advice"),
        ),
        ("files", "Files", ("file_ids", "new_file", "new_file_description")),
        ("for-your-steward", "For your steward", ("note",)),
    )

    def __init__(self, *args: Any, practice: Practice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.practice = practice
        # How a start was understood that was written otherwise than it is kept.
        self.read_as = ""
        self.fields["scopes"].choices = _areas_by_wall()  # type: ignore[attr-defined]
        waiting = str(self.data.get("undescribed", "")) if self.is_bound else ""
        files = [
            (kept.pk, f"{kept.name}: {kept.description}" if kept.description else kept.name)
            for kept in practice.files.order_by("pk")
            if kept.description or str(kept.pk) == waiting
        ]
        self.fields["file_ids"].choices = files  # type: ignore[attr-defined]
        if not files:
            del self.fields["file_ids"]
        self.fields["tags"].help_text = _tags_hint()

    @classmethod
    def initial_of(cls, practice: Practice) -> dict[str, Any]:
        """The newest words, as the form shows them."""
        words = practice.words()
        return words | {
            "tags": ", ".join(words["tags"]),
            "note": practice.note_to_steward,
            "note_seen": _sum_of(practice.note_to_steward),
            "revision": practice.latest_revision_id or 0,
        }

    def groups(self) -> list[tuple[str, str, list[tuple[forms.BoundField, str]]]]:
        """Headings and their questions, each with what stands beside its label."""
        return [
            (
                part,
                heading,
                [(self[name], self._note(name)) for name in names if name in self.fields],
            )
            for part, heading, names in self.GROUPS
        ]

    def last_part_changed(self, before: dict[str, Any]) -> str:
        """The part that this person wrote in last, going down the page: there to go on."""
        words = self.words()
        changed = {name for name, answer in words.items() if answer != before[name]}
        if self.changed_note() is not None:
            changed.add("note")
        if self.files:
            changed.add("new_file")
        parts = [part for part, _, names in self.GROUPS if changed.intersection(names)]
        return parts[-1] if parts else ""

    @staticmethod
    def _note(name: str) -> str:
        if name == "title":
            return ""
        if name == "ended_reason":
            return "needed to submit when the stage is “Ended”"
        return "needed to submit" if name in NEEDED_TO_SUBMIT else "optional"

    def changed_note(self) -> str | None:
        """The note to the steward, if the writer touched it."""
        note: str = self.cleaned_data.get("note", "")
        return None if _sum_of(note) == self.cleaned_data.get("note_seen", "") else note

    def words(self) -> dict[str, Any]:
        """What `actions.save_draft` takes."""
        words = {
            name: self.cleaned_data.get(name)
            for name in Practice.CONTENT_FIELDS
            if name in self.base_fields
        }
        return words | {"file_ids": words["file_ids"] or []}

    def show_words(self, words: dict[str, Any]) -> None:
        """Sets every answer: what others wrote in the answers that this person left alone."""
        self.change_data(**words | {"tags": ", ".join(words["tags"])})

    def change_data(self, **values: Any) -> None:
        """Sets what the form shows when it comes back to the person."""
        data = MultiValueDict(self.data) if self.is_bound else MultiValueDict()
        for name, value in values.items():
            if isinstance(value, list):
                data.setlist(name, [str(item) for item in value])
            else:
                data[name] = "" if value is None else str(value)
        self.data = data

    def clean_scopes(self) -> list[str]:
        scopes = self.cleaned_data["scopes"]
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

    def clean_started(self) -> str:
        text = self.cleaned_data["started"]
        read = year_and_month(text) if text else ""
        if read is None:
            raise forms.ValidationError("Write a year, or a month and a year: 2019 or March 2019.")
        self.read_as = "" if read == text else read
        return read


def _sum_of(note: str) -> str:
    return sha256(note.encode()).hexdigest()[:16] if note else ""


def _areas_by_wall() -> list[tuple[str, list[tuple[str, str]]]]:
    areas = ScopeArea.objects.in_order()
    return [
        (str(Wall(wall).label), [(area.slug, area.name) for area in group])
        for wall, group in groupby(areas, key=lambda area: area.wall)
    ]


def _tags_hint() -> str:
    used = queries.tags_in_use()
    hint = f"Words to find it by, with commas between them; {MOST_TAGS} at most."
    if not used:
        return hint
    return format_html("{} Others used: {}.", hint, ", ".join(used))
