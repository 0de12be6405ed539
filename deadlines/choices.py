"""What clocks, pauses, breaches and contact attempts can be: the words stored and the words shown."""

from django.db import models

FROM_LIST = "Ur importerad lista"
"""How a clock, its breach and its explanation are marked where an imported list tells of them (docs/statistics.md)."""


class ClockKind(models.TextChoices):
    PLAN_GUARANTEE = "PLAN_GUARANTEE", "Jobbgarantin"
    ASSESSMENT = "ASSESSMENT", "Första bedömningssamtalet"
    GROUP_INFO_OFFER = "GROUP_INFO_OFFER", "Erbjuden gruppinformation"
    PLAN_COMMUNICATION = "PLAN_COMMUNICATION", "Plan kommunicerad"
    FOLLOW_UP = "FOLLOW_UP", "Tremånadersuppföljningen"
    JOB_OFFER_5 = "JOB_OFFER_5", "Erbjudet jobb inom fem dagar"
    JOB_GOT_5 = "JOB_GOT_5", "Fått jobb inom fem dagar"
    MEETING_48H = "MEETING_48H", "Möte inom två dygn"
    SKILL_ACTIVITY_5 = "SKILL_ACTIVITY_5", "Kompetenshöjande aktivitet inom fem dagar"


_NOT_KEPT = {
    ClockKind.ASSESSMENT: ("Bedömningssamtalet hölls inte i tid", "Bedömningssamtalet i % hölls inte i tid"),
    ClockKind.GROUP_INFO_OFFER: ("Gruppinformation erbjöds inte i tid", "Gruppinformation i % erbjöds inte i tid"),
    ClockKind.PLAN_COMMUNICATION: ("Planen skickades inte i tid", "Planen i % skickades inte i tid"),
    ClockKind.JOB_OFFER_5: (
        "Jobb erbjöds inte inom fem arbetsdagar",
        "Jobb i % erbjöds inte inom fem arbetsdagar",
    ),
    ClockKind.JOB_GOT_5: ("Inget jobb inom fem arbetsdagar", "Inget jobb i % inom fem arbetsdagar"),
    ClockKind.MEETING_48H: ("Mötet hölls inte i tid", "Mötet i % hölls inte i tid"),
    ClockKind.SKILL_ACTIVITY_5: ("Aktiviteten började inte i tid", "Aktiviteten i % började inte i tid"),
}


def not_kept(kind: str, reference: str = "") -> str:
    """What it means that a clock of a kind was not kept, as a title: "Planen skickades inte i tid".

    With the number of a case or referral it says in which: "Planen i RS-2026-00044 skickades inte i tid".
    """
    broken = f"{ClockKind(kind).label} bröts"
    alone, within = _NOT_KEPT.get(ClockKind(kind), (broken, f"{broken} i %"))
    return within.replace("%", reference) if reference else alone


class PolicyUse(models.TextChoices):
    ACTIVE = "ACTIVE", "Aktiv"
    INDICATOR = "INDICATOR", "Indikator"
    REPORT_ONLY = "REPORT_ONLY", "Endast rapport"
    OFF = "OFF", "Avstängd"


class StartEvent(models.TextChoices):
    REFERRAL_RECEIVED = "REFERRAL_RECEIVED", "Remissen kom in"
    FIRST_VISIT = "FIRST_VISIT", "Första besöket"
    PLAN_APPROVED = "PLAN_APPROVED", "Planen godkändes, eller ärendet fick en ny försörjningsstödsenhet,"
    FOLLOW_UP_BASE = "FOLLOW_UP_BASE", "Senaste uppföljningen hölls, eller första planen godkändes,"
    BENEFIT_APPLIED = "BENEFIT_APPLIED", "Ansökan om försörjningsstöd"
    INQUIRY_DONE = "INQUIRY_DONE", "Grundutredningen blev klar"


class ClockStatus(models.TextChoices):
    WAITING = "WAITING", "Väntar på start"
    RUNNING = "RUNNING", "Löper"
    PAUSED = "PAUSED", "Pausad"
    MET = "MET", "Hållen"
    BREACHED = "BREACHED", "Bruten"
    EXCUSED = "EXCUSED", "Ursäktad"
    CANCELLED = "CANCELLED", "Avbruten"


class Fulfilment(models.TextChoices):
    PLAN = "PLAN", "Jobbplan"
    WORK = "WORK", "Arbete"
    OTHER_INSATS = "OTHER_INSATS", "Annan insats"
    FOLLOW_UP = "FOLLOW_UP", "Uppföljning"
    OFFER = "OFFER", "Erbjudande"
    SENT = "SENT", "Skickad"
    TALK = "TALK", "Samtal"


class PauseReason(models.TextChoices):
    P01 = "P01", "Sjukdom"
    P02 = "P02", "Vård av barn eller nära anhörig"
    P03 = "P03", "Bortrest eller begär senare tid, godkänt av jobbtorget"
    P04 = "P04", "Frihetsberövad eller inlagd"
    P05 = "P05", "Vill invänta beslut om försörjningsstöd"
    P06 = "P06", "Säker kontaktväg måste ordnas"


class BreachCause(models.TextChoices):
    B01 = "B01", "Ingen coachtid"
    B02 = "B02", "Ingen gruppinformation i tid"
    B03 = "B03", "Tolk saknades"
    B04 = "B04", "Frånvaro i personalen"
    B05 = "B05", "Tekniskt fel"
    B06 = "B06", "Sen registrering"
    B07 = "B07", "Väntade på annan myndighet"
    B09 = "B09", "Annan orsak"


class ExcuseReason(models.TextChoices):
    E01 = "E01", "Uteblev från erbjudet möte"
    E02 = "E02", "Godkände inte den föreslagna planen"
    E03 = "E03", "Gick inte att nå"
    E04 = "E04", "Tackade nej till tid inom fristen"


class ContactChannel(models.TextChoices):
    PHONE = "PHONE", "Telefon"
    SMS = "SMS", "Sms"
    EMAIL = "EMAIL", "E-post"
    LETTER = "LETTER", "Brev"
    VISIT = "VISIT", "Personligt möte"


class ContactResult(models.TextChoices):
    NOT_REACHED = "NOT_REACHED", "Fick inte tag i aspiranten"
    DECLINED_TIME = "DECLINED_TIME", "Tackade nej till erbjuden tid"
