"""The end of an account: nothing of the person is left but what they wrote, and nothing breaks."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from allauth.usersessions.models import UserSession
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone
from wagtail.models import ModelLogEntry

from collaborative.core.mail.outcomes import Outcome, Result
from collaborative.core.models import PublicVersion
from collaborative.digests import actions as digests
from collaborative.digests.actions import sending
from collaborative.digests.models import DigestDelivery, DigestSubscription
from collaborative.directory.models import Letter, NoLetters
from events import actions as events
from events.models import Attendance, CalendarFeed
from members import actions
from members.models import (
    InstitutionProposal,
    Invitation,
    Membership,
    User,
)
from members.tokens import hash_token, make_token
from practices import actions as practices
from practices.models import Follow, Keep, NoCommentMail
from tests.factories import (
    InstitutionFactory,
    InstitutionProposalFactory,
    MeetingFactory,
    PracticeFactory,
    UserFactory,
    published_practice,
    written_comment,
)
from tests.members.test_second_factor import SECRET, mailed_code

pytestmark = pytest.mark.django_db

DELETE = "/account/delete/"
CANARY = "qzcanaryzq"
NAME = "Zelda Quist"
ADDRESS = "zelda.quist@mail.example.org"
SECOND = "z.quist@second.example.org"


def form_of(user, name="former"):
    return {"name": name, "email": user.email}


@pytest.fixture
def zelda(roles, commit):
    """A member who left something in about every corner."""
    user, now = UserFactory(name=NAME, email=ADDRESS), timezone.now()
    user.emailaddress_set.create(email=SECOND, verified=True)
    for field, value in {
        "about": f"About {CANARY}", "dlp_year": 2014, "interests": ["language-access"],
        "is_shown": True, "last_login": now,
    }.items():  # fmt: skip
        setattr(user, field, value)
    user.set_password("a staple of horses")
    user.save()
    membership = actions.ask_to_join(institution=roles.a, by=user, note=f"Note {CANARY}", now=now)
    actions.approve(membership=membership, by=roles.stewardA, now=now)
    actions.ask_to_join(institution=roles.b, by=user, note=f"Note {CANARY}", now=now)
    for address in (ADDRESS, SECOND):
        actions.invite(
            institution=InstitutionFactory(), email=address, role="contributor",
            by=roles.coord, now=now,
        )  # fmt: skip
    Invitation.objects.create(
        institution=roles.a, email=ADDRESS, invited_by=roles.stewardA, accepted_by=user,
        accepted_at=now, expires_at=now, token_hash=hash_token(make_token()),
    )  # fmt: skip
    for state in ("waiting", "declined"):
        InstitutionProposalFactory(
            email=ADDRESS, proposer_name=NAME, state=state,
            decided_at=now if state == "declined" else None,
        )  # fmt: skip
    practice = PracticeFactory(institution=roles.a, author=user, title="Zeldas live practice")
    practices.submit(practice=practice, by=user, now=now)
    practices.publish(practice=practice, by=roles.stewardA, now=now)
    PracticeFactory(institution=roles.a, author=user, title="Zeldas draft")
    for number, meeting in enumerate((MeetingFactory(slug="one"), MeetingFactory(slug="two"))):
        events.answer(meeting=meeting, answer=("yes", "no")[number], by=user, now=now)
    events.rotate_feed(by=user, now=now)
    before = now - timezone.timedelta(days=1)
    DigestSubscription.objects.create(user=user, covered_until=before, subscribed_at=before)
    digests.plan_extra(by=roles.coord, key="0123456789abcdef", now=now)
    DigestDelivery.objects.filter(recipient=user).update(
        email=ADDRESS, smtp_answer=f"250 <{ADDRESS}> ok"
    )
    Letter.objects.create(sender=user, recipient=roles.memberA, fingerprint="1")
    Letter.objects.create(sender=roles.memberA, recipient=user, fingerprint="2")
    NoLetters.objects.create(user=user)
    talked_about = published_practice(institution=roles.b, title="Talked about")
    written_comment(talked_about, user, "What Zelda's clinic asks")
    for number, change in enumerate(("hide_comment", "take_back_comment")):
        one = written_comment(talked_about, user, f"Number {number} {CANARY}")
        how = {"by": roles.coord, "reason": "A name"} if change == "hide_comment" else {"by": user}
        getattr(practices, change)(comment=one, now=now, **how)
        if change == "hide_comment":
            practices.take_back_comment(comment=one, by=user, now=now)
    kept = practices.keep(practice=talked_about, by=user, now=now)
    practices.write_note(kept=kept, note=f"Note {CANARY}", by=user)
    practices.follow(kind="practice", target="talked-about", by=user, now=now)
    practices.want_comment_mails(wants=False, by=user, now=now)
    TOTP.activate(user, SECRET)
    actions.record_factor(user=user, kind="totp", change="added", now=now)
    mail.outbox.clear()
    return User.objects.get(pk=user.pk)


def holding(word):
    """Tables in any column of which a word stands."""
    found = []
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        for (table,) in cursor.fetchall():
            cursor.execute(
                f'SELECT count(*) FROM public."{table}" r WHERE r::text ILIKE %s',  # noqa: S608
                [f"%{word}%"],
            )
            if cursor.fetchone()[0]:
                found.append(table)
    return found + [
        "django_session, decoded"
        for session in Session.objects.all()
        if word.lower() in str(session.get_decoded()).lower()
    ]


def test_nothing_of_the_person_is_left_in_any_table(zelda, delete):
    for word in (ADDRESS, SECOND, NAME, CANARY):
        assert holding(word), word  # it looks where things are

    delete(zelda)

    for word in (ADDRESS, SECOND, NAME, CANARY, "zelda.quist"):
        assert holding(word) == [], word
    row = User.objects.get(pk=zelda.pk)
    assert (str(row), row.known_as, row.dlp_year) == ("a former member",) * 2 + (None,)
    assert not row.has_usable_password()
    assert not row.groups.exists()


def test_with_the_name_kept_nothing_else_is_left(zelda, delete):
    delete(zelda, "keep")

    for word in (ADDRESS, SECOND, CANARY, "zelda.quist"):
        assert holding(word) == [], word
    assert holding(NAME) == ["members_user"]
    row = User.objects.get(pk=zelda.pk)
    assert (str(row), row.known_as, row.dlp_year) == (NAME, "a former member", 2014)


def test_what_was_the_persons_alone_is_gone_and_what_they_wrote_stays(zelda, roles, delete):
    written = set(zelda.practices.values_list("title", "live"))

    delete(zelda)

    for model, field in (
        (Attendance, "user"), (CalendarFeed, "user"), (DigestSubscription, "user"),
        (NoLetters, "user"), (Authenticator, "user"), (EmailAddress, "user"),
        (UserSession, "user"), (Keep, "user"), (Follow, "user"), (NoCommentMail, "user"),
        (Letter, "sender"), (Letter, "recipient"),
    ):  # fmt: skip
        assert not model.objects.filter(**{field: zelda}).exists(), model
    assert Letter.objects.count() == 2
    assert list(InstitutionProposal.objects.values_list("state", flat=True)) == ["declined"]
    line = DigestDelivery.objects.get(recipient=zelda)
    assert (line.state, line.skip_reason) == ("skipped", "inactive")
    assert set(zelda.practices.values_list("title", "live")) == written
    assert list(Membership.objects.filter(user=zelda).values_list("institution", "state")) == [
        (roles.a.pk, "ended")
    ]


def test_it_ends_at_once_and_says_so_once(zelda, delete, client_of):
    elsewhere = Client()
    elsewhere.force_login(zelda)
    UserSession.objects.create(
        user=zelda, ip="192.0.2.1", session_key=elsewhere.session.session_key
    )
    assert elsewhere.get("/desk/").status_code == 200
    before = PublicVersion.objects.get().number

    client, answer = delete(zelda)

    assert answer["Location"] == "/account/deleted/"
    assert "Your account is deleted" in client.get("/account/deleted/").content.decode()
    assert "sessionid" not in client.cookies or not client.cookies["sessionid"].value
    for browser in (client, elsewhere):
        assert browser.get("/desk/")["Location"].startswith("/accounts/login/")
    assert PublicVersion.objects.get().number > before
    assert [(sent.to, sent.subject) for sent in mail.outbox] == [
        ([ADDRESS], "Your account is deleted")
    ]
    assert "as that of a former member" in mail.outbox[0].body


def test_others_see_a_former_member(zelda, roles, delete, client_of):
    """In the record and in lists of people even where the name is kept at what was written."""
    delete(zelda, "keep")

    steward, coordinator = client_of(roles.stewardA), client_of(roles.coord)
    house = "/institutions/heron-lake-health"
    former = steward.get(f"{house}/people/former/").content.decode()
    assert "A former member" in former
    assert "account deleted" in former
    pages = {
        "former": former,
        "record": steward.get(f"{house}/record/").content.decode(),
        "all": coordinator.get("/record/").content.decode(),
        "person": steward.get(
            f"{house}/people/{Membership.objects.get(user=zelda).pk}/"
        ).content.decode(),
        "letters": coordinator.get("/people/letters/log/").content.decode(),
        "people": steward.get(f"{house}/people/").content.decode(),
        "ledger": coordinator.get(
            f"/digests/desk/{DigestDelivery.objects.get(recipient=zelda).issue_id}/"
        ).content.decode(),
        "directory": steward.get(f"/people/?q={NAME}").content.decode(),
    }
    for name, page in pages.items():
        assert "deleted.invalid" not in page, name
        assert NAME not in page.replace(f'value="{NAME}"', ""), name
    assert "A former member left" in pages["record"]
    assert "A former member deleted their account" in pages["all"]
    assert "A former member withdrew the request to join" in pages["all"]
    assert "a former member wrote to" in pages["letters"].lower()
    assert "let a former member in" in pages["record"]
    # A kept name finds no lines.
    assert "0 changes" in coordinator.get(f"/record/?person={NAME}").content.decode()


@pytest.mark.parametrize(("choice", "shown"), [("keep", NAME), ("former", "a former member")])
def test_what_was_written_says_who_wrote_it(choice, shown, zelda, roles, delete, client_of):
    slug = zelda.practices.get(live=True).slug

    delete(zelda, choice)

    history = client_of(roles.stewardA).get(f"/practices/{slug}/history/").content.decode()
    assert f"<strong>{shown}</strong> submitted it" in history
    assert (NAME in history) is (choice == "keep")
    talk = client_of(roles.stewardA).get("/practices/talked-about/").content.decode()
    assert "What Zelda&#x27;s clinic asks" in talk
    assert f"{shown}<span" in talk
    assert (NAME in talk) is (choice == "keep")


def test_an_article_is_signed_as_was_chosen(zelda, roles, delete, client):
    from collaborative.pages.models import ThoughtLeadershipIndexPage, ThoughtLeadershipPage

    index = ThoughtLeadershipIndexPage.objects.get()
    article = ThoughtLeadershipPage(
        title="On doors", slug="on-doors", standfirst="Short", author=zelda, owner=zelda
    )
    index.add_child(instance=article)
    article.save_revision(user=zelda).publish()
    places = ("/thought-leadership/", article.url, "/thought-leadership/articles.atom")
    for place in places:
        assert NAME in client.get(place).content.decode(), place

    editor = ThoughtLeadershipPage.get_edit_handler().get_form_class()

    delete(zelda)

    article.refresh_from_db()
    offered = editor(instance=article, for_user=roles.siteadmin).fields["author"].queryset
    assert zelda in offered  # the next editor who saves does not unsign it
    for place in places:
        page = client.get(place).content.decode()
        assert "On doors" in page
        assert NAME not in page, place
    assert "a former member" in client.get(article.url).content.decode()


def test_the_form_asks_for_the_own_address_and_a_choice(zelda, roles, proved):
    client = proved(zelda)

    for form in (
        {}, {"name": "keep"}, form_of(zelda) | {"email": roles.memberA.email},
        form_of(zelda) | {"name": "other"}, {"email": ADDRESS},
    ):  # fmt: skip
        answer = client.post(DELETE, form)
        assert answer.status_code == 400, form
    page = client.get(DELETE).content.decode()
    assert f"Keep my name, {NAME}" in page
    assert User.objects.get(pk=zelda.pk).is_active
    assert client.post(DELETE, form_of(zelda) | {"email": ADDRESS.upper()}).status_code == 302


def test_nobody_deletes_anybody_else(zelda, roles, delete):
    client, _ = delete(roles.memberA)

    again = form_of(zelda) | {"user": zelda.pk, "user_id": zelda.pk}
    assert client.post(DELETE, again).status_code in {302, 403}
    assert User.objects.get(pk=zelda.pk).is_active


def test_the_same_address_begins_anew(zelda, roles, delete, client_of):
    """By sign-up, as anybody: no membership, no name, no drafts of the earlier account."""
    delete(zelda, "keep")
    client = Client()

    client.post("/accounts/signup/", {"email": ADDRESS, "name": "Zed"})
    client.post("/accounts/confirm-email/", {"code": mailed_code()})

    new = User.objects.get(email=ADDRESS)
    assert new.pk != zelda.pk
    assert client.get("/desk/").status_code == 200
    assert not Membership.objects.filter(user=new).exists()
    assert not new.practices.exists()
    assert new.roles() == {}


def test_the_log_keeps_its_lines(zelda, roles, delete):
    kind = ContentType.objects.get_for_model(User)
    own = ModelLogEntry.objects.filter(content_type=kind, object_id=str(zelda.pk))
    before = ModelLogEntry.objects.count()
    assert own.get().label == NAME

    delete(zelda, "keep")

    assert {entry.label for entry in own} == {"a former member"}
    added = ModelLogEntry.objects.order_by("-pk")[: ModelLogEntry.objects.count() - before]
    assert {entry.action for entry in added} == {
        "members.left", "members.withdrawn", "members.account_deleted",
    }  # fmt: skip


def test_a_letter_on_its_way_brings_no_address_back(zelda, delete):
    """The ledger is written after the mail server has answered, and that may be later."""
    DigestDelivery.objects.filter(recipient=zelda).update(email="", smtp_answer="")
    issue, now = DigestDelivery.objects.get(recipient=zelda).issue, timezone.now()
    DigestDelivery.objects.exclude(recipient=zelda).delete()
    claim = sending.claim_next(issue=issue, now=now)
    assert claim.delivery.email == ADDRESS

    delete(zelda)
    said = Result(Outcome.ACCEPTED, "data", 250, f"taken for {ADDRESS}")
    sending.settle(claim=claim, result=said, now=now)

    assert DigestDelivery.objects.get(recipient=zelda).state == "uncertain"
    assert holding(ADDRESS) == []


def test_a_deleted_row_cannot_come_alive(zelda, delete):
    delete(zelda)

    for change in ({"is_active": True}, {"about": "x"}, {"email": ADDRESS}, {"dlp_year": 2014},
                   {"is_superuser": True}, {"last_login": timezone.now()}):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            User.objects.filter(pk=zelda.pk).update(**change)


def test_an_old_code_signs_nobody_in(zelda, delete):
    """A sign-in that was under way when the account went."""
    client = Client()
    client.post("/accounts/login/", {"login": ADDRESS})
    code = mailed_code()

    delete(zelda)
    client.post("/accounts/login/code/confirm/", {"code": code})

    assert client.get("/desk/")["Location"].startswith("/accounts/login/")
    mail.outbox.clear()
    Client().post("/accounts/login/", {"login": ADDRESS})
    assert "no account" in mail.outbox[-1].body.lower() or "sign up" in mail.outbox[-1].body.lower()
