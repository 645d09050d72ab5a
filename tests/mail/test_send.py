"""A letter to one person: on commit, in two forms, safe against what people type."""

from __future__ import annotations

import email
import email.policy
import logging

import pytest
from django.core import mail
from django.db import transaction

from collaborative.core.mail.send import send_mail_message


@pytest.fixture
def letter(settings, tmp_path):
    """A letter of its own, so that the real ones may change."""
    folder = tmp_path / "templates" / "emails"
    folder.mkdir(parents=True)
    (folder / "probe_subject.txt").write_text("News: {{ title }}\n")
    (folder / "probe.txt").write_text("{{ title }} at {{ BASE_URL }}\n\n{{ POSTAL_ADDRESS }}")
    (folder / "probe.html").write_text(
        "<!doctype html><html lang='en'><head><style>p{color:#123456}"
        "@media (prefers-color-scheme:dark){p{color:#fff!important}}</style></head>"
        "<body><p>{{ title }}</p></body></html>"
    )
    templates = [{**settings.TEMPLATES[0]}]
    templates[0]["DIRS"] = [tmp_path / "templates", *templates[0]["DIRS"]]
    settings.TEMPLATES = templates
    return "probe"


@pytest.fixture
def committing(db, django_capture_on_commit_callbacks):
    """`with committing():` does at its end what a commit would do."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def send(letter, *, to="reader@mail.example.org", title="Language access", **more):
    send_mail_message(to=to, template=letter, context={"title": title}, **more)


def test_letter_leaves_when_the_transaction_commits(letter, committing):
    with committing():
        send(letter)
        assert mail.outbox == []
    (message,) = mail.outbox
    assert message.to == ["reader@mail.example.org"]
    assert message.subject == "News: Language access"
    assert "http://testserver" in message.body
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"
    html, kind = message.alternatives[0]
    assert kind == "text/html"
    assert '<p style="color: #123456;">Language access</p>' in html
    assert "prefers-color-scheme" in html


def test_letter_stays_when_the_transaction_is_undone(letter, committing):
    class ChangedMyMindError(Exception):
        pass

    def write_and_fail():
        with transaction.atomic():
            send(letter)
            raise ChangedMyMindError

    with committing():
        with pytest.raises(ChangedMyMindError):
            write_and_fail()
        send(letter, title="The second")
    assert [message.subject for message in mail.outbox] == ["News: The second"]


def test_title_cannot_add_a_header(letter, committing):
    with committing():
        send(
            letter,
            title="Hello\r\nBcc: everybody@mail.example.org\x00\u2028x",
            headers={"X-Thing": "a\r\nBcc: b@mail.example.org"},
        )
    (message,) = mail.outbox
    assert message.subject == "News: Hello Bcc: everybody@mail.example.org x"
    raw = message.message()
    assert raw["Bcc"] is None
    assert raw["X-Thing"] == "a Bcc: b@mail.example.org"


def test_what_looks_like_an_encoded_word_is_shown_as_typed(letter, committing):
    typed = "=?utf-8?q?Pay=0D=0Ahere?="
    with committing():
        send(letter, title=typed)
    read = email.message_from_bytes(
        mail.outbox[0].message().as_bytes(), policy=email.policy.default
    )
    assert read["subject"] == f"News: {typed}"


def test_title_is_escaped_in_html(letter, committing):
    with committing():
        send(letter, title="<script>alert(1)</script>")
    (message,) = mail.outbox
    assert "<script>" not in message.alternatives[0][0]
    assert "<script>" in message.body
    assert message.subject == "News: <script>alert(1)</script>"


def test_address_that_is_none_sends_nothing_and_stays_out_of_the_log(letter, committing, caplog):
    with committing():
        send(letter, to="a@mail.example.org\nBcc: b@mail.example.org")
    assert mail.outbox == []
    assert "not sent" in caplog.text
    assert "example.org" not in caplog.text


def test_dead_mail_server_does_not_break_what_happened(letter, committing, settings, caplog):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    with caplog.at_level(logging.ERROR), committing():
        send(letter)
    assert "Mail probe not sent" in caplog.text


@pytest.mark.parametrize(
    "title",
    [
        "“Interpreters at the front desk of every clinic, and what we learned from it”",
        "“" + "w" * 90 + "”",
        "ü" * 60,
    ],
)
def test_a_long_subject_begins_right_after_its_name(letter, committing, title):
    """A fold before the first word reaches the reader as a space."""
    with committing():
        send(letter, title=title)
    raw = mail.outbox[0].message().as_bytes(linesep="\r\n")

    assert raw.count(b"Subject:") == 1
    assert b"\r\nSubject: =?utf-8?" in raw
    read = email.message_from_bytes(raw, policy=email.policy.default)
    assert read["Subject"] == f"News: {title}"
    assert all(len(line) <= 76 for line in raw.split(b"\r\n") if b"=?utf-8?" in line)
