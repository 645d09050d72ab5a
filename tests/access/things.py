"""Everything that institution A keeps to itself, and what it shows, with a word in each part.

`make_things(roles)` builds them as people do, by the actions of the portal. Each private text
holds a token that stands nowhere else, so whoever meets one has read what is not theirs; each
public text holds one as well, so that a search which finds nothing is known to have looked.
"""

from __future__ import annotations

import datetime as dt
from copy import copy
from types import SimpleNamespace
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Model
from django.utils import timezone

from collaborative.core.uploads import check_upload
from collaborative.digests import actions as digests
from collaborative.digests.models import DigestSubscription
from collaborative.digests.tokens import make_token as unsubscribe_token
from collaborative.directory import actions as directory
from collaborative.directory.models import Letter
from collaborative.search.models import Goal, SynonymGroup
from events import actions as events
from events.models import Meeting
from members import actions as members
from members.enums import MembershipState, Proof, Role
from members.models import EmailDomain, Invitation, Membership, User
from members.tokens import hash_token, make_token
from practices import actions as practices
from practices.models import Practice
from tests.factories import (
    InstitutionProposalFactory,
    MeetingFactory,
    MembershipFactory,
    PracticeFactory,
    SignOnFactory,
    UserFactory,
    adopted,
    look_through,
    published_practice,
)

from .coming_back_of_a import make_open_questions, make_saved, tell
from .pages_of_a import make_pages
from .questions_of_a import make_questions
from .talk_of_a import make_talk, talk_below
from .together_of_a import make_shared
from .tokens import Tokens, png

COLUMNS_WITH_ACCOUNT = (
    "nomember", "memberB", "stewardB", "memberA", "authorA", "stewardA", "coord", "exA",
    "inactive", "siteadmin",
)  # fmt: skip
PASSWORD = "correct horse battery"


def make_things(roles: SimpleNamespace) -> SimpleNamespace:
    """Adds to `roles` the things named below."""
    t = roles
    t.now = timezone.now()
    t.secret, t.shown = Tokens("zq", 1), Tokens("zv", 2)
    _more_people(t)
    make_saved(t)
    _practices(t)
    make_talk(t)
    make_questions(t)
    make_open_questions(t)
    _meetings(t)
    _belonging(t)
    _digests(t)
    _adoptions(t)
    t.goal = Goal.objects.create(
        heading="Change the rules", words="Goal kept back", address="q=rules", position=1_000,
        is_shown=False,
    )  # fmt: skip
    make_pages(t)
    tell(t)
    t.words = SynonymGroup.objects.get(key="interpreting")
    for user in (t.memberA, t.authorA, t.stewardA, t.memberB, t.stewardB, t.coord, t.siteadmin):
        user.forget_roles()
    return t


def copied(t: SimpleNamespace) -> SimpleNamespace:
    """The same rows, for a test that reads them anew: what others hold stays as it is."""
    return SimpleNamespace(
        **{name: copy(one) if isinstance(one, Model) else one for name, one in vars(t).items()}
    )


def me_in(t: SimpleNamespace, who: str) -> SimpleNamespace:
    """What is one person's own: account, institution, membership, tokens."""
    user: User | None = getattr(t, who, None)
    own = user.memberships.order_by("pk").first() if user else None
    return SimpleNamespace(
        user=user,
        own=own.institution if own else t.a,
        membership=own,
        invitation=t.invitation_tokens.get(who, make_token()),
        unsubscribe=unsubscribe_token((user or t.memberA).pk),
    )


# People ----------------------------------------------------------------------------------------
def _more_people(t: SimpleNamespace) -> None:
    """A second steward on each side, so that one may leave; and somebody who asks to come in."""
    for name, house in (("deputyA", t.a), ("deputyB", t.b)):
        deputy = UserFactory(email=f"{name.lower()}@people.example.org", name=name)
        MembershipFactory(user=deputy, institution=house, role=Role.STEWARD)
        setattr(t, name, deputy)
    t.listed = UserFactory(
        name=f"Listed {t.shown['listed name']}",
        email=f"{t.secret['listed address']}@people.example.org",
        about=f"Asks about {t.shown['listed about']}",
        interests=["policy-advocacy"],
        dlp_year=2016,
        is_shown=True,
    )
    MembershipFactory(user=t.listed, institution=t.a)
    Letter.objects.create(sender=t.listed, recipient=t.memberA, sent_at=t.now, fingerprint="0")
    t.asker = UserFactory(
        email=f"{t.secret['asker address']}@mail.example.org", name=f"Asker {t.secret['asker']}"
    )
    for user in (getattr(t, who) for who in COLUMNS_WITH_ACCOUNT):
        user.set_password(PASSWORD)
        user.save()
    for user, name in ((t.memberA, "memberA"), (t.authorA, "authorA"), (t.stewardA, "stewardA")):
        user.email = f"{t.secret[f'{name} address']}@people.example.org"
        user.about = f"About {t.secret[f'{name} about']}"
        user.save()
        user.emailaddress_set.update(email=user.email)


