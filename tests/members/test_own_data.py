"""One's own data: everything that is kept, nobody else's, and only after a fresh proof."""

from __future__ import annotations

import io
import json
import zipfile
from decimal import Decimal

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.apps import apps
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.log_actions import LogActionRegistry
from wagtail.models import ModelLogEntry

from collaborative.core.uploads import check_upload
from collaborative.digests import actions as digests
from collaborative.digests.models import DigestSubscription
from collaborative.directory.models import Letter, NoLetters
from collaborative.search import actions as searches
from events import actions as events
from members import actions, keeping
from members.models import Membership, User
from practices import actions as practices
from practices.models import Practice
from tests.factories import (
    InstitutionFactory,
    MeetingFactory,
    MembershipFactory,
    PracticeFactory,
    UserFactory,
    adopted,
    answered_question,
    asked_question,
    asked_to_publish,
    contact,
    open_answer,
    open_question,
    published_practice,
    saved_search,
    written_comment,
)

pytestmark = pytest.mark.django_db

DATA = "/account/data/"
RECORD = {
    "advice": "Ask first.", "fte": Decimal("1.25"), "stage": "piloting",
    "modes": ["in-person", "group"],
    "risks": [{"risk": "A storm", "mitigation": "A phone line"}],
}  # fmt: skip
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def take(proved):
    """`take(user)`: what is in the file: name -> bytes, and the data."""

    def taken(user):
        answer = proved(user).post(DATA)
        assert answer["Content-Type"] == "application/zip"
        assert "no-store" in answer["Cache-Control"]
        with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as archive:
            files = {name: archive.read(name) for name in archive.namelist()}
        return files, json.loads(files["data.json"])

    return taken


def lived(user, institution, others):
    """Somebody who did about everything that one can do."""
    now = timezone.now()
    practice = PracticeFactory(institution=institution, author=user, title="Own words")
    practices.save_draft(practice=practice, by=user, words=RECORD, now=now)
    upload = check_upload(SimpleUploadedFile("poster.txt", b"Inside the poster"))
    kept = practices.attach_file(
        practice=practice, upload=upload, description="A poster", by=user, now=now
    )
    practices.save_draft(practice=practice, by=user, words={"file_ids": [kept.pk]}, now=now)
    practices.submit(practice=practice, note="Please look", by=user, now=now)
    meeting = MeetingFactory(title="Spring meeting", slug=f"spring-{user.pk}", called_by=user)
    events.answer(meeting=meeting, answer="yes", by=user, now=now)
    events.rotate_feed(by=user, now=now)
    DigestSubscription.objects.create(user=user, scopes=["language-access"])
    Letter.objects.create(sender=user, recipient=others, fingerprint="1")
    NoLetters.objects.create(user=user)
    TOTP.activate(user, SECRET)
    RecoveryCodes.activate(user)
    return practice


def test_it_holds_what_the_person_did(roles, take):
    practice = lived(roles.memberA, roles.a, roles.memberB)

    files, data = take(roles.memberA)
    told, page = data["data"], files["index.html"].decode()

    assert set(told) == {part.name for part in keeping.parts()} == set(data["why"])
    assert told["account"][0]["e_mail_address"] == roles.memberA.email
    assert [row["institution"] for row in told["memberships"]] == ["Heron Lake Health"]
    assert told["practices"][0]["advice"] == "Ask first."
    assert told["practices"][0]["fte"] == 1.25
    assert "What can go wrong: A storm; What helps against it: A phone line" in page
    assert "In person, In a group" in page
    assert told["reviews"][0]["your_note"] == "Please look"
    assert told["answers"][0]["meeting"] == "Spring meeting"
    assert (len(told["calendar"]), len(told["digest"]), len(told["no_letters"])) == (1, 1, 1)
    assert {row["kind"] for row in told["factors"]} == {"an authenticator app", "recovery codes"}
    assert "somebody who is not shown to you" in told["letters"][0]["to"]
    for words in ("Own words", "Ask first.", "Please look", "Spring meeting"):
        assert words in page
    name = f"files/{practice.files.get().pk}-poster.txt"
    assert files[name] == b"Inside the poster"
    assert "<script" not in page
    assert "style=" not in page
    # The same in both: every part has its heading, with its number of entries.
    for part in keeping.parts():
        assert f'<a href="#{part.name}">{part.title}</a> ({len(told[part.name])})' in page


