"""The list of aspirants: filters, orders, columns, saved views, the way through it, its file, a coach for several."""

from __future__ import annotations

import datetime
import re

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from aspirants.models import CoachAssignment, Enrolment
from audit.models import AccessEvent, AccessKind
from core.spreadsheets import csv_rows
from demo.factories import (
    ActivityFactory,
    DeadlineClockFactory,
    EnrolmentFactory,
    InsatsTypeFactory,
    JobPlanVersionFactory,
    MeetingFactory,
    TargetGroupFactory,
    UserFactory,
)
from organisation.lists.neighbours import neighbours_of
from organisation.lists.registry import place_in
from organisation.models import ListColumns, SavedView, User
from tests.aspirants.staff import text
from tests.visits import queries_for, signed_in
from workbench.aspirants.listing.orders import COLUMNS
from workbench.aspirants.listing.rows import ASPIRANTS

LIST = "/aspiranter"


@pytest.fixture
def as_manager(manager: User) -> Client:
    return signed_in(manager)


@pytest.fixture
def named(coach: User):
    """Makes a case of the coach's, of somebody of that name."""

    def make(last_name: str, **facts) -> Enrolment:
        facts.setdefault("coach", coach)
        return EnrolmentFactory(person__first_name="Ada", person__last_name=last_name, **facts)

    return make


def names(client: Client, **query) -> list[str]:
    return [row.enrolment.person.last_name for row in client.get(LIST, query).context["rows"]]


