"""Forms of people and institutions."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django import forms

from members import interests, queries
from members.audit import ACTIONS
from members.enums import Joining, Proof, Role
from members.fields import OneLine, PlainEmail
from members.interests import Interest
from members.models import Institution, User

THE_COLLABORATIVE = "collaborative"
FIRST_YEAR, LAST_YEAR = 2007, 2100


def _long(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class SpeakingForm(forms.Form):
    """A form in which somebody speaks for an institution. Who belongs to one alone is not asked.

    The form carries for whom it was opened in any case: whoever belongs there no more when it is
    sent is told so, and never speaks for another institution unasked.
    """

    speaks_for = forms.ChoiceField(
        label="For whom do you speak?",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose for whom you speak.",
            "invalid_choice": "You do not belong to that institution, or not any more. Choose one "
            "of your own.",
        },
    )
    # Whether those who serve the consortium may speak for all of it here.
    may_speak_for_all = True

    def __init__(
        self,
        *args: Any,
        user: User,
        came_from: str = "",
        not_for: Collection[int] = (),
        **kwargs: Any,
    ) -> None:
        """`came_from`: the slug of the institution on whose page the person was; `not_for`: ids of
        institutions that have no say in this.
        """
        super().__init__(*args, **kwargs)
        voices = queries.voices_of(user)
        spoken = [one for one in voices.institutions if one.pk not in not_for]
        self._voices = {str(one.pk): one for one in spoken}
        choices = [(key, one.name) for key, one in self._voices.items()]
        if voices.for_all and self.may_speak_for_all:
            choices.append((THE_COLLABORATIVE, "The collaborative"))
        field: Any = self.fields["speaks_for"]
        field.choices = choices
        here = next((one for one in spoken if one.slug == came_from), voices.last)
        if here and here in spoken:
            field.initial = str(here.pk)
        elif len(choices) == 1 or voices.for_all:
            field.initial = choices[-1][0]
        sent = self.data.get(self.add_prefix("speaks_for"), "") if self.is_bound else ""
        if len(choices) == 1 and sent in {"", choices[0][0]}:
            field.widget = forms.HiddenInput()
            field.required = False

    def voice(self) -> Institution | None:
        """What `members.actions.speak` takes; None is the collaborative as a whole."""
        chosen = self.cleaned_data.get("speaks_for") or self.fields["speaks_for"].initial
        return self._voices.get(str(chosen))


class SignupDetails(forms.Form):
    """Asked at sign-up beside the address."""

    name = OneLine(
        label="Your name",
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "Write your name, as your colleagues know it."},
    )

    def signup(self, request, user) -> None:  # noqa: ARG002  allauth gives it
        user.name = self.cleaned_data["name"]
        user.save(update_fields=["name"])


class ProfileForm(forms.ModelForm):
    """What a person says about themself; roles and addresses are not asked here."""

    name = OneLine(label="Your name", max_length=120)
    about = forms.CharField(
        label="About you",
        required=False,
        max_length=300,
        widget=_long(),
        help_text="A sentence or two: what you work on, what people may ask you about.",
    )
    dlp_year = forms.IntegerField(
        label="Your DLP year",
        required=False,
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        help_text="The year in which you were in the Disparities Leadership Program, like 2019. "
        "Leave it empty if you were not.",
        error_messages={"invalid": "Write the year as four digits, like 2019."},
    )
    interests = forms.MultipleChoiceField(
        label="What you care about",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Choose from the areas on this page."},
    )
    is_shown = forms.BooleanField(
        label="Show me to others",
        required=False,
        help_text="In two places. On the public page of your institution everybody can then read "
        "your name, your role, your DLP year and what you say about yourself. In the directory "
        "members of the collaborative find you, see what you care about as well, and can write to "
        "you through the portal. Neither shows your address.",
    )

    class Meta:
        model = User
        fields = ("name", "about", "dlp_year", "interests", "is_shown")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offered = interests.offered()
        choices = [(area.slug, area.name) for area in self._offered]
        self.fields["interests"].choices = choices  # type: ignore[attr-defined]

    def areas_by_wall(self) -> list[tuple[str, list[Interest]]]:
        """What may be cared about, side by side as everywhere on the site."""
        sides = dict.fromkeys(area.wall for area in self._offered)
        return [(wall, [area for area in self._offered if area.wall == wall]) for wall in sides]


class RecordForm(forms.Form):
    """Narrows the record. A kind that is not in the list is named and does not narrow."""

    person = forms.CharField(
        label="Person",
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    kind = forms.ChoiceField(
        label="Kind of change",
        required=False,
        choices=[("", "Any"), *ACTIONS.items()],
        error_messages={"invalid_choice": "Choose from this list."},
    )

    def wanted(self) -> dict[str, str]:
        """As far as it could be understood."""
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in ("kind", "person")}


class AskForm(forms.Form):
    note = forms.CharField(
        label="A note to the steward",
        required=False,
        max_length=400,
        widget=_long(),
        help_text="Who you are there, and who knows you. It helps the steward to answer quickly.",
    )


class DeclineForm(forms.Form):
    reason = forms.CharField(
        label="Why not",
        max_length=400,
        widget=_long(),
        help_text="The person who asked gets this sentence by mail.",
        error_messages={"required": "Say why, in a sentence. The person who asked will read it."},
    )


class RemoveForm(forms.Form):
    reason = forms.CharField(
        label="Why",
        required=False,
        max_length=400,
        widget=_long(2),
        help_text="The person gets this sentence by mail.",
    )


class RoleForm(forms.Form):
    role = forms.ChoiceField(
        label="Role",
        choices=Role.choices,
        widget=forms.RadioSelect,
        help_text="Contributors write practices. Stewards also review and publish what the "
        "institution says, and look after its people.",
    )


class InviteForm(forms.Form):
    email = PlainEmail(
        label="E-mail address",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        help_text="The invitation works for this address only.",
        error_messages={"invalid": "Write one whole address, like name@heronlake.example.org."},
    )
    role = RoleForm.base_fields["role"]


class DomainForm(forms.Form):
    domain = forms.CharField(
        label="Mail domain",
        max_length=260,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text="The part after the @, exactly: heronlake.example.org does not stand for "
        "mail.heronlake.example.org.",
    )
    joining = forms.ChoiceField(
        label="What an address there does",
        choices=Joining.choices,
        widget=forms.RadioSelect,
        initial=Joining.APPROVAL,
    )
    proof = forms.ChoiceField(
        label="How we know that it is theirs",
        choices=Proof.choices,
        widget=forms.RadioSelect,
        initial=Proof.DNS,
        help_text="By DNS, the domain lets nobody in until its people have published a record that "
        "this page shows once the domain is added. On your word, it counts at once.",
    )
    word = forms.CharField(
        label="On your word: how do you know?",
        required=False,
        max_length=400,
        widget=_long(2),
        help_text="Kept with your name and the date, like: “Confirmed by their IT desk by phone.” "
        "Leave it empty for a proof by DNS.",
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("proof") == Proof.WORD and not cleaned.get("word"):
            self.add_error("word", "Say in a sentence how you know, or choose the proof by DNS.")
        return cleaned
