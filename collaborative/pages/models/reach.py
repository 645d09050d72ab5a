"""What one person reaches in the CMS, asked of the rows at each request."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import QuerySet
from wagtail.models import Page

from collaborative.pages import permissions
from members.permissions import is_site_admin

from .rooms import Room, key_of

LARGEST_ID = 2**31 - 1


@dataclass(frozen=True)
class Reach:
    """The trees of pages, single pages and collections that are somebody's own."""

    everything: bool = False
    trees: tuple[str, ...] = ()
    single_pages: frozenset[int] = frozenset()
    collections: frozenset[int] = frozenset()

    @classmethod
    def of(cls, user: Any) -> Reach:
        if is_site_admin(user):
            return cls(everything=True)
        trees: list[str] = []
        single: list[int] = []
        keys: list[str] = []
        if permissions.writes_for_consortium(user):
            keys.append(key_of(None))
            for name in ("CharterPage", "ThoughtLeadershipIndexPage"):
                trees += _paths(apps.get_model("pages", name).objects.all())
            single += apps.get_model("pages", "HomePage").objects.values_list("pk", flat=True)
        if own := permissions.steward_of(user):
            keys += [key_of(pk) for pk in own]
            pages = apps.get_model("pages", "InstitutionPage").objects.filter(institution__in=own)
            trees += _paths(pages)
        rooms = Room.objects.filter(key__in=keys).values_list("collection_id", flat=True)
        return cls(trees=tuple(trees), single_pages=frozenset(single), collections=frozenset(rooms))

    def has_page(self, pk: Any) -> bool:
        """The page is one's own, or hangs below one's own."""
        if self.everything:
            return True
        number = _number(pk)
        if number is None:
            return False
        if number in self.single_pages:
            return True
        path = Page.objects.filter(pk=number).values_list("path", flat=True).first()
        return path is not None and path.startswith(self.trees)

    def may_walk(self, pk: Any) -> bool:
        """Own pages, and those above them: the way down to one's own."""
        if self.has_page(pk):
            return True
        number = _number(pk)
        path = Page.objects.filter(pk=number).values_list("path", flat=True).first()
        return path is not None and any(tree.startswith(path) for tree in self.trees)

    def may_link_to(self, pk: Any) -> bool:
        """What everybody may read, and one's own."""
        number = _number(pk)
        if number is not None and Page.objects.live().filter(pk=number).exists():
            return True
        return self.has_page(pk)

    def has_file(self, model: Any, pk: Any) -> bool:
        """An image or a document in one's own collection."""
        if self.everything:
            return True
        number = _number(pk)
        return (
            number is not None
            and model.objects.filter(pk=number, collection_id__in=self.collections).exists()
        )

    def linkable(self, pages: QuerySet[Page]) -> QuerySet[Page]:
        """Of these pages, those that one may know of."""
        if self.everything:
            return pages
        known = pages.filter(live=True)
        for tree in self.trees:
            known |= pages.filter(path__startswith=tree)
        return known


def _paths(pages: Any) -> Iterable[str]:
    return pages.values_list("path", flat=True)


def _number(value: Any) -> int | None:
    """An id as it comes in an address; anything else is nobody's."""
    text = str(value)
    if not text.isascii() or not text.isdigit() or len(text) > len(str(LARGEST_ID)):
        return None
    return int(text) if int(text) <= LARGEST_ID else None
