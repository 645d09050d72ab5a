"""Changes among people and institutions; used as a module: `actions.leave(membership=…, by=…)`."""

from __future__ import annotations

from .accounts import forget_unconfirmed, note_own_data, record_factor, save_profile
from .administering import (
    LastAdministrator,
    NothingToReset,
    close_account,
    reopen_account,
    reset_factors,
)
from .common import LastSteward, NotAllowed, NotWaiting, Refused
from .deleting import delete_account
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
from .overseeing import close_institution, reopen_institution
from .proposing import (
    CONFIRM_WITHIN,
    CannotAdmit,
    NoSuchProposal,
    admit_institution,
    confirm_proposal,
    decline_proposal,
    propose_institution,
)

__all__ = [
    "CONFIRM_WITHIN",
    "GOOD_FOR",
    "AlreadyBelongs",
    "CannotAddDomain",
    "CannotAdmit",
    "CannotAsk",
    "LastAdministrator",
    "LastSteward",
    "NoSuchInvitation",
    "NoSuchProposal",
    "NotAllowed",
    "NotWaiting",
    "NothingToReset",
    "ReasonMissing",
    "Refused",
    "WrongAddress",
    "accept_invitation",
    "add_domain",
    "admit_institution",
    "approve",
    "ask_to_join",
    "check_domain",
    "close_account",
    "close_institution",
    "confirm_proposal",
    "decline",
    "decline_proposal",
    "delete_account",
    "forget_unconfirmed",
    "invite",
    "join_by_domain",
    "leave",
    "note_own_data",
    "propose_institution",
    "record_factor",
    "remove",
    "remove_domain",
    "reopen_account",
    "reopen_institution",
    "resend_invitation",
    "reset_factors",
    "revoke_invitation",
    "save_profile",
    "set_role",
]
