"""Changing a person's number: a temporary one becomes a real one, one is found, a slip is corrected (FC-03)."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from aspirants.choices import IdentityKind, NumberChange, Protection
from aspirants.finding import find_person
from aspirants.identity import Identity
from aspirants.models import EarlierNumber, Enrolment, Person
from aspirants.people.locking import locked_with_case
from aspirants.shown import shown_number
from core.refusals import OperationRefused
from core.seen import Seen, require_seen
from organisation.access.acting import DatabaseRole, as_database_role
from organisation.models import User

TAKEN = (
    "Numret hör redan till en person i registret. Är det samma person behöver de två slås ihop. Be enhetschefen om det."
)
"""The same words wherever and whoever the other person is."""


class NumberTakenError(OperationRefused):
    """Another person has the number. `other_id` is for the log, and for who may see that person."""

    def __init__(self, other_id: int) -> None:
        super().__init__(TAKEN, field="number")
        self.other_id = other_id


@transaction.atomic
def change_number(
    *, actor: User, enrolment: Enrolment, seen_number: Seen, identity: Identity, change: NumberChange, text: str = ""
) -> Person:
    """Give the person of a case another number. The earlier one is kept, and finds the person from now on too.

    Birth date and gender follow the number. A number that was a slip was never the person's: it is kept to be read and
    searched for at the jobbtorg, and a referral with it is about whom it belongs to. Raises OperationRefused;
    NumberTakenError where another person of the city has the number, or had it.
    """
    person, _ = locked_with_case(actor, enrolment)
    require_seen(seen_number, shown_number(person))
    if person.protection == Protection.FINGERADE_UPPGIFTER:
        raise OperationRefused(
            "Den som har fått nya personuppgifter registreras som en ny person. Ingenting får koppla ihop de två.",
            field="number",
        )
    _require_fitting(person, identity, change, text)
    with as_database_role(DatabaseRole.REGISTRAR):
        other = find_person(identity)
    if other is not None and other.pk != person.pk:
        raise NumberTakenError(other.pk)
    _keep_earlier(actor, person, change, text)
    person.set_identity(identity)
    fields = ("identity_kind", "identity_no", "identity_hash", "birth_date", "birth_year", "gender")
    try:
        with transaction.atomic():
            Person.objects.filter(pk=person.pk).update(**{field: getattr(person, field) for field in fields})
    except IntegrityError as error:
        # Somebody has given the number to another person at this very moment.
        if "one_person_per_identity_number" not in str(error):
            raise
        with as_database_role(DatabaseRole.REGISTRAR):
            other = find_person(identity)
        raise NumberTakenError(other.pk if other else 0) from error
    return person


def _require_fitting(person: Person, identity: Identity, change: NumberChange, text: str) -> None:
    if person.identity_no == identity.number:
        raise OperationRefused("Det är samma nummer som personen redan har.", field="number")
    is_missing = person.identity_kind == IdentityKind.UNKNOWN
    if change == NumberChange.FOUND and not is_missing:
        raise OperationRefused("Personen har redan ett nummer. Välj ett annat skäl.", field="change")
    if change != NumberChange.FOUND and is_missing:
        raise OperationRefused(f"Personen saknar nummer. Välj {NumberChange.FOUND.label.lower()}.", field="change")
    if change == NumberChange.OWN_NUMBER and person.identity_kind == IdentityKind.PERSONNUMMER:
        raise OperationRefused(
            "Personen har redan ett personnummer. Var det fel inskrivet, välj det skälet.", field="change"
        )
    if change == NumberChange.MISTYPED and not text:
        raise OperationRefused("Skriv hur felet märktes.", field="text")


def _keep_earlier(actor: User, person: Person, change: NumberChange, text: str) -> None:
    leads_here = change == NumberChange.OWN_NUMBER
    known = leads_here and person.earlier_numbers.filter(identity_hash=person.identity_hash, leads_here=True).exists()
    EarlierNumber.objects.create(
        person=person,
        identity_kind=person.identity_kind,
        identity_no=person.identity_no,
        identity_hash=person.identity_hash or "",
        change=change,
        text=text,
        # The one that led here already goes on doing so.
        leads_here=leads_here and not known,
        changed_by=actor,
    )
