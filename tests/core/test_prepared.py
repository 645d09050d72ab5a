"""Questions that are planned once per connection."""

from __future__ import annotations

import pytest
from django.db import ProgrammingError, connection
from django.test.utils import CaptureQueriesContext

from collaborative.core.prepared import one_row

ASKED = "SELECT %s::text, 7"


@pytest.mark.django_db
def test_it_answers_with_the_first_row_or_none():
    assert one_row(ASKED, ["a\\'; DROP TABLE members_user"]) == (
        "a\\'; DROP TABLE members_user",
        7,
    )
    assert one_row("SELECT 1 WHERE %s = 'b'", ["a"]) is None


@pytest.mark.django_db
def test_what_is_asked_often_is_planned_once():
    for _ in range(10):
        one_row(ASKED, ["a"])

    with connection.cursor() as cursor:
        cursor.execute("SELECT sum(generic_plans + custom_plans) FROM pg_prepared_statements")
        (times,) = cursor.fetchone()
    assert times >= 4


@pytest.mark.django_db
def test_whoever_counts_queries_sees_it():
    with CaptureQueriesContext(connection) as captured:
        one_row(ASKED, ["a"])

    assert len(captured) == 1


@pytest.mark.django_db
def test_its_errors_are_djangos():
    with pytest.raises(ProgrammingError):
        one_row("SELECT nothing FROM nowhere WHERE %s", [True])
