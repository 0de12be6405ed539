"""The frame of a case: which tabs and acts a page shows, and that no package takes another's place."""

from __future__ import annotations

import pytest

from aspirants.case_frame import CaseAct, CaseTab, frame_of, register_case_acts, register_case_tabs
from aspirants.models import Enrolment


def test_the_tabs_and_acts_come_in_their_order(case: Enrolment) -> None:
    frame = frame_of(case, "plan")
    assert [tab.label for tab in frame.tabs] == ["Översikt", "Jobbplan", "Arbete", "Möten", "Stadsdelen", "Historik"]
    assert [tab.label for tab in frame.tabs if tab.is_current] == ["Jobbplan"]
    assert [(act.label, act.shortcut) for act in frame.main_acts] == [("Logga möte", "l"), ("Ny anteckning", "n")]
    assert [act.label for act in frame.acts] == [
        "Boka möte",
        "Gruppinformation",
        "Skriv eller revidera jobbplan",
        "Uppehåll",
        "Rätta",
        "Personuppgifter",
        "Byt försörjningsstödsenhet",
        "Samma person?",
        "Registrera dödsfall",
        "Avsluta ärendet",
        "Skriv ut",
    ]


def test_another_coach_is_offered_to_those_who_may_choose_one(case: Enrolment) -> None:
    """A coach's own case offered "Byt coach", which only a manager may: always refused."""
    case.may_get_coach = True
    assert "Byt coach" in [act.label for act in frame_of(case, "").acts]


def test_protection_is_offered_to_those_who_may_change_it(case: Enrolment) -> None:
    case.may_change_protection = True
    assert "Skydda personen" in [act.label for act in frame_of(case, "").acts]


def test_moving_is_offered_to_managers(case: Enrolment) -> None:
    case.may_transfer = True
    assert "Flytta till annat jobbtorg" in [act.label for act in frame_of(case, "").acts]


def test_a_closed_case_offers_only_what_is_about_its_end(case: Enrolment) -> None:
    assert "Om avslutet" not in [act.label for act in frame_of(case, "").acts]
    case.closed_on = case.enrolled_on
    frame = frame_of(case, "")
    assert frame.main_acts == []
    assert [act.label for act in frame.acts] == ["Om avslutet", "Skriv ut"]
    assert len(frame.tabs) == 6


def test_two_packages_cannot_take_one_place() -> None:
    with pytest.raises(ValueError, match="Two tabs"):
        register_case_tabs(CaseTab("plan", "Plan", "case_plan", position=1))
    with pytest.raises(ValueError, match="Two acts"):
        register_case_acts(CaseAct("close_case", lambda case: "Avsluta", position=1))
