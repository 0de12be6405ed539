"""Who may do what with a referral (docs/access.md). What each sees is cut by `visible_to`."""

from __future__ import annotations

from django.db.models import Q

from aspirants.models import PROTECTED_NAME, Person, Protection
from audit.models import AccessKind
from audit.operations import log_access
from core.refusals import OperationRefused
from organisation.access.permissions import Act, may, require
from organisation.access.rules import StaffRequest, allowed_to
from organisation.models import User
from referrals.choices import WAITING, ReferralStatus, Source
from referrals.facts.standing import declined_today
from referrals.models import Referral
from referrals.workflow import ReferralAct, allows

senders = allowed_to(Act.SEND_REFERRAL)
receivers = allowed_to(Act.RECEIVE_REFERRAL)
managers = allowed_to(Act.DECLINE_REFERRAL)
parties = allowed_to(Act.FOLLOW_REFERRAL)


def is_sender(user: User) -> bool:
    """Whether the user is on the stadsdel's side of the referral."""
    return may(user, Act.SEND_REFERRAL)


def list_name(user: User) -> str:
    """What the list of referrals is called for the user, as its page says."""
    return "Mina remisser" if is_sender(user) else "Remisser"


def may_withdraw(user: User, referral: Referral) -> bool:
    """The unit that sent it, as long as nobody is enrolled."""
    ours = is_sender(user) and user.income_support_unit_id == referral.unit_id
    return ours and allows(referral.status, ReferralAct.WITHDRAW)


def may_complete(user: User, referral: Referral) -> bool:
    """The unit that sent it, while the jobbtorg waits for an answer."""
    ours = is_sender(user) and user.income_support_unit_id == referral.unit_id
    return ours and allows(referral.status, ReferralAct.COMPLETE)


def may_hide(user: User, referral: Referral) -> bool:
    """An attachment: the unit that sent it, whatever has become of the referral."""
    return is_sender(user) and user.income_support_unit_id == referral.unit_id


def may_correct(user: User, referral: Referral) -> bool:
    """The unit that sent it until somebody is enrolled; the jobbtorg what it wrote itself, also in an open case.

    While the jobbtorg waits for an answer the facts are put right by completing.
    """
    if is_sender(user):
        ours = user.income_support_unit_id == referral.unit_id
        return ours and referral.status in (ReferralStatus.SUBMITTED, ReferralStatus.ACCEPTED)
    return referral.source == Source.PAPER and _works_with(user, referral)


def require_a_side(actor: User, referral: Referral, refusal: str) -> None:
    """Refuse, with a sentence, whoever is neither of the unit that sent the referral nor at a jobbtorg.

    What such a user may do with it depends on where it stands, and is asked once it is locked.
    """
    require(actor, Act.FOLLOW_REFERRAL, refusal=refusal)
    if is_sender(actor) and actor.income_support_unit_id != referral.unit_id:
        raise OperationRefused(refusal)


def may_correct_arrival(user: User, referral: Referral) -> bool:
    """The day a referral on paper or by telephone came: the jobbtorg, where it was typed, also in an open case."""
    return not is_sender(user) and referral.source == Source.PAPER and _works_with(user, referral)


def may_record_decision(user: User, referral: Referral) -> bool:
    """Both sides, while the referral waits or its case is open and the unit still follows it."""
    if is_sender(user):
        ours = user.income_support_unit_id == referral.unit_id and referral.is_followed
        return ours and referral.status in (*WAITING, ReferralStatus.ENROLLED)
    return _works_with(user, referral)


def may_note_deviation(user: User, referral: Referral) -> bool:
    """The unit that sent it while it follows it, and the jobbtorg that has it, whatever has become of the referral."""
    if is_sender(user):
        return user.income_support_unit_id == referral.unit_id and referral.is_followed
    return may(user, Act.RECEIVE_REFERRAL) and user.jobbtorg_id == referral.jobbtorg_id


def _works_with(user: User, referral: Referral) -> bool:
    """The jobbtorg that has received the referral, then the one that has the case while it is open."""
    if referral.enrolment is not None:
        at_the_case = user.works_with_cases and user.jobbtorg_id == referral.enrolment.jobbtorg_id
        return at_the_case and referral.enrolment.is_open
    received = may(user, Act.RECEIVE_REFERRAL) and user.jobbtorg_id == referral.jobbtorg_id
    return received and referral.status in (ReferralStatus.SUBMITTED, ReferralStatus.ACCEPTED)


def may_return(user: User, referral: Referral) -> bool:
    """The jobbtorg's staff, before anybody has accepted it."""
    return may(user, Act.RECEIVE_REFERRAL) and allows(referral.status, ReferralAct.RETURN)


def may_decline(user: User, referral: Referral) -> bool:
    """A manager of the jobbtorg, as long as nobody is enrolled."""
    return may(user, Act.DECLINE_REFERRAL) and allows(referral.status, ReferralAct.DECLINE)


def may_accept(user: User, referral: Referral) -> bool:
    """The jobbtorg's staff, before anybody has accepted it."""
    return may(user, Act.RECEIVE_REFERRAL) and allows(referral.status, ReferralAct.ACCEPT)


def may_move(user: User, referral: Referral) -> bool:
    """A manager of the jobbtorg, while the referral waits there."""
    return may(user, Act.TRANSFER_CASE) and referral.status in WAITING


def may_end(user: User, referral: Referral) -> bool:
    """The jobbtorg's staff, where the person has died while the referral waits."""
    has_died = referral.person.deceased_on is not None
    return has_died and may(user, Act.RECEIVE_REFERRAL) and allows(referral.status, ReferralAct.END_FOR_DEATH)


def may_take_back(user: User, referral: Referral) -> bool:
    """A manager of the jobbtorg, on the day on which the referral was declined. One statement of a declined one."""
    return may(user, Act.DECLINE_REFERRAL) and declined_today(referral) is not None


def may_lapse(user: User, referral: Referral) -> bool:
    """A manager of the jobbtorg, while the referral is sent in or accepted; not while it is to be completed."""
    return may(user, Act.DECLINE_REFERRAL) and allows(referral.status, ReferralAct.LAPSE)


def subject_shown(user: User, referral: Referral) -> Person:
    """Whom a referral's page is about: for the stadsdel what it wrote itself, for the jobbtorg the person's record."""
    return referral.said if is_sender(user) else referral.person


def name_shown(user: User, referral: Referral) -> str:
    """The name on a referral's page. A stadsdel never sees a protected person's, as it may know only the number."""
    return PROTECTED_NAME if kept_from(user, referral.person) else subject_shown(user, referral).name


def names_of_referrals(request: StaffRequest, numbers: set[str]) -> dict[str, str]:
    """Who the referrals with those numbers, or the cases they led to, are about, as the user's pages name them.

    One statement, and a row in the access log where there are any. Protected persons are not among them: others may
    see the screen.
    """
    user = request.user
    referrals = Referral.objects.visible_to(user).filter(
        Q(number__in=numbers) | Q(enrolment__case_no__in=numbers), person__protection=Protection.NONE
    )
    found = {}
    for referral in referrals.select_related("person", "enrolment").order_by():
        name = name_shown(user, referral)
        if name and referral.is_followed:
            found[referral.number] = name
            if referral.enrolment is not None and is_sender(user):
                found[referral.enrolment.case_no] = name
    if found:
        log_access(request, AccessKind.READ, subject="Notiser")
    return found


def kept_from(user: User, person: Person) -> bool:
    """Whether name and whole number are kept back, and not offered: a protected person's from a stadsdel, though it has
    typed them itself. Others may see the screen."""
    return person.is_protected and is_sender(user)
