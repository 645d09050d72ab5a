"""One thing that a person may try on the portal, and how to see what became of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from types import SimpleNamespace
from typing import Any

from django.db import connection

from .things import me_in

# Sessions are left out: signing in and a sentence for the next page change nothing.
APPS = (
    "members",
    "practices",
    "events",
    "digests",
    "directory",
    "search",
    "pages",
    "core",
    "account",
    "mfa",
    "usersessions",
    "wagtail",
    "search_",
)
# The counters of each table by its number: the view that names them reads the whole catalogue.
TABLES = """
    SELECT array_agg(oid) FROM pg_class
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname LIKE ANY(%s)
"""
WRITTEN = """
    SELECT sum(
        pg_stat_get_xact_tuples_inserted(one) + pg_stat_get_xact_tuples_updated(one)
        + pg_stat_get_xact_tuples_deleted(one)
    )::bigint FROM unnest(%s::oid[]) one
"""
SUM = (
    "SELECT '{name}', coalesce(md5(string_agg(r::text, '|' ORDER BY r::text)), '')"
    ' FROM public."{name}" r'
)


@dataclass(frozen=True)
class Case:
    """A row of the matrix tried at one address.

    Texts are templates over `t` (the things) and `me` (what is one's own). `unknown` is an address
    of the same shape that names nothing. `shows` stands in the answer for those who may and in no
    other. `inert`: nothing may come of it whatever the answer is, because what the row forbids has
    no door: the probe says what must stay.
    """

    row: str
    method: str
    path: str
    unknown: str = ""
    data: dict[str, Any] = field(default_factory=dict)
    shows: str = ""
    is_open: bool = False  # the page is there for others as well, without what it `shows`
    inert: Callable[[SimpleNamespace, SimpleNamespace], Any] | None = None
    before: Callable[[SimpleNamespace, str], Any] | None = None
    other: dict[str, str] = field(default_factory=dict)  # who -> another address
    leads: str = ""  # to be led there is to read it
    note: str = ""

    def __str__(self) -> str:
        return f"{self.row} {self.method} {self.path}{self.note and f' ({self.note})'}"

    @property
    def writes(self) -> bool:
        return self.method == "POST"

    def address(self, t: SimpleNamespace, who: str) -> str:
        return fill(self.other.get(who, self.path), t, who)

    def form(self, t: SimpleNamespace, who: str) -> dict[str, Any]:
        return {name: fill(value, t, who) for name, value in self.data.items()}


def fill(template: Any, t: SimpleNamespace, who: str) -> Any:
    if not isinstance(template, str) or "{" not in template:
        return template
    return template.format(t=t, me=me_in(t, who) if "{me" in template else None)


def rows_written() -> int:
    """How many rows this transaction has written so far, kept or not."""
    with connection.cursor() as cursor:
        cursor.execute(WRITTEN, [_tables()])
        return cursor.fetchone()[0]


@cache
def _tables() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(TABLES, [[f"{app}%" for app in APPS]])
        return cursor.fetchone()[0]


def everything() -> dict[str, str]:
    """Every row of every table that people's doings change, as one sum a table."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        names = [name for (name,) in cursor.fetchall() if name.startswith(APPS)]
        cursor.execute(" UNION ALL ".join(SUM.format(name=name) for name in names))
        return dict(cursor.fetchall())
