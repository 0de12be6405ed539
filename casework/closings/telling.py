"""Telling a case's coach what a colleague has made of its closing."""

from __future__ import annotations

from django.urls import reverse

from aspirants.models import Enrolment
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
