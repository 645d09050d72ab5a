"""Why an action says no. Each is a sentence for a person."""

from __future__ import annotations

from practices.models import Practice

from .merging import Merged

WITHDRAWN = "This practice was withdrawn, so its words stand still until a steward brings it back."


class Refused(Exception):
    """An action that the state of things does not allow; nothing was changed."""

    sentence = "This cannot be done now."
    # Where to go on from here.
    next_step = ("practices:detail", "Back to the practice")

    def __init__(self, sentence: str = "") -> None:
        super().__init__(sentence or self.sentence)


class CannotBegin(Refused):
    """The membership ended in the moment in which the form was sent."""


class CannotEdit(Refused):
    sentence = (
        "This practice is waiting for a steward, so its words stand still. "
        "Take it back first if you want to change it."
    )

    @classmethod
    def of(cls, practice: Practice) -> CannotEdit:
        """The sentence for where this one stands."""
        return cls(WITHDRAWN if practice.is_withdrawn else "")


class EditedMeanwhile(Refused):
    """Answers that this person changed were saved otherwise since the form was opened."""

    def __init__(
        self, theirs: Practice, *, merged: Merged, others: list[str], by_self: bool
    ) -> None:
        self.theirs = theirs
        self.merged = merged
        who = " and ".join([*(["You, in another window,"] if by_self else []), *others])
        self.who = who or "Somebody else"
        super().__init__(
            f"{self.who} saved other words meanwhile in answers that you changed too. Nothing is "
            "lost: both texts are below."
        )


class CannotSubmit(Refused):
    sentence = "There is nothing new to submit."


class NotComplete(CannotSubmit):
    """Names the fields that a reader would miss."""

    sentence = "Some answers are missing before a steward can look at this."
    next_step = ("practices:edit", "Go on writing")

    def __init__(self, missing: dict[str, str]) -> None:
        super().__init__()
        self.missing = missing


class CannotTakeBack(Refused):
    sentence = "This practice is not waiting for a steward any more."


class CannotAskForChanges(Refused):
    sentence = "This practice is not waiting for a steward any more."


class CannotPublish(Refused):
    sentence = "Only a practice that was submitted can be published."


class AlreadyPublished(CannotPublish):
    sentence = "This version is published already."


class NotWhatYouSaw(CannotPublish):
    next_step = ("practices:review", "Read the newest version")
    sentence = (
        "The author has sent another version since you opened this page. Please read it first."
    )


class SentenceMissing(Refused):
    sentence = "Write a sentence, so that the author knows why."


class CannotTakeDown(Refused):
    sentence = "This practice is not public, so there is nothing to take down."


class CannotPlan(Refused):
    next_step = ("practices:review", "Choose another time")
    sentence = "Choose a time that is still to come."


class CannotCancelPlan(Refused):
    sentence = "No publication is planned any more."


class CannotRemind(Refused):
    sentence = "There is nobody to remind now."


class CannotEnd(Refused):
    sentence = "Only a practice that is public can be said to have ended."


class CannotWithdraw(Refused):
    sentence = "Only a practice that is public can be withdrawn."


class CannotBringBack(Refused):
    sentence = "This practice is not withdrawn."


class CannotVerify(Refused):
    sentence = "Only a practice that is public, and has not ended, can be said to be still true."


class CannotDelete(Refused):
    sentence = "Only a draft that was never public and is not waiting for a steward can be deleted."
