from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from members.enums import Role
from members.models import Institution, User
from practices import actions
from practices.models import CoPublication, Practice

from .members import MembershipFactory


def steward_of(institution: Institution) -> User:
    """The first one, or a new one."""
    held = institution.memberships.stewards().select_related("user").first()
    user: User = held.user if held else MembershipFactory(
        institution=institution, role=Role.STEWARD
    ).user  # fmt: skip
    user.forget_roles()
    return user


def asked_to_publish(
    practice: Practice,
    institution: Institution,
    *,
    signs: bool = False,
    now: dt.datetime | None = None,
    **more: Any,
) -> CoPublication:
    """An institution that the author asked; with `signs` its steward says yes to the version."""
    now = now or timezone.now()
    steward = steward_of(institution)
    line = actions.invite_institution(
        practice=practice, institution=institution, by=practice.author, now=now,
        **{"note": "", **more},
    )  # fmt: skip
    if signs:
        seen = practice.asked_revision_id or 0
        actions.sign_off(line=line, seen=seen, by=steward, now=now)
    return line
