"""What meetings and group information can be: the words stored and the words shown."""

from collections.abc import Mapping

from django.db import models


class MeetingKind(models.TextChoices):
    COACH = "COACH", "Coachmöte"
    NETWORK = "NETWORK", "Nätverksmöte"
    FOLLOW_UP = "FOLLOW_UP", "Uppföljning"
    EMPLOYER = "EMPLOYER", "Möte hos arbetsgivare"


class Channel(models.TextChoices):
    VISIT = "VISIT", "Besök"
    PHONE = "PHONE", "Telefon"
    VIDEO = "VIDEO", "Video"


class MeetingStatus(models.TextChoices):
    BOOKED = "BOOKED", "Bokat"
    PRESENT = "PRESENT", "Närvarade"
    ABSENT_VALID = "ABSENT_VALID", "Giltig frånvaro"
    ABSENT_INVALID = "ABSENT_INVALID", "Uteblev"
    RESCHEDULED = "RESCHEDULED", "Ombokades"
    CANCELLED_BY_ASPIRANT = "CANCELLED_BY_ASPIRANT", "Avbokat av aspiranten"
    CANCELLED_BY_UNIT = "CANCELLED_BY_UNIT", "Inställt av jobbtorget"
    REMOVED = "REMOVED", "Borttaget"


ATTENDED = [MeetingStatus.PRESENT]


class Topic(models.TextChoices):
    JOB_SEARCH = "JOB_SEARCH", "Jobbsökning"
    PLACEMENT = "PLACEMENT", "Praktik"
    EDUCATION = "EDUCATION", "Utbildning"
    HEALTH = "HEALTH", "Hälsa"
    FINANCES = "FINANCES", "Ekonomi"
    PLANNING = "PLANNING", "Planering"


class BookingStatus(models.TextChoices):
    INVITED = "INVITED", "Kallad"
    ATTENDED = "ATTENDED", "Deltog"
    NO_SHOW = "NO_SHOW", "Uteblev"
    CANCELLED_BY_ASPIRANT = "CANCELLED_BY_ASPIRANT", "Avbokad av aspiranten"
    CANCELLED_BY_UNIT = "CANCELLED_BY_UNIT", "Inställd av jobbtorget"


class Wish(models.TextChoices):
    """On whose wish a time is changed. Only the aspirant's own no can excuse a promise (E04, never G-50)."""

    ASPIRANT = "ASPIRANT", "Aspiranten"
    UNIT = "UNIT", "Jobbtorget"
    OTHER = "OTHER", "Någon annan"


class ChangeReason(models.TextChoices):
    """Why a time was moved or cancelled: never more about health than that somebody is ill."""

    OTHER_TIME = "OTHER_TIME", "Tiden passar inte"
    DECLINED = "DECLINED", "Vill inte komma"
    OCCUPIED = "OCCUPIED", "Arbete, praktik eller studier"
    ILL = "ILL", "Sjukdom"
    CARE = "CARE", "Vård av barn eller anhörig"
    COACH_AWAY = "COACH_AWAY", "Coachen kan inte"
    INTERPRETER = "INTERPRETER", "Tolk saknas"
    PREMISES = "PREMISES", "Lokal eller teknik"
    CASE_ENDS = "CASE_ENDS", "Ärendet avslutas eller flyttas"
    MISTAKE = "MISTAKE", "Felbokning"
    ANOTHER = "ANOTHER", "Annat skäl"


REASONS_OF: Mapping[Wish, tuple[ChangeReason, ...]] = {
    Wish.ASPIRANT: (
        ChangeReason.OTHER_TIME,
        ChangeReason.DECLINED,
        ChangeReason.OCCUPIED,
        ChangeReason.ILL,
        ChangeReason.CARE,
        ChangeReason.ANOTHER,
    ),
    Wish.UNIT: (
        ChangeReason.COACH_AWAY,
        ChangeReason.INTERPRETER,
        ChangeReason.PREMISES,
        ChangeReason.CASE_ENDS,
        ChangeReason.MISTAKE,
        ChangeReason.ANOTHER,
    ),
    Wish.OTHER: (
        ChangeReason.OTHER_TIME,
        ChangeReason.INTERPRETER,
        ChangeReason.ILL,
        ChangeReason.ANOTHER,
    ),
}
"""The reasons that go with each wish."""

A_NO = (ChangeReason.OTHER_TIME, ChangeReason.DECLINED, ChangeReason.OCCUPIED, ChangeReason.ANOTHER)
"""The aspirant's reasons that are a no to the time. Who is ill or cares for a child is prevented: that is a pause (P01,
P02), as a valid absence excuses nothing (E01)."""