class TestFilters:
    def test_by_deadline(self, named, as_coach: Client) -> None:
        DeadlineClockFactory(enrolment=named("Alm"), overdue=True)
        DeadlineClockFactory(enrolment=named("Bo"), due_in_5=True)
        DeadlineClockFactory(enrolment=named("Ceder"), paused=True)
        named("Dal")
        found = {key: names(as_coach, frist=key) for key in ("sen", "nara", "pausad", "ingen")}
        assert found == {"sen": ["Alm"], "nara": ["Bo"], "pausad": ["Ceder"], "ingen": ["Dal"]}

    def test_by_step_and_by_meetings(self, named, as_coach: Client) -> None:
        long_ago = datetime.date(2026, 9, 1)
        named("Alm", first_visit_on=None)
        MeetingFactory(enrolment=named("Bo", enrolled_on=long_ago), present=True)
        for name, trait in (("Ceder", {}), ("Dal", {"proposed": True}), ("Ek", {"approved": True})):
            JobPlanVersionFactory(enrolment=named(name, enrolled_on=long_ago), **trait)
        steps = {key: names(as_coach, steg=key) for key in ("nytt", "kartlaggning", "paborjad", "foreslagen", "foljer")}
        assert steps["nytt"] == ["Alm"]
        assert "Bo" in steps["kartlaggning"]
        assert (steps["paborjad"], steps["foreslagen"], steps["foljer"]) == (["Ceder"], ["Dal"], ["Ek"])
        assert names(as_coach, mote="utan-30") == ["Ceder", "Dal", "Ek"]
        assert names(as_coach, mote="ej-bokat") == ["Alm", "Bo", "Ceder", "Dal", "Ek"]

    def test_by_what_the_person_is(self, named, as_coach: Client) -> None:
        group = TargetGroupFactory()
        day = datetime.date
        named("Alm", person__birth_date=day(2001, 11, 23), target_group=group, origin="REFERRAL")
        named("Bo", person__birth_date=day(2001, 11, 24), target_group=None, origin="WALK_IN")
        named("Ceder", person__birth_date=None, person__birth_year=1965, target_group=None, enrolled_on=day(2026, 3, 2))
        assert names(as_coach, alder="25-29") == ["Alm"]
        assert names(as_coach, alder="20-24") == ["Bo"]
        assert names(as_coach, alder="55") == ["Ceder"]
        assert names(as_coach, malgrupp=group.pk) == ["Alm"]
        assert names(as_coach, malgrupp="utan") == ["Bo", "Ceder"]
        assert names(as_coach, ursprung="WALK_IN") == ["Bo"]
        assert names(as_coach, till="2026-03-02") == ["Ceder"]
        assert names(as_coach, fran="1/3 2026", till="2026-03-01") == []

    def test_an_insats_that_says_something_of_health_is_chosen_by_its_neutral_name(
        self, named, as_coach: Client
    ) -> None:
        plain = InsatsTypeFactory(code="weld", name="Svetsning")
        telling = InsatsTypeFactory(code="back", name="Rehab rygg", reveals_health=True, neutral_label="Stöd")
        ActivityFactory(enrolment=named("Alm"), insats_type=plain, starts_on=datetime.date(2026, 11, 2))
        ActivityFactory(enrolment=named("Bo"), insats_type=telling, starts_on=datetime.date(2026, 11, 2))
        page = as_coach.get(LIST)
        offered = dict(page.context["filter"].form.fields["insats"].choices)
        assert offered[str(telling.pk)] == "Stöd"
        assert "Rehab rygg" not in page.text
        assert names(as_coach, insats=plain.pk) == ["Alm"]
        assert names(as_coach, insats=telling.pk) == ["Bo"]

    def test_what_is_chosen_is_a_chip_and_what_is_not_known_narrows_nothing(self, named, as_coach: Client) -> None:
        named("Alm")
        page = as_coach.get(LIST, {"frist": "sen", "fran": "2026-11-02", "visa": "plan-saknas", "alder": "allt"})
        assert [(chip.label, chip.url) for chip in page.context["chips"]] == [
            ("Frist: Försenad", "?fran=2026-11-02&visa=plan-saknas&alder=allt#listan"),
            ("Inskriven från: mån 2 nov", "?frist=sen&visa=plan-saknas&alder=allt#listan"),
        ]
        assert names(as_coach, alder="allt", ordning="baklanges") == ["Alm"]

    def test_the_order_follows_the_heading(self, named, as_coach: Client) -> None:
        MeetingFactory(enrolment=named("Alm"), present=True)
        DeadlineClockFactory(enrolment=named("Bo"), due_in_5=True)
        named("Ceder")
        assert names(as_coach) == ["Alm", "Bo", "Ceder"]
        assert names(as_coach, ordning="-namn") == ["Ceder", "Bo", "Alm"]
        assert names(as_coach, ordning="frist") == ["Bo", "Alm", "Ceder"]
        assert names(as_coach, ordning="senaste") == ["Bo", "Ceder", "Alm"]
        assert names(as_coach, ordning="-senaste")[0] == "Alm"
        assert 'aria-sort="descending"' in as_coach.get(LIST, {"ordning": "-frist"}).text


class TestColumns:
    def test_they_are_chosen_for_the_list_and_the_user(
        self, named, coach: User, as_coach: Client, as_manager: Client
    ) -> None:
        named("Alm")
        assert "Försörjningsstödsenhet</th>" not in as_coach.get(LIST).text
        chosen = {"list_key": "aspiranter", "column": ["enhet", "okand"], "query": "frist=sen&namn=Svensson"}
        answer = as_coach.post(reverse("list_columns"), chosen)
        assert answer.url == f"{LIST}?frist=sen"
        assert ListColumns.objects.get(owner=coach).columns == ["enhet"]
        page = as_coach.get(LIST).text
        assert "Försörjningsstödsenhet</th>" in page
        assert ">Steg</th>" not in page
        assert "Försörjningsstödsenhet</th>" not in as_manager.get(LIST).text

    def test_all_can_be_left_out(self, named, as_coach: Client) -> None:
        named("Alm")
        as_coach.post(reverse("list_columns"), {"list_key": "aspiranter"})
        headings = re.findall(r"<th scope=\"col\".*?</th>", as_coach.get(LIST).text)
        assert len(headings) == 3


