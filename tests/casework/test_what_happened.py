"""One act, one registration: a meeting, and what else it was, said once (FC-22, FC-40–FC-42)."""

from __future__ import annotations

import datetime
import html
import logging
import re
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from aspirants.models import Disclosure, Enrolment
from deadlines.models import ClockStatus, ContactAttempt, DeadlineClock
from demo.factories import (
    DeadlineClockFactory,
    EnrolmentFactory,
    FollowUpFactory,
    JobPlanVersionFactory,
    MeetingFactory,
)
from jobplans.models import Decision, FollowUp, FollowUpStatus, JobPlanVersion, PlanApproval, VersionStatus
from meetings.choices import Channel, MeetingKind, MeetingStatus
from meetings.models import Meeting
from organisation.models import User
from tests.aspirants.staff import Desk, at, changed, errors, said, text

TODAY = date(2026, 11, 23)
TYPED = {"day": "2026-11-23", "time": "9.00", "kind": "COACH"}

pytestmark = pytest.mark.usefixtures("policies")


def link(case: Enrolment) -> str:
    return reverse("log_meeting", args=[case.pk])


def say(client: Desk, path: str, **typed: Any) -> Any:
    """Send the form that the page has, with the day and the time of a quarter of an hour ago."""
    return client.submit(path, TYPED | typed)


@dataclass
class Course:
    """A case with a plan that waits for an answer, a follow-up to hold and a promise to keep."""

    case: Enrolment
    version: JobPlanVersion
    follow_up: FollowUp
    promise: DeadlineClock

    def stored(self) -> dict[str, Any]:
        """What stands about it."""
        for one in (self.case, self.version, self.follow_up, self.follow_up.clock, self.promise):
            one.refresh_from_db()
        meeting = Meeting.objects.filter(enrolment=self.case).first()
        return {
            "meeting": (meeting.status, meeting.channel) if meeting else None,
            "meetings": Meeting.objects.count(),
            "version": self.version.status,
            "held": self.follow_up.status == FollowUpStatus.HELD,
            "attempts": list(ContactAttempt.objects.values_list("result", flat=True)),
            "promise kept": self.promise.status == ClockStatus.MET,
            "follow-up kept": self.follow_up.clock.status == ClockStatus.MET,
            "first visit": self.case.first_visit_on,
        }


@pytest.fixture
def course(case: Enrolment) -> Course:
    version = JobPlanVersionFactory(enrolment=case, proposed=True)
    follow_up = FollowUpFactory(enrolment=case, clock__started_on=date(2026, 11, 9))
    return Course(case, version, follow_up, DeadlineClockFactory(enrolment=case, due_in_5=True))


HELD = {"result": "UNCHANGED"}
YES = {"decision": "APPROVED", "method": "SIGNED_PAPER"}
YES_SAID = {"decision": "APPROVED", "method": "ORAL_AT_MEETING"}
NO = {"decision": "DECLINED", "method": "ORAL_PHONE", "decline_reason": "Vill studera."}
TRIED = {"attempt_result": "NOT_REACHED", "attempt_channel": "PHONE"}
TURNED_DOWN = {"attempt_result": "DECLINED_TIME", "attempt_channel": "PHONE", "offered_day": "2026-11-24"}

ELSE = {
    "nothing": {},
    "held": HELD,
    "yes": YES,
    "yes, said": YES_SAID,
    "no": NO,
    "tried": TRIED,
    "turned down": TURNED_DOWN,
    "held and yes, said": HELD | YES_SAID,
    "no and turned down": NO | TURNED_DOWN,
}
OUTCOMES = {
    "attended": MeetingStatus.PRESENT,
    "absent": MeetingStatus.ABSENT_INVALID,
    "excused": MeetingStatus.ABSENT_VALID,
    "none": None,
}


def refused_at(outcome: str, channel: Channel, more: str) -> set[str]:
    """What cannot have happened together, and at which question that is said. Written down a second time on purpose."""
    there = outcome == "attended"
    found = set()
    if outcome == "none" and more == "nothing":
        found.add("outcome")
    if "held" in more and not there:
        found.add("result")
    elif "said" in more and (not there or channel == Channel.PHONE):
        found.add("method")
    if more == "tried" and there:
        found.add("attempt_result")
    return found


