"""Min dag: what needs doing, the meetings of the day, the caseload."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from aspirants.models import Enrolment
from casework.models import CaseNote
from deadlines.models import ClockKind, ClockStatus, PolicyUse
from demo.factories import (
    ActivityFactory,
    CaseNoteFactory,
    ContactAttemptFactory,
    DeadlineClockFactory,
    DeadlinePolicyFactory,
    EnrolmentFactory,
    FollowUpFactory,
    InsatsTypeFactory,
    JobPlanVersionFactory,
    MeetingFactory,
    PlanApprovalFactory,
    PlanCommunicationFactory,
    QuestionThreadFactory,
    ReferralFactory,
    SweepRunFactory,
    UserFactory,
    local_instant,
)
from demo.factories.meetings import working_day
from organisation.models import Role, User
from referrals.choices import Side
from referrals.models import QuestionThread
from tests.age import grown
from tests.visits import queries_for, signed_in, statements_of
from tests.workbench.conftest import MONDAY_MORNING
from workbench.my_day.attention import Attention, needs_attention, own_cases, questions_waiting
from workbench.my_day.caseload import count_situations, situations
from workbench.my_day.day import chosen_day, week_of

TODAY = date(2026, 11, 23)


def to_do(coach: User) -> list[tuple[str, date | None, str]]:
    return [(row.what, row.due_on, row.url) for row in needs_attention(own_cases(coach, MONDAY_MORNING), today=TODAY)]


@pytest.mark.parametrize(
    ("role", "place"),
    [
        (Role.CASEWORKER, "referral_inbox"),
        (Role.DISTRICT_MANAGER, "referral_inbox"),
        (Role.MANAGER, "deadlines"),
        (Role.CENTRAL_COORDINATOR, "statistics"),
        (Role.ADMIN, "import_list"),
        (Role.LOG_REVIEWER, "access_log"),
    ],
)
@pytest.mark.django_db
def test_others_are_sent_to_their_own_workplace(role: Role, place: str) -> None:
    response = signed_in(UserFactory(**{role.lower(): True})).get("/")
    assert response.status_code == 302
    assert response.headers["Location"] == reverse(place)


@pytest.mark.parametrize(("hours", "stale"), [(25, False), (27, True)])
def test_a_coach_is_told_that_the_sweep_has_not_run(as_coach: Client, hours: int, stale: bool) -> None:
    SweepRunFactory(started_at=MONDAY_MORNING - timedelta(hours=hours))
    page = as_coach.get("/").text
    assert ("Siffrorna kan vara inaktuella." in page) == stale


def test_a_coach_without_aspirants_is_told_what_will_come(as_coach: Client) -> None:
    response = as_coach.get("/")
    assert "Min dag – måndag 23 november 2026" in response.text
    assert "Du har inga aspiranter ännu" in response.text
    assert "Inget kräver åtgärd just nu." in response.text
    assert "Inga bokade möten i dag." in response.text


class TestNeedsAttention:
    def test_a_plan_due_within_five_working_days(self, coach: User) -> None:
        clock = DeadlineClockFactory(due_in_5=True, enrolment__coach=coach)
        MeetingFactory(enrolment=clock.enrolment)
        assert to_do(coach) == [
            ("Jobbplan saknas", date(2026, 11, 30), reverse("plan_edit", args=[clock.enrolment_id]))
        ]

    def test_a_plan_due_and_no_meeting_leads_to_booking_one(self, coach: User) -> None:
        clock = DeadlineClockFactory(due_today=True, enrolment__coach=coach)
        assert to_do(coach) == [
            ("Jobbplan saknas, inget möte bokat", TODAY, reverse("book_meeting", args=[clock.enrolment_id]))
        ]

    def test_a_missed_meeting_is_no_meeting(self, coach: User) -> None:
        clock = DeadlineClockFactory(due_today=True, enrolment__coach=coach)
        MeetingFactory(enrolment=clock.enrolment, absent=True)
        assert to_do(coach)[0][0] == "Jobbplan saknas, inget möte bokat"

    def test_a_proposed_plan_waits_for_its_answer(self, coach: User) -> None:
        clock = DeadlineClockFactory(due_tomorrow=True, enrolment__coach=coach)
        JobPlanVersionFactory(enrolment=clock.enrolment, proposed=True)
        assert to_do(coach) == [
            ("Jobbplanen väntar på svar", date(2026, 11, 24), reverse("case_plan", args=[clock.enrolment_id]))
        ]

    @pytest.mark.parametrize(
        ("facts", "quiet"),
        [
            ({"breached": True, "covered": False}, "Omfattas inte av garantin"),
            ({"overdue": True, "covered": False}, "Omfattas inte av garantin"),
            ({"excused": True}, "Ursäktad"),
            ({"breached": True, "enrolment__paused": True}, "Pausad: uppehåll"),
        ],
    )
    def test_neither_paused_nor_excused_nor_uncovered_shouts(
        self, coach: User, as_coach: Client, facts: dict[str, object], quiet: str
    ) -> None:
        """Neither in what needs doing nor among the cases, and what does alarm goes before it."""
        quiet_one = DeadlineClockFactory(**facts, enrolment__coach=coach)
        page = as_coach.get("/")
        assert "Förföll" not in page.text
        assert "Försenad" not in page.text
        assert page.text.count(f"<strong>{quiet}</strong>") == 2
        assert page.context["summary"][1:2] == ["0 frister inom 2 arbetsdagar"]
        alarming = DeadlineClockFactory(due_tomorrow=True, enrolment__coach=coach)
        cases = [row.enrolment.pk for row in as_coach.get("/").context["attention"]]
        assert cases == [alarming.enrolment_id, quiet_one.enrolment_id]

    def test_a_plan_that_was_not_sent_in_a_paused_case_does_not_shout(self, coach: User) -> None:
        policy = DeadlinePolicyFactory(kind=ClockKind.PLAN_COMMUNICATION)
        case = EnrolmentFactory(coach=coach, paused=True)
        JobPlanVersionFactory(enrolment=case, approved=True)
        DeadlineClockFactory(policy=policy, enrolment=case, started_on=TODAY - timedelta(days=9))
        [row] = [row for row in needs_attention(own_cases(coach, MONDAY_MORNING), today=TODAY) if row.due_on]
        assert (row.what, row.quiet) == ("Jobbplanen är inte skickad", "Pausad: uppehåll")

    def test_each_row_leads_to_its_form_and_back(self, coach: User, as_coach: Client) -> None:
        clock = DeadlineClockFactory(due_today=True, enrolment__coach=coach)
        link = f'{reverse("book_meeting", args=[clock.enrolment_id])}?tillbaka=%2F%3Fordning%3Dnamn"'
        assert link in as_coach.get("/?ordning=namn").text

    @pytest.mark.parametrize("late", ["overdue", "breached", "excused"])
    def test_late_stays_until_it_is_done_stamped_or_not(self, coach: User, late: str) -> None:
        DeadlineClockFactory(**{late: True}, enrolment__coach=coach)
        [(what, due_on, _)] = to_do(coach)
        assert what.startswith("Jobbplan saknas")
        assert due_on is not None
        assert due_on < TODAY

    @pytest.mark.parametrize("settled", ["met", "fulfilled_late", "cancelled", "paused"])
    def test_what_is_settled_or_paused_asks_for_nothing(self, coach: User, settled: str) -> None:
        clock = DeadlineClockFactory(**{settled: True}, enrolment__coach=coach)
        MeetingFactory(enrolment=clock.enrolment, present=True)
        assert to_do(coach) == []

    def test_what_an_old_list_says_was_late_is_history(self, coach: User) -> None:
        old = DeadlineClockFactory(breached=True, historical=True, enrolment__coach=coach)
        MeetingFactory(enrolment=old.enrolment, present=True)
        assert to_do(coach) == []

    def test_a_follow_up_from_ten_working_days_before(self, coach: User) -> None:
        policy = DeadlinePolicyFactory(kind=ClockKind.FOLLOW_UP)
        # Due Monday 7 December, ten working days on; and Tuesday 8 December, eleven.
        near = FollowUpFactory(enrolment__coach=coach, clock__policy=policy, clock__started_on=date(2026, 9, 7))
        FollowUpFactory(enrolment__coach=coach, clock__policy=policy, clock__started_on=date(2026, 9, 8))
        for case in Enrolment.objects.all():
            MeetingFactory(enrolment=case, present=True)
        assert to_do(coach) == [
            ("Uppföljning efter tre månader", date(2026, 12, 7), reverse("follow_up_hold", args=[near.pk]))
        ]

    @pytest.mark.parametrize("use", [PolicyUse.INDICATOR, PolicyUse.ACTIVE])
    def test_an_approved_plan_that_nobody_has_received(self, coach: User, use: PolicyUse) -> None:
        policy = DeadlinePolicyFactory(kind=ClockKind.PLAN_COMMUNICATION, use=use)
        case = EnrolmentFactory(coach=coach)
        MeetingFactory(enrolment=case, present=True)
        version = JobPlanVersionFactory(enrolment=case, approved=True, approval=False)
        PlanApprovalFactory(version=version, answered_at=MONDAY_MORNING - timedelta(days=3))
        DeadlineClockFactory(policy=policy, enrolment=case, started_on=TODAY - timedelta(days=3))
        plan = reverse("case_plan", args=[case.pk])
        # Approved on a Friday; the own target is one working day.
        assert to_do(coach) == [("Jobbplanen är inte skickad", TODAY, plan)]
        [row] = signed_in(coach).get("/").context["rows"]
        assert (row.due_on, row.status) == (TODAY, "Jobbplan inte skickad")
        PlanCommunicationFactory(version=version)
        case.clocks.update(status=ClockStatus.MET, fulfilled_at=MONDAY_MORNING)
        assert to_do(coach) == []

    def test_a_plan_without_a_clock_is_to_be_sent_without_a_last_day(self, coach: User) -> None:
        case = EnrolmentFactory(coach=coach)
        MeetingFactory(enrolment=case, present=True)
        JobPlanVersionFactory(enrolment=case, approved=True)
        [row] = needs_attention(own_cases(coach, MONDAY_MORNING), today=TODAY)
        assert (row.what, row.due_on) == ("Jobbplanen är inte skickad", None)

    def test_a_plan_from_an_imported_list_is_never_to_be_sent(self, coach: User) -> None:
        case = EnrolmentFactory(coach=coach)
        MeetingFactory(enrolment=case, present=True)
        JobPlanVersionFactory(enrolment=case, approved=True, approval__method="IMPORTED")
        assert to_do(coach) == []

    def test_a_plan_with_nobody_to_send_it_to_asks_for_nothing(self, coach: User) -> None:
        case = EnrolmentFactory(coach=coach, without_unit=True)
        MeetingFactory(enrolment=case, present=True)
        JobPlanVersionFactory(enrolment=case, approved=True)
        assert to_do(coach) == []

    def test_a_plan_to_be_revised_until_a_version_is_proposed(self, coach: User) -> None:
        """What the follow-up said is still to be done, though its clock is kept and the next one lies far ahead."""
        case = EnrolmentFactory(coach=coach, without_unit=True)
        MeetingFactory(enrolment=case, present=True)
        long_ago = MONDAY_MORNING - timedelta(days=30)
        old = JobPlanVersionFactory(enrolment=case, approved=True, proposed_at=long_ago, approval__answered_at=long_ago)
        FollowUpFactory(enrolment=case, held=True, held_at=MONDAY_MORNING - timedelta(days=3), result="REVISED")
        [row] = needs_attention(own_cases(coach, MONDAY_MORNING), today=TODAY)
        assert (row.what, row.url) == ("Revidera jobbplanen", reverse("plan_edit", args=[case.pk]))
        assert "uppföljd" in signed_in(coach).get("/").text
        new = JobPlanVersionFactory(enrolment=case, plan=old.plan, number=2)
        assert [row.what for row in needs_attention(own_cases(coach, MONDAY_MORNING), today=TODAY)] == [row.what]
        type(new).objects.filter(pk=new.pk).update(status="PROPOSED", proposed_at=MONDAY_MORNING)
        assert to_do(coach) == []

    def test_a_version_agreed_to_at_the_follow_up_is_the_revised_one(self, coach: User) -> None:
        case = EnrolmentFactory(coach=coach, without_unit=True)
        MeetingFactory(enrolment=case, present=True)
        long_ago = MONDAY_MORNING - timedelta(days=30)
        version = JobPlanVersionFactory(enrolment=case, approved=True, approval=False, proposed_at=long_ago)
        held_at = MONDAY_MORNING - timedelta(days=1)
        FollowUpFactory(enrolment=case, held=True, held_at=held_at, result="REVISED")
        assert [what for what, *_ in to_do(coach)] == ["Revidera jobbplanen"]
        PlanApprovalFactory(version=version, answered_at=held_at)
        assert to_do(coach) == []

    def test_a_question_of_the_stadsdel_until_it_is_answered(self, coach: User, as_coach: Client) -> None:
        case = EnrolmentFactory(coach=coach)
        thread = QuestionThreadFactory(
            referral=ReferralFactory(enrolled=True, enrolment=case, person=case.person, jobbtorg=coach.jobbtorg)
        )
        QuestionThreadFactory(referral__jobbtorg=coach.jobbtorg, referral__enrolled=True)  # a colleague's case
        [row] = questions_waiting(coach)
        assert (row.what, row.action, row.url) == (
            "Fråga från stadsdelen", "Svara", reverse("question_thread", args=[thread.pk]),
        )  # fmt: skip
        page = as_coach.get("/").text
        assert "1 fråga väntar på dig" in page
        assert f'href="{row.url}?' in page
        QuestionThread.objects.filter(pk=thread.pk).update(waits_for=Side.UNIT)
        assert questions_waiting(coach) == []
        assert "fråga väntar på dig" not in as_coach.get("/").text

    def test_an_unread_answer_also_in_a_closed_case_of_whom_one_stands_in_for(self, coach: User) -> None:
        case = EnrolmentFactory(jobbtorg=coach.jobbtorg, closed=True)
        thread = QuestionThreadFactory(referral=None, enrolment=case, opened_by=case.coach)
        assert questions_waiting(coach) == []
        [row] = questions_waiting(coach, [case.coach])
        assert (row.what, row.enrolment) == ("Svar från stadsdelen att läsa", case)
        assert row.url == reverse("question_thread", args=[thread.pk])

    def test_a_new_case_without_any_meeting(self, coach: User) -> None:
        case = EnrolmentFactory(coach=coach, enrolled_on=TODAY - timedelta(days=30))
        EnrolmentFactory(coach=coach, enrolled_on=TODAY - timedelta(days=31))
        assert to_do(coach) == [("Nytt ärende utan möte", None, reverse("book_meeting", args=[case.pk]))]

    def test_soonest_first(self, coach: User) -> None:
        for due in ("due_tomorrow", "overdue", "due_today"):
            DeadlineClockFactory(**{due: True}, enrolment__coach=coach)
        dates = [row.due_on for row in needs_attention(own_cases(coach, MONDAY_MORNING), today=TODAY)]
        assert dates == [date(2026, 11, 20), TODAY, date(2026, 11, 24)]

    def test_neither_a_colleagues_nor_a_closed_nor_a_hidden_case(self, coach: User) -> None:
        DeadlineClockFactory(due_today=True, enrolment__jobbtorg=coach.jobbtorg)
        DeadlineClockFactory(breached=True, enrolment__coach=coach, enrolment__closed_on=TODAY)
        DeadlineClockFactory(due_today=True, enrolment__coach=coach, enrolment__protected=True)
        assert to_do(coach) == []

    def test_the_specially_appointed_sees_the_protected_too(self, coach: User) -> None:
        coach.protected_access = True
        coach.save()
        DeadlineClockFactory(due_today=True, enrolment__coach=coach, enrolment__protected=True)
        assert len(to_do(coach)) == 1

    def test_seven_are_shown_and_the_rest_on_request(self, coach: User, as_coach: Client) -> None:
        for _ in range(9):
            DeadlineClockFactory(due_today=True, enrolment__coach=coach)
        page = as_coach.get("/")
        assert page.text.count("Boka möte<") == 7
        assert "Visa alla 9" in page.text
        assert as_coach.get("/?atgarder=alla").text.count("Boka möte<") == 9

    def test_rows_without_a_last_day_sort_by_the_day_they_came_up(self, coach: User) -> None:
        case = EnrolmentFactory(coach=coach)
        row = Attention(case, "", None, "", "", since=case.enrolled_on)
        assert row.order == (False, case.enrolled_on, case.pk)


class TestMeetings:
    def test_unlogged_meetings_of_earlier_days_stay_on_top(self, coach: User, as_coach: Client) -> None:
        old = MeetingFactory(enrolment__coach=coach, unlogged=True)
        later = MeetingFactory(enrolment__coach=coach, today=True, starts_at=local_instant(TODAY, 14))
        text = as_coach.get("/").text
        link = "{}?meeting={}"
        log_old = link.format(reverse("log_meeting", args=[old.enrolment_id]), old.pk)
        log_later = link.format(reverse("log_meeting", args=[later.enrolment_id]), later.pk)
        assert text.index(log_old) < text.index(log_later)
        assert "Ej loggat" in text
        assert "1 möte i dag · 1 ej loggat · 0 frister inom 2 arbetsdagar · 2 aspiranter" in " ".join(text.split())

    def test_the_line_counts_what_the_lists_show(self, coach: User, as_coach: Client) -> None:
        """Of today's meetings neither one that was cancelled, nor those of earlier days that nobody has logged."""
        MeetingFactory(enrolment__coach=coach, starts_at=local_instant(TODAY, 8))
        MeetingFactory(enrolment__coach=coach, starts_at=local_instant(TODAY, 14))
        MeetingFactory(enrolment__coach=coach, starts_at=local_instant(TODAY, 15), cancelled=True)
        MeetingFactory.create_batch(2, enrolment__coach=coach, unlogged=True)
        page = as_coach.get("/")
        assert page.context["summary"][:2] == ["2 möten i dag", "3 ej loggade"]
        assert next(day.meetings for day in page.context["week"].days if day.is_today) == 2
        assert sum(row.state == "Ej loggat" for row in page.context["meetings"]) == 3

    def test_a_meeting_is_unlogged_only_once_it_is_over(self, coach: User, as_coach: Client) -> None:
        MeetingFactory(enrolment__coach=coach, starts_at=local_instant(TODAY, 9, 15))
        assert "Ej loggat" not in as_coach.get("/").text
        with time_machine.travel(MONDAY_MORNING + timedelta(minutes=20), tick=False):
            assert "Ej loggat" in as_coach.get("/").text

    def test_a_logged_meeting_of_today_says_how_it_went(self, coach: User, as_coach: Client) -> None:
        meeting = MeetingFactory(enrolment__coach=coach, present=True, starts_at=local_instant(TODAY, 8))
        page = as_coach.get("/").text
        assert "Närvarade" in page
        assert f"?meeting={meeting.pk}" not in page

    def test_the_week_counts_meetings_per_day(self, coach: User, as_coach: Client) -> None:
        MeetingFactory(enrolment__coach=coach, starts_at=local_instant(TODAY, 0, 30))
        MeetingFactory(enrolment__coach=coach, starts_at=local_instant(working_day(4), 16))
        MeetingFactory(enrolment__coach=coach, rescheduled=True, starts_at=local_instant(working_day(4), 10))
        counts = {str(day.day): day.meetings for day in as_coach.get("/").context["week"].days}
        assert counts == {
            "2026-11-23": 1,
            "2026-11-24": 0,
            "2026-11-25": 0,
            "2026-11-26": 0,
            "2026-11-27": 1,
        }

    def test_on_a_weekend_the_week_to_come_and_its_holidays(self, coach: User) -> None:
        week = week_of([], today=date(2026, 12, 19)).days
        assert [str(day.day) for day in week] == [f"2026-12-{day}" for day in range(21, 26)]
        assert [day.holiday for day in week] == ["", "", "", "julafton", "juldagen"]


