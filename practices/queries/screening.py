"""What the patient screen finds in a practice, and what was answered about it.

Findings are never stored: they are made from the words whenever somebody looks. Every question of
the form is looked through (Practice.CONTENT_FIELDS), and every file that the words name.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils.crypto import salted_hmac
from django.utils.functional import SimpleLazyObject

from members.models import EmailDomain
from practices.models import FileContents, Practice, PracticeFile, ScreenedWords
from practices.screening import Finding, Kind, Known, Sure, screen, signs
from practices.screening.folding import fold
from practices.screening.reading import Contents

from .history import labels

FILE = "file:"
HIDDEN = "hidden data"


@dataclass(frozen=True)
class Asked:
    """The same words in the same place: where, what about them, and the answer if there is one."""

    place: str
    label: str
    where: str
    finding: Finding
    fingerprint: str
    times: int = 1
    answered: ScreenedWords | None = None
    file: PracticeFile | None = None

    @property
    def key(self) -> str:
        """Names this question in a form: nothing of the words can be read from it."""
        return f"{self.finding.kind}-{self.fingerprint[:20]}-{self.place.replace(':', '')}"

    @property
    def is_settled(self) -> bool:
        return self.answered is not None and self.answered.is_answered

    @property
    def needs_answer(self) -> bool:
        return self.finding.needs_answer and not self.is_settled

    @property
    def part(self) -> str:
        """Which part of a file; what a program hid in it says so itself."""
        return "" if self.where == HIDDEN else self.where

    @property
    def is_picture(self) -> bool:
        """What a person must look at, and can be shown."""
        return self.file is not None and self.file.is_image and self.finding.kind == Kind.FACE

    @property
    def can_be_cleaned(self) -> bool:
        """A picture's hidden words go with a button."""
        return self.file is not None and self.file.is_image and self.where != ""


@dataclass(frozen=True)
class Screened:
    """Everything that the screen has to say about one version of a practice."""

    asked: list[Asked]
    removed: list[ScreenedWords] = field(default_factory=list)

    @cached_property
    def unanswered(self) -> list[Asked]:
        return [one for one in self.asked if one.needs_answer]

    @cached_property
    def settled(self) -> list[Asked]:
        return [one for one in self.asked if one.is_settled]

    @cached_property
    def own(self) -> list[Asked]:
        """Probably the institution's own: told, not asked."""
        return [one for one in self.asked if not one.needs_answer and not one.is_settled]

    def __bool__(self) -> bool:
        return bool(self.asked or self.removed)


def screened(practice: Practice, *, today: dt.date) -> Screened:
    """The screen over these words: give `practice.newest()`. Four questions to the database."""
    rows = list(
        ScreenedWords.objects.filter(practice_id=practice.pk)
        .select_related("answered_by")
        .order_by("pk")
    )
    answers = {(row.place, row.kind, row.fingerprint): row for row in rows}
    known = known_of(practice)
    found = list(_in_words(practice, today, known)) + list(_in_files(practice, today, known))
    asked: dict[tuple[str, str, str], Asked] = {}
    for place, label, where, finding, file in found:
        words = finding.words or finding.sign.title
        key = (place, str(finding.kind), fingerprint(practice, words))
        if key in asked:
            before = asked[key]
            surer = max(before.finding, finding, key=lambda one: one.sure)
            asked[key] = Asked(
                place, label, before.where, surer, key[2], before.times + 1, before.answered, file
            )
        else:
            asked[key] = Asked(place, label, where, finding, key[2], 1, answers.get(key), file)
    removed = [row for key, row in answers.items() if row.are_gone and key not in asked]
    return Screened(list(asked.values()), removed)


def fingerprint(practice: Practice, words: str) -> str:
    """The same for the same words however they are written; of no use at another practice."""
    plain = " ".join(fold(words).text.casefold().split())
    return salted_hmac("practices.screen", f"{practice.pk}:{plain}", algorithm="sha256").hexdigest()


def known_of(practice: Practice) -> Known:
    """What is the institution's own."""
    domains = EmailDomain.objects.filter(institution_id=practice.institution_id).proved()
    city = practice.institution.city.casefold()
    return Known(
        frozenset([city] if city else []), frozenset(domains.values_list("domain", flat=True))
    )


def place_of_file(file: PracticeFile) -> str:
    return f"{FILE}{file.pk}"


def texts_of(practice: Practice, name: str) -> Iterator[str]:
    """Every text in one answer: also in lists, and in rows of several answers."""
    question = Practice.question(name)
    if getattr(question, "choices", None) or name in {"scopes", "file_ids"}:
        return
    yield from _texts(getattr(practice, name))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _texts(one)


_Found = tuple[str, str, str, Finding, PracticeFile | None]


def _in_words(practice: Practice, today: dt.date, known: Known) -> Iterator[_Found]:
    names = list(Practice.CONTENT_FIELDS)
    # Names of questions cost two questions: asked only where something is found.
    told: Any = SimpleLazyObject(lambda: dict(zip(names, labels(practice, names), strict=True)))
    for name in names:
        for text in texts_of(practice, name):
            for finding in screen(text, today, known):
                yield name, told[name], "", finding, None


def _in_files(practice: Practice, today: dt.date, known: Known) -> Iterator[_Found]:
    files = PracticeFile.objects.filter(practice_id=practice.pk).select_related("contents")
    kept = files.in_bulk(list(practice.file_ids))
    for pk in practice.file_ids:
        if file := kept.get(pk):
            file.practice = practice
            for where, finding in _in_file(file, today, known):
                yield place_of_file(file), file.name, where, finding, file


def _in_file(file: PracticeFile, today: dt.date, known: Known) -> Iterator[tuple[str, Finding]]:
    contents = contents_of(file)
    for text in (file.name.replace("_", " ").rpartition(".")[0], file.description):
        for finding in screen(text, today, known):
            yield "", finding
    if contents is None or not contents.is_read:
        yield "", _told(signs.UNREAD)
        return
    if not contents.is_whole:
        yield "", _told(signs.PARTLY_READ)
    if contents.pictures:
        yield (
            "",
            _told(signs.PICTURE, f"{contents.pictures} pictures" if contents.pictures > 1 else ""),
        )
    for part in contents.parts:
        for finding in screen(part.text, today, known):
            yield part.where, finding
    for one in contents.hidden:
        sign = getattr(signs, one.sign)
        yield HIDDEN, _told(sign, one.words)


def contents_of(file: PracticeFile) -> Contents | None:
    """What was read of it; None of a file that came before files were read."""
    try:
        return file.contents.contents()
    except FileContents.DoesNotExist:
        return None


def _told(sign: signs.Sign, words: str = "") -> Finding:
    """About a file as a whole, or what a program wrote into it."""
    sure = Sure.OWN if sign is signs.AUTHOR else Sure.PERHAPS
    return Finding(sign, 0, 0, words, "", "", sure)