@pytest.mark.parametrize("more", ELSE)
@pytest.mark.parametrize("channel", Channel)
@pytest.mark.parametrize("outcome", OUTCOMES)
def test_every_combination(as_coach: Desk, course: Course, outcome: str, channel: Channel, more: str) -> None:
    """What is stored and which clock is met, of each way it went, was held, and what else it was."""
    before = course.stored()
    response = say(as_coach, link(course.case), outcome=outcome, channel=channel.value, **ELSE[more])
    refused = refused_at(outcome, channel, more)
    if refused:
        assert set(errors(response)) == refused
        assert course.stored() == before
        return
    assert response.status_code == 302, text(response)
    status = OUTCOMES[outcome]
    visited = (status, channel) == (MeetingStatus.PRESENT, Channel.VISIT)
    answered = {"yes": VersionStatus.APPROVED, "no": VersionStatus.DECLINED}
    [version] = [value for key, value in answered.items() if key in more.split()] or [VersionStatus.PROPOSED]
    if "yes" in more:
        version = VersionStatus.APPROVED
    assert course.stored() == {
        "meeting": (status, channel) if status else None,
        "meetings": 1 if status else 0,
        "version": version,
        "held": "held" in more,
        "attempts": [ELSE[more]["attempt_result"]] if "attempt_result" in ELSE[more] else [],
        "promise kept": version == VersionStatus.APPROVED,
        "follow-up kept": "held" in more,
        "first visit": TODAY if visited else None,
    }


class TestWhatWasShown:
    """FC-36: an act applies to the version, the follow-up and the booking that the page showed, and to no other."""

    def test_a_plan_that_became_another_one_is_not_approved_and_nothing_else_is_done(self, as_coach, course) -> None:
        page = as_coach.get(link(course.case))
        JobPlanVersion.objects.filter(pk=course.version.pk).update(status=VersionStatus.WITHDRAWN)
        third = JobPlanVersionFactory(
            plan=course.version.plan, enrolment=course.case, number=2, goal="Studier", proposed=True
        )
        before = course.stored()
        typed = TYPED | OUTCOME | HELD | YES | {"note": "Vi gick igenom planen."}
        refused = as_coach.submit(link(course.case), typed, page=page)
        assert changed(refused)["Version"] == ("1", "2")
        assert "Vi gick igenom planen." in text(refused)
        assert course.stored() == before
        assert as_coach.submit(link(course.case), typed, page=refused).status_code == 302
        third.refresh_from_db()
        assert third.status == VersionStatus.APPROVED
        assert course.stored()["meetings"] == 1

    def test_a_plan_that_was_withdrawn_is_no_reason_to_forget_the_answer(self, as_coach, course) -> None:
        """No version waits any more; the meeting is not logged as if nothing had been said of the plan."""
        page = as_coach.get(link(course.case))
        JobPlanVersion.objects.update(status=VersionStatus.WITHDRAWN)
        refused = as_coach.submit(link(course.case), TYPED | OUTCOME | YES, page=page)
        assert changed(refused)["Status"] == ("Föreslagen", "Tillbakadragen")
        assert course.stored()["meetings"] == 0

    def test_what_nobody_answers_may_change(self, as_coach, course) -> None:
        page = as_coach.get(link(course.case))
        course.version.items.update(text="Truckkort")
        assert as_coach.submit(link(course.case), TYPED | OUTCOME, page=page).status_code == 302
        assert course.stored()["meetings"] == 1

    def test_a_follow_up_that_somebody_else_recorded_is_not_recorded_again(self, as_coach, as_manager, course) -> None:
        pages = [client.get(link(course.case)) for client in (as_coach, as_manager)]
        typed = TYPED | OUTCOME | HELD
        assert as_manager.submit(link(course.case), typed, page=pages[1]).status_code == 302
        refused = as_coach.submit(link(course.case), typed, page=pages[0])
        assert changed(refused)
        assert course.stored()["meetings"] == 1

    @pytest.mark.parametrize(
        "meanwhile", [{"starts_at": at(TODAY, "15:00")}, {"status": "PRESENT", "logged_at": at(TODAY, "09:20")}]
    )
    def test_a_booking_that_was_moved_or_logged_meanwhile(self, as_coach, case, meanwhile) -> None:
        booked = MeetingFactory(enrolment=case, starts_at=at(TODAY, "09:15"))
        page = as_coach.get(link(case))
        Meeting.objects.filter(pk=booked.pk).update(**meanwhile)
        typed = {**shown(page.context["form"]), "outcome": "absent"}
        refused = as_coach.submit(link(case), typed, page=page)
        assert changed(refused).keys() <= {"Tid", "Hur det gick"}
        booked.refresh_from_db()
        assert booked.status != MeetingStatus.ABSENT_INVALID

    def test_a_clock_that_was_met_meanwhile_takes_no_attempt_and_hinders_no_meeting(self, as_coach, case) -> None:
        clock = DeadlineClockFactory(enrolment=case, due_in_5=True)
        pages = [as_coach.get(link(case)) for _ in range(2)]
        DeadlineClock.objects.filter(pk=clock.pk).update(status=ClockStatus.MET, fulfilled_at=at(TODAY, "08:00"))
        refused = as_coach.submit(link(case), TYPED | TRIED | {"outcome": "absent"}, page=pages[0])
        assert errors(refused) == {
            "attempt_clock": ["Fristen är redan uppfylld eller avslutad. Ta bort kontaktförsöket."]
        }
        assert not Meeting.objects.exists()
        assert as_coach.submit(link(case), TYPED | {"outcome": "absent"}, page=pages[1]).status_code == 302

    def test_the_same_form_twice_is_one_meeting(self, as_coach, course) -> None:
        page = as_coach.get(link(course.case))
        typed = TYPED | OUTCOME | HELD | YES
        for _ in range(2):
            assert as_coach.submit(link(course.case), typed, page=page).status_code == 302
        assert course.stored()["meetings"] == 1
        assert PlanApproval.objects.count() == 1


