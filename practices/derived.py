"""Columns made from a practice's words, in the transaction that writes the words.

Readers never wait for them: `walls` serves lists, `card_html` and `body_html` are the public's
HTML, rendered once at publication. Of a live practice only live words are in here. Whoever else
keeps something made from the words hears `practice_refreshed` in the same transaction.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.template.loader import render_to_string

from . import citing, ledger, record, rows, shown, together
from .choices import CHOICES
from .completeness import completeness
from .enums import ReviewState
from .models import Practice, PracticeFile, Review, ScopeArea
from .plain_words import measure
from .signals import practice_refreshed

# On the page; all of them are in the history.
MOST_VERSIONS = 10
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


@dataclass(frozen=True)
class PublicVersion:
    """One publication: its number, its day, and which answers it changed."""

    number: int
    published_at: dt.datetime
    changed: list[str]


def versions_of(practice: Practice) -> list[PublicVersion]:
    """The newest publications that the public may know of, newest first.

    Numbers count every publication, also those before it was taken down: a citation of version 3
    never comes to mean other words. Words that came back unchanged keep their first number.
    """
    rounds = list(
        Review.objects.filter(practice_id=practice.pk, state=ReviewState.PUBLISHED)
        .select_related("revision")
        .order_by("decided_at", "pk")
    )
    found: list[PublicVersion] = []
    before: dict[str, Any] = {}
    told: set[int | None] = set()
    since = practice.history_public_since
    for number, one in enumerate(rounds, start=1):
        words = Practice.words_in(one.revision.content) if one.revision else {}
        if one.revision_id in told:
            continue
        if one.decided_at and (since is None or one.decided_at > since):
            told.add(one.revision_id)
            found.append(PublicVersion(number, one.decided_at, _changed(before, words)))
            before = words
    return found[::-1][:MOST_VERSIONS]


def _changed(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """The questions whose answers differ, by their names; nothing for the first version.

    As readers get them: that only a hidden figure changed is not theirs to know either.
    """
    if not before:
        return []
    before, after = (
        words | {"measures": rows.shown_measures(words.get("measures"))}
        for words in (before, after)
    )
    return [
        record.QUESTIONS[name].label
        for name in record.NAMES
        if (before.get(name) or None) != (after.get(name) or None)
    ]


def body_context(practice: Practice) -> dict[str, Any]:
    """What templates/practices/_body.html and _card.html ask for."""
    sections = shown.sections(practice)
    has_evidence = shown.has_evidence(practice)
    licence_name, licence_address = shown.licence(practice)
    files = files_of(practice)
    return {
        "practice": practice,
        "institution": practice.institution,
        "areas": areas_of(practice),
        "files": files,
        "tags": [(word, f"/practices/?{urlencode({'tag': word})}") for word in practice.tags],
        "facts": _facts(practice),
        "has_evidence": has_evidence,
        "reports": rows.shown_reports(practice.study_reports),
        "sections": sections,
        "contents": [
            *([("evidence", "How it is known")] if has_evidence else []),
            *((section.anchor, section.heading) for section in sections),
            *([("files", "Files to use")] if files else []),
        ],
        "licence_name": licence_name,
        "licence_address": licence_address,
        # Asked for by the page alone: a draft that is saved every few seconds measures nothing.
        "reads_at": lambda: measure(practice.plain_summary).in_words,
        "told_so_far": lambda: completeness(practice.words()),
    }


def _facts(practice: Practice) -> list[tuple[str, str]]:
    """For whom and where, in lines that have something to say."""
    facts = (
        ("For whom", shown.whom(practice)),
        ("Languages", shown.chosen(practice, "languages")),
        ("Places", shown.chosen(practice, "care_settings")),
        ("Counties", shown.counties(practice)),
        ("Size of the organization", shown.chosen(practice, "organization_size")),
    )
    return [(name, value) for name, value in facts if value]


def public_context(practice: Practice) -> dict[str, Any]:
    """What only a live practice has besides: its versions, how to cite it, what machines read."""
    return {
        "versions": versions_of(practice),
        "citation": citing.as_text(practice),
        "permanent_address": citing.permanent_address(practice),
        "json_ld": citing.json_ld(practice, areas_of(practice)),
    }


def refresh(practice: Practice) -> None:
    """Writes the derived columns of the row as its words now stand."""
    practice.credits = together.credits_of(practice)
    context = body_context(practice)
    if practice.is_public:
        context |= public_context(practice) | ledger.shown(practice) | together.shown(practice)
    areas = context["areas"]
    practice.walls = list(dict.fromkeys(area.wall for area in areas))
    practice.card_html = practice.body_html = ""
    practice.adopters = ledger.count(practice)
    if practice.live:
        practice.card_html = render_to_string("practices/_card.html", context).strip()
    if practice.is_public:
        practice.body_html = render_to_string("practices/_body.html", context).strip()
    Practice.objects.filter(pk=practice.pk).update(
        walls=practice.walls,
        card_html=practice.card_html,
        body_html=practice.body_html,
        adopters=practice.adopters,
        credits=practice.credits,
    )
    practice_refreshed.send(Practice, practice=practice, areas=areas)


def refresh_anew(pk: int) -> None:
    """After something outside the practice changed: a name, a template. Asks for a transaction.

    The row is read under its lock: what was published meanwhile is not written over.
    """
    refresh(Practice.objects.locked().get(pk=pk))


@dataclass(frozen=True)
class SearchedWords:
    """The words by which a practice is found, by how much they say of it."""

    title: str
    card: tuple[str, ...]
    # What it is filed under: tags and the names of its areas.
    filed: tuple[str, ...]
    said_by: tuple[str, ...]
    rest: tuple[str, ...]


def searched_words(practice: Practice, areas: list[ScopeArea]) -> SearchedWords:
    """Every word that a reader of this practice may meet, figures that are not shown left out."""
    beside = (house["name"] for house in together.co_publishers(practice))
    return SearchedWords(
        title=practice.title,
        card=tuple(filter(None, (getattr(practice, name) for name in CARD))),
        filed=(*practice.tags, *(area.name for area in areas)),
        said_by=(practice.institution.name, practice.institution.city, *beside),
        rest=tuple(filter(None, _rest(practice))),
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
