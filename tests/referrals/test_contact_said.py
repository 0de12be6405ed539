"""How to talk to the person: what the sender said it reads, and what it says anew reaches the jobbtorg as news."""

from __future__ import annotations

from django.test import Client
from django.urls import reverse

from aspirants.choices import Protection
from aspirants.models import Person, ReportedFact
from organisation.models import Jobbtorg, User
from referrals.operations import return_referral
from tests.aspirants.staff import changed
from tests.post_forms import submit
from tests.referrals.pages import DETAILS, send, shown_now, text
from tests.visits import signed_in


def test_the_sender_reads_it_and_says_it_anew(sender: Client, jobbtorg: Jobbtorg, coach: User) -> None:
    referral = send(sender, jobbtorg)
    address = reverse("referral_detail", args=[referral.pk])
    page = text(sender.get(address))
    assert "Skickad till jobbtorget" in page
    assert "svenska" in page
    assert "070-174 06 05" not in page
    anew = {**DETAILS, "phone": "070-174 06 08", "language": "somaliska", "interpreter_needed": "on"}
    assert submit(sender, reverse("referral_correct", args=[referral.pk]), anew).status_code == 302
    page = text(sender.get(address))
    assert "somaliska, behöver tolk" in page
    assert "070-174 06 08" not in page
    reported = {fact.field: fact.value for fact in ReportedFact.objects.filter(person=referral.person)}
    assert reported.keys() == {"phone", "language", "interpreter_needed"}
    assert reported["phone"] == "070-174 06 08"
    assert "Remissen anger andra uppgifter" in text(signed_in(coach).get(address))


def test_a_misspelt_name_is_put_right_and_the_jobbtorg_decides_on_its_record(
    sender: Client, jobbtorg: Jobbtorg, coach: User
) -> None:
    referral = send(sender, jobbtorg, first_name="Ana", last_name="Åkeson")
    address, path = reverse("referral_detail", args=[referral.pk]), reverse("referral_correct", args=[referral.pk])
    assert submit(sender, path, DETAILS).status_code == 302
    page = text(sender.get(address))
    assert "Anna Åkesson" in page
    assert "Namnet var: Ana Åkeson" in page
    assert [row.name for row in sender.get(reverse("referral_inbox")).context["rows"]] == ["Anna Åkesson"]
    assert "Anna Åkesson" in text(sender.post("/sok", {"q": "Åkesson"}, follow=True))
    referral.person.refresh_from_db()
    assert referral.person.name == "Ana Åkeson"
    assert {(fact.field, fact.value) for fact in ReportedFact.objects.filter(person=referral.person)} == {
        ("first_name", "Anna"),
        ("last_name", "Åkesson"),
    }
    received = text(signed_in(coach).get(address))
    assert "Remissen anger andra uppgifter" in received
    assert "Namnet var: Ana Åkeson" in received


def test_the_name_is_put_right_with_a_completion_too(sender: Client, jobbtorg: Jobbtorg, coach: User) -> None:
    referral = send(sender, jobbtorg, first_name="Ana")
    return_referral(actor=coach, referral=referral, seen_referral=shown_now(referral), question="När ringer vi?")
    answer = {**DETAILS, "answer": "Vardagar."}
    assert submit(sender, reverse("referral_complete", args=[referral.pk]), answer).status_code == 302
    page = text(sender.get(reverse("referral_detail", args=[referral.pk])))
    assert "Namnet var: Ana Åkesson" in page


def test_a_name_that_a_colleague_has_put_right_is_not_written_back(sender: Client, jobbtorg: Jobbtorg) -> None:
    referral = send(sender, jobbtorg, first_name="Ana")
    path = reverse("referral_correct", args=[referral.pk])
    opened = sender.get(path)
    assert submit(sender, path, DETAILS).status_code == 302
    refused = submit(sender, path, {**DETAILS, "first_name": "Ana", "purpose": "Praktik."}, page=opened)
    assert changed(refused) == {"Förnamn": ("Ana", "Anna")}
    referral.refresh_from_db()
    assert referral.said_name == "Anna Åkesson"


def test_nothing_is_no_name(sender: Client, jobbtorg: Jobbtorg) -> None:
    referral = send(sender, jobbtorg)
    path = reverse("referral_correct", args=[referral.pk])
    refused = submit(sender, path, {**DETAILS, "first_name": " "})
    assert refused.status_code == 422
    assert "Skriv personens förnamn." in text(refused)


def test_where_the_number_is_wrong_the_page_says_what_to_do(sender: Client, jobbtorg: Jobbtorg) -> None:
    referral = send(sender, jobbtorg)
    page = text(sender.get(reverse("referral_correct", args=[referral.pk])))
    assert 'name="number"' not in page
    assert "Är personnumret fel?" in page
    for name in ("question_of_referral", "referral_withdraw"):
        assert f'href="{reverse(name, args=[referral.pk])}"' in page


def test_what_a_protected_person_was_called_is_not_shown_at_the_stadsdel(sender: Client, jobbtorg: Jobbtorg) -> None:
    referral = send(sender, jobbtorg, first_name="Ylvalota", last_name="Kvistbergsson")
    path = reverse("referral_correct", args=[referral.pk])
    submit(sender, path, {**DETAILS, "first_name": "Ylvalotta", "last_name": "Kvistbergssohn"})
    Person.objects.filter(pk=referral.person_id).update(protection=Protection.SEKRETESSMARKERING)
    for page in (sender.get(path), sender.get(reverse("referral_detail", args=[referral.pk]))):
        for name in ("Ylvalot", "Kvistberg"):
            assert name not in text(page)
    said = {key: value for key, value in DETAILS.items() if key not in ("first_name", "last_name")}
    assert submit(sender, path, {**said, "purpose": "Praktik."}).status_code == 302
    assert "Praktik." in text(sender.get(reverse("referral_detail", args=[referral.pk])))
