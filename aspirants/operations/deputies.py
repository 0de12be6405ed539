"""Saying who stands in for a coach who is away, and ending it before its last day (R-0-10)."""

from __future__ import annotations

import datetime

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from aspirants.coaching.rights import may_set_deputy
from core.refusals import OperationRefused
from core.swedish.dates import short_weekday_date
from notices.choices import NoticeKind
from notices.operations import notify
from organisation.access.permissions import Act, require
from organisation.models import Deputy, DeputyState, User
from organisation.staff.service import services_at

LONGEST = datetime.timedelta(days=366)
"""A coach who is away for longer hands the cases over."""


@transaction.atomic
def set_deputy(*, actor: User, coach: User, deputy: User, valid_from: datetime.date, valid_to: datetime.date) -> Deputy:
    """Let a colleague look after a coach's cases from one local date to another; the coach stays responsible.

    Raises OperationRefused: not the coach or the unit's manager, somebody who does not work there all those days, days
    that have been, or a period that the colleague has already.
    """
    require(actor, Act.SET_DEPUTY)
    _require_may_set(actor, coach)
    jobbtorg = actor.jobbtorg
    assert jobbtorg is not None, "only a jobbtorg's staff has the right"
    today = timezone.localdate()
    if not coach.works_with_cases_at(jobbtorg.pk):
        raise OperationRefused("Kollegan arbetar inte vid jobbtorget. Lämna över ärendena i stället.")
    if deputy.pk == coach.pk:
        raise OperationRefused("Välj någon annan än coachen själv.", field="deputy")
    if not deputy.may_be_given_cases_at(jobbtorg.pk):
        raise OperationRefused("Välj en coach som arbetar vid jobbtorget.", field="deputy")
    if valid_from < today:
        raise OperationRefused("Första dagen kan tidigast vara i dag.", field="valid_from")
    if valid_to < valid_from:
        raise OperationRefused("Sista dagen kan inte ligga före den första.", field="valid_to")
    if valid_to - valid_from > LONGEST:
        raise OperationRefused("Högst ett år i taget. Lämna över ärendena vid längre frånvaro.", field="valid_to")
    service = services_at(jobbtorg.pk, [deputy], today)[deputy.pk]
    if not service.covers(valid_to):
        last_day = short_weekday_date(service.last_day) if service.last_day else "tidigare"
        raise OperationRefused(f"{deputy} arbetar här till och med {last_day}. Välj en kortare tid.", field="deputy")
    try:
        with transaction.atomic():
            period: Deputy = Deputy.objects.create(
                coach=coach, deputy=deputy, jobbtorg=jobbtorg, valid_from=valid_from, valid_to=valid_to, set_by=actor
            )
    except IntegrityError as error:
        if "one_period_per_coach_deputy_and_day" not in str(error):
            raise
        raise OperationRefused(f"{deputy} är redan ersättare någon av de dagarna.", field="deputy") from error
    _tell(actor, period, "Du är ersättare för en kollega", "En ersättare för dig är inlagd")
    return period


@transaction.atomic
def end_deputy(*, actor: User, period: Deputy) -> Deputy:
    """End a period before its last day, or before it has begun. Raises OperationRefused where it is over already."""
    require(actor, Act.SET_DEPUTY)
    _require_may_set(actor, period.coach)
    locked: Deputy = Deputy.objects.select_for_update(of=("self",)).get(pk=period.pk, jobbtorg=actor.jobbtorg_id)
    if locked.state_on(timezone.localdate()) not in (DeputyState.COMING, DeputyState.IN_FORCE):
        raise OperationRefused("Perioden är redan slut.")
    locked.ended_at, locked.ended_by = timezone.now(), actor
    locked.save(update_fields=["ended_at", "ended_by"])
    _tell(actor, locked, "Du är inte längre ersättare för en kollega", "Du har inte längre en ersättare")
    return locked


def _require_may_set(actor: User, coach: User) -> None:
    if not may_set_deputy(actor, coach):
        raise OperationRefused("Bara enhetschefen kan välja ersättare för någon annan.")


def _tell(actor: User, period: Deputy, to_deputy: str, to_coach: str) -> None:
    """Tell both, with the days and without a name; not whoever did it."""
    days = f"{short_weekday_date(period.valid_from)}–{short_weekday_date(period.valid_to)}"
    state = "ended" if period.ended_at else "set"
    told = (
        (period.deputy, to_deputy, reverse("home")),
        (period.coach, to_coach, reverse("deputies", args=[period.coach_id])),
    )
    for user, sentence, path in told:
        if user.pk != actor.pk:
            key = f"deputy-{state}-{period.pk}"
            notify([user], kind=NoticeKind.STAFF, event_key=key, text=f"{sentence}, {days}", path=path)
