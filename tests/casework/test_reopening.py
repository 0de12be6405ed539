"""Taking a closing back: who may, until when, and what comes back (FC-31)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from activities.choices import OfferAnswer
from activities.models import Activity, JobOffer
from aspirants.events.reading import events_of
from aspirants.models import Closure, ClosureStatus, Disclosure, DisclosureBasis, Enrolment, EnrolmentStatus
from casework.models import CaseTransfer
from casework.operations import close_case, reopen_case
from casework.shown import shown_case
from core.refusals import OperationRefused
from core.seen import ChangedMeanwhileError
from deadlines.jobs.sweep import sweep
from deadlines.models import Breach, ClockStatus, DeadlineClock
from demo.factories import (
    ActivityFactory,
    ClosureReasonFactory,
    DeadlineClockFactory,
    EnrolmentFactory,
    FollowUpFactory,
    GroupInformationBookingFactory,
    GroupInformationSessionFactory,
    JobOfferFactory,
    JobPlanVersionFactory,
    MeetingFactory,
    UserFactory,
    working_day,
)
from jobplans.models import FollowUp, FollowUpStatus
from meetings.choices import BookingStatus, ChangeReason, MeetingStatus, Wish
from meetings.models import BookingChange, GroupInformationBooking, Meeting
from notices.choices import NoticeKind
from notices.models import Notice
from organisation.models import User
from tests.aspirants.staff import Desk, at, said, text
from tests.roles import at_desk

WHY = "Stängdes av misstag, fel person"


def fresh(case: Enrolment) -> Enrolment:
    return Enrolment.objects.get(pk=case.pk)


def close(case: Enrolment, actor, trait: str = "moved", **changes) -> Closure:
    case = fresh(case)
    work = {"destination": "Stadsköket", "destination_starts_on": timezone.localdate()} if trait == "work" else {}
    facts = {"closed_on": timezone.localdate(), "basis": DisclosureBasis.OSL_26_9, **work, **changes}
    reason = ClosureReasonFactory(**{trait: True})
    return close_case(actor=actor, enrolment=case, seen_case=shown_case(case), reason=reason, **facts)


def reopen(case: Enrolment, actor, reason: str = WHY) -> Enrolment:
    case = fresh(case)
    return reopen_case(actor=actor, enrolment=case, seen_case=shown_case(case), reason=reason)


def statuses(case: Enrolment) -> dict[str, tuple]:
    rows = DeadlineClock.objects.filter(enrolment=case)
    return {
        one.policy.kind: (one.status, one.due_on, one.fulfilled_at, one.ended_on, one.ended_with_id) for one in rows
    }


def test_a_manager_opens_it_again_and_the_closing_is_kept(case, coach, manager):
    closure = close(case, coach)
    found = reopen(case, manager)
    closure.refresh_from_db()
    assert (found.status, found.closed_on) == (EnrolmentStatus.ACTIVE, None)
    assert (closure.status, closure.corrected_by, closure.correction_reason) == (
        ClosureStatus.CORRECTED,
        manager,
        WHY,
    )
    assert closure.corrected_at == timezone.now()
    close(case, coach)
    assert Closure.objects.standing().count() == 1
    assert Closure.objects.count() == 2


def test_not_by_a_coach_nor_elsewhere_nor_without_a_reason(case, coach, manager):
    close(case, coach)
    with pytest.raises(OperationRefused, match="Bara enhetschefen"):
        reopen(case, coach)
    with pytest.raises(OperationRefused, match="Bara enhetschefen"):
        reopen(case, UserFactory(manager=True))
    with pytest.raises(OperationRefused, match="tio tecken"):
        reopen(case, manager, "fel")
    assert not fresh(case).is_open


def test_an_open_case_cannot_be_opened(case, manager):
    with pytest.raises(OperationRefused, match="inte avslutat"):
        reopen(case, manager)


def test_only_the_case_that_was_shown(case, coach, manager):
    seen = shown_case(fresh(case))
    close(case, coach)
    with pytest.raises(ChangedMeanwhileError):
        reopen_case(actor=manager, enrolment=case, seen_case=seen, reason=WHY)


def test_fourteen_days_from_when_it_was_registered(case, coach, manager, now):
    close(case, coach, closed_on=timezone.localdate() - timedelta(days=3))
    now.move_to(at("2026-12-07", "23:59"))
    reopen(case, manager)
    close(case, coach)
    now.move_to(at("2026-12-22", "00:01"))
    with pytest.raises(OperationRefused, match=r"21 december 2026.*ny remiss"):
        reopen(case, manager)


def test_one_open_case_a_person(case, coach, manager):
    close(case, coach)
    EnrolmentFactory(person=case.person)
    with pytest.raises(OperationRefused, match="redan ett öppet ärende i staden"):
        reopen(case, manager)
    assert Closure.objects.get().status == ClosureStatus.PRELIMINARY


@pytest.mark.parametrize("trait", ["moved", "work"])
@pytest.mark.parametrize("how", ["running", "paused", "overdue", "breached", "excused", "met"])
def test_the_clocks_are_as_they_were(case, coach, manager, trait, how):
    DeadlineClockFactory(enrolment=case, **({} if how == "running" else {how: True}))
    FollowUpFactory(enrolment=case)
    before = statuses(case)
    close(case, coach, trait)
    reopen(case, manager)
    if how != "overdue":  # which work that came too late has shown to be broken, before a sweep did
        assert statuses(case) == before
    sweep(on=timezone.localdate())
    expected = ClockStatus.BREACHED if how == "overdue" else before["PLAN_GUARANTEE"][0]
    assert statuses(case)["PLAN_GUARANTEE"][0] == expected


def test_a_last_day_that_passed_meanwhile_is_judged_on_its_facts(case, coach, manager, now):
    DeadlineClockFactory(enrolment=case, due_on=working_day(2))
    close(case, coach, "work")
    assert statuses(case)["PLAN_GUARANTEE"][0] == ClockStatus.MET
    now.move_to(at("2026-12-01"))
    sweep(on=timezone.localdate())
    assert not Breach.objects.exists()
    reopen(case, manager)
    sweep(on=timezone.localdate())
    assert statuses(case)["PLAN_GUARANTEE"][0] == ClockStatus.BREACHED
    assert Breach.objects.get().cause == ""


def test_what_lies_ahead_comes_back(case, coach, manager, now):
    soon, later = at("2026-11-25"), at("2026-12-10")
    MeetingFactory(enrolment=case, coach=coach, starts_at=soon)
    MeetingFactory(enrolment=case, coach=coach, starts_at=later)
    session = GroupInformationSessionFactory(jobbtorg=case.jobbtorg, starts_at=later)
    GroupInformationBookingFactory(enrolment=case, session=session)
    FollowUpFactory(enrolment=case)
    JobOfferFactory(enrolment=case, offered_on=timezone.localdate())
    ActivityFactory(enrolment=case, decided_on=timezone.localdate(), starts_on=timezone.localdate(), ends_on=None)
    close(case, coach)
    assert set(Meeting.objects.values_list("status", flat=True)) == {MeetingStatus.CANCELLED_BY_UNIT}
    assert GroupInformationBooking.objects.get().status == BookingStatus.CANCELLED_BY_UNIT
    assert FollowUp.objects.get().status == FollowUpStatus.CANCELLED
    assert JobOffer.objects.get().answer == OfferAnswer.LAPSED
    assert Activity.objects.get().ends_on == timezone.localdate()
    now.move_to(at("2026-11-30"))
    reopen(case, manager)
    found = dict(Meeting.objects.values_list("starts_at", "status"))
    assert found == {soon: MeetingStatus.CANCELLED_BY_UNIT, later: MeetingStatus.BOOKED}
    assert GroupInformationBooking.objects.get().status == BookingStatus.INVITED
    assert FollowUp.objects.get().status == FollowUpStatus.PLANNED
    assert JobOffer.objects.get().answer == OfferAnswer.PENDING
    assert Activity.objects.get().ends_on is None


def test_the_unit_is_told(case, coach, manager):
    caseworker = UserFactory(caseworker=True, income_support_unit=case.income_support_unit)
    close(case, coach)
    reopen(case, manager)
    rows = list(Disclosure.objects.order_by("pk").values_list("content", "basis", "recipient"))
    unit = case.income_support_unit_id
    assert rows == [("CLOSURE", "OSL_26_9", unit), ("REOPENED", "OSL_26_9", unit)]
    assert Notice.objects.filter(recipient=caseworker, text=f"Ärende {case.case_no} är öppnat igen").count() == 1


def test_the_coach_hears_what_somebody_else_makes_of_the_closing(case, coach, manager):
    """Opened again, registered in error; nothing of what the coach does herself, and nothing once she has left."""
    close(case, coach)
    assert not Notice.objects.filter(recipient=coach).exists()
    reopen(case, manager)
    close(case, manager, "error", text="Dubbelt ärende")
    told = Notice.objects.filter(recipient=coach).order_by("pk")
    path = reverse("case", args=[case.pk])
    assert [(notice.kind, notice.text, notice.path) for notice in told] == [
        (NoticeKind.CLOSURE, f"Ärende {case.case_no} är öppnat igen", path),
        (NoticeKind.CLOSURE, f"Ärende {case.case_no} har avslutats: felregistrering", path),
    ]
    User.objects.filter(pk=coach.pk).update(is_active=False)
    reopen(case, manager)
    assert told.count() == 2


def test_it_is_interrupted_again_where_it_was(case, coach, manager):
    case.interruptions.create(reason="ILLNESS", started_on=timezone.localdate(), registered_by=coach)
    Enrolment.objects.filter(pk=case.pk).update(status=EnrolmentStatus.PAUSED)
    close(case, coach)
    assert reopen(case, manager).status == EnrolmentStatus.PAUSED


def test_what_the_closing_cancelled_says_why_and_is_never_the_aspirants_no(case, coach):
    """It is the jobbtorg's own: no evidence for an excuse (G-50)."""
    later = at("2026-12-10")
    MeetingFactory(enrolment=case, coach=coach, starts_at=later)
    session = GroupInformationSessionFactory(jobbtorg=case.jobbtorg, starts_at=later)
    GroupInformationBookingFactory(enrolment=case, session=session)
    close(case, coach)
    rows = BookingChange.objects.filter(enrolment=case).values_list("wish", "reason", "from_starts_at", "to_starts_at")
    assert list(rows) == [(Wish.UNIT, ChangeReason.CASE_ENDS, later, None)] * 2


