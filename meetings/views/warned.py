"""What a page does with the answer of an operation that may warn first."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from core.forms import show_refusal
from core.refusals import OperationRefused
from meetings.planning.forms import WarnedForm
from meetings.planning.warnings import WarningsFoundError

Answer = TypeVar("Answer")


def answer_of(form: WarnedForm, operation: Callable[[], Answer], **asked_as: str) -> Answer | None:
    """What the operation gives; None where it was refused or warns, which the form shows then.

    `asked_as`: as for `show_refusal`.
    """
    try:
        return operation()
    except WarningsFoundError as found:
        form.show_warnings(found.warnings)
    except OperationRefused as refusal:
        show_refusal(form, refusal, **asked_as)
    return None
