"""A form opened on one version of a plan does nothing to another one (FC-36)."""

from __future__ import annotations

import inspect

import pytest
from django.urls import reverse

from core.seen import NOTHING, ChangedMeanwhileError, Seen
from demo.factories import IncomeSupportUnitFactory, JobPlanVersionFactory
from jobplans.models import JobPlanVersion, PlanApproval, PlanCommunication, VersionStatus
from jobplans.operations import propose_plan, record_answer, save_draft, withdraw_version
from jobplans.operations.communication import communicate_plan
from jobplans.shown import shown_recipient, shown_version
from tests.aspirants.staff import changed, errors, said, text

ANSWER = {
    "outcome": "none",
    "decision": "APPROVED",
    "day": "2026-11-23",
    "time": "9.15",
    "method": "SIGNED_PAPER",
    "note": "Vill börja på måndag",
}


@pytest.fixture
def plan_page(case):
    return reverse("case_plan", args=[case.pk])


def url(name, case):
    return reverse(name, args=[case.pk])


def withdrawn(version, **successor):
    """Take the version back and put the next one in its place; returns that."""
    JobPlanVersion.objects.filter(pk=version.pk).update(status=VersionStatus.WITHDRAWN)
    return JobPlanVersionFactory(
        plan=version.plan, enrolment=version.plan.enrolment, number=version.number + 1, goal="Studier", **successor
    )


def test_an_answer_to_a_withdrawn_version_is_not_given_to_its_successor(as_coach, case, proposed):
    path = url("plan_answer", case)
    opened = as_coach.get(path)
    third = withdrawn(proposed, proposed=True)

    refused = as_coach.submit(path, ANSWER, page=opened)
    both = changed(refused)
    assert both["Version"] == ("1", "2")
    assert both["Mål"] == (proposed.goal, "Studier")
    assert "Vill börja på måndag" in text(refused)
    assert "Det du skrev finns kvar" in text(refused)
    third.refresh_from_db()
    assert third.status == VersionStatus.PROPOSED
    assert not PlanApproval.objects.exists()

    # Whoever has seen both and sends again means the one that stands now.
    assert as_coach.submit(path, ANSWER, page=refused).status_code == 302
    assert PlanApproval.objects.get().version == third


def test_an_incomplete_answer_too_is_shown_what_has_changed(as_coach, case, proposed):
    path = url("plan_answer", case)
    opened = as_coach.get(path)
    withdrawn(proposed, proposed=True)
    refused = as_coach.submit(path, ANSWER | {"decision": ""}, page=opened)
    assert changed(refused)["Version"] == ("1", "2")
    assert "decision" in refused.context["form"].errors


def test_an_answer_with_a_fault_keeps_saying_which_version_it_is_about(as_coach, case, proposed):
    path = url("plan_answer", case)
    faulty = as_coach.submit(path, ANSWER | {"decision": ""})
    assert list(errors(faulty)) == ["decision"]
    withdrawn(proposed, proposed=True)
    assert changed(as_coach.submit(path, ANSWER, page=faulty))["Version"] == ("1", "2")


@pytest.mark.parametrize("successor", [{}, None])
def test_an_answer_to_a_version_without_a_proposed_successor(as_coach, case, proposed, successor):
    path = url("plan_answer", case)
    opened = as_coach.get(path)
    if successor is None:
        JobPlanVersion.objects.filter(pk=proposed.pk).update(status=VersionStatus.WITHDRAWN)
        expected = "Tillbakadragen"
    else:
        withdrawn(proposed, **successor)
        expected = "Utkast"
    refused = as_coach.submit(path, ANSWER, page=opened)
    assert changed(refused)["Status"] == ("Föreslagen", expected)
    again = as_coach.submit(path, ANSWER, page=refused)
    assert "kan inte bli godkänd" in errors(again)["__all__"][0]
    assert not PlanApproval.objects.exists()


@pytest.mark.parametrize("name", ["plan_propose", "plan_withdraw"])
def test_a_button_of_the_plan_page_does_nothing_to_another_version(as_coach, case, plan_page, name):
    draft = JobPlanVersionFactory(enrolment=case)
    opened = as_coach.get(plan_page)
    successor = withdrawn(draft)
    refused = as_coach.submit(url(name, case), on=plan_page, page=opened)
    assert changed(refused)["Version"] == ("1", "2")
    successor.refresh_from_db()
    assert successor.status == VersionStatus.DRAFT

    assert as_coach.submit(url(name, case), on=plan_page, page=refused).status_code == 302
    successor.refresh_from_db()
    assert successor.status != VersionStatus.DRAFT


