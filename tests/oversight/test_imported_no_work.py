"""What imported lists tell of is nobody's work by itself (FC-64), and is marked wherever it is shown."""

from __future__ import annotations

import csv
import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone

from aspirants.models import ClosureStatus, Enrolment, Origin, OutcomeGroup, PostClosureCheck
from aspirants.models.closures import UNKNOWN_IMPORTED
from casework.closings.after import checks_to_do, closings_to_confirm
from casework.closings.checks_to_come import create_checks
from casework.operations import change_support_unit
from casework.transfers.shown import shown_support_unit
from core.refusals import OperationRefused
from core.spreadsheets import csv_rows
from deadlines.choices import FROM_LIST
from deadlines.jobs.sweep import SweepResult, sweep
from deadlines.jobs.warnings import WarningResult, warn
from deadlines.models import (
    Breach,
    BreachCause,
    ClockKind,
    ClockStatus,
    ContactChannel,
    ContactResult,
    DeadlineClock,
    PauseReason,
)
from deadlines.operations.breaches import explain_breach
from deadlines.operations.contacts import record_contact_attempt
from deadlines.operations.pauses import pause_clock
from deadlines.shown import shown_clock
from deadlines.status.counts import overdue_for
from deadlines.views.clock_acts import clock_acts
from demo.factories import (
    ClosureReasonFactory,
    DeadlineClockFactory,
    DeadlinePolicyFactory,
    EnrolmentFactory,
    FollowUpFactory,
    GroupInformationBookingFactory,
    IncomeSupportUnitFactory,
    JobPlanVersionFactory,
    MeetingFactory,
)
from jobplans.choices import ApprovalMethod, FollowUpStatus
from jobplans.models import JobPlanVersion
from jobplans.operations import communicate_plan
from jobplans.shown import shown_recipient
from meetings.operations.clocks import settle_events
from notices.models import Notice
from oversight.burndown import burn_down
from oversight.digest import WaitingCounts, waiting_for_all
from oversight.figures import deadline_figures
from oversight.watched import Watch
from tests.aspirants.staff import MONDAY_MORNING, TODAY, at, signed_in, text
from tests.oversight.test_deadlines_page import figures, listed
from workbench.my_day.attention import needs_attention, own_cases
from workbench.my_day.caseload import case_rows

LIST_OF = "2026-09-30"
"""The day the list was true."""


def imported(coach, **facts) -> Enrolment:
    return EnrolmentFactory(coach=coach, enrolled_on=date(2026, 6, 1), origin=Origin.IMPORT, **facts)


def planned(case: Enrolment) -> JobPlanVersion:
    """The plan as an import writes it."""
    approved = {"answered_at": at("2026-06-15"), "method": ApprovalMethod.IMPORTED}
    told = {f"approval__{name}": value for name, value in approved.items()}
    return JobPlanVersionFactory(enrolment=case, approved=True, items=0, proposed_at=at("2026-06-15"), **told)


def clock_of_list(case: Enrolment, kind: str = ClockKind.PLAN_GUARANTEE, **facts) -> DeadlineClock:
    """A promise that the list says was broken, with its breach of the day of the list and no cause."""
    clock = DeadlineClockFactory(
        enrolment=case,
        kind=kind,
        historical=True,
        **{"status": ClockStatus.BREACHED, "started_on": date(2026, 6, 1), "breach__stamped_at": at(LIST_OF), **facts},
    )
    assert isinstance(clock, DeadlineClock)
    return clock


@pytest.fixture
def old(coach) -> Enrolment:
    """An open case of a list: a plan, approved too late, a follow-up that was not held, a meeting to come."""
    case = imported(coach)
    MeetingFactory(enrolment=case, present=True, starts_at=at("2026-11-16"))
    MeetingFactory(enrolment=case, starts_at=at("2026-11-27"))
    planned(case)
    clock_of_list(case, fulfilled_at=at("2026-06-15"), fulfilment="PLAN")
    FollowUpFactory(enrolment=case, clock=clock_of_list(case, ClockKind.FOLLOW_UP))
    return case


def promise(case: Enrolment) -> DeadlineClock:
    clock = case.clocks.select_related("policy", "person", "enrolment").get(policy__kind=ClockKind.PLAN_GUARANTEE)
    assert isinstance(clock, DeadlineClock)
    return clock


# --- Lists, badges, letters and notices -----------------------------------------------------------------------------


