"""The form of one group of words, and the box that looks for one."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.dateparse import parse_datetime
from django.utils.safestring import mark_safe

from collaborative.core.minnesota import LANGUAGES
from collaborative.search.actions import Wanted
from collaborative.search.folding import fold
from collaborative.search.models import SynonymGroup
from collaborative.search.models.synonyms import LONGEST_NOTE, LONGEST_TERM, MOST_TERMS
from collaborative.search.synonyms import EITHER, MOST_WORDS, Known
from members.fields import OneLine
from practices.models import ScopeArea

LANGUAGE_NAMES = dict(LANGUAGES)
ENGLISH = "en"
# What is written in front of a term: marks, a language, or both in any order.
MARKS = "=> "
CODE = re.compile(r"([A-Za-z]{2,3}(?:-[A-Za-z]{2,4})?)\s*:(?!//)\s*")
CODES = {code.lower(): code for code in LANGUAGE_NAMES}
FEWEST_TERMS = 2
# A text with more lines is told so once, not line by line.
MOST_LINES = 200
MOST_ERRORS = 10
HINT = mark_safe(
    "One a line, as people type it. The plural of English and Spanish words is found by itself. "
    "<br>Another language: its code first, as in <code>es: intérprete</code>, "
    "<code>so: turjubaan</code>, <code>hmn: neeg txhais lus</code>. "
    "<br>An acronym that is a word too: <code>=ADA</code> counts only with these capitals. "
    "<br>A wide word: <code>&gt; ride</code> leads here, but who types another term of the group "
    "is not shown everything with “ride” in it. "
    "<br>Both: <code>=&gt;REaL</code>, because “real” would be found everywhere."
)


class GroupForm(forms.Form):
    """A group: what it is about, the area it leads to, and its terms, one a line."""

    note = OneLine(
        label="What is it about?",
        max_length=LONGEST_NOTE,
        help_text="For coordinators. Example: Getting there: rides and transport",
        error_messages={"required": "Say in a few words what the group is about."},
    )
    area = forms.ChoiceField(
        label="Area of work it leads to",
        required=False,
        help_text="Choose one only where whoever types any of these words is looking for it.",
        error_messages={"invalid_choice": "Choose an area from this list, or none."},
    )
    terms = forms.CharField(
        label="Terms",
        help_text=HINT,
        widget=forms.Textarea(attrs={"rows": 14, "spellcheck": "false"}),
        error_messages={"required": "Write at least two terms, one a line."},
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        areas: Sequence[ScopeArea],
        group: SynonymGroup | None = None,
        **kwargs: Any,
    ) -> None:
        if group is not None:
            kwargs["initial"] = {
                "note": group.note,
                "area": group.area,
                "terms": "\n".join(line_of(term.known) for term in group.terms.all()),
                "seen": group.updated_at.isoformat(),
            }
        super().__init__(*args, **kwargs)
        field: Any = self.fields["area"]
        field.choices = [("", "None"), *((area.slug, area.name) for area in areas)]

    def clean_terms(self) -> list[Known]:
        lines = self.cleaned_data["terms"].splitlines()
        if len(lines) > MOST_LINES:
            raise forms.ValidationError(
                f"These are {len(lines)} lines. A group has at most {MOST_TERMS} terms."
            )
        terms: list[Known] = []
        wrong: list[str] = []
        first: dict[str, int] = {}
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            term, problem = read_line(line)
            if not problem and term.folded in first:
                problem = f"“{term.words}” stands in line {first[term.folded]} already."
            first.setdefault(term.folded, number)
            terms.append(term)
            if problem:
                wrong.append(f"Line {number}: {problem}")
        if len(terms) > MOST_TERMS:
            wrong.append(f"These are {len(terms)} terms. A group has at most {MOST_TERMS}.")
        if len(terms) < FEWEST_TERMS:
            wrong.append("One term alone stands for nothing else: write at least two.")
        if wrong:
            more = len(wrong) - MOST_ERRORS
            raise forms.ValidationError(
                [*wrong[:MOST_ERRORS], *([f"And {more} more."] if more > 0 else [])]
            )
        return terms

    def clean_seen(self) -> dt.datetime | None:
        """When the group was as this form had it. What no page wrote is as old as can be."""
        try:
            return parse_datetime(self.cleaned_data["seen"])
        except ValueError:
            return None

    def wanted(self) -> Wanted:
        said = self.cleaned_data
        return Wanted(note=said["note"], area=said["area"], terms=said["terms"])


def read_line(line: str) -> tuple[Known, str]:
    """The term of a line, and what is wrong with it or nothing."""
    marks, code, rest = "", "", line.strip()
    for _ in range(2):  # the marks may stand on either side of the language
        unmarked = rest.lstrip(MARKS)
        marks, rest = marks + rest[: len(rest) - len(unmarked)], unmarked
        if not code and (said := CODE.match(rest)):
            code, rest = said[1], rest[said.end() :]
    words = " ".join(rest.split())
    language = CODES.get(code.lower(), code)
    term = Known(
        words=words,
        folded=fold(words),
        language="" if language == ENGLISH else language,
        is_exact="=" in marks,
        is_way_in=">" in marks,
    )
    return term, _problem(term, code)


def _problem(term: Known, code: str) -> str:
    """The first thing that is wrong with a term, or nothing."""
    words, folded = term.words, term.folded.split()
    problems = (
        (
            code and code.lower() not in CODES,
            f"“{code}” is no language here. Use one of {', '.join(CODES.values())}.",
        ),
        (not folded, "There is no word in it."),
        (
            len(words) > LONGEST_TERM,
            f"It has {len(words)} characters. A term has at most {LONGEST_TERM}.",
        ),
        (not all(sign.isprintable() for sign in words), "Write it without special signs."),
        (
            len(folded) > MOST_WORDS or len(term.folded) > LONGEST_TERM,
            f"“{words}” is too long to be found. Use at most {MOST_WORDS} words.",
        ),
        (EITHER in folded, "“or” separates words in a search. Leave it out, or write two terms."),
        (
            term.is_exact and words == term.folded,
            f"“{words}” has no capitals, so it cannot count only as it is written.",
        ),
    )
    return next((sentence for is_wrong, sentence in problems if is_wrong), "")


def line_of(term: Known) -> str:
    """The term as it is written into the form."""
    language = f"{term.language}: " if term.language else ""
    marks = "=" * term.is_exact + ">" * term.is_way_in
    space = " " if marks == ">" else ""
    return f"{language}{marks}{space}{term.words}"


class LookForm(forms.Form):
    """Narrows the list of groups. A choice that is not in the list is named and narrows nothing."""

    q = forms.CharField(
        label="Word",
        required=False,
        max_length=LONGEST_TERM,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
        error_messages={"max_length": f"Write at most {LONGEST_TERM} characters."},
    )
    area = forms.ChoiceField(
        label="Leads to",
        required=False,
        error_messages={"invalid_choice": "Choose from this list."},
    )

    def __init__(self, *args: Any, areas: Sequence[ScopeArea], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["area"]
        field.choices = [("", "Any area, or none"), *((area.slug, area.name) for area in areas)]

    def wanted(self) -> dict[str, str]:
        """As far as it could be understood."""
        self.is_valid()
        return {
            "words": self.cleaned_data.get("q", ""),
            "area": self.cleaned_data.get("area", ""),
        }
