"""Each field of a person says whether it identifies, and what identifies is treated so everywhere. Without a database.

The recipe is docs/changing.md, "A person's field".
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.db import models

from aspirants.models import Person
from aspirants.models.identifying import (
    CONTACT,
    NAME_KEYS,
    NAMES,
    NUMBER_KEYS,
    NUMBERS,
    PERSON_FIELDS,
    PHONE_KEYS,
    Identifies,
    search_name_of,
    sort_key_of,
)
from aspirants.row_security import FUNCTIONS, GRANTS
from core.encryption import EncryptedTextField
from core.history.tracking import changes_of
from core.swedish.names import search_form
from demo.factories import PersonFactory
from jobbtorg.logs import DiscreetFormatter
from organisation.models import User
from tests.discretion import Persons
from workbench.cases.changes import NOT_SHOWN

MEASURED = "demo/measured_city/sql/write/persons.sql"
LIST = "aspirants/models/identifying.py"

FOUND_IN_TEXTS: dict[Identifies, str] = {
    Identifies.NAME: "Gulnara",
    Identifies.NUMBER: "199001012385",
    Identifies.PHONE: "070-174 06 05",
    Identifies.EMAIL: "gulnara@example.se",
    Identifies.ADDRESS: "Påhittade gatan 14, 123 45 Skärholmen",
}
"""An example of each kind that nobody may read in a log, a letter or a task: tests/discretion.py looks for them."""

COPIES = {
    "aspirants.Person.identity_no": "the number itself",
    "aspirants.PersonChange.identity_no": "the number itself, in the versions",
    "aspirants.EarlierNumber.identity_no": "a number that was the person's before, or taken for it",
    "aspirants.ReportedFact.value": "what a referral or list says otherwise, until and after somebody has settled it",
    "aspirants.Disclosure.said": "what a unit or jobbtorg was told, as it was told",
    "aspirants.Consent.note": "on what conditions somebody has agreed, in case it names somebody all the same",
    "referrals.ReferralDraft.answers": "whom a referral is about, until it is sent or thrown away",
    "referrals.ReferralListDraft.content": "whom the rows of a list are about, until they are sent or thrown away",
    "referrals.Referral.said_first_name": "whom a referral is about as its sender wrote it, for the sender",
    "referrals.Referral.said_last_name": "the same",
    "referrals.Referral.said_number": "the number that the sender gave, if any",
    "referrals.Referral.said_language": "the language that the sender gave, with the rest of what it wrote",
    "referrals.Departure.motive": "why a demand that is not met does not matter, in case it names somebody",
    "referrals.Attachment.name": "a file's name, which often is a person's",
    "referrals.Deviation.text": "what did not work between two units, in case it names somebody all the same",
    "referrals.QuestionThread.subject": "what a question is about, which often is a person's name",
    "referrals.QuestionThreadChange.subject": "the same, in the versions",
    "referrals.QuestionMessage.text": "a question or an answer about a person",
    "imports.ImportRow.cells": "a row of an old list, as it was written",
    "imports.CellCorrection.text": "what was written instead of a cell of it",
    "imports.ImportIssue.proposed": "what the check proposes instead of a cell of it",
    "imports.ImportQuestion.sides": "two statements about a person that do not agree",
    "workbench.OwnNote.text": "nobody's: a note to oneself, in case it names somebody all the same",
    "workbench.UnsavedText.fields": "what stood in a form, for the one who wrote it",
}
"""The encrypted columns: wherever else a name or number is kept as text before or after it is a person's."""

SEARCHED = {
    "referrals.Referral.said_search_name": "to let a sender search the names it has written, as the person's own key",
}
"""What else names are found by, in the clear like a person's name."""

STAFF = (User, changes_of(User), EmailAddress)
"""The tables of those who work here, who have names and addresses too."""

HASHES = {
    "aspirants.Person.identity_hash": "to find the person of a number",
    "aspirants.EarlierNumber.identity_hash": "to find the person of a number that was theirs before",
    "referrals.ReferralDraft.identity_hash": "to find another draft about the number in the unit",
    "imports.ImportRow.identity_hash": "to find all rows of lists about one person",
    "audit.AccessEvent.sought": "to find who searched for a number, also before anybody was registered with it",
}


def gaps(fields: Mapping[str, models.Field], declared: Mapping[str, Identifies]) -> Iterator[str]:
    """What the list lacks or says in vain, and what a field that identifies still needs: what to write where."""
    for name in sorted(fields.keys() - declared.keys()):
        yield f"{name}: does it tell who the person is? Add it to PERSON_FIELDS in {LIST}, if only as NOTHING."
    for name in sorted(declared.keys() - fields.keys()):
        yield f"{name}: stands in {LIST}, but Person has no such field."
    of = {kind: [name for name in fields if declared.get(name) is kind] for kind in Identifies}
    made = PersonFactory._meta.declarations
    for name in of[Identifies.NAME]:
        if name not in made:
            yield f"{name}: PersonFactory in demo/factories/people.py gives nobody one."
    length = sum((fields[name].max_length or 0) + 1 for name in of[Identifies.NAME]) - 1
    for name in of[Identifies.KEY_OF_NAME]:
        if length > (fields[name].max_length or 0):
            yield f"{name}: the names together may have {length} characters. Raise LONGEST_KEY in {LIST}."
    tracked = {field.name for field in changes_of(Person)._meta.concrete_fields}
    for name in of[Identifies.NUMBER] + of[Identifies.PHONE] + of[Identifies.EMAIL] + of[Identifies.NAME]:
        if not isinstance(fields[name], models.CharField | models.TextField):
            yield f"{name}: what identifies is text; tests/discretion.py compares no other."
    for name in sorted(fields.keys() - set(NAME_KEYS) - set(PHONE_KEYS) - tracked):
        yield f"{name}: the history of a person does not keep it."
    written = (Path(__file__).parents[2] / MEASURED).read_text()
    [columns] = re.findall(r"INSERT INTO aspirants_person \(([^)]+)\)", written)
    for name, field in fields.items():
        made_by_database = field.null or field.has_db_default() or field.generated
        if not made_by_database and name not in re.split(r",\s*", columns):
            yield f"{name}: the measured city in {MEASURED}, which is written in SQL, gives nobody one."


