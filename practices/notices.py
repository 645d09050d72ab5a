"""Letters about one practice, to its authors and its institution's stewards; to nobody else."""

from __future__ import annotations

from typing import Protocol

from django.conf import settings

from collaborative.core.mail.send import send_mail_message
from members.models import Membership, User
from practices.enums import ReminderKind
from practices.models import PlannedPublication, Practice, Review


class OfInstitution(Protocol):
    """A practice, or a line of another institution about it."""

    institution_id: int


def stewards_of(thing: OfInstitution) -> list[User]:
    """The people who answer for its institution now."""
    memberships = (
        Membership.objects.stewards()
        .of(thing.institution_id)
        .filter(user__is_active=True)
        .select_related("user")
        .order_by("pk")
    )
    return [membership.user for membership in memberships]


def submitted(*, practice: Practice, title: str, review: Review) -> None:
    """To the stewards: something waits for you. Not to the one who sent it."""
    others = [user for user in stewards_of(practice) if user.pk != review.submitted_by_id]
    _write(others, "practice_submitted", practice, title, review=review, url_name="review")


def changes_asked(*, practice: Practice, title: str, review: Review) -> None:
    """To the author and whoever submitted: what the steward asks for."""
    _write(_writers(practice, review), "practice_changes_asked", practice, title,
           review=review, url_name="edit")  # fmt: skip


def published(*, practice: Practice, review: Review) -> None:
    """To the author and whoever submitted: it is public now."""
    people = [user for user in _writers(practice, review) if user.pk != review.decided_by_id]
    _write(people, "practice_published", practice, practice.title, review=review)


def taken_down(*, practice: Practice, by: User) -> None:
    """To the author and the stewards: what was hidden, by whom and why."""
    _write(own_people(practice), "practice_taken_down", practice, practice.title, taken_down_by=by)


def planned(*, practice: Practice, title: str, plan: PlannedPublication, review: Review) -> None:
    """To the author and whoever submitted: when it will be public."""
    people = [one for one in _writers(practice, review) if one.pk != plan.planned_by_id]
    _write(people, "practice_planned", practice, title, plan=plan)


def plan_ended(
    *, practice: Practice, title: str, plan: PlannedPublication, why: str, to: list[User]
) -> None:
    """To those who counted on it, as far as they are still there: what will not happen, and why."""
    _write(still_there(practice, to), "practice_plan_ended", practice, title, plan=plan, why=why)


def reminded(*, practice: Practice, title: str, by: User, to: list[User]) -> None:
    """To the stewards: the author asks once more."""
    _write(to, "practice_reminder", practice, title, url_name="review", asked_by=by)


def unanswered(*, practice: Practice, title: str) -> None:
    """To the coordinators, without a word of the draft; to the author, that they know."""
    stewards = stewards_of(practice)
    for coordinator in User.objects.filter(is_coordinator=True, is_active=True).order_by("pk"):
        context = {
            "person": coordinator,
            "institution": practice.institution,
            "submitted_at": practice.submitted_at,
            "stewards": stewards,
            "may_answer": not practice.is_public,
            "url": f"{settings.BASE_URL}/desk/reviews/",
        }
        send_mail_message(to=coordinator.email, template="practice_unanswered", context=context)
    _write(still_there(practice, authors_of(practice)), "practice_routed", practice, title)


def ended(*, practice: Practice, by: User) -> None:
    """To the author and the other stewards: what readers are told of its end."""
    _write(own_people(practice, by), "practice_ended", practice, practice.title, said_by=by)


def withdrawn(*, practice: Practice, by: User) -> None:
    """To the author and the other stewards: who withdrew it, and why."""
    _write(own_people(practice, by), "practice_withdrawn", practice, practice.title, said_by=by)


def brought_back(*, practice: Practice, by: User) -> None:
    """To the author and the other stewards: it is listed again."""
    _write(own_people(practice, by), "practice_brought_back", practice, practice.title, said_by=by)


def review_due(*, practice: Practice, kind: ReminderKind) -> None:
    """To the author and the stewards: is it still true?"""
    _write(own_people(practice), "practice_review_due", practice, practice.title, kind=kind.value)


def writers_of(practice: Practice) -> list[User]:
    """The author, and whoever handed in the round that waits."""
    review = practice.reviews.waiting().select_related("submitted_by").first()
    return _writers(practice, review) if review else still_there(practice, authors_of(practice))


def authors_of(practice: Practice) -> list[User]:
    """The first author, then those who wrote it too. One question where there are others."""
    if not practice.co_author_ids:
        return [practice.author]
    others = User.objects.in_bulk(practice.co_author_ids)
    found = (others.get(pk) for pk in practice.co_author_ids)
    return [practice.author, *(one for one in found if one)]


def own_people(practice: Practice, but: User | None = None) -> list[User]:
    """Authors and stewards, as far as they are still there."""
    everybody = [*still_there(practice, authors_of(practice)), *stewards_of(practice)]
    people = {user.pk: user for user in everybody if but is None or user.pk != but.pk}
    return list(people.values())


def _writers(practice: Practice, review: Review) -> list[User]:
    people = {user.pk: user for user in (*authors_of(practice), review.submitted_by)}
    return still_there(practice, list(people.values()))


def still_there(thing: OfInstitution, people: list[User]) -> list[User]:
    """Words that are not public go to their institution's people only, not to who has left."""
    there = set(
        Membership.objects.active()
        .of(thing.institution_id)
        .filter(user__in=people, user__is_active=True)
        .values_list("user_id", flat=True)
    )
    return [user for user in people if user.pk in there]


def _write(
    people: list[User],
    template: str,
    practice: Practice,
    title: str,
    *,
    url_name: str = "",
    **more: object,
) -> None:
    path = practice.get_absolute_url()
    if url_name:
        path = f"{path}{url_name}/"
    for person in people:
        context = {
            "person": person,
            "practice": practice,
            "title": title,
            "institution": practice.institution,
            "url": f"{settings.BASE_URL}{path}",
            **more,
        }
        send_mail_message(to=person.email, template=template, context=context)
