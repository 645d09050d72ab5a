"""While somebody types: where the beginning of a word leads. The public's view, whoever asks.

[DP15] Every line is held against what everybody can find: a word, a tag or a title that only a
draft has is never offered. The answer is that of OpenSearch suggestions 1.1, which browsers read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.search import SearchQuery as Words
from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_safe
from pyroaring import BitMap

from collaborative.core.middleware.public_cache import public_facts, same_for_all
from practices.models import Practice

from . import bitmaps, queries, spelling
from .bitmaps import Index
from .entries import CONFIG
from .facets import Names
from .folding import fold
from .looking import lexemes
from .models import Entry
from .params import LONGEST_WORDS
from .synonym_queries import current_vocabulary
from .terms import term

NOBODY = AnonymousUser()
SHORTEST = 2
MOST = 8
MOST_OF_A_KIND = 3
MOST_TITLES = 3
MOST_LOOKED_AT = 200
SHORTEST_OF_TITLES = 3
CANDIDATES = 12


@dataclass(frozen=True)
class Suggestion:
    """One line below the box: what it says, of what kind it is, and where it leads."""

    text: str
    kind: str
    href: str


@require_safe
@same_for_all
def suggest(request: HttpRequest) -> JsonResponse:
    """[what was typed, [lines], [kinds], [addresses]]"""
    typed = " ".join(request.GET.get("q", "").split())[:LONGEST_WORDS]
    facts = public_facts(request)
    names = facts.get("names", Names.now)
    found = suggestions(typed, names) if len(typed) >= SHORTEST else []
    answer = [
        typed,
        [one.text for one in found],
        [one.kind for one in found],
        [f"{settings.BASE_URL}{one.href}" for one in found],
    ]
    return JsonResponse(answer, safe=False, content_type="application/x-suggestions+json")


def suggestions(typed: str, names: Names) -> list[Suggestion]:
    """Where the words typed so far lead, areas and institutions first, each by what it finds."""
    index = bitmaps.current()
    seen = queries.visible(index, NOBODY)
    start = fold(typed)
    if not start:
        return []
    found = [
        *_named(
            start, "scope", {area.slug: area.name for area in names.areas}, "Area", index, seen
        ),
        *_named(start, "institution", names.institutions, "Institution", index, seen),
        *_words(typed, start, index, seen),
        *_tags(start, index, seen),
        *_titles(start),
    ]
    by_address = {one.href: one for one in reversed(found)}
    return [one for one in found if by_address.pop(one.href, None)][:MOST]


def _named(
    start: str, facet: str, known: dict[str, str], kind: str, index: Index, seen: BitMap
) -> Iterator[Suggestion]:
    """Those whose name, or a word of it, begins so, where there is something to find."""
    fitting = [
        (slug, name)
        for slug, name in known.items()
        if f" {fold(name)}".find(f" {start}") >= 0
        and not seen.isdisjoint(index.having(term(facet, slug)))
    ]
    for slug, name in fitting[:MOST_OF_A_KIND]:
        yield Suggestion(name, kind, _browse(**{facet: slug}))


def _words(typed: str, start: str, index: Index, seen: BitMap) -> Iterator[Suggestion]:
    """Words of the vocabulary and of practices; each stem once, and only if it finds something."""
    vocabulary = current_vocabulary()
    terms = [known.words for known in vocabulary.prefix(typed, CANDIDATES)]
    candidates = [*terms, *spelling.beginning(start, most=CANDIDATES)]
    searched = {
        words: [one for unit in vocabulary.read(words).units for one in unit.searched]
        for words in candidates
    }
    stems = lexemes(one for all_of_it in searched.values() for one in all_of_it)
    index.holding_each(list(filter(None, stems.values())))
    told: set[tuple[str, ...]] = set()
    number = 0
    for words in candidates:
        own = tuple(stems[one] for one in searched[words] if stems[one])
        if number == MOST_OF_A_KIND or not own or own in told:
            continue
        if any(not seen.isdisjoint(held) for held in index.holding_each(own)):
            told.add(own)
            number += 1
            yield Suggestion(words, "Words", _browse(q=words))


def _tags(start: str, index: Index, seen: BitMap) -> Iterator[Suggestion]:
    counted = [
        (seen.intersection_cardinality(index.having(term("tag", tag))), tag)
        for tag in index.values("tag")
        if fold(tag).startswith(start)
    ]
    most = sorted(((n, tag) for n, tag in counted if n), key=lambda one: (-one[0], one[1]))
    for _, tag in most[:MOST_OF_A_KIND]:
        yield Suggestion(tag, "Tag", _browse(tag=tag))


def _titles(start: str) -> Iterator[Suggestion]:
    """Practices whose title or card holds the words, the last of which may still be growing."""
    words = [word for word in start.replace("'", " ").split() if word.isalnum()]
    if len(start) < SHORTEST_OF_TITLES or not words:
        return
    growing = " & ".join([f"'{word}'" for word in words[:-1]] + [f"'{words[-1]}':*"])
    held = Entry.objects.filter(live=True, head=Words(growing, search_type="raw", config=CONFIG))
    rows = Practice.objects.live().filter(pk__in=held.values("pk")[:MOST_LOOKED_AT])
    newest = rows.newest_first().values_list("title", "slug")
    for title, slug in newest[:MOST_TITLES]:
        yield Suggestion(title, "Practice", f"/practices/{slug}/")


def _browse(**choices: str) -> str:
    return f"{reverse('search:browse')}?{urlencode(choices)}"
