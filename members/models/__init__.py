"""People, institutions and what binds them."""

from __future__ import annotations

from .institutions import EmailDomain, Institution
from .memberships import Invitation, Membership, TurnedAway
from .people import DELETED_DOMAIN, NOBODY_ANY_MORE, User, display_name
from .proposals import InstitutionProposal
from .sign_on import SignOn

__all__ = [
    "DELETED_DOMAIN",
    "NOBODY_ANY_MORE",
    "EmailDomain",
    "Institution",
    "InstitutionProposal",
    "Invitation",
    "Membership",
    "SignOn",
    "TurnedAway",
    "User",
    "display_name",
]
