"""What insatser can be: the words stored and the words shown."""

from django.db import models


class ResponsibleParty(models.TextChoices):
    JOBBTORG = "JOBBTORG", "Jobbtorget"
    DISTRICT = "DISTRICT", "Stadsdelen"
    PES = "PES", "Arbetsförmedlingen"
    ADULT_EDUCATION = "ADULT_EDUCATION", "Vuxenutbildningen"
    OTHER = "OTHER", "Annan aktör"
