"""What the pages show of a plan version and of a follow-up, for the acts that apply to them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator

from django.utils import timezone

from aspirants.models import Enrolment
from core.seen import Seen, facts_of
from core.swedish.dates import moment_in_words, weekday_date
from jobplans.models import FollowUp, JobPlanVersion, PlanApproval, PlanItem, VersionStatus

IN_PREPARATION = (VersionStatus.DRAFT, VersionStatus.PROPOSED)


def shown_version(version: JobPlanVersion) -> Seen:
    """A version with its status, its content and who saved it last."""
    return Seen(f"version-{version.pk}", facts_of(_version_rows(version)))


def shown_recipient(version: JobPlanVersion) -> Seen:
    """A version, and the income support unit that it would be sent to."""
    shown = shown_version(version)
    unit = version.plan.enrolment.income_support_unit
    return Seen(shown.key, (*shown.facts, ("Mottagare", str(unit or "Ingen enhet angiven"))))


def shown_plan(enrolment: Enrolment) -> Seen:
    """What the page for writing starts from: the version in preparation, else the one in force, else that none is."""
    versions = JobPlanVersion.objects.filter(plan__enrolment=enrolment).select_related("saved_by", "drafted_by")
    return shown_versions(versions.filter(status__in=[*IN_PREPARATION, VersionStatus.APPROVED]), enrolment)


def shown_versions(versions: Iterable[JobPlanVersion], enrolment: Enrolment) -> Seen:
    """`shown_plan` of versions that have been read: all of the case, or those that it looks at."""
    found = {version.status: version for version in versions}
    for status in (*IN_PREPARATION, VersionStatus.APPROVED):
        if status in found:
            shown = shown_version(found[status])
            return Seen(shown.key, (("Jobbplan", "Finns"), *shown.facts))
    return Seen(f"plan-of-case-{enrolment.pk}", (("Jobbplan", "Finns inte ännu"),))


def _version_rows(version: JobPlanVersion) -> Iterator[tuple[str, object]]:
    yield "Version", version.number
    yield "Status", version.get_status_display()
    yield "Senast sparad av", version.saved_by or version.drafted_by
    yield "Mål", version.goal
    yield "Sammanfattning", version.summary
    yield "Närvarokrav", version.get_attendance_requirement_display()
    yield "Varför planen revideras", version.reason_for_revision
    for number, item in enumerate(version.items.all(), start=1):
        yield f"Rad {number}", _item(item)


def _item(item: PlanItem) -> str:
    parts = [item.text, item.kind_label, item.place]
    if item.starts_on:
        parts.append(f"från {item.starts_on}")
    if item.ends_on:
        parts.append(f"till {item.ends_on}")
    if item.hours_per_week:
        parts.append(f"{item.hours_per_week} timmar per vecka")
    return ", ".join(part for part in parts if part)


def shown_held(follow_up: FollowUp) -> Seen:
    """Everything that is registered of a follow-up that was held."""
    rows = [
        ("Uppföljning", follow_up.get_status_display()),
        ("Hölls", _moment(follow_up.held_at)),
        ("Resultat", follow_up.get_result_display()),
        ("Anteckning", follow_up.note),
        ("Försörjningsstödsenheten deltog", "Ja" if follow_up.unit_took_part else ""),
    ]
    return Seen(f"held-{follow_up.pk}", facts_of(rows))


def shown_answer(answer: PlanApproval) -> Seen:
    """Everything that is registered of the aspirant's answer to a plan."""
    rows = [
        ("Svar", answer.get_decision_display()),
        ("Svarade", _moment(answer.answered_at)),
        ("Hur", answer.get_method_display()),
        ("Kommentar", answer.note),
    ]
    return Seen(f"answer-{answer.pk}", facts_of(rows))


def _moment(instant: datetime.datetime | None) -> str:
    if instant is None:
        return ""
    return moment_in_words(timezone.localtime(instant))


def shown_follow_up(follow_up: FollowUp) -> Seen:
    """A follow-up with its last day, how it went, and the version of the plan that it follows up."""
    clock = follow_up.clock
    approved = JobPlanVersion.objects.filter(
        plan__enrolment=follow_up.enrolment_id, status=VersionStatus.APPROVED
    ).first()
    rows = [
        ("Uppföljning", follow_up.get_status_display()),
        ("Resultat", follow_up.get_result_display()),
        ("Sista dag", weekday_date(clock.due_on) if clock.due_on else "Inte bestämd"),
        ("Jobbplan som gäller", f"Version {approved.number}" if approved else "Ingen"),
    ]
    return Seen(f"follow-up-{follow_up.pk}", facts_of(rows))
