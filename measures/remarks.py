"""What a reader must know to read figures right, beside the definitions of the measures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from measures.publication import Publication, Report
from measures.scope import Scope
from measures.units import UnitRow

SMALL_NUMBERS = (
    "Antal mellan 1 och 4 visas som ”färre än 5”. Några andra tal är dolda för att de små talen inte ska gå att räkna "
    "ut, och en andel visas inte om något av talen bakom den är dolt."
)
MOVEMENTS_AT_HOME = (
    "Ingående, utgående och överflyttade ärenden för ett enskilt jobbtorg visas bara för dem som arbetar där. Annars "
    "skulle små tal gå att räkna ut av flera perioder tillsammans."
)
PROTECTED_IN_TOTAL = (
    "Personer med skyddade personuppgifter räknas bara i raden för hela staden. Den kan därför vara större än summan "
    "av jobbtorgen."
)
PROTECTED_LEFT_OUT = "Personer med skyddade personuppgifter räknas bara i siffrorna för hela staden, alltså inte här."
PARENT_INCLUDES_BRANCHES = "Ett jobbtorgs rad innehåller dess filialer. Filialen visas också för sig under jobbtorget."
DOES_NOT_ADD_UP = (
    "Siffrorna går inte ihop: ingående, nya och överflyttade ärenden minus avslutade ger inte det antal som är kvar. "
    "Använd dem inte vidare förrän systemförvaltningen har hittat felet."
)


def remarks_on_units(scope: Scope, rows: Sequence[UnitRow[Any]]) -> list[str]:
    """What the rows of any table over jobbtorg call for."""
    found = [PARENT_INCLUDES_BRANCHES] if any(row.level for row in rows) else []
    return [*found, PROTECTED_IN_TOTAL if scope.counts_protected else PROTECTED_LEFT_OUT]


def remarks_on_hiding(publication: Publication[Report]) -> list[str]:
    """What hidden numbers call for; nothing if there are none."""
    return [SMALL_NUMBERS] if publication.hides_something else []
