"""While a round waits: the clock, the author's reminder, and the coordinators after two weeks."""

from __future__ import annotations

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.utils import timezone

from practices import actions
from practices.models import Practice
from tests.factories import InstitutionFactory, MembershipFactory, PracticeFactory, UserFactory

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def sent(django_capture_on_commit_callbacks):
    """`sent(act)`: the letters that went out."""

    def done(act):
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            act()
        return list(mail.outbox)

    return done


def since(practice, days, now):
    """As if it had been handed in then."""
    Practice.objects.filter(pk=practice.pk).update(submitted_at=now - days * DAY)
    practice.reviews.update(submitted_at=now - days * DAY)
    return Practice.objects.get(pk=practice.pk)


def bar_of(client, practice):
    page = BeautifulSoup(client.get(practice.get_absolute_url()).content, "html.parser")
    bar = page.select_one(".practice-bar")
    return bar.get_text(" ", strip=True) if bar else ""


def test_author_and_steward_see_the_same_clock(state_of, roles, client_of, now):
    practice = since(state_of("submitted"), 6, now)

    author, steward = (bar_of(client_of(who), practice) for who in (roles.authorA, roles.stewardA))
    assert "Your steward has had this for 6 days." in author
    assert "Remind your steward" not in author
    assert "answer for 6 days." in steward
    page = client_of(roles.stewardA).get(f"/practices/{practice.slug}/review/").content.decode()
    assert "It has waited for 6 days." in page

    since(practice, 7, now)
    assert "Remind your steward" in bar_of(client_of(roles.authorA), practice)
    assert "Remind your steward" not in bar_of(client_of(roles.stewardA), practice)


def test_an_author_reminds_after_a_week_and_once_a_week(state_of, roles, sent, now):
    practice = since(state_of("submitted", title="Night interpreters"), 6, now)
    with pytest.raises(actions.CannotRemind, match="You can remind your steward from"):
        actions.remind(practice=practice, by=roles.authorA, now=now)

    letters = sent(lambda: actions.remind(practice=practice, by=roles.authorA, now=now + DAY))
    assert [(one.to, one.subject) for one in letters] == [
        ([roles.stewardA.email], "Heron Lake Health: “Night interpreters” still waits for you")
    ]
    assert f"/practices/{practice.slug}/review/" in letters[0].body

    with pytest.raises(actions.CannotRemind):
        actions.remind(practice=practice, by=roles.authorA, now=now + 7 * DAY)
    assert (
        len(sent(lambda: actions.remind(practice=practice, by=roles.authorA, now=now + 8 * DAY)))
        == 1
    )


def test_there_is_nobody_to_remind_without_a_steward_or_after_the_answer(state_of, roles, now):
    answered = state_of("asked")
    practice = since(state_of("submitted"), 9, now)
    roles.stewardA.memberships.update(role="contributor")
    with pytest.raises(actions.CannotRemind, match="no steward"):
        actions.remind(practice=practice, by=roles.authorA, now=now)

    with pytest.raises(actions.CannotRemind, match="not waiting"):
        actions.remind(practice=answered, by=roles.authorA, now=now)


def test_coordinators_are_told_once_after_two_weeks_without_a_word_of_it(
    state_of, roles, sent, now
):
    early = since(state_of("submitted", title="Zebra early"), 13, now)
    late = since(state_of("submitted", title="Zebra late"), 14, now)
    newer = since(state_of("live submitted", title="Zebra newer"), 15, now)
    UserFactory(is_coordinator=True, is_active=False)

    letters = sent(lambda: actions.do_due(now=now))

    to_coordinators = [one for one in letters if one.to == [roles.coord.email]]
    assert [one.subject for one in to_coordinators] == [
        "Heron Lake Health: a practice has waited for two weeks"
    ] * 2
    for one in to_coordinators:
        everything = one.body + one.alternatives[0].content
        assert "Zebra" not in everything
        assert "Stewarda" in everything
        assert "/desk/reviews/" in everything
    assert {(one.to[0], one.subject) for one in letters} - {
        (one.to[0], one.subject) for one in to_coordinators
    } == {
        (roles.authorA.email, "The coordinators know that “Zebra late” waits"),
        (roles.authorA.email, "The coordinators know that “Zebra newer” waits"),
    }
    assert sent(lambda: actions.do_due(now=now)) == []
    assert Practice.objects.get(pk=early.pk).routed_at is None
    routed = {one.pk for one in Practice.objects.filter(routed_at=now)}
    assert routed == {late.pk, newer.pk}


