"""How to cite a practice: as text, BibTeX and RIS; and what it is to machines (schema.org).

BibTeX: fields of `@misc` as biblatex reads them. RIS: the tags of RefMan's format, CR LF line ends.
JSON-LD: https://schema.org/Article. Whatever authors typed is made harmless for each format.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from . import shown, together
from .models import Practice

# What TeX reads as a command. Braces too: an unbalanced one would swallow the next entry.
TEX = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#",
    "%": r"\%", "_": r"\_", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}",
}  # fmt: skip
# Ends a script element or a comment, or is no line end to JSON but one to old scripts.
IN_SCRIPT = {
    "<": "\\u003C",
    ">": "\\u003E",
    "&": "\\u0026",
    "\u2028": "\\u2028",
    "\u2029": "\\u2029",
}


def address(practice: Practice) -> str:
    return f"{settings.BASE_URL}{practice.get_absolute_url()}"


def permanent_address(practice: Practice) -> str:
    """By number: it never changes, whatever becomes of the title."""
    return f"{settings.BASE_URL}{practice.get_permanent_url()}"


def as_text(practice: Practice) -> str:
    """One line, in the manner of APA's reports."""
    when = _day(practice)
    people = ", ".join(one["name"] for one in together.people(practice))
    *others, last = _institutions(practice)
    houses = f"{', '.join(others)} and {last}" if others else last
    said_by = f"{people}; {houses}" if people else houses
    return (
        f"{said_by} ({when:%Y}). {practice.title} (practice {practice.pk}, "
        f"version {practice.public_version}). {settings.SITE_NAME}. {permanent_address(practice)}"
    )


def _day(practice: Practice) -> dt.datetime:
    """When these words were published, by the clocks of Minnesota, as on the page."""
    return timezone.localtime(practice.last_published_at)


def _institutions(practice: Practice) -> list[str]:
    """Its own first, then those that signed off these words."""
    beside = (house["name"] for house in together.co_publishers(practice))
    return [practice.institution.name, *beside]


def _writers(practice: Practice) -> list[str]:
    """People who agreed to be named, then institutions."""
    return [*(one["name"] for one in together.people(practice)), *_institutions(practice)]


def as_bibtex(practice: Practice) -> str:
    when = _day(practice)
    fields = {
        "title": f"{{{_tex(practice.title)}}}",
        # Braces within: a name that holds “and” or a comma is still one name.
        "author": " and ".join(f"{{{_tex(name)}}}" for name in _writers(practice)),
        "year": f"{when:%Y}",
        "month": f"{when.month}",
        "version": str(practice.public_version),
        "number": str(practice.pk),
        "publisher": _tex(settings.SITE_NAME),
        "url": permanent_address(practice),
    }
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
    return f"@misc{{practice{practice.pk}v{practice.public_version},\n{lines}\n}}\n"


def as_ris(practice: Practice) -> str:
    when = _day(practice)
    lines = [
        ("TY", "ELEC"),
        ("TI", practice.title),
        # A comma at the end: the name is not taken apart.
        *(("AU", f"{name},") for name in _writers(practice)),
        ("PY", f"{when:%Y}"),
        ("DA", f"{when:%Y/%m/%d}"),
        ("ET", str(practice.public_version)),
        ("AN", str(practice.pk)),
        ("PB", settings.SITE_NAME),
        ("AB", practice.plain_summary or practice.need),
        *(("KW", tag) for tag in practice.tags),
        ("UR", permanent_address(practice)),
        ("ER", ""),
    ]
    return "".join(f"{tag}  - {_one_line(text)}\r\n" for tag, text in lines)


def json_ld(practice: Practice, areas: list[Any]) -> SafeString:
    """The practice as schema.org sees it, ready to stand in a script element."""
    _, licence = shown.licence(practice)
    about = {
        "@context": "https://schema.org",
        "@type": "Article",
        "@id": permanent_address(practice),
        "identifier": str(practice.pk),
        "version": str(practice.public_version),
        "headline": practice.title,
        "abstract": practice.plain_summary or practice.need,
        "url": address(practice),
        "author": _authors_for_machines(practice),
        "publisher": {"@type": "Organization", "name": settings.SITE_NAME},
        "datePublished": f"{practice.published_at:%Y-%m-%dT%H:%M:%S%z}",
        "dateModified": f"{practice.last_published_at:%Y-%m-%dT%H:%M:%S%z}",
        "inLanguage": "en",
        "isAccessibleForFree": True,
        "about": [area.name for area in areas],
        "keywords": list(practice.tags),
        "spatialCoverage": [f"{name} County, Minnesota" for name in practice.counties],
        "license": licence,
    }
    text = json.dumps({name: value for name, value in about.items() if value not in ("", [])})
    for sign, escaped in IN_SCRIPT.items():
        text = text.replace(sign, escaped)
    return mark_safe(text)  # noqa: S308  nothing is left that could end the element


def _authors_for_machines(practice: Practice) -> Any:
    """One institution, or a list that begins with the people."""
    people = [{"@type": "Person", "name": one["name"]} for one in together.people(practice)]
    own = practice.institution
    houses = [{"slug": own.slug, "name": own.name}, *together.co_publishers(practice)]
    institutions = [
        {
            "@type": "Organization",
            "name": house["name"],
            "url": f"{settings.BASE_URL}/institutions/{house['slug']}/",
        }
        for house in houses
    ]
    found = [*people, *institutions]
    return found if len(found) > 1 else found[0]


def _tex(text: str) -> str:
    return "".join(TEX.get(sign, sign) for sign in _one_line(text))


def _one_line(text: str) -> str:
    """A line break would begin a tag of its own."""
    return re.sub(r"\s+", " ", text).strip()
