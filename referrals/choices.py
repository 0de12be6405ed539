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

ENDED = (ReferralStatus.DECLINED, ReferralStatus.WITHDRAWN, ReferralStatus.LAPSED)
"""At its end without a case."""


class Source(models.TextChoices):
    DISTRICT = "DISTRICT", "Stadsdel"
    PAPER = "PAPER", "Papper eller telefon"
    SELF = "SELF", "Egen kontakt"
    OUTREACH = "OUTREACH", "Uppsökande arbete"
    PES = "PES", "Arbetsförmedlingen"
    OTHER = "OTHER", "Annan"
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


CORRECTION = "Rättade uppgifter. "
"""Begins the comment of an event by which a referral's facts were put right, or a decision added; not a step."""
NAME_BEFORE = "Namnet var: "
"""How the line of an event begins that says what the sender called the person before."""


class YesNoUnknown(models.TextChoices):
    YES = "YES", "Ja"
    NO = "NO", "Nej"
    UNKNOWN = "UNKNOWN", "Vet inte"


class DecisionStatus(models.TextChoices):
    """How far the person's application for benefit has come (R-2-54)."""

    NOT_APPLIED = "NOT_APPLIED", "Har inte ansökt"
    APPLIED = "APPLIED", "Har ansökt, väntar på beslut"
    DECIDED = "DECIDED", "Beviljat"
    REFUSED = "REFUSED", "Avslag"


DECISION_MADE = [DecisionStatus.DECIDED, DecisionStatus.REFUSED]


class PesCategory(models.TextChoices):
    """How Arbetsförmedlingen has registered a jobseeker. A list to choose from: nothing is decided by it."""

    UNEMPLOYED = "UNEMPLOYED", "Arbetslös"
    PART_TIME = "PART_TIME", "Deltidsarbetslös"
    HOURLY = "HOURLY", "Timanställd"
    TEMPORARY = "TEMPORARY", "Tillfälligt anställd"
    CHANGING = "CHANGING", "Har arbete och söker annat"
    HINDERED = "HINDERED", "Arbetssökande med förhinder"
    GUARANTEE = "GUARANTEE", "Jobb- och utvecklingsgarantin"
    YOUTH_GUARANTEE = "YOUTH_GUARANTEE", "Jobbgarantin för ungdomar"
    INTRODUCTION = "INTRODUCTION", "Etableringsprogrammet"
    OTHER_PROGRAMME = "OTHER_PROGRAMME", "Annat program"
    SUBSIDISED = "SUBSIDISED", "Anställd med stöd"
    OTHER = "OTHER", "Annan"


class WorkCapacity(models.IntegerChoices):
    """How much of full time the person is thought able to work, in per cent."""

    NONE = 0, "0 procent"
    QUARTER = 25, "25 procent"
    HALF = 50, "50 procent"
    THREE_QUARTERS = 75, "75 procent"
    FULL = 100, "100 procent"


class SfiStatus(models.TextChoices):
    NOT_NEEDED = "NOT_NEEDED", "Behöver inte sfi"
    NOT_STARTED = "NOT_STARTED", "Har inte börjat"
    WAITING = "WAITING", "Väntar på plats"
    STUDYING = "STUDYING", "Läser sfi"
    INTERRUPTED = "INTERRUPTED", "Har avbrutit"
    DONE = "DONE", "Har avslutat sfi"


class DeclineReason(models.TextChoices):
    WRONG_TARGET_GROUP = "WRONG_TARGET_GROUP", "Tillhör inte målgruppen"
    ALREADY_ENROLLED = "ALREADY_ENROLLED", "Redan inskriven"
    LIVES_ELSEWHERE = "LIVES_ELSEWHERE", "Bor i en annan kommun"
    DUPLICATE = "DUPLICATE", "Dubblett"
    NOT_CURRENT = "NOT_CURRENT", "Inte längre aktuell"


CHOSEN_BY_MANAGERS = [reason for reason in DeclineReason if reason != DeclineReason.NOT_CURRENT]
"""What a manager may give as the reason. A referral ends as no longer current by what is registered of the person."""


class AttachmentKind(models.TextChoices):
    PDF = "PDF", "PDF"
    JPEG = "JPEG", "JPEG-bild"
    PNG = "PNG", "PNG-bild"


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


class Side(models.TextChoices):
    """The two authorities that a question goes between."""

    UNIT = "UNIT", "Försörjningsstödsenheten"
    JOBBTORG = "JOBBTORG", "Jobbtorget"
