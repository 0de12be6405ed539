"""What each figure means, in the words shown beside it (R-1-29). Change a text, and the version with it."""

from __future__ import annotations

from dataclasses import dataclass

DEFINITION_VERSION = "2"


@dataclass(frozen=True)
class Definition:
    """A measure as a reader may ask about it: what it is called, how it is counted, and on whom."""

    name: str
    formula: str
    text: str
    population: str


CASES = "Aspirantärenden, alltså inte personer. Ärenden som avslutats som felregistrerade räknas inte alls."
CLOSED = (
    "Ärenden vars avslutsdag ligger i perioden, oavsett när avslutet registrerades. De räknas på den enhet där ärendet "
    "var den dagen. Avslut som har rättats räknas inte. " + CASES
)
PROMISED = (
    "Personer som omfattas av jobbgarantin och vars sista dag ligger i perioden. De räknas på det jobbtorg som svarar "
    "för löftet. Ett löfte är brutet från dagen efter sin sista dag. Löften som ännu löper, är pausade eller har "
    "avbrutits räknas inte."
)

MOVEMENTS = Definition(
    "Ärenden in och ut",
    "Ingående + nya + överflyttade hit − överflyttade härifrån − avslutade = utgående",
    "Ingående är öppna när periodens första dag börjar. Nya är inskrivna i perioden. Utgående är öppna när periodens "
    "sista dag är slut. En överflyttning mellan enheter i samma rad, till exempel ett jobbtorg och dess filial, räknas "
    "inte på den raden. I summan för flera jobbtorg tar alla överflyttningar ut varandra.",
    CASES,
)
M1 = Definition(
    "Andel avslutade (M1)",
    "Avslutade ÷ (ingående + nya + överflyttade hit)",
    "Hur stor del av alla ärenden som enheten hade någon gång i perioden som avslutades, av vilken orsak som helst. "
    "Ett avslut är inte i sig ett resultat.",
    CASES,
)
M2 = Definition(
    "Andel till självförsörjning (M2)",
    "(Arbete + studier) ÷ avslutade",
    "Hur stor del av de avslutade ärendena som avslutades för att personen gick till arbete eller till studier. "
    "Orsakerna är indelade i tre grupper: arbete, studier och annan orsak. Varje avslut hör till en enda grupp. "
    "Kommunala arbetsmarknadsanställningar räknas till annan orsak.",
    CLOSED,
)
M2_PARTS = Definition(
    "Andel till arbete (M2w) och andel till studier (M2s)",
    "Arbete ÷ avslutade, studier ÷ avslutade",
    "De två delarna av andelen till självförsörjning, var för sig. Arbete är målet och visas därför först.",
    CLOSED,
)
PERSONS = Definition(
    "Personer",
    "Antal olika personer bland de avslutade ärendena",
    "Samma person kan ha fler än ett ärende som avslutas i perioden. Då räknas varje ärende, men personen en gång.",
    CLOSED,
)
M2N = Definition(
    "Andel till självförsörjning utan neutrala avslut (M2n)",
    "(Arbete + studier) ÷ (avslutade − avlidna − flyttade från kommunen)",
    "Ett tilläggsmått för jämförelse med dem som inte räknar avlidna och flyttade.",
    CLOSED,
)
M3 = Definition(
    "Andel till självförsörjning av alla ärenden (M3)",
    "(Arbete + studier) ÷ (ingående + nya + överflyttade hit)",
    "Samma sak som andel avslutade gånger andel till självförsörjning.",
    CASES,
)
REASONS = Definition(
    "Avslutsorsaker",
    "Antal avslutade ärenden per orsakskod",
    "Koden som valdes när ärendet avslutades, ordnad efter grupp. Arbete visas först.",
    CLOSED,
)
M4 = Definition(
    "Jobbgarantin, strikt (M4)",
    "Hållna ÷ (hållna + brutna + ursäktade)",
    "Hur stor del av löftena om en jobbplan inom fem arbetsdagar som hölls. Ett löfte är ursäktat när planen blev sen "
    "av skäl som jobbtorget inte råder över, till exempel att personen uteblev. I det strikta måttet räknas det som "
    "inte hållet.",
    PROMISED,
)
M4N = Definition(
    "Jobbgarantin, netto (M4n)",
    "Hållna ÷ (hållna + brutna)",
    "Samma mått utan de ursäktade löftena, som redovisas bredvid.",
    PROMISED,
)

STANDING = Definition(
    "Frister just nu",
    "Förfaller = sista dag i dag eller någon av de fem närmaste arbetsdagarna",
    "Försenade är löften vars sista dag har gått och som ännu inte är uppfyllda. Ett möte räknas som bokat om det är "
    "bokat från och med nu, också om det ligger efter sista dagen. Avgjorda är löften vars sista dag ligger i de "
    "trettio dagarna före i dag.",
    "Personer som omfattas av jobbgarantin. De räknas på det jobbtorg som svarar för löftet. Pausade och avbrutna "
    "löften räknas inte.",
)

ALL = (MOVEMENTS, M1, M2, M2_PARTS, PERSONS, M2N, M3, REASONS, M4, M4N)

SMALL_NUMBERS = (
    "Antal mellan 1 och 4 visas som ”färre än 5”. Några andra tal är dolda för att de små talen inte ska gå att räkna "
    "ut, och en andel visas inte om något av talen bakom den är dolt."
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
