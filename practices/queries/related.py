"""Other practices on the same matter: those that share tags and scope areas, nearest first.

Whom they are for, where and in which languages decides between those on the same matter. Why one
is near is said in a few words, made from what both rows hold when the page is read.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection

from practices.choices import CHOICES
from practices.models import Practice

# So many are kept, since one or the other may be taken down; so many are shown.
MOST_KEPT = 8
MOST_SHOWN = 4
# Never ranks an unbounded set: the newest of each kind are looked at.
LOOKED_AT = 200
# What two practices can have in common, in the order of SHARED's values, and what each is worth.
SHARED = ("scopes", "tags", "minnesota_groups", "populations", "languages", "care_settings")
WORTH = {
    "tags": 4,
    "scopes": 2,
    "minnesota_groups": 2,
    "populations": 1,
    "languages": 1,
    "care_settings": 1,
}
# Nearly all are in English: sharing it says nothing.
COMMON_LANGUAGE = "en"
MOST_REASONS = 3
MOST_NAMED = 2


@dataclass(frozen=True)
class Related:
    """One line below a practice."""

    title: str
    slug: str
    said_by: str
    why: str = ""

    def get_absolute_url(self) -> str:
        return f"/practices/{self.slug}/"


def nearest(practice: Practice) -> list[int]:
    """The live practices nearest to these words: a shared tag says more than a shared area."""
    in_common = " + ".join(
        f"{worth} * (SELECT count(*) FROM unnest({name}) AS one WHERE one = ANY(%({name})s))"  # noqa: S608  ours
        for name, worth in WORTH.items()
    )
    sql = f"""
        WITH near AS (
            (SELECT id FROM practices_practice WHERE live AND tags && %(tags)s::varchar[]
             ORDER BY published_at DESC, id DESC LIMIT %(most)s)
            UNION
            (SELECT id FROM practices_practice WHERE live AND scopes && %(scopes)s::varchar[]
             ORDER BY published_at DESC, id DESC LIMIT %(most)s)
        )
        SELECT id FROM practices_practice JOIN near USING (id)
        WHERE id <> %(own)s
        ORDER BY {in_common} DESC, published_at DESC, id DESC
        LIMIT %(kept)s
    """  # noqa: S608  names of our own columns, no value
    asked: dict[str, Any] = {name: getattr(practice, name) for name in WORTH}
    asked["languages"] = [one for one in practice.languages if one != COMMON_LANGUAGE]
    asked |= {"own": practice.pk, "most": LOOKED_AT, "kept": MOST_KEPT}
    with connection.cursor() as cursor:
        cursor.execute(sql, asked)
        return [pk for (pk,) in cursor.fetchall()]


def related(practice: Practice, *, user: Any) -> list[Related]:
    """What stands below the page: live ones that this reader may see."""
    found = (
        Practice.objects.visible_to(user)
        .live()
        .filter(pk__in=practice.related_ids)
        .values_list("pk", "title", "slug", "institution__name", *SHARED)
    )
    own = [getattr(practice, name) for name in SHARED]
    by_number = {
        pk: Related(title, slug, said_by, why(own, theirs))
        for pk, title, slug, said_by, *theirs in found
    }
    return [by_number[pk] for pk in practice.related_ids if pk in by_number][:MOST_SHOWN]


def why(own: Iterable[list[str]], theirs: Iterable[list[str]]) -> str:
    """“Same area, also for Somali people”: what two practices have in common, each as in SHARED."""
    scopes, tags, groups, populations, languages, settings = (
        [one for one in mine if one in others] for mine, others in zip(own, theirs, strict=True)
    )
    spoken = [one for one in languages if one != COMMON_LANGUAGE]
    reasons = [
        {0: "", 1: "same area"}.get(len(scopes), "same areas"),
        tags and f"also about {_listed(tags)}",
        _people(groups, populations),
        spoken and f"also in {_listed(_named('languages', spoken))}",
        settings and "same kind of place",
    ]
    text = ", ".join([reason for reason in reasons if reason][:MOST_REASONS])
    return text[:1].upper() + text[1:]


def _people(groups: list[str], populations: list[str]) -> str:
    """The nearer name of whom both are for."""
    named = _named("minnesota_groups", groups) or _named("populations", populations)
    return f"also for {_listed(named)} people" if named else ""


def _named(question: str, values: list[str]) -> list[str]:
    return [CHOICES[question].get(value, value) for value in values]


def _listed(words: list[str]) -> str:
    if len(words) > MOST_NAMED:
        return f"{', '.join(words[:MOST_NAMED])} and more"
    return " and ".join(words)
