"""Asking those who do a practice: what arrives, what stays hidden, and who reads it."""

from __future__ import annotations

import datetime as dt
from email import message_from_bytes, policy

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from collaborative.core import clock
from members import actions as members
from members.models import Membership, User
from practices import actions, question_permissions
from practices.models import Question
from tests.at_once import at_once
from tests.factories import (
    MembershipFactory,
    answered_question,
    asked_question,
    contact,
    published_practice,
)
from tests.matrix import answer_of, body_of
from tests.practices.asked import sure
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db
KEY = "0123456789abcdef" * 2
ASKED = "How do you pay them?\n\nAnd who\n> trains?"
ANSWERED = "The plan pays."
HOUR = dt.timedelta(hours=1)
EVERYBODY = (
    "anon", "nomember", "memberB", "stewardB", "memberA", "authorA", "stewardA", "coord", "exA",
    "inactive", "siteadmin",
)  # fmt: skip


@pytest.fixture
def live(state_of, roles):
    """A practice of A about which authorA and memberA may be asked."""
    practice = state_of("live", title="Night interpreters")
    for who, address in ((roles.authorA, "ada-hidden"), (roles.memberB, "bo-hidden")):
        who.email = f"{address}@people.example.org"
        who.save()
    contact(practice, roles.authorA)
    contact(practice, roles.memberA)
    mail.outbox.clear()
    return practice


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def ask(client_of, live, commit):
    """`ask(user, text, …)`: the form as a browser sends it."""

    def send(user, text=ASKED, **more):
        with commit():
            return client_of(user).post(
                f"{live.get_absolute_url()}ask/", {"key": KEY, "text": text, **more}
            )

    return send


@pytest.fixture
def answer(client_of, commit):
    def send(user, question, text=ANSWERED, **more):
        with commit():
            return client_of(user).post(question.get_absolute_url(), {"text": text, **more})

    return send


@pytest.fixture
def question(live, roles):
    asked = asked_question(live, roles.memberB, ASKED)
    mail.outbox.clear()
    return asked


def soup(answer):
    return BeautifulSoup(answer.content, "html.parser")


def parts(message):
    """Headers, words and HTML as they go out."""
    raw = message_from_bytes(message.message().as_bytes(), policy=policy.default)
    return raw, raw.get_body("plain").get_content(), raw.get_body("html").get_content()


# Asking ----------------------------------------------------------------------------------------
def test_a_question_reaches_each_who_may_be_asked_and_shows_no_address(roles, live, ask, client_of):
    answer = ask(roles.memberB, shows_address="on")

    question = Question.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/questions/{question.pk}/")
    assert sorted(sent.to[0] for sent in mail.outbox) == sorted(
        [roles.authorA.email, roles.memberA.email]
    )
    for message in mail.outbox:
        raw, words, html = parts(message)
        assert message.from_email == settings.DEFAULT_FROM_EMAIL
        assert raw["Subject"] == "Memberb asks about “Night interpreters”"
        assert raw["Reply-To"] is None
        assert "bo-hidden" not in raw.as_string() + words + html
        other = {roles.authorA.email, roles.memberA.email} - set(message.to)
        assert not any(address in raw.as_string() for address in other)
        for text in (words, html):
            for part in ("Memberb", "Bluestem Clinics", "How do you pay them?",
                         f"{settings.BASE_URL}/questions/{question.pk}/",
                         f"{live.get_absolute_url()}ask/"):  # fmt: skip
                assert part in text
        assert "> > trains?" in words
        assert "the first answer is enough" in words
    page = client_of(roles.memberB).get(question.get_absolute_url()).content.decode()
    assert "No answer yet" in page
    assert "ada-hidden" not in page
    there = client_of(roles.authorA).get(question.get_absolute_url()).content.decode()
    assert "How do you pay them?" in there
    assert "bo-hidden" not in there


def test_the_form_below_the_practice_asks(roles, live, client_of):
    page = soup(client_of(roles.memberB).get(live.get_absolute_url()))
    form = page.select_one("form.ask__form")
    sent = {one["name"]: one.get("value", "") for one in form.select("input[type=hidden]")}

    again = client_of(roles.memberB).post(form["action"], sent | {"text": "  "})
    done = client_of(roles.memberB).post(form["action"], sent | {"text": ASKED})

    assert again.status_code == 400
    assert "Write your question first." in again.content.decode()
    assert done.status_code == 302
    ids = [one["id"] for one in page.select("[id]")]
    assert len(ids) == len(set(ids))


