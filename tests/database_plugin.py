"""Processes side by side migrate one database between them, and each takes a copy.

Migrating takes longer than anything else before the first test. The first process that needs a
database makes the pattern; the others wait for it on a lock, or come later and find it there.
"""

from __future__ import annotations

import fcntl
import os

import psycopg
import pytest
from psycopg import sql

from tests.servers_plugin import FOLDER


def administer(statement: str, *names: str, values: tuple[str, ...] = ()) -> list[tuple[object]]:
    """A statement on the server of the tests, outside any transaction and any test database."""
    from django.db import connection

    server = connection.settings_dict
    with psycopg.connect(
        host=server["HOST"],
        port=server["PORT"] or None,
        user=server["USER"],
        password=server["PASSWORD"] or None,
        dbname="postgres",
        autocommit=True,
    ) as admin:
        parts = [*map(sql.Identifier, names), *map(sql.Literal, values)]
        answer = admin.execute(sql.SQL(statement).format(*parts))
        return answer.fetchall() if answer.description else []


def _pattern() -> str:
    return f"{os.environ['TEST_DATABASE_NAME']}_pattern"


def _is_there(name: str) -> bool:
    return bool(administer("SELECT 1 FROM pg_database WHERE datname = {}", values=(name,)))


def _migrate(name: str) -> None:
    """In a database of another name first: one that bears the pattern's is complete."""
    from django.core.management import call_command
    from django.db import connection

    made, before = f"{name}_made", connection.settings_dict["NAME"]
    administer("DROP DATABASE IF EXISTS {} WITH (FORCE)", made)
    administer("CREATE DATABASE {}", made)
    connection.close()
    connection.settings_dict["NAME"] = made
    try:
        call_command("migrate", verbosity=0, interactive=False, run_syncdb=True)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before
    administer("ALTER DATABASE {} RENAME TO {}", made, name)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    request: pytest.FixtureRequest,
    django_db_modify_db_settings_parallel_suffix: None,
    django_db_keepdb: bool,
    django_db_blocker,
) -> None:
    """pytest-django asks for this before it makes the test database."""
    if hasattr(request.config, "workerinput") and not django_db_keepdb:
        from django.db import connection

        name = _pattern()
        with (FOLDER / f"{name}.lock").open("a") as lock, django_db_blocker.unblock():
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not _is_there(name):
                _migrate(name)
        connection.settings_dict["TEST"]["TEMPLATE"] = name


def _is_controller(config: pytest.Config) -> bool:
    return config.pluginmanager.has_plugin("dsession")


def pytest_sessionstart(session: pytest.Session) -> None:
    """What a run that was killed left behind may be older than the migrations."""
    if _is_controller(session.config):
        _forget_pattern()


def pytest_sessionfinish(session: pytest.Session) -> None:
    if _is_controller(session.config):
        _forget_pattern()


def _forget_pattern() -> None:
    for name in (_pattern(), f"{_pattern()}_made"):
        administer("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)
