"""A mail domain proved by DNS: the look, what it says, and what follows."""

from __future__ import annotations

import time

import pytest
from django.utils import timezone
from wagtail.models import ModelLogEntry

from members import actions, proof
from members.checks import resolvers_are_addresses
from members.domains import is_inward, is_registry
from members.models import EmailDomain, Institution, User
from tests.at_once import at_once
from tests.dns_server import running_dns
from tests.factories import EmailDomainFactory, MembershipFactory, UserFactory

A = "/institutions/heron-lake-health"
NAME = "_dlp-collaborative-challenge.heron.example.org"
VALUE = "f" * 40


@pytest.fixture(scope="module")
def dns_of_all():
    with running_dns() as server:
        yield server


@pytest.fixture
def dns(dns_of_all, settings):
    dns_of_all.forget()
    settings.DNS_RESOLVERS = [dns_of_all.address]
    settings.DNS_SECONDS = 2
    return dns_of_all


def look():
    return proof.look_up(domain="heron.example.org", value=VALUE)


# The look --------------------------------------------------------------------------------------
def test_the_record_is_found_among_many_and_in_pieces(dns):
    dns.publish(
        NAME, "other", (VALUE[:13].encode(), VALUE[13:].encode()), *[f"{n}" for n in range(9)]
    )
    assert look() == (True, "The record is there.")

    dns.publish(NAME, f' "{VALUE}" ')  # quotation marks that a control panel kept
    assert look().is_there


@pytest.mark.parametrize(
    "text", [VALUE[:-1], VALUE + "f", VALUE.upper(), "", f"x{VALUE}", f"{VALUE} {VALUE}"]
)
def test_another_value_proves_nothing(text, dns):
    dns.publish(NAME, text)
    found = look()
    dns.publish(NAME, VALUE)

    assert not found.is_there
    assert found.sentence.startswith("There is a TXT record, but with another value: “")
    assert look().is_there


def test_the_value_at_another_name_proves_nothing(dns):
    for name in (
        "heron.example.org",
        f"{NAME}.heron.example.org",
        "_dlp-collaborative-challenge.example.org",
    ):
        dns.publish(name, VALUE)

    assert not look().is_there


def test_values_of_strangers_are_shown_short_and_in_one_line(dns):
    dns.publish(NAME, b"<b>\x00\r\n\xff" + b"x" * 5000, *[f"number {n}" for n in range(20)])

    said = look().sentence

    assert len(said) < 600
    assert said.isprintable()
    assert said.endswith("and 18 more.")


def test_a_huge_answer_comes_by_tcp(dns):
    dns.publish(NAME, *[f"{n:04} {'x' * 240}" for n in range(150)], VALUE)

    assert look().is_there
    assert [way for _, way in dns.asked] == ["udp", "tcp"]


def test_nothing_there_is_said(dns):
    assert look() == (
        False,
        f"There is no TXT record at {NAME} yet. A new one may take an hour to be seen.",
    )
    dns.publish(f"below.{NAME}", "makes the name exist without a record of its own")
    assert look().sentence.startswith("There is no TXT record at")
    dns.publish(NAME)
    assert look().sentence.startswith("There is no TXT record at")


def test_an_alias_is_believed_for_nobody(dns):
    dns.alias(NAME, "proof.elsewhere.example.com")
    assert "an alias (CNAME) of proof.elsewhere.example.com." in look().sentence  # leads nowhere

    dns.publish("proof.elsewhere.example.com", VALUE)
    found = look()
    assert not found.is_there
    assert "Publish a TXT record at the name itself." in found.sentence


@pytest.mark.parametrize("length", [2, 25])
def test_aliases_in_a_ring_or_a_long_chain_end(length, dns):
    chain = [NAME, *(f"n{n}.example.org" for n in range(length))]
    for name, target in zip(chain, [*chain[1:], NAME], strict=True):
        dns.alias(name, target)

    found = look()

    assert not found.is_there
    assert "error" in found.sentence or "alias" in found.sentence


@pytest.mark.parametrize("how", ["servfail", "refused", "garbage"])
def test_an_error_of_the_servers_is_said(how, dns):
    dns.behave(NAME, how)

    said = look().sentence

    assert "answered with an error" in said or "did not answer in time" in said


