"""What notices are about, and which of them each role gets."""

from __future__ import annotations

from django.db import models

from organisation.models import Role, User


class NoticeKind(models.TextChoices):
    """What happened; the label completes "Jag vill få notiser om"."""

    BREACH = "BREACH", "Frister som har brutits"
    WARNING = "WARNING", "Frister som snart går ut"
    ASSIGNED = "ASSIGNED", "Ärenden som jag har fått"
    COACH_NEEDED = "COACH_NEEDED", "Ärenden som behöver en coach"
    STAFF = "STAFF", "Kollegor som slutar, flyttar eller är borta"
    TRANSFER = "TRANSFER", "Ärenden som flyttas mellan jobbtorg"
    REFERRAL = "REFERRAL", "Vad som händer med remisser"
    PLAN = "PLAN", "Jobbplaner som har kommit"
    CLOSURE = "CLOSURE", "Ärenden som har avslutats"
    ACCESS = "ACCESS", "Vem som läser i registret, och loggranskning"
    IMPORT = "IMPORT", "Listor som inte kunde läsas in"
    JOINING = "JOINING", "Poster som slås samman"


class LetterKind(models.TextChoices):
    """What a letter is written from when it is sent."""

    TEXT = "TEXT", "Text"
    INVITATION = "INVITATION", "Inbjudan"


KINDS_OF_ROLE: dict[str, tuple[NoticeKind, ...]] = {
    Role.COACH: (
        NoticeKind.BREACH,
        NoticeKind.WARNING,
        NoticeKind.ASSIGNED,
        NoticeKind.STAFF,
        NoticeKind.TRANSFER,
        NoticeKind.REFERRAL,
        NoticeKind.CLOSURE,
        NoticeKind.JOINING,
    ),
    Role.MANAGER: (
        NoticeKind.BREACH,
        NoticeKind.WARNING,
        NoticeKind.COACH_NEEDED,
        NoticeKind.STAFF,
        NoticeKind.TRANSFER,
        NoticeKind.REFERRAL,
        NoticeKind.ACCESS,
        NoticeKind.JOINING,
    ),
    Role.CASEWORKER: (NoticeKind.REFERRAL, NoticeKind.PLAN, NoticeKind.CLOSURE),
    Role.DISTRICT_MANAGER: (NoticeKind.REFERRAL, NoticeKind.ACCESS),
    Role.LOG_REVIEWER: (NoticeKind.ACCESS,),
    Role.ADMIN: (NoticeKind.IMPORT,),
}
"""What somebody of a role can get at all."""

ALWAYS_SENT = (NoticeKind.ACCESS,)
"""Notices about who reads in the register cannot be switched off."""

ALWAYS_SENT_TO_MANAGERS = (
    NoticeKind.BREACH,
    NoticeKind.COACH_NEEDED,
    NoticeKind.STAFF,
    NoticeKind.TRANSFER,
    NoticeKind.JOINING,
)
"""A manager answers for the unit's clocks, for its cases without a coach, for what other jobbtorg offer, and to another
jobbtorg that asks whether two records are of one person, and cannot choose not to know."""


def always_sent(user: User) -> list[NoticeKind]:
    """The kinds that the user gets whatever the settings say."""
    sent = (*ALWAYS_SENT, *ALWAYS_SENT_TO_MANAGERS) if user.role == Role.MANAGER else ALWAYS_SENT
    return [kind for kind in KINDS_OF_ROLE.get(user.role, ()) if kind in sent]


def optional_kinds(user: User) -> list[NoticeKind]:
    """The kinds that the user may switch off."""
    always = always_sent(user)
    return [kind for kind in KINDS_OF_ROLE.get(user.role, ()) if kind not in always]


def may_have_digest(user: User) -> bool:
    """Whether there is a morning letter for the user: who works with cases at a jobbtorg, or sends referrals to one."""
    return user.works_with_cases or (user.role == Role.CASEWORKER and user.income_support_unit_id is not None)
