"""How firmly closings stand, and the later corrections of a period whose figures stand (FC-34)."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from aspirants.models import DisclosureBasis
from casework.operations import close_case
from casework.shown import shown_case
from demo.factories import ClosureReasonFactory, EnrolmentFactory, UserFactory
from measures.periods import Period, tertial
from measures.scope import Reach, Scope, scope_of
from measures.statistics.statement import collect
from tests.aspirants.staff import at, signed_in, text
from tests.casework.test_after_closing import correct
from tests.casework.test_reopening import fresh

T2 = tertial(2026, 2)


@pytest.fixture
def close(coach, manager):
    """A case enrolled in spring, closed on a day of summer."""

    def closed(closed_on: str, trait: str = "moved", by=None, **facts):
        case = fresh(EnrolmentFactory(coach=coach, enrolled_on=date(2026, 3, 2)))
        where = {"destination": "Stadsköket", "destination_starts_on": date.fromisoformat(closed_on)}
        close_case(
            actor=by or manager,
            enrolment=case,
            seen_case=shown_case(case),
            closed_on=date.fromisoformat(closed_on),
            reason=ClosureReasonFactory(**{trait: True}),
            basis=DisclosureBasis.OSL_26_1,
            **(where if trait == "work" else {}),
            **facts,
        )
        return case

    return closed


def test_what_is_preliminary_is_said_apart(coach, manager, close):
    close("2026-11-20")
    close("2026-11-20", by=coach)
    close("2026-11-21", "work")
    found = collect(scope_of(manager), Period(date(2026, 9, 1), date(2026, 11, 23))).certainty
    assert (found.preliminary, found.confirmed, found.frozen_on) == (2, 1, None)
    [sentence] = found.sentences()
    assert sentence.startswith("Av 3 avslut är 2 preliminära och 1 bekräftade. ")
    assert "Av 3 avslut är 2 preliminära" in text(signed_in(manager).get(reverse("statistics")))


def test_what_changes_after_the_figures_stand_is_listed(coach, manager, close, now):
    """From 8 September the second tertial stands: what is registered on the 7th belongs to it."""
    now.move_to(at("2026-09-07"))
    early, other = close("2026-08-20"), close("2026-08-21")
    scope = scope_of(manager)
    assert collect(scope, T2).certainty.sentences() == []
    now.move_to(at("2026-09-08"))
    close("2026-08-31")
    correct(early, manager, "illness")
    correct(other, manager, "error", text="Dubbelt ärende")
    found = collect(scope, T2).certainty
    assert (found.registered_later, found.corrected_later, found.in_error_later) == (1, 2, 1)
    [sentence] = found.sentences()
    assert sentence == (
        "Senare rättelser: sedan tisdag 8 september 2026, då siffrorna fastställdes, har 1 avslut registrerats, "
        "2 avslut rättats och 1 ärende avslutats som felregistrerat."
    )
    page = text(signed_in(manager).get(reverse("statistics"), {"period": "t2", "ar": "2026"}))
    assert sentence in page
    file = signed_in(manager).get(reverse("statistics_csv"), {"period": "t2", "ar": "2026"})
    assert "Senare rättelser" in file.content.decode("utf-8-sig")


def test_nobody_outside_the_unit_is_told(db, now):
    coordinator = UserFactory(central_coordinator=True)
    assert collect(scope_of(coordinator), T2).certainty is None
    assert collect(Scope(Reach.DISTRICT, district_ids=(1,)), T2).certainty is None
