"""Nothing typed is lost: drafts survive Back, log-out and a night's sleep."""

from __future__ import annotations

import datetime
import uuid

import time_machine
from django.db import connection
from django.test import Client
from django.urls import reverse

from demo.factories import UserFactory
from organisation.models import IncomeSupportUnit, Jobbtorg, User
from referrals.models import Referral, ReferralDraft
from tests.post_forms import submit
from tests.referrals.pages import DETAILS, NUMBER, give_details, say_who, text, url
from tests.visits import signed_in


def test_back_keeps_half_written_details(sender: Client, jobbtorg: Jobbtorg) -> None:
    draft_id = uuid.uuid4()
    say_who(sender, draft_id)
    response = sender.post(url("details", draft_id), {"first_name": "Anna", "purpose": "Vill ha", "back": "1"})
    assert response["Location"] == url("who", draft_id)
    assert f'value="{NUMBER}"' in text(sender.get(url("who", draft_id)))
    assert sender.post(url("who", draft_id), {"number": NUMBER})["Location"] == url("details", draft_id)
    page = text(sender.get(url("details", draft_id)))
    assert 'value="Anna"' in page
    assert "Vill ha" in page


def test_a_draft_is_resumed_after_logging_out(caseworker: User, jobbtorg: Jobbtorg) -> None:
    draft_id, first = uuid.uuid4(), signed_in(caseworker)
    say_who(first, draft_id)
    give_details(first, draft_id, jobbtorg)
    first.logout()
    later = signed_in(caseworker)
    listed = later.get(reverse("referral_inbox"))
    assert "Anna Åkesson" in text(listed)
    assert f"{url('check', draft_id)}?oppnat=1" in text(listed)
    assert submit(later, url("check", draft_id)).status_code == 302
    assert Referral.objects.get().submission_id == draft_id
    assert not later.get(reverse("referral_inbox")).context["drafts"]


def test_an_opened_draft_begins_at_the_first_step_that_is_not_complete(sender: Client, jobbtorg: Jobbtorg) -> None:
    draft_id = uuid.uuid4()
    opened = f"{url('check', draft_id)}?oppnat=1"
    say_who(sender, draft_id)
    assert sender.get(opened)["Location"] == url("details", draft_id)
    sender.post(url("autosave", draft_id), {"first_name": "Anna"})
    assert sender.get(opened)["Location"] == url("details", draft_id), "half written is no fault"
    give_details(sender, draft_id, jobbtorg)
    assert sender.get(opened).status_code == 200


def test_drafts_fold_after_three_and_a_list_says_what_it_is(sender: Client, jobbtorg: Jobbtorg) -> None:
    for year in range(1980, 1984):
        say_who(sender, uuid.uuid4(), number="", number_missing="on", birth_date=str(year))
    pasted = {"alla-jobbtorg": str(jobbtorg.pk), "alla-pasted": f"{NUMBER}\tAnna\tÅkesson\tStöd"}
    assert submit(sender, reverse("referral_list_new"), pasted).status_code == 302
    page = sender.get(reverse("referral_inbox"))
    begun = page.context["begun"]
    assert (len(begun.shown), len(begun.folded)) == (3, 2)
    assert "Lista med 1 rad, inklistrad" in {row.name for row in begun.rows}
    assert "Visa 2 utkast till" in text(page)


def test_autosave_keeps_what_is_being_written(sender: Client) -> None:
    draft_id = uuid.uuid4()
    say_who(sender, draft_id)
    response = sender.post(url("autosave", draft_id), {"first_name": "Ann", "benefit_applied_on": "igår"})
    assert text(response).startswith("Utkastet sparades <time")
    assert "9.30" in text(response)
    page = text(sender.get(url("details", draft_id)))
    assert 'value="Ann"' in page
    assert 'value="2026-11-22"' in page  # "igår" is another day tomorrow


def test_autosave_of_a_draft_that_is_gone_does_not_bring_it_back(sender: Client) -> None:
    assert sender.post(url("autosave", uuid.uuid4()), {"first_name": "Anna"}).status_code == 204
    assert not ReferralDraft.objects.exists()


def test_answers_are_encrypted_at_rest(sender: Client, jobbtorg: Jobbtorg) -> None:
    draft_id = uuid.uuid4()
    say_who(sender, draft_id)
    give_details(sender, draft_id, jobbtorg)
    with connection.cursor() as cursor:
        cursor.execute("SELECT answers FROM referrals_referraldraft")
        stored = cursor.fetchone()[0]
    assert not any(secret in stored for secret in ("9814", "Anna", DETAILS["last_name"]))


def test_a_draft_belongs_to_its_author(sender: Client, unit: IncomeSupportUnit) -> None:
    draft_id = uuid.uuid4()
    say_who(sender, draft_id)
    colleague = signed_in(UserFactory(caseworker=True, income_support_unit=unit))
    for name in ("who", "details", "check", "discard"):
        assert colleague.get(url(name, draft_id)).status_code == 404
    assert colleague.post(url("autosave", draft_id), {"first_name": "X"}).status_code == 204
    assert say_who(colleague, draft_id).status_code == 404
    assert not colleague.get(reverse("referral_inbox")).context["drafts"]


def test_a_draft_is_removed_after_a_page_that_asks(sender: Client) -> None:
    draft_id = uuid.uuid4()
    say_who(sender, draft_id)
    assert "Ta bort utkastet?" in text(sender.get(url("discard", draft_id)))
    assert ReferralDraft.objects.exists()
    submit(sender, url("discard", draft_id))
    assert not ReferralDraft.objects.exists()


def test_a_draft_lives_fourteen_days(sender: Client, clock: time_machine.Traveller) -> None:
    old, new = uuid.uuid4(), uuid.uuid4()
    say_who(sender, old)
    clock.shift(datetime.timedelta(days=14, minutes=1))
    sender.force_login(ReferralDraft.objects.get().author)
    assert not sender.get(reverse("referral_inbox")).context["drafts"]
    say_who(sender, new)
    assert [draft.pk for draft in ReferralDraft.objects.all()] == [new]


def test_a_made_up_draft_is_not_found(sender: Client) -> None:
    assert sender.post(reverse("referral_new"), {"draft": "19790417-9814", "number": NUMBER}).status_code == 404
    assert sender.get(url("details", uuid.uuid4())).status_code == 404
