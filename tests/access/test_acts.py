"""An act applies to what its page showed (FC-36): for each page, with somebody else changing that meanwhile."""

from __future__ import annotations

import html
import inspect
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps

from aspirants.models import Enrolment
from core.seen import FIELD, NOTHING, Seen
from deadlines.models import ClockKind
from demo.factories import DeadlinePolicyFactory
from organisation.models import User
from tests.access.contract import House, sources
from tests.access.contract import Place as Definition
from tests.access.scenes import SCENES, Place, Scene
from tests.access.test_operations import ROOT
from tests.aspirants.staff import case, changed, coach, manager, now
from tests.pages import PAGES, SHOWN
from tests.post_forms import post_forms

__all__ = ["case", "coach", "manager", "now"]

OUR_TABLES = ("aspirants", "casework", "jobplans", "referrals", "notices", "organisation")
NAME_WHAT_THEY_SHOWED = {name for name, page in PAGES.items() if page.posts == SHOWN}
SENT_FROM_A_PAGE_OF_ITS_OWN = {"referral_draft_check"}
"""Tested where the sending of a referral is (tests/referrals/test_sending.py)."""


@pytest.fixture
def place(coach: User, manager: User, case: Enrolment) -> Place:
    for kind in (ClockKind.PLAN_GUARANTEE, ClockKind.FOLLOW_UP):
        DeadlinePolicyFactory(kind=kind)
    return Place(coach, manager, case)


@pytest.fixture
def scene(request: pytest.FixtureRequest, place: Place) -> Scene:
    return SCENES[request.param](place)


def rows() -> dict[str, list[Any]]:
    """All that is stored about persons, their cases, and the users."""
    models = [model for app in OUR_TABLES for model in apps.get_app_config(app).get_models()]
    return {model._meta.label: sorted(map(repr, model._default_manager.values())) for model in models}


def test_every_act_has_its_scene() -> None:
    assert set(SCENES) == NAME_WHAT_THEY_SHOWED - SENT_FROM_A_PAGE_OF_ITS_OWN


@pytest.mark.parametrize("scene", SCENES, indirect=True)
def test_nothing_is_done_to_what_was_not_shown_and_both_are_shown(scene: Scene) -> None:
    client, page = scene.open()
    scene.meanwhile()
    before = rows()
    refused = client.submit(scene.path, scene.typed, on=scene.on, page=page)
    assert changed(refused)
    assert rows() == before
    for typed in scene.kept:
        assert typed in html.unescape(refused.content.decode())


@pytest.mark.parametrize("scene", SCENES, indirect=True)
def test_an_act_that_does_not_say_what_was_shown_is_refused(scene: Scene) -> None:
    client, page = scene.open()
    [form] = [form for form in post_forms(page, scene.on or scene.path) if form.action == scene.path][:1]
    del form.hidden[FIELD]
    before = rows()
    assert changed(client.post(scene.path, form.hidden | scene.typed))
    assert rows() == before


@pytest.mark.parametrize("scene", SCENES, indirect=True)
def test_what_was_shown_and_still_stands_is_acted_on(scene: Scene) -> None:
    client, page = scene.open()
    response = client.submit(scene.path, scene.typed, on=scene.on, page=page)
    # A refusal for another reason is a sentence on the page, or one that the next page says.
    assert response.status_code in (302, 422), response.content.decode()
    assert "Uppgifterna har ändrats" not in response.content.decode()


@pytest.mark.parametrize("scene", SCENES, indirect=True)
def test_whoever_has_seen_both_may_go_on(scene: Scene) -> None:
    client, page = scene.open()
    scene.meanwhile()
    refused = client.submit(scene.path, scene.typed, on=scene.on, page=page)
    forms = [form for form in post_forms(refused, scene.path) if form.action == scene.path]
    if not forms:  # the page has no such button any more, since the act is not possible as things stand
        return
    assert client.post(scene.path, forms[0].hidden | scene.typed).status_code in (302, 422)


@pytest.mark.parametrize("scene", SCENES, indirect=True)
def test_the_forms_of_a_page_carry_what_it_shows(scene: Scene) -> None:
    """Also those beside the one the scene is about: a form without the field would always be refused."""
    _, page = scene.open()
    forms = post_forms(page, scene.on or scene.path)
    assert {form.name for form in forms} <= {name for name, page in PAGES.items() if page.posts} | {"account_logout"}
    for form in forms:
        if form.name not in NAME_WHAT_THEY_SHOWED:
            continue
        [token] = form.hidden[FIELD]
        assert Seen.from_token(token) != NOTHING


def _seen_parameters() -> Iterator[tuple[str, inspect.Parameter]]:
    for operation in House(sources(ROOT)).operations:
        for parameter in _parameters(operation):
            if parameter.name.startswith("seen_"):
                yield f"{operation}({parameter.name})", parameter


def _parameters(operation: Definition) -> list[inspect.Parameter]:
    found = getattr(import_module(operation.module), operation.name)
    return list(inspect.signature(found).parameters.values())


def test_no_operation_may_be_called_without_what_was_shown() -> None:
    parameters = dict(_seen_parameters())
    assert len(parameters) >= 25
    for name, parameter in parameters.items():
        assert parameter.kind is inspect.Parameter.KEYWORD_ONLY, name
        assert parameter.default is inspect.Parameter.empty, name
        assert parameter.annotation in ("Seen", Seen), name
