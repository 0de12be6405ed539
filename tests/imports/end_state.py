"""What an import has left in the register: facts that two ways to one end can be compared by, and soundness."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Sequence
from typing import Any

import pghistory
from django.apps import apps
from django.utils import timezone

from aspirants.models import ClosureStatus, Enrolment, Origin, Person, UnitStay
from core.history.tracking import CHANGED, INSERTED, changes_of
from deadlines.models import ClockStatus, DeadlineClock
from imports.choices import Stage
from imports.models import ImportBatch, ImportedRecord
from imports.register.tables import COLUMNS
from jobplans.models import FollowUp

WRITTEN = {model._meta.db_table: model for model in COLUMNS}


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def local(moment: datetime.datetime | None) -> str:
    """The local date of an instant as ISO, "" for none."""
    return timezone.localdate(moment).isoformat() if moment else ""


def facts_of(case: Enrolment) -> dict[str, Any]:
    """Everything an import writes of a case, without keys, numbers and instants of writing."""
    closures = case.closures.exclude(status=ClosureStatus.CORRECTED)
    clocks = case.clocks.select_related("policy")
    return {
        "jobbtorg": case.jobbtorg.code,
        "coach": str(case.coach or ""),
        "unit": case.income_support_unit.code if case.income_support_unit else "",
        "began": case.enrolled_on.isoformat(),
        "first visit": str(case.first_visit_on or ""),
        "closed": str(case.closed_on or ""),
        "closing": [(closing.reason.code, closing.imported_text) for closing in closures],
        "stays": [(stay.jobbtorg.code, str(stay.started_on)) for stay in case.stays.all()],
        "assigned": [(str(one.coach), local(one.started_at)) for one in case.coach_assignments.all()],
        "group": sorted(
            (local(place.session.starts_at), place.status) for place in case.group_information_bookings.all()
        ),
        "meetings": sorted(
            (local(meeting.starts_at), meeting.kind, meeting.status, str(meeting.coach))
            for meeting in case.meetings.all()
        ),
        "plans": sorted(local(plan.answered_at) for plan in _approvals(case)),
        "clocks": sorted(map(clock_facts, clocks)),
        "follow-ups": sorted(
            (str(one.clock.started_on), one.status, local(one.held_at)) for one in case.follow_ups.all()
        ),
    }


def clock_facts(clock: DeadlineClock) -> tuple[str, ...]:
    """Kind, first and last day, how and when it ended, and the breach that stands."""
    standing = [str(breach.due_on) for breach in clock.breaches.filter(revoked_at=None)]
    return (
        clock.policy.kind,
        str(clock.started_on),
        str(clock.due_on),
        clock.status,
        clock.fulfilment,
        local(clock.fulfilled_at),
        str(clock.ended_on or ""),
        ",".join(standing),
    )


def _approvals(case: Enrolment) -> list[Any]:
    approval = apps.get_model("jobplans", "PlanApproval")
    return list(approval.objects.filter(version__plan__enrolment=case))


def register_state() -> dict[str, Any]:
    """Each person by number: name, death and the cases, the earliest first."""
    return {
        person.identity_no: (
            person.first_name,
            person.last_name,
            str(person.deceased_on or ""),
            [facts_of(case) for case in person.enrolments.order_by("enrolled_on")],
        )
        for person in Person.objects.order_by("identity_hash")
    }


def differences(one: dict[str, Any], other: dict[str, Any]) -> list[Any]:
    """Where two end states differ: number, fact, the one, the other. Empty if they are the same."""
    found: list[Any] = [(number, one.get(number), other.get(number)) for number in one.keys() ^ other.keys()]
    for number in one.keys() & other.keys():
        (*person, cases), (*same, others) = one[number], other[number]
        if person != same or len(cases) != len(others):
            found.append((number, person, same, cases, others))
            continue
        found += [
            (number, fact, case[fact], it[fact])
            for case, it in zip(cases, others, strict=True)
            for fact in case
            if case[fact] != it[fact]
        ]
    return found


def assert_sound() -> None:
    """What holds of the register after any import, whatever the lists said."""
    _assert_cases_are_whole()
    _assert_everything_agrees()
    _assert_told_where_from(list(ImportBatch.objects.filter(stage=Stage.COMMITTED)))
    _assert_numbers_without_gaps()


def _assert_cases_are_whole() -> None:
    open_cases: Counter[int] = Counter()
    for case in Enrolment.objects.filter(origin=Origin.IMPORT).order_by("pk"):
        [stay] = UnitStay.objects.filter(enrolment=case)
        assert (stay.started_on, stay.jobbtorg_id) == (case.enrolled_on, case.jobbtorg_id)
        standing = case.closures.exclude(status=ClosureStatus.CORRECTED)
        assert [closing.closed_on for closing in standing] == ([case.closed_on] if case.closed_on else [])
        for one in case.coach_assignments.all():
            assert timezone.localdate(one.started_at) == case.enrolled_on
        if case.closed_on:
            assert not case.clocks.filter(status=ClockStatus.RUNNING).exists()
            assert not case.follow_ups.filter(status="PLANNED").exists()
        else:
            open_cases[case.person_id] += 1
    assert all(number == 1 for number in open_cases.values())


def _assert_everything_agrees() -> None:
    for clock in DeadlineClock.objects.select_related("enrolment").order_by("pk"):
        assert clock.enrolment is not None
        assert (clock.person_id, clock.jobbtorg_id) == (clock.enrolment.person_id, clock.enrolment.jobbtorg_id)
        standing = list(clock.breaches.filter(revoked_at=None))
        assert [breach.due_on for breach in standing] == [clock.due_on] * (clock.status == ClockStatus.BREACHED)
        assert all(breach.jobbtorg_id == clock.jobbtorg_id for breach in standing)
    for follow_up in FollowUp.objects.select_related("clock").order_by("pk"):
        assert follow_up.clock.enrolment_id == follow_up.enrolment_id
        assert (follow_up.status == "HELD") == bool(follow_up.clock.fulfilled_at)
    booking = apps.get_model("meetings", "GroupInformationBooking")
    for place in booking.objects.select_related("session", "enrolment").order_by("pk"):
        assert place.session.jobbtorg_id == place.enrolment.jobbtorg_id


def _assert_told_where_from(batches: Sequence[ImportBatch]) -> None:
    """What was written has a version that names the administrator who asked, and stands among the imports' records."""
    askers = {batch.committed_by_id for batch in batches}
    records = ImportedRecord.objects.filter(batch__in=batches)
    for table, model in WRITTEN.items():
        made = set(records.filter(table=table, created=True).values_list("object_id", flat=True))
        changed = set(records.filter(table=table).values_list("object_id", flat=True))
        assert model._default_manager.filter(pk__in=changed).count() == len(changed), table
        if not pghistory.core.event_models(tracks_model=model):
            continue
        versions = changes_of(model).objects
        inserted = versions.filter(pgh_label=INSERTED, acting_user__in=askers)
        assert {version.pgh_obj_id for version in inserted} == made, table
        updated = versions.filter(pgh_label=CHANGED, acting_user__in=askers)
        assert {version.pgh_obj_id for version in updated} <= changed, table


def _assert_numbers_without_gaps() -> None:
    numbers: dict[tuple[str, str], list[int]] = {}
    for number in Enrolment.objects.values_list("case_no", flat=True):
        unit, year, running = number.split("-")
        numbers.setdefault((unit, year), []).append(int(running))
    for found in numbers.values():
        assert sorted(found) == list(range(1, len(found) + 1))
