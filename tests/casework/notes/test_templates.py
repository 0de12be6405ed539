"""The jobbtorg's templates: kept by its manager, seen by its staff."""

from __future__ import annotations

import pytest
from django.urls import reverse

from casework.models import NoteTemplate
from casework.notes.shown import shown_template
from casework.operations import add_note_template, change_note_template, remove_note_template
from casework.operations.note_templates import MOST_TEMPLATES
from core.refusals import OperationRefused
from demo.factories import CaseNoteFactory, NoteTemplateFactory, UserFactory
from organisation.access.acting import acting_for
from organisation.access.database_roles import WEB
from tests.aspirants.staff import changed, errors, said, text
from tests.roles import as_role

NEW = {"name": "Telefonsamtal", "text": "Vem som ringde:"}


@pytest.fixture
def template(coach):
    return NoteTemplateFactory(jobbtorg=coach.jobbtorg, name="Telefonsamtal")


def test_the_manager_adds_changes_and_removes(as_manager, as_coach, case, coach):
    assert "Mallen Telefonsamtal finns nu" in said(as_manager, as_manager.submit(reverse("note_template_new"), NEW))
    template = NoteTemplate.objects.get()
    assert template.jobbtorg == coach.jobbtorg
    assert ">Telefonsamtal</button>" in as_coach.get(reverse("note_new", args=[case.pk])).text
    path = reverse("note_template_change", args=[template.pk])
    assert "är ändrad" in said(as_manager, as_manager.submit(path, {**NEW, "name": "Samtal"}))
    removed = as_manager.submit(reverse("note_template_remove", args=[template.pk]), on=path)
    assert "Mallen Samtal är borttagen." in said(as_manager, removed)
    assert not NoteTemplate.objects.exists()


def test_a_name_is_used_once(as_manager, template):
    typed = {**NEW, "name": "telefonsamtal"}
    refused = as_manager.submit(reverse("note_template_new"), typed)
    assert errors(refused) == {"name": ["Det finns redan en mall med det namnet."]}
    NoteTemplateFactory(name="Annan enhets")
    assert as_manager.submit(reverse("note_template_new"), {**NEW, "name": "Annan enhets"}).status_code == 302


def test_there_is_an_end_to_them(manager, coach):
    for _ in range(MOST_TEMPLATES):
        NoteTemplateFactory(jobbtorg=coach.jobbtorg)
    with pytest.raises(OperationRefused, match="Ta bort någon"):
        add_note_template(actor=manager, **NEW)


def test_two_managers_are_told_of_each_other(as_manager, template):
    path = reverse("note_template_change", args=[template.pk])
    page = as_manager.get(path)
    NoteTemplate.objects.update(name="Samtal")
    assert changed(as_manager.submit(path, NEW, page=page)) == {"Namn": ("Telefonsamtal", "Samtal")}
    removed = as_manager.submit(reverse("note_template_remove", args=[template.pk]), on=path, page=page)
    assert changed(removed) == {"Namn": ("Telefonsamtal", "Samtal")}
    assert NoteTemplate.objects.exists()


@pytest.mark.parametrize("who", ["coach", "stranger"])
def test_coaches_keep_none(who, request, template):
    actor = request.getfixturevalue(who)
    seen = shown_template(template)
    for act in (
        lambda: add_note_template(actor=actor, **NEW),
        lambda: change_note_template(actor=actor, note_template=template, seen_template=seen, **NEW),
        lambda: remove_note_template(actor=actor, note_template=template, seen_template=seen),
    ):
        with pytest.raises(OperationRefused):
            act()


def test_another_jobbtorgs_manager_does_not_find_it(template):
    from tests.aspirants.staff import signed_in

    other = signed_in(UserFactory(manager=True))
    assert other.get(reverse("note_template_change", args=[template.pk])).status_code == 404
    assert template.name not in text(other.get(reverse("note_template_list")))


def test_the_database_shows_and_changes_the_own_ones_alone(template, coach, manager):
    elsewhere = NoteTemplateFactory()
    with as_role(WEB), acting_for(coach):
        assert list(NoteTemplate.objects.all()) == [template]
        assert NoteTemplate.objects.update(text="Annat") == 0, "a coach changes none"
        assert NoteTemplate.objects.filter(pk=template.pk)._raw_delete("default") == 0
    with as_role(WEB), acting_for(manager):
        assert NoteTemplate.objects.update(text="Annat") == 1
        assert not NoteTemplate.objects.filter(pk=elsewhere.pk).exists()
        assert NoteTemplate.objects.all()._raw_delete("default") == 1
    assert list(NoteTemplate.objects.all()) == [elsewhere]


def test_a_note_keeps_its_words_when_its_template_goes(manager, template, case):
    note = CaseNoteFactory(enrolment=case, text=template.text)
    remove_note_template(actor=manager, note_template=template, seen_template=shown_template(template))
    note.refresh_from_db()
    assert note.text == template.text
