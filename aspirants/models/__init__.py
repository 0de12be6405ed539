"""The person, the case and its end."""

from aspirants.choices import (
    CheckResult,
    CheckSource,
    ClosureStatus,
    ConsentForm,
    ConsentPurpose,
    CorrectedKind,
    CorrectionSort,
    CorrectionState,
    Direction,
    DisclosureBasis,
    DisclosureContent,
    EnrolmentStatus,
    Gender,
    IdentityKind,
    InterruptionReason,
    LegalBasis,
    NumberChange,
    OpeningKind,
    Origin,
    OutcomeGroup,
    Protection,
    ReportedField,
    ReportedOutcome,
)
from aspirants.models.closures import Closure, ClosureReason, PostClosureCheck
from aspirants.models.consents import Consent
from aspirants.models.corrections import Correction
from aspirants.models.disclosures import Disclosure
from aspirants.models.enrolments import CoachAssignment, Enrolment, UnitStay
from aspirants.models.interruptions import Interruption
from aspirants.models.openings import Opening
from aspirants.models.persons import PROTECTED_NAME, VIA_SKATTEVERKET, Person
from aspirants.models.register.earlier_numbers import EarlierNumber
from aspirants.models.register.likeness import NotSamePerson
from aspirants.models.register.reported_facts import ReportedFact
from aspirants.models.support_units import SupportUnitChange

__all__ = [
    "PROTECTED_NAME",
    "VIA_SKATTEVERKET",
    "CheckResult",
    "CheckSource",
    "Closure",
    "ClosureReason",
    "ClosureStatus",
    "CoachAssignment",
    "Consent",
    "ConsentForm",
    "ConsentPurpose",
    "CorrectedKind",
    "Correction",
    "CorrectionSort",
    "CorrectionState",
    "Direction",
    "Disclosure",
    "DisclosureBasis",
    "DisclosureContent",
    "EarlierNumber",
    "Enrolment",
    "EnrolmentStatus",
    "Gender",
    "IdentityKind",
    "Interruption",
    "InterruptionReason",
    "LegalBasis",
    "NotSamePerson",
    "NumberChange",
    "Opening",
    "OpeningKind",
    "Origin",
    "OutcomeGroup",
    "Person",
    "PostClosureCheck",
    "Protection",
    "ReportedFact",
    "ReportedField",
    "ReportedOutcome",
    "SupportUnitChange",
    "UnitStay",
]
