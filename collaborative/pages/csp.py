"""The Content-Security-Policy: strict everywhere, a little wider under /cms/ alone."""

from __future__ import annotations

from contextvars import ContextVar
from functools import cache
from typing import Any

from csp.constants import HEADER, NONCE, NONE, SELF, UNSAFE_INLINE
from csp.middleware import CheckableLazyObject, CSPMiddleware, PolicyParts
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

CMS_PREFIX = "/cms/"

CMS_DIRECTIVES: dict[str, Any] = {
    "default-src": [NONE],
    # Wagtail's date and time inputs come with a script beside them; it gets this answer's nonce
    # from templates/wagtailadmin/widgets. Nothing else inline runs.
    "script-src": [SELF, NONCE],
    # Draftail, the sidebar and the preview panel set style attributes.
    "style-src": [SELF, UNSAFE_INLINE],
    # data: icons in Wagtail's style sheets; blob: a picture shown before it is uploaded.
    "img-src": [SELF, "data:", "blob:"],
    "font-src": [SELF],
    "connect-src": [SELF],
    # The preview of a page, in a frame on the editor's screen.
    "frame-src": [SELF],
    "frame-ancestors": [SELF],
    "manifest-src": [SELF],
    "form-action": [SELF],
    "base-uri": [NONE],
}

# Widgets are rendered without a request, so the request's nonce waits here for them.
_request: ContextVar[HttpRequest | None] = ContextVar("request_with_nonce", default=None)


def current_nonce() -> str:
    """The nonce of the answer that is being made; empty outside /cms/."""
    request = _request.get()
    return str(getattr(request, "csp_nonce", "")) if request is not None else ""


@cache
def ordinary_policy() -> str:
    """The header of every page outside /cms/, from settings.CONTENT_SECURITY_POLICY."""
    return build_policy()


class PortalCSP(CSPMiddleware):
    def __call__(self, request: HttpRequest) -> Any:
        if not request.path_info.startswith(CMS_PREFIX):
            return super().__call__(request)
        token = _request.set(request)
        try:
            return super().__call__(request)
        finally:
            _request.reset(token)

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Outside /cms/, where nothing asked for a nonce or a change, the header is always the
        same: it is put together once for the life of the process.
        """
        if (
            settings.DEBUG
            or request.path_info.startswith(CMS_PREFIX)
            or getattr(request, "is_preview", False)
            or getattr(request, "_csp_nonce", None) is not None
            or any(name.startswith("_csp_") for name in vars(response))
        ):
            return super().process_response(request, response)
        response.headers.setdefault(HEADER, ordinary_policy())
        request.csp_nonce = CheckableLazyObject(self._csp_nonce_post_response)  # type: ignore[attr-defined]
        return response

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if report_only:
            return parts
        if request.path_info.startswith(CMS_PREFIX):
            parts.config = CMS_DIRECTIVES
        elif getattr(request, "is_preview", False):
            # Wagtail makes a draft's page by a request of its own to the page's address. It stays
            # as strict as the page will be, but the editor's screen may frame it.
            parts.replace = {**(parts.replace or {}), "frame-ancestors": [SELF]}
        return parts
