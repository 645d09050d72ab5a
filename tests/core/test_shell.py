"""The header and footer are kept for strangers, and for nobody else."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

pytestmark = pytest.mark.django_db


def header(client, path):
    return BeautifulSoup(client.get(path).content, "html.parser").header


def test_a_stranger_sees_the_same_header_each_time_with_the_current_link(client):
    for _ in range(2):
        current = header(client, "/meetings/").select_one("[aria-current]")
        assert (current.text, current["aria-current"]) == ("Meetings", "page")
        current = header(client, "/practices/").select_one("[aria-current]")
        assert (current.text, current["aria-current"]) == ("Practices", "page")
    assert header(client, "/accounts/login/").select_one("[aria-current]") is None


def test_a_kept_header_never_reaches_people_nor_theirs_a_stranger(client, client_of, roles):
    stranger, member = client, client_of(roles.memberA)

    for _ in range(2):
        assert "Sign in" in header(stranger, "/meetings/").text
        assert "Sign out" not in header(stranger, "/meetings/").text
        assert "Sign out" in header(member, "/meetings/").text
        assert "Sign in" not in header(member, "/meetings/").text


def test_the_footer_follows_its_setting(client, settings):
    for is_demo in (True, False, True):
        settings.DEMO_NOTICE = is_demo
        assert (b"This is a demonstration." in client.get("/accounts/login/").content) is is_demo