class TestSavedViews:
    def keep(self, client: Client, name: str, query: str, list_key: str = "aspiranter"):
        return client.post(reverse("saved_view_keep"), {"list_key": list_key, "name": name, "query": query})

    def test_one_is_kept_and_leads_back_to_the_filtered_list(
        self, coach: User, as_coach: Client, as_manager: Client
    ) -> None:
        answer = self.keep(as_coach, "Sena", "frist=sen&visa=plan-saknas&ordning=-frist&page=3&q=19790417-1234")
        assert answer.url == f"{LIST}?frist=sen&ordning=-frist&visa=plan-saknas"
        view = SavedView.objects.get(owner=coach)
        assert view.query == "frist=sen&ordning=-frist&visa=plan-saknas"
        page = as_coach.get(answer.url)
        assert [(one.name, one.url, one.is_current) for one in page.context["own"].views] == [
            ("Sena", answer.url, True)
        ]
        assert not as_coach.get(LIST).context["own"].views[0].is_current
        assert as_manager.get(LIST).context["own"].views == []
        assert as_coach.get("/frister").context["own"].views == []

    @pytest.mark.parametrize(
        "query", ["coach=198112289876", "coach=Svensson", "malgrupp=0701234567", "fran=Anna", "status=Anna", "Anna=1"]
    )
    def test_nothing_about_a_person_is_kept(self, coach: User, as_coach: Client, query: str) -> None:
        self.keep(as_coach, "Min", query)
        assert SavedView.objects.get(owner=coach).query == ""

    def test_a_day_is_written_out(self, coach: User, as_coach: Client) -> None:
        self.keep(as_coach, "Nya", "fran=i+går")
        assert SavedView.objects.get(owner=coach).query == "fran=2026-11-22"

    def test_without_a_name_it_is_asked_for(self, as_coach: Client) -> None:
        answer = self.keep(as_coach, "", "frist=sen")
        assert answer.status_code == 422
        assert "Skriv vad vyn ska heta." in answer.text
        assert 'value="frist=sen"' in answer.text
        assert self.keep(as_coach, "Min", "frist=sen", list_key="allt").status_code == 404

    def test_one_is_renamed_and_removed_by_its_owner_alone(self, coach: User, as_coach: Client, manager: User) -> None:
        for name in ("Sena", "Nära"):
            self.keep(as_coach, name, "frist=sen")
        late, near = SavedView.objects.order_by("pk")
        path = reverse("saved_views")
        assert as_coach.post(path, {"view": late.pk, "name": "Försenade"}).url == path
        refused = as_coach.post(path, {"view": near.pk, "name": "Försenade"})
        assert refused.status_code == 422
        assert "Du har redan en vy med det namnet." in refused.text
        assert {view.name for view in SavedView.objects.all()} == {"Försenade", "Nära"}
        assert signed_in(manager).post(path, {"view": late.pk, "act": "remove"}).url == path
        assert SavedView.objects.filter(pk=late.pk).exists()
        assert as_coach.post(path, {"view": late.pk, "act": "remove"}).url == path
        assert as_coach.post(path, {"view": late.pk, "act": "remove"}).url == path, "gone already"
        assert [view.name for view in SavedView.objects.all()] == ["Nära"]
        assert "Vyn ”Försenade” är borttagen." in as_coach.get(path).text


