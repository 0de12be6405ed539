"""Slips in the form for what happened: nothing typed is passed over, nothing is logged twice without a word."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from aspirants.models import Enrolment
from core.refusals import OperationRefused
from demo.factories import JobPlanVersionFactory, MeetingFactory
from jobplans.models import ApprovalMethod, Decision, JobPlanVersion, PlanApproval
from jobplans.operations import record_answer
from jobplans.operations.correcting import correct_answer
from jobplans.shown import shown_answer, shown_version
from meetings.models import Meeting
from tests.aspirants.staff import Desk, at, changed, errors, text

TYPED = {"day": "2026-11-23", "time": "9.00", "kind": "COACH", "outcome": "attended"}
YES = {"decision": "APPROVED", "method": "SIGNED_PAPER"}

pytestmark = pytest.mark.usefixtures("policies")


def link(case: Enrolment) -> str:
    return reverse("log_meeting", args=[case.pk])


class TestTheNextMeeting:
    @pytest.mark.parametrize(
        "typed",
        [
            {"next_day": "2026-12-01"},
            {"next_time": "13.00"},
            {"next_step": "1", "next_day": "2026-12-08"},
        ],
        ids=["a day and no choice", "a time and no choice", "a day beside another choice"],
    )
    def test_a_day_that_the_choice_would_pass_over_is_asked_about(self, as_coach: Desk, case: Enrolment, typed) -> None:
        response = as_coach.submit(link(case), TYPED | typed)
        assert list(errors(response)) == ["next_step"]
        assert "Välj ett eget datum, eller töm fältet." in text(response)
        assert not Meeting.objects.exists()

    def test_a_time_of_its_own_a_week_ahead_is_booked(self, as_coach: Desk, case: Enrolment) -> None:
        assert as_coach.submit(link(case), TYPED | {"next_step": "1", "next_time": "13.00"}).status_code == 302
        assert Meeting.objects.get(status="BOOKED").starts_at == at("2026-11-30", "13:00")


class TestTheSameTimeTwice:
    def test_it_is_asked_about_and_can_be_saved(self, as_coach: Desk, case: Enrolment) -> None:
        assert as_coach.submit(link(case), TYPED).status_code == 302
        warned = as_coach.submit(link(case), TYPED)
        assert warned.status_code == 422
        assert "Det finns redan ett loggat möte den tiden: coachmöte, närvarade." in text(warned)
        assert "Spara ändå" in text(warned)
        assert Meeting.objects.count() == 1
        assert as_coach.submit(link(case), TYPED, page=warned).status_code == 302
        assert Meeting.objects.count() == 2

    def test_a_minute_later_is_another_meeting(self, as_coach: Desk, case: Enrolment) -> None:
        as_coach.submit(link(case), TYPED)
        assert as_coach.submit(link(case), TYPED | {"time": "9.01"}).status_code == 302

    def test_all_warnings_are_answered_at_once(self, as_coach: Desk, case: Enrolment) -> None:
        as_coach.submit(link(case), TYPED)
        typed = TYPED | {"next_step": "day", "next_day": "2026-12-01", "next_time": "20.30"}
        warned = as_coach.submit(link(case), typed)
        assert "Det finns redan ett loggat möte" in text(warned)
        assert "Klockan 20.30 är utanför öppettiden" in text(warned)
        assert as_coach.submit(link(case), typed, page=warned).status_code == 302
        assert sorted(Meeting.objects.values_list("status", flat=True)) == ["BOOKED", "PRESENT", "PRESENT"]


class TestABookingThatIsNone:
    @pytest.fixture
    def booking(self, case: Enrolment) -> Meeting:
        return MeetingFactory(enrolment=case, starts_at=at("2026-11-26"))

    def test_a_page_kept_open_does_not_promise_what_it_does_not_show(self, as_coach: Desk, booking: Meeting) -> None:
        path = reverse("move_booking", args=[booking.pk])
        page = as_coach.get(path)
        cancel = {"why": "UNIT:INTERPRETER", "note": ""}
        assert as_coach.submit(reverse("cancel_booking", args=[booking.pk]), cancel).status_code == 302
        typed = {"day": "2026-12-01", "time": "10.00", "why": cancel["why"], "note": "Tolken är sjuk"}
        response = as_coach.submit(path, typed, page=page)
        assert changed(response)
        assert "Mötet är inte bokat längre." in text(response)
        assert "finns kvar nedanför" not in text(response)
        assert "Du skrev: Tolken är sjuk" in text(response)

    @pytest.mark.parametrize("trait", ["cancelled", "present"])
    def test_an_old_link_to_log_it_says_what_became_of_it(self, as_coach: Desk, case: Enrolment, trait: str) -> None:
        meeting = MeetingFactory(enrolment=case, starts_at=at("2026-11-23", "09:00"), **{trait: True})
        page = as_coach.get(f"{link(case)}?meeting={meeting.pk}")
        how = "inställt av jobbtorget" if trait == "cancelled" else "närvarade"
        assert f"Coachmöte mån 23 nov 2026 09.00, besök är redan registrerat: {how}." in text(page)
        assert "Bokat coachmöte" not in text(page)
        assert 'name="outcome"' not in page.content.decode()


class TestAnAnswerBeforeTheProposal:
    @pytest.fixture
    def version(self, case: Enrolment) -> JobPlanVersion:
        return JobPlanVersionFactory(enrolment=case, proposed=True, proposed_at=at("2026-11-23", "09:22"))

    def answer(self, coach: Any, version: JobPlanVersion, moment: Any) -> PlanApproval:
        return record_answer(
            actor=coach,
            version=version,
            seen_version=shown_version(version),
            decision=Decision.APPROVED,
            answered_at=moment,
            method=ApprovalMethod.SIGNED_PAPER,
        )

    def test_the_same_day_it_is_refused_and_told_when_it_was_proposed(self, as_coach, case, version) -> None:
        path = reverse("plan_answer", args=[case.pk])
        typed = TYPED | YES | {"outcome": "none", "time": "9.10"}
        sentence = "Planen föreslogs mån 23 nov 2026 09.22. Svaret kan inte ha kommit före det samma dag."
        assert errors(as_coach.submit(path, typed)) == {"day": [sentence]}
        assert not PlanApproval.objects.exists()
        assert as_coach.submit(path, typed | {"time": "9.22"}).status_code == 302

    def test_a_plan_signed_on_paper_the_day_before_can_be_typed_afterwards(self, coach, version) -> None:
        assert self.answer(coach, version, at("2026-11-20", "15:50")).answered_at == at("2026-11-20", "15:50")

    def test_the_time_that_the_page_suggests_is_none_before_the_proposal(self, as_coach, now, case) -> None:
        now.move_to(at("2026-11-23", "09:24"))
        JobPlanVersionFactory(enrolment=case, proposed=True, proposed_at=at("2026-11-23", "09:23"))
        page = as_coach.get(reverse("plan_answer", args=[case.pk]))
        assert 'value="09.23"' in page.content.decode()

    def test_at_a_meeting_that_began_before_it_the_answer_came_later_in_it(self, as_coach, case, version) -> None:
        assert as_coach.submit(link(case), TYPED | YES).status_code == 302
        assert Meeting.objects.get().starts_at == at("2026-11-23", "09:00")
        assert PlanApproval.objects.get().answered_at == at("2026-11-23", "09:22")

    def test_nor_does_a_correction_move_it_there(self, as_coach, coach, version) -> None:
        answer = self.answer(coach, version, at("2026-11-23", "09:25"))
        with pytest.raises(OperationRefused, match="Planen föreslogs"):
            correct_answer(
                actor=coach,
                answer=answer,
                seen_answer=shown_answer(answer),
                answered_at=at("2026-11-23", "09:05"),
                method=ApprovalMethod.SIGNED_PAPER,
            )
