"""Checking a practice for patients' details: asked, answered, remembered, shown to the steward."""

from __future__ import annotations

import io
import json

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import ModelLogEntry

from collaborative.core.uploads import check_upload
from practices import actions, queries
from practices.models import FileContents, Practice, ScreenedWords
from practices.queries import screening as screening_queries
from tests.factories import EmailDomainFactory, PracticeFactory

from .screening import files

pytestmark = pytest.mark.django_db
NAMED = "The patient, John Smith, waited. He was discharged on March 3, 2024."


def found_in(practice):
    newest = Practice.objects.get(pk=practice.pk).newest()
    return queries.screened(newest, today=timezone.localdate())


def told(asked):
    return [(one.place, one.where, str(one.finding.kind), one.finding.words) for one in asked]


def url_of(practice, door="check"):
    return f"/practices/{practice.slug}/{door}/"


def save(practice, by, **words):
    actions.save_draft(practice=practice, by=by, words=words, now=timezone.now())


def answer(practice, by, what="about_staff", note=""):
    keys = [one.key for one in found_in(practice).asked]
    answers = {key: actions.Given(what, note) for key in keys}
    return actions.answer_findings(practice=practice, answers=answers, by=by, now=timezone.now())


def attach(practice, roles, name, content, *more):
    now = timezone.now()
    upload = check_upload(SimpleUploadedFile(name, content))
    kept = actions.attach_file(
        practice=practice, upload=upload, description="What it is", by=roles.authorA, now=now
    )
    save(practice, roles.authorA, file_ids=[*practice.newest().file_ids, kept.pk])
    return kept


def submit(practice, roles):
    actions.submit(practice=practice, by=roles.authorA, now=timezone.now())


def test_submitting_waits_for_an_answer_about_each_place(state_of, roles):
    practice = state_of("draft", need=NAMED, tags=["patient Fatima Ali"])

    with pytest.raises(actions.FindingsUnanswered, match="found 3 places"):
        submit(practice, roles)
    assert Practice.objects.get(pk=practice.pk).workflow == "draft"
    assert answer(practice, roles.authorA) == 0
    submit(practice, roles)

    assert Practice.objects.get(pk=practice.pk).is_submitted
    assert set(ScreenedWords.objects.values_list("place", "kind", "answer", "answered_by")) == {
        ("need", "name", "about_staff", roles.authorA.pk),
        ("need", "date", "about_staff", roles.authorA.pk),
        ("tags", "name", "about_staff", roles.authorA.pk),
    }


def test_a_steward_answers_before_publishing_an_own_draft(roles):
    practice = PracticeFactory(
        institution=roles.a, author=roles.stewardA, author_belongs=False, need=NAMED
    )
    publish = {"practice": practice, "by": roles.stewardA, "now": timezone.now()}

    with pytest.raises(actions.FindingsUnanswered):
        actions.publish(**publish)
    answer(practice, roles.stewardA, "agreed")
    actions.publish(**publish)

    assert Practice.objects.get(pk=practice.pk).live


def test_an_answer_is_no_second_copy_of_the_words(state_of, roles):
    practice = state_of("draft", need=NAMED)
    other = state_of("draft", need=NAMED)

    for one in (practice, other):
        answer(one, roles.authorA)

    kept = list(ScreenedWords.objects.filter(kind="name").values())
    for row in kept:
        assert "Smith" not in json.dumps(row, default=str)
    assert kept[0]["fingerprint"] != kept[1]["fingerprint"]  # of no use at another practice
    entry = ModelLogEntry.objects.filter(action="practices.answer_findings").first()
    assert (entry.user, entry.data) == (roles.authorA, {"number": 2})


def test_an_answer_holds_for_the_same_words_in_the_same_place_only(state_of, roles):
    practice = state_of("draft", need="The patient, John Smith, waited.")
    answer(practice, roles.authorA, "public_figure")

    save(
        practice,
        roles.authorA,
        need="At night the patient, John\u00a0Smith, waited.",
    )
    assert found_in(practice).unanswered == []
    save(practice, roles.authorA, result="The patient, John Smith, came back.")
    assert told(found_in(practice).unanswered) == [("result", "", "name", "John Smith")]
    save(practice, roles.authorA, result="The patient, John Hansen, came back.")
    assert told(found_in(practice).unanswered) == [("result", "", "name", "John Hansen")]


def test_words_that_were_asked_about_and_went_are_noted_as_removed(state_of, roles):
    practice = state_of("draft", need=NAMED)
    with pytest.raises(actions.FindingsUnanswered):
        submit(practice, roles)
    asked = {"practice": practice, "by": roles.authorA, "now": timezone.now()}
    assert actions.ask_about_findings(**asked) == 2
    assert set(ScreenedWords.objects.values_list("answer", "answered_by")) == {("open", None)}

    save(practice, roles.stewardA, need="A patient waited. He was discharged on March 3, 2024.")

    kept = ScreenedWords.objects.values_list("kind", "answer", "answered_by")
    assert set(kept) == {("name", "removed", roles.stewardA.pk), ("date", "open", None)}
    save(practice, roles.authorA, need=NAMED)
    assert [one.finding.words for one in found_in(practice).unanswered] == [
        "John Smith", "March 3, 2024",
    ]  # fmt: skip


