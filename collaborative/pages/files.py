"""Who may have an image's or a document's bytes.

Public is what a live page names, as long as it does; everything else belongs to the people of its
collection. Wagtail itself hands out any rendition to whoever knows its address (#3880).
"""

from __future__ import annotations

from typing import Any

from django.db import models
from wagtail.models import Page, ReferenceIndex

from collaborative.pages import permissions
from collaborative.pages.models import Reach


def is_public(file: models.Model) -> bool:
    """A live page names it in its live words. The index follows rows, never drafts."""
    pages = ReferenceIndex.get_references_to(file).values_list("object_id", flat=True)
    numbers = [int(pk) for pk in pages if pk.isdigit()]
    return bool(numbers) and Page.objects.live().filter(pk__in=numbers).exists()


def user_can_have(user: Any, file: models.Model) -> bool:
    """People of its corner of the CMS, and the administrator."""
    return permissions.user_can_enter_cms(user) and Reach.of(user).has_file(type(file), file.pk)