def test_silence_is_said_within_the_time_set(dns, settings):
    settings.DNS_SECONDS = 0.6
    dns.behave(NAME, "silent")
    start = time.monotonic()

    assert look().sentence.startswith("The name servers did not answer in time.")
    assert time.monotonic() - start < 2


def test_the_next_resolver_is_asked_when_the_first_is_silent(dns, settings):
    dns.publish(NAME, VALUE)
    with running_dns() as dead:
        dead.behave(NAME, "silent")
        settings.DNS_RESOLVERS = [dead.address, dns.address]
        settings.DNS_SECONDS = 5
        assert look().is_there


def test_resolvers_are_addresses_with_or_without_port(settings):
    settings.DNS_RESOLVERS = ["192.0.2.1", "192.0.2.1:5353", "2001:db8::1", "[2001:db8::1]:5353"]
    assert resolvers_are_addresses() == []

    settings.DNS_RESOLVERS = ["dns.example.org", "192.0.2.1:x", "", "[192.0.2.1"]
    assert len(resolvers_are_addresses()) == 3  # the last one is readable


# Names -----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("domain", "refused"),
    [
        ("mn.us", True), ("k12.mn.us", True), ("pvt.k12.ma.us", True), ("co.uk", True),
        ("org.au", True), ("ac.uk", True),
        ("state.mn.us", False), ("co.hennepin.mn.us", False), ("isd1.k12.mn.us", False),
        ("heron.org", False), ("hospital.co.uk", False), ("umn.edu", False), ("nhs.uk", False),
    ],
)  # fmt: skip
def test_names_below_which_strangers_register_are_refused(domain, refused):
    assert is_registry(domain) is refused


@pytest.mark.parametrize(
    ("domain", "inward"),
    [("ward.local", True), ("10.0.0.1", True), ("1.0.0.127.in-addr.arpa", True),
     ("a.internal", True), ("local.example.org", False), ("home.org", False)],
)  # fmt: skip
def test_names_of_one_network_are_refused(domain, inward):
    assert is_inward(domain) is inward


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("org", "Write the part after the @ alone"),
        ("heron.example.org.", "Write the part after the @ alone"),
        ("_dlp-collaborative-challenge.heron.example.org", "Write the part after the @ alone"),
        ("h\u0435ron.example.org", "Write the part after the @ alone"),  # a Cyrillic e
        ("k12.mn.us", "Many owners have a domain below k12.mn.us."),
        ("10.0.0.1", "means something inside one network only"),
        (f"{'a' * 63}.{'b' * 63}.{'c' * 63}.{'d' * 50}.org", "is too long for a record below it"),
    ],
)
def test_such_names_are_refused_before_any_look(typed, says, roles, client_of):
    form = {"joining": "automatic", "proof": "dns", "word": ""}
    client = client_of(roles.coord)

    refused = client.post(f"{A}/domains/", {**form, "domain": typed})
    taken = client.post(f"{A}/domains/", {**form, "domain": "HERON.example.org"})

    assert refused.status_code == 409
    assert says in refused.content.decode()
    assert taken.status_code == 302
    assert [row.domain for row in EmailDomain.objects.all()] == ["heron.example.org"]


# By pages --------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_a_domain_counts_from_the_moment_its_record_is_found(roles, client_of, dns, now):
    client = client_of(roles.coord)
    client.post(
        f"{A}/domains/", {"domain": "heron.example.org", "joining": "automatic", "proof": "dns"}
    )
    row = EmailDomain.objects.get()
    early, late = (
        UserFactory(email="early@heron.example.org"),
        UserFactory(email="late@heron.example.org"),
    )
    assert (row.proved_at, row.proved_by, row.word) == (None, None, "")
    page = client.get(f"{A}/domains/").content.decode()
    assert NAME in page
    assert row.challenge in page
    assert "Does not count yet" in page

    before = client.post(f"{A}/domains/{row.pk}/check/", follow=True).content.decode()
    actions.join_by_domain(user=early, now=now)
    assert "heron.example.org does not count yet." in before
    assert f"There is no TXT record at {NAME} yet." in before
    assert early.memberships.count() == 0

    dns.publish(NAME, "v=other", row.challenge)
    after = client.post(f"{A}/domains/{row.pk}/check/", follow=True).content.decode()
    actions.join_by_domain(user=late, now=now)
    row.refresh_from_db()
    assert "Proved: addresses at heron.example.org count for Heron Lake Health." in after
    assert (row.proof, row.proved_by) == ("dns", roles.coord)
    assert row.proved_at is not None
    assert late.memberships.get().state == "active"
    assert logged(roles.a) == [
        ("members.domain_added", roles.coord.pk), ("members.domain_proved", roles.coord.pk),
        ("members.joined_by_domain", late.pk),
    ]  # fmt: skip


