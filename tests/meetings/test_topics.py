"""What meetings can be about: the jobbtorg's own list, at most eight, and the words for what was chosen once."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from aspirants.models import Enrolment
from demo.factories import JobbtorgFactory, MeetingFactory, MeetingTopicFactory
from meetings.choices import Topic
from meetings.models import Meeting
from meetings.topics import MOST_SHOWN, topics_in_words
from tests.aspirants.staff import Desk, at, errors, text

TYPED = {"outcome": "attended", "day": "2026-11-23", "time": "9.00", "kind": "COACH"}


def offered(desk: Desk, case: Enrolment) -> list[tuple[str, str]]:
    return desk.get(reverse("log_meeting", args=[case.pk])).context["form"].fields["topics"].choices


def test_the_six_that_ship_are_offered_where_nothing_else_is(as_coach: Desk, case: Enrolment) -> None:
    assert offered(as_coach, case) == Topic.choices


def test_those_for_all_are_offered_where_the_jobbtorg_has_none(as_coach: Desk, case: Enrolment) -> None:
    MeetingTopicFactory(code="B", label="Andra", position=2)
    MeetingTopicFactory(code="A", label="Första", position=1)
    MeetingTopicFactory(code="OLD", label="Slut", valid_to=date(2026, 11, 22))
    MeetingTopicFactory(code="C", label="Någon annans", jobbtorg=JobbtorgFactory())
    assert offered(as_coach, case) == [("A", "Första"), ("B", "Andra")]


def test_the_jobbtorgs_own_are_offered_instead_and_no_more_than_eight(as_coach: Desk, case: Enrolment) -> None:
    MeetingTopicFactory(code="A", label="Allas")
    for number in range(MOST_SHOWN + 2):
        MeetingTopicFactory(code=f"OWN_{number}", label=f"Ämne {number}", position=number, jobbtorg=case.jobbtorg)
    assert offered(as_coach, case) == [(f"OWN_{number}", f"Ämne {number}") for number in range(8)]


def test_what_is_chosen_is_stored_and_shown_by_the_jobbtorgs_name(as_coach: Desk, case: Enrolment) -> None:
    MeetingTopicFactory(code="DRIVING", label="Körkort", jobbtorg=case.jobbtorg)
    path = reverse("log_meeting", args=[case.pk])
    assert list(errors(as_coach.submit(path, TYPED | {"topics": ["JOB_SEARCH"]}))) == ["topics"]
    assert as_coach.submit(path, TYPED | {"topics": ["DRIVING"]}).status_code == 302
    assert Meeting.objects.get().topics == ["DRIVING"]
    for page in ("case", "case_meetings"):
        assert "Körkort" in text(as_coach.get(reverse(page, args=[case.pk])))


def test_one_that_has_ended_is_still_shown_on_old_meetings_and_can_be_corrected(as_coach, case) -> None:
    topic = MeetingTopicFactory(code="DRIVING", label="Körkort", jobbtorg=case.jobbtorg)
    MeetingTopicFactory(code="NEW", label="Nytt", jobbtorg=case.jobbtorg)
    meeting = MeetingFactory(enrolment=case, present=True, starts_at=at("2026-11-20"), topics=["DRIVING"])
    topic.valid_to = date(2026, 11, 22)
    topic.save()
    assert "Körkort" in text(as_coach.get(reverse("case_meetings", args=[case.pk])))
    assert offered(as_coach, case) == [("NEW", "Nytt")]
    correction = as_coach.get(f"{reverse('correct_in_case', args=[case.pk])}?vad=MEETING-{meeting.pk}")
    assert correction.context["form"].fields["topics"].choices == [("NEW", "Nytt"), ("DRIVING", "Körkort")]


def test_a_name_that_is_changed_is_shown_at_once(case: Enrolment) -> None:
    topic = MeetingTopicFactory(code="DRIVING", label="Körkort")
    assert topics_in_words(["DRIVING"], case.jobbtorg_id) == "Körkort"
    topic.label = "Bilkörning"
    topic.save()
    assert topics_in_words(["DRIVING", "PLANNING", "GONE"], case.jobbtorg_id) == "Bilkörning, Planering, GONE"


def test_what_is_about_health_is_left_out_for_others(case: Enrolment) -> None:
    MeetingTopicFactory(code="REHAB", label="Rehabilitering", reveals_health=True)
    chosen = ["REHAB", "HEALTH", "PLANNING"]
    assert topics_in_words(chosen, case.jobbtorg_id, without_health=True) == "Planering"
    assert topics_in_words(chosen, case.jobbtorg_id) == "Rehabilitering, Hälsa, Planering"
