"""For each act on something that may change: the page, what is typed there, and what somebody else does meanwhile."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils import timezone

from activities.models import JobOffer
from aspirants.identity import parse_identity
from aspirants.models import Consent, Correction, Enrolment, EnrolmentStatus, Person, ReportedField
from aspirants.operations.reports import report_facts
from casework.models import CaseTransfer, NoteTemplate, PersonJoin
from deadlines.models import BreachCause, DeadlineClock, DeadlinePolicy, Fulfilment
from demo.factories import (
    ActivityFactory,
    CaseTransferFactory,
    ClosureFactory,
    ClosureReasonFactory,
    CoachGroupFactory,
    ConsentFactory,
    CorrectionFactory,
    DeadlineClockFactory,
    EnrolmentFactory,
    FollowUpFactory,
    GroupInformationBookingFactory,
    GroupInformationSessionFactory,
    IncomeSupportUnitFactory,
    InsatsTypeFactory,
    JobOfferFactory,
    JobPlanVersionFactory,
    MeetingFactory,
    NoteTemplateFactory,
    PersonJoinFactory,
    PositionFactory,
    PostClosureCheckFactory,
    QuestionMessageFactory,
    QuestionThreadFactory,
    ReferralDraftFactory,
    ReferralFactory,
    ReferralMoveFactory,
    UserFactory,
    WalkInFactory,
    local_instant,
)
from demo.identities import nth_number
from jobplans.models import JobPlanVersion
from meetings.models import GroupInformationSession, Meeting
from organisation.models import Role, User
from referrals.models import DeclineReason, Referral, ReferralDraft, ReferralMove, ReferralStatus, WalkIn
from referrals.operations import decline_referral
from referrals.shown import shown_referral
from tests.aspirants.staff import Desk, signed_in

TODAY = "2026-11-23"


@dataclass
class Place:
    """The people of one jobbtorg, and the coach's open case."""

    coach: User
    manager: User
    case: Enrolment

    def another_coach(self) -> User:
        """A colleague of the coach."""
        return UserFactory(coach=True, jobbtorg=self.coach.jobbtorg)


@dataclass
class Scene:
    """One act: who does it, where the form goes, the page it is on, what is typed, and what changes meanwhile."""

    by: User
    path: str
    typed: dict[str, Any]
    meanwhile: Callable[[], object]
    on: str = ""
    kept: tuple[str, ...] = field(default=())
    """What was typed in words, to be found again on the page that comes back."""
    first: dict[str, Any] | None = None
    """What is sent to get the page, where it is not simply fetched."""

    def open(self) -> tuple[Desk, Any]:
        """The browser, and the page with the form."""
        client = signed_in(self.by)
        page = client.get(self.on or self.path) if self.first is None else client.post(self.path, self.first)
        return client, page


def _of_case(name: str, place: Place) -> str:
    return reverse(name, args=[place.case.pk])


def _rewrite(version: JobPlanVersion) -> Callable[[], object]:
    return lambda: version.items.update(text="Truckkort")


