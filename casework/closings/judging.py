"""What a closing must fulfil, whoever registers it and for whatever reason: its date, its reason, its answers."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.utils import timezone

from aspirants.closing.frozen import frozen_through
from aspirants.closing.hanging import in_the_way_of_closing, latest_event
from aspirants.models import Closure, ClosureReason, ClosureStatus, Enrolment, OutcomeGroup
from core.refusals import OperationRefused
from core.swedish.dates import long_date
from organisation.access.permissions import Act, may
from organisation.models import User

ONLY_MANAGERS = "Bara enhetschefen kan avsluta ett ärende som felregistrerat."

NO_DESTINATION = "Skriv vilken arbetsgivare eller skola det gäller."
NO_FIRST_DAY = "Ange när arbetet eller studierna börjar."


@dataclass(frozen=True)
class ClosingAnswers:
    """Why a case ends and where the person goes; `destination_starts_on` is a local date."""

    reason: ClosureReason
    destination: str = ""
    destination_starts_on: datetime.date | None = None
    text: str = ""

    @property
    def is_error(self) -> bool:
        return self.reason.group == OutcomeGroup.EXCLUDED

    @property
    def is_work(self) -> bool:
        return self.reason.group == OutcomeGroup.WORK

    def status_by(self, actor: User) -> ClosureStatus:
        """How firmly a closing with these answers stands: a coach's and one to work are to be confirmed."""
        is_firm = may(actor, Act.CONFIRM_CLOSING) and not self.is_work
        return ClosureStatus.CONFIRMED if is_firm else ClosureStatus.PRELIMINARY


def require_day(actor: User, enrolment: Enrolment, closed_on: datetime.date, answers: ClosingAnswers) -> None:
    """Refuse a last day that lies ahead, before the enrolment or the last event, or in a period that is closed."""
    today = timezone.localdate()
    if closed_on > today:
        raise OperationRefused("Avslutet kan inte ligga i framtiden.", field="closed_on")
    if closed_on < enrolment.enrolled_on:
        raise OperationRefused("Ärendet kan inte avslutas före inskrivningen.", field="closed_on")
    latest = latest_event(enrolment)
    if latest is not None and closed_on < latest[0] and not answers.is_error:
        day, what = latest
        raise OperationRefused(
            f"Ärendet kan inte avslutas före {what} {long_date(day)}. Välj den dagen eller en senare.",
            field="closed_on",
        )
    if closed_on <= (last := frozen_through(today)) and not may(actor, Act.CORRECT_CLOSING):
        raise OperationRefused(
            f"Statistiken till och med {long_date(last)} är fastställd. Ett avslut i den perioden registreras av "
            "enhetschefen och redovisas som en senare rättelse.",
            field="closed_on",
        )


def require_nothing_in_the_way(enrolment: Enrolment) -> None:
    """Refuse while something hangs on the case that only people can settle."""
    if sentences := in_the_way_of_closing(enrolment):
        raise OperationRefused(" ".join(sentences))


def require_complete(actor: User, closed_on: datetime.date, answers: ClosingAnswers) -> None:
    """Refuse a reason that cannot be chosen then or by the actor, and answers that it asks for and lacks."""
    reason = answers.reason
    if reason.import_only or not reason.is_valid_on(closed_on):
        raise OperationRefused("Avslutsorsaken kan inte väljas.", field="reason")
    if answers.is_error and not may(actor, Act.CORRECT_CLOSING):
        raise OperationRefused(ONLY_MANAGERS, field="reason")
    if reason.group in (OutcomeGroup.WORK, OutcomeGroup.STUDIES):
        if not answers.destination:
            raise OperationRefused(NO_DESTINATION, field="destination")
        if answers.destination_starts_on is None:
            raise OperationRefused(NO_FIRST_DAY, field="destination_starts_on")
    if (reason.needs_text or answers.is_error) and not answers.text:
        raise OperationRefused("Beskriv orsaken med några ord.", field="text")


def needs_evidence(closure: Closure) -> bool:
    """Whether a closing is confirmed only with what it is believed by: one to work or studies is."""
    return closure.reason.group in (OutcomeGroup.WORK, OutcomeGroup.STUDIES)
