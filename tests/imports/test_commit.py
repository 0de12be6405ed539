"""Bringing rows in: once, only what still holds, and honestly about what a list cannot know."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from aspirants.identity import parse_identity
from aspirants.models import Enrolment, EnrolmentStatus, Person, Protection
from aspirants.operations import enrol_person, register_person
from aspirants.people.news import waiting_reports
from core.encryption import lookup_hash
from deadlines.models import ClockKind, ClockStatus, DeadlineClock
from demo.factories import EarlierNumberFactory
from demo.identities import unknown_day_number
from imports.models import ImportBatch, ImportRow, Verdict
from imports.operations import commit_batch
from jobplans.models import FollowUpResult
from jobplans.operations import hold_follow_up
from jobplans.shown import shown_follow_up
from organisation.models import Jobbtorg, User
from tests.imports.conftest import SAMPLE_A, Upload, commit

GOOD = "790417-9814;Lindström;Björn;AL;Östermalm;2008-03-19;;;2008-03-28;;Pågår;"
OTHER = "850923-9805;Öberg;Åsa;AL;Östermalm;2008-06-27;;;;;Pågår;"

Checked = Callable[..., ImportBatch]


def registered(number: str, last_name: str = "Lindström", first_name: str = "Björn") -> Person:
    identity = parse_identity(number, timezone.localdate())
    return register_person(identity=identity, first_name=first_name, last_name=last_name)


def codes(row: ImportRow) -> set[str]:
    return {issue.code for issue in row.issues.all()}


def test_the_first_click_only_asks(sample_a: ImportBatch, admin_client: Client) -> None:
    page = admin_client.get(f"/import/{sample_a.pk}/for-in")
    assert "För in 6 rader" in page.content.decode()
    assert not Enrolment.objects.exists()


def test_two_clicks_bring_in_once(sample_a: ImportBatch, admin_client: Client) -> None:
    commit(admin_client, sample_a)
    again = admin_client.post(f"/import/{sample_a.pk}/for-in", follow=True)
    assert "Listan är redan införd." in again.content.decode()
    assert Enrolment.objects.count() == 6


def test_the_operation_itself_is_idempotent(sample_a: ImportBatch, admin: User) -> None:
    commit_batch(actor=admin, batch=sample_a)
    stale = ImportBatch(pk=sample_a.pk)
    commit_batch(actor=admin, batch=stale)
    assert Enrolment.objects.count() == 6


def test_the_same_file_twice_says_when_and_by_whom(committed_a: ImportBatch, upload: Upload) -> None:
    response = upload(SAMPLE_A.read_bytes(), name="annat namn.csv")
    assert response.status_code == 422
    assert response.context["form"].errors["file"] == ["Filen importerades 2026-11-23 av Siv Admin."]
    assert ImportBatch.objects.count() == 1


def test_a_file_only_checked_is_checked_anew(sample_a: ImportBatch, upload: Upload, coaches: dict[str, User]) -> None:
    coaches["PL"].positions.all().delete()
    coaches["PL"].delete()
    response = upload(SAMPLE_A.read_bytes(), name=SAMPLE_A.name)
    assert response.url == f"/import/{sample_a.pk}/"
    assert codes(sample_a.rows.get(line=12)) >= {"I11"}
    assert sample_a.rows.count() == 11


def test_a_new_list_with_the_same_people_conflicts_with_their_open_cases(
    committed_a: ImportBatch, checked: Checked, admin_client: Client
) -> None:
    batch = checked(GOOD)
    row = batch.rows.get()
    assert (row.verdict, codes(row)) == (Verdict.MANUAL, {"I14"})
    commit(admin_client, batch)
    assert Enrolment.objects.count() == 6


def test_a_case_opened_between_check_and_commit_is_left_to_a_person(
    checked: Checked, coaches: dict[str, User], admin: User, admin_client: Client, rosenlund: Jobbtorg
) -> None:
    batch = checked(GOOD, OTHER)
    enrol_person(actor=admin, person=registered("790417-9814"), jobbtorg=rosenlund, enrolled_on=timezone.localdate())
    commit(admin_client, batch)
    refused, brought_in = batch.rows.order_by("line")
    assert (refused.verdict, refused.enrolment, codes(refused)) == (Verdict.MANUAL, None, {"I14"})
    assert brought_in.enrolment is not None
    assert Enrolment.objects.count() == 2


@pytest.mark.parametrize("first_name", ["Karl", "Bo"])
def test_a_person_known_by_another_name_is_left_to_a_person(
    checked: Checked, coaches: dict[str, User], first_name: str
) -> None:
    registered("790417-9814", first_name=first_name)
    row = checked(GOOD).rows.get()
    assert (codes(row), row.verdict) == ({"I14"}, Verdict.MANUAL)


def test_another_last_name_is_let_in_and_shown_to_the_jobbtorg_fc_01(
    checked: Checked, coaches: dict[str, User], admin_client: Client, rosenlund: Jobbtorg
) -> None:
    person = registered("790417-9814", last_name="Ek")
    commit(admin_client, checked(GOOD))
    person.refresh_from_db()
    assert person.last_name == "Ek", "nothing is overwritten"
    [report] = waiting_reports(person, rosenlund.pk)
    assert (report.field, report.value, report.source) == ("last_name", "Lindström", "Enligt importerad lista")


def test_a_row_with_the_number_of_before_is_about_the_same_person_fc_03(
    checked: Checked, coaches: dict[str, User], admin_client: Client
) -> None:
    person = registered("850923-9805")
    sought = lookup_hash("197904179814")
    EarlierNumberFactory(person=person, identity_no="197904179814", identity_hash=sought)
    commit(admin_client, checked(GOOD))
    assert Enrolment.objects.get().person == person
    assert Person.objects.count() == 1


def test_a_row_with_an_unknown_day_of_birth_is_let_in_fc_04(
    checked: Checked, coaches: dict[str, User], admin_client: Client
) -> None:
    number = unknown_day_number(9)
    batch = checked(GOOD.replace("790417-9814", f"{number[2:8]}-{number[8:]}."))
    [issue] = batch.rows.get().issues.all()
    assert (issue.code, issue.message) == ("I06", "Samordningsnummer. Födelsedagen är inte känd.")
    commit(admin_client, batch)
    person = Enrolment.objects.get().person
    assert (person.identity_no, person.birth_date, person.birth_year) == (number, None, int(number[:4]))


def test_a_row_about_somebody_dead_is_left_to_a_person_fc_05(checked: Checked, coaches: dict[str, User]) -> None:
    person = registered("790417-9814")
    Person.objects.filter(pk=person.pk).update(deceased_on=datetime.date(2026, 11, 20))
    row = checked(GOOD).rows.get()
    assert row.verdict == Verdict.MANUAL
    assert "avliden" in row.issues.get(code="I14").message


def test_a_known_person_without_case_gets_one(checked: Checked, coaches: dict[str, User], admin_client: Client) -> None:
    person = registered("790417-9814", last_name="LINDSTROM")
    commit(admin_client, checked(GOOD))
    assert Enrolment.objects.get().person == person
    person.refresh_from_db()
    assert person.last_name == "LINDSTROM", "nothing of a known person is overwritten"


@pytest.mark.parametrize(("closed_on", "verdict"), [("2008-03-19", Verdict.CREATE), ("2008-03-20", Verdict.MANUAL)])
def test_an_earlier_closed_case_must_have_ended_before(
    checked: Checked, coaches: dict[str, User], admin: User, rosenlund: Jobbtorg, closed_on: str, verdict: str
) -> None:
    day = datetime.date(2008, 1, 7)
    case = enrol_person(actor=admin, person=registered("790417-9814"), jobbtorg=rosenlund, enrolled_on=day)
    case.status, case.closed_on = EnrolmentStatus.CLOSED, datetime.date.fromisoformat(closed_on)
    case.save()
    assert checked(GOOD).rows.get().verdict == verdict


def test_protection_given_after_the_check_is_respected(
    checked: Checked, coaches: dict[str, User], admin_client: Client
) -> None:
    batch = checked(GOOD)
    person = registered("790417-9814")
    Person.objects.filter(pk=person.pk).update(protection=Protection.SEKRETESSMARKERING)
    commit(admin_client, batch)
    row = batch.rows.get()
    assert (row.verdict, row.protected, row.cells, codes(row)) == (Verdict.MANUAL, True, "", {"I18"})
    assert not Enrolment.objects.exists()


def test_without_a_column_for_plans_there_is_no_clock(
    checked: Checked, coaches: dict[str, User], admin_client: Client
) -> None:
    """G-39: a list that cannot tell whether the clock was met accuses nobody."""
    batch = checked("790417-9814;Lindström;Björn;AL;2008-02-04", header="Pnr;Efternamn;Förnamn;Coach;Inkom")
    commit(admin_client, batch)
    assert Enrolment.objects.count() == 1
    assert not DeadlineClock.objects.exists()


def test_before_the_guarantee_there_was_no_clock(
    checked: Checked, coaches: dict[str, User], admin_client: Client
) -> None:
    commit(admin_client, checked("790417-9814;Lindström;Björn;AL;Södermalm;2007-12-28;;;;;Pågår;"))
    assert not DeadlineClock.objects.exists()


def test_a_list_that_ends_before_the_last_day_proves_nothing(
    checked: Checked, coaches: dict[str, User], admin_client: Client
) -> None:
    commit(admin_client, checked(OTHER))
    clock = DeadlineClock.objects.get()
    assert (clock.due_on, clock.status) == (datetime.date(2008, 7, 4), ClockStatus.CANCELLED)
    assert clock.historical


def test_a_clock_still_to_be_kept_is_a_live_one(
    checked: Checked, coaches: dict[str, User], admin_client: Client
) -> None:
    row = "790417-9814;Lindström;Björn;AL;Södermalm;2026-11-19;;;;;Pågår;"
    commit(admin_client, checked(row, as_of="2026-11-20"))
    clock = DeadlineClock.objects.get()
    assert (clock.due_on, clock.status) == (datetime.date(2026, 11, 26), ClockStatus.RUNNING)
    assert not clock.historical


def test_a_missed_follow_up_is_a_breach(checked: Checked, coaches: dict[str, User], admin_client: Client) -> None:
    commit(admin_client, checked("790417-9814;Lindström;Björn;AL;Södermalm;2008-01-14;;;2008-01-18;;Pågår;"))
    clock = DeadlineClock.objects.of_kind(ClockKind.FOLLOW_UP).get()
    assert (clock.due_on, clock.status) == (datetime.date(2008, 4, 18), ClockStatus.BREACHED)
    assert clock.latest_breach.cause == ""


def test_the_coach_can_hold_the_follow_up_a_list_left_open(committed_a: ImportBatch, coaches: dict[str, User]) -> None:
    case = Enrolment.objects.get(person__identity_hash=lookup_hash("197904179814"))
    planned = case.follow_ups.get(clock__started_on=datetime.date(2008, 6, 30))
    hold_follow_up(
        actor=coaches["AL"],
        follow_up=planned,
        seen_follow_up=shown_follow_up(planned),
        held_at=timezone.now(),
        result=FollowUpResult.UNCHANGED,
    )
    clock = DeadlineClock.objects.running().get()
    assert (clock.started_on, clock.due_on) == (datetime.date(2026, 11, 23), datetime.date(2027, 2, 23))


def test_a_coach_who_has_left_is_remembered_but_not_responsible(
    checked: Checked, coaches: dict[str, User], admin_client: Client
) -> None:
    User.objects.filter(signature="AL").update(is_active=False)
    commit(admin_client, checked(GOOD))
    case = Enrolment.objects.get()
    assert case.coach is None
    assert case.coach_assignments.get().coach == coaches["AL"]
    assert case.coach_assignments.get().ended_at is not None
