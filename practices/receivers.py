"""What practices do when a name that they show changes below them, where nobody knows of them."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Q
from django.db.models.signals import post_save, pre_save
from django.dispatch import receiver

from collaborative.core.models import bump_public_version
from members.models import Institution, User

from . import derived
from .models import Adoption, CoPublication, Practice, PracticeAuthor, ScopeArea

# A closed one stands beside no practice of others.
# Counties are shown nowhere on it, but it is found by them.
SHOWN_OF_INSTITUTION = ("name", "slug", "city", "state", "counties")
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
        beside = CoPublication.objects.filter(institution=instance).values("practice")
        _refresh(
            Practice.objects.filter(Q(institution=instance) | Q(pk__in=told) | Q(pk__in=beside))
        )


@receiver(post_save, sender=ScopeArea)
def follow_area(instance: ScopeArea, **_: Any) -> None:
    if instance.has_new_names:  # type: ignore[attr-defined]
        _refresh(Practice.objects.in_scope(instance.slug))


@receiver(pre_save, sender=User)
def notice_new_name(instance: User, update_fields: Any = None, **_: Any) -> None:
    """Signing in saves a person too: that asks nothing."""
    instance.has_new_name = False  # type: ignore[attr-defined]
    if instance.pk and (update_fields is None or "name" in update_fields):
        before = User.objects.filter(pk=instance.pk).values_list("name", flat=True).first()
        instance.has_new_name = before not in (None, instance.name)  # type: ignore[attr-defined]


@receiver(post_save, sender=User)
def follow_author(instance: User, **_: Any) -> None:
    if instance.has_new_name:  # type: ignore[attr-defined]
        named = PracticeAuthor.objects.filter(user=instance, named_at__isnull=False)
        of_theirs = Practice.objects.filter(pk__in=named.values("practice"))
        if of_theirs.exists():
            _refresh(of_theirs)


@transaction.atomic
def _refresh(practices: Any) -> None:
    for pk in practices.order_by("pk").values_list("pk", flat=True):
        derived.refresh_anew(pk)
    bump_public_version()
