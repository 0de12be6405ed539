"""The life of a plan version: every edge, every non-edge, and what cannot be changed."""

from __future__ import annotations

from contextlib import nullcontext
from itertools import product

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from aspirants.models import DisclosureBasis, Enrolment
from core.refusals import OperationRefused
from demo.factories import (
    EnrolmentFactory,
    IncomeSupportUnitFactory,
    InsatsTypeFactory,
    JobPlanVersionFactory,
    PlanCommunicationFactory,
    UserFactory,
)
from jobplans.models import ApprovalMethod, Decision, JobPlanVersion, VersionStatus
from jobplans.operations import (
    PlannedItem,
    communicate_plan,
    propose_plan,
    record_answer,
    save_draft,
    withdraw_version,
)
from jobplans.shown import shown_plan, shown_recipient, shown_version
from jobplans.workflow import require_transition
from tests.aspirants.staff import at

S = VersionStatus
EDGES = {
    (S.DRAFT, S.PROPOSED),
    (S.DRAFT, S.WITHDRAWN),
    (S.PROPOSED, S.APPROVED),
    (S.PROPOSED, S.DECLINED),
    (S.PROPOSED, S.WITHDRAWN),
    (S.APPROVED, S.SUPERSEDED),
}

STEPS = {
    S.PROPOSED: lambda actor, version: propose_plan(actor=actor, version=version, seen_version=shown_version(version)),
    S.WITHDRAWN: lambda actor, version: withdraw_version(
        actor=actor, version=version, seen_version=shown_version(version)
    ),
    S.APPROVED: lambda actor, version: answer(actor, version, Decision.APPROVED),
    S.DECLINED: lambda actor, version: answer(actor, version, Decision.DECLINED, note="Vill studera i stället."),
}


def answer(actor, version, decision, **facts):
    return record_answer(
        actor=actor,
        version=version,
        seen_version=shown_version(version),
        decision=decision,
        answered_at=timezone.now(),
        method=ApprovalMethod.ORAL_AT_MEETING,
        **facts,
    )


def items(*texts: str) -> list[PlannedItem]:
    return [PlannedItem(text=text, insats_type=InsatsTypeFactory()) for text in texts]


@pytest.mark.parametrize(("now", "then"), list(product(VersionStatus, repeat=2)), ids=str)
def test_the_table_holds_these_steps_and_no_others(now, then):
    if (now, then) in EDGES:
        require_transition(now, then)
    else:
        with pytest.raises(OperationRefused) as refused:
            require_transition(now, then)
        assert str(refused.value) == f"Jobbplanen är {now.label.lower()} och kan inte bli {then.label.lower()}."


@pytest.mark.parametrize(("status", "to"), list(product(VersionStatus, STEPS)), ids=str)
def test_each_operation_takes_its_own_steps_and_refuses_the_rest(coach, case, status, to):
    trait = {} if status == S.DRAFT else {status.lower(): True}
    version = JobPlanVersionFactory(enrolment=case, **trait)
    if (status, to) in EDGES:
        STEPS[to](coach, version)
        expected = to
    else:
        with pytest.raises(OperationRefused):
            STEPS[to](coach, version)
        expected = status
    version.refresh_from_db()
    assert version.status == expected


def test_a_plan_without_items_is_not_proposed(coach, case):
    version = save_draft(actor=coach, enrolment=case, seen_version=shown_plan(case), goal="Arbete", items=[])
    with pytest.raises(OperationRefused, match="minst ett möte eller en aktivitet"):
        propose_plan(actor=coach, version=version, seen_version=shown_version(version))


def test_a_no_needs_a_reason(coach, proposed):
    with pytest.raises(OperationRefused) as refused:
        answer(coach, proposed, Decision.DECLINED)
    assert refused.value.field == "note"
    proposed.refresh_from_db()
    assert proposed.is_proposed


@pytest.mark.parametrize("status", ["proposed", "approved", "declined", "superseded", "withdrawn"])
def test_what_was_proposed_is_never_edited_again(coach, case, status):
    version = JobPlanVersionFactory(enrolment=case, goal="Det som sades", items=2, **{status: True})
    before = list(version.items.order_by("pk").values())
    refused = pytest.raises(OperationRefused, match="inte svarat på den föreslagna planen")
    with refused if status == "proposed" else nullcontext():
        save_draft(
            actor=coach,
            enrolment=case,
            seen_version=shown_plan(case),
            goal="Något annat",
            items=items("ny"),
            reason_for_revision="Nytt läge",
        )
    version.refresh_from_db()
    assert version.goal == "Det som sades"
    assert list(version.items.order_by("pk").values()) == before


def test_the_page_does_not_edit_a_proposed_plan_either(as_coach, case, proposed):
    path = reverse("plan_edit", args=[case.pk])
    typed = {"goal": "Något annat", "attendance_requirement": "NONE", "form-TOTAL_FORMS": 0, "form-INITIAL_FORMS": 0}
    answers = (as_coach.get(path), as_coach.post(path, typed))
    assert [answer.status_code for answer in answers] == [302, 409]
    proposed.refresh_from_db()
    assert proposed.goal == "Arbete inom restaurang eller storkök."
    assert JobPlanVersion.objects.count() == 1