def test_how_long_it_took_stands_in_the_log_and_nothing_else(
    as_coach: Desk, case: Enrolment, caplog: pytest.LogCaptureFixture
) -> None:
    """From the page to the saved meeting; a refused round says nothing."""
    caplog.set_level(logging.INFO, "casework")
    path, now = link(case), timezone.now()
    with time_machine.travel(now, tick=False) as clock:
        page = as_coach.get(path)
        clock.shift(datetime.timedelta(seconds=28))
        typed = {"outcome": "attended", "kind": "COACH", "channel": "VISIT", "day": "2026-11-20", "time": "9.00"}
        assert as_coach.submit(path, {**typed, "day": "31/11"}, page=page).status_code == 422
        assert as_coach.submit(path, typed, page=page).status_code == 302
    lines = [record.getMessage() for record in caplog.records if record.name.startswith("casework")]
    assert lines == ["A meeting was logged 28 seconds after its page was shown."]


def test_all_of_it_or_nothing(as_coach: Desk, course: Course) -> None:
    """The last of several refuses: none of the others stands."""
    before = course.stored()
    faulty = HELD | {"decision": "DECLINED", "method": "SIGNED_PAPER"}
    response = say(as_coach, link(course.case), outcome="attended", note="Bra samtal.", **faulty)
    assert list(errors(response)) == ["decline_reason"]
    assert "Bra samtal." in text(response)
    assert course.stored() == before


def to_do(client: Desk) -> str:
    """Min dag's list of what to do, in words."""
    page = client.get(reverse("home"))
    return " ".join(f"{row.what} {row.action}" for row in page.context["attention"])


