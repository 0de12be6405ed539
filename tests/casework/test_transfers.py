"""A case moves to another jobbtorg when the receiver accepts it, and with it everything that hangs on it (FC-06)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from aspirants.choices import ReportedOutcome
from aspirants.events.reading import events_of
from aspirants.models import CoachAssignment, Disclosure, DisclosureBasis, Enrolment, Person, UnitStay
from aspirants.people.news import waiting_reports
from casework.models import CaseTransfer, TransferStatus
from casework.operations import close_case, send_transfer
from casework.shown import shown_case
from casework.transfers.offers import offers_to
from casework.transfers.shown import shown_for_transfer
from core.refusals import OperationRefused
from deadlines.jobs.sweep import sweep
from deadlines.models import Breach, ClockKind, ClockStatus, DeadlineClock
from demo.factories import (
    ClosureReasonFactory,
    DeadlineClockFactory,
    EnrolmentFactory,
    GroupInformationBookingFactory,
    IncomeSupportUnitFactory,
    JobbtorgFactory,
    MeetingFactory,
    QuestionThreadFactory,
    ReferralFactory,
    ReportedFactFactory,
    UserFactory,
)
from meetings.choices import BookingStatus, MeetingStatus
from meetings.models import GroupInformationBooking, Meeting
from notices.choices import NoticeKind
from notices.counts import unread_for
from notices.models import Notice
from notices.operations import notify
from organisation.models import Jobbtorg, User
from referrals.models import Referral
from tests.aspirants.staff import at, signed_in, text
from tests.casework.transfers import REASON, accepted, returned, sent, taken_back
from tests.post_forms import submit
from tests.roles import at_desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def there(now: Any) -> Jobbtorg:
    return JobbtorgFactory(name="Jobbtorg Vällingby")


@pytest.fixture
def receiver(there: Jobbtorg) -> User:
    return UserFactory(manager=True, jobbtorg=there)


def test_nothing_moves_before_it_is_accepted(case: Enrolment, manager: User, receiver: User, coach: User) -> None:
    transfer = sent(manager, case, receiver.jobbtorg)
    case.refresh_from_db()
    assert (case.jobbtorg, case.coach) == (coach.jobbtorg, coach)
    assert case.stays.get().ended_on is None
    with at_desk(coach):
        assert Enrolment.objects.visible_to(coach).get() == case
    with at_desk(receiver):
        assert Enrolment.objects.count() == Person.objects.count() == UnitStay.objects.count() == 0
        assert CaseTransfer.objects.get() == transfer


def test_the_receiver_sees_what_is_needed_to_decide_and_no_more(case: Enrolment, manager: User, receiver: User) -> None:
    clock = DeadlineClockFactory(enrolment=case)
    sent(manager, case, receiver.jobbtorg)
    with at_desk(receiver):
        [offer] = offers_to(receiver)
        assert (offer.name, offer.case_no, offer.due_on) == (case.person.name, case.case_no, clock.due_on)
        assert (offer.transfer.reason, offer.unit) == (REASON, str(case.income_support_unit))
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM casework_offered_case")
            assert [column.name for column in cursor.description] == [
                *("transfer_id", "case_no", "person_id", "is_protected", "first_name", "last_name", "due_on"),
                "unit",
            ]
    for other in (UserFactory(coach=True, jobbtorg=receiver.jobbtorg), UserFactory(manager=True)):
        with at_desk(other), connection.cursor() as cursor:
            assert offers_to(other) == []
            assert CaseTransfer.objects.count() == 0
            cursor.execute("SELECT count(*) FROM casework_offered_case")
            assert cursor.fetchone() == (0,)


def test_a_plan_that_is_to_be_sent_counts_among_what_is_due(case: Enrolment, manager: User, receiver: User) -> None:
    DeadlineClockFactory(enrolment=case, due_in_5=True)
    to_send = DeadlineClockFactory(enrolment=case, kind=ClockKind.PLAN_COMMUNICATION)
    sent(manager, case, receiver.jobbtorg)
    with at_desk(receiver):
        [offer] = offers_to(receiver)
    assert offer.due_on == to_send.due_on


def test_all_that_hangs_on_the_case_moves(case: Enrolment, manager: User, receiver: User, coach: User) -> None:
    referral = ReferralFactory(enrolment=case, enrolled=True, jobbtorg=case.jobbtorg)
    clock = DeadlineClockFactory(enrolment=case, follow_up=True)
    due_on = clock.due_on
    newcomer = UserFactory(coach=True, jobbtorg=receiver.jobbtorg)
    accepted(receiver, sent(manager, case, receiver.jobbtorg), newcomer)
    case.refresh_from_db()
    assert (case.jobbtorg, case.coach) == (receiver.jobbtorg, newcomer)
    first, second = case.stays.order_by("pk")
    today = timezone.localdate()
    assert (first.ended_on, second.jobbtorg, second.started_on, second.ended_on) == (
        *(today, receiver.jobbtorg, today, None),
    )
    assert second.transfer_reason == REASON
    ended = CoachAssignment.objects.get(enrolment=case, coach=coach)
    assert ended.ended_at == timezone.now()
    assert ended.end_reason == f"Ärendet flyttades till Jobbtorg Vällingby: {REASON}"
    assert CoachAssignment.objects.get(enrolment=case, ended_at=None).coach == newcomer
    clock.refresh_from_db()
    assert (clock.jobbtorg, clock.due_on, clock.status) == (receiver.jobbtorg, due_on, ClockStatus.RUNNING)
    assert Referral.objects.get(pk=referral.pk).jobbtorg == receiver.jobbtorg
    with at_desk(newcomer):
        assert Enrolment.objects.visible_to(newcomer).get() == case
        assert DeadlineClock.objects.visible_to(newcomer).filter(enrolment=case).count() == 2


def test_the_old_jobbtorg_reads_nothing_any_more(case: Enrolment, manager: User, receiver: User, coach: User) -> None:
    ReferralFactory(enrolment=case, enrolled=True, jobbtorg=case.jobbtorg)
    DeadlineClockFactory(enrolment=case, breached=True)
    DeadlineClockFactory(enrolment=case, met=True, follow_up=True)
    GroupInformationBookingFactory(enrolment=case, attended=True)
    accepted(receiver, sent(manager, case, receiver.jobbtorg))
    for user in (coach, manager):
        with at_desk(user):
            for table in (Enrolment, Person, DeadlineClock, Breach, UnitStay, CaseTransfer, Referral, Meeting):
                assert table._default_manager.count() == 0, table
    with at_desk(receiver):
        assert Person.objects.get() == case.person


def test_what_is_booked_with_the_old_jobbtorg_is_cancelled(case: Enrolment, manager: User, receiver: User) -> None:
    coming, held = MeetingFactory(enrolment=case), MeetingFactory(enrolment=case, present=True)
    place = GroupInformationBookingFactory(enrolment=case)
    was = GroupInformationBookingFactory(enrolment=case, attended=True)
    transfer = sent(manager, case, receiver.jobbtorg)
    assert Meeting.objects.get(pk=coming.pk).status == MeetingStatus.BOOKED
    accepted(receiver, transfer)
    assert Meeting.objects.get(pk=coming.pk).status == MeetingStatus.CANCELLED_BY_UNIT
    assert Meeting.objects.get(pk=held.pk).status == MeetingStatus.PRESENT
    assert GroupInformationBooking.objects.get(pk=place.pk).status == BookingStatus.CANCELLED_BY_UNIT
    assert GroupInformationBooking.objects.get(pk=was.pk).status == BookingStatus.ATTENDED
    told = Notice.objects.get(recipient=manager)
    assert told.text.endswith(f"har tagit emot ärende {case.case_no}. 2 bokade tider är inställda.")


def test_the_coach_hears_that_the_case_left_and_no_old_notice_leads_to_a_page_that_is_gone(
    case: Enrolment, coach: User, manager: User, receiver: User
) -> None:
    """Also whoever had a booked meeting in it; old notices say so, wait for nobody and are opened without a fault."""
    colleague, elsewhere = UserFactory(coach=True, jobbtorg=coach.jobbtorg), UserFactory(coach=True)
    MeetingFactory(enrolment=case, coach=colleague)
    other = EnrolmentFactory(coach=coach)
    link = {one.pk: reverse("case", args=[one.pk]) for one in (case, other)}
    for one in (case, other):
        notify(
            [coach, elsewhere],
            kind=NoticeKind.ASSIGNED,
            event_key=f"assigned-{one.pk}",
            text=f"Du har fått ärende {one.case_no}",
            path=link[one.pk],
        )
    accepted(receiver, sent(manager, case, receiver.jobbtorg))
    sentence = f"Ärende {case.case_no} har flyttats från dig till Jobbtorg Vällingby. 1 bokad tid är inställd."
    for told in (coach, colleague):
        assert Notice.objects.get(recipient=told, kind=NoticeKind.TRANSFER).text == sentence
    old = Notice.objects.get(recipient=coach, event_key=f"assigned-{case.pk}")
    assert old.text == f"Du har fått ärende {case.case_no} (ärendet finns inte längre hos er)"
    assert (old.path, old.read_at is None) == ("", False)
    assert unread_for(coach) == 2, "the case that is still hers, and that the other left"
    desk = signed_in(coach)
    assert desk.post(reverse("notice_open", args=[old.pk])).url == reverse("notices")
    assert old.text in text(desk.get(reverse("notices")))
    kept = Notice.objects.filter(recipient=elsewhere) | Notice.objects.filter(path=link[other.pk])
    assert not kept.exclude(path__in=link.values()).exists()


def test_no_notice_about_a_question_a_referral_or_a_clock_leads_to_a_case_that_has_left(
    case: Enrolment, manager: User, receiver: User
) -> None:
    referral = ReferralFactory(enrolment=case, enrolled=True, jobbtorg=case.jobbtorg)
    asked, untold = QuestionThreadFactory(referral=referral), QuestionThreadFactory(referral=None, enrolment=case)
    others = QuestionThreadFactory(referral=ReferralFactory(jobbtorg=case.jobbtorg))
    gone = [
        reverse("question_thread", args=[asked.pk]),
        reverse("question_thread", args=[untold.pk]),
        reverse("referral_detail", args=[referral.pk]),
        reverse("clock_explain", args=[DeadlineClockFactory(enrolment=case).pk]),
    ]
    stays = [reverse("question_thread", args=[others.pk]), reverse("referral_detail", args=[others.referral_id])]
    for path in (*gone, *stays):
        notify([manager], kind=NoticeKind.REFERRAL, event_key=path, text="Något har hänt", path=path)
    accepted(receiver, sent(manager, case, receiver.jobbtorg))
    old = Notice.objects.filter(recipient=manager, event_key__in=gone)
    assert {(one.path, one.text, one.read_at is None) for one in old} == {
        ("", "Något har hänt (ärendet finns inte längre hos er)", False)
    }
    assert old.count() == 4
    left = Notice.objects.filter(recipient=manager, event_key__in=stays)
    assert sorted(left.values_list("path", "read_at")) == sorted((path, None) for path in stays)


def test_it_can_be_returned_sent_again_taken_back_and_accepted(case: Enrolment, manager: User, receiver: User) -> None:
    first = returned(receiver, sent(manager, case, receiver.jobbtorg))
    assert (first.status, first.answer_reason) == (TransferStatus.RETURNED, "Har ingen plats")
    second = taken_back(manager, sent(manager, case, receiver.jobbtorg))
    assert second.status == TransferStatus.TAKEN_BACK
    accepted(receiver, sent(manager, case, receiver.jobbtorg))
    case.refresh_from_db()
    assert case.jobbtorg == receiver.jobbtorg
    titles = [event.title for event in events_of(case).events]
    assert "Jobbtorg Vällingby tog emot ärendet" in titles
    assert titles.count("Jobbtorg Kista bad Jobbtorg Vällingby ta över ärendet") == 3
    assert "Jobbtorg Vällingby skickade tillbaka ärendet" in titles
    assert "Jobbtorg Kista tog tillbaka ärendet innan det hade besvarats" in titles
    assert "Flyttades till Jobbtorg Vällingby" in titles


def test_both_managers_are_told_by_number(case: Enrolment, manager: User, receiver: User) -> None:
    transfer = sent(manager, case, receiver.jobbtorg)
    assert Notice.objects.get(recipient=receiver).text == f"Jobbtorg Kista vill flytta ärende {case.case_no} till er"
    returned(receiver, transfer)
    told = Notice.objects.get(recipient=manager)
    assert told.text == f"Jobbtorg Vällingby har skickat tillbaka ärende {case.case_no}"
    accepted(receiver, sent(manager, case, receiver.jobbtorg))
    newest = Notice.objects.filter(recipient=manager).order_by("-pk")[0]
    assert (newest.text, newest.path) == (f"Jobbtorg Vällingby har tagit emot ärende {case.case_no}.", "")


def test_a_protected_person_is_offered_to_the_appointed_alone(case: Enrolment, manager: User, receiver: User) -> None:
    Person.objects.filter(pk=case.person_id).update(protection="SEKRETESSMARKERING")
    User.objects.filter(pk=manager.pk).update(protected_access=True)
    manager.refresh_from_db()
    case.person.refresh_from_db()
    with pytest.raises(OperationRefused) as refused:
        sent(manager, case, receiver.jobbtorg)
    assert refused.value.field == "destination"
    assert "får öppna skyddade personer" in refused.value.message
    appointed = UserFactory(manager=True, jobbtorg=receiver.jobbtorg, protected_access=True)
    transfer = sent(manager, case, receiver.jobbtorg)
    assert not Notice.objects.filter(recipient=receiver).exists()
    with at_desk(receiver):
        assert offers_to(receiver) == []
        assert CaseTransfer.objects.count() == 0
    with pytest.raises(OperationRefused):
        accepted(receiver, transfer)
    with at_desk(appointed):
        [offer] = offers_to(appointed)
        assert (offer.name, offer.case_no) == ("Skyddade personuppgifter", case.case_no)
    accepted(appointed, transfer)
    case.refresh_from_db()
    assert case.jobbtorg == receiver.jobbtorg


def test_a_case_that_is_closed_is_offered_no_more(case: Enrolment, manager: User, receiver: User, coach: User) -> None:
    transfer = sent(manager, case, receiver.jobbtorg)
    with at_desk(coach):
        close_case(
            actor=coach,
            enrolment=case,
            seen_case=shown_case(case),
            closed_on=timezone.localdate(),
            reason=ClosureReasonFactory(illness=True),
            basis=DisclosureBasis.OSL_26_1,
        )
    assert CaseTransfer.objects.get(pk=transfer.pk).status == TransferStatus.ENDED
    with pytest.raises(OperationRefused, match="väntar inte längre"):
        accepted(receiver, transfer)


@pytest.mark.parametrize(
    ("ends", "why"),
    [
        ("taken back", "Erbjudandet togs tillbaka av Jobbtorg Kista."),
        ("returned", "Erbjudandet är redan besvarat: ni har skickat tillbaka ärendet."),
        ("closed", "Erbjudandet gäller inte längre, eftersom ärendet har avslutats."),
    ],
)
def test_an_answer_to_an_offer_that_waits_no_more_says_why_and_keeps_what_was_written(
    case: Enrolment, manager: User, receiver: User, coach: User, ends: str, why: str
) -> None:
    transfer, client = sent(manager, case, receiver.jobbtorg), signed_in(receiver)
    offer, back = (reverse(name, args=[transfer.pk]) for name in ("transfer", "transfer_return"))
    pages = {path: client.get(path) for path in (offer, back)}
    if ends == "taken back":
        taken_back(manager, transfer)
    elif ends == "returned":
        returned(receiver, transfer)
    else:
        with at_desk(manager):
            reason = ClosureReasonFactory(moved=True)
            close_case(
                actor=manager,
                enrolment=case,
                seen_case=shown_case(case),
                reason=reason,
                closed_on=timezone.localdate(),
                basis=DisclosureBasis.OSL_26_1,
            )
    for path, typed in ((offer, {}), (back, {"reason": "Vi har inte fler platser."})):
        refused = submit(client, path, typed, page=pages[path])
        assert refused.status_code == 409
        said = text(refused)
        assert f"{why} Ingenting är sparat." in said
        assert f'href="{reverse("referral_inbox")}">Till Remisser' in refused.content.decode()
        assert ("Vi har inte fler platser." in said) is bool(typed)
        assert case.case_no not in said
        opened = client.get(path, follow=True)
        assert opened.redirect_chain == [(reverse("referral_inbox"), 302)]
        assert why in text(opened)
    elsewhere = signed_in(UserFactory(manager=True))
    assert [elsewhere.get(path).status_code for path in (offer, back)] == [404, 404]


@pytest.mark.parametrize(
    ("fault", "field"),
    [("no reason", "reason"), ("own", "destination"), ("gone", "destination"), ("nobody", "destination")],
)
def test_what_cannot_be_sent(case: Enrolment, manager: User, receiver: User, fault: str, field: str) -> None:
    gone = timezone.localdate() - timedelta(days=1)
    where = {
        "own": lambda: case.jobbtorg,
        "gone": lambda: UserFactory(manager=True, jobbtorg__valid_to=gone).jobbtorg,
        "nobody": JobbtorgFactory,
    }.get(fault, lambda: receiver.jobbtorg)()
    with pytest.raises(OperationRefused) as refused:
        sent(manager, case, where, "   " if fault == "no reason" else REASON)
    assert refused.value.field == field
    assert not CaseTransfer.objects.exists()


def test_only_managers_of_the_two_jobbtorg_act(case: Enrolment, manager: User, receiver: User, coach: User) -> None:
    with pytest.raises(OperationRefused, match="Bara enhetschefen"):
        sent(coach, case, receiver.jobbtorg)
    with pytest.raises(OperationRefused, match="Bara enhetschefen"), at_desk(receiver):
        send_transfer(
            actor=receiver,
            enrolment=case,
            seen_case=shown_for_transfer(case),
            destination=receiver.jobbtorg,
            reason=REASON,
        )
    transfer = sent(manager, case, receiver.jobbtorg)
    for user in (manager, UserFactory(coach=True, jobbtorg=receiver.jobbtorg), UserFactory(manager=True)):
        with pytest.raises(OperationRefused, match="Bara enhetschefen"):
            accepted(user, transfer)
        with pytest.raises(OperationRefused, match="Bara enhetschefen"):
            returned(user, transfer)
    stranger = UserFactory(manager=True)
    with pytest.raises(OperationRefused, match="Bara enhetschefen"):
        taken_back(stranger, transfer)


def test_the_page_names_the_unit_that_is_told_and_tells_no_other(
    case: Enrolment, manager: User, receiver: User
) -> None:
    transfer = sent(manager, case, receiver.jobbtorg)
    page, before, after = reverse("transfer", args=[transfer.pk]), case.income_support_unit, IncomeSupportUnitFactory()
    desk = signed_in(receiver)
    opened = desk.get(page)
    assert opened.context["form"]["basis"].label == f"Rättslig grund för att meddela {before} att ärendet är ert"
    Enrolment.objects.filter(pk=case.pk).update(income_support_unit=after)
    refused = submit(desk, page, {"basis": "OSL_26_1"}, page=opened)
    assert refused.status_code == 409
    assert [(row.then, row.now) for row in refused.context["changed"].rows() if row.differs] == [
        (str(before), str(after))
    ]
    assert not Disclosure.objects.exists()
    assert Enrolment.objects.get(pk=case.pk).jobbtorg == manager.jobbtorg
    assert submit(desk, page, {"basis": "OSL_26_1"}, page=refused).status_code == 302
    assert Disclosure.objects.get().recipient == after


def test_a_case_without_a_unit_is_accepted_without_a_ground(case: Enrolment, manager: User, receiver: User) -> None:
    Enrolment.objects.filter(pk=case.pk).update(income_support_unit=None)
    transfer = sent(manager, case, receiver.jobbtorg)
    page, desk = reverse("transfer", args=[transfer.pk]), signed_in(receiver)
    opened = desk.get(page)
    assert "basis" not in opened.context["form"].fields
    assert "Ingen enhet angiven" in text(opened)
    assert submit(desk, page, {}, page=opened).status_code == 302
    assert Enrolment.objects.get(pk=case.pk).jobbtorg == receiver.jobbtorg
    assert not Disclosure.objects.exists()


def test_sql_of_ones_own_takes_over_only_what_was_offered(case: Enrolment, manager: User, receiver: User) -> None:
    """The owner's function is for a manager of the jobbtorg to which the case was offered, once."""
    transfer = sent(manager, case, receiver.jobbtorg)
    others = (
        manager,
        UserFactory(manager=True),
        UserFactory(coach=True, jobbtorg=receiver.jobbtorg),
        UserFactory(caseworker=True),
    )
    for user in others:
        with at_desk(user), connection.cursor() as cursor:
            cursor.execute("SELECT jobbtorg_take_over(%s)", [transfer.pk])
            assert cursor.fetchone() == (False,), user.role
    returned(receiver, transfer)
    with at_desk(receiver), connection.cursor() as cursor:
        cursor.execute("SELECT jobbtorg_take_over(%s)", [transfer.pk])
        assert cursor.fetchone() == (False,)
    case.refresh_from_db()
    assert case.jobbtorg == manager.jobbtorg


