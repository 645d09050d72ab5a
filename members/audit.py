"""The memory of who changed what among people, kept in Wagtail's log beside editors' changes."""

from __future__ import annotations

from typing import Any

from wagtail.log_actions import log, registry
from wagtail.models import ModelLogEntry

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
    "members.withdrawn": "Request withdrawn",
    "members.factors_reset": "Second factor reset",
    "members.account_closed": "Account closed",
    "members.account_reopened": "Account reopened",
    "members.account_deleted": "Account deleted",
}
# Of nobody's business but the person's: not in the record that stewards read.
OWN_ACTIONS = {"own_data.downloaded": "Own data downloaded"}


def record(thing: Institution | InstitutionProposal, action: str, *, by: User, **data: Any) -> None:
    """One line in the institution's log (or, where none came of it, the proposal's), in the
    transaction of the change itself.
    """
    log(instance=thing, action=action, user=by, data=data)


def record_of_person(action: str, *, by: User, person: User | None = None, **data: Any) -> None:
    """One line in a person's log, by themself or by somebody else; stewards of where the person
    belongs read it as well.
    """
    person = person or by
    log(instance=person, action=action, user=by, title=person.known_as, data=data)


def clean_of(user: User, addresses: list[str]) -> None:
    """Lines stay, without the name and the addresses of an account that is deleted."""
    ModelLogEntry.objects.for_instance(user).update(label=user.known_as)
    for entry in ModelLogEntry.objects.filter(data__email__in=addresses):
        del entry.data["email"]
        entry.save(update_fields=["data"])


def label_of(action: str) -> str:
    """What an action of the log is called, whichever app wrote it."""
    registry.scan_for_actions()  # should nobody have written to the log yet
    known = registry.formatters.get(action)
    return str(known.label) if known else action
