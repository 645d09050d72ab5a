"""Reads everything that one person reaches by following links and ticking boxes."""

from __future__ import annotations

import html
import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from django.test import Client

from tests.matrix import Answer, answer_of

HOST = "testserver"
# The CMS has a crawl of its own, address by address (tests/pages/test_cms_guard.py).
# Saving a search and asking the consortium only repeat the address that was asked.
NOT_FOLLOWED = re.compile(r"/static/|/cms/|/accounts/logout/|/searches/save/$|/practices/ask/$")
# What the gap map puts together, hundreds of times: each half is ticked alone, the cells have tests
# of their own.
PUT_TOGETHER = re.compile(r"scope=[^&]+&(population|county)=")
LINK = re.compile(r'\b(?:href|src|action)="([^"]+)"')
PICTURES = re.compile(r'\bsrcset="([^"]+)"')
PLAIN_LINK = re.compile(r'https?://[^\s<>"\']+')
FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.DOTALL)
BOX = re.compile(r"<(?:input|option|button)\b[^>]*>")
ATTRIBUTE = re.compile(r'\b(name|value|type|action|method)="([^"]*)"')
# Two choices at once are enough: more of them only combine what was seen.
MOST_CHOICES = 2
# Of one question: counties and languages are all asked about in the same way.
MOST_BOXES = 12
MOST_PAGES = 1_000
# One group of words looks like the next: two of them are looked at.
ALIKE = re.compile(r"/finding/words/(?!1/|2/)\d+/")
# Doors that no page may link to any more, or that programs know of.
KNOWN = (
    "/", "/sitemap.xml", "/robots.txt", "/feeds/practices.atom", "/practices/suggest/?q=in",
    "/thought-leadership/articles.atom", "/api/v1/", "/api/v1/openapi.json",
    "/api/v1/practices?page_size=100", "/api/v1/institutions",
    "/api/v1/scope-areas", "/practices/?sort=title", "/practices/?page=2", "/healthz",
)  # fmt: skip


def crawl(client: Client, *more: str) -> dict[str, Answer]:
    """Address -> answer, for all that can be reached from the front page and `more`."""
    waiting = deque((*KNOWN, *more))
    seen: dict[str, Answer] = {}
    while waiting:
        address = waiting.popleft()
        if address in seen:
            continue
        assert len(seen) < MOST_PAGES, f"no end in sight at {address}"
        answer = seen[address] = answer_of(client.get(address))
        assert answer.status < 500, address
        waiting.extend(found for found in _leads(address, answer) if found not in seen)
    return seen


def _leads(address: str, answer: Answer) -> Iterator[str]:
    if answer.location:
        yield from _own(address, [answer.location])
    kind = answer.headers.get("Content-Type", "")
    text = answer.body.decode(errors="replace")
    if "html" in kind:
        yield from _own(address, LINK.findall(text))
        sets = (one for found in PICTURES.findall(text) for one in found.split(", "))
        yield from _own(address, (one.split()[0] for one in sets))
        yield from _own(address, _choices(address, text))
    elif "xml" in kind or "json" in kind or "calendar" in kind:
        yield from _own(address, PLAIN_LINK.findall(text))


def _choices(address: str, text: str) -> Iterator[str]:
    """Each box of a form that asks a question, ticked alone."""
    for opening, inside in FORM.findall(text):
        form = dict(ATTRIBUTE.findall(opening))
        if form.get("method", "get").lower() != "get":
            continue
        tried: Counter[str] = Counter()
        for tag in BOX.findall(inside):
            box = dict(ATTRIBUTE.findall(tag))
            if box.get("name") and box.get("value"):
                tried[box["name"]] += 1
                if tried[box["name"]] > MOST_BOXES:
                    continue
                choice = urlencode({box["name"]: html.unescape(box["value"])})
                yield f"{form.get('action') or urlsplit(address).path}?{choice}"


def _own(address: str, links: Iterable[str]) -> Iterator[str]:
    for link in links:
        parts = urlsplit(urljoin(f"http://{HOST}{address}", html.unescape(link)))
        if parts.scheme != "http" or parts.netloc != HOST or NOT_FOLLOWED.match(parts.path):
            continue
        if ALIKE.match(parts.path):
            continue
        if PUT_TOGETHER.match(parts.query):
            continue
        if len(parse_qsl(parts.query)) <= MOST_CHOICES:
            yield parts.path + (f"?{parts.query}" if parts.query else "")


def holding(pages: dict[str, Answer], words: dict[str, str]) -> dict[str, set[str]]:
    """Which of the named words stand in these pages: name -> addresses."""
    found: dict[str, set[str]] = {}
    every = re.compile("|".join(sorted(map(re.escape, words.values()), key=len, reverse=True)))
    names = {word.lower(): name for name, word in words.items()}
    for address, answer in pages.items():
        sent = f"{answer.body.decode(errors='replace')} {sorted(answer.headers.items())}".lower()
        for word in set(every.findall(sent)):
            found.setdefault(names[word], set()).add(address)
    return found