def test_nothing_is_noted_about_what_nobody_was_asked(state_of, roles):
    practice = state_of("draft", need=NAMED)

    save(practice, roles.authorA, need="A patient waited.")

    assert list(ScreenedWords.objects.all()) == []


def test_answers_to_one_row_of_several_questions_are_looked_through(monkeypatch, state_of):
    """Lists of rows, as in tables of risks: every text in them."""
    practice = state_of("draft")
    practice.tags = [{"what": "A risk", "who": ["MRN 00482913"]}, 7, None]

    found = queries.screened(practice, today=timezone.localdate())

    assert told(found.asked) == [("tags", "", "record", "00482913")]


def test_what_is_the_institutions_own_is_told_and_not_asked(state_of, roles):
    EmailDomainFactory(institution=roles.a, domain="heron.example.org")
    practice = state_of("draft", advice="Write to kao@heron.example.org or sara@loon.example.org.")

    found = found_in(practice)

    assert [one.finding.words for one in found.own] == ["kao@heron.example.org"]
    assert [one.finding.words for one in found.unanswered] == ["sara@loon.example.org"]


def test_files_are_read_once_when_they_are_handed_in(state_of, roles, monkeypatch):
    practice = state_of("draft")
    kept = attach(practice, roles, "the_patient_John_Smith.docx", files.word("MRN 00482913"))
    monkeypatch.delattr("practices.actions._screened.read_file")

    found = found_in(practice)

    place = f"file:{kept.pk}"
    assert told(found.unanswered) == [
        (place, "", "name", "John Smith"),
        (place, "", "face", ""),
        (place, "the text, struck out under tracked changes", "record", "00482913"),
        (place, "the text", "name", "Tou Lee"),
        (place, "the text", "date", "7/14/1962"),
    ]
    assert {one.finding.words for one in found.own} == {
        "Pahoua Vang", "Ifrah Jimale", "Kao Vang", "Nels Sandaker",
    }  # fmt: skip
    assert found.unanswered[2].times == 2  # struck out in one place, seen in another


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [("scan.pdf", files.scan(), "unread"), ("long.txt", b"Word. " * 90_000, "unread")],
)
def test_what_could_not_be_read_is_said_and_asked(state_of, roles, name, content, kind):
    practice = state_of("draft")
    attach(practice, roles, name, content)

    (asked,) = found_in(practice).unanswered

    assert str(asked.finding.kind) == kind
    assert "Look" in asked.finding.sign.do
    with pytest.raises(actions.FindingsUnanswered):
        submit(practice, roles)
    answer(practice, roles.authorA, "looked")
    submit(practice, roles)


def test_a_file_that_came_before_files_were_read_is_asked_about_until_it_is_read(state_of, roles):
    from django.core.management import call_command

    practice = state_of("draft")
    attach(practice, roles, "plan.txt", b"We phone the next day.")
    FileContents.objects.all().delete()
    assert [str(one.finding.kind) for one in found_in(practice).unanswered] == ["unread"]

    told = io.StringIO()
    call_command("read_practice_files", stdout=told)

    assert told.getvalue() == "1 file read.\n"
    assert not found_in(practice)


def test_a_photo_is_asked_about_and_a_clean_copy_takes_its_place(state_of, roles, client_of):
    practice = state_of("draft")
    kept = attach(practice, roles, "ramp.jpg", files.photo())
    place = f"file:{kept.pk}"
    assert {kind for _, _, kind, _ in told(found_in(practice).unanswered)} == {
        "face", "place", "date", "device", "name",
    }  # fmt: skip
    (looked,) = [one.key for one in found_in(practice).unanswered if one.finding.kind == "face"]
    author, member = client_of(roles.authorA), client_of(roles.memberA)
    address = f"/practices/{practice.slug}/files/{kept.pk}/clean/"

    assert member.post(address).status_code == 403
    assert author.get(address).status_code == 405
    page = author.post(address, {f"answer-{looked}": "looked"}, follow=True)

    assert "ramp.jpg is replaced by a copy without hidden data" in page.content.decode()
    practice = Practice.objects.get(pk=practice.pk)
    (new,) = practice.newest().file_ids
    copy = practice.files.get(pk=new)
    assert (copy.name, copy.description, copy.added_by) == (
        kept.name, kept.description, roles.authorA,
    )  # fmt: skip
    with copy.file.open("rb") as held:
        assert b"John Smith" not in held.read()
    assert practice.files.filter(pk=kept.pk).exists()  # earlier versions name it
    found = found_in(practice)
    assert [(str(one.finding.kind), one.answered.answer) for one in found.settled] == [
        ("face", "looked")
    ]
    assert found.unanswered == []
    gone = ScreenedWords.objects.filter(place=place).values_list("answer", flat=True).distinct()
    assert list(gone) == ["removed"]
    assert author.post(address).status_code == 409  # no version names it any more


