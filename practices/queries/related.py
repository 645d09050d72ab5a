"""Other practices on the same matter: those that share tags and scope areas."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import connection

from practices.models import Practice

# So many are kept, since one or the other may be taken down; so many are shown.
MOST_KEPT = 8
MOST_SHOWN = 4
# Never ranks an unbounded set: the newest of each kind are looked at.
LOOKED_AT = 200


@dataclass(frozen=True)
class Related:
    """One line below a practice."""

    title: str
    slug: str
    said_by: str

    def get_absolute_url(self) -> str:
        return f"/practices/{self.slug}/"


def nearest(practice: Practice) -> list[int]:
    """The live practices nearest to these words: a shared tag says more than a shared area."""
    sql = """
        WITH near AS (
            (SELECT id FROM practices_practice WHERE live AND tags && %(tags)s::varchar[]
             ORDER BY published_at DESC, id DESC LIMIT %(most)s)
            UNION
            (SELECT id FROM practices_practice WHERE live AND scopes && %(scopes)s::varchar[]
             ORDER BY published_at DESC, id DESC LIMIT %(most)s)
        )
        SELECT id FROM practices_practice JOIN near USING (id)
        WHERE id <> %(own)s
        ORDER BY (SELECT 2 * count(*) FROM unnest(tags) AS tag WHERE tag = ANY(%(tags)s))
               + (SELECT count(*) FROM unnest(scopes) AS scope WHERE scope = ANY(%(scopes)s)) DESC,
            published_at DESC, id DESC
        LIMIT %(kept)s
    """
    asked: dict[str, Any] = {
        "tags": practice.tags, "scopes": practice.scopes, "own": practice.pk,
        "most": LOOKED_AT, "kept": MOST_KEPT,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(sql, asked)
        return [pk for (pk,) in cursor.fetchall()]


def related(practice: Practice, *, user: Any) -> list[Related]:
    """What stands below the page: live ones that this reader may see."""
    found = (
        Practice.objects.visible_to(user)
        .live()
        .filter(pk__in=practice.related_ids)
        .values_list("pk", "title", "slug", "institution__name")
    )
    by_number = {pk: Related(*rest) for pk, *rest in found}
    return [by_number[pk] for pk in practice.related_ids if pk in by_number][:MOST_SHOWN]
