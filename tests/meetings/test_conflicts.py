"""What stands in the way of a time: what is refused, what is warned of, and what is neither."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from django.urls import reverse

from core.refusals import OperationRefused
from core.swedish.local_time import comes_twice, exists, fault_of_local_time
from demo.factories import (
    DeputyFactory,
    EnrolmentFactory,
    GroupInformationBookingFactory,
    MeetingFactory,
    UserFactory,
)
from meetings.models import Meeting
from meetings.operations import book_group_information, book_meeting, log_meeting, plan_group_information
from meetings.planning.warnings import EVERY_WARNING, WarningsFoundError
from organisation.models import OpeningHours
from organisation.reference_tables.opening_hours import opening_on
from tests.aspirants.staff import at, errors


def warnings(actor, case, starts_at, **more) -> list[str]:
    """What is warned of; nothing where the time is booked."""
    try:
        book_meeting(actor=actor, enrolment=case, starts_at=starts_at, **more)
    except WarningsFoundError as found:
        assert not Meeting.objects.filter(enrolment=case, starts_at=starts_at).exists()
        return [warning.text for warning in found.warnings]
    return []


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (("2026-12-03", "10:00"), []),
        (("2026-12-05", "10:00"), ["lör 5 dec 2026 är det stängt: lördag."]),
        (("2026-12-26", "10:00"), ["lör 26 dec 2026 är det stängt: annandag jul."]),
        (("2026-12-25", "10:00"), ["fre 25 dec 2026 är det stängt: juldagen."]),
        (("2026-12-31", "10:00"), ["tor 31 dec 2026 är det stängt: nyårsafton."]),
        (("2026-12-03", "07:45"), ["Klockan 07.45 är utanför öppettiden, 08.00–17.00."]),
        (("2026-12-03", "08:00"), []),
        (("2026-12-03", "16:30"), []),
        (("2026-12-03", "16:45"), ["Klockan 16.45 är utanför öppettiden, 08.00–17.00."]),
        (("2026-12-03", "23:50"), ["Klockan 23.50 är utanför öppettiden, 08.00–17.00."]),
        (("2027-05-21", "10:00"), []),
        (("2027-05-24", "10:00"), ["mån 24 maj 2027 är mer än ett halvår framåt."]),
        (
            ("2027-10-31", "02:30"),
            [
                "sön 31 okt 2027 är mer än ett halvår framåt.",
                "sön 31 okt 2027 är det stängt: söndag.",
                "Klockan 02.30 kommer två gånger den natten. Den första gäller.",
            ],
        ),
    ],
    ids=str,
)
def test_days_and_hours(coach, case, moment, expected):
    """FC-21"""
    assert warnings(coach, case, at(*moment)) == expected
    if expected:
        assert warnings(coach, case, at(*moment), accepted_warnings=EVERY_WARNING) == []
    # Python calls a time that comes twice unequal to the same instant in another zone.
    assert Meeting.objects.get().starts_at.timestamp() == at(*moment).timestamp()


def test_an_answered_warning_is_answered_once(coach, case):
    with pytest.raises(WarningsFoundError) as found:
        book_meeting(actor=coach, enrolment=case, starts_at=at("2026-12-05"))
    keys = {warning.key for warning in found.value.warnings}
    OpeningHours.objects.create(jobbtorg=coach.jobbtorg, valid_from=date(2026, 1, 1))
    assert warnings(coach, case, at("2026-12-12"), accepted_warnings=keys) == ["lör 12 dec 2026 är det stängt: lördag."]
    coach.position_until = date(2026, 12, 1)
    coach.save()
    both = warnings(coach, case, at("2026-12-05"), accepted_warnings=keys)
    assert both == [
        "lör 5 dec 2026 är det stängt: lördag.",
        f"{coach} har sin sista dag tis 1 dec 2026.",
    ], "a warning that came since is shown with those that were answered"


def test_the_jobbtorg_has_its_own_hours_and_closed_days(coach, case):
    OpeningHours.objects.create(
        jobbtorg=coach.jobbtorg, valid_from=date(2026, 1, 1), opens=time(9), closes=time(19), note="kvällsöppet"
    )
    OpeningHours.objects.create(
        jobbtorg=coach.jobbtorg, valid_from=date(2026, 12, 3), valid_to=date(2026, 12, 3), note="planeringsdag"
    )
    OpeningHours.objects.create(
        jobbtorg=coach.jobbtorg,
        valid_from=date(2026, 12, 7),
        valid_to=date(2026, 12, 7),
        opens=time(12),
        closes=time(15),
    )
    OpeningHours.objects.create(jobbtorg=UserFactory(coach=True).jobbtorg, valid_from=date(2026, 1, 1))
    assert warnings(coach, case, at("2026-12-02", "08:30")) == ["Klockan 08.30 är utanför öppettiden, 09.00–19.00."]
    assert warnings(coach, case, at("2026-12-02", "18:30")) == []
    assert warnings(coach, case, at("2026-12-03")) == ["tor 3 dec 2026 är det stängt: planeringsdag."]
    assert warnings(coach, case, at("2026-12-07")) == ["Klockan 10.00 är utanför öppettiden, 12.00–15.00."]
    assert opening_on(coach.jobbtorg_id, date(2026, 12, 26)).closed == "annandag jul"


@pytest.mark.parametrize(
    ("other", "minutes", "overlaps"),
    [
        ("10:00", 30, True),
        ("09:45", 30, True),
        ("09:30", 30, False),
        ("10:15", 30, True),
        ("10:30", 30, False),
        ("08:00", 180, True),
        ("08:00", 120, False),
    ],
)
def test_who_is_busy(coach, case, other, minutes, overlaps):
    """FC-21: the same person is refused, the same coach is warned of; a warning names nobody."""
    elsewhere = MeetingFactory(
        enrolment=EnrolmentFactory(coach=coach, person__last_name="Zetterlundh"),
        starts_at=at("2026-12-03", other),
        minutes=minutes,
    )
    ends = f"{(at('2026-12-03', other) + timedelta(minutes=minutes)):%H.%M}"
    expected = [f"{coach} har ett annat möte {other.replace(':', '.')}–{ends}."] if overlaps else []
    assert warnings(coach, case, at("2026-12-03")) == expected
    assert "Zetterlundh" not in "".join(expected)
    Meeting.objects.filter(enrolment=case).delete()
    Meeting.objects.filter(pk=elsewhere.pk).update(enrolment=case)
    if overlaps:
        with pytest.raises(OperationRefused, match="Aspiranten har redan ett möte då") as refused:
            book_meeting(actor=coach, enrolment=case, starts_at=at("2026-12-03"), accepted_warnings=EVERY_WARNING)
        assert refused.value.field == "starts_at"
    else:
        assert warnings(coach, case, at("2026-12-03")) == []


@pytest.mark.parametrize("status", ["CANCELLED_BY_UNIT", "PRESENT"])
def test_what_is_not_booked_is_in_nobodys_way(coach, case, status):
    traits = {"CANCELLED_BY_UNIT": "cancelled", "PRESENT": "present"}
    MeetingFactory(enrolment=case, **{traits[status]: True}, starts_at=at("2026-12-03"))
    assert warnings(coach, case, at("2026-12-03")) == []


def test_a_coach_who_has_left(coach, case):
    colleague = UserFactory(coach=True, jobbtorg=coach.jobbtorg)
    colleague.position_until = date(2026, 12, 3)
    colleague.save()
    case.coach = colleague
    case.save()
    assert warnings(coach, case, at("2026-12-03")) == []
    expected = [f"{colleague} har sin sista dag tor 3 dec 2026."]
    assert warnings(coach, case, at("2026-12-04")) == expected
    colleague.is_active = False
    colleague.save()
    assert warnings(coach, case, at("2026-12-04")) == [], "who has left is not whom the aspirant meets"


def test_a_coach_who_is_away_for_a_while(coach, case):
    """A deputy's period says so; it has no reason."""
    deputy = DeputyFactory(
        coach=coach,
        deputy=UserFactory(coach=True, jobbtorg=coach.jobbtorg),
        jobbtorg=coach.jobbtorg,
        valid_from=date(2026, 12, 1),
        valid_to=date(2026, 12, 9),
    )
    assert warnings(coach, case, at("2026-11-30")) == []
    away = [f"{coach} är borta till och med ons 9 dec 2026. Ersättare: {deputy.deputy}."]
    assert warnings(coach, case, at("2026-12-09")) == away
    assert warnings(coach, case, at("2026-12-10")) == []


