"""Moving a case to another jobbtorg: offered with a reason, and moved when the receiver accepts it (R-2-63).

Until then the case is the sender's in every way. No clock stops or begins anew by it.
"""

from __future__ import annotations

from django.db import IntegrityError, connection, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from aspirants.disclosing.exchange import to_unit_of
from aspirants.models import CoachAssignment, DisclosureContent, Enrolment, UnitStay
from aspirants.offers.receiving import managers_of, receivers_at
from aspirants.operations import assign_coach
from aspirants.operations.disclosing import Ground, disclose
from aspirants.reasons import given_reason
from aspirants.shown import shown_coach
from casework.models import CaseTransfer, TransferStatus
from casework.transfers.bookings import cancel_coming_bookings, coming_bookings
from casework.transfers.ending import answer_transfer, locked_transfer
from casework.transfers.offers import unit_told
from casework.transfers.shown import shown_for_transfer, shown_offer, shown_transfer
from casework.workflow.transfers import require_transition
from core.refusals import OperationRefused
from core.seen import Seen, require_seen
from core.swedish.dates import long_date
from core.swedish.numbers import counted
from deadlines.clocks.stays import move_clocks
from notices.choices import NoticeKind
from notices.operations import notify
from organisation.access.permissions import Act, require
from organisation.models import Jobbtorg, Role, User

GONE = "Ärendet väntar inte längre på ert svar. Det har tagits tillbaka eller avslutats."
ONLY_MANAGERS = "Bara enhetschefen kan flytta ett ärende mellan jobbtorg."


@transaction.atomic
def send_transfer(
    *, actor: User, enrolment: Enrolment, seen_case: Seen, destination: Jobbtorg, reason: str
) -> CaseTransfer:
    """Offer a case to another jobbtorg. Nothing moves before a manager there accepts it. Raises OperationRefused."""
    require(actor, Act.TRANSFER_CASE, at=enrolment.jobbtorg_id, refusal=ONLY_MANAGERS)
    enrolment = Enrolment.objects.select_related("person", "jobbtorg").locked_open(enrolment)
    require_seen(seen_case, shown_for_transfer(enrolment))
    reason = given_reason(reason, "Skriv varför ärendet ska flyttas.")
    receivers = receivers_at(destination, own=enrolment.jobbtorg_id, is_protected=enrolment.person.is_protected)
    try:
        with transaction.atomic():
            transfer: CaseTransfer = CaseTransfer.objects.create(
                enrolment=enrolment,
                origin=enrolment.jobbtorg,
                destination=destination,
                reason=reason,
                sent_by=actor,
                sent_at=timezone.now(),
            )
    except IntegrityError as error:
        raise OperationRefused("Ärendet väntar redan på svar från ett annat jobbtorg.") from error
    notify(
        receivers,
        kind=NoticeKind.TRANSFER,
        event_key=f"transfer-{transfer.pk}-sent",
        text=f"{transfer.origin} vill flytta ärende {enrolment.case_no} till er",
        path=reverse("transfer", args=[transfer.pk]),
    )
    return transfer


@transaction.atomic
def take_back_transfer(*, actor: User, enrolment: Enrolment, seen_transfer: Seen) -> CaseTransfer:
    """The sending jobbtorg takes its offer back, as long as nobody has answered. Raises OperationRefused."""
    require(actor, Act.TRANSFER_CASE, at=enrolment.jobbtorg_id, refusal=ONLY_MANAGERS)
    enrolment = Enrolment.objects.select_related("person").locked(enrolment)
    newest = CaseTransfer.objects.filter(enrolment=enrolment).order_by("-pk").values("pk")[:1]
    transfer = locked_transfer(CaseTransfer.objects.filter(pk__in=newest))
    if transfer is None:
        raise OperationRefused("Ärendet har inte skickats till något annat jobbtorg.")
    require_transition(transfer.status, TransferStatus.TAKEN_BACK)
    require_seen(seen_transfer, shown_transfer(transfer))
    answer_transfer(transfer, TransferStatus.TAKEN_BACK, actor)
    notify(
        managers_of(transfer.destination, is_protected=enrolment.person.is_protected),
        kind=NoticeKind.TRANSFER,
        event_key=f"transfer-{transfer.pk}-taken-back",
        text=f"{transfer.origin} har tagit tillbaka ärende {enrolment.case_no}",
        path=reverse("referral_inbox"),
    )
    return transfer


@transaction.atomic
def return_transfer(*, actor: User, transfer: CaseTransfer, seen_transfer: Seen, reason: str) -> CaseTransfer:
    """The receiving jobbtorg does not take the case, and says why. Raises OperationRefused."""
    transfer = _locked_offer(actor, transfer)
    require_seen(seen_transfer, shown_transfer(transfer))
    require_transition(transfer.status, TransferStatus.RETURNED)
    reason = given_reason(reason, "Skriv varför ni inte tar emot ärendet.")
    case_no, is_protected = _case_of(transfer)
    answer_transfer(transfer, TransferStatus.RETURNED, actor, reason)
    notify(
        managers_of(transfer.origin, is_protected=is_protected),
        kind=NoticeKind.TRANSFER,
        event_key=f"transfer-{transfer.pk}-returned",
        text=f"{transfer.destination} har skickat tillbaka ärende {case_no}",
        path=reverse("case", args=[transfer.enrolment_id]),
    )
    return transfer


