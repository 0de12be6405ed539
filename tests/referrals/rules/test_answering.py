"""*Registrera svaret*: whether the person can work is known now, and the promise is judged from the same day 0."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from core.history.tracking import changes_of
from core.refusals import OperationRefused
from core.seen import ChangedMeanwhileError
from deadlines.clocks.coverage import coverage_of_clock
from deadlines.jobs.sweep import sweep
from deadlines.models import Breach, ClockStatus, DeadlineClock
from demo.factories import (
    DeadlineClockFactory,
    EnrolmentFactory,
    IncomeSupportUnitFactory,
    UserFactory,
    WalkInFactory,
)
from notices.choices import NoticeKind
from notices.models import Notice
from organisation.access.acting import acting_for
from organisation.access.database_roles import WEB
from organisation.models import IncomeSupportUnit, Jobbtorg, User
from referrals.facts.coverage import coverage_as_sent
from referrals.models import DeclineReason, FitForWork, FitnessAnswer, Referral
from referrals.operations import (
    accept_referral,
    answer_fitness,
    complete_referral,
    decline_referral,
    enrol_referral,
    return_referral,
)
from referrals.operations.stated.correcting import correct_referral
from referrals.shown import shown_answer, shown_referral
from tests.referrals.pages import send, text
from tests.roles import as_role
from tests.visits import signed_in

DUE = datetime.date(2026, 11, 30)
LATE = datetime.datetime(2026, 12, 3, 9, tzinfo=datetime.UTC)
AWAITED = "Avgörs när det är utrett om personen kan arbeta."


@pytest.fixture
def referral(sender: Client, jobbtorg: Jobbtorg) -> Referral:
    """A refugee with etableringsersättning, of whom it is to be investigated whether they can work."""
    stated = {"benefit_kind": "ETABLERINGSERSATTNING", "benefit_reason": "OTHER", "fit_for_work": "TO_INVESTIGATE"}
    return send(sender, jobbtorg, **stated, is_refugee="on")


@contextmanager
def acting(user: User) -> Iterator[None]:
    """As the database shows rows to the user's pages."""
    with as_role(WEB), acting_for(user):
        yield


def answer(actor: User, referral: Referral, fit: FitForWork = FitForWork.YES) -> DeadlineClock:
    with acting(actor):
        clock = DeadlineClock.objects.get(pk=referral.clock_id)
        answer_fitness(actor=actor, clock=clock, seen_answer=shown_answer(clock), fit_for_work=fit)
    return DeadlineClock.objects.get(pk=referral.clock_id)


def test_until_the_answer_it_is_not_covered_and_says_so(referral: Referral, coach: User) -> None:
    clock = referral.clock
    assert (clock.covered, clock.coverage_awaited, clock.coverage_in_words) == (False, True, AWAITED)
    assert clock.due_on == DUE
    assert AWAITED in text(signed_in(coach).get(reverse("clock_explain", args=[clock.pk])))


@pytest.mark.parametrize(
    ("fit", "covered"), [(FitForWork.YES, True), (FitForWork.PARTLY, True), (FitForWork.NO, False)]
)
def test_the_answer_decides_from_the_same_day_0(
    referral: Referral, coach: User, fit: FitForWork, covered: bool
) -> None:
    clock = answer(coach, referral, fit)
    assert (clock.covered, clock.coverage_awaited, clock.covered_by) == (covered, False, "B")
    assert (clock.started_on, clock.due_on) == (referral.received_on, DUE)
    assert ("kan inte arbeta" in clock.covered_reason) != covered


@pytest.mark.parametrize("by", ["coach", "caseworker"])
def test_an_answer_after_the_last_day_judges_the_promise_that_day(
    request: pytest.FixtureRequest, clock: time_machine.Traveller, referral: Referral, manager: User, by: str
) -> None:
    """The grey breach counts from the day of the answer, with one row and one notice however often it is swept."""
    clock.move_to(datetime.datetime(2026, 12, 1, 6, tzinfo=datetime.UTC))
    sweep(on=datetime.date(2026, 12, 1))
    assert Breach.objects.get().stamped_at.date() == datetime.date(2026, 12, 1)
    assert not Notice.objects.filter(kind=NoticeKind.BREACH).exists()
    clock.move_to(LATE)
    promise = answer(request.getfixturevalue(by), referral)
    sweep(on=LATE.date())
    assert (promise.covered, promise.status, promise.due_on) == (True, ClockStatus.BREACHED, DUE)
    breach = Breach.objects.get()
    assert (breach.stamped_at, breach.due_on, breach.jobbtorg_id) == (LATE, DUE, manager.jobbtorg_id)
    assert [notice.recipient for notice in Notice.objects.filter(kind=NoticeKind.BREACH)] == [manager]


