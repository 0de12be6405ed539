"""Kinds of lists, their columns, and the period they are about."""

from __future__ import annotations

import subprocess
import sys
import unicodedata
from datetime import date

import pytest

from imports.profiles.fields import Field, Profile, fields_of, label_of, missing_fields
from imports.profiles.guessing import guess_profile
from imports.profiles.headings import (
    guess_columns,
    heading_key,
    is_header,
    is_second_header_row,
    read_header,
    titles_of,
)
from imports.profiles.periods import period_in

A_UPPER = ["", "", "", "", "Remiss", "", "", "Jobbplan", "", "Uppf.", "", ""]
A = [
    "Pnr", "Efternamn", "Förnamn", "Coach", "Fr SDF", "Inkom", "Grupp-info", "Coachmöte", "JP godkänd", "3 mån",
    "Status", "Anm",
]  # fmt: skip
B_UPPER = ["Stadsdel", "Personnr", "Namn", "Remiss", "", "", "", "Grupp-info", "", "Coach"]
B = ["", "", "", "Inkom", "Handl. SDF", "Arb.lös sedan", "Orsak", "Bokad gr.info", "Kom?", ""]
C = ["Nr", "Namn", "Född", "Kön", "Inskr", "Avsl.datum", "Orsak", "A/S/Ö", "Coach", "Ant dagar"]
D = ["Pnr", "Namn", "Datum", "Kl", "Typ", "Närv", "Coach", "Anm"]
NOTHING_ABOVE: list[str] = []

FIELDS = [
    (
        Profile.ASPIRANTS,
        A_UPPER,
        A,
        [
            Field.IDENTITY,
            Field.LAST_NAME,
            Field.FIRST_NAME,
            Field.COACH,
            Field.DISTRICT,
            Field.RECEIVED,
            Field.GROUP_INFORMATION,
            Field.FIRST_MEETING,
            Field.PLAN_APPROVED,
            Field.FOLLOW_UP,
            Field.STATUS,
            Field.NOTE,
        ],
    ),
    (
        Profile.REFERRALS,
        B_UPPER,
        B,
        [
            Field.DISTRICT,
            Field.IDENTITY,
            Field.FULL_NAME,
            Field.RECEIVED,
            Field.SENDER,
            Field.UNEMPLOYED_SINCE,
            None,  # why the person was sent, not why the case was closed
            Field.GROUP_INFORMATION,
            Field.CAME,
            Field.COACH,
        ],
    ),
    (
        Profile.CLOSINGS,
        NOTHING_ABOVE,
        C,
        [
            None,
            Field.FULL_NAME,
            Field.IDENTITY,
            Field.GENDER,
            Field.RECEIVED,
            Field.CLOSED,
            Field.REASON,
            Field.REPORTED_GROUP,
            Field.COACH,
            Field.DAYS,
        ],
    ),
    (
        Profile.MEETINGS,
        NOTHING_ABOVE,
        D,
        [
            Field.IDENTITY,
            Field.FULL_NAME,
            Field.MEETING_DAY,
            Field.MEETING_TIME,
            Field.MEETING_KIND,
            Field.CAME,
            Field.COACH,
            None,  # no notes of meetings
        ],
    ),
]


