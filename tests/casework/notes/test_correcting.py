"""A note is its author's for 24 hours; then it is locked, and corrected with a reason. What it said is kept."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from aspirants.models import Correction, CorrectionSort, CorrectionState, EnrolmentStatus
from casework.models import CaseNote
from casework.notes.shown import shown_note
from casework.operations import correct_note, remove_note
from core.history.tracking import changes_of
from core.refusals import OperationRefused
from core.seen import ChangedMeanwhileError
from demo.factories import CaseNoteFactory, EnrolmentFactory, UserFactory
from organisation.access.acting import acting_for
from organisation.access.database_roles import WEB
from tests.aspirants.staff import MONDAY_MORNING, TODAY, changed, errors, said, text
from tests.casework.notes.conftest import TEXT
from tests.roles import as_role

A_DAY = timedelta(hours=24)
A_MOMENT = timedelta(microseconds=1)
CORRECTED = "Ringde om arbetet."


def correct(actor, note, words=CORRECTED, **more):
    note = CaseNote.with_removed.select_related("enrolment").get(pk=note.pk)
    given = {"text": words, "concerns_on": note.concerns_on, "seen_note": shown_note(note), **more}
    return correct_note(actor=actor, case_note=note, **given)


def test_the_author_changes_it_to_the_last_moment_of_the_24_hours(write, coach, now):
    note = write()
    now.move_to(MONDAY_MORNING + A_DAY - A_MOMENT)
    correction = correct(coach, note)
    assert (correction.reason, correction.state) == ("", CorrectionState.DONE)
    note.refresh_from_db()
    assert note.text == CORRECTED


def test_from_then_on_it_takes_a_reason(write, coach, now):
    note = write()
    now.move_to(MONDAY_MORNING + A_DAY)
    with pytest.raises(OperationRefused, match=r"Skriv varför det rättas\.") as refused:
        correct(coach, note)
    assert refused.value.field == "reason"
    note.refresh_from_db()
    assert note.text == TEXT
    assert correct(coach, note, reason="Fel person ringde").reason == "Fel person ringde"


@pytest.mark.parametrize("role", ["coach", "manager"])
def test_others_need_a_reason_at_once(write, coach, role):
    other = UserFactory(**{role: True}, jobbtorg=coach.jobbtorg)
    note = write()
    with pytest.raises(OperationRefused, match=r"Skriv varför"):
        correct(other, note)
    assert correct(other, note, reason="Fel dag").made_by == other


def test_a_change_does_not_begin_the_24_hours_again(write, coach, now):
    note = write()
    now.move_to(MONDAY_MORNING + A_DAY - A_MOMENT)
    correct(coach, note)
    now.move_to(MONDAY_MORNING + A_DAY)
    with pytest.raises(OperationRefused, match=r"Skriv varför"):
        correct(coach, note, "Ringde om något annat.")


def test_what_it_said_is_kept_and_shown(write, coach, as_coach, case):
    note = write()
    correct(coach, note)
    correct(coach, note, "Ringde om båda.")
    kept = [one.differences for one in Correction.objects.order_by("pk")]
    assert kept == [[["Anteckning", TEXT, CORRECTED]], [["Anteckning", CORRECTED, "Ringde om båda."]]]
    versions = changes_of(CaseNote).objects.filter(pgh_obj=note.pk).order_by("pgh_id")
    assert list(versions.values_list("text", flat=True)) == [TEXT, CORRECTED, "Ringde om båda."]
    asked = {"case_notes": "", "case": "?visa=system", "case_history": ""}
    pages = {name: text(as_coach.get(reverse(name, args=[case.pk]) + query)) for name, query in asked.items()}
    assert f"Tidigare Anteckning: {CORRECTED} Rättat" in pages["case_notes"]
    assert f"Tidigare Anteckning: {TEXT}" in pages["case_notes"]
    assert "Rättat: Anteckning mån 23 nov 2026" in pages["case"]
    assert f"Anteckningen (mån 23 nov) rättades Tidigare {TEXT} Nu {CORRECTED}" in pages["case_history"].replace(
        "Visa texten: Anteckningen (mån 23 nov) rättades ", ""
    )


def test_the_page_says_whether_it_is_changed_or_corrected(write, as_coach, case, now):
    note = write()
    path = f"{reverse('correct_in_case', args=[case.pk])}?vad=NOTE-{note.pk}"
    listed = reverse("case_notes", args=[case.pk])
    assert "Ändra anteckningen" in text(as_coach.get(listed))
    assert "Behövs inte: du registrerade det för mindre än ett dygn sedan." in text(as_coach.get(path))
    now.move_to(MONDAY_MORNING + A_DAY)
    assert "Rätta anteckningen" in text(as_coach.get(listed))
    typed = {"text": CORRECTED, "concerns_on": "2026-11-23"}
    assert errors(as_coach.submit(path, typed)) == {"reason": ["Skriv varför det rättas."]}
    assert "Rättat." in said(as_coach, as_coach.submit(path, {**typed, "reason": "Hörde fel"}))


def test_two_tabs_are_told_of_each_other(write, as_coach, case):
    note = write()
    path = f"{reverse('correct_in_case', args=[case.pk])}?vad=NOTE-{note.pk}"
    first, second = as_coach.get(path), as_coach.get(path)
    typed = {"concerns_on": "2026-11-23"}
    assert as_coach.submit(path, {**typed, "text": CORRECTED}, page=first).status_code == 302
    refused = as_coach.submit(path, {**typed, "text": "Ringde om bussen."}, page=second)
    assert changed(refused) == {"Anteckning": (TEXT, CORRECTED)}
    assert "Ringde om bussen." in refused.content.decode(), "what was typed stays"
    note.refresh_from_db()
    assert note.text == CORRECTED


def test_an_operation_on_what_was_not_seen_does_nothing(write, coach):
    note = write()
    seen = shown_note(note)
    correct(coach, note)
    with pytest.raises(ChangedMeanwhileError):
        correct(coach, note, "Ringde om bussen.", seen_note=seen)


def test_it_is_corrected_in_a_closed_case_too(write, coach, case):
    note = write()
    case.status, case.closed_on = EnrolmentStatus.CLOSED, TODAY
    case.save()
    assert correct(coach, note).enrolment == case


def test_of_another_person_its_words_go_with_their_history(write, coach, case):
    right = EnrolmentFactory(coach=coach)
    note = write()
    correct(coach, note)
    note.refresh_from_db()
    with as_role(WEB), acting_for(coach):
        trace, again = remove_note(actor=coach, case_note=note, seen_note=shown_note(note), to=right)
    left = CaseNote.with_removed.get(pk=note.pk)
    assert (left.text, left.removed_at is None, list(CaseNote.objects.all())) == ("", False, [again])
    assert set(changes_of(CaseNote).objects.filter(pgh_obj=note.pk).values_list("text", flat=True)) == {""}
    assert all(one.differences == [] for one in Correction.objects.all())
    assert (trace.sort, trace.enrolment) == (CorrectionSort.WRONG_PERSON, case)
    assert (again.enrolment, again.text, again.concerns_on) == (right, CORRECTED, TODAY)
    with pytest.raises(OperationRefused, match="borttagen"):
        correct(coach, note)


def test_what_stands_is_emptied_by_nobody(write, coach):
    """The function that empties versions does nothing about a note that was not removed."""
    note = write()
    with as_role(WEB), acting_for(coach):
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("SELECT jobbtorg_empty_note(%s)", [note.pk])
    assert changes_of(CaseNote).objects.get(pgh_obj=note.pk).text == TEXT


def test_a_colleagues_note_is_removed_by_the_manager_alone(write, coach, manager):
    colleague = UserFactory(coach=True, jobbtorg=coach.jobbtorg)
    note = CaseNoteFactory(enrolment=write().enrolment, written_by=coach)
    for actor, may in ((colleague, False), (manager, True)):
        with as_role(WEB), acting_for(actor):
            if may:
                remove_note(actor=actor, case_note=note, seen_note=shown_note(note))
            else:
                with pytest.raises(OperationRefused, match="enhetschefen"):
                    remove_note(actor=actor, case_note=note, seen_note=shown_note(note))
