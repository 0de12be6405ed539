"""The measures of Statistik: each with what it is made of, how it is worked out, and the words shown beside it.

The words answer R-1-29. The order here is that of columns and of definitions. A changed text, formula or input needs a
new version (measures/definition_version.py). docs/changing.md says how a measure is added.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from aspirants.models import OutcomeGroup
from core.shares import Share
from measures.registry import Measure, Registry, Unit
from measures.statistics.figures import GUARANTEE_COUNTS, case_columns

STATISTICS = Registry(case_columns(()), GUARANTEE_COUNTS)


class Subject(Enum):
    """What measures are about; those of one subject stand in a table together, and are explained beside it."""

    MOVEMENTS = "Ärenden in och ut per enhet"
    RESULTS = "Avslutade ärenden per enhet och grupp"
    MORE_SHARES = "Fler andelar till självförsörjning per enhet"
    GUARANTEE_CLOCKS = "Jobbgarantins löften per enhet"
    REASONS = "Avslutsorsaker"
    """The only one that is not a table over units: the reasons of one of them, with the share of each group."""


# --- Whom they count --------------------------------------------------------------------------------------------------

CASES = "Aspirantärenden, alltså inte personer. Ärenden som avslutats som felregistrerade räknas inte alls."
CLOSED = (
    "Ärenden vars avslutsdag ligger i perioden, oavsett när avslutet registrerades. De räknas på den enhet där ärendet "
    "var den dagen. Avslut som har rättats räknas inte. " + CASES
)
GUARANTEE_POPULATION = (
    "Personer som omfattas av jobbgarantin och vars sista dag ligger i perioden. De räknas på det jobbtorg där ärendet "
    "var när löftet avgjordes. Ett löfte är brutet från dagen efter sin sista dag. Löften som ännu löper, är pausade "
    "eller har avbrutits räknas inte. Löften ur importerade listor räknas som alla andra, efter listans dagar."
)

# --- What they mean ---------------------------------------------------------------------------------------------------

ABOUT_MOVEMENTS = STATISTICS.define(
    "Ärenden in och ut",
    "Ingående + nya + överflyttade hit − överflyttade härifrån − avslutade = utgående",
    "Ingående är öppna när periodens första dag börjar. Nya är inskrivna i perioden. Utgående är öppna när periodens "
    "sista dag är slut. En överflyttning mellan enheter i samma rad, till exempel ett jobbtorg och dess filial, räknas "
    "inte på den raden. I summan för flera jobbtorg tar alla överflyttningar ut varandra.",
    CASES,
    Subject.MOVEMENTS,
)
ABOUT_M1 = STATISTICS.define(
    "Andel avslutade (M1)",
    "Avslutade ÷ (ingående + nya + överflyttade hit)",
    "Hur stor del av alla ärenden som enheten hade någon gång i perioden som avslutades, av vilken orsak som helst. "
    "Ett avslut är inte i sig ett resultat.",
    CASES,
    Subject.MOVEMENTS,
)
ABOUT_M2 = STATISTICS.define(
    "Andel till självförsörjning (M2)",
    "(Arbete + studier) ÷ avslutade",
    "Hur stor del av de avslutade ärendena som avslutades för att personen gick till arbete eller till studier. "
    "Orsakerna är indelade i tre grupper: arbete, studier och annan orsak. Varje avslut hör till en enda grupp. "
    "Kommunala arbetsmarknadsanställningar räknas till annan orsak.",
    CLOSED,
    Subject.RESULTS,
)
ABOUT_M2_PARTS = STATISTICS.define(
    "Andel till arbete (M2w) och andel till studier (M2s)",
    "Arbete ÷ avslutade, studier ÷ avslutade",
    "De två delarna av andelen till självförsörjning, var för sig. Arbete är målet och visas därför först.",
    CLOSED,
    Subject.RESULTS,
)
ABOUT_PERSONS = STATISTICS.define(
    "Personer",
    "Antal olika personer bland de avslutade ärendena",
    "Samma person kan ha fler än ett ärende som avslutas i perioden. Då räknas varje ärende, men personen en gång.",
    CLOSED,
    Subject.RESULTS,
)
ABOUT_M2N = STATISTICS.define(
    "Andel till självförsörjning utan neutrala avslut (M2n)",
    "(Arbete + studier) ÷ (avslutade − avlidna − flyttade från kommunen)",
    "Ett tilläggsmått för jämförelse med dem som inte räknar avlidna och flyttade.",
    CLOSED,
    Subject.MORE_SHARES,
)
ABOUT_M3 = STATISTICS.define(
    "Andel till självförsörjning av alla ärenden (M3)",
    "(Arbete + studier) ÷ (ingående + nya + överflyttade hit)",
    "Samma sak som andel avslutade gånger andel till självförsörjning.",
    CASES,
    Subject.MORE_SHARES,
)
ABOUT_REASONS = STATISTICS.define(
    "Avslutsorsaker",
    "Antal avslutade ärenden per orsakskod",
    "Koden som valdes när ärendet avslutades, ordnad efter grupp. Arbete visas först. Okänd (importerad) är avslut ur "
    "en importerad lista som inte säger varför ärendet avslutades. De hör till annan orsak.",
    CLOSED,
    Subject.REASONS,
)
ABOUT_M4 = STATISTICS.define(
    "Jobbgarantin, strikt (M4)",
    "Hållna ÷ (hållna + brutna + ursäktade)",
    "Hur stor del av löftena om en jobbplan inom fem arbetsdagar som hölls. Ett löfte är ursäktat när planen blev sen "
    "av skäl som jobbtorget inte råder över, till exempel att personen uteblev. I det strikta måttet räknas det som "
    "inte hållet.",
    GUARANTEE_POPULATION,
    Subject.GUARANTEE_CLOCKS,
)
ABOUT_M4N = STATISTICS.define(
    "Jobbgarantin, netto (M4n)",
    "Hållna ÷ (hållna + brutna)",
    "Samma mått utan de ursäktade löftena, som redovisas bredvid.",
    GUARANTEE_POPULATION,
    Subject.GUARANTEE_CLOCKS,
)

# --- The measures -----------------------------------------------------------------------------------------------------

OPENING = STATISTICS.number("opening", "Ingående", Unit.CASES, ABOUT_MOVEMENTS, Subject.MOVEMENTS)
NEW = STATISTICS.number("new", "Nya", Unit.CASES, ABOUT_MOVEMENTS, Subject.MOVEMENTS)
MOVED_IN = STATISTICS.number("moved_in", "Överflyttade hit", Unit.CASES, ABOUT_MOVEMENTS, Subject.MOVEMENTS)
HANDLED = STATISTICS.number("handled", "Ärenden under perioden", Unit.CASES, ABOUT_M1, Subject.MOVEMENTS)
MOVED_OUT = STATISTICS.number("moved_out", "Överflyttade härifrån", Unit.CASES, ABOUT_MOVEMENTS, Subject.MOVEMENTS)
CLOSED_CASES = STATISTICS.number("closed", "Avslutade", Unit.CASES, ABOUT_MOVEMENTS, Subject.MOVEMENTS, Subject.RESULTS)
REMAINING = STATISTICS.number("remaining", "Utgående", Unit.CASES, ABOUT_MOVEMENTS, Subject.MOVEMENTS)
M1 = STATISTICS.share(  # R-4-31
    "m1",
    "Andel avslutade",
    lambda closed, handled: Share(closed, handled),
    ABOUT_M1,
    Subject.MOVEMENTS,
)

PERSONS = STATISTICS.number("persons", "Personer", Unit.PERSONS, ABOUT_PERSONS, Subject.RESULTS)
WORK = STATISTICS.number("work", "Arbete", Unit.CASES, ABOUT_M2, Subject.RESULTS)
STUDIES = STATISTICS.number("studies", "Studier", Unit.CASES, ABOUT_M2, Subject.RESULTS)
OTHER = STATISTICS.number("other", "Annan orsak", Unit.CASES, ABOUT_M2, Subject.RESULTS)
M2_WORK = STATISTICS.share(
    "m2_work",
    "Andel arbete",
    lambda work, closed: Share(work, closed),
    ABOUT_M2_PARTS,
    Subject.RESULTS,
)
M2_STUDIES = STATISTICS.share(
    "m2_studies",
    "Andel studier",
    lambda studies, closed: Share(studies, closed),
    ABOUT_M2_PARTS,
    Subject.RESULTS,
)
M2 = STATISTICS.share(  # R-1-30
    "m2",
    "Andel till självförsörjning",
    lambda work, studies, closed: Share(work + studies, closed),
    ABOUT_M2,
    Subject.RESULTS,
)

M2_WITHOUT_NEUTRAL = STATISTICS.share(
    "m2_without_neutral",
    "Utan avlidna och flyttade",
    lambda work, studies, closed, neutral: Share(work + studies, closed - neutral),
    ABOUT_M2N,
    Subject.MORE_SHARES,
)
M3 = STATISTICS.share(
    "m3",
    "Av alla ärenden under perioden",
    lambda work, studies, handled: Share(work + studies, handled),
    ABOUT_M3,
    Subject.MORE_SHARES,
)

OTHER_SHARE = STATISTICS.share(
    "other_share",
    "Andel annan orsak",
    lambda other, closed: Share(other, closed),
    ABOUT_REASONS,
    Subject.REASONS,
)

DECIDED = STATISTICS.number("decided", "Löften", Unit.GUARANTEE_CLOCKS, ABOUT_M4, Subject.GUARANTEE_CLOCKS)
MET = STATISTICS.number("met", "Hållna", Unit.GUARANTEE_CLOCKS, ABOUT_M4, Subject.GUARANTEE_CLOCKS)
BREACHED = STATISTICS.number("breached", "Brutna", Unit.GUARANTEE_CLOCKS, ABOUT_M4, Subject.GUARANTEE_CLOCKS)
EXCUSED = STATISTICS.number("excused", "Ursäktade", Unit.GUARANTEE_CLOCKS, ABOUT_M4, Subject.GUARANTEE_CLOCKS)
M4 = STATISTICS.share(  # R-4-15
    "m4",
    "Hållna, strikt",
    lambda met, decided: Share(met, decided),
    ABOUT_M4,
    Subject.GUARANTEE_CLOCKS,
)
M4_NET = STATISTICS.share(
    "m4_net",
    "Hållna, netto",
    lambda met, breached: Share(met, met + breached),
    ABOUT_M4N,
    Subject.GUARANTEE_CLOCKS,
)


@dataclass(frozen=True)
class ClosedGroup:
    """The closed cases of an outcome group: their number, and their share of all closed."""

    group: OutcomeGroup
    cases: Measure
    share: Measure


CLOSED_GROUPS = (
    ClosedGroup(OutcomeGroup.WORK, WORK, M2_WORK),
    ClosedGroup(OutcomeGroup.STUDIES, STUDIES, M2_STUDIES),
    ClosedGroup(OutcomeGroup.OTHER, OTHER, OTHER_SHARE),
)
"""Arbete is the goal and comes first."""
