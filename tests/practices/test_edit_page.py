"""The form: works without scripts, says what to do, and nothing typed is lost."""

from __future__ import annotations

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from practices import actions
from practices.models import Practice, ScopeArea
from tests.factories import MembershipFactory

from .conftest import COMPLETE, picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def author(roles, client_of):
    return client_of(roles.authorA)


def parsed(answer):
    return BeautifulSoup(answer.content, "html.parser")


def filled(page):
    """What a browser would send for the form of this page."""
    form = page.select_one("form.practice-form")
    data = {}
    for control in form.select("input, textarea"):
        name, kind = control.get("name"), control.get("type", "")
        if not name or name == "csrfmiddlewaretoken" or kind in {"file", "submit"}:
            continue
        if kind in {"checkbox", "radio"}:
            if control.has_attr("checked"):
                data.setdefault(name, []).append(control["value"])
        elif control.name == "textarea":
            data[name] = control.text.removeprefix("\n")
        else:
            data[name] = control.get("value", "")
    return data


def edit(author, practice, do="save", **changes):
    url = practice.get_edit_url()
    data = filled(parsed(author.get(url)))
    return author.post(url, {**data, "do": do, **changes})


def test_a_title_leads_to_the_whole_form(author):
    page = parsed(author.get("/practices/share/"))
    key = page.select_one('input[name="draft_key"]')["value"]

    answers = [
        author.post("/practices/share/", {"title": "Night interpreters", "draft_key": key})
        for _ in range(2)
    ]

    practice = Practice.objects.get()
    assert [answer["Location"] for answer in answers] == [practice.get_edit_url()] * 2
    form = parsed(author.get(practice.get_edit_url()))
    assert len(form.find_all("h1")) == 1
    assert filled(form)["title"] == "Night interpreters"


def test_going_back_and_beginning_again_leads_to_the_same_draft(author, roles, client_of):
    def begin(client, title):
        page = parsed(client.get("/practices/share/"))  # a fresh key each time
        key = page.select_one('input[name="draft_key"]')["value"]
        return client.post("/practices/share/", {"title": title, "draft_key": key})["Location"]

    first = begin(author, "Night interpreters")

    assert begin(author, "Night interpreters") == first
    assert begin(author, "Day interpreters") != first
    assert begin(client_of(roles.memberA), "Night interpreters") != first
    Practice.objects.update(created_at=timezone.now() - dt.timedelta(hours=2))
    assert begin(author, "Night interpreters") != first


def test_a_missing_title_is_said_and_makes_nothing(author):
    answer = author.post("/practices/share/", {"title": "  "})

    assert answer.status_code == 200
    assert parsed(answer).select(".error-summary a[href='#id_title']")
    assert "Give it a title." in parsed(answer).select_one(".error-summary").text
    assert not Practice.objects.exists()


def test_somebody_of_two_institutions_says_for_which(roles, client_of):
    MembershipFactory(user=roles.authorA, institution=roles.b)
    roles.authorA.forget_roles()
    client = client_of(roles.authorA)

    missing = client.post("/practices/share/", {"title": "Of B"})
    assert parsed(missing).select_one(".error-summary")
    client.post("/practices/share/", {"title": "Of B", "speaks_for": roles.b.pk})

    assert Practice.objects.get().institution == roles.b


def test_every_question_has_a_label_and_areas_stand_by_wall(author, state_of):
    page = parsed(author.get(state_of("draft").get_edit_url()))

    form = page.select_one("form.practice-form")
    labelled = {label["for"] for label in form.select("label[for]")}
    for control in form.select("input:not([type=hidden]), textarea, select"):
        assert control["id"] in labelled or control.find_parent("label"), control["name"]
    text = form.get_text(" ", strip=True)
    assert text.index("Within our walls") < text.index("Language access")
    assert text.index("Beyond our walls") < text.index("Policy advocacy")
    assert len(form.select('input[name="scopes"]')) == ScopeArea.objects.count() == 11


