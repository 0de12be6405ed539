"""Whatever is sent beside the fields of a form changes nothing (promise 16): every form × 20 columns it does not have.

Each form is sent as a browser would, which is undone, and then with these columns and every column of every table that
the form writes; with FULL=1 once with the former and once with the latter. What then stands in the database, column for
column, is the same.
"""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import models
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from demo.factories import (
    EnrolmentFactory,
    IncomeSupportUnitFactory,
    JobbtorgFactory,
    PersonFactory,
    ReferralFactory,
    UserFactory,
)
from organisation.access.written import Written
from organisation.models import Role
from organisation.staff.invitations import invitation_path
from tests.access.adding import ADDING
from tests.access.scenes import SCENES, Place
from tests.access.standing import place, standing
from tests.access.stored import fingerprints, tables
from tests.house import House, build_house
from tests.long_walks import FULL
from tests.pages import OWN, PAGES, READS
from tests.post_forms import post_forms
from tests.referrals.pages import DETAILS
from tests.rollback import undone_afterwards
from tests.visits import signed_in

__all__ = ["place", "standing"]

FORMS = SCENES | ADDING
FOREIGN = 20
NAMES = (
    "owner",
    "unit",
    "role",
    "is_superuser",
    "is_staff",
    "is_active",
    "protected_access",
    "created_at",
    "person_id",
    "case_id",
    "state",
    "status",
    "jobbtorg",
    "coach",
    "enrolment",
    "actor",
    "id",
    "version",
    "protection",
    "password",
    "session_generation",
    "person",
    "user",
    "due_on",
    "fulfilled_at",
    "logged_by",
    "income_support_unit",
    "closed_on",
    "submission_id",
    "registered_by",
)
"""Columns that nobody may set by sending them; of each form the first twenty that it does not ask for itself."""

Rows = dict[str, dict[Any, dict[str, Any]]]


@dataclass
class Sent:
    """One form as its browser sends it."""

    browser: Client
    path: str
    facts: dict[str, Any]
    asked: set[str] = field(default_factory=set)
    """The names of all fields that the form has, also those left empty."""

    def send(self, more: dict[str, Any]) -> Any:
        for value in self.facts.values():
            if hasattr(value, "seek"):
                value.seek(0)
        with_them = {**self.facts, **more}
        return self.browser.post(self.path, with_them)


def rows_of(label: str) -> dict[Any, dict[str, Any]]:
    """By key; what is encrypted is read as plain text."""
    model = tables()[label]
    return {row[model._meta.pk.attname]: row for row in model._base_manager.values()}


@dataclass
class Effect:
    """What one sending did: the answer, and per table what was added, removed and changed."""

    status: int
    added: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    removed: dict[str, list[Any]] = field(default_factory=dict)
    changed: dict[str, dict[Any, dict[str, Any]]] = field(default_factory=dict)

    def values(self) -> Iterator[tuple[tuple[str, str], Any]]:
        """Each value written, by table and column."""
        for label, rows in self.added.items():
            yield from (((label, column), value) for row in rows for column, value in row.items())
        for label, columns in self.changed.items():
            yield from (((label, column), value) for row in columns.values() for column, value in row.items())


def effect_of(sent: Sent, more: dict[str, Any], before: dict[str, str], stood: Rows) -> Effect:
    """Send it, see what it did, and undo that. `stood` is filled with what the tables held that it changed."""
    with undone_afterwards():
        effect = Effect(sent.send(more).status_code)
        written = {label: rows_of(label) for label, mark in fingerprints().items() if mark != before[label]}
    for label, new in written.items():
        if label not in stood:
            stood[label] = rows_of(label)
        old = stood[label]
        effect.added[label] = [new[key] for key in new.keys() - old.keys()]
        effect.removed[label] = sorted(old.keys() - new.keys(), key=str)
        effect.changed[label] = {
            key: {column: value for column, value in new[key].items() if value != old[key][column]}
            for key in new.keys() & old.keys()
            if new[key] != old[key]
        }
    return effect


