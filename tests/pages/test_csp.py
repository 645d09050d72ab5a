"""The Content-Security-Policy in and outside of the CMS."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from collaborative.pages.csp import current_nonce

pytestmark = pytest.mark.django_db


def policy(answer):
    parts = answer.headers["Content-Security-Policy"].split(";")
    return {part.split()[0]: part.split()[1:] for part in parts if part.strip()}


def test_policy_is_strict_outside(client, roles, client_of):
    for browser in (client, client_of(roles.siteadmin)):
        for address in ("/", "/charter/", "/there-is-no-such-page/"):
            found = policy(browser.get(address))
            assert found["default-src"] == ["'none'"]
            assert found["script-src"] == ["'self'"]
            assert found["style-src"] == ["'self'"]
            assert found["frame-ancestors"] == ["'none'"]
            assert "unsafe" not in str(found)


def test_policy_in_the_cms_allows_its_own_scripts_by_nonce(corners, client_of):
    add = reverse("wagtailadmin_pages:add", args=["pages", "newspage", corners.page_a.pk])
    client = client_of(corners.stewardA)
    answer, again = client.get(add), client.get(add)
    found = policy(answer)
    assert found["default-src"] == ["'none'"]
    assert found["style-src"] == ["'self'", "'unsafe-inline'"]
    assert found["frame-src"] == found["frame-ancestors"] == ["'self'"]
    assert "unsafe" not in " ".join(found["script-src"])
    nonces = set(re.findall(r'<script nonce="([^"]+)"', answer.content.decode()))
    assert {f"'nonce-{nonce}'" for nonce in nonces} == set(found["script-src"]) - {"'self'"}
    assert len(nonces) == 1
    assert nonces.isdisjoint(re.findall(r'<script nonce="([^"]+)"', again.content.decode()))
    # Every script is a file of ours, data, or bears the nonce.
    for tag in re.findall(r"<script\b[^>]*>", answer.content.decode()):
        assert 'src="/' in tag or "application/json" in tag or "nonce=" in tag, tag


def test_nonce_exists_only_inside_a_request_of_the_cms():
    assert current_nonce() == ""


def test_preview_is_as_strict_as_the_page_and_may_be_framed_by_us(corners, client_of):
    view = reverse("wagtailadmin_pages:view_draft", args=[corners.page_a.pk])
    found = policy(client_of(corners.stewardA).get(view))
    assert found["script-src"] == found["style-src"] == ["'self'"]
    assert found["frame-ancestors"] == ["'self'"]
