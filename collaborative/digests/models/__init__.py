"""Subscriptions, issues and the ledger of deliveries."""

from __future__ import annotations

from .issues import DigestDelivery, DigestIssue
from .subscriptions import DigestSubscription

__all__ = ["DigestDelivery", "DigestIssue", "DigestSubscription"]
