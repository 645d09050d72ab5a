"""Turns a mail's three templates into a subject, words and HTML that any mail program can show."""

from __future__ import annotations

from typing import Any, NamedTuple

import css_inline
from django.conf import settings
from django.template import Context
from django.template.loader import get_template, render_to_string

# Media queries (dark, narrow) stay in the head; everything else goes on the elements, because some
# programs drop the head. Nothing is ever fetched.
_inliner = css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)
LONGEST_SUBJECT = 150


class Letter(NamedTuple):
    subject: str
    text: str
    html: str


def site_context() -> dict[str, Any]:
    """What every mail may say about the portal."""
    return {
        "SITE_NAME": settings.SITE_NAME,
        "BASE_URL": settings.BASE_URL,
        "POSTAL_ADDRESS": settings.POSTAL_ADDRESS,
    }


def inline(html: str) -> str:
    return _inliner.inline(html)


def inline_fragment(html: str, css: str) -> str:
    return _inliner.inline_fragment(html, css)


def one_line(text: str, most: int = LONGEST_SUBJECT) -> str:
    """Words as they may stand in a header: no line break or control character gets through."""
    printable = "".join(sign if sign.isprintable() else " " for sign in text)
    line = " ".join(printable.split())
    return line if len(line) <= most else line[: most - 1].rstrip(" ,;:") + "…"


def render_words(name: str, context: dict[str, Any]) -> str:
    """A plain-text template: an ampersand stays an ampersand."""
    template = get_template(name).template  # type: ignore[attr-defined]
    return template.render(Context(context, autoescape=False))


def render(template: str, context: dict[str, Any]) -> Letter:
    """emails/<template>_subject.txt, emails/<template>.txt and emails/<template>.html."""
    context = {**site_context(), **context}
    subject = one_line(render_words(f"emails/{template}_subject.txt", context))
    text = render_words(f"emails/{template}.txt", context).strip() + "\n"
    html = inline(render_to_string(f"emails/{template}.html", {**context, "subject": subject}))
    return Letter(subject, text, html)
