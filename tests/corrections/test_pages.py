"""The pages: choosing what to correct, the one form for all kinds, what stood there before, and the manager's list."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils.html import escape

from aspirants.corrections.registry import correctables, find_correctable
from aspirants.models import CorrectedKind, Correction, CorrectionState
from audit.models import AccessEvent, AccessKind
from core.way_back import leads_back_to
from deadlines.models import ClockStatus
from demo.factories import (
    ActivityFactory,
    CaseNoteFactory,
    ContactAttemptFactory,
    DeadlineClockFactory,
    EnrolmentFactory,
    FollowUpFactory,
    GroupInformationBookingFactory,
    InterruptionFactory,
    JobOfferFactory,
    JobPlanVersionFactory,
    MeetingFactory,
    OpeningFactory,
    UserFactory,
)
from meetings.choices import MeetingStatus
from meetings.models import Meeting
from tests.aspirants.staff import at, changed, errors, said, signed_in, text
from tests.corrections.acts import booked, correct, logged
from tests.deadlines.clocks import sweep_on

REST = {"day": "2026-11-20", "time": "10.00", "kind": "COACH", "channel": "VISIT"}


def page_of(name: str, case, code: str = "") -> str:
    return reverse(name, args=[case.pk]) + (f"?vad={code}" if code else "")


@pytest.fixture
def meeting(coach, case):
    """Logged on Friday by the coach: present, with a note."""
    return MeetingFactory(enrolment=case, coach=coach, present=True)


def everything_in(case):
    """One row of each kind that can be corrected; code → what is typed to correct it."""
    coach = case.coach
    clock = DeadlineClockFactory(enrolment=case, due_in_5=True)
    held = FollowUpFactory(enrolment=case, held=True)
    rows = {
        "MEETING": (
            MeetingFactory(enrolment=case, coach=coach, present=True),
            {**REST, "status": "PRESENT", "note": "Nytt"},
        ),
        "GROUP": (GroupInformationBookingFactory(enrolment=case, attended=True), {"status": "NO_SHOW"}),
        "ATTEMPT": (
            ContactAttemptFactory(clock=clock, recorded_by=coach),
            {"channel": "SMS", "day": "2026-11-23", "time": "9.30", "result": "NOT_REACHED"},
        ),
        "OFFER": (
            JobOfferFactory(enrolment=case),
            {"employer": "Nya bageriet", "offered_on": "2026-11-23", "answer": "PENDING"},
        ),
        "FOLLOW_UP": (held, {"day": "2026-11-20", "time": "9.15", "result": "CLOSE", "note": "Nytt"}),
        "NOTE": (CaseNoteFactory(enrolment=case), {"text": "Nytt", "concerns_on": "2026-11-20"}),
        "INTERRUPTION": (InterruptionFactory(enrolment=case), {"kind": "CARE", "started_on": "2026-11-20"}),
    }
    activity = ActivityFactory(enrolment=case)
    rows["ACTIVITY"] = (
        activity,
        {
            "insats_type": activity.insats_type_id,
            "provider": "Hermods",
            "decided_on": "2026-11-23",
            "starts_on": "2026-12-01",
        },
    )
    version = JobPlanVersionFactory(enrolment=case, approved=True)
    rows["ANSWER"] = (
        version.approval,
        {"day": "2026-11-20", "time": "9.15", "method": "ORAL_PHONE", "note": ""},
    )
    return {f"{kind}-{row.pk}": typed for kind, (row, typed) in rows.items()}


def test_every_kind_is_listed_and_corrected_by_the_one_form(as_manager, case):
    things = everything_in(case)
    assert {code.partition("-")[0] for code in things} == {one.kind.value for one in correctables()}
    listed = as_manager.get(page_of("correct_in_case", case)).content.decode()
    for code, typed in things.items():
        path = page_of("correct_in_case", case, code)
        assert path in listed, code
        refused = as_manager.submit(path, typed)
        assert errors(refused) == {"reason": ["Skriv varför det rättas."]}, (code, text(refused))
        assert "Rättat" in said(as_manager, as_manager.submit(path, {**typed, "reason": "Fel rad"})), code
    assert Correction.objects.count() == len(things)


def test_what_stood_there_before_is_shown_wherever_it_is_told(as_coach, as_manager, case, meeting):
    path = page_of("correct_in_case", case, f"MEETING-{meeting.pk}")
    as_manager.submit(path, {**REST, "status": "PRESENT", "note": "Kom sent", "reason": "Skrev fel"})
    manager = as_manager.user
    told = f"Rättat mån 23 nov 2026 09.30 av {manager} – skäl: Skrev fel. Tidigare"
    for at_the_thing in (path, reverse("case_meetings", args=[case.pk])):
        shown = text(as_coach.get(at_the_thing))
        assert told in shown
        assert "Anteckning: Gick igenom CV." in shown
    timeline = text(as_coach.get(reverse("case", args=[case.pk])))
    assert "Rättat: Coachmöte fre 20 nov 2026" in timeline
    assert "Skäl: Skrev fel" in timeline
    assert "Anteckning: Gick igenom CV." in timeline
    history = text(as_coach.get(reverse("case_history", args=[case.pk])))
    assert "Mötets anteckning (fre 20 nov) rättades" in history
    assert "Nu Kom sent" in history
    assert "Skrev fel" in history


def test_it_ends_in_the_list_that_its_link_stands_in(as_coach, as_manager, case, meeting):
    listed = reverse("case_meetings", args=[case.pk])
    path = page_of("correct_in_case", case, f"MEETING-{meeting.pk}") + f"&{leads_back_to(listed)}"
    assert f'href="{escape(path)}"' in as_coach.get(listed).content.decode()
    page = as_manager.get(path).content.decode()
    assert f'href="{listed}">Avbryt' in page
    done = as_manager.submit(path, {**REST, "status": "PRESENT", "note": "Kom sent", "reason": "Skrev fel"})
    assert done.url == listed
    other = page_of("wrong_person", case, f"MEETING-{meeting.pk}") + f"&{leads_back_to(listed)}"
    assert f'href="{escape(other)}"' in page
    assert as_manager.submit(other, {"sought": ""}).url == listed


def test_without_a_list_it_ends_in_the_case(as_coach, as_manager, case, meeting):
    path = page_of("correct_in_case", case, f"MEETING-{meeting.pk}")
    done = as_manager.submit(path, {**REST, "status": "PRESENT", "note": "Kom sent", "reason": "Skrev fel"})
    assert done.url == reverse("case", args=[case.pk])


def test_another_jobbtorg_is_told_that_and_not_what(as_coach, case, meeting):
    correct(case.coach, meeting, note="Kom sent", reason="Skrev fel")
    reader = UserFactory(coach=True)
    OpeningFactory(user=reader, person=case.person, expires_at=at("2027-01-01"))
    client = signed_in(reader)
    for name in ("case", "case_meetings"):
        shown = text(client.get(reverse(name, args=[case.pk])))
        for kept in ("Gick igenom CV", "Skrev fel", "Kom sent"):
            assert kept not in shown
    assert "Rättat: möte" in text(client.get(reverse("case", args=[case.pk])))
    assert client.get(page_of("correct_in_case", case, f"MEETING-{meeting.pk}")).status_code == 404


def test_the_author_is_told_that_no_reason_is_needed(as_coach, coach, case, meeting):
    path = page_of("correct_in_case", case, f"MEETING-{meeting.pk}")
    assert "Behövs inte" not in text(as_coach.get(path)), "it was logged on Friday"
    meeting.logged_at = at("2026-11-23", "09:00")
    meeting.save()
    assert "Behövs inte" in text(as_coach.get(path))
    assert "Rättat" in said(as_coach, as_coach.submit(path, {**REST, "status": "PRESENT", "note": "Kom sent"}))


def test_bad_input_gets_one_sentence_at_its_field_and_loses_nothing(as_coach, case, meeting):
    path = page_of("correct_in_case", case, f"MEETING-{meeting.pk}")
    typed = {**REST, "status": "PRESENT", "note": "Kom sent", "reason": "Skrev fel"}
    for wrong, field in (
        ({"day": "2026-11-30"}, "day"),
        ({"day": "2026-01-05"}, "day"),
        ({"time": "25.70"}, "time"),
        ({"kind": "PARTY"}, "kind"),
    ):
        refused = as_coach.submit(path, {**typed, **wrong})
        assert refused.status_code == 422
        assert list(errors(refused)) == [field], wrong
        assert "Kom sent" in refused.content.decode()
    assert not Correction.objects.exists()


def test_two_at_once_see_both(as_coach, as_manager, case, meeting):
    path = page_of("correct_in_case", case, f"MEETING-{meeting.pk}")
    page = as_coach.get(path)
    as_manager.submit(path, {**REST, "status": "PRESENT", "note": "Kom sent", "reason": "Skrev fel"})
    typed = {**REST, "status": "ABSENT_VALID", "note": "Sjuk", "reason": "Ringde"}
    refused = as_coach.submit(path, typed, page=page)
    assert changed(refused)
    assert "Sjuk" in refused.content.decode()
    assert "Kom sent" in text(refused)


def test_a_thing_that_was_taken_away_meanwhile(as_coach, as_manager, case, meeting):
    """The page was open; the answer shows what has become of it. Opened anew it says so as well."""
    path = page_of("correct_in_case", case, f"MEETING-{meeting.pk}")
    page = as_coach.get(path)
    as_manager.submit(page_of("wrong_person", case, f"MEETING-{meeting.pk}"), {"sought": ""})
    refused = as_coach.submit(path, {**REST, "status": "PRESENT", "reason": "Skrev fel"}, page=page)
    assert changed(refused)
    assert "Borttaget" in text(refused)
    for name in ("correct_in_case", "wrong_person"):
        anew = as_coach.get(page_of(name, case, f"MEETING-{meeting.pk}"))
        assert anew.url == reverse("correct_in_case", args=[case.pk])
        assert "Det finns inte längre att rätta. Det har tagits bort eller ångrats." in said(as_coach, anew)


@pytest.mark.parametrize("code", ["MEETING-x", "MEETING-", "PARTY-1", "MEETING-" + "9" * 40, "COACH-1", "MEETING-²"])
def test_what_is_none(as_coach, case, code):
    assert find_correctable(code) is None
    assert as_coach.get(page_of("correct_in_case", case, code)).status_code == 404


def test_a_thing_of_another_case_does_not_exist(as_coach, coach, case):
    other = MeetingFactory(enrolment=EnrolmentFactory(coach=coach), present=True)
    assert as_coach.get(page_of("correct_in_case", case, f"MEETING-{other.pk}")).status_code == 404
    assert as_coach.get(page_of("wrong_person", case, f"MEETING-{other.pk}")).status_code == 404


class TestWrongPerson:
    """From the page: sought, chosen, taken away here and registered there."""

    @pytest.fixture
    def right(self, coach):
        return EnrolmentFactory(coach=coach, person__first_name="Aurora", person__last_name="Zetterlund")

    @pytest.fixture
    def path(self, case, meeting):
        return page_of("wrong_person", case, f"MEETING-{meeting.pk}")

    def test_sought_chosen_and_moved(self, as_manager, case, right, meeting, path):
        found = as_manager.submit(path, {"sought": "aurora", "sok": "1"})
        assert f"Aurora Zetterlund, {right.case_no}" in text(found)
        assert Meeting.objects.get().enrolment == case, "searching does nothing"
        told = said(as_manager, as_manager.submit(path, {"sought": "aurora", "to": right.pk}))
        assert "Det är registrerat i det andra ärendet." in told
        assert Meeting.objects.get().enrolment == right
        timeline = text(as_manager.get(reverse("case", args=[case.pk])))
        assert "Registrerat på fel person, borttaget: Möte mån 23 nov 2026 09.30" in timeline
        assert str(as_manager.user) in timeline
        for page in ("case", "case_history", "case_meetings"):
            shown = text(as_manager.get(reverse(page, args=[case.pk])))
            for word in ("Gick igenom CV", "Zetterlund", right.case_no):
                assert word not in shown, (page, word)

    def test_both_cases_are_in_the_log_and_neither_row_names_the_other(self, as_manager, case, right, path):
        as_manager.submit(path, {"sought": "aurora", "sok": "1"})
        before = AccessEvent.objects.count()
        as_manager.submit(path, {"sought": "aurora", "to": right.pk})
        rows = AccessEvent.objects.order_by("pk")[before:]
        assert {row.subject for row in rows} == {case.case_no, right.case_no}
        written = {row.subject for row in rows if row.kind == AccessKind.WRITE}
        assert written == {case.case_no, right.case_no}
        for row in rows:
            other = right if row.subject == case.case_no else case
            assert other.case_no not in f"{row.reason}{row.view}"

    def test_what_was_typed_without_searching_is_sought_first(self, as_manager, case, path, right):
        answer = as_manager.submit(path, {"sought": "aurora"})
        assert "Aurora Zetterlund" in text(answer)
        assert Meeting.objects.get().enrolment == case

    def test_only_taken_away(self, as_manager, path, meeting):
        assert "Möte är borttaget härifrån." in said(as_manager, as_manager.submit(path, {"sought": ""}))
        assert not Meeting.objects.exists()

    def test_cases_elsewhere_closed_or_protected_are_not_found(self, as_manager, coach, case, path):
        facts = {"person__first_name": "Aurora", "person__last_name": "Zetterlund"}
        hidden = [
            EnrolmentFactory(**facts),
            EnrolmentFactory(coach=coach, closed=True, **facts),
            EnrolmentFactory(coach=coach, person__protected=True, **facts),
        ]
        found = as_manager.submit(path, {"sought": "aurora", "sok": "1"})
        assert "Inget öppet ärende passar" in text(found)
        for one in hidden:
            refused = as_manager.submit(path, {"sought": "aurora", "to": one.pk})
            assert Meeting.objects.get().enrolment == case
            assert refused.status_code == 422

    def test_a_coach_sees_no_link_to_it_after_a_day(self, as_coach, as_manager, case, meeting):
        page = page_of("correct_in_case", case, f"MEETING-{meeting.pk}")
        assert "Det gällde en annan person" not in text(as_coach.get(page))
        assert "Det gällde en annan person" in text(as_manager.get(page))
        refused = as_coach.submit(page_of("wrong_person", case, f"MEETING-{meeting.pk}"), {"sought": ""})
        assert "Be enhetschefen att ta bort det" in text(refused)


class TestManagersList:
    """What a correction could heal is answered under Frister."""

    @pytest.fixture
    def clock(self, now, coach, received):
        clock = received("2026-11-23")
        meeting = booked(now, coach, clock.enrolment, at("2026-11-24"), at("2026-11-26"))
        logged(now, coach, meeting, at("2026-11-26", "11:00"))
        sweep_on(now, "2026-12-01")
        now.move_to(at("2026-12-02"))
        correct(coach, meeting, status=MeetingStatus.ABSENT_INVALID, reason="Fel knapp")
        return clock

    def test_it_waits_there_and_is_answered(self, clock, manager):
        office = signed_in(manager)
        assert "Rättelser att avgöra (1)" in text(office.get(reverse("deadlines")))
        assert clock.enrolment.person.name in text(office.get(reverse("correction_list")))
        path = reverse("correction_decide", args=[clock.enrolment_id])
        page = office.get(path)
        assert "Jobbgarantin, sista dag mån 30 nov 2026: ursäktad: uteblev från erbjudet möte" in text(page)
        assert errors(office.submit(path, {"answer": "no"})) == {"reason": ["Skriv varför det inte räknas."]}
        assert "Rättelsen räknas." in said(office, office.submit(path, {"answer": "yes"}))
        clock.refresh_from_db()
        assert clock.status == ClockStatus.EXCUSED
        assert "Rättelsen väntar inte längre på svar. Den är redan avgjord." in said(office, office.get(path))
        assert "Godkänd" in text(office.get(reverse("case", args=[clock.enrolment_id])))

    def test_no_coach_comes_there(self, clock, coach):
        client = signed_in(coach)
        assert "Rättelser att avgöra" not in text(client.get(reverse("deadlines")))
        for path in (reverse("correction_list"), reverse("correction_decide", args=[clock.enrolment_id])):
            assert client.get(path).status_code == 403

    def test_of_a_protected_person_only_the_appointed_hear(self, clock, manager):
        clock.person.protection = "SEKRETESSMARKERING"
        clock.person.save()
        office = signed_in(manager)
        assert "Rättelser att avgöra (0)" in text(office.get(reverse("deadlines")))
        assert clock.enrolment.person.name not in text(office.get(reverse("correction_list")))


def test_a_closed_case_is_corrected_from_its_pages(as_manager, coach) -> None:
    """What took place before the closing: the tab has the link, the menu of acts is gone."""
    case = EnrolmentFactory(coach=coach, closed=True)
    booking = GroupInformationBookingFactory(enrolment=case, attended=True)
    path = page_of("correct_in_case", case, f"GROUP-{booking.pk}")
    assert path in as_manager.get(reverse("case_group_information", args=[case.pk])).content.decode()
    assert "Rättat" in said(as_manager, as_manager.submit(path, {"status": "NO_SHOW", "reason": "Fel person i listan"}))
    booking.refresh_from_db()
    assert booking.status == "NO_SHOW"
    assert Correction.objects.get().state == CorrectionState.DONE
    assert Correction.objects.get().kind == CorrectedKind.GROUP
