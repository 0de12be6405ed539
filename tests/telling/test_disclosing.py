"""Nothing crosses the border without a ground, and a consent carries only what it says, while it holds."""

from __future__ import annotations

import datetime
import uuid
from functools import partial
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from aspirants.disclosing.exchange import Exchange, to_unit_of
from aspirants.models import (
    Consent,
    ConsentForm,
    ConsentPurpose,
    Disclosure,
    DisclosureBasis,
    DisclosureContent,
    Enrolment,
)
from aspirants.operations.consents import give_consent, withdraw_consent
from aspirants.operations.disclosing import disclose
from aspirants.shown import shown_consent, shown_parties
from core.refusals import OperationRefused
from demo.factories import (
    ConsentFactory,
    DisclosureFactory,
    EnrolmentFactory,
    IncomeSupportUnitFactory,
    JobbtorgFactory,
    UserFactory,
)
from organisation.models import User
from tests.roles import at_desk
from tests.same_moment import before_it_is_committed

PLAN, CLOSURE = DisclosureContent.JOB_PLAN, DisclosureContent.CLOSURE
YESTERDAY = datetime.timedelta(days=1)


def told(actor: User, case: Enrolment, **changes: Any) -> Disclosure:
    facts = {"exchange": to_unit_of(case), "content": PLAN, "basis": DisclosureBasis.OSL_26_9, **changes}
    with at_desk(actor):
        return disclose(actor=actor, **facts)


@pytest.mark.parametrize("basis", [None, DisclosureBasis.CONSENT])
def test_without_a_ground_nothing_is_told(coach: User, case: Enrolment, basis: DisclosureBasis | None) -> None:
    with pytest.raises(OperationRefused, match="Välj rättslig grund") as refused:
        told(coach, case, basis=basis)
    assert refused.value.field == "basis"
    assert not Disclosure.objects.exists()


def test_the_general_clause_is_no_ground() -> None:
    assert not [label for label in DisclosureBasis.labels if "27 §" in label]


def test_a_consent_is_kept_with_what_was_told_on_it(coach: User, case: Enrolment) -> None:
    consent = ConsentFactory(enrolment=case)
    disclosure = told(coach, case, basis=consent, said=[("Mål", "Arbete som kock")])
    assert (disclosure.basis, disclosure.consent, disclosure.person) == ("CONSENT", consent, case.person)
    assert Disclosure.objects.get().said_rows == [("Mål", "Arbete som kock")]
    with connection.cursor() as cursor:
        cursor.execute("SELECT said FROM aspirants_disclosure")
        assert "kock" not in cursor.fetchone()[0]


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"withdrawn": True}, "återkallades"),
        ({"given_on": datetime.date(2026, 9, 1), "valid_to": datetime.date(2026, 11, 22)}, "gällde till och med"),
        ({"kinds": ["CLOSURE"]}, "omfattar inte"),
        ({"purpose": ConsentPurpose.PLANNING, "kinds": ["ATTENDANCE"]}, "ändamål"),
    ],
)
def test_a_consent_that_does_not_carry_it_is_refused(
    coach: User, case: Enrolment, facts: dict[str, Any], why: str
) -> None:
    consent = ConsentFactory(enrolment=case, **facts)
    content = DisclosureContent.ATTENDANCE if why == "ändamål" else PLAN
    with pytest.raises(OperationRefused, match=why) as refused:
        told(coach, case, basis=consent, content=content)
    assert refused.value.field == "basis"
    assert not Disclosure.objects.exists()


def test_a_consent_is_between_its_two_sides(coach: User, case: Enrolment) -> None:
    consents = [
        ConsentFactory(enrolment=case, unit=IncomeSupportUnitFactory()),
        ConsentFactory(enrolment=case, jobbtorg=JobbtorgFactory()),
    ]
    for consent in consents:
        with pytest.raises(OperationRefused, match="gäller inte mellan"):
            told(coach, case, basis=consent)
    others = ConsentFactory(enrolment=EnrolmentFactory(coach=coach, income_support_unit=case.income_support_unit))
    with pytest.raises(OperationRefused, match="annan person"):
        told(coach, case, basis=others)


