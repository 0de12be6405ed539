"""Phrases: whose they are, how they are written out when a note is saved, and the pages that keep them."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from aspirants.models import Enrolment
from casework.models import Phrase
from casework.phrases.expanding import with_phrases, written_out
from casework.phrases.offered import OfferedPhrase, phrases_of
from casework.phrases.operations import MOST, add_phrase, change_phrase, remove_phrase
from core.history.tracking import changes_of
from core.refusals import OperationRefused
from demo.factories import PhraseFactory, UsualPhraseFactory
from meetings.models import Meeting
from organisation.models import User
from tests.aspirants.staff import Desk, errors, said, text

CV = OfferedPhrase("cv", "Gick igenom CV och personligt brev.")
TYPED = {"outcome": "attended", "day": "2026-11-23", "time": "9.00", "kind": "COACH"}


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        (";cv", CV.text),
        (";CV", CV.text),
        ("Vi sågs. ;cv Sedan fika.", f"Vi sågs. {CV.text} Sedan fika."),
        ("Vi sågs (;cv).", "Vi sågs (Gick igenom CV och personligt brev.)."),
        (";cv.", CV.text),
        (";cv\n;cv", f"{CV.text}\n{CV.text}"),
        (";cvn", ";cvn"),
        ("a;cv", "a;cv"),
        (";;cv", ";;cv"),
        ("; cv", "; cv"),
        ("", ""),
    ],
)
def test_short_words_are_written_out(typed: str, written: str) -> None:
    assert written_out(typed, [CV]) == written


@pytest.mark.usefixtures("policies")
class TestWhoHasWhich:
    def test_ones_own_comes_before_the_units_and_that_before_all_others(self, coach: User, stranger: User) -> None:
        for key in ("a", "b", "c"):
            UsualPhraseFactory(key=key, text="allas")
        UsualPhraseFactory(key="old", text="slut", valid_to=date(2026, 11, 22))
        for key in ("b", "c"):
            PhraseFactory(key=key, text="jobbtorgets", jobbtorg=coach.jobbtorg)
        PhraseFactory(own=True, owner=coach, key="c", text="min")
        PhraseFactory(own=True, owner=stranger, key="d", text="någon annans")
        PhraseFactory(key="e", text="ett annat jobbtorgs", jobbtorg=stranger.jobbtorg)
        assert [(one.key, one.text) for one in phrases_of(coach)] == [
            ("a", "allas"),
            ("b", "jobbtorgets"),
            ("c", "min"),
        ]

    def test_it_is_one_statement_and_none_without_a_short_word(self, coach, django_assert_num_queries) -> None:
        UsualPhraseFactory(key="cv", text=CV.text)
        with django_assert_num_queries(1):
            assert with_phrases(";cv", author=coach, longest=100) == CV.text
        with django_assert_num_queries(0):
            assert with_phrases("Vi sågs; det gick bra.", author=coach, longest=100) == "Vi sågs; det gick bra."

    def test_what_would_be_too_long_is_said(self, coach: User) -> None:
        UsualPhraseFactory(key="cv", text=CV.text)
        with pytest.raises(ValidationError, match="Med fraserna utskrivna är texten 35 tecken"):
            with_phrases(";cv", author=coach, longest=34)

    def test_a_phrase_is_somebodys_or_a_jobbtorgs(self, coach: User) -> None:
        for whose in ({}, {"owner": coach, "jobbtorg": coach.jobbtorg}):
            with pytest.raises(IntegrityError), transaction.atomic():
                Phrase.objects.create(key="x", text="x", changed_by=coach, **whose)


@pytest.mark.usefixtures("policies")
class TestInANote:
    def test_they_are_written_out_when_it_is_saved(self, as_coach: Desk, case: Enrolment) -> None:
        UsualPhraseFactory(key="cv", text=CV.text)
        path = reverse("log_meeting", args=[case.pk])
        assert as_coach.submit(path, TYPED | {"note": "Bra möte. ;cv"}).status_code == 302
        assert Meeting.objects.get().note == f"Bra möte. {CV.text}"

    def test_a_note_outside_meetings_takes_them_too(self, as_coach: Desk, case: Enrolment) -> None:
        UsualPhraseFactory(key="cv", text=CV.text)
        path = reverse("note_new", args=[case.pk])
        assert f";cv {CV.text}" in text(as_coach.get(path))
        assert as_coach.submit(path, {"text": "Ringde. ;cv", "concerns_on": "2026-11-23"}).status_code == 302
        page = text(as_coach.get(reverse("log_meeting", args=[case.pk])))
        assert f"Ringde. {CV.text}" in page.partition("Senast")[2]

    def test_the_page_lists_them(self, as_coach: Desk, case: Enrolment) -> None:
        UsualPhraseFactory(key="cv", text=CV.text)
        page = as_coach.get(reverse("log_meeting", args=[case.pk]))
        assert f";cv {CV.text}" in text(page)
        assert "data-phrases" in page.content.decode()

    def test_a_note_that_gets_too_long_comes_back_as_it_was_typed(self, as_coach: Desk, case: Enrolment) -> None:
        UsualPhraseFactory(key="cv", text=CV.text)
        note = "x" * 990 + " ;cv"
        response = as_coach.submit(reverse("log_meeting", args=[case.pk]), TYPED | {"note": note})
        assert list(errors(response)) == ["note"]
        assert response.context["form"]["note"].value() == note


@pytest.mark.usefixtures("policies")
class TestKeeping:
    def test_a_coach_adds_corrects_and_removes_ones_own(self, as_coach: Desk, coach: User) -> None:
        added = as_coach.submit(reverse("phrase_new"), {"key": ";Kurs", "text": "Sökte en kurs."})
        assert "Frasen ;kurs finns nu." in said(as_coach, added)
        phrase = Phrase.objects.get()
        assert (phrase.owner, phrase.jobbtorg, phrase.key) == (coach, None, "kurs")
        path = reverse("phrase_change", args=[phrase.pk])
        assert as_coach.submit(path, {"key": "kurs", "text": "Sökte två kurser."}).status_code == 302
        assert "Frasen ;kurs är borttagen." in said(as_coach, as_coach.submit(path, {"remove": "1"}))
        assert not Phrase.objects.exists()
        kept = changes_of(Phrase).objects.filter(pgh_obj_id=phrase.pk).order_by("pgh_id")
        assert list(kept.values_list("pgh_label", "text")) == [
            ("insert", "Sökte en kurs."),
            ("update", "Sökte två kurser."),
            ("delete", "Sökte två kurser."),
        ]

    @pytest.mark.parametrize("key", ["två ord", "c/v", "ett-mycket-långt-ord", ""])
    def test_a_short_word_is_short_and_one_word(self, as_coach: Desk, key: str) -> None:
        assert list(errors(as_coach.submit(reverse("phrase_new"), {"key": key, "text": "Text."}))) == ["key"]

    def test_a_word_is_not_taken_twice(self, as_coach: Desk, coach: User) -> None:
        PhraseFactory(own=True, owner=coach, key="kurs")
        other = PhraseFactory(own=True, owner=coach, key="sfi")
        for path in (reverse("phrase_new"), reverse("phrase_change", args=[other.pk])):
            refused = errors(as_coach.submit(path, {"key": "kurs", "text": "Text."}))
            assert "Det finns redan en fras med kortordet kurs." in refused["key"][0]

    def test_the_manager_keeps_the_units_and_a_coach_only_reads_them(self, as_coach, as_manager, coach) -> None:
        typed = {"whose": "unit", "key": "matchning", "text": "Fick veta om matchningsgruppen."}
        assert as_manager.submit(reverse("phrase_new"), typed).status_code == 302
        phrase = Phrase.objects.get()
        assert phrase.jobbtorg == coach.jobbtorg
        path = reverse("phrase_change", args=[phrase.pk])
        assert ";matchning Fick veta om matchningsgruppen." in text(as_coach.get(reverse("phrase_list")))
        assert as_coach.get(path).status_code == 404
        assert as_manager.submit(path, {"remove": "1"}).status_code == 302
        assert not Phrase.objects.exists()

    def test_a_coach_who_says_it_is_for_all_gets_ones_own(self, as_coach: Desk, coach: User) -> None:
        as_coach.submit(reverse("phrase_new"), {"whose": "unit", "key": "kurs", "text": "Sökte en kurs."})
        assert Phrase.objects.get().owner == coach

    def test_the_operations_refuse_whom_the_pages_do_not_let_in(self, coach: User, stranger: User) -> None:
        caseworker = User(role="CASEWORKER")
        with pytest.raises(OperationRefused):
            add_phrase(actor=caseworker, key="x", text="x")
        with pytest.raises(OperationRefused, match="enhetschefen"):
            add_phrase(actor=coach, key="x", text="x", of_unit=True)
        of_unit = PhraseFactory(jobbtorg=coach.jobbtorg)
        for act in (lambda: change_phrase(actor=coach, phrase=of_unit, key="x", text="x"),):
            with pytest.raises(OperationRefused, match="enhetschefen"):
                act()
        with pytest.raises(OperationRefused, match="enhetschefen"):
            remove_phrase(actor=coach, phrase=of_unit)
        theirs = PhraseFactory(own=True, owner=stranger)
        remove_phrase(actor=coach, phrase=theirs)
        assert Phrase.objects.filter(pk=theirs.pk).exists()
        with pytest.raises(Phrase.DoesNotExist):
            change_phrase(actor=coach, phrase=theirs, key="x", text="x")

    def test_there_is_an_end_to_how_many(self, coach: User) -> None:
        Phrase.objects.bulk_create(
            [Phrase(key=f"k{number}", text="x", owner=coach, changed_by=coach) for number in range(MOST)]
        )
        with pytest.raises(OperationRefused, match="Ta bort någon först"):
            add_phrase(actor=coach, key="x", text="x")
