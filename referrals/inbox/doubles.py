"""What else the jobbtorg has about the person of a referral: what a referral may be a double of."""

from __future__ import annotations

from django.urls import reverse

from core.swedish.dates import weekday_date
from organisation.models import User
from referrals.models import Referral


def others_of_person(user: User, referral: Referral) -> list[tuple[str, str]]:
    """The person's open case here and other referrals that the user may see, in words and with their addresses.

    Of other jobbtorg nothing. `referral` is read `with_open_case`.
    """
    others = Referral.objects.visible_to(user).filter(person=referral.person_id).exclude(pk=referral.pk)
    found = [(_in_words(one), _address(one)) for one in others.select_related("enrolment__coach", "unit")]
    open_case = referral.open_case  # type: ignore[attr-defined]
    if open_case and all(address != reverse("case", args=[open_case]) for _, address in found):
        found.insert(0, ("Personens öppna ärende här", reverse("case", args=[open_case])))
    return found


def _in_words(referral: Referral) -> str:
    """ "Remiss R-2026-00012 från Enhet Kista, kom in mån 2 nov 2026, inskriven: ärende 2026-00007" """
    status = referral.get_status_display().lower()
    case = f": ärende {referral.enrolment.case_no}" if referral.enrolment else ""
    return f"Remiss {referral.number} från {referral.unit}, kom in {weekday_date(referral.received_on)}, {status}{case}"


def _address(referral: Referral) -> str:
    case = referral.enrolment
    if case is not None and case.is_open and case.jobbtorg_id == referral.jobbtorg_id:
        return reverse("case", args=[case.pk])
    return reverse("referral_detail", args=[referral.pk])
