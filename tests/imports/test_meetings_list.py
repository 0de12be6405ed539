"""Lists of meetings: number, day, time, kind, whether the aspirant came, coach. What was noted is never read."""

from __future__ import annotations

import pytest
from django.db import connection

from imports.choices import Outcome, Verdict
from imports.models import ImportRow
from meetings.models import Meeting
from tests.imports.city import City
from tests.imports.end_state import local, register_state
from tests.imports.running import codes, verdicts
from tests.imports.small_lists import ASPIRANTS, BJORN, CLOSINGS, END, GOOD, MEETINGS, REFERRALS, taken

NOTE = "mår dåligt, dricker"


def met(**cells: str) -> str:
    row = {"day": "2008-04-02", "at": "9.00", "kind": "coach", "came": "ja", "coach": "AL", "note": "", **cells}
    return f"{BJORN};Lindström;{row['day']};{row['at']};{row['kind']};{row['came']};{row['coach']};{row['note']}"


def of_meetings() -> ImportRow:
    """The one row of the list of meetings, whichever import it came in with."""
    return ImportRow.objects.get(list__profile="MEETINGS", is_person=True)


@pytest.mark.parametrize(
    ("cells", "day", "time", "kind", "status"),
    [
        ({}, "2008-04-02", "09:00", "COACH", "PRESENT"),
        ({"at": "13:30", "kind": "nätverksmöte", "came": "nej"}, "2008-04-02", "13:30", "NETWORK", "ABSENT_INVALID"),
        ({"at": "", "kind": "uppf", "came": "sjuk"}, "2008-04-02", "00:00", "FOLLOW_UP", "ABSENT_VALID"),
        ({"kind": "arbetsgivare", "came": "avbokat"}, "2008-04-02", "09:00", "EMPLOYER", "CANCELLED_BY_ASPIRANT"),
        ({"kind": "", "came": "kom sent"}, "2008-04-02", "09:00", "COACH", "PRESENT"),
    ],
)
def test_a_meeting_is_what_its_cells_say(
    town: City, cells: dict[str, str], day: str, time: str, kind: str, status: str
) -> None:
    taken(town, ASPIRANTS, GOOD)
    batch = taken(town, MEETINGS, met(**cells))
    assert verdicts(batch)[3] == Verdict.UPDATE
    meeting = Meeting.objects.get()
    assert (local(meeting.starts_at), meeting.kind, meeting.status) == (day, kind, status)
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_char(starts_at AT TIME ZONE 'Europe/Stockholm', 'HH24:MI') FROM meetings_meeting")
        assert cursor.fetchone() == (time,)
    assert meeting.coach.signature == "AL"


def test_no_note_is_ever_read(town: City) -> None:
    taken(town, ASPIRANTS, GOOD)
    batch = taken(town, MEETINGS, met(note=NOTE))
    imported = batch.files.get().lists.get()
    assert imported.fields[imported.headings.index("Anm")] == ""
    assert NOTE not in Meeting.objects.get().note
    assert verdicts(batch)[3] == Verdict.UPDATE


def test_what_was_noted_is_not_even_stored_for_the_check(town: City) -> None:
    taken(town, MEETINGS, met(note=NOTE))
    assert NOTE not in " ".join(ImportRow.objects.values_list("cells", flat=True))


def test_rows_of_group_information_become_places_in_one(town: City) -> None:
    taken(town, ASPIRANTS, GOOD)
    batch = taken(town, MEETINGS, met(kind="gruppinfo", day="2008-03-26", coach="", came="nej"))
    assert verdicts(batch)[3] == Verdict.UPDATE
    [person] = register_state().values()
    assert person[3][0]["group"] == [("2008-03-26", "NO_SHOW")]
    offers = [clock[:4] for clock in person[3][0]["clocks"] if clock[0] == "GROUP_INFO_OFFER"]
    assert offers == [("GROUP_INFO_OFFER", "2008-03-19", "2008-03-28", "MET")]


def test_whether_somebody_who_was_invited_came_may_be_told_later(town: City) -> None:
    taken(town, REFERRALS, f"Östermalm;{BJORN};Lindström, Björn;2008-03-19;2008-03-26;;AL")
    taken(town, MEETINGS, met(kind="gruppinfo", day="2008-03-26", came="ja"))
    [person] = register_state().values()
    assert person[3][0]["group"] == [("2008-03-26", "ATTENDED")]


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"coach": ""}, "I12"),
        ({"coach": "XX"}, "I11"),
        ({"came": "kanske"}, "I23"),
        ({"day": ""}, "I08"),
        ({"day": "2008-08-02"}, "I10"),
    ],
)
def test_a_meeting_that_is_not_known_for_certain_stays_outside(town: City, cells: dict[str, str], code: str) -> None:
    taken(town, ASPIRANTS, GOOD)
    batch = taken(town, MEETINGS, met(**cells))
    assert verdicts(batch)[3] in (Verdict.ERROR, Verdict.MANUAL)
    assert code in codes(batch, 3)
    assert not Meeting.objects.exists()


def test_a_meeting_waits_for_its_case_and_comes_in_with_it(town: City) -> None:
    taken(town, MEETINGS, met())
    assert (of_meetings().verdict, Meeting.objects.count()) == (Verdict.WAITING, 0)
    taken(town, ASPIRANTS, GOOD)
    assert (of_meetings().verdict, Meeting.objects.count()) == (Verdict.UPDATE, 1)


def test_a_meeting_after_a_case_whose_end_nobody_knew_waits_for_the_list_that_does(town: City) -> None:
    taken(town, ASPIRANTS, GOOD)
    taken(town, MEETINGS, met(day="2008-10-02"), as_of="2008-12-31")
    assert of_meetings().verdict == Verdict.WAITING
    taken(town, CLOSINGS, END, outcome=Outcome.LATER_LIST)
    assert (of_meetings().verdict, Meeting.objects.count()) == (Verdict.UPDATE, 1)


def test_the_first_meeting_and_the_same_meeting_in_a_list_of_meetings_are_one(town: City) -> None:
    taken(town, ASPIRANTS, GOOD.replace("2008-03-19;;;", "2008-03-19;;2008-04-02;"))
    assert verdicts(taken(town, MEETINGS, met()))[3] == Verdict.UPDATE, "now its time is known as well"
    assert Meeting.objects.get().note == "Enligt importerad lista. Längd framgår inte."
    assert verdicts(taken(town, MEETINGS, met(at="")))[3] == Verdict.UNCHANGED
    assert verdicts(taken(town, MEETINGS, met(at="11.00")))[3] == Verdict.UPDATE, "another meeting that day"
    assert Meeting.objects.count() == 2


def test_the_same_list_twice_makes_no_second_meeting(town: City) -> None:
    taken(town, ASPIRANTS, GOOD)
    taken(town, MEETINGS, met(), met(day="2008-04-09"))
    assert set(verdicts(taken(town, MEETINGS, met(), met(day="2008-04-09 "))).values()) == {Verdict.UNCHANGED}
    assert Meeting.objects.count() == 2
