"""What is on record about a whole case beside the case itself."""

from casework.choices import TransferStatus
from casework.models.transfers import CaseTransfer

__all__ = ["CaseTransfer", "TransferStatus"]
