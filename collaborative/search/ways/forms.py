"""Forms of the ways in."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import QueryDict

from collaborative.core.minnesota import LANGUAGES, REGION_BY_SLUG, REGIONS, county_named
from collaborative.search.models import Goal
from collaborative.search.models.goals import LONGEST_ADDRESS, LONGEST_HEADING, LONGEST_WORDS
from collaborative.search.params import SearchQuery
from collaborative.search.queries import find
from members.fields import OneLine
from practices.choices import CareSetting, OrganizationSize

from .likeness import COMMON_LANGUAGE, Like

BEGINS = "i want to "
LONGEST_PASTED = 4_000
PASTE = (
    "Search for practices until the list is as you want it. Then copy the address from the top of "
    "your browser and paste it here."
)
LONGEST_COUNTIES = 1_000
MOST_TOLD = 5


class GoalForm(forms.Form):
    """One goal: the end of the sentence, its heading, and the search that answers it."""

    words = OneLine(
        label="I want to …",
        max_length=LONGEST_WORDS,
        help_text="The end of the sentence, as a colleague would say it. Example: reduce no-shows "
        "among people who need an interpreter",
        error_messages={"required": "Write what somebody wants to do."},
    )
    heading = OneLine(
        label="Heading",
        max_length=LONGEST_HEADING,
        help_text="One that is there already, or a new one. Example: Be understood",
        widget=forms.TextInput(attrs={"list": "headings", "autocomplete": "off"}),
        error_messages={"required": "Write the heading under which it stands."},
    )
    address = forms.CharField(
        label="The search that answers it",
        max_length=LONGEST_PASTED,
        help_text=PASTE,
        error_messages={"required": f"This is missing. {PASTE}"},
    )
    is_shown = forms.BooleanField(label="Show it to readers", required=False, initial=True)
    sequence = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean_words(self) -> str:
        words = " ".join(self.cleaned_data["words"].split()).rstrip(".")
        if f"{words} ".casefold().startswith(BEGINS):
            words = words[len(BEGINS) :]
        if not words:
            raise forms.ValidationError("Write what somebody wants to do.")
        return words

    def clean_heading(self) -> str:
        return " ".join(self.cleaned_data["heading"].split())

    def clean_address(self) -> str:
        """The search as this site writes it, whatever was around it."""
        query = _search_at(self.cleaned_data["address"].strip())
        if query is None or query.is_empty:
            raise forms.ValidationError(f"This is not the address of a search. {PASTE}")
        if unknown := find(query, user=AnonymousUser(), per_page=1).unknown:
            named = ", ".join(f"“{value}”" for _, value in unknown)
            raise forms.ValidationError(f"This search asks for what is not there: {named}.")
        params = query.to_params()
        if len(params) > LONGEST_ADDRESS:
            raise forms.ValidationError("This search asks for too much at once. Choose less.")
        return params

    def words_given(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("heading", "words", "address")} | {
            "is_shown": self.cleaned_data["is_shown"]
        }

    @classmethod
    def about(cls, goal: Goal, data: Any = None) -> GoalForm:
        return cls(
            data,
            initial={
                "words": goal.words,
                "heading": goal.heading,
                "address": goal.get_absolute_url(),
                "is_shown": goal.is_shown,
                "sequence": goal.sequence,
            },
        )


class LikeForm(forms.Form):
    """What an institution is like. Every answer may be left out; what is wrong is said."""

    size = forms.ChoiceField(
        label="How large is it?",
        required=False,
        choices=[("", "Any size"), *OrganizationSize.choices],
    )
    region = forms.ChoiceField(
        label="In which region?",
        required=False,
        choices=[("", "Any region"), *((one.slug, one.name) for one in REGIONS)],
    )
    counties = forms.CharField(
        label="In which counties?",
        required=False,
        max_length=LONGEST_COUNTIES,
        help_text="Names with commas between them. Example: Stearns, Benton",
    )
    setting = forms.MultipleChoiceField(
        label="Where do you meet people?",
        required=False,
        choices=CareSetting.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    language = forms.MultipleChoiceField(
        label="Which languages do they speak?",
        required=False,
        choices=[one for one in LANGUAGES if one[0] != COMMON_LANGUAGE],
        help_text="English is left out: nearly every practice has it.",
        widget=forms.CheckboxSelectMultiple,
    )

    def clean_counties(self) -> list[str]:
        typed = self.cleaned_data["counties"].replace(";", ",").split(",")
        named = {word.strip(): county_named(word) for word in typed if word.strip()}
        unknown = [word for word, county in named.items() if county is None]
        if unknown:
            told = ", ".join(f"“{word[:40]}”" for word in unknown[:MOST_TOLD])
            raise forms.ValidationError(f"Not a county of Minnesota: {told}.")
        return sorted({county for county in named.values() if county})

    def like(self) -> Like:
        """What was answered so far; a wrong answer asks for nothing."""
        given = getattr(self, "cleaned_data", {})
        region = REGION_BY_SLUG.get(given.get("region") or "")
        counties = set(given.get("counties") or ()) | set(region.counties if region else ())
        return Like(
            size=given.get("size") or "",
            settings=tuple(given.get("setting") or ()),
            counties=tuple(sorted(counties)),
            languages=tuple(given.get("language") or ()),
        )

    @staticmethod
    def answers(like: Like) -> dict[str, Any]:
        """The form filled in for what an institution is like."""
        return {
            "size": like.size,
            "counties": ", ".join(like.counties),
            "setting": list(like.settings),
            "language": list(like.languages),
        }


def _search_at(text: str) -> SearchQuery | None:
    """The search that an address asks for: a whole one, a path, or what stands behind its “?”."""
    try:
        parts = urlsplit(text)
        asked = parts.query if parts.path.startswith("/") or parts.netloc else text.lstrip("?")
        if (parts.path.startswith("/") or parts.netloc) and parts.path != "/practices/":
            return None
        return SearchQuery.from_params(QueryDict(asked))
    except (ValueError, TooManyFieldsSent, RequestDataTooBig):
        return None
