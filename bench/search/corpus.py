"""Practices by the hundred thousand, as people would leave them as far as finding goes.

Bodies of 200 words from a vocabulary of 5,000 by Zipf's law (the n-th word is 1/n as frequent as
the first), one to three areas, 40 institutions, 400 tags, every other facet answered too; one in
fifty is a draft. Rows and entries are written by COPY and two statements; a sample of them is made
by the portal itself, and both must agree (`check`).
"""

from __future__ import annotations

import datetime as dt
import itertools
import random
from collections.abc import Iterator
from typing import Any

from django.db import connection

from collaborative.core.minnesota import LANGUAGES
from collaborative.search import entries, terms
from practices.choices import CareSetting, MinnesotaGroup, Population
from practices.enums import Stage, Story, Workflow
from practices.models import Practice, ScopeArea

VOCABULARY = 5_000
BODY_WORDS = 200
INSTITUTIONS = 40
TAGS = 400
DRAFT_EVERY = 50
# Shares of all.
WITH_FILES = 0.2
VERIFIED = 0.4
BEGINNING = dt.datetime(2020, 1, 2, tzinfo=dt.UTC)
STAGING = """
    CREATE TEMP TABLE made (n int, live bool, house bigint, title text, need text, body text,
        scopes text[], walls text[], tags text[], populations text[], languages text[],
        settings text[], counties text[], stage text, story text, design text, consistency text,
        start_up int, yearly int, fte numeric, files bigint[], adopters int, verified bool,
        published timestamptz, terms text[], evidence int, later bool)
"""
COLUMNS = """
    SELECT column_name FROM information_schema.columns
    WHERE table_schema = 'public' AND table_name = 'practices_practice' AND column_name <> 'id'
"""


def words() -> list[str]:
    """Five thousand words that nobody's stemmer shortens, the most frequent first."""
    starts = ["b", "d", "f", "g", "k", "l", "m", "n", "p", "r", "t", "v", "z", "br", "dr", "gr"]
    syllables = [start + vowel for start in starts for vowel in "aou"]
    made = ("".join(pair) + "k" for pair in itertools.product(syllables, repeat=3))
    every = list(itertools.islice(made, 0, None, 19))[:VOCABULARY]
    random.Random(5).shuffle(every)
    return every


def fill(number: int) -> str:
    """Adds made practices until there are `number`; says how many are live."""
    houses = _institutions()
    mould = Practice.objects.live().order_by("pk").first()
    if mould is None:
        raise SystemExit("Load the demo first: made practices take what finding ignores from it.")
    walls = {area.slug: area.wall for area in ScopeArea.objects.in_order()}
    with connection.cursor() as cursor:
        cursor.execute(STAGING)
        with cursor.copy("COPY made FROM STDIN") as copy:
            for row in _rows(number, houses, walls):
                copy.write_row(row)
        cursor.execute(COLUMNS)
        columns = [name for (name,) in cursor.fetchall()]
        values = [OWN.get(name, f'mould."{name}"') for name in columns]
        names = ", ".join(f'"{name}"' for name in columns)
        cursor.execute(
            f"INSERT INTO practices_practice ({names}) SELECT {', '.join(values)}"  # noqa: S608
            " FROM made, practices_practice mould WHERE mould.id = %s ORDER BY made.n",
            [mould.pk],
        )
        cursor.execute(ENTRIES, {"build": entries.BUILD})
        cursor.execute("INSERT INTO search_word SELECT unnest(%s::text[]) ON CONFLICT DO NOTHING",
                       [words()])  # fmt: skip
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("SELECT count(*) FROM search_entry WHERE live")
        return f"{cursor.fetchone()[0]:,} live"


OWN = {
    "draft_key": "'bench-' || made.n", "slug": "'bench-' || made.n", "title": "made.title",
    "institution_id": "made.house", "need": "made.need", "how_it_works": "made.body",
    "what_we_did": "''", "result": "''", "plain_summary": "''", "live": "made.live",
    "scopes": "made.scopes", "walls": "made.walls", "tags": "made.tags",
    "populations": "made.populations", "minnesota_groups": "'{}'", "languages": "made.languages",
    "care_settings": "made.settings", "counties": "made.counties", "stage": "made.stage",
    "story": "made.story", "study_design": "made.design", "consistency": "made.consistency",
    "start_up_cost": "made.start_up", "yearly_cost": "made.yearly", "fte": "made.fte",
    "file_ids": "made.files", "adopters": "made.adopters", "community_evidence": "''",
    "published_at": "made.published", "first_published_at": "made.published",
    "last_published_at": "made.published", "body_html": "''", "workflow": "'settled'",
    "published_by_id": "CASE WHEN made.live THEN mould.published_by_id END",
    "latest_revision_id": "NULL", "live_revision_id": "NULL", "credits": "'{}'",
    "verified_at": "CASE WHEN made.verified THEN made.published END",
    "verified_by_id": "CASE WHEN made.verified THEN mould.published_by_id END",
    "review_by": "NULL", "is_overdue": "false", "has_unpublished_changes": "false",
    "card_html": "'<article class=\"practice-card\"><h3 class=\"practice-card__title\">"
                 "<a href=\"/practices/bench-' || made.n || '/\">' || made.title ||"
                 " '</a></h3><dl class=\"practice-card__card\"><div><dt>Need</dt><dd>' ||"
                 " made.need || '</dd></div></dl></article>'",
}  # fmt: skip
ENTRIES = """
    INSERT INTO search_entry (practice_id, live, terms, published_at, verified_at, adopters,
        title_key, evidence, comes_later, head, vector, text, build)
    SELECT row.id, made.live, made.terms, made.published,
        CASE WHEN made.verified THEN made.published END, made.adopters, made.title, made.evidence,
        made.later, head, head || setweight(to_tsvector('english', made.body), 'D'),
        made.title || E'\\n' || made.need || E'\\n' || made.body, %(build)s
    FROM made JOIN practices_practice row ON row.draft_key = 'bench-' || made.n,
    LATERAL (SELECT setweight(to_tsvector('english', made.title), 'A') || setweight(
        to_tsvector('english', made.need || ' ' || array_to_string(made.tags, ' ')), 'B')) h(head)
"""