def test_one_form_asks_once(roles, live, ask):
    first, again = ask(roles.memberB), ask(roles.memberB)
    other = ask(roles.memberB, key="f" * 32)
    old_page = ask(roles.memberB, key="not a key")

    assert [one.status_code for one in (first, again, other, old_page)] == [302] * 4
    assert first["Location"] == again["Location"]
    assert Question.objects.count() == 3
    assert len(mail.outbox) == 6


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("same", [True, False])
def test_forms_at_the_same_moment_keep_the_rules(same, live, roles):
    """One form asks once, and the fifth question of an hour is the last, however they arrive."""
    now = timezone.now()
    for _ in range(0 if same else 4):
        asked_question(live, roles.memberB, now=now)
    before = Question.objects.count()
    mail.outbox.clear()

    def go(number):
        return actions.ask(
            practice=live, text="At once", shows_address=False, by=roles.memberB, now=now,
            key=KEY if same else f"{number:032x}",
        )  # fmt: skip

    results = at_once(*(lambda number=number: go(number) for number in range(4)))

    assert Question.objects.count() == before + 1
    assert len(mail.outbox) == 2  # to two who may be asked
    refused = [one for one in results if isinstance(one, actions.TooManyQuestions)]
    assert len(refused) == (0 if same else 3), results


def test_who_asks_is_not_asked(roles, live, ask, client_of):
    done = ask(roles.authorA)

    assert done.status_code == 302
    assert list(Question.objects.get().to.all()) == [roles.memberA]
    assert [sent.to for sent in mail.outbox] == [[roles.memberA.email]]
    assert "the first answer is enough" not in mail.outbox[0].body
    actions.no_more_asked(practice=live, by=roles.memberA, now=timezone.now())
    alone = ask(roles.authorA, key="f" * 32)
    assert alone.status_code == 409
    page = alone.content.decode()
    assert "Nobody may be asked about this practice any more" in page
    assert "How do you pay them?" in page
    assert soup(client_of(roles.authorA).get(live.get_absolute_url())).find(id="ask_text") is None


def test_who_belongs_to_two_says_for_which(roles, live, ask):
    other = MembershipFactory(user=roles.memberB).institution

    silent = ask(roles.memberB)
    said = ask(roles.memberB, speaks_for=str(other.pk))
    forged = ask(roles.memberB, speaks_for=str(roles.a.pk), key="f" * 32)

    assert (silent.status_code, said.status_code, forged.status_code) == (400, 302, 400)
    assert "How do you pay them?" in silent.content.decode()
    assert Question.objects.get().institution == other


def test_what_may_tell_of_a_patient_is_asked_about_once(roles, ask, answer, live):
    words = "Ask about MRN 00482213 first."
    asked = ask(roles.memberB, words)
    told = ask(roles.memberB, words, **sure(asked))

    assert (asked.status_code, told.status_code) == (400, 302)
    assert "MRN 00482213" in asked.content.decode()
    question = Question.objects.get()
    back = answer(roles.authorA, question, words)
    assert back.status_code == 400
    assert not Question.objects.get().is_answered
    assert answer(roles.authorA, question, words, **sure(back)).status_code == 302


def test_names_and_words_cannot_forge_the_letter(roles, live, ask):
    roles.memberB.name = "Bo\nBcc: all@people.example.org"
    roles.memberB.save()

    ask(roles.memberB, "-- \nYour account <b>ends</b>.")

    raw, words, html = parts(mail.outbox[0])
    assert raw["Subject"] == "Bo Bcc: all@people.example.org asks about “Night interpreters”"
    assert raw["Bcc"] is None
    assert len(mail.outbox[0].recipients()) == 1
    assert "> --\n> Your account" in words
    assert "&lt;b&gt;ends" in html


def test_who_has_no_name_writes_it_first(roles, ask):
    roles.memberB.name = ""
    roles.memberB.save()

    refused = ask(roles.memberB)

    assert refused.status_code == 409
    assert "Write your name on your account page first" in refused.content.decode()
    assert (mail.outbox, Question.objects.count()) == ([], 0)