def test_a_new_round_begins_a_new_clock(state_of, roles, now):
    practice = since(state_of("submitted"), 14, now)
    actions.remind(practice=practice, by=roles.authorA, now=now)
    actions.route_unanswered(now=now)
    actions.ask_for_changes(practice=practice, by=roles.stewardA, note="How many?", now=now)

    actions.submit(practice=practice, by=roles.authorA, now=now + DAY)

    again = Practice.objects.get(pk=practice.pk)
    assert (again.reminded_at, again.routed_at) == (None, None)
    assert actions.route_unanswered(now=now + 14 * DAY) == 0


@pytest.fixture
def alone(now):
    """An institution that has no steward, and a round there."""
    house = InstitutionFactory(name="Prairie Plan")
    author = UserFactory(name="Ann Author")
    practice = PracticeFactory(institution=house, author=author, title="Nobody answers")
    actions.submit(practice=practice, by=author, now=now, note="Please look.")
    return practice


def test_a_coordinator_answers_where_no_steward_is_left_and_never_publishes(
    alone, roles, client_of, now
):
    client = client_of(roles.coord)
    review = f"/practices/{alone.slug}/review/"
    assert client.get(review).status_code == 403  # not for two weeks yet

    late = since(alone, 14, now)
    actions.route_unanswered(now=now)
    page = client.get(review).content.decode()
    assert "Please look." in page
    assert "only a steward can publish" in page
    assert "/publish/" not in page
    assert client.post(f"/practices/{alone.slug}/publish/").status_code == 403
    assert client.post(f"/practices/{alone.slug}/plan/").status_code == 403
    # As soon as somebody answers for the institution again, it is theirs.
    steward = MembershipFactory(institution=late.institution, role="steward")
    assert client.get(review).status_code == 403
    steward.delete()

    answer = client.post(f"/practices/{alone.slug}/ask-changes/", {"note": "How many people?"})

    assert answer.status_code == 302
    asked = alone.reviews.get()
    assert (asked.state, asked.decided_by, asked.steward_note) == (
        "changes_asked", roles.coord, "How many people?",
    )  # fmt: skip


def test_newer_words_of_a_public_practice_stay_closed_to_coordinators(
    state_of, roles, client_of, now
):
    practice = since(state_of("live submitted"), 20, now)
    roles.stewardA.memberships.update(role="contributor")
    actions.route_unanswered(now=now)

    assert client_of(roles.coord).get(f"/practices/{practice.slug}/review/").status_code == 403
    assert "Newer words." not in client_of(roles.coord).get("/desk/reviews/").content.decode()


def test_kind_words_go_below_what_is_typed_and_send_nothing(state_of, roles, client_of):
    practice = state_of("submitted")
    client = client_of(roles.stewardA)
    asks = f"/practices/{practice.slug}/ask-changes/"

    def box(page):
        return BeautifulSoup(page.content, "html.parser").select_one("textarea[name=note]").text

    begun = box(client.get(f"/practices/{practice.slug}/review/?template=cost"))
    assert begun.strip().startswith("Thank you, Authora. Others will want to try this.")
    kept = box(client.post(asks, {"note": "Lovely.", "template": "groups", "do": "begin"}))
    assert kept.strip().startswith("Lovely.\n\nThank you, Authora. The result")
    assert box(client.get(f"/practices/{practice.slug}/review/?template=nonsense")).strip() == ""
    assert Practice.objects.get(pk=practice.pk).is_submitted
    assert practice.reviews.get().steward_note == ""
