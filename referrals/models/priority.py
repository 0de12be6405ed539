"""The prioritised groups that a referral or a visit is in, as its agreement said on day 0 (R-4-08)."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.expressions import RawSQL


def prioritised_groups() -> ArrayField:
    """The codes of the groups. They order the work in the inbox, never the deadline."""
    code = models.CharField(max_length=20)
    empty = RawSQL("'{}'::varchar(20)[]", ())
    return ArrayField(code, verbose_name="prioriterade grupper", default=list, db_default=empty, blank=True)
