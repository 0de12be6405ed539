"""The table of a transfer's states: every edge is a step that works, every other pair is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from aspirants.models import DisclosureBasis, Enrolment
from casework.choices import TransferStatus
from casework.models import CaseTransfer
from casework.operations import close_case
from casework.shown import shown_case
from casework.workflow.transfers import TRANSITIONS, require_transition
from core.refusals import OperationRefused
from demo.factories import ClosureReasonFactory, UserFactory
from organisation.models import User
from tests.casework.transfers import accepted, returned, sent, taken_back
from tests.roles import at_desk

EDGES = {
    (TransferStatus.SENT, TransferStatus.ACCEPTED),
    (TransferStatus.SENT, TransferStatus.RETURNED),
    (TransferStatus.SENT, TransferStatus.TAKEN_BACK),
    (TransferStatus.SENT, TransferStatus.ENDED),
}
PAIRS = [(current, to) for current in TransferStatus for to in TransferStatus]


def test_the_table_has_every_state() -> None:
    assert set(TRANSITIONS) == set(TransferStatus)


@pytest.mark.parametrize(("current", "to"), PAIRS)
def test_steps(current: TransferStatus, to: TransferStatus) -> None:
    if (current, to) in EDGES:
        require_transition(current, to)
    else:
        with pytest.raises(OperationRefused) as refused:
            require_transition(current, to)
        assert refused.value.message.endswith(".")


@pytest.fixture
def receiver(now: Any) -> User:
    return UserFactory(manager=True)


def _close(manager: User, transfer: CaseTransfer) -> None:
    case = Enrolment.objects.select_related("person", "jobbtorg", "coach").get(pk=transfer.enrolment_id)
    with at_desk(manager):
        close_case(
            actor=manager,
            enrolment=case,
            seen_case=shown_case(case),
            closed_on=timezone.localdate(),
            reason=ClosureReasonFactory(illness=True),
            basis=DisclosureBasis.OSL_26_1,
        )


ACTS: dict[TransferStatus, Callable[[User, User, CaseTransfer], object]] = {
    TransferStatus.ACCEPTED: lambda manager, receiver, transfer: accepted(receiver, transfer),
    TransferStatus.RETURNED: lambda manager, receiver, transfer: returned(receiver, transfer),
    TransferStatus.TAKEN_BACK: lambda manager, receiver, transfer: taken_back(manager, transfer),
    TransferStatus.ENDED: lambda manager, receiver, transfer: _close(manager, transfer),
}
"""What leads to each state that a transfer can end in."""

ANSWERS = [status for status in ACTS if status != TransferStatus.ENDED]


@pytest.mark.django_db
@pytest.mark.parametrize("state", ACTS)
@pytest.mark.parametrize("act", ANSWERS)
def test_what_is_answered_is_answered_once(
    case: Enrolment, manager: User, receiver: User, state: TransferStatus, act: TransferStatus
) -> None:
    """Every end, and every answer after it, by the operations themselves."""
    transfer = sent(manager, case, receiver.jobbtorg)
    page = CaseTransfer.objects.select_related("enrolment__person", "enrolment__jobbtorg", "origin", "destination")
    shown = page.get(pk=transfer.pk)
    ACTS[state](manager, receiver, transfer)
    assert CaseTransfer.objects.get(pk=transfer.pk).status == state
    with pytest.raises(OperationRefused):
        ACTS[act](manager, receiver, shown)
    assert CaseTransfer.objects.get(pk=transfer.pk).status == state
