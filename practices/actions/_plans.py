"""How a planned publication ends that did not happen."""

from __future__ import annotations

from members.models import User
from practices import notices
from practices.models import PlannedPublication, Practice


def end_plan(row: Practice, *, by: User, why: str = "") -> None:
    """Under the row's lock. Whoever planned it is told why, unless it was their own doing."""
    plan = PlannedPublication.objects.filter(practice=row).select_related("planned_by").first()
    if plan is None:
        return
    plan.delete()
    if why and plan.planned_by_id != by.pk:
        notices.plan_ended(
            practice=row, title=row.newest().title, plan=plan, why=why, to=[plan.planned_by]
        )
