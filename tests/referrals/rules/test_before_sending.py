"""*Kan personen remitteras?*, the proposed target group and the priority of a referral that is being sent."""

from __future__ import annotations

import datetime
import uuid

import pytest
from django.test import Client
from django.urls import reverse

from demo.factories import (
    EligibilityRuleFactory,
    IncomeSupportUnitFactory,
    PriorityRuleFactory,
    TargetGroupFactory,
    TargetGroupRuleFactory,
    UserFactory,
)
from organisation.access.acting import acting_for
from organisation.access.database_roles import WEB
from organisation.models import IncomeSupportUnit, Jobbtorg, User
from referrals.models import Departure, DepartureKind, EligibilityRule, Referral
from referrals.rules.names import priority_names
from tests.post_forms import submit
from tests.referrals.pages import NUMBER, give_details, say_who, send, text, url
from tests.roles import as_role
from tests.visits import signed_in

WHY = "Har arbetat länge och vill arbeta vidare."
OLD = {"age_to": 40}  # the person is 47


def draft_of(client: Client, jobbtorg: Jobbtorg, **changes: str) -> uuid.UUID:
    draft_id = uuid.uuid4()
    say_who(client, draft_id, number=NUMBER)
    give_details(client, draft_id, jobbtorg, **changes)
    return draft_id


def goes_to(client: Client, draft_id: uuid.UUID, page: str) -> None:
    response = client.get(url("check", draft_id))
    assert (response.status_code, response["Location"]) == (302, url(page, draft_id))


class TestADemandThatIsNotMet:
    @pytest.fixture(autouse=True)
    def rule(self, db: None) -> EligibilityRule:
        return EligibilityRuleFactory(**OLD)

    def test_is_told_before_the_check_and_no_fault_of_the_form(self, sender: Client, jobbtorg: Jobbtorg) -> None:
        draft_id = draft_of(sender, jobbtorg)
        goes_to(sender, draft_id, "eligibility")
        response = sender.get(url("eligibility", draft_id))
        assert response.status_code == 200
        page = text(response)
        assert "Kan personen remitteras?" in page
        assert "Personen ska ha fyllt 16 men inte 67 år." in page
        assert "Remittera ändå med motivering" in page
        assert "error-summary" not in page

    def test_takes_a_motive_that_the_receiver_reads(
        self, sender: Client, jobbtorg: Jobbtorg, coach: User, rule: EligibilityRule
    ) -> None:
        draft_id = draft_of(sender, jobbtorg)
        assert submit(sender, url("eligibility", draft_id), {"anyway": ""}).status_code == 422
        assert submit(sender, url("eligibility", draft_id), {"anyway": WHY})["Location"] == url("check", draft_id)
        assert WHY in text(sender.get(url("check", draft_id)))
        submit(sender, url("check", draft_id))
        referral = Referral.objects.get(submission_id=draft_id)
        kept = referral.departures.get()
        assert (kept.rule_code, kept.rule_from, kept.text) == (rule.code, rule.valid_from, rule.text)
        page = text(signed_in(coach).get(reverse("referral_detail", args=[referral.pk])))
        assert WHY in page
        assert rule.text in page

    def test_cannot_be_got_round_by_the_address_of_the_check(self, sender: Client, jobbtorg: Jobbtorg) -> None:
        draft_id = draft_of(sender, jobbtorg)
        assert sender.post(url("check", draft_id))["Location"] == url("eligibility", draft_id)
        assert not Referral.objects.exists()

    def test_another_demand_asks_for_its_own_motive(self, sender: Client, jobbtorg: Jobbtorg) -> None:
        draft_id = draft_of(sender, jobbtorg)
        submit(sender, url("eligibility", draft_id), {"anyway": WHY})
        EligibilityRuleFactory(code="ANNAN", age_to=45)
        goes_to(sender, draft_id, "eligibility")

    def test_one_that_allows_no_motive_stops_the_referral(self, sender: Client, jobbtorg: Jobbtorg) -> None:
        EligibilityRuleFactory(elsewhere=True)
        draft_id = draft_of(sender, jobbtorg, lives_elsewhere="on")
        page = text(sender.get(url("eligibility", draft_id)))
        assert "Personen ska bo i Stockholms kommun." in page
        assert "<textarea" not in page
        sender.post(url("eligibility", draft_id), {"anyway": WHY})
        goes_to(sender, draft_id, "eligibility")

    def test_is_seen_by_the_two_parties_alone(
        self, sender: Client, jobbtorg: Jobbtorg, caseworker: User, coach: User, unit: IncomeSupportUnit
    ) -> None:
        draft_id = draft_of(sender, jobbtorg)
        submit(sender, url("eligibility", draft_id), {"anyway": WHY})
        submit(sender, url("check", draft_id))
        colleague = UserFactory(caseworker=True, income_support_unit=IncomeSupportUnitFactory(district=unit.district))
        for user, number in ((caseworker, 1), (coach, 1), (colleague, 0), (UserFactory(coach=True), 0)):
            with as_role(WEB), acting_for(user):
                assert Departure.objects.count() == number