def _plan_edit(place: Place) -> Scene:
    JobPlanVersionFactory(enrolment=place.case)
    rows = {"form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 0, "form-0-kind": f"insats:{InsatsTypeFactory().pk}"}
    typed = {"goal": "Arbete i butik", "attendance_requirement": "NONE", "form-0-text": "Praktik", **rows}
    version = JobPlanVersion.objects.get()
    return Scene(
        place.coach, _of_case("plan_edit", place), typed, _rewrite(version), kept=("Arbete i butik", "Praktik")
    )


def _plan_button(name: str) -> Callable[[Place], Scene]:
    def scene(place: Place) -> Scene:
        version = JobPlanVersionFactory(enrolment=place.case)
        return Scene(place.coach, _of_case(name, place), {}, _rewrite(version), on=_of_case("case_plan", place))

    return scene


def _plan_answer(place: Place) -> Scene:
    version = JobPlanVersionFactory(enrolment=place.case, proposed=True)
    typed = {"decision": "APPROVED", "day": TODAY, "time": "9.15", "method": "ORAL_PHONE", "note": "Börjar nu"}
    typed |= {"outcome": "none"}
    return Scene(place.coach, _of_case("plan_answer", place), typed, _rewrite(version), kept=("Börjar nu", "9.15"))


def _log_meeting(place: Place) -> Scene:
    """A meeting at which the plan was approved."""
    version = JobPlanVersionFactory(enrolment=place.case, proposed=True)
    typed = {"outcome": "attended", "channel": "VISIT", "day": TODAY, "time": "9.15", "kind": "COACH"}
    typed |= {"decision": "APPROVED", "method": "ORAL_AT_MEETING", "note": "Börjar nu"}
    return Scene(place.coach, _of_case("log_meeting", place), typed, _rewrite(version), kept=("Börjar nu", "9.15"))


def _from_plan(place: Place) -> Scene:
    version = JobPlanVersionFactory(enrolment=place.case, approved=True)
    item = version.items.filter(insats_type__isnull=False).get()
    on = _of_case("case_work", place)
    path = _of_case("activity_from_plan", place)
    return Scene(place.coach, path, {"item": item.pk}, lambda: version.items.update(place="Årsta"), on=on)


def _end_activity(place: Place) -> Scene:
    begun = datetime.date(2026, 11, 16)
    activity = ActivityFactory(enrolment=place.case, decided_on=begun, starts_on=begun)
    typed = {"activity": activity.pk, "result": "COMPLETED", "ended_on": TODAY}
    path = _of_case("activity_end", place)
    return Scene(place.coach, path, typed, lambda: ActivityFactory(enrolment=place.case))


def _plan_communicate(place: Place) -> Scene:
    version = JobPlanVersionFactory(enrolment=place.case, approved=True)
    return Scene(place.coach, _of_case("plan_communicate", place), {"basis": "OSL_26_1"}, _rewrite(version))


def _follow_up(place: Place) -> Scene:
    follow_up = FollowUpFactory(enrolment=place.case)
    typed = {"outcome": "attended", "day": TODAY, "time": "9.15", "result": "UNCHANGED", "note": "Går bra"}
    return Scene(
        place.coach,
        reverse("follow_up_hold", args=[follow_up.pk]),
        typed,
        lambda: JobPlanVersionFactory(enrolment=place.case, approved=True),
        kept=("Går bra",),
    )


def _close_case(place: Place) -> Scene:
    typed = {
        "closed_on": TODAY,
        "reason": ClosureReasonFactory(other=True).pk,
        "text": "Flyttar till Umeå",
        "basis": "OSL_26_1",
        "confirmed": "1",
    }
    colleague = place.another_coach()
    return Scene(
        place.coach,
        _of_case("close_case", place),
        typed,
        lambda: Enrolment.objects.update(coach=colleague),
        kept=("Flyttar till Umeå",),
    )


def _closed(place: Place) -> Enrolment:
    """The case closed today by the coach's colleague, by somebody who moved."""
    place.case.status, place.case.closed_on = EnrolmentStatus.CLOSED, timezone.localdate()
    place.case.save()
    ClosureFactory(enrolment=place.case, reason__moved=True)
    return place.case


def _correct_meanwhile(case: Enrolment) -> Callable[[], object]:
    return lambda: case.closures.update(reason=ClosureReasonFactory(illness=True))


def _of_closed(name: str, typed: dict[str, Any]) -> Callable[[Place], Scene]:
    def scene(place: Place) -> Scene:
        case, kept = _closed(place), tuple(text for text in typed.values() if len(text) > len(TODAY))
        return Scene(place.manager, _of_case(name, place), typed, _correct_meanwhile(case), kept=kept)

    return scene


def _closing_correct(place: Place) -> Scene:
    case = _closed(place)
    typed = {"reason": ClosureReasonFactory(other=True).pk, "text": "Kom inte mer", "correction_reason": COMMENT}
    path = _of_case("closing_correct", place)
    return Scene(place.manager, path, typed, _correct_meanwhile(case), kept=("Kom inte mer", COMMENT))


def _closing_check(place: Place) -> Scene:
    case = _closed(place)
    path = reverse("closing_check", args=[PostClosureCheckFactory(enrolment=case).pk])
    typed = {"result": "STILL", "source": "EMPLOYER", "note": "Har fast tjänst"}
    return Scene(place.coach, path, typed, _correct_meanwhile(case), kept=("Har fast tjänst",))


def _pause_approve(place: Place) -> Scene:
    clock = DeadlineClockFactory(enrolment=place.case, paused=True)
    clock.pauses.update(counts_until=timezone.localdate() + datetime.timedelta(days=20))
    path, on = (reverse(name, args=[clock.pk]) for name in ("pause_approve", "clock_explain"))
    return Scene(place.manager, path, {}, lambda: clock.pauses.update(reason="P04"), on=on)


def _assign_coach(place: Place) -> Scene:
    wanted, other = place.another_coach(), place.another_coach()
    return Scene(
        place.manager,
        _of_case("assign_coach", place),
        {"coach": wanted.pk, "reason": "Föräldraledighet"},
        lambda: Enrolment.objects.update(coach=other),
        kept=("Föräldraledighet",),
    )


WHY_MOVED = "Har flyttat till Farsta"


def _transfer_case(place: Place) -> Scene:
    there, colleague = UserFactory(manager=True).jobbtorg, place.another_coach()
    return Scene(
        place.manager,
        _of_case("transfer_case", place),
        {"destination": there.pk, "reason": WHY_MOVED},
        lambda: Enrolment.objects.update(coach=colleague),
        kept=(WHY_MOVED,),
    )


def _transfer_take_back(place: Place) -> Scene:
    offer = CaseTransferFactory(enrolment=place.case)
    return Scene(
        place.manager,
        _of_case("transfer_take_back", place),
        {},
        lambda: CaseTransfer.objects.filter(pk=offer.pk).update(reason="Ett annat skäl"),
        on=_of_case("transfer_case", place),
    )


def _transfer_answer(name: str, typed: dict[str, Any]) -> Callable[[Place], Scene]:
    def scene(place: Place) -> Scene:
        offer = CaseTransferFactory(destination=place.manager.jobbtorg)
        return Scene(
            place.manager,
            reverse(name, args=[offer.pk]),
            typed,
            lambda: CaseTransfer.objects.filter(pk=offer.pk).update(reason="Ett annat skäl"),
            kept=tuple(typed.values()),
        )

    return scene


def _support_unit(place: Place) -> Scene:
    wanted, other = IncomeSupportUnitFactory(), IncomeSupportUnitFactory()
    return Scene(
        place.coach,
        _of_case("support_unit", place),
        {"unit": wanted.pk, "changed_on": TODAY, "reason": WHY_MOVED},
        lambda: Enrolment.objects.update(income_support_unit=other),
        kept=(WHY_MOVED,),
    )


def _enrolment_day(place: Place) -> Scene:
    return Scene(
        place.coach,
        _of_case("enrolment_day", place),
        {"enrolled_on": "2026-11-20", "reason": WHY_MOVED},
        lambda: Enrolment.objects.update(enrolled_on=datetime.date(2026, 11, 18)),
        kept=(WHY_MOVED,),
    )


def _interruption(place: Place) -> Scene:
    typed = {"reason": "ILLNESS", "started_on": "2026-11-20", "returned_on": ""}
    return Scene(
        place.coach,
        _of_case("case_interruption", place),
        typed,
        lambda: place.case.interruptions.create(
            reason="CARE", started_on=datetime.date(2026, 11, 9), registered_by=place.coach
        ),
        kept=("2026-11-20",),
    )


def _interruption_planned(place: Place) -> Scene:
    planned = place.case.interruptions.create(
        reason="CARE", started_on=datetime.date(2026, 12, 7), registered_by=place.coach
    )
    typed = {"reason": "ILLNESS", "started_on": "2026-12-08", "returned_on": ""}
    return Scene(
        place.coach,
        _of_case("interruption_planned", place),
        typed,
        lambda: type(planned).objects.update(reason="AWAY"),
        kept=("2026-12-08",),
    )


def _interruption_withdraw(place: Place) -> Scene:
    scene = _interruption_planned(place)
    return Scene(place.coach, _of_case("interruption_withdraw", place), {}, scene.meanwhile)


def _protect(person: Person) -> Callable[[], object]:
    return lambda: Person.objects.filter(pk=person.pk).update(agreed_channel="Vid nästa möte")


def _logged(place: Place) -> Meeting:
    return MeetingFactory(enrolment=place.case, coach=place.coach, present=True)


def _correct(place: Place) -> Scene:
    meeting = _logged(place)
    typed = {
        "status": "PRESENT",
        "day": "2026-11-20",
        "time": "10.00",
        "kind": "COACH",
        "channel": "VISIT",
        "note": "Kom en kvart sent",
        "reason": "Fel möte",
    }
    return Scene(
        place.coach,
        f"{_of_case('correct_in_case', place)}?vad=MEETING-{meeting.pk}",
        typed,
        lambda: Meeting.objects.filter(pk=meeting.pk).update(channel="PHONE"),
        kept=("Kom en kvart sent", "Fel möte"),
    )


def _template_changed(place: Place) -> Scene:
    template = NoteTemplateFactory(jobbtorg=place.coach.jobbtorg)
    return Scene(
        place.manager,
        reverse("note_template_change", args=[template.pk]),
        {"name": "Telefon", "text": "Vem som ringde:"},
        lambda: NoteTemplate.objects.filter(pk=template.pk).update(name="Samtal"),
        kept=("Telefon", "Vem som ringde:"),
    )


def _template_removed(place: Place) -> Scene:
    template = NoteTemplateFactory(jobbtorg=place.coach.jobbtorg)
    return Scene(
        place.manager,
        reverse("note_template_remove", args=[template.pk]),
        {},
        lambda: NoteTemplate.objects.filter(pk=template.pk).update(name="Samtal"),
        on=reverse("note_template_change", args=[template.pk]),
    )


def _wrong_person(place: Place) -> Scene:
    meeting = _logged(place)
    return Scene(
        place.manager,
        f"{_of_case('wrong_person', place)}?vad=MEETING-{meeting.pk}",
        {"sought": ""},
        lambda: Meeting.objects.filter(pk=meeting.pk).update(channel="PHONE"),
    )


def _decide(place: Place) -> Scene:
    correction = CorrectionFactory(enrolment=place.case, waiting=True)
    return Scene(
        place.manager,
        _of_case("correction_decide", place),
        {"answer": "no", "reason": "Mötet hölls"},
        lambda: Correction.objects.filter(pk=correction.pk).update(reason="Fel rad"),
        kept=("Mötet hölls",),
    )


def _case_protection(place: Place) -> Scene:
    typed = {"protection": "SEKRETESSMARKERING", "agreed_channel": ""}
    return Scene(place.manager, _of_case("case_protection", place), typed, _protect(place.case.person))


def _referral_protection(place: Place) -> Scene:
    referral = ReferralFactory(jobbtorg=place.coach.jobbtorg)
    path = reverse("referral_protection", args=[referral.pk])
    return Scene(place.manager, path, {"protection": "SEKRETESSMARKERING"}, _protect(referral.person))


def _person(place: Place) -> Scene:
    typed = {
        "first_name": "Anna",
        "last_name": "Åkerblom",
        "phone": "070-174 06 09",
        "language": "svenska",
        "income_support_unit": place.case.income_support_unit_id,
        "target_group": place.case.target_group_id or "",
    }
    person = Person.objects.filter(pk=place.case.person_id)
    return Scene(
        place.coach,
        _of_case("case_person", place),
        typed,
        lambda: person.update(language="tigrinja"),
        kept=("Åkerblom", "070-174 06 09"),
    )


def _reported(place: Place) -> Scene:
    case = place.case
    report_facts(
        person=case.person,
        jobbtorg=case.jobbtorg,
        news={ReportedField.LAST_NAME: "Nygift", ReportedField.LANGUAGE: "somaliska"},
        source="Remiss R-2026-00001",
    )
    person = Person.objects.filter(pk=case.person_id)
    return Scene(
        place.coach,
        _of_case("case_person_reports", place),
        {"ta-over": "alla"},
        lambda: person.update(language="tigrinja"),
        on=_of_case("case_person", place),
    )


def _number(place: Place) -> Scene:
    typed = {"number": nth_number(4_711), "change": "MISTYPED", "text": "Läst fel på legitimationen"}
    other = parse_identity(nth_number(4_800), datetime.date(2026, 11, 23))
    person = Person.objects.get(pk=place.case.person_id)

    def renumber() -> None:
        person.set_identity(other)
        person.save()

    return Scene(place.coach, _of_case("case_number", place), typed, renumber, kept=("Läst fel på legitimationen",))


def _death(place: Place) -> Scene:
    ClosureReasonFactory(deceased=True)
    person = Person.objects.filter(pk=place.case.person_id)
    return Scene(
        place.coach,
        _of_case("case_death", place),
        {"deceased_on": "2026-11-22", "basis": "OSL_26_1"},
        lambda: person.update(deceased_on=datetime.date(2026, 11, 21)),
        kept=("2026-11-22",),
    )


def _death_taken_back(place: Place) -> Scene:
    person = Person.objects.filter(pk=place.case.person_id)
    person.update(deceased_on=datetime.date(2026, 11, 21))
    return Scene(
        place.manager,
        _of_case("case_death_take_back", place),
        {"reason": "En annan person med samma namn"},
        lambda: person.update(deceased_on=datetime.date(2026, 11, 20)),
        kept=("En annan person med samma namn",),
    )


def _alike(place: Place) -> Enrolment:
    """A closed case of somebody of the same name, born the same day."""
    person = place.case.person
    names = {"person__first_name": person.first_name, "person__last_name": person.last_name}
    other: Enrolment = EnrolmentFactory(coach=place.coach, other=True, **names)
    Person.objects.filter(pk=other.person_id).update(birth_date=person.birth_date)
    return other


def _likeness(name: str) -> Callable[[Place], Scene]:
    def scene(place: Place) -> Scene:
        other = _alike(place)
        subject = place.case.pk
        if name == "referral_likeness":
            subject = ReferralFactory(jobbtorg=place.coach.jobbtorg, person=place.case.person, enrolment=None).pk
            Enrolment.objects.filter(pk=place.case.pk).update(closed_on=TODAY, status="CLOSED")
        why = "Visade legitimation vid besöket"
        return Scene(
            place.manager,
            f"{reverse(name, args=[subject])}?med={other.person_id}",
            {"stays": place.case.person_id, "reason": why, "confirmed": "1"},
            lambda: Person.objects.filter(pk=other.person_id).update(phone="070-174 06 99"),
            kept=(why,),
        )

    return scene


def _person_join(place: Place) -> Scene:
    joined = PersonJoinFactory(stays=place.case.person, case=place.case, asked_by=place.manager)
    path = reverse("person_join", args=[joined.pk])
    return Scene(place.manager, path, {"act": "undo"}, lambda: PersonJoin.objects.update(asked_by=place.coach))


def _job_offer(place: Place) -> Scene:
    offer = JobOfferFactory(enrolment=place.case)
    typed = {"offer": offer.pk, "answer": "ACCEPTED", "day": TODAY, "time": "9.15", "starts_on": "2026-12-01"}
    return Scene(
        place.coach,
        _of_case("job_offer_answer", place),
        typed,
        lambda: JobOfferFactory(enrolment=place.case, employer="Bagarn AB"),
        kept=("2026-12-01",),
    )


def _activity(place: Place) -> Scene:
    activity = ActivityFactory(enrolment=place.case, agreed_at=None)
    typed = {"activity": activity.pk, "day": TODAY, "time": "9.15"}
    return Scene(
        place.coach,
        _of_case("activity_agree", place),
        typed,
        lambda: ActivityFactory(enrolment=place.case, agreed_at=None),
        kept=("9.15",),
    )


def _group_information(place: Place) -> Scene:
    booking = GroupInformationBookingFactory(enrolment=place.case, session__past=True)
    return Scene(
        place.coach,
        reverse("group_information_outcome", args=[booking.pk]),
        {"status": "NO_SHOW"},
        lambda: type(booking).objects.update(status="CANCELLED_BY_UNIT"),
        on=_of_case("case_group_information", place),
    )


def _booking(name: str, typed: dict[str, Any]) -> Callable[[Place], Scene]:
    def scene(place: Place) -> Scene:
        meeting = MeetingFactory(enrolment=place.case, coach=place.coach)
        return Scene(
            place.coach,
            reverse(name, args=[meeting.pk]),
            typed | {"note": "Ringde i morse"},
            lambda: type(meeting).objects.update(channel="PHONE"),
            kept=("Ringde i morse",),
        )

    return scene


def _invitation_cancel(place: Place) -> Scene:
    booking = GroupInformationBookingFactory(enrolment=place.case)
    return Scene(
        place.coach,
        reverse("invitation_cancel", args=[booking.pk]),
        {"why": "ASPIRANT:DECLINED", "note": "Ringde i morse"},
        lambda: GroupInformationSession.objects.update(place="Sal 2"),
        kept=("Ringde i morse",),
    )


def _session(name: str, typed: dict[str, Any], *kept: str) -> Callable[[Place], Scene]:
    def scene(place: Place) -> Scene:
        session = GroupInformationSessionFactory(jobbtorg=place.coach.jobbtorg)
        return Scene(
            place.coach,
            reverse(name, args=[session.pk]),
            typed,
            lambda: GroupInformationSession.objects.update(capacity=3),
            kept=kept,
        )

    return scene


def _pause(clock: DeadlineClock, by: User) -> Callable[[], object]:
    day = datetime.date(2026, 11, 23)
    return lambda: clock.pauses.create(
        reason="P02", paused_from=day, resumed_on=day + datetime.timedelta(days=1), registered_by=by
    )


def _clock_pause(place: Place) -> Scene:
    clock = DeadlineClockFactory(enrolment=place.case, due_in_5=True)
    typed = {"reason": "P01", "paused_from": "2026-11-25", "resumed_on": "2026-11-26", "note": "Intyg finns"}
    path = reverse("clock_pause", args=[clock.pk])
    return Scene(place.coach, path, typed, _pause(clock, place.coach), kept=("Intyg finns", "2026-11-25"))


def _pause_planned(place: Place) -> Scene:
    clock = DeadlineClockFactory(enrolment=place.case, due_in_5=True)
    clock.pauses.create(reason="P01", paused_from=datetime.date(2026, 11, 25), registered_by=place.coach)
    typed = {"reason": "P01", "paused_from": "2026-11-26", "resumed_on": "", "note": "Intyg finns"}
    path = reverse("pause_planned", args=[clock.pk])
    return Scene(place.coach, path, typed, lambda: clock.pauses.update(reason="P02"), kept=("Intyg finns",))


def _pause_withdraw(place: Place) -> Scene:
    scene = _pause_planned(place)
    path = scene.path.replace("planerad", "ta-tillbaka")
    return Scene(place.coach, path, {}, scene.meanwhile)


def _clock_resume(place: Place) -> Scene:
    clock = DeadlineClockFactory(enrolment=place.case, paused=True)
    path = reverse("clock_resume", args=[clock.pk])
    return Scene(place.coach, path, {"resumed_on": TODAY}, lambda: clock.pauses.update(reason="P02"), kept=(TODAY,))


def _clock_confirm(place: Place) -> Scene:
    clock = DeadlineClockFactory(enrolment=place.case, breached=True, fulfilment=Fulfilment.PLAN)
    assert clock.due_on is not None
    clock.fulfilled_at = local_instant(clock.due_on)
    clock.save()
    return Scene(
        place.manager,
        reverse("clock_confirm", args=[clock.pk]),
        {},
        lambda: clock.breaches.update(cause=BreachCause.B03),
        on=reverse("clock_explain", args=[clock.pk]),
    )


def _clock_excuse(place: Place) -> Scene:
    clock = DeadlineClockFactory(enrolment=place.case, breached=True)
    return Scene(
        place.manager,
        reverse("clock_excuse", args=[clock.pk]),
        {},
        lambda: clock.breaches.update(cause=BreachCause.B03),
        on=reverse("clock_explain", args=[clock.pk]),
    )


def _breach_explain(place: Place) -> Scene:
    clock = DeadlineClockFactory(enrolment=place.case, breached=True)
    return Scene(
        place.coach,
        reverse("breach_explain", args=[clock.pk]),
        {"cause": "B01", "comment": "Ombokad två gånger"},
        lambda: clock.breaches.update(cause=BreachCause.B03),
        kept=("Ombokad två gånger",),
    )


def _deadlines_chosen(place: Place) -> Scene:
    clocks = [
        DeadlineClockFactory(enrolment=EnrolmentFactory(coach=place.coach), breached=True),
        DeadlineClockFactory(enrolment=place.case, breached=True),
    ]
    return Scene(
        place.manager,
        reverse("deadlines_chosen"),
        {"confirmed": "1", "cause": "B01", "comment": "Ombokad två gånger"},
        lambda: clocks[0].breaches.update(cause=BreachCause.B03),
        first={"act": "cause", "clock": [clock.pk for clock in clocks], "query": ""},
        kept=("Ombokad två gånger",),
    )


def _aspirants_chosen(place: Place) -> Scene:
    case, other = EnrolmentFactory(coach=place.coach), place.another_coach()
    return Scene(
        place.manager,
        reverse("aspirants_chosen"),
        {"confirmed": "1", "coach": str(place.another_coach().pk), "reason": "Ombokad två gånger"},
        lambda: Enrolment.objects.filter(pk=case.pk).update(coach=other),
        first={"act": "assign", "case": [case.pk, place.case.pk], "query": ""},
        kept=("Ombokad två gånger",),
    )


def _referrals_chosen(place: Place) -> Scene:
    referrals = [ReferralFactory(jobbtorg=place.coach.jobbtorg) for _ in range(2)]
    return Scene(
        place.coach,
        reverse("referrals_chosen"),
        {"confirmed": "1", "coaches": [str(place.coach.pk)]},
        lambda: Referral.objects.filter(pk=referrals[0].pk).update(status=ReferralStatus.WITHDRAWN),
        first={"act": "take_in", "referral": [referral.pk for referral in referrals], "query": ""},
    )


def _referral_move_take_back(place: Place) -> Scene:
    move = ReferralMoveFactory(referral=ReferralFactory(jobbtorg=place.coach.jobbtorg))
    return Scene(
        place.manager,
        reverse("referral_move_take_back", args=[move.referral_id]),
        {},
        lambda: ReferralMove.objects.filter(pk=move.pk).update(reason="Ett annat skäl"),
        on=reverse("referral_move", args=[move.referral_id]),
    )


def _referral_move(place: Place) -> Scene:
    referral, there = ReferralFactory(jobbtorg=place.coach.jobbtorg), UserFactory(manager=True).jobbtorg
    return Scene(
        place.manager,
        reverse("referral_move", args=[referral.pk]),
        {"destination": there.pk, "reason": WHY_MOVED},
        lambda: Referral.objects.filter(pk=referral.pk).update(status=ReferralStatus.ACCEPTED),
        kept=(WHY_MOVED,),
    )


def _offer_answer(name: str, typed: dict[str, Any]) -> Callable[[Place], Scene]:
    def scene(place: Place) -> Scene:
        move = ReferralMoveFactory(destination=place.manager.jobbtorg)
        return Scene(
            place.manager,
            reverse(name, args=[move.pk]),
            typed,
            lambda: ReferralMove.objects.filter(pk=move.pk).update(reason="Ett annat skäl"),
            kept=tuple(typed.values()),
        )

    return scene


def _referral_take_back(place: Place) -> Scene:
    referral = ReferralFactory(jobbtorg=place.coach.jobbtorg)
    shown = shown_referral(referral)
    decline_referral(actor=place.manager, referral=referral, seen_referral=shown, reason=DeclineReason.LIVES_ELSEWHERE)
    return Scene(
        place.manager,
        reverse("referral_take_back", args=[referral.pk]),
        {},
        lambda: Referral.objects.filter(pk=referral.pk).update(purpose="Annat."),
        on=reverse("referral_detail", args=[referral.pk]),
    )


def _add_rule() -> None:
    rule = DeadlinePolicy.objects.get(kind="PLAN_GUARANTEE", valid_to=None)
    DeadlinePolicy.objects.filter(pk=rule.pk).update(valid_to=datetime.date(2027, 2, 28))
    rule.pk, rule.valid_from = None, datetime.date(2027, 3, 1)
    rule.save(force_insert=True)


def _policy_change(place: Place) -> Scene:
    rule = {"start_event": "REFERRAL_RECEIVED", "length": "3", "unit": "WORKING_DAYS", "roll_rule": "FORWARD"}
    typed = {"valid_from": "2026-12-01", **rule, "use": "ACTIVE", "confirmed": "1"}
    administrator = UserFactory(role=Role.ADMIN, jobbtorg=None)
    path = f"{reverse('policy_change')}?frist=PLAN_GUARANTEE"
    return Scene(administrator, path, typed, _add_rule, kept=("2026-12-01",))


def _policy_drop(place: Place) -> Scene:
    _add_rule()
    coming = DeadlinePolicy.objects.filter(valid_from__gt=timezone.localdate())
    administrator = UserFactory(role=Role.ADMIN, jobbtorg=None)
    path = reverse("policy_drop")
    return Scene(administrator, path, {}, lambda: coming.update(warn_days_first=4), on=reverse("policy_list"))


COMMENT = "Ring oss gärna"


def _referral(
    name: str, typed: dict[str, Any], *, by_sender: bool = False, on_its_page: bool = False, **facts: Any
) -> Callable[[Place], Scene]:
    def scene(place: Place) -> Scene:
        referral = ReferralFactory(jobbtorg=place.coach.jobbtorg, **facts)
        sent = {key: place.coach.pk if key == "coach" else value for key, value in typed.items()}
        return Scene(
            referral.sent_by if by_sender else place.manager,
            reverse(name, args=[referral.pk]),
            sent,
            lambda: Referral.objects.filter(pk=referral.pk).update(purpose="Utredning av arbetsförmåga."),
            on=reverse("referral_detail", args=[referral.pk]) if on_its_page else "",
            kept=(COMMENT,) if COMMENT in typed.values() else (),
        )

    return scene


def _visit(name: str, typed: dict[str, Any]) -> Callable[[Place], Scene]:
    def scene(place: Place) -> Scene:
        visit = WalkInFactory(enrolment=place.case, awaits_decision=True)
        return Scene(
            place.coach,
            _of_case(name, place),
            typed,
            lambda: WalkIn.objects.filter(pk=visit.pk).update(pes_registered_on="2026-01-02"),
        )

    return scene


def _fitness(name: str, *, by_sender: bool) -> Callable[[Place], Scene]:
    """Somebody else answers meanwhile."""

    def scene(place: Place) -> Scene:
        referral = ReferralFactory(jobbtorg=place.coach.jobbtorg, awaited=True)
        actor = referral.sent_by if by_sender else place.coach
        key = referral.pk if by_sender else referral.clock_id
        return Scene(
            actor,
            reverse(name, args=[key]),
            {"fit_for_work": "YES"},
            lambda: referral.clock.fitness_answers.create(
                fit_for_work="NO", by_sender=by_sender, registered_by=actor, registered_at=timezone.now()
            ),
        )

    return scene


def _user(name: str, typed: dict[str, Any], **facts: Any) -> Callable[[Place], Scene]:
    def scene(place: Place) -> Scene:
        user = UserFactory(coach=True, **facts)
        if name == "user_coach_group":
            typed["group"] = CoachGroupFactory(jobbtorg=user.jobbtorg).pk
        keys = [user.pk]
        if name.startswith("position_") and name != "position_give":
            keys.append(user.positions.get().pk)
        UserFactory(role=Role.ADMIN, jobbtorg=None)
        return Scene(
            UserFactory(role=Role.ADMIN, jobbtorg=None),
            reverse(name, args=keys),
            typed,
            lambda: PositionFactory(user=user),
            kept=tuple(value for value in typed.values() if value == "2026-12-31"),
        )

    return scene


FACTS = {
    "benefit_kind": "FORSORJNINGSSTOD",
    "benefit_reason": "ARBETSBRIST",
    "fit_for_work": "YES",
    "purpose": "Stöd att söka arbete.",
    "basis": "OSL_10_2",
}
SAID = {**FACTS, "first_name": "Anna", "last_name": "Berg"}


def _tell(place: Place) -> Scene:
    offer = JobOfferFactory(enrolment=place.case, declined=True)
    return Scene(
        place.coach,
        f"{_of_case('case_tell', place)}?vad=erbjudande-{offer.pk}",
        {"stated_reason": "För lång resväg", "basis": "OSL_26_1"},
        lambda: JobOffer.objects.filter(pk=offer.pk).update(employer="Bagarn AB"),
        kept=("För lång resväg",),
    )


def _consent(place: Place) -> Scene:
    consent = ConsentFactory(enrolment=place.case)
    withdrawn = {"withdrawn_on": TODAY, "withdrawn_by": place.coach, "withdrawn_at": timezone.now()}
    return Scene(
        place.coach,
        reverse("consent_withdraw", args=[place.case.pk, 1]),
        {"withdrawn_on": TODAY},
        lambda: Consent.objects.filter(pk=consent.pk).update(**withdrawn),
    )


DECISION = {"decision": "DECIDED", "decided_on": TODAY}
ARRIVAL = {"day": "2026-11-20", "reason": COMMENT}


def _question(name: str, typed: dict[str, Any], **traits: bool) -> Callable[[Place], Scene]:
    """The coach answers, closes or opens a question, and the unit writes meanwhile."""

    def scene(place: Place) -> Scene:
        thread = QuestionThreadFactory(referral=ReferralFactory(enrolment=place.case, enrolled=True), **traits)
        path, on = reverse(name, args=[thread.pk]), reverse("question_thread", args=[thread.pk])
        return Scene(place.coach, path, typed, lambda: QuestionMessageFactory(thread=thread), on, tuple(typed.values()))

    return scene


def _draft(name: str, typed: dict[str, Any], **parts: dict[str, str]) -> Callable[[Place], Scene]:
    """The same author writes on in another tab."""

    def scene(place: Place) -> Scene:
        draft = ReferralDraftFactory(answers=json.dumps(parts))
        anew = json.dumps({part: {name: f"{one} ny" for name, one in said.items()} for part, said in parts.items()})
        return Scene(
            draft.author,
            reverse(name, args=[draft.pk]),
            typed,
            lambda: ReferralDraft.objects.filter(pk=draft.pk).update(answers=anew),
            kept=tuple(typed.values()),
        )

    return scene


SCENES: dict[str, Callable[[Place], Scene]] = {
    "plan_edit": _plan_edit,
    "plan_propose": _plan_button("plan_propose"),
    "plan_withdraw": _plan_button("plan_withdraw"),
    "log_meeting": _log_meeting,
    "activity_from_plan": _from_plan,
    "activity_end": _end_activity,
    "plan_answer": _plan_answer,
    "plan_communicate": _plan_communicate,
    "follow_up_hold": _follow_up,
    "case_tell": _tell,
    "consent_withdraw": _consent,
    "close_case": _close_case,
    "case_reopen": _of_closed("case_reopen", {"reason": "Stängdes av misstag"}),
    "closing_confirm": _of_closed("closing_confirm", {"evidence": "Flyttanmälan från Skatteverket"}),
    "closing_correct": _closing_correct,
    "closing_check": _closing_check,
    "pause_approve": _pause_approve,
    "assign_coach": _assign_coach,
    "transfer_case": _transfer_case,
    "transfer_take_back": _transfer_take_back,
    "transfer": _transfer_answer("transfer", {"basis": "OSL_26_1"}),
    "transfer_return": _transfer_answer("transfer_return", {"reason": "Ingen plats just nu"}),
    "support_unit": _support_unit,
    "case_interruption": _interruption,
    "interruption_planned": _interruption_planned,
    "interruption_withdraw": _interruption_withdraw,
    "correct_in_case": _correct,
    "note_template_change": _template_changed,
    "note_template_remove": _template_removed,
    "wrong_person": _wrong_person,
    "correction_decide": _decide,
    "case_protection": _case_protection,
    "referral_protection": _referral_protection,
    "case_person": _person,
    "case_person_reports": _reported,
    "case_number": _number,
    "enrolment_day": _enrolment_day,
    "case_death": _death,
    "case_death_take_back": _death_taken_back,
    "case_likeness": _likeness("case_likeness"),
    "referral_likeness": _likeness("referral_likeness"),
    "person_join": _person_join,
    "job_offer_answer": _job_offer,
    "activity_agree": _activity,
    "group_information_outcome": _group_information,
    "move_booking": _booking("move_booking", {"day": "2026-11-27", "time": "13.15", "why": "ASPIRANT:OTHER_TIME"}),
    "cancel_booking": _booking("cancel_booking", {"why": "ASPIRANT:DECLINED"}),
    "invitation_cancel": _invitation_cancel,
    "session_change": _session("session_change", {"place": "Sal 3", "capacity": "9"}, "Sal 3"),
    "session_move": _session(
        "session_move", {"day": "2026-11-27", "time": "13.15", "why": "UNIT:PREMISES", "note": "Vatten"}, "Vatten"
    ),
    "session_call_off": _session("session_call_off", {"why": "UNIT:COACH_AWAY", "note": "Sjuk"}, "Sjuk"),
    "clock_pause": _clock_pause,
    "pause_planned": _pause_planned,
    "pause_withdraw": _pause_withdraw,
    "clock_resume": _clock_resume,
    "clock_confirm": _clock_confirm,
    "clock_excuse": _clock_excuse,
    "breach_explain": _breach_explain,
    "deadlines_chosen": _deadlines_chosen,
    "aspirants_chosen": _aspirants_chosen,
    "policy_change": _policy_change,
    "policy_drop": _policy_drop,
    "position_give": _user("position_give", {"role": "LOG_REVIEWER", "valid_from": "2026-12-31"}),
    "position_end": _user("position_end", {"last_day": "2026-12-31"}),
    "position_revoke": _user("position_revoke", {}),
    "user_deactivate": _user("user_deactivate", {}),
    "user_reactivate": _user("user_reactivate", {}, is_active=False),
    "user_coach_group": _user("user_coach_group", {}),
    "clock_fitness": _fitness("clock_fitness", by_sender=False),
    "referral_draft_who": _draft("referral_draft_who", {"number": "19790417-9814"}, who={"number": "19790417"}),
    "referral_draft_details": _draft("referral_draft_details", {"last_name": "Ek"}, details={"first_name": "Anna"}),
    "referral_draft_discard": _draft("referral_draft_discard", {}, details={"first_name": "Anna"}),
    "referral_fitness": _fitness("referral_fitness", by_sender=True),
    "question_thread": _question("question_thread", {"text": COMMENT}),
    "question_close": _question("question_close", {}),
    "question_reopen": _question("question_reopen", {}, closed=True),
    "referral_accept": _referral("referral_accept", {}, on_its_page=True),
    "referral_enrol": _referral("referral_enrol", {"coach": "coach"}, on_its_page=True, accepted=True),
    "referrals_chosen": _referrals_chosen,
    "referral_take_back": _referral_take_back,
    "referral_move": _referral_move,
    "referral_move_take_back": _referral_move_take_back,
    "referral_offer": _offer_answer("referral_offer", {}),
    "referral_offer_return": _offer_answer("referral_offer_return", {"reason": "Ingen plats just nu"}),
    "referral_decline": _referral("referral_decline", {"reason": "DUPLICATE", "comment": COMMENT}),
    "referral_return": _referral("referral_return", {"question": COMMENT}),
    "referral_death": _referral("referral_death", {"deceased_on": "2026-11-22"}),
    "referral_lapse": _referral("referral_lapse", {"comment": COMMENT}, accepted=True),
    "referral_withdraw": _referral("referral_withdraw", {"comment": COMMENT}, by_sender=True),
    "referral_complete": _referral("referral_complete", {"answer": COMMENT, **SAID}, by_sender=True, incomplete=True),
    "referral_correct": _referral("referral_correct", {**SAID, "benefit_reason": "SOCIAL"}, by_sender=True),
    "referral_decision": _referral("referral_decision", DECISION, awaits_decision=True),
    "visit_correct": _visit("visit_correct", {**FACTS, "benefit_reason": "SOCIAL"}),
    "visit_decision": _visit("visit_decision", DECISION),
    "referral_arrival": _referral("referral_arrival", ARRIVAL, paper=True),
    "visit_arrival": _visit("visit_arrival", ARRIVAL | {"day": "2026-10-30"}),
}