def test_min_dag_asks_for_nothing(coach, old):
    cases = list(own_cases(coach, MONDAY_MORNING))
    assert needs_attention(cases, today=TODAY) == []
    [row] = case_rows(cases, TODAY)
    assert (row.status, row.due_on) == ("I fas", None)


def test_frister_has_nothing_to_do(coach, manager, as_manager, as_coach, old):
    nothing = dict.fromkeys(("plans_near", "newly_broken", "follow_ups", "unexplained", "not_communicated"), 0)
    assert figures(as_coach) == nothing
    assert figures(as_manager) == {**nothing, "without_coach": 0}
    for state in ("", "near", "week", "late", "new", "paused"):
        assert listed(as_manager, state=state) == set(), state
    assert listed(as_manager, cause="missing") == listed(as_manager, state="broken", cause="missing") == set()
    assert [day.total for day in burn_down(Watch.of(manager, MONDAY_MORNING))] == [0] * 7
    assert overdue_for(manager) == overdue_for(coach) == 0


def test_a_breach_of_a_list_that_was_due_of_late_is_no_news(manager, coach):
    clock_of_list(imported(coach), started_on=date(2026, 11, 13))  # due on Friday, the working day before today
    found = deadline_figures(Watch.of(manager, MONDAY_MORNING))
    assert (found.newly_broken.now, found.unexplained, found.kept.whole) == (0, 0, 1)


def test_the_morning_letter_has_nothing_to_tell(coach, manager, old):
    waiting = waiting_for_all(TODAY)
    assert (waiting[coach.pk], waiting[manager.pk]) == (WaitingCounts(), WaitingCounts())


def test_the_sweep_and_the_warnings_pass_over_it(coach, manager):
    case = imported(coach)
    clock_of_list(case, status=ClockStatus.RUNNING, started_on=date(2026, 11, 2))
    clock_of_list(case, status=ClockStatus.RUNNING, started_on=date(2026, 11, 16))  # due today
    assert sweep(on=TODAY, dry_run=True) == sweep(on=TODAY) == SweepResult()
    assert warn(on=TODAY) == WarningResult()
    assert not Breach.objects.exists()
    assert not Notice.objects.exists()


def test_what_is_still_to_come_of_an_open_case_is_work(coach, manager, old):
    """The manager has checked that the case is open: its next follow-up is the coach's, as any other's."""
    old.follow_ups.update(status=FollowUpStatus.CANCELLED)
    FollowUpFactory(enrolment=old, clock__started_on=date(2026, 8, 24))  # due on Tuesday, tomorrow
    [row] = needs_attention(own_cases(coach, MONDAY_MORNING), today=TODAY)
    assert (row.what, row.due_on) == ("Uppföljning efter tre månader", date(2026, 11, 24))
    assert waiting_for_all(TODAY)[coach.pk] == WaitingCounts(follow_ups=1)
    assert listed(signed_in(manager), state="near") == {old.case_no}


def test_an_open_case_without_a_coach_is_the_managers_and_a_closed_one_nobodys(coach, manager, as_manager):
    imported(None, jobbtorg=coach.jobbtorg)
    imported(None, jobbtorg=coach.jobbtorg, closed_on=date(2026, 7, 1), closure=False)
    assert figures(as_manager)["without_coach"] == 1
    assert waiting_for_all(TODAY)[manager.pk] == WaitingCounts(without_coach=1)


def test_a_closed_case_is_in_no_list_of_a_coach(coach):
    case = imported(coach, closed_on=date(2026, 9, 1), closure=False)
    planned(case)
    clock_of_list(case)
    assert list(own_cases(coach, MONDAY_MORNING)) == []


# --- What may be done with it ---------------------------------------------------------------------------------------


def test_nobody_is_asked_for_a_cause(manager, coach, as_manager, old):
    clock = promise(old)
    assert clock_acts(manager, clock) == clock_acts(coach, clock) == []
    page = text(as_manager.get(reverse("clock_explain", args=[clock.pk])))
    assert "Orsak saknas" not in page
    assert "Ange orsak" not in text(as_manager.get(reverse("breaches")))
    refusal = f"{FROM_LIST}: fristen räknas som listan säger och ändras inte."
    breach = clock.latest_breach
    with pytest.raises(OperationRefused, match=refusal):
        explain_breach(actor=manager, breach=breach, seen_clock=shown_clock(clock), cause=BreachCause.B01)
    with pytest.raises(OperationRefused, match=refusal):
        pause_clock(
            actor=manager,
            clock=clock,
            seen_clock=shown_clock(clock),
            reason=PauseReason.P01,
            paused_from=date(2026, 6, 2),
            resumed_on=date(2026, 6, 10),
        )
    with pytest.raises(OperationRefused, match=refusal):
        record_contact_attempt(
            actor=coach,
            clock=old.clocks.get(policy__kind=ClockKind.FOLLOW_UP),
            channel=ContactChannel.PHONE,
            attempted_at=MONDAY_MORNING,
            result=ContactResult.NOT_REACHED,
        )