def test_a_place_that_was_called_off_before_does_not_come_back(case, coach, manager):
    later = at("2026-12-10")
    session = GroupInformationSessionFactory(jobbtorg=case.jobbtorg, starts_at=later)
    GroupInformationBookingFactory(enrolment=case, session=session, status=BookingStatus.CANCELLED_BY_UNIT)
    close(case, coach)
    reopen(case, manager)
    assert GroupInformationBooking.objects.get().status == BookingStatus.CANCELLED_BY_UNIT


def test_insatser_end_with_a_result_and_go_on_afterwards(case, coach, manager):
    today = timezone.localdate()
    ActivityFactory(enrolment=case, decided_on=today, starts_on=today, ends_on=None)
    ActivityFactory(enrolment=case, decided_on=today, starts_on=today + timedelta(days=9), ends_on=None)
    close(case, coach)
    found = set(Activity.objects.values_list("result", "result_on", "ends_on"))
    assert found == {("INTERRUPTED", today, today), ("NOT_STARTED", today, None)}
    reopen(case, manager)
    assert set(Activity.objects.values_list("result", "result_on", "ends_on")) == {("", None, None)}


def test_an_offer_to_another_jobbtorg_is_shown_and_ends(case, coach, manager):
    CaseTransfer.objects.create(
        enrolment=case,
        origin=case.jobbtorg,
        destination=UserFactory(manager=True).jobbtorg,
        reason="Flyttar till Farsta",
        sent_by=manager,
        sent_at=timezone.now(),
    )
    assert "väntar på svar" in dict(shown_case(fresh(case)).facts)["Flytt till annat jobbtorg"]
    close(case, coach)
    assert CaseTransfer.objects.get().status == "ENDED"


