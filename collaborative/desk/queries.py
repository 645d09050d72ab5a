"""What waits for one person, by the hat the person wears. Each part is read only if it applies.

Every row comes through `visible_to(user)`, so the desk can never show more than the pages it
leads to.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, OuterRef, Q, Subquery, TextField
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce

from events.models import Meeting
from events.permissions import user_can_schedule
from members import queries as people
from members.models import Institution, InstitutionProposal, Invitation, Membership, User
from members.permissions import (
    institutions_of,
    is_member,
    roles_of,
    serves_consortium,
    stewarded_by,
    user_can_administer_accounts,
)
from practices import queries as practices
from practices.enums import ReviewState, Workflow
from practices.models import Adoption, Comment, CoPublication, Practice, Question, Review
from practices.querysets import AdoptionQuerySet, PracticeQuerySet

UNSETTLED = (Workflow.DRAFT, Workflow.CHANGES_ASKED, Workflow.SUBMITTED)
NEW_FOR = dt.timedelta(days=14)  # so long a comment counts as new
FEW = 5  # of what comes next or came last; the rest has pages of its own
SHOWN = 20  # of each kind; what waits longest comes first, the rest follows when these are done


@dataclass(frozen=True)
class Desk:
    """Lists of what waits; an empty list has no place on the page."""

    requests: list[Membership] = field(default_factory=list)
    drafts: list[Practice] = field(default_factory=list)
    changes_asked: list[Practice] = field(default_factory=list)
    submitted: list[Practice] = field(default_factory=list)
    published: list[Practice] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    reviews: list[Practice] = field(default_factory=list)
    asking: list[Membership] = field(default_factory=list)
    invitations: list[Invitation] = field(default_factory=list)
    adoptions: list[Adoption] = field(default_factory=list)
    co_publications: list[CoPublication] = field(default_factory=list)
    adoptions_back: list[Adoption] = field(default_factory=list)
    unanswered: list[Meeting] = field(default_factory=list)
    meetings: list[Meeting] = field(default_factory=list)
    unattended: list[Practice] = field(default_factory=list)
    without_steward: list[Institution] = field(default_factory=list)
    proposals: list[InstitutionProposal] = field(default_factory=list)
    belongs: bool = False
    member: bool = False
    coordinates: bool = False
    edits: bool = False
    administers: bool = False

    @property
    def is_empty(self) -> bool:
        """Nothing waits for an answer or a next step of this person."""
        return not any(
            (
                self.requests, self.drafts, self.changes_asked, self.submitted, self.reviews,
                self.asking, self.invitations, self.unanswered, self.unattended,
                self.without_steward, self.proposals, self.adoptions, self.adoptions_back,
                self.questions,
                self.co_publications,
            )
        )  # fmt: skip


def desk_of(user: User, *, now: dt.datetime) -> Desk:
    parts: dict[str, Any] = {"requests": _own_requests(user)}
    if roles_of(user):
        parts |= {"belongs": True, **_as_author(user), "adoptions_back": _sent_back(user)}
        parts["questions"] = list(practices.questions_waiting_for(user)[:SHOWN])
    if stewarded_by(user):
        parts |= _as_steward(user, now)
    if is_member(user):
        parts |= {"member": True, "unanswered": _unanswered(user, now)}
        parts["comments"] = _comments(user, now)
    if serves_consortium(user):
        parts |= {"coordinates": True, "proposals": _proposals(user), **_as_coordinator(user)}
    if user_can_schedule(user):
        parts["meetings"] = list(Meeting.objects.visible_to(user).upcoming(now)[:FEW])
    parts["edits"] = user.is_editor or serves_consortium(user) or bool(stewarded_by(user))
    parts["administers"] = user_can_administer_accounts(user)
    return Desk(**parts)


def _own_requests(user: User) -> list[Membership]:
    """Asked and not answered, or declined and not asked again."""
    return [m for m in people.memberships_of(user) if m.is_requested or m.is_declined][:SHOWN]


def _as_author(user: User) -> dict[str, list[Practice]]:
    """One read of everything of mine that is not settled, told apart by where it stands, and one
    of what was published last.
    """
    mine = list(
        _practices(user)
        .with_author(user)
        .filter(institution__in=institutions_of(user))  # who left, or writes elsewhere: no drafts
        .filter(workflow__in=UNSETTLED, withdrawn_at=None)
        .order_by(F("submitted_at").asc(nulls_last=True), "-updated_at", "-pk")[: 3 * SHOWN]
    )
    return {
        "drafts": [p for p in mine if p.workflow == Workflow.DRAFT],
        "changes_asked": [p for p in mine if p.workflow == Workflow.CHANGES_ASKED],
        "submitted": [p for p in mine if p.is_submitted],
        "published": list(
            Practice.objects.visible_to(user)
            .live()
            .with_author(user)
            .select_related("institution")
            .without_bodies()
            .order_by("-last_published_at", "-pk")[:FEW]
        ),
    }


def _as_steward(user: User, now: dt.datetime) -> dict[str, list[Any]]:
    institutions = stewarded_by(user)
    return {
        "reviews": list(
            _practices(user)
            .unanswered()
            .filter(institution_id__in=institutions)
            .order_by("submitted_at", "pk")[:SHOWN]
        ),
        "adoptions": list(
            _adoptions(user)
            .waiting()
            .filter(institution_id__in=institutions)
            .order_by("waiting_since", "pk")[:SHOWN]
        ),
        "co_publications": _to_sign(user, institutions),
        "asking": list(
            Membership.objects.visible_to(user)
            .requested()
            .filter(institution_id__in=institutions)
            .select_related("user", "institution")
            .oldest_first()[:SHOWN]
        ),
        "invitations": list(
            Invitation.objects.visible_to(user)
            .usable(now)
            .filter(institution_id__in=institutions)
            .select_related("institution")
            .newest_first()[:SHOWN]
        ),
    }


def _to_sign(user: User, institutions: list[int]) -> list[CoPublication]:
    """Practices of others to which the institution was asked to put its name."""
    return list(
        CoPublication.objects.visible_to(user)
        .standing()
        .filter(institution_id__in=institutions)
        .unanswered()
        .select_related(
            "institution", "invited_by", "practice__institution", "practice__latest_revision"
        )
        .defer(*(f"practice__{name}" for name in ("body_html", "card_html")))
        .longest_waiting_first()[:SHOWN]
    )


def _sent_back(user: User) -> list[Adoption]:
    """What one wrote of a practice that was taken up, and a steward sent back."""
    mine = _adoptions(user).declined().filter(waiting_by=user)
    return list(mine.order_by("declined_at", "pk")[:SHOWN])


def _adoptions(user: User) -> AdoptionQuerySet:
    """Lines of ledgers, of the practice no more than its name."""
    return (
        Adoption.objects.visible_to(user)
        .select_related("institution", "waiting_by", "practice__institution")
        .defer(*(f"practice__{name}" for name in ("body_html", "card_html")))
    )


def _comments(user: User, now: dt.datetime) -> list[Comment]:
    """What others said lately on what one wrote, or on what one's institution says."""
    mine = Q(practice__author=user) | Q(practice__co_author_ids__contains=[user.pk])
    mine |= Q(practice__institution_id__in=stewarded_by(user))
    return list(
        Comment.objects.visible_to(user)
        .shown()
        .filter(mine, practice__live=True, written_at__gt=now - NEW_FOR)
        .exclude(author=user)
        .select_related("practice", "author", "institution")
        .defer("practice__body_html", "practice__card_html")
        .newest_first()[:FEW]
    )