class TestNothingShoutsAfterwards:
    def test_fc_40_a_meeting_of_the_kind_follow_up_is_asked_what_it_led_to(self, as_coach: Desk, case: Enrolment):
        JobPlanVersionFactory(enrolment=case, approved=True)
        follow_up = FollowUpFactory(enrolment=case, overdue=True)
        assert "Följ upp" in to_do(as_coach)
        typed = {"outcome": "attended", "kind": "FOLLOW_UP"}
        refused = say(as_coach, link(case), **typed)
        assert errors(refused) == {"result": ["Mötet är en uppföljning. Välj vad den ledde till."]}
        assert say(as_coach, link(case), **typed, result="UNCHANGED").status_code == 302
        follow_up.refresh_from_db()
        assert follow_up.status == FollowUpStatus.HELD
        assert "Följ upp" not in to_do(as_coach)
        assert "arbetsdagar sen" not in text(as_coach.get(reverse("case", args=[case.pk])))

    def test_a_follow_up_leads_to_telling_the_unit_of_it(self, as_coach: Desk, case: Enrolment):
        follow_up = FollowUpFactory(enrolment=case)
        path = reverse("follow_up_hold", args=[follow_up.pk])
        done = as_coach.submit(path, TYPED | OUTCOME | {"result": "UNCHANGED"})
        page = as_coach.get(done["Location"]).content.decode()
        [link_to] = re.findall(r'href="([^"]+)">Meddela stadsdelen</a>', page)
        tell = html.unescape(link_to)
        assert tell.startswith(f"{reverse('case_tell', args=[case.pk])}?vad=uppfoljning-{follow_up.pk}&")
        told = as_coach.submit(tell, {"basis": "OSL_26_1"})
        assert told["Location"] == done["Location"]
        disclosure = Disclosure.objects.get()
        assert (disclosure.content, disclosure.recipient) == ("FOLLOW_UP", case.income_support_unit)

    def test_without_a_unit_there_is_nobody_to_tell(self, as_coach: Desk, coach: User):
        case = EnrolmentFactory(coach=coach, without_unit=True)
        path = reverse("follow_up_hold", args=[FollowUpFactory(enrolment=case).pk])
        done = as_coach.submit(path, TYPED | OUTCOME | {"result": "UNCHANGED"})
        assert "Meddela stadsdelen" not in as_coach.get(done["Location"]).content.decode()

    def test_a_meeting_of_that_kind_may_be_none_of_the_three_months(self, as_coach: Desk, case: Enrolment):
        follow_up = FollowUpFactory(enrolment=case)
        typed = {"outcome": "attended", "kind": "FOLLOW_UP", "result": "NO"}
        assert say(as_coach, link(case), **typed).status_code == 302
        follow_up.refresh_from_db()
        assert follow_up.status == FollowUpStatus.PLANNED
        assert Meeting.objects.get().kind == MeetingKind.FOLLOW_UP

    def test_fc_41_a_follow_up_that_was_held_is_a_meeting(self, as_coach: Desk, case: Enrolment):
        MeetingFactory(enrolment=case, present=True, starts_at=at("2026-11-01"))
        follow_up = FollowUpFactory(enrolment=case, clock__started_on=date(2026, 11, 9))
        path = reverse("follow_up_hold", args=[follow_up.pk])
        typed = TYPED | OUTCOME | {"kind": "FOLLOW_UP", "channel": "PHONE"}
        done = as_coach.submit(path, typed | {"result": "UNCHANGED", "note": "Går bra."})
        assert "Uppföljningen är registrerad." in said(as_coach, done)
        held = Meeting.objects.order_by("starts_at").last()
        assert (held.status, held.kind, held.channel) == ("PRESENT", "FOLLOW_UP", "PHONE")
        assert held.note == "Går bra."
        [row] = as_coach.get(reverse("home")).context["rows"]
        assert row.last_meeting.startswith("i dag")

    def test_the_page_for_a_follow_up_is_preset(self, as_coach: Desk, case: Enrolment):
        follow_up = FollowUpFactory(enrolment=case)
        form = as_coach.get(reverse("follow_up_hold", args=[follow_up.pk])).context["form"]
        assert (form["kind"].value(), form["outcome"].value()) == (MeetingKind.FOLLOW_UP, "attended")
        assert dict(form.sections)["follow_up"]

    def test_fc_42_a_plan_approved_at_a_meeting_leaves_a_meeting(self, as_coach: Desk, case: Enrolment):
        DeadlineClockFactory(enrolment=case, due_in_5=True)
        JobPlanVersionFactory(enrolment=case, proposed=True)
        assert "Registrera svar" in to_do(as_coach)
        path = reverse("plan_answer", args=[case.pk])
        assert as_coach.submit(path, TYPED | OUTCOME | YES_SAID).status_code == 302
        assert Meeting.objects.get().status == MeetingStatus.PRESENT
        done = to_do(as_coach)
        assert "utan möte" not in done
        assert "Jobbplan saknas" not in done
        assert "väntar på svar" not in done

    def test_a_yes_that_came_by_post_makes_no_meeting(self, as_coach: Desk, case: Enrolment):
        JobPlanVersionFactory(enrolment=case, proposed=True)
        typed = {"outcome": "none", "decision": "APPROVED", "method": "BY_POST", "note": "Brev från i går."}
        assert as_coach.submit(reverse("plan_answer", args=[case.pk]), TYPED | typed).status_code == 302
        assert not Meeting.objects.exists()
        answer = PlanApproval.objects.get()
        assert (answer.decision, answer.method, answer.note) == (Decision.APPROVED, "BY_POST", "Brev från i går.")
        case.refresh_from_db()
        assert case.first_visit_on is None

    @pytest.mark.parametrize("later", [False, True])
    def test_a_yes_by_telephone_is_told_without_saying_how_a_meeting_went(
        self, as_coach: Desk, case: Enrolment, later: bool
    ):
        """At half past nine; a meeting later that day is not the one at which it was given."""
        JobPlanVersionFactory(enrolment=case, proposed=True)
        if later:
            MeetingFactory(enrolment=case, starts_at=at(TODAY, "15:00"))
        path = reverse("plan_answer", args=[case.pk])
        form = as_coach.get(path).context["form"]
        assert (form["outcome"].value(), form["time"].value().strftime("%H.%M")) == ("none", "09.30")
        assert dict(form.fields["outcome"].choices)["none"] == "Det var inget möte"
        typed = {name: form[name].value() for name in ("outcome", "channel", "kind", "booked") if name in form.fields}
        typed |= {"day": "2026-11-23", "time": "9.30", "decision": "APPROVED", "method": "ORAL_PHONE"}
        assert as_coach.submit(path, typed).status_code == 302
        assert PlanApproval.objects.get().method == "ORAL_PHONE"
        assert not Meeting.objects.exclude(status=MeetingStatus.BOOKED).exists()

    def test_of_a_booked_meeting_it_is_asked_how_it_went(self, as_coach: Desk, case: Enrolment):
        JobPlanVersionFactory(enrolment=case, proposed=True)
        begun = MeetingFactory(enrolment=case, starts_at=at(TODAY, "09:15"))
        coming = MeetingFactory(enrolment=case, starts_at=at(TODAY, "15:00"))
        path = reverse("plan_answer", args=[case.pk])
        for address, booked in ((path, begun), (f"{path}?meeting={coming.pk}", coming)):
            form = as_coach.get(address).context["form"]
            assert (form["outcome"].value(), form["booked"].value()) == ("", str(booked.pk))

    def test_what_was_said_at_a_meeting_that_is_logged_already(self, as_coach: Desk, case: Enrolment):
        """The meeting is not logged a second time in order to say what the plan's answer was."""
        JobPlanVersionFactory(enrolment=case, proposed=True)
        MeetingFactory(enrolment=case, present=True, starts_at=at(TODAY, "08:00"))
        typed = {"outcome": "none", **YES_SAID}
        assert as_coach.submit(reverse("plan_answer", args=[case.pk]), TYPED | typed).status_code == 302
        assert Meeting.objects.count() == 1


