"""What one visit to a page weighs on the wire: the page and everything it names, compressed."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

NAMED = re.compile(r'(?:<link[^>]+rel="(?:stylesheet|icon)"[^>]*|<(?:script|img)[^>]+)>')
ADDRESS = re.compile(r'(?:href|src)="(/static/[^"]+)"')


def of(html: bytes, static: Path) -> dict[str, int]:
    """Bytes by name; static files weigh what WhiteNoise sends to a browser of today."""
    weights = {"page": len(gzip.compress(html, 6))}
    for element in NAMED.findall(html.decode()):
        for address in ADDRESS.findall(element):
            name = address.removeprefix("/static/")
            ready = [static / f"{name}{ending}" for ending in (".br", ".gz", "")]
            weights[name] = next(path for path in ready if path.exists()).stat().st_size
    return weights
