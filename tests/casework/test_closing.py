"""Closing a case in two steps, with what each reason asks for and what it settles."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from aspirants.models import Closure, ClosureReason, ClosureStatus, Disclosure, EnrolmentStatus, OutcomeGroup
from deadlines.jobs.sweep import sweep
from deadlines.models import Breach, ClockStatus, DeadlineClock
from demo.factories import (
    ClosureReasonFactory,
    DeadlineClockFactory,
    EnrolmentFactory,
    FollowUpFactory,
    JobPlanVersionFactory,
    UserFactory,
)
from jobplans.models import FollowUpStatus, VersionStatus
from notices.models import Notice
from tests.aspirants.staff import at, changed, errors, said, signed_in, text
from tests.openings import give_reason


def close(client, enrolment, reason, *, confirmed=True, **changes):
    answers = {
        "closed_on": "2026-11-23",
        "group": reason.group,
        "reason": reason.pk,
        "destination": "",
        "destination_starts_on": "",
        "text": "",
        "basis": "OSL_26_1",
        **({"confirmed": "1"} if confirmed else {}),
        **changes,
    }
    return client.submit(reverse("close_case", args=[enrolment.pk]), answers)


WORK = {"destination": "Stadsköket i Solna", "destination_starts_on": "2026-12-01"}


@pytest.fixture
def reasons(db) -> dict[int, ClosureReason]:
    """The codes as they ship."""
    call_command("load_reference_data", verbosity=0)
    return {reason.code: reason for reason in ClosureReason.objects.all()}


def test_every_reason_as_it_ships(reasons, coach, as_coach):
    """Work and studies ask for where to; some for a text; what only an import may use is refused; the rest pass."""
    asked = {}
    for code, reason in reasons.items():
        enrolment = EnrolmentFactory(coach=coach)
        response = close(as_coach, enrolment, reason)
        asked[code] = None if response.status_code == 302 else next(iter(errors(response)))
        enrolment.refresh_from_db()
        assert enrolment.is_open == (asked[code] is not None)
    for code, reason in reasons.items():
        if reason.import_only or reason.valid_to is not None:
            expected = "reason"
        elif reason.group == OutcomeGroup.EXCLUDED:
            expected = "group"  # only a manager's
        elif reason.group in (OutcomeGroup.WORK, OutcomeGroup.STUDIES):
            expected = "destination"
        else:
            expected = "text" if reason.needs_text else None
        assert (code, asked[code]) == (code, expected)
    assert asked[90] == "text"
    assert set(asked.values()) == {"group", "reason", "destination", "text", None}


def test_the_first_page_writes_nothing_and_shows_what_will_be_written(as_coach, case):
    response = close(as_coach, case, ClosureReasonFactory(work=True), confirmed=False, **WORK)
    page = text(response)
    assert response.status_code == 200
    assert "Bekräfta avslutet" in page
    for told in (
        "måndag 23 november 2026",
        "Arbete, tillsvidareanställning",
        "Stadsköket i Solna",
        "tisdag 1 december",
    ):
        assert told in page
    case.refresh_from_db()
    assert case.is_open
    assert not Closure.objects.exists()


def test_the_second_page_carries_every_answer(as_coach, case):
    response = close(as_coach, case, ClosureReasonFactory(work=True), confirmed=False, text="Grattis", **WORK)
    form = response.context["form"]
    assert {name for name in form.fields if form.fields[name].label} <= set(form.data)
    hidden = {field.html_name: field.value() for field in form}
    assert all(f'name="{name}"' in response.content.decode() for name in hidden)
    assert as_coach.post(reverse("close_case", args=[case.pk]), {**hidden, "confirmed": "1"}).status_code == 302
    assert Closure.objects.get().text == "Grattis"


@pytest.mark.parametrize(
    ("trait", "changes", "field"),
    [
        ("work", {"destination": "Stadsköket"}, "destination_starts_on"),
        ("studies", {"destination_starts_on": "2026-12-01"}, "destination"),
        ("other", {}, "text"),
        ("moved", {"closed_on": "2026-11-24"}, "closed_on"),
        ("moved", {"closed_on": "2026-11-01"}, "closed_on"),
        ("moved", {"closed_on": ""}, "closed_on"),
        ("moved", {"basis": ""}, "basis"),
    ],
)
@pytest.mark.parametrize("confirmed", [False, True], ids=["first-page", "second-page"])
def test_what_is_missing_is_said_at_its_field(as_coach, case, trait, changes, field, confirmed):
    response = close(as_coach, case, ClosureReasonFactory(**{trait: True}), confirmed=confirmed, **changes)
    assert list(errors(response)) == [field]
    case.refresh_from_db()
    assert case.is_open


@pytest.mark.parametrize("status", ["draft", "proposed"])
def test_a_plan_in_preparation_is_shown_and_withdrawn(as_coach, case, status):
    version = JobPlanVersionFactory(enrolment=case, **({} if status == "draft" else {status: True}))
    page = text(close(as_coach, case, ClosureReasonFactory(moved=True), confirmed=False))
    assert f"Version 1, {version.get_status_display().lower()}" in page
    assert close(as_coach, case, ClosureReasonFactory(moved=True)).status_code == 302
    version.refresh_from_db()
    assert version.status == VersionStatus.WITHDRAWN


@pytest.mark.parametrize("status", ["approved", "declined", "withdrawn"])
def test_a_finished_plan_does_not(as_coach, case, status):
    JobPlanVersionFactory(enrolment=case, **{status: True})
    assert close(as_coach, case, ClosureReasonFactory(moved=True)).status_code == 302


@pytest.mark.parametrize(
    ("by", "trait", "status"),
    [
        ("coach", "moved", ClosureStatus.PRELIMINARY),
        ("coach", "work", ClosureStatus.PRELIMINARY),
        ("manager", "moved", ClosureStatus.CONFIRMED),
        ("manager", "studies", ClosureStatus.CONFIRMED),
        ("manager", "work", ClosureStatus.PRELIMINARY),  # confirmed after a month in work
    ],
)
def test_who_closes_how_firmly(coach, manager, case, by, trait, status):
    actor = {"coach": coach, "manager": manager}[by]
    more = {} if trait == "moved" else WORK
    client = signed_in(actor)
    assert status.label.lower() in said(client, close(client, case, ClosureReasonFactory(**{trait: True}), **more))
    closure = Closure.objects.get()
    assert (closure.status, closure.decided_by) == (status, actor)
    case.refresh_from_db()
    assert (case.status, case.closed_on) == (EnrolmentStatus.CLOSED, date(2026, 11, 23))


def test_a_case_is_closed_once(as_coach, case):
    reason, path = ClosureReasonFactory(moved=True), reverse("close_case", args=[case.pk])
    page = as_coach.get(path)
    answers = {
        "closed_on": "2026-11-23",
        "reason": reason.pk,
        "basis": "OSL_26_1",
        "text": "Till Umeå",
        "confirmed": "1",
    }
    assert as_coach.submit(path, answers, page=page).status_code == 302
    again = as_coach.submit(path, answers, page=page)
    assert "Till Umeå" in text(again)
    assert changed(again)["Status"] == ("Pågående", "Avslutat")
    assert Closure.objects.count() == 1
    assert "Ärendet är avslutat" in text(as_coach.get(path))


def settled(enrolment, client, trait) -> dict[str, str]:
    close(client, enrolment, ClosureReasonFactory(**{trait: True}), **(WORK if trait == "work" else {}))
    rows = DeadlineClock.objects.filter(enrolment=enrolment).values_list("policy__kind", "status")
    return dict(rows)


@pytest.mark.parametrize(
    ("trait", "state", "guarantee", "follow_up"),
    [
        ("moved", "running", ClockStatus.CANCELLED, ClockStatus.CANCELLED),
        ("moved", "overdue", ClockStatus.BREACHED, ClockStatus.BREACHED),
        ("work", "running", ClockStatus.MET, ClockStatus.CANCELLED),
        ("work", "overdue", ClockStatus.BREACHED, ClockStatus.BREACHED),
        ("moved", "breached", ClockStatus.BREACHED, ClockStatus.BREACHED),
        ("work", "breached", ClockStatus.BREACHED, ClockStatus.BREACHED),
    ],
)
def test_what_becomes_of_the_clocks(as_coach, as_manager, case, trait, state, guarantee, follow_up):
    how = {} if state == "running" else {state: True}
    clock = DeadlineClockFactory(enrolment=case, **how)
    planned = FollowUpFactory(enrolment=case, **how)
    settled(case, as_coach, trait)
    sweep(on=timezone.localdate())  # what was late by then is the sweep's to judge
    found = dict(DeadlineClock.objects.filter(enrolment=case).values_list("policy__kind", "status"))
    assert found == {"PLAN_GUARANTEE": guarantee, "FOLLOW_UP": follow_up}
    planned.refresh_from_db()
    planned.clock.refresh_from_db()
    clock.refresh_from_db()
    assert planned.status == FollowUpStatus.CANCELLED
    assert planned.clock.fulfilment == ""
    assert clock.fulfilment == ("WORK" if trait == "work" else "")
    assert Breach.objects.count() == [guarantee, follow_up].count(ClockStatus.BREACHED)
    # Broken or not, there is nothing left to keep: the lists of what is late are empty, the register is not.
    assert case.case_no not in text(as_manager.get(reverse("deadlines"), {"state": "late"}))
    assert (case.case_no in text(as_manager.get(reverse("breaches")))) == (ClockStatus.BREACHED in found.values())


def test_a_paused_clock_ends_with_the_case(as_coach, case):
    DeadlineClockFactory(enrolment=case, paused=True)
    assert settled(case, as_coach, "moved") == {"PLAN_GUARANTEE": ClockStatus.CANCELLED}


def test_the_unit_is_told_without_a_name_and_it_is_on_record(as_coach, case, coach):
    caseworkers = UserFactory.create_batch(2, caseworker=True, income_support_unit=case.income_support_unit)
    UserFactory(caseworker=True, income_support_unit=case.income_support_unit, inactive=True)
    UserFactory(caseworker=True)
    UserFactory(district_manager=True, income_support_unit=case.income_support_unit)
    close(as_coach, case, ClosureReasonFactory(moved=True))
    disclosure = Disclosure.objects.get()
    assert (disclosure.content, disclosure.recipient) == ("CLOSURE", case.income_support_unit)
    assert (disclosure.basis, disclosure.disclosed_by, disclosure.disclosed_at) == (
        "OSL_26_1",
        coach,
        at("2026-11-23", "09:30"),
    )
    assert set(Notice.objects.values_list("recipient", flat=True)) == {user.pk for user in caseworkers}
    for notice in Notice.objects.all():
        assert notice.text == f"Ärende {case.case_no} har avslutats"
        assert case.person.last_name not in notice.text + notice.path


def test_of_a_protected_person_nobody_gets_a_notice(coach):
    coach.protected_access = True
    coach.save()
    enrolment = EnrolmentFactory(coach=coach, protected=True)
    UserFactory(caseworker=True, income_support_unit=enrolment.income_support_unit)
    client = signed_in(coach)
    give_reason(client, enrolment.person)
    assert close(client, enrolment, ClosureReasonFactory(moved=True)).status_code == 302
    assert not Notice.objects.exists()
    assert Disclosure.objects.count() == 1


def test_a_case_without_a_unit_is_closed_and_nobody_is_told(coach, as_coach):
    enrolment = EnrolmentFactory(coach=coach, without_unit=True)
    assert close(as_coach, enrolment, ClosureReasonFactory(moved=True)).status_code == 302
    assert not Disclosure.objects.exists()
