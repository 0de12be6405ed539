"""The register of breaches: filters, causes that are missing for too long, and files."""

from __future__ import annotations

from datetime import date

import pytest

from audit.models import AccessEvent, AccessKind
from core.reading import near_pages
from core.spreadsheets import csv_rows
from deadlines.models import ClockStatus
from demo.factories import (
    BreachFactory,
    ClockPauseFactory,
    DeadlineClockFactory,
    EnrolmentFactory,
    MeetingFactory,
    UserFactory,
)
from organisation.models import ListColumns
from oversight.register import days_unexplained
from oversight.views import breaches
from tests.aspirants.staff import at, signed_in, text
from tests.oversight.test_deadlines_page import listed
from tests.workbooks import sheet_rows

REGISTER = "/frister/brutna"


def csv_of(client, path: str, **query) -> list[list[str]]:
    response = client.get(path, query)
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    return csv_rows(response.content.decode())


def xlsx_of(client, path: str, **query) -> list[list[str]]:
    response = client.get(path, {"format": "xlsx", **query})
    assert response["Content-Disposition"].endswith('.xlsx"')
    return sheet_rows(response.content)


@pytest.fixture
def broken(received):
    def make(day: str, **facts):
        clock = received(day, status=ClockStatus.BREACHED, breach=False)
        return BreachFactory(clock=clock, **facts)

    return make


def shown(client, **query) -> set[str]:
    return {row.breach.clock.reference for row in client.get(REGISTER, query).context["rows"]}


@pytest.mark.parametrize(
    ("stamped", "facts", "days"),
    [
        ("2026-11-20", {}, 1),
        ("2026-11-16", {}, 5),
        ("2026-11-13", {}, 6),
        ("2026-11-14", {}, 6),  # a Saturday
        ("2026-11-13", {"cause": "B01"}, 0),
        ("2026-11-13", {"revoked": True}, 0),
    ],
)
def test_for_how_long_a_cause_has_been_missing(broken, as_manager, stamped, facts, days):
    breach = broken("2026-11-02", stamped_at=at(stamped, "00:15"), **facts)
    assert days_unexplained(breach, date(2026, 11, 23)) == days
    assert (f"Orsak saknas sedan {days} arbetsdagar" in text(as_manager.get(REGISTER))) == (days > 5)
    assert shown(as_manager, cause="overdue") == ({breach.clock.reference} if days > 5 else set())


@pytest.mark.parametrize("today", ["2026-11-21", "2026-11-22", "2026-11-23"])
def test_the_mark_and_the_filter_agree_on_a_weekend_too(now, broken, as_manager, today):
    now.move_to(at(today))
    for day in ("2026-11-12", "2026-11-13", "2026-11-14", "2026-11-16"):
        broken("2026-11-02", stamped_at=at(day, "00:15"))
    rows = as_manager.get(REGISTER).context["rows"]
    assert shown(as_manager, cause="overdue") == {row.breach.clock.reference for row in rows if row.unexplained}


def test_the_register_is_narrowed_by_period_and_cause(broken, as_manager):
    october, november = broken("2026-10-12", cause="B01"), broken("2026-11-02", stamped_at=at("2026-11-20"))
    references = {"october": october.clock.reference, "november": november.clock.reference}
    for query, expected in [
        ({}, {"october", "november"}),
        ({"first": "2026-10-20"}, {"november"}),
        ({"last": "19/10 2026"}, {"october"}),
        ({"first": "2026-10-19", "last": "2026-10-19"}, {"october"}),
        ({"cause": "B01"}, {"october"}),
        ({"cause": "missing"}, {"november"}),
        ({"cause": "overdue"}, set()),
        ({"cause": "B99", "first": "nonsense"}, {"october", "november"}),
    ]:
        assert shown(as_manager, **query) == {references[name] for name in expected}, query
    page = as_manager.get(REGISTER, {"cause": "B01", "first": "2026-10-19"})
    assert [(chip.label, chip.url) for chip in page.context["chips"]] == [
        ("Sista dag från: mån 19 okt", "?cause=B01#listan"),
        ("Orsak: Ingen coachtid", "?first=2026-10-19#listan"),
    ]
    assert "Inga brutna frister stämmer med urvalet." in text(as_manager.get(REGISTER, {"cause": "B05"}))


