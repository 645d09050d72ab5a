"""What people type stays inside its line: of a mail, of an answer.

The words are put where they are kept, past every form, so that each line is found on its own.
"""

from __future__ import annotations

import email
import email.policy
import re

import pytest
from django.core import mail
from django.db import transaction
from django.test import Client, TestCase

from collaborative.directory.models import Letter
from events.models import Meeting
from members.models import Institution, InstitutionProposal, User
from practices.models import Practice, PracticeFile
from tests.factories import look_through
from tests.sign_in import sign_in
from tests.url_map import matrix

from .cases import CASES
from .things import copied

pytestmark = pytest.mark.django_db
MATRIX = matrix()
BAD = (
    "A\r\nBcc: all@mail.example.org\nSubject: evil\u2028X-Evil: 1\u2029X-Evil: 2\x0bX-Evil: 3"
    "\x0cX-Evil: 4\x1cX-Evil: 5\x85X-Evil: 6 =?utf-8?q?evil=0D=0AX-Evil:_7?= \u202eZ"
)
HEADERS = {
    "content-type", "mime-version", "subject", "from", "to", "date", "message-id",
    "auto-submitted", "x-auto-response-suppress", "reply-to",
}  # fmt: skip


@pytest.fixture
def bad(things):
    """Every name and title that a line is made of."""
    things = copied(things)
    Institution.objects.filter(pk=things.a.pk).update(name=BAD[:110])
    for model, field in (
        (User, "name"), (User, "about"), (Meeting, "title"), (Meeting, "place"),
        (Practice, "title"), (PracticeFile, "name"), (PracticeFile, "description"),
        (InstitutionProposal, "name"), (InstitutionProposal, "proposer_name"),
    ):  # fmt: skip
        longest = model._meta.get_field(field).max_length or 500
        model.objects.update(**{field: BAD[:longest]})
    Letter.objects.all().delete()
    for name in ("memberA", "authorA", "stewardA", "coord", "memberB", "asker", "listed"):
        getattr(things, name).refresh_from_db()
    things.a.refresh_from_db()
    for practice in Practice.objects.filter(institution=things.a, workflow="submitted"):
        look_through(practice, by=things.authorA, now=things.now)  # the title holds an address
    return things


def test_no_mail_gets_a_header_from_what_people_typed(bad):
    for case in CASES:
        who = next((who for who, may in MATRIX[case.row].items() if may in {"W", "T"}), None)
        # What is deleted takes its files along at the commit, which no rollback brings back.
        if not case.writes or not hasattr(bad, who or "?") or "delete" in case.path:
            continue
        client = sign_in(Client(), getattr(bad, who)) if getattr(bad, who) else Client()
        form = case.form(bad, who)
        for name in ("subject", "title", "name", "note", "reason", "proposer_name"):
            if name in form:
                form[name] = BAD[:100]
        with transaction.atomic():
            if case.before:
                case.before(bad, who)
            with TestCase.captureOnCommitCallbacks(execute=True):
                client.post(case.address(bad, who), form)
            transaction.set_rollback(True)

    subjects = set()
    for letter in mail.outbox:
        raw = letter.message().as_bytes(linesep="\r\n")
        read = email.message_from_bytes(raw, policy=email.policy.default)
        assert {name.lower() for name in read} <= HEADERS, raw
        assert len(read.get_all("subject")) == 1
        shown = str(read["subject"])
        assert shown.isprintable(), shown
        assert not read.defects
        subjects.add(shown)
        for line in raw.partition(b"\r\n\r\n")[0].split(b"\r\n"):
            assert re.match(rb"[A-Za-z-]+: |[ \t]", line), line
            assert re.search(rb"[\x00-\x08\x0b-\x1f\x7f-\xff]", line) is None, line
    assert len([one for one in subjects if "Bcc: all@mail.example.org" in one]) > 4
    assert any("=?utf-8?q?evil" in one for one in subjects)


