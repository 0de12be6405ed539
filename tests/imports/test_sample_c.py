"""Sample C row by row: a list of closings in mixed encoding, alone and after sample A (7.5)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest

from aspirants.models import Closure, Enrolment, Person
from core.encryption import lookup_hash
from imports.choices import QuestionKind, Verdict
from imports.models import ImportBatch, ImportIssue, ImportQuestion
from tests.imports.city import City, answered
from tests.imports.conftest import SAMPLE_A
from tests.imports.end_state import assert_sound, day
from tests.imports.running import asked, brought_in, checked, codes, started
from tests.rollback import undone_afterwards

SAMPLE_C = SAMPLE_A.with_name("Avslut T1 2009 Kista ungdom.csv")

# Row, line, verdict, code of the reason, the codes found, all of them.
ROWS: list[tuple[int, int, str, int | None, set[str]]] = [
    (1, 2, Verdict.NEW, 19, set()),
    (2, 3, Verdict.NEW, 20, set()),
    (3, 4, Verdict.ERROR, None, {"I04", "I08", "I12"}),
    (4, 5, Verdict.NEW, 98, {"I10", "I16", "I17"}),
    (5, 6, Verdict.NEW, 40, set()),
    (6, 9, Verdict.ERROR, None, {"I09"}),
    (7, 10, Verdict.NEW, 23, set()),
    (8, 11, Verdict.NEW, 60, set()),
    (9, 12, Verdict.NEW, 80, {"I21"}),
    (10, 13, Verdict.NEW, 30, {"I13", "I17"}),
]


@pytest.fixture
def batch(city: City) -> Iterator[ImportBatch]:
    """The list as it has been checked."""
    with undone_afterwards():
        yield checked(city.admin, started(city.admin, city.units["KI"], {SAMPLE_C.name: SAMPLE_C.read_bytes()}))


def closing_of(number: str) -> Closure:
    person = Person.objects.get(identity_hash=lookup_hash(number))
    return Closure.objects.get(enrolment__person=person, replaced_by=None)


def test_each_row_gives_what_the_table_says(city: City, batch: ImportBatch) -> None:
    [question] = ImportQuestion.objects.all()
    assert (question.kind, question.jobbtorg) == (QuestionKind.REASON, city.units["KI"])
    answered(city, question, "TEXT")
    brought_in(city.admin, batch)
    for number, line, verdict, reason, found in ROWS:
        row = batch.rows.get(line=line)
        assert (row.verdict, codes(batch, line)) == (verdict, found), number
        closing = Closure.objects.filter(enrolment=row.enrolment).first() if row.enrolment else None
        assert (closing.reason.code if closing else None) == reason, number
    assert_sound()
    _assert_skipped_lines(batch)
    _assert_figures_of_the_first_tertial(batch)
    _assert_texts_and_facts()


def _assert_skipped_lines(batch: ImportBatch) -> None:
    assert [(line, codes(batch, line)) for line in (7, 8, 14)] == [(7, {"I20"}), (8, set()), (14, {"I20"})]
    assert set(batch.rows.filter(line__in=(7, 8, 14)).values_list("verdict", flat=True)) == {Verdict.SKIP}
    assert [control[1:] for control in batch.counts["control"]] == [[10, 10]]


def _assert_figures_of_the_first_tertial(batch: ImportBatch) -> None:
    """W 1, S 2, O 4; one was closed before the period, two rows are still to be decided."""
    period = (day("2009-01-01"), day("2009-04-30"))
    within = Closure.objects.filter(closed_on__range=period).values_list("reason__group", flat=True)
    assert Counter(within) == {"W": 1, "S": 2, "O": 4}
    assert Closure.objects.exclude(closed_on__range=period).get().closed_on == day("2008-12-30")
    assert batch.rows.filter(verdict__in=[Verdict.ERROR, Verdict.MANUAL]).count() == 2


def _assert_texts_and_facts() -> None:
    assert closing_of("198509239805").imported_text == "Fått jobb ICA, heltid"
    assert closing_of("198802299837").closed_on == day("2009-02-28")
    assert closing_of("196108159846").closed_on == day("2009-03-02")
    assert closing_of("197904179814").imported_text == "Avslutad"
    dead = Person.objects.get(identity_hash=lookup_hash("195602029810"))
    assert (dead.first_name, dead.last_name, dead.deceased_on) == ("Åke", "Värn", day("2009-02-16"))
    [moved] = ImportIssue.objects.filter(row__line=4, message__startswith="Läst som Flyttat")
    assert moved.severity == "NOTE"
    work = ImportIssue.objects.filter(row__line=2).exclude(proposed="").get()
    assert work.proposed == "10/11"


@pytest.mark.parametrize(
    ("choice", "verdict", "reason"), [("LETTER", Verdict.NEW, 19), ("LEAVE", Verdict.MANUAL, None)]
)
def test_row_10_goes_where_the_manager_says(
    city: City, batch: ImportBatch, choice: str, verdict: str, reason: int | None
) -> None:
    answered(city, ImportQuestion.objects.get(), choice)
    brought_in(city.admin, batch)
    row = batch.rows.get(line=13)
    assert row.verdict == verdict
    assert (row.enrolment.closures.get().reason.code if row.enrolment else None) == reason
    assert_sound()


def test_after_sample_a_the_same_persons_are_met(city: City) -> None:
    with undone_afterwards():
        a = started(city.admin, city.units["RS"], {SAMPLE_A.name: SAMPLE_A.read_bytes()})
        brought_in(city.admin, a, outcome_on=day("2008-07-01"))
        c = checked(city.admin, started(city.admin, city.units["RS"], {SAMPLE_C.name: SAMPLE_C.read_bytes()}))
        kinds = dict(ImportQuestion.objects.values_list("kind", "pk"))
        assert set(kinds) == {QuestionKind.REASON, QuestionKind.EARLIER_ROW, QuestionKind.LIKENESS}
        assert (c.rows.get(line=6).verdict, codes(c, 6)) == (Verdict.MANUAL, {"I14"}), "row 5 against A's row 10"
        hassan = Person.objects.get(identity_hash=lookup_hash("196611059822"))
        answered(city, ImportQuestion.objects.get(pk=kinds[QuestionKind.LIKENESS]), str(hassan.pk))
        answered(city, ImportQuestion.objects.get(pk=kinds[QuestionKind.EARLIER_ROW]), "TAKE")
        brought_in(city.admin, c)
        assert c.rows.get(line=6).verdict == Verdict.NEW
        assert codes(c, 4) == {"I08", "I12"}, "the number is no longer missing, the day still is"
        assert [c.rows.get(line=line).verdict for line in (2, 3, 5)] == [Verdict.UPDATE] * 3
        for number, code, closed_on in (
            ("198509239805", 19, "2009-01-05"),
            ("198802299837", 20, "2009-02-28"),
            ("197904179814", 98, "2008-12-30"),
        ):
            case = Enrolment.objects.get(person__identity_hash=lookup_hash(number))
            assert (case.jobbtorg.code, case.closed_on) == ("RS", day(closed_on))
            assert closing_of(number).reason.code == code
        assert_sound()


def test_a_case_that_two_units_have_is_no_update_of_either(city: City, batch: ImportBatch) -> None:
    """Sample A is Rosenlundsgatan's and sample C Kista's: where the case was has to be found out."""
    a = started(city.admin, city.units["RS"], {SAMPLE_A.name: SAMPLE_A.read_bytes()})
    brought_in(city.admin, a, outcome_on=day("2008-07-01"))
    checked(city.admin, batch)
    assert {(batch.rows.get(line=line).verdict, *codes(batch, line) & {"I14"}) for line in (2, 3, 5, 6)} == {
        (Verdict.MANUAL, "I14")
    }
    elsewhere = ImportQuestion.objects.filter(kind=QuestionKind.FACTS)
    assert elsewhere.count() == 3, "rows 1, 2 and 4 of the list"
    for question in elsewhere:
        answered(city, question, "KEEP")
    checked(city.admin, batch)
    assert [batch.rows.get(line=line).verdict for line in (2, 3, 5)] == [Verdict.UPDATE] * 3


def test_a_closing_answered_stands_until_the_import_is_in(city: City, batch: ImportBatch) -> None:
    [question] = ImportQuestion.objects.all()
    key = question.key
    answered(city, question, "TEXT")
    asked(city.admin, batch, "CHECK")
    question.refresh_from_db()
    assert (question.key, question.asked, question.answers.count()) == (key, True, 1)
