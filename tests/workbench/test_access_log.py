"""Åtkomstlogg: the reviewer finds who did what, learns no name, and leaves a trace too."""

from __future__ import annotations

import csv
import datetime
import io
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from aspirants.identity import display
from audit.models import AccessKind
from demo.factories import EnrolmentFactory, PersonFactory, UserFactory
from organisation.models import Role, User
from tests.audit.events import write
from tests.visits import last_logged, logged, queries_for, signed_in
from workbench.access_log import entries as access_log
from workbench.access_log.page_names import page_name

LOG = "/logg"
BY_PERSON = "/logg/person"
FILE = "/logg/fil"


@pytest.fixture
def reviewer(db: None) -> User:
    return UserFactory(log_reviewer=True)


@pytest.fixture
def as_reviewer(reviewer: User) -> Client:
    return signed_in(reviewer)


# The log keeps the database's own time, which no test can set; so the events looked for lie in another year.
MAY = {"fran": "2019-05-01", "till": "2019-05-31"}


def on(day: int, **facts: Any) -> dict[str, Any]:
    """An event at noon of a day in May 2019, in Stockholm."""
    return {"at": datetime.datetime(2019, 5, day, 12, tzinfo=ZoneInfo("Europe/Stockholm")), **facts}


def subjects(response: Any) -> list[str]:
    return [row.subject for row in response.context["rows"]]


def lines(response: Any) -> list[list[str]]:
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))


class TestWayIn:
    def test_it_is_where_a_reviewer_begins(self, as_reviewer: Client) -> None:
        page = as_reviewer.get("/", follow=True)
        assert page.redirect_chain == [(LOG, 302)]
        [place] = [place for place in page.context["shell"].navigation if place.is_current]
        assert place.label == "Åtkomstlogg"

    @pytest.mark.parametrize("role", sorted(set(Role) - {Role.LOG_REVIEWER}))
    def test_nobody_else_gets_in(self, role: Role, db: None) -> None:
        trait = {Role.DISTRICT_MANAGER: "district_manager", Role.CENTRAL_COORDINATOR: "central_coordinator"}
        client = signed_in(UserFactory(**{trait.get(role, role.lower()): True}))
        assert {client.get(path).status_code for path in (LOG, BY_PERSON, FILE)} == {403}

    def test_reading_the_log_is_logged(self, reviewer: User, as_reviewer: Client) -> None:
        as_reviewer.get(LOG)
        event = logged().get()
        assert (event.user, event.kind, event.subject) == (reviewer, AccessKind.READ, "Åtkomstlogg")


