"""Joinings of two records, as events of the case that went on and of the one that ended."""

from __future__ import annotations

from django.db.models import Q

from aspirants.events import CASE, PERSON, EventSource, Fact, KeptInCase, sentences
from aspirants.models import Person
from casework.models import PersonJoin
from core.history.tracking import changes_of

OF_CASE = Q(case=CASE) | Q(ended_case=CASE)


def _joined(fact: Fact) -> tuple[str, str]:
    ended = f"Ärende {fact['ended']} avslutades som felregistrering" if fact["ended"] else ""
    return "Två poster om samma person slogs samman", sentences(ended, fact.note("reason"))


def _undone(fact: Fact) -> tuple[str, str]:
    return "Sammanslagningen ångrades", ""


def _to_the_changes(fact: Fact) -> str:
    return "" if fact.from_elsewhere else fact.page("case_history", "#andringar")


SOURCES = (
    EventSource(
        key="joined",
        kind="case",
        position=240,
        rows=PersonJoin.objects.filter(OF_CASE, joined_at__isnull=False),
        at="joined_at",
        facts={"ended": "ended_case__case_no", "reason": "reason"},
        by="asked_by",
        link=_to_the_changes,
        tell=_joined,
    ),
    EventSource(
        key="join_undone",
        kind="case",
        position=250,
        rows=PersonJoin.objects.filter(OF_CASE, undone_at__isnull=False),
        at="undone_at",
        by="undone_by",
        link=_to_the_changes,
        tell=_undone,
    ),
)

JOINED_RECORDS = Person.objects.filter(joined_into=PERSON).values("pk")

HISTORY = (
    KeptInCase(15, changes_of(Person).objects.filter(pgh_obj__in=JOINED_RECORDS)),
    KeptInCase(240, changes_of(PersonJoin).objects.filter(OF_CASE)),
)