def logged(institution):
    rows = ModelLogEntry.objects.filter(object_id=str(institution.pk)).order_by("pk")
    return list(rows.values_list("action", "user_id"))


@pytest.mark.django_db
def test_a_record_that_is_gone_leaves_the_proof_and_is_said(roles, client_of, dns):
    row = EmailDomainFactory(institution=roles.a, domain="heron.example.org", proof="dns")
    proved_at = row.proved_at
    client = client_of(roles.coord)

    page = client.post(f"{A}/domains/{row.pk}/check/", follow=True).content.decode()
    row.refresh_from_db()
    assert "heron.example.org still counts." in page
    assert row.proved_at == proved_at
    assert row.check_said.startswith("There is no TXT record")

    dns.publish(NAME, row.challenge)
    client.post(f"{A}/domains/{row.pk}/check/")
    row.refresh_from_db()
    assert row.proved_at > proved_at


@pytest.mark.django_db
def test_a_word_can_become_a_proof(roles, client_of, dns):
    row = EmailDomainFactory(institution=roles.a, domain="heron.example.org", word="By phone.")
    dns.publish(NAME, row.challenge)

    client_of(roles.coord).post(f"{A}/domains/{row.pk}/check/")

    row.refresh_from_db()
    assert (row.proof, row.word, row.proved_by) == ("dns", "By phone.", roles.coord)


@pytest.mark.django_db
def test_a_moved_domain_is_proved_anew(roles, client_of, dns, now):
    """The record that proved it for one institution proves it for no other."""
    row = EmailDomainFactory(institution=roles.a, domain="heron.example.org", proof="dns")
    dns.publish(NAME, row.challenge)
    form = {"domain": "heron.example.org", "joining": "automatic", "proof": "dns"}
    client = client_of(roles.coord)

    held = client.post("/institutions/bluestem-clinics/domains/", form)
    client.post(f"{A}/domains/{row.pk}/remove/")
    client.post("/institutions/bluestem-clinics/domains/", form)
    moved = EmailDomain.objects.get()
    client.post(f"/institutions/bluestem-clinics/domains/{moved.pk}/check/")
    moved.refresh_from_db()

    assert held.status_code == 409
    assert "is entered for Heron Lake Health already. To move it, remove it there first" in (
        held.content.decode()
    )
    assert (moved.institution, moved.is_proved) == (roles.b, False)
    dns.publish(NAME, row.challenge, moved.challenge)
    client.post(f"/institutions/bluestem-clinics/domains/{moved.pk}/check/")
    moved.refresh_from_db()
    assert moved.is_proved


@pytest.mark.django_db
def test_word_or_dns_has_to_be_chosen_and_a_word_said(roles, client_of):
    client, form = client_of(roles.coord), {"domain": "heron.example.org", "joining": "approval"}

    neither = client.post(f"{A}/domains/", form)
    silent = client.post(f"{A}/domains/", {**form, "proof": "word", "word": " "})
    said = client.post(f"{A}/domains/", {**form, "proof": "word", "word": "By phone."})

    assert (neither.status_code, silent.status_code, said.status_code) == (400, 400, 302)
    assert "Say in a sentence how you know" in silent.content.decode()
    assert EmailDomain.objects.get().proved_by == roles.coord


@pytest.mark.django_db
def test_a_domain_of_another_institution_is_unknown_here(roles, client_of, dns):
    theirs = EmailDomainFactory(institution=roles.b, domain="heron.example.org", proved_at=None)
    dns.publish(NAME, theirs.challenge)

    answer = client_of(roles.coord).post(f"{A}/domains/{theirs.pk}/check/")

    theirs.refresh_from_db()
    assert (answer.status_code, theirs.checked_at, dns.asked) == (404, None, [])