@pytest.mark.parametrize(("profile", "upper", "headings", "fields"), FIELDS)
def test_columns_of_each_kind_of_list(
    profile: Profile, upper: list[str], headings: list[str], fields: list[Field | None]
) -> None:
    assert guess_columns(profile, headings, upper, {}) == fields
    assert guess_profile(headings, upper, [], "lista.csv") == profile
    assert missing_fields(profile, fields) == []


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        *(
            (word, Field.IDENTITY)
            for word in ("Pnr", "PERSONNR.", "personnummer", "Född", "födelsenr", "P-nr", "Person nr")
        ),
        *((word, Field.FULL_NAME) for word in ("Namn", "Aspirant", "klient", "Deltagare", "Efternamn, förnamn")),
        *((word, Field.DISTRICT) for word in ("SDF", "sdn", "Stadsdel", "Fr SDF", "remittent")),
        *((word, Field.RECEIVED) for word in ("Inkom", "Inkom datum", "Remiss inkom", "ink.")),
        *((word, Field.GROUP_INFORMATION) for word in ("Grupp-info", "gruppinfo", "Info")),
        *((word, Field.COACH) for word in ("Coach", "Jobbcoach", "Handl.", "Ansv")),
        *((word, Field.FIRST_MEETING) for word in ("Coachmöte", "1:a besök", "Första besök")),
        *((word, Field.PLAN_APPROVED) for word in ("JP", "Jobbplan", "JP godkänd", "Akt.plan", "aktivitetsplan")),
        *((word, Field.FOLLOW_UP) for word in ("3 mån", "Uppf.", "Uppföljning")),
        *((word, Field.CLOSED) for word in ("Avsl", "Avsl.datum", "Avslut", "utskriven")),
        *((word, Field.REASON) for word in ("Orsak", "Avslutsorsak", "avsl.orsak", "Anledning")),
        *((word, Field.NOTE) for word in ("Anm", "Anmärkning", "kommentar")),
        *((word, Field.PROTECTED) for word in ("Sekretess", "Skyddad id")),
        ("Inskriven", None),
        ("Datum", None),
        ("", None),
    ],
)
def test_headings_of_a_list_of_aspirants(heading: str, field: Field | None) -> None:
    assert guess_columns(Profile.ASPIRANTS, [heading], [], {}) == [field]


@pytest.mark.parametrize(
    ("profile", "heading", "field"),
    [
        (Profile.CLOSINGS, "Inskr", Field.RECEIVED),
        (Profile.CLOSINGS, "inskriven", Field.RECEIVED),
        (Profile.CLOSINGS, "Utskr.datum", Field.CLOSED),
        (Profile.REFERRALS, "Orsak", None),
        (Profile.REFERRALS, "Avslut", None),
        (Profile.MEETINGS, "mötesdag", Field.MEETING_DAY),
        (Profile.MEETINGS, "Info", Field.MEETING_DAY),
        (Profile.MEETINGS, "Tid", Field.MEETING_TIME),
        (Profile.MEETINGS, "Mötestyp", Field.MEETING_KIND),
        (Profile.MEETINGS, "Möte", Field.MEETING_KIND),
        (Profile.MEETINGS, "Kom?", Field.CAME),
        (Profile.MEETINGS, "Deltog", Field.CAME),
        (Profile.MEETINGS, "Anmärkning", None),
        (Profile.MEETINGS, "Kommentar", None),
    ],
)
def test_a_heading_means_what_the_kind_of_list_says(profile: Profile, heading: str, field: Field | None) -> None:
    assert guess_columns(profile, [heading], [], {}) == [field]


def test_of_two_columns_with_one_meaning_the_left_counts() -> None:
    assert guess_columns(Profile.ASPIRANTS, ["Inkom", "Ink", "Pnr"], [], {}) == [Field.RECEIVED, None, Field.IDENTITY]


def test_choices_made_before_go_first() -> None:
    remembered = {"nr": Field.IDENTITY, "pnr": None, "inskr": Field.RECEIVED}
    fields = guess_columns(Profile.ASPIRANTS, ["Pnr", "Inkom", "Nr.", "INSKR", "Namn"], [], remembered)
    assert fields == [None, None, Field.IDENTITY, Field.RECEIVED, Field.FULL_NAME]


def test_a_choice_for_two_headings_is_remembered_for_both_together() -> None:
    assert heading_key("Jobbplan", "godkänd") == "jobbplangodkänd"
    assert heading_key("Remiss", "Inkom") == "inkom"
    assert heading_key("Coach", "") == "coach"
    fields = guess_columns(Profile.ASPIRANTS, ["godkänd", "kommunicerad"], ["Jobbplan", ""], {"jobbplangodkänd": None})
    assert fields == [None, None]


def test_notes_of_meetings_are_not_read_even_where_somebody_chose_them() -> None:
    assert guess_columns(Profile.MEETINGS, ["Anm", "Pnr"], [], {"anm": Field.NOTE}) == [None, Field.IDENTITY]
    assert Field.NOTE not in {offered.field for offered in fields_of(Profile.MEETINGS)}


