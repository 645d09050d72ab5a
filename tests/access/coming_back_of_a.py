"""What people of both institutions look for again and again, and what they asked all members."""

from __future__ import annotations

from types import SimpleNamespace

from collaborative.search import actions
from tests.factories import open_answer, open_question, saved_search


def make_saved(t: SimpleNamespace) -> None:
    """Before anything is published: what comes later is news to those who saved a search."""
    t.saved = saved_search(
        t.deputyA, "scope=language-access", name=f"Named {t.secret['saved search']}", now=t.now
    )
    saved_search(
        t.authorA, "tag=interpreters", name=f"Named {t.secret['own saved search']}",
        tells="digest", now=t.now,
    )  # fmt: skip
    t.saved_of_b = saved_search(t.memberB, "scope=language-access", name="Mine", now=t.now)


def make_open_questions(t: SimpleNamespace) -> None:
    """B asks, A answers; and words of each that were hidden."""
    t.open_question = open_question(
        t.memberB, f"Who knows {t.secret['open question']}?",
        params=f"q={t.secret['looked for']}", area="language-access", now=t.now,
    )  # fmt: skip
    t.open_answer = open_answer(
        t.open_question, t.memberB, f"I found {t.secret['open answer']}.", practice=t.public,
        now=t.now,
    )  # fmt: skip
    open_answer(t.open_question, t.memberA, f"Try {t.secret['answer of A']}.", now=t.now)
    t.open_hidden = open_question(t.deputyA, f"Who knows {t.secret['hidden question']}?", now=t.now)
    t.hidden_answer = open_answer(
        t.open_question, t.deputyA, f"Ask {t.secret['hidden answer']}.", now=t.now
    )
    for words, name in ((t.open_hidden, "question"), (t.hidden_answer, "answer")):
        actions.hide_words(
            words=words, reason=f"So {t.secret[f'hidden {name} why']}", by=t.coord, now=t.now
        )


def tell(t: SimpleNamespace) -> None:
    """What the worker does after all that was published: its letters are among the others."""
    actions.look(now=t.now)
    while actions.tell_at_once(now=t.now):
        pass
