"""Who gets through to the people of a practice, and to an institution's part in it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from collaborative.core.middleware.public_cache import visitor
from collaborative.core.views.again import signed_out
from members.permissions import is_active
from practices import queries
from practices.models import CoPublication, Practice

from .doors import seen_by

View = Callable[..., HttpResponse]


def people_door(*, may: Callable[[Any, Practice], bool]) -> Callable[[View], View]:
    """As doors.door; an author of another institution gets through to a draft's people as well."""

    def wrap(view: View) -> View:
        @wraps(view)
        def through(request: HttpRequest, slug: str, **kwargs: Any) -> HttpResponse:
            user = visitor(request)
            if request.method == "POST" and not is_active(user):
                return signed_out(request)
            practice = queries.written_with(user, slug) or seen_by(user, slug)
            if not may(user, practice):
                if not is_active(user):
                    return redirect_to_login(request.get_full_path())
                raise PermissionDenied
            return view(request, practice=practice, user=user, **kwargs)

        return through

    return wrap


def institution_door(
    *, may: Callable[[Any, CoPublication], bool] | None = None
) -> Callable[[View], View]:
    """Gives the view the line in place of the two slugs; to others there is none."""

    def wrap(view: View) -> View:
        @wraps(view)
        def through(
            request: HttpRequest, slug: str, institution: str, **kwargs: Any
        ) -> HttpResponse:
            user = visitor(request)
            if request.method == "POST" and not is_active(user):
                return signed_out(request)
            line = queries.co_publication(user, slug, institution)
            if line is None:
                raise Http404
            if may is not None and not may(user, line):
                raise PermissionDenied
            return view(request, line=line, user=user, **kwargs)

        return through

    return wrap
