"""Who is at the door: sign-in first where a page needs a person, no session where it does not."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse

from members.models import User
from members.permissions import is_active


class SignedInRequest(HttpRequest):
    """A request behind `signed_in`: somebody is there."""

    user: User


def signed_in(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Leads everybody else to the sign-in page, and from there back to a page that can be opened.

    Nothing is looked up before, so nobody learns from the answer what exists.
    """

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if is_active(request.user):
            return view(request, *args, **kwargs)
        back = request.get_full_path() if request.method in {"GET", "HEAD"} else "/desk/"
        return redirect_to_login(back)

    return checked


def visitor(request: HttpRequest) -> Any:
    """Who reads a public page. Without a session cookie nobody asks: the page stays shareable."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return AnonymousUser()
    return request.user