def test_it_holds_no_secret_and_nobody_elses_words(roles, take, commit):
    """The steward's file, after much was done to and by others."""
    others = lived(roles.memberA, roles.a, roles.stewardA)
    now = timezone.now()
    practices.ask_for_changes(practice=others, note="Say more", by=roles.stewardA, now=now)
    actions.invite(
        institution=roles.a, email="invited@mail.example.org", role="contributor",
        by=roles.stewardA, now=now,
    )  # fmt: skip
    asks = UserFactory(name="Asker", email="asker@mail.example.org")
    nameless = UserFactory(name="", email="first.half@mail.example.org")
    actions.approve(
        membership=actions.ask_to_join(institution=roles.a, by=nameless, note="", now=now),
        by=roles.stewardA, now=now,
    )  # fmt: skip
    request = actions.ask_to_join(institution=roles.a, by=asks, note="My story", now=now)
    actions.approve(membership=request, by=roles.stewardA, now=now)
    TOTP.activate(roles.stewardA, SECRET)
    token = events.rotate_feed(by=roles.stewardA, now=now)
    codes = RecoveryCodes.activate(roles.stewardA).get_unused_codes()

    files, data = take(roles.stewardA)
    everything = b" ".join(files.values()).decode()

    assert "let Asker in" in everything
    assert "Say more" in everything  # the own answer
    for hidden in (
        "first.half", "invited@mail.example.org", "asker@mail.example.org", roles.memberA.email,
        "My story", "Please look", "Own words", "Ask first.", "Inside the poster", SECRET, token,
        *codes, roles.stewardA.calendar_feed.token_hash, roles.stewardA.password or "no password",
    ):  # fmt: skip
        assert hidden not in everything, hidden
    assert data["data"]["invitations"][0]["yours"] == "sent by you"


def test_words_that_others_wrote_later_are_theirs(roles, take):
    """Whoever was removed reads what they wrote themselves, not what became of it."""
    practice = PracticeFactory(institution=roles.a, author=roles.memberA, title="Mine")
    now = timezone.now()
    practices.save_draft(practice=practice, by=roles.memberA, words={"advice": "Early"}, now=now)
    practices.save_draft(practice=practice, by=roles.stewardA, words={"advice": "Late"}, now=now)
    theirs = Membership.objects.get(user=roles.memberA)
    actions.remove(membership=theirs, by=roles.stewardA, reason="Moved on.", now=now)

    files, data = take(User.objects.get(pk=roles.memberA.pk))

    assert data["data"]["practices"][0]["advice"] == "Early"
    assert "Late" not in files["index.html"].decode()
    assert data["data"]["memberships"][0]["reason_given_to_you"] == "Moved on."


def test_it_needs_a_fresh_proof_and_leaves_a_trace(roles, client_of, proved, commit):
    roles.memberA.set_unusable_password()
    roles.memberA.save()
    client = client_of(roles.memberA)
    page = client.get(DATA).content.decode()
    assert "Confirm that it is you" in page
    assert "Download my data" not in page

    asked = client.post(DATA)
    assert asked["Location"] == "/accounts/reauthenticate/code/?next=%2Faccount%2Fdata%2F"
    assert ModelLogEntry.objects.count() == 0
    ready = proved(roles.memberA)
    assert "Download my data" in ready.get(DATA).content.decode()
    with commit():
        assert ready.post(DATA)["Content-Type"] == "application/zip"

    assert [entry.action for entry in ModelLogEntry.objects.all()] == ["own_data.downloaded"]
    assert mail.outbox[-1].subject == "Your data was downloaded"
    assert mail.outbox[-1].to == [roles.memberA.email]
    record = client_of(roles.stewardA).get("/institutions/heron-lake-health/record/")
    assert "0 changes" in record.content.decode()  # nobody else's business


def test_it_is_not_taken_without_end(roles, proved, settings):
    settings.ACCOUNT_RATE_LIMITS = {"own_data": "6/h/key"}
    client, other = proved(roles.memberA), proved(roles.memberB)

    statuses = [client.post(DATA).status_code for _ in range(7)]

    assert statuses == [200] * 6 + [429]
    assert other.post(DATA).status_code == 200


def test_large_files_are_named_and_left_out(roles, take, monkeypatch):
    lived(roles.memberA, roles.a, roles.memberB)
    monkeypatch.setattr("members.archive.MOST_BYTES", 5)

    files, data = take(roles.memberA)

    assert [name for name in files if name.startswith("files/")] == []
    assert len(data["files_left_out"]) == 1
    assert "too large to pack" in files["index.html"].decode()


def test_a_web_process_that_has_logged_nothing_yet_knows_the_names(roles, take, monkeypatch):
    """Wagtail asks the apps for names of actions only when somebody writes to the log."""
    lived(roles.memberA, roles.a, roles.memberB)
    fresh = LogActionRegistry()
    monkeypatch.setattr("members.audit.registry", fresh)
    assert not fresh.has_scanned_for_actions

    _, data = take(roles.memberA)

    assert all("." not in row["what"] for row in data["data"]["log"])


