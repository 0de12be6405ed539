"""What job offers and insatser can be: the words stored and the words shown."""

from django.db import models


class OfferAnswer(models.TextChoices):
    PENDING = "PENDING", "Väntar på svar"
    ACCEPTED = "ACCEPTED", "Tackade ja"
    DECLINED = "DECLINED", "Tackade nej"
    LAPSED = "LAPSED", "Inte längre aktuellt"


class ActivityResult(models.TextChoices):
    COMPLETED = "COMPLETED", "Genomförd"
    INTERRUPTED = "INTERRUPTED", "Avbruten"
    NOT_STARTED = "NOT_STARTED", "Påbörjades inte"
