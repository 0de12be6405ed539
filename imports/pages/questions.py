"""What managers are asked about imported lists, and what they have answered."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.db.models.expressions import RawSQL

from imports.choices import LEFT_OUT, QuestionKind, Verdict
from imports.models import ImportAnswer, ImportBatch, ImportQuestion, ImportRow
from imports.row_security import MY_QUESTIONS
from organisation.access.permissions import Act, may
from organisation.models import User

_ANSWERED = Exists(ImportAnswer.objects.filter(question=OuterRef("pk")))


def waiting_by_jobbtorg(batch: ImportBatch) -> list[tuple[str, int, int]]:
    """For each jobbtorg whose manager is asked something: its name, how many questions, how many without an answer."""
    counted = (
        ImportQuestion.objects.filter(batch=batch, asked=True)
        .annotate(is_answered=_ANSWERED)
        .order_by("jobbtorg__name")
        .values_list("jobbtorg__name")
        .annotate(asked=Count("pk"), waiting=Count("pk", filter=Q(is_answered=False)))
    )
    return [(name, asked, waiting) for name, asked, waiting in counted]


def rows_without_answer(batch: ImportBatch) -> int:
    """How many rows of the import are, or were, left out because a manager has not answered."""
    unanswered = ImportQuestion.objects.filter(batch=batch, asked=True).exclude(_ANSWERED)
    keys = {key for rows in unanswered.values_list("rows", flat=True) for key in rows}
    return ImportRow.objects.filter(pk__in=keys, batch=batch, verdict__in=[Verdict.WAITING, *LEFT_OUT]).count()


def questions_for(user: User) -> QuerySet[ImportQuestion]:
    """What the manager of a jobbtorg can answer, or answer anew: about imports that have not been brought in."""
    if not may(user, Act.DECIDE_ON_LISTS) or user.jobbtorg_id is None:
        return ImportQuestion.objects.none()
    mine = RawSQL(f"SELECT id FROM {MY_QUESTIONS}", [])  # noqa: S608, S611  # nosec B611
    return ImportQuestion.objects.filter(jobbtorg=user.jobbtorg_id, asked=True, pk__in=mine)


def no_longer_asked(user: User, keys: Collection[int]) -> QuerySet[ImportQuestion]:
    """Those of the questions, by their keys, that the manager's unit was asked and that take no answer now.

    `asked` still holds of those whose import has been brought in.
    """
    of_unit = ImportQuestion.objects.filter(jobbtorg=user.jobbtorg_id, pk__in=keys)
    return of_unit.exclude(pk__in=questions_for(user).values("pk"))


def waiting_questions(user: User) -> QuerySet[ImportQuestion]:
    """Those of them that nobody has answered."""
    return questions_for(user).exclude(_ANSWERED)


@dataclass(frozen=True)
class Side:
    """One of the statements: where it stands, and what it says, as label and value."""

    source: str
    facts: list[tuple[str, str]]


@dataclass(frozen=True)
class Question:
    """A question as shown. `choice` is the latest answer, or what was just sent in."""

    key: int
    kind: str
    sides: list[Side]
    options: list[tuple[str, str]]
    choice: str
    answer: ImportAnswer | None

    @property
    def name(self) -> str:
        """The name of its field."""
        return f"svar-{self.key}"

    @property
    def chosen(self) -> str:
        """The choice in words; "" where there is none."""
        return dict(self.options).get(self.choice, "")


def with_answers(questions: QuerySet[ImportQuestion]) -> QuerySet[ImportQuestion]:
    """The questions with what `shown_questions` needs, those without an answer first."""
    answers = ImportAnswer.objects.select_related("answered_by").order_by("-pk")
    return (
        questions.annotate(is_answered=_ANSWERED)
        .order_by("is_answered", "pk")
        .prefetch_related(Prefetch("answers", answers))
    )


def about_conflicts(questions: QuerySet[ImportQuestion]) -> QuerySet[ImportQuestion]:
    """Those with statements that cannot both hold."""
    return questions.exclude(kind=QuestionKind.STILL_OPEN)


def about_open_cases(questions: QuerySet[ImportQuestion]) -> QuerySet[ImportQuestion]:
    """Those whether a case still goes on."""
    return questions.filter(kind=QuestionKind.STILL_OPEN)


def shown_questions(questions: Iterable[ImportQuestion], typed: Any = None) -> list[Question]:
    """Questions from `with_answers` as shown; `typed` is what was sent in and not saved."""
    return [_shown(question, typed or {}) for question in questions]


def _shown(question: ImportQuestion, typed: Any) -> Question:
    answer = next(iter(question.answers.all()), None)
    sides = json.loads(question.sides) if question.sides else []
    return Question(
        key=question.pk,
        kind=question.get_kind_display(),
        sides=[Side(side["source"], [(label, value) for label, value in side["facts"]]) for side in sides],
        options=[(value, label) for value, label in question.options],
        choice=typed.get(f"svar-{question.pk}") or (answer.choice if answer else ""),
        answer=answer,
    )


def answers_for_all(questions: Sequence[Question]) -> list[tuple[str, str]]:
    """The answers that every one of some questions has, in words that hold for all of them."""
    if not questions:
        return []
    others = [dict(question.options) for question in questions]
    return [
        (value, label if all(options[value] == label for options in others) else EACH_ITS_DAY)
        for value, label in questions[0].options
        if all(value in options for options in others)
    ]


EACH_ITS_DAY = "Avslutat, på den dag som står vid var och en"
"""Only the answer that closes a case has words of its own at each: the day."""
