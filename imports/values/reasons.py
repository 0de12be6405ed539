"""Why a case was closed, from the words coaches wrote: the table of 7.6, read word by word, specific before general."""

from __future__ import annotations

import re
from dataclasses import dataclass

from imports.values.findings import Finding, note, warning
from imports.values.words import says_nothing

OTHER, UNKNOWN_IMPORTED, MOVED, WORK_UNSPECIFIED = 90, 98, 50, 19
"""Codes of reasons that are more than a row of the table."""


@dataclass(frozen=True)
class ReasonCell:
    """The code of a closing reason, None for a transfer to another jobbtorg, and what there is to say about it."""

    code: int | None
    says_nothing: bool = False
    is_transfer: bool = False
    finding: Finding | None = None


# Words or beginnings of words (with * at the end), in the order they are tried. Blanks stand for all that separates.
_BEFORE_MOVES: tuple[tuple[int, tuple[str, ...]], ...] = (
    (99, ("felreg*", "fel reg*", "dubblett*", "dubbelreg*", "dubbelt reg*")),
    (80, ("avl", "avlid*", "avled", "dog", "död", "dött")),
    (70, ("häkt*", "anstalt*", "kriminalv*", "fängelse*")),
)  # fmt: skip
_TABLE: tuple[tuple[int, tuple[str, ...]], ...] = (
    (62, ("hade redan jobb*", "hade redan arb*", "hade redan anst*", "hade redan stud*", "redan jobb",
          "redan i arbete")),
    (65, ("fel målgr*", "ej målgr*", "inte målgr*", "tillhör ej målgr*", "tillhör inte målgr*", "utanför målgr*")),
    (34, ("åter sdf", "åter t sdf", "åter till sdf", "åter soc*", "åter t soc*", "åter till soc*", "tillbaka soc*",
          "tillbaka t soc*", "tillbaka till soc*", "tillbaka sdf", "tillbaka t sdf", "tillbaka till sdf")),
    (57, ("socbidr* upph*", "soc bidr* upph*", "bidrag* upph*", "bistånd* upph*", "försörjningsst* upph*", "ej bistånd",
          "inte bistånd", "ej sökt", "ej ansökt", "inte sökt", "ej rätt till bistånd", "ej ber till bistånd")),
    (61, ("egen begäran", "eget önskemål", "på egen begäran", "vill ej", "vill inte", "ville ej", "ville inte",
          "hoppat av", "hoppar av", "hoppade av", "tackat nej", "tackar nej", "tackade nej", "avböj*")),
    (60, ("uteb*", "ej kontakt", "ingen kontakt", "ej hört*", "ej hörd", "hör ej av*", "hör inte av*", "inte hört*",
          "svarar ej", "svarar inte", "svarar aldrig", "borta", "kommer ej", "kommer inte", "ej nåbar",
          "går ej att nå")),
    (41, ("sjukersätt*", "sjuk ersätt*", "aktivitetsersätt*", "fk beslut", "förtidspens*", "sjukbidrag")),
    (42, ("rehab*", "finsam")),
    (45, ("föräldral*", "föräldrap*", "fp", "mammal*", "pappal*", "barnledig*")),
    (56, ("pension*", "ålderspens*", "65 år", "65år", "fyllt 65")),
    (40, ("sjuk", "sjukskr*", "sjukskriv*", "sjukdom*", "sjukpenn*", "långtidssjuk*", "läkare", "läkarint*",
          "läkarutlåt*")),
    (55, ("a kassa*", "akassa*", "alfa", "alfakassa*", "sambo*", "gift", "gifte", "arv", "ärvt")),
    (30, ("stockholmsj*", "stockholmsv*", "sthlmsj*", "sthlmsv*", "sthlms jobb", "stockholms jobb", "stockholms värd",
          "plusj*", "kommunal* anst*", "obs ol")),
    (14, ("nystartsj*", "nystarts jobb", "instegsj*", "instegs jobb", "lönebidr*", "löne bidr*", "introduktionsj*",
          "introduktions jobb")),
    (15, ("egen firma", "egen verks*", "f skatt*", "eget företag*", "starta* eget", "startat eget", "egenföretag*",
          "enskild firma", "eget")),
    (20, ("komvux*", "komv", "kv", "vux")),
    (21, ("folkh*",)),
    (22, ("högsk*", "univ*", "yh", "yrkeshögsk*", "kth", "su")),
    (23, ("gymn*",)),
    (13, ("timmar", "timanst*", "tim anst*", "timvik*", "behovsanst*", "behovs anst*", "springvik*")),
    (10, ("tillsv*", "fast anst*", "fastanst*", "fast tjänst", "fast jobb", "fast arb*")),
    (11, ("vik", "vikar*", "visstid*", "proj anst*", "projanst*", "projektanst*", "säsong*")),
    (29, ("plugg*", "studier", "studera*", "csn")),
    (12, ("deltid*",)),
)  # fmt: skip

