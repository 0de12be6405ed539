"""The manager's no to a correction: the thing says again what it said, with what follows from it; its maker is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from aspirants.corrections.putting_back import put_back
from aspirants.corrections.registry import correctable_of
from aspirants.models import CorrectedKind, Correction, CorrectionSort, CorrectionState, Enrolment
from core.history.tracking import changes_of
from deadlines.models import Breach, ClockStatus
from deadlines.operations.correcting import decide_correction
from deadlines.shown import shown_waiting
from deadlines.status.healing import healable_clocks
from demo.factories import (
    ActivityFactory,
    CaseNoteFactory,
    ContactAttemptFactory,
    FollowUpFactory,
    GroupInformationBookingFactory,
    InterruptionFactory,
    JobOfferFactory,
    JobPlanVersionFactory,
    MeetingFactory,
)
from jobplans.models import ApprovalMethod, FollowUpResult
from jobplans.operations import hold_follow_up
from jobplans.operations.correcting import correct_follow_up
from jobplans.shown import shown_follow_up, shown_held
from meetings.choices import MeetingStatus
from meetings.models import Meeting
from notices.models import Notice
from tests.aspirants.staff import at, text
from tests.corrections.acts import booked, correct, logged
from tests.deadlines.clocks import sweep_on


def refuse(manager, correction):
    correction.refresh_from_db()
    assert correction.state == CorrectionState.WAITING
    return decide_correction(
        actor=manager,
        correction=correction,
        seen_correction=shown_waiting(correction, healable_clocks(correction.enrolment)),
        accepts=False,
        reason="Det stämde från början",
    )


def test_a_follow_up_and_the_one_after_it(now, coach, manager, case):
    follow_up = FollowUpFactory(enrolment=case, clock__started_on=date(2026, 8, 20))
    sweep_on(now, "2026-11-23")
    now.move_to(at("2026-11-23", "11:00"))
    held = {"actor": coach, "follow_up": follow_up, "result": FollowUpResult.UNCHANGED}
    hold_follow_up(**held, seen_follow_up=shown_follow_up(follow_up), held_at=at("2026-11-23"))
    follow_up.refresh_from_db()
    correction = correct_follow_up(**held, seen_held=shown_held(follow_up), held_at=at("2026-11-19"), note="Fel dag")
    assert Breach.objects.get().cause == "B06"
    assert case.follow_ups.get(status="PLANNED").clock.started_on == date(2026, 11, 19)
    refuse(manager, correction)
    follow_up.refresh_from_db()
    assert (follow_up.held_at, follow_up.note) == (at("2026-11-23"), "")
    assert (follow_up.clock.status, follow_up.clock.fulfilled_at) == (ClockStatus.BREACHED, at("2026-11-23"))
    assert Breach.objects.get().cause == "", "nobody gave one"
    following = case.follow_ups.get(status="PLANNED").clock
    assert (following.started_on, following.due_on) == (date(2026, 11, 23), date(2027, 2, 23))
    [back, refused] = Correction.objects.order_by("-pk")
    assert (back.made_by, back.sort, back.reason) == (manager, CorrectionSort.CHANGED, "Det stämde från början")
    assert (refused.state, back.state) == (CorrectionState.REFUSED, CorrectionState.DONE)
    notes = changes_of(type(follow_up)).objects.filter(pgh_obj=follow_up.pk).order_by("pgh_id")
    assert list(notes.values_list("note", flat=True))[-3:] == ["", "Fel dag", ""], "the history has both"


@pytest.fixture
def missed(now, coach, received):
    """A meeting that was corrected to have been missed, after the last day."""
    clock = received("2026-11-23")
    meeting = booked(now, coach, clock.enrolment, at("2026-11-24"), at("2026-11-26"))
    logged(now, coach, meeting, at("2026-11-26", "11:00"), note="Gick bra")
    sweep_on(now, "2026-12-01")
    now.move_to(at("2026-12-02"))
    return correct(coach, meeting, status=MeetingStatus.ABSENT_INVALID, note="Kom inte")


def test_a_meeting_and_its_maker_is_told(missed, coach, manager, as_manager):
    case = missed.enrolment
    case.refresh_from_db()
    assert case.first_visit_on is None
    missed.refresh_from_db()
    path = reverse("correction_decide", args=[case.pk])
    typed = {"answer": "no", "reason": "Det stämde från början"}
    assert as_manager.submit(path, typed).status_code == 302
    meeting, case = Meeting.objects.get(), Enrolment.objects.get(pk=case.pk)
    assert (meeting.status, meeting.note, case.first_visit_on) == ("PRESENT", "Gick bra", date(2026, 11, 26))
    told = Notice.objects.get(event_key=f"correction-{missed.pk}")
    assert told.recipient == coach
    assert told.text == f"Enhetschefen godtog inte en rättelse i {case.case_no}. Det som stod före gäller igen."
    assert not Correction.objects.filter(state=CorrectionState.WAITING).exists()
    assert not Correction.objects.filter(moves_evidence=True).exists(), "it is on record since it was logged"


def test_what_was_corrected_later_stays(missed, coach, manager):
    correct(coach, Meeting.objects.get(), note="Hade ringt")
    refuse(manager, missed)
    meeting = Meeting.objects.get()
    assert (meeting.status, meeting.note) == ("PRESENT", "Hade ringt")


def test_the_page_says_what_a_no_does(missed, as_manager):
    page = text(as_manager.get(reverse("correction_decide", args=[missed.enrolment_id])))
    assert "Nej, det som stod före rättelsen gäller" in page


def _answer(case):
    return JobPlanVersionFactory(enrolment=case, approved=True).approval


MADE: dict[CorrectedKind, tuple[Callable[[Enrolment], Any], dict[str, Any]]] = {
    CorrectedKind.MEETING: (lambda case: MeetingFactory(enrolment=case, present=True), {"note": "Annat"}),
    CorrectedKind.GROUP: (
        lambda case: GroupInformationBookingFactory(enrolment=case, attended=True),
        {"status": "NO_SHOW"},
    ),
    CorrectedKind.ATTEMPT: (
        lambda case: ContactAttemptFactory(clock=FollowUpFactory(enrolment=case).clock),
        {"channel": "EMAIL"},
    ),
    CorrectedKind.OFFER: (lambda case: JobOfferFactory(enrolment=case), {"employer": "Ett annat bolag"}),
    CorrectedKind.ACTIVITY: (lambda case: ActivityFactory(enrolment=case), {"provider": "En annan anordnare"}),
    CorrectedKind.ANSWER: (_answer, {"method": ApprovalMethod.BY_EMAIL}),
    CorrectedKind.INTERRUPTION: (
        lambda case: InterruptionFactory(enrolment=case),
        {"started_on": date(2026, 11, 19)},
    ),
    CorrectedKind.NOTE: (lambda case: CaseNoteFactory(enrolment=case), {"text": "Annat"}),
}


@pytest.mark.parametrize("code", MADE, ids=str)
def test_each_kind_comes_back_as_it_was(now, manager, case, code):
    make, changed = MADE[code]
    kind = correctable_of(code)
    row = kind.rows(case).get(pk=make(case).pk)
    names = [field.attname for field in type(row)._meta.concrete_fields]
    before = {name: getattr(row, name) for name in names}
    now.shift(timedelta(minutes=5))
    said = {**kind.said(row), **changed}
    correction = kind.correct(actor=manager, row=row, seen=kind.shown(row), reason="Fel", **said)
    row = kind.rows(case).get(pk=row.pk)
    assert {name: getattr(row, name) for name in names} != before
    now.shift(timedelta(minutes=5))
    assert put_back(actor=manager, correction=correction, reason="Rätt från början") is not None
    row = kind.rows(case).get(pk=row.pk)
    assert {name: getattr(row, name) for name in names} == before


def test_every_kind_is_tried():
    of_pages_of_their_own = {
        CorrectedKind.COACH,
        CorrectedKind.TARGET_GROUP,
        CorrectedKind.ARRIVAL,
        CorrectedKind.ENROLMENT,
    }
    assert set(MADE) | {CorrectedKind.FOLLOW_UP} | of_pages_of_their_own == set(CorrectedKind)
