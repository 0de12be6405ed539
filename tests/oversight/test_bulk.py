"""Several clocks at once: who may, what is asked first, and what becomes of each."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from aspirants.models import CoachAssignment, Protection
from audit.models import AccessEvent
from core.refusals import OperationRefused
from deadlines.models import Breach
from deadlines.querysets import ClockQuerySet
from deadlines.shown import shown_clocks
from demo.factories import BreachFactory, DeadlineClockFactory, EnrolmentFactory, UserFactory
from notices.models import Notice
from oversight.operations.bulk import assign_coach_in_bulk, remind_coaches
from tests.aspirants.staff import TODAY, at, errors, said, signed_in, text

PATH = "/frister/valda"
LIST = "/frister?state=near#listan"


def act_on(client, act: str, clocks, **answers):
    return client.post(PATH, {"act": act, "clock": [clock.pk for clock in clocks], "query": "state=near", **answers})


def confirmed(client, act: str, clocks, **answers):
    """Go on from the page that asks for confirmation, with what it showed."""
    return client.submit(PATH, {"confirmed": "1", **answers}, page=act_on(client, act, clocks))


@pytest.fixture
def mine(coach):
    cases = [EnrolmentFactory(coach=coach, person__last_name="Blåsippa") for _ in range(2)]
    return [DeadlineClockFactory(enrolment=case, due_in_5=True) for case in cases]


@pytest.fixture
def colleague(coach):
    return UserFactory(coach=True, jobbtorg=coach.jobbtorg)


def test_the_list_offers_it_without_scripts(mine, as_manager, as_coach):
    page = as_manager.get("/frister").content.decode()
    for clock in mine:
        assert f'value="{clock.pk}"' in page
    assert 'action="/frister/valda"' in page
    assert marked(as_manager.get("/frister")) == 0
    assert marked(as_manager.get("/frister?valda=alla")) == 2
    assert marked(as_manager.get(f"/frister?valda={mine[0].pk}-999999")) == 1
    for act in ("Tilldela coach", "Skicka påminnelse till coach", "Registrera orsak"):
        assert act in page_without_shortcuts(as_manager.get("/frister"))
    assert "Tilldela coach" not in page_without_shortcuts(as_coach.get("/frister"))


def marked(response) -> int:
    """How many rows are marked when the page opens."""
    return len(re.findall(r"<input[^>]*data-select[^>]* checked>", response.content.decode()))


def page_without_shortcuts(response) -> str:
    """The page before the list of shortcuts, which is the same for everybody."""
    return response.content.decode().partition('id="kortkommandon"')[0]


def test_it_is_asked_first_with_the_count_and_nothing_happens(mine, as_manager, colleague):
    page = act_on(as_manager, "assign", mine)
    assert page.status_code == 200
    assert "Det gäller 2 frister." in text(page)
    for clock in mine:
        assert clock.reference in text(page)
        assert clock.person.name in text(page)
        clock.enrolment.refresh_from_db()
        assert clock.enrolment.coach != colleague
    assert AccessEvent.objects.filter(view="deadlines_chosen").count() == 1


def test_nothing_marked_leads_back_to_the_list_as_it_was(mine, as_manager):
    answer = act_on(as_manager, "assign", [])
    assert answer.url == "/frister?state=near#resultat"
    assert "Markera minst en frist i listan." in said(as_manager, answer)
    assert as_manager.get(PATH).url == "/frister#listan"
    assert act_on(as_manager, "delete", mine).url == LIST
    assert as_manager.post(PATH, {"act": "assign", "clock": ["1 OR 1", "9" * 40]}).url == "/frister#resultat"


def test_a_coach_is_assigned_to_all_that_the_rules_allow(mine, as_manager, coach, colleague, manager):
    nobody = DeadlineClockFactory(
        enrolment=EnrolmentFactory(jobbtorg=coach.jobbtorg, without_coach=True), due_in_5=True
    )
    twice = DeadlineClockFactory(enrolment=nobody.enrolment, follow_up=True)
    theirs = DeadlineClockFactory(enrolment=EnrolmentFactory(coach=colleague), due_in_5=True)
    waiting = DeadlineClockFactory(enrolment=None, jobbtorg=coach.jobbtorg, due_in_5=True)
    marked = [*mine, nobody, twice, theirs, waiting]
    missing = {"coach": ["Välj en coach."], "reason": ["Skriv varför ärendena byter coach."]}
    assert errors(confirmed(as_manager, "assign", marked)) == missing
    page = said(as_manager, confirmed(as_manager, "assign", marked, coach=colleague.pk, reason="Jämnare fördelning"))
    assert "3 ärenden har fått ny coach." in page
    assert "2 rader lämnades utanför." in page
    assert f"{theirs.person.name} ({theirs.reference}): Ärendet har redan den coachen." in page
    assert f"{waiting.person.name} ({waiting.reference}): Är inte inskriven än." in page
    for clock in (*mine, nobody):
        clock.enrolment.refresh_from_db()
        assert clock.enrolment.coach == colleague
        current = CoachAssignment.objects.get(enrolment=clock.enrolment, ended_at=None)
        assert (current.coach, current.assigned_by, current.reason) == (colleague, manager, "Jämnare fördelning")


def test_a_change_without_a_reason_is_asked_for_it(mine, as_manager, coach, colleague):
    page = confirmed(as_manager, "assign", mine, coach=colleague.pk)
    assert errors(page) == {"reason": ["Skriv varför ärendena byter coach."]}
    mine[0].enrolment.refresh_from_db()
    assert mine[0].enrolment.coach == coach


def test_a_reminder_is_one_notice_for_a_clock_and_day(now, mine, as_manager, coach):
    without = DeadlineClockFactory(
        enrolment=EnrolmentFactory(jobbtorg=coach.jobbtorg, without_coach=True), overdue=True
    )
    assert "Det gäller 3 frister." in text(act_on(as_manager, "remind", [*mine, without]))
    page = said(as_manager, confirmed(as_manager, "remind", [*mine, without]))
    assert "2 påminnelser är skickade." in page
    assert f"{without.person.name} ({without.reference}): Har ingen coach i tjänst." in page
    confirmed(as_manager, "remind", mine)
    notices = Notice.objects.filter(recipient=coach)
    assert notices.count() == 2
    first = notices.get(event_key=f"reminder-{mine[0].pk}-{TODAY}")
    assert first.text == (
        f"Påminnelse från enhetschefen: Jobbgarantin i {mine[0].reference}, sista dagen är mån 30 nov"
    )
    assert first.path == reverse("case", args=[mine[0].enrolment_id])
    now.move_to(at("2026-11-24"))
    confirmed(as_manager, "remind", mine[:1])
    assert notices.count() == 3


def test_a_cause_is_given_to_those_that_lack_one(as_manager, manager, coach):
    def broken(**facts):
        return DeadlineClockFactory(enrolment=EnrolmentFactory(coach=coach), breached=True, **facts)

    bare, also, explained, revoked = broken(), broken(), broken(breach=False), broken(breach=False)
    BreachFactory(clock=explained, cause="B03", explained_by=coach)
    BreachFactory(clock=revoked, revoked=True)
    unstamped = DeadlineClockFactory(enrolment=EnrolmentFactory(coach=coach), overdue=True)
    marked = [bare, also, explained, revoked, unstamped]
    assert errors(confirmed(as_manager, "cause", marked)) == {"cause": ["Välj orsak."]}
    page = said(as_manager, confirmed(as_manager, "cause", marked, cause="B01", comment="Två coacher sjuka"))
    assert "2 brutna frister har fått en orsak." in page
    assert f"{explained.person.name} ({explained.reference}): Har redan en orsak." in page
    for clock in (revoked, unstamped):
        assert f"({clock.reference}): Är inte registrerad som bruten." in page
    found = Breach.objects.filter(cause="B01").values_list("clock", "comment", "explained_by")
    assert set(found) == {(clock.pk, "Två coacher sjuka", manager.pk) for clock in (bare, also)}
    assert explained.breaches.get().cause == "B03"


def test_a_coach_gives_causes_in_her_own_cases_only(as_coach, coach, colleague, mine):
    own = DeadlineClockFactory(enrolment=EnrolmentFactory(coach=coach), breached=True)
    other = DeadlineClockFactory(enrolment=EnrolmentFactory(coach=colleague), breached=True)
    page = said(as_coach, confirmed(as_coach, "cause", [own, other], cause="B01"))
    assert "1 bruten frist har fått en orsak." in page
    assert other.breaches.get().cause == ""
    for act in ("assign", "remind"):
        assert act_on(as_coach, act, mine).url == LIST
    clocks: ClockQuerySet = type(own).objects.filter(pk=own.pk)
    with pytest.raises(OperationRefused):
        assign_coach_in_bulk(actor=coach, clocks=clocks, seen_clocks=shown_clocks(clocks), coach=colleague)
    with pytest.raises(OperationRefused):
        remind_coaches(actor=coach, clocks=clocks, seen_clocks=shown_clocks(clocks), today=TODAY)


def test_nothing_reaches_another_jobbtorg_or_a_protected_person(as_manager, coach, stranger):
    elsewhere = DeadlineClockFactory(enrolment=EnrolmentFactory(coach=stranger), breached=True)
    hidden = DeadlineClockFactory(
        enrolment=EnrolmentFactory(jobbtorg=coach.jobbtorg, without_coach=True, protected=True), breached=True
    )
    assert "Markera minst en frist" in said(
        as_manager, act_on(as_manager, "cause", [elsewhere, hidden], confirmed="1", cause="B01")
    )
    assert not Breach.objects.exclude(cause="").exists()
    appointed = signed_in(UserFactory(manager=True, protected=True, jobbtorg=coach.jobbtorg))
    plain = DeadlineClockFactory(enrolment=EnrolmentFactory(coach=coach), breached=True)
    page = act_on(appointed, "cause", [plain, hidden])
    assert "1 markerad rad gäller personer med skyddade personuppgifter" in text(page)
    assert hidden.reference not in text(page)
    assert hidden.person.protection == Protection.SEKRETESSMARKERING
