"""Every link that leaves the portal begins with BASE_URL, whatever host a request claims.

ALLOWED_HOSTS often holds more names than one (that of a balancer, of the machine). Here one of them
is the attacker's: it is believed for the request, and must be in no mail and in no answer.
"""

from __future__ import annotations

import re
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from allauth.socialaccount.models import SocialAccount
from django.core import mail
from django.db import transaction
from django.test import Client, RequestFactory, TestCase
from django.test.signals import template_rendered

from practices.models import Practice
from tests.attacks.test_alike import INSIDE, TALKS
from tests.factories import UserFactory, asked_to_publish
from tests.matrix import answer_of
from tests.sign_in import prove_again, sign_in
from tests.url_map import ROOT, matrix

from .cases import CASES
from .crawl import KNOWN
from .things import copied

pytestmark = pytest.mark.django_db
MATRIX = matrix()
OURS = "https://portal.example.org"
FORGED = {
    "HTTP_HOST": "evil.example.net",
    "HTTP_X_FORWARDED_HOST": "evil.example.net",
    "HTTP_X_FORWARDED_SERVER": "evil.example.net",
    "HTTP_X_ORIGINAL_HOST": "evil.example.net",
    "HTTP_FORWARDED": "host=evil.example.net;proto=https",
}
ADDRESS = re.compile(r"https?://[^\s<>\"')]+")
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
# Not made by a request: digests go out by a worker (tests/digests/test_letters.py reads theirs).
BY_WORKERS = {
    "digest", "digest_card",
    "search_newly_found",  # tests/search/test_saved_telling.py
    # By the tick (tests/practices/test_waiting.py and test_verifying.py read these).
    "practice_unanswered", "practice_routed", "practice_review_due",
}  # fmt: skip
# For ways that are switched off: codes are sent in place of links.
SWITCHED_OFF = {
    "password_reset_key", "email_confirm", "base", "base_notification",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _two_names(settings):
    settings.BASE_URL = settings.WAGTAILADMIN_BASE_URL = OURS
    settings.ALLOWED_HOSTS = ["evil.example.net", "testserver"]


@pytest.fixture
def written():
    """The names of the mails that were written."""
    names = set()

    def note(template, **_):
        if template.name and re.search(r"(^|/)emails?/", template.name):
            names.add(re.sub(r"(_message|_subject)?\.(txt|html)$", "", Path(template.name).name))

    template_rendered.connect(note)
    yield names
    template_rendered.disconnect(note)


def forged(client, method, path, form=None):
    """The answer, with what it sends once committed; nothing of it stays."""
    with transaction.atomic():
        with TestCase.captureOnCommitCallbacks(execute=True):
            answer = answer_of(getattr(client, method)(path, form or {}, **FORGED))
        transaction.set_rollback(True)
    return answer


def test_every_mail_leads_to_us_whatever_host_was_asked(things, written):
    for case in CASES:
        # What is deleted takes its files along at the commit, which no rollback brings back.
        if not case.writes or "delete" in case.path:
            continue
        may = [who for who, letter in MATRIX[case.row].items() if letter in {"W", "T"}]
        for who in [who for who in may if hasattr(things, who)][:4]:
            client = Client()
            if user := getattr(things, who):
                sign_in(client, user)
            with transaction.atomic():
                if case.before:
                    case.before(things, who)
                forged(client, "post", case.address(things, who), case.form(things, who))
                transaction.set_rollback(True)
    of_meetings(things)
    of_accounts(things)
    of_co_publishers(things)

    assert len(mail.outbox) > 40
    for letter in mail.outbox:
        everything = [letter.subject, letter.body, *(str(one) for one, _ in letter.alternatives)]
        everything += map(str, letter.extra_headers.items())
        for text in everything:
            assert "evil" not in text, letter.subject
            for address in ADDRESS.findall(text):
                assert address.startswith((OURS, "https://meet.example.org")), letter.subject
    folders = ("emails", "account/email", "mfa/email", "socialaccount/email")
    on_disk = {
        path.name.removesuffix("_subject.txt")
        for folder in folders
        for path in (ROOT / "templates" / folder).glob("*_subject.txt")
    }
    assert on_disk - written - BY_WORKERS - SWITCHED_OFF == set()


def of_meetings(t):
    """Moved and cancelled: those who come are told."""
    client = sign_in(Client(), t.coord)
    for path, form in (
        (f"/meetings/{t.meeting.slug}/edit/", {
            "title": "Moved", "time_zone": "America/Chicago", "place": "Elsewhere",
            "audience": "public", "starts_on": "2031-04-14", "starts_time": "09:00",
            "ends_time": "10:00", "sequence": str(t.meeting.sequence)}),
        (f"/meetings/{t.meeting.slug}/cancel/", {"reason": "Snow."}),
    ):  # fmt: skip
        assert forged(client, "post", path, form).status == 302


def of_co_publishers(t):
    """Whoever put its name to a practice is told when that is withdrawn."""
    with transaction.atomic():
        asked_to_publish(Practice.objects.get(pk=t.public.pk), t.b, signs=True)
        client = sign_in(Client(), t.stewardA)
        path = f"/practices/{t.public.slug}/withdraw/"
        with TestCase.captureOnCommitCallbacks(execute=True):
            assert client.post(path, {"reason": "Old."}, **FORGED).status_code == 302
        transaction.set_rollback(True)


def of_accounts(t):
    """Each way in, and each change that is told to its owner."""
    for talk in (*TALKS.values(), *INSIDE.values()):
        for address in ("nobody@people.example.org", t.memberA.email):
            client = Client() if talk in TALKS.values() else reauthenticated(t.stewardA)
            with transaction.atomic():
                for path, form in talk:
                    sent = {name: text.format(address) for name, text in (form or {}).items()}
                    with TestCase.captureOnCommitCallbacks(execute=True):
                        getattr(client, "post" if form else "get")(path, sent, **FORGED)
                transaction.set_rollback(True)
    with transaction.atomic():
        change_everything(copied(t).memberA)
        transaction.set_rollback(True)


def reauthenticated(user):
    return prove_again(sign_in(Client(), user))


def change_everything(user):
    new = {"password1": "a heap of horses", "password2": "a heap of horses"}
    client = reauthenticated(user)

    def post(path, form=None):
        with committed():
            answer = client.post(f"/accounts/{path}", form or {}, **FORGED)
        assert not answer["Location"].startswith("/accounts/login/"), path
        assert "reauthenticate" not in answer["Location"], path

    def app_code(secret):
        return format_hotp_value(hotp_value(secret, int(time.time()) // 30))

    post("email/", {"action_add": "", "email": "newer@people.example.org"})
    post("confirm-email/", {"code": mailed_code()})
    post("email/", {"action_primary": "", "email": "newer@people.example.org"})
    post("email/", {"action_remove": "", "email": user.email})
    other = UserFactory()
    post("email/", {"action_add": "", "email": other.email})
    with committed():  # a link is made at an institution's provider, which is not here
        link = SocialAccount.objects.create(user=user, provider="elsewhere", uid="1")
        get_adapter().send_notification_mail(
            "socialaccount/email/account_connected", user, {"provider": link}
        )
    post(f"sign-on/{link.pk}/remove/")
    post("password/change/", {"oldpassword": "correct horse battery", **new})
    page = client.get("/accounts/2fa/totp/activate/", **FORGED).content.decode()
    secret = re.search(r'<code class="key">([A-Z2-7]+)</code>', page)[1]
    post("2fa/totp/activate/", {"code": app_code(secret)})
    user.refresh_from_db()
    client = reauthenticated(user)
    post("2fa/recovery-codes/generate/")
    post("2fa/totp/deactivate/")
    key = Authenticator.objects.create(user=user, type="webauthn", data={"name": "Key"})
    with committed():  # only a real browser makes a key
        get_adapter().send_notification_mail("mfa/email/webauthn_added", user)
    post(f"2fa/webauthn/keys/{key.pk}/remove/")
    user.refresh_from_db()
    user.set_unusable_password()
    user.save()
    client = sign_in(Client(), user)
    with committed():
        client.post("/accounts/reauthenticate/code/", {"action": "send"}, **FORGED)
    post("reauthenticate/code/", {"code": mailed_code(), "next": "/account/"})
    post("password/set/", new)
    UserFactory(is_superuser=True)  # so that the last one is not asked to stay
    with committed():
        gone = UserFactory()
        reauthenticated(gone).post(
            "/account/delete/", {"name": "former", "email": gone.email}, **FORGED
        )
    TOTP.activate(user, SECRET)
    client = Client()
    post("password/reset/", {"email": user.email})
    post("password/reset/confirm/", {"code": mailed_code()})
    post("password/reset/complete/", new)


@contextmanager
def committed():
    """allauth writes its mails at the commit and still asks for the request then."""
    request = RequestFactory().get("/", **FORGED)
    with context.request_context(request), TestCase.captureOnCommitCallbacks(execute=True):
        yield


def mailed_code():
    return re.search(r"^\s*([A-Z0-9-]{6,})\s*$", mail.outbox[-1].body, re.MULTILINE)[1]


@pytest.mark.parametrize("who", ["anon", "coord"])
def test_every_page_is_the_same_under_another_name(who, things):
    """Canonical addresses, maps, feeds, calendars, data: nothing takes a name from the request."""
    client = Client()
    if user := getattr(things, who):
        sign_in(client, user)
    pages = {case.address(things, who) for case in CASES if not case.writes and not case.before}
    named = set()
    for path in sorted({*pages, *KNOWN, "/accounts/login/", "/accounts/signup/"} - {""}):
        usual, other = answer_of(client.get(path)), forged(client, "get", path)
        assert not other.holds("evil"), path
        if other.status == usual.status == 200 and "reauthenticate" not in path:
            assert without_form_keys(other) == without_form_keys(usual), path
        if other.holds(OURS):
            named.add(path)
    assert {"/sitemap.xml", "/feeds/practices.atom", "/api/v1/", "/robots.txt"} <= named


def without_form_keys(answer):
    key = rb'name="key" value="[0-9a-f]+"|draft-[0-9a-f]{16}'
    headers = {
        name: value
        for name, value in answer.headers.items()
        if name not in {"ETag", "Expires", "Last-Modified"}
    }
    return answer.status, headers, re.sub(key, b"", answer.body)


@pytest.mark.parametrize(
    "path", ["/", "/accounts/password/reset/", "/accounts/login/", "/api/v1/", "/healthz"]
)
def test_a_name_that_is_not_ours_is_refused(path, db):
    for host in ("evil.example.com", "testserver.evil.example.com", "testserver:80@evil", "a b"):
        assert Client().post(path, HTTP_HOST=host).status_code == 400
        assert Client().get(path, HTTP_HOST=host).status_code == 400
    assert Client().get(path).status_code == 200
