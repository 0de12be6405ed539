"""What the rules look at is what the referral, or the form, says of the person on that day."""

from __future__ import annotations

import datetime

import pytest

from demo.factories import ReferralFactory, TargetGroupFactory
from referrals.facts.stated import Facts, facts_in, facts_of
from referrals.models import FitForWork

DAY = datetime.date(2026, 11, 23)


def test_a_referral_states_its_facts() -> None:
    group = TargetGroupFactory(young=True)
    referral = ReferralFactory(received_on=DAY, target_group=group, fit_for_work=FitForWork.PARTLY)
    facts = facts_of(referral)
    assert (facts.on, facts.birth_date, facts.target_group) == (DAY, referral.person.birth_date, group.code)
    assert (facts.district, facts.jobbtorg) == (referral.unit.district_id, referral.jobbtorg_id)
    assert (facts.benefit_kind, facts.fit_for_work) == (referral.benefit_kind, FitForWork.PARTLY)
    assert facts.has_children_at_home == referral.has_children_at_home


def test_a_form_states_what_it_asks_for_and_no_more() -> None:
    """Fields of the form that no rule looks at are left out; what nobody said is unknown, not a no."""
    facts = facts_in({"benefit_kind": "NONE", "purpose": "Sök jobb.", "target_group": None}, on=DAY, jobbtorg=7)
    assert facts == Facts(on=DAY, jobbtorg=7, benefit_kind="NONE")
    assert facts.has_children_at_home is None


@pytest.mark.parametrize(
    ("birth_date", "birth_year", "ages"),
    [
        (datetime.date(2008, 11, 23), None, [18]),
        (datetime.date(2008, 11, 24), None, [17]),
        (None, 2008, [17, 18]),
        (None, None, []),
    ],
)
def test_the_age_is_the_one_on_the_day(
    birth_date: datetime.date | None, birth_year: int | None, ages: list[int]
) -> None:
    assert list(Facts(on=DAY, birth_date=birth_date, birth_year=birth_year).ages) == ages
