"""Judges one row by its own cells. An ERROR keeps it out, a WARNING or a NOTE lets it in and is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from aspirants.identity import ages_on
from imports.choices import ValueKind
from imports.judging.closings import judge_closing
from imports.judging.context import ListContext
from imports.judging.facts import Facts, Issue, Judged
from imports.judging.order import check_order
from imports.profiles.fields import Field, Profile
from imports.values.dates import read_date
from imports.values.findings import Severity
from imports.values.identities import read_identity
from imports.values.names import read_name
from imports.values.times import read_time
from imports.values.words import Came, MeetingWord, came, meeting_kind, says_nothing

YOUNGEST = 16
YOUTH_AGES = range(YOUNGEST, 25)

GENDERS = ("K", "M")

NEWLY = frozenset({"ny", "nya", "nytt", "nybliven"})
"""What lists write instead of a year about somebody newly unemployed."""

DECISIVE = (Field.RECEIVED, Field.PLAN_APPROVED, Field.FOLLOW_UP, Field.CLOSED, Field.MEETING_DAY)
"""Dates that decide how a case or a clock went: unless they can be read for certain, the row is kept out."""


def judge(context: ListContext, row: int, line: int, cells: Sequence[str]) -> Judged:
    """What a row about a person says: `row` is its key, `cells` its text with corrections, from the left."""
    judged = Judged(row=row, line=line, context=context)
    _identity(context, judged, cells)
    _name(context, judged, cells)
    if context.profile == Profile.MEETINGS:
        _meeting(context, judged, cells)
    else:
        _case(context, judged, cells)
    return judged


def _identity(context: ListContext, judged: Judged, cells: Sequence[str]) -> None:
    cell = read_identity(context.text(cells, Field.IDENTITY), context.as_of)
    judged.identity, judged.birth_date = cell.value, cell.birth_date
    column = context.columns.get(Field.IDENTITY)
    judged.issues += [Issue(finding, column) for finding in cell.findings]


def _age(context: ListContext, judged: Judged, day: date) -> None:
    """Who was too young on the day the case began is not brought in; that somebody was young is noted."""
    identity, column = judged.identity, context.columns.get(Field.IDENTITY)
    ages = ages_on(day, identity.birth_date, identity.birth_year) if identity else range(0)
    # Where only the year is known the age is certain if everybody born in it was young.
    if not ages:
        return
    age = f"{ages[0]} år" if len(ages) == 1 else f"{ages[0]} eller {ages[-1]} år"
    if all(age in YOUTH_AGES for age in ages):
        judged.add("", Severity.NOTE, f"Aspiranten var {age} och hörde till de unga, 16–24 år.", column)
    elif all(age < YOUNGEST for age in ages):
        judged.add("I03", Severity.ERROR, f"Aspiranten var {age}, yngre än målgruppen. Kontrollera numret.", column)


def _name(context: ListContext, judged: Judged, cells: Sequence[str]) -> None:
    full, last, first = (context.text(cells, about) for about in (Field.FULL_NAME, Field.LAST_NAME, Field.FIRST_NAME))
    if context.profile == Profile.MEETINGS and not (full or last or first):
        return
    name = read_name(full, last, first)
    judged.first_name, judged.last_name = name.first_name, name.last_name
    split = bool(last or first)
    for about, findings in ((Field.LAST_NAME, name.about_last), (Field.FIRST_NAME, name.about_first)):
        column = context.columns.get(about if split else Field.FULL_NAME)
        # A list of meetings needs no whole name: the number says who it was.
        told = [finding for finding in findings if context.profile != Profile.MEETINGS or finding.code != "I04"]
        found = [Issue(finding, column) for finding in told]
        judged.issues += [issue for issue in found if issue not in judged.issues]


def _case(context: ListContext, judged: Judged, cells: Sequence[str]) -> None:
    starts_on = _date(context, judged, cells, Field.RECEIVED)
    if starts_on is None and context.profile != Profile.CLOSINGS and not _has(judged, context, Field.RECEIVED):
        judged.add("I08", Severity.ERROR, "Dagen då remissen kom in saknas.", context.columns.get(Field.RECEIVED))
    _age(context, judged, starts_on or context.as_of)
    group_on = _date(context, judged, cells, Field.GROUP_INFORMATION)
    first_meeting_on = _date(context, judged, cells, Field.FIRST_MEETING)
    plan_on = _date(context, judged, cells, Field.PLAN_APPROVED)
    follow_up_on = _date(context, judged, cells, Field.FOLLOW_UP)
    judged.facts = Facts(
        starts_on=starts_on,
        group_on=_done(context, group_on),
        came=came(context.text(cells, Field.CAME)) if Field.CAME in context.columns else None,
        first_meeting_on=_done(context, first_meeting_on),
        plan_on=_done(context, plan_on),
        follow_up_on=_done(context, follow_up_on),
        coach=_coach(context, judged, cells),
        unit=_unit(context, judged, cells, _certain(context, judged, starts_on)),
        gender=_gender(context, judged, cells),
    )
    _check_receiving(context, judged, cells)
    check_order(context, judged, cells, plan_on, follow_up_on)
    closed_on = _date(context, judged, cells, Field.CLOSED)
    judge_closing(context, judged, cells, closed_on)
    if context.text(cells, Field.UNEMPLOYED_SINCE).strip(" .!").casefold() in NEWLY:
        column = context.columns.get(Field.UNEMPLOYED_SINCE)
        judged.add("", Severity.NOTE, "Listan säger att aspiranten nyligen blivit arbetslös.", column)
    if "tolk" in context.text(cells, Field.NOTE).casefold():
        column = context.columns.get(Field.NOTE)
        judged.add("", Severity.NOTE, "Anteckningen nämner tolk. Fråga aspiranten och lägg in det.", column)


def _gender(context: ListContext, judged: Judged, cells: Sequence[str]) -> str:
    """K or M as the list says; empty where it says neither, or otherwise than the number does."""
    said = context.text(cells, Field.GENDER).strip().upper()[:1]
    told = judged.identity.gender if judged.identity else None
    if said in GENDERS and told is not None and said != told:
        message = "Listans kön är ett annat än personnumrets. Numret gäller."
        judged.add("", Severity.WARNING, message, context.columns.get(Field.GENDER))
        return ""
    return said if said in GENDERS else ""


def _certain(context: ListContext, judged: Judged, starts_on: date | None) -> date:
    """The day the case began, or the list's where that cannot be read for certain."""
    column = context.columns.get(Field.RECEIVED)
    wrong = any(issue.column == column and issue.finding.severity == Severity.ERROR for issue in judged.issues)
    return context.as_of if starts_on is None or wrong else starts_on


