"""The filters of the list of aspirants. They travel in the URL, so they never hold anything about a person."""

from __future__ import annotations

import datetime
from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from activities.models import Activity
from aspirants.choices import Origin
from aspirants.models import Enrolment, EnrolmentStatus
from core.forms import AnyDateField
from core.swedish.dates import WhichYear
from deadlines.models import DeadlineClock
from deadlines.status import clock_conditions
from deadlines.status.planned import is_paused
from jobplans.models import JobPlanVersion, PlanItem, VersionStatus
from organisation.lists.filters import ORDER, KeyFilter, ListFilter
from organisation.models import User
from workbench.aspirants.listing.choices import NO_COACH, NO_GROUP, FilterChoices
from workbench.aspirants.listing.orders import ORDER_KEYS
from workbench.my_day.caseload import LONG_WITHOUT_MEETING, situations

STEPS = [
    ("nytt", "Nytt ärende"),
    ("kartlaggning", "Kartläggning"),
    ("paborjad", "Jobbplan påbörjad"),
    ("foreslagen", "Jobbplan föreslagen"),
    ("foljer", "Följer jobbplan"),
    ("ej-skickad", "Godkänd plan inte skickad"),
]
DEADLINES = [
    ("sen", "Försenad"),
    ("nara", "Förfaller inom 5 arbetsdagar"),
    ("pausad", "Pausad"),
    ("ingen", "Ingen frist"),
]
MEETINGS = [("utan-30", "Utan möte 30+ dagar"), ("ej-bokat", "Inget möte bokat")]
AGES = {"16-19": (16, 19), "20-24": (20, 24), "25-29": (25, 29), "30-44": (30, 44), "45-54": (45, 54), "55": (55, 120)}


class SwedishDateFilter(django_filters.DateFilter):
    field_class = AnyDateField


