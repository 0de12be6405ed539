"""What a referral or a visit states, in words, in the order in which it is asked for."""

from __future__ import annotations

import datetime
from typing import Any

from aspirants.identity import ages_on
from aspirants.models import Person
from core.swedish.dates import weekday_date
from referrals.choices import WorkCapacity
from referrals.facts.computed import is_fresh_reference, is_long_unemployed
from referrals.models import Referral, StatedFacts, WalkIn

NOT_STATED = "Inte angivet"
CAN_WORK = "Kan arbeta"
Row = tuple[str, Any]


def stated_rows(
    stated: Referral | WalkIn, *, on: datetime.date | None = None, about: Person | None = None
) -> list[Row]:
    """All that is stated. For a page, `on` is the local date it is read: what follows from the facts that day stands
    beside them (the age only of `about`), and what few state is left out where nobody has.
    """
    rows = [*_age(about, on), *_benefit(stated), *_work(stated, on, about)]
    further = [*_more_benefit(stated), *_more_work(stated, on), *_basis(stated)]
    if on is not None:
        further = [row for row in further if row[1] not in (NOT_STATED, "Vet inte")]
    purpose = [("Syfte", stated.purpose)] if isinstance(stated, Referral) else []
    return [*purpose, *rows, *further]


def _benefit(stated: StatedFacts) -> list[Row]:
    wants = [("Vill ha beslutet innan inskrivning", "Ja")] if stated.wants_decision_first else []
    return [
        ("Ersättning", stated.get_benefit_kind_display()),
        ("Främsta skäl", stated.get_benefit_reason_display()),
        ("Ansökte om ersättningen", _date(stated.benefit_applied_on)),
        ("Beslut om ersättningen", stated.get_benefit_decision_status_display() or NOT_STATED),
        *wants,
    ]


def _work(stated: Referral | WalkIn, on: datetime.date | None, about: Person | None) -> list[Row]:
    return [
        (CAN_WORK, stated.get_fit_for_work_display()),
        ("Söker arbete", stated.get_seeking_work_display()),
        ("Inskriven på Arbetsförmedlingen", _date(stated.pes_registered_on)),
        ("Arbetslös sedan", _unemployed(stated, on, about)),
        ("Barn i hemmet", "Ja" if stated.has_children_at_home else "Nej"),
        ("Flykting", "Ja" if stated.is_refugee else "Nej"),
        *([("Bor i en annan kommun", "Ja")] if stated.lives_elsewhere else []),
        ("Målgrupp", stated.target_group or "Ingen särskild"),
    ]


def _more_benefit(stated: StatedFacts) -> list[Row]:
    return [
        ("Beslutsdag", _date(stated.benefit_decided_on)),
        ("Grundutredningen klar", _date(stated.inquiry_done_on)),
        ("Introduktionen eller etableringen slutar", _date(stated.introduction_ends_on)),
        ("Rätt till a-kassa", stated.get_has_unemployment_fund_display()),
    ]


def _more_work(stated: StatedFacts, on: datetime.date | None) -> list[Row]:
    capacity = stated.work_capacity_pct
    return [
        ("Arbetsförmåga", NOT_STATED if capacity is None else WorkCapacity(capacity).label),
        ("Sökandekategori", stated.get_pes_category_display() or NOT_STATED),
        ("Senaste referens", _reference(stated, on)),
        ("Sfi", stated.get_sfi_status_display() or NOT_STATED),
    ]


def _basis(stated: StatedFacts) -> list[Row]:
    given = f" {stated.consent_given_on}" if stated.consent_given_on else ""
    return [("Grund för att lämna uppgifterna", f"{stated.get_basis_display()}{given}" or NOT_STATED)]


def _age(about: Person | None, on: datetime.date | None) -> list[Row]:
    if about is None or on is None:
        return []
    ages = ages_on(on, about.birth_date, about.birth_year)
    return [("Ålder", f"{' eller '.join(map(str, ages))} år")] if ages else []


def _unemployed(stated: StatedFacts, on: datetime.date | None, about: Person | None) -> str:
    words = _date(stated.unemployed_since)
    if on is None or about is None:
        return words
    is_long = is_long_unemployed(stated.unemployed_since, on, about.birth_date, about.birth_year)
    return f"{words}, långtidsarbetslös" if is_long else words


def _reference(stated: StatedFacts, on: datetime.date | None) -> str:
    words = _date(stated.latest_reference_on)
    fresh = is_fresh_reference(stated.latest_reference_on, on) if on else None
    if fresh is None:
        return words
    return f"{words}, färsk" if fresh else f"{words}, äldre än ett år"


def _date(day: datetime.date | None) -> str:
    return day.isoformat() if day else NOT_STATED


SOON = datetime.timedelta(days=90)
"""How long before its last day a person's introduction is pointed out."""


def ends_soon(stated: StatedFacts, on: datetime.date) -> str:
    """That the introduction ends soon or has just ended, in a sentence, seen on a local date; "" where it does not."""
    last = stated.introduction_ends_on
    if last is None or not on - SOON <= last <= on + SOON:
        return ""
    verb = "slutar" if last >= on else "slutade"
    return f"Introduktionen eller etableringen {verb} {weekday_date(last)}. Ersättningen kan behöva bytas."
