"""What an ordinary month brings: times, coaches, jobbtorg and stadsdelar change, and what was done is taken back."""

from __future__ import annotations

from django.utils import timezone

from aspirants.choices import CheckResult, CheckSource
from aspirants.models import ClosureReason, DisclosureBasis, Enrolment, PostClosureCheck
from aspirants.shown import shown_interruptions, shown_life
from casework.closings.checks_to_come import create_checks
from casework.models import CaseTransfer
from casework.operations.confirming import confirm_closing, correct_closing, record_check
from casework.operations.death import register_death, take_back_death
from casework.operations.handover import hand_over
from casework.operations.reopening import reopen_case
from casework.operations.support_units import change_support_unit
from casework.operations.transfers import accept_transfer, return_transfer, send_transfer, take_back_transfer
from casework.shown import shown_case, shown_check, shown_closure, standing_closure
from casework.transfers.shown import shown_for_transfer, shown_offer, shown_support_unit, shown_transfer
from deadlines.operations.interruptions import withdraw_interruption
from deadlines.operations.open_pauses import approve_pause
from deadlines.shown import shown_clock
from meetings.choices import ChangeReason, Wish
from meetings.models import Meeting, MeetingStatus
from meetings.operations.bookings import cancel_booking, move_booking
from meetings.planning.warnings import EVERY_WARNING
from meetings.shown import shown_meeting
from organisation.models import User
from tests.lives.life import ACTS, Life, by

WISHES = ((Wish.ASPIRANT, ChangeReason.OTHER_TIME), (Wish.UNIT, ChangeReason.COACH_AWAY))
ERROR = 99


