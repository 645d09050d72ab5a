"""Every question of the record: what is kept, what is said when it cannot be."""

from __future__ import annotations

from decimal import Decimal

import pytest

from collaborative.core.minnesota import COUNTIES, LANGUAGES
from practices import record, rows
from practices.choices import CHOICES, Consistency, StudyDesign
from practices.evidence import Grade, grade
from practices.models import Practice
from practices.rows import TOO_FEW, shown_measures

from .test_edit_page import edit, opened, parsed

pytestmark = pytest.mark.django_db
WHOLE = {
    "populations": ["american-indian", "black"],
    "minnesota_groups": ["ojibwe", "somali"],
    "population_detail": "Deaf adults",
    "languages": ["so", "oj"],
    "care_settings": ["hospital", "community"],
    "organization_size": "large",
    "origin_site": "The north side clinic",
    "modes": ["in-person", "one-to-one"],
    "fte": "1.5",
    "start_up_cost": "$24,000",
    "yearly_cost": "0",
    "cost_year": "2024",
    "study_design": "before-after",
    "consistency": "mixed",
    "licence": "CC-BY-4.0",
    "counties": "hennepin, st louis;  Lac Qui Parle county",
}


@pytest.fixture
def author(roles, client_of):
    return client_of(roles.authorA)


def kept(practice):
    return Practice.objects.get(pk=practice.pk)


def test_the_steps_ask_for_every_answer_once_and_every_answer_has_its_words():
    assert len(set(record.NAMES)) == len(record.NAMES)
    assert set(record.QUESTIONS) == set(record.NAMES) == set(Practice.CONTENT_FIELDS)
    assert set(CHOICES) | set(rows.ROWS) < set(record.NAMES)
    assert len(COUNTIES) == 87
    assert len(set(COUNTIES)) == 87
    assert [name for _, name in LANGUAGES[1:4]] == ["Spanish", "Hmong", "Somali"]


def test_chosen_and_counted_answers_are_kept_and_come_back(author, state_of):
    practice = state_of("draft")

    edit(author, practice, **WHOLE)

    row = kept(practice)
    assert {name: getattr(row, name) for name in WHOLE if isinstance(WHOLE[name], list)} == {
        name: answer for name, answer in WHOLE.items() if isinstance(answer, list)
    }
    assert (row.start_up_cost, row.yearly_cost, row.cost_year) == (24_000, 0, 2024)
    assert row.fte == Decimal("1.5")
    assert row.counties == ["Hennepin", "Lac qui Parle", "St. Louis"]
    assert opened(author, practice, "counties")["counties"] == "Hennepin, Lac qui Parle, St. Louis"
    takes = opened(author, practice, "fte")
    assert (takes["start_up_cost"], takes["yearly_cost"], takes["fte"]) == ("24,000", "0", "1.50")
    # Saving a page as it came changes nothing: no version is made.
    before = row.latest_revision_id
    for step in record.STEPS:
        url = practice.get_step_url(step.slug)
        author.post(url, opened(author, practice, step.names[0]))
        assert kept(practice).words() == row.words(), step.slug
    assert kept(practice).latest_revision_id == before