def _has(judged: Judged, context: ListContext, about: Field) -> bool:
    """Whether something has been said about the column already."""
    return any(issue.column == context.columns.get(about) for issue in judged.issues)


def _date(context: ListContext, judged: Judged, cells: Sequence[str], about: Field) -> date | None:
    if about not in context.columns:
        return None
    cell = read_date(context.text(cells, about), context.as_of, epoch_1904=context.imported.epoch_1904)
    if cell.finding is not None:
        finding = cell.finding
        if about in DECISIVE and cell.is_doubtful:
            finding = replace(finding, severity=Severity.ERROR)
        judged.issues.append(Issue(finding, context.columns[about]))
    return cell.value


def _done(context: ListContext, day: date | None) -> date | None:
    """The date unless it lies after the list's own day: then it was only planned."""
    return day if day is not None and day <= context.as_of else None


def _coach(context: ListContext, judged: Judged, cells: Sequence[str]) -> int | None:
    if Field.COACH not in context.columns:
        return None
    alias, column = context.text(cells, Field.COACH), context.columns[Field.COACH]
    chosen = context.words.choice(ValueKind.COACH, alias)
    if chosen == "" or (chosen is None and says_nothing(alias)):
        judged.add("I12", Severity.WARNING, "Coach saknas. Ärendet förs in utan coach.", column)
        return None
    coach = context.coach(alias)
    if coach is None:
        message = "Ingen eller flera coacher vid jobbtorget heter så. Ärendet förs in utan coach."
        judged.add("I11", Severity.WARNING, message, column)
        return None
    if not coach.is_in_service:
        judged.add("", Severity.WARNING, "Coachen har slutat. Ärendet förs in utan coach.", column)
    return coach.pk


def _unit(context: ListContext, judged: Judged, cells: Sequence[str], day: date) -> int | None:
    if Field.DISTRICT not in context.columns:
        return None
    district, column = context.text(cells, Field.DISTRICT), context.columns[Field.DISTRICT]
    unit = None if says_nothing(district) else context.unit(district, day)
    if unit is None and context.words.choice(ValueKind.DISTRICT, district) != "":
        message = "Stadsdelen känns inte igen. Ärendet förs in utan försörjningsstödsenhet."
        judged.add("I19", Severity.WARNING, message, column)
    return unit.pk if unit else None


def _check_receiving(context: ListContext, judged: Judged, cells: Sequence[str]) -> None:
    """A referral to another jobbtorg than the list's is not brought in here."""
    text, column = context.text(cells, Field.RECEIVING), context.columns.get(Field.RECEIVING)
    if says_nothing(text):
        return
    receiving = context.all_jobbtorg.find(text)
    if receiving is None:
        message = "Det mottagande jobbtorget känns inte igen. Raden räknas till listans jobbtorg."
        judged.add("", Severity.WARNING, message, column)
    elif receiving.pk != context.jobbtorg:
        message = f"Remissen gäller {receiving.name}, inte listans jobbtorg. För in den där."
        judged.add("I14", Severity.ERROR, message, column)


def _meeting(context: ListContext, judged: Judged, cells: Sequence[str]) -> None:
    """A meeting: day, time, kind, whether the aspirant came, coach. What was noted is never read."""
    day, column = _date(context, judged, cells, Field.MEETING_DAY), context.columns.get
    if day is None and not _has(judged, context, Field.MEETING_DAY):
        judged.add("I08", Severity.ERROR, "Mötets dag saknas.", column(Field.MEETING_DAY))
    if day is not None and day > context.as_of:
        judged.add("I10", Severity.ERROR, "Mötet ligger efter den dag listan gäller.", column(Field.MEETING_DAY))
    alias = context.text(cells, Field.COACH)
    coach = None if says_nothing(alias) else context.coach(alias)
    if coach is None and meeting_kind(context.text(cells, Field.MEETING_KIND)) != MeetingWord.GROUP_INFORMATION:
        code = "I12" if says_nothing(alias) else "I11"
        judged.add(code, Severity.ERROR, "Mötet behöver en coach vid jobbtorget.", column(Field.COACH))
    answer = came(context.text(cells, Field.CAME))
    if answer == Came.UNKNOWN:
        judged.add("I23", Severity.ERROR, "Det framgår inte om aspiranten kom.", column(Field.CAME))
    kind = meeting_kind(context.text(cells, Field.MEETING_KIND)) or MeetingWord.COACH
    if kind == MeetingWord.GROUP_INFORMATION:
        judged.facts = Facts(group_on=day, came=answer, meeting_on=day)
        return
    judged.facts = Facts(
        coach=coach.pk if coach else None,
        meeting_on=day,
        meeting_at=read_time(context.text(cells, Field.MEETING_TIME)),
        meeting_kind=kind.value,
        meeting_came=answer,
    )