def _institutions() -> list[tuple[int, str]]:
    from members.models import Institution

    for number in range(INSTITUTIONS):
        Institution.objects.get_or_create(
            slug=f"bench-house-{number}",
            defaults={"name": f"Bench House {number}", "kind": "hospital"},
        )
    return list(Institution.objects.filter(slug__startswith="bench-").values_list("pk", "slug"))


def _rows(
    number: int, houses: list[tuple[int, str]], walls: dict[str, str]
) -> Iterator[tuple[Any, ...]]:
    chance = random.Random(number)
    every = words()
    frequent = list(itertools.accumulate(1 / place for place in range(1, len(every) + 1)))
    tags = [f"{word}-tag" for word in every[:TAGS]]
    tag_weights = list(itertools.accumulate(1 / place for place in range(1, TAGS + 1)))
    people = [*Population.values, *MinnesotaGroup.values]
    languages = [code for code, _ in LANGUAGES]
    counties = [name for _, name in terms.COUNTY_CHOICES]
    slugs = {name: slug for slug, name in terms.COUNTY_CHOICES}
    designs = [("", ""), ("none", ""), ("before-after", "consistent"), ("randomized", "consistent"),
               ("qualitative", "mixed")]  # fmt: skip
    grades = ["not-yet", "not-yet", "moderate", "strong", "suggestive"]
    for n in range(1, number + 1):
        live = n % DRAFT_EVERY != 0
        text = chance.choices(every, cum_weights=frequent, k=BODY_WORDS + 30)
        house, house_slug = houses[chance.randrange(len(houses))]
        scopes = chance.sample(list(walls), chance.randint(1, 3))
        own_tags = list(dict.fromkeys(chance.choices(tags, cum_weights=tag_weights, k=3)))
        groups = chance.sample(people, chance.randint(0, 3))
        spoken = chance.sample(languages, chance.randint(0, 2))
        settings = chance.sample(CareSetting.values, chance.randint(1, 2))
        places = chance.sample(counties, chance.randint(1, 4))
        stage, story = chance.choice(Stage.values), chance.choice(Story.values)
        look = chance.randrange(len(designs))
        start_up, yearly = chance.choice([(None, None), (0, 0), (5_000, 9_000), (90_000, 40_000)])
        fte = chance.choice([None, 0, 0.5, 1, 4])
        files = [1] if chance.random() < WITH_FILES else []
        adopters = int(chance.expovariate(1))
        published = BEGINNING + dt.timedelta(minutes=n * 3) if live else None
        own_walls = sorted({walls[slug] for slug in scopes})
        verified = live and chance.random() < VERIFIED
        held = [
            terms.owner_term(house), *([terms.LIVE] if live else []),
            *(terms.term("wall", one) for one in own_walls),
            *(terms.term("scope", one) for one in scopes),
            *(terms.term("population", one) for one in groups),
            *(terms.term("language", one) for one in spoken),
            *(terms.term("setting", one) for one in settings),
            *(terms.term("county", slugs[one]) for one in places),
            terms.term("stage", stage), terms.term("story", story),
            terms.term("evidence", grades[look]),
            *(terms.term("cost", one) for one in [terms.cost_band(start_up, yearly)] if one),
            *(terms.term("staffing", one) for one in [terms.staffing_band(fte)] if one),
            terms.term("institution", house_slug),
            *(terms.term("tag", one) for one in own_tags),
            *([terms.term("year", str(published.year))] if published else []),
            *([terms.term("files", "yes")] if files else []),
        ]  # fmt: skip
        yield (
            n, live, house, " ".join(text[:6]), " ".join(text[6:30]), " ".join(text[30:]), scopes,
            own_walls, own_tags, groups, spoken, settings, places, stage, story, *designs[look],
            start_up, yearly, fte, files, adopters, verified, published, held,
            {"not-yet": 0, "suggestive": 1, "moderate": 2, "strong": 3}[grades[look]],
            stage == "ended",
        )  # fmt: skip


def check(number: int = 50) -> None:
    """The portal's own entry of some made practices has the same terms and stems."""
    areas = list(ScopeArea.objects.in_order())
    rows = Practice.objects.filter(draft_key__startswith="bench-").select_related("institution")
    for practice in rows.order_by("pk")[:number]:
        before = set(practice.entry.terms)
        entries.keep([practice], areas)
        practice.entry.refresh_from_db()
        if set(practice.entry.terms) != before:
            raise SystemExit(f"{practice}: {set(practice.entry.terms) ^ before}")


assert Workflow.SETTLED == "settled"  # noqa: S101  written into OWN by hand
