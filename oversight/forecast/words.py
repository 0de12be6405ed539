"""The forecast in sentences: what is likely, and from how much it is known."""

from __future__ import annotations

from decimal import Decimal

from core.shares import half_up
from core.swedish.numbers import counted, spaced
from oversight.forecast.backtest import Backtest
from oversight.forecast.calculation import ARRIVAL_DAYS, Arrivals, Expected
from oversight.forecast.chances import PROMISED
from oversight.forecast.shares import MOST_LEFT, Cells, City, added, of_new

PERCENT = "\N{NO-BREAK SPACE}%"
FEW = 20
"""So few promises of a jobbtorg's own say next to nothing, and the page says so."""


def expected_in_words(broken: Expected) -> tuple[str, str]:
    """The first sentence of the page and what is said under it: "Omkring 6 jobbgarantier bryts …", "Troligen 3–9 …"."""
    days = "de närmaste tio arbetsdagarna"
    if broken.high == 0:
        return f"Troligen bryts ingen jobbgaranti {days}", "Om det går som hittills"
    number = counted(broken.about, "jobbgaranti", "jobbgarantier")
    return f"Omkring {number} bryts {days}", f"Troligen {broken.likely}, om det går som hittills"


def about(broken: Expected) -> str:
    """A table's cell: "omkring 2, troligen 0–3"; "troligen 0" where nothing else is likely."""
    if broken.high == 0:
        return "troligen 0"
    return f"omkring {broken.about}, troligen {broken.likely}"


def whole(number: float) -> int:
    """A number that is only expected, whole: no decimal is known of it."""
    return int(half_up(Decimal(number), Decimal(1)))


def new_in_words(number: float) -> str:
    """ "omkring 2"; "inga" where none can be due yet."""
    return f"omkring {whole(number)}" if number else "inga"


def remarks(own: Cells, city: City, arrivals: Arrivals) -> list[str]:
    """How it was counted, with the numbers."""
    return [_history(own, city), *_shares(own, city), _arrivals(arrivals), _interval()]


def backtest_in_words(tried: Backtest) -> list[str]:
    """What was promised, and what came of it. The first is the page's sentence."""
    if not tried.tried:
        return ["Det finns ännu ingen vecka att pröva prognosen på"]
    held, promised = tried.held, f"{round(100 * PROMISED)}{PERCENT}"
    forecasts = counted(held.whole, "prognos", "prognoser")
    found = [f"Lovat {promised}, höll i {held.whole_percent} av {forecasts}"]
    expected = half_up(Decimal(tried.expected), Decimal(1))
    found.append(
        f"Sammanlagt väntades {spaced(int(expected))} brutna frister och det blev {spaced(tried.broken)}."
        " Varje prognos gäller tio arbetsdagar, så de flesta frister räknas i två."
    )
    with_broken = [one for one in tried.tried if one.broken]
    found.append(
        f"I {counted(len(with_broken), 'vecka', 'veckor')} bröts något. Av de prognoserna höll"
        f" {sum(one.held for one in with_broken)}."
    )
    if held.whole < FEW:
        found.append("Det är för få prognoser för att säga om löftet håller.")
    return found


def _history(own: Cells, city: City) -> str:
    here = of_new(own).whole
    elsewhere = of_new(city.totals).whole - here
    known = f"Historiken är {_promises(here)} här och {spaced(elsewhere)} på andra jobbtorg de senaste tolv månaderna."
    if here + elsewhere < FEW:
        return f"{known} Det är för lite för att säga något säkert. Intervallet är därför brett."
    if here < FEW:
        return f"{known} De egna är få, så andelarna är mest de andra jobbtorgens."
    return f"{known} De egna andelarna dras mot stadens, mer ju färre de egna är."


def _shares(own: Cells, city: City) -> list[str]:
    chances = city.chances(own)
    found = []
    for booked, which in ((False, "utan bokat möte"), (True, "med bokat möte")):
        of_all = added(share for (_, has), share in own.items() if has == booked)
        first, last = chances[MOST_LEFT, booked].mean, chances[0, booked].mean
        found.append(
            f"Av frister {which} räknas {_percent(first)} brytas när fem arbetsdagar är kvar och {_percent(last)} på"
            f" sista dagen ({spaced(of_all.whole)} egna iakttagelser)."
        )
    return found


def _arrivals(arrivals: Arrivals) -> str:
    days = counted(arrivals.working_days, "arbetsdag", "arbetsdagar")
    per_day = str(half_up(Decimal(arrivals.per_day), Decimal("0.1"))).replace(".", ",")
    return f"De senaste {ARRIVAL_DAYS} dagarna började {_promises(arrivals.promises)} på {days}, {per_day} om dagen."


def _interval() -> str:
    return f"Utfallet ska hamna mellan talen efter ”troligen” i {round(100 * PROMISED)}{PERCENT} av fallen."


def _promises(number: int) -> str:
    return f"{spaced(number)} {'frist' if number == 1 else 'frister'}"


def _percent(share: float) -> str:
    return f"{half_up(Decimal(100 * share), Decimal(1))}{PERCENT}"