# After these, work of no known kind is looked for, where the text says that somebody got it ("fått jobb via AF").
_PROGRAMMES: tuple[tuple[int, tuple[str, ...]], ...] = (
    (31, ("praktik af", "praktik via af", "ungdomsgaranti*", "ungdoms garanti*", "job garanti*", "jobb garanti*",
          "jobgaranti*", "jobbgar*", "jobb o utveckl*", "jobb och utveckl*", "ugn", "ams", "aub", "af",
          "arbetsförmedl*")),
    (32, ("sfi", "etabl*", "intro", "introd*", "introers*")),
    (33, ("sysselsättn*", "daglig sysselsättn*", "lss", "socialpsyk*", "iov", "daglig verks*")),
)  # fmt: skip

_NOTHING_SAID = re.compile(r"(?:(?:avsl|avslut|avslutad|avslutat|klar|klart|utskriven|ärende|ärendet|ok|[0-9]+)\b ?)+")
_NO_WORK = re.compile(
    r"\b(?:ej|inte|inget|ingen|inga|utan|söker|söka|sökt|letar|saknar) (?:(?:i|fått|har|ett|efter|nytt) )?"
    r"(?:jobb|arbete|arb|anst)\w*|\barb lös\w*"
)
_GOT_WORK = re.compile(
    r"\b(?:fått|får|har|börjat|börjar|nytt|annat) (?:(?:ett|nytt|annat) )?(?:jobb|arbete|arb|anst\w*)\b"
    r"|\b(?:anställd|anställda|anställning)\b"
)
_WORK = re.compile(
    r"\b(?:jobb|jobbar|jobbet|arbete|arbetar|anst|anställd|anställning|heltid|heltidsjobb|sommarjobb)\b"
    r"|\barb\b(?! (?:trän|förm|plats|prakt|pröv|mark|sök))"
)
_OTHER_MEANING = re.compile(r"\beget (?:boende|ansvar|val|beslut)\b|(?<=\bjobb )(?:som )?läkare\b|(?<=\banst )läkare\b")
"""What only looks like a row of the table: a doctor's job is no illness, a home of one's own no firm."""

_WITHIN_THE_CITY = re.compile(
    r"\bflytt\w* (?:inom|i) (?:stan|staden|sthlm|stockholm|kommunen)\b"
    r"|\b(?:annat|annan|nytt) (?:jobbtorg|jt|stadsdel)\b"
    r"|\bbyt\w* (?:(?:till|av|t|från) )?(?:jt|jobbtorg|stadsdel)\b"
    r"|\b(?:t|till|överflytt\w*|överförd\w*|flytt\w*) (?:jt|jobbtorg)\b|^(?:jt|jobbtorg|jobbtorget) \w+$"
)
_TOWARDS = re.compile(r"\b(?:flytt\w*|byt\w*|över\w*) (?:(?:t|till|i|inom) )?(?P<where>\w.*)")
_MOVED = re.compile(r"\b(?:ut)?flytt\w*")
_MOVED_OUT = re.compile(
    r"\bflytt\w* (?:\w+ )?(?:t|till|från|fr|ifrån) (?!sambo|mak[ae]|mor\b|mamma|pappa)\w+"
    r"|\bflytt\w* (?!igen|ihop|nu\b|sedan|isär|pga)[^\W\d]{3,}$"
    r"|\butflytt|\b(?:flytt\w*|till) utland|\butomlands|^utland"
)


