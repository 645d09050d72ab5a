"""The development mailbox: a real conversation, and a file for each message."""

from __future__ import annotations

import email
import email.policy
import smtplib
import subprocess
import sys
from email.message import EmailMessage

from tools.mailbox import MOST_MESSAGES, Mailbox
from tools.servers import PROJECT
from tools.valkey import free_port


def test_a_message_is_filed_as_it_was_sent_with_its_envelope(tmp_path):
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "tools.mailbox", str(tmp_path / "mailbox"), "--port", str(port)],
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        text=True,
        env={"PYTHONUNBUFFERED": "1"},
    )
    message = EmailMessage()
    message["From"] = "portal@collaborative.example.org"
    message["To"] = "reader@example.org"
    message["Subject"] = "Ein Gruß"
    message.set_content("Text with a line that starts with a dot:\n.\n")
    message.add_alternative("<p>HTML</p>", subtype="html")
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == f"listening on 127.0.0.1:{port}\n"
        with smtplib.SMTP("127.0.0.1", port) as client:
            client.send_message(message, to_addrs=["reader@example.org", "hidden@example.org"])
        line = process.stdout.readline()
        process.terminate()
        assert process.wait(5) == 0

    (path,) = (tmp_path / "mailbox").iterdir()
    assert path.suffix == ".eml"
    assert line == f"to reader@example.org, hidden@example.org: Ein Gruß ({path.name})\n"
    filed = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    assert filed["Return-Path"] == "<portal@collaborative.example.org>"
    assert filed.get_all("Delivered-To") == ["reader@example.org", "hidden@example.org"]
    assert filed["Subject"] == "Ein Gruß"
    assert filed.get_body(("plain",)).get_content().splitlines() == [
        "Text with a line that starts with a dot:",
        ".",
    ]
    assert filed.get_body(("html",)).get_content().strip() == "<p>HTML</p>"


def test_names_sort_by_time_and_only_the_newest_messages_are_kept(tmp_path):
    mailbox = Mailbox(tmp_path)
    for number in range(MOST_MESSAGES + 5):
        (tmp_path / f"20200101T000000.{number:06}Z-1.eml").touch()

    first = mailbox.file(b"Subject: one\r\n\r\n", sender="a@example.org", recipients=[])
    second = mailbox.file(b"Subject: two\r\n\r\n", sender="a@example.org", recipients=[])

    names = sorted(path.name for path in tmp_path.iterdir())
    assert len(names) == MOST_MESSAGES + 1
    assert names[-2:] == [first.name, second.name]
