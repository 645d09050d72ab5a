"""Columns made from a practice's words, in the transaction that writes the words.

Readers never wait for them: `walls` and `search` serve lists, `card_html` and `body_html` are the
public's HTML, rendered once at publication. Of a live practice only live words are in here; of a
draft, `walls` and `search` let its own institution find it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.postgres.search import SearchVector
from django.db.models import Value
from django.db.models.expressions import Combinable
from django.template.loader import render_to_string

from . import ledger, rows
from .choices import CHOICES
from .enums import ReviewState
from .models import Practice, PracticeFile, Review, ScopeArea

CARD = ("need", "what_we_did", "result", "plain_summary")
# Found under a weight of their own, or nothing that anybody searches for.
ELSEWHERE = frozenset(
    {"title", *CARD, "tags", "scopes", "story", "stage", "started", "file_ids", "licence"}
    | {"start_up_cost", "yearly_cost", "cost_year", "fte"}
)


def areas_of(practice: Practice) -> list[ScopeArea]:
    """The scope areas of these words, in the charter's order."""
    return list(ScopeArea.objects.filter(slug__in=practice.scopes).in_order())


def files_of(practice: Practice) -> list[PracticeFile]:
    """The files that these words name, in the order in which they name them."""
    files = PracticeFile.objects.filter(practice_id=practice.pk).in_bulk(practice.file_ids)
    return [files[pk] for pk in practice.file_ids if pk in files]


def has_earlier_versions(practice: Practice) -> bool:
    """Whether the public history has more to show than what is live now."""
    rounds = Review.objects.filter(practice_id=practice.pk, state=ReviewState.PUBLISHED)
    if practice.history_public_since:
        rounds = rounds.filter(decided_at__gt=practice.history_public_since)
    return rounds.values("revision").distinct().count() > 1


def body_context(practice: Practice) -> dict[str, Any]:
    """What templates/practices/_body.html and _card.html ask for."""
    return {
        "practice": practice,
        "institution": practice.institution,
        "areas": areas_of(practice),
        "files": files_of(practice),
        "tags": [(word, f"/practices/?{urlencode({'tag': word})}") for word in practice.tags],
        "site_url": settings.BASE_URL,
        "site_name": settings.SITE_NAME,
    }


def refresh(practice: Practice) -> None:
    """Writes the derived columns of the row as its words now stand."""
    context = body_context(practice)
    context["has_earlier_versions"] = practice.live and has_earlier_versions(practice)
    if practice.live:
        context |= ledger.shown(practice)
    areas = context["areas"]
    practice.walls = list(dict.fromkeys(area.wall for area in areas))
    practice.card_html = practice.body_html = ""
    practice.adopters = ledger.count(practice)
    if practice.live:
        practice.card_html = render_to_string("practices/_card.html", context).strip()
        practice.body_html = render_to_string("practices/_body.html", context).strip()
    Practice.objects.filter(pk=practice.pk).update(
        walls=practice.walls,
        card_html=practice.card_html,
        body_html=practice.body_html,
        adopters=practice.adopters,
        search=search_vector(practice, areas),
    )


def refresh_all(practices: Iterable[Practice]) -> int:
    """After a name outside the practice changed: an institution's, an area's, the templates."""
    number = 0
    for practice in practices:
        refresh(practice)
        number += 1
    return number


def search_vector(practice: Practice, areas: list[ScopeArea]) -> Combinable:
    """The title weighs most, then the card and the words one files it under, then the rest."""
    card = tuple(getattr(practice, name) for name in CARD)
    filed = (*practice.tags, *(area.name for area in areas))
    said_by = (practice.institution.name, practice.institution.city)
    return (
        _weighted((practice.title,), "A")
        + _weighted((*card, *filed), "B")
        + _weighted(said_by, "C")
        + _weighted(tuple(_rest(practice)), "D")
    )


def _rest(practice: Practice) -> Iterator[str]:
    """Every other answer as words: what is told, what is chosen, what stands in rows."""
    for name in Practice.CONTENT_FIELDS:
        answer = getattr(practice, name)
        if name in ELSEWHERE or not answer:
            continue
        if name in rows.ROWS:
            yield from rows.texts(answer)
        elif name in CHOICES:
            for one in answer if isinstance(answer, list) else [answer]:
                yield CHOICES[name].get(str(one), "")
        elif isinstance(answer, list):
            yield from answer
        else:
            yield str(answer)


def _weighted(texts: tuple[str, ...], weight: str) -> SearchVector:
    return SearchVector(Value("\n".join(texts)), config="english", weight=weight)
