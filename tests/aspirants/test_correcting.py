"""The facts of a person and a case are corrected, the number too; news from a referral is settled (FC-01, FC-03)."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone

from aspirants.choices import NumberChange, Protection, ReportedField, ReportedOutcome
from aspirants.finding import find_person, persons_by_number
from aspirants.identity import Identity, parse_identity
from aspirants.models import Correction, EarlierNumber, Enrolment, IdentityKind, Person, ReportedFact
from aspirants.operations import change_number, correct_person, put_aside_reports, take_over_reports
from aspirants.operations.numbers import TAKEN, NumberTakenError
from aspirants.operations.reports import report_facts
from aspirants.people.news import news_of, waiting_reports
from aspirants.shown import shown_number, shown_person, shown_reports
from core.encryption import lookup_hash
from core.history.tracking import changes_of
from core.refusals import OperationRefused
from core.seen import ChangedMeanwhileError
from demo.factories import EnrolmentFactory, IncomeSupportUnitFactory, PersonFactory, TargetGroupFactory, UserFactory
from demo.identities import fictional_number, interim_number, nth_birth, nth_number, unknown_day_number
from organisation.access.acting import acting_for
from organisation.access.database_roles import WEB
from organisation.models import User
from tests.aspirants.staff import TODAY
from tests.roles import as_role


def number(text: str) -> Identity:
    return parse_identity(text, TODAY)


def correct(actor: User, case: Enrolment, *, group_reason: str = "", **facts: Any) -> list[str]:
    case.refresh_from_db()
    return correct_person(
        actor=actor,
        enrolment=case,
        seen_person=shown_person(case, with_contact=True),
        with_contact=True,
        facts=facts,
        group_reason=group_reason,
    )


def change(actor: User, case: Enrolment, to: str, kind: NumberChange, text: str = "") -> Person:
    person = Person.objects.get(pk=case.person_id)
    return change_number(
        actor=actor,
        enrolment=case,
        seen_number=shown_number(person),
        identity=number(to),
        change=kind,
        text=text,
    )


def test_every_fact_is_corrected_and_the_old_one_stays_in_the_history_fc_01(coach: User, case: Enrolment) -> None:
    group, unit = TargetGroupFactory(code="TG9"), IncomeSupportUnitFactory(district=case.income_support_unit.district)
    before = Person.objects.get(pk=case.person_id)
    said = {
        "first_name": "Anna Maria",
        "last_name": "Öberg",
        "call_name": "Maria",
        "phone": "070-174 06 06",
        "email": "maria@exempel.se",
        "home_address": "Påhittade gatan 3",
        "language": "persiska",
        "interpreter_needed": True,
    }
    why = "Har fått uppehållstillstånd."
    changed = correct(coach, case, group_reason=why, **said, target_group=group, income_support_unit=unit)
    assert set(changed) == {*said, "target_group", "income_support_unit"}
    case.refresh_from_db()
    person = Person.objects.get(pk=case.person_id)
    assert {field: getattr(person, field) for field in said} == said
    assert (case.target_group, case.income_support_unit) == (group, unit)
    assert person.name == "Maria Öberg"
    assert "maria" in person.search_name.split()
    assert person.sort_key != before.sort_key
    versions = changes_of(Person).objects.filter(pgh_obj=person)
    assert before.last_name in {version.last_name for version in versions}


def test_what_is_not_sent_stays_and_nothing_new_writes_nothing_fc_01(coach: User, case: Enrolment) -> None:
    person = Person.objects.get(pk=case.person_id)
    versions = changes_of(Person).objects.filter(pgh_obj=person)
    assert correct(coach, case, phone=person.phone) == []
    assert correct(coach, case, phone="070-174 06 07") == ["phone"]
    assert correct(coach, case, language="tigrinja") == ["language"]
    person.refresh_from_db()
    assert (person.phone, person.language) == ("070-174 06 07", "tigrinja")
    assert versions.count() == 3


def test_two_who_correct_at_once_are_both_shown_fc_01(coach: User, manager: User, case: Enrolment) -> None:
    case.refresh_from_db()
    shown = shown_person(case, with_contact=True)
    correct(manager, case, last_name="Åkerblom")
    with pytest.raises(ChangedMeanwhileError) as refused:
        correct_person(
            actor=coach, enrolment=case, seen_person=shown, with_contact=True, facts={"last_name": "Akerblom"}
        )
    rows = {row.label: (row.then, row.now) for row in refused.value.rows() if row.differs}
    assert rows == {"Efternamn": (dict(shown.facts)["Efternamn"], "Åkerblom")}
    assert Person.objects.get(pk=case.person_id).last_name == "Åkerblom"


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"first_name": ""}, "first_name"),
        ({"last_name": ""}, "last_name"),
        ({"first_name": "Anna Maria", "call_name": "Mari"}, "call_name"),
        ({"interpreter_needed": True, "language": ""}, "language"),
    ],
)
def test_what_cannot_be_so_is_refused_at_its_field_fc_01(
    coach: User, case: Enrolment, facts: dict[str, Any], field: str
) -> None:
    with pytest.raises(OperationRefused) as refused:
        correct(coach, case, **facts)
    assert refused.value.field == field


def test_a_unit_of_another_stadsdel_is_another_authority_and_no_correction_fc_01(coach: User, case: Enrolment) -> None:
    elsewhere = IncomeSupportUnitFactory()
    with pytest.raises(OperationRefused, match="annan myndighet"):
        correct(coach, case, income_support_unit=elsewhere)
    Enrolment.objects.filter(pk=case.pk).update(income_support_unit=None)
    assert correct(coach, case, income_support_unit=elsewhere) == ["income_support_unit"]


@pytest.mark.parametrize("has_group", [True, False])
def test_another_target_group_needs_a_reason_that_is_kept_with_what_stood_before(
    coach: User, case: Enrolment, has_group: bool
) -> None:
    """Also the first one: no group is what the rules proposed."""
    before = TargetGroupFactory(code="TG8", name="Unga") if has_group else None
    group = TargetGroupFactory(code="TG9", name="Nyanlända")
    Enrolment.objects.filter(pk=case.pk).update(target_group=before)
    with pytest.raises(OperationRefused, match="Skriv varför målgruppen ändras") as refused:
        correct(coach, case, target_group=group)
    assert refused.value.field == "group_reason"
    assert not Correction.objects.exists()
    assert correct(coach, case, target_group=before, last_name="Berg") == ["last_name"]
    assert correct(coach, case, target_group=group, group_reason="Kom i maj.") == ["target_group"]
    kept = Correction.objects.get()
    was = str(before or "Ingen särskild")
    assert (kept.enrolment, kept.kind, kept.reason, kept.made_by) == (case, "TARGET_GROUP", "Kom i maj.", coach)
    assert kept.differences == [["Målgrupp", was, str(group)]]


def test_nobody_else_corrects_fc_01(case: Enrolment, stranger: User) -> None:
    for other in (stranger, UserFactory(caseworker=True), UserFactory(admin=True)):
        with pytest.raises(OperationRefused):
            correct(other, case, last_name="Annan")
        with pytest.raises(OperationRefused):
            change(other, case, nth_number(4711), NumberChange.MISTYPED, "Fel i remissen")


def test_a_closed_case_keeps_its_group_and_unit_and_the_person_can_still_be_corrected_fc_01(coach: User) -> None:
    case = EnrolmentFactory(coach=coach, closed=True)
    assert correct(coach, case, last_name="Berg") == ["last_name"]
    with pytest.raises(OperationRefused, match="avslutat"):
        correct(coach, case, target_group=TargetGroupFactory(code="TG9"))


def test_no_contact_details_where_none_may_be_stored_fc_01(coach: User) -> None:
    case = EnrolmentFactory(
        coach=UserFactory(coach=True, protected=True, jobbtorg=coach.jobbtorg),
        person__protected=True,
        person__protection=Protection.SKYDDAD_FOLKBOKFORING,
    )
    for field in ("phone", "email", "home_address"):
        with pytest.raises(OperationRefused, match="lagras inte"):
            correct(case.coach, case, **{field: "070"})


def test_what_was_not_shown_is_not_changed_fc_01(coach: User, case: Enrolment) -> None:
    case.refresh_from_db()
    before = case.person.phone
    shown = shown_person(case, with_contact=False)
    assert before not in dict(shown.facts).values()
    facts = {"phone": "", "language": "arabiska"}
    correct_person(actor=coach, enrolment=case, seen_person=shown, with_contact=False, facts=facts)
    person = Person.objects.get(pk=case.person_id)
    assert (person.phone, person.language) == (before, "arabiska")


def with_number(coach: User, typed: str) -> Enrolment:
    made: Enrolment = EnrolmentFactory(coach=coach, person__identity_no=typed)
    return made


@pytest.fixture
def interim(coach: User) -> Enrolment:
    return with_number(coach, interim_number(nth_birth(5)))


def test_an_interim_number_becomes_a_personnummer_and_still_finds_the_person_fc_03(
    coach: User, interim: Enrolment
) -> None:
    old = Person.objects.get(pk=interim.person_id)
    person = change(coach, interim, nth_number(5), NumberChange.OWN_NUMBER)
    person.refresh_from_db()
    new = number(nth_number(5))
    assert (person.identity_no, person.identity_kind) == (new.number, IdentityKind.PERSONNUMMER)
    assert (person.birth_date, person.gender) == (new.birth_date, new.gender)
    kept = EarlierNumber.objects.get(person=person)
    assert (kept.identity_no, kept.changed_by, kept.leads_here) == (old.identity_no, coach, True)
    # A referral or a list with the old number meets the same person, and so does one with the new one.
    assert find_person(number(old.identity_no)) == person
    assert find_person(new) == person
    assert persons_by_number(lookup_hash(old.identity_no)) == {person.pk}


def test_a_missing_number_is_found_fc_03(coach: User) -> None:
    case = EnrolmentFactory(coach=coach, person__without_number=True)
    person = change(coach, case, nth_number(6), NumberChange.FOUND)
    assert person.identity_no == nth_number(6)
    kept = EarlierNumber.objects.get(person=person)
    assert (kept.identity_kind, kept.identity_hash) == (IdentityKind.UNKNOWN, "")


def test_a_slip_is_corrected_and_its_number_belongs_to_somebody_else_fc_03(coach: User) -> None:
    case = with_number(coach, nth_number(8))
    person = change(coach, case, nth_number(9), NumberChange.MISTYPED, "Två siffror hade bytt plats")
    assert find_person(number(nth_number(8))) is None, "the number was never this person's"
    assert persons_by_number(lookup_hash(nth_number(8))) == {person.pk}, "but the own jobbtorg finds whom it meant"
    rightful = PersonFactory(identity_no=nth_number(8))
    assert find_person(number(nth_number(8))) == rightful


def test_a_number_with_an_unknown_day_can_be_given_and_replaced_fc_04(coach: User, interim: Enrolment) -> None:
    person = change(coach, interim, unknown_day_number(3), NumberChange.OWN_NUMBER)
    assert (person.birth_date, person.birth_year) == (None, number(unknown_day_number(3)).birth_year)
    assert person.masked_number == f"{person.birth_year}••••-••••"
    person = change(coach, interim, nth_number(5), NumberChange.OWN_NUMBER)
    assert (person.birth_date, person.birth_year) == (number(nth_number(5)).birth_date, None)
    assert EarlierNumber.objects.filter(person=person, leads_here=True).count() == 2


def test_back_and_forth_keeps_every_number_and_one_person_fc_03(coach: User, interim: Enrolment) -> None:
    old = Person.objects.get(pk=interim.person_id).identity_no
    change(coach, interim, nth_number(5), NumberChange.OWN_NUMBER)
    change(coach, interim, old, NumberChange.MISTYPED, "Fel person hade fått numret")
    person = change(coach, interim, nth_number(10), NumberChange.OWN_NUMBER)
    assert find_person(number(old)) == person
    assert find_person(number(nth_number(5))) is None
    assert person.earlier_numbers.count() == 3


@pytest.mark.parametrize("protected", [False, True])
@pytest.mark.parametrize("as_earlier", [False, True])
def test_a_number_that_another_person_has_or_had_is_refused_in_the_same_words_fc_03(
    coach: User, interim: Enrolment, stranger: User, protected: bool, as_earlier: bool
) -> None:
    """Wherever and whoever that is: elsewhere in the city, protected, known by another number by now."""
    other = EnrolmentFactory(coach=stranger, person__identity_no=nth_number(11))
    if as_earlier:
        Person.objects.filter(pk=other.person_id).update(
            identity_kind=IdentityKind.SAMORDNINGSNUMMER,
        )
        change(stranger, other, nth_number(12), NumberChange.OWN_NUMBER)
    if protected:
        Person.objects.filter(pk=other.person_id).update(protection=Protection.SEKRETESSMARKERING)
    with pytest.raises(NumberTakenError) as refused, transaction.atomic():
        change(coach, interim, nth_number(11), NumberChange.OWN_NUMBER)
    assert (refused.value.message, refused.value.field) == (TAKEN, "number")
    assert refused.value.other_id == other.person_id
    assert not EarlierNumber.objects.filter(person=interim.person_id).exists()


@pytest.mark.parametrize(
    ("kind", "text", "field"),
    [
        (NumberChange.FOUND, "", "change"),
        (NumberChange.OWN_NUMBER, "", "change"),
        (NumberChange.MISTYPED, "", "text"),
    ],
)
def test_a_change_needs_a_reason_that_fits_fc_03(coach: User, kind: NumberChange, text: str, field: str) -> None:
    case = with_number(coach, nth_number(13))
    with pytest.raises(OperationRefused) as refused:
        change(coach, case, nth_number(14), kind, text)
    assert refused.value.field == field
    with pytest.raises(OperationRefused, match="samma nummer"):
        change(coach, case, nth_number(13), NumberChange.MISTYPED, "Läst fel")


def test_nothing_links_new_personal_data_with_old_fc_03(coach: User) -> None:
    appointed = UserFactory(coach=True, protected=True, jobbtorg=coach.jobbtorg)
    case = EnrolmentFactory(coach=appointed, person__protected=True, person__protection=Protection.FINGERADE_UPPGIFTER)
    with pytest.raises(OperationRefused, match="ny person"):
        change(appointed, case, nth_number(15), NumberChange.MISTYPED, "Nya uppgifter från Skatteverket")


SAID = {ReportedField.LAST_NAME: "Nygift", ReportedField.PHONE: "070-174 06 08", ReportedField.LANGUAGE: "somaliska"}


def reported(case: Enrolment, news: dict[ReportedField, str] | None = None) -> list[ReportedFact]:
    report_facts(person=case.person, jobbtorg=case.jobbtorg, news=news or SAID, source="Remiss R-2026-00001")
    return waiting_reports(case.person, case.jobbtorg_id)


def test_news_is_taken_over_one_by_one_or_put_aside_fc_01(coach: User, case: Enrolment) -> None:
    before = Person.objects.get(pk=case.person_id)
    by_field = {report.field: report for report in reported(case)}
    assert by_field.keys() == {"last_name", "phone", "language"}
    seen = shown_reports(waiting_reports(case.person, case.jobbtorg_id))
    take_over_reports(actor=coach, enrolment=case, seen_reports=seen, reports=[by_field["last_name"].pk])
    case.person.refresh_from_db()
    assert (case.person.last_name, case.person.phone) == ("Nygift", before.phone)
    assert "nygift" in case.person.search_name
    seen = shown_reports(waiting_reports(case.person, case.jobbtorg_id))
    put_aside_reports(actor=coach, enrolment=case, seen_reports=seen, reports=[by_field["phone"].pk])
    [left] = waiting_reports(case.person, case.jobbtorg_id)
    assert left.field == "language"
    case.person.refresh_from_db()
    assert case.person.phone == before.phone
    outcomes = dict(ReportedFact.objects.values_list("field", "outcome"))
    assert outcomes == {
        "last_name": ReportedOutcome.TAKEN,
        "phone": ReportedOutcome.KEPT,
        "language": ReportedOutcome.WAITING,
    }
    assert ReportedFact.objects.get(field="phone").settled_by == coach


def test_news_settled_by_a_colleague_meanwhile_is_shown_and_not_done_twice_fc_01(
    coach: User, manager: User, case: Enrolment
) -> None:
    reports = reported(case)
    seen, keys = shown_reports(reports), [report.pk for report in reports]
    put_aside_reports(actor=manager, enrolment=case, seen_reports=seen, reports=keys)
    with pytest.raises(ChangedMeanwhileError):
        take_over_reports(actor=coach, enrolment=case, seen_reports=seen, reports=keys)
    assert Person.objects.get(pk=case.person_id).last_name != "Nygift"


def test_what_the_register_says_alike_is_no_news_fc_01() -> None:
    known = Person(first_name="Anna Maria", last_name="Åkesson", phone="070-174 06 05", language="Svenska")
    alike: dict[ReportedField, str | bool] = {
        ReportedField.FIRST_NAME: "MARIA",
        ReportedField.LAST_NAME: "akesson",
        ReportedField.PHONE: "0701740605",
        ReportedField.LANGUAGE: "svenska",
        ReportedField.INTERPRETER: False,
    }
    assert news_of(known, alike) == {}
    assert news_of(known, {**alike, ReportedField.FIRST_NAME: "Karin"}) == {ReportedField.FIRST_NAME: "Karin"}
    known.protection = Protection.SEKRETESSMARKERING
    assert news_of(known, {ReportedField.FIRST_NAME: "Karin"}) == {}


def test_what_has_been_corrected_by_hand_stops_asking_fc_01(coach: User, case: Enrolment) -> None:
    reported(case)
    correct(coach, case, last_name="Nygift")
    case.refresh_from_db()
    assert {report.field for report in waiting_reports(case.person, case.jobbtorg_id)} == {"phone", "language"}


def seen_by(user: User, model: type[ReportedFact] | type[EarlierNumber]) -> int:
    with transaction.atomic(), as_role(WEB), acting_for(user):
        return model.objects.count()


def test_the_database_shows_news_and_numbers_to_the_jobbtorg_of_the_case_alone(
    coach: User, stranger: User, interim: Enrolment
) -> None:
    reported(interim)
    change(coach, interim, nth_number(5), NumberChange.OWN_NUMBER)
    assert (seen_by(coach, ReportedFact), seen_by(coach, EarlierNumber)) == (3, 1)
    assert (seen_by(stranger, ReportedFact), seen_by(stranger, EarlierNumber)) == (0, 0)
    # The person has been at the other jobbtorg too: the number is hers there as well, the news is not theirs.
    Enrolment.objects.filter(pk=interim.pk).update(closed_on=TODAY, status="CLOSED")
    EnrolmentFactory(coach=stranger, person=interim.person)
    assert (seen_by(stranger, ReportedFact), seen_by(stranger, EarlierNumber)) == (0, 1)
    Person.objects.filter(pk=interim.person_id).update(protection=Protection.SEKRETESSMARKERING)
    assert (seen_by(coach, ReportedFact), seen_by(coach, EarlierNumber)) == (0, 0)


def test_the_operations_work_as_the_pages_role(coach: User, stranger: User, interim: Enrolment) -> None:
    """With row security on: the look-up in the whole city, the writing, the version and what is kept."""
    EnrolmentFactory(coach=stranger, person__identity_no=nth_number(16))
    reports = reported(interim)
    with transaction.atomic(), as_role(WEB), acting_for(coach):
        with pytest.raises(NumberTakenError), transaction.atomic():
            change(coach, interim, nth_number(16), NumberChange.OWN_NUMBER)
        change(coach, interim, nth_number(5), NumberChange.OWN_NUMBER)
        correct(coach, interim, last_name="Berg")
        case = Enrolment.objects.select_related("person", "jobbtorg").get(pk=interim.pk)
        waiting = waiting_reports(case.person, case.jobbtorg_id)
        keys = [report.pk for report in reports]
        take_over_reports(actor=coach, enrolment=case, seen_reports=shown_reports(waiting), reports=keys)
    person = Person.objects.get(pk=interim.person_id)
    assert (person.identity_no, person.last_name, person.language) == (nth_number(5), "Nygift", "somaliska")


def test_reports_are_removed_where_no_contact_details_may_be_stored(case: Enrolment) -> None:
    reported(case)
    forget = "SELECT jobbtorg_forget_contact(%s)"
    with connection.cursor() as cursor:
        cursor.execute(forget, [case.person_id])
        assert ReportedFact.objects.count() == 3, "only at skyddad folkbokföring"
        Person.objects.filter(pk=case.person_id).update(protection=Protection.SKYDDAD_FOLKBOKFORING, phone="")
        cursor.execute(forget, [case.person_id])
    assert not ReportedFact.objects.exists()


def test_there_is_a_number_for_every_day_of_the_tests() -> None:
    """The numbers above are of different persons."""
    assert len({nth_number(n) for n in range(5, 17)}) == 12
    assert fictional_number(nth_birth(5), "M" if 5 % 2 else "K") == nth_number(5)


def test_what_was_reported_is_settled_once_and_never_rewritten(coach: User, manager: User, case: Enrolment) -> None:
    """By the database, whatever a page would do: neither the words nor who settled them."""
    reports = reported(case)
    key = reports[0].pk
    settle = {"outcome": ReportedOutcome.KEPT, "settled_at": timezone.now()}
    row = ReportedFact.objects.filter(pk=key)
    with transaction.atomic(), as_role(WEB), acting_for(coach):
        with pytest.raises(ProgrammingError), transaction.atomic():
            row.update(value="Annat")
        with pytest.raises(ProgrammingError), transaction.atomic():
            row.update(**settle, settled_by=manager)
        assert row.update(**settle, settled_by=coach) == 1
        assert row.update(outcome=ReportedOutcome.TAKEN) == 0
