"""What people come for, to begin with. Coordinators write it anew as they learn more.

Nothing is written where there is a goal already, so what somebody wrote is never touched; going
back leaves the goals where they are.
"""

from __future__ import annotations

from urllib.parse import urlencode

from django.db import migrations

# heading -> (the end of “I want to …”, the search that answers it)
GOALS = {
    "Be understood": [
        ("have an interpreter in the room at any hour", [("q", "interpreter"), ("scope", "language-access")]),
        ("reduce no-shows among people who need an interpreter",
         [("q", "missed visits interpreter")]),
        ("write letters and forms that everybody can read",
         [("q", '"plain language" OR "grade level" OR "health literacy"')]),
        ("work with Deaf patients and patients who use signs",
         [("q", 'deaf OR "sign language"')]),
    ],
    "See the gaps": [
        ("ask for race, ethnicity and language so that people answer",
         [("q", "race ethnicity language"), ("scope", "data-collection-and-use")]),
        ("tell the truth about small groups without pointing at anybody",
         [("q", '"small numbers"')]),
        ("show our results to the people they are about",
         [("q", 'dashboard OR "public results"')]),
        ("ask about housing, food and other needs, and act on the answers",
         [("q", "food OR housing"), ("scope", "community-referral")]),
    ],
    "Close a gap in care": [
        ("control blood pressure in groups that are left behind", [("q", '"blood pressure"')]),
        ("screen for cancer in groups that are left behind", [("q", "cancer OR colorectal")]),
        ("make pregnancy and birth safer",
         [("q", "pregnancy OR birth OR prenatal OR doula")]),
        ("reach people with mental health and recovery care",
         [("q", 'depression OR recovery OR "mental health"')]),
    ],
    "Open the door wider": [
        ("get people to the clinic and home again",
         [("q", "transportation OR ride OR bus")]),
        ("bring care to places far from a hospital",
         [("q", 'telehealth OR "home visits" OR mobile')]),
        ("make buildings and visits work for people with disabilities",
         [("scope", "accessibility")]),
        ("welcome Native patients in their own way",
         [("q", "Ojibwe OR tribal")]),
    ],
    "Share power with communities": [
        ("pay community members for what they know",
         [("q", 'elders OR "community reviewers" OR "advisory council"')]),
        ("work with community health workers", [("q", '"community health workers"')]),
        ("refer to community groups and know that help came",
         [("q", "closed loop"), ("scope", "community-referral")]),
        ("plan a service with the people it is for", [("tag", "co-design")]),
    ],
    "Change the rules": [
        ("hire and keep people from the neighborhoods we serve",
         [("q", "retention OR mentoring OR hiring"), ("scope", "diversity-and-inclusion")]),
        ("pay for what makes care fair", [("scope", "payment-innovation")]),
        ("take what patients tell us to lawmakers", [("scope", "policy-advocacy")]),
        ("learn from what did not work", [("story", "attempt")]),
    ],
}  # fmt: skip


def write(apps, schema_editor):
    Goal = apps.get_model("search", "Goal")
    if Goal.objects.exists():
        return
    told = [
        (heading, words, urlencode(pairs)) for heading, goals in GOALS.items()
        for words, pairs in goals
    ]  # fmt: skip
    Goal.objects.bulk_create(
        Goal(heading=heading, words=words, address=address, position=position)
        for position, (heading, words, address) in enumerate(told, start=1)
    )


class Migration(migrations.Migration):
    dependencies = [("search", "0004_goals")]  # noqa: RUF012  as Django writes it
    operations = [migrations.RunPython(write, migrations.RunPython.noop)]  # noqa: RUF012
