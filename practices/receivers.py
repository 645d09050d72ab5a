"""What practices do when a name that they show changes below them, where nobody knows of them."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Q
from django.db.models.signals import post_save, pre_save
from django.dispatch import receiver

from collaborative.core.models import bump_public_version
from members.models import Institution

from . import derived
from .models import Adoption, Practice, ScopeArea

SHOWN_OF_INSTITUTION = ("name", "slug", "city")
SHOWN_OF_AREA = ("name", "short_name", "wall")


@receiver(pre_save, sender=Institution)
@receiver(pre_save, sender=ScopeArea)
def notice_new_names(sender: Any, instance: Any, **_: Any) -> None:
    names = SHOWN_OF_INSTITUTION if sender is Institution else SHOWN_OF_AREA
    before = sender.objects.filter(pk=instance.pk).values_list(*names).first()
    now = tuple(getattr(instance, name) for name in names)
    instance.has_new_names = before is not None and before != now


@receiver(post_save, sender=Institution)
def follow_institution(instance: Institution, **_: Any) -> None:
    if instance.has_new_names:  # type: ignore[attr-defined]
        told = Adoption.objects.by(instance).confirmed().values("practice")
        _refresh(Practice.objects.filter(Q(institution=instance) | Q(pk__in=told)))


@receiver(post_save, sender=ScopeArea)
def follow_area(instance: ScopeArea, **_: Any) -> None:
    if instance.has_new_names:  # type: ignore[attr-defined]
        _refresh(Practice.objects.in_scope(instance.slug))


@transaction.atomic
def _refresh(practices: Any) -> None:
    derived.refresh_all(practices.select_related("institution"))
    bump_public_version()
