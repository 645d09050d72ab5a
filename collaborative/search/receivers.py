"""Entries follow practices: in their transaction, whoever writes them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import apps as installed
from django.db.models import Model
from django.db.models.signals import post_delete, post_migrate
from django.dispatch import receiver

from collaborative.core.models import bump_public_version
from practices.models import Practice, ScopeArea
from practices.signals import practice_refreshed

from . import entries
from .models import Entry


@receiver(practice_refreshed)
def keep_entry(practice: Practice, areas: Sequence[ScopeArea], **_: Any) -> None:
    entries.keep([practice], areas)


@receiver(post_delete, sender=Practice)
def forget_entry(instance: Practice, **_: Any) -> None:
    entries.forget([instance.pk])


def make_older_entries_anew(apps: Any = installed, **_: Any) -> None:
    """After `migrate`: an update that makes entries otherwise needs no step of its own.

    `apps` are the models as the migrations left them. Who went back to older tables is let go.
    """
    is_whole = all(_columns(apps, one) >= _columns(installed, one) for one in (Practice, Entry))
    if is_whole and entries.rebuild(only_older=True):
        bump_public_version()


def _columns(apps: Any, model: type[Model]) -> set[str]:
    try:
        meta = apps.get_model(model._meta.label)._meta  # noqa: SLF001  Django's way to ask
    except LookupError:
        return set()
    return {one.column for one in meta.concrete_fields}


def listen(sender: Any) -> None:
    post_migrate.connect(make_older_entries_anew, sender=sender)
