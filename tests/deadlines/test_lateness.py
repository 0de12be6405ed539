"""Lateness: counted in one way, said in one way, and never of what nobody is to be blamed for."""

from __future__ import annotations

from datetime import date

import pytest
from django.template import Context, Template

from deadlines.choices import ClockKind, not_kept
from deadlines.clocks.lifecycle import explain_clock
from deadlines.models import DeadlineClock, DeadlinePolicy
from deadlines.status.lateness import expired_in_words, late_in_words, why_not_late, working_days_late
from demo.factories import DeadlineClockFactory, DeadlinePolicyFactory, EnrolmentFactory

FRIDAY = date(2026, 11, 27)


@pytest.mark.django_db  # counts by the stored calendar
@pytest.mark.parametrize(
    ("on", "days", "words"),
    [
        (date(2026, 11, 28), 1, "1 arbetsdag sen"),  # the Saturday: never "0 arbetsdagar"
        (date(2026, 11, 30), 1, "1 arbetsdag sen"),
        (date(2026, 12, 1), 2, "2 arbetsdagar sen"),
    ],
)
def test_late_is_counted_from_the_day_after_and_never_as_none(on: date, days: int, words: str) -> None:
    assert (working_days_late(FRIDAY, on), late_in_words(FRIDAY, on)) == (days, words)
    assert expired_in_words(FRIDAY, on) == f"Förföll fre 27 nov · {words}"


@pytest.mark.django_db
def test_the_year_is_said_when_it_is_another_one() -> None:
    assert expired_in_words(date(2026, 12, 30), date(2027, 1, 4)).startswith("Förföll ons 30 dec 2026 · ")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("facts", "quiet"),
    [
        ({"breached": True}, ""),
        ({"breached": True, "covered": False}, "Omfattas inte av garantin"),
        ({"excused": True}, "Ursäktad"),
        ({"breached": True, "enrolment__paused": True}, "Pausad: uppehåll"),
        ({"breached": True, "enrolment": None}, ""),
    ],
)
def test_what_nobody_is_to_be_blamed_for_is_not_said_to_be_late(facts: dict[str, object], quiet: str) -> None:
    clock = DeadlineClockFactory(**facts)
    assert why_not_late(clock) == quiet
    shown = Template("{% clock_date clock today %}").render(Context({"clock": clock, "today": date(2030, 1, 7)}))
    assert ("Förföll" in shown) == (not quiet)
    assert ('data-color="danger"' in shown) == (not quiet)
    assert quiet in shown


@pytest.mark.parametrize(
    ("kind", "title", "within"),
    [
        (ClockKind.PLAN_GUARANTEE, "Jobbgarantin bröts", "Jobbgarantin bröts i RS-2026-00044"),
        (ClockKind.PLAN_COMMUNICATION, "Planen skickades inte i tid", "Planen i RS-2026-00044 skickades inte i tid"),
        (
            ClockKind.GROUP_INFO_OFFER,
            "Gruppinformation erbjöds inte i tid",
            "Gruppinformation i RS-2026-00044 erbjöds inte i tid",
        ),
    ],
)
def test_what_a_clock_that_was_not_kept_is_called(kind: ClockKind, title: str, within: str) -> None:
    assert (not_kept(kind), not_kept(kind, "RS-2026-00044")) == (title, within)


@pytest.mark.parametrize("kind", ClockKind)
def test_every_kind_has_words_for_it(kind: ClockKind) -> None:
    assert "kommunicerad bröts" not in not_kept(kind)
    assert "RS-1" in not_kept(kind, "RS-1")


@pytest.mark.django_db
@pytest.mark.parametrize(("origin", "began"), [("WALK_IN", "Första besöket var"), ("REFERRAL", "Remissen kom in")])
def test_nobody_sent_a_referral_for_somebody_who_walked_in(origin: str, began: str) -> None:
    case = EnrolmentFactory(origin=origin)
    clock: DeadlineClock = DeadlineClockFactory(
        enrolment=case, policy=DeadlinePolicyFactory(start_event="REFERRAL_RECEIVED")
    )
    assert explain_clock(clock).summary.startswith(f"{began} ")


@pytest.mark.parametrize(
    ("rule", "length", "warned"),
    [
        ({"length": 1, "unit": "WORKING_DAYS", "warn_days_first": 1}, "1 arbetsdag", "1 arbetsdag före"),
        ({"length": 5, "unit": "WORKING_DAYS", "warn_days_first": 2}, "5 arbetsdagar", "2 arbetsdagar före"),
        (
            {"length": 3, "unit": "MONTHS", "warn_days_first": 10, "warn_days_second": 5},
            "3 månader",
            "10 och 5 arbetsdagar före",
        ),
        ({"length": 1, "unit": "MONTHS"}, "1 månad", ""),
    ],
)
def test_a_rule_in_words(rule: dict[str, object], length: str, warned: str) -> None:
    policy = DeadlinePolicy(**rule)
    assert (policy.length_in_words, policy.warned_in_words) == (length, warned)
