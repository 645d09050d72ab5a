"""The two meters on the pages: while writing, in review, in public and in the API."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from practices import actions, derived
from practices.models import Practice
from tests.matrix import agrees, answer_of, letter_of
from tests.roles_plugin import COLUMNS
from tests.url_map import matrix

from .conftest import COMPLETE

pytestmark = pytest.mark.django_db
ADDRESS = "/practices/plain-words/"
HARD = (
    "We utilize interpreters in order to facilitate communication. Families participate in "
    "multidisciplinary consultations. Utilization of additional resources continues."
)
PLAIN = "We call each home. We ask what you need. Then we bring it. It is free."


def parsed(answer):
    return BeautifulSoup(answer.content, "html.parser")


def words(page, place):
    return " ".join(page.select_one(place).get_text(" ").split())


@pytest.mark.parametrize("who", COLUMNS)
def test_only_those_who_write_may_have_a_text_measured(roles, client_of, who):
    """[WR1]"""
    user = getattr(roles, who, None)

    answer = client_of(user).post(ADDRESS, {"plain_summary": PLAIN})

    assert agrees(letter_of(answer_of(answer)), matrix()["WR1"][who])
    assert (b"Reads at" in answer.content) is (matrix()["WR1"][who] == "R")


def test_a_text_as_typed_is_measured_and_not_kept(roles, client_of):
    author = client_of(roles.authorA)

    hard = author.post(ADDRESS, {"plain_summary": HARD})

    page = parsed(hard)
    assert "Many readers will find it hard" in words(page, ".plain-words__said")
    assert "utilize : perhaps “use”" in words(page, ".plain-words__words")
    assert page.select_one('[hx-swap-oob="innerHTML"]')["id"] == "plain-words-said"
    assert "no-store" in hard["Cache-Control"]
    script = author.post(ADDRESS, {"plain_summary": f"<script>x</script> {HARD} <b>utilize</b>"})
    assert b"<script>" not in script.content
    assert author.post(ADDRESS, {"plain_summary": "a" * 20_001}).status_code == 413
    assert author.get(ADDRESS).status_code == 405
    assert Practice.objects.count() == 0


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Write the summary"),
        ("We call.", "Too short to measure"),
        (PLAIN, "Very plain"),
        ("Hadda waxaa jira laba qof oo ka shaqeeya habeenkii iyo maalintii.", "looks like Somali"),
        ("အခု ညမှာ စကားပြန် ရှိတယ်။", "in another language than English"),
    ],
)
def test_what_cannot_be_measured_is_told(roles, client_of, text, sentence):
    answer = client_of(roles.authorA).post(ADDRESS, {"plain_summary": text})

    assert sentence in words(parsed(answer), ".plain-words__said")


def test_measuring_has_a_limit(roles, client_of, settings):
    settings.ACCOUNT_RATE_LIMITS = {"plain_words": "2/m/key"}
    author = client_of(roles.authorA)

    found = [author.post(ADDRESS, {"plain_summary": PLAIN}).status_code for _ in range(3)]

    assert found == [200, 200, 429]


def test_the_form_shows_both_meters_without_scripts(roles, client_of, state_of):
    practice = state_of("draft", **COMPLETE | {"plain_summary": HARD})
    author = client_of(roles.authorA)

    story = parsed(author.get(practice.get_edit_url()))
    how = parsed(author.get(practice.get_step_url("how")))
    finish = parsed(author.get(f"{practice.get_edit_url()}finish/"))

    assert "As last saved." in words(story, ".plain-words")
    assert story.select_one(".plain-words")["hx-trigger"].endswith("from:#id_plain_summary")
    assert story.select_one("textarea#id_plain_summary")
    assert how.select_one(".plain-words") is None
    assert "htmx" not in how.head.decode()
    for page in (story, how, finish):
        assert "1 of 12 things told, 2 in part" in words(page, ".completeness__title")
        assert len(page.select(".completeness__item")) == 12
        assert "Nothing of this is needed to submit." in words(page, ".completeness__note")
        assert len(page.find_all("h1")) == 1
    assert len(finish.select_one(".completeness__advice").select("li")) == 5
    links = [link["href"] for link in finish.select(".completeness__advice a")]
    assert f"{practice.get_step_url('how')}#id_who_provides" in links
    assert f"{practice.get_step_url('results')}#id_unintended" in links
    assert finish.select_one(".completeness details").has_attr("open")
    assert not story.select_one(".completeness details").has_attr("open")
    ids = [one["id"] for one in finish.select("[id]")]
    assert len(ids) == len(set(ids))


def test_a_challenge_is_not_asked_for_what_it_cannot_have(roles, client_of, state_of):
    practice = state_of("draft", **COMPLETE | {"story": "challenge", "need": "No bus after four."})

    page = parsed(client_of(roles.authorA).get(f"{practice.get_edit_url()}finish/"))

    assert "1 of 2 things told, 1 in part" in words(page, ".completeness__title")
    assert "Only what fits a challenge is counted." in words(page, ".completeness")
    assert page.select_one("#forgotten") is None


def test_a_steward_meets_the_same_in_review(roles, client_of, state_of):
    practice = state_of("submitted", **COMPLETE | {"plain_summary": HARD})

    page = parsed(client_of(roles.stewardA).get(f"/practices/{practice.slug}/review/"))

    assert "1 of 12 things told, 2 in part" in words(page, ".completeness").lower()
    assert "Reads at about college level." in words(page, ".practice__plain")
    assert "Who is missing from the numbers?" in page.get_text()
    assert page.select_one('main form[action$="/publish/"] button').get_text() == "Publish"


def test_the_public_and_programs_read_the_same_at_no_query(
    roles, client_of, state_of, django_assert_num_queries
):
    practice = state_of("live", **COMPLETE | {"plain_summary": PLAIN, "who_provides": "Nurses"})

    page = parsed(client_of(None).get(practice.get_absolute_url()))
    told = client_of(None).get(f"/api/v1/practices/{practice.slug}").json()["completeness"]

    shown = [
        (words(one, ".completeness__name"), words(one, ".completeness__state"))
        for one in page.select(".completeness__item")
    ]
    states = {"present": "Told", "partly": "Told in part", "absent": "Not told yet"}
    assert [(one["name"], states[one["state"]]) for one in told] == shown
    assert [one["item"] for one in told] == list(range(1, 13))
    assert told[4] == {"item": 5, "name": "Who does it", "state": "partly"}
    assert "Reads at about grade 3." in words(page, ".practice__plain")
    assert page.select_one("#forgotten") is None
    with django_assert_num_queries(0):
        html = practice.body_html
        assert "Reads at" in html


def test_newer_words_change_the_public_meter_only_when_published(roles, client_of, state_of):
    practice = state_of("live", **COMPLETE)
    now = timezone.now()

    actions.save_draft(practice=practice, by=roles.authorA, words={"plain_summary": HARD}, now=now)

    assert b"Reads at" not in client_of(None).get(practice.get_absolute_url()).content
    draft = client_of(roles.authorA).get(f"/practices/{practice.slug}/draft/")
    assert b"Reads at about college level." in draft.content


def test_saving_a_draft_measures_nothing(roles, state_of, monkeypatch):
    practice = state_of("draft", **COMPLETE)

    def never(_):
        raise AssertionError("measured")

    monkeypatch.setattr(derived, "measure", never)
    monkeypatch.setattr(derived, "completeness", never)

    actions.save_draft(
        practice=practice, by=roles.authorA, words={"advice": "More."}, now=timezone.now()
    )

    assert Practice.objects.get().advice == "More."
