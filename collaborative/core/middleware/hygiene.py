"""Input that no person types is refused before it reaches a view.

PostgreSQL stores neither NUL bytes nor lone surrogates, and Python's JSON reader gives up at deep
nesting; by default each of these is a server error. Here each is a 400 with a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import unquote_to_bytes

from django.core.exceptions import BadRequest
from django.db import DataError
from django.http import HttpRequest, HttpResponse

from collaborative.core.views import errors

LONGEST_QUERY = 8_000
LONGEST_PATH = 2_000
# A number that no bigint holds is nobody's id. Python itself refuses to read 4,300 digits.
# Only as a whole part of an address: digits within a token or a name are no id.
NOBODYS_ID = re.compile(r"(?<![^/])[0-9]{19,}(?![^/])")


class CleanInput:
    """Answers 400 to unreadable paths, queries, cookies and to values a database cannot hold."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if self._is_unreadable(request):
            return errors.bad_request(request)
        if len(request.path_info) > LONGEST_PATH or NOBODYS_ID.search(request.path_info):
            return errors.page_not_found(request)
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Turns what only bad input can cause into a 400; everything else stays an error."""
        bad = isinstance(exception, (BadRequest, DataError, RecursionError, UnicodeError))
        if bad or (isinstance(exception, ValueError) and "NUL" in str(exception)):
            return errors.bad_request(request)
        return None

    @staticmethod
    def _is_unreadable(request: HttpRequest) -> bool:
        query = request.META.get("QUERY_STRING", "")
        if len(query) > LONGEST_QUERY:
            return True
        if not _is_storable(unquote_to_bytes(query.replace("+", " "))):
            return True
        if "\x00" in request.path_info or "\ufffd" in request.path_info:
            return True
        return not _is_storable(request.META.get("HTTP_COOKIE", "").encode("latin-1", "replace"))


def _is_storable(raw: bytes) -> bool:
    if b"\x00" in raw:
        return False
    try:
        raw.decode()
    except UnicodeDecodeError:
        return False
    return True
