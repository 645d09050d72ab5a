"""The portal's components: keyword-only tags that declare what they accept and refuse the rest.

Built in to every template, so no {% load %} is needed. Each is shown at /design-system/.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import template
from django.forms import BaseForm, BoundField
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

from collaborative.core import icons
from collaborative.core.plan import FURNITURE, Plan
from collaborative.core.prose import to_html

register = template.Library()

WALL_NAMES = {"within": "Within our walls", "beyond": "Beyond our walls"}
NAV = (
    ("Practices", "/practices/"),
    ("Institutions", "/institutions/"),
    ("Meetings", "/meetings/"),
    ("Thought leadership", "/thought-leadership/"),
    ("Charter", "/charter/"),
)
BUTTONS = ("primary", "secondary", "quiet", "danger")
NOTICES = ("info", "success", "warning", "error")
BADGES = ("neutral", "draft", "waiting", "live", "ended")


def _one_of(value: str, allowed: Iterable[str], what: str) -> str:
    if value not in allowed:
        raise template.TemplateSyntaxError(f"{what} is one of {', '.join(allowed)}, not “{value}”.")
    return str(value)


@register.inclusion_tag("components/page_header.html")
def page_header(
    *, title: str, lead: str = "", eyebrow: str = "", eyebrow_href: str = ""
) -> dict[str, Any]:
    """The top of a page: its only h1, a line above (with its page, if any), a sentence below."""
    return {"title": title, "lead": lead, "eyebrow": eyebrow, "eyebrow_href": eyebrow_href}


@register.simple_tag
def button(*, text: str, href: str, kind: str = "secondary", icon: str = "") -> SafeString:
    """A link that looks like a button, for going somewhere to do something."""
    _one_of(kind, BUTTONS, "kind of a button")
    drawing = icons.svg(icon) if icon else ""
    return format_html('<a class="button button--{}" href="{}">{}{}</a>', kind, href, drawing, text)


@register.simple_tag
def submit(*, text: str, kind: str = "primary", name: str = "", value: str = "") -> SafeString:
    """The button that sends a form; `name` and `value` say which of several was pressed."""
    _one_of(kind, BUTTONS, "kind of a button")
    named = format_html(' name="{}" value="{}"', name, value) if name else ""
    return format_html(
        '<button class="button button--{}" type="submit"{}>{}</button>', kind, named, text
    )


@register.inclusion_tag("components/field.html")
def field(*, field: BoundField, note: str | None = None) -> dict[str, Any]:
    """A question of a form: label, hint, error and control, tied together for screen readers.

    `note` replaces the “optional” beside the label; an empty one says nothing.
    """
    return _field_context(field, note)


@register.inclusion_tag("components/form_fields.html")
def form_fields(*, form: BaseForm) -> dict[str, Any]:
    """All questions of a form in its own order, hidden ones last."""
    return {
        "hidden": form.hidden_fields(),
        "fields": [_field_context(bound, None) for bound in form.visible_fields()],
    }


@register.inclusion_tag("components/error_summary.html")
def error_summary(*, form: BaseForm) -> dict[str, Any]:
    """What is wrong with a form, first on the page, each with a link to its question."""
    wrong = [
        {"id": _first_control(bound), "label": bound.label, "text": text}
        for bound in form
        if bound.errors and not bound.is_hidden
        for text in bound.errors
    ]
    general = list(form.non_field_errors())
    general += [text for bound in form.hidden_fields() for text in bound.errors]
    return {"wrong": wrong, "general": general, "count": len(wrong) + len(general)}


@register.inclusion_tag("components/notice.html")
def notice(*, text: str, kind: str = "info", title: str = "") -> dict[str, Any]:
    """A sentence set apart: what happened, or what to know before going on."""
    _one_of(kind, NOTICES, "kind of a notice")
    return {"kind": kind, "title": title, "text": text, "drawing": icons.svg(kind)}


@register.simple_tag
def badge(*, text: str, kind: str = "neutral") -> SafeString:
    """The state of a thing in a word; the shape differs as well as the colour."""
    _one_of(kind, BADGES, "kind of a badge")
    return format_html('<span class="badge badge--{}">{}</span>', kind, text)


@register.simple_tag
def wall_mark(*, wall: str, text: str = "") -> SafeString:
    """Which side of the walls: colour, shape and words together."""
    _one_of(wall, WALL_NAMES, "wall")
    return format_html(
        '<span class="wall-mark wall-mark--{}">{}<span>{}</span></span>',
        str(wall),
        icons.wall_svg(wall),
        text or WALL_NAMES[wall],
    )


@register.simple_tag
def scope_tag(*, name: str, wall: str, href: str = "") -> SafeString:
    """A scope area, in the colour and with the mark of its wall."""
    _one_of(wall, WALL_NAMES, "wall")
    side = WALL_NAMES[wall].split()[0].lower()
    inside = format_html(
        '{}<span>{}<span class="visually-hidden"> ({} our walls)</span></span>',
        icons.wall_svg(wall),
        name,
        side,
    )
    if href:
        return format_html(
            '<a class="scope-tag scope-tag--{}" href="{}">{}</a>', str(wall), href, inside
        )
    return format_html('<span class="scope-tag scope-tag--{}">{}</span>', str(wall), inside)


@register.simple_tag
def tag(*, text: str, href: str = "") -> SafeString:
    """A free word that authors put on a practice."""
    if href:
        return format_html('<a class="tag" href="{}">{}</a>', href, text)
    return format_html('<span class="tag">{}</span>', text)


@register.simple_tag
def breadcrumbs(*, items: Sequence[tuple[str, str]]) -> SafeString:
    """The way here; the last entry may have an empty address and is then the page itself."""
    rows = format_html_join(
        "",
        "<li>{}</li>",
        (
            (
                format_html('<a href="{}">{}</a>', href, text)
                if href
                else format_html('<span aria-current="page">{}</span>', text),
            )
            for text, href in items
        ),
    )
    return format_html(
        '<nav class="breadcrumbs" aria-label="Where you are"><ol>{}</ol></nav>', rows
    )


@register.inclusion_tag("components/pagination.html")
def pagination(*, page: Any, query: str = "") -> dict[str, Any]:
    """Older and newer pages of a list. `query` is the rest of the address, without `page`."""
    before = f"{query}&" if query else ""
    return {"page": page, "before": f"?{before}"}


@register.inclusion_tag("components/empty_state.html")
def empty_state(*, title: str, text: str = "", href: str = "", action: str = "") -> dict[str, Any]:
    """What to do where a list has nothing yet."""
    return {"title": title, "text": text, "href": href, "action": action}


@register.inclusion_tag("components/plan_of_rooms.html")
def plan_of_rooms(
    *,
    areas: Iterable[Any],
    walls: Mapping[str, int] | None = None,
    level: int = 2,
    noun: str = "practice",
) -> dict[str, Any]:
    """The plan of two spaces: six rooms within our walls, five places on paths beyond them.

    An area has slug, name, short_name, wall, blurb, count and url. `walls` says how many there are
    on each side ({"within": 46, "beyond": 42}); without it only the areas say a number.
    """
    return {"plan": Plan.of(areas, walls), "level": level, "below": level + 1, "noun": noun}


@register.simple_tag
def plan_furniture(*, slug: str) -> SafeString:
    """What stands in a room of the plan: decoration, and nothing for areas without any."""
    if slug not in FURNITURE:
        return SafeString("")
    return format_html(
        '<svg class="plan__furniture" viewBox="0 0 104 44" aria-hidden="true" focusable="false">'
        '<path d="{}"/></svg>',
        FURNITURE[slug],
    )


@register.simple_tag
def icon(*, name: str) -> SafeString:
    """A drawn mark beside words that say the same."""
    return icons.svg(name)


@register.simple_tag
def meta(*, items: Iterable[tuple[str, Any]]) -> SafeString:
    """Facts about a thing as pairs of name and value; pairs without a value are left out."""
    rows = format_html_join(
        "", "<div><dt>{}</dt><dd>{}</dd></div>", ((name, value) for name, value in items if value)
    )
    return format_html('<dl class="meta">{}</dl>', rows)


@register.inclusion_tag("components/nav.html", takes_context=True)
def site_nav(context: template.Context, *, mark_current: bool = True) -> dict[str, Any]:
    """The main links; the one that leads here says so. Error pages leave that out."""
    path = getattr(context.get("request"), "path", "") if mark_current else ""
    return {
        "links": [
            {
                "name": name,
                "href": href,
                "current": "page" if path == href else "true" if path.startswith(href) else "",
            }
            for name, href in NAV
        ]
    }


@register.filter
def notice_kind(level_tag: str) -> str:
    """The notice that suits a message of Django's (`debug` and unknown ones inform)."""
    return level_tag if level_tag in NOTICES else "info"


