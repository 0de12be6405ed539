"""What is open about two records: the cases and the referrals of which one goes on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from aspirants.models import Enrolment, Person
from organisation.models import Jobbtorg
from referrals.models import Referral


@dataclass(frozen=True)
class OpenWork:
    """An open case, or a referral that waits."""

    row: Enrolment | Referral

    @property
    def is_case(self) -> bool:
        return isinstance(self.row, Enrolment)

    @property
    def key(self) -> str:
        """What a form calls it, and what is stored of the choice: "case-12", "referral-5"."""
        return f"{'case' if self.is_case else 'referral'}-{self.row.pk}"

    @property
    def person_id(self) -> int:
        return self.row.person_id

    @property
    def jobbtorg(self) -> Jobbtorg:
        return self.row.jobbtorg

    @property
    def number(self) -> str:
        return self.row.case_no if isinstance(self.row, Enrolment) else self.row.number

    @property
    def label(self) -> str:
        """As a page names it: "Ärende KI-2026-00017", "Remiss R-2026-00003"."""
        return f"{'Ärende' if self.is_case else 'Remiss'} {self.number}"


@dataclass(frozen=True)
class Records:
    """Two records and what is open about them."""

    goes: Person
    stays: Person
    works: list[OpenWork]

    @property
    def jobbtorg(self) -> set[int]:
        """Where something is open: whose managers have a say."""
        return {work.jobbtorg.pk for work in self.works}


def open_work(persons: Iterable[int]) -> list[OpenWork]:
    """What is open about the records, as far as whoever asks sees it: cases first, the oldest of each first."""
    keys = list(persons)
    cases = Enrolment.objects.open().filter(person__in=keys).select_related("jobbtorg").order_by("enrolled_on", "pk")
    waiting = Referral.objects.waiting().filter(person__in=keys).select_related("jobbtorg")
    return [*map(OpenWork, cases), *map(OpenWork, waiting.order_by("received_on", "pk"))]


def may_go_on(works: Sequence[OpenWork]) -> list[OpenWork]:
    """Those that one chooses from: a case where there is one, since a referral has then been answered by it."""
    cases = [work for work in works if work.is_case]
    return cases or list(works)
