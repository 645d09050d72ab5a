"""What members said about institution A's practices, and what its people keep for themselves."""

from __future__ import annotations

from types import SimpleNamespace

from practices import actions
from practices.models import Practice
from tests.factories import written_comment


def make_talk(t: SimpleNamespace) -> None:
    """A comment of B's with a reply, hidden ones, and notes of A's people to themselves."""
    t.comment = written_comment(t.public, t.memberB, f"Said {t.secret['comment']}", now=t.now)
    written_comment(
        t.public, t.stewardA, f"Answered {t.secret['comment reply']}", answers=t.comment, now=t.now
    )
    t.hidden_with_reply = written_comment(
        t.public, t.memberB, f"Said {t.secret['hidden comment']}", now=t.now
    )
    written_comment(t.public, t.authorA, "Not here.", answers=t.hidden_with_reply, now=t.now)
    alone = written_comment(t.public, t.memberA, f"Said {t.secret['hidden alone']}", now=t.now)
    for comment, why in ((t.hidden_with_reply, "hidden because"), (alone, "hidden alone because")):
        actions.hide_comment(
            comment=comment, reason=f"So {t.secret[why]}", by=t.stewardA, now=t.now
        )
    t.kept = actions.keep(practice=t.public, by=t.deputyA, now=t.now)
    actions.write_note(kept=t.kept, note=f"Note {t.secret['note of another']}", by=t.deputyA)
    own = actions.keep(practice=t.of_b, by=t.authorA, now=t.now)
    actions.write_note(kept=own, note=f"Note {t.secret['note to oneself']}", by=t.authorA)
    t.followed = actions.follow(kind="practice", target=t.of_b.slug, by=t.deputyA, now=t.now)


def talk_below(t: SimpleNamespace, practice: Practice) -> None:
    """While it is live: what is said about a practice stays with it."""
    t.comment_below = written_comment(
        practice, t.memberB, f"Said {t.secret['comment below']}", now=t.now
    )
