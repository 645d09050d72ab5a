"""People, institutions and what binds them."""

from __future__ import annotations

from .institutions import EmailDomain, Institution
from .memberships import Invitation, Membership
from .people import User, display_name
from .proposals import InstitutionProposal
from .sign_on import SignOn

__all__ = [
    "EmailDomain",
    "Institution",
    "InstitutionProposal",
    "Invitation",
    "Membership",
    "SignOn",
    "User",
    "display_name",
]