def told_apart(effect: Effect, passing: set[tuple[str, str]]) -> tuple[Any, ...]:
    """The effect without the columns that differ from one sending to the next (keys, times of the database)."""
    written = Counter(
        (label, column, repr(value)) for (label, column), value in effect.values() if (label, column) not in passing
    )
    removed = {label: keys for label, keys in effect.removed.items() if keys}
    changed = {label: sorted(map(str, rows)) for label, rows in effect.changed.items() if rows}
    return effect.status, written, removed, changed


def passing_columns(one: Effect, other: Effect) -> set[tuple[str, str]]:
    """The columns in which two sendings of the very same differ."""
    columns = {place for place, _ in one.values()} | {place for place, _ in other.values()}

    def of(effect: Effect, column: tuple[str, str]) -> Counter[str]:
        return Counter(repr(value) for place, value in effect.values() if place == column)

    return {column for column in columns if of(one, column) != of(other, column)}


class Strangers:
    """Values that are valid for a column and that no form of the walk would write."""

    def __init__(self) -> None:
        others = [
            JobbtorgFactory(),
            IncomeSupportUnitFactory(),
            PersonFactory(),
            EnrolmentFactory(),
            UserFactory(manager=True),
            ReferralFactory(),
        ]
        self.keys = {type(other)._meta.label: str(other.pk) for other in others}
        labels = {"unit": others[1], "owner": others[4], "user": others[4], "actor": others[4], "logged_by": others[4]}
        labels |= {"registered_by": others[4], "coach": others[4], "person": others[2], "person_id": others[2]}
        labels |= {"case_id": others[3], "enrolment": others[3], "jobbtorg": others[0]}
        labels |= {"income_support_unit": others[1]}
        self.by_name = {name: str(other.pk) for name, other in labels.items()}
        self.by_name |= {
            "id": "31877",
            "role": "ADMIN",
            "state": "DONE",
            "status": "CLOSED",
            "version": "77",
            "due_on": "1999-05-05",
        }
        self.by_name |= {"protection": "SEKRETESSMARKERING", "session_generation": "77"}
        self.by_name |= {"submission_id": "00000000-0000-0000-0000-000000000077", "closed_on": "1999-05-05"}
        self.by_name |= {"created_at": "1999-05-05 03:00", "fulfilled_at": "1999-05-05 03:00"}

    def of(self, name: str) -> str:
        return self.by_name.get(name, "on")

    def for_column(self, column: models.Field) -> str:
        """By what the column holds."""
        if column.choices:
            return str(list(column.flatchoices)[-1][0])
        match column:
            case models.ForeignKey():
                return self.keys.get(column.related_model._meta.label, "77")
            case models.BooleanField():
                return "on"
            case models.DateTimeField():
                return "1999-05-05 03:00"
            case models.DateField():
                return "1999-05-05"
            case models.UUIDField():
                return "00000000-0000-0000-0000-000000000077"
            case models.IntegerField():
                return "31877"
        return "strange"


POSTS: Counter[str] = Counter()
"""How many times each form was sent with something beside its fields."""


def require_unmoved(name: str, sent: Sent) -> None:
    """Send the form with twenty strange names, and with all columns of what it writes: nothing else happens."""
    strangers = Strangers()
    before = fingerprints()
    rows_before: Rows = {}
    plain = effect_of(sent, {}, before, rows_before)
    again = effect_of(sent, {}, before, rows_before)
    assert plain.status in (200, 204, 302, 422), plain.status
    passing = passing_columns(plain, again)
    expected = told_apart(again, passing)
    own = {re.sub(r"^form-\d+-", "", asked) for asked in sent.asked | sent.facts.keys()}
    foreign = [strange for strange in NAMES if strange not in own][:FOREIGN]
    assert len(foreign) == FOREIGN
    columns = {
        column_name: strangers.for_column(column)
        for label in again.added.keys() | again.changed.keys()
        for column in tables()[label]._meta.concrete_fields
        for column_name in {column.name, column.attname}
        if column_name not in own
    }
    names = {strange: strangers.of(strange) for strange in foreign}
    for more in (names, columns) if FULL else (names | columns,):
        found = effect_of(sent, more, before, rows_before)
        assert told_apart(found, passing) == expected, f"{name} with {more}"
        taken = [
            (place, value)
            for place, value in found.values()
            if place in passing and place[1] in more and str(value) == more[place[1]]
        ]
        assert taken == [], f"{name} with {more}"
        POSTS[name] += 1


