"""Components render with all their parameters, and with only those they must have."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from django.template import engines
from django.template.loader import render_to_string
from django.test import RequestFactory


def text(html):
    return " ".join(html.split())


@dataclass
class Step:
    label: str
    state: str
    text: str


@dataclass
class Happening:
    title: str
    at: date
    by: str = ""
    text: str = ""
    kind: str = ""


@dataclass
class Bare:
    title: str
    at: date


@pytest.mark.parametrize("state", ["done", "current", "upcoming", "paused", "broken"])
def test_each_milestone_state_is_told_in_text_and_icon(state):
    html = render_to_string("components/_milestones.html", {"milestones": [Step("Jobbplan", state, "i ord")]})
    assert f'data-state="{state}"' in html
    assert "i ord" in html
    assert "<svg" in html
    assert ('aria-current="step"' in html) is (state == "current")


def test_the_timeline_groups_by_month_and_shows_no_time_where_none_is_known():
    items = [
        Happening("Möte", datetime(2026, 11, 20, 13, 30, tzinfo=UTC), "Anna Berg", "ord " * 200, "meeting"),
        Happening("Jobbplan godkänd", datetime(2026, 11, 10, 8, 5, tzinfo=UTC), "Anna Berg", "", "plan"),
        Bare("Remiss mottagen", date(2026, 10, 2)),
    ]
    html = text(render_to_string("components/_timeline.html", {"items": items}))
    assert html.count("<h3") == 2
    assert "november 2026" in html
    assert "oktober 2026" in html
    assert "fre 20 nov 2026 14.30" in html
    assert "av Anna Berg" in html
    assert "fre 2 okt 2026</time>" in html
    assert "00.00" not in html
    assert html.count("Visa mer") == 1


def test_an_empty_state_offers_its_action_only_when_there_is_one():
    assert "<a" not in render_to_string("components/_empty.html", {"text": "Inga möten i dag."})
    html = render_to_string(
        "components/_empty.html", {"text": "Inga möten i dag.", "action_url": "/boka", "action_label": "Boka möte"}
    )
    assert 'href="/boka"' in html


def test_a_banner_is_information_unless_it_says_otherwise():
    assert 'data-color="info"' in render_to_string("components/_banner.html", {"text": "Hej"})
    assert 'data-color="danger"' in render_to_string("components/_banner.html", {"text": "Hej", "color": "danger"})


def test_a_summary_list_tells_what_each_change_link_changes():
    html = render_to_string(
        "components/_summary_list.html", {"rows": [("Telefon", "070-174 06 05", "/andra"), ("Tolk", None)]}
    )
    assert 'Ändra<span class="ds-sr-only"> telefon</span>' in html
    assert html.count("<a") == 1
    assert "–" in html


def test_a_figure_is_a_sentence_with_a_link():
    html = render_to_string("components/_figure.html", {"sentence": "7 brutna i dag", "url": "/frister"})
    assert '<span class="figure-number">7</span> brutna i dag</a>' in html


def test_out_of_band_status_fills_the_live_region():
    request = RequestFactory().get("/")
    html = render_to_string("components/_status.html", {"status": "12 aspiranter visas", "messages": []}, request)
    assert 'hx-swap-oob="innerHTML:#besked"' in html
    assert "12 aspiranter visas" in html


def test_a_wrapper_is_drawn_only_round_something():
    source = '{% unless_blank "components/_rail.html" %}{% if show %}<p>Veckan</p>{% endif %} {% endunless_blank %}'
    template = engines["django"].from_string(source)
    assert template.render({"show": False}) == ""
    assert "<aside" in template.render({"show": True})


@pytest.mark.parametrize("name", ["400.html", "403_csrf.html", "413.html", "500.html"])
def test_pages_of_last_resort_need_no_context(name):
    html = render_to_string(name)
    assert "Till startsidan" in html
    assert "<h1" in html


def test_no_template_carries_inline_script_style_or_handlers():
    """The content security policy would silently switch them off."""
    import re
    from pathlib import Path

    forbidden = re.compile(
        r"<style|\sstyle=|\son(?:click|change|submit|input|load|error|focus|blur|key\w+|mouse\w+)=|<script(?![^>]*\ssrc=)|javascript:",
        re.IGNORECASE,
    )
    offending = [str(path) for path in Path("templates").rglob("*.html") if forbidden.search(path.read_text())]
    assert offending == []
