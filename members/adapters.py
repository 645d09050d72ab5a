"""How allauth meets our people."""

from __future__ import annotations

import base64
from functools import lru_cache
from typing import Any

import qrcode
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString, mark_safe
from qrcode.image.svg import SvgPathImage

from collaborative.core.mail.render import inline
from collaborative.core.mail.send import is_address
from members import factors
from members.models import User
from members.permissions import needs_second_factor

JOINED_NOW = "joined_now"


class AccountAdapter(DefaultAccountAdapter):
    """Accounts by e-mail address; what an address proves is members.actions' business."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": "This account is closed.",
        "email_password_mismatch": "This address and this password do not belong together. "
        "Leave the password empty, and we send you a code.",
        "email_taken": "There is an account with this address already. Sign in instead.",
        "enter_current_password": "Type the password that you have now.",
        "incorrect_code": "That code is not right. Look at the newest mail: only the last code "
        "that we sent works.",
        "incorrect_password": "That password is not right.",
        "too_many_login_attempts": "That was tried too often. Wait five minutes, or sign in with "
        "the newest code that we sent you.",
        "rate_limited": "We have sent several codes already. Use the newest one, or wait five "
        "minutes and ask again.",
        "same_as_current": "That is your address already. Type the new one.",
    }

    def get_signup_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002  allauth gives it
        """To the page that says what the address proved."""
        return reverse("members:welcome")

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
        "unverified_email": "First finish the change of your e-mail address, or cancel it.",
    }

    def build_totp_svg(self, url: str) -> SafeString:
        """The picture as a part of the page: its policy lets no data: address in."""
        picture = qrcode.make(url, image_factory=SvgPathImage)
        return mark_safe(picture.to_string(encoding="unicode"))  # noqa: S308  drawn here

    def encrypt(self, text: str) -> str:
        return _lock().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _lock().decrypt(encrypted_text.encode()).decode()

    def generate_authenticator_name(self, user: User, type: str) -> str:  # noqa: A002  allauth's
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return f"Key {number}"

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        user = User.objects.get(pk=authenticator.user_id)
        return not (needs_second_factor(user) and factors.is_last_factor(authenticator))


def _lock() -> MultiFernet:
    """The lock made from SECRET_KEY closes; those of SECRET_KEY_FALLBACKS still open."""
    return _made_of(settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)


@lru_cache(maxsize=4)
def _made_of(*keys: str) -> MultiFernet:
    return MultiFernet([Fernet(_derived(key)) for key in keys])


def _derived(key: str) -> bytes:
    derive = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"collaborative second factors")
    return base64.urlsafe_b64encode(derive.derive(key.encode()))
