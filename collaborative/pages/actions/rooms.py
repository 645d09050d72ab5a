"""Corners of the CMS, and who is let into them."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from collaborative.pages import permissions
from collaborative.pages.models import (
    CharterPage,
    InstitutionPage,
    Room,
    ThoughtLeadershipIndexPage,
)
from collaborative.pages.models.rooms import key_of
from members.models import Institution

from .institutions import ensure_institution_page

# "bulk_delete" is left out: what has pages below it is not deleted from here.
PAGE_RIGHTS = ("add_page", "change_page", "publish_page")
FILE_RIGHTS = (
    "add_image", "change_image", "choose_image",
    "add_document", "change_document", "choose_document",
)  # fmt: skip


@transaction.atomic
def ensure_room(*, institution: Institution | None) -> Room:
    """An institution's corner (or, with None, the consortium's): group, collection, rights."""
    key = key_of(institution.pk if institution else None)
    room = Room.objects.filter(key=key).select_related("group", "collection").first()
    if room is None:
        # Two first visits at once would make two groups: the collections' root is the lock.
        root = Collection.objects.select_for_update().get(depth=1)
        room = Room.objects.filter(key=key).select_related("group", "collection").first()
        if room is None:
            name = f"Stewards of {institution.slug}" if institution else "Editors and coordinators"
            room = Room.objects.create(
                key=key,
                institution=institution,
                group=Group.objects.create(name=name),
                collection=root.add_child(name=institution.name if institution else "Consortium"),
            )
    _grant(room)
    return room


def _grant(room: Room) -> None:
    """Exactly the rights of the rule: what is missing comes, what is too much goes."""
    access = Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
    if set(room.group.permissions.all()) != {access}:
        room.group.permissions.set([access])
    pages = _pages_of(room)
    wanted = {
        (page.pk, permission.pk)
        for page in pages
        for permission in Permission.objects.filter(
            content_type__app_label="wagtailcore", codename__in=PAGE_RIGHTS
        )
    }
    _replace(GroupPagePermission, room.group, "page_id", wanted)
    wanted = {
        (room.collection_id, permission.pk)
        for permission in Permission.objects.filter(
            content_type__app_label__in=("wagtailimages", "wagtaildocs"), codename__in=FILE_RIGHTS
        )
    }
    _replace(GroupCollectionPermission, room.group, "collection_id", wanted)


def _replace(model: Any, group: Group, target: str, wanted: set[tuple[int, int]]) -> None:
    rows = model.objects.filter(group=group)
    there = {(getattr(row, target), row.permission_id): row.pk for row in rows}
    model.objects.filter(pk__in=[pk for key, pk in there.items() if key not in wanted]).delete()
    model.objects.bulk_create(
        model(group=group, permission_id=permission, **{target: place})
        for place, permission in wanted - there.keys()
    )


def _pages_of(room: Room) -> list[Page]:
    if room.institution_id:
        return list(InstitutionPage.objects.filter(institution=room.institution_id))
    return [*CharterPage.objects.all(), *ThoughtLeadershipIndexPage.objects.all()]


@transaction.atomic
def bring_in_step(*, user: Any) -> None:
    """Lets a person into the groups that their memberships and offices give, and out of all others.

    Cheap when nothing changed, so the guard calls it at each request: a lost signal cannot leave a
    door open. A steward's first visit makes the institution's page and corner.
    """
    keys: dict[str, int | None] = {key_of(pk): pk for pk in permissions.steward_of(user)}
    if permissions.writes_for_consortium(user) and not user.is_superuser:
        keys[key_of(None)] = None
    wanted = set(Room.objects.filter(key__in=keys).values_list("group_id", flat=True))
    held = set(user.groups.values_list("pk", flat=True))
    if held == wanted and len(wanted) == len(keys):
        return
    for institution in Institution.objects.filter(pk__in=[pk for pk in keys.values() if pk]):
        ensure_institution_page(institution=institution, by=None)
        wanted.add(ensure_room(institution=institution).group_id)
    if None in keys.values():
        wanted.add(ensure_room(institution=None).group_id)
    user.groups.set(wanted)


@transaction.atomic
def follow_institution(*, institution: Institution) -> None:
    """An institution was renamed: its page and its collection follow."""
    page = InstitutionPage.objects.filter(institution=institution).first()
    if page is not None and (page.title, page.slug) != (institution.name, institution.slug):
        page.title = page.draft_title = institution.name
        page.slug = institution.slug
        page.save()
    Collection.objects.filter(cms_room__institution=institution).exclude(
        name=institution.name
    ).update(name=institution.name)