def test_a_deputy_who_books_meets_the_aspirant_and_is_not_away(coach, case):
    """On the days of the period; on others the coach is there, and anybody else who books is warned."""
    deputy, other = UserFactory.create_batch(2, coach=True, jobbtorg=coach.jobbtorg)
    DeputyFactory(
        coach=coach,
        deputy=deputy,
        jobbtorg=coach.jobbtorg,
        valid_from=date(2026, 12, 1),
        valid_to=date(2026, 12, 9),
    )
    assert warnings(deputy, case, at("2026-12-02")) == []
    assert warnings(deputy, case, at("2026-12-10")) == []
    booked = Meeting.objects.filter(enrolment=case).order_by("starts_at")
    assert [meeting.coach for meeting in booked] == [deputy, coach]
    [away] = warnings(other, case, at("2026-12-03"))
    assert away.startswith(f"{coach} är borta")


def test_an_aspirant_who_is_away(coach, case):
    case.interruptions.create(
        reason="CARE", started_on=date(2026, 12, 1), returned_on=date(2026, 12, 10), registered_by=coach
    )
    away = ["Ärendet har uppehåll från tis 1 dec 2026 till tor 10 dec 2026."]
    assert warnings(coach, case, at("2026-12-09")) == away
    assert warnings(coach, case, at("2026-12-10")) == []


