"""`manage.py explain_deadline`: the agreed JSON, the text, and one sentence where it cannot answer."""

from __future__ import annotations

import json

import pytest
from django.core.management import CommandError, call_command


def explained(capsys, *arguments: str) -> str:
    call_command("explain_deadline", *arguments)
    return capsys.readouterr().out


def test_the_json_is_as_agreed(db, capsys):
    command = ["--policy", "PLAN_GUARANTEE", "--start", "2026-04-02", "--pause", "2026-04-09:2026-04-10"]
    assert json.loads(explained(capsys, *command, "--start", "2010-05-31", "--format", "json")) == [
        {
            "start": "2026-04-02",
            "due_on": "2026-04-14",
            "recommended_on": None,
            "counted": ["2026-04-07", "2026-04-08", "2026-04-10", "2026-04-13", "2026-04-14"],
            "skipped": [
                {"date": "2026-04-03", "reason": "långfredagen"},
                {"date": "2026-04-04", "reason": "lördag"},
                {"date": "2026-04-05", "reason": "påskdagen"},
                {"date": "2026-04-06", "reason": "annandag påsk"},
                {"date": "2026-04-09", "reason": "pausad"},
                {"date": "2026-04-11", "reason": "lördag"},
                {"date": "2026-04-12", "reason": "söndag"},
            ],
        },
        {
            "start": "2010-05-31",
            "due_on": "2010-06-07",
            "recommended_on": None,
            "counted": ["2010-06-01", "2010-06-02", "2010-06-03", "2010-06-04", "2010-06-07"],
            "skipped": [
                {"date": "2010-06-05", "reason": "lördag"},
                {"date": "2010-06-06", "reason": "nationaldagen"},
            ],
        },
    ]


def test_an_open_pause_and_a_follow_up(db, capsys):
    guarantee = ["--policy", "PLAN_GUARANTEE", "--start", "2026-10-12", "--pause", "2026-10-14:", "--format", "json"]
    paused = json.loads(explained(capsys, *guarantee))[0]
    assert (paused["due_on"], paused["counted"]) == (None, ["2026-10-13"])
    follow_up = json.loads(explained(capsys, "--policy", "FOLLOW_UP", "--start", "2026-09-24", "--format", "json"))[0]
    assert (follow_up["due_on"], follow_up["recommended_on"]) == ("2026-12-28", "2026-12-23")


def test_the_text_is_what_the_page_says(db, capsys):
    told = explained(capsys, "--policy", "PLAN_GUARANTEE", "--start", "2010-05-31")
    assert told.splitlines()[0] == (
        "Remissen kom in måndag 31 maj 2010. Den dagen räknas inte. Femte arbetsdagen därefter är måndag 7 juni 2010."
    )
    assert "sön 6 jun – nationaldagen, räknas inte" in told.replace("juni", "jun")


@pytest.mark.parametrize(
    "arguments",
    [
        ["--start", "2026-02-30"],
        ["--start", "i går"],
        ["--start", "20261123"],
        ["--start", "2026-W48-1"],
        ["--start", "9999-12-30"],
        ["--start", "2026-11-23", "--pause", "2026-11-24:9999-12-31"],
        ["--start", "1999-01-01"],
        ["--start", "2026-11-23", "--pause", "2026-11-24"],
        ["--start", "2026-11-23", "--pause", "2026-11-24:2026-11-24"],
        ["--start", "2026-11-23", "--pause", "2026-11-24:x"],
        ["--start", "2026-11-23", "--pause", "2026-11-24:2026-11-27", "--pause", "2026-11-26:2026-11-30"],
    ],
    ids=" ".join,
)
def test_what_it_cannot_answer_is_one_sentence(db, arguments):
    with pytest.raises(CommandError) as refused:
        call_command("explain_deadline", "--policy", "PLAN_GUARANTEE", *arguments)
    assert refused.value.returncode == 2
    assert "\n" not in str(refused.value)
    assert str(refused.value).endswith(".")
