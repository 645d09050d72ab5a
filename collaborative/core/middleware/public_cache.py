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
from collections.abc import Callable, Hashable
from functools import wraps
from typing import Any, NamedTuple

import psycopg
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from psycopg.pq import ExecStatus
from psycopg.pq.abc import PGconn, PGresult

LARGEST_SHARE = 16  # one page may fill a sixteenth of the memory at most
OVERHEAD = 1_000  # what a kept page costs beside its bytes, so that tiny pages are not free
MOST_FACTS = 300  # of a few kilobytes each; the oldest goes first
HTTP_OK = 200
ASK_EACH_TIME = "public, no-cache"
# Pages that name a day ("coming", "3 days ago") must not outlive it by much.
LONGEST_SECONDS = 60
READ_VERSION = "SELECT number FROM core_publicversion WHERE id = 1"
STATEMENT = b"read_public_version"

Key = tuple[str, ...]


class Kept(NamedTuple):
    version: int
    until: float
    body: bytes
    headers: list[tuple[str, str]]

    def size(self, key: Key) -> int:
        """Bytes of memory, near enough: a stranger chooses the address, so it counts as well."""
        letters = sum(len(name) + len(value) for name, value in self.headers)
        return OVERHEAD + len(self.body) + letters + sum(map(len, key))


class Shelf:
    """Kept responses of this process, oldest use first, within a number of bytes."""

    def __init__(self, most_bytes: int) -> None:
        self.most_bytes = most_bytes
        self.bytes = 0
        self.kept: OrderedDict[Key, Kept] = OrderedDict()
        self.lock = threading.Lock()

    def get(self, key: Key, version: int) -> Kept | None:
        with self.lock:
            kept = self.kept.get(key)
            if kept is None:
                return None
            if kept.version != version or kept.until < time.monotonic():
                self._drop(key)
                return None
            self.kept.move_to_end(key)
            return kept

    def put(self, key: Key, kept: Kept) -> None:
        size = kept.size(key)
        if size * LARGEST_SHARE > self.most_bytes:
            return
        with self.lock:
            self._drop(key)
            while self.kept and self.bytes + size > self.most_bytes:
                self._drop(next(iter(self.kept)))
            self.kept[key] = kept
            self.bytes += size

    def _drop(self, key: Key) -> None:
        kept = self.kept.pop(key, None)
        if kept is not None:
            self.bytes -= kept.size(key)


class Facts:
    """What was worked out about the public under one version: counts, lists, pieces of pages.

    `get` works a thing out unless it is known. NO_FACTS knows nothing and keeps nothing.
    """

    def __init__(self, known: OrderedDict[Hashable, Any] | None, version: int) -> None:
        self.known = known
        self.version = version

    def get(self, name: Hashable, work_out: Callable[[], Any]) -> Any:
        if self.known is None:
            return work_out()
        key = (self.version, name)
        try:
            return self.known[key]
        except KeyError:
            fact = self.known[key] = work_out()
        while len(self.known) > MOST_FACTS:
            try:
                self.known.popitem(last=False)
            except KeyError:
                break
        return fact


NO_FACTS = Facts(None, 0)


def public_facts(request: HttpRequest) -> Facts:
    """What is known for this request; nothing for who brought a cookie. Never put a person's in."""
    return getattr(request, "public_facts", NO_FACTS)


def public_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Marks a view whose answer to a visitor without cookies is the same for all of them."""

    @wraps(view)
    def marked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        mark_public(response)
        _revalidated(request, response)
        return response

    return marked


def same_for_all(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Marks a view that reads no cookie at all (feeds, maps): public for the signed-in as well."""

    @wraps(view)
    def marked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        mark_public(response)
        response.headers.setdefault("Cache-Control", ASK_EACH_TIME)
        return response

    return marked


def mark_public(response: HttpResponse) -> None:
    """The same mark for answers that are not made by a plain view (Wagtail pages)."""
    response.is_public_page = True  # type: ignore[attr-defined]


def visitor(request: HttpRequest) -> Any:
    """Who asks: without a session cookie it is nobody, and the session is not even touched."""
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        return request.user
    return AnonymousUser()


