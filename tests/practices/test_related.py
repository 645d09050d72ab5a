"""Related practices: what is near, in which order, and why."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from practices import actions, queries
from practices.queries.related import why
from tests.factories import PracticeFactory, published_practice

pytestmark = pytest.mark.django_db
MATTER = {"scopes": ["language-access"], "tags": []}


def below(client, practice):
    page = BeautifulSoup(client.get(practice.get_absolute_url()).content, "html.parser")
    return [
        (line.a.text, why_of.text if (why_of := line.select_one(".practice-related__why")) else "")
        for line in page.select(".practice-related li")
    ]


def test_of_those_on_the_same_matter_the_most_alike_comes_first_and_says_why(roles, client_of):
    far = published_practice(title="Same area", **MATTER)
    near = published_practice(
        title="Also for Somali speakers", minnesota_groups=["somali"], languages=["so", "en"],
        care_settings=["hospital"], **MATTER,
    )  # fmt: skip
    tagged = published_practice(
        title="Same tag", scopes=["policy-advocacy"], tags=["doulas"], languages=["en"]
    )
    published_practice(title="Elsewhere", scopes=["accessibility"], tags=[])
    one = published_practice(
        title="One", scopes=["language-access"], tags=["doulas"], minnesota_groups=["somali"],
        languages=["en", "so"], care_settings=["hospital", "dental"],
    )  # fmt: skip

    assert one.related_ids == [near.pk, tagged.pk, far.pk]
    expected = [
        ("Also for Somali speakers", "Same area, also for Somali people, also in Somali"),
        ("Same tag", "Also about doulas"),
        ("Same area", "Same area"),
    ]
    assert below(Client(), one) == expected
    assert below(client_of(roles.memberA), one) == expected


@pytest.mark.parametrize(
    ("theirs", "said"),
    [
        ([["a", "b"], [], [], [], [], []], "Same areas"),
        ([[], ["t", "u"], [], [], [], []], "Also about t and u"),
        ([["a"], ["t", "u", "v"], ["karen"], [], [], []],
         "Same area, also about t, u and more, also for Karen people"),
        ([[], [], [], ["black", "asian"], ["en"], []],
         "Also for Black or African American and Asian people"),
        ([[], [], [], [], ["es", "en"], ["hospital"]], "Also in Spanish, same kind of place"),
        ([["z"], ["z"], [], [], ["en"], []], ""),
    ],
)  # fmt: skip
def test_reasons_are_few_words(theirs, said):
    own = [
        ["a", "b"], ["t", "u", "v"], ["karen", "lao"], ["black", "asian"], ["en", "es"],
        ["hospital"],
    ]  # fmt: skip
    assert why(own, theirs) == said


def test_reasons_are_made_of_live_words_and_cost_no_question(client):
    one = published_practice(title="One", **MATTER, minnesota_groups=["karen"])
    other = published_practice(title="Other", **MATTER)
    PracticeFactory(title="Draft", **MATTER, minnesota_groups=["karen"])
    actions.save_draft(
        practice=other, by=other.author, words={"minnesota_groups": ["karen"]}, now=timezone.now()
    )
    one.refresh_from_db()

    assert below(Client(), one) == [("Other", "Same area")]
    assert [line.why for line in queries.related(one, user=other.author)] == ["Same area"]
    client.get("/practices/")
    with CaptureQueriesContext(connection) as asked:
        assert client.get(one.get_absolute_url()).status_code == 200
    assert len(asked) == 2


def test_the_page_leads_to_comparing_while_it_is_live(roles, client_of):
    live = published_practice(title="Live", institution=roles.a, author=roles.authorA)
    draft = PracticeFactory(title="Draft", institution=roles.a, author=roles.authorA)
    link = f'/practices/compare/?p={live.slug}"'

    for user in (None, roles.memberA):
        assert link in client_of(user).get(live.get_absolute_url()).content.decode()
    page = client_of(roles.memberA).get(draft.get_absolute_url()).content.decode()
    assert "/practices/compare/?p=" not in page
