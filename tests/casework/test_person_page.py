"""The person's page: what is shown, by whom it was changed, and what each of its forms does (FC-01, FC-03–FC-05)."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
from django.urls import reverse

from aspirants.models import ClosureReason, Enrolment, Person, Protection, ReportedFact, ReportedField
from aspirants.operations.numbers import TAKEN
from aspirants.operations.reports import report_facts
from audit.models import AccessEvent, AccessKind
from core.encryption import lookup_hash
from core.swedish.telephones import NO_NUMBER, TOO_SHORT
from demo.factories import (
    ClosureReasonFactory,
    EarlierNumberFactory,
    EnrolmentFactory,
    ReferralFactory,
    TargetGroupFactory,
    UserFactory,
)
from demo.identities import interim_number, nth_birth, nth_number, unknown_day_number
from organisation.models import User
from referrals.models import ReferralStatus
from tests.aspirants.staff import Desk, changed, errors, said, signed_in, text
from tests.openings import give_reason


def url(name: str, case: Enrolment) -> str:
    return reverse(name, args=[case.pk])


def facts(case: Enrolment, **others: Any) -> dict[str, Any]:
    """What the form shows, with some of it typed otherwise."""
    person = Person.objects.get(pk=case.person_id)
    return {
        "first_name": person.first_name,
        "last_name": person.last_name,
        "call_name": person.call_name,
        "phone": person.phone,
        "email": person.email,
        "home_address": person.home_address,
        "language": person.language,
        "target_group": case.target_group_id or "",
        "income_support_unit": case.income_support_unit_id or "",
        **others,
    }


def test_a_name_and_telephone_are_corrected_and_the_page_says_by_whom_fc_01(
    as_coach: Desk, coach: User, case: Enrolment
) -> None:
    old = Person.objects.get(pk=case.person_id)
    new = facts(case, last_name="Åkerblom", phone="\u202a070-174 06 09\u202c.")
    assert "Ändrat: efternamn, telefon." in said(as_coach, as_coach.submit(url("case_person", case), new))
    page = text(as_coach.get(url("case_person", case)))
    # When is told by the database, whose clock the test does not move.
    assert re.search(rf"Efternamn ändrades \w+ \d+ \w+ \d+ [\d.]+ av {coach} {old.last_name}, till ", page)
    assert f"{old.phone}, till" in page
    assert "Åkerblom" in text(as_coach.get(reverse("case", args=[case.pk])))
    assert AccessEvent.objects.filter(view="case_person", person_id=case.person_id, kind=AccessKind.WRITE).exists()


def test_the_call_name_is_what_the_product_says_fc_01(as_coach: Desk, case: Enrolment) -> None:
    as_coach.submit(url("case_person", case), facts(case, first_name="Anna Maria", call_name="Maria", last_name="Ek"))
    assert "Maria Ek" in text(as_coach.get("/aspiranter"))
    for name in ("maria ek", "anna ek"):
        assert as_coach.post("/sok", {"q": name}).url == reverse("case", args=[case.pk])
    refused = as_coach.submit(url("case_person", case), facts(case, call_name="Bettan"))
    assert errors(refused) == {"call_name": ["Tilltalsnamnet ska vara ett av förnamnen."]}
    assert "Bettan" in refused.content.decode(), "what was typed is kept"


def test_two_at_once_both_are_shown_fc_01(as_coach: Desk, as_manager: Desk, case: Enrolment) -> None:
    page = as_coach.get(url("case_person", case))
    as_manager.submit(url("case_person", case), facts(case, phone="070-174 06 08"))
    answer = as_coach.submit(url("case_person", case), facts(case, phone="070-174 06 07"), page=page)
    assert changed(answer).keys() == {"Telefon"}
    assert "070-174 06 07" in answer.content.decode()
    assert Person.objects.get(pk=case.person_id).phone == "070-174 06 08"


def test_only_units_of_the_same_stadsdel_are_offered_fc_01(as_coach: Desk, case: Enrolment) -> None:
    offered = as_coach.get(url("case_person", case)).context["form"].fields["income_support_unit"].queryset
    assert case.income_support_unit is not None
    assert {unit.district_id for unit in offered} == {case.income_support_unit.district_id}


def test_a_closed_cases_person_is_reached_by_the_contact_card_fc_01(as_coach: Desk, coach: User) -> None:
    case = EnrolmentFactory(coach=coach, closed=True)
    assert url("case_person", case) in as_coach.get(reverse("case", args=[case.pk])).content.decode()
    page = as_coach.get(url("case_person", case))
    assert "target_group" not in page.context["form"].fields
    as_coach.submit(url("case_person", case), facts(case, last_name="Berg"))
    assert Person.objects.get(pk=case.person_id).last_name == "Berg"


@pytest.fixture
def reported(case: Enrolment) -> Enrolment:
    """A referral that says another last name and another telephone number."""
    news = {ReportedField.LAST_NAME: "Nygift", ReportedField.PHONE: "070-174 06 05"}
    report_facts(person=case.person, jobbtorg=case.jobbtorg, news=news, source="Remiss R-2026-00001")
    return case


def test_news_stands_side_by_side_and_is_taken_over_with_one_click_fc_01(as_coach: Desk, reported: Enrolment) -> None:
    old = Person.objects.get(pk=reported.person_id)
    assert "Remissen anger andra uppgifter" in text(as_coach.get(reverse("case", args=[reported.pk])))
    page = text(as_coach.get(url("case_person", reported)))
    assert f"Efternamn {old.last_name} Nygift Remiss R-2026-00001, 2026-11-23" in page
    phone = ReportedFact.objects.get(field="phone")
    name = ReportedFact.objects.get(field="last_name")
    reports, on = url("case_person_reports", reported), url("case_person", reported)
    assert "Övertaget från remissen: efternamn." in said(
        as_coach, as_coach.submit(reports, {"ta-over": name.pk}, on=on)
    )
    assert "Vi behöll vårt: telefon." in said(as_coach, as_coach.submit(reports, {"behall": phone.pk}, on=on))
    person = Person.objects.get(pk=reported.person_id)
    assert (person.last_name, person.phone) == ("Nygift", old.phone)
    overview = text(as_coach.get(reverse("case", args=[reported.pk])))
    assert "Remissen anger andra uppgifter" not in overview, "it does not ask any more"
    assert "Uppgift togs över" in overview
    assert "Uppgift lades åt sidan, vi behöll vårt" in overview
    assert "Remissen anger" not in text(as_coach.get(on))


def test_all_news_at_once_fc_01(as_coach: Desk, reported: Enrolment) -> None:
    as_coach.submit(url("case_person_reports", reported), {"ta-over": "alla"}, on=url("case_person", reported))
    person = Person.objects.get(pk=reported.person_id)
    assert (person.last_name, person.phone) == ("Nygift", "070-174 06 05")


def test_news_that_a_colleague_has_settled_is_shown_with_what_stands_now_fc_01(
    as_coach: Desk, as_manager: Desk, reported: Enrolment
) -> None:
    reports, on = url("case_person_reports", reported), url("case_person", reported)
    page = as_coach.get(on)
    as_manager.submit(reports, {"behall": "alla"}, on=on)
    answer = as_coach.submit(reports, {"ta-over": "alla"}, page=page)
    assert answer.status_code == 409
    assert Person.objects.get(pk=reported.person_id).last_name != "Nygift"


@pytest.fixture
def interim(coach: User) -> Enrolment:
    made: Enrolment = EnrolmentFactory(coach=coach, person__identity_no=interim_number(nth_birth(20)))
    return made


def test_an_interim_number_is_changed_and_still_searched_by_fc_03(
    as_coach: Desk, coach: User, interim: Enrolment
) -> None:
    old = interim.person.identity_no
    typed = {"number": nth_number(20), "change": "OWN_NUMBER", "text": ""}
    assert "Numret är ändrat" in said(as_coach, as_coach.submit(url("case_number", interim), typed))
    for number in (old, nth_number(20)):
        assert as_coach.post("/sok", {"q": number}).url == reverse("case", args=[interim.pk])
        found = AccessEvent.objects.filter(view="search").latest("pk")
        assert found.person_id == interim.person_id
    page = text(as_coach.get(url("case_person", interim)))
    assert f"Tillfälligt nummer, ändrat mån 23 nov 2026 09.30 av {coach}" in page
    assert old not in page
    shown = as_coach.post(url("case_earlier_numbers", interim))
    assert f"{old[:8]}-{old[8:]}" in text(shown)
    assert AccessEvent.objects.filter(view="case_earlier_numbers", kind=AccessKind.REVEAL).count() == 1
    history = text(as_coach.get(reverse("case_history", args=[interim.pk])))
    assert old not in history
    assert "Identitetsnumret ändrades" in history


def test_of_somebody_without_number_the_page_says_so_once(as_coach: Desk, coach: User) -> None:
    case = EnrolmentFactory(coach=coach, person__without_number=True)
    page = text(as_coach.get(url("case_number", case)))
    assert "Nu: nummer saknas." in page
    assert "Saknas saknas" not in page


def test_a_case_elsewhere_is_found_by_the_number_of_before_too_fc_03(coach: User, stranger: User) -> None:
    case = EnrolmentFactory(coach=coach)
    earlier = EarlierNumberFactory(person=case.person, changed_by=coach)
    elsewhere = signed_in(stranger)
    assert elsewhere.post("/sok", {"q": earlier.identity_no}).context["result"].count == 0
    typed = {"q": earlier.identity_no, "reason": "Personen sitter i vår reception"}
    assert case.case_no in text(elsewhere.post(reverse("search_city"), typed))


@pytest.mark.parametrize("protected", [False, True])
def test_a_number_somebody_elsewhere_has_is_answered_in_the_same_words_and_logged_fc_03(
    as_coach: Desk, coach: User, interim: Enrolment, protected: bool
) -> None:
    other = EnrolmentFactory(person__identity_no=nth_number(21), protected=protected)
    typed = {"number": nth_number(21), "change": "OWN_NUMBER", "text": ""}
    answer = as_coach.submit(url("case_number", interim), typed)
    assert errors(answer) == {"number": [TAKEN]}
    page = text(answer)
    for telling in (other.case_no, other.person.last_name, str(other.jobbtorg), "skydd"):
        assert telling not in page
    logged = AccessEvent.objects.get(view="case_number", kind=AccessKind.SEARCH)
    assert (logged.person_id, logged.sought) == (other.person_id, lookup_hash(nth_number(21)))


def test_a_number_somebody_here_has_leads_to_that_case_fc_03(as_coach: Desk, coach: User, interim: Enrolment) -> None:
    other = EnrolmentFactory(coach=coach, person__identity_no=nth_number(22))
    answer = as_coach.submit(url("case_number", interim), {"number": nth_number(22), "change": "OWN_NUMBER"})
    assert errors(answer) == {"number": [TAKEN]}
    assert f"Ärende {other.case_no} har det numret" in text(answer)


def test_an_unknown_day_of_birth_is_shown_as_that_fc_04(as_coach: Desk, coach: User) -> None:
    case = EnrolmentFactory(coach=coach, person__unknown_day=True)
    year = case.person.birth_year
    assert year is not None
    page = text(as_coach.get(reverse("case", args=[case.pk])))
    assert f"{2025 - year}–{2026 - year} år" in page
    assert f"{year}••••-••••" in page
    assert f"Född {year} " in text(as_coach.get(url("case_person", case)))


def test_a_number_with_an_unknown_day_is_given_in_the_form_fc_04(as_coach: Desk, interim: Enrolment) -> None:
    typed = {"number": unknown_day_number(4), "change": "OWN_NUMBER", "text": ""}
    assert as_coach.submit(url("case_number", interim), typed).status_code == 302


def test_a_protected_persons_contact_details_are_shown_on_request_and_logged_fc_01(coach: User) -> None:
    appointed = UserFactory(coach=True, protected=True, jobbtorg=coach.jobbtorg)
    case = EnrolmentFactory(coach=appointed, protected=True)
    Person.objects.filter(pk=case.person_id).update(phone="070-174 06 05")
    desk = signed_in(appointed)
    give_reason(desk, case.person)
    page = desk.get(url("case_person", case))
    assert "070-174" not in page.content.decode()
    desk.submit(url("case_person", case), {**facts(case, last_name="Ek"), "phone": "070-000 00 00"}, page=page)
    person = Person.objects.get(pk=case.person_id)
    assert (person.last_name, person.phone) == ("Ek", "070-174 06 05"), "what was not shown is not changed"
    shown = desk.post(url("case_person_contact", case))
    assert "070-174 06 05" in shown.content.decode()
    assert AccessEvent.objects.filter(view="case_person_contact", kind=AccessKind.REVEAL).count() == 1
    typed = {**facts(case, phone="070-174 06 06"), "contact_shown": "1"}
    assert desk.submit(url("case_person", case), typed, page=shown).status_code == 302
    assert Person.objects.get(pk=case.person_id).phone == "070-174 06 06"
    Person.objects.filter(pk=case.person_id).update(protection=Protection.SKYDDAD_FOLKBOKFORING, phone="")
    shown = desk.post(url("case_person_contact", case))
    assert "phone" not in shown.context["form"].fields


@pytest.fixture
def reason(db: None) -> ClosureReason:
    made: ClosureReason = ClosureReasonFactory(deceased=True)
    return made


def test_a_death_is_registered_and_taken_back_on_its_pages_fc_05(
    as_coach: Desk, as_manager: Desk, case: Enrolment, reason: ClosureReason
) -> None:
    typed = {"deceased_on": "2026-11-20", "basis": "OSL_26_1"}
    assert "Dödsfallet är registrerat" in said(as_coach, as_coach.submit(url("case_death", case), typed))
    page = text(as_coach.get(url("case_person", case)))
    assert "avliden fre 20 nov 2026" in page
    assert "Är uppgiften fel tar enhetschefen tillbaka den." in page
    assert "Avliden" in text(as_coach.get(reverse("case", args=[case.pk])))
    assert as_coach.get(url("case_death_take_back", case)).status_code == 403
    assert url("case_death_take_back", case) in as_manager.get(url("case_person", case)).content.decode()
    short = as_manager.submit(url("case_death_take_back", case), {"reason": "Fel"})
    assert list(errors(short)) == ["reason"]
    why = {"reason": "En annan person med samma namn"}
    assert "Ärendet är öppet igen." in said(as_manager, as_manager.submit(url("case_death_take_back", case), why))
    assert Person.objects.get(pk=case.person_id).deceased_on is None


def test_a_referral_of_somebody_dead_says_so_to_the_jobbtorg_and_ends_neutrally_fc_05(
    as_coach: Desk, coach: User
) -> None:
    referral = ReferralFactory(jobbtorg=coach.jobbtorg)
    Person.objects.filter(pk=referral.person_id).update(deceased_on=datetime.date(2026, 11, 20))
    path = reverse("referral_detail", args=[referral.pk])
    assert "Personen är registrerad som avliden fre 20 nov 2026" in text(as_coach.get(path))
    assert "Avliden" in text(as_coach.get(reverse("referral_inbox")))
    sender = signed_in(referral.sent_by)
    for page in (path, reverse("referral_inbox")):
        assert "avliden" not in text(sender.get(page)).lower()
    done = as_coach.submit(reverse("referral_death", args=[referral.pk]), {})
    assert "Remissen är avslutad." in said(as_coach, done)
    referral.refresh_from_db()
    assert referral.status == ReferralStatus.DECLINED
    told = text(sender.get(path))
    assert "inte längre aktuell" in told.lower()
    assert "avliden" not in told.lower()


def test_a_number_that_is_taken_leads_to_comparing_the_two_fc_03(
    as_manager: Desk, as_coach: Desk, coach: User, case: Enrolment
) -> None:
    """Whatever the two are called, for whoever may see both."""
    other = EnrolmentFactory(coach=coach, person__first_name="Helt", person__last_name="Annan")
    typed = {"number": other.person.identity_no, "change": "MISTYPED", "text": "Läst fel"}
    answer = as_coach.submit(url("case_number", case), typed)
    assert errors(answer)["number"] == [TAKEN]
    compare = f"{url('case_likeness', case)}?med={other.person_id}"
    assert compare in answer.content.decode()
    assert "Helt Annan" in text(as_manager.get(compare))
    elsewhere = EnrolmentFactory()
    typed["number"] = elsewhere.person.identity_no
    assert "?med=" not in as_coach.submit(url("case_number", case), typed).content.decode()
    assert as_coach.get(f"{url('case_likeness', case)}?med={elsewhere.person_id}").status_code == 404


def test_a_protected_person_is_compared_with_nobody_fc_03(manager: User) -> None:
    appointed = UserFactory(coach=True, protected=True, jobbtorg=manager.jobbtorg)
    case, hidden = (EnrolmentFactory(coach=appointed) for _ in range(2))
    Person.objects.filter(pk=hidden.person_id).update(protection=Protection.SEKRETESSMARKERING)
    client = signed_in(appointed)
    typed = {"number": hidden.person.identity_no, "change": "MISTYPED", "text": "Läst fel"}
    assert "?med=" not in client.submit(url("case_number", case), typed).content.decode()
    assert client.get(f"{url('case_likeness', case)}?med={hidden.person_id}").status_code == 404


def test_the_page_says_who_may_be_the_same_and_leads_to_another_stadsdel(as_coach: Desk, coach: User) -> None:
    same = {"person__first_name": "Amira", "person__last_name": "Haddad"}
    case = EnrolmentFactory(coach=coach, **same)
    other = EnrolmentFactory(coach=coach, person__birth_date=case.person.birth_date, **same)
    page = as_coach.get(url("case_person", case))
    assert f"Liknar ärende {other.case_no}" in text(page)
    assert f"{url('case_likeness', case)}?med={other.person_id}" in page.content.decode()
    assert url("support_unit", case) in page.content.decode()
    closed = EnrolmentFactory(coach=coach, closed=True)
    assert url("support_unit", closed) not in as_coach.get(url("case_person", closed)).content.decode()


def test_sending_again_takes_nothing_back_that_a_colleague_wrote_fc_01(
    as_coach: Desk, as_manager: Desk, case: Enrolment
) -> None:
    """After both were shown: only what was typed oneself is written, a field nobody touched here keeps what stands."""
    typed = facts(case, last_name="Åkerblom")
    page = as_coach.get(url("case_person", case))
    colleague = facts(case, phone="070-174 06 08", language="Arabiska", interpreter_needed="on", target_group="")
    colleague["group_reason"] = "Gruppen var fel från början."
    as_manager.submit(url("case_person", case), colleague)
    answer = as_coach.submit(url("case_person", case), typed, page=page)
    assert answer.status_code == 409
    form = answer.context["form"]
    shown = {name: form[name].value() for name in form.fields if name in {*typed, "interpreter_needed"}}
    assert (shown["last_name"], shown["phone"], shown["language"]) == ("Åkerblom", "070-174 06 08", "Arabiska")
    again = {name: value for name, value in shown.items() if value not in (None, False)}
    as_coach.submit(url("case_person", case), again, page=answer)
    person = Person.objects.get(pk=case.person_id)
    assert (person.last_name, person.phone, person.language) == ("Åkerblom", "070-174 06 08", "Arabiska")
    assert person.interpreter_needed
    assert Enrolment.objects.get(pk=case.pk).target_group_id is None


@pytest.mark.parametrize(
    ("typed", "sentence"), [("inte ett nummer", NO_NUMBER), ("070-1", TOO_SHORT), ("ring växeln", NO_NUMBER)]
)
def test_what_is_no_telephone_number_is_said_at_the_field(
    as_coach: Desk, case: Enrolment, typed: str, sentence: str
) -> None:
    answer = as_coach.submit(url("case_person", case), facts(case, phone=typed))
    assert errors(answer) == {"phone": [sentence]}
    assert typed in answer.content.decode(), "what was typed is kept"


@pytest.mark.parametrize("typed", ["+46 (0)70-174 06 05", "08-508 25 000", "0701740605", "070-174 06 05 (mamma)", ""])
def test_a_telephone_number_stands_as_it_was_written(as_coach: Desk, case: Enrolment, typed: str) -> None:
    as_coach.submit(url("case_person", case), facts(case, phone=typed))
    assert Person.objects.get(pk=case.person_id).phone == typed


def test_another_target_group_asks_why_and_the_history_says_it(as_coach: Desk, case: Enrolment) -> None:
    group, page = TargetGroupFactory(code="TG9", name="Nyanlända"), url("case_person", case)
    was = str(case.target_group or "Ingen särskild")
    refused = as_coach.submit(page, facts(case, target_group=str(group.pk)))
    assert errors(refused) == {"group_reason": ["Skriv varför målgruppen ändras."]}
    typed = facts(case, target_group=str(group.pk), group_reason="Kom till Sverige i maj.")
    assert "Ändrat: målgrupp." in said(as_coach, as_coach.submit(page, typed))
    told = text(as_coach.get(reverse("case", args=[case.pk])))
    for words in ("Rättat: Målgrupp", "Skäl: Kom till Sverige i maj.", f"Målgrupp: {was}"):
        assert words in told, words
