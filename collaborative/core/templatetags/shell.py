"""The parts of a page that are the same for every visitor without a session."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.utils.safestring import SafeString, mark_safe

from .components import NAV

register = template.Library()

MOST_KEPT = 500
_shelf: dict[tuple[Any, ...], str] = {}


@register.tag("same_for_strangers")
def same_for_strangers(parser: Parser, token: Token) -> ShellNode:
    """`{% same_for_strangers "header" %}…{% end_same_for_strangers %}`

    Renders its content once for all visitors without a session, for each template and each main
    link that may be the current one; for people with a session, each time. Only for content that
    depends on nothing else. It saves a third of the time that a ready practice page takes.
    """
    _, name = token.split_contents()
    nodelist = parser.parse(("end_same_for_strangers",))
    parser.delete_first_token()
    return ShellNode(parser.compile_filter(name), nodelist)


class ShellNode(template.Node):
    def __init__(self, name: FilterExpression, nodelist: NodeList) -> None:
        self.name = name
        self.nodelist = nodelist

    def render(self, context: template.Context) -> SafeString:
        if context.get("has_session") is not False or context.template is None:
            return self.nodelist.render(context)
        key = (
            self.name.resolve(context),
            context.template.name,
            _current_link(getattr(context.get("request"), "path", "")),
            context.get("SITE_NAME"),
            context.get("is_demo"),
        )
        return _kept(key, lambda: self.nodelist.render(context))


def _current_link(path: str) -> tuple[str, bool]:
    """The main link that leads to a path, and whether it is that very page."""
    return next(((href, path == href) for _, href in NAV if path.startswith(href)), ("", False))


def _kept(key: tuple[Any, ...], render: Callable[[], str]) -> SafeString:
    """The HTML kept under a key; `render` makes it the first time.

    Threads share the shelf: what one is about to answer with, another may just have cleared.
    """
    html = _shelf.get(key)
    if html is None:
        html = render()
        if len(_shelf) >= MOST_KEPT:
            _shelf.clear()
        _shelf[key] = html
    return mark_safe(html)  # noqa: S308  it came out of a template
