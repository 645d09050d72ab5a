"""Letters about one practice, to its author and its institution's stewards; to nobody else."""

from __future__ import annotations

from django.conf import settings

from collaborative.core.mail.send import send_mail_message
from members.models import Membership, User
from practices.models import Practice, Review


def stewards_of(practice: Practice) -> list[User]:
    """The people who answer for the institution now."""
    memberships = (
        Membership.objects.stewards()
        .of(practice.institution_id)
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
    people = {user.pk: user for user in [*_still_there(practice, [practice.author]),
                                         *stewards_of(practice)]}  # fmt: skip
    _write(list(people.values()), "practice_taken_down", practice, practice.title, taken_down_by=by)


def _writers(practice: Practice, review: Review) -> list[User]:
    people = {user.pk: user for user in (practice.author, review.submitted_by)}
    return _still_there(practice, list(people.values()))


def _still_there(practice: Practice, people: list[User]) -> list[User]:
    """A draft's words go to its institution's people only, not to those who have left."""
    there = set(
        Membership.objects.active()
        .of(practice.institution_id)
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
