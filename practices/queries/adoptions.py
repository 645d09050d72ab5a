"""The ledger of adoptions, as pages ask for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser

from collaborative.core import word_diff
from members.permissions import institutions_of
from practices.enums import AdoptionState
from practices.models import Adoption, Practice

from .history import Change

NOBODY = AnonymousUser()
# The consortium has fewer institutions than this; the ledger is one page.
MOST_LINES = 200


def ledger(practice: Practice) -> list[Adoption]:
    """Every confirmed line, those who use it now first; also of a practice that was withdrawn."""
    lines = list(
        Adoption.objects.readable_by(NOBODY)
        .filter(practice=practice)
        .select_related("institution")
        .in_order()[:MOST_LINES]
    )
    for line in lines:
        line.practice = practice
    return lines


def own_lines(user: Any, practice: Practice) -> list[Adoption]:
    """The lines of a person's institutions; one question, and none for who belongs nowhere."""
    own = [pk for pk in institutions_of(user) if pk != practice.institution_id]
    if not own:
        return []
    lines = Adoption.objects.visible_to(user).filter(practice=practice, institution_id__in=own)
    found = list(lines.select_related("institution").order_by("institution__name", "pk"))
    for line in found:
        line.practice = practice
    return found


def adoption(
    user: Any, practice: Practice, institution_slug: str, *, in_ledger: bool = False
) -> Adoption | None:
    """The line of an institution in this practice's ledger, as far as this person may know it.

    `in_ledger`: wherever the ledger shows it, so also of a practice that was withdrawn.
    """
    lines = Adoption.objects.all()
    line = (
        (lines.readable_by(user) if in_ledger else lines.visible_to(user))
        .filter(practice=practice, institution__slug=institution_slug)
        .select_related("institution", "reported_by", "waiting_by", "declined_by", "confirmed_by")
        .first()
    )
    if line is not None:
        line.practice = practice
    return line


def latest(most: int) -> list[Adoption]:
    """What the home page tells: who began or stopped to use what, the newest first."""
    return _told(Adoption.objects.visible_to(NOBODY).confirmed().latest_first(), most)


@dataclass(frozen=True)
class Directions:
    """What an institution took up from others, and what others took up from it."""

    taken: list[Adoption]
    given: list[Adoption]


def directions(institution: Any, most: int) -> Directions:
    public = Adoption.objects.visible_to(NOBODY).confirmed().latest_first()
    return Directions(
        taken=_told(public.by(institution), most), given=_told(public.from_(institution), most)
    )


def _told(lines: Any, most: int) -> list[Adoption]:
    """With the names of both institutions, and of the practice no more than a line needs."""
    return list(
        lines.select_related("institution", "practice__institution").only(
            *Adoption.WORDS,
            "public_since",
            "confirmed_at",
            "institution__name",
            "institution__slug",
            "practice__title",
            "practice__slug",
            "practice__institution__name",
            "practice__institution__slug",
        )[:most]
    )


def adoption_changes(adoption: Adoption) -> list[Change]:
    """The answers in which the waiting words differ from the confirmed ones, word by word."""
    before, after = adoption.words(), adoption.newest_words()
    return [
        Change(
            name,
            _label(name),
            word_diff.to_html(
                word_diff.compare(_in_words(name, before[name]), _in_words(name, after[name]))
            ),
            _in_words(name, before[name]),
            _in_words(name, after[name]),
        )
        for name in Adoption.WORDS
        if before[name] != after[name]
    ]


def _label(name: str) -> str:
    if name == "state":
        return "How far"
    text = str(Adoption.question(name).verbose_name)
    return text[:1].upper() + text[1:]


def _in_words(name: str, word: str) -> str:
    return str(AdoptionState(word).label) if name == "state" and word else word
