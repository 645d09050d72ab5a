"""Whole answers of /practices/ over HTTP, with all facets, at several sizes.

    make bench-search ARGS="--sizes 10000 100000 --write"

For each size a corpus is made and a server started as production starts it, except that its public
cache keeps no page. Each class asks 150 different addresses, twice: the first time every word is
new to the process, the second time its sets are in memory. A bare view that answers the same bytes
is asked in the same run, so that figures of different machines can be compared.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import random
import statistics
import sys
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from urllib.parse import quote, urlencode, urlsplit

from bench import run
from bench.search import report

SIZES = (10_000, 100_000)
ADDRESSES = 150
# Milliseconds at the 95th of a hundred, for every class.
LIMITS = {10_000: 60, 100_000: 60, 1_000_000: 250}
# A million takes half an hour and shows nothing else.
LARGEST_REBUILT = 100_000
DATABASE = "bench_search"


def main(arguments: list[str]) -> int:
    options = _options(arguments)
    (run.FOLDER / "pages").mkdir(parents=True, exist_ok=True)
    port = run.free_port()
    os.environ.update(run.environment(port, DATABASE))
    run.connect()
    lines = []
    for size in options.sizes:
        if not options.keep:
            run.say(f"{size:,} practices", lambda size=size: _prepare(size))
        lines.append(_measure(size, options))
    text = report.table(lines, LIMITS)
    print(text)
    if options.write:
        report.write("speed", text)
    missed = [sentence for line in lines for sentence in line.missed(LIMITS)]
    for sentence in missed:
        print(f"MISSED: {sentence}")
    return 1 if missed else 0


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench-search ARGS=…", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES))
    parser.add_argument("--addresses", type=int, default=ADDRESSES, help="different ones a class")
    parser.add_argument("--keep", action="store_true", help="measure what the last run made")
    parser.add_argument("--write", action="store_true", help="write docs/search.md")
    return parser.parse_args(arguments)


def _prepare(size: int) -> str:
    """A new database with the demo and the made practices."""
    from django.core.management import call_command

    from bench.search import corpus

    run.prepare_database(DATABASE)
    said = corpus.fill(size)
    corpus.check()
    call_command("collectstatic", interactive=False, verbosity=0)
    return said


def _classes(number: int) -> Iterator[tuple[str, list[str]]]:
    """Name of the class, and different questions of it."""
    from bench.search.corpus import words

    chance = random.Random(3)
    every = words()
    rare, medium, common, very = every[2000:], every[200:600], every[20:80], every[:8]
    areas = ["language-access", "accessibility", "policy-advocacy", "data-collection-and-use"]

    def some(pool: list[str]) -> str:
        return chance.choice(pool)

    def three() -> str:
        chosen = {"scope": some(areas), "stage": some(["idea", "spread", "piloting"]),
                  "language": some(["es", "so", "hmn"])}  # fmt: skip
        return urlencode(chosen) + f"&tag={some(every[:30])}-tag"

    makers = {
        "browse": lambda: (
            f"county={some(['anoka', 'cook', 'clay'])}&year={chance.randint(2020, 2026)}"
            f"&sort={some(['newest', 'title', 'adopted'])}"
        ),
        "rare word": lambda: f"q={some(rare)}",
        "medium word": lambda: f"q={some(medium)}",
        "common word": lambda: f"q={some(common)}",
        "very common word": lambda: f"q={some(very)}&page={chance.randint(1, 20)}",
        "two words": lambda: f"q={some(common)}+{some(medium)}",
        "phrase": lambda: f"q={quote(chr(34) + some(very) + ' ' + some(common) + chr(34))}",
        "three facets": three,
        "three facets, common word": lambda: f"{three()}&q={some(common)}",
    }
    for name, make in makers.items():
        different = {make(): None for _ in range(number * 3)}
        yield name, list(different)[:number]


def _measure(size: int, options: argparse.Namespace) -> report.Line:
    line = report.Line(size)
    cookie = _member()
    with run.server(
        "collaborative.wsgi:application", run.free_port(), PUBLIC_CACHE_BYTES="1"
    ) as portal:
        _warm(portal)
        (run.FOLDER / "pages" / "search").write_bytes(_get(portal, "", {}))
        with run.server("bench.bare:application", run.free_port()) as bare:
            line.bare_ms = statistics.median(_times(bare, [""] * 200, {}, path="/search"))
        for name, questions in _classes(options.addresses):
            for who, headers in (("anyone", {}), ("member", {"Cookie": cookie})):
                first = _times(portal, questions, headers)
                again = _times(portal, questions, headers)
                line.add(name, who, first, again)
        line.publish_ms = _publish()
        line.rebuild_s = _rebuild(portal, line) if size <= LARGEST_REBUILT else None
    return line


def _warm(portal: str) -> None:
    """Both workers have read their sets, as after the first minute of a day."""
    for _ in range(40):
        _get(portal, "", {})


def _times(
    server: str, questions: list[str], headers: dict[str, str], path: str = "/practices/"
) -> list[float]:
    """Milliseconds of each, one after another over one connection."""
    parts = urlsplit(server)
    connection = HTTPConnection(parts.hostname or "", parts.port, timeout=60)
    taken = []
    for question in questions:
        started = time.perf_counter()
        connection.request("GET", f"{path}?{question}" if question else path, headers=headers)
        answer = connection.getresponse()
        answer.read()
        taken.append((time.perf_counter() - started) * 1000)
        if answer.status not in {200, 404}:
            raise SystemExit(f"{question} answered {answer.status}")
    connection.close()
    return taken


def _get(server: str, question: str, headers: dict[str, str]) -> bytes:
    parts = urlsplit(server)
    connection = HTTPConnection(parts.hostname or "", parts.port, timeout=120)
    connection.request("GET", f"/practices/?{question}", headers=headers)
    body = connection.getresponse().read()
    connection.close()
    return body


def _member() -> str:
    """The cookie of somebody who also sees the drafts of one made institution."""
    from django.conf import settings
    from django.test import Client

    from members.enums import MembershipState, Role
    from members.models import Institution, Membership, User

    house = Institution.objects.get(slug="bench-house-0")
    person, _ = User.objects.get_or_create(email="bench@member.example.org")
    Membership.objects.get_or_create(
        user=person, institution=house,
        defaults={"role": Role.CONTRIBUTOR, "state": MembershipState.ACTIVE,
                  "joined_at": dt.datetime.now(dt.UTC)},
    )  # fmt: skip
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
    name = settings.SESSION_COOKIE_NAME
    return f"{name}={client.cookies[name].value}"


def _publish() -> float:
    """The 95th of a hundred: milliseconds to refresh one entry within a transaction."""
    from django.db import transaction

    from collaborative.search import entries
    from practices.models import Practice, ScopeArea

    areas = list(ScopeArea.objects.in_order())
    taken = []
    rows = Practice.objects.filter(draft_key__startswith="bench-").select_related("institution")
    for practice in rows.order_by("-pk")[:60]:
        practice.title = f"{practice.title} anew"
        with transaction.atomic():
            started = time.perf_counter()
            entries.keep([practice], areas)
            taken.append((time.perf_counter() - started) * 1000)
    return report.p95(taken)


def _rebuild(portal: str, line: report.Line) -> float:
    """Seconds to make all entries anew, and how a visitor fared meanwhile."""
    import subprocess

    started = time.perf_counter()
    work = subprocess.Popen(
        [sys.executable, "manage.py", "rebuild_search"], cwd=run.ROOT, env=os.environ,
        stdout=subprocess.DEVNULL,
    )  # fmt: skip
    meanwhile = []
    while work.poll() is None:
        meanwhile += _times(portal, ["scope=language-access"], {})
        time.sleep(0.2)
    if work.returncode:
        raise SystemExit("rebuild_search failed.")
    line.meanwhile_ms = report.p95(meanwhile)
    return time.perf_counter() - started


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
