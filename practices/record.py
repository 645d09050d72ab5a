"""The record of a practice: its questions, in the steps in which people are asked.

The order is that of telling it. What to ask comes from the exchanges that did it best (AHRQ Health
Care Innovations Exchange, VA Diffusion Marketplace, AMCHP, RHIhub) and from TIDieR and SQUIRE 2.0.
Forms, comparisons and pages all read this table, so a question is called the same everywhere.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Question:
    """How a person is asked: the name of the answer, and one line with an example."""

    label: str
    hint: str = ""


@dataclass(frozen=True)
class Step:
    """A page of the form: one part of the telling."""

    slug: str
    heading: str
    lead: str
    names: tuple[str, ...]


STEPS = (
    Step(
        "story", "The story", "What was wrong, what you did, what came of it: in short.",
        ("title", "story", "need", "what_we_did", "result", "plain_summary", "stage",
         "ended_reason", "followed_by", "started"),
    ),
    Step(
        "fit", "Where it fits", "So that the right people find it.",
        ("scopes", "tags", "populations", "minnesota_groups", "population_detail", "languages",
         "care_settings", "counties", "organization_size", "origin_site"),
    ),
    Step(
        "how", "How it is done", "So that somebody else could do it tomorrow.",
        ("rationale", "materials", "how_it_works", "who_provides", "modes", "where_it_happens",
         "dose", "tailoring", "modifications", "fidelity_planned", "fidelity_actual"),
    ),
    Step(
        "takes", "What it takes", "People, money and time: what others ask first.",
        ("resources", "start_up_cost", "yearly_cost", "cost_year", "fte", "funding",
         "leadership", "what_it_takes", "milestones", "risks"),
    ),
    Step(
        "community", "With whom", "Whose idea it was, who decided, who was paid.",
        ("communities", "community_part"),
    ),
    Step(
        "results", "What came of it", "Early signs count, and so does “it did not work”.",
        ("aim", "measures", "results_detail", "reach", "study_design", "consistency",
         "study_reports", "community_evidence", "variation", "context_factors",
         "data_completeness", "unintended", "evidence_gaps"),
    ),
    Step(
        "adopting", "Adopting it", "What you would tell a friend who wants to do the same.",
        ("getting_started", "sustaining", "what_to_adapt", "advice"),
    ),
    Step(
        "files", "Files and license", "What others may use, and on what terms.",
        ("file_ids", "licence"),
    ),
)  # fmt: skip

QUESTIONS = {
    # The story
    "title": Question(
        "Title", "Say what you do and for whom. Example: Interpreters on the ward at night"
    ),
    "story": Question(
        "What kind of story is this?",
        "Every kind helps, what failed too. Example: Journey, if you are on the way and some "
        "things went wrong.",
    ),
    "need": Question(
        "Need",
        "What was wrong, and for whom? One or two sentences. Example: Parents who speak Hmong "
        "waited 50 minutes at night before anybody could talk with them.",
    ),
    "what_we_did": Question(
        "What we did",
        "One or two sentences. Example: Two interpreters now work on the ward from 8 in the "
        "evening. For a challenge or an aspiration: what you have tried or thought of so far.",
    ),
    "result": Question(
        "Result",
        "What came of it, for whom? Example: The wait fell to 12 minutes within a year. For a "
        "challenge or an aspiration: where things stand today.",
    ),
    "plain_summary": Question(
        "In plain words",
        "The same for a reader who does not work in health care: short sentences, no short forms. "
        "Example: At night nobody could speak with Hmong families. Now somebody can.",
    ),
    "stage": Question(
        "What stage is it at?",
        "How far it is today. Example: Piloting, if one of your six clinics tries it.",
    ),
    "ended_reason": Question(
        "If it ended: why?",
        "It helps others most. Example: The grant ran out and no budget took it over.",
    ),
    "followed_by": Question(
        "If it ended: what followed?",
        "What is done in its place, who carries it on. Example: The phone line took over, and two "
        "of the interpreters work there now.",
    ),
    "started": Question(
        "When did it start?", "A year, or a month and a year. Example: 2019 or March 2019"
    ),
    # Where it fits
    "scopes": Question(
        "Which scope areas does it belong to?",
        "Choose one to three, those in which others would look for it. Example: Language access "
        "and Accessibility, for interpreters on video",
    ),
    "tags": Question(
        "Tags",
        "Words to find it by, with commas between them; 8 at most. Example: interpreters, night "
        "shift, doulas.",
    ),
    "populations": Question(
        "Whom is it meant for?",
        "Choose all that fit; leave it open if it is meant for everybody. The categories are the "
        "federal ones of 2024. Example: Black or African American, for Somali patients",
    ),
    "minnesota_groups": Question(
        "Which Minnesota groups in particular?",
        "Choose all that fit. Example: Hmong and Karen; write others in the next answer.",
    ),
    "population_detail": Question(
        "Whom else, or more exactly?",
        "Age, disability, income, place. Example: Deaf adults; families with newborns; farm "
        "workers",
    ),
    "languages": Question(
        "In which languages is it done?",
        "Choose those that staff, interpreters or papers speak. Example: Somali and English",
    ),
    "care_settings": Question(
        "In what kind of place?",
        "Choose all that fit. Example: Pharmacy and At home, for cuffs that are sent by mail",
    ),
    "counties": Question(
        "In which counties?",
        "Names with commas between them, or “all”. Example: Hennepin, Ramsey, St. Louis",
    ),
    "organization_size": Question(
        "How large is the organization that does it?",
        "All who work there, so that others of your size find it. Example: Small, for a clinic "
        "with 40 people",
    ),
    "origin_site": Question(
        "Where did it begin?", "The clinic, ward or place. Example: The north side clinic"
    ),
    # How it is done
    "rationale": Question(
        "Why you thought it would work",
        "The idea, theory or study behind it. Example: Families told us that they trust a face "
        "they know, and two trials of doulas had shown it.",
    ),
    "materials": Question(
        "What is used",
        "Papers, devices, training, software, and where others get them. Example: A two-sentence "
        "script on a card in 14 languages (in the files below).",
    ),
    "how_it_works": Question(
        "What happens, step by step",
        "Who does what, in which order. A line that begins with a dash becomes a list. Example: "
        "- The clerk hands over the card and waits.",
    ),
    "who_provides": Question(
        "Who does it",
        "Their work, their training, what they have in common with those they serve. Example: Six "
        "community health workers from the neighborhood, trained for 40 hours.",
    ),
    "modes": Question(
        "How does it reach people?",
        "Choose all that fit. Example: By phone and One person at a time, for a nurse who calls",
    ),
    "where_it_happens": Question(
        "Where it happens",
        "The place, and what must be there. Example: In a quiet room next to the waiting room, "
        "with a phone that stays on speaker.",
    ),
    "dose": Question(
        "When and how much",
        "How often, how long, over what time. Example: Four visits of an hour in the first three "
        "months.",
    ),
    "tailoring": Question(
        "What is fitted to each person",
        "What changes from one person to the next, and how you decide. Example: Visits move to "
        "the evening for those who work in the fields.",
    ),
    "modifications": Question(
        "What you changed along the way",
        "What, when and why. Example: We dropped the tablet after six weeks: people handed it to "
        "their children.",
    ),
    "fidelity_planned": Question(
        "How you meant to keep to it",
        "How you check that it is done as described. Example: A supervisor listens to 12 calls a "
        "month.",
    ),
    "fidelity_actual": Question(
        "How well you kept to it",
        "What the checks showed. Example: 9 of 12 calls used the script; new staff skipped the "
        "second sentence.",
    ),
    # What it takes
    "resources": Question(
        "What it needs",
        "One line for each. Example: A nurse who speaks Somali, half time (people, core)",
    ),
    "start_up_cost": Question("Cost to start, in dollars", "Example: 24,000"),
    "yearly_cost": Question("Cost of a year, in dollars", "Example: 61,500"),
    "cost_year": Question("Dollars of which year?", "Example: 2024"),
    "fte": Question(
        "Staff, in full-time posts (FTE)", "All who work on it, added up. Example: 1.5"
    ),
    "funding": Question(
        "Who pays",
        "And for how long. Example: A state grant for two years; since 2024 the hospital's own "
        "budget.",
    ),
    "leadership": Question(
        "How leadership was won",
        "What made the people who decide say yes. Example: Our chief nurse sat in the waiting "
        "room for a night.",
    ),
    "what_it_takes": Question(
        "Anything else it takes", "Example: The vendor needed four months to change the record."
    ),
    "milestones": Question(
        "What was reached when",
        "So that others can plan. Example: Month 3: all clerks trained",
    ),
    "risks": Question(
        "What can go wrong, and what helps",
        "Example: The interpreter is called away: a second one is on the phone list",
    ),
    # With whom
    "communities": Question(
        "Which communities and partners took part?",
        "One line for each. Example: The Karen community council, worked on it with us, paid",
    ),
    "community_part": Question(
        "The community's part",
        "What they decided, changed or refused. Example: Our board threw out the first script and "
        "wrote its own.",
    ),
    # What came of it
    "aim": Question(
        "The aim",
        "What you wanted to be different, by how much, by when. Example: Screening of Somali "
        "patients from 56 to 70 percent by the end of 2024",
    ),
    "measures": Question(
        "What you measured",
        "One line for each measure and group. Of ten people or fewer no figure is shown. Example: "
        "Screened for colorectal cancer; Somali-speaking patients; 56% in 2022; 71% in 2024; 800",
    ),
    "results_detail": Question(
        "Results in words",
        "What surprised you, for which groups. Leave out groups of ten people or fewer. Example: "
        "The gap closed in the city clinics and stayed in the others.",
    ),
    "reach": Question(
        "How many it reached",
        "Of all whom it was meant for. Example: 640 of about 900 families in two years",
    ),
    "study_design": Question(
        "How did you find out?",
        "The evidence grade follows from this. There is no wrong answer. Example: Numbers before "
        "and after, if you counted in 2022 and again in 2024.",
    ),
    "consistency": Question(
        "Do the results agree?",
        "Look at every measure and place. Example: No: mixed results, if waits fell in three "
        "clinics and rose in one.",
    ),
    "study_reports": Question(
        "Where it is written up",
        "Papers, reports, posters. Example: Night interpreters, two years on; 2024",
    ),
    "community_evidence": Question(
        "What the community counts as proof",
        "In their own measure and words, with who says so. It stands beside the grade, never "
        "below it. Example: The elders' circle says that young mothers come to them again.",
    ),
    "variation": Question(
        "How it went over time and between places",
        "Example: It dipped each August, when the interns change; two of eleven clinics saw "
        "nothing.",
    ),
    "context_factors": Question(
        "What around it helped or stood in the way",
        "Example: A new bus line opened in the same month.",
    ),
    "data_completeness": Question(
        "How complete the numbers are",
        "Who is missing from them? Example: Language was blank for 9 percent, mostly newcomers.",
    ),
    "unintended": Question(
        "What you did not expect",
        "Good or bad. Example: Lines at the desk grew by a minute.",
    ),
    "evidence_gaps": Question(
        "What you do not know yet",
        "Example: Whether people feel safer being asked; we have not asked them.",
    ),
    # Adopting it
    "getting_started": Question(
        "The first steps",
        "What to do in the first month. Example: Start with the script, not the software.",
    ),
    "sustaining": Question(
        "Keeping it going",
        "What it needs after the first year. Example: A line in the budget and a deputy.",
    ),
    "what_to_adapt": Question(
        "What to change for your own place",
        "And what to leave as it is. Example: Change the languages; keep the two sentences.",
    ),
    "advice": Question(
        "Advice for those who try it",
        "What you would do again, and what not. Example: Do not chase the last 6 percent.",
    ),
    # Files and license
    "file_ids": Question(
        "Files that go with it",
        "Take a tick away to leave a file out of this version. Example: Leave out the form of "
        "2023 once the new one is here.",
    ),
    "licence": Question(
        "On what terms may others use it?",
        "Most choose the first. Example: Others may use and change it and say where it is from.",
    ),
}
NAMES = tuple(name for step in STEPS for name in step.names)


def step(slug: str) -> Step | None:
    return next((one for one in STEPS if one.slug == slug), None)


def step_of(name: str) -> Step:
    """The step that asks for this answer."""
    return next(one for one in STEPS if name in one.names)


def after(this: Step) -> Step | None:
    place = STEPS.index(this) + 1
    return STEPS[place] if place < len(STEPS) else None


def before(this: Step) -> Step | None:
    place = STEPS.index(this) - 1
    return STEPS[place] if place >= 0 else None