def test_what_was_late_and_not_swept_yet_is_stamped_by_the_next_sweep_with_its_notice(
    clock: time_machine.Traveller, referral: Referral, coach: User, manager: User
) -> None:
    clock.move_to(LATE)
    assert answer(coach, referral).status == ClockStatus.RUNNING
    sweep(on=LATE.date())
    sweep(on=LATE.date())
    assert Breach.objects.count() == 1
    assert Notice.objects.filter(kind=NoticeKind.BREACH, recipient=manager).count() == 1


def test_the_answer_follows_the_case(referral: Referral, coach: User) -> None:
    with acting(coach):
        enrol_accepted(coach, referral)
    clock = answer(coach, referral)
    assert clock.covered
    assert clock.enrolment is not None


def enrol_accepted(coach: User, referral: Referral) -> None:
    accept_referral(actor=coach, referral=referral, seen_referral=shown_referral(referral))
    now = Referral.objects.get(pk=referral.pk)
    enrol_referral(actor=coach, referral=now, seen_referral=shown_referral(now), coach=coach)


def test_two_at_once_leave_one_answer(referral: Referral, coach: User, manager: User) -> None:
    clock = DeadlineClock.objects.get(pk=referral.clock_id)
    seen = shown_answer(clock)
    answer(coach, referral)
    with acting(manager), pytest.raises(ChangedMeanwhileError):
        answer_fitness(actor=manager, clock=clock, seen_answer=seen, fit_for_work=FitForWork.NO)
    assert FitnessAnswer.objects.count() == 1


def test_only_the_manager_changes_an_answer(referral: Referral, coach: User, manager: User) -> None:
    answer(coach, referral, FitForWork.NO)
    with pytest.raises(OperationRefused, match="Enhetschefen kan ändra"):
        answer(coach, referral)
    assert answer(manager, referral).covered
    assert list(FitnessAnswer.objects.values_list("fit_for_work", flat=True)) == [FitForWork.NO, FitForWork.YES]


def test_nobody_else_answers(referral: Referral) -> None:
    other_unit = UserFactory(caseworker=True, income_support_unit=IncomeSupportUnitFactory())
    clock = DeadlineClock.objects.get(pk=referral.clock_id)
    for other in (UserFactory(coach=True), other_unit, UserFactory(admin=True)):
        with pytest.raises(OperationRefused):
            answer_fitness(actor=other, clock=clock, seen_answer=shown_answer(clock), fit_for_work=FitForWork.YES)
    assert not FitnessAnswer.objects.exists()


def test_a_referral_that_says_it_already_has_no_question(sender: Client, jobbtorg: Jobbtorg, coach: User) -> None:
    with pytest.raises(OperationRefused, match="är redan sagt"):
        answer(coach, send(sender, jobbtorg))


class TestSecrecy:
    """What the jobbtorg has found out about the person is not the stadsdel's to read; its own answer is."""

    def test_the_stadsdel_reads_its_own_answers_alone(self, referral: Referral, coach: User, caseworker: User) -> None:
        answer(coach, referral)
        with acting(caseworker):
            assert not FitnessAnswer.objects.exists()
            assert coverage_as_sent(Referral.objects.get(pk=referral.pk)).awaited
        with acting(coach):
            assert FitnessAnswer.objects.count() == 1

    def test_another_unit_and_another_jobbtorg_read_none(
        self, referral: Referral, caseworker: User, unit: IncomeSupportUnit
    ) -> None:
        answer(caseworker, referral)
        others = (
            UserFactory(caseworker=True, income_support_unit=IncomeSupportUnitFactory(district=unit.district)),
            UserFactory(coach=True),
        )
        for other in others:
            with acting(other):
                assert not FitnessAnswer.objects.exists()
        with acting(caseworker):
            assert coverage_as_sent(Referral.objects.get(pk=referral.pk)).covered


