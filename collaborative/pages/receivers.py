"""Where news from below reaches the CMS: memberships, offices and names change its doors."""

# ruff: noqa: ARG001  the signals say what a receiver is given

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from collaborative.core.models import bump_public_version
from collaborative.pages import actions
from collaborative.pages.models import PortalPage, Room
from members.models import Institution, User
from members.signals import institution_admitted, membership_changed

# What an institution's public page says of people who agreed to be shown.
SHOWN = {"is_shown", "is_active", "name", "about", "dlp_year"}
OFFICES = {"is_editor", "is_coordinator", "is_active", "is_superuser"}


@receiver(membership_changed, dispatch_uid="pages.membership_changed")
def follow_memberships(sender: Any, user: User, **kwargs: Any) -> None:
    bump_public_version()
    _let_out(user)


@receiver(institution_admitted, dispatch_uid="pages.institution_admitted")
def make_page(sender: Any, institution: Institution, user: User, **kwargs: Any) -> None:
    """In the same transaction: an institution that belongs has a page that its steward can fill."""
    actions.ensure_institution_page(institution=institution, by=user)


@receiver(post_save, sender=User, dispatch_uid="pages.office_changed")
def follow_offices(
    sender: Any, instance: User, created: bool, update_fields: Any = None, **kwargs: Any
) -> None:
    if created:
        return
    if update_fields is None or SHOWN.intersection(update_fields):
        bump_public_version()
    if update_fields is None or OFFICES.intersection(update_fields):
        transaction.on_commit(lambda: _let_out(instance))


def _let_out(user: User) -> None:
    """Who is in a group is looked at again at once; newcomers are let in at the door (guard)."""
    user.forget_roles()
    if user.groups.exists():
        actions.bring_in_step(user=user)


@receiver(post_save, sender=Institution, dispatch_uid="pages.institution_renamed")
def follow_names(sender: Any, instance: Institution, created: bool, **kwargs: Any) -> None:
    bump_public_version()
    if not created and Room.objects.filter(institution=instance).exists():
        actions.follow_institution(institution=instance)


@receiver(post_save, sender=get_image_model(), dispatch_uid="pages.image_saved")
@receiver(post_delete, sender=get_image_model(), dispatch_uid="pages.image_deleted")
@receiver(post_save, sender=get_document_model(), dispatch_uid="pages.document_saved")
@receiver(post_delete, sender=get_document_model(), dispatch_uid="pages.document_deleted")
def files_changed(sender: Any, **kwargs: Any) -> None:
    """A page shows an image's file and a document's name, so both are public changes."""
    bump_public_version()


@receiver(post_delete, dispatch_uid="pages.page_deleted")
def page_gone(sender: Any, instance: Any, **kwargs: Any) -> None:
    """Sent inside the transaction of the deletion."""
    if isinstance(instance, PortalPage):
        bump_public_version()
