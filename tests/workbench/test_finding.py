"""The list of aspirants, the search and the help page."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import resolve, reverse

from aspirants.models import Enrolment, Person
from aspirants.models.identifying import NAMES
from audit.models import AccessKind
from demo.factories import EnrolmentFactory, MeetingFactory, ReferralFactory, UserFactory
from organisation.models import Role, User
from referrals.models import Referral
from tests.visits import logged, queries_for, signed_in

LIST, SEARCH = "/aspiranter", "/sok"


def names(client: Client, query: str = "") -> list[str]:
    return [row.enrolment.person.name for row in client.get(LIST + query).context["rows"]]


def person(name: str) -> dict[str, str]:
    first, last = name.rsplit(" ", 1)
    return {"person__first_name": first, "person__last_name": last}


class TestAspirantList:
    def test_the_units_open_cases_in_swedish_order(self, coach: User, as_coach: Client) -> None:
        for name in ("Bo Öberg", "Eva Ängström", "Ali Åkerman", "Zoe Zetterlund", "Ann Ek"):
            EnrolmentFactory(jobbtorg=coach.jobbtorg, **person(name))
        EnrolmentFactory(coach=coach, work=True)
        EnrolmentFactory()
        assert names(as_coach) == ["Ann Ek", "Zoe Zetterlund", "Ali Åkerman", "Eva Ängström", "Bo Öberg"]

    def test_by_coach_and_by_status(self, coach: User, manager: User) -> None:
        client = signed_in(manager)
        own = EnrolmentFactory(coach=coach, **person("Ann Ek"))
        EnrolmentFactory(jobbtorg=coach.jobbtorg, without_coach=True, **person("Bo Dal"))
        EnrolmentFactory(coach=coach, work=True, **person("Cia Alm"))
        EnrolmentFactory(coach=coach, paused=True, **person("Dan By"))
        assert names(client) == ["Dan By", "Bo Dal", "Ann Ek"]
        assert names(client, f"?coach={own.coach_id}") == ["Dan By", "Ann Ek"]
        assert names(client, "?coach=ingen") == ["Bo Dal"]
        assert names(client, "?status=CLOSED") == ["Cia Alm"]
        assert names(client, "?status=PAUSED") == ["Dan By"]
        assert names(client, "?status=alla") == ["Cia Alm", "Dan By", "Bo Dal", "Ann Ek"]

    def test_another_units_coach_is_no_choice(self, as_coach: Client, coach: User, stranger: User) -> None:
        EnrolmentFactory(coach=coach)
        response = as_coach.get(f"{LIST}?coach={stranger.pk}")
        assert response.status_code == 200
        assert len(response.context["rows"]) == 1
        assert str(stranger) not in response.text

    def test_a_closed_case_has_no_deadline_left(self, coach: User, as_coach: Client) -> None:
        EnrolmentFactory(coach=coach, other=True)
        [row] = as_coach.get(f"{LIST}?status=CLOSED").context["rows"]
        assert (row.step, row.status, row.due_on) == ("Avslutat", "Avslutat", None)

    def test_protected_persons_are_not_listed_without_the_right(self, coach: User, as_coach: Client) -> None:
        EnrolmentFactory(coach=coach, protected=True)
        assert names(as_coach) == []
        coach.protected_access = True
        coach.save()
        assert len(names(as_coach)) == 1

    def test_the_number_of_queries_does_not_grow(self, coach: User, as_coach: Client) -> None:
        for case in EnrolmentFactory.create_batch(10, coach=coach):
            MeetingFactory(enrolment=case, present=True)
        few = queries_for(as_coach, LIST)
        EnrolmentFactory.create_batch(90, coach=coach)
        assert queries_for(as_coach, LIST) == few
        assert few <= 10

    @pytest.mark.django_db
    @pytest.mark.parametrize("role", ["caseworker", "district_manager", "central_coordinator", "admin", "log_reviewer"])
    def test_only_for_the_jobbtorgs_staff(self, role: str) -> None:
        assert signed_in(UserFactory(**{role: True})).get(LIST).status_code == 403


def found(client: Client, query: str) -> list[str]:
    """The numbers of what a search finds; the only hit is opened at once, and then it is that one's."""
    response = client.post(SEARCH, {"q": query})
    if response.status_code == 302:
        opened = resolve(response.url)
        if opened.url_name == "case":
            return [Enrolment.objects.get(pk=opened.kwargs["pk"]).case_no]
        return [Referral.objects.get(pk=opened.kwargs["pk"]).number]
    assert response.status_code == 200
    result = response.context["result"]
    return [case.case_no for case in result.cases] + [referral.number for referral in result.referrals]


