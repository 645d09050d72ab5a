"""The digest as it arrives: headers, forms, sizes, and not one word too many."""

from __future__ import annotations

import email
import email.policy
import re

import pytest

from collaborative.digests import actions
from collaborative.digests.tokens import make_token
from practices.models import ScopeArea
from tests.factories import InstitutionFactory, PracticeFactory

from .conftest import MONDAY, SUNDAY, WEEK_BEFORE

pytestmark = pytest.mark.django_db


@pytest.fixture
def received(sink, line, moment):
    """Plans the weekly issue, sends it, and gives what the mail server took."""

    def get():
        issue = next(one for one in actions.plan_due(now=moment.now) if one.kind == "weekly")
        actions.deliver(issue_id=issue.pk, line=line, clock=moment.clock)
        return sink.taken

    return get


def words(message):
    return message.get_body(("plain",)).get_content()


def html(message):
    return message.get_body(("html",)).get_content()


def test_letter_says_who_why_and_how_to_stop(make_reader, make_live, received, settings):
    settings.BASE_URL = "https://portal.example.org"
    reader = make_reader(email="reader@mail.example.org", scopes=["language-access"])
    practice = make_live(title="Interpreters at night", scopes=["language-access"])
    (taken,) = received()
    message = taken.message
    assert taken.sender == "portal@collaborative.example.org"
    address = f"https://portal.example.org/digests/unsubscribe/{make_token(reader.pk)}/"
    assert message["To"] == "reader@mail.example.org"
    assert message["Subject"] == "New practice: Interpreters at night"
    by_web, by_mail = message["List-Unsubscribe"].split(", ")
    assert by_web == f"<{address}>"
    assert by_mail.startswith("<mailto:portal@collaborative.example.org?subject=unsubscribe%20")
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["List-Id"].endswith("<digest.portal.example.org>")
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["X-Auto-Response-Suppress"] == "OOF, AutoReply"
    assert message["Precedence"] is None
    assert message["Date"] == "Mon, 23 Nov 2026 13:00:00 +0000"
    assert message["Message-ID"].endswith("@collaborative.example.org>")
    for part in (words(message), html(message)):
        assert "Interpreters at night" in part
        assert "1 new practice" in part
        said = re.sub(r"<[^>]+>", "", part).replace("walls:", "walls")
        assert "Within our walls Language access" in said
        assert f"https://portal.example.org{practice.get_absolute_url()}" in part
        assert "You asked for a digest every week at reader@mail.example.org" in part
        assert settings.POSTAL_ADDRESS in part
        assert "https://portal.example.org/digests/preferences/" in part
        assert address in part
        assert "@@" not in part
        assert "{{" not in part


def test_each_reader_gets_one_address_and_one_token(make_reader, make_live, received):
    readers = [make_reader(), make_reader()]
    make_live()
    taken = {one.recipient: one.content.decode() for one in received()}
    first, second = readers
    assert second.email not in taken[first.email]
    assert make_token(second.pk) not in taken[first.email].replace("=\r\n", "")
    assert make_token(first.pk) in taken[first.email].replace("=\r\n", "")


def test_new_and_changed_are_told_apart_new_first(make_reader, make_live, received):
    make_reader()
    make_live(title="Changed one", at=WEEK_BEFORE.replace(day=1), changed_at=SUNDAY)
    make_live(title="New one", at=WEEK_BEFORE.replace(day=18))
    (taken,) = received()
    message = taken.message
    assert message["Subject"].startswith("1 new practice and 1 changed: Language")
    for part in (words(message), html(message)):
        plain = " ".join(re.sub(r"<[^>]+>", " ", part).split())
        assert 0 < plain.index("New one") < plain.index("Changed one")
    assert "[New] New one" in words(message)
    assert "[Changed] Changed one" in words(message)


def test_subject_names_the_areas_of_several(make_reader, make_live, received):
    make_reader()
    areas = list(ScopeArea.objects.in_order())
    for area in areas[:5]:
        make_live(scopes=[area.slug, areas[0].slug] if area != areas[0] else [area.slug])
    (taken,) = received()
    subject = taken.message["Subject"]
    assert subject.startswith(f"5 new practices: {areas[0].short_name}, ")
    assert subject.endswith("and 2 more areas")
    assert len(subject) <= 150


def test_practice_of_both_walls_names_both(make_reader, make_live, received):
    make_reader()
    make_live(scopes=["policy-advocacy", "language-access"])
    (taken,) = received()
    plain = " ".join(re.sub(r"<[^>]+>", " ", html(taken.message)).split())
    assert "Within our walls Language access" in plain
    assert "Beyond our walls Policy advocacy" in plain
    assert plain.index("Within our walls") < plain.index("Beyond our walls")


