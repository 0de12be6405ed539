"""`manage.py import_legacy`: what an operator types, what comes out, and the exit status."""

from __future__ import annotations

import json
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files import File
from django.core.management import CommandError, call_command

from aspirants.models import Enrolment
from imports.choices import JobKind, JobState, Stage
from imports.jobs import work
from imports.models import ImportBatch, ImportedRecord, ImportFile, ImportIssue, ImportJob, ImportPart, ImportRow
from imports.operations import start_import
from imports.operations.asking import ordered as taken
from organisation.access.database_roles import IMPORTER
from organisation.models import Jobbtorg, Role, User
from tests.imports.conftest import HEADER
from tests.imports.faults import full_disk
from tests.imports.lists import many_rows
from tests.imports.reading import LEGACY, REFUSED
from tests.outside import environment
from tests.platform.conftest import PATIENCE, PROJECT
from tests.roles import as_role

pytestmark = pytest.mark.django_db

CLOSED = ["--outcome", "closed", "--outcome-on", "2008-12-31"]
FAULTY = "790417-9815;Lindström;Björn;AL;Östermalm;2008-03-19;;;;;Pågår;"
"""The check digit is wrong."""


@pytest.fixture
def good(tmp_path: Path) -> Path:
    path = tmp_path / "lista 2008.csv"
    path.write_bytes(many_rows(3))
    return path


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    path = tmp_path / "fel.csv"
    path.write_bytes(many_rows(3) + f"\r\n{FAULTY}".encode())
    return path


@pytest.fixture(autouse=True)
def installation(rosenlund: Jobbtorg, coaches: dict[str, User], admin: User) -> None:
    """A jobbtorg with its coaches, and an administrator."""


def ordered(*words: Any, unit: str = "RS", code: int = 0) -> dict[str, Any]:
    """The report as JSON of a command that ended with this exit status."""
    out = StringIO()
    options = ["--unit", unit, "--as-of", "2008-06-30", "--format", "json"]
    status = 0
    try:
        with as_role(IMPORTER):
            call_command("import_legacy", *map(str, words), *options, stdout=out)
    except SystemExit as end:
        status = end.code
    assert status == code, out.getvalue()
    report: dict[str, Any] = json.loads(out.getvalue())
    return report


def refused(*words: Any, unit: str = "RS") -> str:
    """What an unusable order is answered with; nothing stays of it."""
    with pytest.raises(CommandError) as refusal:
        ordered(*words, unit=unit)
    assert refusal.value.returncode == 2
    nothing_is_left()
    return str(refusal.value)


def nothing_is_left() -> None:
    for model in (ImportRow, ImportIssue, ImportPart, ImportedRecord, Enrolment):
        assert not model.objects.exists(), model
    assert not ImportFile.objects.filter(released=False).exists(), "the file may be handed in again"
    assert not ImportJob.objects.unfinished().exists()


def test_a_dry_run_tells_and_leaves_nothing(good: Path) -> None:
    for _ in range(2):
        report = ordered(good, *CLOSED)
        assert report["rows"] == 3
        assert report["verdicts"]["ny"] == 3
        assert set(report["verdicts"]) == {
            "ny", "uppdateras", "oförändrad", "hoppas över", "väntar", "manuell", "fel",
        }  # fmt: skip
        assert (report["issues"], report["committed"], report["refusal"]) == ([], False, "")
        nothing_is_left()


def test_with_commit_the_list_is_brought_in(good: Path, admin: User) -> None:
    assert ordered(good, *CLOSED, "--commit")["committed"] is True
    assert Enrolment.objects.count() == 3
    batch = ImportBatch.objects.get()
    assert (batch.stage, batch.committed_by) == (Stage.COMMITTED, admin)
    assert "importerades" in refused_again(good)
    assert Enrolment.objects.count() == 3


def refused_again(path: Path) -> str:
    with pytest.raises(CommandError) as refusal:
        ordered(path, *CLOSED, "--commit")
    assert refusal.value.returncode == 2
    return str(refusal.value)


