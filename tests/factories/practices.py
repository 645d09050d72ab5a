from __future__ import annotations

import datetime as dt
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from members.enums import Role
from members.models import Institution, User
from practices import actions, derived, queries
from practices.models import Adoption, Practice

from .members import InstitutionFactory, MembershipFactory, UserFactory


class PracticeFactory(DjangoModelFactory):
    """A complete draft of a contributor who belongs to the institution.

    To have it live, publish it as people do: `published_practice`.
    """

    class Meta:
        model = Practice
        skip_postgeneration_save = True

    institution = factory.SubFactory(InstitutionFactory)
    author = factory.SubFactory(UserFactory)
    title = factory.Sequence(lambda n: f"Practice number {n}")
    need = "People waited too long for an interpreter."
    what_we_did = "We put interpreters on the ward at night."
    result = "Waiting fell from 50 to 12 minutes in a year."
    story = "success"
    stage = "implemented"
    scopes = ["language-access"]
    tags = ["interpreters"]
    live = False

    @factory.post_generation
    def author_belongs(self, create, extracted, **kwargs):
        if create and extracted is not False:
            if not self.author.memberships.filter(institution=self.institution).exists():
                MembershipFactory(user=self.author, institution=self.institution)
            self.author.forget_roles()
        if create:
            # As every action does that writes words; as the database has it.
            derived.refresh(Practice.objects.select_related("institution").get(pk=self.pk))


def look_through(practice: Practice, *, by: User, now: dt.datetime, note: str = "") -> None:
    """Says of everything that the patient screen found, pictures too, that it may stay."""
    asked = queries.screened(practice.newest(), today=now.date()).unanswered
    if asked:
        answers = {one.key: actions.Given("looked", note) for one in asked}
        actions.answer_findings(practice=practice, answers=answers, by=by, now=now)


def published_practice(
    practice: Practice | None = None,
    steward: User | None = None,
    *,
    now: dt.datetime | None = None,
    **fields: Any,
) -> Practice:
    """A live practice: the author submits it, a steward of the institution publishes it.

    `published_practice(title="…", tags=[…])` makes a new one; a given draft is taken as it is.
    """
    now = now or timezone.now()
    practice = practice or PracticeFactory(**fields)
    if steward is None:
        held = practice.institution.memberships.stewards().select_related("user").first()
        steward = held.user if held else None
    if steward is None:
        steward = UserFactory()
        MembershipFactory(user=steward, institution=practice.institution, role=Role.STEWARD)
    look_through(practice, by=practice.author, now=now)
    actions.submit(practice=practice, by=practice.author, now=now)
    actions.publish(practice=practice, by=steward, now=now)
    return Practice.objects.select_related("institution").get(pk=practice.pk)


def adopted(
    practice: Practice,
    institution: Institution | None = None,
    *,
    by: User | None = None,
    confirmed: bool = True,
    now: dt.datetime | None = None,
    **words: str,
) -> Adoption:
    """A line of the ledger of a live practice, as a steward of the institution writes it.

    `confirmed=False` leaves the words waiting.
    """
    institution = institution or InstitutionFactory()
    if by is None:
        held = institution.memberships.stewards().select_related("user").first()
        by = held.user if held else None
    if by is None:
        by = MembershipFactory(institution=institution, role=Role.STEWARD).user
    by.forget_roles()
    return actions.report_adoption(
        practice=practice,
        institution=institution,
        by=by,
        words={"state": "adopted", **words},
        now=now or timezone.now(),
        confirmed=confirmed,
    )
