"""The person, the case, its meetings and its end."""

from aspirants.models.closures import Closure, ClosureReason, ClosureStatus, OutcomeGroup
from aspirants.models.disclosures import Disclosure, DisclosureBasis, DisclosureContent
from aspirants.models.enrolments import CoachAssignment, Enrolment, EnrolmentStatus, LegalBasis, Origin, UnitStay
from aspirants.models.meetings import (
    BookingStatus,
    Channel,
    GroupInformationBooking,
    GroupInformationSession,
    Meeting,
    MeetingKind,
    MeetingStatus,
    Topic,
)
from aspirants.models.persons import PROTECTED_NAME, Gender, IdentityKind, Person, Protection

__all__ = [
    "PROTECTED_NAME",
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
    "LegalBasis",
    "Meeting",
    "MeetingKind",
    "MeetingStatus",
    "Origin",
    "OutcomeGroup",
    "Person",
    "Protection",
    "Topic",
    "UnitStay",
]
