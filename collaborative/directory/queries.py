"""People who agreed to be shown, as members of the collaborative find them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from collaborative.directory.models import Letter, NoLetters
from collaborative.directory.permissions import user_can_find_people
from members.enums import InstitutionState
from members.models import Institution, Membership, User
from practices.models import ScopeArea

MOST_WORDS = 8  # more of them only make the question slow


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for; what is empty does not narrow."""

    words: str = ""
    institution: str = ""
    scope: str = ""
    year: int | None = None


@dataclass(frozen=True)
class Choices:
    """What the list can be narrowed to: only what somebody in it has."""

    institutions: list[Institution]
    years: list[int]
    areas: list[ScopeArea]


def people_visible_to(user: Any) -> QuerySet[User]:
    """[PE1, AC2] Active accounts with a name that agreed to be shown and belong somewhere now."""
    if not user_can_find_people(user):
        return User.objects.none()
    return User.objects.filter(
        Exists(_belonging().filter(user=OuterRef("pk"))), is_active=True, is_shown=True
    ).exclude(name="")


def with_institutions(people: QuerySet[User]) -> QuerySet[User]:
    """Adds `belongs`: where each belongs now, with the role there. No address is read."""
    places = _belonging().select_related("institution").order_by("institution__name", "pk")
    return people.defer("email", "password").prefetch_related(
        Prefetch("memberships", queryset=places, to_attr="belongs")
    )


def person_for(user: Any, *, pk: int) -> User | None:
    """[AC2, PE2] One person whom this one may find, with `takes_letters`."""
    return people_visible_to(user).annotate(takes_letters=_takes_letters()).filter(pk=pk).first()


def can_be_answered(user: User) -> bool:
    """Whether those who get a letter of this person can write back on the portal."""
    return people_visible_to(user).filter(_takes_letters(), pk=user.pk).exists()


def gets_letters(user: User) -> bool:
    """Whether the person has not switched them off; being shown is another question."""
    return not NoLetters.objects.filter(user=user).exists()


def letters_for(user: Any) -> QuerySet[Letter]:
    """[PE4] Newest first, with those who wrote and got them."""
    return (
        Letter.objects.visible_to(user)
        .select_related("sender", "recipient", "institution")
        .newest_first()
    )


def find_places(person: User) -> None:
    """Gives one person `belongs`."""
    places = _belonging().filter(user=person).select_related("institution")
    person.belongs = list(places.order_by("institution__name", "pk"))  # type: ignore[attr-defined]


def narrowed(people: QuerySet[User], wanted: Wanted) -> QuerySet[User]:
    """Every word is in the name of the person or of one of the institutions."""
    for word in wanted.words.split()[:MOST_WORDS]:
        there = _belonging().filter(user=OuterRef("pk"), institution__name__icontains=word)
        people = people.filter(Q(name__icontains=word) | Exists(there))
    if wanted.institution:
        there = _belonging().filter(user=OuterRef("pk"), institution__slug=wanted.institution)
        people = people.filter(Exists(there))
    if wanted.scope:
        people = people.filter(interests__contains=[wanted.scope])
    if wanted.year:
        people = people.filter(dlp_year=wanted.year)
    return people


def by_name(people: QuerySet[User]) -> QuerySet[User]:
    return people.order_by("name", "pk")


def choices(user: Any) -> Choices:
    """In two questions: institutions with the years of their people, and the areas."""
    shown = people_visible_to(user).values("pk")
    here = Q(memberships__state="active", memberships__user__in=shown)
    institutions = list(
        Institution.objects.active()
        .filter(here)
        .annotate(years=ArrayAgg("memberships__user__dlp_year", distinct=True))
        .by_name()
    )
    years = {year for institution in institutions for year in institution.years if year}
    return Choices(
        institutions=institutions,
        years=sorted(years, reverse=True),
        areas=areas(),
    )


def areas() -> list[ScopeArea]:
    return list(ScopeArea.objects.in_order())


def name_interests(people: list[User], areas: list[ScopeArea]) -> None:
    """Gives each person `areas`, in the order of the charter."""
    for person in people:
        person.areas = [area for area in areas if area.slug in person.interests]  # type: ignore[attr-defined]


def _takes_letters() -> Exists:
    return ~Exists(NoLetters.objects.filter(user=OuterRef("pk")))  # type: ignore[return-value]


def _belonging() -> QuerySet[Membership]:
    return Membership.objects.active().filter(institution__state=InstitutionState.ACTIVE)
