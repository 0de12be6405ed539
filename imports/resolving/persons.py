"""All rows about one person: the cases they make, the verdict on each row, and what the manager is asked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from deadlines.models import ClockKind, ClockStatus
from imports.choices import QuestionKind, Verdict
from imports.judging.facts import Judged
from imports.profiles.fields import Field
from imports.resolving.endings import Settings, end, waits_for_an_answer
from imports.resolving.known import EarlierRow, KnownPerson
from imports.resolving.merging import leave_out, merged
from imports.resolving.naming import LEFT, name_asked
from imports.resolving.outcomes import (
    LEAVE,
    CasePlan,
    PersonPlan,
    Question,
    Resolution,
    RowOutcome,
    Side,
    outcomes_of,
    question_key,
)
from imports.resolving.periods import Group, grouped
from imports.resolving.undated import settle_undated
from imports.resolving.whom import who
from imports.values.findings import Severity

DECEASED = 80

ASKED = "Listor eller register säger olika. Enhetschefen avgör."
LIVE = "Ärendet förs i systemet. Listans uppgifter läggs inte till."
CLOSED_UNIT = "Jobbtorget är stängt. Ett öppet ärende kan inte föras in där."


def resolve(
    person: str,
    judged: Sequence[Judged],
    known: KnownPerson | None,
    settings: Settings,
    earlier: Sequence[EarlierRow] = (),
) -> Resolution:
    """What comes of the rows about the person whose number has the hash `person`, in the order of lists and lines.

    `known` is the person as the register has them, `earlier` the rows of earlier imports that were left out.
    """
    found = Resolution(rows=outcomes_of(judged))
    if known is not None and known.protected:
        found.protected = True
        return found
    good = [row for row in found.rows if row.verdict == Verdict.UNCHANGED]
    _point_at_faulty(found.rows)
    _point_at_genders(good)
    if not good:
        return found
    if known is not None and known.deceased_on is not None and not _died_in_a_list(known, good):
        for row in good:
            row.verdict = Verdict.MANUAL
            row.say("I14", Severity.ERROR, "Personen är registrerad som avliden. Kontrollera numret.")
        return found
    for question in (name_asked(person, good, known, settings), _earlier_asked(person, good, earlier, settings)):
        if question is not None:
            found.questions.append(question)
    good = [row for row in good if row.verdict == Verdict.UNCHANGED]
    if good:
        _cases(person, good, known, settings, found)
    return found


def _died_in_a_list(known: KnownPerson, rows: Sequence[RowOutcome]) -> bool:
    """Whether it was a list that told of the death, and the rows are about the time before it."""
    died_on = known.deceased_on
    assert died_on is not None, "the caller has looked"
    told = any(case.imported and case.reason == DECEASED for case in known.cases)
    facts = [row.judged.facts for row in rows]
    days = [day for fact in facts for day in (fact.starts_on, fact.closed_on, fact.meeting_on) if day]
    return told and all(day <= died_on for day in days)


def _point_at_faulty(rows: Sequence[RowOutcome]) -> None:
    """Say of a good row that another about the same person could not be read (I13)."""
    faulty = next((row for row in rows if row.verdict != Verdict.UNCHANGED), None)
    if faulty is None:
        return
    for row in rows:
        if row.verdict == Verdict.UNCHANGED:
            row.say("I13", Severity.NOTE, f"Samma person som {_place(faulty, row)}, som inte kan föras in.")


def _point_at_genders(rows: Sequence[RowOutcome]) -> None:
    """Say of rows that they differ on whether the person is a woman or a man; then neither is written."""
    stating = [row for row in rows if row.judged.facts.gender]
    if len({row.judged.facts.gender for row in stating}) > 1:
        for row in stating:
            column = row.judged.context.columns.get(Field.GENDER)
            row.say("", Severity.WARNING, "Raderna om personen säger olika kön. Inget av dem förs in.", column)


def _place(row: RowOutcome, beside: RowOutcome) -> str:
    """Where a row stands, seen from another."""
    if row.judged.context is beside.judged.context:
        return f"rad {row.judged.line}"
    return f"rad {row.judged.line} i {row.judged.context.label}"


def _earlier_asked(
    person: str, rows: Sequence[RowOutcome], earlier: Sequence[EarlierRow], settings: Settings
) -> Question | None:
    """A row of an earlier import about the same person was left out: what it says may contradict (I14)."""
    rows = [row for row in rows if row.verdict == Verdict.UNCHANGED]
    if not earlier or not rows:
        return None
    key = question_key(person, QuestionKind.EARLIER_ROW, *(f"{row.file}:{row.line}" for row in earlier))
    answer = settings.answers.get(key)
    if answer == "TAKE":
        return None
    leave_out(rows, LEFT if answer == LEAVE else "En rad om samma person i en tidigare lista kunde inte föras in.")
    if answer == LEAVE:
        return None
    sides = [Side(f"{row.file}, rad {row.line}", (("Kunde inte föras in", "Se originalet"),)) for row in earlier]
    sides += [Side(f"{row.judged.context.label}, rad {row.judged.line}", who(row.judged)) for row in rows]
    return Question(
        QuestionKind.EARLIER_ROW,
        key,
        rows[0].judged.context.jobbtorg,
        tuple(sides),
        (("TAKE", "För in raderna ur den nya listan"), (LEAVE, "Lämna raderna utanför")),
        tuple(row.judged.row for row in rows),
    )


def _cases(
    person: str, rows: list[RowOutcome], known: KnownPerson | None, settings: Settings, found: Resolution
) -> None:
    groups, questions = grouped(person, rows, known.cases if known else (), settings.answers)
    found.questions += questions
    key = known.key if known else None
    cases: list[CasePlan] = []
    for at, group in enumerate(groups):
        if group.known is not None and not group.known.imported:
            _leave_live(group)
            continue
        settle_undated(group)
        if not any(row.verdict == Verdict.UNCHANGED for row in group.rows):
            continue
        case = merged(person, group, settings.answers, key)
        found.questions += case.questions
        if case.questions or case.left:
            leave_out(group.rows, ASKED if case.questions else LEFT)
            continue
        if case.plan.known and case.plan.known.closed_on is None and case.plan.closed_on is not None:
            leave_out(group.rows, "Ärendet är öppet i systemet. Avsluta det i ärendet.")
            continue
        _point_at_first(group)
        before = _begins_next(group, groups[at + 1 :], known)
        question = end(person, case.plan, group.rows, settings, before=before, known_person=key)
        if question is not None:
            found.questions.append(question)
        found.unanswered += waits_for_an_answer(case.plan, settings, before)
        if _opens_where_closed(group, case.plan, settings):
            leave_out(group.rows, CLOSED_UNIT)
        elif _settled(group, case.plan):
            cases.append(case.plan)
    if cases and _one_at_a_time(cases, groups, known):
        found.plan = _person(rows, known, cases)


def _point_at_first(group: Group) -> None:
    """Say of each further row of a list that the case stands in an earlier line of it (I13)."""
    first: dict[int, int] = {}
    for row in group.rows:
        line = first.setdefault(row.judged.context.place, row.judged.line)
        if line != row.judged.line and row.verdict == Verdict.UNCHANGED and not row.judged.facts.meeting_on:
            row.say("I13", Severity.NOTE, f"Samma person och ärende som rad {line}.")


def _begins_next(group: Group, later: Sequence[Group], known: KnownPerson | None) -> date | None:
    """When the person's next case begins, in the lists or in the register."""
    starts = [other.starts_on for other in later]
    starts += [case.starts_on for case in (known.cases if known else ()) if case.starts_on > group.starts_on]
    return min(starts, default=None)


