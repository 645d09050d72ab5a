"""Where allauth's news reach us: a proved address and a sign-in may make a person a member."""

# ruff: noqa: ARG001  the signals say what a receiver is given

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from allauth.account.signals import (
    email_added,
    email_changed,
    email_confirmed,
    email_removed,
    password_changed,
    password_reset,
    password_set,
    user_logged_in,
)
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import (
    authenticator_added,
    authenticator_removed,
    authenticator_reset,
    authenticator_used,
)
from allauth.socialaccount.models import SocialAccount, SocialLogin
from allauth.socialaccount.signals import social_account_added
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.http import HttpRequest

from collaborative.core import clock
from members import actions, factors, fresh_proof, queries, sign_on
from members.adapters import JOINED_NOW
from members.models import User


@receiver(email_confirmed, dispatch_uid="members.join_when_address_is_proved")
def join_when_address_is_proved(
    sender: Any, request: HttpRequest, email_address: EmailAddress, **kwargs: Any
) -> None:
    """At sign-up, and for each address that is added later."""
    joined = actions.join_by_domain(user=email_address.user, now=clock.now())
    if joined and request.user.is_authenticated:
        request.session[JOINED_NOW] = True


@receiver(email_added, dispatch_uid="members.address_added")
def address_added(
    sender: Any, request: HttpRequest, user: User, email_address: EmailAddress, **kwargs: Any
) -> None:
    """Told where mails go, to somebody who may not have added it."""
    actions.record_address(user=user, change="added", email=email_address.email, now=clock.now())
    get_adapter(request).send_notification_mail(
        "account/email/email_added", user, {"added_email": email_address.email}
    )


@receiver(email_removed, dispatch_uid="members.address_removed")
def address_removed(
    sender: Any, request: HttpRequest, user: User, email_address: EmailAddress, **kwargs: Any
) -> None:
    """Allauth tells where mails go; this tells the address that is cut off, if it was proved."""
    actions.record_address(user=user, change="removed", email=email_address.email, now=clock.now())
    if email_address.verified:
        get_adapter(request).send_notification_mail(
            "account/email/email_deleted",
            user,
            {"deleted_email": email_address.email},
            email=email_address.email,
        )


@receiver(email_changed, dispatch_uid="members.address_made_primary")
def address_made_primary(
    sender: Any, user: User, to_email_address: EmailAddress, **kwargs: Any
) -> None:
    actions.record_address(
        user=user, change="primary", email=to_email_address.email, now=clock.now()
    )


@receiver(email_confirmed, dispatch_uid="members.signing_up_proves_the_mailbox")
def signing_up_proves_the_mailbox(
    sender: Any, request: HttpRequest, email_address: EmailAddress, **kwargs: Any
) -> None:
    """Whoever signs up has just typed a code from the mail; nobody asks for another at once."""
    if email_address.user.last_login is None:
        fresh_proof.remember(request, email_address.user, email_address.email)


@receiver(user_logged_in, dispatch_uid="members.join_when_signing_in")
def join_when_signing_in(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """A domain may have been added since the address was proved, or the code proved it just now."""
    if actions.join_by_domain(user=user, now=clock.now()):
        request.session[JOINED_NOW] = True


@receiver(post_save, sender=SocialAccount, dispatch_uid="members.sign_on_linked")
def sign_on_linked(sender: Any, instance: SocialAccount, created: bool, **kwargs: Any) -> None:
    """However it came: at sign-up or later."""
    if created:
        actions.link_sign_on(account=instance, now=clock.now())


@receiver(social_account_added, dispatch_uid="members.signed_on_while_linking")
def signed_on_while_linking(
    sender: Any, request: HttpRequest, sociallogin: SocialLogin, **kwargs: Any
) -> None:
    sign_on.remember(request, sociallogin.account.user, sociallogin)
    actions.join_by_domain(user=sociallogin.account.user, now=clock.now())


@receiver(authenticator_added, dispatch_uid="members.factor_added")
def factor_added(
    sender: Any, request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any
) -> None:
    if authenticator.type in factors.REAL_FACTORS:
        factors.remember_set_up(request, authenticator)
        factors.renew_session(request)
    actions.record_factor(user=user, kind=authenticator.type, change="added", now=clock.now())


@receiver(authenticator_used, dispatch_uid="members.factor_proved")
def factor_proved(sender: Any, request: HttpRequest, reauthenticated: bool, **kwargs: Any) -> None:
    """Within a session; signing in renews it anyway."""
    if reauthenticated:
        factors.renew_session(request)


@receiver(authenticator_removed, dispatch_uid="members.factor_removed")
def factor_removed(sender: Any, user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    actions.record_factor(user=user, kind=authenticator.type, change="removed", now=clock.now())


@receiver(authenticator_reset, dispatch_uid="members.factor_reset")
def factor_reset(sender: Any, user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    actions.record_factor(user=user, kind=authenticator.type, change="reset", now=clock.now())


@receiver(
    [password_changed, password_set, password_reset],
    dispatch_uid="members.end_sessions_with_the_old_password",
)
def end_sessions_with_the_old_password(
    sender: Any, request: HttpRequest, user: User, **kwargs: Any
) -> None:
    """Django believes them no longer; this takes them off the list as well."""
    for session in queries.sessions_of(user, now=clock.now()):
        if session.session_key != request.session.session_key:
            session.end()