@pytest.mark.parametrize(
    ("accepted_on", "stamped_first"), [("2026-03-05", False), ("2026-03-10", False), ("2026-03-10", True)]
)
def test_g_54_a_breach_stays_where_the_case_was_on_the_last_day(
    now: Any, received: Any, manager: User, receiver: User, accepted_on: str, stamped_first: bool
) -> None:
    """Received Monday 2 March 2026, due Monday 9 March; accepted on the 5th or the 10th, no plan."""
    now.move_to(at("2026-03-02"))
    clock = received("2026-03-02")
    assert clock.due_on == date(2026, 3, 9)
    now.move_to(at(accepted_on))
    if stamped_first:
        sweep(on=timezone.localdate())
    accepted(receiver, sent(manager, clock.enrolment, receiver.jobbtorg))
    now.move_to(at("2026-03-11"))
    sweep(on=timezone.localdate())
    clock.refresh_from_db()
    assert (clock.due_on, clock.status) == (date(2026, 3, 9), ClockStatus.BREACHED)
    before = accepted_on == "2026-03-05"
    where = receiver.jobbtorg if before else manager.jobbtorg
    assert Breach.objects.get(clock=clock).jobbtorg == where
    # Whoever has the case now may read of it; what is counted elsewhere is in no figure here, and the row says where.
    desk = signed_in(receiver)
    listed = desk.get("/frister?state=broken")
    assert clock.reference in text(listed)
    assert ("räknas hos Jobbtorg Kista" in text(listed)) is not before
    assert (clock.reference in text(desk.get("/frister?state=month"))) is before
    assert (clock.reference in text(desk.get("/frister/brutna"))) is before
    assert clock.booked_at_id == where.pk
    assert clock.jobbtorg == receiver.jobbtorg


