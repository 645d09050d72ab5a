"""The whole record of a practice as data: what was chosen by its value, lines as objects."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from ninja import Field, Schema

from practices import citing, rows
from practices.completeness import completeness
from practices.evidence import Grade
from practices.models import Practice

ELSEWHERE = frozenset(
    {"title", "story", "stage", "need", "what_we_did", "result", "scopes", "tags", "file_ids"}
)


class Milestone(Schema):
    when: str
    what: str


class Resource(Schema):
    what: str
    of: str = Field(description="people, process or tools")
    kind: str = Field(description="core, optional or support")


class Risk(Schema):
    risk: str
    mitigation: str


class Community(Schema):
    community: str
    level: str = Field(description="inform, consult, involve, collaborate or defer")
    paid: str = Field(description="yes, partly, no, or empty")
    signed_off: str


class Measure(Schema):
    """Of 1 to 10 people neither their number nor any figure is given."""

    measure: str
    group: str
    baseline: str
    baseline_when: str = Field(description="A year, or a year and a month.")
    follow_up: str
    follow_up_when: str = Field(description="A year, or a year and a month.")
    people: str


class StudyReport(Schema):
    title: str
    address: str
    year: str


class CompletenessItem(Schema):
    """One of TIDieR's twelve items, found from the words of the practice alone."""

    item: int
    name: str
    state: str = Field(description="present, partly, absent or does-not-apply")


class Record(Schema):
    """What a practice's page tells, answer by answer. What was not told is empty."""

    plain_summary: str
    started: str = Field(description="A year, or a year and a month.")
    ended_reason: str
    followed_by: str = Field(description="What followed, where it has ended.")
    populations: list[str] = Field(description="Categories of OMB SPD-15 as of 2024.")
    minnesota_groups: list[str]
    population_detail: str
    languages: list[str] = Field(description="BCP 47 codes.")
    care_settings: list[str]
    counties: list[str] = Field(description="Names of Minnesota counties.")
    organization_size: str
    origin_site: str
    rationale: str = Field(description="TIDieR item 2: why.")
    materials: str = Field(description="TIDieR item 3.")
    how_it_works: str = Field(description="TIDieR item 4: procedures.")
    who_provides: str = Field(description="TIDieR item 5.")
    modes: list[str] = Field(description="TIDieR item 6.")
    where_it_happens: str = Field(description="TIDieR item 7.")
    dose: str = Field(description="TIDieR item 8: when and how much.")
    tailoring: str = Field(description="TIDieR item 9.")
    modifications: str = Field(description="TIDieR item 10.")
    fidelity_planned: str = Field(description="TIDieR item 11.")
    fidelity_actual: str = Field(description="TIDieR item 12.")
    resources: list[Resource]
    start_up_cost: int | None = Field(description="US dollars of cost_year.")
    yearly_cost: int | None = Field(description="US dollars of cost_year.")
    cost_year: int | None
    fte: Decimal | None = Field(description="Full-time posts.")
    funding: str
    leadership: str
    what_it_takes: str
    milestones: list[Milestone]
    risks: list[Risk]
    communities: list[Community]
    community_part: str
    aim: str
    measures: list[Measure]
    results_detail: str
    reach: str
    study_design: str
    consistency: str
    study_reports: list[StudyReport]
    evidence_grade: Grade = Field(description="Derived from study_design and consistency.")
    community_evidence: str = Field(description="Stands beside the grade, never below it.")
    variation: str
    context_factors: str
    data_completeness: str
    unintended: str
    evidence_gaps: str
    getting_started: str
    sustaining: str
    what_to_adapt: str
    advice: str
    licence: str = Field(description="An SPDX identifier, or all-rights-reserved.")
    version: int = Field(description="The number of publications so far.")
    permanent_url: str = Field(description="By number: it never changes.")
    citation: str
    completeness: list[CompletenessItem] = Field(
        description="How much is told of what others need to do the same. No grade."
    )


def record_of(practice: Practice) -> dict[str, Any]:
    """What `Record` asks for of a live practice."""
    answers = {
        name: getattr(practice, name) for name in Practice.CONTENT_FIELDS if name not in ELSEWHERE
    }
    return answers | {
        "measures": rows.shown_measures(practice.measures),
        "study_reports": rows.shown_reports(practice.study_reports),
        "evidence_grade": practice.evidence_grade,
        "version": practice.public_version,
        "permanent_url": citing.permanent_address(practice),
        "citation": citing.as_text(practice),
        "completeness": [
            {"item": one.item, "name": one.name, "state": one.state.value}
            for one in completeness(practice.words()).findings
        ],
    }
