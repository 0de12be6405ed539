"""The hits shown while one types into the search field: few, within the own scope, logged, and no look-ups."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client

from audit.lookups import MOST_LOOKUPS, require_lookups_within_limit
from audit.models import AccessKind, Lookup
from demo.factories import EnrolmentFactory, ReferralFactory, UserFactory
from demo.identities import nth_number
from organisation.models import Role, User
from tests.access import first_lock
from tests.visits import logged, signed_in, statements_of
from workbench.aspirants.live_search import MOST_A_MINUTE, MOST_HITS

HITS = "/sok/traffar"
MOST_STATEMENTS = 15


@pytest.fixture(autouse=True)
def nobody_has_typed() -> None:
    cache.clear()


def lines(client: Client, query: str) -> list[str]:
    """The numbers of the cases and referrals that are offered, in order."""
    response = client.post(HITS, {"q": query})
    assert response.status_code == 200
    return [line.reference for line in response.context["hits"].lines]


def named(name: str) -> dict[str, str]:
    first, last = name.rsplit(" ", 1)
    return {"person__first_name": first, "person__last_name": last}


class TestWhatIsOffered:
    def test_a_line_says_who_it_is_and_leads_to_the_case(self, coach: User, as_coach: Client) -> None:
        case = EnrolmentFactory(coach=coach, **named("Åsa Östman"))
        text = as_coach.post(HITS, {"q": "öst"}).text
        for words in ("Åsa Östman", case.person.masked_number, case.case_no, str(coach), case.get_status_display()):
            assert words in text
        assert f'href="/arenden/{case.pk}/"' in text
        assert case.person.identity_no not in text
        assert "1 träff. Tryck Enter för att öppna." in text

    def test_by_all_that_a_search_finds_by(self, coach: User, as_coach: Client) -> None:
        case = EnrolmentFactory(coach=coach, person__phone="070-174 06 05", case_no="RS-2026-00417")
        born_on = case.person.birth_date
        assert born_on is not None
        for query in (case.person.identity_no, f"{born_on:%y%m%d}", "+46701740605", "rs-2026-417"):
            assert lines(as_coach, query) == [case.case_no]

    @pytest.mark.parametrize("query", ["", "  ", "ös", " ös ", "ö\u00ads"])
    def test_two_characters_are_no_search(self, coach: User, as_coach: Client, query: str) -> None:
        EnrolmentFactory(coach=coach, **named("Åsa Östman"))
        assert as_coach.post(HITS, {"q": query}).status_code == 204
        assert not logged().exists()

    def test_eight_at_most_and_that_there_are_more(self, coach: User, as_coach: Client) -> None:
        EnrolmentFactory.create_batch(MOST_HITS, coach=coach, person__last_name="Berg")
        assert len(lines(as_coach, "berg")) == MOST_HITS
        assert "första" not in as_coach.post(HITS, {"q": "berg"}).text
        ReferralFactory(jobbtorg=coach.jobbtorg, person__last_name="Berg")
        assert len(lines(as_coach, "berg")) == MOST_HITS
        assert "Här visas de 8 första. Tryck Enter för alla." in as_coach.post(HITS, {"q": "berg"}).text

    def test_names_that_begin_so_come_first_and_open_cases_before_closed(self, coach: User, as_coach: Client) -> None:
        inside = EnrolmentFactory(coach=coach, **named("Natalia Ek"))
        closed = EnrolmentFactory(coach=coach, work=True, **named("Ali Alm"))
        opened = EnrolmentFactory(coach=coach, **named("Ali Zander"))
        assert lines(as_coach, "ali") == [opened.case_no, closed.case_no, inside.case_no]

    def test_similar_names_by_themselves_where_nobody_has_that_one(self, coach: User, as_coach: Client) -> None:
        case = EnrolmentFactory(coach=coach, **named("Christina Lindqvist"))
        response = as_coach.post(HITS, {"q": "lindkvis"})
        assert [line.reference for line in response.context["hits"].lines] == [case.case_no]
        assert "Ingen heter så. Här är liknande namn." in response.text
        assert "data-choose" in response.text  # a guess is not opened by Enter alone

    def test_nobody_found_is_said(self, as_coach: Client) -> None:
        response = as_coach.post(HITS, {"q": "qvarn"})
        assert response.text.count("Ingen träff bland det som du får se.") == 2  # seen and heard
        assert "listbox" not in response.text

    def test_the_statements_it_takes(self, coach: User, as_coach: Client) -> None:
        EnrolmentFactory.create_batch(9, coach=coach, person__last_name="Lindqvist")
        counts = {}
        for query in ("lindqvist", "lindkvist", "qvarn", "19650305", nth_number(7), "070-1740605"):
            as_coach.post(HITS, {"q": query})  # the first request of a session asks for more
            status, sent = statements_of(as_coach, HITS, {"q": query})
            assert status == 200
            counts[query] = len(sent)
        assert max(counts.values()) <= MOST_STATEMENTS, counts

    def test_it_is_asked_by_post_alone(self, as_coach: Client) -> None:
        assert as_coach.get(f"{HITS}?q=berg").status_code == 405


class TestWhoSeesWhat:
    def test_nothing_outside_the_own_jobbtorg_by_either_lock(self, coach: User, stranger: User) -> None:
        case = EnrolmentFactory(coach=coach, person__phone="070-174 06 05", **named("Åsa Östman"))
        asked = ("östman", "ostmann", case.case_no, case.person.identity_no, "19650305", "0701740605")
        client = signed_in(stranger)
        assert [lines(client, query) for query in asked] == [[]] * len(asked)
        with first_lock.removed():
            assert [lines(client, query) for query in asked] == [[]] * len(asked)

    @pytest.mark.parametrize("appointed", [False, True])
    def test_a_protected_person_is_never_offered(self, coach: User, appointed: bool) -> None:
        """Not to those appointed either: the screen may be seen by others. On the page they find the person."""
        coach.protected_access = appointed
        coach.save()
        protected = {"person__protected": True, "person__phone": "070-174 06 05"}
        case = EnrolmentFactory(coach=coach, **protected, **named("Åsa Östman"))
        client, born_on = signed_in(coach), case.person.birth_date
        assert born_on is not None
        for query in ("östman", "östmann", case.case_no, case.person.identity_no, born_on.isoformat(), "0701740605"):
            assert lines(client, query) == []
        assert set(logged().values_list("person_id", flat=True)) == {None}

    def test_a_protected_person_is_as_unknown_as_nobody(self, coach: User, as_coach: Client) -> None:
        case = EnrolmentFactory(coach=coach, protected=True)
        assert (
            as_coach.post(HITS, {"q": case.person.identity_no}).text == as_coach.post(HITS, {"q": nth_number(7)}).text
        )

    def test_a_caseworker_is_offered_the_own_units_referrals_as_written(self, coach: User) -> None:
        own = ReferralFactory(
            enrolled=True,
            enrolment__person__phone="070-174 06 05",
            **{f"enrolment__{k}": v for k, v in named("Åsa Östman").items()},
        )
        ReferralFactory(**named("Eva Östman"))
        client = signed_in(UserFactory(caseworker=True, income_support_unit=own.unit))
        text = client.post(HITS, {"q": "östman"}).text
        assert f'href="/remisser/{own.pk}/"' in text
        assert "Eva" not in text
        said = own.said_birth_date
        assert said is not None
        for query in ("ostmann", own.number, said.isoformat()):
            assert lines(client, query) == [own.number]
        # A telephone number is not kept as the stadsdel has written it, and the record's may be another authority's.
        assert lines(client, "070-1740605") == []

    @pytest.mark.django_db
    @pytest.mark.parametrize("query", ["Sanna Qvist", "Sanna Kvist", "sanna"])
    def test_not_even_who_sent_a_protected_person_is_offered_the_referral(self, query: str) -> None:
        referral = ReferralFactory(person__protected=True, **named("Sanna Qvist"))
        client, born_on = signed_in(referral.sent_by), referral.person.birth_date
        assert born_on is not None
        assert lines(client, query) == lines(client, referral.number) == lines(client, born_on.isoformat()) == []

    @pytest.mark.django_db
    @pytest.mark.parametrize("role", ["central_coordinator", "admin", "log_reviewer"])
    def test_who_has_no_persons_is_refused(self, role: str) -> None:
        assert signed_in(UserFactory(**{role: True})).post(HITS, {"q": "östman"}).status_code == 403


class TestLogAndLimits:
    def test_each_pause_is_one_row_without_what_was_typed(self, coach: User, as_coach: Client) -> None:
        EnrolmentFactory(coach=coach, **named("Åsa Östman"))
        for query in ("öst", "östm", "qvarn"):
            lines(as_coach, query)
        rows = logged()
        assert [(row.kind, row.view, row.subject, row.person_id, row.sought) for row in rows] == [
            (AccessKind.SEARCH, "search_hits", "", None, "")
        ] * 3

    def test_hits_are_no_look_ups_and_opening_one_is(self, coach: User, as_coach: Client) -> None:
        case = EnrolmentFactory(coach=coach, **named("Åsa Östman"))
        assert lines(as_coach, "östman") == [case.case_no]
        assert not Lookup.objects.exists()
        as_coach.get(f"/arenden/{case.pk}/")
        assert Lookup.objects.get().person_id == case.person_id

    def test_a_whole_identity_number_is_a_look_up_and_says_whom_in_the_log(self, coach: User, as_coach: Client) -> None:
        case = EnrolmentFactory(coach=coach)
        assert lines(as_coach, case.person.identity_no) == [case.case_no]
        [row] = logged()
        assert (row.person_id, row.sought) == (case.person_id, case.person.identity_hash)
        assert Lookup.objects.get().person_id == case.person_id
        as_coach.get(f"/arenden/{case.pk}/")
        assert Lookup.objects.count() == 1

    @pytest.mark.parametrize("query", ["östman", "19650305", nth_number(7)])
    def test_who_may_look_up_nobody_else_is_offered_nobody(self, coach: User, as_coach: Client, query: str) -> None:
        EnrolmentFactory(coach=coach, **named("Åsa Östman"))
        for _ in range(MOST_LOOKUPS):
            require_lookups_within_limit(coach)
        response = as_coach.post(HITS, {"q": query})
        assert response.status_code == 429
        assert "Östman" not in response.text

    def test_a_program_that_types_is_stopped(self, coach: User, as_coach: Client, stranger: User) -> None:
        EnrolmentFactory(coach=coach, **named("Åsa Östman"))
        answers = [as_coach.post(HITS, {"q": "öst"}).status_code for _ in range(MOST_A_MINUTE + 1)]
        assert answers == [200] * MOST_A_MINUTE + [429]
        assert logged().count() == MOST_A_MINUTE
        assert signed_in(stranger).post(HITS, {"q": "öst"}).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.COACH, Role.CASEWORKER])
def test_the_field_stands_on_every_page_and_leads_on_without_scripts(role: Role) -> None:
    text = signed_in(UserFactory(**{role.lower(): True})).get("/hjalp").text
    assert '<form class="shell-search" method="post" action="/sok"' in text
    assert f'hx-post="{HITS}"' in text
