"""The pages that people open most, who opens them, and the bare view and the page of the admin with the same rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from aspirants.models import Enrolment
from core.workdays import ONE_DAY, previous_working_day
from organisation.models import Role, User
from organisation.reference_tables.calendar import stored_holiday
from referrals.inbox.way_on import OPENED
from referrals.models import Referral, ReferralStatus


@dataclass(frozen=True)
class People:
    """A coach with cases, the manager of the same jobbtorg, and somebody who sends referrals."""

    coach: User
    manager: User
    sender: User
    case: Enrolment
    referred: Enrolment
    """A case that a referral has led to, with a question about it."""
    waiting: Referral
    """What the jobbtorg has to take in."""


@dataclass(frozen=True)
class HotPage:
    """A page and what it is compared with. `statements`: at most so many; `times` as much as the bare view at most."""

    name: str
    user: User
    path: str
    bare: str
    peer: str
    statements: int = 15
    times: float = 3.0
    is_about_today: bool = True
    """Whether it ought to cost the same however long the history is. A search has more to find in an older city."""
    typed: Mapping[str, str] | None = None
    """What is posted with the page's own form, or as it is; without it the page is asked for by GET."""
    form_on: str = ""
    """The page that has the form."""
    saves: bool = False
    """Whether what is posted is saved."""


def people() -> People:
    """The same ones each time, with as many cases as is usual."""
    coach = User.objects.filter(role=Role.COACH, is_active=True).order_by("pk")[7]
    cases = Enrolment.objects.filter(coach=coach, closed_on=None, person__protection="NONE").order_by("pk")
    return People(
        coach=coach,
        manager=User.objects.get(role=Role.MANAGER, jobbtorg=coach.jobbtorg),
        sender=User.objects.filter(role=Role.CASEWORKER).order_by("pk")[5],
        case=cases[3],
        referred=cases.filter(referral__threads__isnull=False).distinct()[0],
        waiting=Referral.objects.filter(
            jobbtorg=coach.jobbtorg, status=ReferralStatus.SUBMITTED, person__protection="NONE"
        ).order_by("pk")[0],
    )


def hot_pages(who: People) -> list[HotPage]:
    """All of them, in the order of the table."""
    coach, manager, sender, case = who.coach, who.manager, who.sender, who.case.pk
    peer, cases = "/jamforelse/", f"aspirants/enrolment/?coach__id__exact={coach.pk}&closed_on__isnull=True"
    log = reverse("log_meeting", args=[case])
    unit = f"jobbtorg__id__exact={manager.jobbtorg_id}"
    waiting = f"{peer}referrals/referral/?{unit}&status__in=SUBMITTED,ACCEPTED,INCOMPLETE"
    running = f"{peer}deadlines/deadlineclock/?{unit}&status__exact=RUNNING&o=4"
    sought = who.case.person.search_name.split()[-1]
    form = f"{peer}meetings/meeting/add/"
    inbox, opened = reverse("referral_inbox"), who.waiting.pk
    one_referral = f"{peer}referrals/referral/{opened}/change/"
    return [
        HotPage("Min dag", coach, "/", "/bar/my-day", peer + cases),
        HotPage("Aspiranter", coach, reverse("aspirant_list"), "/bar/cases", f"{peer}aspirants/enrolment/?{unit}"),
        HotPage("Sök", coach, reverse("search"), f"/bar/search?q={sought}",
                f"{peer}aspirants/enrolment/?q={sought}&{unit}", times=2.0, typed={"q": sought},
                is_about_today=False),
        HotPage("Ärende", coach, reverse("case", args=[case]), f"/bar/case/{case}",
                f"{peer}aspirants/enrolment/{case}/change/"),
        HotPage("Historik", coach, reverse("case_history", args=[case]), f"/bar/history/{case}",
                f"{peer}aspirants/enrolment/{case}/history/"),
        HotPage("Logga möte", coach, log, f"/bar/log-meeting/{case}", form),
        HotPage("Logga möte, spara", coach, log, f"/bar/log-meeting/{case}", form, typed=_meeting(), form_on=log,
                saves=True),
        HotPage("Stadsdelen", coach, reverse("case_referral", args=[who.referred.pk]),
                f"/bar/case-referral/{who.referred.pk}", f"{peer}aspirants/enrolment/{who.referred.pk}/change/"),
        HotPage("Inkorg", manager, inbox, "/bar/inbox", waiting, times=2.0),
        HotPage("Inkorg, en remiss öppen", manager, f"{inbox}?{OPENED}={opened}", f"/bar/inbox-open/{opened}", waiting),
        HotPage("Remiss", manager, reverse("referral_detail", args=[opened]), f"/bar/referral/{opened}", one_referral),
        HotPage("Frågor", manager, reverse("question_list"), "/bar/questions",
                f"{peer}referrals/questionthread/?waits_for__exact=JOBBTORG"
                f"&referral__jobbtorg__id__exact={manager.jobbtorg_id}", times=2.0),
        HotPage("Mina remisser", sender, inbox, "/bar/sent",
                f"{peer}referrals/referral/?unit__id__exact={sender.income_support_unit_id}", times=2.0),
        HotPage("Frister", manager, reverse("deadlines"), "/bar/deadlines", running, statements=20),
        HotPage("Brutna frister", manager, reverse("breaches"), "/bar/breaches", f"{peer}deadlines/breach/?{unit}"),
        HotPage("Statistik", manager, reverse("statistics"), "/bar/statistics", "", statements=20,
                is_about_today=False),
    ]  # fmt: skip


def _meeting() -> dict[str, str]:
    """A meeting on the last working day, as a coach types it."""
    day = previous_working_day(timezone.localdate() - ONE_DAY, stored_holiday)
    return {
        "outcome": "attended",
        "day": day.isoformat(),
        "time": "10:00",
        "kind": "COACH",
        "topics": "PLANNING",
        "note": "Gick igenom planen.",
    }
