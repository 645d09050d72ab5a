"""Who of institution A may be asked about its practices, and what B asked them."""

from __future__ import annotations

from types import SimpleNamespace

from tests.factories import answered_question, asked_question, contact


def make_questions(t: SimpleNamespace) -> None:
    """One question that waits for authorA and one that was answered; deputyA may be asked since."""
    t.contact = contact(t.public, t.authorA, now=t.now)
    words = {"shows_address": True, "now": t.now}
    t.question = asked_question(t.public, t.memberB, f"Why {t.secret['question']}?", **words)
    t.answered = asked_question(
        t.public, t.memberB, f"How {t.secret['question answered']}?", **words
    )
    answered_question(t.answered, t.authorA, f"So {t.secret['question reply']}.", now=t.now)
    contact(t.public, t.deputyA)
