"""A session that ends, a token that grows old, a practice that moves on: the words come back."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from practices import actions
from practices.models import Practice
from tests.matrix import body_of
from tests.sign_in import sign_in

from .conftest import picture, row_of
from .test_edit_page import filled, parsed

pytestmark = pytest.mark.django_db
HERE = {"origin": "http://testserver"}
WORDS = 'First line\n\nSecond line of <b>"mine"</b>'


def browser(user=None):
    client = Client(enforce_csrf_checks=True)
    if user is not None:
        sign_in(client, user)
    return client


def token_in(page):
    return page.select_one("main input[name=csrfmiddlewaretoken]")["value"]


def opened(client, practice):
    """What the first step of the form would send, token included."""
    page = parsed(client.get(practice.get_edit_url()))
    return {**filled(page), "csrfmiddlewaretoken": token_in(page), "do": "save"}


def kept_in(page):
    return {
        control["name"]: control.text.removeprefix("\n")
        if control.name == "textarea"
        else control.get("value", "")
        for control in page.select("main form input[name], main form textarea")
    }


def test_words_outlive_the_session_and_are_saved_after_signing_in(roles, state_of):
    practice = state_of("draft")
    client = browser(roles.authorA)
    data = opened(client, practice) | {"plain_summary": WORDS}
    before = row_of(practice)
    client.session.flush()

    answer = client.post(practice.get_edit_url(), data, headers=HERE)

    page = parsed(answer)
    assert answer.status_code == 403
    assert page.h1.text == "You were signed out"
    assert page.select_one("main a[target=_blank]")["href"] == "/accounts/login/"
    assert kept_in(page)["plain_summary"] == WORDS
    assert row_of(practice) == before

    # Signing in gives a browser another token.
    client.cookies.clear()
    sign_in(client, roles.authorA)
    client.get("/practices/share/")
    again = client.post(practice.get_edit_url(), kept_in(page), headers=HERE)
    form = parsed(again)
    assert again.status_code == 403
    assert "Not saved yet" in form.main.text
    assert filled(form)["plain_summary"] == WORDS
    assert row_of(practice) == before

    saved = client.post(
        practice.get_edit_url(), {**filled(form), "csrfmiddlewaretoken": token_in(form)}
    )
    assert saved.status_code == 302
    assert Practice.objects.get(pk=practice.pk).plain_summary == WORDS


@pytest.mark.parametrize(
    ("state", "door"),
    [("draft", "edit"), ("live", "edit"), ("submitted", "ask-changes"), ("live", "take-down")],
)
def test_nobody_learns_what_exists_by_sending_forms(state, door, state_of, client_of):
    practice = state_of(state)
    data = {"note": "Some words", "title": "x"}
    before = row_of(practice)

    answers = [
        client_of(None).post(f"/practices/{slug}/{door}/", data)
        for slug in (practice.slug, "draft-0000000000000000", "no-such-practice")
    ]

    assert {answer.status_code for answer in answers} == {403}
    assert len({body_of(answer) for answer in answers}) == 1
    assert all(answer["Cache-Control"] == "private, no-store" for answer in answers)
    assert row_of(practice) == before


def test_the_token_of_an_earlier_session_gives_the_form_again(roles, state_of):
    practice = state_of("draft")
    client = browser(roles.authorA)
    data = opened(client, practice) | {"need": "An hour of typing.", "result": "For Sofia."}
    client.post("/accounts/logout/")
    client.cookies.clear()
    sign_in(client, roles.authorA)
    client.get("/practices/share/")

    answer = client.post(practice.get_edit_url(), data, headers=HERE)

    page = parsed(answer)
    assert answer.status_code == 403
    assert (filled(page)["need"], filled(page)["result"]) == ("An hour of typing.", "For Sofia.")
    assert "reload" not in page.main.text
    assert Practice.objects.get(pk=practice.pk).need == practice.need
    sent = {**filled(page), "csrfmiddlewaretoken": token_in(page), "do": "save"}
    assert client.post(practice.get_edit_url(), sent).status_code == 302
    assert Practice.objects.get(pk=practice.pk).need == "An hour of typing."


def test_a_file_that_came_with_an_old_token_is_asked_for_again(roles, state_of):
    practice = state_of("draft")
    client = browser(roles.authorA)
    data = opened(client, practice) | {
        "csrfmiddlewaretoken": "x" * 64,
        "new_file": SimpleUploadedFile("a.png", picture()),
    }

    answer = client.post(practice.get_step_url("files"), data, headers=HERE)

    assert "Choose your file again" in parsed(answer).main.text
    assert not practice.files.exists()


@pytest.mark.parametrize(
    "headers",
    [{}, {"origin": "https://evil.example.org"}, {"origin": "null"},
     {"sec-fetch-site": "cross-site"},
     {"origin": "https://evil.example.org", "sec-fetch-site": "same-origin"}],
)  # fmt: skip
@pytest.mark.parametrize("door", ["edit", "ask-changes", "publish", "take-down"])
def test_a_form_of_another_site_is_not_shown_with_a_button(roles, state_of, door, headers):
    practice = state_of("submitted")
    before = row_of(practice)

    answer = browser(roles.stewardA).post(
        f"/practices/{practice.slug}/{door}/", {"note": "Forged words"}, headers=headers
    )

    assert answer.status_code == 403
    assert b"Forged words" not in answer.content
    assert parsed(answer).select("main form") == []
    assert "reload" not in parsed(answer).main.text
    assert row_of(practice) == before


def test_other_forms_of_ours_say_where_they_go_and_do_nothing_by_themselves(roles, state_of):
    practice = state_of("submitted")
    before = row_of(practice)
    client = browser(roles.stewardA)
    url = f"/practices/{practice.slug}/publish/"
    seen = str(practice.latest_revision_id or "")

    answer = client.post(url, {"seen": seen, "x<y": '"><script>'}, headers=HERE)

    page = parsed(answer)
    assert page.h1.text == "Not sent yet"
    assert page.select_one("main code").text == url
    assert "publish" in page.select_one("main strong").text
    form = page.select_one("main form")
    assert not form.has_attr("action")
    assert b"<script>" not in answer.content
    assert row_of(practice) == before
    client.post(url, kept_in(page))
    assert Practice.objects.get(pk=practice.pk).live


def test_whoever_may_not_edit_gets_no_form_by_an_old_token(roles, state_of):
    practice = state_of("draft")
    data = {"title": "Typed words", "csrfmiddlewaretoken": "x" * 64}
    url = practice.get_edit_url()

    assert browser(roles.stewardB).post(url, data, headers=HERE).status_code == 404
    refused = browser(roles.memberA).post(url, data, headers=HERE)
    assert refused.status_code == 403
    assert parsed(refused).select("form.practice-form") == []
    assert b"You were signed out" in browser().post(url, data, headers=HERE).content


def test_passwords_and_codes_are_never_written_into_a_page(roles):
    data = {"login": "authora@people.example.org", "password": "my secret words"}

    answer = browser().post("/accounts/login/", data, headers=HERE)

    assert answer.status_code == 403
    assert b"my secret words" not in answer.content


def test_what_is_too_much_to_show_is_said(client_of, db):
    data = {"advice": "word " * 90_000}

    answer = client_of(None).post("/practices/a/edit/", data)

    assert b"more than we can show" in answer.content
    assert len(answer.content) < 20_000


def test_the_title_of_a_new_practice_is_kept(roles):
    client = browser(roles.authorA)
    page = parsed(client.get("/practices/share/"))
    data = {
        "title": "Night interpreters",
        "draft_key": page.select_one("input[name=draft_key]")["value"],
    }

    stale = client.post("/practices/share/", data, headers=HERE)
    assert kept_in(parsed(stale))["title"] == "Night interpreters"
    assert not Practice.objects.exists()
    nobody = Client().post("/practices/share/", data)
    assert kept_in(parsed(nobody))["title"] == "Night interpreters"
    assert not Practice.objects.exists()


def test_a_stewards_sentence_is_kept_when_the_author_takes_it_back(roles, state_of, client_of):
    practice = state_of("submitted")
    steward = client_of(roles.stewardA)
    actions.take_back(practice=practice, by=roles.authorA, now=timezone.now())

    url = f"/practices/{practice.slug}/ask-changes/"
    answer = steward.post(url, {"note": "Say how many nurses."})

    page = parsed(answer)
    assert answer.status_code == 409
    assert page.select_one("textarea[name=note]").text.strip() == "Say how many nurses."
    assert "not waiting for a steward any more" in page.main.text
    assert page.select(f'form[action="/practices/{practice.slug}/publish/"]') == []
    actions.submit(practice=practice, by=roles.authorA, now=timezone.now())
    assert steward.post(url, kept_in(page)).status_code == 302
    assert practice.reviews.order_by("-pk").first().steward_note == "Say how many nurses."


def test_a_version_that_a_steward_has_not_read_leads_to_its_review(roles, state_of, client_of):
    practice = state_of("submitted")

    answer = client_of(roles.stewardA).post(f"/practices/{practice.slug}/publish/", {"seen": "1"})

    page = parsed(answer)
    assert answer.status_code == 409
    assert page.select_one("main .button")["href"] == f"/practices/{practice.slug}/review/"
    assert not Practice.objects.get(pk=practice.pk).live