# At the same moment ----------------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
def test_two_coordinators_at_once_enter_a_domain_for_one_institution(roles):
    def adder(institution):
        return lambda: actions.add_domain(
            institution=Institution.objects.get(pk=institution.pk),
            domain="heron.example.org",
            joining="automatic",
            proof="dns",
            by=User.objects.get(pk=roles.coord.pk),
            now=timezone.now(),
        )

    results = at_once(*[adder(house) for house in (roles.a, roles.b) * 4])

    assert sorted(type(result).__name__ for result in results) == [
        *["CannotAddDomain"] * 7, "EmailDomain",
    ]  # fmt: skip
    assert EmailDomain.objects.count() == 1
    assert ModelLogEntry.objects.filter(action="members.domain_added").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_domain_removed_during_the_look_stays_removed(roles, dns, monkeypatch):
    row = EmailDomainFactory(institution=roles.a, domain="heron.example.org", proved_at=None)
    dns.publish(NAME, row.challenge)
    real = proof.look_up

    def slow(**question):
        found = real(**question)
        EmailDomain.objects.all().delete()
        return found

    monkeypatch.setattr(proof, "look_up", slow)
    with pytest.raises(actions.NotWaiting):
        actions.check_domain(domain=row, by=roles.coord, now=timezone.now())
    assert not EmailDomain.objects.exists()


# Who is let in ---------------------------------------------------------------------------------
@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        "pat@evil.hospital.example.org",
        "pat@hospital.example.org.evil.example.com",
        "pat@nothospital.example.org",
        "pat@hospital.example.org.",
        "pat@hospit\u0430l.example.org",  # a Cyrillic a
        "pat@xn--hospitl-8fg.example.org",  # the same in its ASCII form
        "pat@hospital.example.org\u3002",  # a full stop of another script
        "pat@hospital\uff0eexample.org",
        "pat\u0430@hospital.example.org",
        "pat@hospital.example.org@elsewhere.example.com",
        "pat@[hospital.example.org]",
    ],
)
def test_only_the_whole_domain_of_the_address_counts(address, now):
    EmailDomainFactory(domain="hospital.example.org", proof="dns")
    near = UserFactory()
    near.emailaddress_set.update(email=address)
    shouting = UserFactory()
    shouting.emailaddress_set.update(email="PAT@HOSPITAL.Example.ORG")

    for user in (near, shouting):
        actions.join_by_domain(user=user, now=now)

    assert (near.memberships.count(), shouting.memberships.count()) == (0, 1)


@pytest.mark.django_db
def test_a_domain_in_another_script_counts_in_its_ascii_form(now):
    EmailDomainFactory(domain="xn--hpital-sxa.example.org", proof="dns")
    user = UserFactory()
    user.emailaddress_set.update(email="pat@xn--hpital-sxa.example.org")

    actions.join_by_domain(user=user, now=now)

    assert user.memberships.count() == 1


@pytest.mark.django_db
def test_with_approval_the_request_goes_all_the_way(roles, client_of, dns, mailoutbox, commit, now):
    """Proved by DNS, asked by an address, seen on the desk, let in, told by mail."""
    row = EmailDomainFactory(
        institution=roles.a, domain="heron.example.org", proved_at=None, joining="approval"
    )
    dns.publish(NAME, row.challenge)
    client_of(roles.coord).post(f"{A}/domains/{row.pk}/check/")
    pat = UserFactory(email="pat@heron.example.org", name="Pat Lund")
    with commit():
        actions.join_by_domain(user=pat, now=now)  # as signing in does
    asked = pat.memberships.get()
    assert asked.state == "requested"
    assert [m.to for m in mailoutbox] == [[roles.stewardA.email]]
    assert f"{A}/people/{asked.pk}/" in mailoutbox[0].body
    steward = client_of(roles.stewardA)
    assert "Pat Lund" in steward.get("/desk/").content.decode()

    with commit():
        steward.post(f"{A}/people/{asked.pk}/approve/")

    asked.refresh_from_db()
    assert asked.state == "active"
    assert mailoutbox[-1].to == [pat.email]
    assert "You are a contributor of Heron Lake Health" in (
        client_of(pat).get("/welcome/").content.decode()
    )
    assert MembershipFactory._meta.model.objects.filter(user=pat).count() == 1
