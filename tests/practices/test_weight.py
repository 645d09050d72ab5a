"""However much a practice holds, its page asks no more questions and stays light."""

from __future__ import annotations

import gzip
import random

import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench import weight
from tests.factories import InstitutionFactory, adopted, published_practice

from .every_answer import every_answer

pytestmark = pytest.mark.django_db
MOST_BYTES = 60 * 1024
MOST_QUERIES = 4
ADOPTERS = 12


def prose(chance: random.Random, longest: int) -> str:
    """As much as fits, of some thousand different words: it packs no better than English."""
    syllables = [a + b for a in "bdfgklmnprst" for b in ("a", "e", "i", "or", "un", "ing")]
    known = ["".join(chance.choices(syllables, k=chance.randint(1, 4))) for _ in range(4_000)]
    text = " ".join(chance.choices(known, k=longest // 4))
    return text[:longest].rstrip()


def everything() -> dict[str, object]:
    chance = random.Random(2026)
    return every_answer(
        lambda longest: prose(chance, longest), lambda: f"https://example.org/{chance.random()}"
    )


def test_a_practice_that_says_all_it_can_is_light_and_asks_little(site_css, settings):
    practice = published_practice(**everything())
    for _ in range(ADOPTERS):
        adopted(practice, InstitutionFactory())
    assert sum(map(len, map(str, practice.words().values()))) > 80_000

    client = Client()
    client.get("/practices/")
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(practice.get_absolute_url())

    assert answer.status_code == 200
    assert len(asked) <= MOST_QUERIES
    page = len(gzip.compress(answer.content, 6))
    named = {
        address.removeprefix("/static/")
        for element in weight.NAMED.findall(answer.content.decode())
        for address in weight.ADDRESS.findall(element)
    }
    assert any(name.endswith(".css") for name in named)
    with_it = 0
    for name in named:
        with open(finders.find(name), "rb") as file:  # noqa: PTH123  Django gives a name
            with_it += len(gzip.compress(file.read(), 6))
    assert page + with_it < MOST_BYTES, (page, with_it)
