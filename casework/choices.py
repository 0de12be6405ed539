"""What a transfer between two jobbtorg can be: the words stored and the words shown."""

from django.db import models


class TransferStatus(models.TextChoices):
    SENT = "SENT", "Väntar på svar"
    ACCEPTED = "ACCEPTED", "Mottaget"
    RETURNED = "RETURNED", "Skickat tillbaka"
    TAKEN_BACK = "TAKEN_BACK", "Återtaget"
    ENDED = "ENDED", "Ärendet avslutades"
