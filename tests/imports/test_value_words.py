"""Words that stand in lists again and again: nothing, sums, whether somebody came, status, kinds of meetings."""

from __future__ import annotations

import pytest

from imports.values.words import (
    Came,
    MeetingWord,
    Status,
    came,
    control_total,
    is_subtotal,
    meeting_kind,
    says_nothing,
    status,
)


@pytest.mark.parametrize("text", ["", " ", "-", "–", "—", "?", "--", "...", "saknas", "Okänd", "#SAKNAS!", "n/a"])
def test_signs_and_words_for_nothing(text: str) -> None:
    assert says_nothing(text)


@pytest.mark.parametrize("text", ["0", "x", "***", "?ukasz", "ny", "Nilsson-Ek"])
def test_what_says_something(text: str) -> None:
    assert not says_nothing(text)


@pytest.mark.parametrize(
    ("cells", "total"),
    [
        (("Summa", "10"), 10),
        (("Summa", "10", "", ""), 10),
        (("Summa", "10.0"), 10),
        (("", "Totalt", "", "7"), 7),
        (("Totalt: 12",), 12),
        (("Delsumma A", "2"), None),
        (("Delsumma A: 2",), None),
        (("Summa: 4 st",), 4),
        (("Summa A: 4",), None),
        (("Summa A", "4"), None),
        (("Summa", "A", "4"), None),
        (("Summa februari 3",), None),
        (("Antal avslut i mars", "3"), None),
        (("Summa",), None),
        ((), None),
    ],
)
def test_control_totals(cells: tuple[str, ...], total: int | None) -> None:
    assert control_total(cells) == total


@pytest.mark.parametrize(
    ("cells", "answer"),
    [
        (("Summa", "10"), True),
        (("", "SUMMA", "10"), True),
        (("Delsumma A: 2",), True),
        (("Totalt", "7"), True),
        (("Summasson", "Eva"), False),
        (("790417-9814", "Summa"), False),
        (("", ""), False),
        ((), False),
    ],
)
def test_rows_that_sum_up_others(cells: tuple[str, ...], answer: bool) -> None:
    assert is_subtotal(cells) is answer


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("ja", Came.CAME),
        ("Ja", Came.CAME),
        ("j", Came.CAME),
        ("JA!", Came.CAME),
        ("ja, sen", Came.CAME),
        ("sen", Came.CAME),
        ("kom", Came.CAME),
        ("närv", Came.CAME),
        ("deltog", Came.CAME),
        ("x", Came.CAME),
        ("nej", Came.ABSENT),
        ("NEJ!", Came.ABSENT),
        ("n", Came.ABSENT),
        ("kom ej", Came.ABSENT),
        ("deltog inte", Came.ABSENT),
        ("uteblev", Came.ABSENT),
        ("utebl.", Came.ABSENT),
        ("avbokade ej", Came.ABSENT),
        ("ej avbokat", Came.ABSENT),
        ("ogiltig frånvaro", Came.ABSENT),
        ("sjuk", Came.EXCUSED),
        ("nej, sjuk", Came.EXCUSED),
        ("giltig frånvaro", Came.EXCUSED),
        ("avbokat", Came.CANCELLED),
        ("Avbokad", Came.CANCELLED),
        ("sent återbud", Came.CANCELLED),
        ("ombokat", Came.CANCELLED),
        ("inställt", Came.CANCELLED),
        ("", Came.UNKNOWN),
        ("–", Came.UNKNOWN),
        ("?", Came.UNKNOWN),
        ("kanske", Came.UNKNOWN),
    ],
)
def test_whether_somebody_came(text: str, answer: Came) -> None:
    assert came(text) == answer


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("Pågår", Status.OPEN),
        ("pågående", Status.OPEN),
        ("aktiv", Status.OPEN),
        ("Inskriven", Status.OPEN),
        ("Väntar", Status.WAITING),
        ("kö", Status.WAITING),
        ("Avsl", Status.CLOSED),
        ("AVSLUTAD", Status.CLOSED),
        ("utskr.", Status.CLOSED),
        ("klar", Status.CLOSED),
        ("", Status.UNKNOWN),
        ("ej avslutad", Status.UNKNOWN),
        ("inaktiv", Status.UNKNOWN),
    ],
)
def test_status(text: str, answer: Status) -> None:
    assert status(text) == answer


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("coachmöte", MeetingWord.COACH),
        ("Jobbcoach", MeetingWord.COACH),
        ("1:a besök", MeetingWord.COACH),
        ("gruppinfo", MeetingWord.GROUP_INFORMATION),
        ("Grupp-info", MeetingWord.GROUP_INFORMATION),
        ("gr.info", MeetingWord.GROUP_INFORMATION),
        ("Gruppinformation", MeetingWord.GROUP_INFORMATION),
        ("uppföljning", MeetingWord.FOLLOW_UP),
        ("uppf. 3 mån", MeetingWord.FOLLOW_UP),
        ("nätverksmöte", MeetingWord.NETWORK),
        ("arbetsgivare", MeetingWord.EMPLOYER),
        ("möte hos arb.givare", MeetingWord.EMPLOYER),
        ("", None),
        ("möte", None),
        ("fika", None),
    ],
)
def test_kinds_of_meetings(text: str, kind: MeetingWord | None) -> None:
    assert meeting_kind(text) == kind
