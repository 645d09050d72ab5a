"""The drawn marks of the portal: small inline SVG strokes in the colour of the text around."""

from __future__ import annotations

from django.utils.safestring import SafeString, mark_safe

# Path data on a 24 x 24 grid, 1.75 wide strokes.
PATHS = {
    "arrow-right": "M5 12h14M13 6l6 6-6 6",
    "arrow-left": "M19 12H5M11 6l-6 6 6 6",
    "calendar": "M4 6h16v14H4zM4 10h16M8 3v4M16 3v4",
    "check": "M4 12.5l5.5 5.5L20 7",
    "clock": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7v5l3.5 2",
    "close": "M6 6l12 12M18 6L6 18",
    "download": "M12 4v11M7 11l5 5 5-5M5 20h14",
    "edit": "M4 20l1-5L16 4l4 4L9 19z M14 6l4 4",
    "feed": "M5 5a14 14 0 0 1 14 14M5 11a8 8 0 0 1 8 8M5.5 18.5h.01",
    "file": "M6 3h8l4 4v14H6zM14 3v4h4M9 13h6M9 17h6",
    "filter": "M4 6h16M7 12h10M10 18h4",
    "info": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 11v6M12 7.5v.01",
    "link": "M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1"
    "M14 10a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1",
    "lock": "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
    "mail": "M3 6h18v12H3zM3.5 6.5L12 13l8.5-6.5",
    "menu": "M4 7h16M4 12h16M4 17h16",
    "person": "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4.5 20c.8-4 3.6-6 7.5-6s6.7 2 7.5 6",
    "people": "M9 5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7zM2.5 19c.6-3.3 3-5 6.5-5s5.9 1.7 6.5 5"
    "M16 5.5a3.2 3.2 0 0 1 0 6.2M18 14.5c2 .6 3.2 2.1 3.6 4.5",
    "place": "M12 21c4.5-5 7-8.4 7-11.5A7 7 0 0 0 5 9.5C5 12.6 7.5 16 12 21z"
    "M12 7.5a2.3 2.3 0 1 0 0 4.6 "
    "2.3 2.3 0 0 0 0-4.6z",
    "plus": "M12 5v14M5 12h14",
    "search": "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM15.5 15.5L20 20",
    "sign-out": "M14 4H5v16h9M10 12h10M16 8l4 4-4 4",
    "warning": "M12 4L2.5 20h19zM12 10v5M12 17.5v.01",
    "error": "M8 3h8l5 5v8l-5 5H8l-5-5V8zM12 8v5M12 16v.01",
    "success": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM8 12.3l3 3 5.2-6",
    "video": "M3 6h12v12H3zM15 10l6-3v10l-6-3",
}

# The two walls: a room with a gap for the door, and a sun over open land with a path.
WALL_PATHS = {
    "within": "M9 20H4V4h16v16h-5M9 20v-4",
    "beyond": "M2 17h20M6.5 17a5.5 5.5 0 0 1 11 0M12 7V4M5.3 10L3.2 7.9M18.7 10l2.1-2.1M9 21h6",
}

_SVG = (
    '<svg class="{kind}" viewBox="0 0 24 24" width="24" height="24" fill="none" '
    'stroke="currentColor" stroke-width="{width}" stroke-linecap="round" stroke-linejoin="round" '
    'aria-hidden="true" focusable="false"><path d="{path}"/></svg>'
)


def svg(name: str) -> SafeString:
    """The drawing called `name`; a name nobody drew is a programmer's error."""
    path = PATHS[name]
    return mark_safe(_SVG.format(kind="icon", width="1.75", path=path))  # noqa: S308  own constants


def wall_svg(wall: str) -> SafeString:
    """The mark of a wall, without its name: never shown alone."""
    path = WALL_PATHS[wall]
    return mark_safe(_SVG.format(kind="wall-sign", width="2.25", path=path))  # noqa: S308  own constants
