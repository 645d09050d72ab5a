"""The pages: a reader's wish, the end of it, the copy; and the coordinators' desk."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from collaborative.core import clock
from collaborative.digests import actions, tokens
from collaborative.digests.enums import DeliveryState
from collaborative.digests.models import DigestDelivery, DigestIssue, DigestSubscription
from collaborative.digests.permissions import user_can_receive
from practices.models import Practice
from tests.factories import PracticeFactory

from .conftest import MONDAY, SUNDAY

pytestmark = pytest.mark.django_db

PREFERENCES = "/digests/preferences/"
DESK = "/digests/desk/"
SEND = "/digests/desk/send/"
EVERYBODY = (
    "anon", "nomember", "memberB", "stewardB", "memberA", "authorA", "stewardA", "coord", "exA",
    "inactive", "siteadmin",
)  # fmt: skip


MULTIPART = (
    b'--b\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--b--\r\n'
)


def page(response):
    return BeautifulSoup(response.content, "html.parser")


def heading(response):
    (h1,) = page(response).find_all("h1")
    return h1.get_text()


def statuses(roles, client_of, address, method="get", **data):
    return {
        name: getattr(client_of(getattr(roles, name)), method)(address, **data).status_code
        for name in EVERYBODY
    }


@pytest.fixture
def issue(make_reader, make_live):
    """A planned weekly issue of one practice to one reader."""
    make_reader(email="reader@mail.example.org")
    make_live(title="Interpreters at night")
    return next(one for one in actions.plan_due(now=MONDAY) if one.kind == "weekly")


@pytest.fixture
def news(make_reader, make_live):
    """News of an hour ago, and a reader of everything who was not told: pages read the clock."""
    now = clock.now()
    reader = make_reader(covered_until=now - dt.timedelta(days=1))
    make_live(title="Interpreters at night", at=now - dt.timedelta(hours=1))
    return reader


# Preferences


def test_preferences_are_for_whoever_is_signed_in(roles, client_of):
    """[DG1]"""
    seen = statuses(roles, client_of, PREFERENCES)
    assert {name for name, status in seen.items() if status == 302} == {"anon", "inactive"}
    assert {status for name, status in seen.items() if name not in {"anon", "inactive"}} == {200}
    assert "/accounts/login/" in client_of(None).get(PREFERENCES)["Location"]


def test_member_without_a_digest_is_invited_and_subscribes(roles, client_of):
    client = client_of(roles.memberA)
    before = client.get(PREFERENCES)
    assert "You get no digest yet" in before.content.decode()
    assert len(page(before).select("input[name=scopes]")) == 11
    assert not page(before).select("input:is([name=how_often], [name=scopes])[checked]")
    sent = client.post(
        PREFERENCES, {"how_often": "daily", "scopes": ["language-access", "policy-advocacy"]}
    )
    assert (sent.status_code, sent["Location"]) == (302, PREFERENCES)
    subscription = DigestSubscription.objects.get(user=roles.memberA)
    assert (subscription.frequency, subscription.is_active) == ("daily", True)
    assert subscription.scopes == ["language-access", "policy-advocacy"]
    after = client.get(PREFERENCES)
    assert "Your next digest comes on" in after.content.decode()
    digest = page(after).select("input:is([name=how_often], [name=scopes])[checked]")
    assert sorted(box["value"] for box in digest) == [
        "daily", "language-access", "policy-advocacy",
    ]  # fmt: skip


def test_member_turns_the_digest_off_and_on_again(make_reader, client_of):
    reader = make_reader(scopes=["accessibility"])
    client = client_of(reader)
    client.post(PREFERENCES, {"how_often": "off"})
    subscription = DigestSubscription.objects.get(user=reader)
    assert (subscription.is_active, subscription.unsubscribed_at is None) == (False, False)
    shown = client.get(PREFERENCES)
    assert "Your digest is off" in shown.content.decode()
    assert page(shown).select_one("input[name=how_often][checked]")["value"] == "off"
    client.post(PREFERENCES, {"how_often": "weekly"})
    subscription.refresh_from_db()
    assert (subscription.is_active, subscription.scopes) == (True, [])


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"how_often": "hourly"},
        {"how_often": "daily", "scopes": ["no-such-area"]},
        {"how_often": "daily", "scopes": ["x" * 5000, "language-access"]},
    ],
)
def test_wrong_answer_says_what_to_do_and_keeps_what_was_chosen(make_reader, client_of, wrong):
    reader = make_reader()
    answer = client_of(reader).post(PREFERENCES, wrong)
    assert answer.status_code == 400
    assert "Choose" in page(answer).select_one(".error-summary").get_text()
    assert DigestSubscription.objects.get(user=reader).frequency == "weekly"
    if "language-access" in wrong.get("scopes", []):
        assert page(answer).select_one("#scope-language-access").has_attr("checked")


def test_preferences_are_ones_own_whatever_is_asked(roles, client_of, make_reader):
    """[DG2] No page takes another person's id."""
    other = make_reader()
    client = client_of(roles.memberA)
    client.post(PREFERENCES + f"?user={other.pk}", {"how_often": "off", "user": other.pk})
    assert DigestSubscription.objects.get(user=other).is_active
    assert not DigestSubscription.objects.filter(user=roles.memberA).exists()