def test_faulty_rows_stop_the_others_and_are_told_with_row_column_and_code(faulty: Path) -> None:
    report = ordered(faulty, *CLOSED, "--commit", code=1)
    assert report["committed"] is False
    assert "Inget är infört" in report["refusal"]
    [issue] = [issue for issue in report["issues"] if issue["severity"] == "ERROR"]
    assert (issue["file"], issue["row"], issue["column"], issue["code"]) == ("fel.csv", 5, "Pnr", "I03")
    assert "790417" not in json.dumps(report)
    assert "Lindström" not in json.dumps(report)
    nothing_is_left()


def test_good_rows_are_brought_in_where_that_is_ordered(faulty: Path) -> None:
    report = ordered(faulty, *CLOSED, "--commit", "--good-rows", code=1)
    assert (report["committed"], report["refusal"], report["verdicts"]["fel"]) == (True, "", 1)
    assert Enrolment.objects.count() == 3


def test_the_text_for_people_repeats_no_cell(faulty: Path) -> None:
    out = StringIO()
    with pytest.raises(SystemExit), as_role(IMPORTER):
        call_command("import_legacy", str(faulty), "--unit", "RS", "--as-of", "30 juni 2008", *CLOSED, stdout=out)
    assert "4 rader: 3 ny" in out.getvalue()
    assert "fel.csv rad 5 Pnr: I03" in out.getvalue()
    assert "Bara kontrollerade. Inget är infört." in out.getvalue()
    assert "Lindström" not in out.getvalue()


def test_a_map_says_what_headings_and_words_mean(tmp_path: Path) -> None:
    path = tmp_path / "annan.csv"
    path.write_text(HEADER.replace("Pnr", "Löpnr").replace("Coach;", "Handl;") + "\n" + many_rows(1).decode()
                    .split("\r\n")[1].replace(";AL;", ";Kurt;"))  # fmt: skip
    given = tmp_path / "karta.json"
    coach = User.objects.get(signature="AL")
    given.write_text(
        json.dumps(
            {
                "columns": {"Löpnr": "identity", "Handl": "coach"},
                "values": {"coach": {"Kurt": coach.pk}},
                "outcome": "CLOSED",
                "outcome_on": "2008-12-31",
            }
        )
    )
    assert ordered(path, "--profile", "aspirantlista", "--map", given, "--commit")["committed"] is True
    assert Enrolment.objects.get().coach_assignments.get().coach == coach


def test_without_a_word_about_the_cases_the_rows_wait(good: Path) -> None:
    report = ordered(good, "--commit", code=1)
    assert (report["committed"], report["verdicts"]["väntar"]) == (True, 3)
    assert report["import"] == ImportBatch.objects.get().pk
    assert not Enrolment.objects.exists()


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("losenord.xlsx", "skyddad med lösenord"),
        ("losenord.xls", "skyddad med lösenord"),
        ("lista.pdf", "en PDF-fil"),
        ("makro.ods", "makron"),
    ],
)
def test_what_is_no_list_is_unusable(name: str, why: str) -> None:
    sentence = refused(REFUSED / name)
    assert sentence.startswith(f"{name}: ")
    assert why in sentence


def test_what_is_told_only_when_it_is_read_is_unusable_too(tmp_path: Path, good: Path) -> None:
    """A workbook as it begins, and nothing of one behind that; the good file beside it is not brought in either."""
    damaged = tmp_path / "trasig.xlsx"
    damaged.write_bytes((LEGACY / "Remisser 1904.xlsx").read_bytes()[:-200])
    assert "trasig.xlsx" in refused(good, damaged, *CLOSED, "--commit")


def test_an_unknown_unit_a_missing_file_and_a_stranger_are_unusable(good: Path, tmp_path: Path) -> None:
    assert refused(good, unit="XX") == "Inget jobbtorg har koden XX."
    missing = tmp_path / "finns inte.csv"
    assert refused(good, missing) == f"Filen {missing} finns inte."
    assert refused(tmp_path) == f"Filen {tmp_path} är en mapp."
    assert "systemförvaltare" in refused(good, "--by", "al@example.se")
    assert "systemförvaltare" in refused(good, "--by", "ingen@example.se")
    User.objects.filter(email="admin@example.se").update(is_active=False)
    assert refused(good) == "Ingen systemförvaltare."


