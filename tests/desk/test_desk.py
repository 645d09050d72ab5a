"""The desk: each hat sees what waits for it, and nothing of anybody else's."""

from __future__ import annotations

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from members import actions as people
from members.enums import Role
from practices import actions
from practices.models import Practice
from tests.factories import (
    InstitutionFactory,
    InstitutionProposalFactory,
    MeetingFactory,
    MembershipFactory,
    PracticeFactory,
    UserFactory,
    adopted,
    asked_question,
    asked_to_publish,
    contact,
    published_practice,
    written_comment,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def desk(client_of):
    return lambda user: client_of(user).get("/desk/").content.decode()


def submitted(institution, author, title, now):
    practice = PracticeFactory(institution=institution, author=author, title=title)
    actions.submit(practice=practice, by=author, now=now)
    return practice


def test_the_desk_is_for_those_who_signed_in(roles, client_of):
    for nobody in (None, roles.inactive):
        answer = client_of(nobody).get("/desk/")
        assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/?next=/desk/")
    for name in ("nomember", "memberB", "stewardA", "coord", "exA", "siteadmin"):
        assert client_of(getattr(roles, name)).get("/desk/").status_code == 200


def test_an_author_sees_where_each_piece_stands(roles, desk, now):
    PracticeFactory(institution=roles.a, author=roles.authorA, title="Only begun")
    submitted(roles.a, roles.authorA, "Handed in", now - dt.timedelta(days=3))
    asked = submitted(roles.a, roles.authorA, "Sent back", now)
    actions.ask_for_changes(practice=asked, by=roles.stewardA, note="Say who paid for it.", now=now)

    page = desk(roles.authorA)

    for words in ("Your drafts", "Only begun", "With a steward", "Handed in", "Waiting for 3 days"):
        assert words in page
    for words in ("Changes asked of you", "Sent back", "Say who paid for it."):
        assert words in page


def test_titles_lead_there_and_what_comes_later_has_its_own_page(roles, client_of, now):
    draft = PracticeFactory(institution=roles.a, author=roles.authorA, title="Only begun")
    live = published_practice(
        institution=roles.a, author=roles.authorA, title="Everybody reads", steward=roles.stewardA
    )
    published_practice(institution=roles.a, author=roles.memberA, title="By another")
    for _ in range(7):
        MeetingFactory(called_by=roles.coord)

    page = BeautifulSoup(client_of(roles.authorA).get("/desk/").content, "html.parser")

    def links(section):
        return [one["href"] for one in page.select(f"section[aria-labelledby={section}] a")]

    title = page.select_one("section[aria-labelledby=drafts] .entry__name a")
    assert (title["href"], title.text) == (draft.get_edit_url(), "Only begun")
    assert links("published") == [live.get_absolute_url()]
    assert len(page.select("section[aria-labelledby=unanswered] li")) == 5
    assert "/meetings/" in links("unanswered")
    assert page.select("section[aria-labelledby=unanswered] .entry__name a")
    other = BeautifulSoup(client_of(roles.memberB).get("/desk/").content, "html.parser")
    assert not other.select("#published")


def test_a_newer_draft_is_named_by_its_newest_title(roles, desk, now):
    live = published_practice(
        institution=roles.a, author=roles.authorA, title="Old title", steward=roles.stewardA
    )
    actions.save_draft(
        practice=live, by=roles.authorA, now=now, words={**live.words(), "title": "New title"}
    )
    draft = Practice.objects.get(pk=live.pk)
    actions.submit(practice=draft, by=roles.authorA, now=now)

    assert "New title" in desk(roles.authorA)
    assert "New title" in desk(roles.stewardA)
    assert "New title" not in desk(roles.memberB)
    assert "New title" not in desk(roles.coord)


def test_drafts_of_others_show_on_no_desk_but_the_stewards(roles, desk, now):
    PracticeFactory(institution=roles.a, author=roles.authorA, title="Zebra draft")
    submitted(roles.a, roles.authorA, "Zebra handed in", now)

    page = desk(roles.stewardA)
    assert "To review" in page
    assert "Zebra handed in" in page
    assert "Zebra draft" not in page  # not handed in: not the steward's turn yet
    for name in ("nomember", "memberB", "stewardB", "memberA", "coord", "exA"):
        assert "Zebra" not in desk(getattr(roles, name)), name


def test_an_author_who_left_keeps_no_window_into_the_drafts(roles, desk, now):
    PracticeFactory(institution=roles.a, author=roles.authorA, title="Zebra draft")
    assert "Zebra draft" in desk(roles.authorA)

    own = roles.authorA.memberships.get()
    people.leave(membership=own, by=roles.authorA, now=now)

    assert "Zebra" not in desk(roles.authorA)


def test_a_steward_sees_who_asks_and_who_is_invited(roles, desk, now):
    people.ask_to_join(
        institution=roles.a, by=roles.nomember, note="From the night clinic", now=now
    )
    people.invite(
        institution=roles.a, email="soon@elsewhere.example.org", role="contributor",
        by=roles.stewardA, now=now,
    )  # fmt: skip

    steward, other = desk(roles.stewardA), desk(roles.stewardB)

    for words in ("Asking to be let in", "From the night clinic", "soon@elsewhere.example.org"):
        assert words in steward
        assert words not in other
    own = desk(roles.nomember)
    assert "Where you asked to be let in" in own
    assert "Waiting for a steward" in own


def test_a_declined_request_stays_until_one_belongs(roles, desk, now):
    asked = people.ask_to_join(institution=roles.a, by=roles.nomember, note="", now=now)
    people.decline(membership=asked, by=roles.stewardA, reason="We do not know you.", now=now)
    assert "We do not know you." in desk(roles.nomember)

    again = people.ask_to_join(institution=roles.a, by=roles.nomember, note="Pat!", now=now)
    people.approve(membership=again, by=roles.stewardA, now=now)

    assert "We do not know you." not in desk(roles.nomember)


def test_members_see_meetings_they_have_not_answered(roles, desk, now):
    from events import actions as meetings

    answered = MeetingFactory(title="Answered one", audience="members")
    MeetingFactory(title="Open one", audience="members")
    cancelled = MeetingFactory(title="Cancelled one")
    meetings.answer(meeting=answered, answer="no", by=roles.memberA, now=now)
    meetings.cancel(meeting=cancelled, by=roles.coord, now=now)

    page = desk(roles.memberA)

    assert "Open one" in page
    assert "Answered one" not in page
    assert "Cancelled one" not in page
    for name in ("nomember", "exA"):
        assert "Open one" not in desk(getattr(roles, name))


def test_coordinators_see_where_nobody_answers(roles, desk, now):
    alone = InstitutionFactory(name="Prairie Plan")
    author = UserFactory()
    submitted(alone, author, "Unattended work", now)
    submitted(roles.a, roles.authorA, "Attended work", now)

    page = desk(roles.coord)

    for words in ("Institutions without a steward", "Prairie Plan", "Unattended work"):
        assert words in page
        assert words not in desk(roles.stewardA)
    assert "Attended work" not in page
    assert "Schedule a meeting" in page
    assert "Look after the digests" in page


def test_editors_are_led_to_the_pages(roles, desk):
    editor = UserFactory(is_editor=True)
    MembershipFactory(user=editor)

    assert 'href="/cms/"' in desk(editor)
    assert 'href="/cms/"' in desk(roles.stewardA)
    assert 'href="/cms/"' not in desk(roles.memberA)


def test_lines_of_ledgers_wait_for_stewards_and_come_back_to_writers(roles, desk, now):
    practice = published_practice(title="Taken up")
    adopted(practice, roles.a, by=roles.memberA, confirmed=False)
    back = adopted(published_practice(title="Not so"), roles.a, by=roles.memberA, confirmed=False)
    actions.decline_adoption(adoption=back, by=roles.stewardA, note="Since when?", seen=1, now=now)

    assert "Practices taken up, to confirm" in desk(roles.stewardA)
    assert "Taken up" in desk(roles.stewardA)
    assert "Since when?" not in desk(roles.stewardA)
    assert "Since when?" in desk(roles.memberA)
    for who in (roles.memberB, roles.stewardB, roles.coord, roles.authorA):
        assert "Taken up" not in desk(who)
        assert "Not so" not in desk(who)


def test_an_empty_desk_says_what_to_do_next(roles, desk):
    MembershipFactory(institution=InstitutionFactory(), role=Role.STEWARD)

    assert "You do not belong to an institution yet." in desk(roles.nomember)
    assert "Share a practice" in desk(roles.memberA)
    assert "Nothing waits for you." in desk(roles.memberA)


def test_new_comments_are_on_the_desk_of_its_author_and_its_stewards(roles, desk, now):
    live = published_practice(institution=roles.a, author=roles.authorA, steward=roles.stewardA)
    written_comment(live, roles.memberB, "Zebra lately")
    written_comment(live, roles.memberB, "Zebra long ago", now=now - dt.timedelta(days=15))
    written_comment(live, roles.authorA, "Zebra of my own")

    for name in ("authorA", "stewardA"):
        page = desk(getattr(roles, name))
        assert "New comments" in page, name
        assert "Zebra lately" in page, name
        assert "Zebra long ago" not in page, name
    assert "Zebra of my own" not in desk(roles.authorA)
    for name in ("nomember", "memberB", "stewardB", "memberA", "coord", "exA", "siteadmin"):
        assert "Zebra" not in desk(getattr(roles, name)), name
    actions.take_down(practice=live, by=roles.stewardA, reason="A name", now=now)
    assert "Zebra" not in desk(roles.authorA)


@pytest.mark.parametrize(
    ("who", "expected"), [("nomember", 4), ("memberA", 10), ("stewardA", 15), ("coord", 10)]
)
def test_the_desk_asks_the_same_for_one_and_three(
    who, expected, roles, client_of, django_assert_num_queries, now
):
    user, client = getattr(roles, who), client_of(getattr(roles, who))

    def add():
        if who != "coord":
            people.ask_to_join(institution=InstitutionFactory(), by=user, note="", now=now)
        if user.roles():
            submitted(roles.a, user, "Handed in", now)
            back = submitted(roles.a, user, "Sent back", now)
            actions.ask_for_changes(practice=back, by=roles.stewardA, note="Why?", now=now)
            PracticeFactory(institution=roles.a, author=user)
            adopted(published_practice(), roles.a, by=user, confirmed=False)
            line = adopted(published_practice(), roles.a, by=user, confirmed=False)
            actions.decline_adoption(adoption=line, by=roles.stewardA, note="?", seen=1, now=now)
            live = published_practice(institution=roles.a, author=user, steward=roles.stewardA)
            written_comment(live, roles.memberB)
            contact(live, user)
            asked_question(live, roles.memberB)
        MembershipFactory(institution=roles.a, state="requested")
        people.invite(
            institution=roles.a, email=UserFactory.build().email, role="contributor",
            by=roles.coord, now=now,
        )  # fmt: skip
        MeetingFactory()
        other = submitted(InstitutionFactory(), UserFactory(), "Unattended", now)
        asked_to_publish(other, roles.a)
        InstitutionProposalFactory()

    add()
    with django_assert_num_queries(expected):
        client.get("/desk/")
    add()
    add()
    with django_assert_num_queries(expected):
        client.get("/desk/")