# Limits ----------------------------------------------------------------------------------------
def test_five_an_hour_and_twenty_a_day(roles, live, ask):
    now = timezone.now()
    for minutes in (50, 40, 30, 20):
        asked_question(live, roles.memberB, now=now - dt.timedelta(minutes=minutes))
    assert ask(roles.memberB).status_code == 302
    refused = ask(roles.memberB, key="f" * 32)

    assert refused.status_code == 429
    page = refused.content.decode()
    assert "You have asked 5 questions in the last hour, which is the most." in page
    assert "How do you pay them?" in page
    again = timezone.localtime(now + dt.timedelta(minutes=10))
    assert f"{again:%A}, {again.hour % 12 or 12}:" in page
    assert ask(roles.memberB).status_code == 302  # the same form again is no other question
    assert Question.objects.count() == 5
    assert ask(roles.stewardB).status_code == 302  # another person is not hindered

    Question.objects.filter(asker=roles.memberB).update(asked_at=now - 2 * HOUR)
    for hours in (3, 6, 9):
        for number in range(5):
            Question.objects.create(
                practice=live, asker=roles.memberB, text="Before", key=f"{hours:016}{number:016}",
                asked_at=now - hours * HOUR,
            )  # fmt: skip
    refused = ask(roles.memberB, key="e" * 32)
    assert refused.status_code == 429
    assert "You have asked 20 questions in the last 24 hours" in refused.content.decode()


def test_a_house_behind_one_address_asks_as_it_likes(roles, live):
    """The limits are a person's own, so two hundred people of one network do not share them."""
    people = [MembershipFactory(institution=roles.b).user for _ in range(200)]

    answers = []
    for person in people:
        client = Client(REMOTE_ADDR="192.0.2.1")
        sign_in(client, person)
        answers.append(
            client.post(f"{live.get_absolute_url()}ask/", {"key": KEY, "text": "How?"}).status_code
        )

    assert set(answers) == {302}
    assert Question.objects.count() == 200


# Answering -------------------------------------------------------------------------------------
def test_an_answer_hides_both_addresses(roles, question, answer, client_of):
    done = answer(roles.authorA, question)

    assert (done.status_code, done["Location"]) == (302, question.get_absolute_url())
    (message,) = mail.outbox
    raw, words, html = parts(message)
    assert message.to == [roles.memberB.email]
    assert message.from_email == settings.DEFAULT_FROM_EMAIL
    assert raw["Subject"] == "Authora answered your question: “Night interpreters”"
    assert raw["Reply-To"] is None
    assert "ada-hidden" not in raw.as_string() + words + html
    for text in (words, html):
        for part in ("Authora", "Heron Lake Health", ANSWERED, "How do you pay them?",
                     question.get_absolute_url()):  # fmt: skip
            assert part in text
    assert "nobody reads what comes back" in words
    asker = client_of(roles.memberB).get(question.get_absolute_url()).content.decode()
    assert ANSWERED in asker
    assert "ada-hidden" not in asker
    for name in ("authorA", "memberA"):
        page = client_of(getattr(roles, name)).get(question.get_absolute_url()).content.decode()
        assert ANSWERED in page
        assert "bo-hidden" not in page


def test_each_address_is_shown_by_its_owner_with_the_answer(roles, live, answer, client_of):
    question = asked_question(live, roles.memberB, shows_address=True)
    mail.outbox.clear()
    before = client_of(roles.authorA).get(question.get_absolute_url()).content.decode()
    answer(roles.authorA, question, shows_address="on")

    raw, words, html = parts(mail.outbox[0])
    assert raw["Reply-To"] == "ada-hidden@people.example.org"
    assert "ada-hidden@people.example.org" in words
    assert "ada-hidden@people.example.org" in html
    assert "bo-hidden" not in before

    def page(who):
        return client_of(who).get(question.get_absolute_url()).content.decode()

    assert "mailto:ada-hidden@people.example.org" in page(roles.memberB)
    assert "mailto:bo-hidden@people.example.org" in page(roles.authorA)
    # To that one alone: the other who was asked learns neither.
    assert ANSWERED in page(roles.memberA)
    assert "hidden@people" not in page(roles.memberA)
    # Whose account is gone is written to no more.
    User.objects.filter(pk=roles.authorA.pk).update(is_active=False)
    assert "ada-hidden" not in page(roles.memberB)


