"""Bringing a Word document: nothing is kept before it is confirmed, and no error loses a word."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from practices import actions
from practices.models import Practice
from tests.factories import InstitutionFactory, MembershipFactory

from .word_files import heading, para, picture, relations, title, word

pytestmark = pytest.mark.django_db
CHOOSE, CONFIRM = "/practices/import/", "/practices/import/draft/"
PICTURE = {"word/_rels/document.xml.rels": relations(rId9=("image", "media/image1.png", ""))}
REPORT = word(
    title("Interpreters on the ward at night"),
    heading("Background"),
    para("Parents <waited> at night."),
    heading("Methods"),
    para("Two interpreters joined the ward."),
    heading("Methods of teaching", 1),
    para("They taught the nurses."),
    heading("Our mascot"),
    para("An owl."),
    picture(),
    **PICTURE,
)


@pytest.fixture
def author(roles, client_of):
    return client_of(roles.authorA)


def parsed(answer):
    return BeautifulSoup(answer.content, "html.parser")


def bring(client, content=REPORT, name="report.docx", **more):
    return client.post(CHOOSE, {"document": SimpleUploadedFile(name, content), **more})


def filled(page):
    """What a browser would send for the page of correction."""
    data = {}
    for control in page.select("form.import-form :is(input, textarea, select)"):
        name = control.get("name")
        if control.name == "textarea":
            data[name] = control.text.removeprefix("\n")
        elif control.name == "select":
            chosen = control.select_one("option[selected]")
            data[name] = chosen["value"] if chosen else ""
        elif control.get("type") == "radio":
            if control.has_attr("checked"):
                data[name] = control["value"]
        elif name and name != "csrfmiddlewaretoken":
            data[name] = control.get("value", "")
    return data


def test_a_document_is_shown_and_nothing_is_kept(author, tmp_path):
    page = parsed(bring(author))

    data = filled(page)
    assert data["title"] == "Interpreters on the ward at night"
    assert [(data[f"part_{n}_heading"], data[f"part_{n}_target"]) for n in range(4)] == [
        ("Background", "need"),
        ("Methods", "how_it_works"),
        ("Methods of teaching", "how_it_works"),
        ("Our mascot", ""),
    ]
    assert data["part_0_text"] == "Parents <waited> at night."
    assert "One picture was left out." in page.get_text()
    assert "no heading tells where it goes" in page.get_text()
    assert page.select_one(".import-part--open h2").get_text(" ", strip=True) == "Part 4 Our mascot"
    assert Practice.objects.count() == 0
    assert not list(tmp_path.rglob("*.docx"))


def test_confirming_makes_one_draft_and_nothing_else(author, roles, client_of, mailoutbox):
    data = filled(parsed(bring(author))) | {"part_3_target": "leave-out"}

    answers = [author.post(CONFIRM, data) for _ in range(2)]

    practice = Practice.objects.get()
    assert [answer["Location"] for answer in answers] == [practice.get_edit_url()] * 2
    assert practice.title == "Interpreters on the ward at night"
    assert practice.need == "Parents <waited> at night."
    assert practice.how_it_works == "Two interpreters joined the ward.\n\nThey taught the nurses."
    assert "owl" not in str(practice.words())
    assert (practice.live, practice.workflow, practice.institution) == (False, "draft", roles.a)
    assert practice.author == roles.authorA
    assert practice.revisions.count() == 1
    assert mailoutbox == []
    assert client_of(None).get(practice.get_absolute_url()).status_code == 404
    assert client_of(roles.memberB).get(practice.get_absolute_url()).status_code == 404
    assert b"Parents &lt;waited&gt;" in author.get(practice.get_absolute_url()).content


def test_a_part_without_a_place_is_asked_about_and_nothing_typed_is_lost(author):
    data = filled(parsed(bring(author))) | {"title": "", "part_0_text": "My own words."}

    page = parsed(author.post(CONFIRM, data))

    assert filled(page) == data
    errors = page.select_one(".error-summary").get_text(" ")
    assert "Choose where this goes, or leave it out." in errors
    assert "Give it a title." in errors
    assert Practice.objects.count() == 0


def test_what_is_too_long_is_marked_before_and_after(author):
    long = "Parents waited at night. " * 100  # 2,500 signs: too long for the need and the rationale
    content = word(title("Nights"), heading("Need"), para(long))

    page = parsed(bring(author, content))
    data = filled(page)
    assert data["part_0_target"] == "rationale"
    assert "499 characters too many; it takes 2,000" in page.select_one(".import-part__long").text

    again = parsed(author.post(CONFIRM, data))
    assert "499 characters too many; it takes 2,000" in again.select_one(".error-summary").text
    assert filled(again) == data
    assert Practice.objects.count() == 0

    author.post(CONFIRM, data | {"part_0_target": "how_it_works"})
    assert Practice.objects.get().how_it_works == long.strip()


def test_several_parts_for_one_answer_are_counted_together(author):
    half = "a" * 1_500
    data = {
        "title": "Nights", "parts": "2", "part_0_text": half, "part_0_target": "rationale",
        "part_1_text": half, "part_1_target": "rationale",
    }  # fmt: skip

    page = parsed(author.post(CONFIRM, data))

    assert "The 2 parts for “Why you thought it would work”: 1,002 characters" in page.get_text()


def test_short_answers_become_one_line(author):
    data = {
        "title": "Nights", "parts": "1", "part_0_text": "Farm workers\r\n\r\n- and their families",
        "part_0_target": "population_detail",
    }  # fmt: skip

    author.post(CONFIRM, data)

    assert Practice.objects.get().population_detail == "Farm workers - and their families"


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "report.doc", "save it as .docx"),
        (b"%PDF-1.7 words", "report.docx", "Only Word documents are read here"),
        (b"", "report.docx", "empty"),
        (word(), "report.docx", "no words in this document"),
        (word(para("a"), **{"word/vbaProject.bin": b"x"}), "report.docx", "macros"),
        (word(para("a"), prologue='<!DOCTYPE x [<!ENTITY a "b">]>'), "a.docx", "declarations"),
    ],
    ids=["doc", "pdf", "empty", "no words", "macros", "entities"],
)
def test_what_is_not_read_is_refused_with_a_sentence(author, content, name, sentence):
    answer = bring(author, content, name)

    assert answer.status_code == 200
    assert sentence in parsed(answer).select_one(".error-summary").get_text(" ")
    assert parsed(answer).select_one('input[type="file"]')


def test_parts_made_up_by_hand_are_read_with_care(author):
    for parts in ("-1", "99999", "x", "1e9", "²"):
        answer = author.post(CONFIRM, {"title": "Nights", "parts": parts})
        assert answer.status_code in {200, 302}, parts
    forged = {
        "title": "Forged", "parts": "1", "part_0_text": "x", "part_0_target": "institution_id",
        "live": "on", "workflow": "settled",
    }  # fmt: skip
    assert b"This is not one of the answers." in author.post(CONFIRM, forged).content
    assert Practice.objects.filter(live=True).count() == 0
    assert not Practice.objects.filter(title="Forged").exists()


def test_nobody_speaks_for_another_institution(author, roles):
    data = filled(parsed(bring(author))) | {"part_3_target": "leave-out"}

    answer = author.post(CONFIRM, data | {"speaks_for": str(roles.b.pk)})

    assert b"You do not belong to that institution" in answer.content
    assert Practice.objects.count() == 0


def test_who_belongs_to_two_is_asked_once_and_may_change_it(author, roles):
    other = InstitutionFactory(name="Plover House")
    MembershipFactory(user=roles.authorA, institution=other)
    assert "Choose for whom you speak." in parsed(bring(author)).get_text()

    page = parsed(bring(author, speaks_for=str(other.pk)))

    data = filled(page) | {"part_3_target": "leave-out"}
    assert data["speaks_for"] == str(other.pk)
    author.post(CONFIRM, data)
    assert Practice.objects.get().institution == other


def test_confirming_again_with_other_words_writes_on_or_leaves_what_was_written_since(
    author, roles
):
    data = filled(parsed(bring(author))) | {"part_3_target": "leave-out"}
    author.post(CONFIRM, data)

    author.post(CONFIRM, data | {"part_0_text": "Parents waited for hours."})

    practice = Practice.objects.get()
    assert practice.need == "Parents waited for hours."
    actions.save_draft(
        practice=practice, by=roles.authorA, words={"need": "Newer."}, now=timezone.now()
    )
    answer = author.post(CONFIRM, data | {"part_0_text": "Older words."})
    assert answer.status_code == 409
    assert filled(parsed(answer))["part_0_text"] == "Older words."
    assert Practice.objects.get().need == "Newer."


def test_words_outlive_an_ended_session(author, roles, client_of):
    data = filled(parsed(bring(author)))

    gone = client_of(None).post(CONFIRM, data, headers={"Origin": "http://testserver"})

    assert gone.status_code == 403
    assert "Two interpreters joined the ward." in parsed(gone).get_text()
    assert Practice.objects.count() == 0


def test_the_largest_document_fits_in_the_form(author):
    """350,000 characters in ninety parts, of signs of three bytes, come back by an error."""
    sections = [heading(f"Section {n}") + para("စ" * 3_800) for n in range(89)]
    page = parsed(bring(author, word(title("Long"), *sections)))
    data = filled(page) | {"title": ""}

    answer = author.post(CONFIRM, data)

    assert answer.status_code == 200
    assert filled(parsed(answer))["part_88_text"] == "စ" * 3_800


def test_reading_documents_has_a_limit(author, settings):
    settings.ACCOUNT_RATE_LIMITS = {"word_import": "1/h/key"}

    assert [bring(author).status_code for _ in range(2)] == [200, 429]


def test_only_people_of_an_institution_bring_documents(roles, client_of):
    """[WR2, WR3] The rest of the rows is tried in tests/access."""
    outsider = client_of(roles.nomember)

    assert bring(outsider).status_code == 403
    assert b"Ask an institution to let you in" in outsider.get(CHOOSE).content
    assert outsider.post(CONFIRM, {"title": "x", "parts": "0"}).status_code == 403
    assert client_of(roles.authorA).get(CONFIRM)["Location"] == CHOOSE
    assert Practice.objects.count() == 0
