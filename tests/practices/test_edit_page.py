"""The form: works without scripts, says what to do, and nothing typed is lost."""

from __future__ import annotations

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from practices import actions, record
from practices.choices import CHOICES
from practices.forms.steps import MOST_TAGS
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
    for control in form.select("input, textarea, select"):
        name, kind = control.get("name"), control.get("type", "")
        if not name or name == "csrfmiddlewaretoken" or kind in {"file", "submit"}:
            continue
        if kind in {"checkbox", "radio"}:
            if control.has_attr("checked"):
                data.setdefault(name, []).append(control["value"])
        elif control.name == "textarea":
            data[name] = control.text.removeprefix("\n")
        elif control.name == "select":
            chosen = control.select_one("option[selected]")
            data[name] = chosen["value"] if chosen else ""
        else:
            data[name] = control.get("value", "")
    return data


def step_url(practice, name):
    """Where the answer to this question is written."""
    name = name.split("-")[0]
    step = "files" if name.startswith("new_file") else record.step_of(name).slug
    return practice.get_step_url(step)


def opened(author, practice, name):
    return filled(parsed(author.get(step_url(practice, name))))


def edit(author, practice, do="save", **changes):
    """Changes answers on the pages that ask for them, one page after the other."""
    pages = {}
    for name, answer in changes.items():
        pages.setdefault(step_url(practice, name), {})[name] = answer
    for url, answers in pages.items():
        data = filled(parsed(author.get(url)))
        answer = author.post(url, {**data, "do": do, **answers})
    return answer


def submit(author, practice, **changes):
    url = f"{practice.get_edit_url()}finish/"
    data = filled(parsed(author.get(url)))
    return author.post(url, {**data, "do": "submit", **changes})


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


@pytest.mark.parametrize("step", [step.slug for step in record.STEPS])
def test_every_question_has_a_label_a_hint_and_an_example(author, state_of, with_file, step):
    practice = state_of("draft")
    with_file(practice)
    page = parsed(author.get(practice.get_step_url(step)))

    form = page.select_one("form.practice-form")
    labelled = {label["for"] for label in form.select("label[for]")}
    for control in form.select("input:not([type=hidden]), textarea, select"):
        assert control["id"] in labelled or control.find_parent("label"), control["name"]
    for control in form.select(".field textarea, .field--text input"):
        hint = form.select_one(f"#{control['id']}_helptext")
        assert hint, control["name"]
        assert "Example: " in hint.text, control["name"]
    for group in form.select("fieldset:not(fieldset fieldset)"):
        assert "Example: " in group.get_text(), group.legend.get_text()
    asked = {name.split("-")[0] for name in filled(page)} | {
        control["name"] for control in form.select("[type=radio], [type=checkbox]")
    }
    assert set(record.step(step).names) <= asked
    assert page.select_one(".steps [aria-current=step]").text.startswith(record.step(step).heading)


def test_every_question_comes_with_an_example():
    without = {
        name for name, question in record.QUESTIONS.items() if "Example: " not in question.hint
    }

    assert not without
    assert f"{MOST_TAGS} at most" in record.QUESTIONS["tags"].hint
    # Where an example names a choice, there is one of this name.
    for name, choices in (("modes", ("By phone", "One person at a time")),
                          ("care_settings", ("Pharmacy", "At home")),
                          ("populations", ("Black or African American",)),
                          ("minnesota_groups", ("Hmong", "Karen")),
                          ("study_design", ("Numbers before and after",)),
                          ("consistency", ("No: mixed results",)),
                          ("story", ("Journey",)), ("stage", ("Piloting",))):  # fmt: skip
        for choice in choices:
            assert choice in CHOICES[name].values()
            assert choice in record.QUESTIONS[name].hint


