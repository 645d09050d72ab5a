"""Puts the stylesheets together into the one file that pages ask for."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import rcssmin
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

LAYERS = ("tokens", "base", "layout", "components", "utilities")
SOURCE = settings.BASE_DIR / "collaborative" / "static" / "css"
# rcssmin closes the gap before a colon inside blocks, which turns “.a :is(b)” (any b in an .a) into
# “.a:is(b)” (an .a that is a b). A star holds the place.
_DESCENDANT = re.compile(r"(?<=[\w)\]]) +:(?=[a-z-]+\()")
_OPENS = re.compile(r"^@layer ([a-z]+) \{", re.MULTILINE)


class Command(BaseCommand):
    help = "Builds css/site.css from collaborative/static/css, layer by layer, and minifies it."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        target = settings.VAR_DIR / "build" / "css" / "site.css"
        text = build(SOURCE)
        target.parent.mkdir(parents=True, exist_ok=True)
        # Written beside and moved, so that a page asked for meanwhile never gets half a file.
        part = target.with_suffix(".part")
        part.write_text(text, encoding="utf-8")
        part.replace(target)
        if options["verbosity"]:
            self.stdout.write(f"Wrote {target} ({len(text.encode()):,} bytes).")


def build(source: Path) -> str:
    """All blocks in the order of their layers; a file lies in the folder of its layer."""
    parts = [f"@layer {', '.join(LAYERS)};"]
    for layer in LAYERS:
        files = [*source.glob(f"{layer}.css"), *sorted((source / layer).glob("*.css"))]
        parts += [_read(file, layer) for file in files]
    return str(rcssmin.cssmin(_DESCENDANT.sub(" *:", "\n".join(parts))))


def _read(file: Path, layer: str) -> str:
    text = file.read_text(encoding="utf-8")
    if set(_OPENS.findall(text)) != {layer}:
        raise CommandError(
            f"{file.name} lies in the folder of the layer {layer}: "
            f"open it with “@layer {layer} {{” and with no other layer."
        )
    return text
