"""What a question is about, as either side knows it: a referral, or a case that the unit has and did not refer."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.db import connection

from aspirants.choices import Direction
from aspirants.disclosing.exchange import Exchange
from aspirants.models import PROTECTED_NAME, Enrolment, Person
from organisation.models import IncomeSupportUnit, Jobbtorg, User
from referrals.access import name_shown
from referrals.choices import Side
from referrals.models import QuestionThread, Referral
from referrals.sender.told import told_cases


@dataclass(frozen=True)
class Matter:
    """A referral or a case, with the two sides of it.

    `is_present`: the unit is still the one that is told of it; if not, nobody writes any more, and where the case is
    now (`jobbtorg`, `coach_id`) is not for the unit to know. Of a case that the unit did not refer, its staff know the
    keys of person and case and no more of their records.
    """

    number: str
    name: str
    is_protected: bool
    person: Person
    enrolment: Enrolment | None
    referral: Referral | None
    unit: IncomeSupportUnit
    jobbtorg: Jobbtorg | None
    coach_id: int | None
    is_present: bool

    @property
    def about(self) -> dict[str, object]:
        """What a question about it is stored with."""
        return {"referral": self.referral} if self.referral else {"enrolment": self.enrolment}

    @property
    def in_words(self) -> str:
        """How notices name it: "remiss R-2026-00044"."""
        return f"{'remiss' if self.referral else 'ärende'} {self.number}"

    def exchange(self, side: Side) -> Exchange:
        """That one side tells the other."""
        assert self.jobbtorg is not None, "whoever may write knows both sides"
        direction = Direction.TO_UNIT if side == Side.JOBBTORG else Direction.TO_JOBBTORG
        return Exchange(self.person, self.jobbtorg, self.unit, direction, self.enrolment)


REFERRALS = Referral.objects.select_related("person", "unit", "jobbtorg", "enrolment")


def matter_of_referral(user: User, referral: Referral) -> Matter:
    """A referral, with what `REFERRALS` selects."""
    is_known = referral.is_followed or user.works_with_cases
    case = referral.enrolment if is_known else None
    return Matter(
        number=referral.number,
        name=name_shown(user, referral),
        is_protected=referral.person.is_protected,
        person=referral.person,
        enrolment=case,
        referral=referral,
        unit=referral.unit,
        jobbtorg=referral.jobbtorg if is_known else None,
        coach_id=case.coach_id if case else None,
        is_present=referral.is_followed,
    )


def matter_of_case(user: User, enrolment: Enrolment) -> Matter | None:
    """What the jobbtorg and the case's unit write to each other about: the unit's own referral, else the case. None
    where the case has no unit.
    """
    if enrolment.income_support_unit is None:
        return None
    referral = REFERRALS.filter(enrolment=enrolment, unit=enrolment.income_support_unit).first()
    if referral is not None and referral.is_followed:
        return matter_of_referral(user, referral)
    return _case(enrolment, enrolment.income_support_unit)


def _case(enrolment: Enrolment, unit: IncomeSupportUnit) -> Matter:
    return Matter(
        number=enrolment.case_no,
        name=enrolment.person.name,
        is_protected=enrolment.person.is_protected,
        person=enrolment.person,
        enrolment=enrolment,
        referral=None,
        unit=unit,
        jobbtorg=enrolment.jobbtorg,
        coach_id=enrolment.coach_id,
        is_present=enrolment.income_support_unit_id == unit.pk,
    )


def matter_of_told(user: User, case: int, asked_by: IncomeSupportUnit | None = None) -> Matter | None:
    """A case that the user's unit has been told about; None where there is none. `asked_by`: the unit of a question."""
    told = told_cases(user, of=[case])
    if not told:
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT unit_id, jobbtorg_id, coach_id FROM referrals_our_case WHERE id = %s", [case])
        ours: tuple[int, int, int | None] | None = cursor.fetchone()
    unit = asked_by or user.income_support_unit
    if unit is None:
        return None
    is_present = ours is not None and ours[0] == unit.pk
    return Matter(
        number=told[0].case_no,
        name=told[0].name,
        is_protected=told[0].name == PROTECTED_NAME,
        person=Person(pk=told[0].person_id),
        enrolment=Enrolment(pk=case),
        referral=None,
        unit=unit,
        jobbtorg=Jobbtorg.objects.get(pk=ours[1]) if ours and is_present else None,
        coach_id=ours[2] if ours and is_present else None,
        is_present=is_present,
    )


def matter_now(user: User, matter: Matter) -> Matter:
    """The same referral or case as it stands now: whether the unit is still told of it, and where it is."""
    if matter.referral is not None:
        return matter_of_referral(user, REFERRALS.get(pk=matter.referral.pk))
    assert matter.enrolment is not None, "a question is about one thing"
    if not user.works_with_cases:
        return matter_of_told(user, matter.enrolment.pk, matter.unit) or replace(matter, is_present=False)
    cases = Enrolment.objects.visible_to(user).select_related("person", "jobbtorg")
    case = cases.filter(pk=matter.enrolment.pk).first()
    return _case(case, matter.unit) if case else replace(matter, is_present=False)


def matter_of_thread(user: User, thread: QuestionThread) -> Matter | None:
    """What a question is about, for a user who sees the question. None where the case is not there for the user."""
    if thread.referral_id is not None:
        return matter_of_referral(user, REFERRALS.get(pk=thread.referral_id))
    assert thread.enrolment_id is not None, "a question is about one thing"
    if not user.works_with_cases:
        return matter_of_told(user, thread.enrolment_id, thread.unit)
    cases = Enrolment.objects.visible_to(user).select_related("person", "jobbtorg")
    case = cases.filter(pk=thread.enrolment_id).first()
    return _case(case, thread.unit) if case else None
