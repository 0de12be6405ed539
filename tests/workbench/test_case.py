"""The pages of a case: who may open them, what they tell, and the trace they leave."""

from __future__ import annotations

import html
import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from aspirants.identity import display
from aspirants.models import Enrolment
from audit.models import AccessKind
from deadlines.choices import ClockKind
from demo.factories import (
    BreachFactory,
    ClockPauseFactory,
    CoachAssignmentFactory,
    DeadlineClockFactory,
    EnrolmentFactory,
    FollowUpFactory,
    GroupInformationBookingFactory,
    JobPlanVersionFactory,
    MeetingFactory,
    PlanCommunicationFactory,
    ReferralFactory,
    UserFactory,
    local_instant,
)
from meetings.choices import MeetingStatus
from organisation.models import User
from tests.openings import give_reason
from tests.visits import last_logged, logged, queries_for, signed_in
from workbench.cases.timeline import timeline

TODAY = date(2026, 11, 23)
PAGES = ("case", "case_meetings", "case_referral", "case_history")


@pytest.fixture
def case(coach: User) -> Enrolment:
    return EnrolmentFactory(coach=coach, referred=True)


def url(case: Enrolment, name: str = "case") -> str:
    return reverse(name, args=[case.pk])


class TestSecrecy:
    @pytest.mark.parametrize("page", PAGES)
    def test_every_opening_is_logged(self, coach: User, as_coach: Client, case: Enrolment, page: str) -> None:
        assert as_coach.get(url(case, page)).status_code == 200
        event = logged().get()
        assert (event.user, event.kind, event.view) == (coach, AccessKind.READ, page)
        assert (event.subject, event.person_id) == (case.case_no, case.person_id)

    @pytest.mark.parametrize("page", PAGES)
    def test_another_units_case_does_not_exist_and_the_try_is_logged(
        self, stranger: User, case: Enrolment, page: str
    ) -> None:
        client = signed_in(stranger)
        assert client.get(url(case, page)).status_code == 404
        event = logged().get()
        assert (event.user, event.kind, event.subject) == (stranger, AccessKind.DENIED, "")

    @pytest.mark.parametrize("page", PAGES)
    def test_a_protected_person_exists_only_for_the_specially_appointed(
        self, coach: User, as_coach: Client, page: str
    ) -> None:
        case = EnrolmentFactory(coach=coach, protected=True)
        assert as_coach.get(url(case, page)).status_code == 404
        coach.protected_access = True
        coach.save()
        give_reason(as_coach, case.person)
        response = as_coach.get(url(case, page))
        assert response.status_code == 200
        assert "Lämna inte ut uppgifter om personen" in response.text

    @pytest.mark.parametrize("page", PAGES)
    @pytest.mark.parametrize(
        "role", ["caseworker", "district_manager", "central_coordinator", "admin", "log_reviewer", "district_coach"]
    )
    def test_nobody_outside_the_jobbtorg_gets_in(self, case: Enrolment, page: str, role: str) -> None:
        assert signed_in(UserFactory(**{role: True})).get(url(case, page)).status_code in (403, 404)

    def test_the_title_names_the_case_and_not_the_person(self, as_coach: Client, case: Enrolment) -> None:
        for page in PAGES:
            title = as_coach.get(url(case, page)).text.split("<title>")[1].split("</title>")[0]
            assert case.case_no in title
            assert case.person.last_name not in title


