"""News about a known person from a referral or an old list: kept, taken over or put aside (FC-01)."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.db import transaction
from django.utils import timezone

from aspirants.choices import ReportedField, ReportedOutcome
from aspirants.models import Enrolment, Person, ReportedFact
from aspirants.operations.correcting import write_facts
from aspirants.people.locking import locked_with_case
from aspirants.people.news import is_among, waiting_reports
from aspirants.shown import shown_reports
from core.refusals import OperationRefused
from core.seen import Seen, require_seen
from organisation.models import Jobbtorg, User

NO_LONGER = "Uppgifterna är redan avgjorda."


def report_facts(*, person: Person, jobbtorg: Jobbtorg, news: Mapping[ReportedField, str], source: str) -> None:
    """Keep what a referral or list says otherwise, for the jobbtorg it reached; `source` as it is shown, "Remiss R-…".

    Part of: `submit_referral`, `say_contact`.
    """
    if not news or person.is_protected:
        return
    rows = [
        ReportedFact(person=person, jobbtorg=jobbtorg, field=field, value=value, source=source)
        for field, value in news.items()
    ]
    ReportedFact.objects.bulk_create(rows)


@transaction.atomic
def take_over_reports(*, actor: User, enrolment: Enrolment, seen_reports: Seen, reports: Collection[int]) -> list[str]:
    """Write into the register what was reported, by the reports' keys; gives the fields in words."""
    taken = _settled(actor, enrolment, seen_reports, reports, ReportedOutcome.TAKEN)
    facts = {report.field: report.as_value for report in taken}
    person = taken[-1].person
    if facts.get("first_name") and person.call_name and not is_among(person.call_name, str(facts["first_name"])):
        # A call name is one of the first names: with other first names it is another one, which nobody has told.
        facts["call_name"] = ""
    write_facts(person=person, facts=facts)
    return [report.get_field_display() for report in taken]


@transaction.atomic
def put_aside_reports(*, actor: User, enrolment: Enrolment, seen_reports: Seen, reports: Collection[int]) -> list[str]:
    """Keep what the register says: the reports stop asking, and stay to be read; gives the fields in words."""
    kept = _settled(actor, enrolment, seen_reports, reports, ReportedOutcome.KEPT)
    return [report.get_field_display() for report in kept]


def _settled(
    actor: User, enrolment: Enrolment, seen: Seen, keys: Collection[int], outcome: ReportedOutcome
) -> list[ReportedFact]:
    person, case = locked_with_case(actor, enrolment)
    waiting = waiting_reports(person, case.jobbtorg_id)
    require_seen(seen, shown_reports(waiting))
    chosen = [report for report in waiting if report.pk in keys]
    if not chosen:
        raise OperationRefused(NO_LONGER)
    for report in chosen:
        report.person = person
    ReportedFact.objects.filter(pk__in=[report.pk for report in chosen]).update(
        outcome=outcome, settled_by=actor, settled_at=timezone.now()
    )
    return chosen