class TestFilter:
    def test_without_a_choice_the_last_seven_days(self, coach: User, as_reviewer: Client) -> None:
        for day in (16, 17, 23, 24):
            write(coach, at=timezone.now().replace(day=day), subject=f"day {day}")
        assert subjects(as_reviewer.get(LOG, {"medarbetare": coach.pk})) == ["day 23", "day 17"]

    def test_a_period_has_both_its_days(self, coach: User, as_reviewer: Client) -> None:
        for at in ("2026-11-01T23:59:59+01:00", "2026-11-02T00:00:00+01:00", "2026-11-03T23:59:59+01:00"):
            write(coach, at=datetime.datetime.fromisoformat(at), subject=at[8:10] + at[11:13])
        page = as_reviewer.get(LOG, {"fran": "2026-11-02", "till": "2026-11-03"})
        assert subjects(page) == ["0323", "0200"]

    def test_event_employee_and_number(self, coach: User, stranger: User, as_reviewer: Client) -> None:
        write(coach, **on(23, subject="RS-2026-00417"))
        write(coach, **on(23, kind=AccessKind.PRINT, subject="RS-2026-00418"))
        write(stranger, **on(23, subject="R-2026-00417"))
        assert subjects(as_reviewer.get(LOG, MAY | {"handelse": "PRINT"})) == ["RS-2026-00418"]
        assert subjects(as_reviewer.get(LOG, MAY | {"medarbetare": stranger.pk})) == ["R-2026-00417"]
        assert subjects(as_reviewer.get(LOG, MAY | {"nummer": "rs 2026 417"})) == ["RS-2026-00417"]
        assert subjects(as_reviewer.get(LOG, MAY | {"nummer": "rs 2026 417", "handelse": "PRINT"})) == []

    @pytest.mark.parametrize(
        ("asked", "answer"),
        [
            ({"fran": "2026-11-23", "till": "2026-11-22"}, "före den första"),
            ({"nummer": "19790417-9814"}, "till exempel RS-2026-00417"),
            ({"fran": "snart"}, "Ange datum som"),
            ({"handelse": "ALLT"}, "Händelse"),
            ({"medarbetare": "0"}, "Medarbetare"),
        ],
    )
    def test_what_cannot_be_asked_gets_a_sentence(
        self, as_reviewer: Client, asked: dict[str, str], answer: str
    ) -> None:
        for path in (LOG, FILE):
            page = as_reviewer.get(path, asked)
            assert page.status_code == 422
            assert answer in page.text

    def test_a_row_says_who_when_what_why_and_from_where(self, coach: User, as_reviewer: Client) -> None:
        write(
            coach,
            **on(
                23,
                kind=AccessKind.BREAK_GLASS,
                subject="RS-2026-00417",
                reason="Kollegan är sjuk.",
                address="192.0.2.7",
                view="case",
            ),
        )
        page = as_reviewer.get(LOG, MAY).text
        for told in (
            str(coach), "Coach, " + coach.unit_name, "tor 23 maj 2019 12.00", "Bröt glaset", "RS-2026-00417",
            "Kollegan är sjuk.", "192.0.2.7",
        ):  # fmt: skip
            assert told in page

    def test_a_failed_attempt_of_nobody(self, as_reviewer: Client, db: None) -> None:
        write(None, **on(23, kind=AccessKind.SIGN_IN_FAILED, view="account_login"))
        [row] = as_reviewer.get(LOG, MAY).context["rows"]
        assert (row.who, row.role_name, row.unit, row.page) == ("Okänd", "", "", "Inloggning")

    def test_fifty_a_page(self, coach: User, as_reviewer: Client) -> None:
        for number in range(51):
            write(coach, **on(23, subject=str(number)))
        assert len(subjects(as_reviewer.get(LOG, MAY))) == 50
        assert subjects(as_reviewer.get(LOG, MAY | {"page": 2})) == ["0"]

    def test_the_number_of_queries_does_not_grow(self, as_reviewer: Client, db: None) -> None:
        def fill(rows: int) -> None:
            for _ in range(rows):
                write(UserFactory(coach=True), **on(23, subject="RS-2026-00417"))

        fill(10)
        few = queries_for(as_reviewer, f"{LOG}?{urlencode(MAY)}")
        fill(90)
        assert queries_for(as_reviewer, f"{LOG}?{urlencode(MAY)}") == few
        # Three of its own and the row in the log; the rest are the user and the notices.
        assert few <= 6


