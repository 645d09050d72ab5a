"""The demo's practices answer the whole record: known choices, safe rows, figures that agree."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pytest

from collaborative.core.minnesota import COUNTIES
from collaborative.demo.practices import STATEWIDE, _content
from practices import completeness, queries
from practices.choices import CHOICES, Licence, OrganizationSize
from practices.evidence import Grade
from practices.forms.rows import RowsField
from practices.models import Practice
from practices.models.practices import EARLIEST_YEAR
from practices.rows import ROWS, is_small
from practices.screening import Known, screen
from tests.demo.test_content import INSTITUTIONS, PRACTICES, PUBLISHED, STORIES, TOLD_ON

PRACTICE_BY_SLUG = {practice["slug"]: practice for practice in PRACTICES}
INSTITUTION_BY_SLUG = {one["slug"]: one for one in INSTITUTIONS}
by_slug = pytest.mark.parametrize("slug", PRACTICE_BY_SLUG)
by_published = pytest.mark.parametrize("slug", [one["slug"] for one in PUBLISHED])

# What everybody who looks for a practice asks first.
ASKED_FIRST = (
    "population_detail", "languages", "care_settings", "counties", "organization_size",
    "study_design", "consistency", "licence",
)  # fmt: skip
# What a record holds that is told whole, beside the story.
RICH = (
    "rationale", "materials", "who_provides", "where_it_happens", "dose", "tailoring",
    "modifications", "fidelity_planned", "fidelity_actual", "cost_year", "fte", "funding",
    "leadership", "resources", "milestones", "risks", "communities", "aim", "measures", "reach",
    "community_evidence", "variation", "context_factors", "data_completeness", "unintended",
    "evidence_gaps", "getting_started", "sustaining", "what_to_adapt",
)  # fmt: skip
# An idea or a challenge has not done these yet.
NOT_OF_ALL = {
    "dose", "tailoring", "modifications", "fidelity_planned", "fidelity_actual", "measures",
    "reach", "variation", "data_completeness", "modes",
}  # fmt: skip
SIZES = {
    "under 100": OrganizationSize.SMALL,
    "100-999": OrganizationSize.MEDIUM,
    "1,000-9,999": OrganizationSize.LARGE,
    "10,000+": OrganizationSize.VERY_LARGE,
}


def is_rich(practice: dict[str, Any]) -> bool:
    """Whether nearly everything is told that fits this kind of story."""
    early = practice["story"] in {"challenge", "aspiration"}
    return all(practice.get(name) for name in RICH if not (early and name in NOT_OF_ALL))


def figures(text: str) -> set[str]:
    """Every number in a text as digits alone: 4,120 and 9.8 as 4120 and 9.8."""
    return {found.replace(",", "") for found in re.findall(r"\d+(?:,\d{3})*(?:\.\d+)?", text)}


@by_slug
def test_every_answer_fits_its_question(slug):
    answers = _content(PRACTICE_BY_SLUG[slug])

    for name, answer in answers.items():
        field = Practice.question(name)
        if name in ROWS:
            assert RowsField(name).clean(answer) == answer, name
        elif name == "counties":
            assert answer == sorted(answer, key=COUNTIES.index), name
        elif name in CHOICES:
            chosen = answer if isinstance(answer, list) else [answer]
            assert set(chosen) <= set(CHOICES[name]), (name, answer)
            assert len(chosen) == len(set(chosen)), name
        elif isinstance(answer, str):
            assert 0 < len(answer) <= (field.max_length or 10_000), name
        elif name == "fte":
            assert round(answer, 2) == answer, name


@by_slug
def test_counties_are_spelled_as_the_state_spells_them(slug):
    named = PRACTICE_BY_SLUG[slug].get("counties", [])

    assert named == STATEWIDE or set(named) <= set(COUNTIES)
    assert len(named) == len(set(named))


@by_published
def test_a_published_practice_answers_what_is_asked_first(slug):
    practice = PRACTICE_BY_SLUG[slug]

    assert [name for name in ASKED_FIRST if not practice.get(name)] == []
    band = INSTITUTION_BY_SLUG[practice["institution"]]["employees_band"]
    assert practice["organization_size"] == SIZES[band]
    told = completeness.completeness(dict.fromkeys(Practice.CONTENT_FIELDS) | _content(practice))
    assert told.told >= 2


@by_slug
def test_costs_are_in_dollars_of_a_year(slug):
    practice = PRACTICE_BY_SLUG[slug]
    costs = {practice.get("start_up_cost"), practice.get("yearly_cost")} - {None}

    assert not costs or EARLIEST_YEAR < practice["cost_year"] <= TOLD_ON.year
    assert all(isinstance(cost, int) and cost > 0 for cost in costs)


@by_slug
def test_figures_of_measures_stand_in_the_words_too(slug):
    """Two places that tell one result tell the same; rows of few people are never told."""
    practice = PRACTICE_BY_SLUG[slug]
    told = " ".join(value for value in practice.values() if isinstance(value, str))
    in_words = figures(told)

    for row in practice.get("measures", []):
        assert row.get("follow_up") or row.get("baseline"), row
        for side in ("baseline", "follow_up"):
            assert bool(row.get(side)) == bool(row.get(f"{side}_when")), row
        if row.get("baseline") and row.get("follow_up"):
            assert row["baseline_when"] <= row["follow_up_when"], row
        if not is_small(row):
            said = " ".join(row.get(name, "") for name in ("baseline", "follow_up", "people"))
            assert figures(said) <= in_words, (row, figures(said) - in_words)


@by_slug
def test_rows_are_complete(slug):
    """A risk says what helps, a resource its sort and weight, a community how far and if paid."""
    needed = {
        "risks": {"risk", "mitigation"},
        "resources": {"what", "of", "kind"},
        "communities": {"community", "level", "paid"},
        "milestones": {"when", "what"},
        "measures": {"measure", "group"},
        "study_reports": {"title", "year"},
    }
    for name, columns in needed.items():
        for row in PRACTICE_BY_SLUG[slug].get(name, []):
            assert {column for column in columns if not row.get(column)} == set(), row


@by_slug
def test_lists_in_longer_answers_stand_in_paragraphs_of_their_own(slug):
    for name in ("getting_started", "materials", "sustaining", "what_to_adapt"):
        text = PRACTICE_BY_SLUG[slug].get(name, "").strip()
        for block in text.split("\n\n"):
            lines = block.split("\n")
            assert len(lines) == 1 or all(line.startswith("- ") for line in lines), block


def test_many_tell_the_whole_record_whatever_came_of_it():
    rich = [practice for practice in PUBLISHED if is_rich(practice)]
    stories = Counter(practice["story"] for practice in rich)

    assert len(rich) >= 15, len(rich)
    assert set(stories) == STORIES
    assert min(stories.values()) >= 2, stories
    assert len({practice["institution"] for practice in rich}) >= 10


def test_the_choices_are_used_widely():
    def used(name: str) -> set[str]:
        answers = (practice.get(name, []) for practice in PUBLISHED)
        return {
            value
            for answer in answers
            for value in (answer if isinstance(answer, list) else [answer])
        }

    assert used("licence") == set(Licence.values)
    assert used("study_design") == set(CHOICES["study_design"])
    assert used("consistency") == set(CHOICES["consistency"])
    assert used("organization_size") == set(OrganizationSize.values)
    assert used("minnesota_groups") == set(CHOICES["minnesota_groups"])
    assert used("populations") == set(CHOICES["populations"])
    assert len(used("languages")) >= 15
    assert len(used("care_settings")) >= 11


def test_counties_lie_all_over_the_state():
    statewide = [one["slug"] for one in PUBLISHED if one["counties"] == STATEWIDE]
    named = {name for one in PUBLISHED for name in one["counties"]} - set(STATEWIDE)

    assert len(statewide) == 1
    assert len(_content(PRACTICE_BY_SLUG[statewide[0]])["counties"]) == 87
    assert len(named) >= 60, sorted(set(COUNTIES) - named)


def test_every_grade_of_evidence_is_there():
    grades = Counter(Practice(**_content(practice)).evidence_grade for practice in PUBLISHED)

    assert set(grades) == set(Grade)


@by_published
def test_nothing_published_holds_what_the_patient_screen_asks_about(slug):
    practice = PRACTICE_BY_SLUG[slug]
    institution = INSTITUTION_BY_SLUG[practice["institution"]]
    known = Known(frozenset({institution["city"].casefold()}), frozenset({institution["domain"]}))
    told = Practice(**_content(practice))

    found = [
        (name, finding.sign.title, finding.words)
        for name in Practice.CONTENT_FIELDS
        for text in queries.screening.texts_of(told, name)
        for finding in screen(text, TOLD_ON, known)
        if finding.needs_answer
    ]

    assert found == []


def test_the_screen_asks_about_a_patient_in_such_a_text():
    """So that the test above could fail."""
    told = "The patient, Zeinab Warfa of Faribault, came on July 9, 2026."

    assert [one for one in screen(told, TOLD_ON) if one.needs_answer]
