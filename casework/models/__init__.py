"""What is on record about whole cases and their persons beside the cases themselves."""

from casework.choices import TransferStatus
from casework.models.joining import JoinStatus, MovedRow, PersonJoin
from casework.models.notes import LONGEST_NOTE, CaseNote, NoteTemplate
from casework.models.phrases import Phrase, UsualPhrase
from casework.models.transfers import CaseTransfer

__all__ = [
    "LONGEST_NOTE",
    "CaseNote",
    "CaseTransfer",
    "JoinStatus",
    "MovedRow",
    "NoteTemplate",
    "PersonJoin",
    "Phrase",
    "TransferStatus",
    "UsualPhrase",
]
