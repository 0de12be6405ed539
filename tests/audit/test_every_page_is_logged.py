"""Wherever a person is shown, the access log has a row: every URL, every role that may open it, GET and POST."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from aspirants.identity import display
from aspirants.models import Enrolment, Person
from audit.models import AccessEvent, AccessKind, LogReview
from demo.factories import (
    DeadlineClockFactory,
    EnrolmentFactory,
    FollowUpFactory,
    GroupInformationBookingFactory,
    IncomeSupportUnitFactory,
    JobbtorgFactory,
    JobPlanVersionFactory,
    MeetingFactory,
    NoticeFactory,
    ReferralDraftFactory,
    ReferralFactory,
    SweepRunFactory,
    UserFactory,
)
from demo.identities import nth_number
from imports.operations import check_file
from organisation.models import Jobbtorg, Role, User
from tests.access.expected import ANYONE, EXPECTED
from tests.referrals.pages import DETAILS
from tests.rollback import undone_afterwards
from tests.visits import last_logged, signed_in

SURNAME = "Kvistbergssohn"
"""Of every person here, and in no other word."""

SHOWN_ANYWAY = {
    "home", "aspirant_list", "search", "referral_inbox", "referral_detail", "referral_reveal", "referral_draft_who",
    "referral_draft_details", "referral_draft_check", "referral_withdraw", "referral_decline", "referral_enrol", "case",
    "referral_return", "referral_complete", "referral_lapse",
    "case_meetings", "case_referral", "case_history", "case_reveal", "log_meeting", "book_meeting", "assign_coach",
    "case_group_information", "case_plan", "plan_edit", "plan_answer", "plan_communicate", "plan_print",
    "follow_up_hold", "close_case", "deadlines", "deadlines_file", "import_check",
}  # fmt: skip
"""Pages that do show a person to somebody in this walk; without this the walk could prove nothing."""

ANSWERS: dict[str, dict[str, str]] = {
    "search": {"q": SURNAME},
    "referral_new": {"draft": "00000000-0000-0000-0000-000000000007", "number": "19790417"},
    "referral_register": {"submission_id": "00000000-0000-0000-0000-000000000007", "number": "19790417"},
}
"""What is typed where an empty form would ask nothing."""


@dataclass
class House:
    """One of everything, around persons of one surname."""

    staff: dict[Role, User]
    objects: dict[str, list[Any]] = field(default_factory=dict)
    secrets: list[str] = field(default_factory=list)


def _case(coach: User, unit: Any, **plan: Any) -> Enrolment:
    case = EnrolmentFactory(coach=coach, income_support_unit=unit, person__last_name=SURNAME)
    if plan:
        JobPlanVersionFactory(enrolment=case, **plan)
    return case


def _draft(author: User, jobbtorg: Jobbtorg) -> Any:
    answers = {
        "who": {"number": display(nth_number(901))},
        "details": {**DETAILS, "last_name": SURNAME, "jobbtorg": str(jobbtorg.pk)},
    }
    return ReferralDraftFactory(author=author, answers=json.dumps(answers))


def _furnished(staff: dict[Role, User]) -> House:
    coach, unit = staff[Role.COACH], staff[Role.CASEWORKER].income_support_unit
    assert coach.jobbtorg is not None
    SweepRunFactory()  # without which the deep health check answers 503
    case = _case(coach, unit, approved=True, communication=True)
    proposed, draft_plan = _case(coach, unit, proposed=True), _case(coach, unit)
    clock = DeadlineClockFactory(enrolment=case, breached=True)
    sent = {"unit": unit, "sent_by": staff[Role.CASEWORKER], "person__last_name": SURNAME}
    waiting = ReferralFactory(jobbtorg=coach.jobbtorg, **sent)
    accepted = ReferralFactory(jobbtorg=coach.jobbtorg, accepted=True, **sent)
    incomplete = ReferralFactory(jobbtorg=coach.jobbtorg, incomplete=True, **sent)
    ReferralFactory(enrolment=case, enrolled=True, unit=unit, sent_by=staff[Role.CASEWORKER])
    MeetingFactory(enrolment=case)
    booking = GroupInformationBookingFactory(enrolment=case)
    draft = _draft(staff[Role.CASEWORKER], coach.jobbtorg)
    notice = NoticeFactory(recipient=coach, path=reverse("case", args=[case.pk]))
    batch = check_file(
        actor=staff[Role.ADMIN],
        file_name="lista.csv",
        content=f"Pnr;Efternamn;Förnamn;Inkom\r\n{display(nth_number(902))};{SURNAME};Anna;2026-11-02\r\n".encode(),
        jobbtorg=coach.jobbtorg,
        as_of=case.enrolled_on,
    )
    of_case = [
        "case", "case_meetings", "case_referral", "case_history", "case_reveal", "log_meeting", "book_meeting",
        "assign_coach", "case_group_information", "case_plan", "plan_communicate", "close_case", "referral_of_case",
        "case_protection", "case_work", "job_offer_new", "job_offer_answer", "activity_new", "activity_agree",
        "case_interruption",
    ]  # fmt: skip
    of_clock = [
        "clock_explain", "clock_pause", "clock_resume", "clock_confirm", "breach_explain", "referral_of_clock",
        "clock_excuse", "contact_attempt",
    ]  # fmt: skip
    of_draft = ["who", "details", "autosave", "check", "discard"]
    of_waiting = ["detail", "reveal", "sent", "accept", "return", "lapse", "decline", "withdraw"]
    objects: dict[str, list[Any]] = {name: [case.pk] for name in of_case}
    objects |= {name: [clock.pk] for name in of_clock}
    objects |= {f"referral_draft_{name}": [draft.pk] for name in of_draft}
    objects |= {f"referral_{name}": [waiting.pk] for name in of_waiting}
    objects |= {
        "open_protected": [case.person_id],
        "referral_protection": [waiting.pk],
        "plan_edit": [draft_plan.pk],
        "plan_propose": [draft_plan.pk],
        "plan_withdraw": [proposed.pk],
        "plan_answer": [proposed.pk],
        "plan_print": [case.pk, 1],
        "follow_up_hold": [FollowUpFactory(enrolment=case).pk],
        "group_information_outcome": [booking.pk],
        "referral_enrol": [accepted.pk],
        "referral_complete": [incomplete.pk],
        "demo_sign_in": [coach.pk],
        "mfa_remove_webauthn": [1],
        "openid_connect_login": ["sso"],
        "openid_connect_callback": ["sso"],
        "notice_open": [notice.pk],
        "import_check": [batch.pk],
        "import_commit": [batch.pk],
        "invitation": ["Mg", "used-up"],
        **{f"user_{page}": [coach.pk] for page in ("detail", "invitation", "deactivate", "reactivate", "coach_group")},
        "position_give": [coach.pk],
        **{f"position_{act}": [coach.pk, coach.positions.get().pk] for act in ("end", "revoke")},
        "log_review": [LogReview.objects.create(jobbtorg=coach.jobbtorg, month=datetime.date(2026, 10, 1)).pk],
    }
    people = Person.objects.filter(last_name=SURNAME)
    numbers = [display(person.identity_no) for person in people] + [display(nth_number(n)) for n in (901, 902)]
    return House(staff, objects, [SURNAME, *numbers])


@pytest.fixture(scope="module")
def furnished(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[House]:
    with django_db_blocker.unblock(), undone_afterwards():
        jobbtorg, unit = JobbtorgFactory(), IncomeSupportUnitFactory()
        at = {"jobbtorg": jobbtorg, "income_support_unit": None}
        sending = {"jobbtorg": None, "income_support_unit": unit}
        central = {"jobbtorg": None, "income_support_unit": None}
        places = {Role.COACH: at, Role.MANAGER: at, Role.CASEWORKER: sending, Role.DISTRICT_MANAGER: sending}
        yield _furnished({role: UserFactory(role=role, **places.get(role, central)) for role in Role})


@pytest.fixture
def house(furnished: House) -> Iterator[House]:
    with undone_afterwards():
        yield furnished


def _visits(house: House, name: str) -> Iterator[tuple[str, User, str, str, int]]:
    """Each request with what came back and how many rows of the user's came into the log; undone after each."""
    expected = EXPECTED[name]
    url = reverse(name, args=house.objects.get(name, []))
    for role, user in house.staff.items():
        if expected != ANYONE and role not in expected:
            continue
        client = signed_in(user)
        for method in ("get", "post"):
            with undone_afterwards():
                before = last_logged()
                response = getattr(client, method)(url, ANSWERS.get(name, {}) if method == "post" else {})
                assert response.status_code < 500
                rows = AccessEvent.objects.filter(pk__gt=before, user=user).exclude(kind=AccessKind.DENIED).count()
                yield method, user, role, response.content.decode(errors="replace"), rows


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_no_person_is_shown_without_a_row(house: House, name: str) -> None:
    shown = False
    for method, _, role, body, rows in _visits(house, name):
        reveals = [secret for secret in house.secrets if secret in body]
        assert rows or not reveals, f"{method} {name} as {role} shows {reveals[0]} and logs nothing"
        shown = shown or bool(reveals)
    assert shown or name not in SHOWN_ANYWAY, f"{name} shows nobody any more: the walk does not reach what it should"


