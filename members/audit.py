"""The memory of who changed what among people, kept in Wagtail's log beside editors' changes."""

from __future__ import annotations

from typing import Any

from wagtail.log_actions import log

from members.models import Institution, InstitutionProposal, User

# Action -> label; members.wagtail_hooks makes them known to the log.
ACTIONS = {
    "members.asked": "Asked to join",
    "members.joined_by_domain": "Joined by mail domain",
    "members.approved": "Request approved",
    "members.declined": "Request declined",
    "members.role_set": "Role changed",
    "members.removed": "Person removed",
    "members.left": "Person left",
    "members.invited": "Person invited",
    "members.invitation_resent": "Invitation sent again",
    "members.invitation_revoked": "Invitation revoked",
    "members.invitation_accepted": "Invitation accepted",
    "members.domain_added": "Mail domain added",
    "members.domain_proved": "Mail domain proved by DNS",
    "members.domain_removed": "Mail domain removed",
    "members.sign_on_begun": "Sign-on begun",
    "members.sign_on_set_up": "Sign-on set up",
    "members.sign_on_required": "Sign-on required",
    "members.sign_on_optional": "Sign-on no longer required",
    "members.sign_on_removed": "Sign-on removed",
    "members.sign_on_linked": "Sign-on linked",
    "members.sign_on_unlinked": "Link to sign-on removed",
    "members.address_added": "E-mail address added",
    "members.address_removed": "E-mail address removed",
    "members.address_primary": "Mails go to another address",
    "members.proving_address_removed": "Address that let somebody in removed",
    "members.factor_added": "Second factor added",
    "members.factor_removed": "Second factor removed",
    "members.factor_reset": "Recovery codes drawn anew",
    "members.institution_admitted": "Institution admitted",
    "members.institution_closed": "Institution closed",
    "members.institution_reopened": "Institution reopened",
    "members.proposal_declined": "Proposal declined",
}


def record(thing: Institution | InstitutionProposal, action: str, *, by: User, **data: Any) -> None:
    """One line in the institution's log (or, where none came of it, the proposal's), in the
    transaction of the change itself.
    """
    log(instance=thing, action=action, user=by, data=data)


def record_of_person(action: str, *, by: User, person: User | None = None, **data: Any) -> None:
    """One line in a person's own log; stewards of where they belong read it as well."""
    log(instance=person or by, action=action, user=by, data=data)
