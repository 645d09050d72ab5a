"""Sample data of the design system. Nothing here is about a real institution or person."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms


@dataclass(frozen=True)
class SampleArea:
    wall: str
    slug: str
    name: str
    short_name: str
    blurb: str
    count: int

    @property
    def url(self) -> str:
        return f"/practices/?scope={self.slug}"


AREAS = [
    SampleArea(
        "within", "data-collection-and-use", "Data collection and use", "Data collection and use",
        "Ask people who they are, count carefully, and act on what the numbers show.", 9,
    ),
    SampleArea(
        "within", "language-access", "Language access", "Language access",
        "Care, signs and letters in the language a person thinks in.", 12,
    ),
    SampleArea(
        "within", "diversity-and-inclusion", "Diversity and inclusion", "Diversity and inclusion",
        "A workforce that looks like its patients, and a workplace that keeps it.", 1,
    ),
    SampleArea(
        "within", "cultural-competency", "Cultural competency", "Cultural competency",
        "Staff who can ask, listen and adapt to how a family lives.", 7,
    ),
    SampleArea(
        "within", "accessibility", "Accessibility", "Accessibility",
        "Doors, devices and documents that work for every body and mind.", 0,
    ),
    SampleArea(
        "within", "care-delivery-redesign", "Equity-focused care delivery redesign",
        "Care delivery redesign",
        "Visits, hours and pathways built around those whom they failed before.", 8,
    ),
    SampleArea(
        "beyond", "engaging-communities",
        "Engaging cultural communities to understand disparities and co-create solutions",
        "Engaging communities", "Cultural communities name the problem and shape the answer.", 6,
    ),
    SampleArea(
        "beyond", "community-referral", "Referral to community-based resources and supports",
        "Community referral",
        "From the exam room to food, housing and a person who helps, and back again.", 11,
    ),
    SampleArea(
        "beyond", "payment-innovation", "Innovation in payment models", "Payment innovation",
        "Paying for what keeps people well, and for those who do that work.", 4,
    ),
    SampleArea(
        "beyond", "policy-advocacy", "Policy advocacy", "Policy advocacy",
        "Changing the rules that make people ill, with those whom they touch.", 5,
    ),
    SampleArea(
        "beyond", "clinic-community-partnerships",
        "Clinic-community partnerships on the determinants of health",
        "Clinic-community partnerships",
        "Clinics and neighbors at work on housing, schools, air and income.", 10,
    ),
]  # fmt: skip

WALLS = {"within": 31, "beyond": 27}

PROSE = """Interpreters were booked by phone, one day ahead.
Half of the visits began without one.

We did three things:
- put the language on the first screen
- gave every room a tablet
- asked patients afterwards, in their language

After a year, 93 % of visits had an interpreter."""

COLOURS = (
    "paper", "raised", "sunk", "ink", "ink-soft", "rule", "edge", "link", "within",
    "within-floor", "beyond", "beyond-ground", "good", "warn", "bad",
)  # fmt: skip


class SampleForm(forms.Form):
    """A form with every kind of question the portal asks."""

    title = forms.CharField(label="Title", help_text="What you would call it in the corridor.")
    summary = forms.CharField(
        label="What we did", widget=forms.Textarea(attrs={"rows": 4}), max_length=280
    )
    stage = forms.ChoiceField(
        label="Stage", choices=[("", "Choose a stage"), ("idea", "Idea"), ("spread", "Spread")]
    )
    story = forms.ChoiceField(
        label="Kind of story",
        widget=forms.RadioSelect,
        choices=[("success", "Success"), ("attempt", "Attempt that did not work")],
        help_text="An attempt is worth as much as a success.",
    )
    scopes = forms.MultipleChoiceField(
        label="Scope areas",
        widget=forms.CheckboxSelectMultiple,
        choices=[(area.slug, area.name) for area in AREAS[:4]],
        help_text="One to three.",
    )
    starts_on = forms.DateField(
        label="Day", widget=forms.DateInput(attrs={"type": "date"}), required=False
    )
    starts_at = forms.TimeField(
        label="Time", widget=forms.TimeInput(attrs={"type": "time"}), required=False
    )
    file = forms.FileField(label="File", required=False, help_text="PDF or picture, up to 20 MB.")
    agreed = forms.BooleanField(label="Readers may write to me")