def test_one_answer_is_enough(roles, question, answer, client_of):
    first, again = answer(roles.authorA, question), answer(roles.authorA, question)
    late = answer(roles.memberA, question, "Mine too.")
    other_words = answer(roles.authorA, question, "One thing more.")

    assert [one.status_code for one in (first, again, late, other_words)] == [302, 302, 409, 409]
    assert len(mail.outbox) == 1
    assert "Authora has answered this already" in late.content.decode()
    assert "Mine too." in late.content.decode()
    assert ANSWERED in late.content.decode()
    assert "You have answered this already" in other_words.content.decode()
    assert Question.objects.get().answer == ANSWERED
    assert soup(client_of(roles.memberA).get(question.get_absolute_url())).find("textarea") is None


@pytest.mark.django_db(transaction=True)
def test_answers_at_the_same_moment_send_one_letter(live, question, roles):
    results = at_once(
        *(
            lambda who=who: answered_question(question, who, f"By {who.name}")
            for who in (roles.authorA, roles.memberA)
        )
    )

    assert len(mail.outbox) == 1
    assert sum(isinstance(one, actions.CannotAnswer) for one in results) == 1, results
    assert f"By {Question.objects.get().answered_by.name}" in mail.outbox[0].body


def test_nobody_answers_who_has_left_the_portal(roles, question, answer, client_of):
    User.objects.filter(pk=roles.memberB.pk).update(is_active=False)

    refused = answer(roles.authorA, question)

    assert refused.status_code == 409
    assert "Who asked has left the portal" in refused.content.decode()
    assert mail.outbox == []
    assert "Questions to you" not in client_of(roles.authorA).get("/desk/").content.decode()


# Who reads -------------------------------------------------------------------------------------
def test_nobody_else_reads_it_not_even_the_administrator(roles, question, client_of, answer):
    """[QU5, QU6] The function, the query and the page say the same."""
    readers = {"memberB", "authorA", "memberA"}
    unknown = {}
    for name in EVERYBODY:
        user = getattr(roles, name)
        client = client_of(user)
        may = name in readers
        assert question_permissions.user_can_read_question(user, question) is may, name
        assert Question.objects.visible_to(user).filter(pk=question.pk).exists() is may, name
        got = answer_of(client.get(question.get_absolute_url()))
        unknown[name] = answer_of(client_of(user).get("/questions/999999999/"))
        if may:
            assert got.holds("How do you pay them?")
            continue
        assert not got.holds("How do you pay them?"), name
        if user and user.is_active:
            assert got == unknown[name], name
            sent = answer_of(client_of(user).post(question.get_absolute_url(), {"text": "Forged"}))
            missing = answer_of(client_of(user).post("/questions/999999999/", {"text": "Forged"}))
            assert sent == missing, name
            with pytest.raises(PermissionDenied):
                answered_question(question, user)
    assert answer(roles.memberB, question).status_code == 403  # who asked does not answer
    assert not Question.objects.get().is_answered


def test_it_is_on_no_page_of_others(roles, live, client_of):
    """Words of questions and answers stand nowhere that somebody else reads; the page is there."""
    question = asked_question(live, roles.memberB, "Zebra crossing")
    answered_question(question, roles.authorA, "Quagga crossing")
    paths = [
        "/desk/", "/questions/", live.get_absolute_url(), f"{live.get_absolute_url()}ask/",
        f"{live.get_absolute_url()}comments/", live.get_history_url(), "/practices/?q=zebra",
        "/api/v1/practices?q=zebra", "/feeds/practices.atom", "/questions/log/", "/record/",
        "/institutions/heron-lake-health/record/",
    ]  # fmt: skip
    for name in EVERYBODY:
        client = client_of(getattr(roles, name))
        found = {path for path in paths if b"ebra crossing" in body_of(client.get(path))} | {
            path for path in paths if b"uagga crossing" in body_of(client.get(path))
        }
        assert found == ({"/questions/"} if name in {"memberB", "authorA", "memberA"} else set())


