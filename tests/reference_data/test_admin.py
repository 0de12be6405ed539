"""The administration: for administrators only, reference data and users only, nothing deleted, strict CSP."""

import pytest
from django.contrib import admin
from django.db import models
from django.test import Client
from django.urls import NoReverseMatch, reverse

from aspirants.models import Closure, ClosureReason, Enrolment, Person
from aspirants.querysets import PersonBoundQuerySet
from casework.models import UsualPhrase
from catalogue.models import InsatsType
from core.validity import DatedModel
from core.workdays import ONE_DAY
from deadlines.models import DeadlineClock, DeadlinePolicy
from imports.models import ImportRow
from jobplans.models import JobPlanVersion, PlanItem
from meetings.models import Meeting, MeetingTopic
from organisation.models import (
    CoachGroup,
    District,
    DistrictJobbtorg,
    IncomeSupportUnit,
    Jobbtorg,
    OpeningHours,
    Role,
    TargetGroup,
    User,
)
from referrals.models import (
    CoverageRule,
    EligibilityRule,
    PriorityRule,
    Referral,
    ReferralDraft,
    ReferralListDraft,
    TargetGroupRule,
)
from tests.reference_data.administration import INLINE, PASSWORD, page, signed_in

# The admin's own templates leave variables undefined.
pytestmark = pytest.mark.ignore_template_errors

TABLES = [
    District,
    IncomeSupportUnit,
    Jobbtorg,
    TargetGroup,
    DistrictJobbtorg,
    CoachGroup,
    OpeningHours,
    ClosureReason,
    InsatsType,
    DeadlinePolicy,
    MeetingTopic,
    UsualPhrase,
    CoverageRule,
    EligibilityRule,
    TargetGroupRule,
    PriorityRule,
]


def leads_to_a_person(model: type[models.Model], seen: frozenset[type[models.Model]] = frozenset()) -> bool:
    """Whether a row of the model belongs to a person, through any chain of foreign keys."""
    if model in (Person, Enrolment) or isinstance(model._default_manager.all(), PersonBoundQuerySet):
        return True
    targets = {field.related_model for field in model._meta.fields if isinstance(field.related_model, type)}
    return any(leads_to_a_person(target, seen | {model}) for target in targets - seen - {model})


def test_the_administration_holds_reference_data_and_users_and_nothing_else() -> None:
    assert set(admin.site._registry) == {*TABLES, User}


PERSON_BOUND: list[type[models.Model]] = [
    Closure,
    DeadlineClock,
    JobPlanVersion,
    Meeting,
    PlanItem,
    Referral,
]
# Bound to a person by what they hold, not by a foreign key that is always there.
HOLDS_PERSONAL_TEXT: list[type[models.Model]] = [ImportRow, ReferralDraft, ReferralListDraft]


def test_nothing_about_a_person_is_registered() -> None:
    assert all(leads_to_a_person(model) for model in PERSON_BOUND)
    for model in admin.site._registry:
        assert not leads_to_a_person(model), model
        assert model not in HOLDS_PERSONAL_TEXT


def test_an_administrator_opens_every_list(administrator: Client) -> None:
    for model in TABLES:
        for query in ("", "?q=a", "?giltig=idag", "?giltig=tidigare", "?giltig=kommande"):
            assert administrator.get(reverse(page(model, "changelist")) + query).status_code == 200, (model, query)
    for query in ("", "?q=ada", "?is_active__exact=1"):
        assert administrator.get(reverse(page(User, "changelist")) + query).status_code == 200, query


@pytest.mark.usefixtures("loaded")
def test_every_other_role_is_refused_even_as_staff() -> None:
    for role in set(Role) - {Role.ADMIN}:
        client = signed_in(role, is_staff=True, is_superuser=True)
        for name in ("admin:index", page(District, "changelist"), page(District, "import"), page(User, "changelist")):
            assert client.get(reverse(name)).status_code == 403, (role, name)


@pytest.mark.django_db
def test_an_administrator_who_may_not_open_the_administration_is_refused() -> None:
    client = signed_in(Role.ADMIN, is_staff=False)
    assert client.get(reverse(page(District, "changelist")), follow=True).status_code == 403


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["admin:index", "admin:login", page(District, "changelist")])
def test_a_visitor_is_sent_to_the_one_sign_in_page(name: str) -> None:
    response = Client().get(reverse(name))
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))


def pages_of_the_administration() -> list[tuple[type[models.Model], str]]:
    table_pages = [
        (model, action) for model in TABLES for action in ("changelist", "add", "change", "import", "export")
    ]
    return [*table_pages, *((User, action) for action in ("changelist", "change"))]


def test_every_page_obeys_the_strict_policy(administrator: Client) -> None:
    me = User.objects.get(role=Role.ADMIN)
    others = [
        reverse("admin:index"),
        reverse("admin:password_change"),
        reverse(page(User, "history"), args=[me.pk]),
    ]
    for address in others:
        assert not INLINE.search(administrator.get(address).content.decode()), address
    for model, action in pages_of_the_administration():
        keys = [model._default_manager.order_by("pk").first().pk] if action == "change" else []  # type: ignore[union-attr]
        response = administrator.get(reverse(page(model, action), args=keys))
        assert response.status_code == 200, (model, action)
        found = INLINE.search(response.content.decode())
        assert found is None, (model, action, found)
        assert "script-src 'self'" in response["Content-Security-Policy"]


def test_nothing_is_deleted(administrator: Client) -> None:
    for model in (*TABLES, User):
        row = model._default_manager.order_by("pk").first()
        assert row is not None
        assert administrator.post(reverse(page(model, "delete"), args=[row.pk]), {"post": "yes"}).status_code == 403
        selection = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
        administrator.post(reverse(page(model, "changelist")), selection)
        assert model._default_manager.filter(pk=row.pk).exists(), model


