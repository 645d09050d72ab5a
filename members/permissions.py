"""Who may what among people and institutions. Rows of docs/authorization.csv in brackets.

`user` is a User or Django's AnonymousUser. An inactive user counts as nobody.
"""

from __future__ import annotations

from typing import Any

from .enums import Role


def is_active(user: Any) -> bool:
    return bool(getattr(user, "is_authenticated", False) and user.is_active)


def roles_of(user: Any) -> dict[int, str]:
    """Institution id -> role, for the active memberships of a person; empty for nobody."""
    return user.roles() if is_active(user) else {}


def institutions_of(user: Any) -> list[int]:
    return sorted(roles_of(user))


def is_member(user: Any) -> bool:
    """Belongs to at least one institution now, or serves the whole consortium."""
    return bool(roles_of(user)) or serves_consortium(user)


def is_member_of(user: Any, institution_id: int) -> bool:
    return institution_id in roles_of(user)


def is_steward_of(user: Any, institution_id: int) -> bool:
    return roles_of(user).get(institution_id) == Role.STEWARD


def stewarded_by(user: Any) -> list[int]:
    """Institutions whose steward a person is."""
    return sorted(pk for pk, role in roles_of(user).items() if role == Role.STEWARD)


def is_coordinator(user: Any) -> bool:
    return is_active(user) and user.is_coordinator


def is_site_admin(user: Any) -> bool:
    return is_active(user) and user.is_superuser


def serves_consortium(user: Any) -> bool:
    return is_coordinator(user) or is_site_admin(user)


def user_can_list_members(user: Any, institution_id: int) -> bool:
    """[IN3] Names and roles."""
    return is_member_of(user, institution_id) or serves_consortium(user)


def user_can_see_addresses(user: Any, institution_id: int) -> bool:
    """[IN4]"""
    return is_steward_of(user, institution_id) or serves_consortium(user)


def user_can_read_record(user: Any, institution_id: int) -> bool:
    """[RC1] It names addresses, so it is for those who may see them."""
    return user_can_see_addresses(user, institution_id)


def user_can_read_every_record(user: Any) -> bool:
    """[RC2]"""
    return serves_consortium(user)


def user_can_manage_members(user: Any, institution_id: int) -> bool:
    """[IN6, IN9, IN11, IN16] Invite, approve, change roles, remove."""
    return is_steward_of(user, institution_id) or serves_consortium(user)


def user_can_manage_domains(user: Any) -> bool:
    """[IN13]"""
    return serves_consortium(user)


def user_can_set_up_sign_on(user: Any) -> bool:
    """[IN14] Administrators of the site: it decides who comes in as whom."""
    return is_site_admin(user)


def user_can_admit_institutions(user: Any) -> bool:
    """[PR5, PR6] Read proposals, admit, decline."""
    return serves_consortium(user)


def user_can_oversee_institutions(user: Any) -> bool:
    """[CO1, CO2] The list of all institutions; close and reopen one."""
    return serves_consortium(user)


def user_can_administer_accounts(user: Any) -> bool:
    """[AC5, AC6] Find any account; reset its factors, close and reopen it."""
    return is_site_admin(user)


def user_can_ask_to_join(user: Any, institution_id: int) -> bool:
    """[IN15] Anybody signed in who is not a member of it; not those who serve the consortium."""
    return (
        is_active(user) and not serves_consortium(user) and not is_member_of(user, institution_id)
    )


def user_can_leave(user: Any, institution_id: int) -> bool:
    """[IN12] One's own membership only."""
    return is_member_of(user, institution_id)


def needs_second_factor(user: Any) -> bool:
    """[AC4, SY1] Who can publish, let people in or change the site signs in with two proofs."""
    return is_active(user) and (
        user.is_superuser or user.is_coordinator or user.is_editor or bool(stewarded_by(user))
    )