def test_a_correction_of_the_facts_keeps_the_jobbtorgs_answer(
    referral: Referral, coach: User, caseworker: User
) -> None:
    """The sender, who may not read it, completes the referral: the promise stays decided."""
    with acting(coach):
        return_referral(
            actor=coach,
            referral=referral,
            seen_referral=shown_referral(referral),
            question="Vilken dag söktes det?",
        )
    decided = coverage_of_clock(answer(coach, referral))
    with acting(caseworker):
        now = Referral.objects.get(pk=referral.pk)
        complete_referral(actor=caseworker, referral=now, seen_referral=shown_referral(now), answer="Den 2 november.")
    assert coverage_of_clock(DeadlineClock.objects.get(pk=referral.clock_id)) == decided


def test_the_row_leads_to_the_answer_while_it_decides_and_else_to_the_correction(
    referral: Referral, coach: User, manager: User, caseworker: User
) -> None:
    page, own = reverse("referral_detail", args=[referral.pk]), reverse("referral_fitness", args=[referral.pk])
    by_row = 'href="{}">{}<span class="ds-sr-only"> kan arbeta'
    assert by_row.format(own, "Registrera svaret") in text(signed_in(caseworker).get(page))
    address = reverse("clock_fitness", args=[referral.clock_id])
    assert by_row.format(address, "Registrera svaret") in text(signed_in(coach).get(page))
    answer(coach, referral)
    shown = text(signed_in(coach).get(page))
    assert "kan arbeta</span>" not in shown, "what the sender wrote the jobbtorg does not change"


def test_the_row_of_a_visit_leads_there_too(coach: User, jobbtorg: Jobbtorg) -> None:
    case = EnrolmentFactory(jobbtorg=jobbtorg, coach=coach, origin="WALK_IN")
    WalkInFactory(enrolment=case, fit_for_work=FitForWork.TO_INVESTIGATE)
    shown = text(signed_in(coach).get(reverse("case_referral", args=[case.pk])))
    assert f'href="{reverse("visit_correct", args=[case.pk])}">Rätta uppgifterna<span' in shown
    clock = DeadlineClockFactory(enrolment=case, covered=False, coverage_awaited=True)
    shown = text(signed_in(coach).get(reverse("case_referral", args=[case.pk])))
    assert f'href="{reverse("clock_fitness", args=[clock.pk])}">Registrera svaret<span' in shown


def test_a_breach_keeps_the_moment_from_which_it_first_counted(
    clock: time_machine.Traveller, referral: Referral, manager: User
) -> None:
    """Grey on 1 December, covered on the 3rd, not on the 4th, covered again on the 7th: the 3rd stands."""
    clock.move_to(datetime.datetime(2026, 12, 1, 6, tzinfo=datetime.UTC))
    sweep(on=datetime.date(2026, 12, 1))
    for day, fit in ((3, FitForWork.YES), (4, FitForWork.NO), (7, FitForWork.PARTLY)):
        clock.move_to(datetime.datetime(2026, 12, day, 9, tzinfo=datetime.UTC))
        promise = answer(manager, referral, fit)
        assert Breach.objects.get().stamped_at == LATE, day
    assert (promise.covered, promise.status, promise.due_on) == (True, ClockStatus.BREACHED, DUE)
    assert Notice.objects.filter(kind=NoticeKind.BREACH).count() == 1


def test_one_that_was_broken_as_a_promise_is_not_stamped_anew_when_it_is_one_again(
    clock: time_machine.Traveller, sender: Client, jobbtorg: Jobbtorg, caseworker: User, manager: User
) -> None:
    """Broken on 1 December; what the sender says takes it out of the guarantee on the 3rd, and back on the 4th."""
    covered = send(sender, jobbtorg)
    stamped = datetime.datetime(2026, 12, 1, 6, tzinfo=datetime.UTC)
    clock.move_to(stamped)
    sweep(on=stamped.date())
    for day, reason, expected in ((3, "OTHER", False), (4, "ARBETSBRIST", True)):
        clock.move_to(datetime.datetime(2026, 12, day, 9, tzinfo=datetime.UTC))
        with acting(caseworker):
            now = Referral.objects.get(pk=covered.pk)
            correct_referral(actor=caseworker, referral=now, seen_referral=shown_referral(now), benefit_reason=reason)
        assert DeadlineClock.objects.get().covered is expected
        assert Breach.objects.get().stamped_at == stamped
    assert list(Notice.objects.filter(kind=NoticeKind.BREACH).values_list("recipient", flat=True)) == [manager.pk]


