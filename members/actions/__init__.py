"""Changes among people and institutions; used as a module: `actions.leave(membership=…, by=…)`."""

from __future__ import annotations

from .accounts import save_profile
from .common import LastSteward, NotAllowed, NotWaiting, Refused
from .domains import CannotAddDomain, add_domain, check_domain, remove_domain
from .invitations import (
    GOOD_FOR,
    AlreadyBelongs,
    NoSuchInvitation,
    WrongAddress,
    accept_invitation,
    invite,
    resend_invitation,
    revoke_invitation,
)
from .joining import CannotAsk, ReasonMissing, approve, ask_to_join, decline, join_by_domain
from .managing import leave, remove, set_role

__all__ = [
    "GOOD_FOR",
    "AlreadyBelongs",
    "CannotAddDomain",
    "CannotAsk",
    "LastSteward",
    "NoSuchInvitation",
    "NotAllowed",
    "NotWaiting",
    "ReasonMissing",
    "Refused",
    "WrongAddress",
    "accept_invitation",
    "add_domain",
    "approve",
    "ask_to_join",
    "check_domain",
    "decline",
    "invite",
    "join_by_domain",
    "leave",
    "remove",
    "remove_domain",
    "resend_invitation",
    "revoke_invitation",
    "save_profile",
    "set_role",
]