class TestOrder:
    def test_meetings_first_when_there_are_some(self, coach: User, as_coach: Client) -> None:
        EnrolmentFactory(coach=coach)
        text = as_coach.get("/").text
        assert text.index("Kräver åtgärd") < text.index("Dagens möten") < text.index("Mina aspiranter")
        MeetingFactory(enrolment__coach=coach, today=True, starts_at=local_instant(TODAY, 14))
        text = as_coach.get("/").text
        assert text.index("Dagens möten") < text.index("Kräver åtgärd") < text.index("Mina aspiranter")

    def test_the_line_under_the_heading(self, coach: User, as_coach: Client) -> None:
        MeetingFactory.create_batch(2, enrolment__coach=coach, starts_at=local_instant(TODAY, 14))
        for due in ("overdue", "due_today", "due_tomorrow", "due_in_5"):
            DeadlineClockFactory(**{due: True}, enrolment__coach=coach)
        line = "2 möten i dag · 1 försenad åtgärd · 2 frister inom 2 arbetsdagar · 6 aspiranter"
        assert line in " ".join(as_coach.get("/").text.split())


class TestActs:
    """What can be done about a meeting, in its row."""

    def acts(self, client: Client, path: str = "/") -> set[str]:
        page = client.get(path).text
        section = page[page.index('id="moten-rubrik"') :]
        section = section[: section.index("</section>")]
        return {act for act in ("Logga möte", "Uteblev", "Ombokat", "Öppna") if f"{act}<span" in section}

    def test_of_one_that_is_over_and_not_logged(self, coach: User, as_coach: Client) -> None:
        meeting = MeetingFactory(enrolment__coach=coach, unlogged=True)
        assert self.acts(as_coach) == {"Logga möte", "Uteblev", "Ombokat", "Öppna"}
        page = as_coach.get("/").text
        log = f'{reverse("log_meeting", args=[meeting.enrolment_id])}?meeting={meeting.pk}&amp;tillbaka=%2F"'
        assert log in page
        assert f'{reverse("move_booking", args=[meeting.pk])}?tillbaka=%2F"' in page
        missed = reverse("meeting_missed", args=[meeting.pk])
        assert f'<form method="post" action="{missed}"' in page
        assert '<input type="hidden" name="tillbaka" value="/">' in page
        assert as_coach.post(missed, {"tillbaka": "/"}).headers["Location"] == "/"
        assert "Ej loggat" not in as_coach.get("/").text

    def test_nobody_is_absent_from_what_is_to_come(self, coach: User, as_coach: Client) -> None:
        MeetingFactory(enrolment__coach=coach, today=True, starts_at=local_instant(TODAY, 14))
        assert self.acts(as_coach) == {"Logga möte", "Ombokat", "Öppna"}

    def test_a_meeting_of_another_day_is_not_logged_before_it(self, coach: User, as_coach: Client) -> None:
        MeetingFactory(enrolment__coach=coach, starts_at=local_instant(date(2026, 11, 24), 10))
        assert self.acts(as_coach, "/?dag=2026-11-24") == {"Ombokat", "Öppna"}

    def test_what_has_been_logged_is_only_opened(self, coach: User, as_coach: Client) -> None:
        MeetingFactory(enrolment__coach=coach, present=True, starts_at=local_instant(TODAY, 8))
        assert self.acts(as_coach) == {"Öppna"}


