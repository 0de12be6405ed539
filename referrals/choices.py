"""What a referral can be: the words stored and the words shown."""

from django.db import models


class ReferralStatus(models.TextChoices):
    SUBMITTED = "SUBMITTED", "Inskickad"
    INCOMPLETE = "INCOMPLETE", "Ska kompletteras"
    ACCEPTED = "ACCEPTED", "Mottagen"
    ENROLLED = "ENROLLED", "Inskriven"
    DECLINED = "DECLINED", "Avböjd"
    WITHDRAWN = "WITHDRAWN", "Återkallad"
    LAPSED = "LAPSED", "Förfallen"


WAITING = [ReferralStatus.SUBMITTED, ReferralStatus.INCOMPLETE, ReferralStatus.ACCEPTED]
"""Neither enrolled nor at its end; a person has one such referral at a time."""


class Source(models.TextChoices):
    DISTRICT = "DISTRICT", "Stadsdel"
    PAPER = "PAPER", "Papper eller telefon"
    SELF = "SELF", "Egen kontakt"
    IMPORT = "IMPORT", "Importerad lista"


class BenefitKind(models.TextChoices):
    FORSORJNINGSSTOD = "FORSORJNINGSSTOD", "Försörjningsstöd"
    INTRODUKTIONSERSATTNING = "INTRODUKTIONSERSATTNING", "Introduktionsersättning"
    ETABLERINGSERSATTNING = "ETABLERINGSERSATTNING", "Etableringsersättning"
    NONE = "NONE", "Ingen ersättning"


class BenefitReason(models.TextChoices):
    ARBETSBRIST = "ARBETSBRIST", "Arbetslöshet"
    SOCIAL = "SOCIAL", "Sociala skäl"
    OTHER = "OTHER", "Annat skäl"


class FitForWork(models.TextChoices):
    YES = "YES", "Ja"
    PARTLY = "PARTLY", "Delvis"
    TO_INVESTIGATE = "TO_INVESTIGATE", "Behöver utredas"
    NO = "NO", "Nej"


class DeclineReason(models.TextChoices):
    WRONG_TARGET_GROUP = "WRONG_TARGET_GROUP", "Tillhör inte målgruppen"
    ALREADY_ENROLLED = "ALREADY_ENROLLED", "Redan inskriven"
    LIVES_ELSEWHERE = "LIVES_ELSEWHERE", "Bor i en annan kommun"
    DUPLICATE = "DUPLICATE", "Dubblett"
    NOT_CURRENT = "NOT_CURRENT", "Inte längre aktuell"


CHOSEN_BY_MANAGERS = [reason for reason in DeclineReason if reason != DeclineReason.NOT_CURRENT]
"""What a manager may give as the reason. A referral ends as no longer current by what is registered of the person."""


class MoveStatus(models.TextChoices):
    """What an offer of a referral to another jobbtorg can be."""

    SENT = "SENT", "Väntar på svar"
    ACCEPTED = "ACCEPTED", "Mottagen"
    RETURNED = "RETURNED", "Skickad tillbaka"
    TAKEN_BACK = "TAKEN_BACK", "Återtagen"
    ENDED = "ENDED", "Remissen är avgjord"


class DeviationKind(models.TextChoices):
    """What a note about the work together is about."""

    LATE_FACTS = "LATE_FACTS", "Uppgifter saknades eller kom sent"
    NO_ANSWER = "NO_ANSWER", "Svar dröjde"
    WRONG_PLACE = "WRONG_PLACE", "Remissen kom till fel mottagare"
    UNCLEAR = "UNCLEAR", "Oklart vem som gör vad"
    OTHER = "OTHER", "Annat"
