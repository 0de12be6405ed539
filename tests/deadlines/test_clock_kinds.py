"""The tables of clock kinds say everything: what starts, keeps and excuses each, and what each kind of meeting means.

No database. A new kind of clock or of meeting fails here, with a sentence that names it, until the tables know it.
"""

from __future__ import annotations

import ast
from dataclasses import replace
from pathlib import Path

import pytest
from django.apps import apps
from django.core.checks.registry import registry
from django.core.exceptions import ImproperlyConfigured

from deadlines.choices import ClockKind, ExcuseReason, Fulfilment
from deadlines.clocks import kinds as clock_kinds
from deadlines.clocks.kinds import CLOCK_KINDS, KeepingEvent, fulfilment_by
from deadlines.excuses.evidence import evidence_sql
from deadlines.excuses.sources import ExcuseSource, excuse_sources, register_excuse_sources, without_source
from meetings import effects as meeting_effects
from meetings.choices import MeetingKind
from meetings.effects import MEETING_EFFECTS, Effect, pairs_with


def test_the_tables_have_no_gaps():
    gaps = clock_kinds.gaps() + meeting_effects.gaps()
    assert not gaps, "\n".join(gaps)


def test_every_excuse_has_a_source():
    assert without_source() == []


def test_manage_py_check_asks_the_tables():
    """By name, since importing their modules here would register them."""
    asked = {check.__name__ for check in registry.get_checks()}
    ours = {"every_clock_kind_has_its_rules", "every_excuse_has_a_source", "every_meeting_kind_has_its_effects"}
    assert ours - asked == set()


@pytest.mark.parametrize("kind", ClockKind)
def test_a_clock_kind_that_the_tables_lack_is_named(kind):
    rules = {other: row for other, row in CLOCK_KINDS.items() if other != kind}
    effects = {other: row for other, row in MEETING_EFFECTS.items() if other != kind}
    assert any(gap.startswith(f"CLOCK_KINDS has no row for {kind}:") for gap in clock_kinds.gaps(rules))
    told = meeting_effects.gaps(effects)
    for meeting in MeetingKind:
        expected = f"MEETING_EFFECTS does not say what a meeting of kind {meeting} means for a clock of kind {kind}."
        assert expected in told


@pytest.mark.parametrize("meeting", MeetingKind)
def test_a_meeting_kind_that_the_table_lacks_is_named_for_every_clock_kind(meeting):
    effects = {
        clock: {other: effect for other, effect in row.items() if other != meeting}
        for clock, row in MEETING_EFFECTS.items()
    }
    told = meeting_effects.gaps(effects)
    for clock in ClockKind:
        expected = f"MEETING_EFFECTS does not say what a meeting of kind {meeting} means for a clock of kind {clock}."
        assert expected in told


def test_a_row_that_says_too_little_is_named():
    kind = ClockKind.JOB_OFFER_5
    told = clock_kinds.gaps({**CLOCK_KINDS, kind: replace(CLOCK_KINDS[kind], starts=(), kept_by={})})
    assert [gap for gap in told if gap not in clock_kinds.gaps()] == [
        f"CLOCK_KINDS names no start for {kind}: no policy of that kind could be stored.",
        f"CLOCK_KINDS names nothing that keeps {kind}: every such clock would be broken.",
        "CLOCK_KINDS says of no kind that JOB_OFFERED keeps it.",
    ]


def test_tables_that_disagree_are_named():
    def new_gaps(table):
        return [gap for gap in meeting_effects.gaps(table) if gap not in meeting_effects.gaps()]

    excused = {**MEETING_EFFECTS[ClockKind.JOB_GOT_5], MeetingKind.COACH: Effect.MISSED_EXCUSES}
    assert new_gaps({**MEETING_EFFECTS, ClockKind.JOB_GOT_5: excused}) == [
        "MEETING_EFFECTS has MISSED_EXCUSES for JOB_GOT_5, but CLOCK_KINDS does not name E01."
    ]
    never = dict.fromkeys(MeetingKind, Effect.NONE)
    assert new_gaps({**MEETING_EFFECTS, ClockKind.MEETING_48H: never}) == [
        "CLOCK_KINDS names MEETING_OFFERED for MEETING_48H, but MEETING_EFFECTS has no BOOKED_KEEPS."
    ]


@pytest.mark.parametrize("reason", ExcuseReason)
def test_without_a_source_no_statement_is_built(reason):
    """Else what the reason excuses would be counted as broken, and nobody would see it."""
    others = tuple(source for source in excuse_sources() if source.reason != reason)
    assert without_source(others) == [reason]
    with pytest.raises(ImproperlyConfigured, match=reason):
        evidence_sql(others)


def test_two_sources_have_two_names():
    first = excuse_sources()[0]
    register_excuse_sources(first)
    with pytest.raises(ValueError, match=first.name):
        register_excuse_sources(ExcuseSource(first.name, first.reason, "SELECT NULL::date AS happened_on"))


def test_an_event_keeps_only_the_kinds_the_table_names():
    assert fulfilment_by(ClockKind.PLAN_GUARANTEE, KeepingEvent.INSATS_AGREED) == Fulfilment.OTHER_INSATS
    with pytest.raises(ValueError, match="PLAN_APPROVED keeps no clock of kind FOLLOW_UP"):
        fulfilment_by(ClockKind.FOLLOW_UP, KeepingEvent.PLAN_APPROVED)


def test_every_event_that_keeps_a_clock_is_reported_by_an_operation():
    """An event that no operation reports would leave its clocks to be broken."""
    reported = set()
    for app in apps.get_app_configs():
        for file in Path(app.path).rglob("operations/*.py"):
            reported |= {
                node.attr
                for node in ast.walk(ast.parse(file.read_text()))
                if isinstance(node, ast.Attribute)
                and isinstance(node.value, ast.Name)
                and node.value.id == KeepingEvent.__name__
            }
    assert {event.name for event in KeepingEvent} == reported


def test_only_these_missed_meetings_excuse_a_clock():
    """Written a second time: which absences excuse is decided by the city (E01, docs/deadlines.md), not by a slip."""
    assert set(pairs_with(Effect.MISSED_EXCUSES)) == {
        (ClockKind.PLAN_GUARANTEE, MeetingKind.COACH),
        (ClockKind.FOLLOW_UP, MeetingKind.FOLLOW_UP),
    }
