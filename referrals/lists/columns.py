"""The columns of a list of referrals: what each is called, and what a cell of it may say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

MOST_ROWS = 50
MOST_AT_ONCE = 10
"""So many rows are sent by one press: until they are, nobody else gets a referral's number (decision 092)."""


@dataclass(frozen=True)
class Column:
    """A question of the form as a column; `also` are other headings that mean it."""

    name: str
    heading: str
    also: tuple[str, ...] = ()
    is_choice: bool = False

    def is_called(self, heading: str) -> bool:
        """Whether a heading of a list means this column, in any case and with any signs around it."""
        return _plain(heading) in {_plain(one) for one in (self.heading, *self.also)}


ALWAYS = (
    Column("number", "Personnummer", ("Pnr", "Personnr", "Person-nr", "Samordningsnummer", "Nummer")),
    Column("first_name", "Förnamn", ("Tilltalsnamn",)),
    Column("last_name", "Efternamn", ()),
    Column("purpose", "Syfte", ("Vad vill ni att jobbtorget gör?", "Syfte med remissen")),
)
"""What every list has, in this order where it has no headings."""

SOMETIMES = (
    Column("phone", "Telefon", ("Tfn", "Mobil", "Telefonnummer")),
    Column("language", "Språk"),
    Column("interpreter_needed", "Behöver tolk", ("Tolk",)),
    Column("benefit_kind", "Ersättning", is_choice=True),
    Column("benefit_reason", "Främsta skäl", ("Skäl",), is_choice=True),
    Column("benefit_applied_on", "Ansökte om ersättningen", ("Ansökte", "Ansökte om försörjningsstöd")),
    Column("fit_for_work", "Kan arbeta", ("Arbetsför",), is_choice=True),
    Column("unemployed_since", "Arbetslös sedan"),
    Column("seeking_work", "Söker arbete", is_choice=True),
    Column("pes_registered_on", "Inskriven på Arbetsförmedlingen", ("Inskriven på AF",)),
    Column("work_capacity_pct", "Arbetsförmåga", is_choice=True),
    Column("sfi_status", "Sfi", is_choice=True),
    Column("has_children_at_home", "Barn i hemmet", ("Barn",)),
    Column("consent_given_on", "Samtycke lämnat", ("Samtycke",)),
)
"""What differs from person to person and may have a column; an empty cell says what is chosen for all rows."""

COLUMNS = (*ALWAYS, *SOMETIMES)
TEMPLATE = [column.heading for column in COLUMNS if column.name != "consent_given_on"]

YES, NO = frozenset({"ja", "j", "x", "1", "true"}), frozenset({"nej", "n", "0", "false"})


def _plain(heading: str) -> str:
    return "".join(sign for sign in heading.casefold() if sign.isalnum())


def columns_of(headings: Sequence[str]) -> list[Column | None]:
    """Which column each heading means; None for one that is not used. The first of two that mean the same counts."""
    found: list[Column | None] = []
    for heading in headings:
        column = next((one for one in COLUMNS if one.is_called(heading)), None)
        found.append(None if column in found else column)
    return found


def used_columns(rows: Sequence[dict[str, str]]) -> list[Column]:
    """The columns of a list as it is shown: those that every list has, and those in which something stands."""
    used = {name for row in rows for name, text in row.items() if text}
    return [column for column in COLUMNS if column in ALWAYS or column.name in used]
