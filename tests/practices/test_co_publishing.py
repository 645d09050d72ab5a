"""Several institutions behind one practice: each signs off a version, and may step back."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from collaborative.core.models import PublicVersion
from members import actions as members
from members.models import Institution
from practices import actions, queries, together, together_permissions
from practices.models import CoPublication, Practice, SignOff
from tests.factories import InstitutionFactory, asked_to_publish
from tests.factories.together import steward_of
from tests.practices.asked import sure

pytestmark = pytest.mark.django_db
NOW = timezone.now()
TOKEN = "zanzibarquokka"
PEOPLE = (
    "anon", "nomember", "memberB", "stewardB", "memberA", "authorA", "stewardA", "coord", "exA",
    "inactive", "siteadmin",
)  # fmt: skip


def named(practice):
    """The institutions beside its own, as every reader is told."""
    return [one["name"] for one in together.co_publishers(Practice.objects.get(pk=practice.pk))]


def sent(act):
    mail.outbox.clear()
    with TestCase.captureOnCommitCallbacks(execute=True):
        act()
    return sorted((letter.to[0], letter.subject) for letter in mail.outbox)


def sign(line, seen=None, by=None):
    line = CoPublication.objects.get(pk=line.pk)
    seen = seen or line.practice.asked_revision_id
    return actions.sign_off(line=line, seen=seen, by=by or steward_of(line.institution), now=NOW)


def publish(practice, roles):
    fresh = Practice.objects.get(pk=practice.pk)
    actions.publish(practice=fresh, by=roles.stewardA, now=NOW)


def hand_in(practice, roles, **words):
    fresh = Practice.objects.get(pk=practice.pk)
    actions.save_draft(practice=fresh, by=roles.authorA, words=words, now=NOW)
    actions.submit(practice=fresh, by=roles.authorA, now=NOW)


# The way of a name ------------------------------------------------------------------------------
def test_a_name_stands_on_the_version_that_was_signed(roles, state_of, client_of):
    practice = state_of("submitted", title="Night interpreters")
    letters = sent(lambda: asked_to_publish(practice, roles.b, note="You run it as well."))
    line = CoPublication.objects.get()
    assert letters == [(
        roles.stewardB.email,
        "Heron Lake Health asks Loon Bay Clinic to publish a practice together".replace(
            "Heron Lake Health", roles.a.name).replace("Loon Bay Clinic", roles.b.name),
    )]  # fmt: skip
    assert "You run it as well." in mail.outbox[0].body
    assert "Night interpreters" in mail.outbox[0].body

    letters = sent(lambda: sign(line))
    assert {to for to, _ in letters} == {roles.authorA.email, roles.stewardA.email}
    assert named(practice) == []  # nothing is public
    letters = sent(lambda: publish(practice, roles))

    assert (roles.stewardB.email, (
        f"“Night interpreters” is public with the name of {roles.b.name}")) in letters  # fmt: skip
    assert named(practice) == [roles.b.name]
    fresh, nobody = Practice.objects.get(pk=practice.pk), client_of(None)
    where = fresh.get_absolute_url()
    assert "Published with" in fresh.body_html
    for path in (where, "/practices/", f"{where}cite.bib", f"{where}cite.ris",
                 f"/institutions/{roles.b.slug}/"):  # fmt: skip
        page = nobody.get(path).content.decode()
        assert roles.b.name in page, path
        assert "Night interpreters" in page, path
    api = nobody.get(f"/api/v1/practices/{fresh.slug}").json()
    assert [one["slug"] for one in api["co_publishers"]] == [roles.b.slug]
    # Whose name stands on it is found by that name as well.
    assert nobody.get(f"/api/v1/practices?institution={roles.b.slug}").json()["count"] == 1


def test_a_later_change_asks_again(roles, state_of):
    practice = state_of("submitted")
    line = asked_to_publish(practice, roles.b, signs=True)
    publish(practice, roles)
    first = Practice.objects.get(pk=practice.pk).live_revision_id
    assert named(practice) == [roles.b.name]

    letters = sent(lambda: hand_in(practice, roles, advice="Newer."))
    assert [subject for to, subject in letters if to == roles.stewardB.email] == [
        f"{roles.b.name}: please read “{practice.title}”"
    ]
    assert named(practice) == [roles.b.name]  # on the words that it signed, still
    letters = sent(lambda: publish(practice, roles))
    assert [subject for to, subject in letters if to == roles.stewardB.email] == [
        f"“{practice.title}” is public without the name of {roles.b.name}"
    ]
    assert named(practice) == []
    assert roles.b.name not in Practice.objects.get(pk=practice.pk).body_html

    with pytest.raises(actions.NotTheVersionYouRead):
        sign(line, first)
    before = PublicVersion.objects.get(pk=1).number
    sign(line)
    assert named(practice) == [roles.b.name]
    assert PublicVersion.objects.get(pk=1).number > before
    # The owner withdraws a mention of what was said before: a no takes the name off.
    seen = Practice.objects.get(pk=practice.pk).live_revision_id
    actions.decline_sign_off(line=line, seen=seen, note="Wrong.", by=roles.stewardB, now=NOW)
    assert named(practice) == []


def test_a_no_is_told_with_its_sentence_and_holds_for_that_version(roles, state_of):
    practice = state_of("submitted")
    line = asked_to_publish(practice, roles.b)
    seen = Practice.objects.get(pk=practice.pk).asked_revision_id
    with pytest.raises(actions.SignOffSentenceMissing):
        actions.decline_sign_off(line=line, seen=seen, note=" ", by=roles.stewardB, now=NOW)

    letters = sent(lambda: actions.decline_sign_off(
        line=line, seen=seen, note="Our site is missing.", by=roles.stewardB, now=NOW))  # fmt: skip

    assert {to for to, _ in letters} == {roles.authorA.email, roles.stewardA.email}
    assert "Our site is missing." in mail.outbox[0].body
    assert roles.stewardB.email not in {to for to, _ in sent(lambda: publish(practice, roles))}
    letters = sent(lambda: hand_in(practice, roles, advice="With your site."))
    assert roles.stewardB.email in {to for to, _ in letters}


def test_withdrawing_takes_the_name_and_leaves_the_practice(roles, state_of, client_of):
    practice = state_of("submitted")
    line = asked_to_publish(practice, roles.b, signs=True)
    publish(practice, roles)
    where = Practice.objects.get(pk=practice.pk).get_absolute_url()
    before = PublicVersion.objects.get(pk=1).number

    letters = sent(lambda: actions.withdraw_name(
        line=line, reason="We ended it.", by=roles.stewardB, now=NOW))  # fmt: skip

    assert {to for to, _ in letters} == {roles.authorA.email, roles.stewardA.email}
    assert "We ended it." in mail.outbox[0].body
    assert named(practice) == []
    assert PublicVersion.objects.get(pk=1).number > before
    page = client_of(None).get(where)
    assert page.status_code == 200
    assert roles.b.name not in page.content.decode()
    for act, more in (
        (actions.sign_off, {}), (actions.decline_sign_off, {"note": "x"})
    ):  # fmt: skip
        seen = Practice.objects.get(pk=practice.pk).live_revision_id
        with pytest.raises(actions.NotAskedAnyMore):
            act(line=line, seen=seen, by=roles.stewardB, now=NOW, **more)
    with pytest.raises(actions.NotAskedAnyMore):
        actions.withdraw_name(line=line, reason="", by=roles.stewardB, now=NOW)
    # Nobody is asked on the quiet: again by a steward only.
    with pytest.raises(actions.CannotInvite, match="withdrew"):
        asked_to_publish(practice, roles.b)
    actions.invite_institution(
        practice=practice, institution=roles.b, note="", by=roles.stewardA, now=NOW
    )
    assert named(practice) == []


def test_a_closed_institution_is_named_no_more_and_an_open_one_again(roles, state_of):
    practice = state_of("submitted")
    third = InstitutionFactory(name="Third House")
    line = asked_to_publish(practice, third, signs=True)
    publish(practice, roles)
    assert named(practice) == ["Third House"]

    members.close_institution(institution=third, reason="Merged.", by=roles.siteadmin, now=NOW)

    assert named(practice) == []
    with pytest.raises((actions.NotAskedAnyMore, PermissionDenied)):
        sign(line, by=roles.siteadmin)
    members.reopen_institution(institution=third, by=roles.siteadmin, now=NOW)
    assert named(practice) == ["Third House"]


def test_a_new_name_of_the_institution_reaches_the_page(roles, state_of):
    practice = state_of("submitted")
    asked_to_publish(practice, roles.b, signs=True)
    publish(practice, roles)
    house = Institution.objects.get(pk=roles.b.pk)
    house.name = "Loon Lake Health"
    house.save()

    assert named(practice) == ["Loon Lake Health"]
    assert "Loon Lake Health" in Practice.objects.get(pk=practice.pk).body_html


def test_whom_one_may_ask_and_who_calls_it_off(roles, state_of):
    practice = state_of("submitted")
    alone = InstitutionFactory()
    for house in (roles.a, alone, InstitutionFactory(state="closed")):
        with pytest.raises(actions.CannotInvite):
            actions.invite_institution(
                practice=practice, institution=house, note="", by=roles.authorA, now=NOW
            )
    line = asked_to_publish(practice, roles.b)
    with pytest.raises(actions.AlreadyInvited):
        asked_to_publish(practice, roles.b)
    sign(line)
    with pytest.raises(PermissionDenied):  # what is signed, a steward alone lets go
        actions.call_off_institution(line=line, by=roles.authorA, now=NOW)
    publish(practice, roles)
    letters = sent(lambda: actions.call_off_institution(line=line, by=roles.stewardA, now=NOW))

    assert [to for to, _ in letters] == [roles.stewardB.email]
    assert (named(practice), CoPublication.objects.count()) == ([], 0)
    with pytest.raises(actions.NotAskedAnyMore):
        actions.call_off_institution(line=line, by=roles.stewardA, now=NOW)


def test_nothing_is_signed_that_is_not_handed_in(roles, state_of):
    practice = state_of("draft")
    line = asked_to_publish(practice, roles.b)
    with pytest.raises(actions.NothingToSign):
        sign(line, 1)
    actions.submit(practice=practice, by=roles.authorA, now=NOW)
    seen = Practice.objects.get(pk=practice.pk).latest_revision_id
    with pytest.raises(actions.NotTheVersionYouRead):
        sign(line, seen + 1)
    sign(line, seen)
    with pytest.raises(actions.AlreadySigned):
        sign(line, seen)
    actions.take_back(practice=practice, by=roles.authorA, now=NOW)
    with pytest.raises(actions.NothingToSign):
        sign(line, seen)


# Who may, who reads -----------------------------------------------------------------------------
def test_who_may_answer(roles, state_of):
    line = asked_to_publish(state_of("submitted"), roles.b)
    seen = line.practice.asked_revision_id
    may = set()
    for who in PEOPLE[1:]:
        user = getattr(roles, who)
        try:
            with transaction.atomic():
                actions.sign_off(line=line, seen=seen, by=user, now=NOW)
                transaction.set_rollback(True)
        except PermissionDenied:
            continue
        may.add(who)

    assert may == {"stewardB", "siteadmin"}


@pytest.mark.parametrize("state", ["draft", "submitted", "live", "withdrawn", "closed"])
def test_the_readers_and_their_twins_agree(roles, state_of, state):
    practice = state_of(state if state in {"draft", "live"} else "submitted")
    line = asked_to_publish(practice, roles.b)
    if state == "withdrawn":
        actions.withdraw_name(line=line, reason="", by=roles.stewardB, now=NOW)
    if state == "closed":
        Institution.objects.filter(pk=roles.b.pk).update(state="closed")
    line = CoPublication.objects.select_related("practice", "institution").get()
    people = {who: getattr(roles, who) or AnonymousUser() for who in PEOPLE}
    lines = CoPublication.objects

    knows = {who for who, user in people.items() if line in lines.visible_to(user)}
    reads = {who for who, user in people.items() if line in lines.readable_by(user)}

    owners = {"memberA", "authorA", "stewardA", "siteadmin"}
    assert knows == owners | ({"stewardB"} if state != "closed" else set())
    is_open = state in {"submitted", "live"}
    assert reads == ({"stewardB", "siteadmin"} if is_open else set())
    for expected, rule in (
        (knows, together_permissions.user_can_see_co_publication),
        (reads, together_permissions.user_can_read_to_sign),
    ):
        assert {who for who, user in people.items() if rule(user, line)} == expected


@pytest.mark.parametrize("who", PEOPLE)
def test_the_draft_is_read_by_the_stewards_who_were_asked_and_only_while_it_waits(
    who, roles, client_of, state_of, with_file
):
    practice = state_of("draft", need=f"Need quokkaneed {TOKEN}.", title=f"Title {TOKEN}")
    kept = with_file(practice, f"{TOKEN}.txt", f"Inside {TOKEN}".encode())
    other = with_file(practice, "other.txt", f"Other {TOKEN}".encode(), named=False)
    actions.submit(practice=practice, by=roles.authorA, now=NOW)
    line = asked_to_publish(practice, roles.b)
    client, where = client_of(getattr(roles, who)), practice.get_absolute_url()
    page, file = line.get_absolute_url(), f"{where}files/{kept.pk}/"
    pages = [
        page, file, f"{where}files/{other.pk}/", where, f"{where}draft/", f"{where}history/",
        f"{where}review/", f"{where}edit/", f"{where}people/", f"{where}comments/", "/practices/",
        "/practices/?q=quokkaneed", "/desk/", f"/institutions/{roles.b.slug}/", "/sitemap.xml",
        f"/api/v1/practices/{practice.slug}", "/feeds/practices.atom",
    ]  # fmt: skip

    def held():
        found = set()
        for path in pages:
            answer = client.get(path)
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            if TOKEN in body.decode():
                found.add(path)
        return found

    inside = {"memberA", "authorA", "stewardA", "siteadmin"}
    read = held()
    if who == "stewardB":
        assert read == {page, file, "/desk/"}
    elif who not in {*inside, "coord"}:
        assert read == set()
    assert (page in read) == (who in {*inside, "stewardB"})
    if who == "stewardB":
        # Taken back, withdrawn or called off, there is no way in any more.
        actions.take_back(practice=practice, by=roles.authorA, now=NOW)
        assert held() == set()
        assert client.get(page).status_code == 200
        actions.submit(practice=practice, by=roles.authorA, now=NOW)
        assert held() == {page, file, "/desk/"}
        actions.withdraw_name(line=line, reason="", by=roles.stewardB, now=NOW)
        assert held() == set()
        actions.call_off_institution(line=line, by=roles.stewardA, now=NOW)
        assert client.get(page).status_code == 404


def test_drafts_behind_a_live_version_stay_inside(roles, client_of, state_of):
    """Asked about the public version, one does not read what is being written."""
    practice = state_of("live with draft")
    line = asked_to_publish(practice, roles.b)
    client = client_of(roles.stewardB)

    page = client.get(line.get_absolute_url()).content.decode()

    assert practice.need in page
    assert "Newer words." not in page
    actions.submit(practice=practice, by=roles.authorA, now=NOW)
    page = client.get(line.get_absolute_url()).content.decode()
    assert "Newer words." in page
    assert "What changed since the public version" in page


# Pages ------------------------------------------------------------------------------------------
def test_asking_reading_and_signing_on_the_pages(roles, client_of, state_of):
    practice = state_of("submitted", title="Night interpreters")
    author, steward = client_of(roles.authorA), client_of(roles.stewardB)
    people = practice.get_people_url()
    assert f'<option value="{roles.b.name}">' in author.get(people).content.decode()

    for name, status, words in (
        ("", 200, "Write the name"),
        ("Nowhere House", 200, "No institution"),
        (roles.a.name, 200, "No institution"),
    ):
        answer = author.post(f"{people}ask/", {"institution": name, "note": "My sentence."})
        assert answer.status_code == status
        assert words in answer.content.decode()
        assert "My sentence." in answer.content.decode()
    asked = author.post(f"{people}ask/", {"institution": roles.b.name.upper(), "note": "Hello."})
    assert asked["Location"] == people
    line = CoPublication.objects.get()
    assert "Has not answered" in author.get(people).content.decode()

    assert line.get_absolute_url() in steward.get("/desk/").content.decode()
    page = steward.get(line.get_absolute_url()).content.decode()
    for words in ("Hello.", practice.need, "Sign off this version"):
        assert words in page
    seen = line.practice.asked_revision_id
    assert steward.post(line.get_sign_url(), {"seen": "1"}).status_code == 409
    assert steward.post(line.get_decline_url(), {"seen": seen, "note": ""}).status_code == 200
    assert author.post(line.get_sign_url(), {"seen": seen}).status_code == 403
    assert steward.post(line.get_sign_url(), {"seen": seen}).status_code == 302
    assert line.get_absolute_url() not in steward.get("/desk/").content.decode()
    review = client_of(roles.stewardA).get(f"{practice.get_absolute_url()}review/").content.decode()
    assert "Signed off" in review
    assert roles.b.name in review

    assert steward.get(line.get_withdraw_url()).status_code == 200
    assert steward.post(line.get_withdraw_url(), {"reason": "No."}).status_code == 302
    assert steward.post(line.get_withdraw_url(), {"reason": "No."}).status_code == 409
    assert client_of(roles.memberB).get(line.get_absolute_url()).status_code == 404
    assert author.post(line.get_call_off_url()).status_code == 302
    assert not CoPublication.objects.exists()


def test_sentences_to_other_institutions_are_looked_through_for_patients(
    roles, client_of, state_of
):
    practice = state_of("submitted", title="Night interpreters")
    author, steward = client_of(roles.authorA), client_of(roles.stewardB)
    told = "The patient Mrs. Lind said so."
    ask = f"{practice.get_people_url()}ask/"

    asked = author.post(ask, {"institution": roles.b.name, "note": told})
    assert "this does not tell who a patient is" in asked.content.decode()
    assert not CoPublication.objects.exists()
    again = {"institution": roles.b.name, "note": told, **sure(asked)}
    assert author.post(ask, again).status_code == 302
    line = CoPublication.objects.get()
    seen = line.practice.asked_revision_id
    steward.post(line.get_decline_url(), {"seen": seen, "note": told})
    steward.post(line.get_withdraw_url(), {"reason": told})
    line.refresh_from_db()
    assert not line.is_withdrawn
    assert not line.sign_offs.exists()


def test_words_of_an_ended_session_come_back(roles, client_of, state_of):
    from django.test import Client

    from tests.sign_in import sign_in

    line = asked_to_publish(state_of("submitted"), roles.b)
    client = sign_in(Client(enforce_csrf_checks=True), roles.stewardB)
    for path, name in ((line.get_decline_url(), "note"), (line.get_withdraw_url(), "reason")):
        answer = client.post(path, {name: "Kept words."}, HTTP_ORIGIN="http://testserver")
        assert answer.status_code == 403
        assert "Kept words." in answer.content.decode()
    owner = sign_in(Client(enforce_csrf_checks=True), roles.authorA)
    answer = owner.post(
        f"{line.practice.get_people_url()}ask/", {"institution": "X", "note": "Kept words."},
        HTTP_ORIGIN="http://testserver",
    )  # fmt: skip
    assert "Kept words." in answer.content.decode()
    assert not SignOff.objects.exists()


def test_the_pages_ask_the_same_for_one_and_three(roles, client_of, state_of):
    practice = state_of("submitted")
    line = asked_to_publish(practice, roles.b)
    found: dict[str, list[int]] = {}

    def count():
        for who, path in (
            (roles.authorA, practice.get_people_url()),
            (roles.stewardB, line.get_absolute_url()),
            (roles.stewardA, f"{practice.get_absolute_url()}review/"),
            (roles.stewardB, "/desk/"),
        ):
            client = client_of(who)
            client.get(path)
            with CaptureQueriesContext(connection) as seen:
                assert client.get(path).status_code == 200
            found.setdefault(path, []).append(len(seen))

    for number in range(4):
        if number > 1:
            asked_to_publish(practice, InstitutionFactory(), signs=True)
        if number:
            actions.take_back(practice=practice, by=roles.authorA, now=NOW)
            hand_in(practice, roles, advice=f"Version {number}")
            practice.refresh_from_db()
        asked_to_publish(state_of("submitted"), roles.b)
        sign(line)
        if number:
            count()

    assert all(first == last for first, _, last in found.values()), found


# The database -----------------------------------------------------------------------------------
def test_the_database_keeps_the_rules(roles, state_of):
    line = asked_to_publish(state_of("submitted"), roles.b)
    signed = sign(line)

    def refuses(name, act):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            act()

    rows, answers = CoPublication.objects.filter(pk=line.pk), SignOff.objects.filter(pk=signed.pk)
    refuses("withdrawn_says_by_whom", lambda: rows.update(withdrawn_at=NOW))
    refuses("withdrawn_says_by_whom", lambda: rows.update(withdrawn_reason="x"))
    refuses("declined_says_why", lambda: answers.update(is_signed=False))
    refuses("declined_says_why", lambda: answers.update(sentence="x"))
    rows.update(withdrawn_at=NOW, withdrawn_by=roles.stewardB, withdrawn_reason="x")
    answers.update(is_signed=False, sentence="x")
    refuses("sign_off_is_one_per_version", lambda: SignOff.objects.create(
        co_publication=line, revision_id=signed.revision_id, is_signed=True,
        said_by=roles.stewardB, said_at=NOW))  # fmt: skip
    refuses("co_publication_is_one_per_institution", lambda: CoPublication.objects.create(
        practice=line.practice, institution=roles.b, invited_by=roles.authorA,
        invited_at=NOW))  # fmt: skip


def test_a_deleted_draft_takes_its_questions_along(roles, state_of):
    practice = state_of("draft")
    asked_to_publish(practice, roles.b)
    actions.add_author(practice=practice, person=roles.memberA, by=roles.authorA, now=NOW)

    actions.delete_draft(practice=practice, by=roles.authorA, now=NOW)

    assert not CoPublication.objects.exists()
    assert queries.published_with(roles.b).count() == 0
