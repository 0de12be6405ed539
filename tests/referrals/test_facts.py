"""What a referral or a visit states: kept, put in order, and what follows from it on a day."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from aspirants.models import Enrolment
from demo.factories import EnrolmentFactory, IncomeSupportUnitFactory, PersonFactory, ReferralFactory
from organisation.models import IncomeSupportUnit, Jobbtorg, User
from organisation.models.places import UnitFunction
from referrals.facts.computed import is_fresh_reference, is_long_unemployed
from referrals.facts.rows import ends_soon, stated_rows
from referrals.forms.sending import DetailsForm
from referrals.models import Referral, Source, WalkIn
from tests.referrals.pages import DETAILS, NUMBER, give_details, say_who, send, text, url
from tests.visits import signed_in

MONDAY = datetime.date(2026, 11, 23)
FURTHER = {
    "seeking_work": "YES",
    "pes_registered_on": "2026-09-01",
    "pes_category": "PART_TIME",
    "benefit_decision_status": "DECIDED",
    "benefit_decided_on": "2026-11-10",
    "latest_reference_on": "2025-11-23",
    "work_capacity_pct": "50",
    "sfi_status": "STUDYING",
    "is_refugee": "on",
    "has_unemployment_fund": "NO",
    "introduction_ends_on": "2027-01-15",
    "basis": "CONSENT",
    "consent_given_on": "2026-11-20",
}
BORN_1979, BORN_2002 = datetime.date(1979, 4, 17), datetime.date(2002, 4, 17)


@pytest.mark.parametrize(
    ("since", "born", "expected"),
    [
        ("2025-11-24", BORN_1979, False),
        ("2025-11-23", BORN_1979, True),
        ("2026-05-24", BORN_2002, False),
        ("2026-05-23", BORN_2002, True),
        ("2026-05-23", BORN_1979, False),
        ("2026-05-23", datetime.date(2001, 11, 24), True),  # 24 years old
        ("2026-05-23", datetime.date(2001, 11, 23), False),  # 25 that very day
        ("2026-05-23", None, False),
    ],
)
def test_long_unemployment(since: str, born: datetime.date | None, expected: bool) -> None:
    """R-3-08: twelve months, six for who is under 25; reckoned on the day, on which the last month is full."""
    assert is_long_unemployed(datetime.date.fromisoformat(since), MONDAY, born) is expected


def test_of_whom_only_the_year_is_known_the_six_months_count_when_every_age_is_under_25() -> None:
    half_a_year = datetime.date(2026, 5, 1)
    assert [is_long_unemployed(half_a_year, MONDAY, None, year) for year in (2001, 2002)] == [False, True]
    assert is_long_unemployed(None, MONDAY, BORN_1979) is None


def test_a_reference_is_fresh_for_twelve_months() -> None:
    days = [datetime.date(2025, 11, 22), datetime.date(2025, 11, 23), None]
    assert [is_fresh_reference(day, MONDAY) for day in days] == [False, True, None]


def test_all_that_is_stated_is_kept_and_shown_to_both_sides_in_one_order(
    sender: Client, caseworker: User, coach: User, jobbtorg: Jobbtorg
) -> None:
    referral = send(sender, jobbtorg, **FURTHER, unemployed_since="2025-11-01")
    assert (referral.work_capacity_pct, referral.pes_category, referral.basis) == (50, "PART_TIME", "CONSENT")
    shown = [label for label, _ in stated_rows(referral, on=MONDAY, about=referral.person)]
    assert shown[:4] == ["Syfte", "Ålder", "Ersättning", "Främsta skäl"]
    ours = text(sender.get(reverse("referral_detail", args=[referral.pk])))
    theirs = text(signed_in(coach).get(reverse("referral_detail", args=[referral.pk])))
    for page in (ours, theirs):
        places = [page.index(f"<dt>{label}</dt>") for label in shown]
        assert places == sorted(places)
        for words in ("2025-11-01, långtidsarbetslös", "2025-11-23, färsk", "47 år", "50 procent", "Deltidsarbetslös"):
            assert words in page
    assert "Introduktionen eller etableringen slutar fre 15 jan 2027. Ersättningen kan behöva bytas." in theirs


def test_what_nobody_stated_takes_no_room_on_a_page_and_is_there_for_who_compares(
    sender: Client, jobbtorg: Jobbtorg
) -> None:
    referral = send(sender, jobbtorg)
    on_page = {label for label, _ in stated_rows(referral, on=MONDAY)}
    everything = {label for label, _ in stated_rows(referral)}
    assert everything - on_page >= {"Sfi", "Senaste referens", "Arbetsförmåga"}
    assert "långtidsarbetslös" not in str(stated_rows(referral))


def test_an_introduction_is_pointed_out_when_its_end_is_near() -> None:
    ends = [MONDAY + datetime.timedelta(days=days) for days in (-91, -90, 0, 90, 91)]
    said = [ends_soon(Referral(introduction_ends_on=day), MONDAY) for day in ends]
    assert [bool(words) for words in said] == [False, True, True, True, False]
    assert "slutade" in said[1]


def details_of(client: Client, jobbtorg: Jobbtorg, **changes: Any) -> Any:
    draft_id = uuid.uuid4()
    say_who(client, draft_id)
    return give_details(client, draft_id, jobbtorg, **changes)


def test_contradictions_are_said_all_at_once_each_at_its_field(sender: Client, jobbtorg: Jobbtorg) -> None:
    page = details_of(
        sender,
        jobbtorg,
        first_name="",
        fit_for_work="NO",
        work_capacity_pct="75",
        wants_decision_first="on",
        benefit_decided_on="2026-11-01",
        basis="CONSENT",
    )
    assert page.status_code == 422
    assert set(page.context["form"].errors) == {
        *("first_name", "work_capacity_pct", "wants_decision_first", "benefit_decided_on", "consent_given_on")
    }
    assert text(page).count('<details class="more folded" open>') == 3, "a folded group with a fault is open"


def test_a_decision_is_not_made_before_the_application(sender: Client, jobbtorg: Jobbtorg) -> None:
    page = details_of(sender, jobbtorg, benefit_decision_status="DECIDED", benefit_decided_on="2026-11-01")
    assert list(page.context["form"].errors) == ["benefit_decided_on"]


def test_after_the_purpose_nothing_has_to_be_answered(sender: Client, caseworker: User, jobbtorg: Jobbtorg) -> None:
    """Each field after first name, last name and purpose has a default, or is optional; but for whether the person can
    work, which is asked of each person anew."""
    form = DetailsForm(sender=caseworker)
    names = list(form.fields)
    assert names[:3] == ["first_name", "last_name", "purpose"]
    empty = [name for name in names[3:] if form.fields[name].required and form[name].value() in (None, "")]
    assert empty == ["fit_for_work"]
    page = text(sender.get(url("details", _draft(sender))))
    assert page.count('<details class="more folded" >') == 3


def _draft(client: Client) -> uuid.UUID:
    draft_id = uuid.uuid4()
    say_who(client, draft_id)
    return draft_id


def test_a_unit_with_another_task_is_proposed_another_benefit(caseworker: User) -> None:
    """R-2-72: flyktingmottagning, socialpsykiatri."""
    proposed = {}
    for function in UnitFunction:
        caseworker.income_support_unit.function = function
        form = DetailsForm(sender=caseworker)
        proposed[function] = form["benefit_kind"].value()
    assert proposed[UnitFunction.INCOME_SUPPORT] == "FORSORJNINGSSTOD"
    assert proposed[UnitFunction.REFUGEE_RECEPTION] == "ETABLERINGSERSATTNING"
    assert proposed[UnitFunction.SOCIAL_PSYCHIATRY] == "NONE"


@pytest.mark.parametrize(
    "facts",
    [
        {"wants_decision_first": True},
        {"benefit_decided_on": MONDAY},
        {"work_capacity_pct": 30},
        {"fit_for_work": "NO", "work_capacity_pct": 25},
        {"basis": "CONSENT"},
        {"consent_given_on": MONDAY},
    ],
    ids=lambda facts: "-".join(facts),
)
def test_the_database_holds_what_the_form_says(facts: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError):
        ReferralFactory(**facts)


def proposed_coach(client: Client) -> Any:
    """The coach that *Registrera* proposes: a coach themself, for a manager nobody yet."""
    return client.get(reverse("referral_register")).context["form"]["coach"].value() or ""


def visit(client: Client, kind: str = "besok", **changes: Any) -> Any:
    answers = {**DETAILS, **FURTHER, "basis": "", "consent_given_on": "", "purpose": "", "kind": kind, "number": NUMBER}
    answers |= {"submission_id": str(uuid.uuid4()), "received_on": "2026-11-19", "benefit_applied_on": "2026-11-02"}
    answers["coach"] = proposed_coach(client)
    return client.post(reverse("referral_register"), {**answers, **changes}, follow=True)


def test_a_visit_keeps_all_that_was_typed(coach: User, unit: IncomeSupportUnit) -> None:
    page = visit(signed_in(coach), unit=str(unit.pk), unemployed_since="2025-01-01")
    walk_in = WalkIn.objects.get()
    assert (walk_in.came_on, walk_in.source, walk_in.unit) == (datetime.date(2026, 11, 19), Source.SELF, unit)
    assert (walk_in.unemployed_since, walk_in.has_children_at_home) == (datetime.date(2025, 1, 1), True)
    assert (walk_in.pes_category, walk_in.work_capacity_pct) == ("PART_TIME", 50)
    assert "är öppnat" in text(page)


@pytest.mark.parametrize(
    ("kind", "source"),
    [("uppsokande", Source.OUTREACH), ("arbetsformedlingen", Source.PES), ("annan", Source.OTHER)],
)
def test_by_what_a_person_came_is_kept(coach: User, kind: str, source: Source) -> None:
    """R-3-29: by outreach; or sent by Arbetsförmedlingen."""
    visit(signed_in(coach), kind)
    assert WalkIn.objects.get().source == source


def test_the_unit_that_somebody_had_is_proposed_once_and_may_be_unknown(coach: User, unit: IncomeSupportUnit) -> None:
    person = PersonFactory(identity_no="197904179814", first_name="Anna", last_name="Åkesson")
    closed_on = datetime.date(2026, 11, 2)
    EnrolmentFactory(closed_on=closed_on, person=person, jobbtorg=coach.jobbtorg, income_support_unit=unit)
    staff = signed_in(coach)
    page = visit(staff)
    assert f"Personen hörde senast till {unit}." in text(page)
    assert page.context["form"]["unit"].value() == str(unit.pk)
    assert not WalkIn.objects.exists()
    visit(staff, unit_asked="1")
    assert WalkIn.objects.get().unit is None


def test_a_unit_that_only_another_jobbtorg_knows_is_not_proposed(coach: User) -> None:
    """What another jobbtorg's case says is not told by a proposal."""
    person = PersonFactory(identity_no="197904179814", first_name="Anna", last_name="Åkesson")
    EnrolmentFactory(
        closed_on=datetime.date(2026, 11, 2), person=person, income_support_unit=IncomeSupportUnitFactory()
    )
    visit(signed_in(coach))
    assert Enrolment.objects.open().get().income_support_unit is None
