"""What changed facts mean for the clocks: coverage, days that start a clock, and the wait for a decision."""

from __future__ import annotations

import datetime

from django.utils import timezone

from deadlines.calculation.coverage import Coverage
from deadlines.models import DeadlineClock, StartEvent
from deadlines.operations import await_decision, end_wait_for_decision, set_clock_coverage, start_further_clocks
from organisation.access.acting import DatabaseRole, as_database_role
from organisation.access.permissions import Act, require
from organisation.models import User
from referrals.models import StatedFacts

PASSED = (
    "Fristens sista dag har passerat, och med den här ändringen omfattas personen inte av jobbgarantin."
    " Be enhetschefen att göra den."
)


def follow_the_decision(
    *, actor: User, stated: StatedFacts, waited: bool, reference: str, waiting_from: datetime.date | None = None
) -> None:
    """Pause the clocks under a number while the person waits for the decision; end the pause once nobody does.

    It begins on `waiting_from` (today unless given) and ends on the day of the decision, today where none is given.
    `waited`: whether the person waited by what was stated before. Where nobody did, no pause ends: whoever registered
    one did so for a reason of their own. Where the person still waits, a pause that somebody has ended does not return.

    Checked by: `complete_referral`, `record_decision`, `record_decision_of_visit`, `correct_referral`,
    `correct_walk_in` (SEND_REFERRAL or RECEIVE_REFERRAL, in a case WORK_IN_CASE).
    """
    today = timezone.localdate()
    with as_database_role(DatabaseRole.REGISTRAR):
        if stated.waits_for_decision:
            await_decision(actor=actor, reference=reference, waiting_from=waiting_from or today, goes_on=waited)
        elif waited:
            end_wait_for_decision(reference=reference, decided_on=stated.benefit_decided_on or today)


def count_anew(
    *,
    actor: User,
    clock: DeadlineClock,
    received_on: datetime.date,
    coverage: Coverage,
    happened: dict[StartEvent, datetime.date | None],
) -> None:
    """Let corrected facts decide about the clocks beside the jobbgaranti's, by the rules of the same day 0.

    A promise whose last day has passed is taken out of the guarantee by the sender or a manager alone.

    Part of: `correct_referral`, `correct_walk_in`.
    """
    has_passed = clock.due_on is not None and clock.due_on < timezone.localdate()
    if clock.covered and not coverage.covered and has_passed and actor.jobbtorg_id is not None:
        require(actor, Act.CONFIRM_LATE, at=clock.jobbtorg_id, refusal=PASSED)
    set_clock_coverage(beside=clock, coverage=coverage)
    clock.refresh_from_db()
    with as_database_role(DatabaseRole.REGISTRAR):
        start_further_clocks(beside=clock, received_on=received_on, happened=happened)
