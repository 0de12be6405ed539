"""Writing, proposing, answering and sending a plan through the pages: nothing typed is lost."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.urls import reverse

from aspirants.models import Disclosure
from demo.factories import (
    DeadlineClockFactory,
    EnrolmentFactory,
    InsatsTypeFactory,
    JobbtorgFactory,
    JobPlanVersionFactory,
    ReferralFactory,
    UserFactory,
)
from jobplans.models import JobPlanVersion, PlanCommunication, PlanItem, VersionStatus
from notices.models import Notice
from tests.aspirants.staff import at, changed, errors, said, signed_in, text
from tests.openings import give_reason

PLAN = {"goal": "Arbete i kök", "summary": "Läser svenska.", "attendance_requirement": "WEEKLY"}


def rows(*typed: dict[str, Any], initial: int = 0) -> dict[str, Any]:
    """The rows as the page sends them."""
    data = {"form-TOTAL_FORMS": len(typed), "form-INITIAL_FORMS": initial}
    for number, row in enumerate(typed):
        empty = dict.fromkeys(("kind", "text", "place", "starts_on", "ends_on", "hours_per_week"), "")
        data |= {f"form-{number}-{name}": value for name, value in {**empty, **row}.items()}
    return data


def field_value(response, name: str) -> str:
    """What stands in an input of the page."""
    tag = re.search(rf'<(?:input|textarea)[^>]*name="{name}"[^>]*>', response.content.decode())
    assert tag, name
    value = re.search(r'value="([^"]*)"', tag[0])
    return value[1] if value else ""


@pytest.fixture
def coaching(case):
    return f"insats:{InsatsTypeFactory().pk}"


@pytest.fixture
def path(case):
    return reverse("plan_edit", args=[case.pk])


def test_a_draft_is_saved_with_its_rows_and_empty_ones_are_left_out(as_coach, case, path, coaching, coach):
    typed = rows(
        {"kind": coaching, "text": "Coachning", "place": "Kista", "starts_on": "23/11", "hours_per_week": "4"},
        {},
        {"kind": "meeting:COACH", "text": "Möte varannan vecka", "starts_on": "2026-12-01", "ends_on": "2027-02-01"},
    )
    assert "Utkastet är sparat." in said(as_coach, as_coach.submit(path, PLAN | typed))
    version = JobPlanVersion.objects.get()
    assert (version.status, version.number, version.drafted_by) == (VersionStatus.DRAFT, 1, coach)
    assert (version.goal, version.attendance_requirement) == ("Arbete i kök", "WEEKLY")
    assert list(version.items.order_by("pk").values_list("text", "meeting_kind", "hours_per_week")) == [
        ("Coachning", "", 4),
        ("Möte varannan vecka", "COACH", None),
    ]


def test_saving_again_replaces_the_rows_and_keeps_the_version(as_coach, path, coaching):
    as_coach.submit(path, PLAN | rows({"kind": coaching, "text": "Coachning"}, {"kind": coaching, "text": "Praktik"}))
    page = as_coach.get(path)
    assert [field_value(page, f"form-{n}-text") for n in range(2)] == ["Coachning", "Praktik"]
    emptied = rows({}, {"kind": coaching, "text": "Praktik i skola"}, {}, initial=2)
    assert as_coach.submit(path, PLAN | {"goal": "Studier"} | emptied).status_code == 302
    version = JobPlanVersion.objects.get()
    assert version.goal == "Studier"
    assert list(version.items.values_list("text", flat=True)) == ["Praktik i skola"]


def test_what_a_colleague_saved_meanwhile_is_shown_and_nobody_loses_a_word(as_coach, as_manager, path, coaching):
    opened = as_coach.get(path)
    theirs = PLAN | {"goal": "Arbete i skola"} | rows({"kind": coaching, "text": "Praktik i skola"})
    as_manager.submit(path, theirs)

    mine = PLAN | {"goal": "Arbete i butik"} | rows({"kind": coaching, "text": "Praktik i butik"})
    refused = as_coach.submit(path, mine, page=opened)
    assert changed(refused)["Mål"] == ("", "Arbete i skola")
    assert changed(refused)["Jobbplan"] == ("Finns inte ännu", "Finns")
    assert field_value(refused, "goal") == "Arbete i butik"
    assert "Praktik i skola" in text(refused)
    assert JobPlanVersion.objects.get().goal == "Arbete i skola"

    as_coach.submit(path, mine, page=refused)
    version = JobPlanVersion.objects.get()
    assert (version.goal, [item.text for item in version.items.all()]) == ("Arbete i butik", ["Praktik i butik"])


def test_a_second_click_of_ones_own_is_no_conflict(as_coach, path, coaching):
    opened = as_coach.get(path)
    typed = PLAN | rows({"kind": coaching, "text": "Praktik"})
    assert [as_coach.submit(path, typed, page=opened).status_code for _ in range(2)] == [302, 302]


def test_two_tabs_of_ones_own_do_not_overwrite_each_other(as_coach, path, coaching):
    tabs = [as_coach.get(path) for _ in range(2)]
    as_coach.submit(path, PLAN | rows({"kind": coaching, "text": "Praktik"}), page=tabs[0])
    refused = as_coach.submit(path, PLAN | rows({"kind": coaching, "text": "Kurs"}), page=tabs[1])
    assert changed(refused)["Rad 1"][1].startswith("Praktik, ")
    assert field_value(refused, "form-0-text") == "Kurs"
    assert PlanItem.objects.get().text == "Praktik"


def test_what_is_typed_while_a_colleague_proposes_is_kept(as_coach, case, path, coaching):
    opened = as_coach.get(path)
    JobPlanVersionFactory(enrolment=case, proposed=True)
    typed = PLAN | {"goal": "Arbete i butik"} | rows({"kind": coaching, "text": "Praktik"})
    response = as_coach.submit(path, typed, page=opened)
    assert changed(response)["Status"] == ("", "Föreslagen")
    assert field_value(response, "goal") == "Arbete i butik"
    again = as_coach.submit(path, typed, page=response)
    assert "inte svarat" in errors(again)["__all__"][0]
    assert field_value(again, "goal") == "Arbete i butik"


def test_save_and_propose_at_once(as_coach, path, coaching):
    typed = PLAN | rows({"kind": coaching, "text": "Coachning"}) | {"propose": "1"}
    assert "Jobbplanen är föreslagen." in said(as_coach, as_coach.submit(path, typed))
    version = JobPlanVersion.objects.get()
    assert (version.status, version.proposed_at) == (VersionStatus.PROPOSED, at("2026-11-23", "09:30"))


def test_without_a_row_nothing_is_proposed_and_what_was_typed_is_kept_as_a_draft(as_coach, path):
    response = as_coach.submit(path, PLAN | rows({}) | {"propose": "1"})
    assert "minst ett möte" in errors(response)["__all__"][0]
    assert field_value(response, "goal") == "Arbete i kök"
    assert list(JobPlanVersion.objects.values_list("status", "goal")) == [("DRAFT", "Arbete i kök")]


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ({"kind": "", "text": "Praktik"}, "kind"),
        ({"kind": "coaching", "text": ""}, "text"),
        ({"kind": "coaching", "text": "Praktik", "starts_on": "2026-12-01", "ends_on": "2026-11-30"}, "ends_on"),
        ({"kind": "coaching", "text": "Praktik", "starts_on": "31/2"}, "starts_on"),
        ({"kind": "coaching", "text": "Praktik", "hours_per_week": "61"}, "hours_per_week"),
        ({"kind": "coaching", "text": "x" * 201}, "text"),
        ({"kind": "insats:0", "text": "Praktik"}, "kind"),
        ({"starts_on": "2026-12-01"}, "kind"),
    ],
)
def test_a_row_that_needs_mending_says_so_and_nothing_is_lost(as_coach, path, coaching, row, field):
    row = {**row, "kind": coaching} if row.get("kind") == "coaching" else row
    response = as_coach.submit(path, PLAN | rows({"kind": coaching, "text": "Coachning", "place": "Kista"}, row))
    assert response.status_code == 422
    assert field in response.context["items"].forms[1].errors
    assert field_value(response, "goal") == "Arbete i kök"
    assert field_value(response, "form-0-text") == "Coachning"
    assert field_value(response, "form-0-place") == "Kista"
    for name in ("text", "starts_on", "ends_on", "hours_per_week"):
        assert field_value(response, f"form-1-{name}") == row.get(name, "")
    assert not JobPlanVersion.objects.exists()


def test_a_goal_is_needed_and_nothing_is_lost(as_coach, path, coaching):
    response = as_coach.submit(path, PLAN | {"goal": ""} | rows({"kind": coaching, "text": "Coachning"}))
    assert list(errors(response)) == ["goal"]
    assert field_value(response, "form-0-text") == "Coachning"
    assert "Läser svenska." in response.content.decode()


def test_adding_rows_keeps_everything_typed_and_saves_nothing(as_coach, path, coaching):
    typed = rows(
        {"kind": coaching, "text": "Coachning", "place": "Kista", "starts_on": "23/11"}, {"text": "Halvskriven"}
    )
    response = as_coach.submit(path, PLAN | typed | {"add_rows": "1"})
    assert response.status_code == 200
    assert field_value(response, "form-TOTAL_FORMS") == "5"
    assert field_value(response, "goal") == "Arbete i kök"
    assert "Läser svenska." in response.content.decode()
    assert '<option value="WEEKLY" selected' in response.content.decode()
    assert f'<option value="{coaching}" selected' in response.content.decode()
    for name, value in {
        "0-text": "Coachning",
        "0-place": "Kista",
        "0-starts_on": "23/11",
        "1-text": "Halvskriven",
    }.items():
        assert field_value(response, f"form-{name}") == value
    assert field_value(response, "form-4-text") == ""
    assert not JobPlanVersion.objects.exists()


def test_there_is_an_end_to_adding_rows(as_coach, path):
    response = as_coach.submit(path, PLAN | rows(*[{}] * 29) | {"add_rows": "1"})
    assert field_value(response, "form-TOTAL_FORMS") == "30"
    assert (
        as_coach.submit(path, PLAN | {"form-TOTAL_FORMS": "²", "form-INITIAL_FORMS": "0", "add_rows": "1"}).status_code
        == 200
    )


def test_rows_without_their_count_are_refused_not_lost(as_coach, path):
    response = as_coach.submit(path, PLAN | {"form-TOTAL_FORMS": ""})
    assert response.status_code == 422
    assert field_value(response, "goal") == "Arbete i kök"


def test_a_revision_starts_from_what_is_in_force_and_says_why(as_coach, case, path):
    JobPlanVersionFactory(enrolment=case, approved=True, goal="Arbete i kök", reason_for_revision="")
    page = as_coach.get(path)
    assert field_value(page, "goal") == "Arbete i kök"
    assert field_value(page, "form-0-text") == "Coachning en gång i veckan"
    kind = f"insats:{PlanItem.objects.get().insats_type_id}"
    typed = PLAN | rows({"kind": kind, "text": "Praktik"}, initial=1)
    assert list(errors(as_coach.submit(path, typed))) == ["reason_for_revision"]
    assert as_coach.submit(path, typed | {"reason_for_revision": "Uppföljning"}).status_code == 302
    assert dict(JobPlanVersion.objects.values_list("number", "status")) == {1: "APPROVED", 2: "DRAFT"}


def test_only_the_own_jobbtorgs_local_insatser_are_offered(as_coach, case, path):
    ours = InsatsTypeFactory(local=True, local_to=case.jobbtorg)
    theirs = InsatsTypeFactory(local=True, local_to=JobbtorgFactory())
    page = text(as_coach.get(path))
    assert ours.name in page
    assert theirs.name not in page
    response = as_coach.submit(path, PLAN | rows({"kind": f"insats:{theirs.pk}", "text": "Kurs"}))
    assert response.status_code == 422


def test_the_case_page_says_the_one_next_step(as_coach, case):
    path = reverse("case_plan", args=[case.pk])
    clock = DeadlineClockFactory(enrolment=case, due_in_5=True)
    assert "Ska vara godkänd av aspiranten senast mån 30 nov 2026" in text(as_coach.get(path))
    assert clock.is_open
    seen = [text(as_coach.get(path))]
    draft = JobPlanVersionFactory(enrolment=case)
    seen.append(text(as_coach.get(path)))
    assert "föreslagen" in said(as_coach, as_coach.submit(reverse("plan_propose", args=[case.pk]), on=path))
    seen.append(text(as_coach.get(path)))
    answer = {"outcome": "none", "decision": "APPROVED", "method": "SIGNED_PAPER"}
    answer |= {"day": "2026-11-23", "time": "9.30"}
    outcome = said(as_coach, as_coach.submit(reverse("plan_answer", args=[case.pk]), answer))
    assert "Jobbgarantin är hållen: mån 23 nov, sista dagen är mån 30 nov." in outcome
    seen.append(text(as_coach.get(path)))
    sent = said(as_coach, as_coach.submit(reverse("plan_communicate", args=[case.pk]), {"basis": "OSL_26_9"}))
    assert f"Jobbplanen är skickad till {case.income_support_unit}" in sent
    seen.append(text(as_coach.get(path)))
    steps = ["Skriv jobbplan", "Föreslå planen", "Registrera svar", "Skicka till försörjningsstödsenheten", "Revidera"]
    for page, step in zip(seen, steps, strict=True):
        assert step in page
    draft.refresh_from_db()
    assert draft.approval.method == "SIGNED_PAPER"


@pytest.mark.parametrize("name", ["plan_propose", "plan_withdraw", "plan_answer", "plan_communicate"])
def test_a_step_without_its_version_is_not_there(as_coach, case, name):
    JobPlanVersionFactory(enrolment=case, declined=True)
    assert as_coach.post(reverse(name, args=[case.pk])).status_code == 404


def test_a_proposal_is_taken_back(as_coach, case, proposed):
    response = as_coach.submit(reverse("plan_withdraw", args=[case.pk]), on=reverse("case_plan", args=[case.pk]))
    assert "Version 1 är tillbakadragen." in said(as_coach, response)
    proposed.refresh_from_db()
    assert proposed.status == VersionStatus.WITHDRAWN


def test_a_no_needs_its_reason_on_the_page(as_coach, case, proposed):
    answer = {"outcome": "none", "decision": "DECLINED", "day": "2026-11-23", "time": "9.15", "method": "ORAL_PHONE"}
    path = reverse("plan_answer", args=[case.pk])
    assert list(errors(as_coach.submit(path, answer))) == ["decline_reason"]
    answer["decline_reason"] = "Vill studera."
    assert "Svaret är registrerat." in said(as_coach, as_coach.submit(path, answer))
    assert "Vill studera." in text(as_coach.get(reverse("case_plan", args=[case.pk])))


def test_sending_a_plan_needs_a_ground_that_nobody_chose_for_you(as_coach, case):
    JobPlanVersionFactory(enrolment=case, approved=True)
    path = reverse("plan_communicate", args=[case.pk])
    assert "checked" not in as_coach.get(path).content.decode()
    for basis in ("", "OSL_99"):
        assert list(errors(as_coach.submit(path, {"basis": basis}))) == ["basis"]
    assert not Disclosure.objects.exists()


def test_a_plan_is_sent_once_and_the_unit_is_told_without_a_name(as_coach, case, coach):
    JobPlanVersionFactory(enrolment=case, approved=True)
    caseworker = UserFactory(caseworker=True, income_support_unit=case.income_support_unit)
    path = reverse("plan_communicate", args=[case.pk])
    as_coach.submit(path, {"basis": "OSL_26_1"})
    assert "redan skickad" in errors(as_coach.submit(path, {"basis": "OSL_26_1"}))["__all__"][0]
    sent = PlanCommunication.objects.get()
    assert (sent.unit, sent.sent_by, sent.sent_at) == (case.income_support_unit, coach, at("2026-11-23", "09:30"))
    assert (sent.disclosure, sent.disclosure.content) == (Disclosure.objects.get(), "JOB_PLAN")
    notice = Notice.objects.get()
    assert notice.recipient == caseworker
    assert notice.text == f"Jobbplanen i ärende {case.case_no} har kommit"


def test_the_unit_is_led_to_its_own_referral_and_otherwise_to_what_it_was_told(as_coach, case):
    UserFactory(caseworker=True, income_support_unit=case.income_support_unit)
    JobPlanVersionFactory(enrolment=case, approved=True)
    as_coach.submit(reverse("plan_communicate", args=[case.pk]), {"basis": "OSL_26_1"})
    notice = Notice.objects.get()
    sender = signed_in(notice.recipient)
    assert sender.get(notice.path)["Location"] == f"/remisser/meddelat/{case.pk}/"
    referral = ReferralFactory(enrolled=True, enrolment=case, unit=case.income_support_unit)
    assert sender.get(notice.path)["Location"] == f"/remisser/{referral.pk}/"


def test_a_plan_without_a_receiver_is_not_sent(coach, as_coach):
    enrolment = EnrolmentFactory(coach=coach, without_unit=True)
    JobPlanVersionFactory(enrolment=enrolment, approved=True)
    found = errors(as_coach.submit(reverse("plan_communicate", args=[enrolment.pk]), {"basis": "OSL_26_1"}))
    assert "saknar försörjningsstödsenhet" in found["__all__"][0]


def test_a_protected_persons_plan_is_sent_without_a_notice_and_never_printed(coach):
    coach.protected_access = True
    coach.save()
    enrolment = EnrolmentFactory(coach=coach, protected=True)
    UserFactory(caseworker=True, income_support_unit=enrolment.income_support_unit)
    JobPlanVersionFactory(enrolment=enrolment, approved=True)
    client = signed_in(coach)
    give_reason(client, enrolment.person)
    assert client.get(reverse("plan_print", args=[enrolment.pk, 1])).status_code == 404
    assert client.submit(reverse("plan_communicate", args=[enrolment.pk]), {"basis": "OSL_26_1"}).status_code == 302
    assert not Notice.objects.exists()


def test_a_plan_is_printed_with_a_place_to_sign(as_coach, case, proposed):
    page = text(as_coach.get(reverse("plan_print", args=[case.pk, 1])))
    assert "Arbete inom restaurang eller storkök." in page
    assert "Underskrift".lower() in page.lower()
    assert as_coach.get(reverse("plan_print", args=[case.pk, 2])).status_code == 404
