"""Answers repeated anonymous views from memory, never one person's bytes to another.

A response is kept only if (1) the request carried no cookie and no Authorization header,
(2) the view said so with `@public_page`, (3) nothing touched the session and no cookie was set.
It is kept under the public version that was read *before* the view ran, and every later request
reads that number again: a publish raises it in its own transaction, so the next request after the
commit is fresh in every process. Why not Valkey or a TTL: docs/adr/0006-public-cache.md.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from functools import wraps
from typing import Any, NamedTuple

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse

LARGEST_SHARE = 16  # one page may fill a sixteenth of the memory at most
HTTP_OK = 200
# Pages that name a day ("coming", "3 days ago") must not outlive it by much.
LONGEST_SECONDS = 60


class Kept(NamedTuple):
    version: int
    until: float
    body: bytes
    headers: list[tuple[str, str]]


class Shelf:
    """Kept responses of this process, oldest use first, within a number of bytes."""

    def __init__(self, most_bytes: int) -> None:
        self.most_bytes = most_bytes
        self.bytes = 0
        self.kept: OrderedDict[tuple[str, ...], Kept] = OrderedDict()
        self.lock = threading.Lock()

    def get(self, key: tuple[str, ...], version: int) -> Kept | None:
        with self.lock:
            kept = self.kept.get(key)
            if kept is None:
                return None
            if kept.version != version or kept.until < time.monotonic():
                self._drop(key)
                return None
            self.kept.move_to_end(key)
            return kept

    def put(self, key: tuple[str, ...], kept: Kept) -> None:
        size = len(kept.body)
        if size * LARGEST_SHARE > self.most_bytes:
            return
        with self.lock:
            self._drop(key)
            while self.kept and self.bytes + size > self.most_bytes:
                self._drop(next(iter(self.kept)))
            self.kept[key] = kept
            self.bytes += size

    def _drop(self, key: tuple[str, ...]) -> None:
        kept = self.kept.pop(key, None)
        if kept is not None:
            self.bytes -= len(kept.body)


def public_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Marks a view whose answer to a visitor without cookies is the same for all of them."""

    @wraps(view)
    def marked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        mark_public(response)
        return response

    return marked


def mark_public(response: HttpResponse) -> None:
    """The same mark for answers that are not made by a plain view (Wagtail pages)."""
    response.is_public_page = True  # type: ignore[attr-defined]


def read_version() -> int:
    """The number of the public version now; one query by primary key, outside the ORM."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM core_publicversion WHERE id = 1")
        row = cursor.fetchone()
    return row[0] if row else 1


class PublicCache:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.shelf = Shelf(settings.PUBLIC_CACHE_BYTES)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not _may_be_kept(request) or not settings.PUBLIC_CACHE_BYTES:
            return self.get_response(request)
        try:
            version = read_version()
        except DatabaseError:
            return self.get_response(request)
        key = _key(request)
        kept = self.shelf.get(key, version)
        if kept is not None:
            response = HttpResponse(kept.body)
            for name, value in kept.headers:
                response.headers[name] = value
            return response
        response = self.get_response(request)
        if _is_public(request, response):
            until = time.monotonic() + LONGEST_SECONDS
            headers = list(response.headers.items())
            self.shelf.put(key, Kept(version, until, response.content, headers))
        return response


def _may_be_kept(request: HttpRequest) -> bool:
    meta = request.META
    return (
        request.method == "GET"
        and not meta.get("HTTP_COOKIE")
        and "HTTP_AUTHORIZATION" not in meta
        and "HTTP_RANGE" not in meta
        and "HTTP_IF_NONE_MATCH" not in meta
        and "HTTP_IF_MODIFIED_SINCE" not in meta
    )


def _key(request: HttpRequest) -> tuple[str, ...]:
    meta = request.META
    encoding = "gzip" if "gzip" in meta.get("HTTP_ACCEPT_ENCODING", "") else ""
    return (
        meta.get("wsgi.url_scheme", ""),
        meta.get("HTTP_HOST", ""),
        request.path_info,
        meta.get("QUERY_STRING", ""),
        encoding,
        meta.get("HTTP_HX_REQUEST", ""),
        meta.get("HTTP_ACCEPT", "") if request.path_info.startswith("/api/") else "",
    )


def _is_public(request: HttpRequest, response: HttpResponse) -> bool:
    session = getattr(request, "session", None)
    return (
        getattr(response, "is_public_page", False)
        and response.status_code == HTTP_OK
        and not response.streaming
        and not response.cookies
        and not (session is not None and (session.accessed or session.modified))
    )
