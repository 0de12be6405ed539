"""Questions about referrals."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import connection, models
from django.db.models import Exists, OuterRef, Prefetch, Q, Subquery
from django.db.models.expressions import RawSQL
from django.db.models.functions import Greatest

from aspirants.models import (
    Closure,
    ClosureStatus,
    Disclosure,
    DisclosureContent,
    Enrolment,
    Person,
    Protection,
    ReportedFact,
    ReportedOutcome,
)
from aspirants.querysets import of_persons_open_to
from core.reading.statements import one_of
from deadlines.models import DeadlineClock
from jobplans.models import PlanCommunication
from organisation.models import Role, User
from referrals.choices import WAITING


def _of_persons_not_hidden_from(user: User) -> Q:
    """As `of_persons_open_to`, by the few who are protected: a unit has sent thousands whose rows need not be read."""
    return Q() if user.protected_access else ~Q(person__in=Person.objects.exclude(protection=Protection.NONE))


class ReferralQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User | AnonymousUser) -> ReferralQuerySet:
        """A jobbtorg sees what was sent to it, a unit what it sent, a chef stadsdel what all its units sent.

        A referral of a protected person is seen only by who sent it and by those appointed to open protected persons.
        """
        if isinstance(user, AnonymousUser):
            return self.none()
        if user.works_with_cases:
            return self.filter(of_persons_open_to(user), jobbtorg_id=user.jobbtorg_id)
        sender_or_open = Q(sent_by=user) | _of_persons_not_hidden_from(user)
        if user.role == Role.CASEWORKER:
            return self.filter(sender_or_open, unit_id=user.income_support_unit_id)
        if user.role == Role.DISTRICT_MANAGER and user.income_support_unit is not None:
            return self.filter(sender_or_open, unit__district_id=user.income_support_unit.district_id)
        return self.none()

    def of_cases_at_work(self, user: User) -> ReferralQuerySet:
        """Those that led to a case the user works in, also where the case has come from another jobbtorg."""
        return self.filter(enrolment__in=Enrolment.objects.visible_to(user).values("pk"))

    def waiting(self) -> ReferralQuerySet:
        """Sent in and neither enrolled nor at its end."""
        return self.filter(status__in=WAITING)

    def unfinished(self) -> ReferralQuerySet:
        """Waiting, or the one that a case that is open came about by."""
        return self.filter(Q(status__in=WAITING) | Q(enrolment__isnull=False, enrolment__closed_on__isnull=True))

    def with_clock(self) -> ReferralQuerySet:
        """With the clock and its policy, in a statement of its own.

        Where a unit follows the case no longer, the clock is not there for it; the referral still is.
        """
        return self.prefetch_related(Prefetch("clock", DeadlineClock.objects.select_related("policy")))

    def with_last_event(self) -> ReferralQuerySet:
        """Annotate `last_event_at`: when its sender last had anything of the referral to read.

        It changed hands or state, something was told to the unit, or one of the two asked or answered.
        """
        this = self.model.objects.filter(pk=OuterRef("pk"))
        steps = this.order_by("-events__at").values("events__at")
        told = Disclosure.objects.filter(recipient=OuterRef("unit"), enrolment=OuterRef("enrolment"))
        sent_at = "threads__messages__sent_at"
        asked = this.filter(**{f"{sent_at}__isnull": False}).order_by(f"-{sent_at}").values(sent_at)
        return self.annotate(
            last_event_at=Greatest(
                Subquery(steps[:1]),
                Subquery(told.order_by("-disclosed_at").values("disclosed_at")[:1]),
                Subquery(asked[:1]),
            )
        )

    def with_open_case(self) -> ReferralQuerySet:
        """Annotate `open_case`: the key of the case that the person has at the jobbtorg by now (G-57), or None."""
        cases = Enrolment.objects.open().filter(person=OuterRef("person"), jobbtorg=OuterRef("jobbtorg"))
        return self.annotate(open_case=Subquery(cases.values("pk")[:1]))

    def with_reported(self) -> ReferralQuerySet:
        """Annotate `is_reported`: whether something said of the person otherwise than in the register waits.

        `is_departed`: whether the referral was sent although a rule spoke against it. `has_attachments`: whether
        anything is attached. Most often there is none of it.
        """
        waiting = ReportedFact.objects.filter(outcome=ReportedOutcome.WAITING)
        return self.annotate(
            is_reported=Exists(waiting.filter(person=OuterRef("person"), jobbtorg=OuterRef("jobbtorg"))),
            is_departed=Exists(self.model.objects.filter(pk=OuterRef("pk"), departures__isnull=False)),
            has_attachments=Exists(self.model.objects.filter(pk=OuterRef("pk"), attachments__isnull=False)),
        )

    def with_disclosures(self) -> ReferralQuerySet:
        """Annotate what the jobbtorg has disclosed to the sending unit, and nothing else (R-4-21, R-2-66).

        `plan_sent_at`: when a plan was last communicated; `plan_answered_at`: when the aspirant had agreed to it;
        `follow_up_told_at`: when the result of a follow-up was last told. `closing_group`, `case_closed_on`: how and
        when the case ended; empty unless the closure was disclosed and still stands.
        """
        plans = PlanCommunication.objects.filter(
            unit=OuterRef("unit"), version__plan__enrolment=OuterRef("enrolment")
        ).order_by("-sent_at")
        disclosed = Disclosure.objects.filter(
            content=DisclosureContent.CLOSURE, recipient=OuterRef(OuterRef("unit")), enrolment=OuterRef("enrolment")
        )
        closures = Closure.objects.filter(Exists(disclosed), enrolment=OuterRef("enrolment")).exclude(
            status=ClosureStatus.CORRECTED
        )
        followed_up = Disclosure.objects.filter(
            content=DisclosureContent.FOLLOW_UP, recipient=OuterRef("unit"), enrolment=OuterRef("enrolment")
        ).order_by("-disclosed_at")
        return self.annotate(
            plan_sent_at=Subquery(plans.values("sent_at")[:1]),
            plan_answered_at=Subquery(plans.values("version__approval__answered_at")[:1]),
            follow_up_told_at=Subquery(followed_up.values("disclosed_at")[:1]),
            closing_group=Subquery(closures.values("reason__group")[:1]),
            case_closed_on=Subquery(closures.values("closed_on")[:1]),
        )

    def with_unsettled(self, user: User) -> ReferralQuerySet:
        """Annotate `is_unsettled`: the referral has not ended, nor has its unit been told how the case did. Of those:
        `goes_on`: the unit follows it; `is_plan_told`: the unit has been sent a plan.

        For a stadsdel's staff, whose lists have all that was ever sent: the database finds theirs for all at once
        (referrals/row_security/disclosures.py). One statement here and now.
        """
        of_one_unit = " WHERE unit_id = %s" if user.role == Role.CASEWORKER else ""
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT id, followed, plan_told FROM referrals_unsettled{of_one_unit}",  # noqa: S608 - two texts of ours
                [user.income_support_unit_id] if of_one_unit else [],
            )
            found = cursor.fetchall()
        return self.annotate(
            is_unsettled=one_of([key for key, _, _ in found]),
            goes_on=one_of([key for key, is_followed, _ in found if is_followed]),
            is_plan_told=one_of([key for key, _, is_told in found if is_told]),
        )

    def with_news(self) -> ReferralQuerySet:
        """Annotate `has_news`: that something has happened in the case which its unit has not been told of; not what.

        For a stadsdel's staff: the database shows them no more than this of it (referrals/row_security/untold.py).
        """
        untold = RawSQL(
            "EXISTS (SELECT FROM referrals_untold untold WHERE untold.id = referrals_referral.id)",
            (),
            output_field=models.BooleanField(),
        )
        return self.annotate(has_news=untold)