def test_names_of_files_do_not_leave_the_folder(roles, take):
    lived(roles.memberA, roles.a, roles.memberB)
    roles.memberA.practices.get().files.update(name="../../etc/passwd <script>.txt")

    files, _ = take(roles.memberA)

    (name,) = [name for name in files if name.startswith("files/")]
    assert name.count("/") == 1
    assert "<script" not in files["index.html"].decode()


def test_everybody_gets_one_however_little_there_is(roles, take):
    for user in (roles.nomember, roles.exA, roles.coord, roles.siteadmin):
        _, data = take(user)
        assert data["account"] == user.pk


def test_it_asks_the_same_for_one_and_three(roles, proved):
    """Of everything there is one, then three."""

    def add(number):
        user, now = roles.coord, timezone.now()
        house = InstitutionFactory()
        MembershipFactory(user=user, institution=house, role="steward")
        user.forget_roles()
        practice = PracticeFactory(institution=house, author=user, title=f"Own {number}")
        upload = check_upload(SimpleUploadedFile(f"{number}.txt", b"Words"))
        practices.attach_file(practice=practice, upload=upload, description="W", by=user, now=now)
        practices.save_draft(practice=practice, by=user, words={"need": f"{number}"}, now=now)
        published_practice(practice, user, now=now)
        practices.take_down(practice=practice, by=user, reason="A name", now=now)
        meeting = MeetingFactory(slug=f"meeting-{number}", called_by=user)
        events.answer(meeting=meeting, answer="yes", by=user, now=now)
        actions.invite(institution=house, email=f"i{number}@mail.example.org",
                       role="contributor", by=user, now=now)  # fmt: skip
        Letter.objects.create(sender=user, recipient=UserFactory(), fingerprint=str(number))
        actions.record_factor(user=user, kind="totp", change="added", now=now)
        adopted(published_practice(), house, by=user, now=now)
        news = published_practice(institution=house, author=user, title=f"News {number}", now=now)
        comment = written_comment(news, user, now=now)
        practices.hide_comment(comment=comment, reason="A name", by=user, now=now)
        practices.show_name(practice=news, is_shown=True, by=user, now=now)
        asked_to_publish(news, MembershipFactory(role="steward").institution, now=now)
        line = asked_to_publish(published_practice(), house, signs=True)
        practices.withdraw_name(line=line, reason="Ended.", by=user, now=now)
        asked_to_publish(published_practice(), house, signs=True)
        practices.keep(practice=news, by=user, now=now)
        for kind, target in (("practice", news.slug), ("institution", house.slug)):
            practices.follow(kind=kind, target=target, by=user, now=now)
        contact(news, user)
        asker = MembershipFactory().user
        answered_question(asked_question(news, asker, now=now), user, now=now)
        other = published_practice(now=now)
        contact(other, MembershipFactory(institution=other.institution).user)
        asked_question(other, user, now=now)
        saved_search(user, f"tag=tag-{number}", now=now)
        mine = open_question(user, params="q=rides", area="accessibility", now=now)
        said = open_answer(mine, user, practice=news, now=now)
        searches.hide_words(words=said, reason="A name", by=user, now=now)
        digests.plan_extra(by=user, key=f"{number:016x}", now=now)

    DigestSubscription.objects.create(
        user=roles.coord, covered_until="2020-01-01T00:00Z", subscribed_at="2020-01-01T00:00Z"
    )
    found = []
    for number in (1, 2, 3):
        add(number)
        proved(roles.coord).post(DATA)
        client = proved(roles.coord)
        with CaptureQueriesContext(connection) as seen:
            assert client.post(DATA).status_code == 200
        found.append(len(seen))

    assert Practice.objects.filter(author=roles.coord).count() == 6
    assert [found[0], found[2]] == [75, 75]


def test_every_foreign_key_to_a_person_is_told_or_excused():
    """Whoever adds one says in which part a person reads of it, or why nowhere."""
    there = set()
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.get_fields(include_hidden=True):
            points = field.concrete and (field.many_to_one or field.one_to_one)
            if points and field.related_model is User and field.model is model:
                there.add(f"{model._meta.label}.{field.name}")
    told = {key for part in keeping.parts() for key in part.keys}
    elsewhere = {key for key in told if not apps.is_installed(HOMES.get(key, "members"))}

    assert there - told - set(keeping.UNTOLD) == set()
    assert told & set(keeping.UNTOLD) == set()
    assert (told | set(keeping.UNTOLD)) - there - elsewhere == set()
    assert all(keeping.UNTOLD.values())


# Told where the app is installed.
HOMES = {"socialaccount.SocialAccount.user": "allauth.socialaccount"}


def test_no_part_is_told_twice():
    names = [part.name for part in keeping.parts()]

    assert len(names) == len(set(names)) > 20
    assert names[0] == "account"  # what the lowest floor keeps comes first