OUTCOME = {"outcome": "attended"}


class TestTodaysBooking:
    """FC-23"""

    def test_it_is_taken_by_itself(self, as_coach: Desk, case: Enrolment, now: Any) -> None:
        booked = MeetingFactory(enrolment=case, today=True, channel=Channel.PHONE, network=True)
        now.move_to(at(TODAY, "10:20"))
        page = as_coach.get(link(case))
        form = page.context["form"]
        assert (form["booked"].value(), form["channel"].value()) == (str(booked.pk), "PHONE")
        assert form["kind"].value() == MeetingKind.NETWORK
        assert as_coach.submit(link(case), {**shown(form), "outcome": "attended"}, page=page).status_code == 302
        booked.refresh_from_db()
        assert (booked.status, booked.channel) == (MeetingStatus.PRESENT, Channel.PHONE)
        assert Meeting.objects.count() == 1

    def test_of_several_the_nearest_is_preset_and_another_can_be_chosen(
        self, as_coach: Desk, case: Enrolment, now: Any
    ):
        early = MeetingFactory(enrolment=case, starts_at=at(TODAY, "08:00"), channel=Channel.PHONE)
        late = MeetingFactory(enrolment=case, starts_at=at(TODAY, "09:15"), network=True)
        page = as_coach.get(link(case))
        form = page.context["form"]
        assert form["booked"].value() == str(late.pk)
        typed = {**shown(form), "outcome": "absent", "booked": str(early.pk)}
        assert as_coach.submit(link(case), typed, page=page).status_code == 302
        early.refresh_from_db()
        late.refresh_from_db()
        assert (early.status, early.starts_at) == (MeetingStatus.ABSENT_INVALID, at(TODAY, "08:00"))
        assert (early.kind, early.channel, late.status) == ("COACH", "PHONE", MeetingStatus.BOOKED)

    def test_it_can_have_been_another_meeting(self, as_coach: Desk, case: Enrolment) -> None:
        MeetingFactory(enrolment=case, starts_at=at(TODAY, "09:15"))
        assert say(as_coach, link(case), outcome="attended", booked="other").status_code == 302
        assert sorted(Meeting.objects.values_list("status", flat=True)) == ["BOOKED", "PRESENT"]

    def test_what_is_booked_ahead_is_shown_beside_the_next_step(self, as_coach: Desk, case: Enrolment) -> None:
        MeetingFactory(enrolment=case, starts_at=at("2026-12-01", "13:30"))
        page = text(as_coach.get(link(case)))
        assert "Redan bokat: Coachmöte tis 1 dec 2026 13.30, besök" in page

    def test_what_speaks_against_the_next_time_is_shown_and_answered(self, as_coach: Desk, case: Enrolment) -> None:
        typed = TYPED | OUTCOME | {"next_step": "day", "next_day": "2026-12-01", "next_time": "20.30"}
        warned = as_coach.submit(link(case), typed)
        assert warned.status_code == 422
        assert "Klockan 20.30 är utanför öppettiden" in text(warned)
        assert not Meeting.objects.exists()
        assert as_coach.submit(link(case), typed, page=warned).status_code == 302
        assert Meeting.objects.get(status="BOOKED").starts_at == at("2026-12-01", "20:30")


