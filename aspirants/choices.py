"""What persons, cases, meetings and closings can be: the words stored and the words shown."""

from django.db import models


class IdentityKind(models.TextChoices):
    PERSONNUMMER = "PERSONNUMMER", "Personnummer"
    SAMORDNINGSNUMMER = "SAMORDNINGSNUMMER", "Samordningsnummer"
    INTERIM = "INTERIM", "Tillfälligt nummer"
    UNKNOWN = "UNKNOWN", "Saknas"


class Gender(models.TextChoices):
    WOMAN = "K", "Kvinna"
    MAN = "M", "Man"


class Protection(models.TextChoices):
    NONE = "NONE", "Ingen"
    SEKRETESSMARKERING = "SEKRETESSMARKERING", "Sekretessmarkering"
    SKYDDAD_FOLKBOKFORING = "SKYDDAD_FOLKBOKFORING", "Skyddad folkbokföring"
    FINGERADE_UPPGIFTER = "FINGERADE_UPPGIFTER", "Fingerade personuppgifter"


class OpeningKind(models.TextChoices):
    PROTECTED = "PROTECTED", "Skyddade personuppgifter"
    OTHER_UNIT = "OTHER_UNIT", "Ärende vid annat jobbtorg"


class EnrolmentStatus(models.TextChoices):
    ACTIVE = "ACTIVE", "Pågående"
    PAUSED = "PAUSED", "Uppehåll"
    CLOSED = "CLOSED", "Avslutat"


class InterruptionReason(models.TextChoices):
    ILLNESS = "ILLNESS", "Sjukdom"
    CARE = "CARE", "Vård av barn eller nära anhörig"
    AWAY = "AWAY", "Bortrest"
    INSTITUTION = "INSTITUTION", "Frihetsberövad eller inlagd"
    OTHER = "OTHER", "Annat"


PROVENANCE = "Enligt importerad lista"
"""The note, reason or place of what an imported list tells of and nobody here has written anything about."""


class Origin(models.TextChoices):
    REFERRAL = "REFERRAL", "Remiss"
    WALK_IN = "WALK_IN", "Kom utan remiss"
    IMPORT = "IMPORT", "Import"


class LegalBasis(models.TextChoices):
    SOL_WITH_TEST = "SOL_WITH_TEST", "Socialtjänstlagen, efter behovsprövning"
    SOL_WITHOUT_TEST = "SOL_WITHOUT_TEST", "Socialtjänstlagen, utan behovsprövning"
    SOL_SKILL_ACTIVITY = "SOL_SKILL_ACTIVITY", "Socialtjänstlagen, kompetenshöjande verksamhet"
    OTHER = "OTHER", "Annan"


class OutcomeGroup(models.TextChoices):
    WORK = "W", "Arbete"
    STUDIES = "S", "Studier"
    OTHER = "O", "Annan orsak"
    EXCLUDED = "X", "Räknas inte"


class ClosureStatus(models.TextChoices):
    PRELIMINARY = "PRELIMINARY", "Preliminärt"
    CONFIRMED = "CONFIRMED", "Bekräftat"
    CORRECTED = "CORRECTED", "Rättat"


class CheckResult(models.TextChoices):
    """What came out of a check some months after a closing to work or studies."""

    STILL = "STILL", "Kvar i arbete eller studier"
    ENDED = "ENDED", "Har slutat"
    UNKNOWN = "UNKNOWN", "Gick inte att få reda på"


class CheckSource(models.TextChoices):
    """From where it is known."""

    PERSON = "PERSON", "Personen själv"
    EMPLOYER = "EMPLOYER", "Arbetsgivaren eller skolan"
    DOCUMENT = "DOCUMENT", "Handling, till exempel lönebesked"
    NEW_REFERRAL = "NEW_REFERRAL", "Ny remiss"


class DisclosureContent(models.TextChoices):
    """What was told. The stadsdel and the jobbtorg tell each other nothing of a person by any other way."""

    JOB_PLAN = "JOB_PLAN", "Jobbplan"
    ATTENDANCE = "ATTENDANCE", "Närvarounderlag"
    DECLINED_OFFER = "DECLINED_OFFER", "Avböjt jobberbjudande"
    FOLLOW_UP = "FOLLOW_UP", "Resultat av uppföljning"
    MESSAGE = "MESSAGE", "Fråga eller svar"
    TRANSFER = "TRANSFER", "Flytt till annat jobbtorg"
    CLOSURE = "CLOSURE", "Avslut"
    REOPENED = "REOPENED", "Återöppnat ärende"


