"""The SMTP conversation, stage by stage, so that the ledger knows what an end of it means.

A message is accepted once the server answered 250 after the final dot, and only then. Before the
first byte of the message is on its way a broken line means "not sent": trying again is safe. From
that byte on silence means "perhaps sent", and nobody may try again by themselves.
"""

from __future__ import annotations

import contextlib
import smtplib
import socket
import ssl
from collections.abc import Iterator
from typing import Any

from django.core.mail.message import sanitize_address
from django.core.mail.utils import DNS_NAME

from .outcomes import LONGEST_ANSWER, CannotConnectError, Outcome, Result

READY = 220
OK = 250
WILL_FORWARD = 251
GO_AHEAD = 354
NOT_NOW = 400
PERMANENT = 500
CLOSING = 421
# "Sign in first", "encrypt first": about us and our settings, not about this reader.
ABOUT_US = (530, 534, 535, 538)


class _LineBrokenError(Exception):
    """The server went away or spoke nonsense."""


class _Prompt:
    """Small packets leave at once: else every message waits for a delayed acknowledgement."""

    def connect(self, host: str = "localhost", port: int = 0, *args: Any) -> tuple[int, bytes]:
        self._host = host  # the certificate is checked against this name
        return super().connect(host, port, *args)  # type: ignore[misc]

    def _get_socket(self, *args: Any) -> socket.socket:
        connected = super()._get_socket(*args)  # type: ignore[misc]
        connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return connected


class _PlainSMTP(_Prompt, smtplib.SMTP):
    """Clear text, or STARTTLS once asked."""


class _SMTPOverTLS(_Prompt, smtplib.SMTP_SSL):
    """TLS from the first byte."""


