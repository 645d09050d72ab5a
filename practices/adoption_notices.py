"""Letters about one line of a ledger: to the adopting institution, and once it is public to the
people of the practice.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings

from collaborative.core.mail.send import send_mail_message
from members.models import User
from practices.models import Adoption
from practices.notices import authors_of, stewards_of, still_there


def waiting(*, adoption: Adoption) -> None:
    """To the adopting institution's stewards: something waits. Not to the one who wrote it."""
    people = [one for one in stewards_of(adoption) if one.pk != adoption.waiting_by_id]
    _write(people, "adoption_waiting", adoption)


def confirmed(*, adoption: Adoption, writer: User | None) -> None:
    """To who wrote the words, unless that was the steward."""
    people = [] if writer is None or writer.pk == adoption.confirmed_by_id else [writer]
    _write(still_there(adoption, people), "adoption_confirmed", adoption,
           url=_absolute(adoption.get_ledger_url()))  # fmt: skip


def declined(*, adoption: Adoption) -> None:
    """To who wrote the words: the steward's sentence."""
    people = [adoption.waiting_by] if adoption.waiting_by else []
    _write(still_there(adoption, people), "adoption_declined", adoption)


def published(*, adoption: Adoption) -> None:
    """To the practice's authors and stewards: somebody took it up, or stopped."""
    practice = adoption.practice
    authors = still_there(practice, authors_of(practice))
    _write([*authors, *stewards_of(practice)], "adoption_published", adoption,
           url=_absolute(adoption.get_ledger_url()))  # fmt: skip


def removed(*, adoption: Adoption, by: User) -> None:
    """To who reported it and the adopting institution's stewards: what was hidden, and why."""
    reporter = still_there(adoption, [adoption.reported_by])
    _write([*reporter, *stewards_of(adoption)], "adoption_removed", adoption, removed_by=by)


def _absolute(path: str) -> str:
    return f"{settings.BASE_URL}{path}"


def _write(
    people: Iterable[User], template: str, adoption: Adoption, *, url: str = "", **more: object
) -> None:
    for person in {one.pk: one for one in people}.values():
        context = {
            "person": person,
            "adoption": adoption.newest(),
            "practice": adoption.practice,
            "title": adoption.practice.title,
            "institution": adoption.institution,
            "url": url or _absolute(adoption.get_absolute_url()),
            **more,
        }
        send_mail_message(to=person.email, template=template, context=context)