def test_what_came_back_is_told_as_it_was(case, coach, manager, now):
    """A time that holds again was not called off for good, the invitation is still by who made it, and it reopened."""
    later = at("2026-12-10")
    MeetingFactory(enrolment=case, coach=coach, starts_at=later)
    session = GroupInformationSessionFactory(jobbtorg=case.jobbtorg, starts_at=at("2026-12-11"))
    place = GroupInformationBookingFactory(enrolment=case, session=session, registered_by=coach)
    close(case, coach)
    place.refresh_from_db()
    GroupInformationBooking.objects.filter(pk=place.pk).update(registered_by=manager)
    with at_desk(manager):
        reopen(case, manager)
    events = events_of(fresh(case)).events
    told = {event.title: event for event in events}
    assert told["Coachmöte: inställd tid"].text.startswith("tor 10 dec 10.00, gäller igen.")
    assert told["Gruppinformation: inställd tid"].text.startswith("fre 11 dec 10.00, gäller igen.")
    assert told["Kallad till gruppinformation"].by == str(coach)
    assert "Ärendet öppnades igen" in told
    assert "Avslutet rättades" not in told


def test_what_stays_cancelled_blev_inte_av(case, coach):
    MeetingFactory(enrolment=case, coach=coach, starts_at=at("2026-12-10"))
    close(case, coach)
    told = {event.title: event.text for event in events_of(fresh(case)).events}
    assert told["Coachmöte: inställd tid"].startswith("tor 10 dec 10.00.\nPå önskan av")