def test_the_natural_key_stays_and_constraints_answer_in_words(administrator: Client) -> None:
    row = DistrictJobbtorg.objects.get(district__code="farsta", jobbtorg__code="VT")
    response = administrator.post(
        reverse(page(DistrictJobbtorg, "change"), args=[row.pk]),
        {"district": "", "jobbtorg": "", "valid_from": "1999-01-01", "valid_to": "2014-06-30", "is_default": "on"},
    )
    assert response.status_code == 200
    assert "Stadsdelen har redan ett förvalt jobbtorg för den perioden." in response.content.decode()
    response = administrator.post(
        reverse(page(DistrictJobbtorg, "change"), args=[row.pk]),
        {"valid_from": "1999-01-01", "valid_to": "2013-11-30", "is_default": "on"},
    )
    assert response.status_code == 302
    row.refresh_from_db()
    assert (row.valid_from.isoformat(), str(row.valid_to)) == ("2008-01-01", "2013-11-30")


def test_an_end_before_the_beginning_is_one_sentence_at_its_field(administrator: Client) -> None:
    """Every dated table, on the page of a row as it is, with another last day."""
    assert all(issubclass(model, DatedModel) for model in TABLES)
    for model in TABLES:
        row = model._default_manager.order_by("pk").first()
        assert row is not None
        address = reverse(page(model, "change"), args=[row.pk])
        shown = administrator.get(address).context["adminform"].form.initial
        typed = {name: value for name, value in shown.items() if value is not None}
        typed["valid_to"] = row.valid_from - ONE_DAY
        form = administrator.post(address, typed).context["adminform"].form
        assert form.errors == {"valid_to": ["Sista giltighetsdagen kan inte ligga före den första."]}, model


def test_a_rule_that_overlaps_another_says_which_one(administrator: Client) -> None:
    rule = CoverageRule.objects.order_by("pk").first()
    assert rule is not None
    address = reverse(page(CoverageRule, "add"))
    shown = administrator.get(reverse(page(CoverageRule, "change"), args=[rule.pk])).context["adminform"].form.initial
    typed = {name: value for name, value in shown.items() if value is not None}
    form = administrator.post(address, typed | {"valid_from": "2030-01-01"}).context["adminform"].form
    until = f"till och med {rule.valid_to}" if rule.valid_to else "tills vidare"
    assert form.non_field_errors() == [
        "Det finns redan en sådan regel under perioden. Avsluta den först."
        f" Den som finns är ”{rule}”, som gäller från {rule.valid_from} {until}."
    ]
    assert not [field.label for field in form if field.label[0] != field.label[0].upper()]


def test_what_has_ended_is_not_chosen_in_a_row_that_begins_later(administrator: Client) -> None:
    """As in a file (test_faults.py)."""
    kista = District.objects.get(code="kista")
    typed = {"code": "ny", "name": "Ny", "district": kista.pk, "function": "INTAKE", "valid_from": "2027-01-01"}
    response = administrator.post(reverse(page(IncomeSupportUnit, "add")), typed)
    assert "gällde till och med 2006-12-31 och kan inte väljas" in response.content.decode()
    assert (
        administrator.post(reverse(page(IncomeSupportUnit, "add")), typed | {"valid_from": "2006-12-31"}).status_code
        == 302
    )


def test_a_name_is_changed_and_nothing_else(administrator: Client) -> None:
    coach = User.objects.create_user(
        "nils@example.se",
        first_name="Nils",
        last_name="Berg",
        role=Role.COACH,
        jobbtorg=Jobbtorg.objects.get(code="RS"),
    )
    facts = {"email": "Nils.Lund@Example.se", "first_name": "Nils", "last_name": "Lund", "signature": "NL"}
    change = reverse(page(User, "change"), args=[coach.pk])
    beyond = {"role": Role.ADMIN, "jobbtorg": "", "is_staff": "on", "is_superuser": "on", "protected_access": "on"}
    assert administrator.post(change, facts | beyond).status_code == 302
    coach.refresh_from_db()
    assert (coach.email, coach.last_name, coach.signature) == ("nils.lund@example.se", "Lund", "NL")
    assert (coach.role, coach.jobbtorg.code, coach.is_active) == (Role.COACH, "RS", True)
    assert (coach.is_staff, coach.is_superuser, coach.protected_access) == (False, False, False)


def test_an_address_belongs_to_one_user(administrator: Client) -> None:
    coach = User.objects.create_user("nils@example.se", first_name="Nils", last_name="Berg", role=Role.LOG_REVIEWER)
    response = administrator.post(
        reverse(page(User, "change"), args=[coach.pk]),
        {"email": "ADMIN@example.se", "first_name": "Nils", "last_name": "Berg"},
    )
    assert response.status_code == 200
    assert "finns redan" in response.content.decode()


def test_users_are_neither_added_nor_given_passwords_here(administrator: Client) -> None:
    assert administrator.get(reverse(page(User, "add"))).status_code == 403
    with pytest.raises(NoReverseMatch):
        reverse("admin:auth_user_password_change", args=[1])


def test_superusers_are_out_of_reach(administrator: Client) -> None:
    root = User.objects.create_superuser("rot@example.se", PASSWORD, first_name="Rot", last_name="Rot")
    assert administrator.get(reverse(page(User, "change"), args=[root.pk])).status_code == 302
    assert administrator.get(reverse("user_detail", args=[root.pk])).status_code == 404