def _unanswered(user: User, now: dt.datetime) -> list[Meeting]:
    return list(Meeting.objects.visible_to(user).waiting_for(user, now)[:FEW])


def _proposals(user: User) -> list[InstitutionProposal]:
    return list(InstitutionProposal.objects.visible_to(user).waiting().oldest_first()[:SHOWN])


def _as_coordinator(user: User) -> dict[str, list[Any]]:
    """Where no steward is, or none answers, the coordinators see to it that somebody does."""
    without = list(Institution.objects.active().without_steward().by_name()[:SHOWN])
    return {
        "without_steward": without,
        "unattended": list(
            Practice.objects.visible_to(user)
            .unanswered()
            .filter(Q(institution__in=without) | Q(routed_at__isnull=False))
            .select_related("institution", "author")
            .without_bodies()
            .order_by("submitted_at", "pk")[:SHOWN]
        ),
    }


def _practices(user: User) -> PracticeQuerySet:
    """Visible ones with their newest title and the steward's last sentence, without long texts."""
    asked = Review.objects.filter(practice=OuterRef("pk"), state=ReviewState.CHANGES_ASKED)
    return (
        Practice.objects.visible_to(user)
        .select_related("institution", "author")
        .without_bodies()
        .annotate(
            newest_title=Coalesce(
                KeyTextTransform("title", "latest_revision__content"),
                "title",
                output_field=TextField(),
            ),
            asked_for=Subquery(asked.order_by("-decided_at", "-pk").values("steward_note")[:1]),
        )
    )
