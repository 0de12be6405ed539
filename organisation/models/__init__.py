"""Units and people: stadsdelar, jobbtorg, income support units, users."""

from organisation.models.calendar import CalendarDay
from organisation.models.deputies import Deputy, DeputyState
from organisation.models.hours import OpeningHours
from organisation.models.numbering import NumberSeries
from organisation.models.places import (
    CoachGroup,
    District,
    DistrictJobbtorg,
    IncomeSupportUnit,
    Jobbtorg,
    JobbtorgKind,
    TargetGroup,
    UnitFunction,
)
from organisation.models.positions import Position
from organisation.models.preferences import ColorScheme
from organisation.models.saved_views import ListColumns, SavedView
from organisation.models.users import WITH_CASES, Role, User

__all__ = [
    "WITH_CASES",
    "CalendarDay",
    "CoachGroup",
    "ColorScheme",
    "Deputy",
    "DeputyState",
    "District",
    "DistrictJobbtorg",
    "IncomeSupportUnit",
    "Jobbtorg",
    "JobbtorgKind",
    "ListColumns",
    "NumberSeries",
    "OpeningHours",
    "Position",
    "Role",
    "SavedView",
    "TargetGroup",
    "UnitFunction",
    "User",
]