def test_coordinators_see_who_asked_and_never_what(roles, question, client_of, answer):
    """[QU8]"""
    answer(roles.authorA, question)
    for name in EVERYBODY:
        got = client_of(getattr(roles, name)).get("/questions/log/")
        page = got.content.decode()
        if name in {"coord", "siteadmin"}:
            assert "Memberb (Bluestem Clinics) asked Authora, Membera" in page
            assert "Authora answered on" in page
        else:
            assert got.status_code == (302 if name in {"anon", "inactive"} else 403), name
            assert "Memberb" not in page
        for hidden in ("pay them", ANSWERED, "hidden@people"):
            assert hidden not in page, name


def test_who_leaves_the_institution_reads_and_answers_no_more(roles, question, client_of, answer):
    other = asked_question(question.practice, roles.stewardB, "Zebra?")
    answer(roles.memberA, other, "Of mine")
    mail.outbox.clear()
    members.leave(
        membership=Membership.objects.get(user=roles.memberA), by=roles.memberA, now=timezone.now()
    )
    roles.memberA.forget_roles()
    client = client_of(roles.memberA)

    assert client.get(question.get_absolute_url()).status_code == 404
    assert answer(roles.memberA, question).status_code == 404
    assert not question_permissions.user_can_read_question(roles.memberA, question)
    assert not Question.objects.visible_to(roles.memberA).filter(pk=question.pk).exists()
    # What they answered themselves stays theirs to read.
    assert "Of mine" in client.get(other.get_absolute_url()).content.decode()
    # The other who was asked still can, and a new question goes to that one alone.
    assert answer(roles.authorA, question).status_code == 302
    newer = asked_question(question.practice, roles.stewardB)
    assert list(newer.to.all()) == [roles.authorA]


def test_a_hidden_practice_takes_no_questions_and_keeps_those_there_are(
    roles, live, question, ask, answer, client_of
):
    actions.take_down(practice=live, by=roles.stewardA, reason="A name", now=timezone.now())
    mail.outbox.clear()

    page = client_of(roles.memberB).get(question.get_absolute_url()).content.decode()
    assert "How do you pay them?" in page
    assert "Night interpreters" not in page
    assert ask(roles.memberB, key="f" * 32).status_code == 404
    inside = ask(roles.stewardA, key="f" * 32)
    assert inside.status_code == 409
    assert "This practice is not public now" in inside.content.decode()
    assert answer(roles.authorA, question).status_code == 302
    (message,) = mail.outbox
    assert message.to == [roles.memberB.email]
    assert ANSWERED in message.body
    assert "Night interpreters" not in message.subject + message.body
    assert Question.objects.count() == 1


def test_a_withdrawn_practice_takes_no_questions(roles, live, question, ask, client_of):
    actions.withdraw(
        practice=live, by=roles.stewardA, reason="It did not hold.", now=timezone.now()
    )

    refused = ask(roles.memberB, key="f" * 32)

    assert refused.status_code == 409
    assert "How do you pay them?" in refused.content.decode()
    assert Question.objects.count() == 1
    page = client_of(roles.memberB).get(live.get_absolute_url()).content.decode()
    assert "Ask those who do it" not in page
    assert client_of(roles.memberB).get(question.get_absolute_url()).status_code == 200


# Lists -----------------------------------------------------------------------------------------
def test_the_own_list_has_what_was_asked_and_received(roles, live, question, client_of, answer):
    of_b = published_practice(institution=roles.b, author=roles.memberB, title="Of B")
    contact(of_b, roles.memberB)
    asked_question(of_b, roles.authorA, "Zebra?")

    def titles(who, show=""):
        page = soup(client_of(who).get(f"/questions/?show={show}"))
        return [one.text for one in page.select(".entry__name a")]

    assert titles(roles.memberB) == ["Of B", "Night interpreters"]
    assert titles(roles.memberB, "asked") == ["Night interpreters"]
    assert titles(roles.memberB, "received") == ["Of B"]
    assert titles(roles.memberB, "forged") == ["Of B", "Night interpreters"]
    assert titles(roles.stewardB) == []
    assert "Waits for you" in client_of(roles.memberB).get("/questions/").content.decode()


