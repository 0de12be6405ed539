"""The pages of a case: who may open them, what they tell, and the trace they leave."""

from __future__ import annotations

import html
import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from aspirants.choices import Origin
from aspirants.identity import display
from aspirants.models import CorrectedKind, CorrectionSort, Enrolment
from audit.models import AccessKind
from deadlines.choices import ClockKind
from demo.factories import (
    BreachFactory,
    ClockPauseFactory,
    CoachAssignmentFactory,
    CorrectionFactory,
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
from organisation.models import User
from tests.openings import give_reason
from tests.visits import last_logged, logged, queries_for, signed_in
from workbench.cases.timeline import CHIPS, timeline

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
        ClockPauseFactory(
            clock=paused, paused_from=TODAY, resumed_on=date(2026, 12, 1), reason="P02", registered_by=coach
        )
        state, text = self.strip(as_coach, paused.enrolment)["Jobbplan"]
        assert (state, text) == ("paused", f"pausad till tis 1 dec: vård av barn eller nära anhörig, av {coach}")

    def test_a_pause_without_end_says_why_and_who(self, coach: User, as_coach: Client) -> None:
        clock = DeadlineClockFactory(paused=True, enrolment__coach=coach)
        by = clock.pauses.get().registered_by
        assert self.strip(as_coach, clock.enrolment)["Jobbplan"] == ("paused", f"pausad: sjukdom, av {by}")

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

    def test_a_walk_in_begins_with_the_first_visit(self, coach: User, as_coach: Client) -> None:
        case = EnrolmentFactory(
            coach=coach, origin=Origin.WALK_IN, enrolled_on=date(2026, 11, 2), first_visit_on=date(2026, 11, 3)
        )
        strip = self.strip(as_coach, case)
        assert strip["Första besöket"] == ("done", "tis 3 nov")
        assert "Remiss" not in strip

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
    return [event.title for event in timeline(case, chip or EVERYTHING).events]


def eventful_case(coach: User) -> Enrolment:
    """A closed case in which something of every kind has happened."""
    case: Enrolment = EnrolmentFactory(coach=coach, enrolled_on=date(2026, 8, 3), stays=False, closed_on=TODAY)
    ReferralFactory(enrolled=True, enrolment=case, received_on=date(2026, 8, 3))
    CoachAssignmentFactory(enrolment=case, started_at=local_instant(date(2026, 8, 4)))
    MeetingFactory(enrolment=case, absent=True, starts_at=local_instant(date(2026, 8, 10)))
    GroupInformationBookingFactory(enrolment=case, attended=True, session__starts_at=local_instant(date(2026, 8, 11)))
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
    return case


EVERYTHING = ",".join(CHIPS)


class TestTimeline:
    def test_every_kind_of_fact_is_told_newest_first(self, coach: User) -> None:
        case = eventful_case(coach)
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
        assert len(page.context["timeline"].events) == 30
        assert "Visa de senaste" not in page.text
        [older] = re.findall(r'href="([^"]*)">Visa äldre \(10\)', page.text)
        assert older.startswith(f"{url(case)}?visa=moten&amp;fore=")
        assert older.endswith("#tidslinje")
        below = as_coach.get(html.unescape(older).removesuffix("#tidslinje"))
        assert [event.at for event in below.context["timeline"].events] == [
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
        as_coach.get(url(case, "case"))  # what a process asks once is asked
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


def test_a_booked_meeting_to_come_stands_apart_from_what_has_been(as_coach: Client, case: Enrolment) -> None:
    meeting = MeetingFactory(enrolment=case, coach=case.coach)
    page = as_coach.get(url(case))
    [ahead] = page.context["ahead"]
    assert (ahead.title, ahead.at, ahead.text) == ("Coachmöte", meeting.starts_at, f"Besök\nHos {case.coach}")
    assert "Coachmöte" not in [event.title for event in page.context["timeline"].events]
    assert page.text.index("Framöver</h2>") < page.text.index("Tidslinje</h2>")


class TestChips:
    def test_the_systems_own_is_shown_only_when_it_is_asked_for(self, as_coach: Client, case: Enrolment) -> None:
        changed = f"{case.coach} blev ansvarig coach"
        assert changed not in [event.title for event in as_coach.get(url(case)).context["timeline"].events]
        assert [event.title for event in timeline(case, "system").events] == [changed]

    def test_each_chip_says_how_many_are_behind_it(self, as_coach: Client, case: Enrolment) -> None:
        for n in range(3):
            MeetingFactory(enrolment=case, present=True, starts_at=local_instant(TODAY - timedelta(days=n)))
        chips = {chip.key: chip for chip in as_coach.get(url(case)).context["timeline"].chips}
        assert [chip.label for chip in chips.values()] == ["Möten", "Anteckningar", "Frister", "Dokument", "System"]
        assert chips["moten"].count == 3
        assert chips["dokument"].count == len(timeline(case, "dokument").events)
        assert not any(chip.is_chosen for chip in chips.values())

    def test_what_was_corrected_or_undone_stands_where_the_thing_does(self, case: Enrolment) -> None:
        """Each kind of correction behind one chip, that of what it is about."""
        for number, kind in enumerate(CorrectedKind, start=1):
            CorrectionFactory(enrolment=case, kind=kind, number=number, title=kind.label, sort=CorrectionSort.UNDONE)
        behind = {
            key: {event.title for event in timeline(case, key).events if event.title.startswith("Ångrat: ")}
            for key in CHIPS
        }
        assert behind == {
            "moten": {"Ångrat: Möte", "Ångrat: Gruppinformation"},
            "anteckningar": {"Ångrat: Anteckning"},
            "frister": {"Ångrat: Kontaktförsök", "Ångrat: Uppehåll"},
            "dokument": {
                "Ångrat: Jobberbjudande",
                "Ångrat: Insats",
                "Ångrat: Uppföljning",
                "Ångrat: Svar på jobbplan",
                "Ångrat: Målgrupp",
                "Ångrat: Dagen för besöket",
                "Ångrat: Inskrivningsdagen",
            },
            "system": {"Ångrat: Ansvarig coach"},
        }
        note = case.corrections.get(kind=CorrectedKind.NOTE)
        marked = timeline(case, marked=f"corrected-{note.pk}")
        assert "Ångrat: Anteckning" in [event.title for event in marked.events]

    def test_several_can_be_chosen_and_each_taken_back(self, as_coach: Client, case: Enrolment) -> None:
        shown = as_coach.get(url(case) + "?visa=moten,dokument").context["timeline"]
        assert shown.chosen == ["moten", "dokument"]
        assert [(chip.asked, chip.is_chosen) for chip in shown.chips] == [
            ("dokument", True),
            ("moten,anteckningar,dokument", False),
            ("moten,frister,dokument", False),
            ("moten", True),
            ("moten,dokument,system", False),
        ]

    def test_what_is_no_chip_is_left_out(self, as_coach: Client, case: Enrolment) -> None:
        assert as_coach.get(url(case) + "?visa=allt,%27").context["timeline"].chosen == []

    def test_with_htmx_the_number_shown_is_announced(self, as_coach: Client, case: Enrolment) -> None:
        MeetingFactory(enrolment=case, present=True, starts_at=local_instant(TODAY))
        text = as_coach.get(url(case) + "?visa=moten", headers={"HX-Request": "true"}).text
        assert "1 av 1 händelser visas" in text


class TestLinks:
    def test_what_happened_is_a_click_away_also_for_those_who_only_read(self, coach: User, as_coach: Client) -> None:
        case = eventful_case(coach)
        links = {event.title: event.url for event in timeline(case, EVERYTHING).events}
        assert links["Coachmöte, uteblev"].endswith(f"#mote-{case.meetings.get().pk}")
        assert links["Jobbgarantin bröts"] == reverse("clock_explain", args=[case.clocks.first().pk])
        assert links["Ärendet avslutades"] == url(case, "case_closing")
        without = [title for title, link in links.items() if not link]
        assert without == ["Gruppinformation, deltog"]
        for title, link in links.items():
            assert not link or as_coach.get(link).status_code == 200, title

    def test_from_another_jobbtorg_only_what_is_read_there_is_linked(self, coach: User) -> None:
        case = eventful_case(coach)
        case.read_through = object()  # type: ignore[assignment]
        links = {event.title: event.url for event in timeline(case, EVERYTHING).events}
        assert links["Jobbgarantin bröts"] == links["Ärendet avslutades"] == ""
        assert links["Remissen kom in"] == url(case, "case_referral")

    def test_an_address_marks_one_event_also_a_hidden_and_an_old_one(self, as_coach: Client, case: Enrolment) -> None:
        for n in range(40):
            MeetingFactory(enrolment=case, present=True, starts_at=local_instant(TODAY - timedelta(days=n)))
        oldest = case.meetings.order_by("starts_at").first()
        page = as_coach.get(url(case) + f"?handelse=meeting-{oldest.pk}")
        assert page.context["timeline"].events[0].anchor == f"meeting-{oldest.pk}"
        assert page.text.count("data-marked") == 1
        newest = case.meetings.order_by("-starts_at").first()
        first = as_coach.get(url(case) + f"?handelse=meeting-{newest.pk}")
        assert first.context["timeline"].below == ""
        assert first.text.count("data-marked") == 1
        hidden = case.coach_assignments.get()
        shown = as_coach.get(url(case) + f"?handelse=coach-{hidden.pk}").context["timeline"]
        assert (shown.chosen, shown.events[0].anchor) == (["system"], f"coach-{hidden.pk}")

    def test_a_link_to_an_old_meeting_opens_the_page_that_has_it(self, as_coach: Client, case: Enrolment) -> None:
        for n in range(60):
            MeetingFactory(enrolment=case, present=True, starts_at=local_instant(TODAY - timedelta(days=n)))
        oldest = case.meetings.order_by("starts_at").first()
        page = as_coach.get(url(case, "case_meetings") + f"?mote={oldest.pk}")
        assert [meeting.pk for meeting, *_ in page.context["rows"]] == [oldest.pk]
        assert f'id="mote-{oldest.pk}" data-marked' in page.text
        assert len(as_coach.get(url(case, "case_meetings") + "?mote=1234567").context["rows"]) == 50


def test_a_plan_that_is_still_to_be_sent_stands_among_the_deadlines(coach: User, as_coach: Client) -> None:
    """Also once its last day has passed, as long as nobody has sent it."""
    case = EnrolmentFactory(coach=coach)
    unsent = DeadlineClockFactory(enrolment=case, kind=ClockKind.PLAN_COMMUNICATION, breached=True)
    overview = as_coach.get(url(case)).context["overview"]
    assert [card.clock for card in overview.clocks] == [unsent]
    assert overview.settled_clocks == []


class TestHeader:
    def test_the_nearest_deadline_stands_in_every_header(self, coach: User, as_coach: Client) -> None:
        case = DeadlineClockFactory(due_in_5=True, enrolment__coach=coach).enrolment
        DeadlineClockFactory(enrolment=case, kind=ClockKind.FOLLOW_UP, due_on=date(2027, 2, 22))
        for page in ("case", "case_meetings", "case_history", "case_plan", "log_meeting"):
            header = as_coach.get(url(case, page)).text.split('class="identity-bar"')[1].split("</nav>")[0]
            assert "Jobbgarantin" in header
            assert "(mån 30 nov)" in header
            assert "Tremånadersuppföljningen" not in header

    @pytest.mark.parametrize("clock", ["paused", "met", "cancelled"])
    def test_what_is_paused_or_kept_does_not_call(self, coach: User, as_coach: Client, clock: str) -> None:
        case = DeadlineClockFactory(**{clock: True}, enrolment__coach=coach).enrolment
        assert 'class="identity-due"' not in as_coach.get(url(case)).text

    def test_neither_does_what_is_not_covered(self, coach: User, as_coach: Client) -> None:
        case = DeadlineClockFactory(overdue=True, covered=False, enrolment__coach=coach).enrolment
        assert 'class="identity-due"' not in as_coach.get(url(case)).text

    def test_a_protected_persons_telephone_is_not_there_to_copy(self, coach: User, as_coach: Client) -> None:
        coach.protected_access = True
        coach.save()
        case = EnrolmentFactory(coach=coach, protected=True, person__phone="070-174 06 99")
        give_reason(as_coach, case.person)
        assert "data-copy" not in as_coach.get(url(case)).text
        assert (
            'data-copy="070-174 06 11"'
            in as_coach.get(url(EnrolmentFactory(coach=coach, person__phone="070-174 06 11"))).text
        )

    def test_the_tabs_keep_the_list_one_came_from(self, as_coach: Client, case: Enrolment) -> None:
        text = as_coach.get(url(case) + "?lista=/aspiranter%3Fvisa%3Dmina").text
        assert f'href="{url(case, "case_meetings")}?lista=%2Faspiranter%3Fvisa%3Dmina"' in text
