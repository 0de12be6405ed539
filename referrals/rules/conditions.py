"""Whether facts fulfil the condition of a rule: yes, no, or not known yet. Pure functions, no database."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from core.workdays import add_months
from organisation.models import UnitFunction
from referrals.choices import BenefitKind, BenefitReason, DecisionStatus, FitForWork, SfiStatus
from referrals.facts.stated import Facts
from referrals.rules.fields import YesNo


class Verdict(Enum):
    YES = "ja"
    NO = "nej"
    UNKNOWN = "går inte att säga än"


@dataclass(frozen=True, kw_only=True)
class Condition:
    """What has to be true of a person, all of it; what is left empty is not asked.

    Ages are whole years on the day, both ends included; `unemployed_months_to` the longest time without work.
    """

    age_from: int | None = None
    age_to: int | None = None
    benefit_kinds: Sequence[str] = ()
    benefit_reasons: Sequence[str] = ()
    decisions: Sequence[str] = ()
    unit_functions: Sequence[str] = ()
    fitness: Sequence[str] = ()
    sfi: Sequence[str] = ()
    refugee: str = ""
    newly_arrived: str = ""
    children: str = ""
    lives_elsewhere: str = ""
    unemployed_months_to: int | None = None


@dataclass(frozen=True)
class Finding:
    """What one part of a condition gave. Of what was not yes: why, and of what is unknown also until when, in Swedish.

    Both are parts of a sentence: "är under 18 år", "åldern är känd".
    """

    verdict: Verdict
    why_not: str = ""
    until: str = ""


@dataclass(frozen=True)
class Judged:
    """A condition put to facts: the verdict on all of it, and what each part that is asked gave."""

    verdict: Verdict
    findings: tuple[Finding, ...]

    @property
    def reasons(self) -> list[str]:
        """Why it was not yes, part by part; only where another part was fulfilled, so that it says something."""
        missing = [finding.why_not for finding in self.findings if finding.verdict is not Verdict.YES]
        return missing if len(missing) < len(self.findings) else []

    @property
    def awaited(self) -> list[str]:
        """What has to be known before there is a verdict."""
        return [finding.until for finding in self.findings if finding.until]


def judged(condition: Condition, facts: Facts) -> Judged:
    """The condition put to the facts. A single no decides; what is unknown then does not matter."""
    findings = tuple(_findings(condition, facts))
    verdicts = {finding.verdict for finding in findings}
    for decisive in (Verdict.NO, Verdict.UNKNOWN):
        if decisive in verdicts:
            return Judged(decisive, findings)
    return Judged(Verdict.YES, findings)


def _findings(condition: Condition, facts: Facts) -> Iterator[Finding]:
    for part in _PARTS:
        finding = part(condition, facts)
        if finding is not None:
            yield finding


def _age(condition: Condition, facts: Facts) -> Finding | None:
    youngest, oldest = condition.age_from, condition.age_to
    if youngest is None and oldest is None:
        return None
    least, most = youngest or 0, 999 if oldest is None else oldest
    fits = {least <= age <= most for age in facts.ages}
    if fits == {True}:
        return Finding(Verdict.YES)
    if fits != {False}:
        return Finding(Verdict.UNKNOWN, "åldern är inte känd", "åldern är känd")
    too_young = facts.ages[-1] < least
    return Finding(Verdict.NO, f"är under {least} år" if too_young else f"är över {most} år")


def _benefit_kind(condition: Condition, facts: Facts) -> Finding | None:
    labels = dict(BenefitKind.choices)
    why_not = f"har inte {_or(condition.benefit_kinds, labels)}"
    return _one_of(condition.benefit_kinds, facts.benefit_kind, why_not, "slaget av ersättning")


def _benefit_reason(condition: Condition, facts: Facts) -> Finding | None:
    labels = dict(BenefitReason.choices)
    why_not = f"skälet är inte {_or(condition.benefit_reasons, labels)}"
    return _one_of(condition.benefit_reasons, facts.benefit_reason, why_not, "skälet till ersättningen")


def _decision(condition: Condition, facts: Facts) -> Finding | None:
    labels = dict(DecisionStatus.choices)
    why_not = f"beslutet om försörjningsstöd är inte {_or(condition.decisions, labels)}"
    return _one_of(condition.decisions, facts.benefit_decision_status, why_not, "beslutet om försörjningsstöd")


def _unit_function(condition: Condition, facts: Facts) -> Finding | None:
    labels = dict(UnitFunction.choices)
    why_not = f"remitteras inte av {_or(condition.unit_functions, labels)}"
    return _one_of(condition.unit_functions, facts.unit_function, why_not, "slaget av enhet")


def _fitness(condition: Condition, facts: Facts) -> Finding | None:
    is_open = facts.fit_for_work == FitForWork.TO_INVESTIGATE and FitForWork.TO_INVESTIGATE not in condition.fitness
    if condition.fitness and is_open:
        about = "utrett om personen kan arbeta"
        return Finding(Verdict.UNKNOWN, f"det är inte {about}", f"det är {about}")
    why_not = "kan inte arbeta" if facts.fit_for_work == FitForWork.NO else "kan arbeta helt eller delvis"
    return _one_of(condition.fitness, facts.fit_for_work, why_not, "svaret på om personen kan arbeta")


def _sfi(condition: Condition, facts: Facts) -> Finding | None:
    labels = dict(SfiStatus.choices)
    return _one_of(condition.sfi, facts.sfi_status, f"sfi: inte {_or(condition.sfi, labels)}", "sfi")


def _refugee(condition: Condition, facts: Facts) -> Finding | None:
    return _yes_or_no(condition.refugee, facts.is_refugee, "flykting")


def _newly_arrived(condition: Condition, facts: Facts) -> Finding | None:
    ends_on = facts.introduction_ends_on
    return _yes_or_no(condition.newly_arrived, None if ends_on is None else ends_on >= facts.on, "nyanländ")


def _children(condition: Condition, facts: Facts) -> Finding | None:
    return _yes_or_no(condition.children, facts.has_children_at_home, "förälder med barn i hemmet")


def _lives_elsewhere(condition: Condition, facts: Facts) -> Finding | None:
    return _yes_or_no(condition.lives_elsewhere, facts.lives_elsewhere, "bosatt i en annan kommun")


def _unemployed(condition: Condition, facts: Facts) -> Finding | None:
    months = condition.unemployed_months_to
    if months is None:
        return None
    if facts.unemployed_since is None:
        about = "känt hur länge personen har varit arbetslös"
        return Finding(Verdict.UNKNOWN, f"det är inte {about}", f"det är {about}")
    if facts.on <= add_months(facts.unemployed_since, months):
        return Finding(Verdict.YES)
    return Finding(Verdict.NO, f"har varit arbetslös längre än {months} månader")


def _one_of(wanted: Sequence[str], said: str, why_not: str, fact: str) -> Finding | None:
    if not wanted:
        return None
    if said in wanted:
        return Finding(Verdict.YES)
    if said:
        return Finding(Verdict.NO, why_not)
    return Finding(Verdict.UNKNOWN, f"{fact} är inte angivet", f"{fact} är angivet")


def _yes_or_no(wanted: str, said: bool | None, what: str) -> Finding | None:
    if not wanted:
        return None
    if said is None:
        return Finding(Verdict.UNKNOWN, f"det är inte känt om personen är {what}", f"det är känt om personen är {what}")
    if said == (wanted == YesNo.YES):
        return Finding(Verdict.YES)
    return Finding(Verdict.NO, f"är {what}" if said else f"är inte {what}")


def _or(stored: Sequence[str], labels: dict[str, str]) -> str:
    *most, last = [labels[word].lower() for word in stored] or [""]
    return f"{', '.join(most)} eller {last}" if most else last


_PARTS: tuple[Callable[[Condition, Facts], Finding | None], ...] = (
    _age,
    _benefit_kind,
    _benefit_reason,
    _decision,
    _unit_function,
    _refugee,
    _fitness,
    _sfi,
    _newly_arrived,
    _children,
    _lives_elsewhere,
    _unemployed,
)
