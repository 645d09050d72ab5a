"""What an end of the SMTP conversation means, against a real server with a script."""

from __future__ import annotations

import socket
import ssl

import pytest
from django.core import mail

from collaborative.core.mail import transport as carriers
from collaborative.core.mail.transport import CannotConnectError, Outcome, SMTPTransport

from .sink import CERTIFICATE, DROP, HANG, Sink

MESSAGE = (
    b"From: portal@collaborative.example.org\r\nTo: reader@mail.example.org\r\n"
    b"Message-ID: <1@example.org>\r\nSubject: News\r\n\r\n.A line with a dot\r\nthe end\r\n"
)


def line_to(sink, **more):
    return SMTPTransport(host=sink.host, port=sink.port, timeout=0.5, **more)


def say(line, recipient="reader@mail.example.org", message=MESSAGE):
    return line.send(
        sender="portal@collaborative.example.org", recipient=recipient, message=message
    )


def test_accepted_message_arrives_byte_for_byte(sink):
    line = line_to(sink)
    result = say(line)
    line.close()
    assert (result.outcome, result.stage, result.code) == (Outcome.ACCEPTED, "accepted", 250)
    assert result.text == "2.0.0 taken"
    (taken,) = sink.taken
    assert taken.sender == "portal@collaborative.example.org"
    assert taken.recipient == "reader@mail.example.org"
    assert taken.content == MESSAGE


def test_one_line_carries_a_batch_without_waiting_for_acknowledgements(sink):
    line = line_to(sink)
    line.open()
    assert line._smtp.sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) != 0
    assert [say(line).outcome for _ in range(3)] == [Outcome.ACCEPTED] * 3
    line.close()
    assert sink.connections == 1


@pytest.mark.parametrize(
    ("stage", "answer", "outcome", "named"),
    [
        ("MAIL", "451 4.3.0 later", Outcome.REFUSED_FOR_NOW, "MAIL"),
        ("MAIL", "550 5.1.8 no such sender", Outcome.REFUSED_FOR_GOOD, "MAIL"),
        ("MAIL", "530 5.7.0 sign in first", Outcome.REFUSED_FOR_NOW, "MAIL"),
        ("MAIL", DROP, Outcome.REFUSED_FOR_NOW, "MAIL"),
        ("MAIL", HANG, Outcome.REFUSED_FOR_NOW, "MAIL"),
        ("RCPT", "450 4.2.1 grey-listed", Outcome.REFUSED_FOR_NOW, "RCPT"),
        ("RCPT", "550 5.1.1 nobody here", Outcome.REFUSED_FOR_GOOD, "RCPT"),
        ("RCPT", DROP, Outcome.REFUSED_FOR_NOW, "RCPT"),
        ("RCPT", HANG, Outcome.REFUSED_FOR_NOW, "RCPT"),
        ("DATA", "451 4.3.2 busy", Outcome.REFUSED_FOR_NOW, "DATA"),
        ("DATA", "554 5.6.0 no", Outcome.REFUSED_FOR_GOOD, "DATA"),
        ("DATA", DROP, Outcome.REFUSED_FOR_NOW, "DATA"),
        ("BODY_BEFORE", "452 4.2.2 mailbox full", Outcome.REFUSED_FOR_NOW, "after DATA"),
        ("BODY_BEFORE", "554 5.7.1 spam", Outcome.REFUSED_FOR_GOOD, "after DATA"),
        ("BODY_BEFORE", DROP, Outcome.UNKNOWN, "after DATA"),
        ("BODY", DROP, Outcome.UNKNOWN, "after DATA"),
        ("BODY", HANG, Outcome.UNKNOWN, "after DATA"),
    ],
)
def test_every_end_of_the_conversation_has_a_meaning(sink, stage, answer, outcome, named):
    sink.refuse(stage, answer)
    line = line_to(sink)
    result = say(line)
    assert (result.outcome, result.stage) == (outcome, named)
    # Whatever happened, the next message goes through: on this line or a new one.
    assert say(line, "second@mail.example.org").outcome is Outcome.ACCEPTED
    line.close()
    taken = [one.recipient for one in sink.taken]
    assert taken == (["reader@mail.example.org"] if stage == "BODY" else []) + [
        "second@mail.example.org"
    ]


@pytest.mark.parametrize("goodbye", [DROP, "421 4.3.2 enough for one line"])
def test_server_that_hangs_up_between_messages_is_called_again(sink, goodbye):
    line = line_to(sink)
    assert say(line).outcome is Outcome.ACCEPTED
    sink.refuse("MAIL", goodbye)
    assert say(line, "second@mail.example.org").outcome is Outcome.ACCEPTED
    line.close()
    assert sink.connections == 2


def test_address_that_smtp_cannot_name_is_refused_without_a_word(sink):
    line = line_to(sink)
    line.open()
    for address in ("a\r\nRCPT TO:<b@x.org>@mail.example.org", "zoë@mail.example.org"):
        assert say(line, address).outcome is Outcome.REFUSED_FOR_GOOD
    line.close()
    assert sink.commands == []


def test_no_server_is_told_before_anything_is_sent():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    line = SMTPTransport(host="127.0.0.1", port=port, timeout=0.5)
    with pytest.raises(CannotConnectError, match="refused"):
        line.open()
    assert say(line).outcome is Outcome.REFUSED_FOR_NOW


def test_starttls_refused_means_not_one_word_in_clear_text(sink):
    line = line_to(sink, starttls=True, user="portal", password="secret")
    with pytest.raises(CannotConnectError, match="STARTTLS"):
        line.open()
    assert say(line).outcome is Outcome.REFUSED_FOR_NOW
    assert sink.commands == []


@pytest.fixture
def tls_sink():
    server = Sink()
    server.offers_tls = True
    server.user, server.password = "portal", "secret"
    yield server.start()
    server.stop()


def test_starttls_and_sign_in(tls_sink):
    trusted = ssl.create_default_context(cafile=CERTIFICATE)
    line = line_to(tls_sink, starttls=True, user="portal", password="secret", context=trusted)
    assert say(line).outcome is Outcome.ACCEPTED
    line.close()
    (taken,) = tls_sink.taken
    assert taken.encrypted


def test_certificate_that_nobody_vouches_for_gets_nothing(tls_sink):
    line = line_to(tls_sink, starttls=True, user="portal", password="secret")
    with pytest.raises(CannotConnectError, match="certificate"):
        line.open()
    assert tls_sink.commands == []


def test_wrong_password_is_about_us_and_stays_unsaid(tls_sink):
    trusted = ssl.create_default_context(cafile=CERTIFICATE)
    line = line_to(tls_sink, starttls=True, user="portal", password="wrong", context=trusted)
    with pytest.raises(CannotConnectError) as refused:
        line.open()
    assert str(refused.value) == "the mail server did not accept the sign-in (535)"


def test_settings_choose_the_transport(settings, sink):
    settings.EMAIL_BACKEND = carriers.SMTP_BACKEND
    settings.EMAIL_HOST, settings.EMAIL_PORT = sink.host, sink.port
    settings.EMAIL_USE_TLS = True
    line = carriers.from_settings()
    assert isinstance(line, SMTPTransport)
    assert (line.host, line.port, line.starttls) == (sink.host, sink.port, True)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    other = carriers.from_settings()
    other.open()
    assert say(other).outcome is Outcome.ACCEPTED
    assert mail.outbox[0].message()["Subject"] == "News"