def test_person_without_an_institution_is_told_that_digests_go_to_members(roles, client_of):
    for person, said in ((roles.nomember, True), (roles.memberA, False)):
        shown = client_of(person).get(PREFERENCES).content.decode()
        assert ("Digests go to members" in shown) is said
        assert user_can_receive(person) is not said


# Unsubscribe


def test_opening_the_link_asks_and_changes_nothing(make_reader):
    """[DG3] Scanners of mail open every link."""
    reader = make_reader()
    address = f"/digests/unsubscribe/{tokens.make_token(reader.pk)}/"
    client = Client(enforce_csrf_checks=True)
    for method in (client.get, client.head):
        response = method(address)
        assert (response.status_code, response.cookies) == (200, {})
    assert heading(client.get(address)) == "Stop the digest?"
    form = page(client.get(address)).select_one("main form")
    assert (form["method"], form.get("action"), form.find("input")) == ("post", None, None)
    assert DigestSubscription.objects.get(user=reader).is_active
    assert response["Referrer-Policy"] == "no-referrer"
    assert "no-store" in response["Cache-Control"]
    assert reader.email not in client.get(address).content.decode()


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"List-Unsubscribe=One-Click", "application/x-www-form-urlencoded"),
        (MULTIPART, "multipart/form-data; boundary=b"),
        (b"", "application/x-www-form-urlencoded"),
        (b"\x00\xff{", "application/json"),
    ],
)
def test_one_click_needs_no_cookie_and_no_form_token_and_may_come_twice(make_reader, body, kind):
    """[DG4] RFC 8058."""
    reader, other = make_reader(), make_reader()
    address = f"/digests/unsubscribe/{tokens.make_token(reader.pk)}/"
    client = Client(enforce_csrf_checks=True)
    for _ in range(2):
        response = client.post(address, body, content_type=kind)
        assert (response.status_code, response.cookies) == (200, {})
        assert heading(response) == "You get no more digests"
        assert PREFERENCES in response.content.decode()
    assert not DigestSubscription.objects.get(user=reader).is_active
    assert DigestSubscription.objects.get(user=other).is_active


def test_unsubscribing_stops_what_is_planned(issue, sink, line, moment):
    address = f"/digests/unsubscribe/{tokens.make_token(issue.deliveries.get().recipient_id)}/"
    Client().post(address)
    actions.deliver(issue_id=issue.pk, line=line, clock=moment.clock)
    assert (issue.deliveries.get().state, sink.taken) == (DeliveryState.SKIPPED, [])


def test_token_of_another_kind_is_like_no_page_at_all(make_reader, roles, client_of):
    """[DG5] One reader, one list, one power."""
    from django.core.signing import Signer

    reader, other = make_reader(), make_reader()
    good = tokens.make_token(reader.pk)
    unknown = Client().get("/digests/unsubscribe/nonsense/")
    assert unknown.status_code == 404
    wrong = [
        good[:-1],
        good.replace(str(reader.pk), str(other.pk)),
        Signer(salt="something.else", sep=".").sign(f"digest.{reader.pk}"),
        Signer(salt="digests.unsubscribe", sep=".").sign(f"calendar.{reader.pk}"),
        Signer(salt="digests.unsubscribe", sep=".").sign(f"digest.{'9' * 5000}"),
        Signer(salt="digests.unsubscribe", sep=".").sign("digest."),
        "..", "a.b.c", "x" * 3000,
    ]  # fmt: skip
    for token in wrong:
        for method in (Client().get, Client().post):
            response = method(f"/digests/unsubscribe/{token}/")
            assert response.status_code == 404
            assert response.content == unknown.content
    assert DigestSubscription.objects.filter(is_active=True).count() == 2
    assert Client().post(f"/digests/unsubscribe/{good}/").status_code == 200
    client = Client()
    client.get(f"/digests/unsubscribe/{good}/")
    assert client.get(PREFERENCES).status_code == 302


