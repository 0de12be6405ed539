"""FC-10: a coach leaves or is moved. Every list says that the cases have no coach, and the manager hears of it."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from django.urls import reverse
from django.utils import timezone

from aspirants.models import Enrolment
from casework.handover.leaving import to_hand_over
from core.refusals import OperationRefused
from deadlines.models import DeadlineClock
from deadlines.shown import shown_clocks
from demo.factories import (
    DeadlineClockFactory,
    DeputyFactory,
    EnrolmentFactory,
    JobbtorgFactory,
    MeetingFactory,
    UserFactory,
)
from notices.choices import NoticeKind
from notices.models import Notice
from organisation.models import Role, User
from organisation.staff.operations.positions import deactivate_user, give_position, reactivate_user, revoke_position
from organisation.staff.positions import PositionTerms
from organisation.staff.shown import shown_user
from oversight.digest import waiting_for_all
from oversight.operations.bulk import assign_coach_in_bulk
from tests.aspirants.staff import TODAY, at, errors, said, signed_in, text
from tests.casework.leaving_staff import (
    LEAVES,
    ONE_DAY,
    Desk,
    deactivated,
    furnish,
    last_day_set,
    moved,
    without_coach,
)


@pytest.fixture
def desk(coach: User, manager: User) -> Desk:
    return furnish(coach, manager)


# --- Without a coach means nobody in service here today -------------------------------------------------------------


@pytest.mark.parametrize("leaves", LEAVES)
def test_every_list_says_that_nobody_answers_for_them(desk: Desk, leaves: str) -> None:
    """FC-10: the list and its filter, Frister, the morning letter."""
    as_manager = signed_in(desk.manager)
    assert "0 ärenden saknar coach" in text(as_manager.get("/frister"))
    LEAVES[leaves](desk)
    assert "15 ärenden saknar coach" in text(as_manager.get("/frister"))
    listed = as_manager.get("/aspiranter?coach=ingen")
    assert listed.context["page"].paginator.count == 15
    assert f"{desk.coach} (har slutat här)" in text(listed)
    assert waiting_for_all(TODAY)[desk.manager.pk].without_coach == 15
    assert without_coach() == {case.pk for case in desk.cases}


def _gone(desk: Desk) -> None:
    EnrolmentFactory(without_coach=True, jobbtorg=desk.coach.jobbtorg)


STATES: dict[str, tuple[Callable[[Desk], object], int]] = {
    "in service": (lambda desk: None, 0),
    "a last day ahead": (last_day_set, 0),
    "the last day is today": (lambda desk: last_day_set(desk, TODAY), 0),
    "moved from a day ahead": (lambda desk: moved(desk, TODAY + ONE_DAY), 0),
    "moved today": (moved, 15),
    "account closed": (deactivated, 15),
    "never had one": (_gone, 1),
}


@pytest.mark.parametrize("state", STATES)
def test_it_is_asked_of_the_day(desk: Desk, state: str) -> None:
    change, expected = STATES[state]
    change(desk)
    assert len(without_coach()) == expected
    one_by_one = [case for case in Enrolment.objects.open().select_related("coach") if not case.has_coach_in_service]
    assert len(one_by_one) == expected


def test_the_day_after_the_last_one_they_are_without(desk: Desk) -> None:
    last_day_set(desk, TODAY + 4 * ONE_DAY)
    cases = Enrolment.objects.open()
    assert cases.without_coach_in_service(TODAY + 4 * ONE_DAY).count() == 0
    assert cases.without_coach_in_service(TODAY + 5 * ONE_DAY).count() == 15


def _becomes_manager(desk: Desk, day: datetime.date = TODAY) -> None:
    terms = PositionTerms(role=Role.MANAGER, valid_from=day, jobbtorg=desk.coach.jobbtorg)
    give_position(actor=desk.admin, user=desk.coach, seen_user=shown_user(desk.coach), terms=terms)


def test_the_cases_of_a_coach_who_becomes_the_manager_here_need_another_coach(desk: Desk, as_manager) -> None:
    """Every list agrees: the filter, Frister, the coaches' page, the case; and both managers are told."""
    _becomes_manager(desk)
    assert without_coach() == {case.pk for case in desk.cases}
    assert "15 ärenden saknar coach" in text(as_manager.get("/frister"))
    listed = as_manager.get("/aspiranter?coach=ingen")
    assert listed.context["page"].paginator.count == 15
    assert f"{desk.coach} (är inte längre coach)" in text(listed)
    assert f"{desk.coach} är inte längre coach här: 15 ärenden att lämna över" in text(as_manager.get("/coacher"))
    page = text(as_manager.get(f"/arenden/{desk.cases[0].pk}/"))
    assert "Ingen coach i tjänst" in page
    assert "Coachen har slutat" not in page
    told = Notice.objects.filter(kind=NoticeKind.STAFF)
    assert {notice.recipient for notice in told} == {desk.manager, desk.coach}
    assert {notice.text for notice in told} == {"En coach är inte längre coach: 15 ärenden att lämna över"}
    hand_over = f"/coacher/{desk.coach.pk}/overlamning"
    assert "är inte längre coach här" in text(as_manager.get(hand_over))
    form = as_manager.get(f"/arenden/{desk.cases[0].pk}/coach").context["form"]
    assert form["reason"].value() == "Coachen är inte längre coach"


