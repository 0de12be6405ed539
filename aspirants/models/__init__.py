"""The person, the case, its meetings and its end."""

from aspirants.choices import (
    BookingStatus,
    Channel,
    ClosureStatus,
    DisclosureBasis,
    DisclosureContent,
    EnrolmentStatus,
    Gender,
    IdentityKind,
    InterruptionReason,
    LegalBasis,
    MeetingKind,
    MeetingStatus,
    OpeningKind,
    Origin,
    OutcomeGroup,
    Protection,
    Topic,
)
from aspirants.models.closures import Closure, ClosureReason
from aspirants.models.disclosures import Disclosure
from aspirants.models.enrolments import CoachAssignment, Enrolment, UnitStay
from aspirants.models.interruptions import Interruption
from aspirants.models.meetings import GroupInformationBooking, GroupInformationSession, Meeting
from aspirants.models.openings import Opening
from aspirants.models.persons import PROTECTED_NAME, VIA_SKATTEVERKET, Person

__all__ = [
    "PROTECTED_NAME",
    "VIA_SKATTEVERKET",
    "BookingStatus",
    "Channel",
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
    "GroupInformationBooking",
    "GroupInformationSession",
    "IdentityKind",
    "Interruption",
    "InterruptionReason",
    "LegalBasis",
    "Meeting",
    "MeetingKind",
    "MeetingStatus",
    "Opening",
    "OpeningKind",
    "Origin",
    "OutcomeGroup",
    "Person",
    "Protection",
    "Topic",
    "UnitStay",
]