@pytest.mark.parametrize(
    "said", [{}, {"stage": "ended"}, {"start_up_cost": 100}, {"yearly_cost": 0}], ids=str
)
def test_the_form_marks_what_submitting_asks_for(author, state_of, said):
    practice = state_of("draft", **said)
    for name in ("title", "need", "what_we_did", "result", "scopes"):
        setattr(practice, name, [] if name == "scopes" else "")

    for name in actions.what_is_missing(practice):
        page = parsed(author.get(step_url(practice, name)))
        control = page.select_one(f'[name="{name}"]')
        field = control.find_parent("fieldset") or control.find_parent(class_="field")
        marked = "needed to submit" in field.get_text() or name == "title"
        assert marked, name
        assert "optional" not in field.get_text(), name


def test_areas_stand_by_wall(author, state_of):
    page = parsed(author.get(step_url(state_of("draft"), "scopes")))

    text = page.select_one("form.practice-form").get_text(" ", strip=True)
    access = text.rindex("Language access")  # an example names it too
    assert text.index("Within our walls") < access < text.index("Beyond our walls")
    assert text.index("Beyond our walls") < text.index("Policy advocacy")
    assert len(page.select('input[name="scopes"]')) == ScopeArea.objects.count() == 11


def test_what_is_typed_is_kept_as_it_was_typed(author, state_of):
    practice = state_of("draft")
    text = "First line\n\n- one\n- two  <b>\n\nLast"

    answer = edit(
        author, practice, started="3/2019", tags="Doulas,  home   visits , doulas,#Rides",
        scopes=["accessibility", "policy-advocacy"], how_it_works=text.replace("\n", "\r\n"),
    )  # fmt: skip

    assert answer["Location"] == f"{practice.get_step_url('how')}?saved=yes"
    kept = Practice.objects.get(pk=practice.pk)
    assert kept.how_it_works == text
    assert kept.started == "2019-03"
    assert kept.tags == ["Doulas", "home visits", "Rides"]
    assert kept.walls == ["within", "beyond"]
    assert opened(author, practice, "how_it_works")["how_it_works"] == text


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
    practice = state_of("draft", need="Kept before.", population_detail="Kept")
    beside = {"story": "need", "fit": "population_detail"}[record.step_of(next(iter(changes))).slug]
    typed = {beside: "An hour of typing.", **changes}

    answer = edit(author, practice, **typed)

    page = parsed(answer)
    assert answer.status_code == 200
    assert sentence in page.select_one(".error-summary").get_text()
    assert filled(page)[beside] == typed[beside]
    kept = Practice.objects.get(pk=practice.pk)
    assert (kept.need, kept.population_detail) == ("Kept before.", "Kept")


def test_submitting_says_what_is_missing_and_where_and_keeps_the_note(author, state_of):
    practice = state_of("draft", result="", story="", start_up_cost=24_000)

    answer = submit(author, practice, note="For my steward.")

    page = parsed(answer)
    assert answer.status_code == 409
    links = {link.text: link["href"] for link in page.select(".practice-missing a")}
    assert links == {
        "Say what came of it, even if it is early.": f"{practice.get_edit_url()}#id_result",
        "Choose what kind of story this is.": f"{practice.get_edit_url()}#id_story_0",
        "Say of which year the dollars are.": f"{practice.get_step_url('takes')}#id_cost_year",
    }
    for link in links.values():
        address, _, anchor = link.partition("#")
        assert parsed(author.get(address)).select(f"#{anchor}")
    assert filled(page)["note"] == "For my steward."
    assert Practice.objects.get(pk=practice.pk).workflow == "draft"

    edit(author, practice, result="It fell.", story="success", cost_year="2024")
    again = submit(author, practice)
    assert again["Location"] == practice.get_absolute_url()
    review = practice.reviews.get()
    assert (review.author_note, review.revision_id) == (
        "For my steward.", Practice.objects.get(pk=practice.pk).latest_revision_id,
    )  # fmt: skip


