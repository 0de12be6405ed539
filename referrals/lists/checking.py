"""What is wrong with each row of a list, and whether it can be sent."""

from __future__ import annotations

from dataclasses import dataclass, field

from aspirants.identity import Identity
from referrals.drafts import hash_of
from referrals.forms.listing import RowForm, SharedForm
from referrals.lists.columns import COLUMNS, Column
from referrals.lists.demands import Demands
from referrals.lists.stored import Content, StoredRow

NOT_LOOKED_UP = "Numret är inte kontrollerat mot stadens register än. Spara och kontrollera igen om en stund."

UNDIVIDED = "Hela raden hamnade här, för att den har semikolon mellan kolumnerna. Flytta texten till sina kolumner."
FEWEST_SEMICOLONS = 2


@dataclass
class CheckedRow:
    """A row with its faults by field. `remark` is what stands in its way that nobody has typed.

    `ours` is the key of the unit's own referral of that person, where there is one already; `followed` is its number,
    for the page of a user who sees it.
    """

    number: int
    row: StoredRow
    form: RowForm
    faults: dict[str, str]
    remark: str = ""
    ours: int = 0
    followed: str = ""
    cells: list[Cell] = field(default_factory=list)

    @property
    def identity(self) -> Identity | None:
        """Whom a row with a right number is about."""
        return self.form.cleaned_data.get("number")

    @property
    def is_right(self) -> bool:
        return not self.faults and not self.remark

    @property
    def sentences(self) -> list[str]:
        """What is said at the row, each fault with the heading of what it is about."""
        headings = {column.name: column.heading for column in COLUMNS}
        labels = {name: headings.get(name) or str(one.label) for name, one in self.form.fields.items()}
        told = [f"{labels[name]}: {text}" if name in labels else text for name, text in self.faults.items()]
        return [*told, self.remark] if self.remark else told


@dataclass(frozen=True)
class Cell:
    """A cell as it is shown to be changed in place."""

    column: Column
    value: str
    fault: str


def checked_rows(content: Content, shared: SharedForm, columns: list[Column]) -> list[CheckedRow]:
    """The rows that are not sent, each with what is wrong with it; no look-up is made."""
    shared.is_valid()
    found: list[CheckedRow] = []
    demands = Demands.of_today()
    first: dict[str, int] = {}
    for number, row in content.numbered():
        form = RowForm(row.typed, shared)
        checked = CheckedRow(number, row, form, form.faults())
        if undivided := _undivided(row):
            checked.faults = undivided
        if identity := checked.identity:
            earlier = first.setdefault(identity.number, number)
            if earlier != number:
                checked.faults["number"] = f"Samma person som på rad {earlier}."
        for name, sentences in () if _undivided(row) else shared.errors.items():
            checked.faults.setdefault(name, str(sentences[0]))
        if not checked.faults and checked.identity:
            hinder = demands.hinder(form.facts(), checked.identity, shared.unit, shared.cleaned_data["jobbtorg"])
            checked.remark = _remark(row, checked.identity) or hinder
            checked.ours = row.ours if checked.remark == row.obstacle else 0
        checked.cells = [
            Cell(column, row.typed.get(column.name, ""), checked.faults.get(column.name, "")) for column in columns
        ]
        found.append(checked)
    return found


def _undivided(row: StoredRow) -> dict[str, str]:
    """The one fault of a row whose cells all fell into the first column, since it is divided by semicolons."""
    return {"number": UNDIVIDED} if row.typed.get("number", "").count(";") >= FEWEST_SEMICOLONS else {}


def _remark(row: StoredRow, identity: Identity | None) -> str:
    """Why it was refused when it was sent, else what the look-up of its number found, or that this is not made yet."""
    return row.refusal or (row.obstacle if row.looked_up == hash_of(identity) else NOT_LOOKED_UP)
