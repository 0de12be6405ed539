"""Mina remisser: what waits, goes on, is late and is over; the next follow-up, and the file (R-4-11)."""

from __future__ import annotations

import datetime
from collections import Counter

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from aspirants.models import Closure, DisclosureContent, Enrolment
from audit.models import AccessEvent, AccessKind
from deadlines.models import ClockKind, ClockStatus, DeadlineClock
from demo.factories import (
    ClosureFactory,
    DeadlinePolicyFactory,
    DisclosureFactory,
    EnrolmentFactory,
    JobPlanVersionFactory,
    PlanCommunicationFactory,
    QuestionThreadFactory,
    ReferralFactory,
    UserFactory,
)
from organisation.models import IncomeSupportUnit, User
from referrals.choices import ENDED
from referrals.models import Referral
from tests.referrals.pages import text
from tests.roles import at_desk
from tests.visits import signed_in
from tests.workbooks import sheets_of

LIST = "referral_inbox"


@pytest.fixture
def sent(caseworker: User, unit: IncomeSupportUnit) -> dict[str, Referral]:
    """One of each: new, late, to complete, asked about, told as closed, withdrawn; the last by a colleague."""
    own = {"sent_by": caseworker, "unit": unit}
    closed = ReferralFactory(enrolled=True, **own, enrolment__income_support_unit=unit)
    ClosureFactory(enrolment=closed.enrolment, closed_on=datetime.date(2026, 11, 23))
    DisclosureFactory(enrolment=closed.enrolment, content=DisclosureContent.CLOSURE, recipient=unit)
    asked = ReferralFactory(enrolled=True, **own, enrolment__income_support_unit=unit)
    QuestionThreadFactory(referral=asked, from_jobbtorg=True)
    return {
        "new": ReferralFactory(**own),
        "late": ReferralFactory(overdue=True, **own),
        "complete": ReferralFactory(incomplete=True, **own),
        "asked": asked,
        "closed": closed,
        "withdrawn": ReferralFactory(withdrawn=True, unit=unit),
    }


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"visa": "vantar"}, {"complete", "asked"}),
        ({"visa": "pagar"}, {"new", "late", "complete", "asked"}),
        ({"visa": "sena"}, {"late"}),
        ({"visa": "avslutade"}, {"closed", "withdrawn"}),
        ({"vem": "mina", "visa": "avslutade"}, {"closed"}),
        ({"status": "kompletteras"}, {"complete"}),
        ({"visa": "andras"}, set()),
        ({"visa": "okand"}, {"new", "late", "complete", "asked", "closed", "withdrawn"}),
    ],
)
def test_each_chip_lets_through_its_own_and_counts_them(
    sender: Client, sent: dict[str, Referral], query: dict[str, str], names: set[str]
) -> None:
    page = sender.get(reverse(LIST), query)
    assert {row.referral.pk for row in page.context["rows"]} == {sent[name].pk for name in names}
    counts = {chip["key"]: chip["count"] for chip in page.context["situations"]}
    assert ("andras" in counts) is (query.get("visa") == "andras"), "there are none, so only who asks is told so"
    if query.keys() == {"visa"} and query["visa"] in counts:
        assert counts[query["visa"]] == len(names)


def test_what_waits_is_said_with_how_much(sender: Client, sent: dict[str, Referral]) -> None:
    page = text(sender.get(reverse(LIST)))
    assert "1 remiss att komplettera" in page
    assert "Fråga att svara på i 1 ärende" in page
    navigation = sender.get(reverse("help")).context["shell"].navigation
    assert [place.badge for place in navigation if place.url == reverse(LIST)] == ["2"]


def test_the_list_is_sorted_by_its_headings(sender: Client, sent: dict[str, Referral]) -> None:
    def first(order: str) -> Referral:
        found: Referral = sender.get(reverse(LIST), {"ordning": order, "visa": "pagar"}).context["rows"][0].referral
        return found

    assert first("frist").pk == sent["late"].pk
    # What is over has no last day any more, however long ago that was.
    DeadlineClock.objects.filter(referral=sent["closed"]).update(due_on=datetime.date(2024, 1, 8))
    rows = sender.get(reverse(LIST), {"ordning": "frist"}).context["rows"]
    assert rows[0].referral == sent["late"]
    assert first("skickad").pk == sent["late"].pk
    assert first("okand").submitted_at == max(sent[name].submitted_at for name in ("new", "late", "complete", "asked"))


