"""Writing to a person: what arrives, what is refused, and what neither side learns."""

from __future__ import annotations

import datetime as dt
import threading
from email import message_from_bytes, policy

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from collaborative.directory import actions
from collaborative.directory.models import Letter, NoLetters
from tests.factories import MembershipFactory
from tests.matrix import answer_of

pytestmark = pytest.mark.django_db
KEY = "0123456789abcdef" * 2
WORDS = {"subject": "Night interpreters", "text": "How do you pay them?\n\nAnd who\n> trains?"}


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def people(roles):
    """`roles` with two people who are shown: `ada` of A and `bo` of B."""
    roles.ada, roles.bo = (
        MembershipFactory(
            institution=house, user__name=name, user__email=email, user__is_shown=True
        ).user
        for house, name, email in (
            (roles.a, "Ada Birk", "ada-hidden@people.example.org"),
            (roles.b, "Bo Carr", "bo-hidden@people.example.org"),
        )
    )
    return roles


@pytest.fixture
def send(client_of, commit):
    """`send(sender, recipient, …)`: the form as a browser sends it."""

    def post(sender, recipient, **more):
        with commit():
            return client_of(sender).post(f"/people/{recipient.pk}/", {"key": KEY, **WORDS, **more})

    return post


def parts(message):
    """Headers, words and HTML as they go out."""
    raw = message_from_bytes(message.message().as_bytes(), policy=policy.default)
    return raw, raw.get_body("plain").get_content(), raw.get_body("html").get_content()


def test_a_letter_arrives_and_shows_no_address(people, client_of, send):
    page = client_of(people.bo).get(f"/people/{people.ada.pk}/").content.decode()

    answer = send(people.bo, people.ada)

    after = client_of(people.bo).get(answer["Location"]).content.decode()
    assert (answer.status_code, answer["Location"]) == (302, f"/people/{people.ada.pk}/")
    assert "ada-hidden" not in page + after
    (message,) = mail.outbox
    raw, words, html = parts(message)
    assert message.to == ["ada-hidden@people.example.org"]
    assert message.from_email == settings.DEFAULT_FROM_EMAIL
    assert raw["Subject"] == "Night interpreters (from Bo Carr)"
    assert raw["Reply-To"] is None
    assert "bo-hidden" not in raw.as_string()
    sign_in = f"{settings.BASE_URL}/accounts/login/?next=%2Fpeople%2F"
    for text in (words, html):
        for part in ("Bo Carr", "Bluestem Clinics", "How do you pay them?", settings.SITE_NAME,
                     f"{sign_in}{people.bo.pk}%2F", f"{sign_in}letters%2F"):  # fmt: skip
            assert part in text
    assert "> > trains?" in words
    assert "<script" not in html
    # The way to answer opens for the one who got the letter.
    assert client_of(people.ada).get(f"/people/{people.bo.pk}/").status_code == 200


def test_who_wants_it_is_answered_by_mail(people, send):
    send(people.bo, people.ada, shows_address="on")

    raw, words, html = parts(mail.outbox[0])
    assert raw["Reply-To"] == "bo-hidden@people.example.org"
    assert "bo-hidden@people.example.org" in words
    assert "bo-hidden@people.example.org" in html
    assert f"/accounts/login/?next=%2Fpeople%2F{people.bo.pk}" not in words


@pytest.mark.parametrize(
    "subject",
    ["Hi\nBcc: all@people.example.org", "Hi\r\nX: y", "a\tb", "a\x0bb", "a\u2028b", "a\x85b"],
)
def test_a_subject_of_several_lines_is_refused(subject, people, send):
    answer = send(people.bo, people.ada, subject=subject)

    assert answer.status_code == 400
    page = answer.content.decode()
    assert "Write the subject on one line" in page
    assert "How do you pay them?" in page
    assert (mail.outbox, Letter.objects.count()) == ([], 0)


