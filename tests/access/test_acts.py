"""An act applies to what its page showed (FC-36): for each page, with somebody else changing that meanwhile."""

from __future__ import annotations

import copy
import html
import inspect
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import pytest
import time_machine

from core.seen import FIELD, NOTHING, Seen
from tests.access.contract import Place as Definition
from tests.access.contract import the_product
from tests.access.scenes import SCENES, Place, Scene
from tests.access.standing import standing
from tests.access.stored import fingerprints
from tests.aspirants.staff import MONDAY_MORNING, Desk, changed
from tests.pages import PAGES, SHOWN
from tests.post_forms import post_forms
from tests.rollback import undone_afterwards

__all__ = ["standing"]

NAME_WHAT_THEY_SHOWED = {name for name, page in PAGES.items() if page.posts == SHOWN}
SENT_FROM_A_PAGE_OF_ITS_OWN = {
    "referral_draft_autosave",
    "referral_draft_eligibility",
    "referral_draft_check",
    "referral_list",
    "referral_list_discard",
}
"""Tested where the sending of referrals is (tests/referrals/test_two_tabs.py, test_sending.py, test_several.py)."""


@dataclass
class Opened:
    """A scene with its page open in the browser of whoever acts."""

    scene: Scene
    client: Desk
    page: Any


@pytest.fixture(scope="module", params=SCENES)
def made(request: pytest.FixtureRequest, standing: Place) -> Iterator[Opened]:
    """Each scene, made once for all tests of it."""
    with undone_afterwards():
        with time_machine.travel(MONDAY_MORNING, tick=False):
            scene = SCENES[request.param](copy.deepcopy(standing))
            made = Opened(scene, *scene.open())
        yield made


@pytest.fixture
def opened(made: Opened) -> Iterator[Opened]:
    """What one test does to the scene is undone."""
    with time_machine.travel(MONDAY_MORNING, tick=False), undone_afterwards():
        yield made


def stored() -> dict[str, str]:
    """All that is stored, but for what somebody typed in vain: that is kept for them."""
    return {label: mark for label, mark in fingerprints().items() if label != "workbench.UnsavedText"}


def test_every_act_has_its_scene() -> None:
    assert set(SCENES) == NAME_WHAT_THEY_SHOWED - SENT_FROM_A_PAGE_OF_ITS_OWN


def test_nothing_is_done_to_what_was_not_shown_and_whoever_has_seen_both_may_go_on(opened: Opened) -> None:
    scene, client = opened.scene, opened.client
    scene.meanwhile()
    before = stored()
    refused = client.submit(scene.path, scene.typed, on=scene.on, page=opened.page)
    assert changed(refused)
    assert stored() == before
    for typed in scene.kept:
        assert typed in html.unescape(refused.content.decode())
    forms = [form for form in post_forms(refused, scene.path) if form.action == scene.path]
    if not forms:  # the page has no such button any more, since the act is not possible as things stand
        return
    assert client.post(scene.path, forms[0].hidden | scene.typed).status_code in (302, 422)


def test_an_act_that_does_not_say_what_was_shown_is_refused(opened: Opened) -> None:
    scene = opened.scene
    [form] = [form for form in post_forms(opened.page, scene.on or scene.path) if form.action == scene.path][:1]
    del form.hidden[FIELD]
    before = stored()
    assert changed(opened.client.post(scene.path, form.hidden | scene.typed))
    assert stored() == before


def test_what_was_shown_and_still_stands_is_acted_on(opened: Opened) -> None:
    scene = opened.scene
    response = opened.client.submit(scene.path, scene.typed, on=scene.on, page=opened.page)
    # A refusal for another reason is a sentence on the page, or one that the next page says.
    assert response.status_code in (302, 422), response.content.decode()
    assert "Uppgifterna har ändrats" not in response.content.decode()


def test_the_forms_of_a_page_carry_what_it_shows(opened: Opened) -> None:
    """Also those beside the one the scene is about: a form without the field would always be refused."""
    forms = post_forms(opened.page, opened.scene.on or opened.scene.path)
    assert {form.name for form in forms} <= {name for name, page in PAGES.items() if page.posts} | {"account_logout"}
    for form in forms:
        if form.name not in NAME_WHAT_THEY_SHOWED:
            continue
        [token] = form.hidden[FIELD]
        assert Seen.from_token(token) != NOTHING


def _seen_parameters() -> Iterator[tuple[str, inspect.Parameter]]:
    for operation in the_product().operations:
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