def read_version() -> int:
    """The number of the public version now.

    It is read on every anonymous view, so it goes past the ORM and the cursor straight to the
    connection of this thread: the same transaction, a sixth of the time. Whoever counts queries
    counts this one as well.
    """
    raw = connection.connection
    if raw is not None and not raw.closed and not connection.queries_logged:
        answer = _ask(raw.pgconn)
        if answer is not None:
            # This was the health check as well: Django need not ask once more in this request.
            connection.health_check_done = True  # type: ignore[attr-defined]
            return int(answer.get_value(0, 0) or 1) if answer.ntuples else 1
        if not connection.in_atomic_block:
            # The server went away since the last request: the next line connects anew.
            connection.close()
    with connection.cursor() as cursor:
        cursor.execute(READ_VERSION)
        row = cursor.fetchone()
    return row[0] if row else 1


def _ask(server: PGconn) -> PGresult | None:
    """The server's answer; it plans the question once for each connection.

    psycopg has all plans forgotten after a rollback. Asking for a forgotten one would spoil a
    transaction, so inside of one the question is put in full.
    """
    try:
        if not connection.in_atomic_block:
            for _ in range(2):
                answer = server.exec_prepared(STATEMENT, None)
                if answer.status == ExecStatus.TUPLES_OK:
                    return answer
                server.prepare(STATEMENT, READ_VERSION.encode())
        answer = server.exec_(READ_VERSION.encode())
    except psycopg.Error:
        return None
    return answer if answer.status == ExecStatus.TUPLES_OK else None


class PublicCache:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.shelf = Shelf(settings.PUBLIC_CACHE_BYTES)
        self.facts: OrderedDict[Hashable, Any] = OrderedDict()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not self.shelf.most_bytes or not _may_be_kept(request):
            return _revalidated(request, self.get_response(request))
        try:
            version = read_version()
        except DatabaseError:
            return self.get_response(request)
        key = _key(request)
        kept = self.shelf.get(key, version)
        if kept is not None:
            return _again(request, kept)
        request.public_facts = Facts(self.facts, version)  # type: ignore[attr-defined]
        response = _revalidated(request, self.get_response(request))
        # HEAD is answered from what a GET left; what it brings itself may lack the body.
        if request.method == "GET" and _is_public(request, response):
            until = time.monotonic() + LONGEST_SECONDS
            headers = list(response.headers.items())
            self.shelf.put(key, Kept(version, until, response.content, headers))
        return response


def _again(request: HttpRequest, kept: Kept) -> HttpResponse:
    response = HttpResponse(kept.body, headers=dict(kept.headers))
    meta = request.META
    if "HTTP_IF_NONE_MATCH" in meta or "HTTP_IF_MODIFIED_SINCE" in meta:
        etag = response.get("ETag")
        return get_conditional_response(request, etag=etag, response=response) or response
    return response


def _revalidated(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Browsers and proxies may keep a public page but ask each time: a publish is seen at once.

    `Vary: Cookie` keeps what a signed-in person sees apart from what everybody sees.
    """
    if getattr(response, "is_public_page", False) and "Cache-Control" not in response.headers:
        if not request.META.get("HTTP_COOKIE"):
            response.headers["Cache-Control"] = ASK_EACH_TIME
        patch_vary_headers(response, ["Cookie"])
    return response


def _may_be_kept(request: HttpRequest) -> bool:
    meta = request.META
    return (
        request.method in {"GET", "HEAD"}
        and not meta.get("HTTP_COOKIE")
        and "HTTP_AUTHORIZATION" not in meta
        and "HTTP_RANGE" not in meta
        # Files that WhiteNoise serves: nothing to keep, no reason to ask for the version.
        and not request.path_info.startswith(settings.STATIC_URL)
    )


def _key(request: HttpRequest) -> Key:
    """Everything that a public page may differ by."""
    meta = request.META
    return (
        meta.get("wsgi.url_scheme", ""),
        meta.get("HTTP_HOST", ""),
        request.path_info,
        meta.get("QUERY_STRING", ""),
        "gzip" if "gzip" in meta.get("HTTP_ACCEPT_ENCODING", "") else "",
        # A part of a page, asked for by a script; going back asks for the whole page.
        "part"
        if meta.get("HTTP_HX_REQUEST") == "true"
        and meta.get("HTTP_HX_HISTORY_RESTORE_REQUEST") != "true"
        else "",
    )


def _is_public(request: HttpRequest, response: HttpResponse) -> bool:
    session = getattr(request, "session", None)
    return (
        getattr(response, "is_public_page", False)
        and response.status_code == HTTP_OK
        and not response.streaming
        and not response.cookies
        and "private" not in response.get("Cache-Control", "")
        and "no-store" not in response.get("Cache-Control", "")
        and not (session is not None and (session.accessed or session.modified))
    )