def test_it_cannot_be_marked_in_the_list(as_manager, old):
    found = as_manager.get("/frister", {"state": "broken"})
    assert [row.clock.reference for row in found.context["rows"]] == [old.case_no] * 2
    assert 'name="clock"' not in found.content.decode()
    sent = as_manager.post("/frister/valda", {"act": "cause", "clock": [promise(old).pk], "query": "state=broken"})
    assert "Markera minst en frist i listan" in text(as_manager.get(sent.url))


def test_its_plan_is_never_to_be_sent(coach, as_coach, old):
    page = text(as_coach.get(reverse("case_plan", args=[old.pk])))
    assert "Version 1 är ur en importerad lista. Det finns inget innehåll att skicka." in page
    assert "Skicka till försörjningsstödsenheten" not in page
    assert "Inte skickad" not in text(as_coach.get(reverse("case", args=[old.pk])))
    version = JobPlanVersion.objects.get(plan__enrolment=old)
    with pytest.raises(OperationRefused, match="inget innehåll att skicka"):
        communicate_plan(actor=coach, version=version, seen_version=shown_recipient(version), basis="OSL_26_1")


def test_another_unit_is_not_to_be_sent_it_either(coach, old):
    DeadlinePolicyFactory(kind=ClockKind.PLAN_COMMUNICATION)
    case = Enrolment.objects.select_related("person", "jobbtorg", "income_support_unit").get(pk=old.pk)
    change_support_unit(
        actor=coach,
        enrolment=case,
        seen_unit=shown_support_unit(case),
        unit=IncomeSupportUnitFactory(),
        changed_on=TODAY,
        reason="Har flyttat",
    )
    assert not case.clocks.filter(policy__kind=ClockKind.PLAN_COMMUNICATION).exists()


def test_a_revised_plan_is_to_be_sent(coach, old):
    """What the coach writes on top of the list's plan is hers."""
    first = JobPlanVersion.objects.get(plan__enrolment=old)
    JobPlanVersion.objects.filter(pk=first.pk).update(status="SUPERSEDED")
    JobPlanVersionFactory(plan=first.plan, number=2, approved=True)
    assert [row.what for row in needs_attention(own_cases(coach, MONDAY_MORNING), today=TODAY)] == [
        "Jobbplanen är inte skickad"
    ]


def test_what_happens_now_changes_no_clock_of_a_list(coach, old):
    """A group information that the list says was offered in time is not taken back by what is booked here."""
    DeadlinePolicyFactory(kind=ClockKind.GROUP_INFO_OFFER)
    offered = clock_of_list(
        old, ClockKind.GROUP_INFO_OFFER, status=ClockStatus.MET, fulfilled_at=at("2026-06-04"), fulfilment="GROUP_INFO"
    )
    before = DeadlineClock.objects.filter(historical=True).order_by("pk").values()
    stood = list(before)
    GroupInformationBookingFactory(enrolment=old, session__starts_at=at("2026-12-01"))
    settle_events(enrolment=old)
    assert list(before.all()) == stood
    assert offered.pk in {row["id"] for row in stood}


def test_a_follow_up_that_the_list_left_can_still_be_held(as_coach, old):
    planned_one = old.follow_ups.get()
    page = as_coach.get(reverse("case", args=[old.pk])).content.decode()
    assert reverse("follow_up_hold", args=[planned_one.pk]) in page
    form = text(as_coach.get(reverse("follow_up_hold", args=[planned_one.pk])))
    assert FROM_LIST in form
    assert "ska hållas senast" not in form


# --- Closings -------------------------------------------------------------------------------------------------------


