"""What the filters of the list offer: rows of the reference tables, fetched together when the panel is drawn."""

from __future__ import annotations

import datetime
from collections import defaultdict
from functools import cached_property
from typing import Any

from django.db.models import Case, CharField, F, Q, QuerySet, Value, When
from django.utils import timezone

from catalogue.models import InsatsType
from organisation.models import District, TargetGroup, User

NO_COACH = "ingen"
NO_GROUP = "utan"

_NAME_FOR_OTHERS = Case(When(reveals_health=True, then=F("neutral_label")), default=F("name"), output_field=CharField())
"""InsatsType.name_for_others in SQL: a list is read over somebody's shoulder."""


class FilterChoices:
    """The choices of one request; at most two statements, and none for filters that nobody looks at."""

    def __init__(self, user: User) -> None:
        self._user = user

    def coaches(self) -> list[tuple[str, str]]:
        """The jobbtorg's coaches, and those cases that have none in service."""
        return [*((str(coach.pk), str(coach)) for coach in self._coaches), (NO_COACH, "Utan coach i tjänst")]

    def target_groups(self) -> list[tuple[str, str]]:
        return [*self._rows["group"], (NO_GROUP, "Ingen särskild")]

    def districts(self) -> list[tuple[str, str]]:
        return self._rows["district"]

    def insatser(self) -> list[tuple[str, str]]:
        """Kinds of insatser by the name that others may read; those of one such name are one choice."""
        named: dict[str, str] = {}
        for key, name in self._rows["insats"]:
            named.setdefault(name, key)
        return [(key, name) for name, key in named.items()]

    def kinds_named_as(self, key: str) -> QuerySet[InsatsType]:
        """The kinds of insatser whose name for others is that of one of them."""
        chosen = InsatsType.objects.filter(pk=int(key)).annotate(shown=_NAME_FOR_OTHERS).values("shown")
        found: QuerySet[InsatsType] = InsatsType.objects.annotate(shown=_NAME_FOR_OTHERS).filter(shown__in=chosen)
        return found

    @cached_property
    def _coaches(self) -> list[User]:
        return list(User.objects.coaches_at(self._user.jobbtorg_id))

    @cached_property
    def _rows(self) -> dict[str, list[tuple[str, str]]]:
        today = timezone.localdate()
        groups = _kind_of("group", TargetGroup.objects.valid_on(today).filter(restricted=False), F("name"))
        districts = _kind_of("district", District.objects.valid_on(today), F("name"))
        offered = InsatsType.objects.filter(Q(local_to=None) | Q(local_to=self._user.jobbtorg_id))
        insatser = _kind_of("insats", _in_use(offered, today), _NAME_FOR_OTHERS)
        found: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for kind, key, name in groups.union(districts, insatser, all=True):
            found[kind].append((str(key), name))
        return defaultdict(
            list, {kind: sorted(rows, key=lambda row: row[1].casefold()) for kind, rows in found.items()}
        )


def _in_use(insatser: QuerySet[InsatsType], today: datetime.date) -> QuerySet[InsatsType]:
    return insatser.filter(Q(valid_to=None) | Q(valid_to__gte=today))


def _kind_of(kind: str, rows: Any, name: F | Case) -> Any:
    return rows.order_by().annotate(kind=Value(kind), shown=name).values_list("kind", "pk", "shown")
