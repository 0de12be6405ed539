"""The person, the case and its end."""

from aspirants.choices import (
    ClosureStatus,
    DisclosureBasis,
    DisclosureContent,
    EnrolmentStatus,
    Gender,
    IdentityKind,
    InterruptionReason,
    LegalBasis,
    OpeningKind,
    Origin,
    OutcomeGroup,
    Protection,
)
from aspirants.models.closures import Closure, ClosureReason
from aspirants.models.disclosures import Disclosure
from aspirants.models.enrolments import CoachAssignment, Enrolment, UnitStay
from aspirants.models.interruptions import Interruption
from aspirants.models.likeness import NotSamePerson
from aspirants.models.openings import Opening
from aspirants.models.persons import PROTECTED_NAME, VIA_SKATTEVERKET, Person

__all__ = [
    "PROTECTED_NAME",
    "VIA_SKATTEVERKET",
    "Closure",
    "ClosureReason",
    "ClosureStatus",
    "CoachAssignment",
    "Disclosure",
    "DisclosureBasis",
    "DisclosureContent",
    "Enrolment",
    "EnrolmentStatus",
    "Gender",
    "IdentityKind",
    "Interruption",
    "InterruptionReason",
    "LegalBasis",
    "NotSamePerson",
    "Opening",
    "OpeningKind",
    "Origin",
    "OutcomeGroup",
    "Person",
    "Protection",
    "UnitStay",
]
