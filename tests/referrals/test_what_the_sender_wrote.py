"""A sender sees whom the own unit has written about, and nothing the register knows from other authorities."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from aspirants.models import DisclosureContent, Enrolment, Person
from demo.factories import (
    DisclosureFactory,
    EnrolmentFactory,
    PersonFactory,
    ReferralEventFactory,
    ReferralFactory,
    UserFactory,
)
from demo.identities import nth_number
from organisation.models import Jobbtorg, User
from referrals.models import Referral
from tests.referrals.pages import give_details, say_who, send, submit, text, url
from tests.visits import signed_in, statements_of

NAMES = {"first_name": "Xxx", "last_name": "Yyy"}


@pytest.fixture
def known() -> Person:
    """Somebody whom another stadsdel has referred once."""
    person = PersonFactory(
        identity_no=nth_number(61),
        first_name="Gulnara",
        last_name="Sjögrenius",
        language="uiguriska",
        phone="070-1740699",
    )
    ReferralFactory(person=person, withdrawn=True)
    return person


@pytest.fixture
def referral(sender: Client, jobbtorg: Jobbtorg, known: Person) -> Referral:
    """The same person's number, with names of the sender's own."""
    sent = send(sender, jobbtorg, nth_number(61), **NAMES)
    assert sent.person == known
    return sent


def searched(client: Client, query: str) -> str:
    return text(client.post("/sok", {"q": query}, follow=True))


def without_number(client: Client, jobbtorg: Jobbtorg, birth: str = "1979") -> Referral:
    draft_id = uuid.uuid4()
    say_who(client, draft_id, number="", number_missing="on", birth_date=birth)
    give_details(client, draft_id, jobbtorg)
    submit(client, url("check", draft_id))
    return Referral.objects.get(submission_id=draft_id)


def test_every_page_of_the_sender_says_the_name_it_wrote(sender: Client, coach: User, referral: Referral) -> None:
    pk = [referral.pk]
    pages = [
        sender.get(reverse("referral_detail", args=pk)),
        sender.post(reverse("referral_reveal", args=pk)),
        sender.get(reverse("referral_withdraw", args=pk)),
        sender.get(reverse("referral_inbox")),
        sender.post("/sok", {"q": "xxx yyyy"}),
        sender.post("/sok/traffar", {"q": "xxx yyy"}),
        sender.post("/sok/traffar", {"q": nth_number(61)}),
        sender.post("/sok/traffar", {"q": referral.number}),
    ]
    for page in pages:
        assert "Xxx Yyy" in text(page)
        for other in ("Gulnara", "Sjögrenius", "uiguriska", "070-1740699"):
            assert other not in text(page)
    Referral.objects.filter(pk=referral.pk).update(status="INCOMPLETE")
    ReferralEventFactory(referral=referral, status="INCOMPLETE", actor=coach, comment="Vilken dag?")
    completing = text(sender.get(reverse("referral_complete", args=pk)))
    assert "Xxx Yyy" in completing
    assert "Gulnara" not in completing


def test_the_registers_name_is_not_found_out_by_searching(sender: Client, coach: User, referral: Referral) -> None:
    assert referral.number not in searched(sender, "Gulnara Sjögrenius")
    at_the_jobbtorg = signed_in(coach)
    assert referral.number in searched(at_the_jobbtorg, "Gulnara Sjögrenius")
    shown = text(at_the_jobbtorg.get(reverse("referral_detail", args=[referral.pk])))
    assert "Gulnara Sjögrenius" in shown


def test_what_the_jobbtorg_corrects_later_does_not_change_it(sender: Client, jobbtorg: Jobbtorg) -> None:
    referral = send(sender, jobbtorg)
    person = referral.person
    person.set_name("Anna Maria", "Sjögrenius")
    person.save()
    shown = text(sender.get(reverse("referral_detail", args=[referral.pk])))
    assert "Anna Åkesson" in shown
    assert "Sjögrenius" not in shown


@pytest.mark.parametrize(("typed", "said"), [("1979", "1979"), ("1979-04-17", "1979-04-17"), ("okänt", "okänt")])
def test_a_number_that_another_authority_gave_is_not_shown(
    sender: Client, jobbtorg: Jobbtorg, typed: str, said: str
) -> None:
    """As when the jobbtorg gives the record a number, or joins it into one that has one."""
    referral = without_number(sender, jobbtorg, typed)
    stays = PersonFactory(identity_no=nth_number(62), first_name="Gulnara", last_name="Sjögrenius")
    Referral.objects.filter(pk=referral.pk).update(person=stays)
    number, pk = nth_number(62), [referral.pk]
    for page in (sender.get(reverse("referral_detail", args=pk)), sender.post(reverse("referral_reveal", args=pk))):
        assert f"Personnummer saknas. Född <strong>{said}</strong>" in text(page)
        assert "Visa<span" not in text(page)
        for other in ("Gulnara", number, f"{number[:8]}-", stays.birth_date.isoformat()):
            assert other not in text(page)
    assert referral.number not in searched(sender, number), "whose it is would be told by being found"
    say_again = text(say_who(sender, uuid.uuid4(), number=number))
    assert "Det finns redan en öppen remiss" in say_again
    assert reverse("referral_detail", args=pk) not in say_again


def test_the_number_it_gave_is_shown_whole_when_it_asks(sender: Client, referral: Referral) -> None:
    number = nth_number(61)
    shown = text(sender.get(reverse("referral_detail", args=[referral.pk])))
    assert f"{number[:8]}-••••" in shown
    revealed = text(sender.post(reverse("referral_reveal", args=[referral.pk])))
    assert f"{number[:8]}-{number[8:]}" in revealed


def test_what_is_told_names_the_person_as_the_unit_wrote_it(sender: Client, caseworker: User) -> None:
    case: Enrolment = EnrolmentFactory(
        income_support_unit=caseworker.income_support_unit, person__first_name="Gulnara", person__last_name="Sjögrenius"
    )
    DisclosureFactory(enrolment=case, recipient=caseworker.income_support_unit, content=DisclosureContent.CLOSURE)
    assert "Gulnara Sjögrenius" in text(sender.get(reverse("told_list"))), (
        "of another unit's the jobbtorg tells the name"
    )
    ReferralFactory(enrolled=True, enrolment=case, sent_by=caseworker, said_first_name="Xxx", said_last_name="Yyy")
    for page in (reverse("told_list"), reverse("told_case", args=[case.pk])):
        assert "Xxx Yyy" in text(sender.get(page))
        assert "Gulnara" not in text(sender.get(page))


def test_the_question_who_is_alike_is_about_what_was_written(
    sender: Client, caseworker: User, referral: Referral, known: Person
) -> None:
    """The own unit's earlier referral of somebody of the register's name tells nothing."""
    earlier = ReferralFactory(
        unit=caseworker.income_support_unit,
        withdrawn=True,
        person__first_name="Gulnara",
        person__last_name="Sjögrenius",
    )
    Person.objects.filter(pk=earlier.person_id).update(birth_date=known.birth_date)
    assert "Liknar" not in text(sender.get(reverse("referral_sent", args=[referral.pk])))


def test_a_paper_referral_keeps_what_it_said(coach: User, caseworker: User, known: Person) -> None:
    desk = signed_in(coach)
    typed = {
        "kind": "remiss",
        "number": nth_number(61),
        **NAMES,
        "received_on": "2026-11-23",
        "unit": str(caseworker.income_support_unit_id),
        "benefit_kind": "FORSORJNINGSSTOD",
        "benefit_reason": "ARBETSBRIST",
        "fit_for_work": "YES",
        "purpose": "Stöd att söka arbete.",
    }
    submit(desk, reverse("referral_register"), typed)
    referral = Referral.objects.get(person=known, unit=caseworker.income_support_unit)
    assert (referral.said_name, referral.said_number) == ("Xxx Yyy", nth_number(61))
    shown = text(signed_in(caseworker).get(reverse("referral_detail", args=[referral.pk])))
    assert "Xxx Yyy" in shown
    assert "Gulnara" not in shown


def test_no_names_and_numbers_are_kept_in_the_clear_and_no_contact_details(referral: Referral) -> None:
    kept = {field.name for field in Referral._meta.concrete_fields if field.name.startswith("said_")}
    assert kept == {
        *("said_first_name", "said_last_name", "said_search_name", "said_number_kind", "said_number"),
        *("said_birth_date", "said_birth_year"),
        # How to talk to the person, and of the telephone only that a number was sent.
        *("said_language", "said_interpreter", "said_phone_sent"),
    }
    history = {field.name for field in Referral.changes.rel.related_model._meta.concrete_fields}
    assert history.isdisjoint(kept)


@pytest.mark.parametrize("count", [1, 30])
def test_mina_remisser_sends_few_statements(caseworker: User, count: int) -> None:
    ReferralFactory.create_batch(count, unit=caseworker.income_support_unit, sent_by=caseworker)
    client = signed_in(caseworker)
    client.get(reverse("referral_inbox"))
    assert len(statements_of(client, reverse("referral_inbox"))[1]) <= 15


def test_another_unit_is_shown_none_of_it(referral: Referral) -> None:
    elsewhere = signed_in(UserFactory(caseworker=True))
    assert referral.number not in searched(elsewhere, "Xxx Yyy")