class AspirantFilter(ListFilter):
    """What is in the list; without a status the open cases. The cases are annotated by `with_situation`."""

    coach = KeyFilter(label="Coach", method="by_coach", empty_label="Alla coacher", others=(NO_COACH,))
    status = django_filters.ChoiceFilter(
        label="Status",
        method="by_status",
        empty_label="Öppna ärenden",
        choices=[
            (EnrolmentStatus.ACTIVE, EnrolmentStatus.ACTIVE.label),
            (EnrolmentStatus.PAUSED, EnrolmentStatus.PAUSED.label),
            (EnrolmentStatus.CLOSED, "Avslutade"),
            ("alla", "Öppna och avslutade"),
        ],
    )
    frist = django_filters.ChoiceFilter(label="Frist", method="by_deadline", empty_label="Alla", choices=DEADLINES)
    mote = django_filters.ChoiceFilter(label="Möten", method="by_meeting", empty_label="Alla", choices=MEETINGS)
    steg = django_filters.ChoiceFilter(label="Steg", method="by_step", empty_label="Alla steg", choices=STEPS)
    insats = KeyFilter(label="Insats", method="by_insats", empty_label="Alla insatser")
    malgrupp = KeyFilter(label="Målgrupp", method="by_group", empty_label="Alla målgrupper", others=(NO_GROUP,))
    alder = django_filters.ChoiceFilter(
        label="Ålder",
        method="by_age",
        empty_label="Alla åldrar",
        choices=[
            (key, f"{first}–{last} år" if last < 100 else f"{first} år eller äldre")
            for key, (first, last) in AGES.items()
        ],
    )
    ursprung = django_filters.ChoiceFilter(
        label="Ursprung", field_name="origin", empty_label="Alla", choices=Origin.choices
    )
    stadsdel = KeyFilter(label="Stadsdel", field_name="income_support_unit__district", empty_label="Alla stadsdelar")
    fran = SwedishDateFilter(
        which_year=WhichYear.PAST, label="Inskriven från", field_name="enrolled_on", lookup_expr="gte"
    )
    till = SwedishDateFilter(
        which_year=WhichYear.PAST, label="Inskriven till", field_name="enrolled_on", lookup_expr="lte"
    )

    class Meta:
        model = Enrolment
        fields: list[str] = []

    def __init__(self, *args: Any, user: User, is_checked: bool = True, **kwargs: Any) -> None:
        """`is_checked`: whether keys are looked up among the choices; see KeyField."""
        super().__init__(*args, **kwargs)
        self.today = timezone.localdate()
        self.choices = FilterChoices(user)
        offered = {
            "coach": self.choices.coaches,
            "malgrupp": self.choices.target_groups,
            "insats": self.choices.insatser,
            "stadsdel": self.choices.districts,
        }
        for name, choices in offered.items():
            self.filters[name].extra |= {"choices": choices, "is_checked": is_checked}
        self.also = {ORDER: ORDER_KEYS, "visa": frozenset(one.key for one in situations(self.today))}

    def by_coach(self, cases: Any, name: str, value: str) -> Any:
        if value == NO_COACH:
            return cases.without_coach_in_service(self.today)
        return cases.filter(coach=int(value))

    def by_status(self, cases: Any, name: str, value: str) -> Any:
        return cases if value == "alla" else cases.filter(status=value)

    def by_deadline(self, cases: Any, name: str, value: str) -> Any:
        clocks = DeadlineClock.objects.kept_in_cases().unfulfilled().filter(enrolment=OuterRef("pk"))
        conditions = {
            # What nobody is alarmed by in the rows is not late here either.
            "sen": clock_conditions.late(self.today) & Q(covered=True, enrolment__status=EnrolmentStatus.ACTIVE),
            "nara": clock_conditions.near(self.today) & Q(covered=True),
            "pausad": is_paused(self.today),
        }
        return cases.filter(Exists(clocks.filter(conditions[value])) if value in conditions else ~Exists(clocks))

    def by_meeting(self, cases: Any, name: str, value: str) -> Any:
        if value == "ej-bokat":
            return cases.filter(next_meeting_at=None)
        return cases.filter(met_lately=False, enrolled_on__lte=self.today - LONG_WITHOUT_MEETING)

    def by_step(self, cases: Any, name: str, value: str) -> Any:
        has_begun = Q(last_meeting_at__isnull=False) | Q(first_visit_on__isnull=False)
        no_plan = Q(has_plan=False, awaits_answer=False, has_draft=False)
        unsent = JobPlanVersion.objects.not_communicated().filter(plan__enrolment=OuterRef("pk"))
        conditions = {
            "nytt": no_plan & ~has_begun,
            "kartlaggning": no_plan & has_begun,
            "paborjad": Q(has_plan=False, awaits_answer=False, has_draft=True),
            "foreslagen": Q(has_plan=False, awaits_answer=True),
            "foljer": Q(has_plan=True),
            "ej-skickad": Q(Exists(unsent)),
        }
        return cases.filter(conditions[value])

    def by_insats(self, cases: Any, name: str, value: str) -> Any:
        """Those in which one of the kind goes on today, as begun or as planned."""
        kinds = self.choices.kinds_named_as(value).values("pk")
        runs = Q(starts_on__isnull=True) | Q(starts_on__lte=self.today)
        runs &= Q(ends_on__isnull=True) | Q(ends_on__gte=self.today)
        begun = Activity.objects.filter(runs, enrolment=OuterRef("pk"), insats_type__in=kinds, result="")
        planned = PlanItem.objects.filter(
            runs,
            version__plan__enrolment=OuterRef("pk"),
            version__status=VersionStatus.APPROVED,
            insats_type__in=kinds,
        )
        return cases.filter(Exists(begun) | Exists(planned))

    def by_group(self, cases: Any, name: str, value: str) -> Any:
        if value == NO_GROUP:
            return cases.filter(target_group=None)
        # Nobody looks for persons by what tells of their health.
        return cases.filter(target_group=int(value), target_group__restricted=False)

    def by_age(self, cases: Any, name: str, value: str) -> Any:
        """By whole years today; where only the year of birth is known, those who may have the age."""
        first, last = AGES[value]
        born = Q(
            person__birth_date__lte=_years_before(self.today, first),
            person__birth_date__gt=_years_before(self.today, last + 1),
        )
        year = Q(person__birth_year__range=(self.today.year - last - 1, self.today.year - first))
        return cases.filter(born | year)

    def filter_queryset(self, queryset: Any) -> Any:
        """Open cases unless a status is chosen."""
        narrowed = super().filter_queryset(queryset)
        return narrowed if self.form.cleaned_data.get("status") else narrowed.open()


def _years_before(day: datetime.date, years: int) -> datetime.date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return day.replace(year=day.year - years, day=28)
