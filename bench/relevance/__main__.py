"""`make relevance`: asks the questions of questions.csv of a scratch database with the demo in it.

Each question is asked with everything on, without the synonyms, without the mending of typos, and
without both; what a visitor finds on the first page is compared with what was judged by hand.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from bench import run
from bench.relevance.measures import RANKS, Question, Score, means, read_questions, score

ROOT = Path(__file__).resolve().parent.parent.parent
FOLDER = ROOT / "var" / "bench"
REPORT = ROOT / "docs" / "search.md"
BEGIN, END = "<!-- relevance: begin -->", "<!-- relevance: end -->"
DATABASE = "relevance"
# Nothing is served.
NO_PORT = 8000
SWITCHES = (
    ("everything", frozenset()),
    ("no synonyms", frozenset({"synonyms"})),
    ("no typos", frozenset({"typos"})),
    ("neither", frozenset({"synonyms", "typos"})),
)
ALL = "all"
Scores = dict[str, list[Score]]


def main(arguments: list[str]) -> int:
    options = _options(arguments)
    os.environ.update(run.environment(NO_PORT, DATABASE))
    _prepare()
    questions = read_questions()
    find = finder()
    scores = {
        name: [score(one, find(one.words, without)) for one in questions]
        for name, without in SWITCHES
    }
    table = in_words(scores)
    print(table)
    for line in _worst(scores["everything"], find, options.worst):
        print(line)
    if options.write:
        write_into(REPORT, table)
    return 0


def finder() -> Callable[[str, frozenset[str]], list[str]]:
    """What a visitor finds for these words: the demo's names of the first practices."""
    from django.contrib.auth.models import AnonymousUser

    from collaborative.demo import content
    from collaborative.demo.practices import key_of
    from collaborative.search.params import SearchQuery
    from collaborative.search.queries import find
    from practices.models import Practice

    slugs = {key_of(words["slug"]): words["slug"] for words in content.practices()}
    names = dict(Practice.objects.filter(draft_key__in=slugs).values_list("pk", "draft_key"))

    def found(words: str, without: frozenset[str]) -> list[str]:
        page = find(SearchQuery(words=words), user=AnonymousUser(), per_page=RANKS, without=without)
        return [slugs[names[practice.pk]] for practice in page.results]

    return found


def in_words(scores: Scores) -> str:
    """The table, with a line for each kind of question."""
    heads = " | ".join(scores)
    lines = [
        f"| kind | questions | {heads} |",
        f"|---|--:|{'--:|' * len(scores)}",
    ]
    asked = [one.question for one in next(iter(scores.values()))]
    for kind in (*dict.fromkeys(one.kind for one in asked), ALL):
        number = len(_of(asked, kind))
        cells = []
        for of_one in scores.values():
            gain, share = means([one for one in of_one if kind in {one.question.kind, ALL}])
            cells.append(f"{gain:.2f} / {share:.0%}")
        lines.append(f"| {kind} | {number} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _of(questions: Sequence[Question], kind: str) -> list[Question]:
    return [one for one in questions if kind in {one.kind, ALL}]


def _worst(
    scores: Sequence[Score], find: Callable[[str, frozenset[str]], list[str]], most: int
) -> list[str]:
    """The questions that were answered worst, what was expected and what came."""
    lines = []
    for one in sorted(scores, key=lambda one: one.ndcg)[:most]:
        expected = ", ".join(f"{slug} ({grade})" for slug, grade in one.question.expected.items())
        found = ", ".join(find(one.question.words, frozenset())[:3]) or "nothing"
        lines.append(f"{one.ndcg:.2f} {one.question.kind}: {one.question.words}")
        lines.append(f"     expected {expected}")
        lines.append(f"     found {found}")
    return lines


def write_into(report: Path, table: str) -> None:
    """Puts the table between the marks of a page; all around it stays."""
    before, begin, rest = report.read_text().partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise SystemExit(f"{report.name} has no {BEGIN} … {END} to write between.")
    day = f"{dt.datetime.now(dt.UTC):%Y-%m-%d}"
    said = f"`make relevance` on {day}. In each cell: nDCG@10 / success@3."
    report.write_text(f"{before}{BEGIN}\n{said}\n\n{table}\n{END}{after}")


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make relevance ARGS=…", description=__doc__)
    parser.add_argument("--worst", type=int, default=0, help="show so many that went worst")
    parser.add_argument("--write", action="store_true", help="write into docs/search.md")
    return parser.parse_args(arguments)


def _prepare() -> None:
    """A new database with the demo, and with the words that every portal begins with."""
    started = time.perf_counter()
    run.prepare_database(DATABASE)
    print(f"the demo is loaded ({time.perf_counter() - started:.1f} s)\n", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
