"""Several authors: who may write on, and whose name readers see."""

from __future__ import annotations

import json

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.test import TestCase
from django.utils import timezone

from collaborative.core.models import PublicVersion
from members import actions as members
from members.models import Membership, User
from practices import actions, citing, permissions, queries, together
from practices.models import Practice, PracticeAuthor
from tests.factories import (
    InstitutionFactory,
    MembershipFactory,
    UserFactory,
    adopted,
    asked_to_publish,
    written_comment,
)

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def add(practice, person, by):
    return actions.add_author(practice=practice, person=person, by=by, now=NOW)


def shown(practice):
    return [one["name"] for one in together.people(Practice.objects.get(pk=practice.pk))]


def test_a_second_author_writes_on_submits_and_is_told(roles, state_of):
    practice = state_of("draft")
    assert not permissions.user_can_edit(roles.memberA, practice)
    with TestCase.captureOnCommitCallbacks(execute=True):
        add(practice, roles.memberA, roles.authorA)

    assert [letter.to for letter in mail.outbox] == [[roles.memberA.email]]
    assert practice.title in mail.outbox[0].body
    fresh = Practice.objects.get(pk=practice.pk)
    assert permissions.user_can_edit(roles.memberA, fresh)
    actions.save_draft(practice=fresh, by=roles.memberA, words={"need": "Theirs."}, now=NOW)
    mail.outbox.clear()
    actions.submit(practice=fresh, by=roles.memberA, now=NOW)
    with TestCase.captureOnCommitCallbacks(execute=True):
        actions.publish(practice=fresh, by=roles.stewardA, now=NOW)
    assert {letter.to[0] for letter in mail.outbox} == {roles.authorA.email, roles.memberA.email}
    # Who may write only takes it from the membership.
    Membership.objects.filter(user=roles.memberA).update(state="ended", ended_at=NOW)
    roles.memberA.forget_roles()
    assert not permissions.user_can_edit(roles.memberA, fresh)


def test_every_author_hears_of_comments_and_of_who_takes_it_up(roles, state_of, client_of):
    practice = state_of("live", title="Night interpreters")
    add(practice, roles.memberA, roles.authorA)
    fresh = Practice.objects.get(pk=practice.pk)
    mail.outbox.clear()

    with TestCase.captureOnCommitCallbacks(execute=True):
        written_comment(fresh, roles.memberB)
        adopted(fresh, roles.b, by=roles.stewardB)

    told = [letter.to[0] for letter in mail.outbox]
    assert told.count(roles.memberA.email) == told.count(roles.authorA.email) == 2
    desk = client_of(roles.memberA).get("/desk/").content.decode()
    assert "New comments" in desk
    assert "Published by you" in desk


def test_the_citation_names_people_then_institutions(roles, state_of):
    practice = state_of("submitted")
    User.objects.filter(pk=roles.authorA.pk).update(name="Ada Ek")
    actions.show_name(practice=practice, is_shown=True, by=roles.authorA, now=NOW)
    for name in ("Bergamot & Sons", "Cedar Clinic"):
        asked_to_publish(practice, InstitutionFactory(name=name), signs=True)
    actions.publish(practice=practice, by=roles.stewardA, now=NOW)
    fresh = Practice.objects.get(pk=practice.pk)

    said = f"Ada Ek; {roles.a.name}, Bergamot & Sons and Cedar Clinic ({NOW:%Y})."
    assert citing.as_text(fresh).startswith(said)
    names = f"{{Ada Ek}} and {{{roles.a.name}}} and {{Bergamot \\& Sons}} and {{Cedar Clinic}}"
    assert names in citing.as_bibtex(fresh)
    lines = citing.as_ris(fresh)
    assert [line for line in lines.splitlines() if line.startswith("AU")] == [
        f"AU  - {name}," for name in ("Ada Ek", roles.a.name, "Bergamot & Sons", "Cedar Clinic")
    ]
    kinds = [one["@type"] for one in json.loads(citing.json_ld(fresh, []))["author"]]
    assert kinds == ["Person", "Organization", "Organization", "Organization"]