def test_the_original_last_day_stands_beside_the_one_that_was_broken(received, as_manager):
    clock = received("2026-11-02")
    ClockPauseFactory(clock=clock, paused_from=date(2026, 11, 5), resumed_on=date(2026, 11, 9))
    clock.status = ClockStatus.BREACHED
    clock.save()
    BreachFactory(clock=clock)
    page = text(as_manager.get(REGISTER))
    assert "2026-11-11 ursprungligen 2026-11-09" in page


def test_the_register_as_files(broken, as_manager, coach):
    one = broken("2026-11-02", cause="B03", comment="=HYPERLINK(1)", explained_by=coach)
    broken("2026-10-12", stamped_at=at("2026-10-20", "00:15"))
    hidden = broken("2026-11-02")
    hidden.clock.person.protection = "SEKRETESSMARKERING"
    hidden.clock.person.save()
    hidden.clock.enrolment.coach = None
    hidden.clock.enrolment.save()
    appointed = signed_in(UserFactory(manager=True, protected=True, jobbtorg=coach.jobbtorg))
    rows = csv_of(appointed, "/frister/brutna/fil", kolumner="alla")
    assert rows[1] == [
        *(one.clock.person.name, one.clock.reference, "Jobbplanen blev inte klar i tid", "2026-11-09", "2026-11-09"),
        *(str(coach), "Tolk saknades"),
        *("=HYPERLINK(1)", str(coach), "", "Ej uppfylld"),
    ]
    assert rows[2][9] == "24"
    assert rows[-1] == ["1 frist för personer med skyddade personuppgifter är inte med."]
    assert len(rows) == 5
    assert "'=HYPERLINK(1)" in appointed.get("/frister/brutna/fil").content.decode()
    assert len(csv_of(as_manager, "/frister/brutna/fil", cause="B03")) == 2
    sheet = xlsx_of(as_manager, "/frister/brutna/fil", cause="B03")
    assert sheet[1][1] == one.clock.reference
    assert sheet[1][6] == "'=HYPERLINK(1)"
    assert sheet[1][3] == str((date(2026, 11, 9) - date(1899, 12, 30)).days)
    assert AccessEvent.objects.filter(kind=AccessKind.EXPORT, subject="Brutna frister").count() == 4


def test_the_list_as_files(received, coach, as_manager, manager):
    plain = received("2026-11-16")
    MeetingFactory(enrolment=plain.enrolment, starts_at=at("2026-11-23", "14:00"))
    received("2026-11-18", covered=False)
    DeadlineClockFactory(
        enrolment=EnrolmentFactory(jobbtorg=coach.jobbtorg, without_coach=True, protected=True), due_in_5=True
    )
    rows = csv_of(as_manager, "/frister/fil", kolumner="alla")
    assert rows[1] == [
        *(plain.person.name, plain.reference, str(coach), "Jobbgarantin", "2026-11-23", "2026-11-23"),
        *("2026-11-23", "", "ja", "Löper"),
    ]
    assert rows[-1] == ["1 frist för personer med skyddade personuppgifter är inte med."]
    assert len(csv_of(as_manager, "/frister/fil", covered="False")) == 2
    assert xlsx_of(as_manager, "/frister/fil")[1][:2] == [plain.person.name, plain.reference]
    events = AccessEvent.objects.filter(kind=AccessKind.EXPORT, user=manager, view="deadlines_file")
    assert events.count() == 3
    assert "format=xlsx" in as_manager.get("/frister", {"covered": "False"}).content.decode()


def test_the_files_have_the_columns_one_has_chosen(received, broken, as_manager, manager):
    received("2026-11-16")
    broken("2026-11-02")
    always = {
        "/frister": ["Aspirant", "Ärende eller remiss", "Frist", "Sista dag", "Omfattas av garantin", "Status"],
        "/frister/brutna": [
            *("Aspirant", "Ärende eller remiss", "Vad som hände", "Sista dag", "Orsak"),
            *("Orsak saknas sedan, arbetsdagar", "Status"),
        ],
    }
    for path, key in (("/frister", "frister"), ("/frister/brutna", "brutna")):
        ListColumns.objects.create(owner=manager, list_key=key, columns=[])
        assert csv_of(as_manager, f"{path}/fil")[0] == always[path]
        ListColumns.objects.filter(list_key=key).update(columns=["coach", "ursprunglig"])
        chosen = csv_of(as_manager, f"{path}/fil")[0]
        assert [one for one in chosen if one not in always[path]] == (
            ["Coach", "Ursprunglig sista dag"] if key == "frister" else ["Ursprunglig sista dag", "Coach"]
        )
        assert f"{path}/fil?kolumner=alla" in as_manager.get(path).content.decode()


