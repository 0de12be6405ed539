"""The words that no page says are found where they stand (tests/browser/test_every_page.py asks every page)."""

from __future__ import annotations

import pytest

from tests.wording import NOT_SAID, wrongly_said


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
