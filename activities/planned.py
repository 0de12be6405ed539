"""Which rows of the jobbplan are an insats already, and which are only planned (FC-43)."""

from __future__ import annotations

from collections.abc import Iterable

from activities.choices import ActivityResult
from activities.models import Activity
from jobplans.models import PlanItem


def insats_of(item: PlanItem, activities: Iterable[Activity]) -> Activity | None:
    """The insats that a row of the plan has become, None while it is only planned.

    It was made of the row, or of the same row of an earlier version, or registered by itself as the same insats. One
    that was never begun leaves the row planned. The activities have their rows of the plan at hand.
    """
    for activity in activities:
        if activity.result != ActivityResult.NOT_STARTED and _is_of(item, activity):
            return activity
    return None


def never_begun(item: PlanItem, activities: Iterable[Activity]) -> bool:
    """Whether an insats was made of a row of the plan and never began, and no other was made of it."""
    known = list(activities)
    begun = insats_of(item, known) is not None
    return not begun and any(one.result == ActivityResult.NOT_STARTED and _is_of(item, one) for one in known)


def _is_of(item: PlanItem, activity: Activity) -> bool:
    row = activity.plan_item
    if row is None:
        return item.insats_type_id == activity.insats_type_id
    return row.pk == item.pk or (row.insats_type_id, row.text) == (item.insats_type_id, item.text)


def only_planned(items: Iterable[PlanItem], activities: Iterable[Activity]) -> list[PlanItem]:
    """The insatser of a plan that nobody has made one of yet."""
    known = list(activities)
    return [item for item in items if item.insats_type_id is not None and insats_of(item, known) is None]
