"""What job offers can be: the words stored and the words shown."""

from django.db import models


class OfferAnswer(models.TextChoices):
    PENDING = "PENDING", "Väntar på svar"
    ACCEPTED = "ACCEPTED", "Tackade ja"
    DECLINED = "DECLINED", "Tackade nej"
    LAPSED = "LAPSED", "Inte längre aktuellt"
