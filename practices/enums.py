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


class Stage(models.TextChoices):
    IDEA = "idea", "Idea"
    PILOTING = "piloting", "Piloting"
    IMPLEMENTED = "implemented", "Implemented"
    SUSTAINED = "sustained", "Sustained"
    SPREAD = "spread", "Spread"
    ENDED = "ended", "Ended"


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