def test_a_coach_who_is_to_be_the_manager_here_is_told_of_ahead(desk: Desk) -> None:
    _becomes_manager(desk, datetime.date(2026, 12, 5))
    assert without_coach() == set()
    assert _told(desk) == ["En coach slutar som coach fre 4 dec: 15 ärenden att lämna över"]
    assert [one.sentence for one in to_hand_over(desk.manager, timezone.now())] == [
        f"{desk.coach} slutar som coach fre 4 dec: 15 ärenden att lämna över"
    ]


def test_the_case_says_that_the_coach_has_left_and_a_colleague_may_take_it(desk: Desk) -> None:
    case = desk.cases[0]
    as_colleague = signed_in(desk.colleague)
    page = text(as_colleague.get(f"/arenden/{case.pk}/"))
    assert "Coachen har slutat" not in page
    assert "Byt coach" not in page
    refused = as_colleague.get(f"/arenden/{case.pk}/coach")
    assert "Bara enhetschefen kan byta coach." in said(as_colleague, refused)
    moved(desk)
    page = text(as_colleague.get(f"/arenden/{case.pk}/"))
    assert "Coachen har slutat" in page
    assert "Byt coach" in page
    form = as_colleague.get(f"/arenden/{case.pk}/coach")
    assert form.context["form"]["reason"].value() == "Coachen har slutat här"
    answer = as_colleague.submit(
        f"/arenden/{case.pk}/coach", {"coach": desk.colleague.pk, "reason": "Coachen har slutat här"}
    )
    assert f"{desk.colleague} är nu coach i ärendet." in said(as_colleague, answer)
    assert case.coach_assignments.get(ended_at=None).reason == "Coachen har slutat här"


def test_whoever_is_invited_and_never_came_is_not_offered(desk: Desk, as_manager) -> None:
    User.objects.filter(pk=desk.colleague.pk).update(invited_at=at(TODAY))
    for path in (f"/arenden/{desk.cases[0].pk}/coach", f"/coacher/{desk.coach.pk}/overlamning"):
        page = text(as_manager.get(path))
        assert str(desk.colleague) not in page
        assert str(desk.appointed) in page


def test_reminders_go_to_nobody_who_has_left(desk: Desk, as_manager) -> None:
    clock = DeadlineClockFactory(enrolment=desk.cases[0], due_in_5=True)
    moved(desk)
    page = as_manager.post("/frister/valda", {"act": "remind", "clock": [clock.pk]})
    answer = as_manager.submit("/frister/valda", {"confirmed": "1"}, page=page)
    assert "Har ingen coach i tjänst" in said(as_manager, answer)
    assert not Notice.objects.filter(recipient=desk.coach).exists()


# --- The manager hears ----------------------------------------------------------------------------------------------


def _told(desk: Desk) -> list[str]:
    return list(Notice.objects.filter(recipient=desk.manager, kind=NoticeKind.STAFF).values_list("text", flat=True))


@pytest.mark.parametrize("leaves", LEAVES)
def test_the_manager_is_told_when_it_holds_at_once(desk: Desk, leaves: str) -> None:
    LEAVES[leaves](desk)
    words = {
        "deactivated": "En coach har slutat: 15 ärenden och 11 bokade möten att lämna över",
        "moved": "En coach har slutat: 15 ärenden och 11 bokade möten att lämna över",
    }
    assert _told(desk) == [words[leaves]]
    assert Notice.objects.get(recipient=desk.manager).path == reverse("hand_over", args=[desk.coach.pk])


def test_the_manager_is_told_when_the_day_lies_ahead(desk: Desk) -> None:
    MeetingFactory(enrolment=desk.cases[0], coach=desk.coach, starts_at=at("2026-12-07"))
    last_day_set(desk, datetime.date(2026, 12, 4))
    assert _told(desk) == ["En coach slutar fre 4 dec: 15 ärenden och 1 bokat möte att lämna över"]


