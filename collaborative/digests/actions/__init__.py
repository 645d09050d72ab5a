"""What is done with digests: subscribe, plan, claim, settle. Used as a module."""

from __future__ import annotations

from .planning import (
    AlreadySentError,
    CannotRunDigestsError,
    NothingNewError,
    plan_due,
    plan_extra,
)
from .sending import (
    Claim,
    claim_next,
    close_finished,
    deliver,
    give_up_old,
    release_lost_leases,
    settle,
)
from .subscribing import CannotSubscribeError, subscribe, unsubscribe
from .ticking import Tick, send_due

__all__ = [
    "AlreadySentError",
    "CannotRunDigestsError",
    "CannotSubscribeError",
    "Claim",
    "NothingNewError",
    "Tick",
    "claim_next",
    "close_finished",
    "deliver",
    "give_up_old",
    "plan_due",
    "plan_extra",
    "release_lost_leases",
    "send_due",
    "settle",
    "subscribe",
    "unsubscribe",
]
