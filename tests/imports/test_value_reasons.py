"""Closing reasons in words: the whole table of 7.6, what it must not match, and what is no closing at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imports.values.findings import Severity
from imports.values.reasons import read_group, read_reason

TABLE = {
    10: ("tillsv", "tillsv.anst", "tillsvidareanställning", "fast anst", "fast anställning"),
    11: ("vik", "vikariat 6 mån", "visstid", "proj.anst", "säsong", "säsongsjobb"),
    12: ("deltid", "jobb deltid"),
    13: ("timmar", "timanst", "timanställd", "behovsanst.", "springvik"),
    14: ("nystartsjobb", "instegsjobb", "lönebidr", "lönebidragsanställning", "introduktionsjobb"),
    15: ("eget", "egen firma", "F-skatt", "startat eget"),
    19: ("jobb", "arbete", "arb", "anst", "anst.", "Anställd", "Fått jobb ICA, heltid", "praktik -> anställd",
         "fått jobb via AF", "jobb som läkare", "jobb 1/6"),
    20: ("komvux", "komvux v t (CSN)", "kv", "vux", "gymn. komvux"),
    21: ("folkh", "folkhögskola"),
    22: ("högsk", "högskolan", "univ", "universitet", "YH", "KTH", "SU"),
    23: ("gymn", "gymn. igen", "gymnasiet"),
    29: ("plugg", "pluggar", "studier", "CSN"),
    30: ("stockholmsjobb", "Stockholmsvärd 1 år", "plusjobb", "kommunal anst", "obs/ol"),
    31: ("AF", "UGN", "ungdomsgaranti", "job-garanti", "jobbgar", "jobbgaranti", "AMS", "AUB", "praktik AF",
         "Arbetsförmedlingen"),
    32: ("sfi", "etabl", "etablering", "intro", "introduktion"),
    33: ("sysselsättning", "LSS", "socialpsyk", "socialpsykiatri", "IOV"),
    34: ("åter sdf", "tillbaka soc"),
    40: ("sjuk", "sjukskr", "sjukskr, FK", "sjukskriven", "läkare"),
    41: ("sjukersätt", "sjukersättning", "aktivitetsersätt", "FK beslut"),
    42: ("rehab", "rehabilitering", "Finsam"),
    45: ("föräldral", "föräldraledig", "fp", "mammaledig", "pappaledig"),
    50: ("flyttat t Malmö", "flyttat till Uppsala", "flytt utomlands", "flyttat från Stockholm", "flyttat Göteborg"),
    55: ("a-kassa", "alfa", "sambo", "flyttat till sambo", "sambo jobbar", "gift", "arv"),
    56: ("pension", "ålderspension", "65 år"),
    57: ("socbidr upphört", "soc.bidr. upphört", "ej bistånd", "ej sökt"),
    60: ("uteblir", "uteblir, ej hörts av", "ej kontakt", "ej hörts", "svarar ej", "borta"),
    61: ("egen begäran", "vill ej", "vill ej jobba", "hoppat av", "eget önskemål"),
    62: ("hade redan jobb", "hade redan arbete"),
    65: ("fel målgrupp", "fel målgrupp, åter sdf"),
    70: ("häkt", "häktad", "anstalt", "kriminalv", "kriminalvården"),
    80: ("avl", "avl.", "avliden", "dog", "död"),
    99: ("felreg", "felregistrerad", "dubblett"),
}  # fmt: skip


@pytest.mark.parametrize(("code", "text"), [(code, text) for code, texts in TABLE.items() for text in texts])
def test_the_table(code: int, text: str) -> None:
    for written in (text, text.upper(), f" {text} "):
        reason = read_reason(written)
        assert (reason.code, reason.says_nothing, reason.is_transfer) == (code, False, False)
        assert reason.finding is None or reason.finding.severity == Severity.NOTE


def test_work_of_an_unknown_kind_names_the_kinds_it_may_be() -> None:
    finding = read_reason("Fått jobb ICA, heltid").finding
    assert finding is not None
    assert (finding.severity, finding.proposed) == (Severity.NOTE, "10/11")


@pytest.mark.parametrize("text", ["", "–", "-", "Avslutad", "avsl.", "klar", "Klar!", "avslutad 2009-01-05", "okänd"])
def test_a_text_that_says_nothing_is_unknown(text: str) -> None:
    reason = read_reason(text)
    assert (reason.code, reason.says_nothing) == (98, True)
    assert reason.finding is not None
    assert reason.finding.code == "I16"


@pytest.mark.parametrize(
    "text",
    [
        "arbetsträning",
        "arb.träning",
        "arbetsplats",
        "arbetslös",
        "arb.lös",
        "söker jobb",
        "inget jobb",
        "viktig",
        "sjuksköterska",
        "dogmatisk",
        "suput",
        "eget boende",
        "fortsätter hos Misa",
        "19",
    ],
)
def test_a_text_that_the_table_does_not_know_is_another_reason(text: str) -> None:
    reason = read_reason(text)
    assert (reason.code, reason.says_nothing, reason.is_transfer) == (90, False, False)
    assert reason.finding is not None
    assert (reason.finding.code, reason.finding.severity) == ("I16", Severity.WARNING)


def test_a_move_to_nowhere_is_only_proposed() -> None:
    reason = read_reason("flyttat")
    assert reason.code == 90
    assert reason.finding is not None
    assert reason.finding.proposed == "50"


@pytest.mark.parametrize(
    "text",
    [
        "flytt inom stan",
        "flyttat inom Stockholm",
        "annat jobbtorg",
        "byte jt",
        "byter till jobbtorg Vantör",
        "Jobbtorg Skärholmen",
        "jt Vantör",
        "överförd till jobbtorg",
    ],
)
def test_who_goes_to_another_jobbtorg_is_not_closed(text: str) -> None:
    reason = read_reason(text)
    assert (reason.code, reason.is_transfer, reason.finding) == (None, True, None)


def test_who_moves_to_a_place_of_the_city_goes_to_another_jobbtorg() -> None:
    city = frozenset({"kista", "hässelby vällingby"})
    assert read_reason("flyttat t Kista", city).is_transfer
    assert read_reason("Kista", city).is_transfer
    assert read_reason("flyttat till Hässelby-Vällingby", city).is_transfer
    assert read_reason("flyttat t Malmö", city).code == 50
    assert read_reason("flyttat t Kista").code == 50


@given(st.text(max_size=40))
def test_any_text_is_one_of_the_codes_or_a_transfer(text: str) -> None:
    reason = read_reason(text)
    assert reason.is_transfer if reason.code is None else reason.code in {*TABLE, 90, 98}


@pytest.mark.parametrize(
    ("text", "group"),
    [("A", "W"), ("a", "W"), (" A ", "W"), ("S", "S"), ("Ö", "O"), ("ö.", "O"), ("", None), ("K", None), ("A/S", None)],
)
def test_letters_of_groups(text: str, group: str | None) -> None:
    assert read_group(text) == group
