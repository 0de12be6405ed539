"""What the shipped tables say about units, closing reasons, insatser and deadline rules."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from aspirants.models import ClosureReason
from catalogue.models import InsatsType
from deadlines.calculation.deadline import RollRule, Rule, Unit
from deadlines.models import ClockKind, DeadlinePolicy, PolicyUse
from organisation.models import District, DistrictJobbtorg, IncomeSupportUnit, Jobbtorg, JobbtorgKind, TargetGroup

pytestmark = pytest.mark.usefixtures("loaded")

TODAY = datetime.date(2026, 11, 23)
FIRST_YEAR = datetime.date(2008, 6, 30)
DISTRICTS_TODAY = {
    "Järva",
    "Norra innerstaden",
    "Hässelby-Vällingby",
    "Bromma",
    "Kungsholmen",
    "Södermalm",
    "Enskede-Årsta-Vantör",
    "Skarpnäck",
    "Farsta",
    "Hägersten-Älvsjö",
    "Skärholmen",
}


def test_the_city_had_so_many_districts() -> None:
    numbers = {
        "1999-01-01": 18,
        "2006-12-31": 18,
        "2007-01-01": 14,
        "2020-06-30": 14,
        "2020-07-01": 13,
        "2023-06-30": 13,
        "2023-07-01": 11,
        "2026-11-23": 11,
    }
    found = {day: District.objects.valid_on(datetime.date.fromisoformat(day)).count() for day in numbers}
    assert found == numbers


def test_every_district_leads_to_one_of_todays_without_a_gap() -> None:
    assert {district.name for district in District.objects.valid_on(TODAY)} == DISTRICTS_TODAY
    for district in District.objects.select_related("successor"):
        here = district
        while here.successor is not None:
            assert here.valid_to is not None
            assert here.valid_to + datetime.timedelta(days=1) >= here.successor.valid_from
            here = here.successor
        assert here.valid_to is None
        assert here.name in DISTRICTS_TODAY


@pytest.mark.parametrize(("name", "today"), [("Kista", "Järva"), ("Älvsjö", "Hägersten-Älvsjö"), ("Bromma", "Bromma")])
def test_a_district_of_1999_is_found_again_today(name: str, today: str) -> None:
    here = District.objects.get(name=name)
    while here.successor is not None:
        here = here.successor
    assert here.name == today


@pytest.mark.parametrize(("day", "number"), [(FIRST_YEAR, 14), (datetime.date(2021, 1, 1), 13), (TODAY, 11)])
def test_every_district_has_one_unit_and_one_default_jobbtorg(day: datetime.date, number: int) -> None:
    districts = District.objects.valid_on(day)
    assert districts.count() == number
    for district in districts:
        assert IncomeSupportUnit.objects.valid_on(day).filter(district=district).count() == 1
        default = DistrictJobbtorg.objects.valid_on(day).filter(district=district, target_group=None, is_default=True)
        assert default.count() == 1
        assert Jobbtorg.objects.valid_on(day).filter(pk=default.get().jobbtorg_id).exists()


def test_the_map_stays_inside_the_validity_of_what_it_joins() -> None:
    for row in DistrictJobbtorg.objects.select_related("district", "jobbtorg"):
        for end in (row.district, row.jobbtorg):
            assert row.valid_from >= end.valid_from
            assert end.valid_to is None or (row.valid_to is not None and row.valid_to <= end.valid_to)


def test_ostermalm_refers_to_rosenlundsgatan_in_2008() -> None:
    row = DistrictJobbtorg.objects.valid_on(FIRST_YEAR).get(district__name="Östermalm", target_group=None)
    assert row.jobbtorg.code == "RS"
    assert row.jobbtorg.address == "Rosenlundsgatan 52"


def test_a_second_default_is_refused_by_the_form_and_by_the_database() -> None:
    second = DistrictJobbtorg(
        district=District.objects.get(code="bromma"),
        jobbtorg=Jobbtorg.objects.get(code="KI"),
        valid_from=datetime.date(2026, 1, 1),
    )
    with pytest.raises(ValidationError, match="redan ett förvalt jobbtorg"):
        second.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        second.save()
    second.is_default = False
    second.full_clean()
    second.save()


def test_the_jobbtorg_of_2008_their_branch_and_their_predecessors() -> None:
    open_then = set(Jobbtorg.objects.valid_on(FIRST_YEAR).values_list("code", flat=True))
    assert open_then == {"RS", "KI", "KU", "SK", "VB", "VT"}
    branch = Jobbtorg.objects.get(code="KU")
    assert (branch.kind, branch.parent and branch.parent.code) == (JobbtorgKind.YOUTH, "KI")
    before = Jobbtorg.objects.valid_on(datetime.date(2007, 12, 31))
    assert {row.name for row in before} == {"Jobbcentrum Skärholmen", "Arbetsforum Vinsta"}


def test_target_groups() -> None:
    assert list(TargetGroup.objects.values_list("code", flat=True)) == ["NY", *(f"TG{n}" for n in range(1, 8))]
    assert list(TargetGroup.objects.filter(second_step=True).values_list("code", flat=True)) == ["TG6", "TG7"]
    assert list(TargetGroup.objects.filter(restricted=True).values_list("code", flat=True)) == ["TG7"]
    # Membership of TG7 is health data (R-2-18): its name says nothing about health.
    assert TargetGroup.objects.get(code="TG7").name == "Annat stöd från stadsdelen, utan försörjningsstöd"


def codes(**condition: object) -> list[int]:
    return list(ClosureReason.objects.filter(**condition).values_list("code", flat=True))


def test_closure_reasons_by_group_and_flag() -> None:
    assert codes(group="W") == [10, 11, 12, 13, 14, 15, 19]
    assert codes(group="S") == [20, 21, 22, 23, 24, 29]
    assert codes(group="X") == [99]
    assert len(codes(group="O")) == 21
    assert codes(counts_nationally=True) == [10, 11, 12, 13, 14, 15, 20, 21, 22, 24]
    assert codes(neutral=True) == [50, 80]
    assert codes(import_only=True) == [19, 29, 98]
    assert codes(needs_text=True) == [61, 90]


@pytest.mark.parametrize(
    ("code", "identifier", "label"),
    [
        (10, "WORK_PERMANENT", "Arbete, tillsvidareanställning"),
        (14, "WORK_SUBSIDISED", None),
        (30, "MUNICIPAL_EMPLOYMENT", "Kommunal arbetsmarknadsanställning (t.ex. Stockholmsjobb)"),
        (60, "NO_CONTACT", "Uteblir/ingen kontakt trots kallelser"),
        (99, "REGISTERED_IN_ERROR", "Felregistrering"),
    ],
)
def test_closure_reason_names(code: int, identifier: str, label: str | None) -> None:
    reason = ClosureReason.objects.get(code=code)
    assert reason.identifier == identifier
    assert label is None or reason.label == label


def test_the_sixteen_insatser_and_their_sub_kinds() -> None:
    base = InsatsType.objects.filter(sub_kind_of=None)
    assert [row.number for row in base] == list(range(1, 17))
    assert not base.exclude(local_to=None).exists()
    for parent, number in (("PREPARATORY", 5), ("PLACEMENT", 3)):
        assert InsatsType.objects.filter(sub_kind_of__code=parent, number=None).count() == number


def test_every_deadline_has_a_policy_from_the_first_day() -> None:
    policies = {policy.kind: policy for policy in DeadlinePolicy.objects.valid_on(datetime.date(2008, 1, 1))}
    assert set(policies) == set(ClockKind.values)
    guarantee = policies[ClockKind.PLAN_GUARANTEE]
    assert guarantee.rule == Rule(length=5, unit=Unit.WORKING_DAYS, roll_rule=RollRule.FORWARD)
    assert (guarantee.warn_days_first, guarantee.warn_days_second) == (2, 0)
    follow_up = policies[ClockKind.FOLLOW_UP]
    assert follow_up.rule == Rule(length=3, unit=Unit.MONTHS, roll_rule=RollRule.FORWARD)
    assert (follow_up.warn_days_first, follow_up.warn_days_second) == (10, 5)
    assert {kind for kind, policy in policies.items() if policy.use == PolicyUse.ACTIVE} == {
        ClockKind.PLAN_GUARANTEE,
        ClockKind.FOLLOW_UP,
    }
    assert policies[ClockKind.PLAN_COMMUNICATION].use == PolicyUse.INDICATOR
    assessment = policies[ClockKind.ASSESSMENT]
    assert (assessment.use, assessment.rule, assessment.start_event) == (
        PolicyUse.INDICATOR,
        guarantee.rule,
        guarantee.start_event,
    )
    assert policies[ClockKind.JOB_GOT_5].use == PolicyUse.REPORT_ONLY
    assert policies[ClockKind.MEETING_48H].use == PolicyUse.OFF
    assert policies[ClockKind.MEETING_48H].rule.days == 2