def test_names_and_words_cannot_forge_the_letter(people, send):
    people.bo.name = "Bo\nBcc: all@people.example.org"
    people.bo.save()

    send(people.bo, people.ada, text="-- \nYour account <b>ends</b>. \u200d\U0001f469")

    raw, words, html = parts(mail.outbox[0])
    assert raw["Subject"] == "Night interpreters (from Bo Bcc: all@people.example.org)"
    assert raw["Bcc"] is None
    assert mail.outbox[0].recipients() == ["ada-hidden@people.example.org"]
    assert "> --\n> Your account" in words
    assert "&lt;b&gt;ends" in html


def test_a_form_that_is_sent_twice_sends_one_letter(people, send):
    first, again = send(people.bo, people.ada), send(people.bo, people.ada)
    other_words = send(people.bo, people.ada, text="One thing more.")

    assert [a.status_code for a in (first, again, other_words)] == [302, 302, 302]
    assert len(mail.outbox) == Letter.objects.count() == 2
    assert "One thing more." in mail.outbox[1].body


def test_an_old_page_loses_no_words(people, send):
    send(people.bo, people.ada, key="")
    refused = send(people.bo, people.ada, key="not a key", subject="")

    assert len(mail.outbox) == 1
    soup = BeautifulSoup(refused.content, "html.parser")
    assert len(soup.find(id="id_key")["value"]) == 32
    assert "How do you pay them?" in soup.find(id="id_text").text


def test_who_is_not_shown_is_as_unknown_as_nobody(people, client_of, send):
    """[PE2]"""
    for sender in (people.bo, people.coord, people.nomember, people.exA, None):
        unknown = answer_of(client_of(sender).post("/people/999999999/", {"key": KEY, **WORDS}))
        assert answer_of(send(sender, people.memberA)) == unknown
        assert unknown.status == 404
    for sender in (people.nomember, people.exA, people.inactive, None):
        assert send(sender, people.ada).status_code == 404
    assert (mail.outbox, Letter.objects.count()) == ([], 0)
    assert send(people.bo, people.ada).status_code == 302


def test_a_person_switches_letters_off_and_on(people, client_of, send):
    """[PE3]"""
    ada = client_of(people.ada)
    ada.post("/people/letters/", {"user": people.bo.pk, "takes": ""})

    page = client_of(people.bo).get(f"/people/{people.ada.pk}/").content.decode()
    refused = send(people.bo, people.ada)

    assert list(NoLetters.objects.values_list("user", flat=True)) == [people.ada.pk]
    assert "Ada Birk gets no letters through the portal." in page
    assert "Send the letter" not in page
    assert refused.status_code == 409
    assert "Your letter was not sent." in refused.content.decode()
    assert mail.outbox == []
    box = BeautifulSoup(ada.get("/people/letters/").content, "html.parser").find(id="id_takes")
    assert not box.has_attr("checked")

    ada.post("/people/letters/", {"takes": "on"})
    assert send(people.bo, people.ada).status_code == 302
    assert len(mail.outbox) == 1


def test_a_writer_can_be_answered(people, send):
    """Whoever is not shown has no page on which to be answered, so the address must be seen."""
    refused = send(people.memberB, people.ada)
    sent = send(people.memberB, people.ada, shows_address="on")
    NoLetters.objects.create(user=people.bo)

    assert refused.status_code == 409
    assert "could not answer you" in refused.content.decode()
    assert "How do you pay them?" in refused.content.decode()
    assert sent.status_code == 302
    assert send(people.bo, people.ada).status_code == 409
    assert len(mail.outbox) == 1


def test_nobody_writes_to_themself_or_without_a_name(people, send):
    own = send(people.ada, people.ada)
    people.memberB.name = ""
    people.memberB.save()
    nameless = send(people.memberB, people.ada, shows_address="on")

    assert (own.status_code, nameless.status_code) == (409, 409)
    assert "Write your name on your account page first" in nameless.content.decode()
    assert mail.outbox == []


