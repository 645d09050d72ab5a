"""Input that no person types answers 400 or 404, never 500."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from tests.matrix import answer_of

NUL, SURROGATE, LATIN = "%00", "%ED%A0%80", "%FF%FE"
DIGITS = "9" * 5000

PATHS = [
    "/",
    "/charter/",
    "/practices/",
    "/practices/gaps/",
    "/practices/goals/",
    "/practices/compare/",
    "/practices/like-mine/",
    "/institutions/",
    "/thought-leadership/",
    "/meetings/",
    "/api/v1/practices",
    "/api/v1/institutions",
    "/api/v1/scope-areas",
    "/feeds/practices.atom",
    "/practices/export.csv",
    "/opensearch.xml",
    "/sitemap.xml",
    "/healthz",
    "/accounts/login/",
    "/accounts/signup/",
]

QUERY_NAMES = ["q", "scope", "wall", "institution", "tag", "stage", "story", "sort", "page", "next"]


@pytest.fixture
def browser():
    """A visitor to whom a crash is a 500 and not a traceback."""
    return Client(raise_request_exception=False)


@pytest.mark.django_db
@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("bad", [NUL, SURROGATE, LATIN, f"a{NUL}b"])
def test_unreadable_bytes_in_a_query_are_a_bad_request(browser, path, bad):
    good = browser.get(path)
    answer = browser.generic("GET", path, QUERY_STRING=f"q={bad}&{bad}=1")

    assert good.status_code == 200
    assert answer.status_code == 400
    assert b"<h1" in answer.content or b"detail" in answer.content


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    [
        f"/practices/{NUL}/",
        f"/practices/a{SURROGATE}/",
        f"/institutions/{LATIN}/",
        f"/meetings/{NUL}.ics",
        f"/calendar/{NUL}.ics",
        f"/digests/unsubscribe/{NUL}/",
        f"/{NUL}",
        f"/documents/{DIGITS}/x.pdf",
        f"/practices/{'a' * 5000}/",
        f"/api/v1/practices/{'a' * 5000}",
        f"/digests/issue/{DIGITS}/",
        "/practices/no-such/files/99999999999999999999/",
    ],
)
def test_unreadable_paths_are_refused(browser, path):
    assert browser.get(path).status_code in {400, 404}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/practices/", "/api/v1/practices", "/feeds/practices.atom", "/practices/export.csv"]
)
@pytest.mark.parametrize("name", QUERY_NAMES)
@pytest.mark.parametrize(
    "value",
    [
        "99999999",
        DIGITS,
        "-1",
        "1e999",
        "NaN",
        "'\"><script>",
        "&&||!()",
        '"',
        "%",
        "\u202e",
        "a" * 7000,
    ],
)
def test_absurd_values_never_break_a_list(browser, path, name, value):
    assert browser.get(path, {name: value}).status_code in {200, 400, 404}


@pytest.mark.django_db
def test_a_query_longer_than_any_person_types_is_refused(browser):
    assert browser.get("/practices/", {"q": "a " * 50_000}).status_code == 400


@pytest.mark.django_db
@pytest.mark.parametrize("cookie", ["a\x00b", "\xff\xfe", "sessionid=\x00"])
def test_unreadable_cookies_are_refused(browser, cookie):
    assert browser.get("/", HTTP_COOKIE=f"sessionid={cookie}").status_code == 400


@pytest.mark.django_db
@pytest.mark.parametrize(
    "body",
    [b"\xff\xfe", b'{"a": "\\ud800"}', b"[" * 100_000, b"{", json.dumps({"a": "\x00"}).encode()],
)
@pytest.mark.parametrize("path", ["/api/v1/practices", "/practices/share/", "/accounts/login/"])
def test_bodies_of_json_never_break_a_page(browser, path, body):
    answer = browser.post(path, body, content_type="application/json")

    assert answer.status_code < 500


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/accounts/login/", "/accounts/signup/", "/accounts/login/code/"])
@pytest.mark.parametrize("value", ["a\x00b@example.org", "\ud800@example.org", "x" * 100_000])
def test_forms_answer_bad_text_with_a_sentence(browser, path, value):
    try:
        answer = browser.post(path, {"email": value, "login": value, "password": value})
    except UnicodeEncodeError:
        answer = browser.post(
            path, b"email=%ED%A0%80", content_type="application/x-www-form-urlencoded"
        )

    assert answer.status_code in {200, 400}


@pytest.mark.django_db
def test_digits_within_a_token_are_no_id(client):
    """A token that happens to hold many digits is unknown in the same way as any other."""
    digits = client.get(f"/calendar/a1f{'7' * 25}c0.ics")
    unknown = client.get("/calendar/unknown.ics")

    assert answer_of(digits) == answer_of(unknown)
    assert digits.status_code == 404