def test_closing_to_the_employer_who_offered_a_job_accepts_the_offer(case, coach, manager):
    """And no other; opened again both wait for an answer as before."""
    today = timezone.localdate()
    offered = JobOfferFactory(enrolment=case, employer="stadsköket ", offered_on=today)
    other = JobOfferFactory(enrolment=case, employer="Bagarn AB", offered_on=today)
    closure = close(case, coach, "work")
    answers = JobOffer.objects.values_list("pk", "answer", "starts_on", "answered_at")
    assert set(answers) == {
        (offered.pk, OfferAnswer.ACCEPTED, today, closure.decided_at),
        (other.pk, OfferAnswer.LAPSED, None, closure.decided_at),
    }
    reopen(case, manager)
    unanswered = set(JobOffer.objects.values_list("answer", "starts_on", "answered_at"))
    assert unanswered == {(OfferAnswer.PENDING, None, None)}


def test_who_reopens_is_told_that_the_plan_stays_withdrawn(case, coach, manager):
    JobPlanVersionFactory(enrolment=case)
    close(case, coach)
    page = reverse("case_reopen", args=[case.pk])
    desk = Desk(manager)
    assert "Version 1 av jobbplanen förblir tillbakadragen." in text(desk.get(page))
    told = said(desk, desk.submit(page, {"reason": WHY}))
    assert "Ärendet är öppet igen. Version 1 av jobbplanen förblir tillbakadragen." in told


def test_a_case_closed_on_its_first_day_ended_after_it_began(case, coach):
    Enrolment.objects.filter(pk=case.pk).update(enrolled_on=timezone.localdate())
    close(case, coach)
    titles = [event.title for event in events_of(fresh(case)).events]
    assert titles.index("Ärendet avslutades") < titles.index("Inskriven")
