"""Factories for every model, with traits in the field's words; used by the demo data and by the tests.

Related objects agree: a clock's jobbtorg is its case's, stays and assignments say what the case says, due dates are
computed from the policy. Whatever depends on today asks Django's clock, so that a test may travel in time.
"""

from demo.factories.cases import (
    CaseTransferFactory,
    ClosureFactory,
    ClosureReasonFactory,
    CoachAssignmentFactory,
    DisclosureFactory,
    EnrolmentFactory,
    PostClosureCheckFactory,
    UnitStayFactory,
    local_instant,
)
from demo.factories.changed_persons import (
    EarlierNumberFactory,
    NotSamePersonFactory,
    ReportedFactFactory,
    SupportUnitChangeFactory,
)
from demo.factories.clocks import (
    BreachFactory,
    ClockPauseFactory,
    DeadlineClockFactory,
    DeadlinePolicyFactory,
    SweepRunFactory,
    deadline_with,
)
from demo.factories.joins import PersonJoinFactory
from demo.factories.meetings import (
    BookingChangeFactory,
    GroupInformationBookingFactory,
    GroupInformationSessionFactory,
    MeetingFactory,
    MeetingTopicFactory,
    working_day,
)
from demo.factories.notes import CaseNoteFactory, NoteTemplateFactory, PhraseFactory, UsualPhraseFactory
from demo.factories.notices import (
    DigestRunFactory,
    NoticeFactory,
    NoticeSettingsFactory,
    OutboxMessageFactory,
    OwnNoteFactory,
)
from demo.factories.people import (
    DeputyFactory,
    ListColumnsFactory,
    OpeningFactory,
    PersonFactory,
    PositionFactory,
    SavedViewFactory,
    UserFactory,
)
from demo.factories.places import (
    CoachGroupFactory,
    DistrictFactory,
    DistrictJobbtorgFactory,
    IncomeSupportUnitFactory,
    JobbtorgFactory,
    NumberSeriesFactory,
    OpeningHoursFactory,
    TargetGroupFactory,
)
from demo.factories.plans import (
    FollowUpFactory,
    InsatsTypeFactory,
    JobPlanFactory,
    JobPlanVersionFactory,
    PlanApprovalFactory,
    PlanCommunicationFactory,
    PlanItemFactory,
)
from demo.factories.referrals import ReferralDraftFactory, ReferralEventFactory, ReferralFactory
from demo.factories.work import (
    ActivityFactory,
    ContactAttemptFactory,
    CorrectionFactory,
    ExcuseFactory,
    InterruptionFactory,
    JobOfferFactory,
)

__all__ = [
    "ActivityFactory",
    "BookingChangeFactory",
    "BreachFactory",
    "CaseNoteFactory",
    "CaseTransferFactory",
    "ClockPauseFactory",
    "ClosureFactory",
    "ClosureReasonFactory",
    "CoachAssignmentFactory",
    "CoachGroupFactory",
    "ContactAttemptFactory",
    "CorrectionFactory",
    "DeadlineClockFactory",
    "DeadlinePolicyFactory",
    "DeputyFactory",
    "DigestRunFactory",
    "DisclosureFactory",
    "DistrictFactory",
    "DistrictJobbtorgFactory",
    "EarlierNumberFactory",
    "EnrolmentFactory",
    "ExcuseFactory",
    "FollowUpFactory",
    "GroupInformationBookingFactory",
    "GroupInformationSessionFactory",
    "IncomeSupportUnitFactory",
    "InsatsTypeFactory",
    "InterruptionFactory",
    "JobOfferFactory",
    "JobPlanFactory",
    "JobPlanVersionFactory",
    "JobbtorgFactory",
    "ListColumnsFactory",
    "MeetingFactory",
    "MeetingTopicFactory",
    "NotSamePersonFactory",
    "NoteTemplateFactory",
    "NoticeFactory",
    "NoticeSettingsFactory",
    "NumberSeriesFactory",
    "OpeningFactory",
    "OpeningHoursFactory",
    "OutboxMessageFactory",
    "OwnNoteFactory",
    "PersonFactory",
    "PersonJoinFactory",
    "PhraseFactory",
    "PlanApprovalFactory",
    "PlanCommunicationFactory",
    "PlanItemFactory",
    "PositionFactory",
    "PostClosureCheckFactory",
    "ReferralDraftFactory",
    "ReferralEventFactory",
    "ReferralFactory",
    "ReportedFactFactory",
    "SavedViewFactory",
    "SupportUnitChangeFactory",
    "SweepRunFactory",
    "TargetGroupFactory",
    "UnitStayFactory",
    "UserFactory",
    "UsualPhraseFactory",
    "deadline_with",
    "local_instant",
    "working_day",
]
