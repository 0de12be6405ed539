"""A file with many persons is fetched by two: one gives a reason, another one agrees, and it is fetched once."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.http import HttpRequest
from django.test import Client
from django.utils import timezone

from audit import file_requests
from audit.file_requests import AgreementRequiredError, most_persons_for, require_agreement
from audit.models import AccessEvent, AccessKind, FetchedFile, FileRequest
from audit.operations import ask_for_file, decide_on_file
from core.refusals import OperationRefused
from demo.factories import DeadlineClockFactory, EnrolmentFactory, JobbtorgFactory, UserFactory
from notices.models import Notice
from organisation.access.acting import acting_for
from organisation.access.database_roles import WEB
from organisation.models import User
from tests.roles import as_role
from tests.sign_in.test_second_factor import connect_app, with_password
from tests.sign_in.test_this_session import with_a_password
from tests.visits import signed_in

pytestmark = pytest.mark.django_db
FILE, ASK = "/frister/fil", "/filuttag/ny"
REASON = "Kvartalsuppföljning till stadsdelarna"
MANY = 3


@pytest.fixture
def manager() -> User:
    return UserFactory(manager=True)


@pytest.fixture
def colleague(manager: User) -> User:
    return UserFactory(manager=True, jobbtorg=manager.jobbtorg)


@pytest.fixture
def many(manager: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """As many persons in the list as are too many; the real number is asked for by itself below."""
    monkeypatch.setattr(file_requests, "MOST_PERSONS_ALONE", MANY - 1)
    coach = UserFactory(coach=True, jobbtorg=manager.jobbtorg)
    for _ in range(MANY):
        DeadlineClockFactory(enrolment=EnrolmentFactory(coach=coach), due_in_5=True)


def asked_by(user: User, address: str = FILE, reason: str = REASON) -> FileRequest:
    """The request, made as a person makes it."""
    client = signed_in(user)
    answer = client.get(address)
    assert (answer.status_code, answer["Location"]) == (302, ASK)
    page = client.get(ASK)
    assert "godkänns av någon annan" in page.text
    done = client.post(ASK, {"reason": reason})
    assert done.status_code == 302, page.text
    asked = FileRequest.objects.latest("pk")
    assert done["Location"] == f"/filuttag/{asked.pk}"
    return asked


def decide(user: User, asked: FileRequest, choice: str = "godkann") -> Any:
    return signed_in(user).post(f"/filuttag/{asked.pk}", {choice: "1"}, follow=True)


def is_file(answer: Any) -> bool:
    return "attachment" in answer.get("Content-Disposition", "")


@pytest.mark.parametrize(("persons", "alone"), [(0, True), (1000, True), (1001, False), (5000, False)])
def test_a_thousand_may_be_fetched_alone(manager: User, persons: int, alone: bool, settings) -> None:
    request = HttpRequest()
    request.user, request.path, request.session = manager, FILE, {}
    if alone:
        assert require_agreement(request, "Frister", persons) is None
    else:
        with pytest.raises(AgreementRequiredError):
            require_agreement(request, "Frister", persons)


@pytest.mark.parametrize(("now", "agreed"), [(1001, 1100), (1100, 1100), (1101, 1200)])
def test_a_few_more_are_agreed_to(now: int, agreed: int) -> None:
    assert most_persons_for(now) == agreed


class TestTheWay:
    def test_reason_second_person_one_file(self, manager, colleague, many) -> None:
        asked = asked_by(manager)
        assert (asked.subject, asked.most_persons, asked.reason) == ("Frister", 100, REASON)
        assert Notice.objects.filter(recipient=colleague, path=f"/filuttag/{asked.pk}").count() == 1
        assert not is_file(signed_in(manager).get(FILE))

        page = signed_in(colleague).get(f"/filuttag/{asked.pk}")
        assert REASON in page.text
        assert "Godkänn" in page.text
        assert "Begäran är godkänd." in decide(colleague, asked).text
        assert Notice.objects.filter(recipient=manager, path=f"/filuttag/{asked.pk}").count() == 1

        page = signed_in(manager).get(f"/filuttag/{asked.pk}")
        link = re.search(r'href="([^"]+)">Hämta filen', page.text)[1]
        answer = signed_in(manager).get(link)
        assert is_file(answer)
        logged = AccessEvent.objects.get(kind=AccessKind.EXPORT, user=manager)
        assert REASON in logged.reason
        assert f"godkänt av {colleague}" in logged.reason

        assert not is_file(signed_in(manager).get(link))
        assert FetchedFile.objects.count() == 1
        assert "Hämtad" in signed_in(manager).get(f"/filuttag/{asked.pk}").text

    def test_every_step_is_logged(self, manager, colleague, many) -> None:
        asked = asked_by(manager)
        decide(colleague, asked)
        others = [AccessKind.SIGN_IN, AccessKind.SIGN_OUT, AccessKind.WRITE]
        steps = AccessEvent.objects.exclude(kind__in=others).order_by("pk")
        said = [(event.user, event.kind, event.subject) for event in steps]
        assert said == [
            (manager, AccessKind.DENIED, "Frister"),
            (manager, AccessKind.READ, "Filuttag"),
            (colleague, AccessKind.READ, "Filuttag"),
        ]
        assert f"Godkände {asked}, begärd av {manager}" in steps[2].reason

    def test_a_refusal_gives_no_file(self, manager, colleague, many) -> None:
        asked = asked_by(manager)
        assert "Begäran är avslagen." in decide(colleague, asked, "avsla").text
        assert "Hämta filen" not in signed_in(manager).get(f"/filuttag/{asked.pk}").text
        assert not is_file(signed_in(manager).get(FILE))

    def test_an_administrator_decides_and_meets_no_person(self, manager, many) -> None:
        admin = UserFactory(admin=True)
        asked = asked_by(manager)
        assert Notice.objects.filter(recipient=admin).count() == 1
        listed = signed_in(admin).get("/filuttag/").text
        assert f"/filuttag/{asked.pk}" in listed
        assert "Begäran är godkänd." in decide(admin, asked).text
        assert is_file(signed_in(manager).get(FILE))
        assert signed_in(admin).get(FILE).status_code == 403

    def test_the_log_reviewer_asks_too(self, many) -> None:
        reviewer, admin = UserFactory(log_reviewer=True), UserFactory(admin=True)
        for person in range(MANY):
            facts = {"user": admin, "kind": AccessKind.READ, "view": "x", "person_id": person + 1}
            AccessEvent.objects.create(at=timezone.now(), **facts)
        asked = asked_by(reviewer, "/logg/fil")
        assert asked.subject == "Åtkomstlogg"
        decide(admin, asked)
        assert is_file(signed_in(reviewer).get("/logg/fil"))

    def test_figures_are_no_persons(self, manager, many) -> None:
        for path in ("/frister/per-dag/fil", "/frister/prognos/fil", "/statistik/fil"):
            answer = signed_in(manager).get(path)
            assert answer.status_code in (200, 404), path
        assert not FileRequest.objects.exists()


def test_it_takes_nothing_but_the_reason(manager, colleague, many) -> None:
    client = signed_in(manager)
    client.get(FILE)
    foreign = {
        "asked_by": colleague.pk,
        "decided_by": colleague.pk,
        "decided_at": "2026-01-01",
        "is_approved": "on",
        "most_persons": 100_000,
        "address": "/logg/fil",
        "subject": "Annat",
        "jobbtorg": "",
        "fetched_at": "2026-01-01",
    }
    client.post(ASK, {**foreign, "reason": REASON})
    asked = FileRequest.objects.get()
    assert (asked.asked_by, asked.decided_by, asked.address, asked.subject) == (manager, None, FILE, "Frister")
    assert (asked.most_persons, asked.jobbtorg, asked.reason) == (100, manager.jobbtorg, REASON)


def test_sent_twelve_times_it_is_one_request(manager, many) -> None:
    """The form is taken once, and the same file is asked for once at a time besides."""
    client = signed_in(manager)
    client.get(FILE)
    page = client.get(ASK)
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text)[1]
    answers = {client.post(ASK, {"reason": REASON, "csrfmiddlewaretoken": token})["Location"] for _ in range(12)}
    assert FileRequest.objects.count() == 1
    assert answers == {f"/filuttag/{FileRequest.objects.get().pk}"}


class TestWhatIsNotGiven:
    def test_to_somebody_else(self, manager, colleague, many) -> None:
        decide(colleague, asked_by(manager))
        assert not is_file(signed_in(colleague).get(FILE))

    def test_another_list(self, manager, colleague, many) -> None:
        decide(colleague, asked_by(manager))
        assert not is_file(signed_in(manager).get(f"{FILE}?format=xlsx"))
        assert is_file(signed_in(manager).get(FILE))

    def test_more_persons_than_were_agreed_to(self, manager, colleague, many) -> None:
        asked = asked_by(manager)
        decide(colleague, asked)
        FileRequest.objects.update(most_persons=MANY - 1)
        assert not is_file(signed_in(manager).get(FILE))

    @pytest.mark.parametrize(("hours", "given"), [(23.9, True), (24.1, False)])
    def test_a_day_after_the_decision(self, manager, colleague, many, hours: float, given: bool) -> None:
        asked = asked_by(manager)
        decide(colleague, asked)
        ago = timezone.now() - datetime.timedelta(hours=hours)
        FileRequest.objects.update(decided_at=ago)
        assert is_file(signed_in(manager).get(FILE)) == given


class TestWhoDecides:
    def test_not_who_asked(self, manager, many) -> None:
        asked = asked_by(manager)
        assert "Godkänn" not in signed_in(manager).get(f"/filuttag/{asked.pk}").text
        assert "En annan person" in decide(manager, asked).text
        asked.refresh_from_db()
        assert not asked.is_approved

    def test_not_another_jobbtorg_nor_a_coach(self, manager, many) -> None:
        asked = asked_by(manager)
        elsewhere = UserFactory(manager=True, jobbtorg=JobbtorgFactory())
        coach = UserFactory(coach=True, jobbtorg=manager.jobbtorg)
        for user in (elsewhere, coach):
            assert signed_in(user).get(f"/filuttag/{asked.pk}").status_code == 404
            assert signed_in(user).post(f"/filuttag/{asked.pk}", {"godkann": "1"}).status_code == 404
        assert signed_in(coach).get("/filuttag/").status_code == 403
        assert f"/filuttag/{asked.pk}" not in signed_in(elsewhere).get("/filuttag/").text

    def test_once(self, manager, colleague, many) -> None:
        asked = asked_by(manager)
        decide(colleague, asked, "avsla")
        assert "redan beslutad" in decide(UserFactory(admin=True), asked).text
        asked.refresh_from_db()
        assert (asked.decided_by, asked.is_approved) == (colleague, False)

    def test_within_a_week(self, manager, colleague, many) -> None:
        asked = asked_by(manager)
        FileRequest.objects.update(asked_at=timezone.now() - datetime.timedelta(days=8))
        assert "för gammal" in decide(colleague, asked).text

    def test_the_same_file_is_asked_for_once_at_a_time(self, manager, colleague) -> None:
        facts = {"actor": manager, "address": FILE, "subject": "Frister", "persons": 1001, "reason": REASON}
        asked = ask_for_file(**facts)
        with pytest.raises(OperationRefused, match="redan begärt"):
            ask_for_file(**facts)
        decide_on_file(actor=colleague, asked=asked, approves=False)
        ask_for_file(**facts)


class TestTheSecondLock:
    """The database, asked as the web role on behalf of who acts."""

    @pytest.fixture
    def asked(self, manager: User) -> FileRequest:
        return FileRequest.objects.create(
            asked_by=manager, jobbtorg=manager.jobbtorg, address=FILE, subject="Frister", most_persons=1100, reason="x"
        )

    def approve(self, asked: FileRequest, by: User) -> int:
        facts = {"decided_by": by, "decided_at": timezone.now(), "is_approved": True}
        return FileRequest.objects.filter(pk=asked.pk).update(**facts)

    def test_who_asked_changes_nothing_whoever_is_named(self, asked, manager, colleague) -> None:
        with as_role(WEB), acting_for(manager):
            assert self.approve(asked, colleague) == 0
            assert self.approve(asked, manager) == 0

    def test_nobody_asks_in_somebody_elses_name_or_with_a_decision(self, manager, colleague) -> None:
        facts = {"jobbtorg": manager.jobbtorg, "address": FILE, "subject": "x", "most_persons": 1, "reason": "x"}
        decided = {"decided_by": colleague, "decided_at": timezone.now(), "is_approved": True}
        with as_role(WEB), acting_for(manager):
            for made_up in ({"asked_by": colleague}, {"asked_by": manager, **decided}):
                with pytest.raises(ProgrammingError), transaction.atomic():
                    FileRequest.objects.create(**facts, **made_up)

    def test_the_manager_there_decides_and_no_other(self, asked, colleague) -> None:
        elsewhere = UserFactory(manager=True)
        with as_role(WEB), acting_for(elsewhere):
            assert self.approve(asked, elsewhere) == 0
        with as_role(WEB), acting_for(colleague):
            assert self.approve(asked, colleague) == 1

    def test_nobody_decides_their_own_even_as_the_owner(self, asked, manager) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            self.approve(asked, manager)

    def test_a_file_is_fetched_by_who_asked_and_once(self, asked, manager, colleague) -> None:
        with as_role(WEB), acting_for(manager), pytest.raises(ProgrammingError), transaction.atomic():
            FetchedFile.objects.create(request=asked)  # nobody has agreed
        self.approve(asked, colleague)
        with as_role(WEB), acting_for(colleague), pytest.raises(ProgrammingError), transaction.atomic():
            FetchedFile.objects.create(request=asked)
        with as_role(WEB), acting_for(manager):
            FetchedFile.objects.create(request=asked)
            with pytest.raises(IntegrityError), transaction.atomic():
                FetchedFile.objects.create(request=asked)
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM audit_fetchedfile")
            assert cursor.fetchone() == (1,)


def test_who_one_is_is_asked_before_a_large_file(manager, colleague, many, settings) -> None:
    settings.MFA_REQUIRED = True
    client, _ = with_password(with_a_password(manager))
    connect_app(client)
    assert client.get(FILE)["Location"] == ASK
    with time_machine.travel(timezone.now() + datetime.timedelta(minutes=11), tick=True):
        assert client.get(FILE)["Location"].startswith("/konto/bekrafta?")
    assert isinstance(client, Client)
