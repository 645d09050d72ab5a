"""Why the people and institutions of a practice say no. Each is a sentence for a person."""

from __future__ import annotations

from .refusals import Refused

NAME_MISSING = "Write your name on your account page first, then send this again."


class Nameless(Refused):
    """Another institution would read a part of the address in place of a name."""

    sentence = f"The other institution could not see who you are. {NAME_MISSING}"


class CannotAddAuthor(Refused):
    next_step = ("practices:people", "Back to its people")
    sentence = (
        "Authors belong to the practice's institution, or to one that publishes it too and are "
        "shown in the directory. Look for the person again."
    )


class NamelessAdder(CannotAddAuthor):
    sentence = f"The person could not see who adds them. {NAME_MISSING}"


class AlreadyAuthor(CannotAddAuthor):
    sentence = "This person is an author of it already."


class CannotRemoveAuthor(CannotAddAuthor):
    sentence = "Whoever began a practice stays its first author."


class CannotInvite(Refused):
    next_step = ("practices:people", "Back to its people")
    sentence = "This institution cannot be asked."


class NamelessInviter(CannotInvite):
    sentence = f"Its stewards could not see who asks. {NAME_MISSING}"


class TooManyInvited(CannotInvite):
    """As many as one person may ask in this time are asked."""

    status = 429


class AlreadyInvited(CannotInvite):
    sentence = "This institution is asked already."


class NotAskedAnyMore(Refused):
    """Withdrawn or called off in the moment in which the form was sent."""

    sentence = "This institution is not asked any more, so nothing was changed."


class NothingToSign(Refused):
    sentence = (
        "There is no version to answer for now: it was taken back or a change was asked. "
        "You are asked again when the next one is handed in."
    )


class NotTheVersionYouRead(Refused):
    sentence = "There is another version since you opened this page. Please read it first."


class AlreadySigned(Refused):
    sentence = "This version is signed off already."


class SignOffSentenceMissing(Refused):
    sentence = "Write a sentence, so that the authors know why."