def test_what_waits_for_me_is_on_my_desk_until_it_is_answered(roles, question, client_of, answer):
    for who in (roles.authorA, roles.memberA):
        desk = soup(client_of(who).get("/desk/")).select_one("section[aria-labelledby=questions]")
        assert "How do you pay them?" in desk.text
        assert desk.select_one(f"a.button[href='{question.get_absolute_url()}']")
    for who in (roles.memberB, roles.stewardA, roles.coord, roles.siteadmin):
        assert "Questions to you" not in client_of(who).get("/desk/").content.decode()

    answer(roles.authorA, question)

    for who in (roles.authorA, roles.memberA):
        assert "Questions to you" not in client_of(who).get("/desk/").content.decode()


# Words are not lost ----------------------------------------------------------------------------
def test_words_outlive_a_session_that_ended(roles, live, question):
    for path, words in ((f"{live.get_absolute_url()}ask/", "Long words of mine"),
                        (question.get_absolute_url(), "Long answer of mine")):  # fmt: skip
        kept = Client().post(
            path, {"text": words, "key": KEY}, headers={"origin": "http://testserver"}
        )
        assert kept.status_code == 403
        assert words in kept.content.decode()
    assert Question.objects.count() == 1


# The database ----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("question_has_words", {"text": "x"}, {"text": ""}),
        ("question_answered_says", {"answer": "x"}, {"answer": ""}),
        ("question_answered_says", {"answer_shows_address": True}, {"answered_by": None}),
        ("question_answered_says", {}, {"answered_at": None}),
        ("question_answered_says", {}, {"answered_at": timezone.now() - dt.timedelta(days=9)}),
        ("question_is_not_answered_by_who_asked", {"answered_by": "memberA"},
         {"answered_by": "memberB"}),
        ("question_is_asked_once", {"key": "c" * 32}, {"key": "b" * 32}),
    ],
)  # fmt: skip
def test_constraints_of_a_question(name, good, bad, roles, live, question):
    other = asked_question(live, roles.memberB)
    Question.objects.filter(pk=other.pk).update(key="b" * 32)
    answered_question(question, roles.authorA)
    row = Question.objects.filter(pk=question.pk)
    good, bad = (
        {field: getattr(roles, value) if value and field == "answered_by" else value
         for field, value in values.items()}
        for values in (good, bad)
    )  # fmt: skip

    with transaction.atomic():
        assert row.update(**good, asked_at=question.asked_at) == 1
        transaction.set_rollback(True)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        row.update(**bad)


# What belongs to a person ------------------------------------------------------------------------
def test_own_data_holds_the_own_words_and_no_others(roles, live):
    from practices import question_own_data

    question = asked_question(live, roles.memberB, "Zebra?", shows_address=True)
    answered_question(question, roles.authorA, "Quagga.")

    (asked,) = question_own_data.asked(roles.memberB)
    (received,) = question_own_data.received(roles.authorA)
    (also,) = question_own_data.received(roles.memberA)

    assert (asked["practice"], asked["your_question"]) == ("Night interpreters", "Zebra?")
    assert asked["for"] == "Bluestem Clinics"
    assert asked["you_showed_your_address"] is True
    assert received["your_answer"] == "Quagga."
    assert (also["your_answer"], also["answered_by_you_on"]) == ("", None)
    assert "Quagga" not in str(asked)
    assert "Zebra" not in str([received, also])
    assert [row["practice"] for row in question_own_data.contacts(roles.authorA)] == [
        "Night interpreters"
    ]
    assert question_own_data.contacts(roles.memberB) == []


def test_deleting_an_account_leaves_answered_questions_to_the_others(roles, live, client_of):
    now = clock.now()
    answered = asked_question(live, roles.memberB, "Zebra?")
    answered_question(answered, roles.authorA, "Quagga.")
    open_one = asked_question(live, roles.memberB, "Okapi?")
    to_author = asked_question(live, roles.stewardB, "Tapir?")
    from practices import question_own_data

    question_own_data.forget(roles.memberB, addresses=[], now=now)
    question_own_data.forget(roles.authorA, addresses=[], now=now)

    assert set(Question.objects.all()) == {answered, to_author}
    assert "Quagga." in client_of(roles.memberA).get(answered.get_absolute_url()).content.decode()
    assert list(to_author.to.all()) == [roles.memberA]
    assert [one.user for one in live.contacts.all()] == [roles.memberA]
    assert open_one not in Question.objects.all()
