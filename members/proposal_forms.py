"""Forms about institutions as a whole: proposing, admitting, closing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import slugify

from members.enums import InstitutionKind
from members.fields import OneLine, PlainEmail
from members.models import InstitutionProposal

LONGEST_COUNTY = 40
MOST_COUNTIES = 87  # as many as Minnesota has
PLAIN_ADDRESS = {"invalid": "Write one whole address, like name@heronlake.example.org."}


class CountiesField(OneLine):
    """Names with commas; "County" behind a name says nothing new."""

    def clean(self, value: Any) -> list[str]:  # type: ignore[override]
        names = [" ".join(name.split()) for name in super().clean(value).split(",")]
        names = [name.removesuffix(" County").removesuffix(" Counties") for name in names]
        found = list(dict.fromkeys(name for name in names if name))
        if not found:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        if len(found) > MOST_COUNTIES or any(len(name) > LONGEST_COUNTY for name in found):
            raise forms.ValidationError("Write the names of counties with commas between them.")
        return found


def _kind() -> forms.ChoiceField:
    return forms.ChoiceField(label="Kind", choices=[("", "Choose one"), *InstitutionKind.choices])


def _counties() -> CountiesField:
    return CountiesField(
        label="Counties it serves",
        max_length=600,
        help_text="With commas, like: Hennepin, Ramsey.",
    )


class ProposeForm(forms.Form):
    """Everybody's; what is asked here is what a coordinator needs to answer."""

    name = OneLine(
        label="Name of the institution",
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    kind = _kind()
    city = OneLine(label="City", max_length=80)
    counties = _counties()
    website = forms.URLField(
        label="Website",
        required=False,
        max_length=200,
        assume_scheme="https",
        error_messages={"invalid": "Write a web address, like https://heronlake.example.org."},
    )
    why = forms.CharField(
        label="Why do you want to join?",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="What you work on against disparities, and who of you knows the collaborative.",
    )
    proposer_name = OneLine(
        label="Your name",
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = PlainEmail(
        label="Your e-mail address",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text="Best your address at work. We send a link there; with it you confirm.",
        error_messages=PLAIN_ADDRESS,
    )

    def clean_website(self) -> str:
        website = self.cleaned_data["website"]
        if website and not website.startswith(("http://", "https://")):
            raise forms.ValidationError("Write a web address that begins with https://.")
        return website

    def words(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "email"}


class AdmitForm(forms.Form):
    """What the institution will be, as proposed until the coordinator corrects it."""

    name = OneLine(label="Name", max_length=120)
    slug = forms.RegexField(
        label="Address of its page",
        regex=r"^[a-z0-9]+(-[a-z0-9]+)*$",
        max_length=80,
        help_text="The last part of /institutions/…/, in small letters, digits and hyphens. "
        "It stays.",
        error_messages={"invalid": "Use small letters, digits and single hyphens only."},
    )
    kind = _kind()
    city = OneLine(label="City", max_length=80)
    counties = _counties()
    steward_email = PlainEmail(
        label="Invite as its first steward",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        help_text="The invitation works for this address only. It is the proposer's, unless you "
        "write another.",
        error_messages=PLAIN_ADDRESS,
    )

    @classmethod
    def for_proposal(cls, proposal: InstitutionProposal) -> AdmitForm:
        return cls(
            initial={
                "name": proposal.name,
                "slug": slugify(proposal.name)[:80].strip("-"),
                "kind": proposal.kind,
                "city": proposal.city,
                "counties": ", ".join(proposal.counties),
                "steward_email": proposal.email,
            }
        )


class DeclineProposalForm(forms.Form):
    reason = forms.CharField(
        label="Why not",
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="The person who proposed it gets this sentence by mail.",
        error_messages={
            "required": "Say why, in a sentence. The person who proposed it will read it."
        },
    )


class CloseForm(forms.Form):
    reason = OneLine(
        label="Why",
        max_length=400,
        help_text="Kept in the record with your name and the date.",
        error_messages={"required": "Say why, in a sentence. It is kept in the record."},
    )
