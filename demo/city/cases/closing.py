"""How cases end: about 35 % to work, 15 % to studies, 50 % for another reason."""

from __future__ import annotations

from datetime import timedelta

from aspirants.models import Closure, ClosureReason, ClosureStatus, DisclosureContent, OutcomeGroup
from demo.city import texts
from demo.city.cases.begin import Case
from demo.factories import local_instant

# Codes of aspirants/reference_data/closure_reasons.csv and how common they are, in parts of a thousand.
REASON_SHARES = {
    10: 90,
    11: 120,
    12: 45,
    13: 40,
    14: 45,
    15: 10,
    20: 90,
    21: 15,
    22: 25,
    23: 12,
    24: 8,
    30: 60,
    31: 85,
    32: 30,
    33: 15,
    34: 70,
    40: 55,
    45: 25,
    50: 40,
    55: 50,
    57: 20,
    60: 55,
    61: 20,
    65: 10,
}
WEEKS_TO_CONFIRM = 6


def close(case: Case, reasons: dict[int, ClosureReason]) -> None:
    """The closure of a case that has an end, and what the income support unit was told."""
    scenario, city = case.scenario, case.city
    if scenario.closed_on is None or scenario.reason_code is None:
        return
    reason = reasons[scenario.reason_code]
    coach = case.coach_on(scenario.closed_on)
    destination = {
        OutcomeGroup.WORK.value: texts.EMPLOYERS,
        OutcomeGroup.STUDIES.value: texts.SCHOOLS,
    }.get(reason.group)
    closed_at = local_instant(scenario.closed_on, 15, city.chance.randrange(60))
    to_be_confirmed = scenario.closed_on > city.on - timedelta(weeks=WEEKS_TO_CONFIRM) or city.likely(0.04)
    city.rows.add(
        Closure(
            enrolment=case.enrolment,
            reason=reason,
            closed_on=scenario.closed_on,
            status=ClosureStatus.PRELIMINARY if to_be_confirmed else ClosureStatus.CONFIRMED,
            destination=city.chance.choice(destination) if destination else "",
            destination_starts_on=scenario.closed_on + timedelta(days=city.chance.randrange(1, 15))
            if destination
            else None,
            text=texts.NEUTRAL_TEXT if reason.needs_text else "",
            decided_by=coach if to_be_confirmed else city.staff.managers[case.enrolment.jobbtorg.code],
        ),
        closed_at,
    )
    case.disclose(DisclosureContent.CLOSURE, closed_at + timedelta(minutes=2))
