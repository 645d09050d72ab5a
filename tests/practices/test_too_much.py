"""More than a form can hold: a sentence, and nothing is changed."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from practices.models import Practice
from tests.sign_in import sign_in

from .conftest import row_of
from .test_edit_page import opened, parsed

pytestmark = pytest.mark.django_db
MEGABYTE = 1024 * 1024


@pytest.fixture
def client(roles):
    client = Client(raise_request_exception=False)
    sign_in(client, roles.authorA)
    return client


@pytest.mark.parametrize("do", ["save", "autosave"])
@pytest.mark.parametrize(
    "much",
    [
        {"advice": "x" * 5 * MEGABYTE},
        {f"risks-{number}-risk": "x" for number in range(10_000)},
    ],
    ids=["5 MB", "10,000 children"],
)
def test_too_much_is_said_in_a_sentence(client, state_of, much, do):
    practice = state_of("draft")
    before = row_of(practice)

    answer = client.post(practice.get_step_url("adopting"), {"do": do, "revision": "0", **much})

    assert answer.status_code == 400
    assert "too much" in parsed(answer).main.get_text(" ")
    assert row_of(practice) == before


def test_what_fits_in_a_form_but_not_in_an_answer_comes_back(client, state_of):
    practice = state_of("draft")
    data = opened(client, practice, "advice") | {"advice": "word " * 20_000}

    answer = client.post(practice.get_step_url("adopting"), {**data, "do": "save"})

    assert answer.status_code == 200
    assert "95,999 characters too many" in parsed(answer).select_one(".error-summary").text
    assert len(parsed(answer).select_one("#id_advice").text) > 99_000


@pytest.mark.parametrize("name", ["measures", "risks", "resources"])
def test_more_lines_than_the_page_has_are_told_not_cut(client, state_of, name):
    practice = state_of("draft")
    first = {"measures": "measure", "risks": "risk", "resources": "what"}[name]
    lines = {f"{name}-{number}-{first}": f"Line {number}" for number in range(30)}
    step = {"measures": "results"}.get(name, "takes")

    answer = client.post(practice.get_step_url(step), {"do": "save", "revision": "0", **lines})

    assert answer.status_code == 200
    assert "that matter most" in parsed(answer).select_one(".error-summary").text
    assert getattr(Practice.objects.get(pk=practice.pk), name) == []


def test_deep_and_broken_data_is_no_answer(client, state_of):
    """Lines come as plain fields; JSON in their place is words like any others."""
    practice = state_of("draft")
    deep = json.dumps([[[[]]]] * 10)
    data = opened(client, practice, "risks") | {"risks-0-risk": deep, "risks": deep}

    client.post(practice.get_step_url("takes"), {**data, "do": "save"})

    assert Practice.objects.get(pk=practice.pk).risks == [{"risk": deep, "mitigation": ""}]
