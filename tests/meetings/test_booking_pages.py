"""The pages of booking, moving and cancelling: warnings are answered, nothing typed is lost, the first time stays."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from demo.factories import DeadlineClockFactory, EnrolmentFactory, GroupInformationBookingFactory, MeetingFactory
from meetings.choices import MeetingStatus
from meetings.models import BookingChange, Meeting
from tests.aspirants.staff import at, changed, errors, said, text


@pytest.fixture
def book(case):
    return reverse("book_meeting", args=[case.pk])


def warned(response) -> list[str]:
    """The warnings of a form that came back, and that it was not taken."""
    assert response.status_code == 422, (response.status_code, text(response))
    assert not response.context["form"].errors
    page = text(response)
    found = [warning.text for warning in response.context["form"].warnings]
    assert "Något talar emot tiden" in page
    assert all(sentence in page for sentence in found)
    return found


def again(client, path, response, typed, **more):
    """Send the page once more with all that it carries, as its button does."""
    carried = re.findall(r'name="accepted" value="([^"]+)"', response.content.decode())
    assert carried
    return client.submit(path, {**typed, "accepted": carried, **more}, page=response)


SATURDAY = {"day": "2026-12-05", "time": "10.00", "kind": "NETWORK", "channel": "VIDEO"}


def test_a_saturday_is_booked_all_the_same_when_the_warning_is_answered(as_coach, book):
    """FC-21"""
    response = as_coach.submit(book, SATURDAY)
    assert warned(response) == ["lör 5 dec 2026 är det stängt: lördag."]
    assert "Boka ändå" in text(response)
    assert not Meeting.objects.exists()
    form = response.context["form"]
    assert (form["day"].value(), form["kind"].value(), form["channel"].value()) == ("2026-12-05", "NETWORK", "VIDEO")
    assert "bokat till lör 5 dec 10.00" in said(as_coach, again(as_coach, book, response, SATURDAY))
    assert Meeting.objects.get().starts_at == at("2026-12-05")


def test_an_answer_is_good_for_that_time_alone(as_coach, book):
    response = as_coach.submit(book, SATURDAY)
    other = again(as_coach, book, response, SATURDAY | {"day": "2026-12-06"})
    assert warned(other) == ["sön 6 dec 2026 är det stängt: söndag."]
    assert not Meeting.objects.exists()


def test_the_same_form_sent_once_more_books_once(as_coach, book):
    """FC-21: Back, and send again."""
    page = as_coach.get(book)
    typed = {"day": "2026-12-03", "time": "10.00", "kind": "COACH", "channel": "VISIT"}
    assert [as_coach.submit(book, typed, page=page).status_code for _ in range(2)] == [302, 302]
    assert Meeting.objects.count() == 1
    fresh = as_coach.submit(book, typed)
    assert errors(fresh) == {"day": ["Aspiranten har redan ett möte då, tor 3 dec 2026 10.00."]}
    assert Meeting.objects.count() == 1


def test_a_meeting_is_moved_on_the_aspirants_wish(as_coach, case):
    """FC-20"""
    DeadlineClockFactory(enrolment=case, due_in_5=True)
    meeting = MeetingFactory(enrolment=case, starts_at=at("2026-11-26"))
    listed = as_coach.get(reverse("case_meetings", args=[case.pk]))
    path = reverse("move_booking", args=[meeting.pk])
    assert path in listed.content.decode()
    page = as_coach.get(path)
    assert "Coachmöte tor 26 nov 2026 10.00, besök, hos" in text(page)
    assert "senast mån 30 nov 2026" in text(page)
    typed = {"day": "2026-12-02", "time": "13.15", "why": "ASPIRANT:OTHER_TIME", "note": "Arbetar på förmiddagen"}
    after = said(as_coach, as_coach.submit(path, typed, page=page))
    assert "Mötet är flyttat till ons 2 dec 13.15." in after
    assert "Flyttat från tor 26 nov 2026 10.00, aspiranten ville" in after
    meeting.refresh_from_db()
    assert (meeting.status, meeting.starts_at) == (MeetingStatus.BOOKED, at("2026-12-02", "13:15"))
    timeline = text(as_coach.get(reverse("case", args=[case.pk])))
    assert "Coachmöte: flyttad tid" in timeline
    assert "Flyttat från tor 26 nov 10.00 till ons 2 dec 13.15. På önskan av aspiranten: tiden passar inte." in timeline


def test_moving_warns_too_and_keeps_what_was_typed(as_coach, case):
    meeting = MeetingFactory(enrolment=case, starts_at=at("2026-11-26"))
    path = reverse("move_booking", args=[meeting.pk])
    typed = {"day": "2026-12-24", "time": "18.00", "why": "UNIT:COACH_AWAY", "note": "Utbildning"}
    response = as_coach.submit(path, typed)
    assert warned(response) == ["tor 24 dec 2026 är det stängt: julafton."]
    form = response.context["form"]
    assert (form["why"].value(), form["note"].value()) == ("UNIT:COACH_AWAY", "Utbildning")
    assert "Flytta ändå" in text(response)
    assert again(as_coach, path, response, typed).status_code == 302
    assert BookingChange.objects.get().to_starts_at == at("2026-12-24", "18:00")


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"day": "2026-11-20"}, "day", "Den tiden har passerat. Logga mötet i stället, om det har hållits."),
        ({"day": "2026-11-26", "time": "10.00"}, "day", "Mötet är redan bokat till den tiden."),
        ({"day": "i höst"}, "day", "Ange datum som 2026-11-23."),
        ({"time": "03.00"}, "time", "Klockan 03.00 är på natten. Ange en tid mellan 06.00 och 22.00."),
        ({"day": "2099-01-02"}, "day", "2099-01-02 ligger mer än två år framåt. Kontrollera årtalet."),
        ({"why": ""}, "why", "Välj skäl, och på vems önskan."),
        ({"why": "ASPIRANT:COACH_AWAY"}, "why", None),
        ({"why": "UNIT:ANOTHER"}, "note", "Skriv vilket skälet är."),
    ],
    ids=str,
)
def test_a_mistake_is_said_at_its_field(as_coach, case, typed, field, sentence):
    """FC-21"""
    meeting = MeetingFactory(enrolment=case, starts_at=at("2026-11-26"))
    good = {"day": "2026-11-27", "time": "13.15", "why": "ASPIRANT:OTHER_TIME"}
    response = as_coach.submit(reverse("move_booking", args=[meeting.pk]), good | typed)
    found = errors(response)
    assert list(found) == [field]
    assert sentence is None or found[field] == [sentence]
    assert not BookingChange.objects.exists()


def test_two_who_move_are_shown_both_times(as_coach, as_manager, case):
    """FC-21"""
    meeting = MeetingFactory(enrolment=case, starts_at=at("2026-11-26"))
    path = reverse("move_booking", args=[meeting.pk])
    page = as_coach.get(path)
    typed = {"day": "2026-11-27", "time": "13.15", "why": "UNIT:COACH_AWAY", "note": "Kursdag"}
    assert as_manager.submit(path, typed).status_code == 302
    response = as_coach.submit(path, typed | {"day": "2026-11-30"}, page=page)
    assert changed(response) == {"Tid": ("tor 26 nov 2026 10.00", "fre 27 nov 2026 13.15")}
    assert response.context["form"]["note"].value() == "Kursdag"


def test_a_meeting_is_cancelled_and_says_so_everywhere(as_coach, case):
    """FC-20"""
    meeting = MeetingFactory(enrolment=case, starts_at=at("2026-11-26"))
    path = reverse("cancel_booking", args=[meeting.pk])
    after = said(as_coach, as_coach.submit(path, {"why": "UNIT:INTERPRETER"}))
    assert "Mötet tor 26 nov 10.00 är inställt av jobbtorget." in after
    assert "Coachmöte, inställt av jobbtorget" in after
    timeline = text(as_coach.get(reverse("case", args=[case.pk])))
    assert "Coachmöte: inställd tid" in timeline
    assert "tor 26 nov 10.00. På önskan av jobbtorget: tolk saknas." in timeline
    assert "Mötet är inte bokat längre." in text(as_coach.get(path))
    history = text(as_coach.get(reverse("case_history", args=[case.pk])))
    assert "Mötets status (tor 26 nov) ändrades från bokat till inställt av jobbtorget" in history


def test_a_time_that_has_passed_is_logged_instead(now, as_coach, case):
    meeting = MeetingFactory(enrolment=case, starts_at=at("2026-11-26"))
    now.move_to(at("2026-11-26", "11:00"))
    path = reverse("cancel_booking", args=[meeting.pk])
    assert f"{reverse('log_meeting', args=[case.pk])}?meeting={meeting.pk}" in as_coach.get(path).content.decode()
    response = as_coach.submit(path, {"why": "ASPIRANT:DECLINED"})
    assert errors(response) == {"__all__": ["Mötets tid har passerat. Logga hur det gick i stället."]}


def test_what_is_booked_in_a_closed_case_can_be_cancelled(as_coach, coach):
    """FC-32"""
    closed = EnrolmentFactory(coach=coach, closed=True)
    meeting = MeetingFactory(enrolment=closed, starts_at=at("2026-11-26"))
    listed = as_coach.get(reverse("case_meetings", args=[closed.pk])).content.decode()
    path = reverse("cancel_booking", args=[meeting.pk])
    assert path in listed
    assert reverse("move_booking", args=[meeting.pk]) not in listed
    assert as_coach.submit(path, {"why": "UNIT:CASE_ENDS"}).status_code == 302


def test_a_place_in_a_group_is_cancelled_with_its_reason(as_coach, case):
    place = GroupInformationBookingFactory(enrolment=case)
    listed = as_coach.get(reverse("case_group_information", args=[case.pk])).content.decode()
    path = reverse("invitation_cancel", args=[place.pk])
    assert path in listed
    assert "Aspirantens plats är avbokad av aspiranten." in said(
        as_coach, as_coach.submit(path, {"why": "ASPIRANT:OCCUPIED"})
    )
    place.refresh_from_db()
    assert place.status == "CANCELLED_BY_ASPIRANT"
    assert BookingChange.objects.get().invitation == place
    assert "Aspiranten har ingen plats där längre." in text(as_coach.get(path))
    assert "Gruppinformation: avbokad tid" in text(as_coach.get(reverse("case", args=[case.pk])))


def test_the_next_meeting_warns_in_the_form_that_logs(as_coach, case):
    """FC-21, FC-23: what is booked then already is said."""
    MeetingFactory(enrolment=case, starts_at=at("2026-11-30", "09:00"))
    path = reverse("log_meeting", args=[case.pk])
    typed = {"outcome": "attended", "day": "2026-11-23", "time": "9.00", "kind": "COACH", "next_step": "1"}
    assert errors(as_coach.submit(path, typed)) == {
        "next_day": ["Aspiranten har redan ett möte då, mån 30 nov 2026 09.00."]
    }
    typed |= {"next_step": "day", "next_day": "2026-12-05", "note": "Vill ses på en lördag."}
    response = as_coach.submit(path, typed)
    assert warned(response) == ["lör 5 dec 2026 är det stängt: lördag."]
    assert response.context["form"]["note"].value() == "Vill ses på en lördag."
    assert again(as_coach, path, response, typed).status_code == 302
    assert Meeting.objects.filter(starts_at=at("2026-12-05", "09:00"), status="BOOKED").exists()


def test_a_booking_that_a_colleague_took_away_says_so(as_coach, as_manager, case):
    """It was another person's. What was written in the form that was open stays there; opened anew it leads on."""
    meeting = MeetingFactory(enrolment=case, starts_at=at("2026-11-26"))
    path, meetings = reverse("cancel_booking", args=[meeting.pk]), reverse("case_meetings", args=[case.pk])
    page = as_coach.get(path)
    wrong = f"{reverse('wrong_person', args=[case.pk])}?vad=MEETING-{meeting.pk}"
    assert as_manager.submit(wrong, {"sought": ""}).status_code == 302
    refused = as_coach.submit(path, {"why": "UNIT:ANOTHER", "note": "Brandövning i huset"}, page=page)
    assert refused.status_code == 409
    assert "Borttaget" in text(refused)
    assert "Brandövning i huset" in text(refused)
    for name in ("cancel_booking", "move_booking"):
        opened = as_coach.get(reverse(name, args=[meeting.pk]))
        assert opened.url == meetings
        assert "Mötet är borttaget. Det var registrerat på fel person." in said(as_coach, opened)


def test_a_meeting_that_a_colleague_took_away_was_not_missed(as_coach, as_manager, case):
    meeting = MeetingFactory(enrolment=case, coach=case.coach, starts_at=at("2026-11-23", "09:00"), unlogged=True)
    wrong = f"{reverse('wrong_person', args=[case.pk])}?vad=MEETING-{meeting.pk}"
    assert as_manager.submit(wrong, {"sought": ""}).status_code == 302
    missed = as_coach.post(reverse("meeting_missed", args=[meeting.pk]))
    assert "Mötet är borttaget. Det var registrerat på fel person." in said(as_coach, missed)