def test_a_move_that_lies_ahead_and_is_taken_back_again(desk: Desk) -> None:
    moved(desk, TODAY + 7 * ONE_DAY)
    assert len(_told(desk)) == 1
    assert [one.coach for one in to_hand_over(desk.manager, timezone.now())] == [desk.coach]
    coming = desk.coach.positions.get(valid_from=TODAY + 7 * ONE_DAY)
    revoke_position(actor=desk.admin, position=coming, seen_user=shown_user(desk.coach))
    # The earlier position has ended all the same: that was said when it was set, and stands.
    assert len(_told(desk)) == 1
    assert [one.coach for one in to_hand_over(desk.manager, timezone.now())] == [desk.coach]


def test_a_longer_time_and_somebody_with_nothing_are_not_told_of(desk: Desk) -> None:
    last_day_set(desk)
    assert len(_told(desk)) == 1
    terms = PositionTerms(role=Role.COACH, valid_from=TODAY + 12 * ONE_DAY, jobbtorg=desk.coach.jobbtorg)
    give_position(actor=desk.admin, user=desk.coach, seen_user=shown_user(desk.coach), terms=terms)
    assert to_hand_over(desk.manager, timezone.now()) == []
    deactivate_user(actor=desk.admin, user=desk.colleague, seen_user=shown_user(desk.colleague))
    assert len(_told(desk)) == 1


def test_whoever_comes_back_has_left_nothing(desk: Desk) -> None:
    deactivated(desk)
    assert len(to_hand_over(desk.manager, timezone.now())) == 1
    desk.coach.refresh_from_db()
    reactivate_user(actor=desk.admin, user=desk.coach, seen_user=shown_user(desk.coach))
    assert to_hand_over(desk.manager, timezone.now()) == []
    assert without_coach() == set()


def test_protected_persons_count_for_the_appointed_alone(desk: Desk) -> None:
    EnrolmentFactory.create_batch(2, coach=desk.coach, protected=True)
    deactivated(desk)
    assert _told(desk) == ["En coach har slutat: 15 ärenden och 11 bokade möten att lämna över"]
    notice = Notice.objects.get(recipient=desk.appointed)
    assert notice.text == "En coach har slutat: 2 ärenden att lämna över"
    assert not Notice.objects.filter(recipient=desk.colleague).exists()


def test_an_appointed_manager_is_told_of_all(desk: Desk) -> None:
    User.objects.filter(pk=desk.manager.pk).update(protected_access=True)
    EnrolmentFactory.create_batch(2, coach=desk.coach, protected=True)
    deactivated(desk)
    assert _told(desk) == ["En coach har slutat: 17 ärenden och 11 bokade möten att lämna över"]
    assert not Notice.objects.filter(recipient=desk.appointed).exists()


def test_the_manager_elsewhere_is_told_nothing(desk: Desk) -> None:
    other = UserFactory(manager=True)
    moved(desk)
    assert not Notice.objects.filter(recipient=other).exists()
    assert to_hand_over(other, timezone.now()) == []


def test_it_is_a_row_on_frister_until_it_is_done(desk: Desk, as_manager, as_coach) -> None:
    row = f"{desk.coach} har slutat här: 15 ärenden och 11 bokade möten att lämna över"
    assert "att lämna över" not in text(as_manager.get("/frister"))
    assert "att lämna över" not in text(as_coach.get("/frister"))
    deactivated(desk)
    for path in ("/frister", "/coacher"):
        page = as_manager.get(path)
        assert row in text(page)
        assert f"/coacher/{desk.coach.pk}/overlamning" in page.content.decode()
    _hand_over_all(desk, as_manager)
    assert "att lämna över" not in text(as_manager.get("/frister"))
    assert "0 ärenden saknar coach" in text(as_manager.get("/frister"))


# --- The page -------------------------------------------------------------------------------------------------------


def _path(desk: Desk) -> str:
    return f"/coacher/{desk.coach.pk}/overlamning"


def _all_of(desk: Desk) -> dict[str, list[int]]:
    return {"cases": [case.pk for case in desk.cases], "bookings": [one.pk for one in desk.bookings]}


def _hand_over_all(desk: Desk, as_manager):
    typed = {**_all_of(desk), "receivers": [desk.colleague.pk], "from_day": "2026-11-23", "reason": "Har slutat"}
    return as_manager.post(_path(desk), typed)


