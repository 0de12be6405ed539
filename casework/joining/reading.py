"""Reading what is open about two records, also at another jobbtorg: of that a page says only where it is."""

from __future__ import annotations

from django.http import Http404

from aspirants.models import Person
from casework.joining.carrying_out import chosen
from casework.joining.open_work import Records, open_work
from casework.joining.preview import what_happens
from casework.joining.undoing import WayBack, way_back
from casework.models import PersonJoin
from organisation.access.acting import DatabaseRole, as_database_role


def look_at(goes: int, stays: int) -> Records:
    """Two records as they stand, unlocked. Raises Http404 where one of them does not exist or is protected."""
    with as_database_role(DatabaseRole.JOINER):
        found = {person.pk: person for person in Person.objects.filter(pk__in=[goes, stays])}
        works = open_work([goes, stays])
    if len(found) < 2 or any(person.is_protected for person in found.values()):
        raise Http404
    return Records(found[goes], found[stays], works)


def foretold(records: Records, goes_on: str, at: int | None) -> list[str]:
    """What joining them will do, for somebody of the jobbtorg `at`. Raises OperationRefused as `join_persons` would."""
    with as_database_role(DatabaseRole.JOINER):
        return what_happens(records, chosen(records.works, goes_on), at)


def look_back(join: PersonJoin) -> WayBack:
    """What undoing a joining can put back, and what it cannot."""
    with as_database_role(DatabaseRole.JOINER):
        return way_back(join)