@pytest.mark.parametrize(
    ("headings", "titles", "file_name", "profile"),
    [
        (["Pnr", "Namn", "Inkom", "Coach"], [], "lista.csv", Profile.ASPIRANTS),
        (["Pnr", "Namn", "Inkom", "Coach"], [], "Remisser HV 2008.xlsx", Profile.REFERRALS),
        (["Pnr", "Namn", "Inkom", "Coach"], ["Remisser Bromma 2008"], "lista.csv", Profile.REFERRALS),
        (["Pnr", "Namn", "Coach"], [], "Avslut T1 2009 Kista ungdom.csv", Profile.CLOSINGS),
        (["Pnr", "Namn", "Coach"], ["AVSLUTADE 2009"], "lista.csv", Profile.CLOSINGS),
        (["Pnr", "Namn", "Coach"], [], "möten våren.csv", Profile.MEETINGS),
        (["Pnr", "Namn", "Coach"], [], unicodedata.normalize("NFD", "möten våren.csv"), Profile.MEETINGS),
        (["Pnr", "Namn", "Coach"], [], "Aspirantlista_Rosenlundsgatan_2008.csv", Profile.ASPIRANTS),
        (C, [], "Aspirantlista 2009.csv", Profile.CLOSINGS),
        (["x", "y"], [], "Avslut.csv", Profile.CLOSINGS),
        (["x", "y"], [], "lista.csv", None),
        ([], [], "", None),
    ],
)
def test_the_kind_of_a_list_is_guessed(
    headings: list[str], titles: list[str], file_name: str, profile: Profile | None
) -> None:
    assert guess_profile(headings, [], titles, file_name) == profile


@pytest.mark.parametrize(
    ("profile", "fields", "words"),
    [
        (Profile.ASPIRANTS, [], ["personnummer", "namn", "remissen"]),
        (Profile.REFERRALS, [Field.IDENTITY, Field.FULL_NAME, None], ["remissen"]),
        (Profile.CLOSINGS, [Field.IDENTITY, Field.LAST_NAME, Field.RECEIVED], ["avslutades"]),
        (Profile.MEETINGS, [Field.IDENTITY], ["mötets dag"]),
        (Profile.MEETINGS, [Field.IDENTITY, Field.MEETING_DAY], []),
    ],
)
def test_what_a_list_must_have(profile: Profile, fields: list[Field | None], words: list[str]) -> None:
    missing = missing_fields(profile, fields)
    assert len(missing) == len(words)
    assert all(word in text for word, text in zip(words, missing, strict=True))


@pytest.mark.parametrize("profile", Profile)
def test_each_kind_offers_its_fields_under_names_of_their_own(profile: Profile) -> None:
    offered = fields_of(profile)
    assert offered[0].field == Field.IDENTITY
    assert len({one.label for one in offered}) == len({one.field for one in offered}) == len(offered)


def test_only_the_stadsdel_of_referrals_is_filled_down() -> None:
    filled = [(profile, one.field) for profile in Profile for one in fields_of(profile) if one.filled_down]
    assert filled == [(Profile.REFERRALS, Field.DISTRICT)]


def test_required_and_dates_of_closings() -> None:
    offered = fields_of(Profile.CLOSINGS)
    required = {one.field for one in offered if one.required}
    assert required == {Field.IDENTITY, Field.FULL_NAME, Field.LAST_NAME, Field.CLOSED}
    assert {one.field for one in offered if one.is_date} == {Field.RECEIVED, Field.CLOSED}
    assert label_of(Field.RECEIVED, Profile.CLOSINGS) == "Inskriven"
    assert label_of(Field.RECEIVED, Profile.REFERRALS) == "Remissen kom in"
    assert [profile.label for profile in Profile] == ["Aspirantlista", "Remisser", "Avslut", "Möten"]


@pytest.mark.parametrize("header", [A, B_UPPER, B, C, D])
def test_headers_of_every_kind_are_found(header: list[str]) -> None:
    assert is_header(header)


