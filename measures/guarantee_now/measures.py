"""What is shown of jobbgarantin as it stands, per jobbtorg: each column with its meaning, in the order of the table."""

from __future__ import annotations

from enum import Enum

from core.shares import Share
from measures.guarantee_now.figures import COLUMNS
from measures.registry import Registry, Unit

GUARANTEE_NOW = Registry(COLUMNS)


class Subject(Enum):
    """The only table of the report."""

    PER_UNIT = "Jobbgarantin just nu per jobbtorg"


STANDING = GUARANTEE_NOW.define(
    "Frister just nu",
    "Förfaller = sista dag i dag eller någon av de fem närmaste arbetsdagarna",
    "Försenade är löften vars sista dag har gått och som ännu inte är uppfyllda. Ett möte räknas som bokat om det är "
    "bokat från och med nu, också om det ligger efter sista dagen. Avgjorda är löften vars sista dag ligger i de "
    "trettio dagarna före i dag.",
    "Personer som omfattas av jobbgarantin. De räknas på det jobbtorg som svarar för löftet. Pausade och avbrutna "
    "löften räknas inte. Löften ur importerade listor räknas bara bland de avgjorda.",
    Subject.PER_UNIT,
)


def _clocks_count(count: str, key: str, label: str) -> None:
    GUARANTEE_NOW.number(count, label, Unit.GUARANTEE_CLOCKS, STANDING, Subject.PER_UNIT, key=key)


_clocks_count("near", "nara", "Förfaller inom 5 arbetsdagar")
_clocks_count("not_booked", "obokade", "Därav utan bokat möte")
_clocks_count("late", "sena", "Försenade nu")
# Outside the unit it would tell which of the late ones are among the broken.
GUARANTEE_NOW.at_home(
    "oldest", "Äldsta försenade, arbetsdagar", Unit.WORKING_DAYS, STANDING, Subject.PER_UNIT, key="aldst"
)
_clocks_count("decided", "avgjorda", "Avgjorda 30 dagar")
_clocks_count("met", "hallna", "Hållna")
_clocks_count("breached", "brutna", "Brutna")
_clocks_count("excused", "ursaktade", "Ursäktade")
BROKEN = GUARANTEE_NOW.share(
    "andel-brutna",
    "Andel brutna",
    lambda breached, decided: Share(breached, decided),
    STANDING,
    Subject.PER_UNIT,
)
HELD = GUARANTEE_NOW.share(
    "andel-hallna",
    "Andel hållna",
    lambda met, decided: Share(met, decided),
    STANDING,
    Subject.PER_UNIT,
)
