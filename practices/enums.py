"""Words of practices. Families stand beside their members."""

from __future__ import annotations

from django.db import models


class Wall(models.TextChoices):
    WITHIN = "within", "Within our walls"
    BEYOND = "beyond", "Beyond our walls"


class Story(models.TextChoices):
    CHALLENGE = "challenge", "Challenge"
    SUCCESS = "success", "Success"
    JOURNEY = "journey", "Journey"
    ASPIRATION = "aspiration", "Aspiration"
    ATTEMPT = "attempt", "Attempt that did not work"


# What each word means to a reader; shown beside it.
STORY_MEANS = {
    Story.CHALLENGE: "A problem that is named, and what makes it hard.",
    Story.SUCCESS: "Something that was done and made a difference.",
    Story.JOURNEY: "A longer way, still going on: turns, setbacks and gains.",
    Story.ASPIRATION: "Something hoped for, and why.",
    Story.ATTEMPT: "Tried in earnest, then stopped; told so that others can learn from it.",
}


class Stage(models.TextChoices):
    IDEA = "idea", "Idea"
    PILOTING = "piloting", "Piloting"
    IMPLEMENTED = "implemented", "Implemented"
    SUSTAINED = "sustained", "Sustained"
    SPREAD = "spread", "Spread"
    ENDED = "ended", "Ended"


STAGE_MEANS = {
    Stage.IDEA: "Thought through, not tried yet.",
    Stage.PILOTING: "Being tried out in a small place.",
    Stage.IMPLEMENTED: "In use where it was meant to be.",
    Stage.SUSTAINED: "Part of the usual work, paid for and looked after.",
    Stage.SPREAD: "Taken up in other places.",
    Stage.ENDED: "No longer done.",
}


class Workflow(models.TextChoices):
    """Where the newest version stands; whether anything is live is another question."""

    DRAFT = "draft", "Draft"
    SUBMITTED = "submitted", "Waiting for a steward"
    CHANGES_ASKED = "changes_asked", "Changes asked"
    SETTLED = "settled", "Nothing waiting"


# The author may go on writing; in review the words stand still until a steward answers.
WRITABLE = (Workflow.DRAFT, Workflow.CHANGES_ASKED, Workflow.SETTLED)


class ReviewState(models.TextChoices):
    WAITING = "waiting", "Waiting"
    CHANGES_ASKED = "changes_asked", "Changes asked"
    PUBLISHED = "published", "Published"
    WITHDRAWN = "withdrawn", "Withdrawn"


class ReminderKind(models.TextChoices):
    """When an institution is asked whether a practice is still true; each once."""

    SOON = "soon", "A month before"
    DUE = "due", "On the day"
    OVERDUE = "overdue", "Two months after"


class ScreenAnswer(models.TextChoices):
    """What a person says about words that the patient screen found."""

    OPEN = "open", "Not answered yet"
    STAFF = "about_staff", "It is about staff"
    PUBLIC_FIGURE = "public_figure", "It is about a public figure"
    INSTITUTIONS_OWN = "institutions_own", "It is our institution's own"
    NOT_A_PERSON = "not_a_person", "It is not about a person"
    AGREED = "agreed", "The person agreed in writing"
    LOOKED = "looked", "I looked: nothing in it tells who a patient is"
    OTHER = "other", "It may stay for another reason"
    REMOVED = "removed", "Removed"


# Whoever gives one of these says why the words may stay. `removed` is noted when they are gone.
SETTLING = (
    ScreenAnswer.STAFF,
    ScreenAnswer.PUBLIC_FIGURE,
    ScreenAnswer.INSTITUTIONS_OWN,
    ScreenAnswer.NOT_A_PERSON,
    ScreenAnswer.AGREED,
    ScreenAnswer.LOOKED,
    ScreenAnswer.OTHER,
)


class AdoptionState(models.TextChoices):
    """How far another institution is with a practice. Stopping is as good to know as starting."""

    EXPLORING = "exploring", "Exploring"
    TRYING = "trying", "Trying"
    ADOPTED = "adopted", "Adopted"
    STOPPED = "stopped", "Stopped"


ADOPTION_MEANS = {
    AdoptionState.EXPLORING: "Finding out whether and how it would fit.",
    AdoptionState.TRYING: "Trying it out in a small place.",
    AdoptionState.ADOPTED: "In use as part of the usual work.",
    AdoptionState.STOPPED: "Tried or used once, and no longer.",
}
# Said of an institution: “Graywing Health has adopted …”.
ADOPTION_SAYS = {
    AdoptionState.EXPLORING: "is exploring",
    AdoptionState.TRYING: "is trying",
    AdoptionState.ADOPTED: "has adopted",
    AdoptionState.STOPPED: "has stopped",
}
# The practice is at work there now; this is what `Practice.adopters` counts.
AT_WORK = (AdoptionState.TRYING, AdoptionState.ADOPTED)
LEDGER_ORDER = (
    AdoptionState.ADOPTED,
    AdoptionState.TRYING,
    AdoptionState.EXPLORING,
    AdoptionState.STOPPED,
)


class Voice(models.TextChoices):
    """As what somebody wrote a comment: the role they had at that moment."""

    CONTRIBUTOR = "contributor", "Contributor"
    STEWARD = "steward", "Steward"
    COORDINATOR = "coordinator", "Coordinator of the collaborative"
    ADMINISTRATOR = "administrator", "Site administrator"


# Who speaks for an institution; the others speak for the collaborative as a whole.
OF_AN_INSTITUTION = (Voice.CONTRIBUTOR, Voice.STEWARD)
OF_THE_COLLABORATIVE = (Voice.COORDINATOR, Voice.ADMINISTRATOR)


class FollowKind(models.TextChoices):
    """What can be followed."""

    PRACTICE = "practice", "Practice"
    INSTITUTION = "institution", "Institution"
    AREA = "area", "Scope area"
    TAG = "tag", "Tag"
