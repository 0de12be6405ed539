"""Which notices somebody gets: chosen by the user, within what nobody may choose not to know."""

from __future__ import annotations

import pytest
from django.urls import reverse

from deadlines.jobs.sweep import sweep
from demo.factories import DeadlineClockFactory, EnrolmentFactory, UserFactory
from notices.choices import ALWAYS_SENT_TO_MANAGERS, KINDS_OF_ROLE, NoticeKind, always_sent, optional_kinds
from notices.models import Notice, NoticeSettings
from notices.operations import choose_notices, notify
from notices.switched_off import settings_of
from organisation.access.acting import acting_for
from organisation.access.database_roles import STADSDEL, WEB
from organisation.models import Role, User
from tests.aspirants.staff import TODAY, errors, said, signed_in, text
from tests.roles import as_role

PATH = "/notiser/installningar"


def got(user: User) -> set[str]:
    return set(Notice.objects.filter(recipient=user).values_list("kind", flat=True))


def tell_of_everything(*users: User) -> None:
    for kind in NoticeKind:
        notify(users, kind=kind, event_key=f"event-{kind}", text="Något har hänt")


@pytest.mark.parametrize("role", Role)
def test_without_a_choice_everything_is_told(db, role):
    user = UserFactory(**{role.lower(): True})
    tell_of_everything(user)
    assert got(user) == set(NoticeKind)
    assert settings_of(user).morning_digest


def test_what_a_coach_may_switch_off(db, coach, manager):
    choose_notices(actor=coach, wanted=[NoticeKind.ASSIGNED])
    choose_notices(actor=manager, wanted=[])
    tell_of_everything(coach, manager)
    assert set(NoticeKind) - got(coach) == {
        NoticeKind.BREACH,
        NoticeKind.WARNING,
        NoticeKind.STAFF,
        NoticeKind.TRANSFER,
        NoticeKind.REFERRAL,
        NoticeKind.CLOSURE,
        NoticeKind.JOINING,
    }
    assert set(NoticeKind) - got(manager) == {NoticeKind.WARNING, NoticeKind.REFERRAL}


def test_what_nobody_may_switch_off_holds_whatever_the_row_says(db, coach, manager):
    """Also for a coach who has become a manager, and for a row that was written some other way."""
    for user in (coach, manager):
        NoticeSettings.objects.create(user=user, switched_off=list(NoticeKind))
    tell_of_everything(coach, manager)
    assert got(coach) == {NoticeKind.ACCESS}
    assert got(manager) == {NoticeKind.ACCESS, *ALWAYS_SENT_TO_MANAGERS}
    User.objects.filter(pk=coach.pk).update(role=Role.MANAGER)
    notify([coach], kind=NoticeKind.BREACH, event_key="later", text="Något har hänt")
    assert NoticeKind.BREACH in got(coach)


def test_switching_on_again_brings_what_comes_and_not_what_was_missed(db, coach):
    choose_notices(actor=coach, wanted=[])
    notify([coach], kind=NoticeKind.ASSIGNED, event_key="missed", text="Något har hänt")
    choose_notices(actor=coach, wanted=[NoticeKind.ASSIGNED])
    notify([coach], kind=NoticeKind.ASSIGNED, event_key="heard", text="Något har hänt")
    assert [notice.event_key for notice in Notice.objects.all()] == ["heard"]


def test_the_sweep_asks_the_settings(now, coach, manager):
    deaf = UserFactory(manager=True, jobbtorg=coach.jobbtorg)
    choose_notices(actor=coach, wanted=[])
    choose_notices(actor=deaf, wanted=[])
    DeadlineClockFactory(enrolment=EnrolmentFactory(coach=coach), overdue=True)
    assert sweep(on=TODAY).notices == 2
    told = Notice.objects.order_by("pk")
    assert {(notice.recipient, notice.kind) for notice in told} == {(manager, "BREACH"), (deaf, "BREACH")}


def test_the_page_shows_and_keeps_the_choice(as_coach, coach):
    page = as_coach.get(PATH)
    assert {choice for choice, _ in page.context["form"].fields["wanted"].choices} == {*optional_kinds(coach)}
    assert page.context["form"]["wanted"].value() == [
        *("BREACH", "WARNING", "ASSIGNED", "STAFF"),
        *("TRANSFER", "REFERRAL", "CLOSURE", "JOINING"),
    ]
    assert "De här notiserna får du alltid" not in text(page)
    response = as_coach.post(PATH, {"wanted": ["BREACH"]})
    assert "Inställningarna är sparade." in said(as_coach, response)
    chosen = NoticeSettings.objects.get()
    assert (chosen.user, chosen.morning_digest) == (coach, False)
    assert set(chosen.switched_off) == {*optional_kinds(coach)} - {"BREACH"}
    again = as_coach.get(PATH).context["form"]
    assert (again["wanted"].value(), again["morning_digest"].value()) == (["BREACH"], False)
    as_coach.post(PATH, {"wanted": ["BREACH", "WARNING"], "morning_digest": "on"})
    chosen.refresh_from_db()
    assert (chosen.switched_off, chosen.morning_digest) == (
        ["ASSIGNED", "STAFF", "TRANSFER", "REFERRAL", "CLOSURE", "JOINING"],
        True,
    )


def test_a_manager_reads_what_always_comes_and_cannot_send_it_in(as_manager, manager):
    page = text(as_manager.get(PATH))
    for kind in always_sent(manager):
        assert kind.label in page.partition("Jag vill få notiser om")[0]
    assert "wanted" in errors(as_manager.post(PATH, {"wanted": ["BREACH"]}))
    assert not NoticeSettings.objects.exists()


@pytest.mark.parametrize("role", Role)
def test_everybody_can_open_it_and_finds_what_the_role_can_get(now, db, role):
    user = UserFactory(**{role.lower(): True})
    page = signed_in(user).get(PATH)
    assert page.status_code == 200
    form = page.context["form"]
    assert ("morning_digest" in form.fields) == (role in (Role.COACH, Role.MANAGER, Role.CASEWORKER))
    assert [*always_sent(user), *optional_kinds(user)] or role not in KINDS_OF_ROLE
    assert ("Det finns inget att ställa in för din roll." in text(page)) == (not form.fields)
    assert signed_in(user).post(PATH, {}).status_code == 302


def test_the_way_there(as_coach):
    for page in ("notices", "preferences"):
        assert as_coach.get(reverse(page)).text.count(f'href="{reverse("notice_settings")}"') == 1


def test_a_colleagues_settings_are_not_there(db, coach, manager):
    for user in (coach, manager):
        choose_notices(actor=user, wanted=[])
    for role in (WEB, STADSDEL):
        with as_role(role), acting_for(coach):
            assert [row.user for row in NoticeSettings.objects.all()] == [coach]
            assert NoticeSettings.objects.filter(user=manager).update(switched_off=[]) == 0
    with as_role(WEB), acting_for(coach):
        tell_of_everything(manager)
    assert NoticeKind.WARNING not in got(manager), "the user who causes a notice cannot read the settings"
