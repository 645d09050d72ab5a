"""The ledger: what an institution says of a practice that it took up, and who reads it when."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from collaborative.core.models import PublicVersion
from members.models import Institution
from practices import actions, permissions, queries
from practices.models import Adoption, Practice
from tests.factories import (
    InstitutionFactory,
    MembershipFactory,
    PracticeFactory,
    adopted,
    asked_to_publish,
    published_practice,
)

pytestmark = pytest.mark.django_db
NOW = timezone.now()
TOKEN = "zanzibarquokka"
WORDS = {"state": "trying", "started": "2025-03", "changed": f"We {TOKEN} it.", "outcome": "Fewer."}
PEOPLE = (
    "anon", "nomember", "memberB", "stewardB", "memberA", "authorA", "stewardA", "coord", "exA",
    "inactive", "siteadmin",
)  # fmt: skip
INSIDE = {"memberA", "authorA", "stewardA", "siteadmin"}


@pytest.fixture
def of_b(roles):
    """A live practice of B, which A may take up."""
    return published_practice(
        institution=roles.b, author=roles.memberB, title="Night interpreters", now=NOW
    )


@pytest.fixture
def waiting(roles, of_b):
    return actions.report_adoption(
        practice=of_b, institution=roles.a, by=roles.memberA, words=WORDS, now=NOW
    )


@pytest.fixture
def public(roles, waiting):
    return actions.confirm_adoption(adoption=waiting, by=roles.stewardA, seen=1, now=NOW)


def sent(act):
    mail.outbox.clear()
    with TestCase.captureOnCommitCallbacks(execute=True):
        act()
    return sorted((letter.to[0], letter.subject) for letter in mail.outbox)


# The way of a line ------------------------------------------------------------------------------
def test_a_report_waits_for_the_steward_and_tells_them(roles, of_b):
    letters = sent(lambda: actions.report_adoption(
        practice=of_b, institution=roles.a, by=roles.memberA, words=WORDS, now=NOW))  # fmt: skip

    line = Adoption.objects.get()
    assert (line.state, line.is_waiting, line.newest_words()["changed"]) == (
        "", True, WORDS["changed"])  # fmt: skip
    assert letters == [(roles.stewardA.email, (
        "Heron Lake Health: “Night interpreters” waits for your word"))]  # fmt: skip
    assert roles.a.memberships.get(user=roles.memberA).last_spoke_at == NOW


def test_a_confirmation_makes_it_public_and_tells_both_sides(roles, of_b, waiting):
    before = PublicVersion.objects.get(pk=1).number
    letters = sent(lambda: actions.confirm_adoption(
        adoption=waiting, by=roles.stewardA, seen=1, now=NOW))  # fmt: skip

    line = Adoption.objects.get()
    of_b.refresh_from_db()
    assert (line.state, line.waiting, line.confirmed_by, line.public_since) == (
        "trying", None, roles.stewardA, NOW)  # fmt: skip
    assert of_b.adopters == 1
    assert TOKEN in of_b.body_html
    assert PublicVersion.objects.get(pk=1).number > before
    told = {roles.memberA, roles.memberB, roles.stewardB}
    assert {to for to, _ in letters} == {one.email for one in told}
    assert (roles.stewardB.email, "Heron Lake Health is trying “Night interpreters”") in letters


def test_newer_words_wait_while_the_confirmed_ones_stay(roles, of_b, public):
    newer = WORDS | {"state": "adopted", "outcome": "Newer words."}
    actions.change_adoption(
        adoption=public, by=roles.authorA, words=newer, now=NOW, started_from=public.version
    )

    line = Adoption.objects.get()
    assert (line.state, line.outcome, line.newest_words()["state"]) == (
        "trying", "Fewer.", "adopted")  # fmt: skip
    of_b.refresh_from_db()
    assert "Newer words" not in of_b.body_html
    later = NOW + dt.timedelta(days=1)
    letters = sent(lambda: actions.confirm_adoption(
        adoption=line, by=roles.stewardA, seen=line.version, now=later))  # fmt: skip
    of_b.refresh_from_db()
    assert "Newer words" in of_b.body_html
    assert Adoption.objects.get().public_since == later
    assert len([to for to, subject in letters if "has adopted" in subject]) >= 2


def test_words_that_only_mend_are_no_news(roles, public):
    actions.change_adoption(
        adoption=public, by=roles.stewardA, words=WORDS | {"outcome": "A typo less."}, now=NOW
    )
    later = NOW + dt.timedelta(days=1)
    line = Adoption.objects.get()
    letters = sent(lambda: actions.confirm_adoption(
        adoption=line, by=roles.stewardA, seen=line.version, now=later))  # fmt: skip

    assert letters == []
    assert Adoption.objects.get().public_since == NOW


def test_a_steward_sends_back_and_the_words_stay_with_their_writer(roles, waiting):
    letters = sent(lambda: actions.decline_adoption(
        adoption=waiting, by=roles.stewardA, note="Since when?", seen=1, now=NOW))  # fmt: skip

    line = Adoption.objects.get()
    assert [to for to, _ in letters] == [roles.memberA.email]
    assert (line.is_waiting, line.is_declined, line.newest_words()["changed"]) == (
        False, True, WORDS["changed"])  # fmt: skip
    with pytest.raises(actions.NothingWaits):
        actions.confirm_adoption(adoption=line, by=roles.stewardA, seen=1, now=NOW)
    # The same words may be sent once more; the answer is gone then.
    actions.change_adoption(adoption=line, by=roles.memberA, words=WORDS, now=NOW)
    assert Adoption.objects.get().is_waiting


def test_taking_back(roles, public, of_b):
    actions.change_adoption(
        adoption=public, by=roles.memberA, words=WORDS | {"outcome": "Other"}, now=NOW
    )
    actions.withdraw_adoption(adoption=public, by=roles.memberA, now=NOW)

    assert (Adoption.objects.get().waiting, Adoption.objects.get().outcome) == (None, "Fewer.")
    never = adopted(of_b, confirmed=False)
    assert actions.withdraw_adoption(adoption=never, by=never.reported_by, now=NOW) is None
    assert Adoption.objects.get() == public


@pytest.mark.parametrize("who", ["stewardA", "coord", "siteadmin"])
def test_taking_out_hides_at_once_and_keeps_the_words(roles, of_b, public, who):
    letters = sent(lambda: actions.remove_adoption(
        adoption=public, by=getattr(roles, who), reason="A name was in it.", now=NOW))  # fmt: skip

    line = Adoption.objects.get()
    of_b.refresh_from_db()
    assert (line.state, line.is_confirmed, line.is_declined) == ("", False, True)
    assert line.newest_words()["changed"] == WORDS["changed"]
    assert (of_b.adopters, TOKEN in of_b.body_html) == (0, False)
    assert {to for to, _ in letters} == {roles.memberA.email, roles.stewardA.email}


def test_a_stewards_own_report_may_be_public_at_once(roles, of_b):
    line = adopted(of_b, roles.a, by=roles.stewardA)

    assert (line.is_confirmed, Practice.objects.get(pk=of_b.pk).adopters) == (True, 1)
    with pytest.raises(actions.CannotReport):
        adopted(of_b, InstitutionFactory(), by=roles.stewardA)
    other = published_practice(institution=roles.b, author=roles.memberB)
    with pytest.raises(PermissionDenied):
        adopted(other, roles.a, by=roles.memberA, confirmed=True)
    assert not other.adoptions.exists()


# Refusals ---------------------------------------------------------------------------------------
def test_what_the_ledger_refuses(roles, of_b, public):
    own = published_practice(institution=roles.a, author=roles.authorA)
    draft = PracticeFactory(institution=roles.b, author=roles.memberB)
    how = {"institution": roles.a, "by": roles.memberA, "words": WORDS, "now": NOW}

    with pytest.raises(actions.OwnPractice):
        actions.report_adoption(practice=own, **how)
    with pytest.raises(PermissionDenied):
        actions.report_adoption(practice=draft, **how)
    with pytest.raises(actions.AlreadyReported):
        actions.report_adoption(practice=of_b, **how)
    with pytest.raises(actions.CannotReport):
        actions.report_adoption(practice=of_b, **how | {"institution": InstitutionFactory()})
    with pytest.raises(actions.NothingChanged):
        actions.change_adoption(adoption=public, by=roles.memberA, words=WORDS, now=NOW)
    with pytest.raises(actions.ReasonMissing):
        actions.change_adoption(
            adoption=public, by=roles.memberA, words={"state": "stopped"}, now=NOW
        )
    with pytest.raises(actions.StateMissing):
        actions.change_adoption(adoption=public, by=roles.memberA, words={}, now=NOW)
    with pytest.raises(TypeError):
        actions.change_adoption(adoption=public, by=roles.memberA, words={"slug": "x"}, now=NOW)
    with pytest.raises(actions.AnswerMissing):
        actions.remove_adoption(adoption=public, by=roles.stewardA, reason=" ", now=NOW)
    assert Adoption.objects.values("state", "waiting").get() == {"state": "trying", "waiting": None}


def test_nobody_confirms_words_that_were_not_read(roles, waiting):
    actions.change_adoption(
        adoption=waiting, by=roles.authorA, words=WORDS | {"outcome": "x"}, now=NOW
    )

    for act, more in ((actions.confirm_adoption, {}), (actions.decline_adoption, {"note": "No."})):
        with pytest.raises(actions.NotTheWordsYouRead):
            act(adoption=waiting, by=roles.stewardA, seen=1, now=NOW, **more)
    with pytest.raises(actions.ChangedMeanwhile):
        actions.change_adoption(
            adoption=waiting, by=roles.memberA, words=WORDS, now=NOW, started_from=1
        )
    assert Adoption.objects.get().newest_words()["outcome"] == "x"


def test_who_may(roles, public):
    may = {
        "change": permissions.user_can_change_adoption,
        "confirm": permissions.user_can_confirm_adoption,
        "remove": permissions.user_can_remove_adoption,
    }
    found = {
        name: {who for who in PEOPLE if rule(getattr(roles, who), public)}
        for name, rule in may.items()
    }

    assert found == {
        "change": INSIDE,
        "confirm": {"stewardA", "siteadmin"},
        "remove": {"stewardA", "siteadmin", "coord"},
    }


# Who reads it -----------------------------------------------------------------------------------
@pytest.mark.parametrize("state", ["waiting", "newer", "public", "hidden"])
def test_visible_to_and_its_twin_agree(roles, of_b, waiting, state):
    if state in {"newer", "public", "hidden"}:
        actions.confirm_adoption(adoption=waiting, by=roles.stewardA, seen=1, now=NOW)
    if state == "newer":
        actions.change_adoption(
            adoption=waiting, by=roles.memberA, words={"state": "adopted"}, now=NOW
        )
    if state == "hidden":
        actions.take_down(practice=of_b, by=roles.stewardB, reason="A name.", now=NOW)
    line = Adoption.objects.select_related("practice").get()
    expected = {"waiting": INSIDE, "hidden": {"siteadmin"}}.get(state, set(PEOPLE))

    for rule in (
        lambda user: line in Adoption.objects.visible_to(user),
        lambda user: permissions.user_can_see_adoption(user, line),
    ):
        assert {who for who in PEOPLE if rule(getattr(roles, who) or queries.adoptions.NOBODY)} == (
            expected
        )


@pytest.mark.parametrize("who", PEOPLE)
def test_waiting_words_are_read_inside_only(who, roles, client_of, of_b, waiting):
    client = client_of(getattr(roles, who))
    own = waiting.get_absolute_url()
    pages = [
        of_b.get_absolute_url(), f"{of_b.get_absolute_url()}adoptions/", own, f"{own}change/",
        f"{own}take-out/", "/practices/spread/", "/", f"/institutions/{roles.a.slug}/",
        f"/institutions/{roles.b.slug}/", f"/api/v1/practices/{of_b.slug}", "/desk/",
        f"{of_b.get_history_url()}", f"{of_b.get_absolute_url()}adopt/",
    ]  # fmt: skip

    held = {path for path in pages if TOKEN in client.get(path).content.decode()}

    assert held == ({own, f"{own}change/"} if who in INSIDE else set())
    status = client.get(own).status_code
    assert status == (200 if who in INSIDE else 404)


def test_confirmed_words_are_everybodys_until_the_practice_is_hidden(
    roles, client_of, of_b, public
):
    actions.change_adoption(
        adoption=public, by=roles.memberA, words=WORDS | {"outcome": "Unseenword"}, now=NOW
    )
    of_b.refresh_from_db()
    nobody = client_of(None)
    ledger = f"{of_b.get_absolute_url()}adoptions/"
    for path in (of_b.get_absolute_url(), ledger, f"/api/v1/practices/{of_b.slug}"):
        page = nobody.get(path).content.decode()
        assert TOKEN in page, path
        assert "Unseenword" not in page, path
    for path in ("/practices/spread/", f"/institutions/{roles.a.slug}/",
                 f"/institutions/{roles.b.slug}/", "/"):  # fmt: skip
        assert "Night interpreters" in nobody.get(path).content.decode(), path

    actions.take_down(practice=of_b, by=roles.stewardB, reason="A name.", now=NOW)

    for path in (ledger, of_b.get_absolute_url()):
        assert nobody.get(path).status_code == 404
    for path in ("/practices/spread/", "/", f"/institutions/{roles.a.slug}/"):
        page = nobody.get(path).content.decode()
        assert "Night interpreters" not in page, path
        assert TOKEN not in page, path


def test_the_ledger_of_a_withdrawn_practice_is_read_and_added_to_by_nobody(
    roles, client_of, of_b, waiting
):
    adopted(of_b, InstitutionFactory(name="Third House"), changed="Said before.")
    actions.withdraw(practice=of_b, by=roles.stewardB, reason="It did not hold.", now=NOW)
    nobody, address = client_of(None), of_b.get_absolute_url()
    ledger = f"{address}adoptions/"
    assert f'href="{ledger}"' in nobody.get(address).content.decode()

    for who in PEOPLE:
        page = client_of(getattr(roles, who)).get(ledger).content.decode()
        assert ("Said before." in page, TOKEN in page) == (True, False), who
        assert f"{address}adopt/" not in page, who
        person = getattr(roles, who) or queries.adoptions.NOBODY
        read = Adoption.objects.readable_by(person)
        for line in Adoption.objects.select_related("practice"):
            twin = permissions.user_can_read_adoption(person, line)
            assert (line in read) is twin is (line.is_confirmed or who == "siteadmin"), who
    assert 'content="noindex"' in nobody.get(ledger).content.decode()
    for path in ("/practices/spread/", "/", "/institutions/third-house/"):
        assert "Night interpreters" not in nobody.get(path).content.decode(), path
    member = client_of(roles.memberA)
    assert member.post(f"{address}adopt/", {"state": "trying"}).status_code == 403
    assert member.get(waiting.get_absolute_url()).status_code == 404

    # What must not be read goes at once all the same.
    line = Adoption.objects.exclude(pk=waiting.pk).get()
    out = line.get_remove_url()
    assert member.post(out, {"reason": "A name."}).status_code == 403
    assert client_of(roles.coord).post(out, {"reason": "A name."})["Location"] == address
    for path in (address, ledger):
        assert "Said before." not in nobody.get(path).content.decode(), path
    actions.take_down(practice=of_b, by=roles.stewardB, reason="A name.", now=NOW)
    assert nobody.get(ledger).status_code == 404


def test_who_publishes_it_too_takes_it_up_from_nobody(roles, client_of, of_b):
    member, address = client_of(roles.memberA), of_b.get_absolute_url()
    door = f"{address}adopt/"
    line = asked_to_publish(of_b, roles.a)
    assert "adopt-door" in member.get(address).content.decode()
    assert "Which institution" not in member.get(door).content.decode()
    assert member.get(door).context["form"]

    seen = Practice.objects.get(pk=of_b.pk).asked_revision_id
    actions.sign_off(line=line, seen=seen, by=roles.stewardA, now=NOW)

    assert "adopt-door" not in member.get(address).content.decode()
    assert "publishes this practice too" in member.get(door).content.decode()
    answer = member.post(door, {"state": "trying"})
    assert answer.status_code == 409
    assert "Your institution publishes this practice too" in answer.content.decode()
    assert not Adoption.objects.exists()
    # For another institution of the same person it is another matter.
    other = MembershipFactory(user=roles.memberA).institution
    assert f'href="{door}"' in member.get(address).content.decode()
    member.post(door, {"state": "trying", "speaks_for": other.pk})
    assert Adoption.objects.get().institution == other
    # Who lets its name go may say that it uses it.
    actions.withdraw_name(line=line, reason="", by=roles.stewardA, now=NOW)
    assert adopted(of_b, roles.a).is_confirmed


def test_a_line_of_who_signs_later_stays_and_is_not_counted(roles, client_of, of_b):
    adopted(of_b, roles.a, changed="Said before.")
    adopted(of_b)
    line = asked_to_publish(of_b, roles.a, signs=True)

    def counted():
        page = client_of(None).get(f"{of_b.get_absolute_url()}adoptions/").content.decode()
        assert "Said before." in page
        return Practice.objects.get(pk=of_b.pk).adopters, "is not counted" in page

    assert counted() == (1, True)
    actions.withdraw_name(line=line, reason="", by=roles.stewardA, now=NOW)
    assert counted() == (2, False)


def test_lines_of_an_ended_practice_stay(roles, of_b, public):
    words = {"stage": "ended", "ended_reason": "No money."}
    actions.save_draft(practice=of_b, by=roles.memberB, words=words, now=NOW)
    published_practice(of_b, roles.stewardB, now=NOW)

    of_b.refresh_from_db()
    assert of_b.adopters == 1
    assert TOKEN in of_b.body_html


def test_a_new_name_of_the_adopter_reaches_the_page(roles, of_b, public):
    house = Institution.objects.get(pk=roles.a.pk)
    house.name = "Loon Lake Health"
    house.save()

    of_b.refresh_from_db()
    assert "Loon Lake Health" in of_b.body_html


def test_the_practices_own_page_holds_few_lines_and_says_how_many(of_b):
    for number in range(12):
        adopted(of_b, InstitutionFactory(name=f"House {number:02}"), changed="word " * 290)

    of_b.refresh_from_db()
    assert of_b.adopters == 12
    assert of_b.body_html.count("adopters__line") == 10
    assert "All 12 institutions" in of_b.body_html
    assert len(of_b.body_html.encode()) < 20_000


# Pages ------------------------------------------------------------------------------------------
def test_a_member_says_so_and_the_steward_confirms(roles, client_of, of_b):
    member, steward = client_of(roles.memberA), client_of(roles.stewardA)
    form = {"state": "trying", "started": "March 2025", "changed": "Video at night."}
    page = member.get(of_b.get_absolute_url()).content.decode()
    assert f'href="{of_b.get_absolute_url()}adopt/"' in page

    answer = member.post(f"{of_b.get_absolute_url()}adopt/", form | {"do": "confirm"})

    line = Adoption.objects.get()
    assert answer["Location"] == line.get_absolute_url()
    assert (line.is_confirmed, line.newest_words()["started"]) == (False, "2025-03")
    # Sent twice, it is one line; other words are not lost.
    assert member.post(f"{of_b.get_absolute_url()}adopt/", form).status_code == 302
    again = member.post(f"{of_b.get_absolute_url()}adopt/", form | {"changed": "Otherwise."})
    assert (again.status_code, "Otherwise." in again.content.decode()) == (409, True)
    assert Adoption.objects.count() == 1
    # Who has a line changes it in place of a second one.
    assert member.get(f"{of_b.get_absolute_url()}adopt/")["Location"] == line.get_change_url()
    assert "Night interpreters" in steward.get("/desk/").content.decode()
    own = line.get_absolute_url()
    assert steward.post(f"{own}confirm/", {"seen": "7"}).status_code == 409
    assert steward.post(f"{own}confirm/", {"seen": "1"}).status_code == 302
    assert "since March 2025" in client_of(None).get(of_b.get_absolute_url()).content.decode()
    assert "your institution is in the ledger" in member.get(
        of_b.get_absolute_url()).content.decode()  # fmt: skip


def test_a_conflict_shows_both_texts(roles, client_of, waiting):
    actions.change_adoption(
        adoption=waiting, by=roles.authorA, words=WORDS | {"outcome": "Theirs."}, now=NOW
    )
    form = WORDS | {"outcome": "Mine.", "version": "1"}
    client = client_of(roles.memberA)

    answer = client.post(waiting.get_change_url(), form)

    page = answer.content.decode()
    assert answer.status_code == 409
    assert ("Theirs." in page, "Mine." in page, 'name="version" value="2"' in page) == (
        True, True, True)  # fmt: skip
    assert client.post(waiting.get_change_url(), form | {"version": "2"}).status_code == 302
    assert Adoption.objects.get().newest_words()["outcome"] == "Mine."


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({}, "Say how far your institution is with it"),
        ({"state": "loved"}, "This is not one of the choices"),
        ({"state": "stopped"}, "Say why it stopped"),
        ({"state": "trying", "ended": "2025"}, "This is for those who stopped"),
        ({"state": "trying", "started": "lately"}, "Write a year"),
        ({"state": "stopped", "stopped_reason": "x", "started": "2025-03", "ended": "2024"},
         "This is before the start"),
        ({"state": "trying", "changed": "x" * 1501}, "1 character too many"),
    ],
)  # fmt: skip
def test_what_the_form_asks_again(roles, client_of, of_b, answers, sentence):
    answer = client_of(roles.memberA).post(f"{of_b.get_absolute_url()}adopt/", answers)

    assert sentence in answer.content.decode()
    assert not Adoption.objects.exists()


def test_somebody_of_two_institutions_says_for_which(roles, client_of, of_b):
    other = MembershipFactory(user=roles.memberA).institution
    own = published_practice(institution=roles.a, author=roles.authorA)
    client = client_of(roles.memberA)

    unsaid = client.post(f"{of_b.get_absolute_url()}adopt/", {"state": "trying"})
    said = {"state": "trying", "speaks_for": other.pk}
    client.post(f"{of_b.get_absolute_url()}adopt/", said)
    # Of one's own practice only the other institution may be said to use it.
    client.post(f"{own.get_absolute_url()}adopt/", {"state": "trying"})
    forged = {"state": "trying", "speaks_for": roles.a.pk}
    client.post(f"{own.get_absolute_url()}adopt/", forged)

    assert "Choose for whom you speak" in unsaid.content.decode()
    assert list(Adoption.objects.order_by("pk").values_list("practice", "institution")) == [
        (of_b.pk, other.pk), (own.pk, other.pk)]  # fmt: skip


def test_markup_in_words_is_text(roles, client_of, of_b):
    adopted(of_b, roles.a, changed="<script>alert(1)</script>", outcome='"><img src=x>')

    for path in (of_b.get_absolute_url(), f"{of_b.get_absolute_url()}adoptions/"):
        page = client_of(None).get(path).content.decode()
        assert "<script>alert" not in page
        assert "<img" not in page
        assert "&lt;script&gt;" in page


@pytest.mark.parametrize(
    ("who", "door", "expected"),
    [("anon", "", 2), ("memberA", "", 10), ("anon", "adoptions/", 3), ("memberA", "adoptions/", 6)],
)
def test_the_ledger_asks_the_same_for_one_and_three(roles, client_of, of_b, who, door, expected):
    counts = []
    for _ in range(3):
        adopted(of_b)
        client = client_of(getattr(roles, who))
        client.get("/practices/")
        with CaptureQueriesContext(connection) as seen:
            assert client.get(f"{of_b.get_absolute_url()}{door}").status_code == 200
        counts.append(len(seen))

    assert (counts[0], counts[2]) == (expected, expected)


def test_ones_own_line_asks_the_same_however_often_it_was_changed(roles, client_of, public):
    counts = []
    for number in range(3):
        actions.change_adoption(
            adoption=public, by=roles.memberA, words=WORDS | {"outcome": f"{number}"}, now=NOW
        )
        client = client_of(roles.stewardA)
        for door in ("", "change/"):
            with CaptureQueriesContext(connection) as seen:
                assert client.get(f"{public.get_absolute_url()}{door}").status_code == 200
            counts.append(len(seen))

    assert (counts[:2], counts[4:]) == ([6, 5], [6, 5])


# The database -----------------------------------------------------------------------------------
CONFIRMED = {"state": "trying"}
CONSTRAINTS = [
    ("adoption_state_is_known", {"state": "adopted"}, {"state": "loved"}),
    ("adoption_columns_hold_confirmed_words_only", {"state": "exploring"}, {"confirmed_by": None}),
    ("adoption_columns_hold_confirmed_words_only", {"confirmed_at": NOW}, {"public_since": None}),
    ("adoption_unconfirmed_says_nothing",
     {"state": "", "confirmed_at": None, "confirmed_by": None, "public_since": None,
      "changed": "", "outcome": "", "started": ""},
     {"state": "", "confirmed_at": None, "confirmed_by": None, "public_since": None,
      "changed": "", "outcome": "", "started": "2020"}),
    ("adoption_stopped_says_why", {"state": "stopped", "stopped_reason": "Money."},
     {"state": "stopped", "stopped_reason": ""}),
    ("adoption_ended_is_stopped", {"ended": ""}, {"ended": "2024"}),
    ("adoption_waiting_words_are_somebodys", {"outcome": ""}, {"waiting_by": None}),
    ("adoption_says_something", {"outcome": ""},
     {"state": "", "confirmed_at": None, "confirmed_by": None, "public_since": None, "changed": "",
      "outcome": "", "started": "", "waiting": None, "waiting_by": None, "waiting_since": None}),
    ("adoption_declined_says_why_of_waiting_words", {"outcome": ""}, {"declined_at": NOW}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "good", "bad"), CONSTRAINTS)
def test_constraints_of_a_line(roles, public, name, good, bad):
    actions.change_adoption(
        adoption=public, by=roles.memberA, words=WORDS | {"outcome": "Newer"}, now=NOW
    )
    row = Adoption.objects.filter(pk=public.pk)

    with transaction.atomic():
        assert row.update(**good) == 1
        transaction.set_rollback(True)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        row.update(**bad)


def test_an_institution_has_one_line_in_a_ledger(roles, of_b, public):
    with pytest.raises(IntegrityError, match="adoption_is_one_per_institution"):
        Adoption.objects.create(
            practice=of_b, institution=roles.a, reported_by=roles.memberA, reported_at=NOW,
            waiting=WORDS, waiting_by=roles.memberA, waiting_since=NOW,
        )  # fmt: skip