class TestWeek:
    """The strip leads to the meetings of any day."""

    def test_a_day_leads_to_its_meetings(self, coach: User, as_coach: Client) -> None:
        there = MeetingFactory(enrolment__coach=coach, starts_at=local_instant(date(2026, 11, 24), 10))
        MeetingFactory(enrolment__coach=coach, unlogged=True)
        assert 'href="?dag=2026-11-24#moten"' in as_coach.get("/").text
        page = as_coach.get("/?dag=2026-11-24")
        assert [row.meeting.pk for row in page.context["meetings"]] == [there.pk]
        assert "Möten tisdag 24 november 2026" in page.text
        assert "Till dagens möten" in page.text
        assert [day.is_chosen for day in page.context["week"].days] == [False, True, False, False, False]
        assert page.context["summary"][:2] == ["0 möten i dag", "1 ej loggat"], "the line is about today all the same"

    def test_the_weeks_beside_it(self, coach: User, as_coach: Client) -> None:
        """Their own meetings, with the year where it is another one, and their holidays by name."""
        MeetingFactory(enrolment__coach=coach, starts_at=local_instant(date(2027, 1, 5), 10))
        page = as_coach.get("/?dag=2027-01-05")
        week = page.context["week"]
        assert (week.number, str(week.before), str(week.after)) == (1, "2026-12-28", "2027-01-11")
        assert [(day.label, day.meetings, day.holiday) for day in week.days][1:3] == [
            ("tis 5 jan 2027", 1, ""),
            ("ons 6 jan 2027", 0, "trettondedag jul"),
        ]
        assert 'href="?dag=2026-12-28#moten"' in page.text
        assert "trettondedag jul" in page.text

    def test_an_empty_day_says_so(self, as_coach: Client) -> None:
        assert "Inga bokade möten den dagen." in as_coach.get("/?dag=2026-11-26").text

    @pytest.mark.parametrize("typed", ["", "i-morgon", "2026-13-40", "0001-01-01", "9999-12-31", "2019-01-01"])
    def test_what_is_no_day_of_the_work_is_today(self, typed: str) -> None:
        assert chosen_day(typed, TODAY) == TODAY

    def test_a_weekend_is_shown_where_somebody_is_met_or_when_chosen(self, coach: User, as_coach: Client) -> None:
        MeetingFactory(enrolment__coach=coach, starts_at=local_instant(date(2026, 11, 28), 10))
        assert [str(day.day)[8:] for day in as_coach.get("/").context["week"].days] == [
            "23",
            "24",
            "25",
            "26",
            "27",
            "28",
        ]
        chosen = as_coach.get("/?dag=2026-12-06").context["week"].days
        assert [str(day.day)[8:] for day in chosen] == ["30", "01", "02", "03", "04", "06"]


