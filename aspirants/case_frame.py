"""The frame of a case page: its tabs and acts, contributed by the packages that hold their pages (decision 071)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from aspirants.models import Enrolment


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


_tabs: dict[str, CaseTab] = {}
_acts: dict[str, CaseAct] = {}


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


def frame_of(enrolment: Enrolment, active_tab: str) -> CaseFrame:
    """The tabs and acts of a case, without a query; no acts where it is read from elsewhere."""
    tabs = [
        Link(tab.label, reverse(tab.url_name, args=[enrolment.pk]), is_current=tab.key == active_tab)
        for tab in sorted(_tabs.values(), key=lambda tab: tab.position)
    ]
    if enrolment.read_through:
        return CaseFrame(tabs, [], [])
    acts = (act for act in _acts.values() if act.of_closed is not enrolment.is_open)
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