def names_on(page: Any) -> set[str]:
    """The names of all fields on a page."""
    return set(re.findall(r'<(?:input|select|textarea|button)[^>]*?\sname="([^"]+)"', page.content.decode()))


@pytest.mark.parametrize("name", FORMS)
def test_what_is_sent_beside_the_fields_of_a_form_changes_nothing(name: str, place: Place) -> None:
    scene = FORMS[name](place)
    desk, page = scene.open()
    form = next(form for form in post_forms(page, scene.on or scene.path) if form.action == scene.path)
    require_unmoved(name, Sent(desk, scene.path, {**form.hidden, **scene.typed}, names_on(page)))
    assert POSTS[name] == (2 if FULL else 1)


NOT_IN_SCENES: dict[str, dict[str, Any]] = {
    "phrase_new": {"key": "ny", "text": "Sökte en kurs."},
    "phrase_change": {"key": "ny", "text": "Sökte en kurs."},
    "session_stay": {},
    "session_lock": {},
    "unsaved_keep": {"address": "/aspiranter", "fields": '{"note": ["halvskrivet"]}'},
    "unsaved_drop": {"key": "1"},
    "notice_settings": {"wanted": "BREACH"},
    "preferences": {"shortcuts": "on", "color_scheme": "dark"},
    "saved_views": {"view": "1", "name": "Mina"},
    "saved_view_keep": {"list_key": "aspiranter", "name": "Mina"},
    "list_columns": {"list_key": "aspiranter", "column": "coach"},
    "own_note_write": {"text": "Boka rum 3", "submission_id": "11111111-2222-4333-8444-555555555555"},
    "own_note_change": {"text": "Boka rum 4"},
    "own_note_done": {"klar": "ja"},
    "notice_open": {},
    "notice_read": {"page": "1"},
    "notices_read": {"newest": "9999999"},
    "referral_reveal": {},
    "case_reveal": {},
    "case_person_contact": {},
    "case_earlier_numbers": {},
    "search": {"q": "Kvistbergssohn"},
    "search_hits": {"q": "Kvistbergssohn"},
    "search_city": {"q": "RS-2026-00001", "reason": "Ringer om sin plan"},
    "referral_draft_autosave": {**DETAILS, "part": "details"},
    "referral_draft_eligibility": {"anyway": "Flyttar hit i januari."},
    "referral_draft_check": {},
    "referral_draft_attachments": {"remove": "00000000-0000-0000-0000-000000000009"},
    "referral_list_new": {"alla-pasted": "19790417-9814\tAnna\tBerg\tStöd"},
    "referral_list": {"alla-purpose": "Stöd att söka arbete."},
    "referral_list_discard": {},
    "rules_try": {"on": "2026-11-23", "birth_date": "2004-05-01"},
    "access_log_person": {"q": "19790417-9814", "reason": "Anmälan från den enskilde"},
    "log_review": {"result": "NO_REMARK", "comment": ""},
    "import_files": {},
    "import_columns": {},
    "import_check": {},
    "import_corrected": {},
    "import_commit": {},
    "import_stop": {},
    "import_undo": {},
    "import_discard": {},
    "import_questions": {},
}
"""What is typed on the pages that need no scene of their own; with what the page carries unseen."""


