"""The record of changes among people, in sentences that a person can read."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet, TextField
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from wagtail.models import ModelLogEntry

from members import permissions
from members.audit import ACTIONS
from members.enums import MembershipState, Role
from members.models import NOBODY_ANY_MORE, Institution, Invitation, Membership, User

MOST_WORDS = 8
SENTENCES = {
    "members.asked": "{by} asked to join",
    "members.joined_by_domain": "{by} joined by the mail domain {domain}",
    "members.approved": "{by} let {person} in",
    "members.declined": "{by} declined the request of {person}",
    "members.role_set": "{by} made {person} a {role}, who was a {was}",
    "members.removed": "{by} removed {person}",
    "members.left": "{by} left",
    "members.invited": "{by} invited {address} as a {role}",
    "members.invitation_resent": "{by} sent the invitation to {address} again",
    "members.invitation_revoked": "{by} revoked the invitation to {address}",
    "members.invitation_accepted": "{by} accepted an invitation as a {role}",
    "members.domain_added": "{by} added the mail domain {domain}",
    "members.domain_proved": "{by} proved the mail domain {domain} by DNS",
    "members.domain_removed": "{by} removed the mail domain {domain}",
    "members.sign_on_begun": "{by} began to set up the sign-on",
    "members.sign_on_set_up": "{by} set up the sign-on through {issuer}",
    "members.sign_on_required": "{by} required the sign-on of all but {person}",
    "members.sign_on_optional": "{by} let people come in by other ways than the sign-on",
    "members.sign_on_removed": "{by} removed the sign-on",
    "members.sign_on_linked": "{by} linked the sign-on of {house}",
    "members.sign_on_unlinked": "{by} ended the link of {person} to the sign-on of {house}",
    "members.address_added": "{by} added an e-mail address",
    "members.address_removed": "{by} removed an e-mail address",
    "members.address_primary": "{by} lets mails go to another address",
    "members.proving_address_removed": "{by} has no address at {domain} any more",
    "members.factor_added": "{by} set up {factor}",
    "members.factor_removed": "{by} removed {factor}",
    "members.factor_reset": "{by} drew new recovery codes",
    "members.withdrawn": "{by} withdrew the request to join",
    "members.factors_reset": "{by} took away the second factor of {person}, who had lost it",
    "members.account_closed": "{by} closed the account of {person}",
    "members.account_reopened": "{by} reopened the account of {person}",
    "members.account_deleted": "{by} deleted their account",
    "members.institution_admitted": "{by} admitted the institution",
    "members.institution_closed": "{by} closed the institution",
    "members.institution_reopened": "{by} opened the institution again",
}
FACTORS = {
    "totp": "an authenticator app",
    "webauthn": "a passkey or security key",
    "recovery_codes": "recovery codes",
}
ASKED_BY_DOMAIN = "{by} asked to join by the mail domain {domain}"
# Changes whose sentence has not been written yet still say who did what kind of thing.
ANY_OTHER = "{by}: {label}"


def visible_to(
    user: User, *, of: Institution | None = None, kind: str = "", person: str = ""
) -> QuerySet[ModelLogEntry]:
    """[RC1, RC2] Changes among people, newest first: of one institution, or of all one may read.

    `person` is part of a name, or of an address that was invited; it finds what such a person did
    and what was done to them.
    """
    entries = ModelLogEntry.objects.filter(
        action__startswith="members.", content_type__app_label="members"
    ).select_related("content_type")
    if not permissions.user_can_read_every_record(user):
        entries = entries.filter(_of(permissions.stewarded_by(user)))
    if of is not None:
        entries = entries.filter(_of([of.pk]))
    if kind:
        entries = entries.filter(action=kind)
    if person:
        entries = _about(entries, person)
    return entries.order_by("-timestamp", "-pk")


def _of(institutions: list[int]) -> Q:
    """Lines of these institutions, and lines of the people who belong to them now."""
    members = Membership.objects.active().filter(institution__in=institutions)
    return Q(content_type__model="institution", object_id__in=[str(pk) for pk in institutions]) | Q(
        content_type__model="user",
        object_id__in=members.values_list(Cast("user_id", TextField())),
    )


def _about(entries: QuerySet[ModelLogEntry], person: str) -> QuerySet[ModelLogEntry]:
    """Ids are compared as text, as the log keeps them: no line of it can break the question."""
    named = User.objects.filter(deleted_at=None)  # a name that was kept finds nothing here
    for word in person.split()[:MOST_WORDS]:
        named = named.filter(name__icontains=word)
    invited = Invitation.objects.filter(email__icontains=person.strip())
    ids = named.values_list(Cast("pk", TextField()))
    return entries.annotate(
        about_person=KeyTextTransform("person", "data"),
        about_invitation=KeyTextTransform("invitation", "data"),
    ).filter(
        Q(user_id__in=named.values("pk"))
        | Q(about_person__in=ids)
        | Q(content_type__model="user", object_id__in=ids)
        | Q(about_invitation__in=invited.values_list(Cast("pk", TextField())))
    )


class Entry(NamedTuple):
    """One change: what happened, in whose words why, when, and where."""

    sentence: str
    reason: str
    at: dt.datetime
    institution: Institution | None
    place: str  # the name of what is no institution, such as one that was never let in


def read(
    entries: Iterable[ModelLogEntry],
    *,
    of: Institution | None = None,
    shows_addresses: bool = True,
) -> list[Entry]:
    """The sentences of some lines of the log, in two or three questions for all of them together.

    Names are those of today. Whoever has no account any more is “a former member”, and an
    address stands here only as long as its invitation is kept, or not at all where not wanted.
    """
    entries = list(entries)
    people = {
        # Without a name of their own, people go by the first half of the address.
        pk: str(user) if shows_addresses else user.name or "somebody"
        for pk, user in _people(entries).items()
    }
    wanted = {e.data.get("invitation") or 0 for e in entries} if shows_addresses else set()
    invitations = Invitation.objects.in_bulk(wanted)
    addresses = {pk: invitation.email for pk, invitation in invitations.items()}
    houses = (
        {of.pk: of}
        if of
        else Institution.objects.in_bulk({_id(entry, "institution") for entry in entries})
    )
    return [
        Entry(
            sentence=_sentence(entry, people, addresses),
            reason=entry.data.get("reason") or entry.data.get("word") or "",
            at=entry.timestamp,
            institution=houses.get(_id(entry, "institution")),
            place="" if _kind(entry) in {"institution", "user"} else entry.label,
        )
        for entry in entries
    ]


def _people(entries: list[ModelLogEntry]) -> dict[Any, User]:
    named = {entry.user_id for entry in entries} | {_person(entry) for entry in entries}
    return User.objects.filter(deleted_at=None).in_bulk(named - {None})


def _person(entry: ModelLogEntry) -> Any:
    """To whom it was done."""
    return entry.data.get("person") or _id(entry, "user") or None


def _id(entry: ModelLogEntry, kind: str) -> int:
    """The id of what the line is about, if that is of this kind; otherwise nobody's."""
    return int(entry.object_id) if _kind(entry) == kind else 0