def test_all_counties_are_said_in_a_word(author, state_of):
    practice = state_of("draft")

    edit(author, practice, counties="All")

    assert kept(practice).counties == list(COUNTIES)
    assert opened(author, practice, "counties")["counties"] == "all"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"counties": "Henepin"}, "“Henepin” is not a county of Minnesota. Did you mean Hennepin?"),
        ({"counties": "Cook, Los Angeles"}, "“Los Angeles” is not a county of Minnesota."),
        ({"start_up_cost": "about 5"}, "Write whole dollars in figures"),
        ({"start_up_cost": "-5"}, "Write a sum of 0 or more."),
        ({"yearly_cost": "99999999999999"}, "Is it a slip?"),
        ({"cost_year": "24"}, "Write a year in four figures"),
        ({"fte": "two"}, "Write a number like 1.5"),
        ({"fte": "1.555"}, "Write a number like 1.5"),
        ({"fte": "1e400"}, "Write a number like 1.5"),
        ({"populations": ["martian"]}, "not one of the choices"),
        ({"licence": "mine"}, "not one of the choices"),
        ({"measures-0-people": "800"}, "Line 1: fill in “what was measured”, or empty the line."),
        ({"measures-1-measure": "Screened", "measures-1-baseline_when": "once"},
         "Line 2, when: write a year, or a month and a year"),
        ({"measures-0-measure": "x" * 170}, "10 too many characters: at most 160."),
        ({"measures-0-measure": "x", "measures-0-people": "many"}, "like 800"),
        ({"resources-0-what": "A nurse", "resources-0-kind": "vital"}, "not one of the choices"),
        ({"study_reports-0-title": "P", "study_reports-0-address": "javascript:alert(1)"},
         "write an address that begins with https://, or a DOI."),
        ({"study_reports-0-title": "P", "study_reports-0-year": "1066"}, "in four figures"),
        ({f"communities-{n}-community": "One" for n in range(9)}, "Keep the 8 that matter most."),
    ],
)  # fmt: skip
def test_what_cannot_be_kept_is_said_and_comes_back(author, state_of, changes, sentence):
    practice = state_of("draft")

    page = parsed(edit(author, practice, **changes))

    assert sentence in page.select_one(".error-summary").get_text()
    for link in page.select(".error-summary a"):
        assert page.select(link["href"]), link["href"]
    for name, answer in changes.items():
        if isinstance(answer, str) and "choices" not in sentence:
            assert page.select_one(f'[name="{name}"]')["value"] == answer


def test_lines_are_kept_in_their_order_and_empty_ones_fall_out(author, state_of):
    practice = state_of("draft")

    edit(
        author, practice,
        **{
            "risks-0-risk": "Called away", "risks-0-mitigation": "A second one",
            "risks-1-risk": "", "risks-2-risk": "  Asleep\x00 ",
        },
    )  # fmt: skip
    edit(
        author, practice,
        **{
            "study_reports-0-title": "Two years on",
            "study_reports-0-address": "doi:10.1000/xyz123",
        },
    )  # fmt: skip

    row = kept(practice)
    assert row.risks == [
        {"risk": "Called away", "mitigation": "A second one"},
        {"risk": "Asleep", "mitigation": ""},
    ]
    assert row.study_reports[0]["address"] == "https://doi.org/10.1000/xyz123"
    page = opened(author, practice, "risks")
    assert (page["risks-0-risk"], page["risks-1-risk"]) == ("Called away", "Asleep")
    assert {"risks-2-risk", "risks-3-risk"} <= set(page)
    assert "risks-4-risk" not in page


@pytest.mark.parametrize(
    ("design", "consistency", "expected"),
    [
        (StudyDesign.RANDOMIZED, Consistency.CONSISTENT, Grade.STRONG),
        (StudyDesign.RANDOMIZED, Consistency.MIXED, Grade.MODERATE),
        (StudyDesign.RANDOMIZED, "", Grade.MODERATE),
        (StudyDesign.COMPARISON, Consistency.CONSISTENT, Grade.MODERATE),
        (StudyDesign.BEFORE_AFTER, Consistency.MIXED, Grade.MODERATE),
        (StudyDesign.NUMBERS_AFTER, Consistency.CONSISTENT, Grade.SUGGESTIVE),
        (StudyDesign.QUALITATIVE, "", Grade.SUGGESTIVE),
        (StudyDesign.NONE, Consistency.CONSISTENT, Grade.NOT_YET),
        ("", "", Grade.NOT_YET),
    ],
)
def test_the_grade_follows_from_the_facts(design, consistency, expected):
    assert grade(design, consistency) is expected


@pytest.mark.parametrize(
    ("people", "is_shown"), [("1", False), ("10", False), ("11", True), ("0", True), ("", True)]
)
def test_figures_of_ten_people_or_fewer_are_not_shown(people, is_shown):
    row = {"measure": "Screened", "baseline": "56%", "follow_up": "71%", "people": people}

    shown = shown_measures([row])[0]

    expected = ("56%", "71%", people) if is_shown else (TOO_FEW, TOO_FEW, "")
    assert (shown["baseline"], shown["follow_up"], shown["people"]) == expected


def test_every_answer_is_found_by_its_own_institution(author, state_of):
    practice = state_of("draft")
    edit(
        author, practice, fidelity_actual="Quokkas kept the script", languages=["so"],
        **{"risks-0-risk": "A wombat"},
    )  # fmt: skip

    for word in ("quokka", "wombat", "somali"):
        found = author.get("/practices/", {"q": word}).content.decode()
        assert practice.title in found, word
