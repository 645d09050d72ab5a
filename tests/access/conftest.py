"""The things of institution A, built once for this folder; each test leaves them as they were.

pytest-django lets a test's transaction lie inside a longer one: here that of the whole folder, so
what builds `roles` of its own belongs elsewhere.
"""

from __future__ import annotations

import logging

import pytest
from django.core import mail
from django.db import transaction
from django.test import TestCase, override_settings

from tests.roles_plugin import make_roles

from .things import make_things


@pytest.fixture(autouse=True)
def _media_in_tmp():
    """Files stay where `things` has put them: this takes the place of one folder a test."""


@pytest.fixture(autouse=True, scope="package")
def _refusals_are_no_news():
    """Thousands of refusals are what these tests are about."""
    logger = logging.getLogger("django.request")
    before = logger.level
    logger.setLevel(logging.ERROR)
    yield
    logger.setLevel(before)


@pytest.fixture(scope="package")
def things(django_db_setup, django_db_blocker, tmp_path_factory):
    folder = tmp_path_factory.mktemp("media")
    with (
        django_db_blocker.unblock(),
        override_settings(MEDIA_ROOT=str(folder)),
        transaction.atomic(),
    ):
        with TestCase.captureOnCommitCallbacks(execute=True):
            made = make_things(make_roles())
        made.letters = list(mail.outbox)
        yield made
        transaction.set_rollback(True)
