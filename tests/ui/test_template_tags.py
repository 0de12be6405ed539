"""The tags and filters every page relies on, tested through templates."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from django.core.paginator import Paginator
from django.template import engines
from django.test import RequestFactory

from aspirants.choices import EnrolmentStatus
from deadlines.choices import ClockStatus
from jobbtorg.templatetags.dates import due_label
from jobbtorg.templatetags.pages import TAG_ICONS, TIMELINE_ICONS, fold, leading_number
from jobplans.choices import VersionStatus
from meetings.choices import BookingStatus
from referrals.choices import ReferralStatus

MONDAY = date(2026, 11, 23)


def render(source, path="/lista", **context):
    request = RequestFactory().get(path)
    return engines["django"].from_string(source).render(context, request).strip()


@pytest.mark.parametrize(
    ("filter_name", "value", "expected"),
    [
        ("weekday_date", date(2026, 11, 23), '<time datetime="2026-11-23">mån 23 nov 2026</time>'),
        ("long_date", date(2026, 5, 3), '<time datetime="2026-05-03">3 maj 2026</time>'),
        ("iso_date", date(2026, 11, 23), '<time datetime="2026-11-23">2026-11-23</time>'),
        # 23.30 UTC is already the next day in Stockholm.
        ("iso_date", datetime(2026, 11, 22, 23, 30, tzinfo=UTC), '<time datetime="2026-11-23">2026-11-23</time>'),
        (
            "clock_time",
            datetime(2026, 11, 23, 13, 30, tzinfo=UTC),
            '<time datetime="2026-11-23T14:30:00+01:00">14.30</time>',
        ),
        (
            "date_and_time",
            datetime(2026, 7, 1, 12, 5, tzinfo=UTC),
            '<time datetime="2026-07-01T14:05:00+02:00">ons 1 juli 2026 14.05</time>',
        ),
        # Imported history has no time of day, and none is made up.
        ("date_and_time", date(2026, 11, 23), '<time datetime="2026-11-23">mån 23 nov 2026</time>'),
        ("weekday_date", None, "–"),
        ("date_and_time", None, "–"),
    ],
)
def test_values_are_shown_the_swedish_way(filter_name, value, expected):
    assert render(f"{{{{ value|{filter_name} }}}}", value=value) == expected


@pytest.mark.parametrize(
    ("status", "color"),
    [
        (ClockStatus.RUNNING, "info"),
        (ClockStatus.BREACHED, "danger"),
        (ClockStatus.CANCELLED, "neutral"),
        (VersionStatus.APPROVED, "success"),
        (VersionStatus.SUPERSEDED, "neutral"),
        (EnrolmentStatus.PAUSED, "warning"),
        (ReferralStatus.INCOMPLETE, "warning"),
        (ReferralStatus.LAPSED, "neutral"),
        (ReferralStatus.DECLINED, "warning"),
        (ReferralStatus.WITHDRAWN, "neutral"),
        (BookingStatus.ATTENDED, "success"),
    ],
)
def test_a_status_has_one_colour(status, color):
    row = SimpleNamespace(status=status.value, get_status_display=lambda: status.label)
    shown = render("{% status_tag row %}", row=row)
    assert f'data-color="{color}"' in shown
    assert status.label in shown


@pytest.mark.django_db  # counts by the stored calendar
@pytest.mark.parametrize(
    ("due_on", "text", "color"),
    [
        (date(2026, 11, 19), "2 arbetsdagar sen", "danger"),
        (date(2026, 11, 20), "1 arbetsdag sen", "danger"),
        # Saturday and Sunday are no working days, so nothing can be counted yet.
        (date(2026, 11, 23), "I dag", "warning"),
        (date(2026, 11, 24), "I morgon", "info"),
        (date(2026, 11, 25), "Om 2 arbetsdagar", "info"),
        (date(2026, 11, 30), "Om 5 arbetsdagar", "info"),
        (date(2026, 12, 1), "Om 6 arbetsdagar", "neutral"),
    ],
)
def test_a_due_date_reads_in_working_days(due_on, text, color):
    label = due_label(due_on, MONDAY)
    assert (label.text, label.color) == (text, color)


@pytest.mark.django_db  # counts by the stored calendar
def test_what_fell_due_on_a_friday_is_one_working_day_late_on_the_saturday():
    assert due_label(date(2026, 11, 20), date(2026, 11, 21)).text == "1 arbetsdag sen"


def test_a_due_date_over_a_weekend_with_no_working_day_between_counts_days():
    assert due_label(date(2026, 11, 22), date(2026, 11, 20)).text == "Om 2 dagar"


@pytest.mark.django_db  # counts by the stored calendar
@pytest.mark.parametrize("days", [-4000, -400, -1, 0, 1, 2, 400, 4000])
def test_a_due_label_stays_short(days):
    assert len(due_label(date.fromordinal(MONDAY.toordinal() + days), MONDAY).text) <= 22


@pytest.mark.django_db  # counts by the stored calendar
def test_a_contextual_date_carries_text_icon_and_date_and_the_year_only_when_it_differs():
    html = render("{% contextual_date due today %}", due=date(2026, 11, 19), today=MONDAY)
    assert (
        '<span>Förföll <time datetime="2026-11-19">tor 19 nov</time> ·</span> <strong>2 arbetsdagar sen</strong>'
        in html
    )
    assert 'data-color="danger"' in html
    assert "<svg" in html
    assert "(fre 15 jan 2027)" in render("{% contextual_date due today %}", due=date(2027, 1, 15), today=MONDAY)
    assert render("{% contextual_date due today %}", due=None, today=MONDAY) == "–"


@pytest.mark.parametrize("color", TAG_ICONS)
def test_a_status_tag_has_text_and_icon_in_every_colour(color):
    html = render("{% tag text color %}", text="Väntar <nu>", color=color)
    assert f'data-color="{color}"' in html
    assert "Väntar &lt;nu&gt;" in html
    assert f"#{TAG_ICONS[color]}" in html


def test_an_unknown_colour_is_neutral():
    assert 'data-color="neutral"' in render('{% tag "Ny" "rosa" %}')


def test_every_icon_in_use_is_drawn():
    from pathlib import Path

    sprite = Path("static/icons.svg").read_text()
    for name in {*TAG_ICONS.values(), *TIMELINE_ICONS.values(), "clock", "calendar", "dot"}:
        assert f'id="{name}"' in sprite, name


def test_query_url_keeps_the_filter_and_starts_over_on_the_first_page():
    source = "{% query_url sort='namn' status=None %}"
    assert render(source, "/lista?q=a&status=ny&page=3") == "?q=a&amp;sort=namn"
    assert render("{% query_url page=2 %}", "/lista?q=å") == "?q=%C3%A5&amp;page=2"


def test_pagination_says_where_one_is_and_links_to_the_others():
    page = Paginator(range(600), 50).page(3)
    html = render('{% paginate page noun="aspiranter" %}', "/lista?q=a", page=page)
    assert "Visar 101–150 av 600 aspiranter" in " ".join(html.split())
    assert 'href="?q=a&amp;page=2"' in html
    assert 'href="?q=a&amp;page=4"' in html
    assert 'aria-current="page"' in html


def test_one_page_needs_no_links_and_none_says_so():
    assert "<nav" not in render("{% paginate page %}", page=Paginator(range(3), 50).page(1))
    html = render('{% paginate page noun="remisser" %}', page=Paginator([], 50).page(1))
    assert "Visar 0 remisser" in " ".join(html.split())


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("38 jobbplaner förfaller", ("38", " jobbplaner förfaller")),
        ("96,4 % hållna", ("96,4 %", " hållna")),
        ("1\u202f204 aspiranter", ("1\u202f204", " aspiranter")),
        ("Inga frister", ("", "Inga frister")),
    ],
)
def test_the_number_that_opens_a_figure_is_found(sentence, expected):
    assert leading_number(sentence) == expected


def test_only_a_long_text_is_folded_and_no_word_is_lost():
    assert fold("kort") == ("kort", "")
    text = "ord " * 200
    shown, rest = fold(text)
    assert rest
    assert f"{shown} {rest}".split() == text.split()