def test_what_has_happened_is_said_before_it_is_told(sender: Client, caseworker: User, unit: IncomeSupportUnit) -> None:
    DeadlinePolicyFactory(kind=ClockKind.FOLLOW_UP)
    referral = ReferralFactory(enrolled=True, sent_by=caseworker, unit=unit, enrolment__income_support_unit=unit)
    detail = reverse("referral_detail", args=[referral.pk])
    assert "Något har hänt" not in text(sender.get(detail))
    plan = JobPlanVersionFactory(plan__enrolment=referral.enrolment, approved=True, goal="Arbete som kock")
    for page in (text(sender.get(detail)), text(sender.get(reverse(LIST)))):
        assert "Något har hänt" in page
        assert "kock" not in page
        assert "Nästa uppföljning senast" not in page
    PlanCommunicationFactory(version=plan)
    page = text(sender.get(detail))
    assert "Något har hänt" not in page
    assert "Meddelat till er" in page
    assert "Nästa uppföljning senast" in page
    [row] = sender.get(reverse(LIST)).context["rows"]
    # Three months from the day the aspirant agreed, by the rule: never from a booked meeting.
    assert row.follow_up_on == datetime.date(2027, 2, 23)


def test_a_case_that_another_has_referred_stands_in_the_same_list(sender: Client, unit: IncomeSupportUnit) -> None:
    told = EnrolmentFactory(income_support_unit=unit)
    DisclosureFactory(enrolment=told)
    hidden = EnrolmentFactory(income_support_unit=unit, protected=True)
    DisclosureFactory(enrolment=hidden)
    page = text(sender.get(reverse(LIST)))
    assert told.person.name in page
    assert hidden.case_no not in page
    assert "Andras remisser (1)" in page
    assert reverse("told_case", args=[told.pk]) in page
    assert told.person.name in text(sender.get(reverse(LIST), {"visa": "andras"}))
    assert told.person.name not in text(sender.get(reverse(LIST), {"visa": "sena"}))


def _ended(unit: IncomeSupportUnit, **more: object) -> Enrolment:
    """A case that has ended, of which its unit has been told."""
    case: Enrolment = ReferralFactory(enrolled=True, unit=unit, enrolment__income_support_unit=unit, **more).enrolment
    ClosureFactory(enrolment=case, closed_on=datetime.date(2026, 11, 23))
    DisclosureFactory(enrolment=case, of_closure=True, recipient=unit)
    return case


def test_what_is_found_for_all_at_once_is_what_is_found_for_each(caseworker: User, unit: IncomeSupportUnit) -> None:
    own = {"unit": unit, "enrolment__income_support_unit": unit}
    for traits in ({}, {"incomplete": True}, {"withdrawn": True}, {"declined": True}):
        ReferralFactory(unit=unit, **traits)
    for followed_until in (None, timezone.now()):
        ReferralFactory(enrolled=True, **own, followed_until=followed_until)
        planned = ReferralFactory(enrolled=True, **own, followed_until=followed_until)
        PlanCommunicationFactory(version__plan__enrolment=planned.enrolment)
        untold = ReferralFactory(enrolled=True, **own, followed_until=followed_until)
        ClosureFactory(enrolment=untold.enrolment)
        _ended(unit, followed_until=followed_until)
        Closure.objects.filter(enrolment=_ended(unit, followed_until=followed_until)).update(status="CORRECTED")
    hidden = ReferralFactory(enrolled=True, **own, enrolment__protected=True)
    ReferralFactory()
    with at_desk(caseworker):
        rows = list(Referral.objects.visible_to(caseworker).with_disclosures().with_unsettled(caseworker))
        with connection.cursor() as cursor:
            cursor.execute("SELECT id FROM referrals_unsettled")
            open_to_the_unit = {key for (key,) in cursor.fetchall()}
    assert len(rows) == 14
    assert hidden.pk not in open_to_the_unit
    assert {one.pk for one in rows if one.is_unsettled} == open_to_the_unit
    for one in rows:
        is_unsettled = one.status not in ENDED and one.case_closed_on is None
        assert one.is_unsettled is is_unsettled
        assert one.goes_on is (is_unsettled and one.is_followed)
        assert one.is_plan_told is (is_unsettled and one.plan_sent_at is not None)
    assert Counter((one.is_unsettled, one.goes_on, one.is_plan_told) for one in rows) == {
        (False, False, False): 4,
        (True, True, False): 5,
        (True, True, True): 1,
        (True, False, False): 3,
        (True, False, True): 1,
    }


