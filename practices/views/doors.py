"""Who gets through to a practice: hidden looks like unknown, then sign in, then may not."""

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
from practices.models import Practice

View = Callable[..., HttpResponse]
May = Callable[[Any, Practice], bool]


def seen_by(user: Any, slug: str) -> Practice:
    """The practice at this address, or that once stood there, if `user` may know it.

    Once: as a draft, or before its title changed.
    """
    visible = Practice.objects.readable_by(user).select_related("institution")
    visible = visible.defer("card_html")
    practice = visible.filter(slug=slug).first()
    if practice is None and slug.startswith("draft-"):
        practice = visible.filter(draft_key=slug).first()
    elif practice is None:
        practice = visible.filter(former_addresses__slug=slug).first()
    if practice is None:
        raise Http404
    return practice


def door(*, may: May | None = None, hides: May | None = None) -> Callable[[View], View]:
    """Gives the view the practice in place of its slug.

    `hides`: who fails it meets the page of what does not exist. `may`: who fails it is sent to
    sign in, or is told that this is not theirs to do. A form that nobody sends (a session ended
    while somebody wrote) comes back with its words, before it is asked whether there is such a
    practice.
    """

    def wrap(view: View) -> View:
        @wraps(view)
        def through(request: HttpRequest, slug: str, **kwargs: Any) -> HttpResponse:
            user = visitor(request)
            if request.method == "POST" and not is_active(user):
                return signed_out(request)
            practice = seen_by(user, slug)
            if hides is not None and not hides(user, practice):
                raise Http404
            if may is not None and not may(user, practice):
                if not is_active(user):
                    return redirect_to_login(request.get_full_path())
                raise PermissionDenied
            return view(request, practice=practice, user=user, **kwargs)

        return through

    return wrap