class TestByPerson:
    def ask(self, client: Client, number: str, **more: str) -> Any:
        return client.post(BY_PERSON, {"nummer": number, **more})

    def test_openings_and_searches(self, coach: User, as_reviewer: Client) -> None:
        case = EnrolmentFactory(coach=coach)
        as_coach = signed_in(coach)
        as_coach.get(reverse("case", args=[case.pk]))
        as_coach.post(reverse("search"), {"q": case.person.identity_no})
        as_coach.get(reverse("case", args=[EnrolmentFactory(coach=coach).pk]))
        page = self.ask(as_reviewer, display(case.person.identity_no))
        assert [(row.who, row.kind) for row in page.context["rows"]] == [(str(coach), "Sökte"), (str(coach), "Öppnade")]

    def test_also_whom_nobody_knew_when_the_number_was_searched_for(self, coach: User, as_reviewer: Client) -> None:
        signed_in(coach).post(reverse("search"), {"q": "19790417-9814"})
        assert len(self.ask(as_reviewer, "7904179814").context["rows"]) == 1
        PersonFactory(identity_no="197904179814")
        assert len(self.ask(as_reviewer, "7904179814").context["rows"]) == 2  # and the reviewer's own search

    def test_the_question_is_logged_and_is_in_no_address(self, reviewer: User, as_reviewer: Client) -> None:
        person = PersonFactory(identity_no="197904179814")
        before = last_logged()
        self.ask(as_reviewer, "19790417-9814")
        event = logged(before).get()
        assert (event.user, event.kind, event.view) == (reviewer, AccessKind.SEARCH, "access_log_person")
        assert (event.person_id, event.sought) == (person.pk, person.identity_hash)
        before = last_logged()
        assert "9814" not in as_reviewer.get(f"{BY_PERSON}?nummer=19790417-9814").text
        assert not logged(before).exists()

    def test_no_name_is_told(self, coach: User, as_reviewer: Client) -> None:
        case = EnrolmentFactory(coach=coach, person__first_name="Åsalill", person__last_name="Östmansson")
        signed_in(coach).get(reverse("case", args=[case.pk]))
        ever = {"fran": "2020-01-01", "till": "2099-12-31"}
        for page in (as_reviewer.get(LOG, ever), self.ask(as_reviewer, case.person.identity_no)):
            assert case.case_no in page.text
            assert "Östmansson" not in page.text
            assert "Åsalill" not in page.text

    def test_what_is_no_number(self, as_reviewer: Client) -> None:
        before = last_logged()
        page = self.ask(as_reviewer, "19790417-9815")
        assert page.status_code == 422
        assert "Kontrollsiffran" in page.text
        assert not logged(before).exists()

    def test_page_by_page_and_as_a_file(self, coach: User, as_reviewer: Client) -> None:
        person = PersonFactory(identity_no="197904179814")
        for number in range(51):
            write(coach, person_id=person.pk, **on(22, subject=str(number)))
        assert len(self.ask(as_reviewer, "19790417-9814").context["rows"]) == 50
        second = self.ask(as_reviewer, "19790417-9814", page="2")
        assert subjects(second)[-1] == "0"
        before = last_logged()
        file = self.ask(as_reviewer, "19790417-9814", fil="1")
        assert logged(before).get().kind == AccessKind.EXPORT
        assert len(lines(file)) == 1 + 51 + 2  # the heading, the openings and the two searches
        assert "9814" not in file["Content-Disposition"]

    def test_the_number_of_queries_does_not_grow(self, as_reviewer: Client, coach: User) -> None:
        person = PersonFactory(identity_no="197904179814")

        def asked() -> int:
            with CaptureQueriesContext(connection) as captured:
                self.ask(as_reviewer, "19790417-9814")
            framework = ("django_session", "unsavedtext")
            return sum(not any(word in query["sql"] for word in framework) for query in captured)

        def fill(rows: int) -> None:
            for _ in range(rows):
                write(UserFactory(coach=True), person_id=person.pk, **on(22))

        fill(10)
        asked()  # the first visit of a minute also says that somebody is there
        few = asked()
        fill(90)
        assert asked() == few


class TestFile:
    def test_it_holds_what_the_page_shows_and_leaving_is_logged(
        self, reviewer: User, coach: User, as_reviewer: Client
    ) -> None:
        write(coach, **on(23, subject="RS-2026-00417", address="192.0.2.7"))
        write(coach, **on(23, kind=AccessKind.PRINT, subject="RS-2026-00418"))
        before = last_logged()
        file = as_reviewer.get(FILE, MAY | {"handelse": "READ"})
        heading, row = lines(file)
        assert heading[0] == "Tid"
        assert row == [
            "2019-05-23 12:00:00", str(coach), "Coach", coach.unit_name, "Öppnade", "Ärende", "RS-2026-00417", "",
            "192.0.2.7",
        ]  # fmt: skip
        event = logged(before).get()
        assert (event.user, event.kind, event.view) == (reviewer, AccessKind.EXPORT, "access_log_csv")

    @pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", " =", "＝"])
    def test_a_reason_never_runs_in_a_spreadsheet(self, coach: User, as_reviewer: Client, start: str) -> None:
        reason = f'{start}HYPERLINK("http://192.0.2.7")'
        write(coach, **on(23, kind=AccessKind.BREAK_GLASS, reason=reason))
        assert lines(as_reviewer.get(FILE, MAY))[1][7] == f"'{reason}"

    def test_too_much_for_a_file_asks_for_less(
        self, coach: User, as_reviewer: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("workbench.access_log.views.MOST_LOG_ROWS_IN_FILE", 1)
        for _ in range(2):
            write(coach, **on(23))
        page = as_reviewer.get(FILE, MAY, follow=True)
        assert page.redirect_chain == [(f"{LOG}?{urlencode(MAY)}", 302)]
        assert "Välj en kortare period" in page.text


class TestPageNames:
    def test_a_page_has_its_own_and_the_rest_keeps_the_views(self) -> None:
        assert page_name("case") == "Ärende"
        assert page_name("admin:organisation_user_changelist") == "Administration"
        assert page_name("account_signup") == "account_signup"
        assert page_name("") == ""


def test_every_kind_has_words(coach: User) -> None:
    for kind in AccessKind:
        write(coach, kind=kind, reason="Skäl")
    assert {row.kind for row in access_log.shown(logged())} <= {kind.label for kind in AccessKind}
