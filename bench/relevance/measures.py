"""How good an answer is, in numbers, and the questions that are asked.

Discounted cumulated gain is that of K. Järvelin and J. Kekäläinen, “Cumulated gain-based evaluation
of IR techniques”, ACM Transactions on Information Systems 20 (4), 2002, pages 422-446, with the
base 2: the first two ranks count in full, rank i from there on 1 / log2(i). The gain is the grade.
Normalized by the best order there is for the question, so that 1 is perfect and 0 finds nothing.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

QUESTIONS = Path(__file__).resolve().parent / "questions.csv"
RANKS = 10
FIRST_SEEN = 3
# 3 is what was looked for, 2 is of use for it, 1 touches it.
OF_USE = 2


@dataclass(frozen=True)
class Question:
    """What somebody types, and the practices of the demo that answer it, each with its grade."""

    words: str
    kind: str
    expected: Mapping[str, int]
    note: str = ""


@dataclass(frozen=True)
class Score:
    """How one question was answered."""

    question: Question
    ndcg: float
    success: bool


def read_questions(path: Path = QUESTIONS) -> list[Question]:
    with path.open(newline="") as lines:
        return [
            Question(
                words=row["question"],
                kind=row["kind"],
                expected={
                    slug: int(grade)
                    for slug, grade in (one.split(":") for one in row["expected"].split())
                },
                note=row["note"],
            )
            for row in csv.DictReader(lines)
        ]


def dcg(gains: Sequence[float]) -> float:
    """Discounted cumulated gain of the grades in the order in which they were found."""
    return sum(gain / max(1.0, math.log2(rank)) for rank, gain in enumerate(gains, start=1))


def ndcg(found: Sequence[str], expected: Mapping[str, int], ranks: int = RANKS) -> float:
    """DCG of the first ranks as a share of that of the best order."""
    best = dcg(sorted(expected.values(), reverse=True)[:ranks])
    return dcg([expected.get(one, 0) for one in found[:ranks]]) / best if best else 0.0


def success(found: Sequence[str], expected: Mapping[str, int], ranks: int = FIRST_SEEN) -> bool:
    """Something of use stands among the first, where people look."""
    return any(expected.get(one, 0) >= OF_USE for one in found[:ranks])


def score(question: Question, found: Sequence[str]) -> Score:
    return Score(question, ndcg(found, question.expected), success(found, question.expected))


def means(scores: Sequence[Score]) -> tuple[float, float]:
    """(nDCG@10, success@3) over these questions, each counting the same."""
    number = len(scores)
    return (
        sum(one.ndcg for one in scores) / number,
        sum(one.success for one in scores) / number,
    )
