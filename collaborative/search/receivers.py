"""Entries follow practices: in their transaction, whoever writes them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models.signals import post_delete, post_migrate
from django.dispatch import receiver

from practices.models import Practice, ScopeArea
from practices.signals import practice_refreshed

from . import entries


@receiver(practice_refreshed)
def keep_entry(practice: Practice, areas: Sequence[ScopeArea], **_: Any) -> None:
    entries.keep([practice], areas)


@receiver(post_delete, sender=Practice)
def forget_entry(instance: Practice, **_: Any) -> None:
    entries.forget([instance.pk])


def make_older_entries_anew(**_: Any) -> None:
    """After `migrate`: an update that makes entries otherwise needs no step of its own."""
    entries.rebuild(only_older=True)


def listen(sender: Any) -> None:
    post_migrate.connect(make_older_entries_anew, sender=sender)