@pytest.mark.parametrize("name", ["plan_propose", "plan_withdraw"])
def test_a_draft_that_was_rewritten_is_another_one(as_coach, case, plan_page, name):
    draft = JobPlanVersionFactory(enrolment=case)
    opened = as_coach.get(plan_page)
    draft.items.update(text="Truckkort")
    refused = as_coach.submit(url(name, case), on=plan_page, page=opened)
    [(label, (_, now))] = changed(refused).items()
    assert label == "Rad 1"
    assert now.startswith("Truckkort")
    draft.refresh_from_db()
    assert draft.status == VersionStatus.DRAFT


def test_a_proposal_is_not_withdrawn_by_a_page_that_showed_a_draft(as_coach, case, plan_page):
    draft = JobPlanVersionFactory(enrolment=case)
    tabs = [as_coach.get(plan_page) for _ in range(2)]
    assert "föreslagen" in said(as_coach, as_coach.submit(url("plan_propose", case), on=plan_page, page=tabs[0]))
    refused = as_coach.submit(url("plan_withdraw", case), on=plan_page, page=tabs[1])
    assert changed(refused)["Status"] == ("Utkast", "Föreslagen")
    draft.refresh_from_db()
    assert draft.status == VersionStatus.PROPOSED


def test_the_version_that_is_sent_is_the_one_that_was_shown(as_coach, case):
    first = JobPlanVersionFactory(enrolment=case, approved=True)
    path = url("plan_communicate", case)
    opened = as_coach.get(path)
    JobPlanVersion.objects.filter(pk=first.pk).update(status=VersionStatus.SUPERSEDED)
    JobPlanVersionFactory(plan=first.plan, enrolment=case, number=2, goal="Studier", approved=True)
    refused = as_coach.submit(path, {"basis": "OSL_26_1"}, page=opened)
    assert changed(refused)["Version"] == ("1", "2")
    assert refused.context["form"]["basis"].value() == "OSL_26_1"
    assert not PlanCommunication.objects.exists()


def test_a_plan_is_sent_to_the_unit_that_was_shown(as_coach, case):
    JobPlanVersionFactory(enrolment=case, approved=True)
    path = url("plan_communicate", case)
    opened = as_coach.get(path)
    shown, case.income_support_unit = str(case.income_support_unit), IncomeSupportUnitFactory()
    case.save()
    refused = as_coach.submit(path, {"basis": "OSL_26_1"}, page=opened)
    assert changed(refused) == {"Mottagare": (shown, str(case.income_support_unit))}
    assert not PlanCommunication.objects.exists()


@pytest.mark.parametrize("seen", ["", "nonsense", "WyJ2ZXJzaW9uLTEiLFtdXQ:1abcde:forged"])
def test_an_act_that_does_not_say_what_it_was_shown_is_refused(as_coach, case, proposed, seen):
    refused = as_coach.post(url("plan_answer", case), ANSWER | {"seen": seen})
    assert changed(refused)["Version"] == ("", "1")
    assert as_coach.post(url("plan_withdraw", case), {"seen": seen}).status_code == 409
    proposed.refresh_from_db()
    assert proposed.status == VersionStatus.PROPOSED


def test_the_operation_refuses_by_itself_and_names_both(case, coach, proposed):
    seen = shown_version(proposed)
    successor = withdrawn(proposed, proposed=True)
    with pytest.raises(ChangedMeanwhileError) as refusal:
        withdraw_version(actor=coach, version=successor, seen_version=seen)
    assert (refusal.value.seen, refusal.value.now) == (seen, shown_version(successor))
    with pytest.raises(ChangedMeanwhileError):
        propose_plan(actor=coach, version=successor, seen_version=NOTHING)


def test_what_was_shown_of_one_version_says_nothing_of_one_with_the_same_words(case, coach, proposed):
    other = JobPlanVersionFactory(proposed=True)
    assert shown_version(proposed) != shown_version(other)
    assert shown_recipient(proposed) != shown_version(proposed)
    assert Seen.from_token(shown_version(proposed).token()) == shown_version(proposed)


@pytest.mark.parametrize("operation", [propose_plan, withdraw_version, record_answer, communicate_plan, save_draft])
def test_no_operation_on_a_version_can_do_without(operation):
    parameter = inspect.signature(operation).parameters["seen_version"]
    assert parameter.kind is inspect.Parameter.KEYWORD_ONLY
    assert parameter.default is inspect.Parameter.empty
