"""What a page shows of two records that are to be joined, and of a joining that is answered or undone."""

from __future__ import annotations

from collections.abc import Sequence

from aspirants.models import Person
from casework.joining.open_work import OpenWork, Records
from casework.models import PersonJoin
from core.seen import Seen, facts_of

HOW_REQUIRED = "Skriv med minst tio tecken hur ni vet att det är samma person."
WHY_NOT_REQUIRED = "Skriv med minst tio tecken varför det inte är samma person."


def facts_of_record(person: Person) -> list[tuple[str, object]]:
    """What tells two records apart, or not. Of the number only what is not hidden."""
    return [
        ("Namn", person.name),
        (person.get_identity_kind_display() if person.identity_no else "Nummer", person.masked_number),
        ("Född", person.born),
        ("Telefon", person.phone or "Inte angiven"),
        ("Språk", person.language or "Inte angivet"),
    ]


def label_of(work: OpenWork, at: int | None) -> str:
    """What is open, for somebody of the jobbtorg `at`: of what is open at another one only where."""
    if work.jobbtorg.pk == at:
        return work.label
    return f"{'Ärende' if work.is_case else 'Remiss'} vid {work.jobbtorg}"


def shown_records(records: Records, *, at: int | None) -> Seen:
    """Two records, whichever of them is to stay, with what is open about them and in which state it is."""
    older, younger = sorted((records.goes, records.stays), key=lambda person: person.pk)
    rows: list[tuple[str, object]] = []
    for name, person in (("Äldre post", older), ("Yngre post", younger)):
        rows += [(f"{name}: {label.lower()}", value) for label, value in facts_of_record(person)]
        rows += [
            (f"{name}: {label_of(work, at)}", work.row.get_status_display())
            for work in records.works
            if work.person_id == person.pk
        ]
    return Seen(f"records-{older.pk}-{younger.pk}", facts_of(rows))


def shown_join(join: PersonJoin, left: Sequence[str] = ()) -> Seen:
    """A joining as it is answered or undone: its state, what goes on, and what cannot go back (`left`)."""
    rows = [
        ("Sammanslagning", join.get_status_display()),
        ("Begärd av", join.asked_by),
        ("Ärende som fortsätter", join.case),
        ("Ärende som avslutades", join.ended_case),
        ("Går inte tillbaka", ", ".join(left)),
    ]
    return Seen(f"join-{join.pk}", facts_of(rows))
