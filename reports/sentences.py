"""One sentence per section that says what the figures show."""

from __future__ import annotations

from aspirants.models.closures import UNKNOWN_IMPORTED
from core.swedish.numbers import spaced
from measures.left_out import LeftOut
from measures.publication import Publication
from measures.small_numbers.suppression import Mark
from measures.statistics.measures import M2, M4
from measures.statistics.statement import Row, Statement

TOO_FEW = "Antalen är för små för att visas"


def _cases(number: int) -> str:
    return f"{number} ärende" if number == 1 else f"{number} ärenden"


def _closed_cases(number: int) -> str:
    return f"{number} avslutat ärende" if number == 1 else f"{number} avslutade ärenden"


def movements(publication: Publication[Statement], row: Row) -> str:
    """How many of the cases were closed."""
    handled, closed = publication.count(row, "handled"), publication.count(row, "closed")
    if not handled.needs_a_line:
        return "Enheten hade inga ärenden under perioden"
    if not (handled.is_exact and closed.is_exact):
        return TOO_FEW
    return f"Av {_cases(handled.value)} avslutades {closed.value or 'inget'}"


def results(publication: Publication[Statement], row: Row) -> str:
    """How many of the closed went to work or studies."""
    closed = publication.count(row, "closed")
    if not closed.needs_a_line:
        return "Inga ärenden avslutades under perioden"
    share = publication.share(row, M2)
    if share is None:
        return TOO_FEW
    return f"Av {_closed_cases(share.whole)} gick {share.part or 'inget'} till arbete eller studier"


def reasons(publication: Publication[Statement], row: Row) -> str:
    """The most common of the reasons that are known, if that can be said."""
    if not publication.count(row, "closed").needs_a_line:
        return "Inga ärenden avslutades under perioden"
    known = {code: number for code, number in row.figures.reasons.items() if code != UNKNOWN_IMPORTED and number}
    if not known and row.figures.reasons.get(UNKNOWN_IMPORTED) and publication.count(row, UNKNOWN_IMPORTED).is_exact:
        return "Orsaken är okänd för alla"
    most = max(known.values(), default=0)
    codes = [code for code, number in known.items() if number == most]
    if not codes or not all(publication.count(row, code).is_exact for code in codes):
        return TOO_FEW
    if len(codes) > 1:
        return "Flera orsaker var lika vanliga"
    label = next(reason.label for reason in publication.report.reasons if reason.code == codes[0])
    return f"Vanligast var {label[0].lower()}{label[1:]}, {_cases(most)}"


def unknown_at_import(publication: Publication[Statement], row: Row) -> str:
    """How many were closed as unknown by an imported list; "" where none was."""
    if all(reason.code != UNKNOWN_IMPORTED for reason in publication.report.reasons):
        return ""
    count = publication.count(row, UNKNOWN_IMPORTED)
    if not count.needs_a_line:
        return ""
    if count.mark is Mark.HIDDEN:
        return "Hur många av de avslutade som är avslutade som okända vid import visas inte."
    number = spaced(count.value) if count.is_exact else str(count)
    last = "okänd" if count.value == 1 and count.is_exact else "okända"
    return f"Av de avslutade är {number} {'avslutat' if last == 'okänd' else 'avslutade'} som {last} vid import."


def rows_left_out(rows: LeftOut, *, leaves_unit: bool) -> str:
    """What of imported lists about the period is not in its figures; "" where everything is.

    Outside the own unit it is said without numbers: those of several periods and units could be subtracted.
    """
    if not (rows.waiting or rows.left_out):
        return ""
    if leaves_unit:
        waits = "väntar på beslut" if rows.waiting else ""
        out = "är utelämnade" if rows.left_out else ""
        return f"Rader ur importerade listor om perioden {' eller '.join(filter(None, (waits, out)))}."
    waiting, left_out = spaced(rows.waiting), spaced(rows.left_out)
    about = f"{'rad' if rows.waiting == 1 else 'rader'} ur importerade listor om perioden"
    if not rows.left_out:
        return f"{waiting} {about} väntar på beslut."
    if not rows.waiting:
        return f"{left_out} {'rad' if rows.left_out == 1 else 'rader'} ur importerade listor om perioden utelämnades."
    return f"{waiting} {about} väntar på beslut, {left_out} utelämnades."


def guarantee_clocks(publication: Publication[Statement], row: Row) -> str:
    """How many of the clocks of a plan in time were met."""
    decided = publication.count(row, "decided")
    if not decided.needs_a_line:
        return "Inget löfte om jobbplan avgjordes under perioden"
    share = publication.share(row, M4)
    if share is None:
        return TOO_FEW
    if share.whole == 1:
        return f"1 löfte om jobbplan avgjordes, {share.part or 'inget'} hölls i tid"
    return f"Av {share.whole} löften om jobbplan hölls {share.part or 'inget'} i tid"
