"""Work and other insatser keep the jobbgaranti too: the worked examples G-55, G-56 and G-66, through the pages."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from activities.choices import OfferAnswer
from activities.models import Activity, JobOffer
from activities.operations import record_job_offer
from deadlines.models import ClockKind, ClockStatus, DeadlineClock, Fulfilment, PolicyUse, StartEvent
from demo.factories import (
    ActivityFactory,
    DeadlineClockFactory,
    DeadlinePolicyFactory,
    InsatsTypeFactory,
    JobPlanVersionFactory,
    PlanItemFactory,
)
from jobplans.models import JobPlanVersion, VersionStatus
from tests.aspirants.staff import at, changed, errors, said, text
from tests.deadlines.clocks import due, sweep_on

OFFER = {"employer": "Bagarn AB", "offered_on": "2026-03-25", "answer": "ACCEPTED", "time": "14.00"}


def test_a_job_accepted_in_time_keeps_the_clock(now, received, as_coach):
    """G-55"""
    now.move_to(at("2026-03-26", "15:00"))
    clock = received("2026-03-23")
    url = reverse("job_offer_new", args=[clock.enrolment_id])
    page = said(as_coach, as_coach.post(url, OFFER | {"day": "2026-03-26", "starts_on": "2026-04-07"}))
    assert "Jobberbjudandet är registrerat. Jobbgarantin är hållen" in page
    clock.refresh_from_db()
    assert (clock.status, clock.fulfilment, clock.fulfilled_at) == (
        ClockStatus.MET,
        Fulfilment.WORK,
        at("2026-03-26", "14:00"),
    )
    assert due(clock) == "2026-03-30"


def test_what_is_recorded_later_says_nothing_of_a_clock_that_it_left_as_it_was(now, received, as_coach):
    """Neither that it was kept nor that it broke, which is old news by then."""
    now.move_to(at("2026-03-26", "15:00"))
    url = reverse("job_offer_new", args=[received("2026-03-23").enrolment_id])
    yes = OFFER | {"day": "2026-03-26", "starts_on": "2026-04-07"}
    assert "Jobbgarantin är hållen" in said(as_coach, as_coach.post(url, yes))
    later = said(as_coach, as_coach.post(url, yes | {"employer": "Kafé Norr"}))
    assert "Jobberbjudandet är registrerat." in later
    assert "Jobbgarantin är hållen" not in later


def test_an_offer_alone_keeps_nothing_until_it_is_accepted(now, received, as_coach):
    now.move_to(at("2026-03-26", "15:00"))
    clock = received("2026-03-23")
    case = clock.enrolment_id
    as_coach.post(reverse("job_offer_new", args=[case]), OFFER | {"answer": "PENDING", "time": ""})
    clock.refresh_from_db()
    assert clock.fulfilled_at is None
    offer = JobOffer.objects.get()
    url = reverse("job_offer_answer", args=[case])
    answer = {"offer": offer.pk, "answer": "ACCEPTED", "day": "2026-03-26", "time": "14.30", "starts_on": ""}
    assert errors(as_coach.submit(url, answer)) == {"starts_on": ["Ange när arbetet börjar."]}
    as_coach.submit(url, answer | {"starts_on": "2026-04-07"})
    clock.refresh_from_db()
    assert clock.status == ClockStatus.MET
    assert errors(as_coach.submit(url, answer | {"starts_on": "2026-04-07"})).keys() == {"offer"}


def test_a_declined_offer_keeps_nothing(now, received, as_coach):
    now.move_to(at("2026-03-26", "15:00"))
    clock = received("2026-03-23")
    as_coach.post(
        reverse("job_offer_new", args=[clock.enrolment_id]), OFFER | {"answer": "DECLINED", "day": "2026-03-26"}
    )
    assert JobOffer.objects.get().answer == OfferAnswer.DECLINED
    clock.refresh_from_db()
    assert clock.fulfilled_at is None


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"offered_on": "2026-03-27"}, "offered_on"),
        ({"offered_on": "2026-03-20"}, "offered_on"),
        ({"day": ""}, "day"),
        ({"day": "2026-03-24"}, "day"),
        ({"starts_on": ""}, "starts_on"),
        ({"employer": ""}, "employer"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(now, received, as_coach, changes, field):
    now.move_to(at("2026-03-26", "15:00"))
    clock = received("2026-03-23")
    typed = OFFER | {"day": "2026-03-26", "starts_on": "2026-04-07"} | changes
    response = as_coach.post(reverse("job_offer_new", args=[clock.enrolment_id]), typed)
    assert list(errors(response)) == [field]
    assert "Bagarn AB" in response.content.decode() or field == "employer"
    assert not JobOffer.objects.exists()


@pytest.mark.parametrize(
    ("starts_on", "expected"),
    [
        pytest.param("2026-04-13", ClockStatus.MET, id="G-56 in time"),
        pytest.param("2026-04-26", ClockStatus.MET, id="G-56 the thirtieth day"),
        pytest.param("2026-04-27", ClockStatus.RUNNING, id="G-56 the day after"),
        pytest.param("2026-05-04", ClockStatus.RUNNING, id="G-56 too late"),
    ],
)
def test_another_insats_keeps_the_clock_if_it_begins_soon(now, received, as_coach, starts_on, expected):
    now.move_to(at("2026-03-27", "15:00"))
    clock = received("2026-03-23")
    insats = InsatsTypeFactory()
    typed = {"insats_type": insats.pk, "decided_on": "2026-03-27", "starts_on": starts_on}
    as_coach.post(reverse("activity_new", args=[clock.enrolment_id]), typed | {"day": "2026-03-27", "time": "11.00"})
    clock.refresh_from_db()
    assert clock.status == expected
    if expected == ClockStatus.MET:
        assert (clock.fulfilment, clock.fulfilled_at) == (Fulfilment.OTHER_INSATS, at("2026-03-27", "11:00"))


def test_an_insats_nobody_has_agreed_to_keeps_nothing(now, received, as_coach):
    now.move_to(at("2026-03-27", "15:00"))
    clock = received("2026-03-23")
    case = clock.enrolment_id
    typed = {"insats_type": InsatsTypeFactory().pk, "decided_on": "2026-03-27", "starts_on": "2026-04-13"}
    as_coach.post(reverse("activity_new", args=[case]), typed)
    assert DeadlineClock.objects.get(pk=clock.pk).fulfilled_at is None
    assert "Väntar på svar" in text(as_coach.get(reverse("case_work", args=[case])))
    now.move_to(at("2026-03-30", "10:00"))
    agreed = {"activity": Activity.objects.get().pk, "day": "2026-03-30", "time": "09.30"}
    assert "Aspirantens ja är registrerat." in said(
        as_coach, as_coach.submit(reverse("activity_agree", args=[case]), agreed)
    )
    clock.refresh_from_db()
    assert (clock.status, clock.fulfilled_at) == (ClockStatus.MET, at("2026-03-30", "09:30"))


@pytest.mark.parametrize(
    ("starts_on", "expected"),
    [
        pytest.param("2009-05-22", ClockStatus.MET, id="G-66 counted"),
        pytest.param("2009-05-25", ClockStatus.BREACHED, id="G-66 not counted"),
    ],
)
def test_a_job_got_within_five_days_of_the_application(now, coach, received, starts_on, expected):
    now.move_to(at("2009-05-14"))
    DeadlinePolicyFactory(kind=ClockKind.JOB_GOT_5, use=PolicyUse.REPORT_ONLY, start_event=StartEvent.BENEFIT_APPLIED)
    enrolment = received("2009-05-14").enrolment
    clock = DeadlineClockFactory(enrolment=enrolment, kind=ClockKind.JOB_GOT_5, started_on=date(2009, 5, 14))
    now.move_to(at("2009-05-20"))
    record_job_offer(
        actor=coach,
        enrolment=enrolment,
        employer="Bagarn AB",
        offered_on=date(2009, 5, 20),
        answer=OfferAnswer.ACCEPTED,
        answered_at=at("2009-05-20", "09:00"),
        starts_on=date.fromisoformat(starts_on),
    )
    sweep_on(now, "2009-05-27")
    clock.refresh_from_db()
    assert clock.status == expected


def test_a_first_day_ahead_and_too_late_leaves_the_clock_open(now, coach, received):
    """Another job may still begin in time."""
    now.move_to(at("2026-03-24"))
    DeadlinePolicyFactory(kind=ClockKind.JOB_GOT_5, use=PolicyUse.REPORT_ONLY, start_event=StartEvent.BENEFIT_APPLIED)
    enrolment = received("2026-03-23").enrolment
    clock = DeadlineClockFactory(enrolment=enrolment, kind=ClockKind.JOB_GOT_5, started_on=date(2026, 3, 23))
    for starts_on, expected in ((date(2026, 4, 13), None), (date(2026, 3, 27), at("2026-03-27", "00:00"))):
        record_job_offer(
            actor=coach,
            enrolment=enrolment,
            employer="Bagarn AB",
            offered_on=date(2026, 3, 24),
            answer=OfferAnswer.ACCEPTED,
            answered_at=at("2026-03-24", "09:00"),
            starts_on=starts_on,
        )
        clock.refresh_from_db()
        assert clock.fulfilled_at == expected


@pytest.mark.parametrize(
    ("typed", "said_at"),
    [
        ({"answer": "PENDING", "day": ""}, {"day": ["Ange datumet också."]}),
        ({"starts_on": "2026-03-24"}, {"starts_on": ["Arbetet kan inte börja före erbjudandet."]}),
    ],
)
def test_nothing_typed_is_dropped(now, received, as_coach, typed, said_at):
    now.move_to(at("2026-03-26", "15:00"))
    clock = received("2026-03-23")
    answer = OFFER | {"day": "2026-03-26", "starts_on": "2026-04-07"} | typed
    assert errors(as_coach.post(reverse("job_offer_new", args=[clock.enrolment_id]), answer)) == said_at


class TestARowOfThePlan:
    """FC-43: a row of the jobbplan becomes an insats with one click, and ends with a result."""

    @pytest.fixture
    def version(self, case):
        return JobPlanVersionFactory(enrolment=case, approved=True)

    @pytest.fixture
    def row(self, version):
        return version.items.get(insats_type__isnull=False)

    def begin(self, client, case, row, page=None):
        work = reverse("case_work", args=[case.pk])
        return client.submit(reverse("activity_from_plan", args=[case.pk]), {"item": row.pk}, on=work, page=page)

    def test_the_list_counts_what_is_planned(self, as_coach, case, row):
        page = text(as_coach.get(reverse("case_work", args=[case.pk])))
        assert "Inga insatser ännu" not in page
        assert row.text in page
        assert "Planerad i jobbplanen" in page

    def test_one_click_makes_it_an_insats_and_every_page_says_so(self, as_coach, case, version, row):
        assert "Insatsen är registrerad." in said(as_coach, self.begin(as_coach, case, row))
        activity = Activity.objects.get()
        assert (activity.plan_item, activity.insats_type, activity.provider) == (row, row.insats_type, row.place)
        assert activity.agreed_at == version.approval.answered_at
        assert activity.ends_on == row.ends_on
        page = text(as_coach.get(reverse("case_work", args=[case.pk])))
        assert "Gör till insats" not in page
        assert row.insats_type.name in page
        overview = as_coach.get(reverse("case", args=[case.pk])).context["overview"]
        assert [row.insats for row in overview.plan_rows if row.insats] == [activity]

    def test_a_second_click_makes_no_second_insats(self, as_coach, case, row):
        page = as_coach.get(reverse("case_work", args=[case.pk]))
        for _ in range(2):
            assert self.begin(as_coach, case, row, page).status_code == 302
        assert Activity.objects.count() == 1

    def test_a_plan_that_has_changed_is_shown_first(self, as_coach, case, version, row):
        page = as_coach.get(reverse("case_work", args=[case.pk]))
        version.items.update(text="Truckkort")
        assert changed(self.begin(as_coach, case, row, page))
        assert not Activity.objects.exists()

    def test_what_was_registered_by_itself_is_the_row_too(self, as_coach, case, row):
        ActivityFactory(enrolment=case, insats_type=row.insats_type)
        assert "Gör till insats" not in text(as_coach.get(reverse("case_work", args=[case.pk])))

    def test_the_row_of_a_later_version_is_the_same_insats(self, as_coach, case, version, row):
        self.begin(as_coach, case, row)
        JobPlanVersion.objects.filter(pk=version.pk).update(status=VersionStatus.SUPERSEDED)
        later = JobPlanVersionFactory(plan=version.plan, enrolment=case, number=2, approved=True)
        later.items.filter(insats_type__isnull=False).update(insats_type=row.insats_type, text=row.text)
        assert "Gör till insats" not in text(as_coach.get(reverse("case_work", args=[case.pk])))

    def test_a_meeting_of_the_plan_becomes_no_insats(self, as_coach, case, version):
        meeting = PlanItemFactory(version=version, meeting=True)
        page = as_coach.get(reverse("case_work", args=[case.pk]))
        assert "Raden är ett möte" in said(as_coach, self.begin(as_coach, case, meeting, page))
        assert not Activity.objects.exists()

    @pytest.mark.parametrize("result", ["COMPLETED", "INTERRUPTED", "NOT_STARTED"])
    def test_it_ends_with_a_result(self, as_coach, case, row, result):
        self.begin(as_coach, case, row)
        activity = Activity.objects.get()
        planned_until = activity.ends_on
        Activity.objects.update(starts_on=date(2026, 11, 20), decided_on=date(2026, 11, 20))
        path = reverse("activity_end", args=[case.pk])
        typed = {"activity": activity.pk, "result": result, "ended_on": "2026-11-23"}
        assert "Insatsen är avslutad." in said(as_coach, as_coach.submit(path, typed))
        activity.refresh_from_db()
        ended_on = planned_until if result == "NOT_STARTED" else date(2026, 11, 23)
        assert (activity.result, activity.result_on, activity.ends_on) == (result, date(2026, 11, 23), ended_on)
        page = text(as_coach.get(reverse("case_work", args=[case.pk])))
        assert activity.get_result_display() in page
        assert ("Gör till insats igen" in page) is (result == "NOT_STARTED")
        assert "Planerad i jobbplanen" not in page
        overview = as_coach.get(reverse("case", args=[case.pk])).context["overview"]
        [shown] = [one for one in overview.plan_rows if one.item == row]
        assert shown.is_not_begun is (result == "NOT_STARTED")
        assert (shown.insats is None) is (result == "NOT_STARTED")
        assert "avslutad" not in text(as_coach.get(path))

    def test_it_ends_once_and_not_ahead(self, as_coach, case):
        activity = ActivityFactory(enrolment=case)
        path = reverse("activity_end", args=[case.pk])
        typed = {"activity": activity.pk, "result": "COMPLETED", "ended_on": "2026-11-24"}
        assert list(errors(as_coach.submit(path, typed))) == ["ended_on"]
        Activity.objects.update(starts_on=date(2026, 11, 20), decided_on=date(2026, 11, 20), ends_on=None)
        opened = as_coach.get(path)
        assert as_coach.submit(path, typed | {"ended_on": "2026-11-23"}, page=opened).status_code == 302
        assert changed(as_coach.submit(path, typed | {"ended_on": "2026-11-23"}, page=opened))

    def test_the_caseload_names_what_has_begun(self, as_coach, case):
        begun = ActivityFactory(enrolment=case, starts_on=date(2026, 11, 20), decided_on=date(2026, 11, 20))
        [row] = as_coach.get(reverse("home")).context["rows"]
        assert row.activity == begun.insats_type.name_for_others
