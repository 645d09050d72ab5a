"""A real SMTP server on this machine that writes down what it takes before it says so.

`refuse(stage, answer)` scripts the next answer at a stage: an SMTP reply, `DROP` (hang up) or
`HANG` (say nothing). Stages: MAIL, RCPT, DATA (the command), BODY (after the final dot: the
message is written down first), BODY_BEFORE (the same, but the message is not taken).
"""

# ruff: noqa: N802  names and signatures are aiosmtpd's
from __future__ import annotations

import asyncio
import email
import email.policy
import socket
import ssl
import threading
from collections import Counter, defaultdict, deque
from email.message import EmailMessage
from pathlib import Path
from typing import Any, NamedTuple

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session, syntax

DROP = "drop"
HANG = "hang"
CERTIFICATE = Path(__file__).with_name("localhost.pem")


class Taken(NamedTuple):
    sender: str
    recipient: str
    content: bytes
    encrypted: bool

    @property
    def message(self) -> EmailMessage:
        return email.message_from_bytes(self.content, policy=email.policy.default)


class _Conversation(SMTP):
    """aiosmtpd's server with one stage more: the DATA command itself."""

    @syntax("DATA")
    async def smtp_DATA(self, arg: str) -> None:
        answer = await self.event_handler.scripted(self, "DATA")
        if answer is None:
            await super().smtp_DATA(arg)
        elif answer:
            await self.push(answer)


class Sink:
    """What the server took, in order, and what it is told to do."""

    def __init__(self) -> None:
        self.taken: list[Taken] = []
        self.commands: list[str] = []
        self.connections = 0
        self.host = "127.0.0.1"
        with socket.socket() as probe:
            probe.bind((self.host, 0))
            self.port = probe.getsockname()[1]
        self.user = ""
        self.password = ""
        self.offers_tls = False
        self.slowness = 0.0
        self._script: dict[str, deque[str]] = defaultdict(deque)
        self._lock = threading.Lock()
        self._controller: Controller | None = None

    def refuse(self, stage: str, *answers: str) -> None:
        self._script[stage].extend(answers)

    @property
    def copies(self) -> Counter[str]:
        """How many messages each address was given, by Message-ID and address."""
        with self._lock:
            return Counter(f"{one.message['Message-ID']} {one.recipient}" for one in self.taken)

    def start(self) -> Sink:
        more: dict[str, Any] = {}
        if self.offers_tls:
            context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
            context.load_cert_chain(CERTIFICATE)
            more["tls_context"] = context
        if self.user:
            more |= {"authenticator": self._authenticate, "auth_require_tls": self.offers_tls}
            more |= {"auth_required": True}
        sink = self

        class OneController(Controller):
            def factory(self) -> SMTP:
                return _Conversation(sink, enable_SMTPUTF8=False, ident="sink", **more)

        self._controller = OneController(sink, hostname=self.host, port=self.port)
        self._controller.start()
        self.connections = 0
        return self

    def stop(self) -> None:
        if self._controller:
            self._controller.stop(no_assert=True)
            self._controller = None

    def _authenticate(self, server, session, envelope, mechanism, data) -> AuthResult:
        right = (data.login, data.password) == (self.user.encode(), self.password.encode())
        return AuthResult(success=right, handled=False)

    async def scripted(self, server: SMTP, stage: str) -> str | None:
        """The scripted answer; nothing where none is scripted; empty where the line is gone."""
        self.commands.append(stage)
        if not self._script[stage]:
            return None
        answer = self._script[stage].popleft()
        if answer == HANG:
            await asyncio.sleep(60)
        if answer in {DROP, HANG}:
            server.transport.abort()
            return ""
        return answer

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, answers: list[str]
    ) -> list[str]:
        self.connections += 1
        session.host_name = hostname
        return answers

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = await self.scripted(server, "MAIL")
        if answer is not None:
            return answer
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = await self.scripted(server, "RCPT")
        if answer is not None:
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if (answer := await self.scripted(server, "BODY_BEFORE")) is not None:
            return answer
        with self._lock:
            self.taken += [
                Taken(
                    envelope.mail_from or "",
                    recipient,
                    envelope.original_content or b"",
                    session.ssl is not None,
                )
                for recipient in envelope.rcpt_tos
            ]
        if self.slowness:
            await asyncio.sleep(self.slowness)
        if (answer := await self.scripted(server, "BODY")) is not None:
            return answer
        return "250 2.0.0 taken"
