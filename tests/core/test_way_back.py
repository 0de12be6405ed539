"""A form ends where its link came from, and never outside this service."""

from __future__ import annotations

import pytest
from django.template import engines
from django.test import RequestFactory

from core.way_back import LONGEST, leads_back_to, own_path, way_back

CASE = "/arenden/5/"


@pytest.mark.parametrize(
    "wanted", ["/", "/arenden/7/", "/arenden/7/moten?del=2", "/arenden/7/#notes", "/aspiranter?visa=utan-mote&page=3"]
)
def test_a_page_of_this_service_is_led_back_to(wanted: str) -> None:
    assert own_path(wanted, CASE) == wanted


@pytest.mark.parametrize(
    "wanted",
    [
        "",
        "arenden/7/",
        "//example.org/",
        "/\\example.org/",
        "https://example.org/arenden/7/",
        "javascript:alert(1)",
        "/finns-inte",
        "/arenden/7/?" + "x" * LONGEST,
    ],
)
def test_nobody_is_led_elsewhere(wanted: str) -> None:
    assert own_path(wanted, CASE) == CASE


def test_a_link_says_where_its_form_ends_and_a_button_too() -> None:
    came_from = "/aspiranter?visa=utan-mote&page=3"
    path = f"/arenden/5/moten/nytt?meeting=9&{leads_back_to(came_from)}"
    requests = RequestFactory()
    assert way_back(requests.get(path), CASE) == came_from
    assert way_back(requests.post(path, {"outcome": "attended"}), CASE) == came_from
    assert way_back(requests.post("/arenden/5/moten/nytt", {"tillbaka": came_from}), CASE) == came_from
    assert way_back(requests.get("/arenden/5/moten/nytt"), CASE) == CASE


def test_the_tags_of_a_page_agree_with_it() -> None:
    source = '{% url "case" 5 as case_url %}{% way_back case_url %} {% from_here %}'
    shown = engines["django"].from_string(source).render({}, RequestFactory().get("/?visa=alla&tillbaka=/aspiranter"))
    assert shown == "/aspiranter tillbaka=%2F%3Fvisa%3Dalla%26tillbaka%3D%2Faspiranter"
