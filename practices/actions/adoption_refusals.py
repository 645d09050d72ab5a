"""Why the ledger of adoptions says no. Each is a sentence for a person."""

from __future__ import annotations

from practices.models import Adoption

from .refusals import Refused


class CannotReport(Refused):
    """Not for this institution, or not about this practice."""


class OwnPractice(CannotReport):
    sentence = "This practice is your institution's own. The ledger is for those who took it up."


class PublishesItToo(CannotReport):
    sentence = (
        "Your institution publishes this practice too: its name stands on it. The ledger is for "
        "those who took it up from others."
    )


class AlreadyReported(CannotReport):
    sentence = "Your institution has a line in this ledger already. Change that one."

    def __init__(self, adoption: Adoption) -> None:
        super().__init__()
        self.adoption = adoption


class ChangedMeanwhile(Refused):
    """Somebody saved other words since the form was opened: theirs are shown beside."""

    def __init__(self, adoption: Adoption) -> None:
        self.adoption = adoption
        who = adoption.waiting_by.known_as if adoption.waiting_by else "A steward"
        super().__init__(
            f"{who} changed this line since you opened the form. Nothing is lost: both texts are "
            "below. Yours replace the others if you save once more."
        )


class NothingChanged(Refused):
    sentence = "These words are the same as before, so nothing was saved."


class NothingWaits(Refused):
    sentence = "Nothing waits for an answer here any more."


class NotTheWordsYouRead(Refused):
    sentence = "These words were changed since you opened the page. Please read them first."


class NotPublic(Refused):
    sentence = "This line is not public, so there is nothing to take out."


class StateMissing(Refused):
    sentence = "Say how far your institution is with it."


class ReasonMissing(Refused):
    sentence = "Say why it stopped: it helps others most."


class AnswerMissing(Refused):
    sentence = "Write a sentence, so that your colleague knows why."