def _belonging(t: SimpleNamespace) -> None:
    t.request = members.ask_to_join(
        institution=t.a, by=t.asker, note=f"Note {t.secret['request note']}", now=t.now
    )
    t.invited_address = f"{t.secret['invited address']}@mail.example.org"
    t.invitation_tokens = {"open": make_token()}
    t.invitation = _invitation(t, t.invited_address, t.invitation_tokens["open"])
    for who in COLUMNS_WITH_ACCOUNT:
        t.invitation_tokens[who] = make_token()
        _invitation(t, getattr(t, who).email, t.invitation_tokens[who])
    members.invite(
        institution=t.a,
        email=f"{t.secret['letter address']}@mail.example.org",
        role=Role.CONTRIBUTOR,
        by=t.stewardA,
        now=t.now,
    )
    t.domain = EmailDomain.objects.create(
        institution=t.a,
        domain=f"{t.secret['domain']}.example.org",
        proved_at=t.now,
        proved_by=t.coord,
        word=f"By phone {t.secret['word for the domain']}",
    )
    SignOnFactory(
        institution=t.a,
        issuer=f"https://{t.secret['issuer']}.example.org",
        worked_at=t.now,
        failed_why=f"Refused {t.secret['refused sign-on']}",
        failed_at=t.now,
    )
    waiting = EmailDomain.objects.create(
        institution=t.a,
        domain=f"{t.secret['waiting domain']}.example.org",
        proof=Proof.DNS,
        checked_at=t.now,
        check_said=f"Another value: {t.secret['what a look said']}",
    )
    t.secret.words["challenge of the domain"] = waiting.challenge
    _proposals(t)
    _answered(t)
    directory.write(
        to=t.listed,
        subject=f"About {t.secret['written subject']}",
        text=f"Dear {t.secret['written text']}",
        shows_address=True,
        key="f" * 32,
        by=t.memberA,
        now=t.now,
    )
    t.membership = Membership.objects.get(user=t.memberA, institution=t.a)
    t.ended = Membership.objects.get(user=t.exA, state=MembershipState.ENDED)
    Membership.objects.filter(pk=t.ended.pk).update(reason=f"Left {t.secret['reason to leave']}")


def _answered(t: SimpleNamespace) -> None:
    """Somebody who was turned down, and somebody who was sent away, each with a reason."""
    for name in ("declined", "removed"):
        user = UserFactory(
            name=f"Once {t.secret[f'{name} name']}",
            email=f"{t.secret[f'{name} address']}@people.example.org",
        )
        how = {"by": t.stewardA, "reason": f"So {t.secret[f'{name} reason']}", "now": t.now}
        if name == "declined":
            asked = members.ask_to_join(institution=t.a, by=user, note="Please", now=t.now)
            t.declined = members.decline(membership=asked, **how)
        else:
            members.remove(membership=MembershipFactory(user=user, institution=t.a), **how)
    revoked = members.invite(
        institution=t.a,
        email=f"{t.secret['revoked address']}@mail.example.org",
        role=Role.STEWARD,
        by=t.stewardA,
        now=t.now,
    )
    members.revoke_invitation(invitation=revoked, by=t.stewardA, now=t.now)


def _proposals(t: SimpleNamespace) -> None:
    """One whose address is proved, and one that nobody has confirmed."""
    t.proposal = InstitutionProposalFactory(
        name=f"Proposed {t.secret['proposal name']}",
        why=f"Because {t.secret['proposal why']}",
        proposer_name=f"Proposer {t.secret['proposal person']}",
        email=f"{t.secret['proposal address']}@mail.example.org",
    )
    declined = InstitutionProposalFactory(name=f"Declined {t.secret['declined proposal']}")
    members.decline_proposal(
        proposal=declined, reason=f"Not now {t.secret['why not now']}", by=t.coord, now=t.now
    )
    t.proposal_token = make_token()
    InstitutionProposalFactory(
        name=f"Unheard {t.secret['unheard proposal']}",
        state="unconfirmed",
        token_hash=hash_token(t.proposal_token),
    )


