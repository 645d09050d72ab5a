"""Markup in any answer stays words: on pages, in comparisons, feeds, data and references."""

from __future__ import annotations

import json
import re

import pytest
from bs4 import BeautifulSoup

from practices import actions
from tests.factories import published_practice
from tests.sign_in import sign_in

from .conftest import row_of
from .every_answer import every_answer

pytestmark = pytest.mark.django_db
NASTY = '</script><script>alert(1)</script>"><img src=x onerror=a>{{ 7 }}{% now %}]]>&lt;'
ADDRESS = "javascript:alert(1)"
# What parses as one of these was made of somebody's words.
MADE = re.compile(rb"<script>alert|<img src=x|onerror=a>|href=\"javascript", re.IGNORECASE)


def everywhere() -> dict[str, object]:
    """Each answer that is not chosen from a list, and each cell of each line."""
    words = every_answer(lambda longest: NASTY[:longest], lambda: ADDRESS)
    return words | {"tags": [NASTY[:40]]}


@pytest.fixture
def practice(roles):
    return published_practice(institution=roles.a, author=roles.authorA, **everywhere())


def test_every_answer_is_tried(practice):
    tried = {name for name in everywhere() if NASTY[:20] in str(getattr(practice, name))}

    assert len(tried) > 35
    assert {"title", "need", "tags", "measures", "risks", "community_evidence"} <= tried


@pytest.mark.parametrize(
    "path",
    ["", "history/", "cite.bib", "cite.ris", "/practices/", "/feeds/practices.atom", "/sitemap.xml",
     "/", "/practices/spread/", "/institutions/heron-lake-health/", "/api/v1/practices"],
)  # fmt: skip
def test_nothing_is_made_of_it_for_everybody(practice, client, path):
    answer = client.get(path if path.startswith("/") else f"{practice.get_absolute_url()}{path}")

    assert answer.status_code == 200
    if "json" in answer["Content-Type"]:
        assert NASTY in json.dumps(answer.json(), ensure_ascii=False).replace('\\"', '"')
    elif path.startswith("cite"):  # plain text, saved and never shown by a browser
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Disposition"].startswith("attachment")
    else:
        assert not MADE.search(answer.content), path


def test_what_machines_read_is_one_script_of_data(practice, client):
    page = BeautifulSoup(client.get(practice.get_absolute_url()).content, "html.parser")

    [data] = [script for script in page.find_all("script") if not script.get("src")]
    assert data["type"] == "application/ld+json"
    assert json.loads(data.string)["headline"].startswith("</script>")


def test_nothing_is_made_of_it_for_its_own_people(practice, roles, client):
    sign_in(client, roles.stewardA)
    old = row_of(practice)["latest_revision_id"]
    changed = {"need": f"{NASTY} b", "risks": [{"risk": NASTY, "mitigation": NASTY[:100]}]}
    actions.save_draft(practice=practice, by=roles.authorA, words=changed, now=practice.created_at)
    here = practice.get_absolute_url()
    steps = (
        "",
        "fit/",
        "how/",
        "takes/",
        "community/",
        "results/",
        "adopting/",
        "files/",
        "finish/",
    )
    new = row_of(practice)["latest_revision_id"]
    paths = [
        *(f"{here}edit/{step}" for step in steps),
        here, f"{here}draft/", f"{here}review/", f"{here}check/", f"{here}comments/",
        f"{here}history/?from={old}&to={new}", "/desk/", "/kept/",
    ]  # fmt: skip

    for path in paths:
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert not MADE.search(answer.content), path
