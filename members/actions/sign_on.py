"""An institution's sign-on: set up, required, taken away; and people's links to it."""

from __future__ import annotations

import datetime as dt

from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount, SocialApp
from django.db import transaction

from members import audit, discovery, queries, sealing
from members.models import Institution, SignOn, User

from .common import NotWaiting, Refused, lock

PROVIDER = "openid_connect"
LONGEST_SENTENCE = 400


class CannotSetUp(Refused):
    """The provider will not do, or the sign-on is not ready for that."""


@transaction.atomic
def begin_sign_on(*, institution: Institution, by: User, now: dt.datetime) -> SignOn:
    """Gives the institution an address to which its provider will send people back."""
    institution = lock(institution)
    row, is_new = SignOn.objects.get_or_create(institution=institution, defaults={"begun_at": now})
    if is_new:
        audit.record(institution, "members.sign_on_begun", by=by)
    return row


def set_up_sign_on(
    *,
    sign_on: SignOn,
    issuer: str,
    client_id: str,
    secret: str,
    by: User,
    now: dt.datetime,
) -> SignOn:
    """Keeps a provider after asking it whether it will do; the look is outside any transaction.

    `secret` may stay empty where one is kept already. Another issuer is another provider: whom
    the first one knew, the second does not, so all links end and nobody is required to use it.
    """
    try:
        discovery.look_up(issuer)
    except discovery.CannotUse as error:
        raise CannotSetUp(error.sentence) from error
    return _keep(sign_on=sign_on, issuer=issuer, client_id=client_id, secret=secret, by=by, now=now)


@transaction.atomic
def _keep(
    *, sign_on: SignOn, issuer: str, client_id: str, secret: str, by: User, now: dt.datetime
) -> SignOn:
    """In order: the app, the links that end, the row, a log entry."""
    row = _fresh(sign_on)
    if not secret and not row.sealed_secret:
        raise CannotSetUp("Write the client secret: the provider gave it with the client ID.")
    if row.app is not None and row.issuer != issuer:
        _end_links(row, by=by)
        row.is_required, row.break_glass, row.worked_at = False, None, None
    app = row.app or SocialApp(provider=PROVIDER, provider_id=row.provider_id)
    app.name = row.institution.name[:40]
    app.client_id = client_id
    app.settings = {"server_url": issuer}
    app.save()
    row.app = app
    row.checked_at = now
    row.failed_at, row.failed_why = None, ""
    if secret:
        row.sealed_secret = sealing.seal(secret, purpose=sealing.SIGN_ON)
    row.save()
    audit.record(
        row.institution, "members.sign_on_set_up", by=by, issuer=issuer, client_id=client_id
    )
    return row


@transaction.atomic
def require_sign_on(*, sign_on: SignOn, break_glass: User, by: User, now: dt.datetime) -> SignOn:  # noqa: ARG001
    """From their next request on, members come in through it; one steward need not.

    Refused before anybody has signed on: a mistake in the set-up would lock all of them out.
    """
    row = _fresh(sign_on)
    if row.app is None or row.worked_at is None:
        raise CannotSetUp(
            "Nobody has signed on through it yet. Let one person try it first, then require it."
        )
    if break_glass not in queries.break_glass_candidates(row.institution):
        raise CannotSetUp(
            "Choose a steward of this institution who has a second factor. That person comes in "
            "when the provider does not answer."
        )
    row.is_required, row.break_glass = True, break_glass
    row.save(update_fields=["is_required", "break_glass"])
    audit.record(row.institution, "members.sign_on_required", by=by, person=break_glass.pk)
    return row


@transaction.atomic
def stop_requiring_sign_on(*, sign_on: SignOn, by: User, now: dt.datetime) -> SignOn:  # noqa: ARG001
    """Members may use it, and every other way in."""
    row = _fresh(sign_on)
    if not row.is_required:
        raise NotWaiting("Nobody is required to sign on through it.")
    row.is_required, row.break_glass = False, None
    row.save(update_fields=["is_required", "break_glass"])
    audit.record(row.institution, "members.sign_on_optional", by=by)
    return row


@transaction.atomic
def remove_sign_on(*, sign_on: SignOn, by: User, now: dt.datetime) -> None:  # noqa: ARG001
    """In order: the links, a log entry, the app, the row. Accounts and memberships stay."""
    row = _fresh(sign_on)
    _end_links(row, by=by)
    audit.record(row.institution, "members.sign_on_removed", by=by)
    app = row.app
    row.delete()
    if app is not None:
        app.delete()


@transaction.atomic
def note_sign_on(*, sign_on: SignOn, now: dt.datetime) -> None:
    """Somebody was believed: administrators see that it works."""
    SignOn.objects.filter(pk=sign_on.pk).update(worked_at=now)


@transaction.atomic
def note_failed_sign_on(*, sign_on: SignOn, sentence: str, now: dt.datetime) -> None:
    """The last refusal, for the administrator who looks for the mistake."""
    SignOn.objects.filter(pk=sign_on.pk).update(
        failed_at=now, failed_why=sentence[:LONGEST_SENTENCE]
    )


@transaction.atomic
def link_sign_on(*, account: SocialAccount, now: dt.datetime) -> None:  # noqa: ARG001
    """After allauth has linked it: the address that the provider vouches for is the person's too.

    In order: the address where the account has it not and nobody else has it, a log entry.
    """
    user = account.user
    address = account.extra_data.get("email", "")
    if address and queries.account_with(address) is None:
        EmailAddress.objects.update_or_create(user=user, email=address, defaults={"verified": True})
    _record_link("members.sign_on_linked", account=account, by=user)


@transaction.atomic
def unlink_sign_on(*, account: SocialAccount, by: User, now: dt.datetime) -> None:  # noqa: ARG001
    """The person's own choice, where the institution does not require it."""
    if account.user_id != by.pk:
        raise NotWaiting("This link is not yours.")
    if account.provider in by.sign_ons_required():
        raise Refused("Your institution requires this way in, so the link stays.")
    _record_link("members.sign_on_unlinked", account=account, by=by)
    account.delete()


def end_break_glass(*, user: User, institution: Institution) -> None:
    """Who is no steward any more comes in like everybody else; the page warns administrators."""
    SignOn.objects.filter(institution=institution, break_glass=user).update(break_glass=None)


def forget_sign_on_of(*, user: User, institution: Institution, by: User) -> None:
    """Whoever does not belong any more is none of its provider's people. In the caller's own
    transaction.
    """
    end_break_glass(user=user, institution=institution)
    links = SocialAccount.objects.filter(
        user=user, provider__in=SignOn.objects.filter(institution=institution).values("provider_id")
    )
    for account in links:
        _record_link("members.sign_on_unlinked", account=account, by=by)
        account.delete()


def _fresh(sign_on: SignOn) -> SignOn:
    lock(sign_on.institution)
    row = (
        SignOn.objects.select_for_update(of=("self",))
        .select_related("institution", "app")
        .filter(pk=sign_on.pk)
        .first()
    )
    if row is None:
        raise NotWaiting("This sign-on has been removed meanwhile.")
    return row


def _end_links(row: SignOn, *, by: User) -> None:
    for account in SocialAccount.objects.filter(provider=row.provider_id).select_related("user"):
        _record_link("members.sign_on_unlinked", account=account, by=by)
        account.delete()


def _record_link(action: str, *, account: SocialAccount, by: User) -> None:
    house = Institution.objects.filter(sign_on__provider_id=account.provider).first()
    audit.record_of_person(
        action, by=by, person=account.user, institution=house.name if house else ""
    )