def fields() -> dict[str, models.Field]:
    return {field.name: field for field in Person._meta.concrete_fields}


def test_every_field_says_whether_it_identifies() -> None:
    found = list(gaps(fields(), PERSON_FIELDS))
    if found:
        pytest.fail("\n".join(found), pytrace=False)


def test_a_field_that_nobody_declared_is_named() -> None:
    """Held against the check itself: a further name that only the model knows, and one that is declared and no more."""
    more = fields() | {"imagined_name": models.CharField(max_length=80)}
    assert f"PERSON_FIELDS in {LIST}" in next(gaps(more, PERSON_FIELDS))
    found = "\n".join(gaps(more, {**PERSON_FIELDS, "imagined_name": Identifies.NAME}))
    for place in ("PersonFactory", "LONGEST_KEY", "history", MEASURED):
        assert place in found
    assert "no such field" in next(gaps(fields(), {**PERSON_FIELDS, "nickname": Identifies.NAME}))


@pytest.mark.parametrize("field", NAMES)
def test_each_part_of_the_name_is_found_and_sorted_by(field: str) -> None:
    names = dict.fromkeys(NAMES, "x") | {field: "Åsa"}
    person = Person()
    person.set_name(**names)
    assert search_form("Åsa") in person.search_name.split()
    assert (person.search_name, person.sort_key) == (search_name_of(names), sort_key_of(names))
    assert person.sort_key != sort_key_of(dict.fromkeys(NAMES, "x"))


@pytest.mark.parametrize("kind", Identifies)
def test_what_identifies_is_looked_for_in_all_that_the_run_says(kind: Identifies) -> None:
    """A kind that is new must be found by tests/discretion.py too."""
    if kind in (Identifies.KEY_OF_NAME, Identifies.KEY_OF_NUMBER, Identifies.KEY_OF_PHONE, Identifies.NOTHING):
        assert kind not in FOUND_IN_TEXTS  # made from the others, or harmless by itself
        return
    for field in [name for name, what in PERSON_FIELDS.items() if what is kind]:
        others = dict.fromkeys(NAMES, "Sjögren") if kind is Identifies.NAME else {}
        persons = Persons()
        persons.meet(others | {field: FOUND_IN_TEXTS[kind]})
        said = f"no case for {FOUND_IN_TEXTS[kind]} Sjögren" if others else f"no case for {FOUND_IN_TEXTS[kind]}"
        assert persons.mask(said) is not None, field


@pytest.mark.parametrize("kind", [Identifies.NUMBER, Identifies.PHONE, Identifies.EMAIL])
def test_the_log_masks_what_has_a_form(kind: Identifies) -> None:
    """A name has none; that none is logged is what the examination of the run is for."""
    record = logging.LogRecord("aspirants", logging.INFO, __file__, 1, "Refused: %s", (FOUND_IN_TEXTS[kind],), None)
    assert FOUND_IN_TEXTS[kind] not in DiscreetFormatter("%(message)s").format(record)


def test_historik_tells_no_number_and_no_key() -> None:
    assert set(NUMBER_KEYS) <= NOT_SHOWN
    kept = {field.name for field in changes_of(Person)._meta.concrete_fields}
    assert kept.isdisjoint((*NAME_KEYS, *PHONE_KEYS))
    assert set(NUMBERS) <= kept, "that it changed is told"


def test_contact_details_are_refused_and_forgotten_where_none_may_be_stored() -> None:
    [constraint] = [one for one in Person._meta.constraints if one.name.startswith("no_contact_details")]
    condition: Any = constraint.condition  # type: ignore[attr-defined]
    _, empty = condition.children
    assert dict(empty.children) == dict.fromkeys(CONTACT, "")
    [forget] = [text for text in FUNCTIONS if "jobbtorg_forget_contact" in text]
    assert set(re.findall(r"(\w+) = ''", forget)) == set(CONTACT)


def test_no_grant_by_column_lets_the_figures_see_who_it_is() -> None:
    identifying = {name for name, kind in PERSON_FIELDS.items() if kind is not Identifies.NOTHING}
    granted = [grant for grant in GRANTS if grant.table == "aspirants_person" and grant.columns]
    assert granted
    assert [grant for grant in granted if not identifying.isdisjoint(grant.columns)] == []


def test_where_else_names_and_numbers_are_kept_is_known() -> None:
    encrypted, named, hashed, searched = set(), set(), set(), set()
    for model in apps.get_models():
        for field in model._meta.local_concrete_fields:
            place = f"{model._meta.label}.{field.name}"
            if isinstance(field, EncryptedTextField):
                encrypted.add(place)
            elif field.name in NAMES + CONTACT and model not in (Person, changes_of(Person), *STAFF):
                named.add(place)
            elif field.name.endswith(NAME_KEYS) and model not in (Person, *STAFF):
                searched.add(place)
            elif field.name in (*NUMBER_KEYS, "sought"):
                hashed.add(place)
    assert encrypted == COPIES.keys()
    assert hashed - {"aspirants.PersonChange.identity_hash"} == HASHES.keys()
    assert searched == SEARCHED.keys()
    assert named == set(), "a name or contact detail in another table than the person's and the staff's"
