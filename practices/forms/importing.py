"""Bringing a Word document: choosing it, then putting its parts in their places."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms

from collaborative.core.uploads import CheckedFileField, UploadRefused, check_upload
from collaborative.core.words import plain
from members.forms import SpeakingForm
from practices import record, word_import
from practices.answers import Words
from practices.models.practices import make_draft_key

from .asking import TITLE_MISSING, longest

OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # .doc, and any Office file with a password
LINE = 90


class WordDocumentField(CheckedFileField):
    """A file question whose answer is a word_import.Document. The file itself is not kept."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        upload = forms.FileField.clean(self, data, initial)
        head = upload.read(8)
        upload.seek(0)
        if head == OLD_WORD:
            raise UploadRefused(
                "This is an old kind of Word document (.doc), or it is locked with a password. "
                "Open it in Word, save it as .docx without a password, and try again."
            )
        checked = check_upload(upload)
        if checked.kind != "docx":
            raise UploadRefused("Only Word documents are read here. Choose a file in .docx.")
        return word_import.read(checked.file, name=checked.name)


class BringForm(SpeakingForm):
    """Which document, and whose practice it tells of."""

    document = WordDocumentField(
        label="Word document",
        help_text="A .docx of 20 MB at most. It is read and then forgotten: what stays is the text "
        "that you put in its place on the next page.",
        error_messages={"required": "Choose a Word document."},
        widget=forms.ClearableFileInput(attrs={"accept": ".docx"}),
    )

    field_order = ("document", "speaks_for")
    may_speak_for_all = False  # a practice is an institution's

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["speaks_for"].label = "Which institution says this?"


@dataclass(frozen=True)
class PartAsked:
    """One part on the page: its heading in the document, its text, where it goes."""

    heading: str
    heading_field: forms.BoundField
    text: forms.BoundField
    target: forms.BoundField
    too_long: str


class CorrectionForm(SpeakingForm):
    """Every part of the document with its text and its place. All of it travels in the form, so
    that nothing is kept before the person says so, and nothing is lost by an error."""

    title = Words(label="Title", max_length=longest("title"), error_messages=TITLE_MISSING)
    draft_key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    pictures = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    parts = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    may_speak_for_all = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["draft_key"].initial = make_draft_key
        self.fields["speaks_for"].label = "Which institution says this?"
        for number in range(self._number_of_parts()):
            self._add_part(number)

    @staticmethod
    def initial_of(document: word_import.Document, *, speaks_for: str) -> dict[str, Any]:
        """The document as the form shows it first."""
        initial: dict[str, Any] = {
            "title": document.title,
            "pictures": document.pictures,
            "parts": len(document.parts),
            "speaks_for": speaks_for,
        }
        for number, part in enumerate(document.parts):
            initial[f"part_{number}_heading"] = part.heading
            initial[f"part_{number}_text"] = part.text
            initial[f"part_{number}_target"] = part.target
        return initial

    def asked(self) -> Iterator[PartAsked]:
        """The parts in the order of the document."""
        over = {} if self.is_bound else self._too_long(self._initial_texts())
        for number in range(self._number_of_parts()):
            yield PartAsked(
                self[f"part_{number}_heading"].value() or "",
                self[f"part_{number}_heading"],
                self[f"part_{number}_text"],
                self[f"part_{number}_target"],
                over.get(number, ""),
            )

    @property
    def number_unplaced(self) -> int:
        """Parts for which nothing tells where they go."""
        return sum(not part.target.value() for part in self.asked())

    @property
    def number_of_pictures(self) -> int:
        sent = str(self["pictures"].value() or "")
        return int(sent) if sent.isdecimal() and len(sent) < 6 else 0  # noqa: PLR2004  sane

    def words(self) -> dict[str, Any]:
        """What `actions.bring_document` takes."""
        placed = {
            target: _joined(target, [text for _, text in texts])
            for target, texts in self._by_target(self._cleaned_texts()).items()
        }
        return {"title": self.cleaned_data["title"], **placed}

    def clean(self) -> dict[str, Any]:
        for number, sentence in self._too_long(self._cleaned_texts()).items():
            self.add_error(f"part_{number}_text", sentence)
        return self.cleaned_data

    def _number_of_parts(self) -> int:
        sent = self.data.get("parts", "") if self.is_bound else self.initial.get("parts", 0)
        number = int(sent) if str(sent).isdecimal() and len(str(sent)) < 4 else 0  # noqa: PLR2004  sane
        return min(number, word_import.MOST_PARTS)

    def _add_part(self, number: int) -> None:
        heading, text, target = (f"part_{number}_{name}" for name in ("heading", "text", "target"))
        self.fields[heading] = forms.CharField(
            required=False, max_length=2_000, widget=forms.HiddenInput
        )
        self.fields[text] = forms.CharField(
            label="Text",
            required=False,
            widget=forms.Textarea(attrs={"rows": self._rows(text)}),
        )
        self.fields[target] = forms.ChoiceField(
            label="Where does it go?",
            choices=_places,
            error_messages={
                "required": "Choose where this goes, or leave it out.",
                "invalid_choice": "This is not one of the answers. Choose again.",
            },
        )

    def _rows(self, name: str) -> int:
        words = str((self.data if self.is_bound else self.initial).get(name, ""))
        return max(3, min(14, len(words) // LINE + words.count("\n") + 1))

    def _initial_texts(self) -> dict[int, tuple[str, str]]:
        return {
            number: (
                self.initial.get(f"part_{number}_target", ""),
                self.initial.get(f"part_{number}_text", ""),
            )
            for number in range(self._number_of_parts())
        }

    def _cleaned_texts(self) -> dict[int, tuple[str, str]]:
        """Number -> where it goes, and the text that a person left there."""
        return {
            number: (
                self.cleaned_data.get(f"part_{number}_target", ""),
                plain(self.cleaned_data.get(f"part_{number}_text", "")).strip(),
            )
            for number in range(self._number_of_parts())
        }

    @staticmethod
    def _by_target(texts: dict[int, tuple[str, str]]) -> dict[str, list[tuple[int, str]]]:
        placed: dict[str, list[tuple[int, str]]] = {}
        for number, (target, text) in texts.items():
            if target and target != word_import.LEFT_OUT and text:
                placed.setdefault(target, []).append((number, text))
        return placed

    def _too_long(self, texts: dict[int, tuple[str, str]]) -> dict[int, str]:
        """Number of a part -> by how much its answer is too long, with all that goes there."""
        marked: dict[int, str] = {}
        for target, parts in self._by_target(texts).items():
            most = word_import.room(target)
            over = len(_joined(target, [text for _, text in parts])) - most
            if over > 0:
                shared = f"The {len(parts)} parts for" if len(parts) > 1 else "For"
                sentence = (
                    f"{shared} “{word_import.label(target)}”: {over:,} characters too many; it "
                    f"takes {most:,}. Shorten it, or put some of it elsewhere."
                )
                marked |= dict.fromkeys((number for number, _ in parts), sentence)
        return marked


def _joined(target: str, texts: list[str]) -> str:
    """Several parts for one answer, in the order of the document; short answers are one line."""
    joined = "\n\n".join(texts)
    return " ".join(joined.split()) if word_import.is_line(target) else joined


def _places() -> list[Any]:
    """The answers that take words, by the steps in which people are asked."""
    places: list[Any] = [("", "Choose…"), (word_import.LEFT_OUT, "Leave it out")]
    for step in record.STEPS:
        names = [name for name in step.names if name in word_import.TARGETS]
        if names:
            places.append((step.heading, [(name, word_import.label(name)) for name in names]))
    return places
