"""A practice that A has handed in and asks B to publish too; B's stewards have not answered."""

from __future__ import annotations

from types import SimpleNamespace

from practices import actions
from practices.models import CoPublication, Practice
from tests.factories import look_through


def make_shared(t: SimpleNamespace, practice: Practice) -> None:
    """`practice`: a draft of A with a file, every answer of which holds a token."""
    look_through(practice, by=t.authorA, now=t.now)
    t.shared_author = actions.add_author(
        practice=practice, person=t.deputyA, by=t.authorA, now=t.now
    )
    note = f"Dear {t.secret['shared note to stewards']}"
    t.shared_line = actions.invite_institution(
        practice=practice, institution=t.b, note=note, by=t.authorA, now=t.now
    )
    actions.submit(practice=practice, by=t.authorA, now=t.now)
    t.shared = Practice.objects.get(pk=practice.pk)


def taken_back(t, who):
    actions.take_back(practice=Practice.objects.get(pk=t.shared.pk), by=t.authorA, now=t.now)


def nobody_is_asked(t, who):
    CoPublication.objects.filter(pk=t.shared_line.pk).delete()