def test_whom_one_may_add(roles, state_of):
    practice = state_of("draft")
    theirs = MembershipFactory(
        institution=roles.b, user=UserFactory(name="Berit Lund", is_shown=True)
    ).user
    for person in (roles.memberB, theirs, roles.exA, roles.nomember, roles.inactive):
        with pytest.raises(actions.CannotAddAuthor):
            add(practice, person, roles.authorA)
    with pytest.raises(actions.AlreadyAuthor):
        add(practice, roles.authorA, roles.authorA)
    for person in (roles.memberA, roles.memberB, roles.coord):
        with pytest.raises(PermissionDenied):
            add(practice, roles.memberA, person)

    asked_to_publish(practice, roles.b)
    assert [one.user for one in queries.find_authors(practice, "berit")] == [theirs]
    assert queries.find_authors(practice, "b") == []
    add(practice, theirs, roles.authorA)
    with pytest.raises(actions.CannotAddAuthor):  # does not want to be found
        add(practice, roles.memberB, roles.authorA)
    # An author of another institution reads no draft.
    fresh = Practice.objects.get(pk=practice.pk)
    assert not permissions.user_can_edit(theirs, fresh)
    assert fresh not in Practice.objects.visible_to(theirs)


def test_a_name_is_shown_once_its_person_says_so(roles, state_of, client_of):
    practice = state_of("live")
    User.objects.filter(pk=roles.authorA.pk).update(name="Ada Ek")
    add(practice, roles.memberA, roles.stewardA)
    where = practice.get_absolute_url()
    assert shown(practice) == []

    client_of(roles.authorA).post(f"{where}people/name/", {"do": "show"})

    assert shown(practice) == ["Ada Ek"]
    page = client_of(None).get(where).content.decode()
    assert "Written by" in page
    assert page.count("Ada Ek") >= 2  # also in the citation
    assert "Ada Ek" in client_of(None).get(f"{where}cite.bib").content.decode()
    assert client_of(None).get(f"/api/v1/practices/{practice.slug}").json()["authors"] == ["Ada Ek"]
    for who in (roles.stewardA, roles.siteadmin, roles.memberB):
        assert client_of(who).post(f"{where}people/name/", {"do": "show"}).status_code == 403

    # A new name reaches the page; who leaves or says no is not named.
    person = User.objects.get(pk=roles.authorA.pk)
    person.name = "Ada Berg"
    person.save()
    assert shown(practice) == ["Ada Berg"]
    before = PublicVersion.objects.get(pk=1).number
    client_of(roles.authorA).post(f"{where}people/name/", {"do": "hide"})
    assert shown(practice) == []
    assert "Ada Berg" not in client_of(None).get(where).content.decode()
    assert PublicVersion.objects.get(pk=1).number > before


@pytest.mark.parametrize("keeps_name", [True, False])
def test_a_deleted_account_takes_its_name_along_unless_it_stays(roles, state_of, keeps_name):
    practice = state_of("live")
    User.objects.filter(pk=roles.authorA.pk).update(name="Ada Ek")
    actions.show_name(practice=practice, is_shown=True, by=roles.authorA, now=NOW)
    assert shown(practice) == ["Ada Ek"]

    members.delete_account(by=User.objects.get(pk=roles.authorA.pk), keeps_name=keeps_name, now=NOW)

    assert shown(practice) == (["Ada Ek"] if keeps_name else [])


def test_being_taken_off_the_list(roles, state_of):
    practice = state_of("live")
    User.objects.filter(pk=roles.memberA.pk).update(name="Mia Ek")
    author = add(practice, roles.memberA, roles.authorA)
    mia = User.objects.get(pk=roles.memberA.pk)
    actions.show_name(practice=practice, is_shown=True, by=mia, now=NOW)
    assert shown(practice) == ["Mia Ek"]
    actions.show_name(practice=practice, is_shown=True, by=roles.authorA, now=NOW)
    first = PracticeAuthor.objects.get(user=roles.authorA)

    for who in (roles.authorA, roles.memberB, roles.coord):
        with pytest.raises(PermissionDenied):
            actions.remove_author(author=author, by=who, now=NOW)
    with pytest.raises(actions.CannotRemoveAuthor):
        actions.remove_author(author=first, by=roles.stewardA, now=NOW)
    actions.remove_author(author=author, by=mia, now=NOW)
    actions.remove_author(author=author, by=mia, now=NOW)

    fresh = Practice.objects.get(pk=practice.pk)
    assert (fresh.co_author_ids, "Mia Ek" in fresh.body_html) == ([], False)
    assert not permissions.user_can_edit(mia, fresh)