def test_nothing_is_shown_where_all_is_met(sender: Client, jobbtorg: Jobbtorg) -> None:
    EligibilityRuleFactory()
    draft_id = draft_of(sender, jobbtorg)
    assert sender.get(url("check", draft_id)).status_code == 200
    assert sender.get(url("eligibility", draft_id))["Location"] == url("check", draft_id)


@pytest.mark.parametrize(("valid_from", "stops"), [("2026-11-23", True), ("2026-11-24", False)])
def test_a_demand_counts_from_its_first_day(sender: Client, jobbtorg: Jobbtorg, valid_from: str, stops: bool) -> None:
    EligibilityRuleFactory(**OLD, valid_from=datetime.date.fromisoformat(valid_from))
    status = sender.get(url("check", draft_of(sender, jobbtorg))).status_code
    assert status == (302 if stops else 200)


class TestTheTargetGroup:
    def test_is_proposed_by_the_facts(self, sender: Client, jobbtorg: Jobbtorg) -> None:
        rule = TargetGroupRuleFactory()
        draft_id = draft_of(sender, jobbtorg)
        assert f"Målgrupp: {rule.target_group}. Den är föreslagen" in text(sender.get(url("check", draft_id)))
        submit(sender, url("check", draft_id))
        assert Referral.objects.get().target_group == rule.target_group
        assert not Departure.objects.exists()

    def test_is_changed_with_a_reason_that_is_kept(self, sender: Client, jobbtorg: Jobbtorg, coach: User) -> None:
        TargetGroupRuleFactory()
        other = TargetGroupFactory(refugees=True)
        draft_id = draft_of(sender, jobbtorg, target_group=str(other.pk))
        goes_to(sender, draft_id, "eligibility")
        submit(sender, url("eligibility", draft_id), {"group": "Är anhörig."})
        submit(sender, url("check", draft_id))
        referral = Referral.objects.get()
        kept = referral.departures.get()
        assert (referral.target_group, kept.kind, kept.motive) == (other, DepartureKind.TARGET_GROUP, "Är anhörig.")
        assert "Är anhörig." in text(signed_in(coach).get(reverse("referral_detail", args=[referral.pk])))

    def test_the_first_rule_that_is_fulfilled_proposes(self, sender: Client, jobbtorg: Jobbtorg) -> None:
        TargetGroupRuleFactory()
        young = TargetGroupRuleFactory(young=True, age_to=50)
        assert send(sender, jobbtorg).target_group == young.target_group


class TestPriority:
    def test_is_that_of_the_agreement_of_the_two(
        self, sender: Client, jobbtorg: Jobbtorg, unit: IncomeSupportUnit
    ) -> None:
        PriorityRuleFactory(district=unit.district, jobbtorg=jobbtorg)
        PriorityRuleFactory(code="UNGA", name="Unga", district=unit.district, jobbtorg=jobbtorg, children="", age_to=24)
        PriorityRuleFactory(jobbtorg=jobbtorg)
        referral = send(sender, jobbtorg)
        assert referral.priority == ["BARN"]
        assert priority_names([referral]) == {referral.pk: ["Personer med barn"]}

    def test_never_moves_the_last_day(self, sender: Client, jobbtorg: Jobbtorg, unit: IncomeSupportUnit) -> None:
        without = send(sender, jobbtorg, number="19790406-9817")
        PriorityRuleFactory(district=unit.district, jobbtorg=jobbtorg)
        first = send(sender, jobbtorg)
        assert (without.priority, first.priority) == ([], ["BARN"])
        assert without.clock.due_on == first.clock.due_on

    def test_ends_with_the_agreement(self, sender: Client, jobbtorg: Jobbtorg, unit: IncomeSupportUnit) -> None:
        PriorityRuleFactory(district=unit.district, jobbtorg=jobbtorg, valid_to=datetime.date(2026, 11, 22))
        assert send(sender, jobbtorg).priority == []
