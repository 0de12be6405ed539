"""The command that loads the shipped tables: all or nothing, again and again, never over an administrator's head."""

import datetime
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from aspirants.models import ClosureReason
from casework.models import UsualPhrase
from catalogue.models import InsatsType
from deadlines.models import DeadlinePolicy
from deadlines.resources import DeadlinePolicyResource
from jobbtorg.management.commands.load_reference_data import TABLES
from meetings.models import MeetingTopic
from organisation.models import (
    CoachGroup,
    District,
    DistrictJobbtorg,
    IncomeSupportUnit,
    Jobbtorg,
    OpeningHours,
    TargetGroup,
)
from organisation.reference_tables.columns import TableError
from organisation.reference_tables.tables import ReferenceResource, load_table
from organisation.resources import DistrictJobbtorgResource, DistrictResource, JobbtorgResource, TargetGroupResource
from referrals.models import CoverageRule, EligibilityRule, PriorityRule, TargetGroupRule

HEADER = "code,name,valid_from,valid_to,successor\n"


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("load_reference_data", *arguments, stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_the_first_run_loads_every_row_of_every_file() -> None:
    said = run()
    rows = {
        District: 25,
        IncomeSupportUnit: 17,
        Jobbtorg: 12,
        TargetGroup: 8,
        DistrictJobbtorg: 22,
        CoachGroup: 0,  # which teams a jobbtorg has is its own to say
        OpeningHours: 0,
        ClosureReason: 35,
        InsatsType: 28,
        MeetingTopic: 6,
        UsualPhrase: 8,
        DeadlinePolicy: 9,
        CoverageRule: 2,
        EligibilityRule: 4,
        TargetGroupRule: 8,
        PriorityRule: 6,
    }
    assert {model: model._default_manager.count() for model in rows} == rows
    assert "districts.csv: 25 new, 0 changed, 0 unchanged, 0 kept as edited" in said
    assert len(TABLES) == len(rows)


@pytest.mark.usefixtures("loaded")
def test_the_second_run_changes_nothing_and_says_so() -> None:
    before = [list(table._meta.model._default_manager.order_by("pk").values()) for table in TABLES]
    said = run()
    assert [list(table._meta.model._default_manager.order_by("pk").values()) for table in TABLES] == before
    assert "district_jobbtorg.csv: 0 new, 0 changed, 22 unchanged, 0 kept as edited" in said
    assert said.endswith("Nothing to load.\n")


@pytest.mark.usefixtures("loaded")
def test_what_an_administrator_changed_is_kept_unless_asked() -> None:
    District.objects.filter(code="bromma").update(name="Bromma (ny)")
    said = run()
    assert "districts.csv: 0 new, 0 changed, 24 unchanged, 1 kept as edited" in said
    assert "  kept: bromma\n" in said
    assert District.objects.get(code="bromma").name == "Bromma (ny)"
    assert "districts.csv: 0 new, 1 changed, 24 unchanged, 0 kept as edited" in run("--update")
    assert District.objects.get(code="bromma").name == "Bromma"


@pytest.mark.usefixtures("loaded")
def test_a_row_an_administrator_added_is_never_removed() -> None:
    TargetGroup.objects.create(code="TG8", name="Ny grupp", valid_from=datetime.date(2026, 1, 1))
    run("--update")
    assert TargetGroup.objects.filter(code="TG8").exists()


@pytest.mark.django_db
def test_a_dry_run_saves_nothing() -> None:
    said = run("--dry-run")
    assert "jobbtorg.csv: 12 new" in said
    assert said.endswith("Dry run: nothing was saved.\n")
    assert not Jobbtorg.objects.exists()


FAULTS = [
    (HEADER + "a,A,2008-13-01,,\n", "t.csv, row 2, column valid_from: Skriv datumet som 2026-11-23 i stället för"),
    (HEADER + "a,A,2008-01-01,,\nb,B,2008-01-01,,nowhere\n", "t.csv, row 3, column successor: Koden ”nowhere” finns"),
    (HEADER + "a,,2008-01-01,,\n", "t.csv, row 2, column name: "),
    (HEADER + "a,A,,,\n", "t.csv, row 2, column valid_from: "),
    (HEADER + "a,A,2008-01-01,2007-01-01,\n", "t.csv, row 2, column valid_to: Sista giltighetsdagen"),
    (HEADER + "a,A,2008-01-01\n", "t.csv, row 2: 3 cells, but the header has 5."),
    (HEADER + 'a,"A,2008-01-01,,\n', "t.csv: the file is not readable as CSV"),
    ("code,name,valid_from,successor\na,A,2008-01-01,\n", "t.csv, row 1: Kolumnen ”Gäller till och med” saknas."),
    ("code,namn," + HEADER[5:] + "a,A,A,2008-01-01,,\n", "t.csv, row 1: Kolumnen ”Namn” finns mer än en gång."),
    ("code,code\na,a\n", "t.csv, row 1: a column name occurs twice."),
    ("namnet," + HEADER + "A,a,A,2008-01-01,,\n", "t.csv, row 1: Kolumnen ”namnet” är okänd."),
    ("", "t.csv: the file is empty."),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("text", "sentence"), FAULTS)
def test_a_malformed_file_is_refused_with_its_place(tmp_path: Path, text: str, sentence: str) -> None:
    file = tmp_path / "t.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(TableError) as refused:
        load_table(DistrictResource, file, update=False)
    assert str(refused.value).startswith(sentence)
    assert "\n" not in str(refused.value)


@pytest.mark.django_db
def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    file.write_bytes((HEADER + "a,Årsta,2008-01-01,,\n").encode("cp1252"))
    with pytest.raises(TableError, match=r"^t\.csv: the file is not UTF-8\.$"):
        load_table(DistrictResource, file, update=False)


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize(
    ("table", "changes", "sentence"),
    [
        (
            TargetGroupResource,
            {"second_step": "kanske"},
            "column second_step: Skriv ja eller nej i",
        ),
        (JobbtorgResource, {"age_from": "sexton"}, "column age_from: Skriv ett heltal i stället för ”sexton”."),
        (JobbtorgResource, {"kind": "BUTIK"}, "column kind: "),
        (DistrictJobbtorgResource, {"district": "jarva", "target_group": "", "jobbtorg": "VB"}, "Stadsdelen har redan"),
        (
            DeadlinePolicyResource,
            {"kind": "FOLLOW_UP", "start_event": "FOLLOW_UP_BASE", "valid_from": "2020-01-01"},
            "Det finns redan en regel för",
        ),
    ],
)
def test_rows_are_validated_by_their_model(
    tmp_path: Path, table: type[ReferenceResource], changes: dict[str, str], sentence: str
) -> None:
    header, first, *_ = table.file().read_text(encoding="utf-8").splitlines()
    row = dict(zip(header.split(","), first.split(","), strict=True)) | {"code": "NY", "name": "Ny"} | changes
    columns = header.split(",")
    file = tmp_path / "t.csv"
    file.write_text(f"{header}\n{','.join(row[column] for column in columns)}\n", encoding="utf-8")
    with pytest.raises(TableError, match=sentence):
        load_table(table, file, update=True)