class SMTPTransport:
    """One line to the mail server of EMAIL_URL, kept for a batch and opened again if it broke.

    With STARTTLS asked for, no word about a message is said in clear text: a server that offers
    none, or whose certificate does not hold, gets nothing.
    """

    def __init__(
        self,
        *,
        host: str,
        port: int,
        user: str = "",
        password: str = "",
        starttls: bool = False,
        tls: bool = False,
        timeout: float = 20,
        context: ssl.SSLContext | None = None,
    ) -> None:
        self.host, self.port = host, port
        self.user, self.password = user, password
        self.starttls, self.tls = starttls, tls
        self.timeout = timeout
        self.context = context
        self._smtp: smtplib.SMTP | None = None

    @property
    def is_open(self) -> bool:
        return self._smtp is not None and self._smtp.sock is not None

    def open(self) -> None:
        if self.is_open:
            return
        try:
            self._smtp = self._connect()
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            raise CannotConnectError(_plain(error)) from error

    def _connect(self) -> smtplib.SMTP:
        name = str(DNS_NAME)
        smtp: smtplib.SMTP
        if self.tls:
            context = self._tls_context()
            smtp = _SMTPOverTLS(local_hostname=name, timeout=self.timeout, context=context)
        else:
            smtp = _PlainSMTP(local_hostname=name, timeout=self.timeout)
        # Kept from here on, so that whatever goes wrong below closes the socket.
        self._smtp = smtp
        code, text = smtp.connect(self.host, self.port)
        if code != READY:
            raise smtplib.SMTPConnectError(code, text)
        smtp.ehlo_or_helo_if_needed()
        if self.starttls:
            # Raises where the server offers none or answers anything but 220.
            smtp.starttls(context=self._tls_context())
            smtp.ehlo_or_helo_if_needed()
        if self.user:
            smtp.login(self.user, self.password)
        return smtp

    def _tls_context(self) -> ssl.SSLContext:
        return self.context or ssl.create_default_context()

    def send(self, *, sender: str, recipient: str, message: bytes) -> Result:
        """MAIL, RCPT, DATA, the message; never raises for what the server or the line does."""
        try:
            # The part before @ as it stands; a domain in other letters by its ASCII name.
            recipient.rpartition("@")[0].encode("ascii")
            address = sanitize_address(recipient, "ascii")
        except ValueError:
            return Result(Outcome.REFUSED_FOR_GOOD, "address", 0, "not an address SMTP can name")
        stage = "MAIL"
        try:
            if refusal := self._mail_on_a_living_line(sender):
                return refusal
            stage = "RCPT"
            line = f"rcpt TO:{smtplib.quoteaddr(address)}"
            if refusal := self._command(stage, line, (OK, WILL_FORWARD)):
                return refusal
            stage = "DATA"
            if refusal := self._command(stage, "data", (GO_AHEAD,)):
                return refusal
        except (CannotConnectError, _LineBrokenError) as error:
            self.close()
            return Result(Outcome.REFUSED_FOR_NOW, stage, 0, str(error))
        return self._body(message)

    def close(self) -> None:
        """Says goodbye if the server still listens."""
        smtp, self._smtp = self._smtp, None
        if smtp is None or smtp.sock is None:
            return
        with contextlib.suppress(OSError, smtplib.SMTPException, ValueError):
            smtp.sock.settimeout(1)
            smtp.quit()
        smtp.close()

    def _mail_on_a_living_line(self, sender: str) -> Result | None:
        """MAIL; once more on a new line where the server hung up between two messages."""
        was_open = self.is_open
        self.open()
        try:
            refusal = self._mail(sender)
        except _LineBrokenError:
            if not was_open:
                raise
        else:
            if refusal is None or refusal.code != CLOSING or not was_open:
                return refusal
        self.close()
        self.open()
        return self._mail(sender)

    def _mail(self, sender: str) -> Result | None:
        smtp = self._require()
        eight_bit = " BODY=8BITMIME" if smtp.does_esmtp and smtp.has_extn("8bitmime") else ""
        line = f"mail FROM:{smtplib.quoteaddr(sender)}{eight_bit}"
        return self._command("MAIL", line, (OK,))

    def _command(self, stage: str, line: str, good: tuple[int, ...]) -> Result | None:
        """Says one line; gives the refusal, or nothing where the answer is good."""
        smtp = self._require()
        with _broken_line():
            code, answer = smtp.docmd(line)
        if code in good:
            return None
        text = _words(answer)
        if code == CLOSING or code < 0:
            self.close()
        else:
            self._reset()
        for_good = code >= PERMANENT and code not in ABOUT_US
        outcome = Outcome.REFUSED_FOR_GOOD if for_good else Outcome.REFUSED_FOR_NOW
        return Result(outcome, stage, code, text)

    def _body(self, message: bytes) -> Result:
        """From the first byte on only an answer can say what became of it."""
        smtp = self._require()
        try:
            with _broken_line():
                smtp.send(_dotted(message))
                code, answer = smtp.getreply()
        except _LineBrokenError as error:
            self.close()
            return Result(Outcome.UNKNOWN, "after DATA", 0, str(error))
        text = _words(answer)
        if code == CLOSING:
            self.close()
        if code == OK:
            return Result(Outcome.ACCEPTED, "accepted", code, text)
        if code >= PERMANENT:
            return Result(Outcome.REFUSED_FOR_GOOD, "after DATA", code, text)
        if NOT_NOW <= code < PERMANENT:
            return Result(Outcome.REFUSED_FOR_NOW, "after DATA", code, text)
        self.close()
        return Result(Outcome.UNKNOWN, "after DATA", code, text)

    def _reset(self) -> None:
        """After a refusal the next message starts clean; a dead line is found by the next one."""
        with contextlib.suppress(OSError, smtplib.SMTPException):
            self._require().rset()

    def _require(self) -> smtplib.SMTP:
        if self._smtp is None:
            raise _LineBrokenError("the line is closed")
        return self._smtp


@contextlib.contextmanager
def _broken_line() -> Iterator[None]:
    try:
        yield
    except (OSError, smtplib.SMTPException) as error:
        raise _LineBrokenError(_plain(error)) from error


def _plain(error: Exception) -> str:
    """The reason in words, without an address or a password."""
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return f"the mail server did not accept the sign-in ({error.smtp_code})"
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {_words(error.smtp_error)}"
    if isinstance(error, TimeoutError):
        return "no answer in time"
    return str(error) or type(error).__name__


def _words(answer: bytes | str) -> str:
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:LONGEST_ANSWER]


def _dotted(message: bytes) -> bytes:
    """The message as it goes over the line: CRLF, leading dots doubled, closed by a dot."""
    lines = message.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
    if lines and not lines[-1]:
        lines.pop()
    stuffed = (b"." + line if line.startswith(b".") else line for line in lines)
    return b"\r\n".join(stuffed) + b"\r\n.\r\n"
