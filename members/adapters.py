"""How allauth meets our people."""

from __future__ import annotations

from typing import Any

import qrcode
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.stagekit import clear_login
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString, mark_safe
from qrcode.image.svg import SvgPathImage

from collaborative.core import clock
from collaborative.core.mail.render import inline
from collaborative.core.mail.send import is_address
from members import factors, fresh_proof, queries, sealing
from members.models import User
from members.permissions import needs_second_factor

JOINED_NOW = "joined_now"


class AccountAdapter(DefaultAccountAdapter):
    """Accounts by e-mail address; what an address proves is members.actions' business."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": "This account is closed.",
        "email_password_mismatch": "This address and this password do not belong together. "
        "Leave the password empty, and we send you a code.",
        "duplicate_email": "That address is on your list already.",
        "email_taken": "There is an account with this address already. Sign in instead.",
        "enter_current_password": "Type the password that you have now.",
        "incorrect_code": "That code is not right. Look at the newest mail: only the last code "
        "that we sent works.",
        "incorrect_password": "That password is not right.",
        "max_email_addresses": "You have %d addresses, which is the most. Remove one first.",
        "too_many_login_attempts": "That was tried too often. Wait five minutes, or sign in with "
        "the newest code that we sent you.",
        "rate_limited": "We have sent several codes already. Use the newest one, or wait five "
        "minutes and ask again.",
    }

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, str]]:
        """A code by mail for who has nothing else to prove it with."""
        if fresh_proof.has_only_the_mailbox(user):
            return [
                {
                    "id": "reauthenticate_by_code",
                    "description": "Get a code by mail",
                    "url": reverse("account_reauthenticate_by_code"),
                }
            ]
        return super().get_reauthentication_methods(user)

    def is_reauthentication_required(self, *, app: str, **known: Any) -> bool:
        """Allauth believes every session of somebody without password and factor to be fresh, so
        for these the answer is given here, where it would only ask whether to look at all.
        """
        if not super().is_reauthentication_required(app=app, **known):
            return False
        user = self.request.user
        if fresh_proof.has_only_the_mailbox(user):
            if not fresh_proof.is_fresh_by_mail(self.request, user):
                raise ReauthenticationRequired
            return False
        return True

    def get_signup_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002  allauth gives it
        """To the page that says what the address proved."""
        return reverse("members:welcome")

    def pre_login(
        self, request: HttpRequest, user: Any, *, signal_kwargs: Any, **known: Any
    ) -> HttpResponse | None:
        """Turns away whoever has to sign on through an institution and came by another way.

        Who has no link yet comes in once to make it: members.middleware.RequiredSignOn opens
        nothing else.
        """
        response = super().pre_login(request, user, signal_kwargs=signal_kwargs, **known)
        if response is not None:
            return response
        login = (signal_kwargs or {}).get("sociallogin")
        way = queries.sign_on_instead(user, came_through=login.account.provider if login else "")
        if way is None:
            return None
        clear_login(request)
        messages.error(
            request,
            f"{way.institution} asks its people to sign on through it. Other ways in are closed.",
        )
        return redirect(way)

    def clean_email(self, email: str) -> str:
        if not is_address(email):
            raise ValidationError("Write one whole address, like name@heronlake.example.org.")
        return super().clean_email(email)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Nothing to what is no address; whoever typed it is answered as with any other."""
        if is_address(email):
            super().send_mail(template_prefix, email, context)

    def is_safe_url(self, url: str) -> bool:
        """A path of this portal and nothing else: ALLOWED_HOSTS may hold names that serve it, like
        that of a balancer, but are no place to send people to.
        """
        return url.startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def post_login(
        self, request: HttpRequest, user: Any, *, redirect_url: str | None, **known: Any
    ) -> HttpResponse:
        """To the page that says where one belongs, when this sign-in has just settled that."""
        response = super().post_login(request, user, redirect_url=redirect_url, **known)
        if request.session.pop(JOINED_NOW, False) and not redirect_url:
            return redirect("members:welcome")
        return response

    def get_email_verification_redirect_url(self, email_address: EmailAddress) -> str:
        """To what the address opened; where it opened nothing, to the list of one's addresses."""
        opens = email_address.user.pk and queries.invitations_for(
            email_address.user, now=clock.now()
        ).filter(email=email_address.email)
        if self.request.session.pop(JOINED_NOW, False) or (opens and opens.exists()):
            return reverse("members:welcome")
        return reverse("account_email")

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """One address after the other for a person, and never one more than the most.

        Two people may type the code for one address at the same moment: the database decides.
        """
        try:
            with transaction.atomic():
                User.objects.select_for_update(no_key=True).get(pk=email_address.user_id)
                if not email_address.pk and not EmailAddress.objects.can_add_email(
                    email_address.user
                ):
                    most = settings.ACCOUNT_MAX_EMAIL_ADDRESSES
                    text = self.error_messages["max_email_addresses"] % most
                    self.add_message(request, messages.ERROR, message=text)
                    return False
                return super().confirm_email(request, email_address)
        except IntegrityError:
            if queries.is_address_of_another(email_address.email, email_address.user):
                self.add_message(
                    request,
                    messages.ERROR,
                    "account/messages/email_confirmation_failed.txt",
                    {"email": email_address.email},
                )
                return False
            raise

    def can_delete_email(self, email_address: EmailAddress) -> bool:
        """Never the one to which mails go, nor the last one that is proved."""
        if not email_address.pk:
            return True
        others = EmailAddress.objects.filter(user=email_address.user_id, verified=True)
        return not email_address.primary and others.exclude(pk=email_address.pk).exists()

    def send_confirmation_mail(
        self, request: HttpRequest, emailconfirmation: Any, signup: bool
    ) -> None:
        """A code; where the address is somebody else's already, a word to that person instead.

        The page says the same in both cases, so nobody learns from it who has an account.
        """
        address = emailconfirmation.email_address
        if queries.is_address_of_another(address.email, address.user):
            self.send_mail("account/email/address_taken", address.email, {"email": address.email})
            return
        super().send_confirmation_mail(request, emailconfirmation, signup)

    def render_mail(self, *args: Any, **kwargs: Any) -> EmailMessage:
        """Allauth's mails in the portal's design, with the styles on the elements (for Outlook)."""
        message = super().render_mail(*args, **kwargs)
        if isinstance(message, EmailMultiAlternatives):
            parts, message.alternatives = message.alternatives, []
            for content, media_type in parts:
                message.attach_alternative(inline(str(content)), media_type)
        return message


class FactorAdapter(DefaultMFAAdapter):
    """Second factors: secrets are kept encrypted, and who needs a factor keeps one."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": "Your role needs a second factor, and this is your last. "
        "Set up another one first.",
        "incorrect_code": "That code is not right. Codes change every 30 seconds and work once: "
        "type the one that is shown now.",
    }

    def build_totp_svg(self, url: str) -> SafeString:
        """The picture as a part of the page: its policy lets no data: address in."""
        picture = qrcode.make(url, image_factory=SvgPathImage)
        return mark_safe(picture.to_string(encoding="unicode"))  # noqa: S308  drawn here

    def encrypt(self, text: str) -> str:
        return sealing.seal(text, purpose=sealing.FACTORS)

    def decrypt(self, encrypted_text: str) -> str:
        return sealing.unseal(encrypted_text, purpose=sealing.FACTORS)

    def generate_authenticator_name(self, user: User, type: str) -> str:  # noqa: A002  allauth's
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return f"Key {number}"

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        user = User.objects.get(pk=authenticator.user_id)
        return not (needs_second_factor(user) and factors.is_last_factor(authenticator))