def test_the_database_keeps_one_sender_one_recipient_and_the_consent(case: Enrolment) -> None:
    for wrong in ({"recipient": None}, {"sending_unit": case.income_support_unit}, {"basis": "CONSENT"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            DisclosureFactory(enrolment=case, **wrong)


def test_what_was_told_is_never_edited(coach: User, case: Enrolment) -> None:
    disclosure = told(coach, case)
    with pytest.raises(DatabaseError), transaction.atomic(), at_desk(coach):
        Disclosure.objects.filter(pk=disclosure.pk).update(basis="OSL_10_2")
    with pytest.raises(DatabaseError), transaction.atomic(), at_desk(coach):
        Disclosure.objects.filter(pk=disclosure.pk).delete()


def test_a_consent_is_withdrawn_once_and_what_was_told_stays(coach: User, case: Enrolment) -> None:
    with at_desk(coach):
        consent = give_consent(
            actor=coach,
            enrolment=case,
            seen_parties=shown_parties(case),
            purpose=ConsentPurpose.BENEFIT,
            kinds=[PLAN, CLOSURE],
            given_on=timezone.localdate(),
            valid_to=None,
            form=ConsentForm.WRITTEN,
            submission_id=uuid.uuid4(),
        )
    told(coach, case, basis=consent)
    shown = shown_consent(consent)
    with at_desk(coach):
        withdraw_consent(actor=coach, consent=consent, seen_consent=shown, withdrawn_on=timezone.localdate())
    with pytest.raises(OperationRefused, match="återkallades"):
        told(coach, case, basis=consent)
    assert Disclosure.objects.get().consent == consent
    with pytest.raises(OperationRefused), at_desk(coach):
        withdraw_consent(actor=coach, consent=consent, seen_consent=shown, withdrawn_on=timezone.localdate())


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kinds": []}, "kinds"),
        ({"purpose": ConsentPurpose.PLANNING, "kinds": [DisclosureContent.ATTENDANCE]}, "kinds"),
        ({"valid_to": datetime.date(2026, 11, 22)}, "valid_to"),
        ({"given_on": datetime.date(2026, 11, 24)}, "given_on"),
    ],
)
def test_a_consent_that_makes_no_sense_is_refused(
    coach: User, case: Enrolment, changes: dict[str, Any], field: str
) -> None:
    facts = {
        "purpose": ConsentPurpose.BENEFIT,
        "kinds": [PLAN],
        "given_on": datetime.date(2026, 11, 20),
        "valid_to": None,
        "form": ConsentForm.ORAL,
        "submission_id": uuid.uuid4(),
    }
    with pytest.raises(OperationRefused) as refused, at_desk(coach):
        give_consent(actor=coach, enrolment=case, seen_parties=shown_parties(case), **{**facts, **changes})
    assert refused.value.field == field
    assert not Consent.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_consent_withdrawn_while_sending_wins_or_loses_cleanly() -> None:
    """The one who withdraws holds the consent; who sends waits, and is refused."""
    coach = UserFactory(coach=True)
    case = EnrolmentFactory(coach=coach)
    consent = ConsentFactory(enrolment=case)
    exchange: Exchange = to_unit_of(case)
    answer = before_it_is_committed(
        partial(
            withdraw_consent,
            actor=coach,
            consent=consent,
            seen_consent=shown_consent(consent),
            withdrawn_on=timezone.localdate(),
        ),
        partial(disclose, actor=coach, exchange=exchange, content=PLAN, basis=consent),
    )
    assert isinstance(answer, OperationRefused)
    assert "återkallades" in answer.message
    assert not Disclosure.objects.exists()
