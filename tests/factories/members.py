from __future__ import annotations

import datetime as dt

import factory
from allauth.socialaccount.models import SocialApp
from django.utils import timezone
from factory.django import DjangoModelFactory

from members.enums import InstitutionKind, MembershipState, ProposalState, Role
from members.models import (
    EmailDomain,
    Institution,
    InstitutionProposal,
    Membership,
    SignOn,
    User,
)
from members.sealing import SIGN_ON, seal
from members.tokens import hash_token, make_token


class UserFactory(DjangoModelFactory):
    """A person with a verified address and no membership."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@mail.example.org")
    name = factory.Sequence(lambda n: f"Person {n}")

    @factory.post_generation
    def verified(self, create, extracted, **kwargs):
        if create and extracted is not False:
            self.emailaddress_set.create(email=self.email, verified=True, primary=True)


class InstitutionFactory(DjangoModelFactory):
    class Meta:
        model = Institution

    name = factory.Sequence(lambda n: f"Institution {n}")
    slug = factory.Sequence(lambda n: f"institution-{n}")
    kind = InstitutionKind.CLINIC
    city = "Duluth"
    counties = ["Saint Louis"]


class InstitutionProposalFactory(DjangoModelFactory):
    """One whose proposer has proved the address: it waits for a coordinator."""

    class Meta:
        model = InstitutionProposal

    name = factory.Sequence(lambda n: f"Proposed institution {n}")
    kind = InstitutionKind.CLINIC
    city = "Aitkin"
    counties = ["Aitkin"]
    why = "To learn from others."
    proposer_name = "Pat Lund"
    email = factory.Sequence(lambda n: f"proposer{n}@mail.example.org")
    state = ProposalState.WAITING
    token_hash = factory.LazyFunction(lambda: hash_token(make_token()))
    confirmed_at = factory.LazyFunction(timezone.now)
    expires_at = factory.LazyFunction(lambda: timezone.now() + dt.timedelta(days=3))


class EmailDomainFactory(DjangoModelFactory):
    """A proved domain whose people join by themselves."""

    class Meta:
        model = EmailDomain

    institution = factory.SubFactory(InstitutionFactory)
    domain = factory.Sequence(lambda n: f"institution-{n}.example.org")
    proved_at = factory.LazyFunction(timezone.now)


class MembershipFactory(DjangoModelFactory):
    """An active contributor."""

    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    institution = factory.SubFactory(InstitutionFactory)
    role = Role.CONTRIBUTOR
    state = MembershipState.ACTIVE
    joined_at = factory.LazyFunction(timezone.now)


class SignOnFactory(DjangoModelFactory):
    """An institution's sign-on, set up at `issuer`; it has not been tried yet."""

    class Meta:
        model = SignOn

    class Params:
        issuer = "http://127.0.0.1:9"
        client_id = "portal"

    institution = factory.SubFactory(InstitutionFactory)
    provider_id = factory.Sequence(lambda n: f"{n:016x}")
    sealed_secret = factory.LazyFunction(lambda: seal("told to nobody", purpose=SIGN_ON))
    app = factory.LazyAttribute(
        lambda row: SocialApp.objects.create(
            provider="openid_connect",
            provider_id=row.provider_id,
            name=row.institution.name[:40],
            client_id=row.client_id,
            settings={"server_url": row.issuer},
        )
    )