def test_a_practice_has_at_most_twenty_authors(roles, state_of, monkeypatch):
    monkeypatch.setattr("practices.actions.authoring.MOST_AUTHORS", 2)
    practice = state_of("draft")
    add(practice, roles.memberA, roles.authorA)

    with pytest.raises(actions.CannotAddAuthor, match="at most 2"):
        add(practice, roles.stewardA, roles.authorA)


def test_one_line_a_person(roles, state_of):
    author = add(state_of("draft"), roles.memberA, roles.authorA)
    author.pk = None

    with pytest.raises(IntegrityError, match="practice_author_is_there_once"):
        author.save(force_insert=True)


# Pages ------------------------------------------------------------------------------------------
def test_adding_and_removing_on_the_page(roles, state_of, client_of):
    practice = state_of("draft")
    User.objects.filter(pk=roles.memberA.pk).update(name="Mia Ek")
    where, author = practice.get_people_url(), client_of(roles.authorA)
    assert f'href="{where}"' in author.get(practice.get_edit_url()).content.decode()
    page = author.get(where, {"person": "mia"}).content.decode()
    assert f'name="person" value="{roles.memberA.pk}"' in page
    assert "Nobody who could" in author.get(where, {"person": "zzz"}).content.decode()

    assert author.post(f"{where}add/", {"person": roles.memberA.pk}).status_code == 302
    assert author.post(f"{where}add/", {"person": roles.memberA.pk}).status_code == 409
    assert author.post(f"{where}add/", {"person": "zzz"}).status_code == 409
    row = PracticeAuthor.objects.get()
    assert author.post(f"{where}{row.pk}/remove/").status_code == 403
    assert client_of(roles.memberB).get(where).status_code == 404
    assert client_of(roles.memberA).get(where).status_code == 200
    left = client_of(roles.memberA).post(f"{where}{row.pk}/remove/")

    assert left["Location"] == "/desk/"
    assert not PracticeAuthor.objects.exists()
    assert client_of(roles.memberA).get(where).status_code == 403


def test_an_author_elsewhere_sees_the_people_of_a_draft_and_no_word_of_it(
    roles, state_of, client_of
):
    practice = state_of("submitted", title="Zanzibarquokka", need="Wombatneed")
    theirs = MembershipFactory(
        institution=roles.b, user=UserFactory(name="Berit Lund", is_shown=True)
    ).user
    asked_to_publish(practice, roles.b)
    asked_to_publish(practice, InstitutionFactory(name="Third House"))
    with TestCase.captureOnCommitCallbacks(execute=True):
        add(practice, theirs, roles.authorA)
    client, where = client_of(theirs), practice.get_people_url()

    page = client.get(where).content.decode()

    assert "Show my name" in page
    for hidden in ("Zanzibarquokka", "Wombatneed", "Third House", "Add an author"):
        assert hidden not in page
    assert "Zanzibarquokka" not in mail.outbox[-1].body
    for door in ("", "edit/", "history/", "draft/", f"with/{roles.b.slug}/"):
        assert client.get(f"{practice.get_absolute_url()}{door}").status_code == 404
    client.post(f"{where}name/", {"do": "show"})
    actions.publish(practice=practice, by=roles.stewardA, now=NOW)
    # Named beside their institution's name, and with it.
    assert shown(practice) == []
    line = practice.co_publications.get(institution=roles.b)
    seen = Practice.objects.get(pk=practice.pk).live_revision_id
    actions.sign_off(line=line, seen=seen, by=roles.stewardB, now=NOW)
    assert shown(practice) == ["Berit Lund"]
    actions.withdraw_name(line=line, reason="", by=roles.stewardB, now=NOW)
    assert shown(practice) == []
