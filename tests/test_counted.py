"""Lists that no other test counts: as many questions to the database for one thing as for three."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from allauth.socialaccount.models import SocialAccount
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from collaborative.core.uploads import check_upload
from collaborative.digests import actions as digests
from collaborative.digests.models import DigestDelivery, DigestSubscription
from collaborative.search import actions as searches
from collaborative.search.models import OpenQuestion, SavedSearch
from practices import actions as practices
from practices.models import Comment, Practice
from tests.factories import (
    EmailDomainFactory,
    InstitutionFactory,
    InstitutionProposalFactory,
    MembershipFactory,
    PracticeFactory,
    SignOnFactory,
    answered_question,
    asked_question,
    contact,
    open_answer,
    open_question,
    published_practice,
    saved_search,
    written_comment,
)
from tests.sign_in import prove_again

pytestmark = pytest.mark.django_db


@pytest.fixture
def counts(client_of):
    """`counts(user, address, add)`: questions with one thing and with three."""

    def count(user, address, add):
        found = []
        for number in (1, 2, 3):
            add(number)
            where = address() if callable(address) else address
            client_of(user).get(where)  # what is kept for good is read by the first reader
            reader = client_of(user)  # with a shelf of public pages of their own
            if user is not None:
                prove_again(reader)
            with CaptureQueriesContext(connection) as seen:
                assert reader.get(where).status_code == 200
            found.append(len(seen))
        return [found[0], found[2]]

    return count


def test_the_spreadsheet_of_people(roles, counts):
    def add(_):
        MembershipFactory(institution=roles.a)

    assert counts(roles.stewardA, "/institutions/heron-lake-health/people.csv", add) == [5, 5]


def test_the_domains_of_an_institution(roles, counts):
    def add(_):
        EmailDomainFactory(institution=roles.a, proved_by=roles.coord)

    assert counts(roles.coord, "/institutions/heron-lake-health/domains/", add) == [5, 5]


def test_the_sign_ons_of_a_person(roles, counts):
    def add(number):
        one, other = SignOnFactory(), SignOnFactory()
        MembershipFactory(user=roles.memberA, institution=one.institution)
        MembershipFactory(user=roles.memberA, institution=other.institution)
        SocialAccount.objects.create(user=roles.memberA, provider=one.provider_id, uid="1")

    assert counts(roles.memberA, "/accounts/sign-on/", add) == [7, 7]


def test_the_sign_on_of_an_institution(roles, counts):
    SignOnFactory(institution=roles.a, worked_at=timezone.now())

    def add(_):
        EmailDomainFactory(institution=roles.a)
        steward = MembershipFactory(institution=roles.a, role="steward").user
        TOTP.activate(steward, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")

    assert counts(roles.siteadmin, "/institutions/heron-lake-health/sign-on/", add) == [14, 14]


def test_what_coordinators_look_after(roles, counts):
    def add(_):
        EmailDomainFactory()
        InstitutionProposalFactory()
        InstitutionProposalFactory(
            state="declined", decided_by=roles.coord, decided_at=timezone.now()
        )

    assert counts(roles.coord, "/desk/institutions/", add) == [6, 6]
    assert counts(roles.coord, "/desk/proposals/", add) == [5, 5]


def test_a_persons_own_institutions(roles, counts):
    def add(_):
        MembershipFactory(user=roles.memberA)

    assert counts(roles.memberA, "/account/", add) == [6, 6]
    assert counts(roles.memberA, "/practices/share/", add) == [4, 4]
    assert counts(roles.memberA, "/practices/import/", add) == [4, 4]
    of_b = published_practice(institution=roles.b)
    assert counts(roles.memberA, f"/practices/{of_b.slug}/adopt/", add) == [6, 6]


def test_the_newest_digests_of_a_reader(roles, counts):
    before = timezone.now() - dt.timedelta(1)
    DigestSubscription.objects.create(
        user=roles.memberA, covered_until=before, subscribed_at=before
    )

    def add(number):
        published_practice(institution=roles.a)
        issue = digests.plan_extra(by=roles.coord, key=f"{number:016x}", now=timezone.now())
        issue.deliveries.update(state="sent")

    assert counts(roles.memberA, "/digests/preferences/", add) == [8, 8]


def test_what_a_digest_tells_or_would_tell(roles, counts):
    before = timezone.now() - dt.timedelta(1)
    for user in (roles.memberA, roles.memberB):
        DigestSubscription.objects.create(user=user, covered_until=before, subscribed_at=before)

    def add(_):
        published_practice(institution=InstitutionFactory())

    for address, number in (("/digests/desk/preview/extra/", 9), ("/digests/desk/send/", 9)):
        assert counts(roles.coord, address, add) == [number, number]

    def issue():
        DigestDelivery.objects.all().delete()
        DigestSubscription.objects.update(covered_until=before, subscribed_at=before)
        key = f"{DigestDelivery.objects.count() + Practice.objects.count():016x}"
        return digests.plan_extra(by=roles.coord, key=key, now=timezone.now()).get_absolute_url()

    assert counts(roles.memberA, issue, add) == [5, 5]


@pytest.mark.parametrize(
    ("who", "address", "expected"),
    [
        ("anon", "/api/v1/practices/{}", 5),
        ("anon", "/practices/{}/", 2),
        ("memberA", "/practices/{}/", 10),
        ("memberA", "/practices/{}/draft/", 8),
    ],
)
def test_the_files_of_a_practice(roles, counts, who, address, expected):
    practice = PracticeFactory(institution=roles.a, author=roles.authorA, title="With files")

    def add(number):
        now = timezone.now()
        upload = SimpleUploadedFile(f"{number}.txt", b"Words")
        kept = practices.attach_file(
            practice=practice, upload=check_upload(upload), description="Words",
            by=roles.authorA, now=now,
        )  # fmt: skip
        words = {"file_ids": [*practice.newest().file_ids, kept.pk]}
        practices.save_draft(practice=practice, words=words, by=roles.authorA, now=now)
        published_practice(practice, roles.stewardA, now=now)
        practice.refresh_from_db()
        if "draft" in address:
            words = {"advice": f"Newer {number}"}
            practices.save_draft(practice=practice, words=words, by=roles.authorA, now=now)

    found = counts(getattr(roles, who), address.format("with-files"), add)
    assert found == [expected, expected]


def test_what_members_say_about_a_practice(roles, counts):
    practice = published_practice(institution=roles.a, title="Talked about")
    top = written_comment(practice, roles.memberB)

    def add(number):
        now = timezone.now() + dt.timedelta(days=2 * number)  # within anybody's limits
        for writer in (roles.memberB, roles.stewardB):
            one = written_comment(practice, writer, now=now)
            for thread in (top, one):
                written_comment(practice, roles.coord, answers=thread, now=now)

    for address, number in (
        ("/practices/talked-about/", 13),
        ("/practices/talked-about/comments/", 9),
        (top.get_absolute_url(), 8),
    ):
        assert counts(roles.memberA, address, add) == [number, number]
        Comment.objects.exclude(pk=top.pk).delete()


def test_what_one_keeps_and_follows(roles, counts):
    def add(number):
        practice = published_practice(institution=roles.b, tags=[f"tag {number}"])
        now = timezone.now()
        practices.keep(practice=practice, by=roles.memberA, now=now)
        for kind, target in (
            ("practice", practice.slug),
            ("institution", InstitutionFactory().slug),
            ("area", ("accessibility", "language-access", "policy-advocacy")[number % 3]),
            ("tag", f"tag {number}"),
        ):
            practices.follow(kind=kind, target=target, by=roles.memberA, now=now)

    assert counts(roles.memberA, "/kept/", add) == [5, 5]
    assert counts(roles.memberA, "/following/", add) == [5, 5]


def test_what_one_saved_and_what_the_consortium_was_asked(roles, counts):
    first = saved_search(roles.memberA, "scope=language-access", tells="not")
    asked = open_question(roles.memberB)

    each = itertools.count(1)

    def add(_):
        number = next(each)
        practice = published_practice(institution=roles.b)
        saved_search(roles.memberA, f"tag=tag-{number}", tells="not")
        searches.look(now=timezone.now())
        now = timezone.now() + dt.timedelta(days=2 * number)  # within anybody's limits
        for writer in (roles.memberB, roles.coord):
            open_question(writer, params=f"tag=tag-{number}", area="language-access", now=now)
            open_answer(asked, writer, practice=practice, now=now)

    for who, address, number in (
        ("memberA", "/searches/", 10),
        ("memberA", first.get_absolute_url(), 10),
        ("memberA", "/searches/save/?tag=one", 6),
        ("memberA", "/questions/open/", 5),
        ("memberA", asked.get_absolute_url(), 6),
        ("memberA", "/practices/ask/?tag=one", 7),
    ):
        assert counts(getattr(roles, who), address, add) == [number, number], (who, address)
        OpenQuestion.objects.exclude(pk=asked.pk).delete()
        SavedSearch.objects.exclude(pk=first.pk).delete()


def test_what_is_asked_about_practices(roles, counts):
    """Waiting and answered ones, of several people, about live and hidden practices."""
    practice = published_practice(institution=roles.a, title="Asked about")
    contact(practice, roles.memberA)
    one = asked_question(practice, roles.memberB)
    days = itertools.count(2, 2)  # within anybody's limits

    def add(_):
        now = timezone.now() + dt.timedelta(days=next(days))
        other = published_practice(institution=roles.a)
        contact(practice, MembershipFactory(institution=roles.a).user)
        contact(other, roles.memberA)
        for asker in (roles.memberB, roles.stewardB):
            for about in (practice, other):
                question = asked_question(about, asker, now=now)
                one.to.add(*question.to.all())
            answered_question(question, roles.memberA, now=now)
        practices.take_down(practice=other, reason="A name.", by=roles.stewardA, now=now)

    for who, address, number in (
        ("memberA", "/questions/", 6),
        ("memberB", "/questions/", 6),
        ("memberA", one.get_absolute_url(), 5),
        ("memberB", "/practices/asked-about/ask/", 6),
        ("stewardA", "/practices/asked-about/", 12),
        ("coord", "/questions/log/", 6),
    ):
        assert counts(getattr(roles, who), address, add) == [number, number], (who, address)
