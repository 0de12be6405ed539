"""What says something about health stays on the plan's own pages at the case's jobbtorg (R-2-60, R-0-11)."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from aspirants.models import Enrolment
from catalogue.models import InsatsType
from demo.factories import (
    EnrolmentFactory,
    InsatsTypeFactory,
    JobPlanVersionFactory,
    MeetingFactory,
    PlanItemFactory,
    ReferralFactory,
    UserFactory,
)
from meetings.choices import Topic
from organisation.models import User
from tests.aspirants.staff import signed_in, text

SECRETS = ("psykiatrin", "mottagningen", "Kliniken")


@pytest.fixture
def planned(coach: User) -> Enrolment:
    """A case whose approved and communicated plan holds an insats that reveals something about health."""
    case: Enrolment = EnrolmentFactory(coach=coach)
    ReferralFactory(enrolled=True, enrolment=case)
    version = JobPlanVersionFactory(enrolment=case, communicated=True, items=False)
    PlanItemFactory(
        version=version,
        insats_type=InsatsTypeFactory(revealing=True),
        text="Samtal på mottagningen",
        place="Kliniken",
    )
    return case


def test_the_plans_own_page_tells_the_jobbtorg_everything(as_coach, planned):
    page = text(as_coach.get(reverse("case_plan", args=[planned.pk])))
    for secret in SECRETS:
        assert secret in page
    assert "visas för andra som Insats via samverkan" in page


@pytest.mark.parametrize("path", ["/", "/aspiranter", "case"])
def test_lists_and_the_overview_say_it_neutrally(as_coach, planned, path):
    page = text(as_coach.get(reverse("case", args=[planned.pk]) if path == "case" else path))
    for secret in SECRETS:
        assert secret not in page
    assert "Insats via samverkan" in page


def test_the_stadsdel_reads_the_neutral_label_only(planned):
    sender = signed_in(planned.referral.sent_by)
    page = text(sender.get(reverse("referral_detail", args=[planned.referral.pk])))
    assert "Insats via samverkan" in page
    for secret in SECRETS:
        assert secret not in page


def test_an_ordinary_insats_is_told_as_it_is(coach):
    case = EnrolmentFactory(coach=coach)
    ReferralFactory(enrolled=True, enrolment=case)
    version = JobPlanVersionFactory(enrolment=case, communicated=True, items=False)
    PlanItemFactory(version=version, text="Skriva cv", place="Sal 2")
    page = text(signed_in(case.referral.sent_by).get(reverse("referral_detail", args=[case.referral.pk])))
    assert "Individuell coaching: Skriva cv, Sal 2" in page


def test_the_printout_for_the_aspirant_is_whole(as_coach, planned):
    page = text(as_coach.get(reverse("plan_print", args=[planned.pk, 1])))
    assert "psykiatrin" in page


def test_a_revealing_insats_has_a_neutral_label(db):
    with pytest.raises(IntegrityError, match="neutral_label"), transaction.atomic():
        InsatsTypeFactory(code="X", reveals_health=True)
    InsatsType.objects.all().delete()


def test_that_a_meeting_was_about_health_never_leaves_the_jobbtorg(planned):
    MeetingFactory(enrolment=planned, present=True, topics=[Topic.HEALTH], note="Berättade om sin rygg")
    for user in (
        planned.referral.sent_by,
        UserFactory(district_manager=True, income_support_unit=planned.referral.unit),
    ):
        client = signed_in(user)
        for path in (reverse("referral_detail", args=[planned.referral.pk]), reverse("referral_inbox")):
            page = text(client.get(path))
            assert "Hälsa" not in page
            assert "rygg" not in page
        assert client.get(reverse("case_meetings", args=[planned.pk])).status_code == 403