def _invitation(t: SimpleNamespace, email: str, token: str) -> Invitation:
    return Invitation.objects.create(
        institution=t.a,
        email=email,
        role=Role.CONTRIBUTOR,
        token_hash=hash_token(token),
        invited_by=t.stewardA,
        invited_at=t.now,
        expires_at=t.now + dt.timedelta(days=7),
    )


# Practices -------------------------------------------------------------------------------------
def words(tokens: Tokens, name: str) -> dict[str, Any]:
    """Every question answered, with a token in each answer."""
    return {
        "title": f"Title {tokens[f'{name} title']}",
        "need": f"Need {tokens[f'{name} need']}.",
        "what_we_did": f"Did {tokens[f'{name} did']}.",
        "result": f"Result {tokens[f'{name} result']}.",
        "plain_summary": f"Plainly {tokens[f'{name} summary']}.",
        "tags": [tokens[f"{name} tag"], "interpreters"],
        "how_it_works": f"How {tokens[f'{name} how']}.",
        "what_it_takes": f"Takes {tokens[f'{name} takes']}.",
        "community_part": f"Community {tokens[f'{name} community']}.",
        "results_detail": f"Detail {tokens[f'{name} detail']}.",
        "advice": f"Advice {tokens[f'{name} advice']}.",
    }


def attach(t: SimpleNamespace, practice: Practice, tokens: Tokens, name: str) -> Any:
    """A text file and a picture, named and described; the newest version names them."""
    kept = []
    for kind, content in (
        ("txt", f"Inside {tokens[f'{name} file content']}".encode()),
        ("png", png()),
    ):
        upload = SimpleUploadedFile(f"{tokens[f'{name} {kind} file name']}.{kind}", content)
        kept.append(
            practices.attach_file(
                practice=practice,
                upload=check_upload(upload),
                description=f"A file {tokens[f'{name} {kind} alt text']}",
                by=t.authorA,
                now=t.now,
            )
        )
    ids = [*practice.newest().file_ids, *(file.pk for file in kept)]
    practices.save_draft(practice=practice, by=t.authorA, words={"file_ids": ids}, now=t.now)
    return kept


def _practices(t: SimpleNamespace) -> None:
    author, steward = {"by": t.authorA, "now": t.now}, {"by": t.stewardA, "now": t.now}

    def draft(tokens: Tokens, name: str) -> Practice:
        return PracticeFactory(institution=t.a, author=t.authorA, **words(tokens, name))

    def live(name: str) -> Practice:
        practice = draft(t.shown, name)
        files = attach(t, practice, t.shown, name)
        setattr(t, f"{name}_file", files[0])
        return published_practice(practice, t.stewardA, now=t.now)

    t.of_b = published_practice(
        institution=t.b, author=t.memberB, title=f"Of B {t.shown['of B']}", now=t.now
    )
    # Live, in two versions.
    t.public = live("public")
    t.first_version = t.public.live_revision_id
    practices.save_draft(
        practice=t.public, words={"advice": f"Later {t.shown['public later']}"}, **author
    )
    t.public = published_practice(t.public, t.stewardA, now=t.now)
    # Live, with newer words that nobody else reads yet: being written, and handed in.
    for name in ("newer", "newer_waiting"):
        practice = live(name)
        practices.save_draft(practice=practice, words=words(t.secret, name), **author)
        files = attach(t, practice, t.secret, name)
        setattr(t, f"{name}_draft_file", files[0])
        setattr(t, f"{name}_draft_picture", files[1])
        look_through(practice, by=t.authorA, now=t.now)
        if name == "newer_waiting":
            practices.submit(practice=practice, note=t.secret["newer note"], **author)
        setattr(t, name, Practice.objects.get(pk=practice.pk))
    # Public once, and withdrawn: its address stays.
    t.gone = live("gone")
    adopted(t.gone, t.b, by=t.stewardB, changed=t.shown["gone adoption"], now=t.now)
    practices.withdraw(practice=t.gone, reason=f"Because {t.shown['gone reason']}", **steward)
    t.gone = Practice.objects.get(pk=t.gone.pk)
    t.plan_day = (t.now + dt.timedelta(days=3)).date().isoformat()
    # Never live.
    for name in ("draft", "waiting", "asked", "down"):
        practice = draft(t.secret, name)
        practices.save_draft(practice=practice, words={"started": "2019"}, **author)
        setattr(t, f"{name}_first_version", practice.latest_revision_id)
        files = attach(t, practice, t.secret, name)
        setattr(t, f"{name}_file", files[0])
        setattr(t, f"{name}_picture", files[1])
        note = f"Drawn {t.secret[f'{name} answer to the screen']}"
        look_through(practice, by=t.authorA, now=t.now, note=note)
        if name != "draft":
            practices.submit(practice=practice, note=t.secret[f"{name} note"], **author)
        if name == "asked":
            practices.ask_for_changes(practice=practice, note=t.secret["asked for"], **steward)
        if name == "down":
            practices.publish(practice=practice, **steward)
            talk_below(t, practice)
            practices.take_down(practice=practice, reason=t.secret["reason"], **steward)
        setattr(t, name, Practice.objects.get(pk=practice.pk))
    # Never live, and read by the stewards of B, who are asked to publish it too.
    shared = draft(t.secret, "shared")
    t.shared_file = attach(t, shared, t.secret, "shared")[0]
    make_shared(t, shared)


