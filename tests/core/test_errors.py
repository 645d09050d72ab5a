"""Pages for what went wrong say what to do next, to everybody alike."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from collaborative.core.views import errors

VIEWS = [
    (errors.bad_request, 400),
    (errors.permission_denied, 403),
    (errors.page_not_found, 404),
    (errors.csrf_failure, 403),
    (errors.server_error, 500),
]


@pytest.mark.parametrize(("view", "status"), VIEWS)
def test_an_error_page_says_what_happened_and_where_to_go(view, status):
    response = view(RequestFactory().get("/practices/secret-title/"))
    page = BeautifulSoup(response.content, "html.parser")
    assert response.status_code == status
    assert len(page.find_all("h1")) == 1
    assert page.main.find_all("a"), "nothing to do next"
    assert b"secret-title" not in response.content


def test_a_refusal_knows_who_reads_it_and_says_who_enters_the_cms(client, client_of, roles):
    response = client_of(roles.memberA).get("/cms/")
    page = BeautifulSoup(response.content, "html.parser")
    assert response.status_code == 403
    assert page.h1.text == "Only stewards and editors enter here"
    assert "Sign in" not in page.header.text
    assert "Sign out" in page.header.text
    assert client_of(roles.siteadmin).get("/cms/").status_code == 200
    assert client.get("/cms/").status_code == 302


def test_words_of_a_refusal_that_were_not_written_for_readers_stay_inside():
    request = RequestFactory().get("/")
    ours = errors.permission_denied(request, errors.NotForYou("Not here", "Go there."))
    others = errors.permission_denied(request, PermissionDenied("secret reason"))
    assert b"<h1>Not here</h1>" in ours.content
    assert b"secret reason" not in others.content


@pytest.mark.parametrize(("view", "status"), VIEWS)
def test_headings_of_error_pages_end_without_a_full_stop(view, status):
    page = BeautifulSoup(view(RequestFactory().get("/")).content, "html.parser")
    assert page.h1.text[-1].isalpha()


@pytest.mark.parametrize(("view", "status"), VIEWS)
def test_an_error_of_the_api_is_json(view, status):
    response = view(RequestFactory().get("/api/v1/practices/x"))
    assert response.status_code == status
    assert response["Content-Type"] == "application/json"


def test_the_page_for_server_errors_asks_no_database(db):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        errors.server_error(RequestFactory().get("/"))
    assert list(queries) == []


def test_the_page_for_server_errors_comes_in_words_when_the_design_is_broken(settings, tmp_path):
    templates = [{**settings.TEMPLATES[0], "DIRS": [tmp_path], "APP_DIRS": False}]
    settings.TEMPLATES = templates
    response = errors.server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert b"<h1>Something broke on our side.</h1>" in response.content


def test_an_unknown_page_is_the_same_for_every_address(client, db):
    first, second = client.get("/no-such-page/"), client.get("/nor-this-one/")
    assert first.status_code == 404
    assert first.content == second.content


def test_an_unknown_page_is_the_same_each_time_for_a_signed_in_person(client_of, roles):
    client = client_of(roles.memberA)
    assert client.get("/no-such-page/").content == client.get("/nor-this-one/").content


def test_too_many_tries_wears_the_design(client, db, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    for _ in range(2):
        response = client.post("/accounts/login/", {"login": "somebody@people.example.org"})
    assert response.status_code == 429
    assert b"<h1>Too many tries</h1>" in response.content
