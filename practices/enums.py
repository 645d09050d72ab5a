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