def _opens_where_closed(group: Group, plan: CasePlan, settings: Settings) -> bool:
    """Whether the case would be an open one at a jobbtorg that is no more; its closed cases of the past are let in."""
    if plan.known is not None or plan.closed_on is not None:
        return False
    return not group.rows[0].judged.context.imported.file.jobbtorg.is_valid_on(settings.today)


def _leave_live(group: Group) -> None:
    """A case that people work in is never completed from a list."""
    assert group.known is not None, "the caller has looked"
    for row in group.rows:
        if row.verdict == Verdict.UNCHANGED:
            row.say("", Severity.NOTE, LIVE)


def _settled(group: Group, plan: CasePlan) -> bool:
    """Give each row its verdict; whether anything is to be written."""
    rows = [row for row in group.rows if row.verdict == Verdict.UNCHANGED]
    if not rows:
        return False
    news = _news(plan)
    if plan.known is not None and not news:
        return False
    said: set[str] = set()
    lists: dict[int, int] = {}
    for number, row in enumerate(rows):
        own = _says(row, plan)
        first = lists.setdefault(row.judged.context.place, row.judged.line)
        if number == 0:
            row.verdict = Verdict.UPDATE if plan.known else Verdict.NEW
            if plan.known and not own & news:
                row.verdict = Verdict.UNCHANGED
        elif own - said and (plan.known is None or own & news):
            row.verdict = Verdict.UPDATE
        elif first != row.judged.line:
            row.verdict = Verdict.SKIP
        said |= own
    return True


