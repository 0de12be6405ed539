"""The words that no page says are found where they stand (tests/browser/test_every_page.py asks every page)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.wording import NOT_SAID, wrongly_said

ROOT = Path(__file__).parents[2]
STATES = re.compile(r"\bbl(?:ir|ev) inte av\b|(?<!inte )[Vv]äntar på (?:er )?komplettering")
"""Other words than the glossary's for a meeting that is cancelled, and for a referral that is to be completed."""
BEGINS_WITH_A_SIGN = re.compile(r"ds-sr-only[^>]*>\s*[,:;.]")


@pytest.mark.parametrize(
    "said",
    [
        "<td>0 arbetsdagar\n sen</td>",
        "<b>1</b> arbetsdagar kvar",
        "<span>Sen</span> (fre 27 nov)",
        "Sen 2 arbetsdagar",
        "<h3>Plan kommunicerad bröts</h3>",
        "Erbjuden gruppinformation bröts",
        "Skicka ett brev på morgonen",
        "Registrera aspirantens ja",
        "ons 25 nov 2026 00.00",
        "Mötet tor 26 nov 10.00 blir inte av.",
        "tor 26 nov 10.00 blev inte av. På önskan av jobbtorget",
        "Coachmöte: ny tid",
        "Inga remisser väntar på komplettering.",
        "Jobbtorget väntar på er komplettering",
    ],
)
def test_what_is_not_said_is_found(said: str) -> None:
    assert len(wrongly_said(f"<p>{said}</p>")) == 1


@pytest.mark.parametrize(
    "said",
    ["1 arbetsdag sen", "10 arbetsdagar kvar", "21 arbetsdagar", "Sent registrerad", "<script>Sen (</script>", "12.00"],
)
def test_what_is_said_is_left_alone(said: str) -> None:
    assert wrongly_said(said) == []


def test_each_has_what_is_said_instead() -> None:
    assert all(NOT_SAID.values())


def test_what_is_only_read_aloud_begins_with_a_word() -> None:
    """A browser puts a space before it, so that a comma or a colon would stand alone: "Fortsätt , Kim Test"."""
    templates = sorted((ROOT / "templates").rglob("*.html"))
    found = {path.name: BEGINS_WITH_A_SIGN.findall(path.read_text()) for path in templates}
    assert len(found) > 100
    assert {name: signs for name, signs in found.items() if signs} == {}


def test_a_sign_that_would_stand_alone_is_found() -> None:
    heard = [
        '<b class="ds-sr-only">, Kim</b>',
        '<b class="one ds-sr-only">\n : Kim</b>',
        '<b class="ds-sr-only">Kim, 2</b>',
    ]
    assert [bool(BEGINS_WITH_A_SIGN.search(one)) for one in heard] == [True, True, False]


def test_no_source_says_what_no_page_says() -> None:
    """The sentences that a page says seldom, which the walk over the pages does not meet."""
    said = {}
    for folder in ("aspirants", "casework", "meetings", "oversight", "referrals", "templates", "workbench"):
        for path in [*(ROOT / folder).rglob("*.py"), *(ROOT / folder).rglob("*.html")]:
            if "migrations" not in path.parts and (found := STATES.findall(path.read_text())):
                said[str(path.relative_to(ROOT))] = found
    assert said == {}
