"""Whether the jobbgaranti covers whom a unit has referred, as far as the unit may know (decision 133)."""

from __future__ import annotations

from collections.abc import Iterable

from deadlines.calculation.coverage import Coverage
from deadlines.clocks.coverage import coverage_of_clock
from referrals.choices import FitForWork
from referrals.facts.coverage import coverages_as_sent
from referrals.models import Referral


def promise_for_sender(referral: Referral) -> Coverage:
    """The answer for one referral that its unit follows. Up to two statements."""
    return promises_for_sender([referral])[referral.pk]


def promises_for_sender(referrals: Iterable[Referral]) -> dict[int, Coverage]:
    """The answers for those that their unit follows, by the referral's key; of the others it has no clock to read.

    What the clock says, but where it was to be investigated if the person can work: there, what the unit has said
    itself, as the clock may say what the jobbtorg has found out. Up to two statements.
    """
    followed = [one for one in referrals if one.is_followed]
    asked = {one.pk for one in followed if one.fit_for_work == FitForWork.TO_INVESTIGATE}
    as_sent = coverages_as_sent(asked)
    return {one.pk: as_sent[one.pk] if one.pk in asked else coverage_of_clock(one.clock) for one in followed}
