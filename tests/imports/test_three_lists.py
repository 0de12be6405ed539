"""Three lists of a unit, in any order and in one import or in three, meet in the same persons and cases (7.2.11)."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from demo.identities import nth_number
from imports.choices import Outcome, Verdict
from imports.models import ImportBatch, ImportQuestion, ImportRow
from organisation.models import Jobbtorg, User
from tests.imports.end_state import assert_sound, differences, register_state
from tests.imports.running import brought_in, checked, started

pytestmark = pytest.mark.django_db

ASPIRANTS = "Pnr;Efternamn;Förnamn;Coach;Fr SDF;Inkom;Grupp-info;Coachmöte;JP godkänd;3 mån"
REFERRALS = "Stadsdel;Personnr;Namn;Remissdatum;Bokad gr.info;Kom?;Coach"
MEETINGS = "Pnr;Datum;Kl;Mötestyp;Kom;Coach"
CLOSINGS = "Pnr;Namn;Inskr;Avsl.datum;Orsak;A/S/Ö;Coach"
FIRST = datetime.date(2008, 3, 3)


@dataclass(frozen=True)
class Life:
    """What the lists of a unit say about one person; days are counted from the referral."""

    nth: int
    day: int
    late: int  # days by which the list of closings begins the case later than the referral
    group: int | None
    came: str
    first_meeting: int | None
    plan: int | None
    follow_up: int | None
    closed: int | None
    reason: str
    coach: str

    def on(self, days: int | None) -> str:
        begun = FIRST + datetime.timedelta(days=self.day)
        return (begun + datetime.timedelta(days=days)).isoformat() if days is not None else ""

    @property
    def number(self) -> str:
        return nth_number(self.nth)

    def aspirant(self) -> str:
        facts = (self.group, self.first_meeting, self.plan, self.follow_up)
        days = ";".join(self.on(day) for day in facts)
        return f"{self.number};Lindström;Björn;{self.coach};Östermalm;{self.on(0)};{days}"

    def referral(self) -> str:
        came = self.came if self.group is not None else ""
        return f"Östermalm;{self.number};Lindström, Björn;{self.on(0)};{self.on(self.group)};{came};PL"

    def closing(self) -> str:
        if self.closed is None:
            return ""
        begun, closed = self.on(self.late), self.on(self.closed)
        return f"{self.number};Lindström Björn;{begun};{closed};{self.reason};;AL"


def meetings_of(life: Life) -> list[str]:
    """The first meeting once more, now with its time, and another one."""
    if life.first_meeting is None:
        return []
    return [f"{life.number};{life.on(life.first_meeting + days)};9.30;coach;ja;AL" for days in (0, 2)]


def lists_of(lives: Sequence[Life]) -> dict[str, tuple[str, str, list[str]]]:
    """Kind → name of the file, the day it was true, its lines."""
    return {
        "ASPIRANTS": ("aspirantlista.csv", "2008-06-30", [ASPIRANTS, *(life.aspirant() for life in lives)]),
        "REFERRALS": ("remisser.csv", "2008-05-31", [REFERRALS, *(life.referral() for life in lives)]),
        "MEETINGS": ("moten.csv", "2008-07-31", [MEETINGS, *(row for life in lives for row in meetings_of(life))]),
        "CLOSINGS": ("avslut.csv", "2009-04-30", [CLOSINGS, *filter(None, (life.closing() for life in lives))]),
    }


def with_day(as_of: str, lines: Sequence[str]) -> bytes:
    return "\r\n".join([f"Uppdaterad {as_of}", *lines, ""]).encode()


def bring_in(
    admin: User, unit: Jobbtorg, steps: Sequence[Sequence[str]], lives: Sequence[Life], outcome: Outcome
) -> list[ImportBatch]:
    """The lists in so many imports, each with the outcome."""
    lists, batches = lists_of(lives), []
    for step in steps:
        files = {lists[kind][0]: with_day(*lists[kind][1:]) for kind in step}
        batch = started(admin, unit, files)
        day = datetime.date(2009, 5, 1) if outcome == Outcome.CLOSED else None
        batches.append(brought_in(admin, batch, outcome=outcome, outcome_on=day))
    return batches


def end_of(
    admin: User, unit: Jobbtorg, steps: Sequence[Sequence[str]], lives: Sequence[Life], outcome: Outcome
) -> tuple[dict[str, Any], list[str]]:
    """The register when the lists have come in by these steps, and the kinds of what was asked. Taken back again."""
    with transaction.atomic():
        bring_in(admin, unit, steps, lives, outcome)
        assert_sound()
        end, asked = register_state(), sorted(ImportQuestion.objects.values_list("kind", flat=True))
        transaction.set_rollback(True)
    return end, asked


KINDS = ("ASPIRANTS", "REFERRALS", "CLOSINGS")
ORDERS = [[[kind] for kind in order] for order in itertools.permutations(KINDS)]
WITH_MEETINGS = [
    [["MEETINGS"], ["CLOSINGS"], ["REFERRALS"], ["ASPIRANTS"]],
    [["ASPIRANTS"], ["MEETINGS"], ["CLOSINGS", "REFERRALS"]],
    [["REFERRALS"], ["ASPIRANTS", "MEETINGS"], ["CLOSINGS"]],
]
IN_TWO = [[["CLOSINGS"], ["REFERRALS", "ASPIRANTS"]], [["ASPIRANTS", "CLOSINGS"], ["REFERRALS"]]]

LIVES = [
    Life(1, 0, 0, 2, "ja", 5, 6, 98, 290, "fått jobb", "AL"),
    Life(2, 4, 3, 2, "nej", None, None, None, 4, "jobb", "MB"),
    Life(3, 7, 0, None, "", 8, 9, None, None, "", "AL"),
    Life(4, 9, 6, 7, "ja", 9, 15, None, 200, "avliden", ""),
    Life(5, 80, 0, 8, "avbokat", None, None, None, 150, "", "AL"),
]


@pytest.mark.parametrize("outcome", [Outcome.CLOSED, Outcome.LATER_LIST])
def test_three_lists_in_any_order_meet_in_the_same_cases(
    admin: User, rosenlund: Jobbtorg, coaches: dict[str, User], outcome: Outcome
) -> None:
    together, asked = end_of(admin, rosenlund, [KINDS], LIVES, outcome)
    assert asked == []
    assert len(together) == (len(LIVES) if outcome == Outcome.CLOSED else len(LIVES) - 1)
    for steps in [*ORDERS, *IN_TWO] if outcome == Outcome.CLOSED else [ORDERS[0], ORDERS[3], ORDERS[5]]:
        end, asked = end_of(admin, rosenlund, steps, LIVES, outcome)
        assert (differences(together, end), asked) == ([], []), steps


def test_a_list_of_meetings_meets_them_too(admin: User, rosenlund: Jobbtorg, coaches: dict[str, User]) -> None:
    together, asked = end_of(admin, rosenlund, [[*KINDS, "MEETINGS"]], LIVES, Outcome.CLOSED)
    assert asked == []
    for steps in WITH_MEETINGS:
        end, asked = end_of(admin, rosenlund, steps, LIVES, Outcome.CLOSED)
        assert (differences(together, end), asked) == ([], []), steps


days = st.integers(0, 60)
maybe = st.none() | days
lives = st.builds(
    Life,
    nth=st.integers(1, 9),
    day=days,
    late=st.integers(0, 20),
    group=maybe,
    came=st.sampled_from(["ja", "nej", "avbokat", ""]),
    first_meeting=maybe,
    plan=st.none() | st.integers(0, 12),
    follow_up=st.none() | st.integers(60, 110),
    closed=st.none() | st.integers(115, 300),
    reason=st.sampled_from(["jobb", "komvux", "avslutad", "sjukskriven", "gick till rymden", "avliden", ""]),
    coach=st.sampled_from(["AL", "MB", "", "?"]),
)


@settings(
    max_examples=4,
    phases=[Phase.explicit, Phase.generate],
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
@given(
    found=st.lists(lives, min_size=3, max_size=6, unique_by=lambda life: life.nth),
    steps=st.sampled_from([*ORDERS, *IN_TWO]),
    outcome=st.sampled_from([Outcome.CLOSED, Outcome.LATER_LIST]),
)
def test_whatever_the_lists_say_their_order_decides_nothing(
    admin: User,
    rosenlund: Jobbtorg,
    coaches: dict[str, User],
    found: list[Life],
    steps: list[list[str]],
    outcome: Outcome,
) -> None:
    found = [life if life.plan is not None else without_follow_up(life) for life in found]
    together, asked = end_of(admin, rosenlund, [KINDS], found, outcome)
    end, asked_then = end_of(admin, rosenlund, steps, found, outcome)
    assert (differences(together, end), asked_then) == ([], asked)


def without_follow_up(life: Life) -> Life:
    """A follow-up without a plan is an error of the list."""
    return replace(life, follow_up=None)


def test_rows_that_wait_come_in_with_the_list_that_closes_them(
    admin: User, rosenlund: Jobbtorg, coaches: dict[str, User]
) -> None:
    [first] = bring_in(admin, rosenlund, [["ASPIRANTS"]], LIVES, Outcome.LATER_LIST)
    assert register_state() == {}
    assert set(first.rows.filter(is_person=True).values_list("verdict", flat=True)) == {Verdict.WAITING}
    assert first.counts["waiting"] == len(LIVES)
    bring_in(admin, rosenlund, [["CLOSINGS"]], LIVES, Outcome.LATER_LIST)
    rows = ImportRow.objects.filter(list__profile="ASPIRANTS", is_person=True).order_by("line")
    assert list(rows.values_list("verdict", flat=True)) == [
        Verdict.NEW,
        Verdict.NEW,
        Verdict.WAITING,
        Verdict.NEW,
        Verdict.NEW,
    ]
    assert all(bool(row.case_no) == (row.verdict == Verdict.NEW) for row in rows)
    assert_sound()


def test_a_check_that_is_never_brought_in_leaves_earlier_rows_waiting(
    admin: User, rosenlund: Jobbtorg, coaches: dict[str, User]
) -> None:
    bring_in(admin, rosenlund, [["ASPIRANTS"]], LIVES, Outcome.LATER_LIST)
    name, as_of, lines = lists_of(LIVES)["CLOSINGS"]
    checked(admin, started(admin, rosenlund, {name: with_day(as_of, lines)}))
    rows = ImportRow.objects.filter(list__profile="ASPIRANTS", is_person=True)
    assert set(rows.values_list("verdict", flat=True)) == {Verdict.WAITING}


def test_a_closing_list_replaces_the_end_that_nobody_knew(
    admin: User, rosenlund: Jobbtorg, coaches: dict[str, User]
) -> None:
    bring_in(admin, rosenlund, [["ASPIRANTS"]], LIVES[:1], Outcome.CLOSED)
    [person] = register_state().values()
    assert (person[3][0]["closed"], person[3][0]["closing"]) == ("2009-05-01", [(98, "")])
    bring_in(admin, rosenlund, [["CLOSINGS"]], LIVES[:1], Outcome.CLOSED)
    [person] = register_state().values()
    assert (person[3][0]["closed"], person[3][0]["closing"]) == ("2008-12-18", [(19, "fått jobb")])


def test_a_list_imported_twice_with_one_cell_changed_changes_one_row(
    admin: User, rosenlund: Jobbtorg, coaches: dict[str, User]
) -> None:
    bring_in(admin, rosenlund, [["ASPIRANTS"], ["CLOSINGS"]], LIVES, Outcome.CLOSED)
    before = register_state()
    for kind, nth, old, new in (("ASPIRANTS", 2, "Östermalm", "Östermalm "), ("CLOSINGS", 0, "AL", "AL ")):
        name, as_of, lines = lists_of(LIVES)[kind]
        lines[nth + 1] = lines[nth + 1].replace(old, new)
        batch = brought_in(admin, started(admin, rosenlund, {f"igen {name}": with_day(as_of, lines)}))
        verdicts = set(batch.rows.filter(is_person=True).values_list("verdict", flat=True))
        assert verdicts == {Verdict.UNCHANGED}, kind
    assert register_state() == before
    name, as_of, lines = lists_of(LIVES)["ASPIRANTS"]
    lines[3] = lines[3] + "2008-06-13"  # the third person's follow-up, which was not there
    batch = brought_in(admin, started(admin, rosenlund, {"tredje.csv": with_day(as_of, lines)}))
    in_order = list(batch.rows.filter(is_person=True).order_by("line").values_list("verdict", flat=True))
    assert in_order == [Verdict.UNCHANGED, Verdict.UNCHANGED, Verdict.UPDATE, Verdict.UNCHANGED, Verdict.UNCHANGED]
    changed = [number for number, person in register_state().items() if person != before[number]]
    assert changed == [LIVES[2].number]
    assert_sound()