class TestItDidNotTakePlace:
    @pytest.fixture
    def booked(self, case: Enrolment) -> Meeting:
        return MeetingFactory(enrolment=case, starts_at=at(TODAY, "14:00"))

    @pytest.mark.parametrize(
        ("outcome", "reason", "wish", "status"),
        [
            ("rescheduled", "OTHER_TIME", "ASPIRANT", "CANCELLED_BY_ASPIRANT"),
            ("cancelled", "INTERPRETER", "UNIT", "CANCELLED_BY_UNIT"),
        ],
    )
    @pytest.mark.parametrize("step", ["", "1"])
    def test_it_is_moved_or_cancelled(self, as_coach, booked, outcome, reason, wish, status, step) -> None:
        page = as_coach.get(link(booked.enrolment))
        typed = {**shown(page.context["form"]), "outcome": outcome, "reason": reason, "next_step": step}
        assert as_coach.submit(link(booked.enrolment), typed, page=page).status_code == 302
        booked.refresh_from_db()
        assert booked.status == ("BOOKED" if step else status)
        assert booked.starts_at == (at("2026-11-30", "14:00") if step else at(TODAY, "14:00"))
        change = booked.booking_changes.get()
        assert (change.wish, change.reason, change.from_starts_at) == (wish, reason, at(TODAY, "14:00"))

    def test_the_reason_is_asked_for(self, as_coach: Desk, booked: Meeting) -> None:
        assert list(errors(say(as_coach, link(booked.enrolment), outcome="cancelled"))) == ["reason"]
        other = say(as_coach, link(booked.enrolment), outcome="cancelled", reason="ANOTHER")
        assert list(errors(other)) == ["change_note"]

    def test_what_was_not_booked_cannot_be_moved(self, as_coach: Desk, case: Enrolment) -> None:
        assert list(errors(say(as_coach, link(case), outcome="rescheduled"))) == ["outcome"]