# The reader's copy


def test_copy_is_the_readers_own(issue, roles, client_of, make_reader):
    """[DG6] Everybody else meets the bytes of an unknown address."""
    reader = issue.deliveries.get().recipient
    address = issue.get_absolute_url()
    for name in ("memberB", "exA", "nomember"):
        DigestDelivery.objects.create(
            issue=issue,
            recipient=getattr(roles, name),
            practice_ids=issue.deliveries.first().practice_ids,
            next_attempt_at=MONDAY,
        )
    seen = statuses(roles, client_of, address)
    assert {name for name, status in seen.items() if status == 200} == {
        "memberB", "coord", "siteadmin",
    }  # fmt: skip
    assert set(seen.values()) == {200, 404}
    own = client_of(reader).get(address)
    assert "Interpreters at night" in own.content.decode()
    stranger = client_of(make_reader())
    assert stranger.get(address).content == stranger.get("/digests/issue/99999999/").content


def test_copy_leaves_out_what_was_taken_down(issue, client_of):
    reader = issue.deliveries.get().recipient
    client = client_of(reader)
    assert "Interpreters at night" in client.get(issue.get_absolute_url()).content.decode()
    practice = Practice.objects.get()
    Practice.objects.update(live=False, taken_down_at=MONDAY, taken_down_by=practice.author)
    after = client.get(issue.get_absolute_url())
    assert after.status_code == 200
    assert "Interpreters at night" not in after.content.decode()
    assert "Nothing left to show" in after.content.decode()


def test_preferences_list_the_copies_that_were_sent(
    issue, sink, line, moment, client_of, django_assert_num_queries
):
    client = client_of(issue.deliveries.get().recipient)
    assert issue.get_absolute_url() not in client.get(PREFERENCES).content.decode()
    actions.deliver(issue_id=issue.pk, line=line, clock=moment.clock)
    assert issue.get_absolute_url() in client.get(PREFERENCES).content.decode()


# The desk


@pytest.mark.parametrize("address", [DESK, "/digests/desk/preview/weekly/", SEND, "ledger"])
def test_desk_is_for_those_who_serve_the_consortium(issue, roles, client_of, address):
    """[DG7, DG9]"""
    address = issue.get_ledger_url() if address == "ledger" else address
    seen = statuses(roles, client_of, address)
    assert {name for name, status in seen.items() if status == 200} == {"coord", "siteadmin"}
    assert {name for name, status in seen.items() if status == 302} == {"anon", "inactive"}
    refused = set(EVERYBODY) - {"coord", "siteadmin", "anon", "inactive"}
    assert {name for name, status in seen.items() if status == 403} == refused


def test_desk_and_ledger_show_what_became_of_each_mail(issue, client_of, roles, sink, line, moment):
    sink.refuse("RCPT", "550 5.1.1 nobody here")
    actions.deliver(issue_id=issue.pk, line=line, clock=moment.clock)
    client = client_of(roles.coord)
    assert "1 failed" in page(client.get(DESK)).get_text()
    words = " ".join(page(client.get(issue.get_ledger_url())).get_text().split())
    assert "reader@mail.example.org" in words
    assert "Refused by the mail server" in words
    assert "RCPT: 550 5.1.1 nobody here" in words
    assert client.get("/digests/desk/99999999/").status_code == 404


def test_ledger_shows_first_what_needs_a_look(issue, client_of, roles, make_reader):
    for state in ("sent", "failed", "uncertain", "pending"):
        DigestDelivery.objects.create(
            issue=issue,
            recipient=make_reader(name=state),
            practice_ids=[1],
            state=state,
            next_attempt_at=MONDAY,
        )
    shown = page(client_of(roles.coord).get(issue.get_ledger_url()))
    names = [cell.find(string=True) for cell in shown.select("tbody th")]
    issue_reader = str(issue.deliveries.first().recipient)
    assert names == ["uncertain", "failed", issue_reader, "pending", "sent"]


