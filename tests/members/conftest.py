"""Ways to do by test what people do by browser."""

from __future__ import annotations

import re
import uuid

import pytest
from django.core import mail
from django.core.cache import caches
from django.utils import timezone

from tests.crooked_provider import running_crook
from tests.factories import EmailDomainFactory, SignOnFactory
from tests.sign_in import prove_again


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    """What follows a commit (mails, signals) happens inside a test's transaction too."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def token_in_mail():
    """The secret in the newest invitation mail."""

    def read() -> str:
        found = re.search(r"/invitations/([\w-]+)/", mail.outbox[-1].body)
        assert found, mail.outbox[-1].body
        return found.group(1)

    return read


@pytest.fixture
def proved(client_of):
    """`proved(user)`: a browser in which this person has just proved who sits there."""

    def make(user):
        return prove_again(client_of(user))

    return make


@pytest.fixture
def delete(proved, commit):
    """`delete(user, "keep")`: by the page, all the way."""

    def gone(user, name="former"):
        client = proved(user)
        with commit():
            answer = client.post("/account/delete/", {"name": name, "email": user.email})
        return client, answer

    return gone


@pytest.fixture(autouse=True)
def _own_keys(monkeypatch):
    """Tests run side by side on one Valkey: what one counts or uses up there is not another's."""
    monkeypatch.setattr(caches["default"], "key_prefix", uuid.uuid4().hex)


@pytest.fixture
def crook():
    """A provider that says whatever the test wants."""
    with running_crook() as provider:
        yield provider


@pytest.fixture
def way(roles, crook):
    """A's sign-on at that provider, with a proved domain."""
    EmailDomainFactory(institution=roles.a, domain="heron.example.org")
    return SignOnFactory(institution=roles.a, issuer=crook.issuer)
