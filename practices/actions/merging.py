"""Two people, or one in two windows, wrote at once: what each touched is kept, field by field."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Answers = dict[str, Any]


@dataclass(frozen=True)
class Merged:
    """`words` holds every answer; `conflicts` names those that both changed, with mine in them."""

    words: Answers
    conflicts: list[str]


def merge(*, base: Answers, mine: Answers, theirs: Answers) -> Merged:
    """`base` is what both began with. Nothing is known of an answer that is not in it."""
    words, conflicts = dict(theirs), []
    for name, answer in mine.items():
        if name in base and name == "file_ids":
            words[name] = _files(base[name], answer, theirs[name])
        elif same(answer, theirs[name]) or (name in base and same(answer, base[name])):
            continue
        else:
            words[name] = answer
            if name not in base or not same(theirs[name], base[name]):
                conflicts.append(name)
    return Merged(words, conflicts)


def _files(base: list[int], mine: list[int], theirs: list[int]) -> list[int]:
    """Files never contradict each other: what either added is in, what either left out is not."""
    added = [pk for pk in mine if pk not in base and pk not in theirs]
    return [pk for pk in theirs if pk in mine or pk not in base] + added


def differ(one: Any, other: Any) -> bool:
    return not same(one, other)


def same(one: Any, other: Any) -> bool:
    """As a form gives it back: it strips texts, and its boxes have an order of their own."""
    return _plain(one) == _plain(other)


def _plain(answer: Any) -> Any:
    if isinstance(answer, list):
        if any(isinstance(item, dict) for item in answer):  # rows stand in the order of telling
            return answer
        return sorted(str(item).casefold() for item in answer)
    if isinstance(answer, str):
        return answer.strip().replace("\r\n", "\n")
    return "" if answer is None else answer
