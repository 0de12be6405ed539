"""Correcting what is known of a person and a case: names, how to reach them, language, group, unit (FC-01)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from aspirants.models import CorrectedKind, Correction, Enrolment, Person, ReportedFact, ReportedOutcome
from aspirants.models.identifying import CONTACT, NAMES
from aspirants.people.locking import NOT_HERE, locked_with_case
from aspirants.people.news import is_among, still_news, waiting_reports
from aspirants.shown import NO_GROUP, shown_person
from core.refusals import OperationRefused
from core.seen import Seen, require_seen
from organisation.models import IncomeSupportUnit, TargetGroup, User

PERSON_FACTS = (*NAMES, *CONTACT, "language", "interpreter_needed")
CASE_FACTS = ("target_group", "income_support_unit")
WHY_ANOTHER_GROUP = "Skriv varför målgruppen ändras."


@transaction.atomic
def correct_person(
    *,
    actor: User,
    enrolment: Enrolment,
    seen_person: Seen,
    with_contact: bool,
    facts: Mapping[str, Any],
    group_reason: str = "",
) -> list[str]:
    """Make the person's facts, and those of the case, what `facts` says by field; gives the fields that changed.

    Fields: `PERSON_FACTS`, and for an open case `CASE_FACTS`. `with_contact`: whether the page showed how to reach the
    person; of a protected person it does so on request only, and what was not shown is not changed. Another target
    group than the case has needs a `group_reason`, which is kept as a correction. Every version stays in the history.
    Raises OperationRefused, ChangedMeanwhileError where somebody else has changed the same.
    """
    person, case = locked_with_case(actor, enrolment)
    require_seen(seen_person, shown_person(case, with_contact=with_contact))
    allowed = [field for field in PERSON_FACTS if with_contact or field not in CONTACT]
    wanted = {field: facts[field] for field in allowed if field in facts}
    changed = [field for field, value in wanted.items() if getattr(person, field) != value]
    _require_sound(person, {**{field: getattr(person, field) for field in PERSON_FACTS}, **wanted})
    if changed:
        write_facts(person=person, facts={field: wanted[field] for field in changed})
        _settle_what_agrees(actor, person, case)
    for_case = [field for field in CASE_FACTS if field in facts and getattr(case, field) != facts[field]]
    if for_case:
        _change_case(actor, case, {field: facts[field] for field in for_case}, group_reason)
    return [*changed, *for_case]


def write_facts(*, person: Person, facts: Mapping[str, Any]) -> None:
    """Write facts of a person by field, with the keys that a name is sorted and found by.

    Part of: `correct_person`, `take_over_reports`.
    """
    names = {field: facts.get(field, getattr(person, field)) for field in NAMES}
    for field, value in facts.items():
        setattr(person, field, value)
    fields = list(facts)
    if any(field in NAMES for field in facts):
        person.set_name(**names)
        fields += ["sort_key", "search_name"]
    if not Person.objects.filter(pk=person.pk).update(**{field: getattr(person, field) for field in fields}):
        raise OperationRefused(NOT_HERE)


def _settle_what_agrees(actor: User, person: Person, case: Enrolment) -> None:
    """What a referral said and somebody has now written by hand asks no more."""
    agreeing = [report.pk for report in waiting_reports(person, case.jobbtorg_id) if not still_news(report)]
    if agreeing:
        ReportedFact.objects.filter(pk__in=agreeing).update(
            outcome=ReportedOutcome.TAKEN, settled_by=actor, settled_at=timezone.now()
        )


def _require_sound(person: Person, facts: Mapping[str, Any]) -> None:
    for field, sentence in (("first_name", "Skriv personens förnamn."), ("last_name", "Skriv personens efternamn.")):
        if not facts[field]:
            raise OperationRefused(sentence, field=field)
    if facts["call_name"] and not is_among(facts["call_name"], facts["first_name"]):
        raise OperationRefused("Tilltalsnamnet ska vara ett av förnamnen.", field="call_name")
    if facts["interpreter_needed"] and not facts["language"]:
        raise OperationRefused("Skriv vilket språk tolken ska tala.", field="language")
    if not person.may_store_contact:
        for field in CONTACT:
            if facts[field]:
                raise OperationRefused("Kontaktuppgifter lagras inte vid skyddad folkbokföring.", field=field)


def _change_case(actor: User, case: Enrolment, facts: Mapping[str, Any], group_reason: str) -> None:
    if not case.is_open:
        raise OperationRefused("Ärendet är avslutat. Målgrupp och enhet ändras inte efteråt.", field=next(iter(facts)))
    today = timezone.localdate()
    group: TargetGroup | None = facts.get("target_group")
    if group is not None and not group.is_valid_on(today):
        raise OperationRefused("Målgruppen kan inte väljas längre.", field="target_group")
    if "income_support_unit" in facts:
        _require_same_district(case.income_support_unit, facts["income_support_unit"])
    if "target_group" in facts:
        _note_other_group(actor, case, group, group_reason)
    for field, value in facts.items():
        setattr(case, field, value)
    case.save(update_fields=list(facts))


def _note_other_group(actor: User, case: Enrolment, group: TargetGroup | None, reason: str) -> None:
    """Keep why the case gets another target group than it has, which a rule has proposed or somebody has chosen."""
    if not reason:
        raise OperationRefused(WHY_ANOTHER_GROUP, field="group_reason")
    Correction.objects.create(
        enrolment=case,
        kind=CorrectedKind.TARGET_GROUP,
        number=case.pk,
        differences=[["Målgrupp", str(case.target_group or NO_GROUP), str(group or NO_GROUP)]],
        reason=reason,
        made_by=actor,
        made_at=timezone.now(),
    )


def _require_same_district(now: IncomeSupportUnit | None, unit: IncomeSupportUnit | None) -> None:
    """A unit of another stadsdel is another authority, and moving there is an act of its own."""
    if unit is None:
        raise OperationRefused("Välj en försörjningsstödsenhet.", field="income_support_unit")
    if not unit.is_valid_on(timezone.localdate()):
        raise OperationRefused("Enheten finns inte längre. Välj en annan.", field="income_support_unit")
    if now is not None and now.district_id != unit.district_id:
        raise OperationRefused(
            "Enheten hör till en annan stadsdel, som är en annan myndighet. Byt stadsdel i stället.",
            field="income_support_unit",
        )