def test_the_same_answer_writes_no_version_of_the_clock(sender: Client, jobbtorg: Jobbtorg, caseworker: User) -> None:
    sent = send(sender, jobbtorg)
    versions = changes_of(DeadlineClock).objects.filter(pgh_obj=sent.clock_id)
    before = versions.count()
    with acting(caseworker):
        now = Referral.objects.get(pk=sent.pk)
        correct_referral(actor=caseworker, referral=now, seen_referral=shown_referral(now), lives_elsewhere=True)
    assert versions.count() == before


REGISTER = 'type="submit" class="ds-button">Registrera svaret'


class TestWhereItIsOffered:
    """*Registrera svaret* stands where the operation takes an answer, and its page has a form only there."""

    def test_a_declined_referral_offers_it_nowhere(
        self, referral: Referral, manager: User, coach: User, caseworker: User
    ) -> None:
        pages = [
            (coach, reverse("referral_detail", args=[referral.pk])),
            (coach, reverse("clock_explain", args=[referral.clock_id])),
            (caseworker, reverse("referral_detail", args=[referral.pk])),
        ]
        assert [text(signed_in(user).get(page)).count("Registrera svaret") for user, page in pages] == [2, 1, 2]
        with acting(manager):
            decline_referral(
                actor=manager,
                referral=referral,
                seen_referral=shown_referral(referral),
                reason=DeclineReason.DUPLICATE,
            )
        assert [text(signed_in(user).get(page)).count("Registrera svaret") for user, page in pages] == [0, 0, 0]

    def test_the_page_of_a_declined_referral_says_why_without_a_form(
        self, referral: Referral, coach: User, caseworker: User
    ) -> None:
        Referral.objects.filter(pk=referral.pk).update(status="DECLINED", decline_reason="DUPLICATE")
        for user, page, key in (
            (coach, "clock_fitness", referral.clock_id),
            (caseworker, "referral_fitness", referral.pk),
        ):
            shown = text(signed_in(user).get(reverse(page, args=[key])))
            assert "Remissen är avslutad, och svaret ändrar ingenting." in shown
            assert REGISTER not in shown

    def test_while_it_is_to_be_completed_both_sides_are_offered_it(self, referral: Referral, coach: User) -> None:
        with acting(coach):
            return_referral(
                actor=coach,
                referral=referral,
                seen_referral=shown_referral(referral),
                question="Vilken dag söktes det?",
            )
        address = reverse("clock_fitness", args=[referral.clock_id])
        client = signed_in(coach)
        assert f'href="{address}"' in text(client.get(reverse("referral_detail", args=[referral.pk])))
        assert REGISTER in text(client.get(address))

    def test_an_answer_is_shown_and_left_to_the_manager(
        self, referral: Referral, coach: User, manager: User, caseworker: User
    ) -> None:
        answer(coach, referral, FitForWork.NO)
        page = reverse("clock_fitness", args=[referral.clock_id])
        shown = text(signed_in(coach).get(page))
        assert "<li>Nej, <time" in shown
        assert str(coach) in shown
        assert "Svaret är redan registrerat. Enhetschefen kan ändra det." in shown
        assert REGISTER not in shown
        assert REGISTER in text(signed_in(manager).get(page))
        # The sender is shown nothing of what the jobbtorg has found out.
        own = text(signed_in(caseworker).get(reverse("referral_fitness", args=[referral.pk])))
        assert "Registrerade svar" not in own
        assert REGISTER in own

    def test_a_referral_that_says_it_has_no_form(self, sender: Client, jobbtorg: Jobbtorg, coach: User) -> None:
        told = send(sender, jobbtorg)
        shown = text(signed_in(coach).get(reverse("clock_fitness", args=[told.clock_id])))
        assert "Det är redan sagt om personen kan arbeta." in shown
        assert REGISTER not in shown

    def test_the_senders_page_leads_back_to_its_list(self, referral: Referral, caseworker: User) -> None:
        shown = text(signed_in(caseworker).get(reverse("referral_fitness", args=[referral.pk])))
        assert f'<a class="ds-link" href="{reverse("referral_inbox")}">Mina remisser</a>' in shown
