"""The same step of a draft, open in two tabs: the later one does not write over the earlier one unseen."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from demo.factories import EligibilityRuleFactory
from organisation.models import Jobbtorg
from referrals.drafts import DETAILS, WHO, answers
from referrals.models import ReferralDraft, ReferralListDraft
from tests.post_forms import post_forms, submit
from tests.referrals.pages import NUMBER, give_details, say_who, text, url

CHANGED = "Uppgifterna har ändrats sedan du öppnade sidan"


@pytest.fixture
def draft_id(sender: Client) -> uuid.UUID:
    """A draft that says whom it is about."""
    key = uuid.uuid4()
    say_who(sender, key, number="", number_missing="on", birth_date="1979")
    return key


def _typed(draft_id: uuid.UUID, part: str) -> dict[str, str]:
    return answers(ReferralDraft.objects.get(pk=draft_id), part)


def _autosave(client: Client, draft_id: uuid.UUID, page: Any, **typed: str) -> str:
    """What a page that is open keeps by itself, and what its line says."""
    [hidden] = [form.hidden for form in post_forms(page, url("details", draft_id)) if "seen" in form.hidden]
    return text(client.post(url("autosave", draft_id), {**hidden, **typed}))


def test_the_later_tab_sees_both_and_keeps_what_was_typed(sender: Client, draft_id: uuid.UUID) -> None:
    path = url("details", draft_id)
    first, second = sender.get(path), sender.get(path)
    submit(sender, path, {"first_name": "Anna", "purpose": "Stöd att söka arbete."}, page=first)
    refused = submit(sender, path, {"first_name": "Annika", "purpose": "Utredning."}, page=second)
    assert refused.status_code == 409
    page = text(refused)
    assert CHANGED in page
    assert "Det du skrev finns kvar nedanför" in page
    assert 'value="Annika"' in page
    assert "<td>Anna</td>" in page
    assert "<td>Stöd att söka arbete.</td>" in page
    assert _typed(draft_id, DETAILS)["first_name"] == "Anna"
    # Whoever has seen both may go on.
    assert submit(sender, path, {"first_name": "Annika"}, page=refused).status_code == 422
    assert _typed(draft_id, DETAILS)["first_name"] == "Annika"


def test_a_tab_that_keeps_while_one_types_is_refused_likewise(sender: Client, draft_id: uuid.UUID) -> None:
    path = url("details", draft_id)
    first, second = sender.get(path), sender.get(path)
    for typed in ("A", "An", "Anna"):
        assert _autosave(sender, draft_id, first, first_name=typed).startswith("Utkastet sparades")
    assert "har ändrats i en annan flik" in _autosave(sender, draft_id, second, first_name="Bo")
    assert _typed(draft_id, DETAILS)["first_name"] == "Anna"
    # The first tab goes on with what it has kept itself.
    assert submit(sender, path, {"first_name": "Anna", "last_name": "Ek"}, page=first).status_code == 422
    assert _typed(draft_id, DETAILS)["last_name"] == "Ek"


def test_a_tab_that_changes_nothing_is_no_second_writer(sender: Client, draft_id: uuid.UUID) -> None:
    path = url("details", draft_id)
    first, second = sender.get(path), sender.get(path)
    for page in (first, second, first):
        assert submit(sender, path, {"first_name": "Anna"}, page=page).status_code == 422
    assert _typed(draft_id, DETAILS)["first_name"] == "Anna"


def test_back_and_attachments_write_over_nothing_either(sender: Client, draft_id: uuid.UUID) -> None:
    path = url("details", draft_id)
    for button in ("back", "attach"):
        opened = sender.get(path)
        submit(sender, path, {"first_name": f"Anna {button}"})
        refused = submit(sender, path, {"first_name": "Bo", button: "1"}, page=opened)
        assert refused.status_code == 409
        assert _typed(draft_id, DETAILS)["first_name"] == f"Anna {button}"


def test_whom_it_is_about_is_not_written_over_from_another_tab(sender: Client, draft_id: uuid.UUID) -> None:
    path = url("who", draft_id)
    first, second = sender.get(path), sender.get(path)
    nobody = {"number_missing": "on"}
    assert submit(sender, path, {**nobody, "birth_date": "1981"}, page=first).status_code == 302
    refused = submit(sender, path, {**nobody, "birth_date": "1985"}, page=second)
    assert refused.status_code == 409
    assert 'value="1985"' in text(refused)
    assert "<td>1981</td>" in text(refused)
    assert _typed(draft_id, WHO)["birth_date"] == "1981"


def test_going_back_to_the_first_page_of_all_goes_on(sender: Client) -> None:
    path = reverse("referral_new")
    opened = sender.get(path)
    for year in ("1981", "1985"):
        typed = {"number_missing": "on", "birth_date": year}
        assert submit(sender, path, typed, page=opened).status_code == 302
    assert [answers(draft, WHO)["birth_date"] for draft in ReferralDraft.objects.all()] == ["1985"]


def test_a_motive_is_not_written_over_from_another_tab(sender: Client, draft_id: uuid.UUID, jobbtorg: Jobbtorg) -> None:
    EligibilityRuleFactory(elsewhere=True, may_be_sent_anyway=True)
    give_details(sender, draft_id, jobbtorg, lives_elsewhere="on")
    path = url("eligibility", draft_id)
    first, second = sender.get(path), sender.get(path)
    assert submit(sender, path, {"anyway": "Börjar söka i januari."}, page=first).status_code == 302
    refused = submit(sender, path, {"anyway": "Vill pröva."}, page=second)
    assert refused.status_code == 409
    assert "Vill pröva." in text(refused)
    assert "<td>Börjar söka i januari.</td>" in text(refused)
    assert _typed(draft_id, "rules")["anyway"] == "Börjar söka i januari."


def test_a_draft_that_is_written_in_is_not_removed_unseen(sender: Client, draft_id: uuid.UUID) -> None:
    asked = sender.get(url("discard", draft_id))
    submit(sender, url("details", draft_id), {"first_name": "Anna"})
    refused = submit(sender, url("discard", draft_id), page=asked)
    assert refused.status_code == 409
    assert CHANGED in text(refused)
    assert submit(sender, url("discard", draft_id), page=refused).status_code == 302
    assert not ReferralDraft.objects.exists()


def test_nor_is_a_list(sender: Client, jobbtorg: Jobbtorg) -> None:
    pasted = {"alla-jobbtorg": str(jobbtorg.pk), "alla-pasted": f"{NUMBER}\tAnna\tÅkesson\tStöd"}
    begun = submit(sender, reverse("referral_list_new"), pasted)["Location"]
    [listing] = ReferralListDraft.objects.all()
    remove = reverse("referral_list_discard", args=[listing.pk])
    asked = sender.get(remove)
    submit(sender, begun, {"alla-purpose": "Praktik."})
    refused = submit(sender, remove, page=asked)
    assert refused.status_code == 409
    assert CHANGED in text(refused)
    assert submit(sender, remove, page=refused).status_code == 302
    assert not ReferralListDraft.objects.exists()
