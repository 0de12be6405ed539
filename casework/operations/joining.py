"""Joining two records that are of one person: at once, or when another jobbtorg's manager agrees; and undoing it."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from aspirants.models import Enrolment, NotSamePerson, Person
from aspirants.reasons import checked_reason
from casework.joining.carrying_out import carry_out, chosen, lock_persons, lock_records
from casework.joining.open_work import OpenWork, Records
from casework.joining.shown import HOW_REQUIRED, WHY_NOT_REQUIRED, shown_join, shown_records
from casework.joining.undoing import WayBack, is_built_upon, may_be_undone, put_back, way_back
from casework.models import JoinStatus, MovedRow, PersonJoin
from casework.workflow.joining import require_transition
from core.refusals import OperationRefused
from core.seen import Seen, require_seen
from notices.choices import NoticeKind
from notices.operations import notify
from organisation.access.acting import DatabaseRole, as_database_role
from organisation.access.permissions import Act, require
from organisation.models import Role, User
from referrals.models import Referral, ReferralStatus
from referrals.operations.steps import sender_of

ONLY_MANAGERS = "Bara enhetschefen kan slå samman två poster."
NOT_HERE = "Ingen av posterna finns vid ert jobbtorg."


@transaction.atomic
def tell_apart(*, actor: User, one: Person, other: Person) -> None:
    """The two records are not about the same person; the question is not asked again.

    At least one of them is met at the actor's jobbtorg: row security stores no other answer.
    """
    require(actor, Act.WORK_IN_CASE)
    older, younger = sorted((one.pk, other.pk))
    NotSamePerson.objects.get_or_create(one_id=older, other_id=younger, defaults={"said_by": actor})


@transaction.atomic
def join_persons(
    *, actor: User, goes: Person, stays: Person, seen_records: Seen, reason: str, goes_on: str = ""
) -> PersonJoin:
    """Join the record `goes` into `stays`, or ask the manager of another jobbtorg at which something is open.

    `goes_on`: which open case or referral goes on, where there are several (`OpenWork.key`). The joining that comes
    back is JOINED or ASKED. Raises OperationRefused.
    """
    require(actor, Act.JOIN_PERSONS, refusal=ONLY_MANAGERS)
    reason = checked_reason(reason, refusal=HOW_REQUIRED)
    if goes.pk == stays.pk:
        raise OperationRefused("En post kan inte slås samman med sig själv.")
    _require_met_here(actor, [goes.pk, stays.pk])
    with as_database_role(DatabaseRole.JOINER):
        records = lock_records(goes.pk, stays.pk)
        require_seen(seen_records, shown_records(records, at=actor.jobbtorg_id))
        chosen(records.works, goes_on)
        elsewhere = records.jobbtorg - {actor.jobbtorg_id}
        if len(elsewhere) > 1:
            raise OperationRefused("Personen har något öppet vid två andra jobbtorg. Enhetscheferna där får göra det.")
        now = timezone.now()
        join = PersonJoin(
            goes=records.goes,
            stays=records.stays,
            status=JoinStatus.ASKED if elsewhere else JoinStatus.JOINED,
            goes_on=goes_on,
            reason=reason,
            asked_by=actor,
            asked_at=now,
            joined_at=None if elsewhere else now,
        )
        try:
            with transaction.atomic():
                join.save(force_insert=True)
        except IntegrityError as error:
            if "one_waiting_request_per_pair" not in str(error):
                raise
            raise OperationRefused("Det finns redan en begäran om att slå samman posterna.") from error
        ended = [] if elsewhere else _joined(actor, join, records)
    if elsewhere:
        _ask(join, elsewhere.pop())
    else:
        _tell(actor, join, records.works, ended)
    return join


@transaction.atomic
def accept_join(*, actor: User, join: PersonJoin, seen_join: Seen, seen_records: Seen) -> PersonJoin:
    """The manager of the jobbtorg that was asked agrees: the records are joined as the one who asked has said."""
    require(actor, Act.JOIN_PERSONS, refusal=ONLY_MANAGERS)
    with as_database_role(DatabaseRole.JOINER):
        records = lock_records(join.goes_id, join.stays_id)
        join = _locked(join)
        require_transition(join.status, JoinStatus.JOINED)
        _require_asked(actor, join, records)
        require_seen(seen_join, shown_join(join))
        require_seen(seen_records, shown_records(records, at=actor.jobbtorg_id))
        join.status, join.joined_at = JoinStatus.JOINED, timezone.now()
        join.answered_by, join.answered_at = actor, join.joined_at
        join.save()
        ended = _joined(actor, join, records)
    _tell(actor, join, records.works, ended)
    return join


@transaction.atomic
def decline_join(*, actor: User, join: PersonJoin, seen_join: Seen, answer: str) -> PersonJoin:
    """The manager who was asked does not agree, and says why. Nothing is joined."""
    require(actor, Act.JOIN_PERSONS, refusal=ONLY_MANAGERS)
    answer = checked_reason(answer, refusal=WHY_NOT_REQUIRED)
    with as_database_role(DatabaseRole.JOINER):
        records = lock_records(join.goes_id, join.stays_id)
        join = _locked(join)
        require_transition(join.status, JoinStatus.DECLINED)
        _require_asked(actor, join, records)
        require_seen(seen_join, shown_join(join))
        join.status, join.answer = JoinStatus.DECLINED, answer
        join.answered_by, join.answered_at = actor, timezone.now()
        join.save()
    _notify([join.asked_by], join, "declined", "Enhetschefen sa nej till att slå samman två poster")
    return join


@transaction.atomic
def withdraw_join(*, actor: User, join: PersonJoin, seen_join: Seen) -> PersonJoin:
    """The jobbtorg that asked takes the request back, before it is answered."""
    require(actor, Act.JOIN_PERSONS, refusal=ONLY_MANAGERS)
    with as_database_role(DatabaseRole.JOINER):
        join = _locked(join)
        require(actor, Act.JOIN_PERSONS, at=join.asked_by.jobbtorg_id, refusal="Bara den som frågade kan ta tillbaka.")
        require_transition(join.status, JoinStatus.WITHDRAWN)
        require_seen(seen_join, shown_join(join))
        join.status, join.answered_by, join.answered_at = JoinStatus.WITHDRAWN, actor, timezone.now()
        join.save()
    return join


@transaction.atomic
def undo_join(*, actor: User, join: PersonJoin, seen_join: Seen) -> PersonJoin:
    """Within 14 days: what was moved goes back, unless it has been changed since. Raises OperationRefused."""
    require(actor, Act.JOIN_PERSONS, refusal=ONLY_MANAGERS)
    if not PersonJoin.objects.filter(pk=join.pk).exists():
        raise OperationRefused(NOT_HERE)
    with as_database_role(DatabaseRole.JOINER):
        lock_persons([join.goes_id, join.stays_id])
        join = _locked(join)
        require_transition(join.status, JoinStatus.UNDONE)
        way = way_back(join)
        require_seen(seen_join, shown_join(join, way.left))
        if not may_be_undone(join, timezone.localdate()):
            raise OperationRefused("En sammanslagning kan ångras inom 14 dagar. De har gått.")
        if is_built_upon(join):
            raise OperationRefused("Posten har slagits samman en gång till sedan dess. Ångra den senare först.")
        # Before the rows: a case that opens again must find nobody joined.
        join.status, join.undone_by, join.undone_at = JoinStatus.UNDONE, actor, timezone.now()
        join.save()
        put_back(actor, join, way)
        alive = _alive_again(way)
    _tell_of_undoing(actor, join, alive)
    return join


def _require_met_here(actor: User, both: list[int]) -> None:
    """Both are there for the actor, opened with a reason where they are at another jobbtorg; one is met here."""
    if Person.objects.filter(pk__in=both).count() < len(both):
        raise OperationRefused("En av posterna finns inte längre.")
    here = (Enrolment.objects, Referral.objects)
    if not any(rows.visible_to(actor).filter(person__in=both).exists() for rows in here):
        raise OperationRefused(NOT_HERE)


def _joined(actor: User, join: PersonJoin, records: Records) -> list[Referral]:
    ended = carry_out(actor, join, records)
    join.save()
    return ended


def _locked(join: PersonJoin) -> PersonJoin:
    found: PersonJoin = (
        PersonJoin.objects.select_for_update(of=("self",))
        .select_related("asked_by__jobbtorg", "case__coach", "ended_case__coach")
        .get(pk=join.pk)
    )
    return found


def _require_asked(actor: User, join: PersonJoin, records: Records) -> None:
    """The one who answers is manager where something is open, and nobody but the two jobbtorg has anything open."""
    asking = join.asked_by.jobbtorg_id
    if actor.jobbtorg_id == asking or actor.jobbtorg_id not in records.jobbtorg:
        raise OperationRefused("Bara enhetschefen som har fått frågan kan svara.")
    if records.jobbtorg - {asking, actor.jobbtorg_id}:
        raise OperationRefused("Något har öppnats vid ett annat jobbtorg sedan frågan ställdes. Ställ den igen.")


def _ask(join: PersonJoin, jobbtorg: int) -> None:
    managers = User.objects.in_service().filter(role=Role.MANAGER, jobbtorg=jobbtorg)
    _notify(managers, join, "asked", f"{join.asked_by.jobbtorg} frågar om två poster är samma person")


def _tell(actor: User, join: PersonJoin, works: list[OpenWork], ended: list[Referral]) -> None:
    """Tell the coaches, the one who asked, and the senders of referrals that turned out to be one too many."""
    if join.asked_by_id != actor.pk:
        _notify([join.asked_by], join, "joined", "Enhetschefen sa ja: posterna är sammanslagna")
    if join.case is not None:
        coaches = [work.row.coach_id for work in works if isinstance(work.row, Enrolment) and work.row.coach_id]
        here = User.objects.in_service().filter(jobbtorg=join.case.jobbtorg_id)
        listeners = here.filter(pk__in=coaches).exclude(pk=actor.pk)
        text = f"Två poster är sammanslagna. Ärende {join.case.case_no} fortsätter"
        _notify(listeners, join, "coach", text, reverse("case", args=[join.case.pk]))
    for referral in ended:
        notify(
            sender_of(referral=referral),
            kind=NoticeKind.REFERRAL,
            event_key=f"joined-referral-{join.pk}-{referral.pk}",
            text=f"Remiss {referral.number} har avböjts: dubblett",
            path=reverse("referral_detail", args=[referral.pk]),
        )


def _alive_again(way: WayBack) -> list[tuple[Referral, list[User]]]:
    """The referrals that the joining had declined as one too many and that wait again, each with who sent it."""
    keys = [row.row for row in way.rows if _had_ended(row)]
    found = Referral.objects.filter(pk__in=keys).select_related("person", "sent_by").order_by("pk")
    return [(referral, list(sender_of(referral=referral))) for referral in found]


def _had_ended(row: MovedRow) -> bool:
    return row.table == Referral._meta.db_table and row.after.get("status") == ReferralStatus.DECLINED


def _tell_of_undoing(actor: User, join: PersonJoin, alive: list[tuple[Referral, list[User]]]) -> None:
    for referral, senders in alive:
        notify(
            senders,
            kind=NoticeKind.REFERRAL,
            event_key=f"parted-referral-{join.pk}-{referral.pk}",
            text=f"Remiss {referral.number} gäller igen: den var ingen dubblett",
            path=reverse("referral_detail", args=[referral.pk]),
        )
    for case in (join.case, join.ended_case):
        if case is not None and case.coach is not None and case.coach != actor:
            text = f"Sammanslagningen i ärende {case.case_no} är ångrad"
            _notify([case.coach], join, "undone", text, reverse("case", args=[case.pk]))


def _notify(recipients: Iterable[User], join: PersonJoin, event: str, text: str, path: str = "") -> None:
    path = path or reverse("person_join", args=[join.pk])
    notify(recipients, kind=NoticeKind.JOINING, event_key=f"join-{event}-{join.pk}", text=text, path=path)