def test_of_several_administrators_one_has_to_be_named(good: Path) -> None:
    other = User.objects.create_user("annan@example.se", role=Role.ADMIN)
    assert refused(good, *CLOSED) == "Det finns flera systemförvaltare. Ange med --by vem av dem som för in."
    ordered(good, *CLOSED, "--commit", "--by", other.email)
    assert ImportBatch.objects.get().committed_by == other


def test_a_dry_run_minds_no_import_that_somebody_left(good: Path, admin: User, rosenlund: Jobbtorg) -> None:
    with good.open("rb") as file:
        job = start_import(actor=admin, files=[File(file, name=good.name)], jobbtorg=rosenlund, ring=False)
    report = ordered(good, *CLOSED)
    assert report["verdicts"]["ny"] == 3
    assert report["import"] != job.batch_id
    assert not ImportFile.objects.get(batch=job.batch_id).released, "it is that import's still"
    with pytest.raises(CommandError, match="ligger redan i import"):
        ordered(good, *CLOSED, "--commit")


def test_a_map_that_is_none_is_unusable(good: Path, tmp_path: Path) -> None:
    broken = tmp_path / "karta.json"
    assert refused(good, "--map", broken) == f"Filen {broken} finns inte."
    for text in ("{", "[]"):
        broken.write_text(text)
        assert "karta.json" in refused(good, "--map", broken)
    broken.write_text(json.dumps({"columns": {"Pnr": "coach"}}))
    assert "Två kolumner kan inte betyda samma sak." in refused(good, "--map", broken)


def test_a_day_too_early_for_the_cases_is_unusable(good: Path) -> None:
    assert "Välj en senare dag" in refused(good, "--outcome", "closed", "--outcome-on", "2008-06-30")


@pytest.mark.parametrize("table", ["imports_importrow", "aspirants_person"])
def test_with_the_disk_full_it_says_so_and_leaves_nothing(good: Path, table: str) -> None:
    """Nobody stands beside an importer that tries again later; who typed the command does."""
    with full_disk(table):
        kind = JobKind.READ if table == "imports_importrow" else JobKind.COMMIT
        assert refused(good, *CLOSED, "--commit") == work.GIVEN_UP[kind]
    assert not ImportBatch.objects.exists(), "all of it is one transaction"
    assert ordered(good, *CLOSED, "--commit")["committed"] is True


def test_no_importer_takes_up_what_the_command_does(good: Path, admin: User) -> None:
    """Its jobs are taken from the beginning."""
    batch = ImportBatch.objects.create(started_by=admin)
    job = taken(actor=admin, batch=batch, kind=JobKind.DISCARD)
    with as_role(IMPORTER):
        assert work.work() == 0
        work.do_now(job)
    job.refresh_from_db()
    assert job.state == JobState.DONE


@pytest.mark.servers
@pytest.mark.django_db(transaction=True)
def test_as_an_operator_runs_it(good: Path, faulty: Path) -> None:
    """A process of its own, as the importer; the status is the shell's, the report alone on stdout."""
    outside = environment(OUTSIDE_ROLE=IMPORTER)

    def run(*words: object) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "manage.py", "import_legacy", *map(str, words), "--as-of", "2008-06-30", *CLOSED],
            cwd=PROJECT,
            env=outside,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )

    done = run(good, "--unit", "RS", "--commit", "--format", "json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["committed"] is True
    assert Enrolment.objects.count() == 3
    with_faults = run(faulty, "--unit", "RS")
    assert with_faults.returncode == 1
    assert "Lindström" not in with_faults.stdout + with_faults.stderr
    unusable = run(faulty, "--unit", "XX")
    assert (unusable.returncode, unusable.stdout) == (2, "")
    told = run(faulty, "--unit", "XX", "--format", "json")
    assert (told.returncode, json.loads(told.stdout)) == (2, {"error": "Inget jobbtorg har koden XX."})
    assert "Inget jobbtorg har koden XX." in unusable.stderr
