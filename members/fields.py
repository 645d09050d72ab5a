"""Fields of forms that several pages ask."""

from __future__ import annotations

from typing import Any

from django import forms

from collaborative.core.mail.send import is_address


class OneLine(forms.CharField):
    """Words that may stand in a subject or a heading: no line break, nothing that is not seen."""

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if not all(sign.isprintable() for sign in text):
            raise forms.ValidationError("Write this in one line, without special signs.")
        return text


class PlainEmail(forms.EmailField):
    """An address in plain letters; a domain in another script is written in its xn-- form."""

    def clean(self, value: Any) -> str:
        email = super().clean(value)
        if not email.isascii() or not is_address(email):
            raise forms.ValidationError("Write the address in plain letters (a to z).")
        return email.lower()