# Adoptions -------------------------------------------------------------------------------------
def _adoptions(t: SimpleNamespace) -> None:
    """A took up two practices of B: one line is public with newer words behind it, one waits."""

    def said(tokens: Tokens, name: str, state: str = "trying") -> dict[str, str]:
        return {
            "state": state,
            "changed": f"Changed {tokens[f'{name} changed']}.",
            "outcome": f"Came {tokens[f'{name} outcome']}.",
        }

    for practice, tokens in ((t.of_b, t.shown), (t.news, t.secret)):
        line = practices.report_adoption(
            practice=practice, institution=t.a, by=t.authorA, words=said(tokens, "adoption"),
            now=t.now,
        )  # fmt: skip
        if practice is t.of_b:
            line = practices.confirm_adoption(adoption=line, by=t.stewardA, seen=1, now=t.now)
            practices.change_adoption(
                adoption=line, by=t.memberA, words=said(t.secret, "newer adoption", "adopted"),
                now=t.now,
            )  # fmt: skip


# Meetings --------------------------------------------------------------------------------------
def _meetings(t: SimpleNamespace) -> None:
    t.meeting = MeetingFactory(
        title=f"Open meeting {t.shown['meeting']}",
        slug="open-meeting",
        place=f"Hall {t.shown['place']}",
        join_link=f"https://meet.example.org/{t.secret['join link']}",
        called_by=t.coord,
    )
    t.inside = MeetingFactory(
        title=f"Inside {t.secret['inside title']}",
        slug=f"inside-{t.secret['inside slug']}",
        summary=f"Summary {t.secret['inside summary']}",
        agenda=f"Agenda {t.secret['inside agenda']}",
        place=f"Room {t.secret['inside place']}",
        join_link=f"https://meet.example.org/{t.secret['inside link']}",
        audience="members",
        called_by=t.coord,
    )
    t.coming = UserFactory(
        name=f"Coming {t.secret['attendee name']}",
        email=f"{t.secret['attendee address']}@people.example.org",
    )
    MembershipFactory(user=t.coming, institution=t.a)
    for meeting in (t.meeting, t.inside):
        events.answer(meeting=meeting, answer="yes", by=t.coming, now=t.now)
    t.meeting = Meeting.objects.get(pk=t.meeting.pk)
    t.feeds = {}
    for who in ("memberA", "exA", "inactive", "stewardA"):
        t.feeds[who] = events.rotate_feed(by=getattr(t, who), now=t.now)
    t.feeds["rotated"] = t.feeds["stewardA"]
    t.feeds["stewardA"] = events.rotate_feed(by=t.stewardA, now=t.now)


# Digests ---------------------------------------------------------------------------------------
def _digests(t: SimpleNamespace) -> None:
    """An issue that went to every member, and to somebody who has left since."""
    before = t.now - dt.timedelta(days=1)
    readers = (t.memberA, t.authorA, t.stewardA, t.memberB, t.stewardB, t.coord, t.exA)
    t.unsubscribe = unsubscribe_token(t.memberA.pk)
    t.left = Membership.objects.filter(user=t.exA)
    t.left.update(state=MembershipState.ACTIVE)
    for user in readers:
        DigestSubscription.objects.create(user=user, covered_until=before, subscribed_at=before)
    t.issue = digests.plan_extra(by=t.coord, key="0123456789abcdef", now=t.now)
    t.left.update(state=MembershipState.ENDED)
    # News since then, so that another issue has something to tell.
    t.news = published_practice(
        institution=t.b, author=t.memberB, title="Told next", now=t.now + dt.timedelta(seconds=1)
    )