def test_saving_goes_on_to_the_next_step_and_at_last_to_the_check(author, state_of):
    practice = state_of("draft")
    seen = []
    for step in record.STEPS:
        url = practice.get_step_url(step.slug)
        answer = author.post(url, {**filled(parsed(author.get(url))), "do": "next"})
        seen.append(answer["Location"])

    assert seen == [
        *(practice.get_step_url(step.slug) for step in record.STEPS[1:]),
        f"{practice.get_edit_url()}finish/",
    ]
    assert author.get(f"{practice.get_edit_url()}no-such-step/").status_code == 404


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

    answer = author.post(url, {**second, "do": "save", "result": "Two.", "what_we_did": "Mine."})

    page = parsed(answer)
    assert answer.status_code == 409
    assert "You, in another window, saved other words" in page.main.text
    assert [head.text for head in page.select(".practice-conflict h3")] == ["Result"]
    form = filled(page)
    assert (form["result"], form["need"], form["what_we_did"]) == (
        "Two.", "Of the first window.", "Mine.",
    )  # fmt: skip
    author.post(url, {**form, "do": "save"})
    kept = Practice.objects.get(pk=practice.pk)
    assert (kept.result, kept.need, kept.what_we_did) == ("Two.", "Of the first window.", "Mine.")


def test_the_note_to_the_steward_is_kept_with_the_draft(author, state_of, roles):
    practice = state_of("draft")
    url = f"{practice.get_edit_url()}finish/"
    other_window = filled(parsed(author.get(url)))

    author.post(url, {**other_window, "do": "save", "note": "Is the number right?"})
    assert filled(parsed(author.get(url)))["note"] == "Is the number right?"
    author.post(url, {**other_window, "do": "save"})
    assert filled(parsed(author.get(url)))["note"] == "Is the number right?"

    submit(author, practice)
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
    assert opened(author, practice, "file_ids")["file_ids"] == [str(kept.pk)]

    edit(author, practice, file_ids=[])
    assert Practice.objects.get(pk=practice.pk).file_ids == []
    assert practice.files.count() == 1


def test_a_file_without_a_word_or_beside_an_error_is_kept(author, state_of):
    practice = state_of("draft")

    answer = edit(
        author, practice, licence="no such", new_file=SimpleUploadedFile("a.png", picture())
    )

    page = parsed(answer)
    kept = practice.files.get()
    assert "a.png is kept. Say what is in it" in page.select_one(".error-summary").get_text()
    assert filled(page)["file_ids"] == [str(kept.pk)]
    assert Practice.objects.get(pk=practice.pk).file_ids == []

    data = {**filled(page), "do": "save", "licence": "", "new_file_description": "A poster"}
    answer = author.post(practice.get_step_url("files"), data)
    assert answer.status_code == 302
    kept.refresh_from_db()
    assert kept.description == "A poster"
    assert Practice.objects.get(pk=practice.pk).file_ids == [kept.pk]


def test_a_file_that_is_not_wanted_after_all_is_left_out(author, state_of):
    practice = state_of("draft")
    page = parsed(edit(author, practice, new_file=SimpleUploadedFile("a.png", picture())))
    data = filled(page)
    del data["file_ids"]

    answer = author.post(practice.get_step_url("files"), {**data, "do": "save"})

    assert answer.status_code == 302
    assert Practice.objects.get(pk=practice.pk).file_ids == []


def test_a_refused_file_is_said_and_the_words_come_back(author, state_of):
    practice = state_of("draft")
    upload = SimpleUploadedFile("x.png", b"<svg onload=alert(1)>")

    answer = edit(author, practice, new_file=upload, new_file_description="Typed.")

    assert "This kind of file is not taken" in parsed(answer).select_one(".error-summary").text
    assert filled(parsed(answer))["new_file_description"] == "Typed."
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


@pytest.mark.parametrize(("step", "queries"), [("fit", 8), ("files", 7)])
@pytest.mark.parametrize("number", [1, 3])
def test_the_form_takes_the_same_queries_for_any_number_of_files(
    author, state_of, with_file, django_assert_num_queries, number, step, queries
):
    practice = state_of("draft", **{**COMPLETE, "tags": ["a", "b", "c"][:number]})
    for place in range(number):
        with_file(practice, f"{place}.png")

    with django_assert_num_queries(queries):
        author.get(practice.get_step_url(step))