class TestTheWayThrough:
    def walked(self, client: Client, case: Enrolment, place: str, tab: str = "case") -> tuple[list[str], str]:
        """What the page of a case offers: the other pages, and the way back."""
        page = client.get(reverse(tab, args=[case.pk]), {"lista": place}).text
        back = re.search(r'aria-label="Du är här">\s*<a class="ds-link" href="([^"]*)"', page)
        assert back is not None
        ways = re.findall(r'rel="(prev|next)"\s+href="/arenden/(\d+)/', page)
        return [f"{way} {Enrolment.objects.get(pk=key).person.last_name}" for way, key in ways], back[1]

    def test_back_leads_to_the_row_of_the_filtered_list(self, named, as_coach: Client) -> None:
        alm, bo, ceder = (named(name) for name in ("Alm", "Bo", "Ceder"))
        for case in (alm, bo, ceder):
            DeadlineClockFactory(enrolment=case, overdue=True)
        named("Bark")
        page = as_coach.get(LIST, {"frist": "sen"}).text
        link = re.search(rf'href="(/arenden/{bo.pk}/\?lista=[^"]*)"', page)
        assert link is not None
        opened = as_coach.get(link[1]).text
        assert f'href="/aspiranter?frist=sen#row-{bo.pk}"' in opened
        assert f'id="row-{bo.pk}"' in page
        place = f"/aspiranter?frist=sen#row-{bo.pk}"
        assert self.walked(as_coach, bo, place) == (["prev Alm", "next Ceder"], place)
        assert self.walked(as_coach, alm, "/aspiranter?frist=sen")[0] == ["next Bo"]
        assert self.walked(as_coach, bo, place, "case_meetings")[0] == ["prev Alm", "next Ceder"]
        assert "2 av 3" in opened
        assert opened.count("lista=%2Faspiranter%3Ffrist%3Dsen") >= 6, "the tabs keep it"

    def test_the_filters_run_anew(self, named, as_coach: Client) -> None:
        alm, bo = named("Alm"), named("Bo")
        clock = DeadlineClockFactory(enrolment=alm, overdue=True)
        place = "/aspiranter?frist=sen"
        assert self.walked(as_coach, alm, place) == ([], place)
        clock.delete()
        assert self.walked(as_coach, alm, place) == ([], place)
        assert self.walked(as_coach, bo, "/aspiranter")[0] == ["prev Alm"]

    def test_it_stays_within_what_the_user_may_see(self, named, coach: User, as_coach: Client, stranger: User) -> None:
        case = named("Bo")
        EnrolmentFactory(coach=stranger, person__last_name="Alm")
        EnrolmentFactory(coach=coach, person__last_name="Ceder", protected=True)
        assert self.walked(as_coach, case, "/aspiranter")[0] == []
        place = place_in("/aspiranter?coach=999999")
        assert place is not None
        assert neighbours_of(stranger, place, case.pk).total == 0

    @pytest.mark.parametrize(
        "place",
        [
            "//example.org/aspiranter",
            "https://example.org/frister",
            "/arenden/1/",
            "/logg",
            "aspiranter",
            "/[",
            "x" * 9000,
        ],
    )
    def test_what_is_no_list_is_no_way_back(self, named, as_coach: Client, place: str) -> None:
        case = named("Alm")
        assert self.walked(as_coach, case, place) == ([], "/aspiranter")
        assert place_in(place) is None

    def test_it_costs_one_statement_and_none_without_a_list(self, named, as_coach: Client) -> None:
        case, path = named("Alm"), ""
        path = reverse("case", args=[case.pk])
        as_coach.get(path)
        without = queries_for(as_coach, path)
        few = queries_for(as_coach, f"{path}?lista=%2Faspiranter%3Ffrist%3Dingen")
        for number in range(12):
            named(f"Dal{number:02}")
        assert few == without + 1
        assert queries_for(as_coach, f"{path}?lista=%2Faspiranter%3Ffrist%3Dingen") == few

    def test_more_rows_take_no_more_statements(self, named, coach: User, as_manager: Client) -> None:
        def add(count: int) -> None:
            for number in range(count):
                case = named(f"Ek{number}")
                DeadlineClockFactory(enrolment=case, due_in_5=True)
                SavedView.objects.create(owner=coach, list_key="aspiranter", name=f"V{number}{count}")

        add(3)
        as_manager.get(LIST)
        few = queries_for(as_manager, LIST)
        add(20)
        assert queries_for(as_manager, LIST) == few <= 12


