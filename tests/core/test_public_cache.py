"""The public cache: quick for everybody, never one person's bytes for another, never old news."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager

import psycopg
import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from psycopg import sql

from collaborative.core.middleware import public_cache
from collaborative.core.middleware.public_cache import (
    Kept,
    PublicCache,
    Shelf,
    mark_public,
    public_page,
    same_for_all,
    visitor,
)
from collaborative.core.models import PublicVersion, bump_public_version
from tools.servers import PROJECT
from tools.valkey import free_port

MANY = 10_000_000


class Page:
    """A view that counts how often it is asked, behind a cache of its own."""

    def __init__(self, settings, most_bytes=MANY, **answer):
        settings.PUBLIC_CACHE_BYTES = most_bytes
        self.asked = 0
        self.answer = {"public": True, "body": b"words", "session": None} | answer
        self.cache = PublicCache(self.view)
        self.requests = RequestFactory()

    def view(self, request):
        self.asked += 1
        if self.answer["session"]:
            request.session = self.answer["session"]
        during = self.answer.get("during")
        if during:
            during()
        response = HttpResponse(
            self.answer["body"] + b" %d" % self.asked, status=self.answer.get("status", 200)
        )
        for name, value in self.answer.get("headers", {}).items():
            response[name] = value
        if "cookie" in self.answer:
            response.set_cookie("c", self.answer["cookie"])
        if self.answer["public"]:
            mark_public(response)
        return response

    def get(self, path="/page", method="get", **extra):
        return self.cache(getattr(self.requests, method)(path, **extra))

    def twice(self, **extra):
        """How often the view ran for the same request made twice."""
        before = self.asked
        self.get(**extra)
        self.get(**extra)
        return self.asked - before


@pytest.mark.django_db
def test_a_repeated_view_is_answered_from_memory_with_all_its_headers(settings):
    page = Page(settings, headers={"Content-Type": "text/x-words", "X-Mine": "yes"})

    first, second = page.get(), page.get()

    assert page.asked == 1
    assert second.content == first.content == b"words 1"
    assert dict(second.items()) == dict(first.items())
    assert second["Content-Type"] == "text/x-words"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "extra",
    [
        {"HTTP_COOKIE": "sessionid=x"},
        {"HTTP_COOKIE": "anything=1"},
        {"HTTP_AUTHORIZATION": "Bearer x"},
        {"HTTP_RANGE": "bytes=0-1"},
        {"method": "post"},
    ],
)
def test_a_request_that_names_somebody_neither_reads_nor_fills_the_cache(settings, extra):
    page = Page(settings)
    page.get()

    assert page.twice(**extra) == 2
    assert page.get().content == b"words 1"


class Session:
    def __init__(self, *, accessed=False, modified=False):
        self.accessed = accessed
        self.modified = modified


@pytest.mark.django_db
@pytest.mark.parametrize(
    "answer",
    [
        {"public": False},
        {"cookie": "1"},
        {"session": Session(accessed=True)},
        {"session": Session(modified=True)},
        {"status": 404},
        {"status": 500},
        {"headers": {"Cache-Control": "private"}},
        {"headers": {"Cache-Control": "no-store"}},
    ],
    ids=[
        "unmarked",
        "cookie",
        "session read",
        "session written",
        "404",
        "500",
        "private",
        "no-store",
    ],
)
def test_an_answer_that_may_be_personal_is_not_kept(settings, answer):
    assert Page(settings, **answer).twice() == 2
    assert Page(settings, session=Session()).twice() == 1


@pytest.mark.django_db
def test_what_an_answer_may_differ_by_is_kept_apart(settings):
    page = Page(settings)
    ways = [
        {},
        {"path": "/page?x=1"},
        {"path": "/other"},
        {"HTTP_HOST": "localhost"},
        {"wsgi.url_scheme": "https"},
        {"HTTP_ACCEPT_ENCODING": "br, gzip"},
        {"HTTP_HX_REQUEST": "true"},
    ]
    bodies = [page.get(**way).content for way in ways]

    assert len(set(bodies)) == len(ways)
    assert [page.get(**way).content for way in ways] == bodies
    assert (
        page.get(HTTP_HX_REQUEST="true", HTTP_HX_HISTORY_RESTORE_REQUEST="true").content
        == (bodies[0])
    )
    # Anything else that a stranger may put there makes no copy of its own.
    assert page.get(HTTP_HX_REQUEST="x", HTTP_USER_AGENT="y", HTTP_ACCEPT="z").content == bodies[0]


@pytest.mark.django_db
def test_a_public_change_empties_it_at_once(settings):
    page = Page(settings)
    page.get()
    bump_public_version()

    assert page.get().content == b"words 2"
    assert page.get().content == b"words 2"


@pytest.mark.django_db
def test_a_change_that_is_undone_empties_nothing(settings):
    page = Page(settings)
    page.get()
    with transaction.atomic():
        bump_public_version()
        transaction.set_rollback(True)

    assert page.get().content == b"words 1"


@pytest.mark.django_db
def test_an_answer_made_while_something_is_published_is_not_taken_for_fresh(settings):
    """The number is read before the view: what the view saw may be older than the publish."""
    page = Page(settings, during=bump_public_version)
    page.get()
    page.answer["during"] = None

    assert page.get().content == b"words 2"
    assert page.get().content == b"words 2"


@pytest.mark.django_db
def test_a_page_is_made_anew_after_a_minute(settings, monkeypatch):
    clock = [1000.0]
    monkeypatch.setattr(public_cache.time, "monotonic", lambda: clock[0])
    page = Page(settings)
    page.get()
    clock[0] += public_cache.LONGEST_SECONDS - 1
    assert page.get().content == b"words 1"
    clock[0] += 2

    assert page.get().content == b"words 2"


@pytest.mark.django_db
def test_head_and_conditional_requests_are_answered_from_it(settings):
    page = Page(settings, headers={"ETag": 'W/"v"'})
    page.get()

    head = page.get(method="head")
    same = page.get(HTTP_IF_NONE_MATCH='"v"')
    other = page.get(HTTP_IF_NONE_MATCH='"w"')

    assert page.asked == 1
    assert head["ETag"] == 'W/"v"'
    assert (same.status_code, same.content) == (304, b"")
    assert (other.status_code, other.content) == (200, b"words 1")


@pytest.mark.django_db
def test_files_of_the_design_do_not_ask_for_the_version(settings):
    page = Page(settings)

    with CaptureQueriesContext(connection) as captured:
        page.get(f"{settings.STATIC_URL}css/site.css")

    assert not captured.captured_queries


@pytest.mark.django_db
def test_a_page_kept_for_https_is_not_given_over_http(client, settings):
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_HSTS_SECONDS = 60
    client.handler.load_middleware()

    for _ in range(2):
        safe = client.get("/practices/", secure=True)
        assert safe.status_code == 200
        assert safe["Strict-Transport-Security"] == "max-age=60"
        assert safe["X-Content-Type-Options"] == "nosniff"
        plain = client.get("/practices/")
        assert plain.status_code == 301
        assert plain["Location"].startswith("https://")


@pytest.mark.django_db
def test_head_alone_fills_nothing(settings):
    page = Page(settings)
    page.get(method="head")

    assert page.get().content == b"words 2"


@pytest.mark.django_db
def test_it_can_be_turned_off(settings):
    page = Page(settings, most_bytes=0)

    with CaptureQueriesContext(connection) as captured:
        assert page.twice() == 2
    assert len(captured) == 0


@pytest.mark.django_db
def test_strangers_cannot_fill_the_memory(settings):
    """Every address is a new entry, and yet the bytes stay below the limit, keys counted in."""
    page = Page(settings, most_bytes=200_000, body=b"x" * 5_000)
    for number in range(500):
        page.get(f"/page?{'y' * 2_000}{number}")

    shelf = page.cache.shelf
    assert 0 < shelf.bytes <= 200_000
    assert len(shelf.kept) < 30
    assert shelf.bytes == sum(kept.size(key) for key, kept in shelf.kept.items())


def test_a_shelf_drops_what_was_not_used_for_longest():
    shelf = Shelf(100_000)
    names = [(letter,) for letter in "abcdefghijklmnop"]
    for name in names:
        shelf.put(name, Kept(1, time.monotonic() + 60, b"x" * 5_000, []))
    assert list(shelf.kept) == names
    shelf.get(("a",), 1)
    shelf.put(("new",), Kept(1, time.monotonic() + 60, b"x" * 5_000, []))

    assert list(shelf.kept) == [*names[2:], ("a",), ("new",)]


def test_one_page_cannot_take_all_the_memory():
    shelf = Shelf(160_000)
    shelf.put(("big",), Kept(1, time.monotonic() + 60, b"x" * 10_001, []))
    shelf.put(("fits",), Kept(1, time.monotonic() + 60, b"x" * 8_000, []))

    assert list(shelf.kept) == [("fits",)]


@pytest.mark.django_db
def test_the_version_costs_one_query_and_whoever_counts_sees_it(settings):
    page = Page(settings)
    page.get()

    with CaptureQueriesContext(connection) as captured:
        page.get()

    assert [query["sql"] for query in captured] == [public_cache.READ_VERSION]
    bump_public_version()
    number = PublicVersion.objects.get(pk=1).number
    assert public_cache.read_version() == number
    bump_public_version()
    assert public_cache.read_version() == number + 1


@pytest.mark.django_db(transaction=True)
def test_a_question_that_the_connection_forgot_is_asked_again():
    bump_public_version()
    number = public_cache.read_version()
    assert public_cache.read_version() == number

    with connection.cursor() as cursor:
        cursor.execute("DISCARD ALL")

    assert public_cache.read_version() == number


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_was_cut_is_opened_anew():
    bump_public_version()
    number = public_cache.read_version()
    administrator = connection.copy()
    try:
        with administrator.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(%s, 5000)", [connection.connection.info.backend_pid]
            )
    finally:
        administrator.close()

    assert public_cache.read_version() == number


@pytest.mark.django_db
def test_facts_about_the_public_are_worked_out_once_a_version(settings):
    page = Page(settings)
    seen = []

    def work(request):
        facts = public_cache.public_facts(request)
        seen.append(facts.get("fact", lambda: len(seen)))
        return HttpResponse("x")

    page.cache.get_response = work
    page.get()
    page.get()
    assert seen == [0, 0]
    page.get(HTTP_COOKIE="a=b")
    assert seen == [0, 0, 2]
    bump_public_version()
    page.get()
    assert seen == [0, 0, 2, 3]


@pytest.mark.django_db
def test_facts_are_bounded(settings):
    page = Page(settings)
    facts = public_cache.Facts(page.cache.facts, 1)
    for number in range(3 * public_cache.MOST_FACTS):
        facts.get(number, lambda: "x")

    assert len(page.cache.facts) == public_cache.MOST_FACTS


@pytest.mark.django_db
def test_a_marked_view_says_how_long_it_may_be_kept():
    """A person's answer is never called public by `public_page`; a feed's always is."""
    get = RequestFactory().get
    page = public_page(lambda _: HttpResponse("x"))
    feed = same_for_all(lambda _: HttpResponse("x"))

    assert page(get("/"))["Cache-Control"] == "public, no-cache"
    assert page(get("/"))["Vary"] == "Cookie"
    assert "Cache-Control" not in page(get("/", HTTP_COOKIE="a=b"))
    assert feed(get("/", HTTP_COOKIE="a=b"))["Cache-Control"] == "public, no-cache"


@pytest.mark.django_db
def test_a_visitor_without_a_session_is_nobody_and_stays_so(rf):
    request = rf.get("/")
    request.user = "would touch the session"

    assert isinstance(visitor(request), AnonymousUser)
    request.COOKIES["sessionid"] = "x"
    assert visitor(request) == "would touch the session"


@pytest.mark.django_db
def test_a_signed_in_person_gets_a_private_answer_and_leaves_none_behind(client_of, roles):
    member = client_of(roles.memberA)

    own = member.get("/practices/")
    public = client_of(None).get("/practices/")

    assert own["Cache-Control"] == "private, no-store"
    assert b"Sign in" in public.content
    assert own.content != public.content


# --- Two real servers ---------------------------------------------------------------------------


def _url_of(database):
    return f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{database}"


@pytest.fixture(scope="module")
def lasting(django_db_setup, django_db_blocker):
    """A copy of the test database in which commits last; this process works in it as well."""
    original = connection.settings_dict["NAME"]
    copy = f"{original}_cache"
    drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(copy))
    make = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
        sql.Identifier(copy), sql.Identifier(original)
    )
    with django_db_blocker.unblock():
        connection.close()
        server = connection.settings_dict
        with psycopg.connect(
            host=server["HOST"], port=server["PORT"] or None, user=server["USER"] or None,
            password=server["PASSWORD"] or None, dbname="postgres", autocommit=True,
        ) as admin:  # fmt: skip
            admin.execute(drop)
            admin.execute(make)
            connection.settings_dict["NAME"] = copy
            try:
                yield _url_of(copy)
            finally:
                connection.close()
                connection.settings_dict["NAME"] = original
                admin.execute(drop)


@contextmanager
def _server(database_url):
    port = free_port()
    process = subprocess.Popen(
        [
            sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1",
            "--port", str(port), "--log-level", "warning", "collaborative.wsgi:application",
        ],
        cwd=PROJECT,
        env={
            **os.environ,
            "DATABASE_URL": database_url,
            "DJANGO_SETTINGS_MODULE": "collaborative.settings.test",
            "LOG_LEVEL": "ERROR",
        },
        stdin=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        deadline = time.monotonic() + 40
        while True:
            try:
                _read(port, "/healthz")
                break
            except OSError:
                assert time.monotonic() < deadline, "the server did not start"
                time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait(15)


def _read(port, path):
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as response:
        return response.read()


def _status(port, path):
    try:
        _read(port, path)
    except urllib.error.HTTPError as error:
        error.close()
        return error.code
    return 200


def test_a_publish_is_seen_by_every_process_at_once(lasting):
    """Both servers hold the list; each publish and take-down is in the very next answer of both."""
    from practices import actions
    from tests.factories.practices import published_practice

    first = published_practice(title="The first of all")
    steward = first.institution.memberships.stewards().get().user
    with _server(lasting) as one, _server(lasting) as two:
        for port in (one, two):
            before = _read(port, "/practices/")
            assert b"The first of all" in before
            assert _read(port, "/practices/") == before

        for number in range(5):
            title = f"Published while it was kept, number {number}"
            added = published_practice(title=title, institution=first.institution)
            for port in (one, two):
                assert title.encode() in _read(port, "/practices/")
                assert _status(port, added.get_absolute_url()) == 200

            actions.take_down(practice=added, by=steward, reason="A name.", now=timezone.now())
            for port in (one, two):
                assert title.encode() not in _read(port, "/practices/")
                assert _status(port, added.get_absolute_url()) == 404