def test_three_letters_a_day_to_one_person(people, send):
    now = timezone.now()
    for hours in (30, 23, 2, 1):
        Letter.objects.create(
            sender=people.bo, recipient=people.ada, fingerprint=str(hours),
            sent_at=now - dt.timedelta(hours=hours),
        )  # fmt: skip
    other = MembershipFactory(user__is_shown=True).user

    refused = send(people.bo, people.ada)

    assert refused.status_code == 429
    page = refused.content.decode()
    assert "You have sent 3 letters to Ada Birk in the last 24 hours" in page
    assert "How do you pay them?" in page
    assert 'value="Night interpreters"' in page
    again = timezone.localtime(now + dt.timedelta(hours=1))
    assert f"{again:%A}, {again.hour % 12 or 12}:" in page
    assert mail.outbox == []
    assert send(people.bo, other).status_code == 302
    Letter.objects.filter(fingerprint="23").update(sent_at=now - dt.timedelta(hours=24))
    assert send(people.bo, people.ada).status_code == 302


def test_ten_letters_a_day_for_one_writer(people, send):
    for number in range(10):
        Letter.objects.create(sender=people.bo, recipient=None, fingerprint=str(number))

    refused = send(people.bo, people.ada)

    assert refused.status_code == 429
    assert "You have sent 10 letters in the last 24 hours" in refused.content.decode()
    assert mail.outbox == []
    people.memberB.is_shown = True
    people.memberB.save()
    assert send(people.memberB, people.ada).status_code == 302


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("same", [True, False])
def test_forms_at_the_same_moment_keep_the_rules(same, people):
    """One form sends one letter, and the tenth letter is the last, however they arrive."""
    if not same:
        for number in range(9):
            Letter.objects.create(sender=people.bo, recipient=None, fingerprint=str(number))
    before, start, went = Letter.objects.count(), threading.Barrier(4), []

    def go(number):
        try:
            start.wait(timeout=10)
            actions.write(
                to=people.ada, by=people.bo, now=timezone.now(), shows_address=False,
                key=KEY if same else str(number), **WORDS,
            )  # fmt: skip
            went.append("sent")
        except actions.TooManyLetters:
            went.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=go, args=[number]) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert Letter.objects.count() == before + 1
    assert len(mail.outbox) == 1
    assert sorted(went) == (["sent"] * 4 if same else ["refused"] * 3 + ["sent"])


def test_coordinators_see_who_wrote_and_never_what(people, client_of, send):
    """[PE4]"""
    send(people.bo, people.ada)
    Letter.objects.create(
        sender=people.bo, recipient=None, fingerprint="gone",
        sent_at=dt.datetime(2026, 7, 4, 17, 5, tzinfo=dt.UTC),
    )  # fmt: skip

    for name in ("anon", "nomember", "memberB", "stewardA", "exA", "inactive"):
        answer = client_of(getattr(people, name)).get("/people/letters/log/")
        assert answer.status_code == (302 if name in {"anon", "inactive"} else 403)
        assert "Bo Carr" not in answer.content.decode()
    for name in ("coord", "siteadmin"):
        page = client_of(getattr(people, name)).get("/people/letters/log/").content.decode()
        assert f"Bo Carr ({people.b}) wrote to Ada Birk" in page
        assert "Bo Carr wrote to a former member" in page
        assert "July 4, 2026, 12:05 p.m. CDT" in page
        assert "interpreters" not in page
    assert not Letter.objects.visible_to(people.stewardA).exists()
    assert Letter.objects.visible_to(people.coord).count() == 2
    kept = Letter.objects.filter(recipient=people.ada).values().get()
    assert set(kept) == {
        "id", "sender_id", "recipient_id", "institution_id", "sent_at", "fingerprint",
    }  # fmt: skip


def test_the_log_asks_the_same_for_one_and_three(people, client_of, django_assert_num_queries):
    client = client_of(people.coord)
    for number in (1, 2):
        Letter.objects.create(sender=people.bo, recipient=people.ada, fingerprint=str(number))
        with django_assert_num_queries(5):
            assert client.get("/people/letters/log/").status_code == 200
        Letter.objects.create(sender=people.ada, recipient=people.memberB, fingerprint=f"x{number}")


def test_a_line_is_there_once_a_form(people):
    Letter.objects.create(sender=people.bo, recipient=people.ada, fingerprint="x")
    Letter.objects.create(sender=people.ada, recipient=people.bo, fingerprint="x")
    with pytest.raises(IntegrityError, match="letter_is_sent_once_a_form"), transaction.atomic():
        Letter.objects.create(sender=people.bo, recipient=people.ada, fingerprint="x")
