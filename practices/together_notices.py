"""Letters about who wrote a practice and which institutions stand behind it.

To stewards who were asked: without a word of a draft, until they may read it.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings

from collaborative.core.mail.send import send_mail_message
from members.models import User
from practices.models import CoPublication, Practice, PracticeAuthor, SignOff
from practices.notices import own_people, stewards_of


def author_added(*, author: PracticeAuthor) -> None:
    """To the person: who named them, and that the name is not shown before they say so."""
    practice = author.practice
    own = author.institution_id == practice.institution_id
    if author.user_id == author.added_by_id:
        return
    send_mail_message(
        to=author.user.email,
        template="practice_author_added",
        context={
            "person": author.user,
            "practice": practice,
            # A draft's words go to its own people only.
            "title": practice.newest().title if own else practice.title if practice.live else "",
            "institution": practice.institution,
            "added_by": author.added_by,
            "may_write": own,
            "url": _absolute(practice.get_people_url()),
        },
    )


def invited(*, line: CoPublication) -> None:
    """To its stewards: who asks, and what for."""
    _write(stewards_of(line), "co_publication_invited", line)


def ask(*, practice: Practice) -> None:
    """To the stewards of all that have not answered for the version in question: read and sign."""
    for line in _lines(practice):
        was_signed = line.sign_offs.filter(is_signed=True).exists()
        _write(stewards_of(line), "co_publication_asked", line, was_signed=was_signed)


def published(*, practice: Practice) -> None:
    """To the stewards of those asked: it is public, with their name or without it."""
    named = {house["slug"] for house in practice.credits.get("institutions", [])}
    for line in _lines(practice, but_signed=False):
        is_named = line.institution.slug in named
        _write(stewards_of(line), "co_publication_published", line, is_named=is_named)


def gone(*, practice: Practice, what: str) -> None:
    """To the stewards of those named on it: `what` its owner did, withdrawn or taken_down."""
    named = {house["slug"] for house in practice.credits.get("institutions", [])}
    for line in _lines(practice, but_signed=False):
        if line.institution.slug in named:
            _write(stewards_of(line), "co_publication_gone", line, title=practice.title, what=what)


def answered(*, line: CoPublication, answer: SignOff) -> None:
    """To the practice's authors and stewards: signed off, or not this version and why."""
    _tell_owner(line, "co_publication_answered", answer=answer)


def withdrawn(*, line: CoPublication) -> None:
    """To the practice's authors and stewards: whose name is gone, and why."""
    _tell_owner(line, "co_publication_withdrawn")


def called_off(*, line: CoPublication, by: User) -> None:
    """To the stewards who were asked: they are not any more."""
    _write(stewards_of(line), "co_publication_called_off", line, said_by=by)


def _lines(practice: Practice, *, but_signed: bool = True) -> list[CoPublication]:
    """Those still asked; never those that have said no to this very version."""
    lines = practice.co_publications.standing().select_related("institution", "invited_by")
    answers = SignOff.objects.filter(
        co_publication__practice=practice, revision=practice.asked_revision_id or 0
    )
    said = dict(answers.values_list("co_publication_id", "is_signed"))
    left_out = {True, False} if but_signed else {False}
    found = [line for line in lines.by_name() if said.get(line.pk) not in left_out]
    for line in found:
        line.practice = practice
    return found


def _tell_owner(line: CoPublication, template: str, **more: object) -> None:
    practice = line.practice
    url = _absolute(practice.get_people_url())
    _write(own_people(practice), template, line, title=practice.newest().title, url=url, **more)


def _absolute(path: str) -> str:
    return f"{settings.BASE_URL}{path}"


def _write(people: Iterable[User], template: str, line: CoPublication, **more: object) -> None:
    for person in people:
        context = {
            "person": person,
            "line": line,
            "practice": line.practice,
            "institution": line.institution,
            "owner": line.practice.institution,
            "title": line.readable_title,
            "url": _absolute(line.get_absolute_url()),
            **more,
        }
        send_mail_message(to=person.email, template=template, context=context)
