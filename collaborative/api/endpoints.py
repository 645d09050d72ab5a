"""/api/v1/: what is public, for programs.

[SY3] Nobody signs in here: cookies are not read, so the bytes are the same for every role. The
interactive pages that django-ninja offers fetch scripts from another host and are left out.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI, Query
from ninja.errors import HttpError, ValidationError

from collaborative.core.middleware.public_cache import (
    ASK_EACH_TIME,
    mark_public,
    public_facts,
)
from collaborative.search.params import NoSuchPage, SearchQuery, TooFarDown
from collaborative.search.queries import as_spelled, find
from collaborative.search.tables import MOST_TAKEN
from practices import derived, together
from practices.models import Practice, ScopeArea
from practices.queries import ledger

from . import queries, schemas
from .lines import absolute, adoption_line, practice_line
from .record import record_of


def open_to_all(response: HttpResponse) -> HttpResponse:
    """Public data: any site's script may read it, any cache may keep it if it asks each time."""
    mark_public(response)
    response.headers["Cache-Control"] = ASK_EACH_TIME
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def _open_view(view: Any) -> Any:
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return open_to_all(view(request, *args, **kwargs))

    return opened


READING = ("GET", "HEAD")


class PublicAPI(NinjaAPI):
    """Every answer, refusals included, may be read by any site's script."""

    def create_response(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return open_to_all(super().create_response(request, *args, **kwargs))


api = PublicAPI(
    title=settings.SITE_NAME,
    version="1",
    description="Published practices, institutions and scope areas. Read-only, open to all.",
    urls_namespace="api",
    docs_url=None,
    docs_decorator=_open_view,
    servers=[{"url": settings.BASE_URL}],
)


@api.get("", response=schemas.Entry, url_name="entry", summary="Where to start")
def entry(request: HttpRequest) -> dict[str, str]:
    return {
        name: absolute(reverse(f"api:{pattern}"))
        for name, pattern in (
            ("practices", "practices"),
            ("institutions", "institutions"),
            ("scope_areas", "scope-areas"),
            ("openapi", "openapi-json"),
        )
    }


@api.get(
    "practices",
    response={200: schemas.PracticeList, 404: schemas.Problem, 400: schemas.Problem},
    url_name="practices",
    summary="Find practices",
)
def practices(request: HttpRequest, asked: Query[schemas.Asked]) -> dict[str, Any]:
    """The same names as at /practices/: values of one facet widen, facets narrow each other."""
    query = as_spelled(SearchQuery.from_params(request.GET))
    page = asked.page
    try:
        found = find(
            query,
            user=AnonymousUser(),
            page=page,
            per_page=asked.page_size,
            facts=public_facts(request),
            most_rows=schemas.MOST_ROWS,
        )
    except TooFarDown:
        raise HttpError(404, _too_far(query)) from None
    except NoSuchPage:
        raise HttpError(404, f"There is no page {page} of this list.") from None
    areas = {
        value.value: {"slug": value.value, "name": value.label, "wall": value.wall}
        for facet in found.facets
        if facet.name == "scope"
        for value in facet.values
    }

    def address(number: int) -> str:
        where = {"page": number, "page_size": asked.page_size}
        parts = [part for part in (query.to_params(), urlencode(where)) if part]
        return absolute(f"{reverse('api:practices')}?{'&'.join(parts)}")

    return {
        "count": found.total,
        "page": page,
        "page_size": asked.page_size,
        "next": address(page + 1) if page < found.reachable else None,
        "previous": address(page - 1) if page > 1 else None,
        "meant": [{"typed": typed, "meant": meant} for typed, meant in found.mended],
        "with_all": found.with_all,
        "results": [practice_line(practice, areas) for practice in found.results],
        "facets": {
            facet.name: [
                {"value": one.value, "label": one.label, "count": one.count}
                for one in facet.values
                if one.count
            ]
            for facet in found.facets
        },
    }


@api.get(
    "practices/{slug}",
    response={200: schemas.PracticeDetail, 404: schemas.Problem, 410: schemas.Problem},
    url_name="practice",
    summary="Read one practice",
)
def practice(request: HttpRequest, slug: str) -> dict[str, Any]:
    try:
        found = queries.practice(slug)
    except Practice.DoesNotExist:
        if gone := queries.withdrawn(slug):
            on = f"{localdate(gone.withdrawn_at):%Y-%m-%d}"
            said = f"Withdrawn by its institution on {on}: {gone.withdrawn_reason}"
            raise HttpError(
                410, f"{said} Its page stays: {absolute(gone.get_absolute_url())}"
            ) from None
        raise HttpError(404, "There is no practice at this address.") from None
    areas = {
        area.slug: {"slug": area.slug, "name": area.name, "wall": area.wall}
        for area in ScopeArea.objects.in_order()
    }
    files = [
        {
            "name": file.name,
            "description": file.description,
            "media_type": file.media_type,
            "size": file.size,
            "url": absolute(reverse("practices:file", args=[found.slug, file.pk])),
        }
        for file in derived.files_of(found)
    ]
    return {
        **practice_line(found, areas),
        **record_of(found),
        "files": files,
        "authors": [one["name"] for one in together.people(found)],
        "co_publishers": [
            house | {"url": absolute(f"/institutions/{house['slug']}/")}
            for house in together.co_publishers(found)
        ],
        "adoptions": [adoption_line(line) for line in ledger(found)],
    }


@api.get(
    "institutions",
    response=schemas.InstitutionList,
    url_name="institutions",
    summary="List the member institutions",
)
def institutions(request: HttpRequest) -> dict[str, Any]:
    houses = [
        {
            "slug": house.slug,
            "name": house.name,
            "url": absolute(house.get_absolute_url()),
            "kind": house.kind,
            "city": house.city,
            "counties": house.counties,
            "practices": live_count,
        }
        for house, live_count in queries.institutions()
    ]
    return {"count": len(houses), "results": houses}


@api.get(
    "scope-areas",
    response=schemas.ScopeAreaList,
    url_name="scope-areas",
    summary="List the scope areas in the charter's order",
)
def scope_areas(request: HttpRequest) -> dict[str, Any]:
    areas = [
        {
            "slug": area.slug,
            "name": area.name,
            "short_name": area.short_name,
            "wall": area.wall,
            "position": area.position,
            "count": live_count,
            "url": absolute(area.get_absolute_url()),
        }
        for area, live_count in queries.scope_areas()
    ]
    return {"count": len(areas), "results": areas}


@api.exception_handler(ValidationError)
def not_understood(request: HttpRequest, error: ValidationError) -> HttpResponse:
    sentences = [f"{one['loc'][-1]}: {one['msg'].rstrip('.')}." for one in error.errors]
    return api.create_response(request, {"detail": " ".join(sentences)}, status=400)


def read_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """HEAD answers as GET does, and the server leaves the body out; anything else is refused."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asked = request.method
        if asked not in READING:
            detail = f"{asked} is not possible here: this interface is for reading, with GET."
            response = api.create_response(request, {"detail": detail}, status=405)
            response.headers["Allow"] = ", ".join(READING)
            return response
        request.method = "GET"
        try:
            return view(request, *args, **kwargs)
        finally:
            request.method = asked

    return answered


@csrf_exempt  # it changes nothing, and refusing would be a page for people
def unknown(request: HttpRequest, rest: str) -> HttpResponse:
    """Whatever else is asked for below /api/: a sentence as data, not a page for people."""
    return not_here(request, Http404())


@api.exception_handler(Http404)
def not_here(request: HttpRequest, error: Http404) -> HttpResponse:
    detail = "There is nothing at this address. Start at /api/v1/."
    return api.create_response(request, {"detail": detail}, status=404)


def _too_far(query: SearchQuery) -> str:
    """What to do where a list ends before all that match were read."""
    params = query.to_params()
    table = absolute(reverse("search:csv") + (f"?{params}" if params else ""))
    return (
        f"A list ends after {schemas.MOST_ROWS:,} practices. Narrow the search to read the others."
        f" Its first {MOST_TAKEN:,} are one table as well: {table}"
    )