def test_words_of_members_stay_words(make_reader, make_live, received):
    """Markup, header lines, names of our own places: all of it is only text."""
    evil = "<img src=x onerror=alert(1)> & @@UNSUBSCRIBE@@ @@LABEL@@ {{ x }}"
    make_reader()
    make_live(
        title=f"{evil}"[:140],
        need="Bcc: x@mail.example.org\r\n.\r\nQUIT @@CARDS@@",
        institution=InstitutionFactory(name="O'Brien & <b>Sons</b>"),
    )
    (taken,) = received()
    message = taken.message
    assert message["Bcc"] is None
    assert evil in words(message)
    assert "O'Brien & <b>Sons</b>" in words(message)
    assert "<img" not in html(message)
    assert "&lt;img src=x onerror=alert(1)&gt; &amp; @@UNSUBSCRIBE@@ @@LABEL@@" in " ".join(
        html(message).split()
    )
    assert words(message).count("/digests/unsubscribe/") == 1


def test_title_with_other_letters_and_line_breaks_makes_a_clean_header(
    make_reader, make_live, received
):
    make_reader()
    make_live(title="Dế Hmoob ngôn ngữ\u2028Bcc: x@mail.example.org 🙂 " + "ก" * 90)
    (taken,) = received()
    assert taken.message["Subject"].startswith("New practice: Dế Hmoob ngôn ngữ Bcc: x")
    assert taken.message["Bcc"] is None
    assert "Dế Hmoob ngôn ngữ" in words(taken.message)
    assert "&#7871;" in html(taken.message) or "Dế" in html(taken.message)
    head = taken.content.partition(b"\r\n\r\n")[0]
    assert head.isascii()
    subject = re.search(rb"\r\nSubject: (.*(?:\r\n .*)*)", head)[1]
    assert max(len(word) for word in subject.split()) <= 75
    assert max(map(len, head.split(b"\r\n"))) < 400


@pytest.mark.parametrize("letter", ["w ", "&", "ก", "🙂"])
def test_largest_letter_stays_small_and_its_lines_short(make_reader, make_live, received, letter):
    def much(most):
        return (letter * most)[:most]

    make_reader()
    for number in range(40):
        make_live(
            title=f"{number} {much(130)}", need=much(600), result=much(600), what_we_did=much(600),
            scopes=["language-access", "policy-advocacy", "engaging-communities"],
        )  # fmt: skip
    (taken,) = received()
    assert len(taken.content) < 90 * 1024
    assert max(map(len, taken.content.split(b"\r\n"))) < 998
    assert taken.content.isascii()
    assert b"\n" not in taken.content.replace(b"\r\n", b"")
    message = email.message_from_bytes(taken.content, policy=email.policy.default)
    for part in (words(message), html(message)):
        assert re.search(r"And \d+ more on the portal", part)
        shown = len(re.findall(r"/practices/live-\d+/", part))
        assert shown >= 4


def test_letter_asks_nothing_of_any_host(make_reader, make_live, received):
    """No picture, font, style sheet or counter: opening it tells nobody."""
    make_reader()
    make_live()
    (taken,) = received()
    body = html(taken.message)
    assert '<html lang="en"' in body
    assert not re.search(r"<(img|link|script|iframe|object|form|video|source)\b", body)
    assert "url(" not in body
    assert "@import" not in body
    assert set(re.findall(r'href="(https?://[^/"]+)', body)) == {"http://testserver"}
    assert "?utm" not in body


def test_drafts_leave_no_trace_in_a_letter(make_reader, make_live, received, home):
    """[DP16] Not even in that of the institution's own people."""
    make_reader()
    token = "zanzibar-draft-token"
    PracticeFactory(institution=home, title=f"Draft {token}", tags=[token], need=token)
    live = make_live(title="The live one")
    draft = live.newest()
    draft.title = f"Newer {token}"
    draft.save_revision()
    (taken,) = received()
    message = taken.message
    assert "The live one" in words(message)
    for part in (words(message), html(message), taken.content.decode()):
        assert token not in part


def test_message_id_is_the_same_for_every_try_and_differs_between_readers(
    make_reader, make_live, sink, line, moment
):
    make_reader(), make_reader()
    make_live()
    issue = next(one for one in actions.plan_due(now=MONDAY) if one.kind == "weekly")
    sink.refuse("BODY_BEFORE", "451 later")
    seen = []

    def send(*, sender, recipient, message):
        parsed = email.message_from_bytes(message, policy=email.policy.default)
        seen.append((recipient, parsed["Message-ID"]))
        return original(sender=sender, recipient=recipient, message=message)

    original, line.send = line.send, send
    actions.deliver(issue_id=issue.pk, line=line, clock=moment.clock)
    moment.move(minutes=1)
    actions.deliver(issue_id=issue.pk, line=line, clock=moment.clock)
    assert len(seen) == 3
    assert len(set(seen)) == 2
    assert len({message_id for _, message_id in seen}) == 2
