"""Who is referred, from where to where, and on what grounds."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from aspirants.identity import Gender
from aspirants.models import Person, Protection
from aspirants.models.identifying import CONTACT
from demo.city.rows import Rows
from demo.city.staff import Staff
from demo.factories import PersonFactory
from demo.identities import PHONES, NumberSource
from demo.names import NAMES
from demo.staff_names import PROTECTED_COACH
from organisation.models import DistrictJobbtorg, IncomeSupportUnit, Jobbtorg, JobbtorgKind, TargetGroup, User
from referrals.models import BenefitKind, BenefitReason, FitForWork

JOBBTORG_SHARES = {"RS": 24, "KI": 13, "KU": 7, "VB": 12, "SK": 11, "VT": 10, "FA": 9, "GL": 6, "US": 4, "UG": 4}
# Units without a stadsdel of their own get people from the units of these jobbtorg.
ALSO_FROM = {"KU": ("KI",), "US": ("SK",), "UG": ("VT", "FA"), "GL": ("VT", "FA")}
BUSY_COACH = "Anna Lund"

_WORK_SHORTAGE = (BenefitKind.FORSORJNINGSSTOD, BenefitReason.ARBETSBRIST, FitForWork.YES)
GROUNDS = {
    "TG1": _WORK_SHORTAGE,
    "TG2": (BenefitKind.FORSORJNINGSSTOD, BenefitReason.SOCIAL, FitForWork.TO_INVESTIGATE),
    "TG3": _WORK_SHORTAGE,
    "TG4": (BenefitKind.ETABLERINGSERSATTNING, BenefitReason.OTHER, FitForWork.YES),
    "TG5": _WORK_SHORTAGE,
    "TG6": (BenefitKind.FORSORJNINGSSTOD, BenefitReason.OTHER, FitForWork.PARTLY),
}
ADULT_GROUPS = ("TG1", "TG2", "TG3", "TG4", "TG6")
ADULT_SHARES = (66, 7, 14, 9, 4)
YOUNG_AGES, ADULT_AGES = range(17, 25), range(25, 64)


@dataclass(frozen=True)
class Applicant:
    """A person with the unit that sends them, the jobbtorg they are sent to and the reasons."""

    person: Person
    unit: IncomeSupportUnit
    sent_by: User
    jobbtorg: Jobbtorg
    coach: User
    target_group: TargetGroup

    @property
    def grounds(self) -> tuple[BenefitKind, BenefitReason, FitForWork]:
        """Benefit, the reason for it, and whether the person can work; of some refugees that is to be investigated."""
        kind, reason, fit = GROUNDS[self.target_group.code]
        born = self.person.birth_date
        unsure = self.is_refugee and born is not None and born.day % 5 == 0
        return kind, reason, FitForWork.TO_INVESTIGATE if unsure else fit

    @property
    def is_refugee(self) -> bool:
        return self.target_group.code == "TG4"

    def stated(self) -> dict[str, Any]:
        """What a referral or a visit states of it, by field."""
        kind, reason, fit = self.grounds
        return {
            "benefit_kind": kind,
            "benefit_reason": reason,
            "fit_for_work": fit,
            "is_refugee": self.is_refugee,
            "target_group": self.target_group,
        }


class Population:
    """Makes applicants. Nobody shares an identity number; names, languages and numbers go together."""

    def __init__(
        self,
        on: date,
        chance: random.Random,
        rows: Rows,
        staff: Staff,
        jobbtorg: Sequence[Jobbtorg],
        units: Sequence[IncomeSupportUnit],
    ) -> None:
        self._chance, self._rows, self._staff = chance, rows, staff
        self._numbers = NumberSource(chance, on)
        self._jobbtorg = {place.code: place for place in jobbtorg}
        self._groups = {group.code: group for group in TargetGroup.objects.all()}
        self._units_of = _units_by_jobbtorg(on, units)

    def applicant(self, jobbtorg_code: str | None = None, coach: User | None = None) -> Applicant:
        """Someone not yet known."""
        code = coach.jobbtorg.code if coach and coach.jobbtorg else jobbtorg_code or self._some_jobbtorg()
        young = self._jobbtorg[code].kind == JobbtorgKind.YOUTH
        person = self._person(self._chance.choice(YOUNG_AGES if young else ADULT_AGES))
        return self.sent(person, code, coach, young=young)

    def protected_applicant(self, protection: Protection) -> Applicant:
        """Someone with a protected identity, at the coach appointed for them. No contact details are kept."""
        person = self._person(self._chance.choice(ADULT_AGES))
        person.protection = protection
        for field in CONTACT:
            setattr(person, field, "")
        coach = self._staff.coach(PROTECTED_COACH)
        assert coach.jobbtorg is not None
        return self.sent(person, coach.jobbtorg.code, coach)

    def sent(self, person: Person, code: str, coach: User | None = None, *, young: bool = False) -> Applicant:
        """A person on the way to a jobbtorg: for the first time, or again."""
        unit = self._chance.choice(self._units_of[code])
        group = "TG5" if young else self._chance.choices(ADULT_GROUPS, ADULT_SHARES)[0]
        return Applicant(
            person=person,
            unit=unit,
            sent_by=self._chance.choice(self._staff.caseworkers[unit.code]),
            jobbtorg=self._jobbtorg[code],
            coach=coach or self.some_coach(code),
            target_group=self._groups[group],
        )

    def some_coach(self, jobbtorg_code: str) -> User:
        """A coach of the jobbtorg; one of them has more to do than the others."""
        coaches = self._staff.coaches[jobbtorg_code]
        shares = [3 if coach.get_full_name() == BUSY_COACH else 1 for coach in coaches]
        return self._chance.choices(coaches, shares)[0]

    def register(self, person: Person, at: datetime) -> None:
        """Keep the person, once, from an instant on."""
        self._rows.add(person, at)

    def _some_jobbtorg(self) -> str:
        return self._chance.choices(list(self._units_of), [JOBBTORG_SHARES[code] for code in self._units_of])[0]

    def _person(self, age: int) -> Person:
        chance = self._chance
        names = chance.choices(NAMES, [group.share for group in NAMES])[0]
        gender: Gender = chance.choice(("K", "M"))
        kind, newcomer = chance.random(), names.language != "svenska"
        number = self._numbers.take(
            age, gender, interim=newcomer and kind < 0.02, coordination=newcomer and 0.02 <= kind < 0.06
        )
        first_name = chance.choice(names.women if gender == "K" else names.men)
        person: Person = PersonFactory.build(
            identity_no=number,
            first_name=first_name,
            last_name=chance.choice(names.surnames),
            phone=chance.choice(PHONES) if chance.random() < 0.97 else "",
            language=names.language,
            interpreter_needed=newcomer and chance.random() < 0.3,
        )
        return person


def _units_by_jobbtorg(on: date, units: Sequence[IncomeSupportUnit]) -> dict[str, list[IncomeSupportUnit]]:
    """From which units each jobbtorg gets its people."""
    default = {
        link.district_id: link.jobbtorg.code
        for link in DistrictJobbtorg.objects.valid_on(on)
        .filter(is_default=True, target_group__isnull=True)
        .select_related("jobbtorg")
    }
    found: dict[str, list[IncomeSupportUnit]] = defaultdict(list)
    for unit in units:
        found[default[unit.district_id]].append(unit)
    for code, others in ALSO_FROM.items():
        found[code] += [unit for other in others for unit in found[other]]
    return {code: found[code] for code in JOBBTORG_SHARES}