class TestReveal:
    def test_the_number_is_masked_until_asked_for_and_the_asking_is_logged(
        self, coach: User, as_coach: Client, case: Enrolment
    ) -> None:
        number = display(case.person.identity_no)
        assert number not in as_coach.get(url(case)).text
        assert number[:8] + "-••••" in as_coach.get(url(case)).text
        before = last_logged()
        response = as_coach.post(url(case, "case_reveal"))
        assert number in response.text
        event = logged(before).get()
        assert (event.user, event.kind, event.subject) == (coach, AccessKind.REVEAL, case.case_no)

    def test_with_htmx_only_the_number_comes(self, as_coach: Client, case: Enrolment) -> None:
        response = as_coach.post(url(case, "case_reveal"), headers={"HX-Request": "true"})
        assert display(case.person.identity_no) in response.text
        assert "<html" not in response.text

    def test_no_link_reveals(self, as_coach: Client, case: Enrolment) -> None:
        response = as_coach.get(url(case, "case_reveal"))
        assert (response.status_code, response.headers["Location"]) == (302, url(case))
        assert not logged().exists()

    def test_another_unit_reveals_nothing(self, stranger: User, case: Enrolment) -> None:
        assert signed_in(stranger).post(url(case, "case_reveal")).status_code == 404
        assert not logged().filter(kind=AccessKind.REVEAL).exists()

    def test_contact_details_of_a_protected_person_are_behind_a_button(self, coach: User, as_coach: Client) -> None:
        coach.protected_access = True
        coach.save()
        case = EnrolmentFactory(coach=coach, protected=True, person__phone="070-174 06 99")
        give_reason(as_coach, case.person)
        assert "070-174 06 99" not in as_coach.get(url(case)).text
        shown = as_coach.post(url(case, "case_reveal"), {"what": "contact"})
        assert "070-174 06 99" in shown.text
        assert display(case.person.identity_no) not in shown.text
        fragment = as_coach.post(url(case, "case_reveal"), {"what": "contact"}, headers={"HX-Request": "true"})
        assert "070-174 06 99" in fragment.text
        assert logged().filter(kind=AccessKind.REVEAL).count() == 2

    def test_without_a_number_there_is_nothing_to_show(self, coach: User, as_coach: Client) -> None:
        case = EnrolmentFactory(coach=coach, person__without_number=True)
        assert "Personnummer saknas" in as_coach.get(url(case)).text


class TestMilestones:
    def strip(self, client: Client, case: Enrolment) -> dict[str, tuple[str, str]]:
        steps = client.get(url(case)).context["overview"].milestones
        return {step.label: (step.state, step.text) for step in steps}

    @pytest.mark.parametrize(
        ("clock", "state", "text"),
        [
            ("due_today", "current", "förfaller i dag"),
            ("due_in_5", "current", "förfaller mån 30 nov"),
            ("overdue", "broken", "1 arbetsdag sen"),
            ("breached", "broken", "bruten, 2 arbetsdagar sen"),
            ("fulfilled_late", "broken", "bruten, klar 1 arbetsdag sent"),
            ("met", "done", "klar på sista dagen"),
            ("paused", "paused", "pausad: sjukdom"),
            ("excused", "current", "saknas, fristen ursäktad"),
            ("cancelled", "upcoming", "behövdes inte"),
        ],
    )
    def test_the_plan_in_words(self, coach: User, as_coach: Client, clock: str, state: str, text: str) -> None:
        case = DeadlineClockFactory(**{clock: True}, enrolment__coach=coach).enrolment
        assert self.strip(as_coach, case)["Jobbplan"] == (state, text)

    @pytest.mark.parametrize(
        ("facts", "label", "step"),
        [
            ({"covered": False}, "Jobbplan", ("current", "saknas, omfattas inte av garantin")),
            ({"enrolment__paused": True}, "Jobbplan", ("paused", "pausad: uppehåll")),
            (
                {"breached": False, "met": True, "fulfilment": "WORK"},
                "Jobbgarantin",
                ("done", "hållen genom arbete"),
            ),
            (
                {"breached": False, "met": True, "fulfilment": "OTHER_INSATS"},
                "Jobbgarantin",
                ("done", "hållen genom annan insats"),
            ),
        ],
    )
    def test_neither_paused_nor_uncovered_is_late_and_work_is_no_plan(
        self, coach: User, as_coach: Client, facts: dict[str, object], label: str, step: tuple[str, str]
    ) -> None:
        case = DeadlineClockFactory(**({"breached": True} | facts), enrolment__coach=coach).enrolment
        assert self.strip(as_coach, case)[label] == step

    def test_early_and_with_a_pause_that_has_an_end(self, coach: User, as_coach: Client) -> None:
        early = DeadlineClockFactory(
            enrolment__coach=coach,
            started_on=date(2026, 11, 16),
            status="MET",
            fulfilled_at=local_instant(date(2026, 11, 18)),
        )
        assert self.strip(as_coach, early.enrolment)["Jobbplan"] == ("done", "klar 3 arbetsdagar före fristen")
        paused = DeadlineClockFactory(enrolment__coach=coach, due_in_5=True)
        ClockPauseFactory(clock=paused, paused_from=TODAY, resumed_on=date(2026, 12, 1), reason="P02")
        state, text = self.strip(as_coach, paused.enrolment)["Jobbplan"]
        assert (state, text) == ("paused", "pausad till tis 1 dec: vård av barn eller nära anhörig")

    def test_recorded_late_is_not_the_same_as_late(self, coach: User, as_coach: Client) -> None:
        clock = DeadlineClockFactory(
            breached=True, enrolment__coach=coach, fulfilled_at=local_instant(date(2026, 11, 18))
        )
        assert self.strip(as_coach, clock.enrolment)["Jobbplan"] == ("broken", "klar i tid men registrerad sent")

    def test_the_other_steps(self, coach: User, as_coach: Client, case: Enrolment) -> None:
        strip = self.strip(as_coach, case)
        assert strip["Remiss mottagen"] == ("done", "mån 2 nov")
        assert strip["Inskriven"] == ("done", "mån 2 nov")
        assert strip["Uppföljning"] == ("upcoming", "tre månader efter planen")
        assert strip["Avslut"] == ("upcoming", "")

    def test_an_imported_case_without_referral_and_deadline(self, coach: User, as_coach: Client) -> None:
        case = EnrolmentFactory(coach=coach, imported=True)
        strip = self.strip(as_coach, case)
        assert strip["Remiss"] == ("done", "saknas, import")
        assert strip["Jobbplan"] == ("current", "saknas")
        JobPlanVersionFactory(enrolment=case, approved=True)
        assert self.strip(as_coach, case)["Jobbplan"] == ("done", "godkänd")

    @pytest.mark.parametrize(
        ("follow_up", "expected"),
        [
            ("due_today", ("current", "förfaller i dag")),
            ("overdue", ("broken", "1 arbetsdag sen")),
            ("held", ("done", "hållen tor 19 nov")),
        ],
    )
    def test_the_follow_up(self, coach: User, as_coach: Client, follow_up: str, expected: tuple[str, str]) -> None:
        case = FollowUpFactory(**{follow_up: True}, enrolment__coach=coach).enrolment
        assert self.strip(as_coach, case)["Uppföljning"] == expected

    def test_the_end(self, coach: User, as_coach: Client) -> None:
        case = EnrolmentFactory(coach=coach, work=True)
        assert self.strip(as_coach, case)["Avslut"] == ("done", "mån 23 nov: arbete")
        assert self.strip(as_coach, case)["Jobbplan"] == ("upcoming", "gjordes inte")


