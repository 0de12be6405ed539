"""The day on which a case began is put right afterwards: by whom, to which day, and what follows it."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from aspirants.models import Correction, Enrolment, Origin, UnitStay
from casework.enrolment_day.choosable import choosable_days, require_choosable
from casework.enrolment_day.operations import correct_enrolled_on
from casework.enrolment_day.shown import shown_enrolment_day
from core.history.tracking import changes_of
from core.refusals import OperationRefused
from demo.factories import (
    ActivityFactory,
    CaseNoteFactory,
    EnrolmentFactory,
    FollowUpFactory,
    GroupInformationBookingFactory,
    InterruptionFactory,
    JobOfferFactory,
    MeetingFactory,
    PlanApprovalFactory,
    ReferralFactory,
    SupportUnitChangeFactory,
    WalkInFactory,
)
from measures.periods import Period
from measures.scope import Reach, Scope
from measures.statistics.statement import collect
from measures.units import TOTAL
from organisation.access.acting import acting_for
from organisation.access.database_roles import WEB
from organisation.models import User
from referrals.models import Referral
from tests.aspirants.staff import at, errors, signed_in, text
from tests.post_forms import submit
from tests.roles import as_role

REASON = "Skrevs in på fredagen."


def day(number: int) -> datetime.date:
    """A day of November 2026; the 23rd, a Monday, is today."""
    return datetime.date(2026, 11, number)


@pytest.fixture
def case(coach: User) -> Enrolment:
    """Enrolled on Wednesday 18, registered today."""
    return EnrolmentFactory(coach=coach, enrolled_on=day(18))


def correct(actor: User, case: Enrolment, to: datetime.date, reason: str = REASON) -> Correction:
    with as_role(WEB), acting_for(actor):
        now = Enrolment.objects.get(pk=case.pk)
        return correct_enrolled_on(
            actor=actor, enrolment=now, seen_day=shown_enrolment_day(now), enrolled_on=to, reason=reason
        )


def test_through_the_page_with_the_reason_and_what_stood_before(coach: User, case: Enrolment) -> None:
    client, path = signed_in(coach), reverse("enrolment_day", args=[case.pk])
    assert f'href="{path}"' in client.get(reverse("correct_in_case", args=[case.pk])).content.decode()
    refused = submit(client, path, {"enrolled_on": "2026-11-20", "reason": ""})
    assert "Skriv varför inskrivningsdagen rättas." in text(refused)
    done = submit(client, path, {"enrolled_on": "2026-11-20", "reason": REASON})
    assert done.url == reverse("case", args=[case.pk])
    told = text(client.get(done.url))
    for words in (
        "Inskriven fre 20 nov 2026. Den förra dagen finns kvar i historiken.",
        "Rättat: Inskrivningsdagen",
        f"Skäl: {REASON}",
        "Inskriven: ons 18 nov 2026",
    ):
        assert words in told, words
    kept = Correction.objects.get()
    assert (kept.kind, kept.number, kept.reason, kept.made_by) == ("ENROLMENT", case.pk, REASON, coach)
    assert kept.differences == [["Inskriven", "ons 18 nov 2026", "fre 20 nov 2026"]]
    history = text(client.get(reverse("case_history", args=[case.pk])))
    assert "Inskrivningsdagen ändrades från ons 18 nov 2026 till fre 20 nov 2026" in history
    versions = changes_of(Enrolment).objects.filter(pgh_obj=case.pk).order_by("pgh_id")
    assert [one.enrolled_on for one in versions][-2:] == [day(18), day(20)]
    assert (case.stays.get().started_on, Enrolment.objects.get().case_no) == (day(20), case.case_no)


def test_who_was_quicker_is_shown(coach: User, manager: User, case: Enrolment) -> None:
    client, path = signed_in(coach), reverse("enrolment_day", args=[case.pk])
    page = client.get(path)
    correct(manager, case, day(17))
    refused = submit(client, path, {"enrolled_on": "2026-11-20", "reason": REASON}, page=page)
    assert refused.status_code == 409
    for words in ("ons 18 nov 2026", "tis 17 nov 2026", f'value="{REASON}"'):
        assert words in refused.content.decode(), words
    assert Enrolment.objects.get().enrolled_on == day(17)


def test_the_days_that_can_be_chosen_are_those_of_an_enrolment(coach: User, manager: User, case: Enrolment) -> None:
    """Five working days back is Monday 16."""
    with pytest.raises(OperationRefused, match="Be enhetschefen att rätta dagen") as refused:
        correct(coach, case, day(13))
    assert refused.value.field == "enrolled_on"
    correct(coach, case, day(16))
    correct(manager, case, day(13))
    for to, said in ((day(24), "framtiden"), (day(13), "samma dag som förut")):
        with pytest.raises(OperationRefused, match=said):
            correct(manager, case, to)
    assert Enrolment.objects.get().enrolled_on == day(13)


def page_for(user: User, case: Enrolment) -> Any:
    return signed_in(user).get(reverse("enrolment_day", args=[case.pk]))


def test_the_page_says_first_between_which_days_one_can_choose(coach: User, manager: User, case: Enrolment) -> None:
    """Today is Monday 23, and the enrolment was registered today."""
    limit = "Längre tillbaka än 5 arbetsdagar rättar enhetschefen dagen."
    between = "Du kan välja en dag från och med mån 16 nov 2026 till och med mån 23 nov 2026."
    assert f"{between} {limit}" in text(page_for(coach, case))
    assert "Du kan välja en dag till och med mån 23 nov 2026." in text(page_for(manager, case))
    assert limit not in text(page_for(manager, case))
    MeetingFactory(enrolment=case, present=True, starts_at=at("2026-11-19"))
    why = "Senare går inte, för mötet tor 19 nov 2026 kan inte ligga före inskrivningen."
    said = f"till och med tor 19 nov 2026. {why}"
    assert f"Du kan välja en dag {said}" in text(page_for(manager, case))
    Enrolment.objects.filter(pk=case.pk).update(origin=Origin.WALK_IN)
    WalkInFactory(enrolment=case, came_on=day(17))
    assert f"Du kan välja en dag från och med tis 17 nov 2026 {said}" in text(page_for(coach, case))


def test_where_no_day_fits_it_says_who_can_correct_it(
    coach: User, manager: User, case: Enrolment, now: time_machine.Traveller
) -> None:
    now.move_to(at("2026-12-01"))
    page = page_for(coach, case)
    words = (
        "Det finns ingen dag som du kan välja. Du kan gå högst 5 arbetsdagar tillbaka. Be enhetschefen att rätta dagen."
    )
    assert words in text(page)
    assert "Spara dagen" not in text(page)
    assert "Spara dagen" in text(page_for(manager, case))


@pytest.mark.parametrize("today", [day(number) for number in range(18, 30)])
def test_the_days_it_says_are_those_that_are_taken(
    coach: User, case: Enrolment, now: time_machine.Traveller, today: datetime.date
) -> None:
    """Also on a Saturday and a Sunday, which are no working days."""
    now.move_to(at(today))
    Enrolment.objects.filter(pk=case.pk).update(created_at=at(today, "08:00"), enrolled_on=day(1))
    kept = Enrolment.objects.get(pk=case.pk)
    days = choosable_days(coach, kept, None)
    taken = []
    for back in range(12):
        wanted = today - datetime.timedelta(days=back)
        with suppress(OperationRefused):
            require_choosable(wanted, actor=coach, case=kept)
            taken.append(wanted)
    assert (days.earliest, days.latest, len(taken)) == (taken[-1], taken[0], (taken[0] - taken[-1]).days + 1)


def test_all_that_is_wrong_is_said_at_once(coach: User, case: Enrolment) -> None:
    refused = submit(
        signed_in(coach), reverse("enrolment_day", args=[case.pk]), {"enrolled_on": "2026-11-12", "reason": ""}
    )
    assert errors(refused) == {
        "enrolled_on": ["Inskrivningen kan läggas högst 5 arbetsdagar tillbaka. Be enhetschefen att rätta dagen."],
        "reason": ["Skriv varför inskrivningsdagen rättas."],
    }


def test_nobody_but_who_works_in_the_case(coach: User, stranger: User, case: Enrolment) -> None:
    with pytest.raises(OperationRefused):
        correct_enrolled_on(
            actor=stranger, enrolment=case, seen_day=shown_enrolment_day(case), enrolled_on=day(20), reason=REASON
        )
    assert signed_in(stranger).get(reverse("enrolment_day", args=[case.pk])).status_code == 404
    assert Enrolment.objects.get().enrolled_on == day(18)


def test_not_before_the_visit_nor_after_it_was_registered(
    coach: User, case: Enrolment, now: time_machine.Traveller
) -> None:
    Enrolment.objects.filter(pk=case.pk).update(origin=Origin.WALK_IN)
    WalkInFactory(enrolment=case, came_on=day(17))
    now.move_to(at("2026-11-25"))
    for to, said in (
        (day(16), "före dagen då remissen eller personen kom, tis 17 nov 2026"),
        (day(24), "efter att den registrerades mån 23 nov 2026"),
    ):
        with pytest.raises(OperationRefused, match=said):
            correct(coach, case, to)
    page = signed_in(coach).get(reverse("enrolment_day", args=[case.pk]))
    assert "Kom tis 17 nov 2026." in text(page)
    assert f'href="{reverse("visit_arrival", args=[case.pk])}"' in page.content.decode()


def test_not_within_another_case_of_the_person(manager: User, case: Enrolment) -> None:
    """The earlier one was at another jobbtorg, from 2 to 12 November."""
    EnrolmentFactory(person=case.person, enrolled_on=day(2), closed=True, closed_on=day(12))
    for to in (day(11), datetime.date(2026, 10, 30)):
        with pytest.raises(OperationRefused, match="förra ärende"):
            correct(manager, case, to)
    correct(manager, case, day(12))
    assert Enrolment.objects.get(pk=case.pk).enrolled_on == day(12)


def test_the_earlier_case_is_put_right_beside_the_later_one(manager: User, case: Enrolment) -> None:
    earlier = EnrolmentFactory(
        person=case.person, jobbtorg=case.jobbtorg, enrolled_on=day(9), closed=True, closed_on=day(12)
    )
    with pytest.raises(OperationRefused, match="efter avslutet tor 12 nov 2026"):
        correct(manager, earlier, day(13))
    correct(manager, earlier, day(10))
    assert Enrolment.objects.get(pk=earlier.pk).enrolled_on == day(10)


HAPPENED: dict[str, Callable[[Enrolment], Any]] = {
    "mötet": lambda case: MeetingFactory(enrolment=case, present=True, starts_at=at("2026-11-19")),
    "gruppinformationen": lambda case: GroupInformationBookingFactory(
        enrolment=case, attended=True, session__starts_at=at("2026-11-19")
    ),
    "uppföljningen": lambda case: FollowUpFactory(enrolment=case, held=True, held_at=at("2026-11-19")),
    "svaret på jobbplanen": lambda case: PlanApprovalFactory(version__enrolment=case, answered_at=at("2026-11-19")),
    "jobberbjudandet": lambda case: JobOfferFactory(enrolment=case, offered_on=day(19)),
    "beslutet om insatsen": lambda case: ActivityFactory(enrolment=case, decided_on=day(19), agreed_at=None),
    "aspirantens ja till insatsen": lambda case: ActivityFactory(
        enrolment=case, decided_on=day(20), agreed_at=at("2026-11-19")
    ),
    "uppehållet": lambda case: InterruptionFactory(enrolment=case, started_on=day(19)),
    "anteckningen": lambda case: CaseNoteFactory(enrolment=case, concerns_on=day(19)),
    "bytet av försörjningsstödsenhet": lambda case: SupportUnitChangeFactory(enrolment=case, changed_on=day(19)),
    "flytten till ett annat jobbtorg": lambda case: case.stays.update(ended_on=day(19)),
}


@pytest.mark.parametrize("what", HAPPENED)
def test_not_after_the_first_thing_in_the_case(coach: User, case: Enrolment, what: str) -> None:
    HAPPENED[what](case)
    with pytest.raises(OperationRefused) as refused:
        correct(coach, case, day(20))
    assert refused.value.message == f"Inskrivningen kan inte ligga efter {what} tor 19 nov 2026. Rätta det först."
    correct(coach, case, day(19))
    assert Enrolment.objects.get(pk=case.pk).enrolled_on == day(19)


def test_the_sender_reads_the_day_and_not_the_reason(coach: User, case: Enrolment) -> None:
    referral = ReferralFactory(
        jobbtorg=coach.jobbtorg, enrolled=True, enrolment=case, person=case.person, received_on=day(17)
    )
    client = signed_in(coach)
    tab = client.get(reverse("case_referral", args=[case.pk])).content.decode()
    assert f'href="{reverse("enrolment_day", args=[case.pk])}?tillbaka=' in tab
    correct(coach, case, day(19))
    seen = text(signed_in(referral.sent_by).get(reverse("referral_detail", args=[referral.pk])))
    assert "Inskriven: ons 18 nov 2026 blev tor 19 nov 2026." in seen
    assert REASON not in seen
    assert Referral.objects.get().received_on == day(17)


def test_a_closed_case_too(coach: User) -> None:
    closed = EnrolmentFactory(coach=coach, enrolled_on=day(17), closed=True, closed_on=day(20))
    done = submit(
        signed_in(coach),
        reverse("enrolment_day", args=[closed.pk]),
        {"enrolled_on": "2026-11-18", "reason": REASON},
    )
    assert done.status_code == 302
    assert Enrolment.objects.get().enrolled_on == day(18)


def new_in(period: Period) -> int:
    statement = collect(Scope(Reach.CITY), period)
    statement.verify()
    row = statement.row(TOTAL)
    return row.figures.new if row else 0


def test_figures_count_by_the_day(coach: User, manager: User) -> None:
    """Enrolled on Friday 30 October and typed as Monday 2 November: new in October then."""
    case = EnrolmentFactory(coach=coach, enrolled_on=day(2))
    october, november = (
        Period(datetime.date(2026, 10, 1), datetime.date(2026, 10, 31)),
        Period(day(1), day(30)),
    )
    assert (new_in(october), new_in(november)) == (0, 1)
    correct(manager, case, datetime.date(2026, 10, 30))
    assert (new_in(october), new_in(november)) == (1, 0)
    assert UnitStay.objects.get().started_on == datetime.date(2026, 10, 30)
