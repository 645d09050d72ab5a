"""What people are asked about those with whom a practice is written and published."""

from __future__ import annotations

from typing import Any

from django import forms

from members.models import Institution
from practices import queries
from practices.answers import PlainText, Words
from practices.models import Practice

from .patients import AskedAboutPatients

LONGEST_SENTENCE = 600
MOST_NAMED = 5


class FindAuthorForm(forms.Form):
    """A name to look for; nothing is changed by it."""

    person = Words(
        label="Find a person by name",
        max_length=100,
        required=False,
        help_text="Members of your institution, and people of institutions that you asked who are "
        "shown in the directory.",
    )


class InviteInstitutionForm(AskedAboutPatients):
    """Whom to ask, by name, with a sentence to its stewards."""

    screened = ("note",)

    institution = Words(
        label="Name of the institution",
        max_length=200,
        help_text="A part of the name is enough.",
        error_messages={"required": "Write the name of the institution."},
        widget=forms.TextInput(attrs={"list": "institutions-to-ask", "autocomplete": "off"}),
    )
    note = PlainText(
        label="A sentence to its stewards",
        required=False,
        max_length=LONGEST_SENTENCE,
        help_text="They read it before your words. Leave out anything about patients.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, practice: Practice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.practice = practice
        self.open = queries.institutions_to_ask(practice)

    def clean_institution(self) -> Institution:
        """The one that is meant; several are told apart by their names."""
        words = self.cleaned_data["institution"]
        found = list(self.open.filter(name__icontains=words)[: MOST_NAMED + 1])
        exact = [one for one in found if one.name.casefold() == words.casefold()]
        if exact or len(found) == 1:
            return (exact or found)[0]
        if not found and queries.is_asked_by_name(self.practice, words):
            raise forms.ValidationError("This institution is asked already.")
        if not found:
            raise forms.ValidationError("No institution that you could ask has this name.")
        names = ", ".join(one.name for one in found[:MOST_NAMED])
        more = ", and others" if len(found) > MOST_NAMED else ""
        raise forms.ValidationError(f"Several have this in their names: {names}{more}. Which one?")


class DeclineSignOffForm(AskedAboutPatients):
    """A steward's sentence to the authors."""

    screened = ("note",)

    note = PlainText(
        label="Why not this version?",
        max_length=LONGEST_SENTENCE,
        help_text="The people of the practice's institution read this.",
        error_messages={"required": "Write a sentence, so that the authors know why."},
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class WithdrawNameForm(AskedAboutPatients):
    screened = ("reason",)

    reason = PlainText(
        label="Do you want to say why?",
        required=False,
        max_length=LONGEST_SENTENCE,
        help_text="The people of the practice's institution read this, nobody else.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
