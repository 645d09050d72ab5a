"""What the list of practices offers beside its results: to save the search, and a way on where
nothing was found.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import template

from collaborative.core.middleware.public_cache import visitor
from collaborative.search import helping, in_words, permissions
from collaborative.search.params import SearchQuery
from collaborative.search.saved_forms import SavedSearchForm

register = template.Library()


@register.inclusion_tag("search/_save.html", takes_context=True)
def save_search(context: template.Context) -> dict[str, Any]:
    """The form that saves what is asked now; nothing for who has no account. Asks no database."""
    query = _as_meant(context)
    user = visitor(context["request"])
    if query.is_empty or not permissions.user_can_save(user):
        return {"form": None}
    name = in_words.short_name(query, _labels(context))
    return {
        "form": SavedSearchForm(initial={"name": name}, auto_id="save-%s"),
        "params": query.to_params(),
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("search/_ways_on.html", takes_context=True)
def ways_on(context: template.Context) -> dict[str, Any]:
    """What to loosen, which areas are near, and the consortium to ask."""
    user, query = visitor(context["request"]), _as_meant(context)
    leads_to = context["found"].wording.areas
    return {
        "loosened": helping.loosened(query, _labels(context), user=user),
        "areas": helping.nearest_areas(query, leads_to=leads_to, user=user),
        "may_ask": permissions.user_can_ask_consortium(user),
        "params": context["query"].without_sort().to_params(),
    }


def _as_meant(context: template.Context) -> SearchQuery:
    """What is asked, however it is sorted; what was mistyped is mended, as its page says."""
    query = context["query"].without_sort()
    mended = context["found"].mended
    return replace(query, words=context["found"].wording.typed) if mended else query


def _labels(context: template.Context) -> dict[tuple[str, str], str]:
    return {
        (facet.name, one.value): one.label
        for facet in context["found"].facets
        for one in facet.chosen
    }
