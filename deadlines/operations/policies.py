"""Changing a deadline rule: a new row from a coming day.

A clock keeps the rule it was started under (R-2-06), so nothing here touches a clock.
"""

from __future__ import annotations

import datetime

from django.db import connection, transaction
from django.utils import timezone

from core.refusals import OperationRefused
from core.seen import Seen, require_seen
from deadlines.calculation.deadline import Rule, Unit
from deadlines.calculation.proposals import ProposedRule, rules_of, shown_rules
from deadlines.clocks.kinds import ALWAYS_ON, STARTS
from deadlines.models import ClockKind, DeadlinePolicy, PolicyUse
from organisation.access.permissions import Act, require
from organisation.models import User

ADMINISTRATORS_ONLY = "Bara systemförvaltaren kan ändra fristregler."


def check_rule(*, actor: User, proposed: ProposedRule) -> None:
    """Refuse, without writing anything, what `change_rule` would refuse."""
    require(actor, Act.ADMINISTER, refusal=ADMINISTRATORS_ONLY)
    if proposed.valid_from <= timezone.localdate():
        raise OperationRefused("En ny regel kan tidigast gälla från i morgon.", field="valid_from")
    if proposed.start_event not in STARTS[proposed.kind]:
        raise OperationRefused("Fristen kan inte räknas från den händelsen.", field="start_event")
    if proposed.kind in ALWAYS_ON and proposed.use != PolicyUse.ACTIVE:
        raise OperationRefused("Den här fristen är ett löfte från staden och kan inte stängas av.", field="use")
    if proposed.kind == ClockKind.FOLLOW_UP and proposed.unit != Unit.MONTHS:
        raise OperationRefused("Uppföljningen räknas i månader.", field="unit")
    if proposed.length < 1 or proposed.length > Rule.LONGEST:
        raise OperationRefused(f"Ange en längd mellan 1 och {Rule.LONGEST}.", field="length")
    first, second = proposed.warn_days_first, proposed.warn_days_second
    if first is not None and second is not None and second >= first:
        raise OperationRefused("Den andra varningen kommer efter den första.", field="warn_days_second")
    later = DeadlinePolicy.objects.filter(kind=proposed.kind, valid_from__gte=proposed.valid_from).first()
    if later is not None:
        raise OperationRefused(
            f"Det finns redan en regel som gäller från {later.valid_from}. Ta bort den först.", field="valid_from"
        )


def _one_at_a_time(kind: str) -> None:
    """Wait for others who change rules of the kind: a row that another is about to add cannot be locked."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"deadline-rule-{kind}"])


@transaction.atomic
def change_rule(*, actor: User, proposed: ProposedRule, seen_rules: Seen) -> DeadlinePolicy:
    """Let a rule follow on the one in force. Clocks already started keep theirs."""
    require(actor, Act.ADMINISTER, refusal=ADMINISTRATORS_ONLY)
    _one_at_a_time(proposed.kind)
    before = rules_of(proposed.kind)
    require_seen(seen_rules, shown_rules(proposed.kind, before))
    check_rule(actor=actor, proposed=proposed)
    for policy in before:
        if policy.valid_to is None or policy.valid_to >= proposed.valid_from:
            policy.valid_to = proposed.valid_from - datetime.timedelta(days=1)
            policy.save(update_fields=["valid_to"])
    new = proposed.as_policy()
    new.save()
    return new


@transaction.atomic
def drop_rule(*, actor: User, policy: DeadlinePolicy, seen_rules: Seen) -> None:
    """Take back a rule that has not come into force; the one before it goes on."""
    require(actor, Act.ADMINISTER, refusal=ADMINISTRATORS_ONLY)
    _one_at_a_time(policy.kind)
    require_seen(seen_rules, shown_rules(policy.kind, rules_of(policy.kind)))
    if policy.valid_from <= timezone.localdate():
        raise OperationRefused("Regeln gäller redan. Lägg till en ny i stället.")
    day_before = policy.valid_from - datetime.timedelta(days=1)
    valid_to = policy.valid_to
    policy.delete()
    DeadlinePolicy.objects.filter(kind=policy.kind, valid_to=day_before).update(valid_to=valid_to)
