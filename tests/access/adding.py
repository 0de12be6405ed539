"""For each form that adds a row: who sends it, from which page, and what is typed. Beside tests/access/scenes.py."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from audit.models import FileRequest
from demo.factories import (
    AttachmentFactory,
    DeadlineClockFactory,
    DisclosureFactory,
    EnrolmentFactory,
    GroupInformationSessionFactory,
    InsatsTypeFactory,
    JobbtorgFactory,
    MeetingFactory,
    PersonFactory,
    ReferralFactory,
    UserFactory,
)
from demo.papers import small_pdf
from organisation.models import Role, User
from tests.access.scenes import FACTS, TODAY, Place, Scene

TIME = {"time": "9.15"}
REFERRED = FACTS | {"first_name": "Anna", "last_name": "Åkesson", "language": "svenska", "target_group": ""}
NUMBER = "19790417-9814"


def _nothing() -> None:
    """Nobody else does anything."""


def _in_case(name: str, typed: dict[str, Any]) -> Callable[[Place], Scene]:
    def scene(place: Place) -> Scene:
        return Scene(place.coach, reverse(name, args=[place.case.pk]), typed, _nothing)

    return scene


def _insats(place: Place) -> Scene:
    typed = {"insats_type": InsatsTypeFactory().pk, "decided_on": TODAY, "starts_on": "2026-12-01"}
    return Scene(place.coach, reverse("activity_new", args=[place.case.pk]), typed, _nothing)


def _log_booked(place: Place) -> Scene:
    meeting = MeetingFactory(enrolment=place.case, coach=place.coach, unlogged=True)
    path = f"{reverse('log_meeting', args=[place.case.pk])}?meeting={meeting.pk}"
    typed = {"outcome": "attended", "day": "2026-11-20", "time": "10.00", "kind": "COACH", "next_step": "1"}
    return Scene(place.coach, path, typed, _nothing)


def _missed(place: Place) -> Scene:
    meeting = MeetingFactory(enrolment=place.case, coach=place.coach, unlogged=True)
    page = reverse("case_meetings", args=[place.case.pk])
    return Scene(place.coach, reverse("meeting_missed", args=[meeting.pk]), {}, _nothing, on=page)


def _group_information(place: Place) -> Scene:
    session = GroupInformationSessionFactory(jobbtorg=place.coach.jobbtorg)
    path = reverse("case_group_information", args=[place.case.pk])
    return Scene(place.coach, path, {"session": session.pk}, _nothing)


def _session(place: Place) -> Scene:
    typed = {"day": "2026-12-01", "time": "9.00", "place": "Sal 1", "capacity": "15", "language": "svenska"}
    return Scene(place.coach, reverse("group_information_new"), typed, _nothing)


def _contact_attempt(place: Place) -> Scene:
    clock = DeadlineClockFactory(enrolment=place.case, due_in_5=True)
    typed = {"outcome": "none", "attempt_channel": "PHONE", "day": TODAY, "time": "9.00"}
    typed |= {"attempt_result": "NOT_REACHED"}
    return Scene(place.coach, reverse("contact_attempt", args=[clock.pk]), typed, _nothing)


def _referral_new(place: Place) -> Scene:
    return Scene(UserFactory(caseworker=True), reverse("referral_new"), {"number": NUMBER}, _nothing)


def _registered(kind: str) -> Callable[[Place], Scene]:
    def scene(place: Place) -> Scene:
        unit = UserFactory(caseworker=True).income_support_unit
        typed = REFERRED | {"kind": kind, "unit": unit.pk, "number": NUMBER, "received_on": "2026-11-19"}
        typed["coach"] = place.coach.pk
        return Scene(place.coach, reverse("referral_register"), typed, _nothing)

    return scene


def _open_protected(place: Place) -> Scene:
    reader = UserFactory(manager=True, jobbtorg=place.coach.jobbtorg, protected_access=True)
    person = PersonFactory(protected=True)
    EnrolmentFactory(coach=place.coach, person=person)
    typed = {"reason": "Förbereder uppföljningen"}
    return Scene(reader, reverse("open_protected", args=[person.pk]), typed, _nothing)


def _administrator() -> User:
    return UserFactory(role=Role.ADMIN, jobbtorg=None)


def _invite(place: Place) -> Scene:
    name = {"email": "Siv.Nord@Stad.example", "first_name": "Siv", "last_name": "Nord"}
    typed = name | {"role": Role.COACH.value, "jobbtorg": place.coach.jobbtorg_id, "valid_from": TODAY}
    return Scene(_administrator(), reverse("user_invite"), typed, _nothing)


def _invite_again(place: Place) -> Scene:
    user = place.another_coach()
    path = reverse("user_invitation", args=[user.pk])
    return Scene(_administrator(), path, {}, _nothing, on=reverse("user_detail", args=[user.pk]))


def _upload(place: Place) -> Scene:
    rows = "Pnr;Efternamn;Förnamn;Inkom\n19790417-9814;Åkesson;Anna;2008-03-03\n"
    file = SimpleUploadedFile("lista.csv", rows.encode(), content_type="text/csv")
    jobbtorg = JobbtorgFactory()
    typed = {"files": file, "jobbtorg": jobbtorg.pk, "as_of": "2026-06-30"}
    return Scene(_administrator(), reverse("import_new"), typed, _nothing)


def _attach(place: Place) -> Scene:
    referral = ReferralFactory(jobbtorg=place.coach.jobbtorg, incomplete=True)
    file = SimpleUploadedFile("betyg.pdf", small_pdf("Betyg"), content_type="application/pdf")
    return Scene(referral.sent_by, reverse("referral_attachments", args=[referral.pk]), {"file": file}, _nothing)


def _hide_attachment(place: Place) -> Scene:
    attachment = AttachmentFactory(referral__jobbtorg=place.coach.jobbtorg)
    path = reverse("referral_attachment_hide", args=[attachment.key])
    return Scene(attachment.added_by, path, {"reason": "Fel fil."}, _nothing)


def _hand_over(place: Place) -> Scene:
    receiver = place.another_coach()
    typed = {"cases": [place.case.pk], "receivers": [receiver.pk], "from_day": TODAY, "reason": "Byter arbete"}
    return Scene(place.manager, reverse("hand_over", args=[place.coach.pk]), typed, _nothing)


def _deputy(place: Place) -> Scene:
    deputy = place.another_coach()
    typed = {"deputy": deputy.pk, "valid_from": "2026-12-01", "valid_to": "2026-12-11"}
    return Scene(place.coach, reverse("deputies", args=[place.coach.pk]), typed, _nothing)


def _decide_on_file(place: Place) -> Scene:
    facts = {"address": "/frister/fil", "subject": "Frister", "most_persons": 1100, "reason": "Uppföljning"}
    asked = FileRequest.objects.create(asked_by=place.coach, jobbtorg=place.coach.jobbtorg, **facts)
    return Scene(place.manager, reverse("file_request", args=[asked.pk]), {"godkann": "1"}, _nothing)


def _note_template(place: Place) -> Scene:
    typed = {"name": "Telefonsamtal", "text": "Vad vi talade om:"}
    return Scene(place.manager, reverse("note_template_new"), typed, _nothing)


ASKED = {"subject": "Tolk", "text": "Vilket språk ska tolken tala?", "basis": "OSL_26_9"}


def _question(place: Place) -> Scene:
    referral = ReferralFactory(enrolment=place.case, enrolled=True)
    return Scene(referral.sent_by, reverse("question_of_referral", args=[referral.pk]), ASKED, _nothing)


def _question_of_told(place: Place) -> Scene:
    DisclosureFactory(enrolment=place.case)
    sender = UserFactory(caseworker=True, income_support_unit=place.case.income_support_unit)
    return Scene(sender, reverse("question_of_told", args=[place.case.pk]), ASKED, _nothing)


def _deviation(place: Place) -> Scene:
    referral = ReferralFactory(enrolment=place.case, enrolled=True)
    noted = {"kind": "OTHER", "text": "Svaret dröjde i två veckor."}
    return Scene(referral.sent_by, reverse("referral_deviation", args=[referral.pk]), noted, _nothing)


ADDING: dict[str, Callable[[Place], Scene]] = {
    "consent_new": _in_case(
        "consent_new",
        {"purpose": "PLANNING", "kinds": ["JOB_PLAN"], "given_on": TODAY, "valid_to": "", "form": "ORAL", "note": ""},
    ),
    "hand_over": _hand_over,
    "deputies": _deputy,
    "book_meeting": _in_case("book_meeting", {"day": "2026-12-01", "kind": "COACH", "channel": "VISIT"} | TIME),
    "log_meeting": _in_case("log_meeting", {"outcome": "attended", "day": TODAY, "time": "9.00", "kind": "COACH"}),
    "log_meeting (booked)": _log_booked,
    "note_new": _in_case("note_new", {"text": "Ringde om praktikplatsen.", "concerns_on": TODAY}),
    "note_template_new": _note_template,
    "meeting_missed": _missed,
    "job_offer_new": _in_case("job_offer_new", {"employer": "Bagarn AB", "offered_on": TODAY, "answer": "PENDING"}),
    "activity_new": _insats,
    "case_group_information": _group_information,
    "group_information_new": _session,
    "contact_attempt": _contact_attempt,
    "referral_new": _referral_new,
    "referral_attachments": _attach,
    "referral_attachment_hide": _hide_attachment,
    "referral_register": _registered("remiss"),
    "referral_register (visit)": _registered("besok"),
    "open_protected": _open_protected,
    "referral_deviation": _deviation,
    "question_of_referral": _question,
    "question_of_case": _in_case("question_of_case", ASKED),
    "question_of_told": _question_of_told,
    "file_request": _decide_on_file,
    "user_invite": _invite,
    "user_invitation": _invite_again,
    "import_new": _upload,
}
