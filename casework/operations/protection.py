"""Setting, changing and lifting a person's protection: what it does to contact details, bookings and the coach."""

from __future__ import annotations

from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from aspirants.models import CoachAssignment, Enrolment, Person, Protection
from aspirants.models.identifying import CONTACT
from aspirants.protection import GRADES, may_choose
from aspirants.reasons import checked_reason
from aspirants.shown import shown_protection
from core.refusals import OperationRefused
from core.seen import Seen, require_seen
from meetings.choices import ChangeReason
from meetings.operations import cancel_coming_places
from meetings.operations.clocks import settle_events
from notices.choices import NoticeKind
from notices.operations import notify
from organisation.access.acting import DatabaseRole, as_database_role
from organisation.models import Role, User


@transaction.atomic
def change_protection(
    *,
    actor: User,
    person: Person,
    seen_protection: Seen,
    protection: Protection,
    agreed_channel: str = "",
    reason: str = "",
) -> Person:
    """Give the person another grade of protection; what follows from it happens at once.

    Coming group information is cancelled, a coach who may not open protected persons leaves the case, and where contact
    details may not be stored they are removed for good. Lifting or weakening needs a reason.
    """
    if not may_choose(actor, person, protection):
        raise OperationRefused(
            "Skydd sätts av enhetschefen eller den som får öppna skyddade personer. "
            "Att ta bort eller försvaga det kräver en enhetschef som får öppna dem.",
            field="protection",
        )
    # The cases before the person, as everybody locks them.
    list(Enrolment.objects.filter(person=person).order_by("pk").select_for_update(of=("self",)).values_list("pk"))
    standing = Person.objects.select_for_update().filter(pk=person.pk).first()
    if standing is None:
        raise OperationRefused("Personen finns inte längre vid ert jobbtorg.")
    require_seen(seen_protection, shown_protection(standing))
    if GRADES.index(protection) < GRADES.index(Protection(person.protection)):
        checked_reason(reason)
    if protection != Protection.NONE:
        # Before the person is hidden from those who may not see her, the actor among them perhaps.
        _cancel_group_information(actor, person)
        _relieve_coaches(person)
    person.protection = protection
    if person.may_store_contact:
        person.agreed_channel = ""
    else:
        person.agreed_channel = agreed_channel
        for field in CONTACT:
            setattr(person, field, "")
    changed = {field: getattr(person, field) for field in ("protection", *CONTACT, "agreed_channel")}
    if not Person.objects.filter(pk=person.pk).update(**changed):
        raise OperationRefused("Personen finns inte längre vid ert jobbtorg.")
    if not person.may_store_contact:
        _forget_contact(person)
    return person


def _cancel_group_information(actor: User, person: Person) -> None:
    """Take back the places of the person's cases here; what the jobbtorg takes back was no offer (G-50)."""
    for case in Enrolment.objects.visible_to(actor).filter(person=person).order_by("pk"):
        places = cancel_coming_places(actor=actor, enrolment=case, reason=ChangeReason.ANOTHER, at=timezone.now())
        if places:
            settle_events(enrolment=case)


def _forget_contact(person: Person) -> None:
    """Remove what the history remembers of telephone and e-mail (aspirants.row_security)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT jobbtorg_forget_contact(%s)", [person.pk])


def _relieve_coaches(person: Person) -> None:
    """Take open cases from coaches who may not open the person, and notify the managers that a coach is needed.

    For a case at another jobbtorg row security lets these updates change nothing; its managers are notified.
    """
    with as_database_role(DatabaseRole.REGISTRAR):
        cases = list(Enrolment.objects.open().filter(person=person, coach__isnull=False))
    barred = set(
        User.objects.filter(pk__in=[case.coach_id for case in cases], protected_access=False).values_list(
            "pk", flat=True
        )
    )
    for case in cases:
        if case.coach_id not in barred:
            continue
        CoachAssignment.objects.filter(enrolment=case, ended_at__isnull=True).update(ended_at=timezone.now())
        Enrolment.objects.filter(pk=case.pk).update(coach=None)
        notify(
            User.objects.in_service().filter(role=Role.MANAGER, jobbtorg=case.jobbtorg_id),
            kind=NoticeKind.COACH_NEEDED,
            event_key=f"coach-needed-{case.pk}-{timezone.now():%Y%m%d%H%M}",
            text=f"Ärende {case.case_no} behöver en coach som får öppna skyddade personer",
            path=reverse("aspirant_list"),
        )
