"""Who belonged once, and who was here last: for stewards and those who serve the consortium."""

from __future__ import annotations

import csv
import datetime as dt
import io

import pytest
from bs4 import BeautifulSoup

from members import actions
from tests.factories import MembershipFactory
from tests.roles_plugin import COLUMNS as PEOPLE

pytestmark = pytest.mark.django_db
A = "/institutions/heron-lake-health"


def names(answer):
    soup = BeautifulSoup(answer.content, "html.parser")
    return [line.get_text().split(" ")[0] for line in soup.select("main .entry__name")]


def test_former_members_are_for_those_in_charge(roles, client_of):
    """[RC3]"""
    letters = ""
    for name in PEOPLE:
        answer = client_of(getattr(roles, name)).get(f"{A}/people/former/")
        letters += {200: "R", 302: "L", 403: "F"}[answer.status_code]
        assert (roles.exA.email in answer.content.decode()) is (answer.status_code == 200)

    assert letters == "LFFFFFRRFLR"


def test_a_former_member_belonged_once_and_does_not_now(roles, client_of, now):
    roles.exA.memberships.all().delete()
    steward = {"by": roles.stewardA, "now": now}
    actions.remove(membership=roles.memberA.memberships.get(), reason="Moved away", **steward)
    hour = dt.timedelta(hours=1)
    actions.leave(membership=roles.authorA.memberships.get(), by=roles.authorA, now=now + hour)
    # Came and went twice; asks to come back; came back; was never in.
    for at in (now - hour, now - 2 * hour):
        MembershipFactory(user=roles.exA, institution=roles.a, state="ended", ended_at=at)
    actions.ask_to_join(institution=roles.a, by=roles.exA, note="", now=now)
    back = MembershipFactory(institution=roles.a, user__name="Back").user
    MembershipFactory(user=back, institution=roles.a, state="ended", ended_at=now)
    MembershipFactory(institution=roles.a, user__name="Declined", state="declined", ended_at=now)
    MembershipFactory(institution=roles.b, user__name="Elsewhere", state="ended", ended_at=now)

    page = client_of(roles.stewardA).get(f"{A}/people/former/")

    assert names(page) == ["Authora", "Membera", "Exa"]
    text = page.content.decode()
    assert "removed by Stewarda" in text
    assert "“Moved away”" in text
    assert text.count(", left") == 1
    assert "3 people" in text
    assert f"{A}/people/former/" in client_of(roles.stewardA).get(f"{A}/people/").content.decode()


def test_when_somebody_last_signed_in_shows_to_those_in_charge(roles, client_of, now):
    """[RC3]"""
    roles.authorA.last_login = dt.datetime(2026, 1, 2, 3, 0, tzinfo=dt.UTC)
    roles.authorA.save()
    row = f"{A}/people/{roles.authorA.memberships.get().pk}/"
    member, steward = client_of(roles.memberA), client_of(roles.stewardA)

    assert "January 1, 2026" not in member.get(f"{A}/people/").content.decode()
    assert "signed in" not in member.get(f"{A}/people/").content.decode()
    page = steward.get(f"{A}/people/").content.decode()
    assert "January 1, 2026</time>" in page
    assert "not signed in yet" in page  # the account that is closed has never been used
    assert "January 1, 2026" in steward.get(row).content.decode()
    table = steward.get(f"{A}/people.csv").content.decode("utf-8-sig")
    rows = {row["Name"]: row for row in csv.DictReader(io.StringIO(table, newline=""))}
    assert rows["Authora"]["Last signed in on"] == "2026-01-01"
    assert rows["Inactive"]["Last signed in on"] == ""


def test_the_people_page_has_pages(roles, client_of, now):
    for number in range(50):
        MembershipFactory(institution=roles.a, user__name=f"Zed {number:02}")
    actions.ask_to_join(institution=roles.a, by=roles.nomember, note="Let me in", now=now)
    client = client_of(roles.stewardA)

    first, second = (client.get(f"{A}/people/?page={page}") for page in (1, 2))

    assert names(first)[1] == "Stewarda"  # after the one who asks
    assert 'href="?page=2"' in first.content.decode()
    assert "Let me in" in first.content.decode()
    assert "Let me in" not in second.content.decode()
    assert len(names(first)) - 1 + len(names(second)) == 54
    assert len(names(first)) - 1 == 50


def test_what_waits_is_shown_up_to_a_number(roles, client_of, now, monkeypatch):
    monkeypatch.setattr("members.views.people.MOST_WAITING", 2)
    for number in range(3):
        MembershipFactory(institution=roles.a, user__name=f"Asker{number}", state="requested")
        actions.invite(
            institution=roles.a, email=f"new{number}@mail.example.org", role="contributor",
            by=roles.stewardA, now=now + dt.timedelta(minutes=number),
        )  # fmt: skip

    page = client_of(roles.stewardA).get(f"{A}/people/").content.decode()

    assert ("Asker1" in page, "Asker2" in page) == (True, False)
    assert "More people are waiting." in page
    assert ("new2@" in page, "new0@" in page) == (True, False)
    assert "Older invitations show here" in page


def test_a_member_who_is_shown_is_linked_to_the_directory(roles, client_of):
    roles.authorA.is_shown = True
    roles.authorA.save()

    page = client_of(roles.memberA).get(f"{A}/people/").content.decode()

    assert f'href="/people/{roles.authorA.pk}/"' in page
    assert f'href="/people/{roles.stewardA.pk}/"' not in page


def test_the_list_asks_the_same_for_one_and_three(roles, client_of, django_assert_num_queries, now):
    client = client_of(roles.stewardA)
    for more in (0, 2):
        for _ in range(more):
            other = MembershipFactory(institution=roles.a)
            actions.remove(membership=other, reason="", by=roles.coord, now=now)
        with django_assert_num_queries(6):
            client.get(f"{A}/people/former/")
