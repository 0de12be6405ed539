"""A case gets another coach: its page says what is booked with the one before, and the answer what became of it."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from aspirants.models import Enrolment
from core.swedish.dates import short_weekday_date
from demo.factories import DeadlineClockFactory, EnrolmentFactory, MeetingFactory, UserFactory
from meetings.models import Meeting
from notices.models import Notice
from organisation.models import User
from tests.aspirants.staff import TODAY, at, errors, said, text

MOVE_TWO = "Flytta 2 bokade möten till den nya coachen"
STAYS = "Annars ligger de kvar hos den som har ärendet nu."


@pytest.fixture
def colleague(coach: User) -> User:
    return UserFactory(coach=True, jobbtorg=coach.jobbtorg)


@pytest.fixture
def case(coach: User) -> Enrolment:
    """Two meetings to come with the coach; one that was held, one cancelled, one with somebody else."""
    case = EnrolmentFactory(coach=coach)
    booked(case)
    booked(case, days=14)
    MeetingFactory(enrolment=case, present=True)
    MeetingFactory(enrolment=case, unlogged=True)
    MeetingFactory(enrolment=case, cancelled=True, starts_at=timezone.now() + datetime.timedelta(days=3))
    MeetingFactory(
        enrolment=case,
        coach=UserFactory(coach=True, jobbtorg=coach.jobbtorg),
        starts_at=timezone.now() + datetime.timedelta(days=9),
    )
    return case


def booked(case: Enrolment, days: int = 7) -> Meeting:
    meeting: Meeting = MeetingFactory(enrolment=case, starts_at=timezone.now() + datetime.timedelta(days=days))
    return meeting


def held_by(user: User) -> int:
    return Meeting.objects.filter(coach=user).count()


def test_the_page_of_one_case_offers_to_move_what_is_booked(
    case: Enrolment, coach: User, colleague: User, as_manager: Any
) -> None:
    path = reverse("assign_coach", args=[case.pk])
    page = as_manager.get(path)
    assert MOVE_TWO in text(page)
    assert STAYS in text(page)
    assert page.context["form"]["moves_bookings"].value() is True
    typed = {"coach": colleague.pk, "reason": "Jämnare fördelning", "moves_bookings": "on"}
    answer = said(as_manager, as_manager.submit(path, typed, page=page))
    assert f"{colleague} är nu coach i ärendet. 2 bokade möten är flyttade till {colleague}." in answer
    assert "Ångra" not in answer, "the meetings would stay with the colleague"
    assert (held_by(colleague), held_by(coach)) == (2, 3)
    assert [one.text for one in Notice.objects.filter(recipient=colleague)] == [
        "Du har tagit över 1 ärende och 2 bokade möten"
    ]


def test_what_is_not_moved_stays_and_is_said(case: Enrolment, coach: User, colleague: User, as_manager: Any) -> None:
    path = reverse("assign_coach", args=[case.pk])
    typed = {"coach": colleague.pk, "reason": "Jämnare fördelning"}
    answer = said(as_manager, as_manager.submit(path, typed))
    assert f"{colleague} är nu coach i ärendet. 2 bokade möten ligger kvar hos den som hade ärendet." in answer
    assert (held_by(colleague), held_by(coach)) == (0, 5)


def test_without_bookings_nothing_is_asked(coach: User, colleague: User, as_manager: Any) -> None:
    case = EnrolmentFactory(coach=coach)
    path = reverse("assign_coach", args=[case.pk])
    assert "moves_bookings" not in as_manager.get(path).context["form"].fields
    answer = said(as_manager, as_manager.submit(path, {"coach": colleague.pk, "reason": "Jämnare fördelning"}))
    assert f"{colleague} är nu coach i ärendet." in answer
    assert "bokade möten" not in answer.partition("är nu coach i ärendet.")[2][:60]


def test_one_booking_is_said_in_the_singular(coach: User, colleague: User, as_manager: Any) -> None:
    case = EnrolmentFactory(coach=coach)
    booked(case)
    path = reverse("assign_coach", args=[case.pk])
    page = as_manager.get(path)
    assert "Flytta 1 bokat möte till den nya coachen" in text(page)
    assert "Annars ligger det kvar hos den som har ärendet nu." in text(page)
    typed = {"coach": colleague.pk, "reason": "Jämnare fördelning", "moves_bookings": "on"}
    assert f"1 bokat möte är flyttat till {colleague}." in said(as_manager, as_manager.submit(path, typed, page=page))


def test_a_refused_change_moves_nothing(case: Enrolment, coach: User, colleague: User, as_manager: Any) -> None:
    path = reverse("assign_coach", args=[case.pk])
    answer = as_manager.submit(path, {"coach": colleague.pk, "reason": "", "moves_bookings": "on"})
    assert list(errors(answer)) == ["reason"]
    assert (held_by(colleague), held_by(coach)) == (0, 5)


def test_a_coach_who_takes_a_case_over_takes_what_is_booked_with_who_has_left(coach: User, as_coach: Any) -> None:
    gone = UserFactory(coach=True, jobbtorg=coach.jobbtorg)
    case = EnrolmentFactory(coach=gone)
    booked(case)
    gone.is_active = False
    gone.save()
    path = reverse("assign_coach", args=[case.pk])
    page = as_coach.get(path)
    assert "Flytta 1 bokat möte till den nya coachen" in text(page)
    typed = {"coach": coach.pk, "reason": "Har slutat", "moves_bookings": "on"}
    assert f"1 bokat möte är flyttat till {coach}." in said(as_coach, as_coach.submit(path, typed, page=page))
    assert (held_by(coach), held_by(gone)) == (1, 0)
    assert not Notice.objects.filter(recipient=coach).exists(), "nobody is told of what they did"


class TestClashes:
    """The new coach has another meeting beside one that is to be moved: at 11.30 until 12.00."""

    @pytest.fixture
    def clash(self, colleague: User) -> str:
        """Of three meetings of a case one overlaps what the colleague has; the others touch it, before and after."""
        day = TODAY + datetime.timedelta(days=7)
        MeetingFactory(enrolment=EnrolmentFactory(coach=colleague), starts_at=at(day, "11:30"))
        return short_weekday_date(day)

    @staticmethod
    def book(case: Enrolment, *times: str) -> None:
        for time in times:
            MeetingFactory(enrolment=case, starts_at=at(TODAY + datetime.timedelta(days=7), time))

    @pytest.mark.parametrize("moves", [True, False])
    def test_of_one_case_it_is_said_before_and_moved_only_if_that_is_said(
        self, clash: str, coach: User, colleague: User, as_manager: Any, moves: bool
    ) -> None:
        case = EnrolmentFactory(coach=coach)
        self.book(case, "11:00", "11:45", "12:15")
        path = reverse("assign_coach", args=[case.pk])
        typed = {"coach": colleague.pk, "reason": "Jämnare fördelning", "moves_bookings": "on"}
        page = as_manager.submit(path, typed)
        assert errors(page) == {"moves_clashing": ["Välj vad som händer med möten som krockar."]}
        assert "1 möte krockar" in text(page)
        assert f"{case.case_no}, {clash} 11.45: {colleague} har redan ett möte då." in text(page)
        assert (held_by(colleague), held_by(coach)) == (1, 3)
        stay, move = (value for value, _ in page.context["form"].fields["moves_clashing"].choices)
        typed["moves_clashing"] = move if moves else stay
        answer = said(as_manager, as_manager.submit(path, typed, page=page))
        if moves:
            assert f"3 bokade möten är flyttade till {colleague}." in answer
            assert "ligger kvar" not in answer
        else:
            assert (
                f"2 bokade möten är flyttade till {colleague}. 1 bokat möte ligger kvar hos den som hade ärendet, "
                f"för {colleague} har redan ett möte då: {case.case_no}, {clash} 11.45."
            ) in answer
        assert (held_by(colleague), held_by(coach)) == ((4, 0) if moves else (3, 1))

    def test_an_answer_is_good_for_the_clashes_that_were_read(
        self, clash: str, coach: User, colleague: User, as_manager: Any
    ) -> None:
        case = EnrolmentFactory(coach=coach)
        self.book(case, "11:45")
        path = reverse("assign_coach", args=[case.pk])
        typed = {"coach": colleague.pk, "reason": "Jämnare fördelning", "moves_bookings": "on"}
        page = as_manager.submit(path, typed)
        _, (move, _) = page.context["form"].fields["moves_clashing"].choices
        self.book(case, "11:15")
        page = as_manager.submit(path, {**typed, "moves_clashing": move}, page=page)
        assert errors(page) == {"moves_clashing": ["Välj vad som händer med möten som krockar."]}
        assert held_by(coach) == 2

    @pytest.mark.parametrize("url_name", ["aspirants_chosen", "deadlines_chosen"])
    @pytest.mark.parametrize("moves", [True, False])
    def test_of_several_also_what_two_coaches_have_at_one_time(
        self, clash: str, coach: User, colleague: User, as_manager: Any, url_name: str, moves: bool
    ) -> None:
        """At nine both former coaches hold a meeting: one of them can be moved."""
        first = EnrolmentFactory(coach=coach)
        second = EnrolmentFactory(coach=UserFactory(coach=True, jobbtorg=coach.jobbtorg))
        self.book(first, "09:00", "11:15")
        for time in ("09:15", "13:00"):
            starts_at = at(TODAY + datetime.timedelta(days=7), time)
            MeetingFactory(enrolment=second, coach=second.coach, starts_at=starts_at)
        rows: dict[str, Any] = {"case": [first.pk, second.pk]}
        if url_name == "deadlines_chosen":
            clocks = [DeadlineClockFactory(enrolment=case, due_in_5=True) for case in (first, second)]
            rows = {"clock": [clock.pk for clock in clocks], "act": "assign"}
        path = reverse(url_name)
        page = as_manager.post(path, rows)
        typed: dict[str, Any] = {"coach": colleague.pk, "reason": "Jämnare fördelning", "moves_bookings": "on"}
        page = as_manager.submit(path, {**typed, "confirmed": "1"}, page=page)
        assert "2 möten krockar" in text(page)
        assert (
            f"{second.case_no}, {clash} 09.15: {colleague} har redan ett möte då. "
            f"{first.case_no}, {clash} 11.15: {colleague} har redan ett möte då."
        ) in text(page)
        stay, move = (value for value, _ in page.context["form"].fields["moves_clashing"].choices)
        typed["moves_clashing"] = move if moves else stay
        answer = said(as_manager, as_manager.submit(path, typed, page=page))
        if moves:
            assert f"2 ärenden har fått ny coach. 4 bokade möten är flyttade till {colleague}." in answer
        else:
            assert (
                f"2 ärenden har fått ny coach. 2 bokade möten är flyttade till {colleague}. 2 bokade möten ligger kvar "
                f"hos den som hade ärendet, för {colleague} har redan ett möte då: {second.case_no}, {clash} 09.15; "
                f"{first.case_no}, {clash} 11.15."
            ) in answer
        assert held_by(colleague) == (5 if moves else 3)


class TestSeveral:
    """From the list of aspirants, and from the list of deadlines."""

    @pytest.fixture
    def cases(self, case: Enrolment, colleague: User) -> list[Enrolment]:
        """Two of the coach's, and one that the colleague has already, each with something booked."""
        own = EnrolmentFactory(coach=case.coach)
        theirs = EnrolmentFactory(coach=colleague)
        booked(own)
        booked(theirs, days=8)
        return [case, own, theirs]

    @pytest.mark.parametrize("url_name", ["aspirants_chosen", "deadlines_chosen"])
    @pytest.mark.parametrize("moves", [True, False])
    def test_the_confirm_page_says_how_many_and_the_result_what_was_done(
        self, cases: list[Enrolment], coach: User, colleague: User, as_manager: Any, url_name: str, moves: bool
    ) -> None:
        rows: dict[str, Any] = {"case": [case.pk for case in cases]}
        if url_name == "deadlines_chosen":
            clocks = [DeadlineClockFactory(enrolment=case, due_in_5=True) for case in cases]
            rows = {"clock": [clock.pk for clock in clocks], "act": "assign"}
        path = reverse(url_name)
        page = as_manager.post(path, rows)
        assert "Flytta 4 bokade möten till den nya coachen" in text(page)
        typed: dict[str, Any] = {"coach": colleague.pk, "reason": "Jämnare fördelning", "confirmed": "1"}
        typed |= {"moves_bookings": "on"} if moves else {}
        answer = said(as_manager, as_manager.submit(path, typed, page=page))
        became = f"är flyttade till {colleague}" if moves else "ligger kvar hos den som hade ärendet"
        assert f"2 ärenden har fått ny coach. 3 bokade möten {became}. 1 rad lämnades utanför." in answer
        assert (held_by(colleague), held_by(coach)) == ((4, 3) if moves else (1, 6))
        notices = [one.text for one in Notice.objects.filter(recipient=colleague)]
        assert notices == (["Du har tagit över 2 ärenden och 3 bokade möten"] if moves else [])
