"""The allowed transitions of a transfer between two jobbtorg. A transition that is not listed is refused."""

from casework.choices import TransferStatus
from core.refusals import OperationRefused

TRANSITIONS: dict[TransferStatus, frozenset[TransferStatus]] = {
    TransferStatus.SENT: frozenset(
        {TransferStatus.ACCEPTED, TransferStatus.RETURNED, TransferStatus.TAKEN_BACK, TransferStatus.ENDED}
    ),
    TransferStatus.ACCEPTED: frozenset(),
    TransferStatus.RETURNED: frozenset(),
    TransferStatus.TAKEN_BACK: frozenset(),
    TransferStatus.ENDED: frozenset(),
}

_NOW = {
    TransferStatus.SENT: "Flytten väntar på svar.",
    TransferStatus.ACCEPTED: "Flytten är redan mottagen.",
    TransferStatus.RETURNED: "Ärendet är redan skickat tillbaka.",
    TransferStatus.TAKEN_BACK: "Flytten har tagits tillbaka.",
    TransferStatus.ENDED: "Ärendet har avslutats.",
}


def require_transition(current: str, to: TransferStatus) -> None:
    """Refuse a step the table does not hold, with a sentence on how it stands."""
    if to not in TRANSITIONS[TransferStatus(current)]:
        raise OperationRefused(_NOW[TransferStatus(current)])
