"""The ledger of a practice, as its page shows it: made in the transaction that changes a line."""

from __future__ import annotations

from .derived import refresh as refresh_page
from .models import Adoption, Practice


def refresh(practice: Practice) -> None:
    """Counts those that use it now and makes the practice's page anew. The row is locked."""
    practice.adopters = Adoption.objects.filter(practice=practice).at_work().count()
    Practice.objects.filter(pk=practice.pk).update(adopters=practice.adopters)
    refresh_page(practice)
