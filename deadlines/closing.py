"""Corrections that wait for the manager when their case ends."""

from __future__ import annotations

from django.utils import timezone

from aspirants.closing.hanging import HangingThing
from aspirants.models import Closure, Correction, CorrectionState, Enrolment
from core.swedish.dates import weekday_date
from organisation.models import User


def _waiting(enrolment: Enrolment) -> list[str]:
    waiting = Correction.objects.filter(enrolment=enrolment, state=CorrectionState.WAITING).order_by("made_at", "pk")
    return [
        f"{one.title or one.get_kind_display()}, rättat {weekday_date(timezone.localdate(one.made_at))}"
        for one in waiting
    ]


def _lapse(actor: User, enrolment: Enrolment, closure: Closure) -> None:
    """Of a case registered in error nothing counts, so nothing is left to judge. Else it is judged after the closing
    as before: what was broken by then can still be healed.
    """
    if closure.is_registered_in_error:
        Correction.objects.filter(enrolment=enrolment, state=CorrectionState.WAITING).update(
            state=CorrectionState.LAPSED
        )


CORRECTIONS = HangingThing(
    key="corrections",
    label="Rättelser som väntar på enhetschefen",
    becomes="avgörs även efter avslutet, men inte om ärendet är felregistrerat",
    position=80,
    found=_waiting,
    settle=_lapse,
)