def _says(row: RowOutcome, plan: CasePlan) -> set[str]:
    """The names of the facts that a row states; each meeting and each group information by its day."""
    facts = row.judged.facts
    names = {name for name in _WRITTEN if getattr(facts, name) is not None}
    if plan.moves_start and facts.starts_on == plan.starts_on:
        names.add("start")
    if facts.group_on:
        names.add(f"group {facts.group_on}")
    if plan.known is not None:
        names |= {PLANS} if row.judged.context.tells_of_plans else set()
        names |= {FOLLOW_UPS} if row.judged.context.tells_of_follow_ups else set()
    if facts.meeting_on:
        names.discard("coach")
        names.add(f"meeting {facts.meeting_on} {facts.meeting_at} {facts.meeting_kind}")
    return names


_WRITTEN = ("first_meeting_on", "plan_on", "follow_up_on", "closed_on", "reason", "coach", "unit")


def _news(plan: CasePlan) -> set[str]:
    """The names of what would be written."""
    names = {name for name in _WRITTEN if getattr(plan, name) is not None}
    if plan.moves_start:
        names.add("start")
    names |= _promises(plan)
    names |= {f"group {fact.day}" for fact in plan.group}
    names |= {f"meeting {meeting.day} {meeting.at} {meeting.kind}" for meeting in plan.meetings}
    return names


PLANS, FOLLOW_UPS = "plans", "follow-ups"


def _promises(plan: CasePlan) -> set[str]:
    """Whether lists of plans or follow-ups that the register has not seen decide what became of a promise."""
    known, found = plan.known, set()
    if known is None:
        return set()
    if plan.plans_seen_on is not None and known.plans_seen_on is None:
        found.add(PLANS)
    whole = plan.whole()
    seen = {
        ClockKind.PLAN_GUARANTEE: (PLANS, whole.plans_seen_on),
        ClockKind.FOLLOW_UP: (FOLLOW_UPS, whole.follow_ups_seen_on),
    }
    for (kind, _), clock in known.clocks.items():
        name, seen_on = seen.get(ClockKind(kind), ("", None))
        if seen_on is None or clock.due_on is None or clock.status != ClockStatus.CANCELLED:
            continue
        if clock.historical and clock.due_on < min(seen_on, whole.closed_on or seen_on):
            found.add(name)
    return found


def _one_at_a_time(cases: list[CasePlan], groups: Sequence[Group], known: KnownPerson | None) -> bool:
    """A person has one open case in the city: of more, none of the lists' open ones is brought in."""
    opened = [case for case in cases if case.known is None and case.closed_on is None]
    here = [case for case in (known.cases if known else ()) if case.closed_on is None]
    closing = {case.known.key for case in cases if case.known is not None and case.closed_on is not None}
    here = [case for case in here if case.key not in closing]
    if len(opened) + len(here) <= 1 or not opened:
        return True
    for group in groups:
        if any(case.row == row.judged.row for case in opened for row in group.rows):
            for row in group.rows:
                row.verdict = Verdict.MANUAL
                row.say("I14", Severity.ERROR, "Personen har redan ett öppet ärende i staden.")
    cases[:] = [case for case in cases if case not in opened]
    return bool(cases)


def _person(rows: Sequence[RowOutcome], known: KnownPerson | None, cases: list[CasePlan]) -> PersonPlan:
    used = {row for case in cases for row in case.rows}
    first = next(row.judged for row in rows if row.judged.row in used)
    named = max((row.judged for row in rows if row.judged.row in used), key=_how_whole)
    died = [case.closed_on for case in cases if case.reason == DECEASED]
    genders = {row.judged.facts.gender for row in rows if row.judged.facts.gender}
    return PersonPlan(
        identity=first.identity,
        known=known,
        first_name=named.first_name,
        last_name=named.last_name,
        gender=genders.pop() if len(genders) == 1 else "",
        row=first.row,
        deceased_on=died[-1] if died else None,
        cases=cases,
    )


def _how_whole(judged: Judged) -> tuple[int, int, str, str]:
    """How good a row's spelling of the name is: without lost letters, with accents, both names there."""
    name = judged.first_name + judged.last_name
    lost = sum(letter in "?\ufffd" for letter in name)
    whole = sum(not letter.isascii() for letter in name) + bool(judged.first_name) + bool(judged.last_name)
    return -lost, whole, judged.last_name, judged.first_name
