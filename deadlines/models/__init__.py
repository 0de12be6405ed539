"""Rules, clocks and what happens to them."""

from deadlines.choices import (
    BreachCause,
    ClockKind,
    ClockStatus,
    ContactChannel,
    ContactResult,
    ExcuseReason,
    Fulfilment,
    PauseReason,
    PolicyUse,
    StartEvent,
)
from deadlines.models.clocks import Breach, ClockPause, DeadlineClock, Excuse
from deadlines.models.contacts import ContactAttempt
from deadlines.models.policies import DeadlinePolicy
from deadlines.models.sweeps import SweepRun

__all__ = [
    "Breach",
    "BreachCause",
    "ClockKind",
    "ClockPause",
    "ClockStatus",
    "ContactAttempt",
    "ContactChannel",
    "ContactResult",
    "DeadlineClock",
    "DeadlinePolicy",
    "Excuse",
    "ExcuseReason",
    "Fulfilment",
    "PauseReason",
    "PolicyUse",
    "StartEvent",
    "SweepRun",
]
