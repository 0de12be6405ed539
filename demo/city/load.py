"""Builds the city and writes it."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from aspirants.models import ClosureReason, Enrolment, Person, Protection
from catalogue.models import InsatsType
from core.workdays import add_working_days
from deadlines.models import DeadlineClock
from demo.city.attachments import attach_papers
from demo.city.between import write_between
from demo.city.cases import scenarios
from demo.city.cases.begin import Case, City, Scenario, begin
from demo.city.cases.clocks import Clocks
from demo.city.cases.closing import close
from demo.city.cases.meeting_times import MeetingTimes
from demo.city.cases.meetings import GroupInformation, MeetingWriter, meetings_today
from demo.city.cases.notes import keep_templates, write_notes
from demo.city.cases.plans import PlanWriter
from demo.city.cases.talks import assessment_clocks
from demo.city.cases.unusual_cases import incomplete_referral, lapsed_referral, paper_referral, walk_in
from demo.city.cases.waiting import ended_referrals, waiting_protected, waiting_referrals
from demo.city.notices import DAYS_OF_NOTICES, NoticeWriter
from demo.city.people import Applicant, Population
from demo.city.phrases import write_phrases
from demo.city.questions import write_questions
from demo.city.rows import Rows
from demo.city.staff import employ
from demo.factories import local_instant
from organisation.access.acting import System, acting_for
from organisation.models import IncomeSupportUnit, Jobbtorg
from organisation.numbering import next_numbers
from organisation.reference_tables.calendar import stored_holiday
from referrals.models import Referral

SEED = 20080101  # the day jobbgarantin began
FAVOURITES = ("Anna Lund", "Hodan Jama", "Petra Lind", "Agnieszka Nowak")
LONG_RUNNING, CLOSED, CAME_BACK = 160, 312, 20
TRANSFERRED_EACH = 12


@dataclass(frozen=True)
class Loaded:
    """What was written."""

    persons: int
    cases: int
    open_cases: int
    staff: int


@transaction.atomic
def load_city(on: date) -> Loaded:
    """Write the demo's Stockholm as it stands on a day. The reference data must be there, persons must not."""
    with acting_for(System.COMMAND):
        builder = CityBuilder(on)
        builder.build()
        builder.write()
    return Loaded(
        persons=Person.objects.count(),
        cases=Enrolment.objects.count(),
        open_cases=Enrolment.objects.open().count(),
        staff=len(builder.city.staff.everyone),
    )