TESTED_ELSEWHERE = {
    "demo_sign_in": "a choice among the demo's people",
    "provider_signs_out": "a token that the city's provider has signed",
    "file_request_ask": "tests/workbench/test_file_requests.py: what is asked for stands in the session",
    "undo": "tests/corrections/test_undo.py: a token of what was just done, signed",
}


def test_no_form_is_left_out() -> None:
    takes_forms = {name for name, page in PAGES.items() if page.posts} - TESTED_ELSEWHERE.keys()
    assert takes_forms == {name.partition(" ")[0] for name in FORMS} | NOT_IN_SCENES.keys()
    assert {name for name, page in PAGES.items() if page.posts in (OWN, READS)} <= NOT_IN_SCENES.keys()
    assert len(FORMS) + len(NOT_IN_SCENES) > 65


@pytest.fixture(scope="module")
def house(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[House]:
    with django_db_blocker.unblock(), undone_afterwards():
        yield build_house()


@pytest.mark.parametrize("name", NOT_IN_SCENES)
def test_nor_on_the_other_pages(house: House, name: str) -> None:
    path, page = house.address(name), PAGES[name]
    role = next(role for role in (Role.COACH, Role.CASEWORKER, *Role) if page.lets_in(role))
    with undone_afterwards():
        browser = signed_in(house.staff[role])
        # What saves itself has the fields of the page it is on.
        shown = browser.get(house.address("referral_draft_details") if name == "referral_draft_autosave" else path)
        facts, asked = dict(NOT_IN_SCENES[name]), set()
        if shown.status_code == 200 and "html" in shown["Content-Type"]:
            asked = names_on(shown)
            carried = [form for form in post_forms(shown, path) if form.action == path]
            facts = {**(carried[0].hidden if carried else {}), **facts}
        if name == "unsaved_keep":
            facts["written"] = Written(house.staff[role].pk, "/aspiranter").mark()
        require_unmoved(name, Sent(browser, path, facts, asked))


def test_nor_where_a_password_is_chosen(place: Place) -> None:
    invited = UserFactory(coach=True, invited_at=datetime.datetime.now(datetime.UTC))
    browser = Client()
    [(path, _)] = browser.get(invitation_path(invited), follow=True).redirect_chain
    words = "hästar batteri klammer rätt"
    facts = {"new_password1": words, "new_password2": words}
    require_unmoved("invitation", Sent(browser, path, facts, names_on(browser.get(path))))


def test_nor_where_one_is_changed(place: Place) -> None:
    user, old, new = UserFactory(coach=True), "hästar batteri klammer rätt", "klammer rätt hästar batteri"
    user.set_password(old)
    user.save()
    path = reverse("account_change_password")
    facts = {"oldpassword": old, "password1": new, "password2": new}
    browser = signed_in(user)
    require_unmoved("account_change_password", Sent(browser, path, facts, names_on(browser.get(path))))


def test_a_form_that_took_what_is_sent_would_be_found(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """The walk is no walk past it: a job offer whose form hands on one column too many."""
    from activities.forms import JobOfferForm
    from activities.models import JobOffer

    scene = FORMS["job_offer_new"](place)
    desk, page = scene.open()
    form = next(form for form in post_forms(page, scene.path) if form.action == scene.path)
    as_operation = JobOfferForm.as_operation

    def too_much(self: JobOfferForm) -> dict[str, Any]:
        stranger = self.data.get("registered_by") or self.data.get("actor")
        if stranger:
            JobOffer.objects.filter(enrolment__coach=place.coach).update(employer="Ändrad")
            place.coach.signature = "ÄND"
            place.coach.save()
        return as_operation(self)

    monkeypatch.setattr(JobOfferForm, "as_operation", too_much)
    with pytest.raises(AssertionError, match="job_offer_new with"):
        require_unmoved("job_offer_new", Sent(desk, scene.path, {**form.hidden, **scene.typed}, names_on(page)))
