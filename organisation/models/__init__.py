"""Units and people: stadsdelar, jobbtorg, income support units, users."""

from organisation.models.calendar import CalendarDay
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
from organisation.models.users import Role, User

__all__ = [
    "CalendarDay",
    "CoachGroup",
    "District",
    "DistrictJobbtorg",
    "IncomeSupportUnit",
    "Jobbtorg",
    "JobbtorgKind",
    "NumberSeries",
    "OpeningHours",
    "Position",
    "Role",
    "TargetGroup",
    "UnitFunction",
    "User",
]
