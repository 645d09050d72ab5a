"""The names of our lines in Wagtail's audit log. Practices themselves are not shown in the CMS."""

from __future__ import annotations

from typing import Any

from wagtail import hooks

ACTIONS = {
    "create": ("Draft begun", "Draft begun"),
    "edit": ("Draft saved", "Draft saved"),
    "delete": ("Draft deleted", "Draft deleted"),
    "submit": ("Submitted", "Submitted for review"),
    "take_back": ("Taken back", "Taken back by the author"),
    "ask_changes": ("Changes asked", "A steward asked for changes"),
    "publish": ("Published", "Published"),
    "answer_findings": ("Findings answered", "What the patient screen found was answered"),
    "clean_file": ("Picture cleaned", "A picture was replaced by a copy without hidden data"),
    "take_down": ("Taken down", "Taken down"),
    "plan": ("Publication planned", "Publication planned"),
    "cancel_plan": ("Planned publication called off", "Planned publication called off"),
    "plan_failed": ("Not published as planned", "Not published as planned"),
    "remind": ("Steward reminded", "The author reminded the steward"),
    "route": ("Coordinators told", "No answer for two weeks: the coordinators were told"),
    "end": ("Ended", "Said to have ended"),
    "withdraw": ("Withdrawn", "Withdrawn by the institution"),
    "bring_back": ("Brought back", "Brought back by the institution"),
    "verify": ("Still true", "Said to be still true"),
    "adoption_report": ("Adoption reported", "Adoption reported"),
    "adoption_change": ("Adoption changed", "Newer words written"),
    "adoption_confirm": ("Adoption confirmed", "Confirmed by a steward"),
    "adoption_decline": ("Adoption declined", "Sent back by a steward"),
    "adoption_withdraw": ("Adoption taken back", "Words taken back"),
    "adoption_remove": ("Adoption taken out", "Taken out of the ledger"),
    "add_author": ("Author added", "An author was added"),
    "remove_author": ("Author removed", "An author was removed"),
    "show_name": ("Name shown", "An author agreed to be named"),
    "hide_name": ("Name not shown", "An author is not named any more"),
    "invite_institution": ("Institution asked", "An institution was asked to publish it too"),
    "call_off_institution": ("Asking called off", "An institution is not asked any more"),
    "sign_off": ("Signed off", "An institution signed off a version"),
    "decline_sign_off": ("Not signed off", "An institution did not sign off a version"),
    "withdraw_name": ("Name withdrawn", "An institution took its name away"),
    "hide_comment": ("Comment hidden", "A comment was hidden"),
    "contact_agreed": ("May be asked", "Said to others: I may be asked"),
    "contact_took_back": ("Not asked any more", "Said to others: ask me no more"),
    "contact_removed": ("Contact removed", "A steward removed somebody who could be asked"),
    "show_comment": ("Comment shown again", "A hidden comment was shown again"),
}


@hooks.register("register_log_actions")
def register_practice_log_actions(registry: Any) -> None:
    for name, (label, message) in ACTIONS.items():
        registry.register_action(f"practices.{name}", label, message)
