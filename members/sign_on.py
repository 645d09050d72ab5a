"""Sign-on through an institution: what is believed, and whether this session came that way."""

from __future__ import annotations

import time
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.http import HttpRequest

from members import queries
from members.domains import domain_of
from members.models import SignOn, User

# To link a sign-on to an account, a person has come into it by another way just now.
FRESH_SECONDS = 15 * 60
METHOD = "socialaccount"
# What a provider said of somebody new waits so long for that person's yes.
SIGN_UP_SECONDS = 60 * 60


class NotBelieved(Exception):
    """What the provider says does not count; `sentence` is for the person who came from there."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def believed_address(sign_on: SignOn, login: SocialLogin) -> str:
    """The address that the provider vouches for, at one of its institution's proved domains.

    It is believed for nothing else: another institution's people, or anybody's private address,
    are none of its business.
    """
    house = sign_on.institution
    if login.state.get("issuer") != sign_on.issuer:
        raise NotBelieved(f"The sign-on of {house} has been changed meanwhile. Begin again.")
    if not login.email_addresses:
        raise NotBelieved(
            f"The sign-on of {house} did not say your e-mail address. Its IT people can let it: "
            "we ask for the scopes openid, email and profile."
        )
    address = login.email_addresses[0]
    if address.verified is not True:
        raise NotBelieved(
            f"The sign-on of {house} did not say that {address.email} is verified "
            "(email_verified). Its IT people can let it."
        )
    if domain_of(address.email) not in queries.domains_counting_for(house):
        raise NotBelieved(
            f"The sign-on of {house} says that your address is {address.email}. It is believed "
            f"only for the mail domains of {house}, and this is none of them."
        )
    return address.email


def check_link(sign_on: SignOn, *, user: User, address: str) -> None:
    """Whether this sign-on may be linked to this account; otherwise a sentence why not.

    A colleague who came into somebody's mailbox must not tie the own sign-on to that account: where
    the account has an address of the institution, it must be the very same.
    """
    house = sign_on.institution
    own = queries.verified_addresses(user)
    if address in own:
        return
    of_house = [known for known in own if domain_of(known) in queries.domains_counting_for(house)]
    if of_house:
        raise NotBelieved(
            f"You signed on as {address}, but your account has {of_house[0]}. Sign on as that "
            "one, or add the other address to your account first."
        )
    if queries.account_with(address) is not None:
        raise NotBelieved(
            f"You signed on as {address}, which belongs to another account here. Sign in to that "
            "one instead."
        )


def is_through(request: HttpRequest, user: Any, provider_id: str) -> bool:
    """Whether this session signed on through this provider, by a link that still stands."""
    said = [
        record.get("uid")
        for record in get_authentication_records(request, user)
        if record.get("method") == METHOD and record.get("provider") == provider_id
    ]
    links = SocialAccount.objects.filter(user=user, provider=provider_id, uid__in=said)
    return bool(said) and links.exists()


def missing_in(request: HttpRequest, user: User) -> str:
    """The provider through which this person has to sign on before anything opens; or nothing."""
    needed = user.sign_ons_required()
    return next((one for one in needed if not is_through(request, user, one)), "")


def remember(request: HttpRequest, user: User, login: SocialLogin) -> None:
    """Somebody who is signed in already has signed on as well."""
    record_authentication(
        request, user, METHOD, provider=login.account.provider, uid=login.account.uid
    )


def came_otherwise_just_now(request: HttpRequest) -> bool:
    """Whether this session was begun or confirmed a moment ago, by more than a provider's word."""
    records = get_authentication_records(request, request.user)
    since = time.time() - FRESH_SECONDS
    return any(record.get("method") != METHOD and record.get("at", 0) > since for record in records)
