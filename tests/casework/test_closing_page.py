"""The page that closes a case: the group first, what ends with the case, its date, and what was typed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from aspirants.closing.frozen import frozen_on, frozen_through
from aspirants.models import Closure, OutcomeGroup
from demo.factories import (
    ActivityFactory,
    ClosureReasonFactory,
    EnrolmentFactory,
    FollowUpFactory,
    GroupInformationBookingFactory,
    GroupInformationSessionFactory,
    JobOfferFactory,
    JobPlanVersionFactory,
    MeetingFactory,
)
from tests.aspirants.staff import at, errors, text
from tests.casework.test_closing import WORK, close


def test_the_group_alone_brings_its_codes(as_coach, case):
    """Two steps without scripts: the codes of studies, and no others."""
    work, studies = ClosureReasonFactory(work=True), ClosureReasonFactory(studies=True)
    first = as_coach.get(reverse("close_case", args=[case.pk])).content.decode()
    assert first.index('name="group"') < first.index('name="reason"')
    assert f'value="{work.pk}"' in first
    assert f'value="{studies.pk}"' in first
    answers = {"group": "S", "reason": "", "destination": "Komvux", "closed_on": "2026-11-20"}
    second = as_coach.submit(reverse("close_case", args=[case.pk]), answers)
    page = second.content.decode()
    assert errors(second)["reason"] == ["Välj avslutsorsak."]
    assert f'value="{studies.pk}"' in page
    assert f'value="{work.pk}"' not in page
    assert "Komvux" in page


def test_a_code_of_another_group_is_said_at_the_code(as_coach, case):
    ClosureReasonFactory(studies=True)
    found = errors(close(as_coach, case, ClosureReasonFactory(work=True), group=OutcomeGroup.STUDIES, **WORK))
    assert found == {"reason": ["Välj en orsak i gruppen Studier."]}


def test_to_change_keeps_everything(as_coach, case):
    second = close(as_coach, case, ClosureReasonFactory(work=True), confirmed=False, text="Grattis", **WORK)
    hidden = {field.html_name: field.value() for field in second.context["form"]}
    first = as_coach.post(reverse("close_case", args=[case.pk]), {**hidden, "change": "1"})
    assert first.status_code == 200
    page = first.content.decode()
    for typed in ("Grattis", "Stadsköket i Solna", "2026-12-01", "2026-11-23"):
        assert typed in page
    assert 'name="confirmed"' not in page
    assert not Closure.objects.exists()


def everything(case, coach) -> list[str]:
    """Something of each kind hangs on the case; the words for each."""
    today, later = timezone.localdate(), at("2026-12-10", "13:15")
    MeetingFactory(enrolment=case, coach=coach, starts_at=later)
    session = GroupInformationSessionFactory(jobbtorg=case.jobbtorg, starts_at=later)
    GroupInformationBookingFactory(enrolment=case, session=session)
    JobPlanVersionFactory(enrolment=case)
    FollowUpFactory(enrolment=case)
    JobOfferFactory(enrolment=case, employer="Bageriet", offered_on=today)
    ActivityFactory(enrolment=case, decided_on=today, starts_on=today, ends_on=None)
    return [
        "Coachmöte tor 10 dec 2026 13.15",
        "Gruppinformation tor 10 dec 2026 13.15",
        "Version 1, utkast",
        "Uppföljning senast",
        "Bageriet, erbjudet",
        "började mån 23 nov 2026",
    ]


def test_all_that_hangs_on_it_is_shown_and_on_no_list_afterwards(as_coach, as_manager, case, coach):
    words = everything(case, coach)
    page = text(close(as_coach, case, ClosureReasonFactory(moved=True), confirmed=False))
    for told in (*words, "ställs in", "återkallas", "dras tillbaka", "är inte längre aktuella", "avbryts samma dag"):
        assert told in page
    assert close(as_coach, case, ClosureReasonFactory(moved=True)).status_code == 302
    day = as_coach.get(reverse("home"))
    assert day.context["attention"] == []
    assert day.context["meetings"] == []
    assert sum(day.meetings for day in day.context["week"].days) == 0
    assert case.person.name not in text(day)
    for client in (as_coach, as_manager):
        assert case.case_no not in text(client.get(reverse("deadlines")))


def test_what_was_booked_meanwhile_is_shown_before_it_is_settled(as_coach, case, coach):
    """The second page carries what it showed: a booking that has come since then is shown, and nothing is done."""
    reason = ClosureReasonFactory(moved=True)
    second = close(as_coach, case, reason, confirmed=False)
    hidden = {field.html_name: field.value() for field in second.context["form"]}
    MeetingFactory(enrolment=case, coach=coach, starts_at=at("2026-12-10", "13:15"))
    answer = as_coach.post(reverse("close_case", args=[case.pk]), {**hidden, "confirmed": "1"})
    assert answer.status_code == 409
    assert "tor 10 dec 2026 13.15" in text(answer)
    assert not Closure.objects.exists()


def test_a_meeting_that_nobody_has_logged_is_logged_first(as_coach, case, coach):
    MeetingFactory(enrolment=case, coach=coach, starts_at=at("2026-11-20", "10:00"))
    sentence = "Mötet fre 20 nov 2026 10.00 är inte loggat. Logga det innan ärendet avslutas."
    assert sentence in text(as_coach.get(reverse("close_case", args=[case.pk])))
    assert errors(close(as_coach, case, ClosureReasonFactory(moved=True)))["__all__"] == [sentence]


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda case: MeetingFactory(enrolment=case, present=True, starts_at=at("2026-11-20")), "mötet"),
        (lambda case: FollowUpFactory(enrolment=case, held=True, held_at=at("2026-11-20")), "uppföljningen"),
        (
            lambda case: JobPlanVersionFactory(enrolment=case, approved=True, approval__answered_at=at("2026-11-20")),
            "svaret på jobbplanen",
        ),
        (
            lambda case: ActivityFactory(enrolment=case, decided_on=date(2026, 11, 20), starts_on=date(2026, 11, 20)),
            "insatsen",
        ),
        (lambda case: JobOfferFactory(enrolment=case, offered_on=date(2026, 11, 20)), "jobberbjudandet"),
    ],
    ids=["meeting", "follow-up", "plan answer", "insats", "job offer"],
)
def test_not_before_the_last_event(as_coach, coach, make, words):
    """FC-34: and the page says which event that is."""
    case = EnrolmentFactory(coach=coach, enrolled_on=date(2026, 10, 1))
    make(case)
    reason = ClosureReasonFactory(moved=True)
    found = errors(close(as_coach, case, reason, closed_on="2026-11-19"))
    assert found == {
        "closed_on": [
            f"Ärendet kan inte avslutas före {words} fredag 20 november 2026. Välj den dagen eller en senare."
        ]
    }
    assert close(as_coach, case, reason, closed_on="2026-11-20").status_code == 302


@pytest.mark.parametrize(
    ("last", "from_day"),
    [
        (date(2026, 4, 30), date(2026, 5, 9)),  # the first of May is a Friday
        (date(2026, 8, 31), date(2026, 9, 8)),
        (date(2026, 12, 31), date(2027, 1, 12)),  # New Year, a weekend, Epiphany
    ],
)
def test_a_tertial_stands_five_working_days_after_its_end(db, last, from_day):
    assert frozen_on(last) == from_day
    assert frozen_through(from_day) == last
    assert frozen_through(from_day - timedelta(days=1)) < last


def test_in_a_period_that_stands_only_a_manager(as_coach, as_manager, coach):
    """FC-34: it is said to be a later correction."""
    case = EnrolmentFactory(coach=coach, enrolled_on=date(2026, 3, 2))
    reason = ClosureReasonFactory(moved=True)
    [sentence] = errors(close(as_coach, case, reason, closed_on="2026-08-31"))["closed_on"]
    assert "31 augusti 2026" in sentence
    assert "enhetschefen" in sentence
    page = text(close(as_manager, case, reason, closed_on="2026-08-31", confirmed=False))
    assert "redovisas som en senare rättelse" in page
    assert close(as_manager, case, reason, closed_on="2026-08-31").status_code == 302