def rows(client: Client, query: str = "") -> list[str]:
    return [row.enrolment.case_no for row in client.get(f"/{query}").context["rows"]]


class TestCaseload:
    def test_nearest_deadline_first_then_longest_since_the_last_meeting(self, coach: User, as_coach: Client) -> None:
        lately, long_ago = EnrolmentFactory.create_batch(2, coach=coach)
        MeetingFactory(enrolment=lately, present=True, starts_at=local_instant(date(2026, 11, 20)))
        MeetingFactory(enrolment=long_ago, present=True, starts_at=local_instant(date(2026, 11, 3)))
        never = EnrolmentFactory(coach=coach)
        due = DeadlineClockFactory(due_today=True, enrolment__coach=coach).enrolment
        assert rows(as_coach) == [case.case_no for case in (due, never, long_ago, lately)]

    def test_days_since_the_last_meeting_in_words(self, coach: User, as_coach: Client) -> None:
        MeetingFactory(enrolment__coach=coach, present=True, starts_at=local_instant(date(2026, 11, 11)))
        MeetingFactory(enrolment__coach=coach, present=True, starts_at=local_instant(date(2026, 11, 22)))
        text = as_coach.get("/").text
        assert "12 dagar sedan (11 nov)" in text
        assert "i går (22 nov)" in text

    def test_chips_narrow_and_count(self, coach: User, as_coach: Client) -> None:
        silent = EnrolmentFactory(coach=coach, enrolled_on=date(2026, 9, 1))
        JobPlanVersionFactory(enrolment=silent, communicated=True)
        without_plan = EnrolmentFactory(coach=coach)
        follow_up = FollowUpFactory(enrolment__coach=coach, due_today=True).enrolment
        JobPlanVersionFactory(enrolment=follow_up, communicated=True)
        assert rows(as_coach, "?visa=utan-mote") == [silent.case_no]
        assert rows(as_coach, "?visa=plan-saknas") == [without_plan.case_no]
        assert rows(as_coach, "?visa=uppfoljning") == [follow_up.case_no]
        assert [chip["count"] for chip in as_coach.get("/").context["chips"]] == [3, 1, 1, 1, 3]

    @pytest.mark.parametrize(
        ("meeting", "insats", "quiet"),
        [
            (None, False, True),
            ("2026-11-08", False, True),
            ("2026-11-09", False, False),
            ("2026-12-07", False, False),
            ("2026-12-08", False, True),
            (None, True, False),
        ],
    )
    def test_a_case_in_which_nothing_goes_on(
        self, coach: User, as_coach: Client, meeting: str | None, insats: bool, quiet: bool
    ) -> None:
        """R-1-36: no meeting and no insats for two weeks, and none booked in the next two."""
        case = EnrolmentFactory(coach=coach, enrolled_on=date(2026, 11, 2))
        if meeting is not None:
            day = date.fromisoformat(meeting)
            MeetingFactory(enrolment=case, present=day < TODAY, starts_at=local_instant(day))
        if insats:
            ActivityFactory(enrolment=case, decided_on=date(2026, 11, 3), starts_on=date(2026, 11, 3))
        assert rows(as_coach, "?visa=vakuum") == ([case.case_no] if quiet else [])

    @pytest.mark.parametrize(("day", "quiet"), [("2026-11-08", True), ("2026-11-09", False)])
    @pytest.mark.parametrize("kind", ["attempt", "note", "removed note"])
    def test_an_attempt_to_reach_the_person_or_a_note_is_something_that_goes_on(
        self, coach: User, as_coach: Client, kind: str, day: str, quiet: bool
    ) -> None:
        case = EnrolmentFactory(coach=coach, enrolled_on=date(2026, 11, 2))
        on = date.fromisoformat(day)
        if kind == "attempt":
            clock = DeadlineClockFactory(enrolment=case)
            ContactAttemptFactory(clock=clock, attempted_at=local_instant(on), recorded_at=local_instant(on))
        else:
            note = CaseNoteFactory(enrolment=case, concerns_on=on)
            if kind == "removed note":
                CaseNote.objects.filter(pk=note.pk).update(removed_at=timezone.now(), text="")
        is_quiet = quiet or kind == "removed note"
        assert rows(as_coach, "?visa=vakuum") == ([case.case_no] if is_quiet else [])
        chips = {chip["key"]: chip["count"] for chip in as_coach.get("/").context["chips"]}
        assert chips["vakuum"] == is_quiet, "the count on Min dag, by the rows"

    @pytest.mark.parametrize(
        ("facts", "step", "status"),
        [
            ({}, "Nytt ärende", "Jobbplan saknas"),
            ({"first_visit_on": TODAY}, "Kartläggning", "Jobbplan saknas"),
            ({"paused": True}, "Nytt ärende", "Uppehåll"),
        ],
    )
    def test_where_a_case_stands(
        self, coach: User, as_coach: Client, facts: dict[str, object], step: str, status: str
    ) -> None:
        EnrolmentFactory(coach=coach, **facts)
        [row] = as_coach.get("/").context["rows"]
        assert (row.step, row.status) == (step, status)

    @pytest.mark.parametrize(
        ("version", "step"),
        [("proposed", "Jobbplan föreslagen"), ("approved", "Följer jobbplan"), ("withdrawn", "Nytt ärende")],
    )
    def test_where_its_plan_stands(self, coach: User, as_coach: Client, version: str, step: str) -> None:
        JobPlanVersionFactory(enrolment=EnrolmentFactory(coach=coach), **{version: True})
        [row] = as_coach.get("/").context["rows"]
        assert row.step == step

    def test_what_goes_on_now_is_named(self, coach: User, as_coach: Client) -> None:
        kind = InsatsTypeFactory(code="PLACEMENT", name="Praktik", number=10)
        JobPlanVersionFactory(enrolment=EnrolmentFactory(coach=coach), approved=True, items__insats_type=kind)
        [row] = as_coach.get("/").context["rows"]
        assert (row.step, row.activity, row.status) == ("Följer jobbplan", "Praktik", "I fas")

    @pytest.mark.parametrize(
        ("clock", "status"), [("overdue", "Försenad"), ("breached", "Försenad"), ("paused", "Frist pausad")]
    )
    def test_the_deadline_decides_the_status(self, coach: User, as_coach: Client, clock: str, status: str) -> None:
        DeadlineClockFactory(**{clock: True}, enrolment__coach=coach)
        [row] = as_coach.get("/").context["rows"]
        assert row.status == status

    def test_a_clock_of_an_old_list_makes_no_case_late(self, coach: User, as_coach: Client) -> None:
        DeadlineClockFactory(breached=True, historical=True, enrolment__coach=coach)
        [row] = as_coach.get("/").context["rows"]
        assert (row.status, row.due_on) == ("Jobbplan saknas", None)

    def test_fifty_a_page(self, coach: User, as_coach: Client) -> None:
        EnrolmentFactory.create_batch(51, coach=coach)
        assert "Visar 1–50 av 51 aspiranter" in as_coach.get("/").text
        assert len(rows(as_coach, "?page=2")) == 1

    def test_a_number_in_the_url_that_means_nothing_is_ignored(self, coach: User, as_coach: Client) -> None:
        EnrolmentFactory(coach=coach)
        assert len(rows(as_coach, "?visa=allt-mojligt&ordning=baklanges&page=sjuttio")) == 1


