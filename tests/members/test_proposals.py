"""An institution proposes itself, and a coordinator answers."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from wagtail.models import ModelLogEntry

from collaborative.pages.models import InstitutionPage
from members import actions
from members.models import Institution, InstitutionProposal, Invitation, User
from tests.at_once import at_once
from tests.factories import (
    EmailDomainFactory,
    InstitutionFactory,
    InstitutionProposalFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
PROPOSE = "/institutions/propose/"
WORDS = {
    "name": "Marsh Wren Clinic",
    "kind": "clinic",
    "city": "Aitkin",
    "counties": "Aitkin County, Crow Wing",
    "website": "marshwren.example.org",
    "why": "To compare what we tried.",
    "proposer_name": "Pat Lund",
    "email": "Pat@MarshWren.example.org",
}
ADMIT = {
    "name": "Marsh Wren Clinic",
    "slug": "marsh-wren-clinic",
    "kind": "clinic",
    "city": "Aitkin",
    "counties": "Aitkin",
    "steward_email": "pat@marshwren.example.org",
}


def admit(proposal, by, now, **changes):
    words = {**ADMIT, "counties": ["Aitkin"], **changes}
    return actions.admit_institution(proposal=proposal, by=by, now=now, **words)


def link_in_mail():
    found = re.search(r"http://testserver(/institutions/propose/[\w-]+/)", mail.outbox[-1].body)
    assert found, mail.outbox[-1].body
    return found[1]


# Proposing -------------------------------------------------------------------------------------
def test_a_proposal_is_seen_once_its_address_is_proved(roles, client_of, commit):
    stranger, coordinator = Client(), client_of(roles.coord)
    with commit():
        sent = stranger.post(PROPOSE, WORDS)
    assert (sent.status_code, sent["Location"]) == (302, f"{PROPOSE}thanks/")
    assert [m.to for m in mail.outbox] == [["pat@marshwren.example.org"]]
    link = link_in_mail()
    token = link.split("/")[-2]
    kept = InstitutionProposal.objects.get()
    assert (kept.state, kept.counties, kept.website) == (
        "unconfirmed", ["Aitkin", "Crow Wing"], "https://marshwren.example.org",
    )  # fmt: skip
    assert token not in str(InstitutionProposal.objects.values())
    assert "Marsh Wren" not in coordinator.get("/desk/").content.decode()
    assert "Marsh Wren" not in coordinator.get("/desk/proposals/").content.decode()
    assert coordinator.get(kept.get_absolute_url()).status_code == 404

    looked = [stranger.get(link), stranger.head(link), client_of(roles.memberB).get(link)]
    kept.refresh_from_db()
    assert {answer.status_code for answer in looked} == {200}
    assert "Marsh Wren Clinic" in looked[0].content.decode()
    assert looked[0]["Cache-Control"] == "private, no-store"
    assert kept.state == "unconfirmed"

    with commit():
        confirmed = Client().post(link)  # from another device too
    kept.refresh_from_db()
    assert (confirmed.status_code, confirmed["Location"]) == (302, f"{PROPOSE}done/")
    assert kept.state == "waiting"
    assert (mail.outbox[-1].to, mail.outbox[-1].subject) == (
        [roles.coord.email], "Marsh Wren Clinic wants to join the collaborative",
    )  # fmt: skip
    assert "Marsh Wren Clinic" in coordinator.get("/desk/").content.decode()
    assert "To compare what we tried." in coordinator.get(kept.get_absolute_url()).content.decode()


def test_the_form_keeps_no_session_of_a_stranger():
    client = Client()

    page, sent = client.get(PROPOSE), client.post(PROPOSE, WORDS)
    thanks = client.get(sent["Location"])

    assert set(client.cookies) == {"csrftoken"}
    assert page.status_code == thanks.status_code == 200
    assert "sessionid" not in client.cookies


def test_the_form_asks_for_its_token():
    answer = Client(enforce_csrf_checks=True).post(PROPOSE, WORDS)

    assert answer.status_code == 403
    assert not InstitutionProposal.objects.exists()


def test_the_answer_is_the_same_for_what_is_known(roles, commit):
    InstitutionProposalFactory(name="Known Proposal", email="known@mail.example.org")
    tries = [
        WORDS,
        {**WORDS, "name": roles.a.name.upper()},
        {**WORDS, "name": "Known Proposal"},
        {**WORDS, "email": roles.stewardA.email},
        {**WORDS, "email": "known@mail.example.org"},
    ]
    answers = []
    for words in tries:
        with commit():
            answer = Client().post(PROPOSE, words)
        answers.append((answer.status_code, answer.content, sorted(answer.headers.items())))

    assert len(mail.outbox) == len(tries)
    assert all(answer == answers[0] for answer in answers)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"name": "Marsh\nBcc: all@example.org"}, "Write this in one line"),
        ({"proposer_name": "Pat\r\nSubject: x"}, "Write this in one line"),
        ({"city": "Ait\u202ekin"}, "Write this in one line"),
        ({"email": "pat@marsh.example.org\nBcc: x@example.org"}, "Write one whole address"),
        ({"email": "pat@m\u0430rsh.example.org"}, "plain letters"),
        ({"website": "javascript:alert(1)"}, "Write a web address"),
        ({"website": "ftp://marsh.example.org"}, "Write a web address that begins with https://."),
        ({"kind": "bank"}, "Select a valid choice"),
        ({"name": " "}, "This field is required"),
        ({"counties": " , "}, "This field is required"),
        ({"counties": "x" * 41}, "Write the names of counties"),
        ({"why": "x" * 1001}, "at most 1000 characters"),
    ],
)
def test_what_cannot_be_a_proposal_is_refused(change, says):
    refused = Client().post(PROPOSE, {**WORDS, **change})
    taken = Client().post(PROPOSE, WORDS)

    assert (refused.status_code, taken.status_code) == (400, 302)
    assert says in refused.content.decode()
    assert InstitutionProposal.objects.count() == 1


def test_a_form_cannot_answer_itself(roles):
    Client().post(
        PROPOSE,
        {**WORDS, "state": "admitted", "confirmed_at": "2026-01-01", "institution": roles.a.pk,
         "decided_by": roles.coord.pk, "token_hash": "x"},
    )  # fmt: skip

    kept = InstitutionProposal.objects.get()
    assert (kept.state, kept.confirmed_at, kept.institution, kept.decided_by) == (
        "unconfirmed", None, None, None,
    )  # fmt: skip
    assert kept.token_hash != "x"


@pytest.fixture
def limited(settings):
    settings.ACCOUNT_RATE_LIMITS = {
        "propose_institution": "5/h/ip", "propose_institution_to": "2/h/key",
    }  # fmt: skip


def test_one_mail_address_is_written_to_seldom_and_nobody_learns_it(limited, commit):
    answers = []
    for _ in range(4):
        with commit():
            answer = Client().post(PROPOSE, WORDS)
        answers.append((answer.status_code, answer["Location"]))

    assert set(answers) == {(302, f"{PROPOSE}thanks/")}
    assert len(mail.outbox) == InstitutionProposal.objects.count() == 2


def test_one_network_proposes_seldom_and_loses_no_word(limited):
    def send(number, address):
        words = {**WORDS, "email": f"pat{number}@marshwren.example.org"}
        return Client(REMOTE_ADDR=address).post(PROPOSE, words)

    answers = [send(number, "192.0.2.1") for number in range(6)]
    elsewhere = send(6, "192.0.2.2")

    assert [answer.status_code for answer in answers] == [302] * 5 + [429]
    page = answers[-1].content.decode()
    assert "There were many proposals from your network" in page
    assert "To compare what we tried." in page
    assert elsewhere.status_code == 302


# Confirming ------------------------------------------------------------------------------------
def test_a_link_works_once_and_in_time_and_nobody_is_told_which(now, commit):
    def proposed(moment):
        with commit():
            actions.propose_institution(
                words={name: WORDS[name] for name in ("name", "kind", "city", "why")},
                email="pat@marshwren.example.org",
                now=moment,
            )
        return link_in_mail()

    late = proposed(now - dt.timedelta(days=3, minutes=1))
    unknown = Client().get(f"{PROPOSE}{'x' * 43}/")
    gone = [Client().get(late), Client().post(late)]
    used = proposed(now - dt.timedelta(days=2, hours=23))
    assert Client().post(used).status_code == 302
    gone += [Client().get(used), Client().post(used), Client().post(f"{PROPOSE}x/")]

    assert {answer.status_code for answer in gone} == {404}
    assert {answer.content for answer in gone} == {unknown.content}
    assert "This link does not work" in unknown.content.decode()
    # What nobody confirmed in time is forgotten when the next one comes.
    assert InstitutionProposal.objects.count() == 2
    proposed(now)
    assert [row.state for row in InstitutionProposal.objects.order_by("pk")] == [
        "waiting",
        "unconfirmed",
    ]


@pytest.mark.django_db(transaction=True)
def test_many_confirmations_at_once_are_one(roles):
    token = "t" * 43
    from members.tokens import hash_token

    InstitutionProposalFactory(state="unconfirmed", confirmed_at=None, token_hash=hash_token(token))
    mail.outbox.clear()

    results = at_once(*[lambda: actions.confirm_proposal(token=token, now=timezone.now())] * 8)

    assert sorted(type(result).__name__ for result in results) == [
        "InstitutionProposal", *["NoSuchProposal"] * 7,
    ]  # fmt: skip
    assert len(mail.outbox) == 1


# Answering -------------------------------------------------------------------------------------
def test_admitting_makes_institution_page_and_steward(roles, client_of, commit, token_in_mail):
    proposal = InstitutionProposalFactory(
        name="Marsh Wren Clinic", email="pat@marshwren.example.org"
    )
    coordinator = client_of(roles.coord)
    page = coordinator.get(proposal.get_absolute_url()).content.decode()
    assert 'value="marsh-wren-clinic"' in page

    with commit():
        answer = coordinator.post(f"{proposal.get_absolute_url()}admit/", ADMIT)

    made = Institution.objects.get(slug="marsh-wren-clinic")
    proposal.refresh_from_db()
    assert (answer.status_code, answer["Location"]) == (302, made.get_people_url())
    assert (proposal.state, proposal.institution, proposal.decided_by) == (
        "admitted", made, roles.coord,
    )  # fmt: skip
    own = InstitutionPage.objects.get(institution=made)
    assert (own.live, own.slug) == (True, "marsh-wren-clinic")
    assert "Marsh Wren Clinic" in Client().get("/institutions/marsh-wren-clinic/").content.decode()
    assert "Marsh Wren Clinic" in Client().get("/institutions/").content.decode()
    log = ModelLogEntry.objects.filter(object_id=str(made.pk)).order_by("pk")
    assert list(log.values_list("action", "user_id")) == [
        ("members.institution_admitted", roles.coord.pk), ("members.invited", roles.coord.pk),
    ]  # fmt: skip
    assert [m.to for m in mail.outbox] == [["pat@marshwren.example.org"]]  # one mail, no second
    pat = UserFactory(email="pat@marshwren.example.org")
    other = UserFactory(email="other@marshwren.example.org")
    assert client_of(other).post(f"/invitations/{token_in_mail()}/").status_code == 403
    assert client_of(pat).post(f"/invitations/{token_in_mail()}/").status_code == 302
    assert pat.memberships.get().role == "steward"
    assert client_of(pat).get(made.get_people_url()).status_code == 200


def test_another_address_can_be_the_first_steward(roles, client_of, commit):
    proposal = InstitutionProposalFactory(email="pat@marshwren.example.org")
    with commit():
        client_of(roles.coord).post(
            f"{proposal.get_absolute_url()}admit/",
            {**ADMIT, "steward_email": "Boss@MarshWren.example.org"},
        )

    assert Invitation.objects.get().email == "boss@marshwren.example.org"
    assert sorted((m.to[0], m.subject) for m in mail.outbox) == [
        ("boss@marshwren.example.org",
         "Marsh Wren Clinic invites you to the DLP Minnesota Alumni Collaborative"),
        ("pat@marshwren.example.org", "Marsh Wren Clinic belongs to the collaborative now"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "says", "status"),
    [
        ({"name": "heron lake HEALTH"}, "There is an institution called heron lake HEALTH", 409),
        ({"name": "Closed House"}, "There is an institution called Closed House", 409),
        ({"slug": "heron-lake-health"}, "is another institution", 409),
        ({"slug": "propose"}, "is an address of the portal itself", 409),
        ({"slug": "Marsh Wren"}, "Use small letters", 400),
        ({"slug": "-marsh"}, "Use small letters", 400),
        ({"slug": "marsh/../wren"}, "Use small letters", 400),
        ({"name": "Marsh\nWren"}, "Write this in one line", 400),
        ({"steward_email": "pat"}, "Write one whole address", 400),
    ],
)
def test_a_name_or_address_that_is_taken_is_refused(change, says, status, roles, client_of):
    InstitutionFactory(name="Closed House", slug="closed-house", state="closed")
    proposal = InstitutionProposalFactory()
    before, client = Institution.objects.count(), client_of(roles.coord)

    refused = client.post(f"{proposal.get_absolute_url()}admit/", {**ADMIT, **change})
    proposal.refresh_from_db()
    assert refused.status_code == status
    assert says in refused.content.decode()
    assert (proposal.state, Institution.objects.count()) == ("waiting", before)
    assert not Invitation.objects.exists()

    assert client.post(f"{proposal.get_absolute_url()}admit/", ADMIT).status_code == 302


def test_a_proposal_that_may_belong_already_says_so(roles, client_of):
    EmailDomainFactory(domain="heron.example.org", institution=roles.a)
    by_name = InstitutionProposalFactory(name="bluestem CLINICS")
    by_domain = InstitutionProposalFactory(email="pat@heron.example.org")
    neither = InstitutionProposalFactory()

    client = client_of(roles.coord)
    pages = [
        client.get(p.get_absolute_url()).content.decode() for p in (by_name, by_domain, neither)
    ]

    assert ["Perhaps it belongs already" in page for page in pages] == [True, True, False]
    assert ['href="/institutions/bluestem-clinics/"' in page for page in pages] == [
        True,
        False,
        False,
    ]
    assert ['href="/institutions/heron-lake-health/"' in page for page in pages] == [
        False, True, False,
    ]  # fmt: skip


def test_declining_tells_the_proposer_why(roles, client_of, commit):
    proposal = InstitutionProposalFactory(email="pat@marshwren.example.org")
    client, address = client_of(roles.coord), f"{proposal.get_absolute_url()}decline/"

    without = client.post(address, {"reason": " "})
    proposal.refresh_from_db()
    assert (without.status_code, proposal.state) == (400, "waiting")

    with commit():
        client.post(address, {"reason": "You sell things."})
    proposal.refresh_from_db()
    assert (proposal.state, proposal.reason) == ("declined", "You sell things.")
    assert mail.outbox[-1].to == ["pat@marshwren.example.org"]
    assert "You sell things." in mail.outbox[-1].body
    entry = ModelLogEntry.objects.get(action="members.proposal_declined")
    assert (entry.user, entry.object_id) == (roles.coord, str(proposal.pk))
    assert "You sell things." in client.get(proposal.get_absolute_url()).content.decode()

    for door, form in (("admit/", ADMIT), ("decline/", {"reason": "Again."})):
        late = client.post(f"{proposal.get_absolute_url()}{door}", form)
        assert late.status_code == 409
        assert "has answered this proposal already." in late.content.decode()
    assert not Institution.objects.filter(slug="marsh-wren-clinic").exists()


def test_names_stand_in_pages_and_mails_as_typed_and_run_nothing(roles, client_of, commit):
    evil = '<script>alert(1)</script> & "Sons"'
    proposal = InstitutionProposalFactory(name=evil, why=evil, proposer_name=evil)

    for address in (proposal.get_absolute_url(), "/desk/proposals/", "/desk/"):
        page = client_of(roles.coord).get(address).content.decode()
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
        assert "<script>alert" not in page
    with commit():
        admit(proposal, roles.coord, timezone.now(), name=evil, steward_email="a@b.example.org")
    for letter in mail.outbox:
        assert "\n" not in letter.subject
        assert "<script>alert" not in str(letter.alternatives[0][0])


@pytest.mark.django_db(transaction=True)
def test_two_coordinators_at_once_admit_one_institution(roles):
    proposal = InstitutionProposalFactory(email="pat@marshwren.example.org")

    def step():
        mine = InstitutionProposal.objects.get(pk=proposal.pk)
        return admit(mine, User.objects.get(pk=roles.coord.pk), timezone.now())

    results = at_once(*[step] * 4)

    assert sorted(type(result).__name__ for result in results) == [
        "Institution", *["NotWaiting"] * 3,
    ]  # fmt: skip
    assert InstitutionPage.objects.filter(slug="marsh-wren-clinic").count() == 1
    assert Invitation.objects.count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "changes",
    [({}, {}), ({}, {"name": "MARSH WREN CLINIC", "slug": "other"}), ({}, {"name": "Another"})],
)
def test_two_proposals_at_once_do_not_take_one_name_or_address(changes, roles):
    def admitter(change):
        proposal = InstitutionProposalFactory()

        def step():
            mine = InstitutionProposal.objects.get(pk=proposal.pk)
            return admit(mine, User.objects.get(pk=roles.coord.pk), timezone.now(), **change)

        return step

    results = at_once(*[admitter(change) for change in changes])

    assert sorted(type(result).__name__ for result in results) == ["CannotAdmit", "Institution"]
    assert InstitutionProposal.objects.filter(state="waiting").count() == 1


# Links -----------------------------------------------------------------------------------------
def test_whoever_misses_an_institution_finds_the_form(roles, client_of):
    link = 'href="/institutions/propose/"'

    assert link in Client().get("/institutions/").content.decode()
    assert link in client_of(roles.nomember).get("/join/").content.decode()
    for institution in Institution.objects.all():
        actions.ask_to_join(institution=institution, by=roles.nomember, note="", now=timezone.now())
    assert link in client_of(roles.nomember).get("/join/").content.decode()


def test_the_form_knows_who_is_signed_in(roles, client_of):
    own = client_of(roles.nomember).get(PROPOSE).content.decode()

    assert f'value="{roles.nomember.email}"' in own
    assert roles.nomember.email not in Client().get(PROPOSE).content.decode()


def test_a_coordinator_cannot_answer_what_is_not_confirmed(roles, client_of):
    unheard = InstitutionProposalFactory(state="unconfirmed", confirmed_at=None)
    heard = InstitutionProposalFactory()
    client = client_of(roles.coord)

    answers = [
        client.post(f"{proposal.get_absolute_url()}admit/", ADMIT).status_code
        for proposal in (unheard, heard)
    ]

    unheard.refresh_from_db()
    assert (answers, unheard.state) == ([404, 302], "unconfirmed")
