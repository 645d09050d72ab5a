"""What practices tell those above them, in the transaction that writes."""

from __future__ import annotations

from django.dispatch import Signal

# The words of a practice, or what stands around them, were written: `practice`, with its row as it
# is now, and `areas`, its scope areas in the charter's order.
practice_refreshed = Signal()
