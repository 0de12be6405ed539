"""The pages: writing with and without a template, *Ångra*, the list, the timeline, another jobbtorg's view."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from aspirants.models import Correction, CorrectionSort, EnrolmentStatus
from casework.models import CaseNote
from core.forms import NO_DIAGNOSES
from core.history.tracking import changes_of
from demo.factories import CaseNoteFactory, NoteTemplateFactory, OpeningFactory, UserFactory
from tests.aspirants.staff import at, errors, said, signed_in, text
from tests.casework.notes.conftest import TEXT
from tests.post_forms import post_forms


def new(case) -> str:
    return reverse("note_new", args=[case.pk])


@pytest.fixture
def template(coach):
    return NoteTemplateFactory(jobbtorg=coach.jobbtorg, name="Telefonsamtal", text="Vem som ringde:")


def test_it_is_about_today_unless_another_day_is_given(as_coach, case, coach):
    page = as_coach.get(new(case))
    assert 'value="2026-11-23"' in page.text
    assert NO_DIAGNOSES in text(page)
    assert "Högst 4000 tecken" in text(page)
    assert "Anteckningen är sparad." in said(
        as_coach, as_coach.submit(new(case), {"text": TEXT, "concerns_on": "i går"})
    )
    note = CaseNote.objects.get()
    assert (note.concerns_on, note.written_by, note.text) == (date(2026, 11, 22), coach, TEXT)


def test_the_field_has_the_focus_and_the_phrases(as_coach, case):
    field = next(line for line in as_coach.get(new(case)).text.splitlines() if "<textarea" in line)
    assert "autofocus" in field
    assert "data-phrases" in field


def test_all_that_is_wrong_is_said_at_once(as_coach, case):
    refused = as_coach.submit(new(case), {"text": "", "concerns_on": "2026-12-24"})
    assert errors(refused) == {
        "text": ["Skriv anteckningen."],
        "concerns_on": ["Datumet kan inte ligga i framtiden."],
    }
    assert 'value="2026-12-24"' in refused.text


def test_line_breaks_count_as_the_counter_counts_them(as_coach, case):
    assert as_coach.submit(new(case), {"text": "a\r\n" * 1333 + "a", "concerns_on": "2026-11-23"}).status_code == 302
    assert "text" in errors(as_coach.submit(new(case), {"text": "a\r\n" * 1334 + "a", "concerns_on": "2026-11-23"}))


def test_a_template_is_put_below_what_is_typed_and_saves_nothing(as_coach, case, template):
    begun = as_coach.submit(new(case), {"text": "Ringde nyss.", "concerns_on": "20/11", "mall": template.pk})
    assert begun.status_code == 200
    assert "Ringde nyss.\n\nVem som ringde:</textarea>" in begun.text
    assert 'value="20/11"' in begun.text
    assert not CaseNote.objects.exists()
    done = as_coach.submit(new(case), {"text": "Vem som ringde: Anna", "concerns_on": "2026-11-23"}, page=begun)
    assert done.status_code == 302
    assert CaseNote.objects.get().text == "Vem som ringde: Anna"


def test_an_empty_field_has_the_template_alone(as_coach, case, template):
    assert ">\nVem som ringde:</textarea>" in as_coach.submit(new(case), {"text": " ", "mall": template.pk}).text


def test_another_jobbtorgs_template_is_not_there(as_coach, case):
    other = NoteTemplateFactory(name="Deras mall", text="Deras rubriker")
    assert "Deras mall" not in as_coach.get(new(case)).text
    assert "Deras rubriker" not in as_coach.submit(new(case), {"text": "", "mall": other.pk}).text


def test_enter_saves_and_takes_no_template(as_coach, case, template):
    """The first button of the form is the one that Enter presses."""
    form = as_coach.get(new(case)).text.partition('<form method="post"')[2]
    first = form[form.index("<button") :].partition(">")[0]
    assert "submit" in first
    assert "mall" not in first


def test_it_is_undone(as_coach, case):
    done = as_coach.submit(new(case), {"text": TEXT, "concerns_on": "2026-11-23"})
    [form] = [one for one in post_forms(as_coach.get(done.url), "") if one.action == reverse("undo")]
    assert "Ångrat." in said(as_coach, as_coach.post(reverse("undo"), {"act": form.hidden["act"][0]}))
    assert not CaseNote.objects.exists()
    left = CaseNote.with_removed.get()
    versions = changes_of(CaseNote).objects.filter(pgh_obj=left.pk).order_by("pgh_id")
    assert list(versions.values_list("text", flat=True)) == [TEXT, ""], "the history has both"
    assert Correction.objects.get().sort == CorrectionSort.UNDONE
    assert "Ångrat: Anteckning mån 23 nov 2026" in text(
        as_coach.get(reverse("case", args=[case.pk]), {"visa": "system"})
    )


def test_what_was_corrected_meanwhile_is_not_undone(as_coach, case):
    done = as_coach.submit(new(case), {"text": TEXT, "concerns_on": "2026-11-23"})
    [form] = [one for one in post_forms(as_coach.get(done.url), "") if one.action == reverse("undo")]
    CaseNote.objects.update(text="Ringde om arbetet.")
    assert "Något har ändrats sedan dess" in said(
        as_coach, as_coach.post(reverse("undo"), {"act": form.hidden["act"][0]})
    )
    assert CaseNote.objects.get().text == "Ringde om arbetet."


def test_the_latest_stand_beside_the_form(as_coach, case):
    for number in range(4):
        CaseNoteFactory(enrolment=case, text=f"Nummer {number}", written_at=at("2026-11-20", f"1{number}:00"))
    page = text(as_coach.get(new(case)))
    assert [number for number in range(4) if f"Nummer {number}" in page] == [1, 2, 3]


def test_the_timeline_has_it_at_its_time_and_day(as_coach, case):
    CaseNoteFactory(enrolment=case, text="I dag", written_at=at("2026-11-23", "08:15"))
    CaseNoteFactory(
        enrolment=case, text="Om fredagen", concerns_on=date(2026, 11, 20), written_at=at("2026-11-23", "08:20")
    )
    page = text(as_coach.get(reverse("case", args=[case.pk])))
    assert "Om fredagen Skriven mån 23 nov 08.20." in page
    assert page.index("I dag") < page.index("Om fredagen")


def test_the_list_goes_on_below(as_coach, case):
    for number in range(31):
        CaseNoteFactory(enrolment=case, text=f"Nummer {number}.", written_at=at("2026-11-20", f"09:{number:02}"))
    first = as_coach.get(reverse("case_notes", args=[case.pk]))
    assert "Nummer 30." in first.text
    assert "Nummer 0." not in first.text
    older = first.text.partition('rel="next"')[2].partition('href="')[2].partition('"')[0].replace("&amp;", "&")
    assert "Nummer 0." in as_coach.get(reverse("case_notes", args=[case.pk]) + older.partition("#")[0]).text


def test_the_timeline_leads_to_the_note_however_old_it_is(as_coach, case):
    notes = [
        CaseNoteFactory(enrolment=case, text=f"Nummer {number}.", written_at=at("2026-11-20", f"09:{number:02}"))
        for number in range(40)
    ]
    place = reverse("case_notes", args=[case.pk]) + f"?anteckning={notes[5].pk}"
    timeline = as_coach.get(reverse("case", args=[case.pk]), {"handelse": f"note_of_day-{notes[5].pk}"})
    assert f'href="{place}#anteckning-{notes[5].pk}"' in timeline.text
    page = as_coach.get(place).text
    assert f'id="anteckning-{notes[5].pk}"' in page
    assert "Nummer 6." not in page
    assert as_coach.get(f"{place}9").status_code == 200


def test_another_jobbtorg_is_told_that_there_is_one_and_not_what_it_says(case):
    CaseNoteFactory(enrolment=case, text=TEXT)
    reader = UserFactory(coach=True)
    OpeningFactory(user=reader, person=case.person, expires_at=at("2027-01-01"))
    desk = signed_in(reader)
    for name in ("case_notes", "case"):
        page = text(desk.get(reverse(name, args=[case.pk])))
        assert "Anteckningen visas inte för annan enhet" in page
        assert TEXT not in page
    assert desk.get(new(case)).status_code == 404


def test_no_search_finds_what_notes_say(as_coach, case):
    CaseNoteFactory(enrolment=case, text="Zebrafinken")
    found = as_coach.submit(reverse("search"), {"q": "Zebrafinken"}, on=reverse("aspirant_list"))
    assert case.person.last_name not in text(found).partition("Sökresultat")[2]
    assert case.case_no not in found.text


def test_a_closed_case_says_so(as_coach, case):
    case.status, case.closed_on = EnrolmentStatus.CLOSED, date(2026, 11, 20)
    case.save()
    assert "avslutat" in text(as_coach.get(new(case)))


def test_it_ends_where_it_came_from(as_coach, case):
    came_from = reverse("case_meetings", args=[case.pk])
    path = f"{new(case)}?tillbaka={came_from}"
    assert f'href="{came_from}">Avbryt' in as_coach.get(path).text
    assert as_coach.submit(path, {"text": TEXT, "concerns_on": "2026-11-23"}).url == came_from
