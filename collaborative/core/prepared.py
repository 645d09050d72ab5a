"""Questions that PostgreSQL plans once per connection instead of each time they are asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import psycopg
from django.db import connection


def one_row(statement: str, parameters: Sequence[Any]) -> tuple[Any, ...] | None:
    """The first row of an answer, by a statement that never changes.

    Django puts values into the text of a statement, so that PostgreSQL plans each one anew: for a
    page that asks one small question, that is half of the time it takes. psycopg's own cursor
    sends text and values apart and has what is asked often prepared (`prepare_threshold`).
    Whoever counts or watches queries gets Django's cursor, which reports to them.
    """
    if connection.queries_logged or connection.execute_wrappers:
        with connection.cursor() as cursor:
            cursor.execute(statement, parameters)
            return cursor.fetchone()
    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        return cursor.execute(statement, parameters).fetchone()