def test_the_page_shows_all_marked_with_the_loads_of_the_receivers(desk: Desk, as_manager) -> None:
    EnrolmentFactory.create_batch(3, coach=desk.colleague)
    week_after = at("2026-12-01")
    MeetingFactory(enrolment=desk.cases[14], coach=desk.appointed, starts_at=week_after)
    page = as_manager.get(_path(desk))
    assert page.content.decode().count("checked") == 26
    assert f"{desk.colleague} – 3 öppna ärenden, 0 möten nästa vecka" in text(page)
    hint = "0 öppna ärenden, 1 möte nästa vecka, tar ärenden med skyddade personuppgifter"
    assert f"{desk.appointed} – {hint}" in text(page)
    assert as_manager.get(f"{_path(desk)}?markera=inga").content.decode().count("checked") == 0
    for case in desk.cases:
        assert case.person.name in text(page)


def test_everything_moves_with_one_button(desk: Desk, as_manager) -> None:
    deactivated(desk)
    answer = _hand_over_all(desk, as_manager)
    assert answer.url == "/coacher"
    assert f"Överlämnat: 15 ärenden och 11 bokade möten till {desk.colleague}." in said(as_manager, answer)
    assert without_coach() == set()


MISSING = {
    "reason": ("reason", "Skriv varför ärendena byter coach."),
    "receivers": ("receivers", "Välj minst en mottagare."),
    "from_day": ("from_day", "Ange från vilken dag mötena tas över."),
}


@pytest.mark.parametrize("field", MISSING)
def test_what_is_marked_and_typed_stays_when_something_is_missing(desk: Desk, as_manager, field: str) -> None:
    chosen = [case.pk for case in desk.cases[:3]]
    typed = {"cases": chosen, "receivers": [desk.colleague.pk], "from_day": "2026-11-23", "reason": "Har slutat"}
    del typed[field]
    page = as_manager.post(_path(desk), typed)
    name, sentence = MISSING[field]
    assert errors(page) == {name: [sentence]}
    marked = [case.pk for case, is_marked in page.context["cases"] if is_marked]
    assert sorted(marked) == sorted(chosen)
    assert [one for one, is_marked in page.context["bookings"] if is_marked] == []
    if field != "reason":
        assert 'value="Har slutat"' in page.content.decode()


def test_nothing_marked_is_said(desk: Desk, as_manager) -> None:
    typed = {"receivers": [desk.colleague.pk], "from_day": "2026-11-23", "reason": "Har slutat"}
    assert errors(as_manager.post(_path(desk), typed)) == {"__all__": ["Markera minst ett ärende eller möte."]}
    typed["cases"] = ["1 OR 1"]
    assert "cases" in errors(as_manager.post(_path(desk), typed))


def test_what_was_closed_meanwhile_is_named_and_the_rest_is_done(desk: Desk, as_manager) -> None:
    closed = desk.cases[0]
    Enrolment.objects.filter(pk=closed.pk).update(status="CLOSED", closed_on=TODAY)
    page = said(as_manager, _hand_over_all(desk, as_manager))
    assert f"14 ärenden och 10 bokade möten till {desk.colleague}" in page
    assert f"Lämnades inte över: {closed.case_no} är avslutat" in page


def test_some_at_a_time_leads_back_to_the_rest(desk: Desk, as_manager) -> None:
    typed = {**_all_of(desk), "receivers": [desk.colleague.pk], "from_day": "2026-11-26", "reason": "Tjänstledig"}
    typed["cases"] = typed["cases"][:11]
    answer = as_manager.post(_path(desk), typed)
    assert answer.url == _path(desk)
    assert "möten före tor 26 nov ligger kvar" in said(as_manager, answer)


def test_somebody_who_never_worked_here_has_no_page(desk: Desk, as_manager, stranger: User) -> None:
    assert as_manager.get(f"/coacher/{stranger.pk}/overlamning").status_code == 404
    assert as_manager.get(f"/coacher/{desk.admin.pk}/overlamning").status_code == 404
    moved(desk)
    assert as_manager.get(_path(desk)).status_code == 200
    assert signed_in(desk.colleague).get(_path(desk)).status_code == 403


def test_an_unappointed_manager_meets_no_protected_person_there(desk: Desk, as_manager) -> None:
    hidden = EnrolmentFactory(coach=desk.coach, protected=True)
    page = text(as_manager.get(_path(desk)))
    assert hidden.case_no not in page
    assert hidden.person.name not in page
    assert "Ärenden med skyddade personuppgifter visas inte här." in page