def titles(case: Enrolment, chip: str = "") -> list[str]:
    return [event.title for event in timeline(case, chip).events]


class TestTimeline:
    def test_every_kind_of_fact_is_told_newest_first(self, coach: User) -> None:
        case = EnrolmentFactory(coach=coach, enrolled_on=date(2026, 8, 3), stays=False, closed_on=TODAY)
        ReferralFactory(enrolled=True, enrolment=case, received_on=date(2026, 8, 3))
        CoachAssignmentFactory(enrolment=case, started_at=local_instant(date(2026, 8, 4)))
        MeetingFactory(enrolment=case, absent=True, starts_at=local_instant(date(2026, 8, 10)))
        GroupInformationBookingFactory(
            enrolment=case, attended=True, session__starts_at=local_instant(date(2026, 8, 11))
        )
        clock = case.clocks.get()
        ClockPauseFactory(clock=clock, paused_from=date(2026, 8, 12), resumed_on=date(2026, 8, 14), registered_by=coach)
        BreachFactory(clock=clock, stamped_at=local_instant(date(2026, 8, 20)))
        version = JobPlanVersionFactory(
            enrolment=case,
            approved=True,
            proposed_at=local_instant(date(2026, 8, 21), 9),
            approval__answered_at=local_instant(date(2026, 8, 21), 10),
        )
        PlanCommunicationFactory(version=version, sent_at=local_instant(date(2026, 8, 24)))
        FollowUpFactory(enrolment=case, held=True)
        assert titles(case) == [
            "Ärendet avslutades",
            "Uppföljning hölls",
            "Jobbplan, version 1, skickades",
            "Jobbplan, version 1, godkändes",
            "Jobbplan, version 1, föreslogs",
            "Jobbgarantin bröts",
            "Jobbgarantin började räknas igen",
            "Jobbgarantin pausades",
            "Gruppinformation, deltog",
            "Coachmöte, uteblev",
            f"{coach} blev ansvarig coach",
            "Inskriven",
            "Remissen mottogs",
            "Remissen kom in",
        ]
        assert titles(case, "moten") == ["Gruppinformation, deltog", "Coachmöte, uteblev"]
        assert titles(case, "frister")[0] == "Jobbgarantin bröts"

    def test_a_meeting_tells_who_wrote_what_and_when(self, coach: User, as_coach: Client, case: Enrolment) -> None:
        MeetingFactory(enrolment=case, present=True, starts_at=local_instant(date(2026, 11, 20), 14, 30))
        [event] = timeline(case, "moten").events
        assert (event.title, event.by) == ("Coachmöte, närvarade", str(coach))
        assert event.text == "Jobbsökning\nGick igenom CV."
        assert "fre 20 nov 2026 14.30" in as_coach.get(url(case)).text

    def test_a_case_from_a_list_begins_with_its_enrolment(self, coach: User) -> None:
        case = EnrolmentFactory(coach=coach, imported=True, stays=False)
        [event] = timeline(case).events
        assert (event.title, event.at) == ("Inskriven", case.enrolled_on)

    def test_nobody_reads_another_cases_events(self, coach: User, case: Enrolment) -> None:
        other = MeetingFactory(enrolment__coach=coach, present=True, note="Om någon annan.").enrolment
        assert "Om någon annan." not in {event.text for event in timeline(case).events}
        assert len(timeline(other, "moten").events) == 1

    def test_thirty_are_shown_and_older_on_request(self, as_coach: Client, case: Enrolment) -> None:
        for n in range(40):
            MeetingFactory(enrolment=case, present=True, starts_at=local_instant(TODAY - timedelta(days=n + 1)))
        page = as_coach.get(url(case) + "?visa=moten")
        assert len(page.context["events"]) == 30
        assert "Visa de senaste" not in page.text
        [older] = re.findall(r'href="([^"]*)">Visa äldre', page.text)
        assert older.startswith(f"{url(case)}?visa=moten&amp;fore=")
        assert older.endswith("#tidslinje")
        below = as_coach.get(html.unescape(older).removesuffix("#tidslinje"))
        assert [event.at for event in below.context["events"]] == [
            local_instant(TODAY - timedelta(days=n + 1)) for n in range(30, 40)
        ]
        assert "Visa äldre" not in below.text
        assert f'href="{url(case)}?visa=moten#tidslinje">Visa de senaste' in below.text


