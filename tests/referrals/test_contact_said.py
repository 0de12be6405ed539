"""How to talk to the person: what the sender said it reads, and what it says anew reaches the jobbtorg as news."""

from __future__ import annotations

from django.test import Client
from django.urls import reverse

from aspirants.models import ReportedFact
from organisation.models import Jobbtorg, User
from tests.post_forms import submit
from tests.referrals.pages import DETAILS, send, text
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