class TestSearch:
    @pytest.mark.parametrize("query", ["åsa", "ASA", "sa öst", "ost", "Östman Åsa", "qvarn"])
    def test_by_parts_of_the_name_in_any_order_and_without_dots(
        self, coach: User, as_coach: Client, query: str
    ) -> None:
        case = EnrolmentFactory(coach=coach, **person("Åsa Östman"))
        expected = [] if query == "qvarn" else [case.case_no]
        assert found(as_coach, query) == expected

    @pytest.mark.parametrize("field", NAMES)
    def test_by_each_part_of_the_name_that_a_person_has(self, coach: User, as_coach: Client, field: str) -> None:
        case = EnrolmentFactory(coach=coach, **{f"person__{field}": "Quzmala"})
        EnrolmentFactory(coach=coach)
        assert found(as_coach, "quzmala") == [case.case_no]

    def test_closed_cases_are_found_too(self, coach: User, as_coach: Client) -> None:
        case = EnrolmentFactory(coach=coach, work=True, **person("Åsa Östman"))
        assert found(as_coach, "östman") == [case.case_no]

    def test_by_identity_number_however_it_is_written(self, coach: User, as_coach: Client) -> None:
        case = EnrolmentFactory(coach=coach)
        number = case.person.identity_no
        for query in (number, number[2:], f"{number[:8]}-{number[8:]}", f" {number[2:8]} {number[8:]} "):
            assert found(as_coach, query) == [case.case_no]

    def test_a_number_that_cannot_be_says_what_to_do(self, as_coach: Client) -> None:
        response = as_coach.post(SEARCH, {"q": "19790417-9815"})
        assert "Kontrollsiffran stämmer inte" in response.text

    def test_by_case_number(self, coach: User, as_coach: Client) -> None:
        case = EnrolmentFactory(coach=coach, case_no="RS-2026-00417")
        for query in ("RS-2026-00417", "rs-2026-417", "rs 2026 00417"):
            assert found(as_coach, query) == [case.case_no]

    def test_a_waiting_referral_is_found_by_number_and_name(self, coach: User, as_coach: Client) -> None:
        referral = ReferralFactory(jobbtorg=coach.jobbtorg, **person("Åsa Östman"))
        assert found(as_coach, "östman") == [referral.number]
        assert found(as_coach, referral.number.lower()) == [referral.number]
        assert found(as_coach, referral.person.identity_no) == [referral.number]

    @pytest.mark.parametrize("query", ["Lindkvist", "Kristina Lindqvist", "lindqist", "Lindqvist Cristina"])
    def test_similar_names_where_nobody_has_that_one(self, coach: User, as_coach: Client, query: str) -> None:
        """A guess is shown and not opened, even where it is the only one."""
        case = EnrolmentFactory(coach=coach, **person("Christina Lindqvist"))
        EnrolmentFactory(coach=coach, **person("Ali Åkerman"))
        response = as_coach.post(SEARCH, {"q": query})
        assert response.status_code == 200
        assert [one.case_no for one in response.context["result"].cases] == [case.case_no]
        assert "Här är liknande namn" in response.text

    def test_the_most_similar_name_comes_first(self, coach: User, as_coach: Client) -> None:
        for name in ("Lindblad", "Lindqvist", "Lindqvister"):
            EnrolmentFactory(coach=coach, person__first_name="Ann", person__last_name=name)
        result = as_coach.post(SEARCH, {"q": "lindkvist"}).context["result"]
        assert [case.person.last_name for case in result.cases][:2] == ["Lindqvist", "Lindqvister"]

    def test_similar_names_are_not_mixed_with_the_name_itself(self, coach: User, as_coach: Client) -> None:
        case = EnrolmentFactory(coach=coach, **person("Ann Lindkvist"))
        EnrolmentFactory(coach=coach, **person("Bo Lindqvist"))
        assert found(as_coach, "lindkvist") == [case.case_no]

    def test_the_only_hit_is_opened(self, coach: User, as_coach: Client) -> None:
        case = EnrolmentFactory(coach=coach, **person("Åsa Östman"))
        response = as_coach.post(SEARCH, {"q": "östman"})
        assert (response.status_code, response.url) == (302, f"/arenden/{case.pk}/")
        EnrolmentFactory(coach=coach, **person("Eva Östman"))
        assert as_coach.post(SEARCH, {"q": "östman"}).status_code == 200

    @pytest.mark.parametrize("query", ["19650305", "650305", "1965-03-05", "5 mars 1965", "5/3 1965", "5 mar 65"])
    def test_by_birth_date(self, coach: User, as_coach: Client, query: str) -> None:
        born = {"person__without_number": True, "person__birth_date": date(1965, 3, 5)}
        case = EnrolmentFactory(coach=coach, **born)
        EnrolmentFactory(**born)
        EnrolmentFactory(coach=coach)
        assert found(as_coach, query) == [case.case_no]

    @pytest.mark.parametrize(
        "query", ["070-174 06 05", "0701740605", "+46 70 1740605", "0046701740605", "+46(0)701740605"]
    )
    @pytest.mark.parametrize("stored", ["070-174 06 05", "+46701740605", "070 174 06 05 (mamma)"])
    def test_by_telephone_however_it_is_written(self, coach: User, as_coach: Client, query: str, stored: str) -> None:
        case = EnrolmentFactory(coach=coach, person__phone=stored)
        EnrolmentFactory(person__phone=stored)
        EnrolmentFactory(coach=coach, person__phone="")
        assert found(as_coach, query) == [case.case_no]

    def test_a_changed_telephone_number_is_found_and_the_old_one_is_not(self, coach: User, as_coach: Client) -> None:
        case = EnrolmentFactory(coach=coach, person__phone="070-174 06 05")
        Person.objects.filter(pk=case.person_id).update(phone="08-465 004 00")
        assert found(as_coach, "070-1740605") == []
        assert found(as_coach, "+46846500400") == [case.case_no]

    def test_too_short_a_name_and_too_many_hits(self, coach: User, as_coach: Client) -> None:
        assert "Skriv minst två bokstäver" in as_coach.post(SEARCH, {"q": "a"}).text
        EnrolmentFactory.create_batch(51, coach=coach, person__last_name="Berg")
        page = as_coach.post(SEARCH, {"q": "berg"})
        assert len(page.context["result"].cases) == 50
        assert "de 50 första" in page.text

    def test_nothing_typed_asks_again(self, as_coach: Client) -> None:
        for response in (as_coach.get(SEARCH), as_coach.post(SEARCH, {"q": "  "})):
            assert response.status_code == 200
            assert response.context["result"] is None
        assert not logged().exists()