class OrdinaryLife(Life):
    """A life with all that is put right, moved and taken back."""

    # times

    def booked(self, case: Enrolment) -> Meeting | None:
        return case.meetings.filter(status=MeetingStatus.BOOKED).order_by("pk").last()

    def move(self, n: int) -> object:
        case = self.open_case()
        booking = self.booked(case) if case else None
        if case is None or booking is None:
            return None
        wish, reason = WISHES[n % 2]
        return by(
            self.worker(case, n),
            move_booking,
            booking=booking,
            seen_booking=shown_meeting(booking),
            starts_at=self.hour(1 + n % 15, n % 6),
            wish=wish,
            reason=reason,
            accepted_warnings=EVERY_WARNING,
        )

    def cancel(self, n: int) -> object:
        case = self.open_case()
        booking = self.booked(case) if case else None
        if case is None or booking is None:
            return None
        wish, reason = WISHES[n % 2]
        return by(
            self.worker(case, n),
            cancel_booking,
            booking=booking,
            seen_booking=shown_meeting(booking),
            wish=wish,
            reason=reason,
        )

    def regret_interruption(self, n: int) -> object:
        case = self.open_case()
        if case is None:
            return None
        return by(
            self.worker(case, n),
            withdraw_interruption,
            enrolment=case,
            seen_interruptions=shown_interruptions(case),
        )

    def approve(self, n: int) -> object:
        clock = self.clock(n)
        if clock is None or clock.enrolment is None:
            return None
        manager = self.torg(clock.enrolment).manager
        return by(manager, approve_pause, clock=clock, seen_clock=shown_clock(clock))

    # people and places

    def leave(self, n: int) -> object:
        case = self.open_case()
        if case is None or case.coach is None:
            return None
        torg = self.torg(case)
        receiver: User = next(coach for coach in torg.coaches if coach.pk != case.coach_id)
        return by(
            torg.manager,
            hand_over,
            coach=case.coach,
            cases=[case.pk],
            bookings=list(case.meetings.filter(status=MeetingStatus.BOOKED).values_list("pk", flat=True)),
            receivers=[receiver],
            reason="Byter arbete",
            from_day=timezone.localdate(),
        )

    def offer_to_the_other(self, n: int) -> object:
        case = self.open_case()
        if case is None:
            return None
        torg = self.torg(case)
        other = next(one for one in self.city.torgs if one != torg)
        seen = shown_for_transfer(case)
        return by(
            torg.manager,
            send_transfer,
            enrolment=case,
            seen_case=seen,
            destination=other.unit,
            reason="Personen har flyttat",
        )

    def answer_the_other(self, n: int) -> object:
        case = self.open_case()
        transfer = CaseTransfer.objects.pending().filter(enrolment=case).first() if case else None
        if case is None or transfer is None:
            return None
        seen = shown_transfer(transfer)
        if n % 4 == 0:
            return by(self.torg(case).manager, take_back_transfer, enrolment=case, seen_transfer=seen)
        receiver = self.city.torg_of(transfer.destination_id)
        if n % 4 == 1:
            return by(
                receiver.manager,
                return_transfer,
                transfer=transfer,
                seen_transfer=seen,
                reason="Personen bor kvar hos er",
            )
        coach = receiver.coaches[n % 2] if n % 4 == 2 else None
        seen_offer = shown_offer(transfer, str(case.income_support_unit or ""))
        return by(receiver.manager, accept_transfer, transfer=transfer, seen_offer=seen_offer, coach=coach)

    def change_stadsdel(self, n: int) -> object:
        case = self.open_case()
        if case is None:
            return None
        unit = self.city.senders[n % 2].unit
        return by(
            self.worker(case, n),
            change_support_unit,
            enrolment=case,
            seen_unit=shown_support_unit(case),
            unit=unit,
            changed_on=timezone.localdate(),
            reason="Personen har flyttat",
        )

    # the end, and what comes after it

    def closed_case(self) -> Enrolment | None:
        return Enrolment.objects.filter(person__in=self.people, closed_on__isnull=False).order_by("closed_on").last()

    def die(self, n: int) -> object:
        case = self.open_case()
        if case is None:
            return None
        return by(
            self.worker(case, n),
            register_death,
            enrolment=case,
            seen_life=shown_life(case),
            deceased_on=timezone.localdate(),
            basis=DisclosureBasis.OSL_10_2,
        )

    def live_after_all(self, n: int) -> object:
        case = self.closed_case()
        if case is None:
            return None
        manager = self.torg(case).manager
        return by(
            manager,
            take_back_death,
            enrolment=case,
            seen_life=shown_life(case),
            reason="En annan person med samma namn",
        )

    def reopen(self, n: int) -> object:
        case = self.closed_case()
        if case is None:
            return None
        return by(
            self.torg(case).manager,
            reopen_case,
            enrolment=case,
            seen_case=shown_case(case),
            reason="Stängdes av misstag",
        )

    def confirm(self, n: int) -> object:
        case = self.closed_case()
        closure = standing_closure(case) if case else None
        if case is None or closure is None:
            return None
        return by(
            self.torg(case).manager,
            confirm_closing,
            enrolment=case,
            seen_closure=shown_closure(case, closure),
            evidence="Anställningsbevis",
        )

    def correct_the_end(self, n: int) -> object:
        case = self.closed_case()
        closure = standing_closure(case) if case else None
        if case is None or closure is None:
            return None
        reason = ClosureReason.objects.get(code=(20, 60, ERROR)[n % 3])
        return by(
            self.torg(case).manager,
            correct_closing,
            enrolment=case,
            seen_closure=shown_closure(case, closure),
            reason=reason,
            correction_reason="Fel kod valdes vid avslutet",
            destination="Komvux" if reason.group == "S" else "",
            destination_starts_on=timezone.localdate() if reason.group == "S" else None,
            text="Några ord om orsaken.",
        )

    def check_on(self, n: int) -> object:
        case = self.closed_case()
        check = PostClosureCheck.objects.to_do().filter(enrolment=case).order_by("due_on").first() if case else None
        if case is None or check is None:
            return None
        return by(
            self.worker(case, n),
            record_check,
            check=check,
            seen_check=shown_check(check),
            result=(CheckResult.STILL, CheckResult.ENDED)[n % 2],
            source=CheckSource.PERSON,
        )

    # what usually goes together, so that a life comes further than chance alone would take it

    def in_turn(self, n: int, *acts: str) -> object:
        """One act after the other, whatever becomes of each."""
        for act in acts:
            self.do(act, n)
        return acts

    def agree_on_a_plan(self, n: int) -> object:
        return self.in_turn(0, "draft", "propose", "answer")

    def end_well(self, n: int) -> object:
        return self.in_turn(0, "log", "withdraw", "close")

    def five_weeks_pass(self, n: int) -> object:
        self.days_pass(8)
        return create_checks(on=timezone.localdate())

    def a_follow_up_is_due(self, n: int) -> object:
        return self.in_turn(n, "five_weeks_pass", "five_weeks_pass", "log", "log", "follow_up")

    def stay_away(self, n: int) -> object:
        return self.in_turn(n, "pause", "days_pass", "resume", "pause", "five_weeks_pass", "approve")

    def get_a_job(self, n: int) -> object:
        return self.in_turn(n, "offer", "answer_offer")

    def be_mourned_too_early(self, n: int) -> object:
        return self.in_turn(n, "die", "live_after_all")

    def come_again_and_regret(self, n: int) -> object:
        return self.in_turn(n, "end_well", "refer", "end_referral")

    def plan_to_be_away(self, n: int) -> object:
        for away, act in ((1, "regret_interruption"), (0, "come_back")):
            self.do("interrupt", away)
            if not away:
                self.do("days_pass", 4)
            self.do(act, n)
        return n

    def look_back(self, n: int) -> object:
        return self.in_turn(n, "five_weeks_pass", "confirm", "check_on", "correct_the_end")


ORDINARY_ACTS = (
    *ACTS,
    *("move", "move", "cancel", "approve", "leave", "regret_interruption"),
    *("offer_to_the_other", "answer_the_other", "answer_the_other", "change_stadsdel"),
    *("die", "live_after_all", "reopen", "reopen", "confirm", "correct_the_end", "check_on"),
    *("agree_on_a_plan", "agree_on_a_plan", "end_well", "look_back", "a_follow_up_is_due", "stay_away"),
    *("plan_to_be_away", "get_a_job", "be_mourned_too_early", "come_again_and_regret"),
)
