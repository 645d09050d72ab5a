"""Every row of docs/authorization.csv, tried by every person it names.

The letters are read from the file. A hidden thing answers with the bytes of one that does not
exist; what may not be done changes no row of any table; what may be done changes one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from django.urls import Resolver404, resolve

from tests.matrix import Answer, agrees, answer_of, letter_of
from tests.roles_plugin import COLUMNS
from tests.url_map import ROOT, mapped, matrix, patterns

from .case import Case, everything, fill
from .cases import CASES
from .visits import Outcome, Visits

pytestmark = pytest.mark.django_db
MATRIX = matrix()
PEOPLE = (*COLUMNS, "link")
MAY = {"R", "W", "C", "P", "T"}

# Rows of things that the portal does not have yet, or keeps behind another door.
NOT_YET = {
    "DP9": "copies and translations of practices come later",
    "ME3": "minutes come later",
    "ME4": "minutes come later",
    "ME5": "minutes come later",
    "DG10": "nothing uncertain is sent again, not even by hand, for now",
    "DG11": "bounces come back by mail; a webhook comes later",
    "SY2": "not mounted: one admin is enough",
}
# Rows that hold but for one thing. docs/architecture.md tells of both lists.
PARTLY: dict[str, str] = {}
# Words in addresses that would show one of these rows to have come true.
WOULD_BE = re.compile(
    r"copy|translat|sso|oidc|saml|minutes|resend-|uncertain|bounce|webhook|profile|django-admin"
)
# Rows whose doors are not tried by address but by other means.
ELSEWHERE = {
    "DP16": "tests/access/test_canary.py::test_letters_reach_only_those_whose_business_it_is",
    "IN2": "tests/pages/test_cms_guard.py::test_nobody_elses_things_do_not_exist",
    "SY1": "tests/pages/test_cms_guard.py::test_door_by_role",
    "SY6": "tests/pages/test_cms_guard.py::test_nobody_elses_things_do_not_exist",
}


@pytest.fixture(scope="package")
def visits(things):
    return Visits(things, PEOPLE)


@pytest.fixture
def ask(visits):
    """`ask(case, who)`: what came of it, undone afterwards."""

    def asked(case: Case, who: str, headers: dict[str, str] | None = None) -> Outcome:
        hidden = MATRIX[case.row][who] not in MAY
        return visits.ask(case, who, headers or {}, with_unknown=hidden)

    return asked


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("row", sorted({case.row for case in CASES}))
def test_every_row_answers_as_the_matrix_says(row, who, things, ask):
    wrong = []
    for case in CASES:
        if case.row != row or not case.other.get(who, case.path):  # nothing of that kind is theirs
            continue
        for headers in ({}, {"HX-Request": "true"}):
            found = ask(case, who, headers)
            shown = fill(case.shows, things, who)
            letter = letter_of(found.answer, found.unknown)
            if letter == "W" and found.answer.location == fill(case.leads, things, who):
                letter = "ok"
            said = f"{case} {headers or ''} {found.answer.status}"
            expected = MATRIX[row][who]
            wrong += [f"{said}: {one}" for one in problems(case, expected, found, shown, letter)]
            if row == "SY3" and found.answer != ask(case, "anon", headers).answer:
                wrong.append(f"{case}: not the bytes that everybody gets")

    assert not wrong, "\n".join(wrong)


def problems(case: Case, expected: str, found: Outcome, shown: str, letter: str) -> Iterator[str]:
    """What is not as the matrix says."""
    may = expected in MAY
    if found.answer.status >= 500:
        yield "broken"
    if case.inert:
        if found.changed:
            yield "something came of it"
        return
    if found.changed is not (case.writes and may):
        yield "changed something" if found.changed else "changed nothing"
    if case.shows and found.answer.holds(shown) is not may:
        yield f"lacks {shown}" if may else f"shows {shown}"
    if not case.is_open or may:
        if not agrees(letter, expected):
            yield f"{letter} in place of {expected}"
    elif letter not in {"ok", "H", expected}:
        yield f"{letter} in place of a page without it"
    elif found.unknown and as_if_nothing_was_asked(
        found.answer, found.address
    ) != as_if_nothing_was_asked(found.unknown, case.unknown):
        yield "differs from the answer to an unknown word"


def as_if_nothing_was_asked(answer: Answer, address: str) -> bytes:
    """The words that were asked for stand in the page: they are taken out."""
    body = answer.body.decode()
    for _, value in parse_qsl(urlsplit(address).query):
        for spelling in (value, urlencode({"": value})[1:]):
            body = body.replace(spelling, "…")
    body = re.sub(r'(id|for|name)="[^"]*-[0-9a-f]{8}"', "", body)
    return re.sub(r"[0-9a-f]{8}(?=\")", "", body).encode()


@pytest.mark.parametrize("who", PEOPLE)
def test_nobody_deletes_what_was_ever_public(who, things, ask):
    """[PP5] It can be taken down; its history stays."""
    for name in ("public", "newer", "newer_waiting", "down"):
        case = Case("PP5", "POST", f"/practices/{{t.{name}.slug}}/delete/")
        found = ask(case, who)
        assert not found.changed, name
        assert letter_of(found.answer) in {"L", "F", "409", "404"}, name


@pytest.mark.parametrize("who", ["nomember", "exA", "inactive", "anon"])
def test_nobody_answers_a_meeting_that_is_hidden(who, things, ask):
    """[ME13] And nobody learns by trying that it is there."""
    hidden = Case("ME13", "POST", "/meetings/{t.inside.slug}/answer/", "/meetings/unknown/answer/",
                  {"answer": "yes"})  # fmt: skip
    found = ask(hidden, who)
    assert letter_of(found.answer, found.unknown) == ("H" if who in {"nomember", "exA"} else "L")
    assert not found.changed
    assert ask(hidden, "memberB").changed


@pytest.mark.parametrize("who", ["anon", "nomember", "memberB", "exA"])
def test_what_is_hidden_hides_from_every_method(who, things, visits):
    """A HEAD, an OPTIONS or a form sent to a page that has none tells no more than a GET."""
    tried, doors, read = 0, set(), {}
    for case in CASES:
        if MATRIX[case.row][who] != "H" or not case.unknown or case.is_open:
            continue
        doors.add((case.address(things, who), fill(case.unknown, things, who)))
        tried += 1

    def answer(method, address):
        """Many doors hide as the same address that names nothing: that is asked once a method."""
        if (method, address) not in read:
            visit = getattr(visits.client(who), method)  # in a browser that has been nowhere yet
            read[method, address] = leading_back(answer_of(visit(address)))
        return read[method, address]

    for address, unknown in sorted(doors):
        for method in ("head", "options", "post", "put", "delete"):
            assert answer(method, address) == answer(method, unknown), (address, method)
    assert tried > 20


def leading_back(answer: Answer) -> Answer:
    """The way back from sign-in is the address that was asked for: it is left out."""
    headers = answer.headers | {"Location": answer.location.partition("?")[0]}
    return answer._replace(headers=headers)


def test_invitation_to_another_address_opens_nothing(things, ask):
    """[IN8] Whoever holds the link still has to prove the address."""
    case = Case("IN8", "POST", "/invitations/{t.invitation_tokens[open]}/")
    for who in PEOPLE:
        found = ask(case, who)
        assert letter_of(found.answer) == ("L" if who in {"anon", "link", "inactive"} else "F"), who
        assert not found.changed, who


def test_every_row_is_tried_or_said_to_come_later():
    tried = {case.row for case in CASES}

    assert set(MATRIX) - tried - set(NOT_YET) - set(ELSEWHERE) == set()
    assert tried & set(NOT_YET) == set()
    assert tried <= set(MATRIX)


def test_what_comes_later_has_no_address_yet():
    named = {row for line in mapped().values() for row in line["rows"].split()}
    addresses = [route for _, route in patterns() if not route.startswith("cms/")]

    assert named & set(NOT_YET) == set()
    assert [route for route in addresses if WOULD_BE.search(route)] == []


def test_the_architecture_says_what_is_not_built():
    told = (ROOT / "docs" / "architecture.md").read_text().partition("### Not built yet\n")[2]
    rows = re.findall(r"^\| ([A-Z]+\d+) \| (.+) \|$", told.partition("\n## ")[0], re.MULTILINE)

    assert dict(rows) == NOT_YET | PARTLY
    assert [row for row, _ in rows] == [row for row in MATRIX if row in NOT_YET | PARTLY]


def test_rows_tried_elsewhere_are_tried_there():
    for place in ELSEWHERE.values():
        path, name = place.split("::")
        assert f"def {name}(" in (ROOT / path).read_text(), place


def test_every_mapped_address_is_tried_for_each_of_its_rows(things):
    """docs/urls says which rows govern an address; here a case of that row goes there."""
    tried = set()
    for case in CASES:
        for who in ("anon", "stewardA", "link"):
            if address := case.address(things, who):
                tried.add((name_of(address), case.row))
    missing = [
        f"{name}: {row}"
        for name, line in mapped().items()
        for row in line["rows"].split()
        if row != "PUBLIC" and (name, row) not in tried and row not in ELSEWHERE
    ]

    assert not missing, "\n".join(missing)


def name_of(address: str) -> str:
    """The name of the pattern that leads there; a few addresses are tried because none does."""
    try:
        return resolve(urlsplit(address).path).view_name
    except Resolver404:
        return ""


def test_every_form_asks_for_its_token(things, visits):
    """A page of another site cannot send a form in somebody's name. One-click letters excepted."""
    for case in CASES:
        if not case.writes or case.row == "DG4":
            continue
        client = visits.client("stewardA", enforce_csrf_checks=True)
        before = everything()
        answer = client.post(case.address(things, "stewardA"), case.form(things, "stewardA"))
        assert answer.status_code == 403, case
        assert b"This form has expired" in answer.content, case
        assert everything() == before, case