def test_what_is_typed_is_kept_as_it_was_typed(author, state_of):
    practice = state_of("draft")
    text = "First line\n\n- one\n- two  <b>\n\nLast"

    answer = edit(
        author, practice, how_it_works=text.replace("\n", "\r\n"), started="3/2019",
        tags="Doulas,  home   visits , doulas,#Rides", scopes=["accessibility", "policy-advocacy"],
    )  # fmt: skip

    assert answer["Location"] == f"{practice.get_edit_url()}?saved=in-detail#in-detail"
    kept = Practice.objects.get(pk=practice.pk)
    assert kept.how_it_works == text
    assert kept.started == "2019-03"
    assert kept.tags == ["Doulas", "home visits", "Rides"]
    assert kept.walls == ["within", "beyond"]
    assert filled(parsed(author.get(practice.get_edit_url())))["how_it_works"] == text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"title": ""}, "Give it a title."),
        ({"need": "x" * 650}, "50 characters too many: keep it to 600"),
        (
            {"scopes": ["accessibility", "policy-advocacy", "language-access",
                        "cultural-competency"]},
            "You chose 4. Keep the 3 that fit best.",
        ),
        ({"scopes": ["no-such-area"]}, "not one of the choices"),
        ({"started": "spring"}, "Write a year"),
        ({"tags": ",".join("abcdefghi")}, "These are 9 tags"),
        ({"tags": "x" * 41}, "too long for a tag"),
        ({"story": "sermon"}, "not one of the choices"),
    ],
)  # fmt: skip
def test_an_error_says_what_to_do_and_keeps_everything(author, state_of, changes, sentence):
    practice = state_of("draft", need="Kept before.")
    typed = {"advice": "An hour of typing.", **changes}

    answer = edit(author, practice, **typed)

    page = parsed(answer)
    assert answer.status_code == 200
    assert sentence in page.select_one(".error-summary").get_text()
    assert filled(page)["advice"] == "An hour of typing."
    kept = Practice.objects.get(pk=practice.pk)
    assert (kept.need, kept.advice) == ("Kept before.", "")


def test_save_and_submit_saves_even_when_answers_are_missing(author, state_of):
    practice = state_of("draft", result="", story="")

    answer = edit(author, practice, do="submit", advice="Typed.", note="For my steward.")

    page = parsed(answer)
    summary = page.select_one(".error-summary").get_text()
    assert "Say what came of it" in summary
    assert "Choose what kind of story" in summary
    assert "Your words are saved" in page.get_text()
    kept = Practice.objects.get(pk=practice.pk)
    assert (kept.advice, kept.workflow) == ("Typed.", "draft")
    assert filled(page)["note"] == "For my steward."

    again = author.post(
        practice.get_edit_url(),
        {**filled(page), "do": "submit", "result": "It fell.", "story": "success"},
    )
    assert again["Location"] == practice.get_absolute_url()
    review = practice.reviews.get()
    assert (review.author_note, review.revision_id) == (
        "For my steward.", Practice.objects.get(pk=practice.pk).latest_revision_id,
    )  # fmt: skip


def test_two_people_at_once_lose_nothing(author, state_of, roles, client_of):
    practice = state_of("draft")
    url = practice.get_edit_url()
    mine = filled(parsed(author.get(url)))
    steward = client_of(roles.stewardA)
    edit(steward, practice, need="What the steward wrote.")

    answer = author.post(url, {**mine, "do": "save", "need": "What I wrote."})

    page = parsed(answer)
    assert answer.status_code == 409
    assert filled(page)["need"] == "What I wrote."
    difference = page.select_one(".practice-conflict").get_text()
    assert "What the steward wrote." in difference
    assert "What I wrote." in difference
    assert "Stewarda saved other words" in page.main.text
    assert Practice.objects.get(pk=practice.pk).need == "What the steward wrote."
    author.post(url, {**filled(page), "do": "save"})
    assert Practice.objects.get(pk=practice.pk).need == "What I wrote."


def test_two_windows_keep_what_each_touched(author, state_of):
    practice = state_of("draft")
    url = practice.get_edit_url()
    edit(author, practice, advice="So that a version is kept.")
    first = filled(parsed(author.get(url)))
    second = filled(parsed(author.get(url)))
    author.post(url, {**first, "do": "save", "result": "The newer result."})

    answer = author.post(url, {**second, "do": "save", "need": "A newer need."}, follow=True)

    kept = Practice.objects.get(pk=practice.pk)
    assert (kept.result, kept.need) == ("The newer result.", "A newer need.")
    assert "Saved meanwhile by somebody else, or in another window: Result" in (
        parsed(answer).main.text
    )


