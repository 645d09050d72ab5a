"""Tests that commit leave the database as migrations made it.

Django's own way empties every table (and stumbles over tables that no model names); the areas of
the charter, the first pages and the public version would be gone for the tests that follow. Here
the rows of the migrated database are kept aside in a schema of their own before the first such
test, and put back after each.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.test import TransactionTestCase

ASIDE = "as_migrated"
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = %s"
COLUMNS = """
    SELECT string_agg(quote_ident(column_name), ', ') FROM information_schema.columns
    WHERE table_schema = 'public' AND table_name = %s AND is_generated = 'NEVER'
"""


def _tables(cursor: Any, schema: str) -> list[str]:
    cursor.execute(TABLES, [schema])
    return sorted(name for (name,) in cursor.fetchall())


def _keep_aside() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        if _tables(cursor, ASIDE):
            return
        cursor.execute(f"CREATE SCHEMA IF NOT EXISTS {ASIDE}")
        for name in _tables(cursor, "public"):
            some = f'SELECT EXISTS (SELECT FROM public."{name}")'  # noqa: S608  our own table
            cursor.execute(some)
            if cursor.fetchone()[0]:
                cursor.execute(f'CREATE TABLE {ASIDE}."{name}" AS TABLE public."{name}"')


def _put_back() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        names = _tables(cursor, "public")
        cursor.execute("TRUNCATE {}".format(", ".join(f'public."{name}"' for name in names)))
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for name in _tables(cursor, ASIDE):
            cursor.execute(COLUMNS, [name])
            columns = cursor.fetchone()[0]
            back = (
                f'INSERT INTO public."{name}" ({columns}) OVERRIDING SYSTEM VALUE'  # noqa: S608
                f' SELECT {columns} FROM {ASIDE}."{name}"'  # our own tables
            )
            cursor.execute(back)
    ContentType.objects.clear_cache()


@pytest.fixture(autouse=True, scope="session")
def _tests_that_commit() -> Any:
    """For every test marked `django_db(transaction=True)`."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_setup", classmethod(lambda _: _keep_aside()))
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _: _put_back())
        yield
