"""Around the form *Logga möte*: what stands beside it, what is booked around the next time, and where it ends."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from aspirants.models import Enrolment
from casework.what_happened.bookings import booking_label
from core.way_back import leads_back_to
from demo.factories import (
    EnrolmentFactory,
    GroupInformationBookingFactory,
    JobPlanVersionFactory,
    MeetingFactory,
    OpeningHoursFactory,
    UserFactory,
)
from meetings.models import Meeting
from organisation.models import Deputy, User
from tests.aspirants.staff import Desk, at, said, text

TODAY = date(2026, 11, 23)
TYPED = {"outcome": "attended", "day": "2026-11-23", "time": "9.00", "kind": "COACH"}

pytestmark = pytest.mark.usefixtures("policies")


def link(case: Enrolment) -> str:
    return reverse("log_meeting", args=[case.pk])


class TestBeside:
    def test_goal_plan_last_notes_and_next_booking(self, as_coach: Desk, case: Enrolment) -> None:
        JobPlanVersionFactory(enrolment=case, approved=True, goal="Arbete i kök")
        for number in range(1, 5):
            starts_at = at(TODAY, "08:00") - timedelta(days=number)
            MeetingFactory(enrolment=case, present=True, starts_at=starts_at, note=f"Samtal nummer {number}.")
        MeetingFactory(enrolment=case, starts_at=at("2026-12-01", "13:30"))
        MeetingFactory(enrolment=case, starts_at=at("2026-11-22", "13:30"))
        page = text(as_coach.get(link(case)))
        assert "Arbete i kök" in page
        assert "Senast Coachmöte, närvarade" in page
        assert "Nästa bokade möte Coachmöte tis 1 dec 2026 13.30, besök" in page
        assert [f"Samtal nummer {number}." in page for number in (1, 2, 3, 4)] == [True, True, True, False]

    def test_the_meeting_that_is_logged_is_not_the_next_one(self, as_coach: Desk, case: Enrolment) -> None:
        logged = MeetingFactory(enrolment=case, starts_at=at(TODAY, "10:00"))
        after = MeetingFactory(enrolment=case, starts_at=at("2026-12-01", "13:30"))
        address = f"{link(case)}?meeting={logged.pk}"
        assert as_coach.get(address).context["ahead"] == [booking_label(after)]
        refused = as_coach.submit(address, {**TYPED, "outcome": "", "booked": str(after.pk)})
        assert refused.context["ahead"] == [booking_label(logged)]
        after.delete()
        assert "Nästa bokade möte Inget är bokat." in text(as_coach.get(address))

    def test_what_is_not_there_is_said(self, as_coach: Desk, case: Enrolment) -> None:
        page = text(as_coach.get(link(case)))
        assert "Ingen plan gäller." in page
        assert "Inget är bokat." in page
        assert "Inga möten eller anteckningar ännu." in page

    def test_what_it_was_is_one_line(self, as_coach: Desk, case: Enrolment) -> None:
        MeetingFactory(enrolment=case, starts_at=at(TODAY, "09:15"), channel="PHONE")
        assert "i dag 09.15–09.45 · Telefon · Coachmöte · Ändra" in text(as_coach.get(link(case)))

    def test_it_opens_where_something_is_wrong_in_it(self, as_coach: Desk, case: Enrolment) -> None:
        path = link(case)
        assert as_coach.get(path).context["form"].when_is_open is False
        refused = as_coach.submit(path, TYPED | {"time": "kvart över"})
        assert refused.context["form"].when_is_open is True
        assert 'class="more when" open' in refused.content.decode()


class TestTheNextTime:
    def offered(self, desk: Desk, case: Enrolment) -> dict[str, tuple[str, list[str]]]:
        """What is said around each proposed day, by its button."""
        MeetingFactory(enrolment=case, starts_at=at(TODAY, "09:00"))
        page = desk.get(link(case))
        return {one.label: (one.said.when, one.said.clashes) for one in page.context["next_times"]}

    def test_each_button_says_its_date(self, as_coach: Desk, case: Enrolment) -> None:
        MeetingFactory(enrolment=case, starts_at=at(TODAY, "09:00"))
        page = text(as_coach.get(link(case)))
        for button in ("+1 v (mån 30 nov 09.00)", "+2 v (mån 7 dec 09.00)", "+4 v (mån 21 dec 09.00)"):
            assert button in page

    def test_a_closed_day_is_passed_over_on_the_page_and_when_it_is_saved(self, as_coach, case) -> None:
        day = date(2026, 11, 30)
        OpeningHoursFactory(jobbtorg=case.jobbtorg, valid_from=day, valid_to=day, opens=None, closes=None)
        assert self.offered(as_coach, case)["+1 v"] == ("tis 1 dec 09.00", [])
        assert as_coach.submit(link(case), TYPED | {"next_step": "1"}).status_code == 302
        assert Meeting.objects.get(status="BOOKED").starts_at == at("2026-12-01", "09:00")

    def test_what_both_have_then_is_said_without_naming_anybody(self, as_coach, case) -> None:
        other = EnrolmentFactory(coach=case.coach)
        MeetingFactory(enrolment=other, coach=case.coach, starts_at=at("2026-11-30", "09:15"))
        MeetingFactory(enrolment=other, coach=case.coach, starts_at=at("2026-12-01", "11:00"))
        MeetingFactory(enrolment=case, coach=case.coach, starts_at=at("2026-12-10", "13:00"))
        MeetingFactory(enrolment=case, starts_at=at(TODAY, "09:00"))
        page = as_coach.get(link(case))
        words = text(page)
        assert "+1 v mån 30 nov 09.00: Du har ett möte 09.15–09.45. Du har 1 möte den dagen, 2 den veckan." in words
        assert "+2 v mån 7 dec 09.00: Du har 0 möten den dagen, 1 den veckan. Aspiranten: tor 10 dec 13.00." in words
        assert other.person.last_name not in page.content.decode().replace(case.person.last_name, "")

    def test_the_aspirants_own_time_and_group_information_clash(self, as_coach, case) -> None:
        MeetingFactory(enrolment=case, starts_at=at("2026-11-30", "08:45"), minutes=60)
        GroupInformationBookingFactory(
            enrolment=case, session__jobbtorg=case.jobbtorg, session__starts_at=at("2026-12-07", "09:00")
        )
        offered = self.offered(as_coach, case)
        assert offered["+1 v"][1] == ["Aspiranten har ett möte 08.45–09.45."]
        assert offered["+2 v"][1] == ["Aspiranten är kallad till gruppinformation då."]
        assert offered["+4 v"][1] == []

    def test_a_coach_who_is_away_is_said_to_a_colleague(self, as_manager, manager, case) -> None:
        deputy = UserFactory(coach=True, jobbtorg=case.jobbtorg)
        Deputy.objects.create(
            coach=case.coach,
            deputy=deputy,
            jobbtorg=case.jobbtorg,
            valid_from=date(2026, 11, 30),
            valid_to=date(2026, 12, 4),
            set_by=manager,
        )
        offered = self.offered(as_manager, case)
        assert offered["+1 v"][1] == [f"{case.coach.get_full_name()} är borta den dagen."]
        assert offered["+2 v"][1] == []


class TestADayOfOnesOwn:
    def test_what_is_booked_then_is_said_while_it_is_typed(self, as_coach: Desk, case: Enrolment) -> None:
        other = EnrolmentFactory(coach=case.coach)
        MeetingFactory(enrolment=other, coach=case.coach, starts_at=at("2027-02-11", "09:15"))
        page = as_coach.get(f"{link(case)}?next_day=11/2&time=9.00")
        said = page.context["own_time"].said
        assert said.when == "tor 11 feb 09.00"
        assert (said.clashes, said.coach_day) == (["Du har ett möte 09.15–09.45."], 1)
        assert "tor 11 feb 09.00: Du har ett möte 09.15–09.45." in text(page)

    @pytest.mark.parametrize(
        "asked",
        [
            "",
            "next_day=&time=9.00",
            "next_day=snart&time=9.00",
            "next_day=11/2&time=3.00",
            "next_day=2026-11-01&time=9.00",
        ],
    )
    def test_what_is_no_time_ahead_is_passed_over(self, as_coach: Desk, case: Enrolment, asked: str) -> None:
        assert as_coach.get(f"{link(case)}?{asked}").context["own_time"] is None

    def test_the_page_that_comes_back_says_it_of_what_was_typed(self, as_coach: Desk, case: Enrolment) -> None:
        typed = TYPED | {"next_step": "day", "next_day": "2026-12-01", "next_time": "20.30"}
        warned = as_coach.submit(link(case), typed)
        assert warned.context["own_time"].said.clashes == ["Öppettiden är 08.00–17.00."]


class TestWhereItEnds:
    def test_on_the_page_one_came_from(self, as_coach: Desk, case: Enrolment) -> None:
        path = f"{link(case)}?{leads_back_to('/aspiranter?visa=utan-mote')}"
        page = as_coach.get(path)
        assert 'href="/aspiranter?visa=utan-mote">Avbryt</a>' in page.content.decode()
        saved = as_coach.submit(path, TYPED)
        assert saved.url == "/aspiranter?visa=utan-mote"
        assert "Mötet mån 23 nov är loggat: närvarade." in said(as_coach, saved)

    def test_in_the_case_when_nothing_says_more(self, as_coach: Desk, case: Enrolment) -> None:
        assert as_coach.submit(link(case), TYPED).url == reverse("case", args=[case.pk])

    def test_whom_it_was_about_is_said_on_another_page_alone(
        self, as_coach: Desk, coach: User, case: Enrolment
    ) -> None:
        about = f"Det gäller {case.person.name}."
        assert about not in said(as_coach, as_coach.submit(link(case), TYPED))
        elsewhere = f"{link(case)}?{leads_back_to('/aspiranter')}"
        assert about in said(as_coach, as_coach.submit(elsewhere, TYPED | {"time": "9.15"}))
        MeetingFactory(enrolment=EnrolmentFactory(coach=coach), coach=coach, starts_at=at(TODAY, "08:00"))
        onwards = as_coach.submit(link(case), TYPED | {"time": "9.20", "save_and_next": "1"})
        assert about in said(as_coach, onwards)

    def test_the_next_meeting_ends_there_too(self, as_coach: Desk, coach: User, case: Enrolment) -> None:
        waiting = MeetingFactory(enrolment=EnrolmentFactory(coach=coach), coach=coach, starts_at=at(TODAY, "08:00"))
        path = f"{link(case)}?{leads_back_to('/')}"
        saved = as_coach.submit(path, TYPED | {"save_and_next": "1"})
        assert saved.url == f"{link(waiting.enrolment)}?meeting={waiting.pk}&tillbaka=%2F"

    def test_undoing_stays_there(self, as_coach: Desk, case: Enrolment) -> None:
        path = f"{link(case)}?{leads_back_to('/')}"
        as_coach.submit(path, TYPED)
        undone = as_coach.submit(reverse("undo"), {}, on="/")
        assert undone.url == "/"
        assert not Meeting.objects.exists()
