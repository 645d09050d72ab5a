"""Addresses that look like a way back and lead to somebody else, and where a browser would go."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from django.http import HttpResponse

# Each as it is meant to reach the portal; the test client encodes it as a browser does.
ELSEWHERE = (
    "//evil.example.com/",
    "///evil.example.com/",
    "////evil.example.com/",
    "/\\evil.example.com/",
    "\\\\evil.example.com/",
    "\\/evil.example.com/",
    "/\t/evil.example.com/",
    "/\n/evil.example.com/",
    "\t//evil.example.com/",
    " //evil.example.com/",
    "/%09/evil.example.com/",
    "https://evil.example.com/",
    "https:evil.example.com",
    "https:/evil.example.com",
    "https:///evil.example.com",
    "http:\\\\evil.example.com",
    "HTTPS://evil.example.com/",
    "https://testserver@evil.example.com/",
    "https://testserver.evil.example.com/",
    "https://evil.example.com\\@testserver/",
    "http://other.testserver.example.org/",
    "javascript:alert(1)//evil.example.com",
    "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    "\x01javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:evil.example.com",
    "mailto:evil@evil.example.com",
    "/desk/\r\nSet-Cookie: evil=1",
    "/desk/\r\n\r\n<script>evil</script>",
    "/desk/\u2028//evil.example.com/",
    "//\u2105vil.example.com/",
)
# Names by which sites are told where to go back to.
NAMES = ("next", "back", "return", "return_to", "redirect_to", "redirect", "url", "to", "continue")
GOES = ("Location", "HX-Redirect", "HX-Location", "HX-Push-Url", "Refresh", "Content-Location")
LINKS = re.compile(r'\b(?:href|src|action|formaction|hx-\w+)="([^"]*)"')


def where(base: str, address: str) -> tuple[str, str]:
    """Scheme and host to which a browser goes (as WHATWG's URL standard reads an address)."""
    address = address.strip("".join(map(chr, range(33))))
    address = re.sub(r"[\t\r\n]", "", address)
    scheme = re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:", address)
    if scheme and scheme[0].lower() not in {"http:", "https:"}:
        return scheme[0].lower(), ""
    rest = address[scheme.end() :] if scheme else address
    rest = rest.replace("\\", "/")
    if scheme:
        rest = f"{scheme[0].lower()}//{rest.lstrip('/')}"
    elif rest.startswith("//"):
        rest = f"//{rest.lstrip('/')}"
    try:
        parts = urlsplit(urljoin(base, rest))
    except ValueError:  # a host in letters that become others
        return "http:", "?"
    return f"{parts.scheme}:", parts.hostname or ""


def led_astray(response: HttpResponse, base: str = "http://testserver/") -> Iterator[str]:
    """Whatever in an answer takes the reader to another site, or runs somebody's script."""
    own = ("http:", urlsplit(base).hostname)
    for name in GOES:
        address = response.headers.get(name)
        if address and where(base, address.partition("url=")[2] or address) != own:
            yield f"{name}: {address}"
    if "evil" in response.cookies:
        yield "sets a cookie"
    if response.streaming:
        return
    text = response.content.decode(errors="replace")
    if response.headers.get("Content-Type", "").startswith("application/json"):
        data = json.loads(text)
        if where(base, data.get("location") or "/") != own:
            yield f"location: {data['location']}"
        text = data.get("html") or ""
    yield from _bad_links(text, base)


def _bad_links(text: str, base: str) -> Iterator[str]:
    for link in LINKS.findall(text):
        address = html.unescape(link)
        scheme, host = where(base, address)
        if "evil" in host or scheme in {"javascript:", "data:", "vbscript:"}:
            yield f"link: {address}"
    if "<script>evil" in text or "<script>alert" in text:
        yield "script in the page"
