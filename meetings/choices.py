"""What meetings and group information can be: the words stored and the words shown."""

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
