"""What is pasted with a number and shows nothing is taken away by its Unicode category, in one place (FC-07)."""

from __future__ import annotations

import datetime
import unicodedata

import pytest

from aspirants.identity import parse_identity
from core.swedish.names import search_form
from core.swedish.pasted import tidied
from referrals.forms.parts import PersonFields, WhoFields
from workbench.aspirants.asked import as_number
from workbench.users.forms import InviteForm

TODAY = datetime.date(2026, 11, 23)
NUMBER = "197904179814"

UNSEEN = [chr(code) for code in range(0x11000) if unicodedata.category(chr(code)) == "Cf"]


def test_there_are_many_characters_that_show_nothing() -> None:
    """The lists below would say nothing if they were empty; soft hyphen, directions and zero width are among them."""
    assert len(UNSEEN) > 40
    assert {"\u00ad", "\u200b", "\u200e", "\u202a", "\u202c", "\u2066", "\ufeff"} <= set(UNSEEN)


@pytest.mark.parametrize("unseen", UNSEEN, ids=lambda character: f"U+{ord(character):04X}")
def test_a_number_is_read_whatever_unseen_character_stands_in_it_fc_07(unseen: str) -> None:
    assert parse_identity(f"{unseen}790417-{unseen}9814{unseen}", TODAY).number == NUMBER


@pytest.mark.parametrize(
    "typed",
    [
        "790417\u00ad-9814",
        "\u202a19790417-9814\u202c",
        "19790417-9814.",
        "19790417-9814,",
        "19790417‑9814 ;",
        "１９７９０４１７-９８１４",
        "790417\ufe0f-9814",
        "19790417\u2028-9814",
    ],
)
def test_a_pasted_number_is_read_fc_07(typed: str) -> None:
    assert parse_identity(typed, TODAY).number == NUMBER


def test_what_is_seen_stays_fc_07() -> None:
    assert tidied(" Åsa-Lena O’Neill. ") == "Åsa-Lena O’Neill"
    assert tidied("a\u00a0b\tc") == "a b c"


def test_case_numbers_and_names_are_searched_without_what_shows_nothing_fc_07() -> None:
    assert as_number("\u202aRS-2026-00417\u202c.") == "RS-2026-00417"
    assert search_form("Ann\u00adMarie") == "annmarie"


def test_telephone_and_mail_are_kept_without_what_shows_nothing_fc_07() -> None:
    form = PersonFields(
        {"first_name": "Åsa", "last_name": "Ek", "phone": "\u202a070\u00ad-174 06 05\u202c.", "language": ""}
    )
    assert form.is_valid()
    assert form.cleaned_data["phone"] == "070-174 06 05"
    mail = InviteForm.base_fields["email"]
    assert mail.clean("\u200basa@example.se.") == "asa@example.se"


def test_the_number_field_of_a_referral_reads_it_fc_07() -> None:
    form = WhoFields({"number": "\u202a790417-9814\u202c."})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["number"].number == NUMBER
