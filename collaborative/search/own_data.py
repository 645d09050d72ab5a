"""What saved searches and questions to the consortium leave of a person."""

from __future__ import annotations

import datetime as dt

from members.keeping import Part, Row
from members.models import User

from . import in_words
from .facets import Names
from .models import OpenAnswer, OpenQuestion, SavedSearch, WatchedSearch


def saved(user: User) -> list[Row]:
    own = list(
        SavedSearch.objects.visible_to(user)
        .select_related("watched")
        .defer("watched__known")
        .with_new()
        .newest_first()
    )
    names = Names.now() if own else None
    return [
        {
            "name": one.name,
            "asks": [
                f"{question}: {answer}"
                for question, answer in in_words.told(
                    one.query, in_words.labels_of(one.query, names)
                )
            ],
            "tells": one.get_tells_display(),
            "saved_on": one.created_at,
            "last_seen_on": one.seen_at,
            "new_since": one.new,
        }
        for one in own
        if names
    ]


def asked(user: User) -> list[Row]:
    own = OpenQuestion.objects.filter(author=user).select_related("institution", "area")
    return [
        {
            "asked_on": one.written_at,
            "for": one.institution.name if one.institution else "the collaborative",
            "about": one.area.name if one.area else "",
            "your_question": one.text,
            "search": one.params,
            "closed_on": one.closed_at,
            "taken_back_on": one.taken_back_at,
            "hidden_on": one.hidden_at,
            "hidden_because": one.hidden_reason,
        }
        for one in own.newest_first()
    ]


def answered(user: User) -> list[Row]:
    """One's own words; the question is its writer's."""
    own = OpenAnswer.objects.filter(author=user).select_related("institution", "practice")
    return [
        {
            "answered_on": one.written_at,
            "for": one.institution.name if one.institution else "the collaborative",
            "your_answer": one.text,
            "practice": one.practice.title if one.practice and one.practice.live else "",
            "taken_back_on": one.taken_back_at,
            "hidden_on": one.hidden_at,
            "hidden_because": one.hidden_reason,
        }
        for one in own.newest_first()
    ]


def hidden(user: User) -> list[Row]:
    """One's own reason, not the words of another."""
    return [
        {"what": what, "hidden_on": one.hidden_at, "your_reason": one.hidden_reason}
        for model, what in ((OpenQuestion, "a question"), (OpenAnswer, "an answer"))
        for one in model.objects.filter(hidden_by=user).order_by("-hidden_at", "-pk")
    ]


PARTS = (
    Part(
        "saved_searches", "Searches that you saved",
        "So that you find them again and hear of what is new in them. Nobody else sees them.",
        saved, ("search.SavedSearch.owner",),
    ),
    Part(
        "open_questions", "Questions that you asked the consortium",
        "Members read them, with your name and institution. What you took back is erased.", asked,
        ("search.OpenQuestion.author",),
    ),
    Part(
        "open_answers", "Answers that you gave to questions to the consortium",
        "Members read them, with your name and institution. What you took back is erased.",
        answered, ("search.OpenAnswer.author",),
    ),
    Part(
        "open_hidden", "Questions and answers that you hid",
        "So that their writers know who did and why.", hidden,
        ("search.OpenQuestion.hidden_by", "search.OpenAnswer.hidden_by"),
    ),
)  # fmt: skip


def forget(user: User, *, addresses: list[str], now: dt.datetime) -> None:  # noqa: ARG001
    """What was for the person alone goes. Questions and answers stay, for those who wrote too;
    what nobody answered nobody needs to any more.
    """
    SavedSearch.objects.filter(owner=user).delete()
    WatchedSearch.objects.filter(saved=None).delete()
    OpenQuestion.objects.filter(author=user, answers=None).delete()