class TestSearchSecrecy:
    def test_nothing_outside_the_own_unit(self, coach: User, stranger: User) -> None:
        case = EnrolmentFactory(coach=coach, **person("Åsa Östman"))
        client = signed_in(stranger)
        for query in ("östman", case.case_no, case.person.identity_no):
            assert found(client, query) == []
        assert found(client, "ostmann") == []

    def test_a_protected_person_is_as_unknown_as_nobody(self, coach: User, as_coach: Client) -> None:
        case = EnrolmentFactory(coach=coach, protected=True, **person("Åsa Östman"))
        unknown = as_coach.post(SEARCH, {"q": "19790417-9814"}).text.replace("19790417-9814", "N")
        for query in ("östman", case.case_no, case.person.identity_no):
            assert found(as_coach, query) == []
        hidden = as_coach.post(SEARCH, {"q": case.person.identity_no}).text.replace(case.person.identity_no, "N")
        strip = lambda text: text.split("<main")[1].split("csrfmiddlewaretoken")[0]  # noqa: E731
        assert strip(hidden) == strip(unknown)
        assert set(logged().values_list("person_id", flat=True)) == {None}
        assert case.person.identity_hash in logged().values_list("sought", flat=True)
        coach.protected_access = True
        coach.save()
        assert found(as_coach, "östman") == [case.case_no]

    def test_birth_date_and_telephone_never_lead_to_a_protected_person(self, coach: User, as_coach: Client) -> None:
        """Not even for those who are appointed: they know the name or the number of whom they look for."""
        coach.protected_access = True
        coach.save()
        protected = {"person__protected": True, "person__phone": "070-174 06 05"}
        case = EnrolmentFactory(coach=coach, **protected, **person("Åsa Östman"))
        assert case.person.birth_date is not None
        for query in (case.person.birth_date.isoformat(), "070-1740605"):
            assert found(as_coach, query) == []
        assert found(as_coach, "östman") == found(as_coach, case.person.identity_no) == [case.case_no]

    def test_the_search_is_logged_without_what_was_asked(self, coach: User, as_coach: Client) -> None:
        case = EnrolmentFactory(coach=coach, **person("Åsa Östman"))
        found(as_coach, "östman")
        found(as_coach, case.person.identity_no)
        by_number, by_name = logged()
        assert by_name.kind == by_number.kind == AccessKind.SEARCH
        assert (by_name.subject, by_name.person_id, by_name.view) == ("", None, "search")
        assert (by_number.subject, by_number.person_id) == ("", case.person_id)
        assert (by_name.sought, by_number.sought) == ("", case.person.identity_hash)

    def test_a_question_in_the_url_is_not_answered(self, coach: User, as_coach: Client) -> None:
        EnrolmentFactory(coach=coach, **person("Åsa Östman"))
        assert "Östman" not in as_coach.get(f"{SEARCH}?q=östman").text
        assert "Östman" in as_coach.get(LIST).text
        assert len(as_coach.get(f"{LIST}?q=finns-inte").context["rows"]) == 1

    def test_a_caseworker_searches_the_own_units_referrals(self, coach: User) -> None:
        own = ReferralFactory(enrolled=True, **{f"enrolment__{k}": v for k, v in person("Åsa Östman").items()})
        other = ReferralFactory(**person("Eva Östman"))
        client = signed_in(UserFactory(caseworker=True, income_support_unit=own.unit))
        assert found(client, "östman") == [own.number]
        assert found(client, own.number) == [own.number]
        assert found(client, other.number) == []
        assert found(client, own.enrolment.case_no) == []

    @pytest.mark.django_db
    @pytest.mark.parametrize("role", ["central_coordinator", "admin", "log_reviewer"])
    def test_who_has_no_persons_does_not_search(self, role: str) -> None:
        client = signed_in(UserFactory(**{role: True}))
        assert client.post(SEARCH, {"q": "östman"}).status_code == 403


@pytest.mark.django_db
@pytest.mark.parametrize("role", [role.lower() for role in Role.values])
def test_everybody_has_a_help_page_of_their_own(role: str) -> None:
    text = signed_in(UserFactory(**{role: True})).get(reverse("help")).text
    assert "Det du gör oftast" in text
    assert "Kortkommandon" in text
    assert ("Jobbgarantin är hållen" in text) == (role == "coach")
