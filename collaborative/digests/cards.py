"""A practice as it stands in a mail: made once per issue for all its readers."""

from __future__ import annotations

import datetime as dt
from typing import Any, TypedDict

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.text import Truncator

from collaborative.core.mail.render import inline_fragment, render_words, site_context
from practices.models import Practice, ScopeArea

# Stands in the ready card until it is known whether it is new or changed for this reader. The
# card's template has it before any word of a member, so the first one found is ours.
LABEL = "@@LABEL@@"
LONGEST_LINE = 240


class Card(TypedDict):
    """What an issue keeps of a practice: its words, and both forms of them ready to send."""

    title: str
    institution: str
    url: str
    path: str
    areas: list[dict[str, str]]
    need: str
    result: str
    told_at: str
    is_ended: bool
    html: str
    text: str


def make_card(practice: Practice, areas: dict[str, ScopeArea], told_at: dt.datetime) -> Card:
    """Freezes the words that are live now."""
    path = practice.get_absolute_url()
    card: dict[str, Any] = {
        "title": practice.title,
        "institution": practice.institution.name,
        "url": settings.BASE_URL + path,
        "path": path,
        "areas": [
            {
                "name": areas[slug].name,
                "short_name": areas[slug].short_name,
                "wall": areas[slug].wall,
            }
            for slug in sorted(practice.scopes, key=lambda slug: _position(areas, slug))
            if slug in areas
        ],
        "need": _short(practice.need),
        "result": _short(practice.result),
        "story": practice.get_story_display(),
        "told_at": told_at.isoformat(),
        "is_ended": practice.is_ended,
    }
    context = {**site_context(), "card": card, "LABEL": LABEL}
    css = render_words("emails/digest.css", context)
    html = inline_fragment(render_to_string("emails/digest_card.html", context).strip(), css)
    return Card(**card, html=html, text=render_words("emails/digest_card.txt", context).strip())  # type: ignore[typeddict-item]


def labelled(ready: str, label: str) -> str:
    return ready.replace(LABEL, label, 1)


def _short(words: str) -> str:
    return Truncator(" ".join(words.split())).chars(LONGEST_LINE)


def _position(areas: dict[str, ScopeArea], slug: str) -> int:
    return areas[slug].position if slug in areas else 0
