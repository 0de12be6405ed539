"""What people do with insatser and job offers."""

from activities.operations.work import (
    agree_to_activity,
    answer_job_offer,
    begin_planned_activity,
    decide_activity,
    end_activity,
    record_job_offer,
)

__all__ = [
    "agree_to_activity",
    "answer_job_offer",
    "begin_planned_activity",
    "decide_activity",
    "end_activity",
    "record_job_offer",
]