def test_the_administration_shows_nobody(house: House) -> None:
    """No table of it is about aspirants, so that nothing has to be logged there; but a file that leaves is."""
    administrator = house.staff[Role.ADMIN]
    administrator.is_staff = administrator.is_superuser = True
    administrator.save()
    client = signed_in(administrator)
    index = client.get(reverse("admin:index"))
    tables = [model["admin_url"] for app in index.context["app_list"] for model in app["models"]]
    assert len(tables) > 5
    for url in tables:
        assert not [secret for secret in house.secrets if secret in client.get(url).content.decode()], url


def test_a_file_from_the_administration_is_logged(house: House) -> None:
    administrator = house.staff[Role.ADMIN]
    administrator.is_staff = administrator.is_superuser = True
    administrator.save()
    form = {"format": "0", "resource": "", "districtresource_name": "on", "districtresource_code": "on"}
    before = last_logged()
    response = signed_in(administrator).post(reverse("admin:organisation_district_export"), form)
    assert response["Content-Disposition"].startswith("attachment")
    event = AccessEvent.objects.exclude(kind=AccessKind.SIGN_IN).get(pk__gt=before)
    assert (event.kind, event.view) == (AccessKind.EXPORT, "admin:organisation_district_export")


def test_what_leaves_the_house_has_its_own_kinds(house: House) -> None:
    """A file, a print, a shown number: each is told apart from a mere reading."""
    coach = signed_in(house.staff[Role.COACH])
    for name, method, kind in (
        ("statistics_csv", "get", AccessKind.EXPORT),
        ("standing_file", "get", AccessKind.EXPORT),
        ("plan_print", "get", AccessKind.PRINT),
        ("case_reveal", "post", AccessKind.REVEAL),
    ):
        before = last_logged()
        assert getattr(coach, method)(reverse(name, args=house.objects.get(name, []))).status_code == 200
        assert list(AccessEvent.objects.filter(pk__gt=before).values_list("kind", flat=True)) == [kind]


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_refusal_is_logged_for_any_method(house: House, method: str) -> None:
    """Outside the role (403) and outside the scope (404): one row each."""
    stranger = UserFactory(manager=True)
    for user, name, status in ((house.staff[Role.CASEWORKER], "case", 403), (stranger, "case_reveal", 404)):
        if method == "get" and name == "case_reveal":
            name = "case"
        client = signed_in(user)
        before = last_logged()
        assert getattr(client, method)(reverse(name, args=house.objects[name])).status_code == status
        event = AccessEvent.objects.get(pk__gt=before)
        assert (event.user, event.kind, event.view) == (user, AccessKind.DENIED, name)


def test_a_stranger_leaves_no_row(house: House) -> None:
    before = last_logged()
    assert Client().get(reverse("case", args=house.objects["case"])).status_code == 302
    assert last_logged() == before
