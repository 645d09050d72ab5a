"""Measures the portal's pages against a bare Django view that answers the same bytes.

Three servers of the same kind stand side by side: the bare one, the portal without its public
cache (cold) and with it (repeated). They are asked in turns, several times, and the medians are
compared, so that what else the machine does touches all three alike.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import platform
import shutil
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from bench import saving

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "var" / "bench"
REPORT = ROOT / "docs" / "benchmarks.md"
CLIENTS = (1, 8)
DATABASE = "bench"
# Targets of the project, as shares of the bare view with eight clients.
COLD_PRACTICE = 0.12
REPEATED = 0.5
# Of the front page's, four are Wagtail's way to a page.
# Home: the counts of the plan, newest practices, the latest of the ledger, the next meetings, the
# newest articles; the rest is Wagtail's way to a page.
MOST_QUERIES = {"practice": 3, "browse": 8, "common word": 8, "rare word": 8, "home": 11}
MOST_BYTES = 60 * 1024

LEGEND = """\
“Bare” is Django with one view, no middleware and no database, answering the same bytes. “Cold”
makes every page anew: its public cache is one byte, so that no page fits. “Again” is a second
anonymous view with the cache as it is in production."""
TARGETS = f"""\
Targets: a cold practice page reaches {COLD_PRACTICE} of bare with at most 3 queries, and weighs at
most {MOST_BYTES // 1024} KB with all assets; a repeated page reaches {REPEATED}; lists and
searches ask the database at most 8 times, home at most 11."""


def main(arguments: list[str]) -> int:
    """Prepares, measures, prints; exit code 1 when a target is missed."""
    options = _options(arguments)
    shutil.rmtree(FOLDER / "pages", ignore_errors=True)
    (FOLDER / "pages").mkdir(parents=True, exist_ok=True)
    port = free_port()
    os.environ.update(environment(port))
    if options.keep:
        connect()
    else:
        say("database", lambda: _prepare(options.practices))
    pages = _pages()
    told = _look_at(pages)
    saved = saving.measure()
    with ExitStack() as servers:
        addresses = {
            "bare": servers.enter_context(server("bench.bare:application", free_port())),
            "cold": servers.enter_context(
                server("collaborative.wsgi:application", free_port(), PUBLIC_CACHE_BYTES="1")
            ),
            "repeated": servers.enter_context(server("collaborative.wsgi:application", port)),
        }
        results = _measure(pages, addresses, options)
    table = _table(pages, told, results, saved, options)
    print(table)
    if options.write:
        REPORT.write_text(table)
    missed = _missed(told, results, saved)
    for sentence in missed:
        print(f"MISSED: {sentence}")
    return 1 if missed else 0


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench ARGS=…", description=__doc__)
    parser.add_argument("--practices", type=int, default=10_000, help="how many to load")
    parser.add_argument("--seconds", type=float, default=2.0, help="per turn")
    parser.add_argument("--rounds", type=int, default=3, help="turns of each server")
    parser.add_argument("--only", default="", help="one page by its name")
    parser.add_argument("--keep", action="store_true", help="measure the database of the last run")
    parser.add_argument("--write", action="store_true", help=f"write {REPORT.relative_to(ROOT)}")
    return parser.parse_args(arguments)


def environment(port: int, database: str = DATABASE) -> dict[str, str]:
    """Production's settings on this machine: no TLS here, everything else as it is served."""
    server = os.environ["DATABASE_URL"].rpartition("/")[0]
    return {
        "DJANGO_SETTINGS_MODULE": "collaborative.settings.production",
        "DATABASE_URL": f"{server}/{database}",
        "SECRET_KEY": "measures-and-protects-nothing-" * 3,
        "ALLOWED_HOSTS": "127.0.0.1",
        "BASE_URL": f"http://127.0.0.1:{port}",
        "SECURE_SSL_REDIRECT": "false",
        "VAR_DIR": str(FOLDER),
        "STATIC_ROOT": str(FOLDER / "static"),
        "MEDIA_ROOT": str(FOLDER / "media"),
        "PRIVATE_MEDIA_ROOT": str(FOLDER / "private"),
        "BARE_PAGES": str(FOLDER / "pages"),
        "LOG_LEVEL": "ERROR",
    }


def say(what: str, act: Any) -> None:
    started = time.perf_counter()
    print(f"{what} … ", end="", flush=True)
    print(f"{act()} ({time.perf_counter() - started:.1f} s)")


def connect() -> None:
    import django

    django.setup()


def _prepare(practices: int) -> str:
    """A new database with the demo and the generated practices; stylesheet and static files."""
    prepare_database()
    from django.core.management import call_command
    from django.db import connections

    from bench import generate

    total = generate.fill(practices)
    call_command("collectstatic", interactive=False, verbosity=0)
    connections.close_all()
    return f"{total:,} practices"


def prepare_database(database: str = DATABASE) -> None:
    """A new database with the demo in it, and the stylesheet."""
    connect()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection, connections

    connections.close_all()
    with connection._nodb_cursor() as cursor:  # noqa: SLF001  the only way past a missing database
        cursor.execute(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {database}")
    call_command("migrate", verbosity=0)
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    call_command("load_demo", "--in-production", verbosity=0, stdout=open(os.devnull, "w"))  # noqa: SIM115, PTH123
    call_command("build_css", verbosity=0)


def _pages() -> dict[str, str]:
    from bench.generate import COMMON_WORD, RARE_WORD
    from practices.models import Practice

    longest = Practice.objects.live().order_by("-pk").first()
    assert longest is not None  # noqa: S101  loaded above
    return {
        "practice": longest.get_absolute_url(),
        "browse": "/practices/",
        "common word": f"/practices/?q={COMMON_WORD}",
        "rare word": f"/practices/?q={RARE_WORD}",
        "home": "/",
    }


def _look_at(pages: dict[str, str]) -> dict[str, dict[str, Any]]:
    """Queries and bytes of each page; leaves the bytes for the bare server."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from bench import weight

    told = {}
    for name, address in pages.items():
        Client(headers={"host": "127.0.0.1"}).get(address)
        with CaptureQueriesContext(connection) as captured:
            response = Client(headers={"host": "127.0.0.1"}).get(address)
        if response.status_code != 200:  # noqa: PLR2004
            raise SystemExit(f"{address} answered {response.status_code}.")
        (FOLDER / "pages" / name.replace(" ", "-")).write_bytes(response.content)
        weights = weight.of(response.content, FOLDER / "static")
        told[name] = {
            "queries": len(captured),
            "bytes": len(response.content),
            "compressed": weights["page"],
            "all_in": sum(weights.values()),
            "is_public": "public" in response.get("Cache-Control", ""),
        }
    connection.close()
    return told


@contextmanager
def server(application: str, port: int, **more: str) -> Any:
    """A granian as deploy/Dockerfile starts it; its address."""
    command = [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws"),
        *("--host", "127.0.0.1", "--port", str(port), "--workers", "2"),
        *("--blocking-threads", "4", "--log-level", "warning", application),
    ]
    process = subprocess.Popen(command, cwd=ROOT, env=os.environ | more, stdin=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.1)
        time.sleep(2)  # the second worker
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(30)


def _measure(
    pages: dict[str, str], addresses: dict[str, str], options: argparse.Namespace
) -> dict[tuple[str, str, int], dict[str, float]]:
    results = {}
    for name, path in pages.items():
        if options.only and name != options.only:
            continue
        urls = {
            "bare": f"{addresses['bare']}/{name.replace(' ', '-')}",
            "cold": addresses["cold"] + path,
            "repeated": addresses["repeated"] + path,
        }
        for url in urls.values():
            for _ in range(20):
                with urllib.request.urlopen(url, timeout=30) as answer:  # noqa: S310  our own
                    answer.read()
        for clients in CLIENTS:
            turns: dict[str, list[dict[str, float]]] = {kind: [] for kind in urls}
            for _ in range(options.rounds):
                for kind, url in urls.items():
                    turns[kind].append(_load(url, clients, options.seconds))
            for kind, taken in turns.items():
                results[name, kind, clients] = {
                    key: statistics.median(one[key] for one in taken) for key in taken[0]
                }
        print(f"measured {name}", flush=True)
    return results


def _load(url: str, clients: int, seconds: float) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-m", "bench.load", url, str(clients), str(seconds)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(f"{url}: {done.stderr.strip()}")
    return json.loads(done.stdout)


def _conditions(options: argparse.Namespace) -> str:
    return f"""\
`make bench` on {dt.datetime.now(dt.UTC):%Y-%m-%d}: {os.cpu_count()} cores of {platform.machine()},
Python {platform.python_version()}, {options.practices:,} practices, granian with 2 workers of 4
threads, PostgreSQL and the load generator on the same machine; medians of {options.rounds} turns of
{options.seconds:g} s. The load of the machine over the last minute was {os.getloadavg()[0]:.1f}.
Ratios travel, figures do not."""


def _table(
    pages: dict[str, str],
    told: dict[str, dict[str, Any]],
    results: dict[tuple[str, str, int], dict[str, float]],
    saved: dict[str, float],
    options: argparse.Namespace,
) -> str:
    lines = [
        "# Benchmarks",
        "",
        _conditions(options),
        "",
        LEGEND,
        "",
        "| page | clients | bare /s | cold /s | p95 ms | of bare | again /s | p95 ms | of bare |",
        "|---|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for name in pages:
        for clients in CLIENTS:
            if (name, "bare", clients) not in results:
                continue
            bare, cold, again = (
                results[name, kind, clients] for kind in ("bare", "cold", "repeated")
            )
            lines.append(
                f"| {name} | {clients} | {bare['per_second']:,.0f} | {cold['per_second']:,.0f} |"
                f" {cold['p95_ms']:.1f} | {cold['per_second'] / bare['per_second']:.2f} |"
                f" {again['per_second']:,.0f} | {again['p95_ms']:.1f} |"
                f" {again['per_second'] / bare['per_second']:.2f} |"
            )
    lines += [
        "",
        "| page | address | queries | bytes | compressed | with all assets |",
        "|---|---|--:|--:|--:|--:|",
    ]
    lines += [
        f"| {name} | `{pages[name]}` | {one['queries']} | {one['bytes']:,} |"
        f" {one['compressed']:,} | {one['all_in']:,} |"
        for name, one in told.items()
    ]
    lines += [
        "",
        saving.in_words(saved),
        "",
        TARGETS,
        "",
    ]
    return "\n".join(lines)


def _missed(
    told: dict[str, dict[str, Any]],
    results: dict[tuple[str, str, int], dict[str, float]],
    saved: dict[str, float],
) -> list[str]:
    """A sentence for each target that this run did not reach."""
    missed = []
    for name, one in told.items():
        if one["queries"] > MOST_QUERIES[name]:
            missed.append(f"{name} asks the database {one['queries']} times.")
        if not one["is_public"]:
            missed.append(f"{name} is not kept by the public cache.")
        if (name, "bare", CLIENTS[-1]) not in results:
            continue
        bare, cold, again = (
            results[name, kind, CLIENTS[-1]]["per_second"] for kind in ("bare", "cold", "repeated")
        )
        if again < REPEATED * bare:
            missed.append(f"{name}, repeated, reaches {again / bare:.2f} of bare.")
        if name == "practice" and cold < COLD_PRACTICE * bare:
            missed.append(f"{name}, cold, reaches {cold / bare:.2f} of bare.")
    if told["practice"]["all_in"] > MOST_BYTES:
        missed.append(f"a practice page weighs {told['practice']['all_in']:,} bytes, all in.")
    if saved["times"] > saving.MOST_TIMES or saved["full_ms"] > saving.MOST_MS:
        missed.append(saving.in_words(saved))
    return missed


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