@register.filter
def paragraphs(text: str) -> SafeString:
    """A member's plain text as paragraphs and lists; every other sign stays what it is."""
    return to_html(text)


def _first_control(bound: BoundField) -> str:
    """The id that a link to this question has to name: the first choice of a group."""
    return bound.id_for_label or f"{bound.auto_id}_0"


def _field_context(bound: BoundField, note: str | None) -> dict[str, Any]:
    widget = bound.field.widget
    hints = [f"{bound.auto_id}_helptext"] if bound.help_text else []
    if most := _most_characters(bound):
        hints.append(f"{bound.auto_id}_most")
    if bound.errors:
        hints.append(f"{bound.auto_id}_error")
    described_by = " ".join(hints)
    is_single_check = getattr(widget, "input_type", "") == "checkbox" and not bound.use_fieldset
    attrs: dict[str, str | bool] = (
        {} if bound.use_fieldset or not described_by else {"aria-describedby": described_by}
    )
    return {
        "bound": bound,
        "control": bound.as_widget(attrs=attrs),
        "described_by": described_by,
        "label": conditional_escape(bound.label),
        "most": most,
        "note": ("" if bound.field.required or is_single_check else "optional")
        if note is None
        else note,
        "shape": "check" if is_single_check else "group" if bound.use_fieldset else "line",
        "kind": bound.widget_type,
    }


def _most_characters(bound: BoundField) -> int | None:
    """Long answers say beforehand how long they may be; short ones show it by their box."""
    most = bound.field.widget.attrs.get("maxlength") or getattr(bound.field, "max_length", None)
    return int(most) if most and bound.widget_type == "textarea" else None
