"""One sentence per section that says what the figures show."""

from __future__ import annotations

from measures.publication import Publication
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
    """The most common reason, if that can be said."""
    if not publication.count(row, "closed").needs_a_line:
        return "Inga ärenden avslutades under perioden"
    most = max(row.figures.reasons.values(), default=0)
    codes = [code for code, number in row.figures.reasons.items() if number == most]
    if not codes or not all(publication.count(row, code).is_exact for code in codes):
        return TOO_FEW
    if len(codes) > 1:
        return "Flera orsaker var lika vanliga"
    label = next(reason.label for reason in publication.report.reasons if reason.code == codes[0])
    return f"Vanligast var {label[0].lower()}{label[1:]}, {_cases(most)}"


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