def test_whom_she_stands_in_for_is_said_so_that_somebody_else_can(desk: Desk, as_manager) -> None:
    DeputyFactory(coach=desk.colleague, deputy=desk.coach, over=True)
    assert "är ersättare för" not in text(as_manager.get(_path(desk)))
    DeputyFactory(coach=desk.colleague, deputy=desk.coach)
    page = as_manager.get(_path(desk))
    assert f"{desk.coach} är ersättare för {desk.colleague} till och med sön 6 dec" in text(page)
    assert f"/coacher/{desk.colleague.pk}/ersattare" in page.content.decode()


# --- Tilldela coach, many at once -----------------------------------------------------------------------------------


def test_a_missing_reason_keeps_choice_and_marks(desk: Desk, as_manager) -> None:
    clocks = [DeadlineClockFactory(enrolment=case, due_in_5=True) for case in desk.cases[:3]]
    marks = {"act": "assign", "clock": [clock.pk for clock in clocks]}
    page = as_manager.post("/frister/valda", marks)
    assert "Skäl till bytet (valfritt)" not in text(page)
    back = as_manager.submit("/frister/valda", {"confirmed": "1", "coach": desk.colleague.pk}, page=page)
    assert errors(back) == {"reason": ["Skriv varför ärendena byter coach."]}
    assert str(back.context["form"]["coach"].value()) == str(desk.colleague.pk)
    for clock in clocks:
        assert f'name="clock" value="{clock.pk}"' in back.content.decode()
    done = as_manager.submit("/frister/valda", {"reason": "Anna slutar", "coach": desk.colleague.pk}, page=back)
    assert "3 ärenden har fått ny coach." in said(as_manager, done)


def test_the_operation_asks_for_the_reason_too(desk: Desk) -> None:
    DeadlineClockFactory(enrolment=desk.cases[0], due_in_5=True)
    clocks = DeadlineClock.objects.all()
    with pytest.raises(OperationRefused, match="Skriv varför ärendena byter coach"):
        assign_coach_in_bulk(actor=desk.manager, clocks=clocks, seen_clocks=shown_clocks(clocks), coach=desk.colleague)


def test_one_coach_to_many_first_coaches_takes_no_reason(desk: Desk, as_manager) -> None:
    waiting = EnrolmentFactory(jobbtorg=desk.coach.jobbtorg, without_coach=True)
    clock = DeadlineClockFactory(enrolment=waiting, due_in_5=True)
    page = as_manager.post("/frister/valda", {"act": "assign", "clock": [clock.pk]})
    assert "reason" not in page.context["form"].fields
    done = as_manager.submit("/frister/valda", {"confirmed": "1", "coach": desk.colleague.pk}, page=page)
    assert "1 ärende har fått ny coach." in said(as_manager, done)


# --- FC-11 ----------------------------------------------------------------------------------------------------------


def test_those_who_take_protected_persons_are_marked_and_not_first(desk: Desk, as_manager) -> None:
    """FC-11."""
    EnrolmentFactory.create_batch(2, coach=desk.colleague)
    form = as_manager.get(f"/arenden/{desk.cases[0].pk}/coach").context["form"]
    labels = [str(label) for _, label in form.fields["coach"].choices][1:]
    assert labels[-1] == f"{desk.appointed} – 0 ärenden, tar ärenden med skyddade personuppgifter"
    assert labels[0] == f"{desk.colleague} – 2 ärenden"
    clock = DeadlineClockFactory(enrolment=desk.cases[0], due_in_5=True)
    bulk = as_manager.post("/frister/valda", {"act": "assign", "clock": [clock.pk]}).context["form"]
    assert "tar ärenden med skyddade personuppgifter" in str(list(bulk.fields["coach"].choices)[-1][1])


def test_moved_elsewhere_is_told_by_the_jobbtorg_that_is_left(desk: Desk) -> None:
    there = JobbtorgFactory()
    new_manager = UserFactory(manager=True, jobbtorg=there)
    terms = PositionTerms(role=Role.COACH, valid_from=TODAY, jobbtorg=there)
    give_position(actor=desk.admin, user=desk.coach, seen_user=shown_user(desk.coach), terms=terms)
    assert len(_told(desk)) == 1
    assert not Notice.objects.filter(recipient=new_manager).exists()


def test_bookings_stay_marked_too(desk: Desk, as_manager) -> None:
    deactivated(desk)
    page = as_manager.get(_path(desk))
    assert [is_marked for _, is_marked in page.context["bookings"]] == [True] * 11
    typed = {**_all_of(desk), "receivers": [desk.colleague.pk], "from_day": "2026-11-23"}
    back = as_manager.post(_path(desk), typed)
    assert list(errors(back)) == ["reason"]
    assert [is_marked for _, is_marked in back.context["bookings"]] == [True] * 11
