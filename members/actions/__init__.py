"""Changes among people and institutions; used as a module: `actions.leave(membership=…, by=…)`."""

from __future__ import annotations

from .accounts import (
    forget_unconfirmed,
    note_own_data,
    record_address,
    record_factor,
    save_profile,
)
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
from .sign_on import (
    CannotSetUp,
    begin_sign_on,
    forget_sign_on_of,
    link_sign_on,
    note_failed_sign_on,
    note_sign_on,
    remove_sign_on,
    require_sign_on,
    set_up_sign_on,
    stop_requiring_sign_on,
    unlink_sign_on,
)
from .speaking import CannotSpeak, speak

__all__ = [
    "CONFIRM_WITHIN",
    "GOOD_FOR",
    "AlreadyBelongs",
    "CannotAddDomain",
    "CannotAdmit",
    "CannotAsk",
    "CannotSetUp",
    "CannotSpeak",
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
    "begin_sign_on",
    "check_domain",
    "close_account",
    "close_institution",
    "confirm_proposal",
    "decline",
    "decline_proposal",
    "delete_account",
    "forget_sign_on_of",
    "forget_unconfirmed",
    "invite",
    "join_by_domain",
    "leave",
    "link_sign_on",
    "note_failed_sign_on",
    "note_own_data",
    "note_sign_on",
    "propose_institution",
    "record_address",
    "record_factor",
    "remove",
    "remove_domain",
    "remove_sign_on",
    "reopen_account",
    "reopen_institution",
    "require_sign_on",
    "resend_invitation",
    "reset_factors",
    "revoke_invitation",
    "save_profile",
    "set_role",
    "set_up_sign_on",
    "speak",
    "stop_requiring_sign_on",
    "unlink_sign_on",
]