def test_the_page_asks_keeps_what_is_given_and_loses_nothing(state_of, roles, client_of):
    practice = state_of("draft", need=NAMED, advice="Ring 651-555-0117.")
    client = client_of(roles.authorA)
    page = BeautifulSoup(client.get(url_of(practice)).content, "html.parser")
    marked = [mark.text for mark in page.select("mark")]
    assert marked == ["John Smith", "March 3, 2024", "651-555-0117"]
    assert page.select_one(".findings__place h2 a")["href"].endswith("/edit/#id_need")
    name, date, phone = [box["name"] for box in page.select("form.findings select")]

    def note_of(box):
        return box.replace("answer-", "note-", 1)

    sent = {name: "about_staff", note_of(name): "Our nurse", date: "other", phone: ""}
    answered = client.post(url_of(practice), sent)

    assert answered.status_code == 200
    again = BeautifulSoup(answered.content, "html.parser")
    assert "Say in a note why it may stay." in again.select_one(".error-summary").text
    assert again.select_one(f'select[name="{date}"] option[selected]')["value"] == "other"
    kept = ScreenedWords.objects.exclude(answer="open").get()
    assert (kept.kind, kept.note, kept.answered_by) == ("name", "Our nurse", roles.authorA)

    sent[note_of(date)], sent[phone] = "The day of the law", "institutions_own"
    done = client.post(url_of(practice), sent | {"do": "submit"}, follow=True)

    assert "Submitted. Your steward is told" in done.content.decode()
    assert Practice.objects.get(pk=practice.pk).is_submitted


def test_submitting_from_the_last_step_leads_to_the_page_of_findings(state_of, roles, client_of):
    practice = state_of("draft", need=NAMED)
    client = client_of(roles.authorA)
    finish = client.get(url_of(practice, "edit/finish"))
    form = BeautifulSoup(finish.content, "html.parser").select_one("form.practice-form")
    words = {box["name"]: box.get("value", "") for box in form.select("input[type=hidden]")}

    page = client.post(url_of(practice, "edit/finish"), words | {"do": "submit"}, follow=True)

    assert page.redirect_chain == [(url_of(practice), 302)]
    assert "Your words are saved. The screen found 2 places" in page.content.decode()
    assert Practice.objects.get(pk=practice.pk).need == NAMED
    assert ScreenedWords.objects.filter(answer="open").count() == 2
    refused = client.post(url_of(practice, "submit"))
    assert refused.status_code == 409
    assert url_of(practice) in refused.content.decode()


def test_the_steward_sees_what_was_found_and_who_said_what(state_of, roles, client_of):
    practice = state_of("draft", need=NAMED, advice="The patient, Amina Ali, agreed.")
    actions.ask_about_findings(practice=practice, by=roles.authorA, now=timezone.now())
    save(practice, roles.authorA, advice="A patient agreed.")
    answer(practice, roles.authorA, "other", "A <b>nurse</b> of ours")
    submit(practice, roles)
    steward, member = client_of(roles.stewardA), client_of(roles.memberA)

    page = steward.get(url_of(practice, "review"))

    section = BeautifulSoup(page.content, "html.parser").select_one("section.found")
    assert [mark.text for mark in section.select("mark")] == ["John Smith", "March 3, 2024"]
    assert "A <b>nurse</b> of ours" in section.text
    assert str(roles.authorA) in section.select_one(".found__by").text
    assert "A name: taken out by" in section.text
    assert "Amina" not in section.text
    assert member.get(url_of(practice, "review")).status_code == 403


def test_the_page_asks_the_same_for_one_and_three(state_of, roles, client_of):
    practice = state_of("draft")

    def queries_of(number):
        attach(practice, roles, f"{number}.txt", f"MRN 0048291{number}".encode())
        answer(practice, roles.authorA)
        save(practice, roles.authorA, need=f"MRN 0048291{number} " * number)
        client = client_of(roles.authorA)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(url_of(practice)).status_code == 200
        return len(seen)

    assert [queries_of(number) for number in (1, 2, 3)][::2] == [9, 9]


def test_where_a_finding_stands_survives_hostile_words(state_of, roles, client_of):
    practice = state_of("draft", need="The patient, John Smith, <script>alert(1)</script> & co.")

    page = client_of(roles.authorA).get(url_of(practice)).content.decode()

    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_fingerprints_are_of_the_words_as_they_are_meant(state_of):
    practice = state_of("draft")
    prints = {
        screening_queries.fingerprint(practice, words)
        for words in ("John Smith", "john  smith", "Jo\u200bhn\u00a0Smith")
    }

    assert len(prints) == 1