def test_what_has_moved_away_is_not_written_to(case: Enrolment, manager: User, receiver: User, coach: User) -> None:
    """With a page kept from before: neither lock lets it through."""
    page = Enrolment.objects.select_related("person", "jobbtorg").get(pk=case.pk)
    accepted(receiver, sent(manager, case, receiver.jobbtorg))
    for desk in (at_desk(coach), at_desk(manager)):
        with desk, pytest.raises(OperationRefused, match="inte längre vid ert jobbtorg"):
            Enrolment.objects.locked(page)
    with pytest.raises(OperationRefused, match="inte längre vid ert jobbtorg"):
        Enrolment.objects.locked(page)


def test_a_case_enrolled_and_moved_the_same_day(coach: User, manager: User, receiver: User) -> None:
    new = EnrolmentFactory(coach=coach, enrolled_on=timezone.localdate())
    accepted(receiver, sent(manager, new, receiver.jobbtorg))
    assert [stay.jobbtorg for stay in new.stays.filter(ended_on=None)] == [receiver.jobbtorg]


def test_what_a_referral_said_waits_where_the_case_is(case: Enrolment, manager: User, receiver: User) -> None:
    """FC-01: nobody at the old jobbtorg meets the person any more, and what was settled there stays there."""
    waits = ReportedFactFactory(person=case.person, jobbtorg=case.jobbtorg)
    settled = ReportedFactFactory(
        person=case.person,
        jobbtorg=case.jobbtorg,
        outcome=ReportedOutcome.KEPT,
        settled_by=manager,
        settled_at=timezone.now(),
    )
    moved = accepted(receiver, sent(manager, case, receiver.jobbtorg))
    with at_desk(receiver):
        assert waiting_reports(moved.person, receiver.jobbtorg_id) == [waits]
    settled.refresh_from_db()
    assert settled.jobbtorg == manager.jobbtorg


def test_what_was_written_is_kept_where_a_colleague_was_quicker(case: Enrolment, manager: User, receiver: User) -> None:
    client, path = signed_in(manager), reverse("transfer_case", args=[case.pk])
    older = shown_for_transfer(case).token()
    sent(manager, case, receiver.jobbtorg)
    written = {"destination": str(receiver.jobbtorg_id), "reason": "Bor i Vällingby sedan i fredags", "seen": older}
    refused = client.post(path, written)
    assert refused.status_code == 409
    assert refused.context["texts"] == [("Varför ärendet ska flyttas", "Bor i Vällingby sedan i fredags")]
    assert "Bor i Vällingby sedan i fredags" in text(refused)
    assert "att kopiera" not in text(client.get(path))