def test_only_what_both_changed_is_asked_about(author, state_of):
    practice = state_of("draft")
    url = practice.get_edit_url()
    edit(author, practice, advice="So that a version is kept.")
    first = filled(parsed(author.get(url)))
    second = filled(parsed(author.get(url)))
    author.post(url, {**first, "do": "save", "result": "One.", "need": "Of the first window."})

    answer = author.post(url, {**second, "do": "save", "result": "Two.", "tags": "doulas"})

    page = parsed(answer)
    assert answer.status_code == 409
    assert "You, in another window, saved other words" in page.main.text
    assert [head.text for head in page.select(".practice-conflict h3")] == ["Result"]
    form = filled(page)
    assert (form["result"], form["need"], form["tags"]) == (
        "Two.", "Of the first window.", "doulas",
    )  # fmt: skip
    author.post(url, {**form, "do": "save"})
    kept = Practice.objects.get(pk=practice.pk)
    assert (kept.result, kept.need, kept.tags) == ("Two.", "Of the first window.", ["doulas"])


def test_the_note_to_the_steward_is_kept_with_the_draft(author, state_of, roles):
    practice = state_of("draft")
    url = practice.get_edit_url()
    other_window = filled(parsed(author.get(url)))

    edit(author, practice, note="Is the number right?")
    assert filled(parsed(author.get(url)))["note"] == "Is the number right?"
    author.post(url, {**other_window, "do": "save", "need": "Touched."})
    assert filled(parsed(author.get(url)))["note"] == "Is the number right?"

    edit(author, practice, do="submit")
    review = practice.reviews.get()
    assert review.author_note == "Is the number right?"
    assert Practice.objects.get(pk=practice.pk).note_to_steward == ""
    author.post(f"/practices/{practice.slug}/take-back/")
    assert filled(parsed(author.get(url)))["note"] == "Is the number right?"


def test_no_answer_is_cut_by_the_browser(author, state_of):
    form = parsed(author.get(state_of("draft").get_edit_url())).select_one("form.practice-form")
    share = parsed(author.get("/practices/share/"))

    assert form.select("textarea[maxlength], input[maxlength]") == []
    assert share.select("main input:not([type=hidden])[maxlength]") == []


@pytest.mark.parametrize(
    ("typed", "kept", "is_said"),
    [
        ("2020", "2020", False), ("2020-03", "2020-03", False), ("March 2020", "2020-03", True),
        ("mar. 2020", "2020-03", True), ("2020, March", "2020-03", True),
        ("Sept 2019", "2019-09", True), ("spring 2020", "2020", True), ("3/2020", "2020-03", True),
        ("2020-13", None, False), ("ma 2020", None, False), ("juneteenth 2020", None, False),
        ("1850", None, False), ("2020-2021", None, False),
    ],
)  # fmt: skip
def test_a_start_is_read_as_people_write_it(author, state_of, typed, kept, is_said):
    practice = state_of("draft", started="2001")

    answer = author.post(
        practice.get_edit_url(),
        {**filled(parsed(author.get(practice.get_edit_url()))), "do": "save", "started": typed},
        follow=True,
    )

    assert Practice.objects.get(pk=practice.pk).started == (kept or "2001")
    text = parsed(answer).main.text
    assert (f"is kept as {kept}" in text) is is_said
    if kept is None:
        assert "Write a year, or a month and a year" in text
        assert filled(parsed(answer))["started"] == typed


def test_saving_comes_back_to_the_part_that_was_written(author, state_of):
    practice = state_of("draft")

    nothing = edit(author, practice, title=practice.title)
    assert nothing["Location"] == practice.get_edit_url()
    answer = edit(author, practice, tags="doulas")
    assert answer["Location"].endswith("?saved=where-it-fits#where-it-fits")
    page = parsed(author.get(answer["Location"]))
    assert "Saved." in page.select_one("#where-it-fits").text
    assert "Saved." not in page.select_one("#in-short").text