class DisclosureBasis(models.TextChoices):
    """What breaks the secrecy. Generalklausulen (OSL 10 kap. 27 §) does not break that of 26 kap. and is no choice."""

    OSL_10_2 = "OSL_10_2", "Nödvändigt för den egna verksamheten (OSL 10 kap. 2 §)"
    OSL_26_1 = "OSL_26_1", "Prövat att det kan lämnas ut utan men (OSL 26 kap. 1 §)"
    OSL_26_9 = "OSL_26_9", "Samverkan mellan myndigheter (OSL 26 kap. 9 §)"
    CONSENT = "CONSENT", "Samtycke (OSL 10 kap. 1 §)"


LAWFUL_BASES = tuple(basis for basis in DisclosureBasis if basis != DisclosureBasis.CONSENT)
"""The grounds that the law gives by itself. Consent is a choice only as a consent that somebody has given."""


class Direction(models.TextChoices):
    TO_UNIT = "TO_UNIT", "Från jobbtorget"
    TO_JOBBTORG = "TO_JOBBTORG", "Till jobbtorget"


class ConsentPurpose(models.TextChoices):
    """What somebody has agreed to that the two sides tell each other for."""

    PLANNING = "PLANNING", "Gemensam planering mot arbete eller studier"
    BENEFIT = "BENEFIT", "Prövning av försörjningsstöd"


class ConsentForm(models.TextChoices):
    ORAL = "ORAL", "Muntligt"
    WRITTEN = "WRITTEN", "Skriftligt"


class NumberChange(models.TextChoices):
    """Why a person's number is another one from now on."""

    OWN_NUMBER = "OWN_NUMBER", "Personen har fått ett eget nummer"
    FOUND = "FOUND", "Numret saknades och är nu känt"
    MISTYPED = "MISTYPED", "Numret var fel inskrivet"


class ReportedField(models.TextChoices):
    """What a referral or list may say otherwise; the value is the person's field."""

    FIRST_NAME = "first_name", "Förnamn"
    LAST_NAME = "last_name", "Efternamn"
    PHONE = "phone", "Telefon"
    LANGUAGE = "language", "Språk"
    INTERPRETER = "interpreter_needed", "Behöver tolk"


class ReportedOutcome(models.TextChoices):
    """What has become of it."""

    WAITING = "WAITING", "Väntar"
    TAKEN = "TAKEN", "Övertagen"
    KEPT = "KEPT", "Behöll vårt"


class CorrectedKind(models.TextChoices):
    MEETING = "MEETING", "Möte"
    GROUP = "GROUP", "Gruppinformation"
    ATTEMPT = "ATTEMPT", "Kontaktförsök"
    OFFER = "OFFER", "Jobberbjudande"
    ACTIVITY = "ACTIVITY", "Insats"
    FOLLOW_UP = "FOLLOW_UP", "Uppföljning"
    ANSWER = "ANSWER", "Svar på jobbplan"
    INTERRUPTION = "INTERRUPTION", "Uppehåll"
    COACH = "COACH", "Ansvarig coach"
    NOTE = "NOTE", "Anteckning"
    TARGET_GROUP = "TARGET_GROUP", "Målgrupp"
    ARRIVAL = "ARRIVAL", "Dagen för besöket"
    ENROLMENT = "ENROLMENT", "Inskrivningsdagen"


class CorrectionSort(models.TextChoices):
    CHANGED = "CHANGED", "Rättat"
    WRONG_PERSON = "WRONG_PERSON", "Registrerat på fel person, borttaget"
    UNDONE = "UNDONE", "Ångrat"


class CorrectionState(models.TextChoices):
    DONE = "DONE", "Gjord"
    WAITING = "WAITING", "Väntar på enhetschefen"
    ACCEPTED = "ACCEPTED", "Godkänd"
    REFUSED = "REFUSED", "Inte godkänd"
    LAPSED = "LAPSED", "Inte längre aktuell"