class TestTheFile:
    def test_it_is_the_list_as_filtered_without_protected_persons(self, named, manager: User, coach: User) -> None:
        manager.protected_access = True
        client = signed_in(UserFactory(manager=True, protected=True, jobbtorg=coach.jobbtorg))
        late = named("Alm")
        DeadlineClockFactory(enrolment=late, overdue=True)
        DeadlineClockFactory(enrolment=named("Bo", coach=None, jobbtorg=coach.jobbtorg, protected=True), overdue=True)
        named("Ceder")
        answer = client.get("/aspiranter/fil", {"frist": "sen"})
        rows = csv_rows(answer.content.decode())
        assert rows[0][:3] == ["Aspirant", "Steg", "Insats"]
        assert rows[1][0] == late.person.name
        assert rows[1][3] == str(coach)
        assert rows[-1] == ["1 ärende för personer med skyddade personuppgifter är inte med."]
        assert len(rows) == 4
        assert AccessEvent.objects.filter(kind=AccessKind.EXPORT, view="aspirant_list_file").count() == 1

    def test_it_has_the_columns_one_has_chosen_in_their_order(self, named, coach: User, as_coach: Client) -> None:
        case = named("Alm")
        ListColumns.objects.create(owner=coach, list_key="aspiranter", columns=["alder", "coach", "arende"])
        answer = as_coach.get("/aspiranter/fil")
        assert csv_rows(answer.content.decode()) == [
            ["Aspirant", "Ärende", "Ålder", "Coach", "Frist", "Status"],
            [
                case.person.name,
                case.case_no,
                str(case.person.ages_on(timezone.localdate())[0]),
                str(coach),
                "",
                "Jobbplan saknas",
            ],
        ]
        ListColumns.objects.update(columns=[])
        assert csv_rows(as_coach.get("/aspiranter/fil").content.decode())[0] == ["Aspirant", "Frist", "Status"]

    def test_all_columns_may_be_had(self, named, as_coach: Client) -> None:
        named("Alm")
        page = as_coach.get(LIST, {"frist": "ingen"})
        assert 'href="/aspiranter/fil?frist=ingen&amp;kolumner=alla"' in page.text
        answer = as_coach.get("/aspiranter/fil?frist=ingen&kolumner=alla")
        assert csv_rows(answer.content.decode())[0] == [
            *(
                "Aspirant",
                "Ärende",
                "Ålder",
                "Steg",
                "Insats",
                "Målgrupp",
                "Försörjningsstödsenhet",
                "Coach",
                "Inskriven",
            ),
            *("Senaste möte", "Nästa möte", "Frist", "Status"),
        ]

    def test_the_columns_of_the_file_are_those_of_the_page(self, named, coach: User, as_coach: Client) -> None:
        """Whatever is chosen, heading for heading; the file has the insats of a step beside it."""
        named("Alm")
        for columns in ([], list(COLUMNS), ["enhet", "nasta"], ["inskriven", "malgrupp", "senaste"]):
            ListColumns.objects.update_or_create(owner=coach, list_key="aspiranter", defaults={"columns": columns})
            headings = re.findall(r"<th scope=\"col\"[^>]*>(.*?)</th>", as_coach.get(LIST).text, re.DOTALL)
            shown = [re.sub("<[^>]*>", "", heading).strip() for heading in headings]
            in_file = csv_rows(as_coach.get("/aspiranter/fil").content.decode())[0]
            renamed = {"Aspirant": "Namn", "Ärende": "Ärendenummer"}
            assert [renamed.get(one, one) for one in in_file if one != "Insats"] == shown, columns

    def test_too_many_are_refused_in_words(self, named, as_coach: Client, monkeypatch) -> None:
        monkeypatch.setattr("workbench.aspirants.listing.views.MOST_ROWS_IN_FILE", 1)
        named("Alm")
        named("Bo")
        answer = as_coach.get("/aspiranter/fil?ordning=-namn")
        assert answer.url == f"{LIST}?ordning=-namn"
        assert "Urvalet är för stort" in text(as_coach.get(answer.url))


