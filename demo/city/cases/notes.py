"""What coaches have written between the meetings, and the templates of each jobbtorg."""

from __future__ import annotations

import random
from datetime import timedelta

from casework.models import CaseNote, NoteTemplate
from core.workdays import add_working_days, working_days_between
from demo.city import texts
from demo.city.cases.begin import Case, City
from demo.factories import local_instant
from organisation.models import Jobbtorg
from organisation.reference_tables.calendar import stored_holiday

CASES_WITH_NOTES = 0.6
MOST_EACH = 4


def write_notes(city: City, cases: list[Case], seed: int) -> None:
    """Up to four notes in most cases, on working days before today; a few are about the day before."""
    chance = random.Random(seed)  # noqa: S311  # nosec B311  # believable, not secret
    for case in cases:
        first, last = case.enrolment.enrolled_on, case.last_day
        days = working_days_between(first, last, stored_holiday)
        if days < 1 or chance.random() > CASES_WITH_NOTES:
            continue
        for _ in range(chance.randrange(1, MOST_EACH + 1)):
            day = add_working_days(first, chance.randrange(1, days + 1), stored_holiday)
            before = day - timedelta(days=1)
            concerns = before if before >= first and chance.random() < 0.1 else day
            note = CaseNote(
                enrolment=case.enrolment,
                concerns_on=concerns,
                text=chance.choice(texts.CASE_NOTES),
                written_by=case.coach_on(day),
                written_at=local_instant(day, chance.randrange(8, 16)) + timedelta(minutes=chance.randrange(0, 60)),
            )
            city.rows.add(note)


def keep_templates(city: City, jobbtorg: list[Jobbtorg]) -> None:
    """The same three at each jobbtorg."""
    for place in jobbtorg:
        for name, text in texts.NOTE_TEMPLATES:
            city.rows.add(NoteTemplate(jobbtorg=place, name=name, text=text))
