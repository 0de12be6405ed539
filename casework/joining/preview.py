"""What a joining will do, and what undoing it will, in sentences for the page before the second click."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from aspirants.choices import ReportedOutcome
from aspirants.models import Correction, CorrectionState, Enrolment, ReportedFact
from casework.joining.clocks import clocks_of
from casework.joining.open_work import OpenWork, Records
from casework.joining.shown import label_of
from casework.models import CaseNote, CaseTransfer
from core.swedish.dates import long_date
from deadlines.clocks.kinds import GIVEN_BY_A_PLAN
from jobplans.models import JobPlanVersion, VersionStatus
from meetings.models import Meeting


def what_happens(records: Records, goes_on: OpenWork | None, at: int | None) -> list[str]:
    """In the order in which one asks: which record stays, what goes on, what ends, which day 0 counts."""
    said = [
        f"Posten {records.goes.name}, {records.goes.masked_number}, hänvisar till {records.stays.name}, "
        f"{records.stays.masked_number}. Båda numren leder dit.",
        "Alla ärenden, remisser och frister hör till posten som gäller.",
    ]
    if goes_on is None:
        return said
    ending = [work for work in records.works if work is not goes_on]
    said.append(f"{label_of(goes_on, at)} fortsätter.")
    said += [sentence for work in ending for sentence in _of_ending(work, goes_on, at)]
    waiting = ReportedFact.objects.filter(person__in=[records.goes, records.stays], outcome=ReportedOutcome.WAITING)
    if ending and waiting.exists():
        said.append(f"Uppgifter från remisser som väntar på svar följer med till {label_of(goes_on, at)}.")
    if days := _days(goes_on, ending):
        said.append(f"Fristerna räknas från den tidigaste dagen, {long_date(min(days))}.")
    return said


def _of_ending(work: OpenWork, goes_on: OpenWork, at: int | None) -> list[str]:
    label = label_of(work, at)
    if not isinstance(work.row, Enrolment):
        return [f"{label} avböjs som dubblett. Den som skickade den får veta det."]
    said = [f"{label} avslutas som felregistrering och räknas inte. Dess frister avbryts."]
    meetings = Meeting.objects.filter(enrolment=work.row).count()
    if meetings:
        said.append(f"{meetings} möten i {label} flyttas till {label_of(goes_on, at)}.")
    notes = CaseNote.objects.filter(enrolment=work.row).count()
    if notes:
        told = "1 anteckning" if notes == 1 else f"{notes} anteckningar"
        said.append(f"{told} i {label} flyttas till {label_of(goes_on, at)}.")
    if CaseTransfer.objects.pending().filter(enrolment=work.row).exists():
        said.append(f"Att {label} ska flytta till ett annat jobbtorg gäller inte längre.")
    if Correction.objects.filter(enrolment=work.row, state=CorrectionState.WAITING).exists():
        said.append(f"Rättelser i {label} som väntar på enhetschefen följer med det som de gäller. Annars faller de.")
    if JobPlanVersion.objects.filter(plan__enrolment=work.row).exclude(status=VersionStatus.WITHDRAWN).exists():
        said.append(f"Jobbplanen i {label} följer inte med. Den går att läsa där.")
    return said


def _days(goes_on: OpenWork, ending: Sequence[OpenWork]) -> list[datetime.date]:
    return [
        clock.started_on
        for work in (goes_on, *ending)
        for clock in clocks_of(work)
        if clock.started_on is not None and clock.kind not in GIVEN_BY_A_PLAN
    ]
