"""The second factor is not skippable: every door, every method, with and without htmx."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.db import transaction
from django.test import Client
from django.urls import Resolver404, resolve

from members.middleware import OPEN, OPEN_NAMESPACES, SETTING_UP
from tests.matrix import answer_of
from tests.sign_in import sign_in

from .case import rows_written
from .cases import CASES
from .things import PASSWORD

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
METHODS = ("get", "post", "head", "options", "put", "patch", "delete")
HTMX = {"HX-Request": "true"}
MORE = [
    "/cms/", "/cms/pages/", "/cms/images/", "/cms/documents/", "/cms/reports/site-history/",
    "/accounts/email/", "/accounts/password/change/", "/accounts/password/set/",
    "/accounts/password/reset/", "/accounts/confirm-email/", "/accounts/signup/",
    "/accounts/login/code/", "/accounts/login/code/confirm/", "/accounts/2fa/authenticate/",
    "/accounts/2fa/webauthn/", "/accounts/2fa/recovery-codes/", "/accounts/inactive/",
    "/accounts/2fa/recovery-codes/generate/", "/accounts/2fa/totp/deactivate/",
]  # fmt: skip


def doors(t, who):
    """(address, form) of every case once, and of the ways around that one might think of."""
    seen = {}
    for case in CASES:
        if address := case.address(t, who):
            seen.setdefault(address, case.form(t, who))
            seen[address] = seen[address] or case.form(t, who)
    return {**{path: {} for path in MORE}, **seen}.items()


def name_of(address):
    try:
        match = resolve(urlsplit(address).path)
    except Resolver404:
        return None
    return "" if OPEN_NAMESPACES & set(match.namespaces) else match.view_name


@pytest.mark.parametrize(
    ("who", "has_factor"),
    [("stewardA", False), ("stewardA", True), ("coord", True), ("siteadmin", True)],
)
def test_every_door_leads_to_the_factor_first(who, has_factor, things):
    user = getattr(things, who)
    if has_factor:
        TOTP.activate(user, SECRET)
    client = sign_in(Client(), user, with_factor=False)
    gate = "/accounts/2fa/reauthenticate/?next=" if has_factor else "/accounts/2fa/?next="
    closed, before = 0, rows_written()
    for address, form in doors(things, who):
        name = name_of(address)
        if not name or name in OPEN or (name in SETTING_UP and not has_factor):
            continue
        # One after the other, every method is tried at a seventh of the doors.
        for method in ("get", "post", METHODS[closed % len(METHODS)]):
            headers = HTMX if closed % 2 else {}
            answer = getattr(client, method)(
                address, form if method == "post" else None, headers=headers
            )
            led = answer.headers.get("HX-Redirect" if headers else "Location", "")
            assert led.startswith(gate), (method, address, answer.status_code)
            assert not answer.content, (method, address)
        closed += 1
    assert closed > 150
    assert rows_written() == before


def test_a_sign_in_half_done_is_no_sign_in(things):
    """The password was right and the factor is asked: until then it is nobody who asks."""
    TOTP.activate(things.stewardA, SECRET)
    nobody, half = Client(), Client()
    form = {"login": things.stewardA.email, "password": PASSWORD}
    assert half.post("/accounts/login/", form)["Location"] == "/accounts/2fa/authenticate/"
    key = half.cookies["sessionid"].value

    for address, form in doors(things, "stewardA"):
        if address.startswith("/accounts/"):
            continue
        for method in ("get", "post"):
            with transaction.atomic():
                half.cookies["sessionid"] = key
                data = form if method == "post" else None
                found = answer_of(getattr(half, method)(address, data))
                transaction.set_rollback(True)
            with transaction.atomic():
                expected = answer_of(getattr(nobody, method)(address, data))
                transaction.set_rollback(True)
            assert (found.status, found.location) == (expected.status, expected.location), address
    assert "_auth_user_id" not in half.session


@pytest.mark.parametrize("path", [path for path in MORE if path.startswith("/accounts/")])
@pytest.mark.parametrize("method", ["get", "post"])
def test_no_page_of_the_account_finishes_a_sign_in(path, method, things):
    TOTP.activate(things.stewardA, SECRET)
    half = Client()
    half.post("/accounts/login/", {"login": things.stewardA.email, "password": PASSWORD})
    new = {"password1": "a heap of horses", "password2": "a heap of horses"}
    sent = {"email": things.stewardA.email, "code": "000000", "name": "X", **new}

    for headers in ({}, HTMX):
        getattr(half, method)(path, sent, headers=headers)
        assert "_auth_user_id" not in half.session
        assert half.get("/desk/").status_code == 302
    assert type(things.stewardA).objects.get(pk=things.stewardA.pk).check_password(PASSWORD)