def read_reason(text: str, within_city: frozenset[str] = frozenset()) -> ReasonCell:
    """The closing reason a text means.

    90 with I16 for what the table does not know, 98 with I16 for a text that says nothing, no code for a transfer to
    another jobbtorg. `within_city` names jobbtorg and stadsdelar in small letters ("kista"): who moves there stays in
    Stockholm and is transferred.
    """
    words = " ".join(re.findall(r"\w+", text.casefold()))
    if says_nothing(text) or _says_only_that_it_ended(words):
        finding = warning("I16", "Orsaken säger inget om varför ärendet avslutades. Läses som okänd.")
        return ReasonCell(UNKNOWN_IMPORTED, says_nothing=True, finding=finding)
    if _is_transfer(words, within_city):
        return ReasonCell(None, is_transfer=True)
    code = _in_table(words)
    if code is not None:
        return ReasonCell(code, finding=_about_work(code))
    proposed = str(MOVED) if _MOVED.search(words) else ""
    finding = warning("I16", "Avslutsorsaken känns inte igen. Läses som annan orsak med listans text.", proposed)
    return ReasonCell(OTHER, finding=finding)


_GROUPS = {"a": "W", "arbete": "W", "arb": "W", "s": "S", "studier": "S", "ö": "O", "o": "O", "övrigt": "O", "övr": "O"}


def read_group(text: str) -> str | None:
    """The group of closing reasons a list's letter means: A is W (arbete), S is S (studier), Ö is O (övrigt)."""
    return _GROUPS.get(text.strip(" .").casefold())


def _says_only_that_it_ended(words: str) -> bool:
    return _NOTHING_SAID.fullmatch(words) is not None and not words.replace(" ", "").isdigit()


def _is_transfer(words: str, within_city: frozenset[str]) -> bool:
    match = _TOWARDS.search(words)
    where = match["where"] if match else words
    return bool(_WITHIN_THE_CITY.search(words)) or any(f"{where} ".startswith(f"{name} ") for name in within_city)


def _in_table(words: str) -> int | None:
    """The first code that fits. Programmes come after work that somebody got: "fått jobb via AF" is work."""
    words = _OTHER_MEANING.sub("", words)
    with_work = _NO_WORK.sub("", words)
    return (
        _first(_COMPILED_BEFORE_MOVES, words)
        or (MOVED if _MOVED_OUT.search(words) else None)
        or _first(_COMPILED_TABLE, words)
        or (WORK_UNSPECIFIED if _GOT_WORK.search(with_work) else None)
        or _first(_COMPILED_PROGRAMMES, words)
        or (WORK_UNSPECIFIED if _WORK.search(with_work) else None)
    )


def _about_work(code: int) -> Finding | None:
    if code != WORK_UNSPECIFIED:
        return None
    message = "Listan säger inte vilken sorts anställning det var: tillsvidare är 10, tidsbegränsad 11."
    return note("", message, "10/11")


def _compiled(phrases: tuple[str, ...]) -> re.Pattern[str]:
    alternatives = "|".join(re.escape(phrase).replace(r"\*", r"\w*").replace(r"\ ", " ") for phrase in phrases)
    return re.compile(rf"\b(?:{alternatives})\b")


_COMPILED_BEFORE_MOVES = tuple((code, _compiled(phrases)) for code, phrases in _BEFORE_MOVES)
_COMPILED_TABLE = tuple((code, _compiled(phrases)) for code, phrases in _TABLE)
_COMPILED_PROGRAMMES = tuple((code, _compiled(phrases)) for code, phrases in _PROGRAMMES)


def _first(table: tuple[tuple[int, re.Pattern[str]], ...], words: str) -> int | None:
    return next((code for code, pattern in table if pattern.search(words)), None)