class TestOverview:
    def test_why_this_date_is_told_day_by_day(self, coach: User, as_coach: Client) -> None:
        case = DeadlineClockFactory(due_today=True, enrolment__coach=coach).enrolment
        text = as_coach.get(url(case)).text
        assert "Varför detta datum?" in text
        assert "Femte arbetsdagen därefter är måndag 23 november 2026." in text
        assert "tis 17 nov – arbetsdag 1" in text

    def test_a_closed_case_offers_nothing_to_do(self, coach: User, as_coach: Client) -> None:
        text = as_coach.get(url(EnrolmentFactory(coach=coach, studies=True))).text
        assert "Logga möte" not in text.split("<main")[1].split("</main")[0]
        assert 'data-key="l"' not in text

    def test_the_plan_beside_the_timeline(self, coach: User, as_coach: Client, case: Enrolment) -> None:
        JobPlanVersionFactory(enrolment=case, approved=True, goal="Arbete som snickare.")
        text = as_coach.get(url(case)).text
        assert "Arbete som snickare." in text
        assert "Inte skickad" in text

    def test_the_number_of_queries_does_not_grow(self, coach: User, as_coach: Client) -> None:
        def fill(case: Enrolment, rows: int) -> None:
            for n in range(rows):
                MeetingFactory(enrolment=case, present=True, starts_at=local_instant(TODAY - timedelta(days=n)))
                JobPlanVersionFactory(enrolment=case, withdrawn=True)
                FollowUpFactory(enrolment=case, held=True)

        case = EnrolmentFactory(coach=coach, referred=True)
        fill(case, 10)
        few = {page: queries_for(as_coach, url(case, page)) for page in PAGES}
        fill(case, 90)
        assert {page: queries_for(as_coach, url(case, page)) for page in PAGES} == few