def test_approving_the_next_version_supersedes_the_one_before(coach, case):
    JobPlanVersionFactory(enrolment=case, approved=True)
    second = save_draft(
        actor=coach,
        enrolment=case,
        seen_version=shown_plan(case),
        goal="Mer",
        items=items("Praktik"),
        reason_for_revision="Nytt läge",
    )
    assert second.number == 2
    second = propose_plan(actor=coach, version=second, seen_version=shown_version(second))
    answer(coach, second, Decision.APPROVED)
    assert dict(JobPlanVersion.objects.values_list("number", "status")) == {1: S.SUPERSEDED, 2: S.APPROVED}


def test_a_declined_next_version_leaves_the_approved_one_in_force(coach, case):
    JobPlanVersionFactory(enrolment=case, approved=True)
    second = JobPlanVersionFactory(enrolment=case, proposed=True)
    answer(coach, second, Decision.DECLINED, note="Vill fortsätta som nu.")
    third = save_draft(
        actor=coach,
        enrolment=case,
        seen_version=shown_plan(case),
        goal="Mindre",
        items=items("SFI"),
        reason_for_revision="Nytt svar",
    )
    assert third.number == 3
    assert dict(JobPlanVersion.objects.values_list("number", "status")) == {1: S.APPROVED, 2: S.DECLINED, 3: S.DRAFT}


def test_a_revision_says_why(coach, case):
    JobPlanVersionFactory(enrolment=case, approved=True)
    with pytest.raises(OperationRefused) as refused:
        save_draft(actor=coach, enrolment=case, seen_version=shown_plan(case), goal="Mer", items=items("Praktik"))
    assert refused.value.field == "reason_for_revision"


def test_a_closed_case_gets_no_plan(coach):
    closed = EnrolmentFactory(coach=coach, closed=True)
    with pytest.raises(OperationRefused, match="avslutat"):
        save_draft(actor=coach, enrolment=closed, seen_version=shown_plan(closed), goal="Arbete", items=items("SFI"))


@pytest.mark.parametrize(
    "pair", [("draft", "proposed"), ("proposed", "proposed"), ("approved", "approved")], ids="-".join
)
def test_the_database_holds_one_version_in_preparation_and_one_in_force(case, pair):
    first, second = ({} if status == "draft" else {status: True} for status in pair)
    JobPlanVersionFactory(enrolment=case, **first)
    with pytest.raises(IntegrityError), transaction.atomic():
        JobPlanVersionFactory(enrolment=case, **second)


@pytest.mark.parametrize("status", sorted(set(S) - {S.APPROVED}))
def test_only_an_approved_version_is_communicated(coach, case, status):
    version = JobPlanVersionFactory(enrolment=case, **({} if status == S.DRAFT else {status.lower(): True}))
    with pytest.raises(OperationRefused, match="Bara en godkänd plan"):
        communicate_plan(
            actor=coach, version=version, seen_version=shown_recipient(version), basis=DisclosureBasis.OSL_26_1
        )


def test_a_caseworker_reads_what_was_communicated_to_the_own_unit_and_nothing_else(case: Enrolment):
    ours, theirs = case.income_support_unit, IncomeSupportUnitFactory()
    sent = JobPlanVersionFactory(enrolment=case, communicated=True)
    JobPlanVersionFactory(enrolment=case)
    kept = JobPlanVersionFactory(approved=True, enrolment=EnrolmentFactory(income_support_unit=ours))
    PlanCommunicationFactory(
        version=JobPlanVersionFactory(approved=True, enrolment=EnrolmentFactory(income_support_unit=theirs))
    )
    seen_by = {
        "caseworker": UserFactory(caseworker=True, income_support_unit=ours),
        "district manager": UserFactory(district_manager=True, income_support_unit=ours),
        "district coach": UserFactory(district_coach=True, income_support_unit=ours),
        "coordinator": UserFactory(central_coordinator=True),
        "administrator": UserFactory(admin=True),
        "log reviewer": UserFactory(log_reviewer=True),
    }
    seen = {name: set(JobPlanVersion.objects.visible_to(user)) for name, user in seen_by.items()}
    assert seen.pop("caseworker") == seen.pop("district manager") == {sent}
    assert not any(seen.values())
    colleague = UserFactory(coach=True, jobbtorg=kept.plan.enrolment.jobbtorg)
    assert set(JobPlanVersion.objects.visible_to(colleague)) == {kept}


def test_a_version_that_was_superseded_before_it_was_sent_needs_no_sending(coach, case):
    JobPlanVersionFactory(enrolment=case, approved=True, approval__answered_at=at("2026-11-20"))
    second = JobPlanVersionFactory(enrolment=case, proposed=True)
    answer(coach, second, Decision.APPROVED)
    assert set(JobPlanVersion.objects.not_communicated()) == {second}
