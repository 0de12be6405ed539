"""What is on record about whole cases and their persons beside the cases themselves."""

from casework.choices import TransferStatus
from casework.models.joining import JoinStatus, MovedRow, PersonJoin
from casework.models.phrases import Phrase, UsualPhrase
from casework.models.transfers import CaseTransfer

__all__ = ["CaseTransfer", "JoinStatus", "MovedRow", "PersonJoin", "Phrase", "TransferStatus", "UsualPhrase"]
