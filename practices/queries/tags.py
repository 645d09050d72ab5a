"""Tags in use, and how they are spelled."""

from __future__ import annotations

from django.db import connection


def tags_in_use(most: int = 12) -> list[str]:
    """Tags of live practices, the most used first. Drafts' tags are nobody's suggestion."""
    sql = (
        "SELECT tag FROM practices_practice, unnest(tags) AS tag WHERE live"
        " GROUP BY tag ORDER BY count(*) DESC, tag LIMIT %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [most])
        return [tag for (tag,) in cursor.fetchall()]


def spelled_as_in_use(tags: list[str]) -> list[str]:
    """The spelling that live practices use already, so that one word stays one tag."""
    known: dict[str, str] = {}
    for tag in _live_spellings(tags):
        known.setdefault(tag.lower(), tag)
    return list(dict.fromkeys(known.get(tag.lower(), tag) for tag in tags))


def tags_as_spelled(tags: list[str]) -> list[str]:
    """Each as it stands if live practices have it so, else as they spell it, else as it stands."""
    known = _live_spellings(tags)
    lowered = {tag.lower(): tag for tag in known}
    return [tag if tag in known else lowered.get(tag.lower(), tag) for tag in tags]


def tags_in_live_practices(tags: list[str]) -> list[str]:
    """Those of them that somebody may read on a live practice, as it spells them."""
    return _live_spellings(tags)


def _live_spellings(tags: list[str]) -> list[str]:
    """The tags of live practices that are these in capital or small letters, in their order."""
    sql = (
        "SELECT DISTINCT tag FROM practices_practice, unnest(tags) AS tag"
        " WHERE live AND lower(tag) = ANY(%s) ORDER BY tag"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [[tag.lower() for tag in tags]])
        return [tag for (tag,) in cursor.fetchall()]