class TestSeveralAtOnce:
    PATH = "/aspiranter/valda"

    def ask(self, client: Client, cases, **answers):
        return client.post(self.PATH, {"case": [case.pk for case in cases], "query": "frist=ingen", **answers})

    def confirmed(self, client: Client, cases, **answers):
        page = self.ask(client, cases)
        seen = re.search(r'name="seen" value="([^"]*)"', page.text)
        assert seen is not None
        return self.ask(client, cases, confirmed="1", seen=seen[1], **answers)

    def test_it_is_offered_to_managers(self, named, as_manager: Client, as_coach: Client) -> None:
        named("Alm")
        assert 'action="/aspiranter/valda"' in as_manager.get(LIST).text
        assert "data-select" not in as_coach.get(LIST).text
        assert as_coach.post(self.PATH, {"case": "1"}).status_code == 403

    def test_the_page_names_them_and_the_list_says_what_came_of_it(
        self, named, coach: User, manager: User, as_manager: Client
    ) -> None:
        colleague = UserFactory(coach=True, jobbtorg=coach.jobbtorg)
        alm, bo, theirs = named("Alm"), named("Bo", coach=None, jobbtorg=coach.jobbtorg), named("Ek", coach=colleague)
        hidden = named("Dold", protected=True)
        page = self.ask(as_manager, [alm, bo, hidden])
        assert "Det gäller 2 aspiranter." in text(page)
        assert "Ada Alm" in text(page)
        assert "Dold" not in text(page)
        answer = self.confirmed(as_manager, [alm, bo, theirs], coach=colleague.pk, reason="Jämnare fördelning")
        assert answer.url == f"/aspiranter?frist=ingen&valda={theirs.pk}#resultat"
        listed = as_manager.get(answer.url)
        assert "2 ärenden har fått ny coach. 1 rad lämnades utanför. – Aspiranter" in text(listed)
        assert f"Ada Ek ({theirs.case_no}): Ärendet har redan den coachen." in text(listed)
        assert 'id="resultat"' in listed.text
        assert listed.text.count(" checked>") - listed.text.count('name="column"') <= 1
        assert f'value="{theirs.pk}" form="valda"' in re.sub(r"\s+", " ", listed.text)
        for case in (alm, bo):
            assert CoachAssignment.objects.get(enrolment=case, ended_at=None).assigned_by == manager
        assert 'id="resultat"' not in as_manager.get(answer.url).text, "said once"

    def test_what_is_missing_is_asked_for_and_the_rows_are_kept(self, named, as_manager: Client) -> None:
        cases = [named("Alm"), named("Bo")]
        answer = self.confirmed(as_manager, cases)
        assert answer.status_code == 422
        assert "Välj en coach." in text(answer)
        assert answer.text.count('name="case"') == 2

    def test_nothing_is_done_to_what_has_changed_meanwhile(self, named, coach: User, as_manager: Client) -> None:
        colleague, other = UserFactory.create_batch(2, coach=True, jobbtorg=coach.jobbtorg)
        case = named("Alm")
        page = self.ask(as_manager, [case])
        seen = re.search(r'name="seen" value="([^"]*)"', page.text)
        assert seen is not None
        Enrolment.objects.filter(pk=case.pk).update(coach=other)
        answer = self.ask(as_manager, [case], confirmed="1", seen=seen[1], coach=colleague.pk, reason="Jämnare")
        assert answer.status_code == 409
        case.refresh_from_db()
        assert case.coach == other

    def test_nothing_marked_is_said_beside_the_list(self, named, as_manager: Client, stranger: User) -> None:
        named("Alm")
        elsewhere = EnrolmentFactory(coach=stranger)
        answer = self.ask(as_manager, [elsewhere])
        assert answer.url == "/aspiranter?frist=ingen#resultat"
        assert "Fel: Markera minst en aspirant i listan." in text(as_manager.get(answer.url))
        assert as_manager.get(self.PATH).url == LIST


def test_the_list_knows_its_filters_alone(coach: User) -> None:
    query = QueryDict("frist=sen&personnummer=19790417&namn=Svensson&csrfmiddlewaretoken=x&coach=ingen")
    assert ASPIRANTS.known(coach, query).urlencode() == "coach=ingen&frist=sen"
