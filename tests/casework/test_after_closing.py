"""What becomes of a closing: confirmed after a month by evidence, checked, given another reason (FC-31)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from aspirants.models import (
    CheckResult,
    CheckSource,
    Closure,
    ClosureStatus,
    Disclosure,
    Enrolment,
    EnrolmentStatus,
    PostClosureCheck,
)
from casework.closings.checks_to_come import create_checks
from casework.operations import confirm_closing, correct_closing, record_check
from casework.shown import shown_check, shown_closure, standing_closure
from casework.tasks import create_post_closure_checks
from casework.workflow.closings import (
    CASE_STEPS,
    CLOSURE_STEPS,
    require_case_step,
    require_closure_step,
)
from core.refusals import OperationRefused
from core.seen import ChangedMeanwhileError
from deadlines.jobs.sweep import sweep
from deadlines.models import Breach, ClockStatus, DeadlineClock
from demo.factories import ClosureReasonFactory, DeadlineClockFactory, EnrolmentFactory, PostClosureCheckFactory
from tests.aspirants.staff import at, signed_in, text
from tests.casework.test_reopening import close, fresh, reopen, statuses

WHY = "Det var studier, inte arbete"


def confirm(case: Enrolment, actor, evidence: str = "Anställningsavtal") -> Closure:
    case = fresh(case)
    seen = shown_closure(case, standing_closure(case))
    return confirm_closing(actor=actor, enrolment=case, seen_closure=seen, evidence=evidence)


def correct(case: Enrolment, actor, trait: str, **changes) -> Closure:
    case = fresh(case)
    seen = shown_closure(case, standing_closure(case))
    where = (
        {"destination": "Komvux", "destination_starts_on": date(2026, 11, 23)} if trait in ("work", "studies") else {}
    )
    facts = {"correction_reason": WHY, **where, **changes}
    reason = ClosureReasonFactory(**{trait: True})
    return correct_closing(actor=actor, enrolment=case, seen_closure=seen, reason=reason, **facts)


def check_of(check: PostClosureCheck, actor, result=CheckResult.STILL) -> PostClosureCheck:
    return record_check(
        actor=actor, check=check, seen_check=shown_check(check), result=result, source=CheckSource.EMPLOYER
    )


# --- States ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("to", list(EnrolmentStatus))
@pytest.mark.parametrize("current", list(EnrolmentStatus))
def test_every_step_of_a_case(current, to):
    if to in CASE_STEPS[current]:
        require_case_step(current, to)
    else:
        with pytest.raises(OperationRefused):
            require_case_step(current, to)


@pytest.mark.parametrize("to", list(ClosureStatus))
@pytest.mark.parametrize("current", list(ClosureStatus))
def test_every_step_of_a_closing(current, to):
    if to in CLOSURE_STEPS[current]:
        require_closure_step(current, to)
    else:
        with pytest.raises(OperationRefused):
            require_closure_step(current, to)


def test_the_tables_hold_these_steps_and_no_other():
    assert {(f.value, t.value) for f, found in CASE_STEPS.items() for t in found} == {
        ("ACTIVE", "PAUSED"),
        ("PAUSED", "ACTIVE"),
        ("ACTIVE", "CLOSED"),
        ("PAUSED", "CLOSED"),
        ("CLOSED", "ACTIVE"),
        ("CLOSED", "PAUSED"),
    }
    assert {(f.value, t.value) for f, found in CLOSURE_STEPS.items() for t in found} == {
        ("PRELIMINARY", "CONFIRMED"),
        ("PRELIMINARY", "CORRECTED"),
        ("CONFIRMED", "CORRECTED"),
    }


# --- Confirming ------------------------------------------------------------------------------------------------------


def test_work_is_confirmed_a_month_after_its_first_day(case, coach, manager, now):
    close(case, coach, "work", destination_starts_on=date(2026, 11, 30))
    now.move_to(at("2026-12-29"))
    with pytest.raises(OperationRefused, match="tidigast onsdag 30 december 2026"):
        confirm(case, manager)
    now.move_to(at("2026-12-30"))
    with pytest.raises(OperationRefused, match="Bara enhetschefen"):
        confirm(case, coach)
    with pytest.raises(OperationRefused, match="bygger på"):
        confirm(case, manager, " ")
    found = confirm(case, manager)
    assert (found.status, found.evidence, found.confirmed_by) == ("CONFIRMED", "Anställningsavtal", manager)
    with pytest.raises(OperationRefused, match="kan inte bli bekräftat"):
        confirm(case, manager)


@pytest.mark.parametrize("trait", ["studies", "moved"])
def test_any_other_reason_as_soon_as_there_is_evidence(case, coach, manager, trait):
    where = {"destination": "Komvux", "destination_starts_on": date(2026, 12, 1)} if trait == "studies" else {}
    close(case, coach, trait, **where)
    if trait == "studies":
        with pytest.raises(OperationRefused, match="bygger på"):
            confirm(case, manager, "")
    assert confirm(case, manager, "Antagningsbesked").status == ClosureStatus.CONFIRMED


def test_not_against_a_check_that_says_it_has_ended(case, coach, manager, now):
    close(case, coach, "work")
    now.move_to(at("2026-12-28"))
    create_checks(on=timezone.localdate())
    check_of(PostClosureCheck.objects.get(), coach, CheckResult.ENDED)
    with pytest.raises(OperationRefused, match="Rätta avslutsorsaken"):
        confirm(case, manager)


def test_only_what_was_shown(case, coach, manager):
    close(case, coach)
    seen = shown_closure(case, standing_closure(case))
    correct(case, manager, "illness")
    with pytest.raises(ChangedMeanwhileError):
        confirm_closing(actor=manager, enrolment=case, seen_closure=seen, evidence="x")


# --- Checks ----------------------------------------------------------------------------------------------------------


def test_checks_after_one_and_four_months(case, coach, now):
    """On working days; made once, however often and late the job runs."""
    close(case, coach, "work", destination_starts_on=date(2026, 11, 26))
    for on, made in ((date(2026, 12, 25), 0), (date(2026, 12, 27), 0), (date(2026, 12, 28), 1), (date(2027, 3, 26), 0)):
        assert (on, create_checks(on=on, dry_run=True)) == (on, made)
        assert create_checks(on=on) == made
        assert create_checks(on=on) == 0
    assert create_checks(on=date(2027, 4, 12)) == 1
    assert list(PostClosureCheck.objects.values_list("months", "due_on")) == [
        (1, date(2026, 12, 28)),  # Saturday 26 December
        (4, date(2027, 3, 30)),  # Good Friday, a weekend, Easter Monday
    ]


@pytest.mark.parametrize("trait", ["moved", "corrected", "reopened"])
def test_no_check_of_anything_else(case, coach, manager, trait):
    close(case, coach, "moved" if trait == "moved" else "work")
    if trait == "corrected":
        correct(case, manager, "moved")
    if trait == "reopened":
        reopen(case, manager)
    assert create_checks(on=date(2027, 1, 4)) == 0


def test_the_job_and_the_command(case, coach, now, capsys):
    close(case, coach, "work")
    now.move_to(at("2026-12-28"))
    call_command("create_post_closure_checks", dry_run=True)
    assert "1 checks would be made. Nothing was written." in capsys.readouterr().out
    assert not PostClosureCheck.objects.exists()
    create_post_closure_checks()
    call_command("create_post_closure_checks")
    assert "0 checks made." in capsys.readouterr().out
    assert PostClosureCheck.objects.count() == 1


def test_a_check_is_work_for_the_coach_until_it_is_done(case, coach, manager, now):
    close(case, coach, "work")
    now.move_to(at("2026-12-28"))
    create_checks(on=timezone.localdate())
    check = PostClosureCheck.objects.get()
    client, path = signed_in(coach), reverse("closing_check", args=[check.pk])
    day = client.get(reverse("home"))
    assert [(row.what, row.url) for row in day.context["attention"]] == [("Kontroll 1 månad efter avslut", path)]
    assert case.person.name in text(client.get(reverse("closing_checks")))
    answer = client.submit(path, {"result": "STILL", "source": "EMPLOYER", "note": "Ringde chefen"})
    assert answer.status_code == 302
    assert client.get(reverse("home")).context["attention"] == []
    page = text(signed_in(manager).get(reverse("closing_confirm", args=[case.pk])))
    assert "Bekräfta avslutet" in page
    form = signed_in(manager).get(reverse("closing_confirm", args=[case.pk])).context["form"]
    assert form["evidence"].value() == "Kontroll: kvar i arbete eller studier, arbetsgivaren eller skolan"


def test_a_check_is_done_once_and_not_before_its_day(case, coach):
    close(case, coach, "work")
    early = PostClosureCheckFactory(enrolment=fresh(case), due_on=timezone.localdate() + timedelta(days=1))
    with pytest.raises(OperationRefused, match="tidigast"):
        check_of(early, coach)
    PostClosureCheck.objects.update(due_on=timezone.localdate())
    early.refresh_from_db()
    seen = shown_check(early)
    check_of(early, coach)
    with pytest.raises(ChangedMeanwhileError):
        record_check(actor=coach, check=early, seen_check=seen, result=CheckResult.ENDED, source=CheckSource.PERSON)


# --- Correcting ------------------------------------------------------------------------------------------------------


def test_a_manager_gives_it_another_reason(case, coach, manager):
    old = close(case, coach, "work")
    new = correct(case, manager, "studies")
    old.refresh_from_db()
    assert (old.status, old.corrected_by, old.correction_reason) == (ClosureStatus.CORRECTED, manager, WHY)
    assert (new.replaces, new.closed_on, new.status) == (old, old.closed_on, ClosureStatus.CONFIRMED)
    assert list(Closure.objects.standing()) == [new]
    assert list(Disclosure.objects.values_list("content", flat=True)) == ["CLOSURE", "CLOSURE"]
    with pytest.raises(OperationRefused, match="står redan så"):
        correct(case, manager, "studies")
    with pytest.raises(OperationRefused, match="Bara enhetschefen"):
        correct(case, coach, "moved")


def test_work_that_was_no_work_kept_no_promise(case, coach, manager, now):
    """The clock was not due when the case was closed: it has lost its object, and is not broken by the correction."""
    DeadlineClockFactory(enrolment=case)
    close(case, coach, "work")
    assert statuses(case)["PLAN_GUARANTEE"][0] == ClockStatus.MET
    now.move_to(at("2026-12-20"))
    correct(case, manager, "moved")
    sweep(on=timezone.localdate())
    assert statuses(case)["PLAN_GUARANTEE"][0] == ClockStatus.CANCELLED
    assert not Breach.objects.exists()


def test_work_that_is_said_too_late_waits_for_the_manager(case, coach, manager, now):
    """What is recorded after the last day keeps no promise by itself."""
    DeadlineClockFactory(enrolment=case)
    close(case, coach, "moved")
    now.move_to(at("2026-12-20"))
    correct(case, manager, "work")
    clock = DeadlineClock.objects.get()
    assert clock.status == ClockStatus.BREACHED
    assert clock.awaits_confirmation
    assert clock.latest_breach.cause == "B06"


def test_a_corrected_case_is_opened_again_as_it_was_before_the_first_closing(case, coach, manager, now):
    DeadlineClockFactory(enrolment=case, paused=True)
    before = statuses(case)
    close(case, coach, "work")
    correct(case, manager, "moved")
    reopen(case, manager)
    assert statuses(case) == before
    assert not Closure.objects.standing().exists()


def test_the_fourteen_days_are_counted_from_the_first_closing(case, coach, manager, now):
    close(case, coach)
    now.move_to(at("2026-12-07"))
    correct(case, manager, "illness")
    now.move_to(at("2026-12-08"))
    with pytest.raises(OperationRefused, match="ny remiss"):
        reopen(case, manager)


# --- Pages -----------------------------------------------------------------------------------------------------------


def test_the_page_about_a_closing_tells_all_of_it(case, coach, manager):
    close(case, coach, "work")
    correct(case, manager, "studies")
    page = text(signed_in(coach).get(reverse("case_closing", args=[case.pk])))
    for told in ("Studier på komvux", "Arbete, tillsvidareanställning", "Rättat av", WHY, "till och med"):
        assert told in page
    assert "Öppna ärendet igen" not in page.split("Alla avslut")[0].replace("Enhetschefen kan öppna ärendet igen", "")
    assert (
        reverse("case_reopen", args=[case.pk])
        in signed_in(manager).get(reverse("case_closing", args=[case.pk])).content.decode()
    )


def test_a_manager_sees_what_to_confirm(coach, manager, now):
    ripe, unripe = EnrolmentFactory(coach=coach), EnrolmentFactory(coach=coach)
    close(ripe, coach)
    close(unripe, coach, "work")
    page = signed_in(manager).get(reverse("closing_checks"))
    assert [closure.enrolment_id for closure in page.context["to_confirm"].object_list] == [ripe.pk]
    assert "Avslut att bekräfta" not in text(signed_in(coach).get(reverse("closing_checks")))
