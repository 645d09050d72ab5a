"""What a search asks, in the words a person would use."""

from __future__ import annotations

from collections.abc import Mapping

from .facets import Names
from .models.saved import LONGEST_NAME
from .params import SearchQuery
from .terms import FACET_KINDS

Labels = Mapping[tuple[str, str], str]


def labels_of(query: SearchQuery, names: Names) -> dict[tuple[str, str], str]:
    """What its choices are called; an unknown one is called as it was typed."""
    chosen = dict.fromkeys(query.choices(), "")
    found = {
        (kind.name, value): label
        for kind in FACET_KINDS
        if query.chosen(kind.name)
        for value, label in names.choices(kind)
        if (kind.name, value) in chosen
    }
    return {choice: found.get(choice, choice[1]) for choice in chosen}


def told(query: SearchQuery, labels: Labels) -> list[tuple[str, str]]:
    """(question, answer): “Area of work”, “Language access or Accessibility”."""
    lines = [("Words", f"“{query.words}”")] if query.words else []
    for kind in FACET_KINDS:
        named = [labels.get((kind.name, value), value) for value in query.chosen(kind.name)]
        if named:
            lines.append((kind.label, " or ".join(named)))
    return lines


def short_name(query: SearchQuery, labels: Labels) -> str:
    """A name to begin with, which its owner may change."""
    named = [query.words] if query.words else []
    named += [labels.get(choice, choice[1]) for choice in query.choices()]
    name = ", ".join(named)
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1].rstrip(" ,") + "…"
