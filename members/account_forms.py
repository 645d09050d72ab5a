"""Allauth's forms as the portal asks them. Apart from members.forms, which allauth's own import."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import SignupForm

from collaborative.core import clock
from members import actions


class SignUpForm(SignupForm):
    """An address and a name. Whoever lost the code of an earlier try simply signs up again."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        email = self.fields["email"]
        email.label = "E-mail address"
        email.widget.attrs.pop("placeholder", None)

    def clean_email(self) -> str:
        actions.forget_unconfirmed(email=self.cleaned_data["email"], now=clock.now())
        return super().clean_email()
