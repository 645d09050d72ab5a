"""The development mailbox: a real SMTP server that files every message it is given.

It takes the listening socket from the program that starts it (`--fd`), or opens a port of its own
(`--port`), and writes one `.eml` file a message. The page `/dev/mailbox/` shows them.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import email
import email.policy
import itertools
import signal
import socket
from datetime import UTC, datetime
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

LARGEST_MESSAGE = 32 * 1024 * 1024
# A benchmark may send thousands: the newest are what a person looks for.
MOST_MESSAGES = 2000


class Mailbox:
    """Files what arrives; a message is there whole or not at all."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.folder.mkdir(parents=True, exist_ok=True)
        self._numbers = itertools.count(1)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: ARG002, N802  aiosmtpd calls it by this name
        content = envelope.content or b""
        raw = content if isinstance(content, bytes) else content.encode()
        path = self.file(raw, sender=envelope.mail_from or "", recipients=envelope.rcpt_tos)
        subject = email.message_from_bytes(raw, policy=email.policy.default).get("Subject", "")
        print(f"to {', '.join(envelope.rcpt_tos)}: {subject} ({path.name})", flush=True)
        return "250 Filed"

    def file(self, raw: bytes, *, sender: str, recipients: list[str]) -> Path:
        """One message, with the envelope in front as a last mail server would write it."""
        number = next(self._numbers)
        now = datetime.now(UTC)
        path = self.folder / f"{now:%Y%m%dT%H%M%S.%f}Z-{number}.eml"
        envelope = f"Return-Path: <{sender}>\r\n"
        envelope += "".join(f"Delivered-To: {recipient}\r\n" for recipient in recipients)
        new = path.with_suffix(".new")
        new.write_bytes(envelope.encode("utf-8", "replace") + raw)
        new.replace(path)
        if number % 100 == 1:
            self._forget_the_oldest()
        return path

    def _forget_the_oldest(self) -> None:
        for path in sorted(self.folder.glob("*.eml"))[:-MOST_MESSAGES]:
            path.unlink(missing_ok=True)


async def serve(mailbox: Mailbox, listener: socket.socket) -> None:
    loop = asyncio.get_running_loop()
    stopping = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopping.set)

    def conversation() -> SMTP:
        return SMTP(mailbox, data_size_limit=LARGEST_MESSAGE, enable_SMTPUTF8=True, ident="mailbox")

    server = await loop.create_server(conversation, sock=listener)
    address, port = listener.getsockname()[:2]
    print(f"listening on {address}:{port}", flush=True)
    async with contextlib.AsyncExitStack() as stack:
        stack.callback(server.close)
        await stopping.wait()


def listen(port: int = 0) -> socket.socket:
    """A listening socket on this machine alone."""
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", port))
    listener.listen(100)
    return listener


def main() -> None:
    parser = argparse.ArgumentParser(description="File every mail that arrives.")
    parser.add_argument("folder", type=Path)
    place = parser.add_mutually_exclusive_group(required=True)
    place.add_argument("--fd", type=int, help="a listening socket that the starter passes on")
    place.add_argument("--port", type=int, help="a port of 127.0.0.1")
    options = parser.parse_args()
    listener = listen(options.port) if options.fd is None else socket.socket(fileno=options.fd)
    asyncio.run(serve(Mailbox(options.folder), listener))


if __name__ == "__main__":
    main()
