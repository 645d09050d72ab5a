"""What members tell those above them, whom they must not know."""

from __future__ import annotations

from django.dispatch import Signal

# Sent after the commit with `user` and `institution`: somebody's belonging or role there changed.
membership_changed = Signal()

# Sent within the transaction with `institution` and `user` (who admitted it): it belongs now.
institution_admitted = Signal()