def closed_by_list(coach, trait: str, said: str, **facts) -> Enrolment:
    """A closing as an import writes it: it stands firm, and nobody has confirmed it."""
    closed_on = date(2026, 10, 20)
    case = imported(coach, closed_on=closed_on, closure=False)
    case.closures.create(
        reason=ClosureReasonFactory(**{trait: True}, **facts),
        closed_on=closed_on,
        status=ClosureStatus.CONFIRMED,
        imported_text=said,
        decided_by=coach,
    )
    return case


@pytest.mark.parametrize(
    ("trait", "said", "facts"),
    [
        ("work", "Fått fast anst ICA", {}),
        ("studies", "komvux v t (CSN)", {}),
        ("work", "", {"code": 19, "identifier": "WORK_UNSPECIFIED", "import_only": True}),
    ],
)
def test_a_closing_of_a_list_makes_no_checks_and_waits_for_nobody(coach, manager, now, trait, said, facts):
    closed_by_list(coach, trait, said, **facts)
    EnrolmentFactory(coach=coach, closed_on=date(2026, 10, 20))  # one that was registered here has its check
    for month in (1, 4):
        now.move_to(at(TODAY + timedelta(days=31 * month)))
        create_checks(on=timezone.localdate())
    assert {check.enrolment.origin for check in PostClosureCheck.objects.all()} == {Origin.REFERRAL}
    assert {check.enrolment.origin for check in checks_to_do(manager, timezone.localdate())} == {Origin.REFERRAL}
    found = {closing.enrolment.origin for closing in closings_to_confirm(manager, timezone.localdate())}
    assert found == {Origin.REFERRAL}


def test_the_reasons_that_only_lists_give_are_not_counted_nationally():
    with Path("aspirants/reference_data/closure_reasons.csv").open(encoding="utf-8") as file:
        rows = {int(row["code"]): row for row in csv.DictReader(file)}
    of_lists = {code: row for code, row in rows.items() if row["import_only"] == "ja"}
    assert set(of_lists) == {19, 29, UNKNOWN_IMPORTED}
    assert {row["counts_nationally"] for row in of_lists.values()} == {"nej"}
    assert of_lists[UNKNOWN_IMPORTED]["group"] == OutcomeGroup.OTHER


# --- Marked wherever it is shown ------------------------------------------------------------------------------------


def test_it_is_marked_on_every_page_that_shows_it(as_manager, as_coach, old):
    clock = promise(old)
    explained = text(as_coach.get(reverse("clock_explain", args=[clock.pk])))
    assert explained.count(FROM_LIST) == 2, "beside the status, and in how the days were counted"
    assert f"{FROM_LIST}: dagarna är de som står i listan. Remissen kom in" in explained
    case = text(as_coach.get(reverse("case", args=[old.pk])))
    assert "Ingen frist löper." in case
    assert "bruten, klar" in case
    assert "sent, ur importerad lista" in case, "the strip above the case"
    assert "inte hållen, ur importerad lista" in case
    assert "ons 30 sep 2026 ur importerad lista Sista dagen var mån 8 juni" in case, "the timeline"
    assert case.count(f"{FROM_LIST}: dagarna") == 2
    for page in (as_manager.get("/frister", {"state": "broken"}), as_manager.get(reverse("breaches"))):
        assert len(re.findall(FROM_LIST, text(page))) == 2


def test_it_is_marked_in_the_files(as_manager, old):
    for path, column in ((reverse("deadlines_file"), "Status"), (reverse("breaches_file"), "Status")):
        heading, *rows = csv_rows(as_manager.get(path, {"state": "broken"}).content.decode())
        said = {row[heading.index(column)] for row in rows if len(row) == len(heading)}
        assert all(one.endswith(", ur importerad lista") for one in said)
        assert said


def test_what_ran_here_is_not_marked(as_coach, as_manager, coach):
    clock = DeadlineClockFactory(breached=True, enrolment__coach=coach)
    pages = [
        as_coach.get(reverse("clock_explain", args=[clock.pk])),
        as_coach.get(reverse("case", args=[clock.enrolment_id])),
        as_manager.get("/frister", {"state": "broken"}),
        as_manager.get(reverse("breaches")),
    ]
    assert not [page for page in pages if "mporterad lista" in text(page)]


def test_an_unsettled_promise_of_a_list_says_no_lateness(as_coach, coach):
    """The strip would otherwise count the working days since then."""
    case = imported(coach)
    clock_of_list(case)
    page = text(as_coach.get(reverse("case", args=[case.pk])))
    assert "fristen bröts, ur importerad lista" in page
    assert not re.search(r"arbetsdagar sen", page)
