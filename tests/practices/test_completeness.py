"""The meter of completeness: from the words alone, and only what fits a kind of story."""

from __future__ import annotations

import pytest

from practices.choices import Mode
from practices.completeness import PROMPTS, State, completeness, prompts
from practices.models import Practice
from practices.record import NAMES, QUESTIONS

TELLING = "A sentence of more than six plain words."
WHOLE = {
    "title": "Interpreters at night", "story": "success", "stage": "sustained", "need": TELLING,
    "rationale": TELLING, "materials": TELLING, "how_it_works": TELLING * 5,
    "who_provides": TELLING, "modes": [Mode.PHONE, Mode.ONE_TO_ONE], "where_it_happens": TELLING,
    "dose": "Every night for two years", "tailoring": TELLING, "modifications": TELLING,
    "fidelity_planned": TELLING, "fidelity_actual": TELLING,
}  # fmt: skip


def of(**changes):
    words = Practice().words() | WHOLE | changes
    return {one.item: one for one in completeness(words).findings}


def test_a_whole_telling_has_all_twelve():
    found = completeness(Practice().words() | WHOLE)

    assert [one.item for one in found.findings] == list(range(1, 13))
    assert {one.state for one in found.findings} == {State.PRESENT}
    assert (found.told, found.asked, found.is_whole) == (12, 12, True)
    assert found.in_words == "12 of 12 things told"
    assert found.open == ()


@pytest.mark.parametrize(
    ("item", "without", "part"),
    [
        (1, {"title": ""}, {"title": "Interpreters"}),
        (2, {"rationale": "", "need": ""}, {"rationale": "", "need": TELLING}),
        (3, {"materials": ""}, {"materials": "", "file_ids": [1]}),
        (4, {"how_it_works": ""}, {"how_it_works": TELLING}),
        (5, {"who_provides": ""}, {"who_provides": "Nurses"}),
        (6, {"modes": []}, {"modes": [Mode.PHONE]}),
        (7, {"where_it_happens": ""}, {"where_it_happens": "", "care_settings": ["hospital"]}),
        (8, {"dose": ""}, {"dose": "Weekly"}),
        (9, {"tailoring": ""}, {"tailoring": "No"}),
        (10, {"modifications": ""}, {"modifications": "None"}),
        (11, {"fidelity_planned": " "}, {"fidelity_planned": "Audits"}),
        (12, {"fidelity_actual": ""}, {"fidelity_actual": "Well"}),
    ],
)
def test_each_item_is_absent_partly_or_present(item, without, part):
    absent, partly, present = (of(**changes)[item] for changes in (without, part, {}))

    assert (absent.state, partly.state, present.state) == (
        State.ABSENT, State.PARTLY, State.PRESENT
    )  # fmt: skip
    assert absent.why
    assert partly.why
    assert present.why == ""
    assert set(absent.questions) <= set(NAMES)


def test_other_answers_stand_for_a_part():
    people = [{"what": "A nurse", "of": "people", "kind": "core"}]

    assert of(who_provides="", resources=people)[5].state == State.PARTLY
    assert (
        of(who_provides="", resources=[{"what": "A van", "of": "tools"}])[5].state == State.ABSENT
    )
    assert of(modes=[Mode.SYSTEM])[6].state == State.PRESENT
    assert of(modes=[Mode.ONE_TO_ONE])[6].state == State.PARTLY
    assert of(where_it_happens="In clinics", care_settings=["home"])[7].state == State.PRESENT


@pytest.mark.parametrize("story", ["challenge", "aspiration"])
def test_what_is_only_named_is_asked_for_its_name_and_why(story):
    words = Practice().words() | {
        "title": "No bus after four", "story": story, "need": TELLING, "rationale": TELLING
    }  # fmt: skip

    found = completeness(words)

    assert (found.told, found.asked, found.is_whole) == (2, 2, True)
    assert {one.item for one in found.findings if one.state == State.NOT_YET} == set(range(3, 13))
    # What is told all the same is not hidden.
    more = completeness({**words, "who_provides": TELLING})
    assert (more.told, more.asked) == (3, 3)
    assert completeness({**words, "who_provides": "Nurses"}).asked == 2


def test_a_challenge_is_asked_what_makes_it_hard():
    words = Practice().words() | {"title": "No bus after four", "story": "challenge"}

    assert completeness({**words, "need": TELLING}).open[0].state == State.PARTLY
    assert completeness({**words, "need": TELLING, "context_factors": TELLING}).is_whole


def test_an_attempt_is_asked_everything_and_an_idea_not_what_comes_later():
    assert completeness(Practice().words() | WHOLE | {"story": "attempt"}).asked == 12
    idea = {"stage": "idea", "modifications": "", "fidelity_actual": ""}
    found = of(**idea)
    assert [one.item for one in found.values() if one.state == State.NOT_YET] == [10, 12]


def test_what_improvers_forget_is_asked_once_results_are_told():
    words = Practice().words() | {"story": "success", "stage": "sustained"}

    assert prompts(words) == ()
    assert [one.name for one in prompts({**words, "result": "It fell."})] == list(PROMPTS)
    assert len(prompts({**words, "study_design": "before-after", "unintended": "Lines."})) == 4
    assert prompts({**words, "study_design": "none"}) == ()
    assert prompts({**words, "story": "challenge", "result": "It stands still."}) == ()
    assert set(PROMPTS) <= set(QUESTIONS)