def test_desk_and_ledger_ask_the_same_for_one_and_for_three(
    make_reader, make_live, roles, client_of, django_assert_num_queries
):
    client = client_of(roles.coord)

    def plan(days):
        make_reader(frequency="daily")
        make_live(at=SUNDAY.replace(day=SUNDAY.day + days))
        return actions.plan_extra(
            by=roles.coord, key=f"{days:016x}", now=MONDAY.replace(day=MONDAY.day + days)
        )

    first = plan(0)
    for address, number in ((DESK, 7), (first.get_ledger_url(), 6)):
        with django_assert_num_queries(number):
            client.get(address)
    plan(1)
    third = plan(2)
    assert third.deliveries.count() == 3
    for address, number in ((DESK, 7), (third.get_ledger_url(), 6)):
        with django_assert_num_queries(number):
            client.get(address)


def test_preview_shows_practices_readers_and_words_and_writes_nothing(
    news, make_reader, roles, client_of, home
):
    make_reader(scopes=["payment-innovation"])
    PracticeFactory(institution=home, title="Hidden draft")
    shown = client_of(roles.coord).get("/digests/desk/preview/weekly/")
    words = " ".join(page(shown).get_text().split())
    assert "1 practice, for 1 reader." in words
    assert "Subject: New practice: Interpreters at night" in words
    assert "Hidden draft" not in words
    assert not DigestIssue.objects.exists()
    assert tokens.make_token(news.pk) not in words
    assert client_of(roles.coord).get("/digests/desk/preview/monthly/").status_code == 404


def test_extra_issue_is_sent_once_however_often_the_form_comes(
    news, roles, client_of, django_capture_on_commit_callbacks, monkeypatch
):
    """[DG8]"""
    from collaborative.digests import tasks

    rung = []
    monkeypatch.setattr(tasks.deliver, "delay", rung.append)
    client = client_of(roles.coord)
    asked = client.get(SEND)
    assert "Interpreters at night" in asked.content.decode()
    assert not DigestIssue.objects.exists()
    key = page(asked).select_one("input[name=key]")["value"]
    with django_capture_on_commit_callbacks(execute=True):
        sent = client.post(SEND, {"key": key})
    issue = DigestIssue.objects.get()
    assert (sent.status_code, sent["Location"]) == (302, issue.get_ledger_url())
    assert (issue.kind, issue.planned_by, rung) == ("extra", roles.coord, [issue.pk])
    with django_capture_on_commit_callbacks(execute=True):
        again = client.post(SEND, {"key": key})
    assert again.status_code == 409
    assert "Nothing was sent twice" in again.content.decode()
    assert (DigestIssue.objects.count(), rung) == (1, [issue.pk])


def test_extra_issue_is_refused_to_everybody_else(news, roles, client_of):
    seen = statuses(roles, client_of, SEND, "post", data={"key": "0123456789abcdef"})
    assert {name for name, status in seen.items() if status == 403} == {
        "nomember", "memberB", "stewardB", "memberA", "authorA", "stewardA", "exA",
    }  # fmt: skip
    assert DigestIssue.objects.get().planned_by == roles.coord
    assert (seen["coord"], seen["siteadmin"]) == (302, 409)


def test_extra_issue_without_news_or_without_a_key_sends_nothing(make_reader, roles, client_of):
    make_reader()
    client = client_of(roles.coord)
    nothing = client.post(SEND, {"key": "0123456789abcdef"})
    assert (nothing.status_code, "nothing new" in nothing.content.decode()) == (409, True)
    for key in ("", "x" * 5000, "0123456789abcdef0", "0123456789abcdeg"):
        assert client.post(SEND, {"key": key}).status_code == 400
    assert not DigestIssue.objects.exists()


def test_pages_of_digests_hold_no_style_and_no_script_of_their_own(issue, roles, client_of):
    client = client_of(roles.coord)
    token = tokens.make_token(roles.coord.pk)
    for address in (
        PREFERENCES, DESK, SEND, issue.get_ledger_url(), issue.get_absolute_url(),
        "/digests/desk/preview/daily/", f"/digests/unsubscribe/{token}/",
    ):  # fmt: skip
        body = client.get(address).content.decode()
        assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=", body), address
        assert len(page(client.get(address)).find_all("h1")) == 1