@transaction.atomic
def accept_transfer(
    *,
    actor: User,
    transfer: CaseTransfer,
    seen_offer: Seen,
    coach: User | None = None,
    basis: Ground | None = None,
) -> Enrolment:
    """The receiving jobbtorg takes the case today, with a coach or without. Raises OperationRefused.

    With the case go its clocks, none of which begins anew, and its referral. What was booked with the other jobbtorg is
    cancelled, the coach there is no longer responsible, and what was broken there stays in its figures (G-54, SH-11).
    The income support unit is told where the case is from now on, on the ground `basis`; without one it is not. It is
    the unit that the page named (`shown_offer`). Raises ChangedMeanwhileError where that is another by now.
    """
    transfer = _locked_offer(actor, transfer)
    require_seen(seen_offer, shown_offer(transfer, unit_told(transfer)))
    require_transition(transfer.status, TransferStatus.ACCEPTED)
    if not _take_over(transfer):
        raise OperationRefused(GONE)
    enrolment = Enrolment.objects.select_related("person", "jobbtorg").get(pk=transfer.enrolment_id)
    today, now = timezone.localdate(), timezone.now()
    UnitStay.objects.filter(enrolment=enrolment, ended_on__isnull=True).update(ended_on=today)
    UnitStay.objects.create(
        enrolment=enrolment, jobbtorg=transfer.destination, started_on=today, transfer_reason=transfer.reason
    )
    ending = f"Ärendet flyttades till {transfer.destination}: {transfer.reason}"
    leaving = _who_had(enrolment, transfer.origin)
    CoachAssignment.objects.filter(enrolment=enrolment, ended_at__isnull=True).update(
        ended_at=now, end_reason=ending[: CoachAssignment._meta.get_field("end_reason").max_length]
    )
    cancelled = cancel_coming_bookings(actor=actor, enrolment=enrolment)
    move_clocks(enrolment=enrolment, to=transfer.destination)
    answer_transfer(transfer, TransferStatus.ACCEPTED, actor)
    if coach is not None:
        assign_coach(actor=actor, enrolment=enrolment, seen_coach=shown_coach(enrolment), coach=coach)
    if basis is not None and enrolment.income_support_unit is not None:
        said = [("Nytt jobbtorg", str(transfer.destination)), ("Från", long_date(today))]
        disclose(
            actor=actor, exchange=to_unit_of(enrolment), content=DisclosureContent.TRANSFER, basis=basis, said=said
        )
    _notify_of_acceptance(transfer, enrolment, actor, coach, leaving, cancelled)
    return enrolment


def _who_had(enrolment: Enrolment, origin: Jobbtorg) -> list[User]:
    """The coach of a case before it moves, and those with whom a meeting is booked, who still work where it was."""
    coaches = CoachAssignment.objects.filter(enrolment=enrolment, ended_at__isnull=True).values("coach")
    booked = coming_bookings(enrolment).meetings.order_by().values("coach")
    here = User.objects.in_service().filter(jobbtorg=origin, role=Role.COACH)
    if enrolment.person.is_protected:
        here = here.filter(protected_access=True)
    return list(here.filter(Q(pk__in=coaches) | Q(pk__in=booked)))


def _locked_offer(actor: User, transfer: CaseTransfer) -> CaseTransfer:
    """The transfer with its case locked, for a manager of the jobbtorg to which it was offered.

    The case is not the receiver's to lock, so the owner does (casework/row_security.py): the case first.
    """
    require(actor, Act.TRANSFER_CASE, at=transfer.destination_id, refusal=ONLY_MANAGERS)
    with connection.cursor() as cursor:
        cursor.execute("SELECT jobbtorg_lock_offered(%s)", [transfer.pk])
    locked = locked_transfer(CaseTransfer.objects.filter(pk=transfer.pk))
    if locked is None:
        raise OperationRefused(GONE)
    return locked


def _take_over(transfer: CaseTransfer) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT jobbtorg_take_over(%s)", [transfer.pk])
        [taken] = cursor.fetchone()
    return bool(taken)


def _case_of(transfer: CaseTransfer) -> tuple[str, bool]:
    """The number of an offered case, and whether its person is protected. Raises OperationRefused once it is gone."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT case_no, is_protected FROM casework_offered_case WHERE transfer_id = %s", [transfer.pk])
        found = cursor.fetchone()
    if found is None:
        raise OperationRefused(GONE)
    return found[0], found[1]


def _notify_of_acceptance(
    transfer: CaseTransfer,
    enrolment: Enrolment,
    actor: User,
    coach: User | None,
    leaving: list[User],
    cancelled: int,
) -> None:
    case, is_protected = enrolment.case_no, enrolment.person.is_protected
    ended = f" {counted(cancelled, 'bokad tid är inställd', 'bokade tider är inställda')}." if cancelled else ""
    notify(
        managers_of(transfer.origin, is_protected=is_protected),
        kind=NoticeKind.TRANSFER,
        event_key=f"transfer-{transfer.pk}-accepted",
        text=f"{transfer.destination} har tagit emot ärende {case}.{ended}",
    )
    notify(
        leaving,
        kind=NoticeKind.TRANSFER,
        event_key=f"transfer-{transfer.pk}-accepted",
        text=f"Ärende {case} har flyttats från dig till {transfer.destination}.{ended}",
    )
    text, path = f"Ärende {case} har flyttats till er", reverse("case", args=[enrolment.pk])
    notify(
        managers_of(transfer.destination, is_protected=is_protected).exclude(pk=actor.pk),
        kind=NoticeKind.TRANSFER,
        event_key=f"transfer-{transfer.pk}-accepted",
        text=text,
        path=path,
    )
    if coach is not None:
        text = f"Du har fått ärende {case}"
        key = f"assigned-{enrolment.pk}-{transfer.pk}"
        notify([coach], kind=NoticeKind.ASSIGNED, event_key=key, text=text, path=path)