def test_words_typed_while_it_was_submitted_come_back(author, state_of, roles):
    practice = state_of("draft")
    url = practice.get_edit_url()
    mine = filled(parsed(author.get(url)))
    actions.submit(practice=practice, by=roles.authorA, now=timezone.now())

    answer = author.post(url, {**mine, "do": "save", "need": "Too late."})

    assert answer.status_code == 409
    assert filled(parsed(answer))["need"] == "Too late."
    assert "Take it back" in parsed(answer).get_text()
    assert author.get(url)["Location"] == practice.get_absolute_url()


def test_a_file_comes_with_its_description(author, state_of):
    practice = state_of("draft")
    upload = SimpleUploadedFile("C:\\Poster.exe", picture(), "application/x-msdownload")

    edit(author, practice, new_file=upload, new_file_description="A poster")

    kept = practice.files.get()
    assert (kept.name, kept.media_type, kept.description) == (
        "Poster.png", "image/png", "A poster",
    )  # fmt: skip
    assert Practice.objects.get(pk=practice.pk).file_ids == [kept.pk]
    page = parsed(author.get(practice.get_edit_url()))
    assert filled(page)["file_ids"] == [str(kept.pk)]

    edit(author, practice, file_ids=[])
    assert Practice.objects.get(pk=practice.pk).file_ids == []
    assert practice.files.count() == 1


def test_a_file_without_a_word_or_beside_an_error_is_kept(author, state_of):
    practice = state_of("draft")

    answer = edit(author, practice, title="", new_file=SimpleUploadedFile("a.png", picture()))

    page = parsed(answer)
    kept = practice.files.get()
    assert "a.png is kept. Say what is in it" in page.select_one(".error-summary").get_text()
    assert filled(page)["file_ids"] == [str(kept.pk)]
    assert Practice.objects.get(pk=practice.pk).file_ids == []

    data = {**filled(page), "do": "save", "title": "Back", "new_file_description": "A poster"}
    answer = author.post(practice.get_edit_url(), data)
    assert answer.status_code == 302
    kept.refresh_from_db()
    assert kept.description == "A poster"
    assert Practice.objects.get(pk=practice.pk).file_ids == [kept.pk]


def test_a_file_that_is_not_wanted_after_all_is_left_out(author, state_of):
    practice = state_of("draft")
    page = parsed(edit(author, practice, new_file=SimpleUploadedFile("a.png", picture())))
    data = filled(page)
    del data["file_ids"]

    answer = author.post(practice.get_edit_url(), {**data, "do": "save"})

    assert answer.status_code == 302
    assert Practice.objects.get(pk=practice.pk).file_ids == []


def test_a_refused_file_is_said_and_the_words_come_back(author, state_of):
    practice = state_of("draft")
    upload = SimpleUploadedFile("x.png", b"<svg onload=alert(1)>")

    answer = edit(author, practice, new_file=upload, new_file_description="X", need="Typed.")

    assert "This kind of file is not taken" in parsed(answer).select_one(".error-summary").text
    assert filled(parsed(answer))["need"] == "Typed."
    assert not practice.files.exists()


def test_files_of_others_cannot_be_named(author, state_of, with_file):
    theirs = with_file(state_of("draft"))
    practice = state_of("draft")
    with_file(practice)

    answer = edit(author, practice, file_ids=[theirs.pk])

    assert parsed(answer).select_one(".error-summary")
    assert theirs.pk not in Practice.objects.get(pk=practice.pk).file_ids


def test_the_change_that_was_asked_stands_above_the_form(author, state_of):
    practice = state_of("asked")

    assert "Say how many." in parsed(author.get(practice.get_edit_url())).main.get_text()


@pytest.mark.parametrize("number", [1, 3])
def test_the_form_takes_the_same_queries_for_any_number_of_files(
    author, state_of, with_file, django_assert_num_queries, number
):
    practice = state_of("draft", **{**COMPLETE, "tags": ["a", "b", "c"][:number]})
    for place in range(number):
        with_file(practice, f"{place}.png")

    with django_assert_num_queries(8):
        author.get(practice.get_edit_url())
