"""Where practices are found."""

from __future__ import annotations

from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_safe

from collaborative.core.middleware.public_cache import (
    NO_FACTS,
    public_facts,
    public_page,
    visitor,
)
from practices.evidence import GRADE_MEANS, Grade

from .elsewhere import elsewhere
from .models import Entry
from .params import MOST_ROWS, SearchQuery, page_number
from .queries import Found, as_spelled, find
from .terms import KIND
from .why import explain

PER_PAGE = 20
BEYOND = (
    f"The list ends here, after {MOST_ROWS:,}. Narrow it down to see others: add a word, or choose"
    " an area, a group or a county."
)
# A title that lists more than this says less than one that does not.
MOST_NAMED = 3
SORTS = (
    ("relevance", "Best match"),
    ("newest", "Newest first"),
    ("adopted", "Most adopted"),
    ("verified", "Recently confirmed"),
    ("evidence", "By how it is known"),
    ("title", "Title, A to Z"),
)


@require_safe
@public_page
def browse(request: HttpRequest) -> HttpResponse:
    """Everything this person may read, narrowed by words and choices."""
    query = as_spelled(SearchQuery.from_params(request.GET))
    user = visitor(request)
    facts = NO_FACTS if user.is_authenticated else public_facts(request)
    found = find(
        query,
        user=user,
        page=page_number(request.GET),
        per_page=PER_PAGE,
        # Members' drafts are drawn here and need a name; live cards carry theirs.
        cards_only=not user.is_authenticated,
        facts=facts,
    )
    if found.looking is not None and found.results:
        explain(found.results, found.looking, entries=Entry.objects.all())
    others = []
    if found.looking is not None and found.page == 1:
        others = elsewhere(found.looking, user=user)
    params = query.to_params()
    unknown = [KIND[facet].unknown.replace("%s", value) for facet, value in found.unknown]
    context = {
        "query": query,
        "found": found,
        "facet_lists": facts.get(
            ("facets", query.without_sort()),
            lambda: render_to_string("search/_facets.html", {"found": found}),
        ),
        "title": _title(query, found),
        "page": _page(found),
        "params": params,
        "chosen": _chosen(query, found),
        "follows": _to_follow(query, found) if user.is_authenticated else [],
        "sorts": _sorts(query),
        "areas": _areas(found),
        "elsewhere": others,
        "groups": _groups(query, found),
        # The heading says the first one already where nothing else is found.
        "unknown": unknown if found.total else unknown[1:],
        "is_last": found.page == found.reachable < found.pages,
        "beyond": BEYOND,
        "feed": _address(reverse("search:atom"), params),
        "canonical": _address(reverse("search:browse"), params),
        "is_narrow": len([*query.choices(), *filter(None, [query.words])]) > 1,
    }
    return render(request, "search/browse.html", context)


def _areas(found: Found) -> list[dict[str, str]]:
    """The areas that the words lead to: a turjubaan is part of language access."""
    scope = next(facet for facet in found.facets if facet.name == "scope")
    return [
        {
            "name": one.label,
            "wall": one.wall,
            "href": _address(reverse("search:browse"), urlencode({"scope": one.value})),
        }
        for one in scope.values
        if one.value in found.wording.areas and not one.is_chosen
    ]


def _groups(query: SearchQuery, found: Found) -> list[tuple[str, str, list[Any]]]:
    """(heading, what it means, practices): one group, or one for each grade where that is asked."""
    if query.order != "evidence":
        return [("", "", found.results)]
    grades = groupby(found.results, key=lambda row: Grade(row.evidence_grade))
    return [(str(grade.label), GRADE_MEANS[grade], list(rows)) for grade, rows in grades]


def _sorts(query: SearchQuery) -> list[tuple[str, str, bool]]:
    """(value, label, is chosen). What happens by itself has no value: new words may change it."""
    by_itself = "relevance" if query.words else "newest"
    return [
        ("" if name == by_itself else name, label, name == query.order)
        for name, label in SORTS
        if query.words or name != "relevance"
    ]


def _address(path: str, params: str) -> str:
    return f"{path}?{params}" if params else path


def _page(found: Found) -> Page:
    """What the pagination component asks of a page, around rows that are already read."""
    reachable = min(found.total, found.reachable * found.per_page)
    page = Paginator(range(reachable), found.per_page).page(found.page)
    page.object_list = found.results
    return page


def _chosen(query: SearchQuery, found: Found) -> list[dict[str, Any]]:
    """Each choice with the address of the same search without it."""
    here = reverse("search:browse")
    chosen = []
    if query.words:
        address = _address(here, query.without_words().to_params())
        chosen.append({"name": "Words", "label": f"“{query.words}”", "href": address})
    labels = _labels(found)
    for facet, value in query.choices():
        chosen.append(
            {
                "name": KIND[facet].label,
                "label": labels.get((facet, value), value),
                "href": _address(here, query.without(facet, value).to_params()),
            }
        )
    return chosen


def _to_follow(query: SearchQuery, found: Found) -> list[dict[str, str]]:
    """What was chosen and can be followed, where it is not too much for a row of buttons."""
    kinds = {"scope": "area", "institution": "institution", "tag": "tag"}
    labels = _labels(found)
    named = [
        {"kind": kinds[facet], "target": value, "name": labels.get((facet, value), value)}
        for facet, value in query.choices()
        if facet in kinds and (facet, value) not in found.unknown
    ]
    return named if found.total and len(named) <= MOST_NAMED else []


def _labels(found: Found) -> dict[tuple[str, str], str]:
    return {(facet.name, one.value): one.label for facet in found.facets for one in facet.chosen}


def _title(query: SearchQuery, found: Found) -> str:
    """What is shown, in the words a person would use: “Language access: 14 practices”."""
    practices = "1 practice" if found.total == 1 else f"{found.total:,} practices"
    if found.unknown and not found.total:
        facet, value = found.unknown[0]
        return KIND[facet].unknown.replace("%s", value).rstrip(".")
    labels = _labels(found)
    named = [
        labels.get(choice, choice[1]) for choice in query.choices() if choice not in found.unknown
    ]
    if query.words:
        named.insert(0, f"“{found.wording.typed}”")
    if not named:
        return f"All {practices}" if found.total > 1 else practices.capitalize()
    if len(named) > MOST_NAMED:
        return f"Your search: {practices}"
    return f"{', '.join(named)}: {practices}"
