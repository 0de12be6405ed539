"""What plans, clocks and follow-ups can be: the words stored and the words shown."""

from django.db import models


class VersionStatus(models.TextChoices):
    DRAFT = "DRAFT", "Utkast"
    PROPOSED = "PROPOSED", "Föreslagen"
    APPROVED = "APPROVED", "Godkänd"
    DECLINED = "DECLINED", "Inte godkänd"
    SUPERSEDED = "SUPERSEDED", "Ersatt"
    WITHDRAWN = "WITHDRAWN", "Tillbakadragen"


class AttendanceRequirement(models.TextChoices):
    NONE = "NONE", "Inget krav"
    WEEKLY = "WEEKLY", "Varje vecka"
    SOME_DAYS = "SOME_DAYS", "Några dagar i veckan"
    DAILY = "DAILY", "Varje dag"


class Decision(models.TextChoices):
    APPROVED = "APPROVED", "Godkänner planen"
    DECLINED = "DECLINED", "Godkänner inte planen"


class ApprovalMethod(models.TextChoices):
    SIGNED_PAPER = "SIGNED_PAPER", "Underskrift på papper"
    ORAL_AT_MEETING = "ORAL_AT_MEETING", "Muntligt vid möte"
    ORAL_PHONE = "ORAL_PHONE", "Muntligt på telefon"
    BY_POST = "BY_POST", "Med post"
    BY_EMAIL = "BY_EMAIL", "Med e-post"
    IMPORTED = "IMPORTED", "Enligt importerad lista"


class FollowUpStatus(models.TextChoices):
    PLANNED = "PLANNED", "Planerad"
    HELD = "HELD", "Hållen"
    CANCELLED = "CANCELLED", "Avbruten"


class FollowUpResult(models.TextChoices):
    UNCHANGED = "UNCHANGED", "Planen gäller oförändrad"
    REVISED = "REVISED", "Planen ska revideras"
    CLOSE = "CLOSE", "Ärendet ska avslutas"
