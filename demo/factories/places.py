"""Units and the reference data about them. Rows that exist already are used, not doubled."""

from __future__ import annotations

from datetime import date, time

import factory
from factory.django import DjangoModelFactory

from organisation.models import (
    CoachGroup,
    District,
    DistrictJobbtorg,
    IncomeSupportUnit,
    Jobbtorg,
    JobbtorgKind,
    NumberSeries,
    OpeningHours,
    TargetGroup,
)

SINCE = date(2008, 1, 1)  # R-2-06: the earliest day of the policy


class DistrictFactory(DjangoModelFactory[District]):
    """A stadsdel that is valid today. Trait `merged`: it went up in another one on 2023-07-01."""

    class Meta:
        model = District
        django_get_or_create = ("code",)

    class Params:
        merged = factory.Trait(
            valid_to=date(2023, 6, 30),
            successor=factory.SubFactory("demo.factories.places.DistrictFactory", valid_from=date(2023, 7, 1)),
        )

    code = factory.Sequence(lambda n: f"stadsdel-{n}")
    name = factory.Sequence(lambda n: f"Stadsdel {n}")
    valid_from = SINCE


class IncomeSupportUnitFactory(DjangoModelFactory[IncomeSupportUnit]):
    """A försörjningsstödsenhet of a stadsdel."""

    class Meta:
        model = IncomeSupportUnit
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda n: f"enhet-{n}")
    district = factory.SubFactory(DistrictFactory)
    name = factory.LazyAttribute(lambda unit: f"Försörjningsstöd {unit.district.name}")
    mailbox = factory.LazyAttribute(lambda unit: f"{unit.code}@stockholm.example")
    valid_from = SINCE


class JobbtorgFactory(DjangoModelFactory[Jobbtorg]):
    """A jobbtorg that is open today. Traits `filial`, `youth` (16–29 years), `closed`."""

    class Meta:
        model = Jobbtorg
        django_get_or_create = ("code",)

    class Params:
        filial = factory.Trait(
            kind=JobbtorgKind.FILIAL, parent=factory.SubFactory("demo.factories.places.JobbtorgFactory")
        )
        youth = factory.Trait(kind=JobbtorgKind.YOUTH, age_from=16, age_to=29)
        closed = factory.Trait(valid_to=date(2019, 12, 31))

    code = factory.Sequence(lambda n: f"T{n}")
    name = factory.Sequence(lambda n: f"Jobbtorg {n}")
    kind = JobbtorgKind.JOBBTORG
    address = factory.Sequence(lambda n: f"Torggatan {n + 1}")
    valid_from = SINCE


class CoachGroupFactory(DjangoModelFactory[CoachGroup]):
    """A team of coaches at a jobbtorg."""

    class Meta:
        model = CoachGroup
        django_get_or_create = ("jobbtorg", "code")

    jobbtorg = factory.SubFactory(JobbtorgFactory)
    code = factory.Sequence(lambda n: f"G{n}")
    name = factory.LazyAttribute(lambda group: f"Grupp {group.code}")
    valid_from = SINCE


class TargetGroupFactory(DjangoModelFactory[TargetGroup]):
    """A target group, by default TG1. Traits `refugees` (TG4), `young` (TG5)."""

    class Meta:
        model = TargetGroup
        django_get_or_create = ("code",)

    class Params:
        refugees = factory.Trait(code="TG4", name="Vuxna flyktingar och anknytningsinvandrare")
        young = factory.Trait(code="TG5", name="Ungdomar 16–24 år")

    code = "TG1"
    name = "Försörjningsstöd på grund av arbetslöshet"
    valid_from = SINCE


class DistrictJobbtorgFactory(DjangoModelFactory[DistrictJobbtorg]):
    """The jobbtorg a stadsdel refers to by default."""

    class Meta:
        model = DistrictJobbtorg

    district = factory.SubFactory(DistrictFactory)
    jobbtorg = factory.SubFactory(JobbtorgFactory)
    is_default = True
    valid_from = SINCE


class NumberSeriesFactory(DjangoModelFactory[NumberSeries]):
    """How far a series of case or referral numbers has come."""

    class Meta:
        model = NumberSeries
        django_get_or_create = ("prefix", "year")

    prefix = factory.Sequence(lambda n: f"S{n}")
    year = 2026
    last = 0


class OpeningHoursFactory(DjangoModelFactory[OpeningHours]):
    """The hours of a jobbtorg's working days. Trait `closed`: it is closed in the period."""

    class Meta:
        model = OpeningHours

    class Params:
        closed = factory.Trait(opens=None, closes=None, note="Planeringsdag")

    jobbtorg = factory.SubFactory(JobbtorgFactory)
    valid_from = SINCE
    opens = time(8, 0)
    closes = time(17, 0)
