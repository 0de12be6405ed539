"""The manager of the unit says which of two statements holds."""

from __future__ import annotations

from core.refusals import OperationRefused
from imports.models import ImportAnswer, ImportQuestion
from organisation.access.permissions import Act, require
from organisation.models import User

MANAGERS_ONLY = "Bara enhetschefen avgör vad som gäller."


def answer_question(*, actor: User, question: ImportQuestion, choice: str) -> ImportAnswer:
    """Answer a question about the own unit's lists; a later answer replaces it. Raises OperationRefused."""
    require(actor, Act.DECIDE_ON_LISTS, refusal=MANAGERS_ONLY)
    require(actor, Act.DECIDE_ON_LISTS, at=question.jobbtorg_id, refusal=MANAGERS_ONLY)
    if not question.asked:
        raise OperationRefused("Frågan gäller inte längre.")
    if choice not in {value for value, _ in question.options}:
        raise OperationRefused("Välj ett av svaren.", field="choice")
    [answer] = ImportAnswer.objects.bulk_create([ImportAnswer(question=question, choice=choice, answered_by=actor)])
    return answer