@pytest.mark.parametrize(
    "row",
    [
        ["1", "Öberg Åsa", "850923-9805", "K", "2008-04-25", "2009-01-05", "Fått jobb ICA, heltid"],
        ["790417-9814", "Ek Per", "2008-03-19", "13:30", "coachmöte", "ja", "AL", "info"],
        A_UPPER,
    ],
)
def test_rows_of_persons_are_no_headers(row: list[str]) -> None:
    assert not is_header(row)


def test_a_header_may_go_on_in_the_row_below() -> None:
    assert is_second_header_row(B_UPPER, B)
    assert not is_second_header_row(B_UPPER, ["Bromma", "530815-9853", "Sjögren, Karl-Erik", "39475", "", "1999"])
    assert not is_second_header_row(C, ["1", "Öberg Åsa", "850923-9805", "K", "2008-04-25"])


def test_two_headings_are_named_together_only_where_it_takes_both() -> None:
    columns = read_header(("", "Remiss", "", "Jobbplan", ""), ("Pnr", "inkom", "SDF", "godkänd", "kommunicerad"))
    assert [(column.title, column.field) for column in columns] == [
        ("Pnr", Field.IDENTITY),
        ("inkom", Field.RECEIVED),
        ("SDF", Field.DISTRICT),
        ("Jobbplan / godkänd", Field.PLAN_APPROVED),
        ("kommunicerad", None),
    ]
    assert titles_of(B_UPPER, B) == [
        "Stadsdel", "Personnr", "Namn", "Inkom", "Handl. SDF", "Arb.lös sedan", "Orsak", "Bokad gr.info", "Kom?",
        "Coach",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("file_name", "titles", "first", "last"),
    [
        ("Avslut T1 2009 Kista ungdom.csv", [], date(2009, 1, 1), date(2009, 4, 30)),
        ("Avslut_T2-08.xls", [], date(2008, 5, 1), date(2008, 8, 31)),
        ("lista.csv", ["Avslut tertial 2 2008"], date(2008, 5, 1), date(2008, 8, 31)),
        ("2009 T3.csv", [], date(2009, 9, 1), date(2009, 12, 31)),
        ("Avslut kvartal 1 2008.ods", [], date(2008, 1, 1), date(2008, 3, 31)),
        ("Avslut halvår 2 2008.ods", [], date(2008, 7, 1), date(2008, 12, 31)),
        ("avslut jan-aug 2009.csv", [], date(2009, 1, 1), date(2009, 8, 31)),
        ("avslut januari – mars -09.csv", [], date(2009, 1, 1), date(2009, 3, 31)),
        ("möten feb 2008.csv", [], date(2008, 2, 1), date(2008, 2, 29)),
        ("Aspirantlista_Rosenlundsgatan_2008.csv", [], date(2008, 1, 1), date(2008, 12, 31)),
        ("Remisser HV 2008.xlsx", ["uppdaterad v 8 / KB"], date(2008, 1, 1), date(2008, 12, 31)),
        ("lista.csv", ["Avslut 2008-01-01 – 2008-04-30"], date(2008, 1, 1), date(2008, 4, 30)),
        ("Avslut 2008 Rosenlund.xls", ["T2", "Avslut"], date(2008, 5, 1), date(2008, 8, 31)),
        ("Möten 2008.xls", ["Mars"], date(2008, 3, 1), date(2008, 3, 31)),
        ("Avslut 2009.csv", ["T1 2009"], date(2009, 1, 1), date(2009, 4, 30)),
    ],
)
def test_the_period_a_list_is_about(file_name: str, titles: list[str], first: date, last: date) -> None:
    assert period_in(file_name, titles) == (first, last)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "lista",
        "T4",
        "Uppdaterad 2008-06-30 /AL",
        "uppdaterad 19 mars 2008",
        "per 30/6 2008",
        "20080630",
        "aug-jan",
    ],
)
def test_no_period_is_made_up(text: str) -> None:
    assert period_in("lista.csv", [text]) is None


def test_headings_are_understood_without_django() -> None:
    code = "import sys, imports.profiles.guessing, imports.profiles.periods; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