def _kind(entry: ModelLogEntry) -> str:
    return str(entry.content_type.model)


def _sentence(entry: ModelLogEntry, people: dict[Any, str], addresses: dict[Any, str]) -> str:
    data = entry.data
    pattern = SENTENCES.get(entry.action, ANY_OTHER)
    if entry.action == "members.joined_by_domain" and data.get("state") != MembershipState.ACTIVE:
        pattern = ASKED_BY_DOMAIN
    by = str(people.get(entry.user_id, NOBODY_ANY_MORE)) if entry.user_id else "the portal"
    words = {
        "by": by,
        "person": people.get(_person(entry), NOBODY_ANY_MORE),
        "role": _role(data.get("role")),
        "was": _role(data.get("was")),
        "address": addresses.get(data.get("invitation"), "somebody"),
        "domain": data.get("domain", ""),
        "issuer": data.get("issuer", ""),
        "house": data.get("institution", ""),
        "factor": FACTORS.get(str(data.get("kind")), "a second factor"),
        "label": ACTIONS.get(entry.action, entry.action).lower(),
    }
    sentence = pattern.format_map(defaultdict(str, words))
    return sentence[:1].upper() + sentence[1:] if not people.get(entry.user_id) else sentence


def _role(value: Any) -> str:
    return Role(value).label.lower() if value in Role.values else str(value or "")
