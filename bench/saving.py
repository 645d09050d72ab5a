"""How long it takes to save a full record, beside a bare save of the same row.

The bare save writes every column of the practice and commits: what PostgreSQL and the ORM cost by
themselves. Saving the record also locks, compares, keeps a version, makes the words findable and
writes the audit line. Both are done in turns, on a draft among all the practices of the bench.
"""

from __future__ import annotations

import datetime as dt
import statistics
import time
from collections.abc import Callable
from typing import Any

ROUNDS = 40
# A person waits for it; so do the others on the same server.
MOST_MS = 150
# As a share of the bare save: this travels from machine to machine.
MOST_TIMES = 12
# Answers longer than these signs are prose.
PROSE = 200


def measure() -> dict[str, float]:
    """Medians in milliseconds, and how many bare saves one full save is worth."""
    from practices import actions

    practice, author, words = _full_draft()
    turn = 0

    def save() -> None:
        nonlocal turn
        turn += 1
        changed = {
            name: f"{answer} {turn}" if isinstance(answer, str) and len(answer) > PROSE else answer
            for name, answer in words.items()
        }
        actions.save_draft(practice=practice, by=author, words=changed, now=dt.datetime.now(dt.UTC))

    def bare() -> None:
        practice.save()

    taken: dict[Callable[[], None], list[float]] = {save: [], bare: []}
    for _ in range(ROUNDS):
        for act, times in taken.items():
            started = time.perf_counter()
            act()
            times.append((time.perf_counter() - started) * 1000)
    full, plain = (statistics.median(times) for times in taken.values())
    worst = sorted(taken[save])[int(ROUNDS * 0.95) - 1]
    return {"full_ms": full, "p95_ms": worst, "bare_ms": plain, "times": full / plain}


def in_words(saved: dict[str, float]) -> str:
    return (
        f"Saving a full record takes {saved['full_ms']:.0f} ms (p95 {saved['p95_ms']:.0f}), "
        f"{saved['times']:.1f} times a bare save of its row ({saved['bare_ms']:.1f} ms). "
        f"Target: under {MOST_MS} ms and {MOST_TIMES} times a bare save."
    )


def _full_draft() -> tuple[Any, Any, dict[str, Any]]:
    """A draft with every answer given, as long as it may be: of the fullest practice there is."""
    from django.utils import timezone

    from practices import actions, rows
    from practices.choices import CHOICES
    from practices.models import Practice

    lender = Practice.objects.live().select_related("institution", "author").order_by("pk").first()
    assert lender is not None  # noqa: S101  loaded before
    words = lender.words() | {"file_ids": []}
    text = " ".join(f"{word} {number}" for number, word in enumerate(lender.how_it_works.split()))
    for name in words:
        longest = Practice.question(name).max_length or 0
        if name in rows.ROWS:
            shape = rows.ROWS[name]
            line = {
                column.name: column.choices[0][0] if column.choices else "2020"
                for column in shape.columns
            }
            words[name] = [dict(line) for _ in range(shape.most)]
        elif isinstance(words[name], str) and longest > PROSE and name not in CHOICES:
            words[name] = (text * (longest // len(text) + 1))[: longest - 10]
    practice = actions.begin(
        institution=lender.institution,
        by=lender.author,
        words={"title": "A full record"},
        now=timezone.now(),
    )
    return practice, lender.author, words