class CityBuilder:
    """Builds case after case in a fixed order, then gives numbers by date and writes."""

    def __init__(self, on: date) -> None:
        chance, rows = random.Random(SEED), Rows()  # noqa: S311  # nosec B311  # believable, not secret
        jobbtorg = list(Jobbtorg.objects.valid_on(on).order_by("code"))
        units = list(IncomeSupportUnit.objects.valid_on(on).order_by("code"))
        staff = employ(jobbtorg, units, since=local_instant(scenarios.DEMO_FIRST_DAY, 8))
        self.city = City(
            on=on,
            chance=chance,
            rows=rows,
            staff=staff,
            population=Population(on, chance, rows, staff, jobbtorg, units),
            clocks=Clocks(on, chance, rows, staff.managers),
            meeting_times=MeetingTimes(chance),
        )
        self._insatser = {insats.code: insats for insats in InsatsType.objects.all()}
        self._reasons = {reason.code: reason for reason in ClosureReason.objects.all()}
        self._favourites = [staff.coach(name) for name in FAVOURITES]
        self._jobbtorg = jobbtorg
        self._group_information = GroupInformation(self.city, jobbtorg)
        self._cases: list[Case] = []
        self._visits: list[Enrolment] = []

    def build(self) -> None:
        """Decide everything; nothing is written yet."""
        city = self.city
        urgent = [
            *scenarios.waiting_for_a_plan(city),
            *scenarios.follow_ups_now(city),
            *scenarios.not_communicated(city),
        ]
        for n, scenario in enumerate(urgent):
            # Every second urgent case belongs to a coach one can sign in as.
            coach = self._favourites[n // 2 % len(self._favourites)] if n % 2 == 0 else None
            self._begin(city.population.applicant(coach=coach), scenario)
        self._many(scenarios.long_running(city, LONG_RUNNING))
        self._many(scenarios.closed(city, CLOSED))
        self._come_back()
        self._protected()
        waiting_referrals(city, self._favourites)
        ended_referrals(city)
        keep_templates(city, self._jobbtorg)
        write_notes(city, self._cases, SEED)
        meetings_today(city, self._cases, {coach.email for coach in self._favourites})
        for coach in self._favourites:
            incomplete_referral(city, coach)
            lapsed_referral(city, coach)
            paper_referral(city, coach)
            self._visits.append(walk_in(city, coach))

    def _many(self, planned: Iterable[Scenario]) -> None:
        for n, scenario in enumerate(planned):
            applicant = self.city.population.applicant()
            old_enough = (
                scenario.approved_on and (scenario.closed_on or self.city.on) - scenario.approved_on > scenarios.MONTH
            )
            if n % TRANSFERRED_EACH == 5 and old_enough:
                scenario = scenarios.transferred(self.city, scenario, applicant.jobbtorg.code)
            self._begin(applicant, scenario)

    def _begin(self, applicant: Applicant, scenario: Scenario, *, known: bool = False) -> None:
        case = begin(self.city, applicant, scenario)
        if not known:
            self.city.population.register(applicant.person, case.referral.submitted_at)
        plan = PlanWriter(case, self._insatser)
        plan.write()
        MeetingWriter(case, plan.met_at).write()
        self._group_information.invite(case)
        close(case, self._reasons)
        self._cases.append(case)

    def _come_back(self) -> None:
        """Some whose case was closed a while ago have a new one."""
        city = self.city
        long_ago = add_working_days(city.on, -120, stored_holiday)
        left = [case for case in self._cases if case.scenario.closed_on and case.scenario.closed_on < long_ago]
        again = scenarios.long_running(city, CAME_BACK, within=100)
        for case, scenario in zip(city.chance.sample(left, min(CAME_BACK, len(left))), again, strict=False):
            before = case.applicant
            applicant = city.population.sent(
                before.person, before.jobbtorg.code, young=before.target_group.code == "TG5"
            )
            self._begin(applicant, scenario, known=True)

    def _protected(self) -> None:
        """All three grades; open, closed and waiting, only at the coach appointed for them."""
        city, coming = self.city, self.city.population.protected_applicant
        running = list(scenarios.long_running(city, 3))
        self._begin(coming(Protection.SEKRETESSMARKERING), running[0])
        self._begin(coming(Protection.SKYDDAD_FOLKBOKFORING), running[1])
        self._begin(coming(Protection.FINGERADE_UPPGIFTER), running[2])
        self._begin(
            coming(Protection.SEKRETESSMARKERING),
            scenarios.ended(city, add_working_days(city.on, -30, stored_holiday), 11),
        )
        waiting_protected(city, coming(Protection.SKYDDAD_FOLKBOKFORING))

    def write(self) -> None:
        """Give numbers in the order of the dates, write all rows, then the notices that point to them."""
        city = self.city
        _number_cases(
            [(case.applicant.jobbtorg, case.enrolment) for case in self._cases]
            + [(case.jobbtorg, case) for case in self._visits]
        )
        _number_referrals(city.rows.of(Referral))
        assessment_clocks(city)
        for clock in city.rows.of(DeadlineClock):
            if clock.enrolment is not None:
                clock.reference = clock.enrolment.case_no
        city.rows.save()
        since = local_instant(add_working_days(city.on, -DAYS_OF_NOTICES, stored_holiday), 0)
        NoticeWriter(since, city.chance, city.rows, city.staff).write()
        attach_papers()
        write_phrases(self._favourites, city.staff.managers.values())
        write_questions(city, self._favourites)
        write_between(city, self._favourites)


def _number_cases(cases: list[tuple[Jobbtorg, Enrolment]]) -> None:
    """RS-2026-00001 … for each jobbtorg and year; the number keeps the jobbtorg where the case began."""
    groups: dict[tuple[str, int], list[Enrolment]] = defaultdict(list)
    for began_at, enrolment in cases:
        groups[began_at.code, enrolment.enrolled_on.year].append(enrolment)
    for (code, year), group in sorted(groups.items(), key=lambda item: item[0]):
        group.sort(key=lambda enrolment: enrolment.enrolled_on)
        for enrolment, number in zip(group, next_numbers(code, year, len(group)), strict=True):
            enrolment.case_no = number


def _number_referrals(referrals: list[Referral]) -> None:
    """R-2026-00001 …; until someone is enrolled, the clock goes by that number."""
    groups: dict[int, list[Referral]] = defaultdict(list)
    for referral in referrals:
        groups[referral.submitted_at.year].append(referral)
    for year, group in sorted(groups.items()):
        group.sort(key=lambda referral: referral.submitted_at)
        for referral, number in zip(group, next_numbers("R", year, len(group)), strict=True):
            referral.number = number
            referral.clock.reference = number