def test_a_question_that_waits_takes_no_more_statements(coach: User, as_coach: Client) -> None:
    """Nor does it where the unit's own referral is asked about, or another case of the unit's."""
    cases = EnrolmentFactory.create_batch(2, coach=coach)
    as_coach.get("/hjalp")
    without = len(statements_of(as_coach, "/")[1])
    QuestionThreadFactory(
        referral=ReferralFactory(enrolled=True, enrolment=cases[0], person=cases[0].person, jobbtorg=coach.jobbtorg)
    )
    QuestionThreadFactory(referral=None, enrolment=cases[1], opened_by=coach)
    assert "2 frågor väntar på dig" in as_coach.get("/").text
    assert len(statements_of(as_coach, "/")[1]) == without == 13


def fill(coach: User, cases: int) -> None:
    """Cases of every kind in equal parts."""
    for n in range(cases):
        case = EnrolmentFactory(coach=coach)
        if n % 4 == 0:
            DeadlineClockFactory(due_today=True, enrolment=case)
        elif n % 4 == 1:
            FollowUpFactory(due_today=True, enrolment=case)
        elif n % 4 == 2:
            JobPlanVersionFactory(enrolment=case, approved=True)
        MeetingFactory(enrolment=case, **{["unlogged", "today", "present", "absent"][n // 4 % 4]: True})


def test_the_number_of_queries_does_not_grow(coach: User, as_coach: Client) -> None:
    fill(coach, 10)
    few = queries_for(as_coach, "/?atgarder=alla")
    fill(coach, 90)
    assert queries_for(as_coach, "/?atgarder=alla") == few
    # Nine of its own: one the notes to oneself, one the access log's row and one the latest sweep. The others are the
    # user, and the navigation's counts with the unit's name.
    assert few == 11


def test_a_long_history_is_not_read_for_today(coach: User, as_coach: Client) -> None:
    fill(coach, 12)
    assert grown(coach, {"/": as_coach}) == {}


def test_what_a_case_answers_by_itself_is_what_the_database_answers(coach: User) -> None:
    fill(coach, 40)
    for days in (29, 30, 31):
        EnrolmentFactory(coach=coach, enrolled_on=TODAY - timedelta(days=days))
    cases = own_cases(coach, MONDAY_MORNING)
    counted = count_situations(cases, TODAY)
    assert counted == {"": len(cases)} | {one.key: sum(map(one.holds, cases)) for one in situations(TODAY)}
    assert all(0 < counted[one.key] < len(cases) for one in situations(TODAY)), counted
