"""The part of the bar above a practice that tells how it is looked after."""

from __future__ import annotations

from typing import Any

from collaborative.core.clock import now
from collaborative.core.waiting import waited
from practices import actions, permissions, queries
from practices.models import Practice


def readers(practice: Practice) -> dict[str, str]:
    """Who reads words that are not public: one question, and only while a round waits."""
    own, beside = "the people of its institution", ""
    if practice.is_submitted and queries.is_asked_of_others(practice):
        own = "the people of its institution, the stewards of those asked to publish it too"
        beside = ", and the stewards of those you asked to publish it too,"
    return {
        "of_round": f"Only {own} and the coordinators can see this",
        "of_newer": f"Only the people of your institution{beside} can see these words. Everybody "
        "else reads the published version.",
    }


def upkeep_bar(user: Any, practice: Practice) -> dict[str, Any]:
    """For templates/practices/_upkeep_bar.html. One question more while a round waits."""
    may_end = permissions.user_can_end(user, practice)
    may_edit = permissions.user_can_edit(user, practice)
    stands_still = practice.is_submitted
    shown: dict[str, Any] = {
        "may_verify": practice.live
        and not practice.is_ended
        and permissions.user_can_verify(user, practice),
        "may_end": practice.live and not practice.is_ended and not stands_still and may_end,
        "may_withdraw": practice.live and not stands_still and may_end,
        "may_bring_back": practice.is_withdrawn and may_end,
    }
    if stands_still and permissions.user_can_see_history_of_draft(user, practice):
        shown |= _waiting(user, practice, may_edit=may_edit)
    return shown


def _waiting(user: Any, practice: Practice, *, may_edit: bool) -> dict[str, Any]:
    plan = queries.plan_of(practice)
    if plan is not None:
        may_cancel = permissions.user_can_publish(user, practice)
        return {"plan": plan, "may_cancel_plan": may_cancel}
    moment = now()
    return {
        "answers_oneself": permissions.user_can_publish(user, practice),
        "waited": waited(practice.submitted_at or moment, moment),
        "may_remind": may_edit and moment >= actions.may_remind_at(practice),
    }
