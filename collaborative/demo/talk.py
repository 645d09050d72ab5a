"""What members said below practices, what they keep and what they follow."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

from django.utils import timezone

from collaborative.core import clock
from members.models import User
from members.queries import voices_of
from practices import actions
from practices.enums import Voice
from practices.models import Comment, Keep, Practice

from . import content
from .practices import key_of


def load_talk(people: dict[str, User]) -> int:
    """Adds what is not there yet; gives the number of comments."""
    words = content.read("talk")
    keys = {key_of(slug): slug for slug in _slugs(words)}
    practices = {
        keys[practice.draft_key]: practice
        for practice in Practice.objects.live().filter(draft_key__in=keys)
    }
    threads: dict[str, Comment] = {}
    added = 0
    for number, said in enumerate(words["comment"]):
        key = hashlib.sha256(f"{number} {said['text']}".encode()).hexdigest()[:32]
        comment = Comment.objects.filter(author=people[said["by"]], key=key).first()
        if comment is None:
            comment = _write(said, key, people, practices, threads)
            added += 1
        if "id" in said:
            threads[said["id"]] = comment
    for kept in words["keep"]:
        _keep(people[kept["by"]], practices[kept["practice"]], kept.get("note", "").strip())
    for followed in words["follow"]:
        for kind, target in followed["what"]:
            slug = practices[target].slug if kind == "practice" else target
            actions.follow(kind=kind, target=slug, by=people[followed["by"]], now=clock.now())
    return added


def _slugs(words: dict[str, Any]) -> set[str]:
    named = {one["practice"] for one in (*words["comment"], *words["keep"]) if "practice" in one}
    followed = (thing for one in words["follow"] for thing in one["what"])
    return named | {target for kind, target in followed if kind == "practice"}


def _write(
    said: dict[str, Any],
    key: str,
    people: dict[str, User],
    practices: dict[str, Practice],
    threads: dict[str, Comment],
) -> Comment:
    """With its time of some days ago; nobody is written to about what was said long since."""
    author = people[said["by"]]
    parent = threads[said["answers"]] if "answers" in said else None
    voices = voices_of(author)
    institution = next(one for one in voices.institutions if said.get("for", one.slug) == one.slug)
    day = timezone.localdate() - dt.timedelta(days=said["days_ago"])
    at = dt.time(*divmod(8 * 60 + 15 + 7 * said["days_ago"] ** 2 % 540, 60))  # in office hours
    written_at = timezone.make_aware(dt.datetime.combine(day, at))
    if parent is not None:
        written_at = max(written_at, parent.written_at + dt.timedelta(minutes=47))
    hidden = {
        "hidden_at": written_at + dt.timedelta(hours=2),
        "hidden_by": people[said["hidden_by"]],
        "hidden_reason": said["hidden"],
    } if "hidden" in said else {}  # fmt: skip
    return Comment.objects.create(
        practice=parent.practice if parent else practices[said["practice"]],
        parent=parent,
        author=author,
        institution=institution,
        voice=Voice(author.roles()[institution.pk]),
        text=said["text"].strip(),
        written_at=written_at,
        edited_at=written_at + dt.timedelta(minutes=4) if said.get("edited") else None,
        key=key,
        **hidden,
    )


def _keep(person: User, practice: Practice, note: str) -> None:
    if not Keep.objects.filter(user=person, practice=practice).exists():
        kept = actions.keep(practice=practice, by=person, now=clock.now())
        actions.write_note(kept=kept, note=note, by=person)
