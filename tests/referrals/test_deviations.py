"""Deviations in the work together (R-4-42), and what became of referrals, counted with reasons (R-1-41)."""

from __future__ import annotations

import uuid
from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from core.refusals import OperationRefused
from deadlines.models import DeadlineClock
from demo.factories import (
    DeviationFactory,
    IncomeSupportUnitFactory,
    ReferralFactory,
    ReferralMoveFactory,
    UserFactory,
)
from notices.models import Notice
from organisation.access.acting import acting_for
from organisation.access.database_roles import STADSDEL, WEB
from organisation.models import Jobbtorg, User
from referrals.deviations.operations import NOT_OURS, note_deviation
from referrals.inbox.operations import take_back_decline
from referrals.models import DeclineReason, Deviation, DeviationKind, MoveStatus, Referral
from referrals.operations import decline_referral, return_referral
from referrals.outcomes.counts import outcomes_at
from referrals.shown import shown_referral
from tests.pages import SURNAME
from tests.post_forms import submit
from tests.referrals.pages import text
from tests.roles import as_role
from tests.visits import signed_in

HAPPENED = "Svaret kom efter två veckor."


@pytest.fixture
def referral(jobbtorg: Jobbtorg, caseworker: User) -> Referral:
    return ReferralFactory(jobbtorg=jobbtorg, unit=caseworker.income_support_unit, sent_by=caseworker)


def test_either_side_notes_it_and_both_read_it(
    manager: User, coach: User, caseworker: User, referral: Referral
) -> None:
    page, path = reverse("referral_detail", args=[referral.pk]), reverse("referral_deviation", args=[referral.pk])
    wrong = submit(signed_in(caseworker), path, {"kind": "NO_ANSWER", "text": ""})
    assert wrong.status_code == 422
    assert "Skriv vad som hände." in text(wrong)
    done = submit(signed_in(caseworker), path, {"kind": "NO_ANSWER", "text": HAPPENED}, follow=True)
    assert "Avvikelsen är noterad." in text(done)
    submit(signed_in(coach), path, {"kind": "UNCLEAR", "text": "Vi visste inte vem som skulle ringa."})
    for user in (caseworker, coach, manager):
        shown = text(signed_in(user).get(page))
        assert HAPPENED in shown
        assert "Vi visste inte vem som skulle ringa." in shown
    for user in (manager, caseworker):
        assert Notice.objects.get(recipient=user).text == (
            f"En avvikelse i samverkan är noterad om remiss {referral.number}"
        )


def test_the_form_is_offered_to_the_two_sides_alone(caseworker: User, manager: User, referral: Referral) -> None:
    """Not to another unit of the stadsdel, whose manager reads the referral."""
    page, path = reverse("referral_detail", args=[referral.pk]), reverse("referral_deviation", args=[referral.pk])
    boss = UserFactory(
        district_manager=True, income_support_unit=IncomeSupportUnitFactory(district=referral.unit.district)
    )
    for user in (caseworker, manager):
        assert path in text(signed_in(user).get(page))
        assert signed_in(user).get(path).status_code == 200
    client = signed_in(boss)
    assert "Avvikelser i samverkan" in text(client.get(page))
    assert path not in text(client.get(page))
    assert "Bara jobbtorget och enheten som följer remissen kan" in text(client.get(path, follow=True))


def test_who_follows_the_case_no_longer_is_told_so(caseworker: User, jobbtorg: Jobbtorg) -> None:
    """Its clock is another authority's by then; the referral is there all the same, and has not moved."""
    referral = ReferralFactory(
        enrolled=True, unit=caseworker.income_support_unit, sent_by=caseworker, followed_until=timezone.now()
    )
    with as_role(STADSDEL), acting_for(caseworker):
        assert Referral.objects.get() == referral
        assert not DeadlineClock.objects.exists()
        with pytest.raises(OperationRefused) as refused:
            note_deviation(
                actor=caseworker,
                referral=referral,
                kind=DeviationKind.OTHER,
                text=HAPPENED,
                submission_id=uuid.uuid4(),
            )
    assert refused.value.message == NOT_OURS


def test_sent_twice_it_is_noted_once(coach: User, referral: Referral) -> None:
    facts = {"kind": DeviationKind.OTHER, "text": HAPPENED, "submission_id": uuid.uuid4()}
    first, second = (note_deviation(actor=coach, referral=referral, **facts) for _ in range(2))
    assert first == second
    assert Deviation.objects.count() == 1


def test_the_database_shows_it_to_the_two_sides_alone(manager: User, caseworker: User, referral: Referral) -> None:
    DeviationFactory(referral=referral)
    ReferralMoveFactory(referral=referral)
    elsewhere, other_unit = UserFactory(manager=True), UserFactory(caseworker=True)
    for user, role, seen, offers in (
        (manager, WEB, 1, 1),
        (caseworker, STADSDEL, 1, 0),
        (elsewhere, WEB, 0, 0),
        (other_unit, STADSDEL, 0, 0),
    ):
        with as_role(role), acting_for(user):
            assert Deviation.objects.count() == seen
            assert referral.moves.count() == offers
            assert Deviation.objects.update(kind=DeviationKind.OTHER) == 0
    for outsider in (elsewhere, other_unit):
        with pytest.raises(OperationRefused):
            note_deviation(
                actor=outsider,
                referral=referral,
                kind=DeviationKind.OTHER,
                text=HAPPENED,
                submission_id=uuid.uuid4(),
            )


def test_outcomes_are_counted_with_reasons(manager: User, coach: User, jobbtorg: Jobbtorg) -> None:
    named = {"jobbtorg": jobbtorg, "person__last_name": SURNAME}
    returned, declined, regretted = (ReferralFactory(**named) for _ in range(3))
    return_referral(
        actor=coach, referral=returned, seen_referral=shown_referral(returned), question="När ansökte personen?"
    )
    for referral in (declined, regretted):
        decline_referral(
            actor=manager,
            referral=referral,
            seen_referral=shown_referral(referral),
            reason=DeclineReason.LIVES_ELSEWHERE,
        )
    regretted = Referral.objects.get(pk=regretted.pk)
    take_back_decline(actor=manager, referral=regretted, seen_referral=shown_referral(regretted))
    away = ReferralMoveFactory(referral__jobbtorg=jobbtorg)
    type(away).objects.filter(pk=away.pk).update(
        status=MoveStatus.ACCEPTED, answered_by=manager, answered_at=away.sent_at
    )
    Referral.objects.filter(pk=away.referral_id).update(jobbtorg=away.destination)
    DeviationFactory(referral=returned)
    with as_role(WEB), acting_for(manager):
        found = outcomes_at(jobbtorg.pk, date(2026, 11, 1))
    numbers = {row.label: row.total for row in found.rows if row.total}
    assert numbers == {
        "Kom in": 3,
        "Skickade tillbaka med en fråga": 1,
        "Avböjda: bor i en annan kommun": 1,
        "Avböjanden som togs tillbaka": 1,
        "Flyttade till ett annat jobbtorg": 1,
        "Avvikelser: uppgifter saknades eller kom sent": 1,
    }
    [kom_in, *_] = found.table_by_group
    assert sum(kom_in[2]) == 3
    assert [move.reason for move in found.moves] == [away.reason]
    page = text(signed_in(manager).get(reverse("referral_outcomes")))
    assert away.reason in page
    assert SURNAME not in page
    assert signed_in(coach).get(reverse("referral_outcomes")).status_code == 403
