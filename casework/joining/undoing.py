"""Taking a joining back: exactly what it changed goes back, unless that has been changed again since."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Model
from django.utils import timezone

from aspirants.models import Closure, ClosureStatus, EarlierNumber, Enrolment, Person, ReportedFact
from casework.joining.following import FOLLOWS, followed_by
from casework.joining.moves import GOES_ALONG, MODELS, WATCHED, rows_now, written_to_since
from casework.models import CaseNote, JoinStatus, MovedRow, PersonJoin
from deadlines.models import Breach, ClockStatus, DeadlineClock, Excuse
from meetings.models import GroupInformationBooking, Meeting
from organisation.models import User
from referrals.models import Referral, ReferralEvent

UNDO_WITHIN = datetime.timedelta(days=14)
"""So long after it was done a joining can be undone."""


@dataclass(frozen=True)
class WayBack:
    """What of a joining can go back, and in words what cannot."""

    rows: list[MovedRow]
    left: list[str]


def last_day_to_undo(join: PersonJoin) -> datetime.date:
    """The last local date on which the joining can be undone. It has been carried out."""
    assert join.joined_at is not None
    return timezone.localdate(join.joined_at + UNDO_WITHIN)


def may_be_undone(join: PersonJoin, today: datetime.date) -> bool:
    """Whether it stands and its days have not passed."""
    return join.status == JoinStatus.JOINED and today <= last_day_to_undo(join)


def is_built_upon(join: PersonJoin) -> bool:
    """Whether the record that stayed has itself been joined into another one since."""
    return PersonJoin.objects.filter(status=JoinStatus.JOINED, goes=join.stays_id).exists()


def way_back(join: PersonJoin) -> WayBack:
    """Compare each row that was changed with how it stands now."""
    since = join.joined_at or join.asked_at
    back, left = [], []
    by_table: dict[str, list[MovedRow]] = {}
    for row in join.moved.order_by("pk"):
        by_table.setdefault(row.table, []).append(row)
    for table, moved in by_table.items():
        model = MODELS[table]
        now = rows_now(model, [row.row for row in moved])
        written_to = written_to_since(model, moved, since)
        for row in moved:
            stands = row.row in now and all(now[row.row][name] == value for name, value in row.after.items())
            if not stands or row.row in written_to:
                left.append(row)
            else:
                back.append(row)
    left += [row for row in back if _has_no_place(join, row)]
    stays = {(row.table, row.row) for row in left}
    things = followed_by(back)
    left += [row for row in back if things.get(row.pk) in stays]
    return WayBack([row for row in back if row not in left], _in_words(left))


def _has_no_place(join: PersonJoin, row: MovedRow) -> bool:
    """A case that would be open again beside another open one of the same person."""
    if MODELS[row.table] is not Enrolment or row.before.get("closed_on", "") is not None:
        return False
    person = row.before.get("person_id", join.stays_id)
    going = join.moved.filter(table=row.table, before__has_key="person_id").values("row")
    others = Enrolment.objects.open().filter(person=person).exclude(pk=row.row)
    return others.exclude(pk__in=going).exists()


_WORDS = {
    Person: "en post som har slagits samman vidare",
    Enrolment: "ärende {}",
    Referral: "remiss {}",
    DeadlineClock: "en frist i {}",
    Meeting: "mötet {}",
    CaseNote: "anteckningen {}",
    GroupInformationBooking: "en kallelse till gruppinformation",
    EarlierNumber: "ett tidigare nummer",
    ReportedFact: "en uppgift från en remiss",
}
_NAMED_BY = {
    Enrolment: "case_no",
    Referral: "number",
    DeadlineClock: "reference",
    Meeting: "starts_at",
    CaseNote: "concerns_on",
}


def _in_words(left: Iterable[MovedRow]) -> list[str]:
    """Each as a page says it: "mötet 2026-11-24", "ärende KI-2026-00017"."""
    said = []
    for row in left:
        model = MODELS[row.table]
        if model in FOLLOWS:
            continue
        name = ""
        if field := _NAMED_BY.get(model):
            value = model._base_manager.filter(pk=row.row).values_list(field, flat=True).first()
            name = str(timezone.localdate(value)) if isinstance(value, datetime.datetime) else str(value or "")
        said.append(_WORDS.get(model, "en uppgift i jobbplanen").format(name))
    return sorted(set(said))


def put_back(actor: User, join: PersonJoin, way: WayBack) -> None:
    """Give each row the values it had; what a joining added besides is marked as corrected."""
    by_model: dict[type[Model], list[MovedRow]] = {model: [] for model in WATCHED}
    for row in way.rows:
        by_model[MODELS[row.table]].append(row)
    # A record first becomes one of its own, then gets its rows; what is open again comes last.
    for row in by_model[Person]:
        _write(row, Person, row.before)
    for model in GOES_ALONG:
        for row in by_model[model]:
            if "person_id" in row.before:
                _write(row, model, {"person_id": row.before["person_id"]})
    for model in WATCHED:
        for row in by_model[model]:
            rest = {name: value for name, value in row.before.items() if name != "person_id"}
            if model is not Person and rest:
                _write(row, model, rest)
    _correct_what_was_added(actor, join, by_model)


def _write(row: MovedRow, model: type[Model], values: dict[str, object]) -> None:
    fields = {field.attname: field for field in model._meta.concrete_fields}
    plain = {name: fields[name].to_python(value) for name, value in values.items()}
    model._base_manager.filter(pk=row.row).update(**plain)


def _correct_what_was_added(actor: User, join: PersonJoin, by_model: dict[type[Model], list[MovedRow]]) -> None:
    reopened = [row.row for row in by_model[Enrolment] if row.before.get("closed_on", "") is None]
    Closure.objects.filter(enrolment__in=reopened).exclude(status=ClosureStatus.CORRECTED).update(
        status=ClosureStatus.CORRECTED
    )
    now = timezone.now()
    for row in by_model[Referral]:
        if "status" in row.before:
            status = row.before["status"]
            ReferralEvent.objects.create(referral_id=row.row, status=status, actor=actor, at=now)
    for status, judgement in ((ClockStatus.BREACHED, Breach), (ClockStatus.EXCUSED, Excuse)):
        judged = [row.row for row in by_model[DeadlineClock] if row.after.get("status") == status]
        judgement._default_manager.filter(clock__in=judged, revoked_at=None).update(revoked_at=now, revoked_by=actor)
