"""The design system and the mailbox: for people who build, on their machines."""

from __future__ import annotations

from email import policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

WORKSHOP = ["/design-system/", "/design-system/mail/", "/dev/mailbox/"]


@pytest.fixture
def mailbox(settings, tmp_path) -> Path:
    settings.MAILBOX_DIR = str(tmp_path / "mailbox")
    folder = Path(settings.MAILBOX_DIR)
    folder.mkdir()
    return folder


def file_mail(folder: Path, name: str, *, subject: str, text: str, html: str = "") -> None:
    message = EmailMessage()
    message["From"] = "portal@collaborative.example.org"
    message["To"] = "ida@people.example.org"
    message["Subject"] = subject
    message["Date"] = "Sat, 21 Nov 2026 18:00:00 -0000"  # as Django writes it
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    (folder / name).write_bytes(message.as_bytes(policy=policy.SMTP))  # as it came over the wire


@pytest.mark.parametrize("path", WORKSHOP)
def test_the_workshop_is_open_in_tests_and_shut_in_production(client, db, settings, mailbox, path):
    assert client.get(path).status_code == 200
    settings.WORKSHOP = False
    assert client.get(path).status_code == 404


def test_the_mailbox_lists_newest_first_and_shows_a_code(client, db, mailbox):
    file_mail(mailbox, "20261121T120000.000001Z-1.eml", subject="Older", text="Nothing here")
    file_mail(
        mailbox, "20261121T120001.000001Z-2.eml", subject="Newer", text="Code:\n\nK7PM-2QXD\n"
    )
    page = BeautifulSoup(client.get("/dev/mailbox/").content, "html.parser")
    assert [link.text for link in page.select(".card__title a")] == ["Newer", "Older"]
    assert "K7PM-2QXD" in page.select_one(".card__facts").text
    detail = client.get(page.select_one(".card__title a")["href"])
    assert BeautifulSoup(detail.content, "html.parser").find(id="code").text == "K7PM-2QXD"
    page = client.get("/dev/mailbox/").content.decode()
    assert "<strong>K7PM-2QXD</strong>" in page
    assert "November 21, noon" in page


def test_a_mail_shows_its_text_and_headers_as_they_are(client, db, mailbox):
    file_mail(mailbox, "1.eml", subject="<script>", text="a < b", html="<p>a</p>")
    text = BeautifulSoup(client.get("/dev/mailbox/1.eml/?show=text").content, "html.parser")
    headers = BeautifulSoup(client.get("/dev/mailbox/1.eml/?show=headers").content, "html.parser")
    assert text.pre.text.strip() == "a < b"
    assert "Subject: <script>" in headers.pre.text
    assert client.get("/dev/mailbox/1.eml/?show=source").status_code == 404


def test_the_html_of_a_mail_runs_no_script_and_asks_no_host(client, db, mailbox):
    file_mail(mailbox, "1.eml", subject="x", text="x", html="<style>p{}</style><p>Hello</p>")
    response = client.get("/dev/mailbox/1.eml/html/")
    policy = response["Content-Security-Policy"]
    assert b"<p>Hello</p>" in response.content
    assert "default-src 'none'" in policy
    assert "style-src 'unsafe-inline'" in policy
    assert "script-src" not in policy
    frame = BeautifulSoup(client.get("/dev/mailbox/1.eml/").content, "html.parser").iframe
    assert frame["src"] == "/dev/mailbox/1.eml/html/"
    assert frame["sandbox"] == [], "allows nothing"


@pytest.mark.parametrize(
    "name", ["..%2Fsecret.eml", "%2E%2E%2Fsecret.eml", "secret.txt", "..", "missing.eml"]
)
def test_the_mailbox_opens_nothing_but_what_its_folder_lists(client, db, mailbox, name):
    (mailbox.parent / "secret.eml").write_text("Subject: secret\n\nsecret words")
    (mailbox / "secret.txt").write_text("secret words")
    file_mail(mailbox, "1.eml", subject="Open", text="Open words")
    assert client.get("/dev/mailbox/1.eml/").status_code == 200
    for path in (f"/dev/mailbox/{name}/", f"/dev/mailbox/{name}/html/"):
        response = client.get(path)
        assert response.status_code == 404
        assert b"secret words" not in response.content
