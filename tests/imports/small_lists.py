"""Short lists of four kinds, written as text, and what comes of them."""

from __future__ import annotations

import datetime

from aspirants.identity import parse_identity
from aspirants.models import Person
from aspirants.operations import register_person
from imports.choices import Outcome, Policy
from imports.models import ImportBatch
from imports.operations import choose_outcome
from organisation.access.acting import acting_for
from organisation.access.database_roles import WEB
from tests.imports.city import City
from tests.imports.end_state import assert_sound
from tests.imports.running import brought_in, checked, started
from tests.roles import as_role

ASPIRANTS = "Pnr;Efternamn;Förnamn;Coach;Fr SDF;Inkom;Grupp-info;Coachmöte;JP godkänd;3 mån;Status;Anm"
REFERRALS = "Stadsdel;Personnr;Namn;Remissdatum;Bokad gr.info;Kom?;Coach"
CLOSINGS = "Pnr;Namn;Inskr;Avsl.datum;Orsak;A/S/Ö;Coach"
MEETINGS = "Pnr;Namn;Datum;Kl;Mötestyp;Kom;Coach;Anm"

BJORN, ASA, EVA, ADAM = "790417-9814", "850923-9805", "610815-9846", "900505-2395"
GOOD = f"{BJORN};Lindström;Björn;AL;Östermalm;2008-03-19;;;2008-03-28;;;"
OTHER = f"{ASA};Öberg;Åsa;AL;Östermalm;2008-06-27;;;;;;"
END = f"{BJORN};Lindström Björn;2008-03-19;2009-01-05;fått jobb;A;AL"

_AS_OF = {ASPIRANTS: "2008-06-30", REFERRALS: "2008-05-31", CLOSINGS: "2009-04-30", MEETINGS: "2008-06-30"}


def text_of(header: str, *rows: str, as_of: str = "") -> bytes:
    """A list as bytes, its day in a title row."""
    return "\r\n".join([f"Uppdaterad {as_of or _AS_OF[header]}", header, *rows, ""]).encode()


def seen(
    city: City, header: str, *rows: str, as_of: str = "", unit: str = "RS", name: str = "lista.csv"
) -> ImportBatch:
    """An import of one list, checked."""
    batch = started(city.admin, city.units[unit], {name: text_of(header, *rows, as_of=as_of)})
    return checked(city.admin, batch)


def answered_as_closed(city: City, batch: ImportBatch) -> None:
    """That cases which no list closes count as closed from 2008-07-01, and the import checked again."""
    with as_role(WEB), acting_for(city.admin):
        choose_outcome(actor=city.admin, batch=batch, outcome=Outcome.CLOSED, outcome_on=datetime.date(2008, 7, 1))
    checked(city.admin, batch)


def taken(
    city: City,
    header: str,
    *rows: str,
    as_of: str = "",
    unit: str = "RS",
    outcome: Outcome = Outcome.CLOSED,
    policy: Policy = Policy.GOOD_ROWS,
) -> ImportBatch:
    """An import of one list, brought in, the register found sound afterwards."""
    batch = started(city.admin, city.units[unit], {"lista.csv": text_of(header, *rows, as_of=as_of)})
    brought_in(city.admin, batch, outcome=outcome, policy=policy)
    assert_sound()
    return batch


def registered(number: str, last_name: str = "Lindström", first_name: str = "Björn") -> Person:
    """Somebody whom the register knows without any list."""
    identity = parse_identity(number, datetime.date(2026, 11, 23))
    return register_person(identity=identity, first_name=first_name, last_name=last_name)