def test_a_meeting_and_a_group_information_at_once(coach, case):
    place = GroupInformationBookingFactory(enrolment=case, session__starts_at=at("2026-12-03", "13:00"))
    with pytest.raises(OperationRefused, match="kallad till gruppinformation då"):
        book_meeting(actor=coach, enrolment=case, starts_at=at("2026-12-03", "13:30"))
    assert warnings(coach, case, at("2026-12-03", "14:00")) == []
    place.delete()
    session = plan_group_information(
        actor=coach, starts_at=at("2026-12-03", "13:45"), place="Sal 1", language="svenska", capacity=9
    )
    with pytest.raises(OperationRefused, match=r"har ett möte bokat då, tor 3 dec 2026 14\.00") as refused:
        book_group_information(actor=coach, enrolment=case, session=session)
    assert refused.value.field == "session"


def test_a_session_is_warned_of_like_a_meeting(coach):
    facts = {"actor": coach, "place": "Sal 1", "language": "svenska", "capacity": 9}
    with pytest.raises(WarningsFoundError, match="Något talar emot") as found:
        plan_group_information(**facts, starts_at=at("2026-12-05"))
    assert [warning.text for warning in found.value.warnings] == ["lör 5 dec 2026 är det stängt: lördag."]
    keys = [warning.key for warning in found.value.warnings]
    assert plan_group_information(**facts, starts_at=at("2026-12-05"), accepted_warnings=keys).pk
    assert plan_group_information(**facts, starts_at=at("2026-11-14")).pk, "one that has been held is not warned of"


def test_the_hour_that_does_not_exist():
    """FC-21: 02.30 on the night of summer time was moved to 03.30 unseen."""
    spring, autumn, plain = date(2027, 3, 28), date(2026, 10, 25), date(2026, 11, 23)
    assert not exists(spring, time(2, 30))
    assert fault_of_local_time(spring, time(2, 30)) == (
        "Klockan 02.30 finns inte sön 28 mars 2027: sommartiden börjar den natten. Nästa tid som finns är 03.00."
    )
    assert exists(spring, time(1, 59))
    assert exists(spring, time(3, 0))
    assert comes_twice(autumn, time(2, 30))
    assert not comes_twice(autumn, time(3, 0))
    for clock in (time(2, 30), time(23, 59)):
        assert not fault_of_local_time(plain, clock)
        assert not comes_twice(plain, clock)


def test_nothing_has_been_held_in_the_hour_that_does_not_exist(now, as_coach, case):
    """FC-21"""
    now.move_to(at("2027-03-28", "03:10"))
    typed = {"outcome": "attended", "day": "2027-03-28", "time": "2.30", "kind": "COACH"}
    response = as_coach.submit(reverse("log_meeting", args=[case.pk]), typed)
    [sentence] = errors(response)["time"]
    assert sentence.startswith("Klockan 02.30 finns inte sön 28 mars 2027: sommartiden börjar den natten.")
    assert not Meeting.objects.exists()


def test_next_step_asks_the_same(coach, case):
    facts = {
        "actor": coach,
        "enrolment": case,
        "status": "PRESENT",
        "starts_at": at("2026-11-23", "09:00"),
        "next_meeting_at": at("2026-12-05"),
    }
    with pytest.raises(WarningsFoundError) as found:
        log_meeting(**facts, submission_id="00000000-0000-0000-0000-000000000001")
    assert not Meeting.objects.exists()
    keys = [warning.key for warning in found.value.warnings]
    log_meeting(**facts, submission_id="00000000-0000-0000-0000-000000000001", accepted_warnings=keys)
    assert Meeting.objects.count() == 2
