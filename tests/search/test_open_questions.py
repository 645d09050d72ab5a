"""What members ask the whole consortium where a search found nothing; and the way there."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from collaborative.search.models import OpenAnswer, OpenQuestion
from collaborative.search.own_data import PARTS, forget
from practices import actions as practices
from tests.factories import (
    MembershipFactory,
    PracticeFactory,
    open_answer,
    open_question,
    published_practice,
)

pytestmark = pytest.mark.django_db
NOW = timezone.now().replace(microsecond=0)
KEY = "a" * 32
PATIENT = "Mrs. Amina Warsame, born on March 3, 1961, asked for it."


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


def ask(client, params="", **words):
    words = {"text": "Who does it?", "key": KEY, **words}
    return client.post(f"/practices/ask/?{params}", words)


# Where nothing is found ---------------------------------------------------------------------
def test_an_empty_answer_says_what_to_leave_out_and_which_areas_are_near(roles, client_of):
    for number in range(3):
        published_practice(institution=roles.a, title=f"Interpreters {number}", now=NOW)
    published_practice(
        institution=roles.a, title="Doulas", need="Doulas.", what_we_did="Doulas.", tags=["doulas"],
        result="Doulas.", scopes=["policy-advocacy"], populations=["somali"], now=NOW,
    )  # fmt: skip
    hidden = PracticeFactory(institution=roles.a, title="Interpreters, a draft", stage="idea")
    params = "q=interpreters&scope=accessibility&scope=policy-advocacy"

    for who, own in ((None, 3), (roles.memberB, 3), (roles.memberA, 4)):
        page = client_of(who).get(f"/practices/?{params}").content.decode()
        assert "Nothing matches all of this" in page
        # Without the words one is left, which comes after nothing else; then what comes near.
        assert "Without the words “interpreters”</a>: 1 practice<" in page.replace("\n", "")
        near = page.partition("Areas that come near")[2].partition("</ul>")[0]
        assert "/practices/?q=interpreters&amp;scope=language-access" in near
        assert f"{own} practices" in near
    assert hidden.title not in page
    for who, said in ((None, "See how to join"), (roles.nomember, "See how to join")):
        page = client_of(who).get(f"/practices/?{params}").content.decode()
        assert said in page
        assert "/practices/ask/" not in page
    page = client_of(roles.memberB).get(f"/practices/?{params}").content.decode()
    assert f"/practices/ask/?{params.replace('&', '&amp;')}" in page


def test_where_nothing_less_is_enough_each_choice_is_counted_alone(roles, client_of):
    published_practice(institution=roles.a, title="Interpreters", now=NOW)
    page = client_of(None).get("/practices/?q=zebra&scope=language-access&stage=ended").content
    found = page.decode().replace("\n", "")
    assert "Only area of work “Language access”</a>: 1 practice<" in found
    assert "Only stage" not in found
    # What was mistyped is mended first, in what is counted and in where it leads.
    page = client_of(None).get("/practices/?q=interpretors&stage=ended").content.decode()
    assert '?q=interpreters">Without stage “Ended”</a>: 1 practice' in page.replace("\n", "")


def test_an_empty_answer_asks_the_database_as_often_whatever_there_is(roles, client_of):
    numbers = []
    for more in (1, 2):
        for number in range(more):
            published_practice(institution=roles.a, title=f"Interpreters {number}", now=NOW)
        with CaptureQueriesContext(connection) as seen:
            client_of(None).get(f"/practices/?q=interpreters&stage=ended&year=19{more}0")
        numbers.append(len(seen))
    assert numbers[0] == numbers[1]


# Asking -------------------------------------------------------------------------------------
def test_a_member_asks_from_the_search_that_found_nothing(roles, client_of):
    client = client_of(roles.memberB)
    page = client.get("/practices/ask/?q=dialysis&scope=language-access&population=somali")
    words = page.content.decode()
    for said in ("“dialysis”", "Language access", "Somali", 'value="language-access" selected'):
        assert said in words

    answer = ask(client, "q=dialysis&scope=language-access", area="language-access")

    row = OpenQuestion.objects.get()
    assert answer["Location"] == row.get_absolute_url() == f"/questions/open/{row.pk}/"
    assert (row.params, row.area.slug, row.author) == (
        "q=dialysis&scope=language-access", "language-access", roles.memberB,
    )  # fmt: skip
    assert row.institution == roles.b
    # The same form asks once; other words in it are not lost.
    ask(client, "q=dialysis")
    assert OpenQuestion.objects.count() == 1
    ask(client, text="Other words")
    assert OpenQuestion.objects.count() == 2
    for who in (roles.memberA, roles.coord):
        page = client_of(who).get("/questions/open/").content.decode()
        assert "Who does it?" in page
    read = client_of(roles.memberA).get(row.get_absolute_url()).content.decode()
    assert "/practices/?q=dialysis&amp;scope=language-access" in read


def test_nobody_else_learns_that_anything_was_asked(roles, client_of):
    question = open_question(roles.memberB, "Zqopenquestion?", params="q=zqlookedfor")
    for who in (roles.nomember, roles.exA):
        client = client_of(who)
        for path in ("/questions/open/", question.get_absolute_url(), "/questions/open/999999/",
                     "/practices/ask/"):  # fmt: skip
            assert client.get(path).status_code == 403
        assert ask(client).status_code == 403
    anonymous = client_of(None)
    assert anonymous.get("/questions/open/")["Location"].startswith("/accounts/login/")
    assert ask(anonymous).status_code == 403
    assert OpenQuestion.objects.count() == 1
    for who in (roles.anon, roles.nomember, roles.exA):
        assert list(OpenQuestion.objects.visible_to(who)) == []
        assert list(OpenQuestion.objects.readable_by(who)) == []
    for path in ("/practices/?q=zqopenquestion", "/api/v1/practices?q=zqopenquestion",
                 "/feeds/practices.atom", "/sitemap.xml", "/practices/?q=zqlookedfor"):  # fmt: skip
        found = anonymous.get(path).content.decode().replace("q=zq", "").replace("“zq", "")
        assert "Zqopenquestion?" not in found


def test_limits_of_an_hour_keep_the_words(roles, client_of):
    for _ in range(5):
        open_question(roles.memberB)
    answer = ask(client_of(roles.memberB), text="One too many")
    assert answer.status_code == 429
    assert "One too many" in answer.content.decode()
    assert "You have asked 5 questions in the last hour" in answer.content.decode()
    question = OpenQuestion.objects.first()
    for _ in range(10):
        open_answer(question, roles.memberA)
    answer = client_of(roles.memberA).post(
        question.get_absolute_url(), {"text": "One more", "key": KEY}
    )
    assert answer.status_code == 429
    open_question(roles.memberB, now=timezone.now() + dt.timedelta(hours=2))


def test_words_that_may_tell_who_a_patient_is_are_asked_about(roles, client_of):
    client = client_of(roles.memberB)
    first = ask(client, text=PATIENT)
    assert first.status_code == 400
    assert "this does not tell who a patient is" in first.content.decode()
    assert OpenQuestion.objects.count() == 0
    question = open_question(roles.memberA)
    first = client.post(question.get_absolute_url(), {"text": PATIENT, "key": KEY})
    assert first.status_code == 400
    assert OpenAnswer.objects.count() == 0


def test_words_too_long_or_missing_are_told_and_an_old_session_loses_none(roles, client_of):
    client = client_of(roles.memberB)
    for text, said in (("", "Write your question first."), ("x" * 601, "1 character too many")):
        answer = ask(client, text=text)
        assert answer.status_code == 400
        assert said in answer.content.decode()
    client.handler.enforce_csrf_checks = True
    own = {"Origin": "http://testserver"}
    answer = client.post("/practices/ask/?q=x", {"text": "Typed before"}, headers=own)
    assert answer.status_code == 403
    assert "Typed before" in answer.content.decode()


# Answering ----------------------------------------------------------------------------------
def test_an_answer_reaches_who_asked_with_the_practice_to_read(roles, client_of, commit):
    practice = published_practice(institution=roles.a, title="Dialysis & words", now=NOW)
    draft = PracticeFactory(institution=roles.a, author=roles.authorA, title="Zqdraft")
    question = open_question(roles.memberB)
    client = client_of(roles.memberA)
    said = {"text": "We do.", "key": KEY}

    for named in (draft.get_absolute_url(), "/practices/nowhere/", "https://x.example.org/ y"):
        answer = client.post(question.get_absolute_url(), {**said, "practice": named})
        assert answer.status_code == 400
        assert "No public practice has this address." in answer.content.decode()
    with commit():
        named = f"https://portal.example.org{practice.get_absolute_url()}?page=2"
        answer = client.post(question.get_absolute_url(), {**said, "practice": named})

    row = OpenAnswer.objects.get()
    assert row.practice == practice
    assert answer["Location"] == f"{question.get_absolute_url()}#answer-{row.pk}"
    (letter,) = mail.outbox
    assert letter.to == [roles.memberB.email]
    assert letter.subject == "Membera answered your question to the consortium"
    for words in ("> We do.", "> Does anybody train", "Dialysis & words", "#answer-"):
        assert words in letter.body
    assert roles.memberA.email not in letter.body
    page = client_of(roles.memberB).get(question.get_absolute_url()).content.decode()
    assert practice.get_absolute_url() in page
    # It was taken down: nobody is led there.
    practices.take_down(practice=practice, reason="A name.", by=roles.stewardA, now=NOW)
    page = client_of(roles.memberB).get(question.get_absolute_url()).content.decode()
    assert "Dialysis" not in page
    # Whoever is no member now gets no mail, and one's own answer tells oneself nothing.
    roles.memberB.memberships.all().delete()
    with commit():
        open_answer(question, roles.stewardA)
        open_answer(open_question(roles.coord), roles.coord)
    assert len(mail.outbox) == 1


def test_a_closed_question_takes_no_answers(roles, client_of):
    question = open_question(roles.memberB)
    client = client_of(roles.memberA)
    assert client.post(f"{question.get_absolute_url()}close/").status_code == 403
    client_of(roles.memberB).post(f"{question.get_absolute_url()}close/")
    answer = client.post(question.get_absolute_url(), {"text": "Too late", "key": KEY})
    assert answer.status_code == 409
    assert "Too late" in answer.content.decode()
    assert OpenAnswer.objects.count() == 0
    assert "Closed" in client.get("/questions/open/").content.decode()
    assert "Does anybody" not in client.get("/questions/open/?show=waiting").content.decode()


def test_one_takes_back_ones_own_words_for_good(roles, client_of):
    question = open_question(roles.memberB, "Zqmine?")
    answer = open_answer(question, roles.memberA, "Zqtheirs.")
    below = f"{question.get_absolute_url()}answers/{answer.pk}/take-back/"
    assert client_of(roles.memberB).post(below).status_code == 403
    assert client_of(roles.siteadmin).post(below).status_code == 403
    assert "Zqtheirs" in client_of(roles.memberA).get(below).content.decode()
    client_of(roles.memberA).post(below)
    answer.refresh_from_db()
    assert (answer.text, answer.is_taken_back) == ("", True)
    client_of(roles.memberB).post(f"{question.get_absolute_url()}take-back/")
    for who in (roles.memberA, roles.memberB, roles.coord):
        assert client_of(who).get(question.get_absolute_url()).status_code == 404
        assert "Zqmine" not in client_of(who).get("/questions/open/").content.decode()


def test_a_coordinator_hides_with_a_reason_that_the_writer_reads(roles, client_of, commit):
    question = open_question(roles.memberB, "Zqhidden?")
    answer = open_answer(question, roles.memberA, "Zqanswer.")
    mail.outbox.clear()
    coordinator = client_of(roles.coord)
    for words in (answer, question):
        below = f"answers/{answer.pk}/" if words is answer else ""
        path = f"{question.get_absolute_url()}{below}hide/"
        assert client_of(roles.stewardA).post(path, {"reason": "A name."}).status_code == 403
        assert coordinator.post(path, {"reason": " "}).status_code == 400
        with commit():
            assert coordinator.post(path, {"reason": "A name."}).status_code == 302
        assert coordinator.post(path, {"reason": "Again."}).status_code == 409
    assert [letter.to for letter in mail.outbox] == [[roles.memberA.email], [roles.memberB.email]]
    assert "A name." in mail.outbox[0].body

    assert client_of(roles.memberA).get(question.get_absolute_url()).status_code == 404
    own = client_of(roles.memberB).get(question.get_absolute_url()).content.decode()
    assert "Zqhidden?" in own
    assert "A name." in own
    assert "Zqanswer" not in own
    coordinator.post(f"{question.get_absolute_url()}show/")
    theirs = client_of(roles.memberA).get(question.get_absolute_url()).content.decode()
    assert "Zqanswer" in theirs
    assert "A name." in theirs


def test_the_database_holds_what_is_said(roles):
    question = open_question(roles.memberB, now=NOW)
    answer = open_answer(question, roles.memberA, now=NOW)
    day = dt.timedelta(days=1)
    for model, pk in ((OpenQuestion, question.pk), (OpenAnswer, answer.pk)):
        row = model.objects.filter(pk=pk)
        name = model.__name__.lower()
        for change, why in (
            ({"text": ""}, "has_words_until_it_is_taken_back"),
            ({"taken_back_at": NOW}, "has_words_until_it_is_taken_back"),
            ({"hidden_at": NOW}, "hidden_says_by_whom_and_why"),
            ({"hidden_at": NOW, "hidden_by": roles.coord}, "hidden_says_by_whom_and_why"),
        ):
            with pytest.raises(IntegrityError, match=f"{name}_{why}"), transaction.atomic():
                row.update(**change)
        row.update(hidden_at=NOW, hidden_by=roles.coord, hidden_reason="A name.")
        row.update(text="", taken_back_at=NOW)
    with pytest.raises(IntegrityError, match="closed_after_it_is_asked"), transaction.atomic():
        OpenQuestion.objects.filter(pk=question.pk).update(closed_at=NOW - day)
    with pytest.raises(IntegrityError, match="written_once_a_form"), transaction.atomic():
        OpenQuestion.objects.create(
            author=roles.memberB, text="x", written_at=NOW, key=question.key
        )


def test_who_speaks_for_several_says_for_which(roles, client_of):
    MembershipFactory(user=roles.memberB, institution=roles.a)
    client = client_of(roles.memberB)
    assert ask(client).status_code == 400
    assert ask(client, speaks_for=str(roles.a.pk)).status_code == 302
    assert OpenQuestion.objects.get().institution == roles.a


def test_what_goes_and_stays_with_an_account(roles):
    open_question(roles.memberB, "Alone?")
    answered = open_question(roles.memberB, "Both?")
    open_answer(answered, roles.memberA)
    told = {part.name: part.rows(roles.memberB) for part in PARTS}
    assert [row["your_question"] for row in told["open_questions"]] == ["Both?", "Alone?"]
    answers = {part.name: part.rows(roles.memberA) for part in PARTS}["open_answers"]
    assert [row["your_answer"] for row in answers] == ["We do, with two of our own people."]
    forget(roles.memberB, addresses=[], now=NOW)
    assert list(OpenQuestion.objects.values_list("pk", flat=True)) == [answered.pk]
