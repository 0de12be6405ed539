"""What headings and words mean, what became of the cases, and what a faulty row means for the others."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from core.refusals import OperationRefused
from imports.access import require_act, require_administrator
from imports.choices import Outcome, Policy, ValueKind
from imports.models import HeadingChoice, ImportBatch, ImportList, ValueChoice
from imports.profiles.fields import Field, Profile, fields_of, missing_fields
from imports.profiles.synonyms import bare
from imports.refusals import require_possible_day
from imports.workflow import ImportAct, note_change
from organisation.models import Jobbtorg, User


@transaction.atomic
def choose_columns(
    *,
    actor: User,
    imported: ImportList,
    included: bool,
    profile: str = "",
    as_of: datetime.date | None = None,
    fields: Sequence[str] = (),
) -> None:
    """Say what a list is, its day, and what each column means ("" is not used); remembered for the jobbtorg.

    Raises OperationRefused with the form field it is about.
    """
    require_administrator(actor)
    require_act(actor, imported.file.batch, ImportAct.CHOOSE)
    if not included:
        imported.included = False
        imported.save(update_fields=["included"])
        note_change(imported.file.batch)
        return
    if imported.refusal:
        raise OperationRefused(imported.refusal, field="included")
    if as_of is None:
        raise OperationRefused("Ange vilken dag listan gäller.", field="as_of")
    require_possible_day(as_of, imported.file.jobbtorg)
    if not profile:
        raise OperationRefused("Välj vad det är för lista.", field="profile")
    _require_columns(profile, fields)
    imported.included, imported.profile, imported.as_of, imported.fields = True, profile, as_of, list(fields)
    imported.save(update_fields=["included", "profile", "as_of", "fields"])
    _remember(actor, imported)
    note_change(imported.file.batch)


def _require_columns(profile: str, fields: Sequence[str]) -> None:
    used = [field for field in fields if field]
    if len(used) != len(set(used)):
        raise OperationRefused("Två kolumner kan inte betyda samma sak.", field="fields")
    allowed = {column.field.value for column in fields_of(Profile(profile))}
    if not set(used) <= allowed:
        raise OperationRefused("En kolumn kan inte betyda det i en sådan lista.", field="fields")
    if missing := missing_fields(Profile(profile), [Field(field) for field in used]):
        raise OperationRefused(f"Listan saknar kolumn för {' och '.join(missing)}.", field="fields")


def _remember(actor: User, imported: ImportList) -> None:
    choices = [
        HeadingChoice(
            jobbtorg_id=imported.file.jobbtorg_id,
            profile=imported.profile,
            heading=key[:80],
            field=field,
            chosen_by=actor,
        )
        for key, field in zip(map(bare, imported.headings), imported.fields, strict=False)
        if key
    ]
    # Of two columns with one heading the one that is used is remembered.
    once = {choice.heading: choice for choice in sorted(choices, key=lambda choice: bool(choice.field))}
    HeadingChoice.objects.bulk_create(
        once.values(),
        update_conflicts=True,
        unique_fields=["jobbtorg", "profile", "heading"],
        update_fields=["field", "chosen_by", "chosen_at"],
    )


@transaction.atomic
def choose_value(
    *, actor: User, batch: ImportBatch, jobbtorg: Jobbtorg, kind: ValueKind, text: str, value: str
) -> None:
    """Say what a word in the lists of a jobbtorg stands for; `value` is a key, a code, a status or "" for nothing.

    It counts in later imports of the jobbtorg too.
    """
    require_act(actor, batch, ImportAct.CHOOSE)
    ValueChoice.objects.update_or_create(
        jobbtorg=jobbtorg,
        kind=kind,
        text=text.strip().casefold()[:120],
        defaults={"value": value, "chosen_by": actor, "chosen_at": timezone.now()},
    )
    note_change(batch)


def choose_outcome(
    *, actor: User, batch: ImportBatch, outcome: Outcome, outcome_on: datetime.date | None = None
) -> None:
    """Say what became of the cases that no list closes. Raises OperationRefused with the form field."""
    require_act(actor, batch, ImportAct.CHOOSE)
    if outcome == Outcome.CLOSED:
        if outcome_on is None:
            raise OperationRefused("Ange från vilken dag ärendena räknas som avslutade.", field="outcome_on")
        if outcome_on > timezone.localdate():
            raise OperationRefused("Dagen kan inte ligga i framtiden.", field="outcome_on")
        lists = ImportList.objects.filter(file__batch=batch, included=True, as_of__isnull=False)
        latest = lists.exclude(profile=Profile.CLOSINGS).select_related("file").order_by("-as_of").first()
        if latest is not None and latest.as_of is not None and outcome_on <= latest.as_of:
            raise OperationRefused(
                f"{latest} säger att ärendena pågick {latest.as_of}. Välj en senare dag.", field="outcome_on"
            )
    batch.outcome, batch.outcome_on = outcome, outcome_on if outcome == Outcome.CLOSED else None
    batch.save(update_fields=["outcome", "outcome_on"])
    note_change(batch)


def choose_policy(*, actor: User, batch: ImportBatch, policy: Policy) -> None:
    """Say whether a faulty row stops everything, or the others are brought in without it."""
    require_act(actor, batch, ImportAct.CHOOSE)
    batch.policy = policy
    batch.save(update_fields=["policy"])
