"""The table of a transfer's states: every edge is a step that works, every other pair is refused."""

from __future__ import annotations

import pytest

from casework.choices import TransferStatus
from casework.workflow.transfers import TRANSITIONS, require_transition
from core.refusals import OperationRefused

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
