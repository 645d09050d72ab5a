"""Ten thousand practices for a scratch database, made from those of the demo in one statement.

Each generated row takes its words and its finished HTML from one published practice of the demo
and its place (areas, tags, stage, story, institution) from another, so lengths, common words and
facets are as people would leave them. The rare word stands in a handful of rows.
"""

from __future__ import annotations

from django.db import connection

COMMON_WORD = "patients"
RARE_WORD = "quillwort"
RARE_ROWS = 7

OWN = {
    # What differs from the practice that lends its words (m) or its place (p).
    "draft_key": "'bench-' || made.n",
    "slug": "m.slug || '-' || made.n",
    "title": "m.title || ' ' || made.n",
    "institution_id": "p.institution_id",
    "author_id": "p.author_id",
    "published_by_id": "p.published_by_id",
    "scopes": "p.scopes",
    "walls": "p.walls",
    "tags": "p.tags",
    "stage": "p.stage",
    "story": "p.story",
    "file_ids": "'{}'",
    "published_at": "now() - made.n * interval '3 hours'",
    "first_published_at": "now() - made.n * interval '3 hours'",
    "last_published_at": "now() - made.n * interval '3 hours'",
    "latest_revision_id": "NULL",
    "live_revision_id": "NULL",
    "has_unpublished_changes": "false",
    "workflow": "'settled'",
    "search": (
        "setweight(to_tsvector('english', m.title || ' ' || made.n), 'A') || m.search ||"
        " setweight(to_tsvector('english', array_to_string(p.tags, ' ')), 'B') ||"
        f" to_tsvector('english', CASE WHEN made.n <= {RARE_ROWS} THEN '{RARE_WORD}' ELSE '' END)"
    ),
    "card_html": "replace(m.card_html, m.slug, m.slug || '-' || made.n)",
    "body_html": "replace(m.body_html, m.slug, m.slug || '-' || made.n)",
}


def fill(number: int) -> int:
    """Adds live practices until there are `number`; gives how many there are."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name FROM information_schema.columns"
            " WHERE table_schema = 'public' AND table_name = 'practices_practice'"
            " AND column_name <> 'id' ORDER BY ordinal_position"
        )
        columns = [row[0] for row in cursor.fetchall()]
        values = [OWN.get(name, f'm."{name}"') for name in columns]
        names = ", ".join(f'"{name}"' for name in columns)
        cursor.execute(
            f"""
            WITH moulds AS (
                SELECT *, row_number() OVER (ORDER BY id) - 1 AS place, count(*) OVER () AS many
                FROM practices_practice WHERE live
            )
            INSERT INTO practices_practice ({names})
            SELECT {", ".join(values)}
            FROM generate_series(1, %s - (SELECT count(*) FROM moulds)) AS made(n)
            JOIN moulds m ON m.place = made.n %% m.many
            JOIN moulds p ON p.place = (made.n * 31 + made.n / 7) %% p.many
            """,  # noqa: S608  names of columns
            [number],
        )
        cursor.execute("SELECT count(*) FROM practices_practice WHERE live")
        total = cursor.fetchone()[0]
        cursor.execute("VACUUM ANALYZE")
    return total
