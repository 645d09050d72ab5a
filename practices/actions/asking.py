"""Ask those who do a practice, and answer; and say of oneself that one may be asked."""

from __future__ import annotations

import datetime as dt
import secrets

from django.db import transaction

from members.actions import CannotSpeak, speak
from members.models import Institution, User
from practices import queries, question_notices, question_permissions
from practices.limits import DAY, HOUR, over_limit
from practices.models import Practice, PracticeContact, Question

from ._rows import locked, require, write_audit
from .refusals import Refused

LIMITS = ((5, HOUR), (20, DAY))
NAME_MISSING = "Write your name on your account page first, then send this again."


class CannotBeContact(Refused):
    """Others would read a part of the address in place of a name."""

    sentence = f"Others could not see whom they ask. {NAME_MISSING}"
    next_step = ("practices:ask", "Back to who may be asked")


class CannotAsk(Refused):
    """The practice takes no questions now, or its asker cannot speak."""

    sentence = "This practice is not public now, so nobody can be asked about it."
    status = 409


class NobodyToAsk(CannotAsk):
    sentence = (
        "Nobody may be asked about this practice any more. Your words are kept below. The page of "
        "the institution says whom else to turn to."
    )


class TooManyQuestions(CannotAsk):
    """As many as one person may ask in this time are asked."""

    status = 429


class CannotAnswer(Refused):
    """Somebody was quicker, or nobody would read it."""

    status = 409


@transaction.atomic
def may_be_asked(*, practice: Practice, by: User, now: dt.datetime) -> PracticeContact:
    """A person of the institution says: I may be asked about this. A second time finds it said.

    In order: may this person; the name that others will read; the contact; the audit line.
    """
    row = locked(practice)
    require(question_permissions.user_can_be_contact(by, row))
    if not by.name:
        raise CannotBeContact
    standing = PracticeContact.objects.standing().filter(practice=row, user=by).first()
    if standing is not None:
        return standing
    contact, _ = PracticeContact.objects.update_or_create(
        practice=row, user=by, defaults={"agreed_at": now}
    )
    write_audit(row, "contact_agreed", by=by, now=now)
    return contact


@transaction.atomic
def no_more_asked(*, practice: Practice, by: User, now: dt.datetime) -> None:
    """Takes the own word back. What was asked before can still be answered."""
    row = locked(practice)
    gone, _ = PracticeContact.objects.filter(practice=row, user=by).delete()
    if gone:
        write_audit(row, "contact_took_back", by=by, now=now)


@transaction.atomic
def remove_contact(*, contact: PracticeContact, by: User, now: dt.datetime) -> None:
    """A steward decides that somebody else is asked. A second time does nothing.

    In order: the contact; the audit line; a mail to the person, at the commit.
    """
    row = locked(contact.practice)
    require(question_permissions.user_can_remove_contacts(by, row))
    found = PracticeContact.objects.filter(pk=contact.pk, practice=row).select_related("user")
    gone = found.first()
    if gone is None:
        return
    person = gone.user
    gone.delete()
    write_audit(row, "contact_removed", by=by, now=now, person=person.pk)
    if person.pk != by.pk:
        question_notices.removed(person=person, practice=row, by=by)


@transaction.atomic
def ask(
    *,
    practice: Practice,
    text: str,
    shows_address: bool,
    key: str,
    by: User,
    now: dt.datetime,
    speaks_for: Institution | None = None,
) -> Question:
    """A member asks everybody who may be asked about a practice, but not oneself.

    In order: one form asks once, however often it arrives; may this person, and does the practice
    take questions; the limits of an hour and a day; is there somebody; for whom the asker speaks;
    the question; the mails at the commit. Questions of one asker come one after the other, so
    that limits hold.
    """
    by = User.objects.select_for_update(no_key=True).get(pk=by.pk)
    asked = Question.objects.filter(asker=by, key=key).first()
    if asked is not None and asked.text == text:
        return asked
    if asked is not None:  # the same form with other words: they are not lost
        key = secrets.token_hex(16)
    row = (
        Practice.objects.select_for_update(of=("self",), no_key=True)
        .select_related("institution")
        .get(pk=practice.pk)
    )
    require(question_permissions.user_can_ask(by, row))
    if not row.live:
        raise CannotAsk
    if not by.name:
        raise CannotAsk(f"Others could not see who asks. {NAME_MISSING}")
    times = Question.objects.of_late(by, since=now - DAY).values_list("asked_at", flat=True)
    if why := over_limit(list(times), LIMITS, done="asked {} questions", now=now):
        raise TooManyQuestions(why)
    contacts = [one.user for one in queries.contacts_of(row) if one.user_id != by.pk]
    if not contacts:
        raise NobodyToAsk
    try:
        institution = speak(by=by, institution=speaks_for, now=now)
    except CannotSpeak as refusal:
        raise CannotAsk(refusal.sentence) from None
    question = Question.objects.create(
        practice=row,
        asker=by,
        institution=institution,
        text=text,
        shows_address=shows_address,
        asked_at=now,
        key=key,
    )
    question.to.set(contacts)
    question_notices.asked(question=question, practice=row, to=contacts)
    return question


@transaction.atomic
def answer_question(
    *, question: Question, text: str, shows_address: bool, by: User, now: dt.datetime
) -> Question:
    """One of those it went to answers, once for all of them.

    In order: may this person; a form that is sent twice answers once; is there somebody who reads
    it; the answer; a mail to who asked, at the commit, to which one can reply only if the answer
    shows an address.
    """
    row = (
        # Who answered is read after the lock: a join would be of the moment before it.
        Question.objects.select_for_update(of=("self",))
        .select_related("practice__institution", "asker")
        .get(pk=question.pk)
    )
    require(question_permissions.user_can_answer_question(by, row) and row.asker_id != by.pk)
    if row.is_answered:
        if row.answered_by_id == by.pk and row.answer == text:
            return row
        who = "You have" if row.answered_by_id == by.pk else f"{row.answered_by.known_as} has"  # type: ignore[union-attr]
        raise CannotAnswer(f"{who} answered this already. Your words are kept below to copy.")
    if not row.asker.is_active:
        raise CannotAnswer("Who asked has left the portal, so nobody would read an answer.")
    if not by.name:
        raise CannotAnswer(f"Who asked could not see who answers. {NAME_MISSING}")
    row.answer, row.answer_shows_address = text, shows_address
    row.answered_by, row.answered_at = by, now
    row.save(update_fields=["answer", "answer_shows_address", "answered_by", "answered_at"])
    question_notices.answered(question=row)
    return row