class TestOtherTabs:
    def test_meetings_with_notes_and_a_way_to_log_the_booked(self, as_coach: Client, case: Enrolment) -> None:
        MeetingFactory(enrolment=case, present=True, note="Söker som kock.")
        booked = MeetingFactory(enrolment=case, unlogged=True)
        text = as_coach.get(url(case, "case_meetings")).text
        assert "Söker som kock." in text
        assert f"{reverse('log_meeting', args=[case.pk])}?meeting={booked.pk}" in text
        assert "Ej loggat" in text

    def test_fifty_meetings_are_shown_and_older_on_request(self, as_coach: Client, case: Enrolment) -> None:
        for n in range(60):
            MeetingFactory(enrolment=case, present=True, starts_at=local_instant(TODAY - timedelta(days=n // 2 + 1)))
        first = as_coach.get(url(case, "case_meetings"))
        [older] = re.findall(r'href="([^"]*)">Visa äldre', first.text)
        below = as_coach.get(url(case, "case_meetings") + html.unescape(older).removesuffix("#moten"))
        assert [len(page.context["rows"]) for page in (first, below)] == [50, 10]
        meetings = [meeting for page in (first, below) for meeting, *_ in page.context["rows"]]
        assert meetings == list(case.meetings.order_by("-starts_at", "-pk"))
        assert "Visa äldre" not in below.text

    def test_no_meetings_yet(self, coach: User, as_coach: Client, case: Enrolment) -> None:
        assert "Inga möten ännu." in as_coach.get(url(case, "case_meetings")).text
        closed = EnrolmentFactory(coach=coach, other=True)
        assert "Inga möten finns registrerade." in as_coach.get(url(closed, "case_meetings")).text

    def test_what_the_referral_said(self, coach: User, as_coach: Client, case: Enrolment) -> None:
        text = as_coach.get(url(case, "case_referral")).text
        assert "Behöver stöd att söka arbete" in text
        assert case.referral.number in text
        imported = EnrolmentFactory(coach=coach, imported=True)
        assert "ingen remiss" in as_coach.get(url(imported, "case_referral")).text

    def test_history_and_for_the_manager_who_has_opened_the_case(
        self, coach: User, as_coach: Client, manager: User, case: Enrolment
    ) -> None:
        JobPlanVersionFactory(enrolment=case, withdrawn=True)
        own = as_coach.get(url(case, "case_history")).text
        assert "Tillbakadragen" in own
        assert "Vem har öppnat ärendet" not in own
        seen = signed_in(manager).get(url(case, "case_history"))
        assert "Vem har öppnat ärendet" in seen.text
        as_coach.get(url(case))
        signed_in(manager).post(url(case, "case_reveal"))
        readers = signed_in(manager).get(url(case, "case_history")).context["readers"]
        assert {(reader.name, reader.kind, reader.times) for reader in readers} == {
            (str(coach), "Öppnade", 2),
            (str(manager), "Öppnade", 2),
            (str(manager), "Visade dold uppgift", 1),
        }

    def test_a_case_that_never_had_a_coach(self, manager: User) -> None:
        case = EnrolmentFactory(jobbtorg=manager.jobbtorg, without_coach=True)
        text = signed_in(manager).get(url(case, "case_history")).text
        assert "Ärendet har inte haft någon coach." in text


def test_a_booked_meeting_to_come_stands_first(case: Enrolment) -> None:
    MeetingFactory(enrolment=case)
    event = timeline(case).events[0]
    assert event.title == "Bokat coachmöte"
    assert case.meetings.get().status == MeetingStatus.BOOKED


def test_a_plan_that_is_still_to_be_sent_stands_among_the_deadlines(coach: User, as_coach: Client) -> None:
    """Also once its last day has passed, as long as nobody has sent it."""
    case = EnrolmentFactory(coach=coach)
    unsent = DeadlineClockFactory(enrolment=case, kind=ClockKind.PLAN_COMMUNICATION, breached=True)
    overview = as_coach.get(url(case)).context["overview"]
    assert [card.clock for card in overview.clocks] == [unsent]
    assert overview.settled_clocks == []
