"""A transfer and corrections that wait when a case ends, in whichever way (FC-05, FC-31)."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from aspirants.models import ClosureReason, Correction, CorrectionState, DisclosureBasis, Enrolment
from aspirants.shown import shown_life
from casework.choices import TransferStatus
from casework.models import CaseTransfer
from casework.operations import close_case, correct_closing, register_death
from casework.shown import shown_case, shown_closure, standing_closure
from demo.factories import CaseTransferFactory, ClosureReasonFactory
from tests.aspirants.staff import text
from tests.casework.test_closing import close
from tests.corrections.test_states import waiting as waits_for_the_manager

waiting = waits_for_the_manager
BASIS = DisclosureBasis.OSL_26_1
ERROR = 99


@pytest.fixture
def reasons(db) -> dict[int, ClosureReason]:
    call_command("load_reference_data", verbosity=0)
    return {reason.code: reason for reason in ClosureReason.objects.all()}


@pytest.fixture
def case(waiting, stranger, manager) -> Enrolment:
    """A case with a transfer and a correction that wait."""
    found = Enrolment.objects.get(pk=waiting.enrolment_id)
    CaseTransferFactory(enrolment=found, destination=stranger.jobbtorg, sent_by=manager)
    return found


def end(actor, case: Enrolment, reason: ClosureReason) -> None:
    close_case(
        actor=actor,
        enrolment=case,
        seen_case=shown_case(case),
        closed_on=case.enrolled_on if reason.code == ERROR else timezone.localdate(),
        reason=reason,
        basis=BASIS,
        text="Dubbelt inskriven, fel person",
    )


def states(case: Enrolment) -> tuple[str, str]:
    transfer, correction = CaseTransfer.objects.get(enrolment=case), Correction.objects.get(enrolment=case)
    return transfer.status, correction.state


def test_the_page_shows_both_before(as_coach, case):
    shown = text(
        close(as_coach, case, ClosureReasonFactory(moved=True), confirmed=False, closed_on=str(timezone.localdate()))
    )
    assert f"Till {CaseTransfer.objects.get().destination}, väntar på svar sedan" in shown
    assert "Rättelser som väntar på enhetschefen" in shown
    assert f"{Correction.objects.get().title}, rättat" in shown


def test_a_closing_ends_the_transfer_and_leaves_the_answer_to_the_manager(coach, manager, as_manager, case):
    end(coach, case, ClosureReasonFactory(moved=True))
    assert states(case) == (TransferStatus.ENDED, CorrectionState.WAITING)
    assert as_manager.get(reverse("correction_decide", args=[case.pk])).status_code == 200


def test_of_a_case_registered_in_error_nothing_waits(manager, case):
    end(manager, case, ClosureReasonFactory(error=True))
    assert states(case) == (TransferStatus.ENDED, CorrectionState.LAPSED)


def test_nor_of_one_that_turns_out_to_have_been(coach, manager, case):
    end(coach, case, ClosureReasonFactory(moved=True))
    case.refresh_from_db()
    closure = standing_closure(case)
    correct_closing(
        actor=manager,
        enrolment=case,
        seen_closure=shown_closure(case, closure),
        reason=ClosureReasonFactory(error=True),
        text="Dubbelt inskriven",
        correction_reason="Ärendet skulle aldrig ha funnits",
    )
    assert states(case) == (TransferStatus.ENDED, CorrectionState.LAPSED)


def test_a_death_ends_the_transfer_and_what_was_broken_is_still_judged(reasons, coach, case):
    register_death(
        actor=coach, enrolment=case, seen_life=shown_life(case), deceased_on=timezone.localdate(), basis=BASIS
    )
    case.refresh_from_db()
    assert not case.is_open
    assert states(case) == (TransferStatus.ENDED, CorrectionState.WAITING)
