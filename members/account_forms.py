"""Allauth's forms as the portal asks them. Apart from members.forms, which allauth's own import."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import AddEmailForm, LoginForm, SignupForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from allauth.socialaccount.forms import SignupForm as SocialSignupForm
from django import forms
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from collaborative.core import clock
from members import actions
from members.models import User


class SignInForm(LoginForm):
    """An address; a password for who has set one. Whoever leaves it empty gets a code by mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = "E-mail address"
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)  # it only repeats the label
        password = self.fields["password"]
        password.required = False
        password.help_text = "Only if you have set one. Leave it empty, and we send you a code."


class FreesAddress:
    """A sign-up with the address that nobody finished does not stand in the way."""

    cleaned_data: dict[str, Any]

    def clean_email(self) -> str:
        actions.forget_unconfirmed(email=self.cleaned_data["email"], now=clock.now())
        return super().clean_email()  # type: ignore[misc]  # allauth's form has it


class SignUpForm(FreesAddress, SignupForm):
    """An address and a name. Whoever lost the code of an earlier try simply signs up again."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["password1"]  # a code is enough to begin
        email = self.fields["email"]
        email.label = "E-mail address"
        email.widget.attrs.pop("placeholder", None)


class NewAddressForm(FreesAddress, AddEmailForm):
    """One more address."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        email = self.fields["email"]
        email.label = "One more e-mail address"
        email.help_text = "We send a code to it."
        email.widget.attrs.pop("placeholder", None)


class AddKeyForm(AddWebAuthnForm):
    """A passkey, or a key that is a second factor only."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].help_text = "A name by which you know it, like “Phone” or “USB key”."
        alone = self.fields["passwordless"]
        alone.label = "Let this key alone sign me in (a passkey)"
        alone.help_text = (
            "It then asks for your finger, face or PIN each time. Without this, the key is only "
            "the second proof after a code or a password."
        )


class SignOnForm(SocialSignupForm):
    """A name, for somebody who came through an institution, which vouches for the address."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["email"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        address = self.sociallogin.email_addresses[0].email
        actions.forget_unconfirmed(email=address, now=clock.now())
        cleaned["email"] = self.validate_unique_email(address)
        return cleaned

    def try_save(self, request: HttpRequest) -> tuple[Any, HttpResponse | None]:
        """The whole account or nothing; one that was made meanwhile is signed on to."""
        try:
            if not self.account_already_exists:
                with transaction.atomic():
                    return super().try_save(request)
        except IntegrityError:
            pass  # the form was sent twice at the same moment
        messages.info(request, "That account has been made meanwhile. Sign on once more.")
        return None, redirect("openid_connect_login", self.sociallogin.account.provider)


class DeleteAccountForm(forms.Form):
    """The choice what to leave behind, and the own address, so that nobody does it by a slip."""

    KEEP, FORMER = "keep", "former"

    name = forms.ChoiceField(
        label="At what you wrote",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what shall stand at what you wrote."},
    )
    email = forms.CharField(
        label="Your e-mail address",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        help_text="Type it, so that this does not happen by a slip.",
        error_messages={"required": "Type the address of this account."},
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        choices = [(self.FORMER, "Write “a former member” in place of my name")]
        if user.name:
            choices.insert(0, (self.KEEP, f"Keep my name, {user.name}, and my DLP year"))
        field: Any = self.fields["name"]
        field.choices = choices

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].strip().lower()
        if email != self.user.email.lower():
            raise forms.ValidationError("That is not the address of this account. Look above.")
        return email

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        cleaned["keeps_name"] = cleaned.get("name") == self.KEEP
        return cleaned