def test_the_burn_down_as_files(received, as_manager):
    in_time, too_late, late = received("2026-11-16"), received("2026-11-16"), received("2026-11-13")
    MeetingFactory(enrolment=in_time.enrolment, starts_at=at("2026-11-23", "16:00"))
    MeetingFactory(enrolment=too_late.enrolment, starts_at=at("2026-11-24", "09:00"))
    MeetingFactory(enrolment=late.enrolment, starts_at=at("2026-11-24", "10:00"))
    rows = csv_of(as_manager, "/frister/per-dag/fil")
    assert rows[:4] == [
        [
            *("Dag", "Möte bokat i tid", "Inget möte i tid", "Summa", "Möten den dagen"),
            "Varav med skyddade personuppgifter",
        ],
        ["Försenade", "1", "0", "1", "", "0"],
        ["2026-11-23", "1", "1", "2", "1", "0"],
        ["2026-11-24", "0", "0", "0", "2", "0"],
    ]
    assert len(rows) == 8
    assert xlsx_of(as_manager, "/frister/per-dag/fil")[1] == ["Försenade", "1", "0", "1", "0"]


def test_a_selection_too_large_for_a_file_is_said(monkeypatch, received, broken, as_manager):
    for module in ("deadlines", "breaches"):
        monkeypatch.setattr(f"oversight.views.{module}.MOST_ROWS_IN_FILE", 1)
    for day in ("2026-11-16", "2026-11-17"):
        received(day)
        broken("2026-11-02")
    for path, query in (("/frister", "state=near"), (REGISTER, "cause=missing")):
        answer = as_manager.get(f"{path}/fil?{query}")
        assert answer.url == f"{path}?{query}"
        assert "för stort för en fil" in text(as_manager.get(answer.url))


def test_the_list_is_narrowed_by_meeting_cause_and_cover(received, broken, as_manager):
    in_time, too_late, none = received("2026-11-17"), received("2026-11-17"), received("2026-11-17", covered=False)
    MeetingFactory(enrolment=in_time.enrolment, starts_at=at("2026-11-24", "16:00"))
    MeetingFactory(enrolment=too_late.enrolment, starts_at=at("2026-11-25", "09:00"))
    bare = broken("2026-11-02").clock
    broken("2026-11-02", cause="B01")
    rows = {"in time": in_time, "too late": too_late, "none": none, "bare": bare}
    for query, expected in [
        ({"booked": "True"}, {"in time", "too late"}),
        ({"booked": "senare", "state": "near"}, {"too late", "none"}),
        ({"booked": "False", "state": "near"}, {"none"}),
        ({"covered": "False"}, {"none"}),
        ({"cause": "missing"}, {"bare"}),
    ]:
        found = listed(as_manager, **query)
        assert {name for name, clock in rows.items() if clock.reference in found} == expected, query
    page = text(as_manager.get("/frister", {"state": "near"}))
    assert "2026-11-25 09.00 efter sista dagen" in page


def test_a_chosen_filter_is_a_chip_that_takes_it_away(coach, as_manager):
    page = as_manager.get("/frister", {"coach": coach.pk, "day": "2026-11-25", "state": "nonsense", "page": "2"})
    assert [(chip.label, chip.url) for chip in page.context["chips"]] == [
        ("Förfaller: ons 25 nov", f"?coach={coach.pk}&state=nonsense#listan"),
        (f"Coach: {coach}", "?day=2026-11-25&state=nonsense#listan"),
    ]
    assert not as_manager.get("/frister").context["chips"]


def test_the_register_is_counted_near_the_page_and_read_to_its_end(broken, as_manager, monkeypatch):
    for due in ("2026-11-02", "2026-11-03", "2026-11-04"):
        broken(due)
    assert "fler än" not in text(as_manager.get(REGISTER))
    monkeypatch.setattr(breaches, "PAGE_SIZE", 1)
    monkeypatch.setattr(near_pages, "AHEAD", 1)
    first = as_manager.get(REGISTER)
    assert "av fler än 2" in text(first)
    pages = [first, *(as_manager.get(REGISTER, {"page": n}) for n in (2, 3))]
    days = [str(row.breach.due_on) for page in pages for row in page.context["rows"]]
    assert days == ["2026-11-11", "2026-11-10", "2026-11-09"]
