"""Allauth's screens and mails wear the portal's design."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.core import mail

OUTSIDE = [
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/login/code/",
    "/accounts/password/reset/",
]
INSIDE = ["/accounts/email/", "/accounts/logout/", "/accounts/password/change/"]


def check(response) -> None:
    page = BeautifulSoup(response.content, "html.parser")
    assert response.status_code == 200
    assert len(page.find_all("h1")) == 1
    assert page.select_one(".skip-link")["href"] == "#main"
    assert page.find_all(style=True) == []
    for control in page.main.select("input:not([type=hidden]), textarea, select"):
        assert page.find("label", attrs={"for": control["id"]}) is not None
    for button in page.main.find_all("button"):
        assert "button" in button["class"]


@pytest.mark.parametrize("path", OUTSIDE)
def test_the_ways_in_wear_the_design(client, db, path):
    check(client.get(path))


@pytest.mark.parametrize("path", INSIDE)
def test_the_account_pages_wear_the_design(client_of, roles, path):
    check(client_of(roles.memberA).get(path))


def test_an_error_at_sign_up_stands_at_the_field_and_in_the_summary(client, db):
    page = BeautifulSoup(
        client.post("/accounts/signup/", {"email": "no address", "name": ""}).content, "html.parser"
    )
    assert page.select_one(".error-summary") is not None
    assert page.find(id="id_email")["aria-invalid"] == "true"
    assert page.find(id="id_email")["value"] == "no address"


def test_a_sign_in_code_comes_in_words_and_in_html(client, roles):
    client.post("/accounts/login/", {"login": roles.memberA.email}, follow=True)
    [message] = mail.outbox
    [(html, kind)] = message.alternatives
    code = BeautifulSoup(html, "html.parser").select_one(".code")
    assert kind == "text/html"
    assert message.subject == "Your sign-in code"
    assert code.text in message.body.splitlines()
    assert "background-color" in code["style"], "styles stand on the elements"
    assert "@media" in html
    assert "Saint Paul" in message.body


def test_the_header_knows_who_is_signed_in_and_asks_nobody_else(client, client_of, roles):
    def links(page):
        return [
            a.get_text(strip=True)
            for a in BeautifulSoup(page, "html.parser").select(".site-people a")
        ]

    anonymous = client.get("/design-system/")
    assert links(anonymous.content) == ["Sign in", "Sign up"]
    assert anonymous.cookies == {}
    signed_in = client_of(roles.memberA).get("/design-system/")
    assert links(signed_in.content)[:2] == ["Share a practice", "My desk"]
