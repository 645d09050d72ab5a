"""Who gets through to one line of a ledger: hidden looks like unknown, as with practices."""

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
from practices.models import Adoption

from .doors import seen_by

View = Callable[..., HttpResponse]
May = Callable[[Any, Adoption], bool]


def adoption_door(
    *, hides: May, may: May | None = None, in_ledger: bool = False
) -> Callable[[View], View]:
    """Gives the view the line in place of the two slugs. `hides` and `may` as in doors.door.

    `in_ledger`: wherever the ledger shows the line, also below a withdrawn practice.
    """

    def wrap(view: View) -> View:
        @wraps(view)
        def through(
            request: HttpRequest, slug: str, institution: str, **kwargs: Any
        ) -> HttpResponse:
            user = visitor(request)
            if request.method == "POST" and not is_active(user):
                return signed_out(request)
            line = queries.adoption(user, seen_by(user, slug), institution, in_ledger=in_ledger)
            if line is None or not hides(user, line):
                raise Http404
            if may is not None and not may(user, line):
                if not is_active(user):
                    return redirect_to_login(request.get_full_path())
                raise PermissionDenied
            return view(request, adoption=line, user=user, **kwargs)

        return through

    return wrap
