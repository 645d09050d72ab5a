"""What all tests share: real servers, no way to other hosts, people in every role."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_socket import socket_allow_hosts

pytest_plugins = [
    "tests.servers_plugin",
    "tests.skips_plugin",
    "tests.order_plugin",
    "tests.database_plugin",
    "tests.roles_plugin",
    "tests.css_plugin",
    "tests.transactions_plugin",
    "tests.portal_plugin",
    "tests.oidc",
]


def pytest_runtest_setup() -> None:
    """Connections to this machine only, by TCP or Unix socket."""
    socket_allow_hosts(["127.0.0.1", "::1", "localhost"], allow_unix_socket=True)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> Iterator[None]:
    """At the end of a run nobody holds the test database, so that it can be dropped."""
    yield
    from django.db import connection, connections

    from tests.portal_plugin import end_other_sessions

    connections.close_all()
    end_other_sessions(connection.settings_dict["NAME"])


@pytest.fixture(autouse=True)
def no_sets_of_another_test() -> Iterator[None]:
    """Tables are emptied between tests behind the portal's back; production's never are."""
    from collaborative.search import bitmaps

    bitmaps.forget()
    yield
    bitmaps.forget()


@pytest.fixture(autouse=True)
def _media_in_tmp(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "media")
    settings.PRIVATE_MEDIA_ROOT = str(tmp_path / "private")
    storages = dict(settings.STORAGES)
    storages["private"] = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(tmp_path / "private"), "base_url": None},
    }
    settings.STORAGES = storages
