"""What imports, lists, rows and questions can be: the words stored and the words shown."""

from django.db import models

from imports.profiles.fields import Profile
from imports.values.findings import Severity


class Stage(models.TextChoices):
    """How far an import has come. Each act that changes it stands in `STAGES` in imports/workflow.py."""

    FILES = "FILES", "Filer"
    COLUMNS = "COLUMNS", "Kolumner"
    CHECKED = "CHECKED", "Kontrollerad"
    COMMITTED = "COMMITTED", "Införd"
    UNDONE = "UNDONE", "Ångrad"
    DISCARDED = "DISCARDED", "Borttagen"


class Policy(models.TextChoices):
    """What rows that cannot be brought in mean for the others."""

    ALL = "ALL", "Avbryt allt om någon rad är fel"
    GOOD_ROWS = "GOOD_ROWS", "För in de felfria raderna"


class Outcome(models.TextChoices):
    """What became of cases of an old list that no list closes: an old list never fills today's pages by itself."""

    ASK = "", "Inte besvarat"
    LATER_LIST = "LATER_LIST", "De avslutas med en senare lista. Raderna väntar till dess."
    CLOSED = "CLOSED", "De är avslutade. Orsaken är okänd."
    STILL_OPEN = "STILL_OPEN", "De pågår. Enhetschefen kontrollerar vart och ett."


PROFILES = [(profile.value, profile.label) for profile in Profile]


class Verdict(models.TextChoices):
    NEW = "NEW", "Ny"
    UPDATE = "UPDATE", "Uppdateras"
    UNCHANGED = "UNCHANGED", "Oförändrad"
    SKIP = "SKIP", "Hoppas över"
    WAITING = "WAITING", "Väntar"
    MANUAL = "MANUAL", "Hanteras för hand"
    ERROR = "ERROR", "Fel"


BROUGHT_IN = (Verdict.NEW, Verdict.UPDATE)
"""What changes the register."""

LEFT_OUT = (Verdict.MANUAL, Verdict.ERROR)
"""What is about a person and does not reach the register."""


SEVERITIES = [(Severity.ERROR.value, "Fel"), (Severity.WARNING.value, "Varning"), (Severity.NOTE.value, "Upplysning")]


class ValueKind(models.TextChoices):
    """What a cell's words stand for, as decided once for a jobbtorg."""

    COACH = "COACH", "Coach"
    DISTRICT = "DISTRICT", "Stadsdel"
    REASON = "REASON", "Avslutsorsak"
    STATUS = "STATUS", "Status"


class QuestionKind(models.TextChoices):
    """What the manager of the unit decides, never the order of rows."""

    NAME = "NAME", "Annat namn på samma nummer"
    PERIOD = "PERIOD", "Annan tid för samma person"
    FACTS = "FACTS", "Listor som säger olika"
    REASON = "REASON", "Orsak som inte stämmer med listans A/S/Ö"
    EARLIER_ROW = "EARLIER_ROW", "En tidigare rad kunde inte föras in"
    LIKENESS = "LIKENESS", "Kan vara en person som redan finns"
    STILL_OPEN = "STILL_OPEN", "Pågår ärendet fortfarande?"


class JobKind(models.TextChoices):
    READ = "READ", "Läsning"
    CHECK = "CHECK", "Kontroll"
    COMMIT = "COMMIT", "Införande"
    UNDO = "UNDO", "Ångrande"
    DISCARD = "DISCARD", "Borttagning"


class JobState(models.TextChoices):
    QUEUED = "QUEUED", "Väntar"
    WORKING = "WORKING", "Pågår"
    DONE = "DONE", "Klar"
    FAILED = "FAILED", "Gick inte"
    STOPPED = "STOPPED", "Avbruten"


UNFINISHED = (JobState.QUEUED, JobState.WORKING)
