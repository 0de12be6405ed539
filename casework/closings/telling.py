"""Who is told what has become of a closing: the case's coach, and the unit that was told of it."""

from __future__ import annotations

from django import forms
from django.urls import reverse

from aspirants.forms.grounds import offer_grounds
from aspirants.models import Closure, Disclosure, DisclosureContent, Enrolment, OutcomeGroup
from core.swedish.dates import long_date
from notices.choices import NoticeKind
from notices.operations import notify
from organisation.models import User

IN_ERROR = ": felregistrering"


def tell_coach(*, actor: User, enrolment: Enrolment, event: str, text: str) -> None:
    """Tell the coach, if somebody else did it and she is still a coach there who may open the person.

    Part of: `close_case`, `reopen_case`, `correct_closing`.
    """
    coach = enrolment.coach
    if coach is None or coach.pk == actor.pk or not enrolment.has_coach_in_service:
        return
    if enrolment.person.is_protected and not coach.protected_access:
        return
    path = reverse("case", args=[enrolment.pk])
    notify([coach], kind=NoticeKind.CLOSURE, event_key=f"coach-{event}", text=text, path=path)


def closing_rows(closure: Closure) -> list[tuple[str, str]]:
    """What a unit is told of a closing: the day, and whether it was to work, to studies or for another reason."""
    words = {OutcomeGroup.WORK: "Arbete", OutcomeGroup.STUDIES: "Studier", OutcomeGroup.OTHER: "Annan orsak"}
    group = words.get(OutcomeGroup(closure.reason.group))
    return [("Avslutat", long_date(closure.closed_on)), *([("Till", group)] if group else [])]


def told_of_closing(enrolment: Enrolment) -> Disclosure | None:
    """How the case's income support unit was told of its closing last; None where it was not, or is another by now."""
    told = Disclosure.objects.to_units().filter(enrolment=enrolment, content=DisclosureContent.CLOSURE)
    last = told.select_related("consent").order_by("-pk").first()
    return last if last is not None and last.recipient_id == enrolment.income_support_unit_id else None


def ask_for_basis(form: forms.BaseForm, enrolment: Enrolment, content: DisclosureContent) -> None:
    """Ask on what ground the unit is told what became of the closing, the last one proposed; without an answer it is
    that one. Nothing is asked where the unit was not told of the closing.
    """
    if told_of_closing(enrolment) is None:
        del form.fields["basis"]
    else:
        offer_grounds(form, enrolment, content)
