"""What is asked about a case on which lists, or a list and the register, disagree; and what was answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from core.swedish.dates import weekday_date
from imports.choices import QuestionKind
from imports.resolving.known import KnownCase
from imports.resolving.outcomes import LEAVE, Question, RowOutcome, Side, question_key
from imports.resolving.periods import Group
from imports.resolving.whom import who

KEEP = "KEEP"
"""The answer that lets the register's value stand."""

TEXT, LETTER = "TEXT", "LETTER"

OF_GROUP = {"W": 19, "S": 29, "O": 90}
"""The code of a closing of which only the list's letter is known."""


def _nothing(case: KnownCase) -> Any:
    return None


@dataclass(frozen=True)
class Compared:
    """A fact that lists and register are compared by: its name in `Facts`, in words, and how it is shown."""

    name: str
    label: str
    known: Callable[[KnownCase], Any] = _nothing
    shown: Callable[[Any, RowOutcome], str] = lambda value, row: weekday_date(value)


@dataclass
class Asking:
    """The questions about one case. `person` is the hash of the number, `answers` the managers' by question's key.

    `left`: the manager has answered that the rows stay outside.
    """

    person: str
    group: Group
    answers: Mapping[str, str]
    known_person: int | None
    rows: tuple[int, ...]
    jobbtorg: int
    questions: list[Question] = field(default_factory=list)
    left: bool = False

    def which(self, about: Compared, said: Mapping[Any, RowOutcome], kept: Any = None) -> Any:
        """The value that holds of several; None where the register's, `kept`, stays, or where it has to be asked."""
        sides = sorted(said.items(), key=lambda side: str(side[0]))
        values = [str(value) for value, _ in sides] + ([str(kept)] if kept is not None else [])
        key = question_key(self.person, QuestionKind.FACTS, about.name, self.group.starts_on, *sorted(values))
        answer = self.answers.get(key)
        if answer in (KEEP, LEAVE):
            self.left = self.left or answer == LEAVE
            return None
        if answer is not None and answer.isdigit() and int(answer) < len(sides):
            return sides[int(answer)][0]
        self._ask_which(about, key, sides, kept)
        return None

    def _ask_which(self, about: Compared, key: str, sides: list[tuple[Any, RowOutcome]], kept: Any) -> None:
        shown = [about.shown(value, row) for value, row in sides]
        told = [
            Side(_source(row), (*who(row.judged), (about.label, text)))
            for (_, row), text in zip(sides, shown, strict=True)
        ]
        options = [(str(number), f"{text} gäller") for number, text in enumerate(shown)]
        if kept is not None and self.group.known is not None:
            text = about.shown(kept, sides[0][1])
            told.insert(0, Side(f"Ärende {self.group.known.case_no}", ((about.label, text),)))
            options = [(KEEP, f"{text} gäller, som i registret")]
        self._ask(QuestionKind.FACTS, key, told, options, "Lämna raderna utanför", self.rows)

    def reason(self, row: RowOutcome) -> int | None:
        """The code that holds where the text and the list's letter say otherwise (I17)."""
        facts, reasons = row.judged.facts, row.judged.context.reasons
        assert facts.reason is not None, "the caller has looked"
        key = question_key(self.person, QuestionKind.REASON, self.group.starts_on, facts.reason, facts.reported_group)
        answer = self.answers.get(key)
        other = reasons[OF_GROUP[facts.reported_group]]
        if answer == LETTER:
            return other.code
        if answer in (TEXT, LEAVE):
            self.left = self.left or answer == LEAVE
            return facts.reason
        read_as = reasons[facts.reason].label
        said = (
            *who(row.judged),
            ("Orsak i listan", facts.reason_text),
            ("Läst som", read_as),
            ("Listans A/S/Ö", other.get_group_display()),
        )
        options = [(TEXT, f"Texten gäller: {read_as}"), (LETTER, f"Listans A/S/Ö gäller: {other.label}")]
        side = Side(_source(row), said)
        self._ask(QuestionKind.REASON, key, [side], options, "Lämna raden utanför", (row.judged.row,))
        return facts.reason

    def _ask(
        self,
        kind: QuestionKind,
        key: str,
        sides: list[Side],
        options: list[tuple[str, str]],
        leave: str,
        rows: tuple[int, ...],
    ) -> None:
        self.questions.append(
            Question(kind, key, self.jobbtorg, tuple(sides), (*options, (LEAVE, leave)), rows, self.known_person)
        )


def _source(row: RowOutcome) -> str:
    return f"{row.judged.context.label}, rad {row.judged.line}"
