"""The people and institutions of a practice, as pages ask for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from members.models import Institution, Membership, User
from members.permissions import is_active, stewarded_by
from practices.models import CoPublication, Practice, PracticeAuthor, SignOff
from practices.querysets import PracticeQuerySet
from practices.together_querysets import CoPublicationQuerySet

MOST_FOUND = 10
MOST_ANSWERS = 20
SHORTEST_ASKED = 2


@dataclass(frozen=True)
class Author:
    """A person who wrote it; the first one has a row only once they spoke of their name."""

    user: User
    institution: Institution
    row: PracticeAuthor | None
    is_first: bool

    @property
    def is_named(self) -> bool:
        return self.row is not None and self.row.is_named


@dataclass(frozen=True)
class CoPublisher:
    """An institution that was asked, and where it stands with this practice now."""

    line: CoPublication
    answer: SignOff | None  # for the version in question
    is_on_page: bool
    has_version: bool
    was_signed: bool

    @property
    def state(self) -> str:
        if self.line.is_withdrawn:
            return "withdrawn"
        if not self.line.institution.is_active:
            return "closed"
        if self.answer is not None:
            return "signed" if self.answer.is_signed else "declined"
        return "asked" if self.has_version else "invited"


def authors(practice: Practice) -> list[Author]:
    """The first one, then the others as they were added."""
    rows = list(
        PracticeAuthor.objects.filter(practice=practice)
        .select_related("user", "institution")
        .order_by("pk")
    )
    first = next((row for row in rows if row.user_id == practice.author_id), None)
    others = [row for row in rows if row is not first]
    for row in rows:
        row.practice = practice
    return [
        Author(practice.author, practice.institution, first, is_first=True),
        *(Author(row.user, row.institution, row, is_first=False) for row in others),
    ]


def author(practice: Practice, pk: int) -> PracticeAuthor | None:
    row = PracticeAuthor.objects.filter(practice=practice, pk=pk).first()
    if row is not None:
        row.practice = practice
    return row


def possible_authors(practice: Practice) -> QuerySet[Membership]:
    """Members of its institution; of those that publish it too, who is shown in the directory."""
    asked = CoPublication.objects.filter(practice=practice).standing().values("institution")
    theirs = Q(institution_id__in=asked, user__is_shown=True) & ~Q(user__name="")
    return (
        Membership.objects.active()
        .filter(Q(institution_id=practice.institution_id) | theirs, user__is_active=True)
        .exclude(user_id__in=practice.writer_ids)
        .select_related("user", "institution")
        .order_by("user__name", "user_id", "pk")
    )


def find_authors(practice: Practice, words: str) -> list[Membership]:
    """By a part of the name; nobody for less than two letters."""
    words = words.strip()
    if len(words) < SHORTEST_ASKED:
        return []
    found: dict[int, Membership] = {}
    for one in possible_authors(practice).filter(user__name__icontains=words)[: 3 * MOST_FOUND]:
        # Who belongs to both writes for the practice's own.
        if one.user_id not in found or one.institution_id == practice.institution_id:
            found[one.user_id] = one
    return list(found.values())[:MOST_FOUND]


def co_publishers(practice: Practice) -> list[CoPublisher]:
    """All that were asked, by name. Two questions, however many there are."""
    lines = list(
        CoPublication.objects.filter(practice=practice)
        .select_related("institution", "invited_by", "withdrawn_by")
        .prefetch_related("sign_offs__said_by")
        .by_name()
    )
    return [co_publisher(practice, line) for line in lines]


def co_publisher(practice: Practice, line: CoPublication) -> CoPublisher:
    """Where one of them stands."""
    line.practice = practice
    answers = {one.revision_id: one for one in line.sign_offs.all()}
    asked, live = practice.asked_revision_id, practice.live_revision_id
    on_live = answers.get(live or 0)
    stands = not line.is_withdrawn and line.institution.is_active
    return CoPublisher(
        line=line,
        answer=answers.get(asked or 0),
        is_on_page=bool(
            practice.is_public and stands and on_live is not None and on_live.is_signed
        ),
        has_version=asked is not None,
        was_signed=any(one.is_signed for one in answers.values()),
    )


def co_publication(user: Any, slug: str, institution: str) -> CoPublication | None:
    """The line of an institution, as far as this person may know of it."""
    here = Q(practice__slug=slug)
    if slug.startswith("draft-"):
        here |= Q(practice__draft_key=slug)
    return (
        CoPublication.objects.visible_to(user)
        .filter(here, institution__slug=institution)
        .select_related("institution", "invited_by", "withdrawn_by", "practice__institution")
        .first()
    )


def answers_of(line: CoPublication) -> list[SignOff]:
    """What its stewards have said of each version, the last first."""
    return list(line.sign_offs.select_related("said_by").order_by("-said_at", "-pk")[:MOST_ANSWERS])


def written_with(user: Any, slug: str) -> Practice | None:
    """The practice at this address, for who wrote it, also before it is public and after they left:
    for their own name, never for its words.
    """
    if not is_active(user):
        return None
    here = Q(slug=slug) | Q(draft_key=slug)
    found = Practice.objects.filter(here).with_author(user)
    return found.select_related("institution").defer("card_html").first()


def submitted_to(user: Any, slug: str) -> Practice | None:
    """What a steward of an institution that was asked reads to sign it off, while it is in review.

    [CP1] One question, and none for who is nobody's steward.
    """
    if not stewarded_by(user):
        return None
    lines = CoPublication.objects.readable_by(user).filter(practice__slug=slug)
    line = lines.select_related("practice__institution").first()
    return line.practice if line is not None and line.practice.is_submitted else None


def before_this(line: CoPublication) -> tuple[str, dict[str, Any]] | None:
    """What the version in question is compared with: the one that the institution signed off last
    ("signed"), else the one that everybody reads ("live").
    """
    practice = line.practice
    signed = (
        line.sign_offs.filter(is_signed=True)
        .exclude(revision=practice.asked_revision_id or 0)
        .select_related("revision")
        .order_by("-said_at", "-pk")
        .first()
    )
    if signed is not None:
        return "signed", practice.words() | Practice.words_in(signed.revision.content)
    return ("live", practice.words()) if practice.live and practice.is_submitted else None


def is_asked_of_others(practice: Practice) -> bool:
    return CoPublication.objects.filter(practice=practice).standing().exists()


def _asked_now(practice: Practice) -> CoPublicationQuerySet:
    """Lines that were not withdrawn, of closed institutions too."""
    return CoPublication.objects.filter(practice=practice, withdrawn_at=None)


def is_asked_by_name(practice: Practice, name: str) -> bool:
    return _asked_now(practice).filter(institution__name__icontains=name).exists()


def institutions_to_ask(practice: Practice) -> QuerySet[Institution]:
    """Open ones that are neither its own nor asked already."""
    return (
        Institution.objects.active()
        .exclude(pk=practice.institution_id)
        .exclude(pk__in=_asked_now(practice).values("institution"))
        .by_name()
    )


def published_with(institution: Institution) -> PracticeQuerySet:
    """Live practices of others to which this institution has put its name."""
    live: PracticeQuerySet = Practice.objects.live()
    return live.filter(credits__contains={"institutions": [{"slug": institution.slug}]})