def test_the_counts_agree_with_what_is_listed(
    sender: Client, sent: dict[str, Referral], unit: IncomeSupportUnit
) -> None:
    for _ in range(2):
        DisclosureFactory(enrolment=EnrolmentFactory(income_support_unit=unit))

    def chips(**query: str) -> dict[str, int]:
        return {chip["key"]: chip["count"] for chip in sender.get(reverse(LIST), query).context["situations"]}

    page = text(sender.get(reverse(LIST)))
    assert (chips()[""], chips()["andras"]) == (len(sent) + 2, 2)
    assert "Visar 1–6 av 6 remisser" in page
    assert "2 ärenden som ni inte har remitterat" in page
    # A filter is about referrals, and leaves the others out.
    assert chips(status="kompletteras")[""] == 1
    others = text(sender.get(reverse(LIST), {"visa": "andras"}))
    assert "Visar 0" not in others
    assert "2 ärenden som ni inte har remitterat" in others


def test_of_many_cases_of_others_the_latest_are_listed_and_that_is_said(
    sender: Client, unit: IncomeSupportUnit, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases = [EnrolmentFactory(income_support_unit=unit) for _ in range(2)]
    for days, case in enumerate(cases):
        DisclosureFactory(enrolment=case, disclosed_at=timezone.now() - datetime.timedelta(days=days))
    monkeypatch.setattr("referrals.views.sent.MOST_TOLD", 1)
    page = text(sender.get(reverse(LIST), {"visa": "andras"}))
    assert [row.enrolment for row in sender.get(reverse(LIST)).context["told"]] == [cases[0].pk]
    assert "Andras remisser (fler än 1)" in page
    assert f'Alla står under <a class="ds-link" href="{reverse("told_list")}">Meddelat till oss</a>' in page
    file = sender.get(reverse("referral_list_file"), {"visa": "andras"}).content.decode()
    assert [case.case_no in file for case in cases] == [True, True], "the file has all of them"


def test_all_that_was_told_is_reached_a_page_at_a_time(
    sender: Client, unit: IncomeSupportUnit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("referrals.views.told.ROWS_PER_PAGE", 1)
    cases = [EnrolmentFactory(income_support_unit=unit) for _ in range(2)]
    for days, case in enumerate(cases):
        DisclosureFactory(enrolment=case, disclosed_at=timezone.now() - datetime.timedelta(days=days))
    for number, case in enumerate(cases, start=1):
        page = sender.get(reverse("told_list"), {"page": str(number)})
        assert [one.case_no for one in page.context["cases"]] == [case.case_no]
        assert f"Visar {number} av 2 ärenden" in text(page)


def test_links_to_different_rows_are_told_apart(sender: Client, caseworker: User, unit: IncomeSupportUnit) -> None:
    """Two of the same name, and protected persons, who all are called alike."""
    own = {"sent_by": caseworker, "unit": unit}
    sent = [ReferralFactory(protected=True, **own), ReferralFactory(protected=True, **own)]
    page = text(sender.get(reverse(LIST)))
    for one in sent:
        assert f'Skyddade personuppgifter<span class="ds-sr-only"> – {one.number}</span></a>' in page


def test_the_workbook_says_which_chip_was_chosen(sender: Client, unit: IncomeSupportUnit) -> None:
    DisclosureFactory(enrolment=EnrolmentFactory(income_support_unit=unit))
    book = sender.get(reverse("referral_list_file"), {"visa": "andras", "format": "xlsx"}).content
    cover = sheets_of(book)[-1]
    assert "Andras remisser" in [cell.text for row in cover.rows for cell in row]


def test_the_file_has_the_list_without_protected_persons_and_is_logged(
    sender: Client, caseworker: User, sent: dict[str, Referral], unit: IncomeSupportUnit
) -> None:
    ReferralFactory(protected=True, sent_by=caseworker, unit=unit)
    file = sender.get(reverse("referral_list_file"), {"visa": "pagar"}).content.decode()
    assert file.count("R-20") == 4
    assert "1 remiss för personer med skyddade personuppgifter är inte med." in file
    assert sent["late"].said_name in file
    assert AccessEvent.objects.filter(user=caseworker, kind=AccessKind.EXPORT, subject="Mina remisser").count() == 1
    assert sender.get(reverse("referral_list_file"), {"format": "xlsx"}).content.startswith(b"PK")


def test_the_file_is_the_senders_alone() -> None:
    assert signed_in(UserFactory(coach=True)).get(reverse("referral_list_file")).status_code == 403


def test_one_searches_by_what_the_unit_wrote(sender: Client, sent: dict[str, Referral]) -> None:
    found = sender.post(reverse("search"), {"q": sent["new"].said_last_name})
    assert found.status_code in (200, 302)
    assert reverse("referral_detail", args=[sent["new"].pk]) in (found.headers.get("Location") or text(found))


def test_what_is_told_and_asked_is_the_latest_event_and_stands_in_the_history(
    sender: Client, sent: dict[str, Referral], unit: IncomeSupportUnit
) -> None:
    told, asked = sent["closed"], sent["asked"]
    later = timezone.now() + datetime.timedelta(days=2)
    told.enrolment.disclosures.update(disclosed_at=later)
    asked.threads.get().messages.update(sent_at=later - datetime.timedelta(days=1))
    rows = sender.get(reverse(LIST), {"ordning": "-senast"}).context["rows"]
    assert [row.referral.pk for row in rows[:2]] == [told.pk, asked.pk]
    assert rows[0].referral.last_event_at == later
    titles = [item.title for item in sender.get(reverse("referral_detail", args=[told.pk])).context["history"]]
    assert titles[0] == "Meddelat er: Avslut"
    titles = [item.title for item in sender.get(reverse("referral_detail", args=[asked.pk])).context["history"]]
    assert titles[0] == "Jobbtorget frågade"


def test_until_a_plan_is_communicated_the_sender_reads_of_its_last_day_alone(
    sender: Client, caseworker: User, unit: IncomeSupportUnit
) -> None:
    own = {"sent_by": caseworker, "unit": unit, "enrolled": True, "enrolment__income_support_unit": unit}
    approved = ReferralFactory(overdue=True, **own)
    clock = approved.clock
    clock.status, clock.fulfilled_at = ClockStatus.MET, timezone.now() - datetime.timedelta(days=30)
    clock.save()
    late = ReferralFactory(overdue=True, **own)
    page = sender.get(reverse(LIST), {"visa": "sena"})
    assert {row.referral.pk for row in page.context["rows"]} == {approved.pk, late.pk}
    assert all(row.status_text.due_on for row in page.context["rows"])
    assert "Klart" not in text(page)
    assert "Klart" not in text(sender.get(reverse("referral_detail", args=[approved.pk])))


LONG_AGO, YEARS_AHEAD = (datetime.datetime(year, 1, 2, 9, tzinfo=datetime.UTC) for year in (2020, 2090))
"""Before and after any day on which the database counts thirty days back."""


@pytest.mark.parametrize(
    ("decided_at", "told_at", "is_news"),
    [
        (LONG_AGO, None, False),
        (YEARS_AHEAD, None, True),
        (YEARS_AHEAD, YEARS_AHEAD + datetime.timedelta(days=1), False),
        (YEARS_AHEAD, LONG_AGO, True),
    ],
)
def test_what_happened_is_news_until_something_is_told_and_not_for_good(
    sender: Client,
    caseworker: User,
    unit: IncomeSupportUnit,
    decided_at: datetime.datetime,
    told_at: datetime.datetime | None,
    is_news: bool,
) -> None:
    referral = ReferralFactory(enrolled=True, sent_by=caseworker, unit=unit, enrolment__income_support_unit=unit)
    closure = ClosureFactory(enrolment=referral.enrolment, closed_on=datetime.date(2026, 11, 23))
    Closure.objects.filter(pk=closure.pk).update(decided_at=decided_at)
    Enrolment.objects.filter(pk=referral.enrolment_id).update(status="CLOSED", closed_on=datetime.date(2026, 11, 23))
    if told_at is not None:
        DisclosureFactory(
            enrolment=referral.enrolment, content=DisclosureContent.ATTENDANCE, recipient=unit, disclosed_at=told_at
        )
    assert ("Något har hänt" in text(sender.get(reverse(LIST)))) is is_news


def test_what_was_told_of_the_case_is_a_status_of_its_own(
    sender: Client, caseworker: User, unit: IncomeSupportUnit, sent: dict[str, Referral]
) -> None:
    planned = ReferralFactory(enrolled=True, sent_by=caseworker, unit=unit, enrolment__income_support_unit=unit)
    PlanCommunicationFactory(version=JobPlanVersionFactory(plan__enrolment=planned.enrolment, approved=True))
    for query, referral, words in (
        ("plan", planned, "Plan skickad"),
        ("avslutade", sent["closed"], "Avslutad"),
        ("inskrivna", sent["asked"], "Inskriven"),
    ):
        [row] = sender.get(reverse(LIST), {"status": query}).context["rows"]
        assert (row.referral.pk, row.status.label) == (referral.pk, words)
        page = sender.get(reverse("referral_detail", args=[referral.pk]))
        assert page.context["status"].label == words