def shown(form: Any) -> dict[str, str]:
    """The form as the page suggests it."""
    names = ("day", "time", "kind", "channel", "booked")
    return {name: str(form[name].field.widget.format_value(form[name].value()) or "") for name in names[:2]} | {
        name: str(form[name].value()) for name in names[2:]
    }


def test_a_form_kept_from_before_loses_nothing(as_coach: Desk, case: Enrolment) -> None:
    """The fields of the former forms: what has another name now is not taken for an answer."""
    before = {"outcome": "remote", "day": "2026-11-23", "time": "9.00", "note": "Ringde om praktiken.", "minutes": "30"}
    response = as_coach.submit(link(case), before)
    assert list(errors(response)) == ["outcome"]
    assert "Ringde om praktiken." in text(response)
    JobPlanVersionFactory(enrolment=case, proposed=True)
    answer = {"decision": "APPROVED", "day": "2026-11-23", "time": "9.00", "method": "SIGNED_PAPER", "note": "Nöjd."}
    response = as_coach.submit(reverse("plan_answer", args=[case.pk]), answer)
    assert list(errors(response)) == ["outcome"]
    assert "Nöjd." in text(response)
    assert response.context["form"]["decision"].value() == "APPROVED"


def test_an_absence_told_before_the_time_is_logged_before_it_and_no_other(as_coach: Desk, case: Enrolment) -> None:
    """She calls in sick at half past nine for ten o'clock."""
    booked = MeetingFactory(enrolment=case, starts_at=at(TODAY, "10:00"))
    address = f"{link(case)}?meeting={booked.pk}"
    typed = {"day": "2026-11-23", "time": "10.00", "kind": "COACH", "channel": "VISIT", "booked": str(booked.pk)}
    not_yet = {"time": ["Klockan 10.00 den dagen har inte varit ännu."]}
    assert errors(as_coach.submit(address, typed | {"outcome": "absent"})) == not_yet
    assert errors(as_coach.submit(address, typed | {"outcome": "excused", "booked": "other"})) == not_yet
    assert "är loggat: giltig frånvaro." in said(as_coach, as_coach.submit(address, typed | {"outcome": "excused"}))
    booked.refresh_from_db()
    assert (booked.status, booked.starts_at) == (MeetingStatus.ABSENT_VALID, at(TODAY, "10:00"))


def test_a_note_without_a_meeting_is_not_lost(as_coach: Desk, case: Enrolment) -> None:
    clock = DeadlineClockFactory(enrolment=case, due_in_5=True)
    typed = TYPED | TRIED | {"outcome": "none", "note": "Ringde två gånger."}
    response = as_coach.submit(reverse("contact_attempt", args=[clock.pk]), typed)
    assert list(errors(response)) == ["note"]
    assert "Ringde två gånger." in text(response)


def test_only_what_applies_is_asked(as_coach: Desk, case: Enrolment) -> None:
    assert as_coach.get(link(case)).context["form"].sections == []
    JobPlanVersionFactory(enrolment=case, proposed=True)
    assert dict(as_coach.get(link(case)).context["form"].sections) == {"plan": False}


def test_a_closed_case_offers_no_form_that_would_be_refused(as_coach: Desk, coach: Any) -> None:
    closed = EnrolmentFactory(coach=coach, closed=True)
    page = as_coach.get(link(closed))
    assert "Ärendet är avslutat" in text(page)
    assert 'name="outcome"' not in page.content.decode()
