from __future__ import annotations

from django import template

from collaborative.pages.csp import current_nonce

register = template.Library()


@register.simple_tag
def cms_nonce() -> str:
    """The nonce of this answer, for the few scripts that Wagtail's inputs bring with them."""
    return current_nonce()