@pytest.mark.parametrize("who", ["anon", "stewardA", "coord"])
def test_no_answer_gets_a_header_from_what_people_typed(who, bad):
    client = sign_in(Client(), getattr(bad, who)) if getattr(bad, who) else Client()
    named = 0
    for case in CASES:
        if case.writes or case.before or not case.address(bad, who):
            continue
        answer = client.get(case.address(bad, who))
        if answer.streaming:
            list(answer.streaming_content)
        assert answer.status_code < 500, case
        for name, value in answer.headers.items():
            assert name.lower() not in {"x-evil", "bcc", "set-cookie"}, case
            assert value.isprintable(), (case, name, value)
            named += name == "Content-Disposition"
    assert named > 1


def test_a_calendar_gets_no_line_from_what_people_typed(bad):
    for who, path in (("anon", bad.meeting.get_ics_url()),
                      ("anon", f"/calendar/{bad.feeds['memberA']}.ics")):  # fmt: skip
        # As a program reads that takes any line end there is for one.
        lines = Client().get(path).content.decode().replace("\r\n ", "").splitlines()
        assert any("Bcc: all@mail" in line for line in lines), who
        for line in lines:
            assert re.match(r"[A-Z-]+[:;]", line), line
            assert not line.lower().startswith(("x-evil", "bcc")), line


@pytest.mark.parametrize(
    "address",
    [
        '"a\x0bBcc:x"@mail.example.org', '"a\\\x0bBcc :x"@mail.example.org',
        '"a\x0c"@mail.example.org', '"a\x1cx"@mail.example.org', '"a\x1f"@mail.example.org',
        "a@mail.example.org\nBcc: b@mail.example.org", "a@mail.example.org\r\n.\r\nMAIL FROM:<x>",
        "a@mail.example.org,b@mail.example.org", "a\u2028@mail.example.org",
        "<a@mail.example.org>", "a@mail.example.org\x00", "=?utf-8?q?a?=@b@mail.example.org",
    ],
)  # fmt: skip
def test_nothing_is_sent_to_what_is_no_address(address, things):
    """By every form that takes one."""
    steward = sign_in(Client(), things.stewardA)
    session = steward.session
    session["account_authentication_methods"][0]["reauthenticated"] = True
    session.save()
    proposed = next(case.data for case in CASES if case.path == "/institutions/propose/"
                    and case.writes)  # fmt: skip
    house = f"/institutions/{things.a.slug}/invite/"

    def tried(address):
        for client, path, form in (
            (Client(), "/accounts/signup/", {"email": address, "name": "Pat"}),
            (Client(), "/accounts/login/", {"login": address}),
            (Client(), "/accounts/login/code/", {"email": address}),
            (Client(), "/accounts/password/reset/", {"email": address}),
            (Client(), "/institutions/propose/", proposed | {"email": address}),
            (steward, "/accounts/email/", {"action_add": "", "email": address}),
            (steward, house, {"email": address, "role": "contributor"}),
        ):
            with transaction.atomic():
                with TestCase.captureOnCommitCallbacks(execute=True):
                    yield path, client.post(path, form).status_code
                transaction.set_rollback(True)

    assert {status for _, status in tried(address)} <= {200, 302, 400}
    assert mail.outbox == []
    list(tried("fine@mail.example.org"))
    assert len(mail.outbox) == 7


@pytest.mark.parametrize("name", ["Pat\nBcc: x", "Pat\rX", "Pat\u2028X", "Pat\x0bX", "P\u202eat"])
def test_a_name_is_one_line(name, things):
    things = copied(things)
    client = sign_in(Client(), things.memberA)
    refused = Client().post("/accounts/signup/", {"email": "p@mail.example.org", "name": name})
    kept = client.post("/account/", {"name": name, "about": "", "dlp_year": ""})

    for answer in (refused, kept):
        assert "Write this in one line" in answer.content.decode()
    assert not User.objects.filter(email="p@mail.example.org").exists()
    things.memberA.refresh_from_db()
    assert things.memberA.name == "Membera"
    assert client.post("/account/", {"name": "Zoë Núñez-Ohara"}).status_code == 302
