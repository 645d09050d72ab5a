from __future__ import annotations

import factory
from factory.django import DjangoModelFactory

from practices.models import Practice

from .members import InstitutionFactory, MembershipFactory, UserFactory


class PracticeFactory(DjangoModelFactory):
    """A complete draft of a contributor who belongs to the institution.

    To have it live, publish it as people do: tests/practices/conftest.py or practices.actions.
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
