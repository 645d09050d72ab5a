"""Who else wrote a practice, and whose name is shown."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from members.models import User
from practices import queries, together_notices, together_permissions
from practices.models import Practice, PracticeAuthor

from ._rows import adopt, locked, require, show_anew, write_audit
from .together_refusals import AlreadyAuthor, CannotAddAuthor, CannotRemoveAuthor, NamelessAdder

MOST_AUTHORS = 20


@transaction.atomic
def add_author(*, practice: Practice, person: User, by: User, now: dt.datetime) -> PracticeAuthor:
    """Somebody who wrote it too. Of the practice's own institution they may write on at once.

    In order: the row, the writers on the practice's row, audit line, the person told. The name is
    shown once the person says so.
    """
    row = locked(practice)
    require(together_permissions.user_can_change_people(by, row))
    if person.pk in row.writer_ids:
        raise AlreadyAuthor
    if len(row.writer_ids) >= MOST_AUTHORS:
        raise CannotAddAuthor(f"A practice has at most {MOST_AUTHORS} authors here.")
    found = queries.possible_authors(row).filter(user=person).first()
    if found is None:
        raise CannotAddAuthor
    if found.institution_id != row.institution_id and not by.name:
        raise NamelessAdder
    author = PracticeAuthor.objects.create(
        practice=row, user=person, institution=found.institution, added_by=by, added_at=now
    )
    row.co_author_ids = [*row.co_author_ids, person.pk]
    row.save(update_fields=["co_author_ids", "updated_at"])
    write_audit(row, "add_author", by=by, now=now, person=person.pk)
    together_notices.author_added(author=author)
    adopt(practice, row)
    return author


@transaction.atomic
def remove_author(*, author: PracticeAuthor, by: User, now: dt.datetime) -> None:
    """Not an author any more: may not write on, and is named no more. A second time does nothing.

    In order: public version raised where the name was shown, the row, the page made anew, audit.
    """
    row = locked(author.practice)
    kept = PracticeAuthor.objects.select_for_update().filter(pk=author.pk).first()
    if kept is None:
        return
    kept.practice = row
    require(together_permissions.user_can_remove_author(by, kept))
    if kept.user_id == row.author_id:
        raise CannotRemoveAuthor
    row.co_author_ids = [pk for pk in row.co_author_ids if pk != kept.user_id]
    row.save(update_fields=["co_author_ids", "updated_at"])
    kept.delete()
    if kept.is_named:
        show_anew(row)
    write_audit(row, "remove_author", by=by, now=now, person=kept.user_id)
    adopt(author.practice, row)


@transaction.atomic
def show_name(*, practice: Practice, is_shown: bool, by: User, now: dt.datetime) -> None:
    """An author's own word on whether readers see the name. Nobody says it for another."""
    row = locked(practice)
    require(together_permissions.user_can_show_name(by, row))
    author = PracticeAuthor.objects.filter(practice=row, user=by).first()
    if author is None:
        author = PracticeAuthor(
            practice=row, user=by, institution=row.institution, added_by=by, added_at=now
        )
    if author.is_named == is_shown:
        return
    author.named_at = now if is_shown else None
    author.save()
    show_anew(row)
    write_audit(row, "show_name" if is_shown else "hide_name", by=by, now=now)
    adopt(practice, row)
