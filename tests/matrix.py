"""Reads the letters of docs/authorization.csv against answers of the site.

H hidden: the same bytes as an unknown address; L to sign-in, or, where a form was sent, the page
that keeps its words until one has signed in (H: that page, if an unknown address answers with it);
F 403; R readable; W written; C a page that asks to confirm; P the public projection; T by
token.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from django.http import HttpResponse

# What differs from answer to answer without meaning anything.
MASKS = [
    re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"'),
    re.compile(rb'nonce="[^"]+"'),
    re.compile(rb"'nonce-[^']+'"),
]
SIGN_IN = "/accounts/login/"
SIGNED_OUT = b"<h1>You were signed out</h1>"


class Answer(NamedTuple):
    """What came back, with nothing left open."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def location(self) -> str:
        return self.headers.get("Location", "")

    def holds(self, word: str) -> bool:
        """Anywhere in what was sent, headers included."""
        sent = self.body + repr(sorted(self.headers.items())).encode()
        return word.lower().encode() in sent.lower()


def body_of(response: HttpResponse) -> bytes:
    """The body with nonces and CSRF tokens masked."""
    return masked(b"".join(response.streaming_content) if response.streaming else response.content)


def masked(body: bytes) -> bytes:
    for mask in MASKS:
        body = mask.sub(b"", body)
    return body


def answer_of(response: HttpResponse) -> Answer:
    """Read to the end (which closes a file); masked in body and headers."""
    body = body_of(response)
    headers = {name: masked(value.encode()).decode() for name, value in response.headers.items()}
    return Answer(response.status_code, headers, body)


def letter_of(answer: Answer, unknown: Answer | None = None) -> str:
    """Which letter an answer is, given the answer to an unknown address of the same shape."""
    if answer.status == 403 and SIGNED_OUT in answer.body:
        if unknown is None:
            return "L"
        return "H" if answer == unknown else "sign-in that differs from an unknown address"
    if answer.status == 404:
        if unknown is None:
            return "404"
        return "H" if answer == unknown else "404 that differs from an unknown address"
    if answer.status in {301, 302, 303}:
        return "L" if answer.location.startswith(SIGN_IN) else "W"
    if answer.status == 403:
        return "F"
    if answer.status in {200, 201, 204}:
        return "ok"
    return str(answer.status)


def agrees(letter: str, expected: str) -> bool:
    """R, C, P and T read; W answers by redirect or 200; the rest is literal."""
    if expected in {"R", "C", "P", "T"}:
        return letter == "ok"
    if expected == "W":
        return letter in {"ok", "W"}
    return letter == expected
