"""The frame of a case page: its tabs and acts, contributed by the packages that hold their pages (decision 071)."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.db.models.expressions import Combinable
from django.urls import reverse

from aspirants.models import Enrolment
from aspirants.querysets import EnrolmentQuerySet


@dataclass(frozen=True)
class CaseTab:
    """A page of the case, reached by a tab. `position` orders the tabs."""

    key: str
    label: str
    url_name: str
    position: int


@dataclass(frozen=True)
class CaseAct:
    """Something done with a case, an open one unless it says otherwise.

    `label` and `is_offered` are asked of the case; `position` orders the acts. The main act is a button of its own,
    with a single-key shortcut; the others stand in the menu.
    """

    url_name: str
    label: Callable[[Enrolment], str]
    position: int
    is_offered: Callable[[Enrolment], bool] = lambda enrolment: True
    shortcut: str = ""
    of_closed: bool = False
    """Whether it is about the end of a case, and offered instead of the others once the case is closed."""
    of_any: bool = False
    """Whether it is offered of an open and of a closed case alike."""

    @property
    def is_main(self) -> bool:
        return bool(self.shortcut)


@dataclass(frozen=True)
class Link:
    """A tab or an act of one case, as the page shows it."""

    label: str
    url: str
    is_current: bool = False
    shortcut: str = ""


@dataclass(frozen=True)
class CaseFrame:
    """What surrounds the pages of one case."""

    tabs: list[Link]
    main_acts: list[Link]
    acts: list[Link]


@dataclass(frozen=True)
class NearestDeadline:
    """The deadline of a case that falls first, as the header shows it on a local date."""

    label: str
    due_on: datetime.date
    today: datetime.date


@dataclass(frozen=True)
class DeadlineSource:
    """Where the nearest deadline comes from: `of_case` gives, for a queryset of cases and a local date, the expression
    with the kind and the last day ("PLAN_GUARANTEE 2026-11-30"); `labels` are the kinds in words."""

    of_case: Callable[[datetime.date], Combinable]
    labels: Mapping[str, str]


_tabs: dict[str, CaseTab] = {}
_acts: dict[str, CaseAct] = {}
_deadlines: list[DeadlineSource] = []


def register_case_tabs(*tabs: CaseTab) -> None:
    """Add tabs; packages call this when they are ready. Raises ValueError where another tab has the key already."""
    for tab in tabs:
        if _tabs.setdefault(tab.key, tab) != tab:
            raise ValueError(f"Two tabs of the case are called {tab.key}.")


def register_case_acts(*acts: CaseAct) -> None:
    """Add acts; packages call this when they are ready. Raises ValueError where another act leads to the same page."""
    for act in acts:
        if _acts.setdefault(act.url_name, act).position != act.position:
            raise ValueError(f"Two acts of the case lead to {act.url_name}.")


def register_deadlines(source: DeadlineSource) -> None:
    """Say where the nearest deadline comes from; the package that holds the deadlines calls this when it is ready."""
    _deadlines[:] = [source]


def with_frame(cases: EnrolmentQuerySet, today: datetime.date) -> EnrolmentQuerySet:
    """Cases annotated with `nearest_due`, what their header shows on a local date: no statement of its own."""
    return cases.annotate(nearest_due=_deadlines[0].of_case(today)) if _deadlines else cases


def deadline_of(enrolment: Enrolment, today: datetime.date) -> NearestDeadline | None:
    """The deadline that falls first, of a case that was read `with_frame`; None where none is running."""
    kind, _, due_on = (enrolment.nearest_due or "").partition(" ")
    if not due_on:
        return None
    return NearestDeadline(_deadlines[0].labels[kind], datetime.date.fromisoformat(due_on), today)


def frame_of(enrolment: Enrolment, active_tab: str) -> CaseFrame:
    """The tabs and acts of a case, without a query; no acts where it is read from elsewhere."""
    tabs = [
        Link(tab.label, reverse(tab.url_name, args=[enrolment.pk]), is_current=tab.key == active_tab)
        for tab in sorted(_tabs.values(), key=lambda tab: tab.position)
    ]
    if enrolment.read_through:
        return CaseFrame(tabs, [], [])
    acts = (act for act in _acts.values() if act.of_any or act.of_closed is not enrolment.is_open)
    offered = [act for act in sorted(acts, key=lambda act: act.position) if act.is_offered(enrolment)]
    links = {
        is_main: [
            Link(act.label(enrolment), reverse(act.url_name, args=[enrolment.pk]), shortcut=act.shortcut)
            for act in offered
            if act.is_main is is_main
        ]
        for is_main in (True, False)
    }
    return CaseFrame(tabs, links[True], links[False])
