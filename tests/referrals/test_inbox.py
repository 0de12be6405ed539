"""The inbox as it is worked through: one open beside the list, taken in at once, several together, and taken back."""

from __future__ import annotations

import datetime
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from aspirants.models import Enrolment
from core.refusals import OperationRefused
from deadlines.models import ClockStatus
from demo.factories import (
    ClockPauseFactory,
    EnrolmentFactory,
    MeetingFactory,
    ReferralFactory,
    UserFactory,
)
from notices.models import Notice
from organisation.models import Jobbtorg, User
from referrals.inbox.loads import given_cases, load_in_words
from referrals.inbox.operations import MOST_AT_ONCE, take_back_decline, take_in_referral
from referrals.models import DeclineReason, Referral, ReferralStatus
from referrals.operations import decline_referral
from referrals.shown import shown_referral
from tests.post_forms import submit
from tests.referrals.pages import seen, text
from tests.visits import logged, signed_in, statements_of

INBOX = "/remisser"


def opened(client: Client, referral: Referral, **query: str):
    return client.get(INBOX, {"oppen": str(referral.pk), **query})


def declined(manager: User, referral: Referral) -> Referral:
    decline_referral(
        actor=manager,
        referral=referral,
        seen_referral=shown_referral(referral),
        reason=DeclineReason.WRONG_TARGET_GROUP,
    )
    return Referral.objects.get(pk=referral.pk)


def test_one_is_open_beside_the_list_and_the_opening_is_logged(coach: User, jobbtorg: Jobbtorg) -> None:
    first, second = ReferralFactory(due_today=True, jobbtorg=jobbtorg), ReferralFactory(jobbtorg=jobbtorg)
    client = signed_in(coach)
    response = opened(client, first)
    assert [row.referral.pk for row in response.context["rows"]] == [first.pk, second.pk]
    assert first.purpose in text(response)
    assert "Ta emot och skriv in" in text(response)
    assert set(logged().filter(user=coach).values_list("subject", flat=True)) == {"Remisser", first.number}


def test_a_protected_person_has_a_page_of_their_own(jobbtorg: Jobbtorg) -> None:
    appointed = UserFactory(manager=True, jobbtorg=jobbtorg, protected_access=True)
    referral = ReferralFactory(jobbtorg=jobbtorg, protected=True)
    response = opened(signed_in(appointed), referral)
    assert response.status_code == 302
    assert response["Location"] == reverse("referral_detail", args=[referral.pk])


def test_what_is_not_there_any_more_is_said_above_the_list(coach: User) -> None:
    response = signed_in(coach).get(INBOX, {"oppen": str(ReferralFactory().pk)}, follow=True)
    assert "Remissen finns inte längre här." in text(response)
    assert signed_in(coach).get(INBOX, {"oppen": "abc"}).status_code == 200


def test_taken_in_at_once_and_the_next_one_opens(manager: User, coach: User, jobbtorg: Jobbtorg) -> None:
    first, second = ReferralFactory(due_today=True, jobbtorg=jobbtorg), ReferralFactory(jobbtorg=jobbtorg)
    client = signed_in(manager)
    page = opened(client, first)
    response = submit(
        client,
        reverse("referral_enrol", args=[first.pk]),
        {"coach": str(coach.pk)},
        on=f"{INBOX}?oppen={first.pk}",
    )
    assert parse_qs(urlsplit(response["Location"]).query)["oppen"] == [str(second.pk)]
    assert response["Location"] == page.context["way_on"]
    after = text(client.get(response["Location"]))
    case = Enrolment.objects.get(person=first.person)
    assert f"Inskriven: {first.person.name}. Ärende {case.case_no} är öppnat. Coach är {coach}." in after
    assert f'<a class="ds-link" href="{reverse("case", args=[case.pk])}">Öppna ärendet</a>' in after
    # At the top, where that is said; whom it is about is not in the title, which the browser keeps.
    assert "#" not in response["Location"]
    assert "<title>Inskriven – Remisser" in after
    assert second.purpose in after
    assert case.coach == coach
    assert list(first.events.order_by("at", "pk").values_list("status", flat=True)) == [
        "SUBMITTED",
        "ACCEPTED",
        "ENROLLED",
    ]
    # The last one leads to the list alone.
    assert "oppen" not in opened(client, second).context["way_on"]


def test_a_step_that_is_refused_leaves_nothing_half_done(manager: User, coach: User, jobbtorg: Jobbtorg) -> None:
    referral = ReferralFactory(jobbtorg=jobbtorg)
    EnrolmentFactory(person=referral.person)
    with pytest.raises(OperationRefused, match="redan ett öppet ärende"):
        take_in_referral(actor=manager, referral=referral, seen_referral=shown_referral(referral), coach=coach)
    referral.refresh_from_db()
    assert referral.status == ReferralStatus.SUBMITTED
    assert referral.events.count() == 1


def test_the_present_load_is_said(coach: User, jobbtorg: Jobbtorg, clock: time_machine.Traveller) -> None:
    busy = UserFactory(coach=True, jobbtorg=jobbtorg, first_name="Vera", last_name="Full")
    EnrolmentFactory.create_batch(2, coach=busy)
    clock.move_to(datetime.datetime(2026, 11, 27, 13, 5, tzinfo=datetime.UTC))  # Friday 14.05
    at = datetime.datetime(2026, 11, 27, 14, 15, tzinfo=datetime.UTC)
    MeetingFactory(enrolment=Enrolment.objects.filter(coach=busy)[0], coach=busy, starts_at=at)
    found = [load_in_words(one) for one in given_cases(jobbtorg.pk)]
    assert found == [
        f"{coach} – 0 aspiranter, 2 luckor denna vecka",
        "Vera Full – 2 aspiranter, 1 lucka denna vecka",
    ]


def test_several_are_shared_out_and_each_is_done_or_refused_by_itself(coach: User, jobbtorg: Jobbtorg) -> None:
    other = UserFactory(coach=True, jobbtorg=jobbtorg)
    EnrolmentFactory(coach=other)
    referrals = [ReferralFactory(jobbtorg=jobbtorg) for _ in range(3)]
    enrolled = ReferralFactory(jobbtorg=jobbtorg)
    EnrolmentFactory(person=enrolled.person)
    protected = ReferralFactory(jobbtorg=jobbtorg, protected=True)
    client = signed_in(coach)
    keys = [str(one.pk) for one in [*referrals, enrolled, protected]]
    asked = client.post(reverse("referrals_chosen"), {"referral": keys, "query": "visa="})
    assert "Det gäller 4 remisser." in text(asked)
    for one in referrals:
        assert one.person.name in text(asked)
    field = asked.context["form"].now.token()
    answers = {"confirmed": "1", "referral": keys, "query": "", "seen": field}
    assert "Välj minst en coach." in text(client.post(reverse("referrals_chosen"), answers))
    done = client.post(reverse("referrals_chosen"), {**answers, "coaches": [str(coach.pk), str(other.pk)]}, follow=True)
    assert "3 personer är inskrivna. 1 rad lämnades utanför." in text(done)
    assert f"{enrolled.person.name}: Personen har redan ett öppet ärende i staden." in text(done)
    coaches = [Enrolment.objects.get(person=one.person).coach for one in referrals]
    for one, whose in zip(referrals, coaches, strict=True):
        assert f"<li>{one.person.name}: coach {whose}, ärende " in text(done)
    assert sorted(coaches.count(one) for one in (coach, other)) == [1, 2]


def test_nothing_marked_is_said_in_the_list(coach: User, jobbtorg: Jobbtorg) -> None:
    response = signed_in(coach).post(reverse("referrals_chosen"), {"query": ""}, follow=True)
    assert "Markera minst en remiss i listan." in text(response)


@pytest.mark.parametrize("before", ["SUBMITTED", "INCOMPLETE", "ACCEPTED"])
def test_a_decline_is_taken_back_as_if_it_had_not_been(manager: User, jobbtorg: Jobbtorg, before: str) -> None:
    traits = {"SUBMITTED": {}, "INCOMPLETE": {"incomplete": True}, "ACCEPTED": {"accepted": True}}[before]
    referral = ReferralFactory(jobbtorg=jobbtorg, received_on=datetime.date(2026, 11, 20), **traits)
    ClockPauseFactory(clock=referral.clock, registered_by=manager)
    referral.clock.refresh_from_db()
    was = (referral.clock.status, referral.clock.due_on, referral.clock.ended_on)
    referral = declined(manager, referral)
    assert referral.clock.status == ClockStatus.CANCELLED
    client, path = signed_in(manager), reverse("referral_detail", args=[referral.pk])
    page = text(client.get(path))
    assert "Ta tillbaka avböjandet" in page
    done = submit(client, reverse("referral_take_back", args=[referral.pk]), on=path, follow=True)
    assert "Avböjandet är tillbakataget." in text(done)
    assert "Avböjandet togs tillbaka" in text(done)
    referral.refresh_from_db()
    referral.clock.refresh_from_db()
    assert (referral.status, referral.decline_reason) == (before, "")
    assert (referral.clock.status, referral.clock.due_on, referral.clock.ended_on) == was
    told = Notice.objects.filter(recipient=referral.sent_by).order_by("-pk")[0]
    assert told.text == f"Remiss {referral.number} gäller igen: jobbtorget har tagit tillbaka avböjandet"


def test_a_decline_stands_the_next_day_and_while_something_newer_is_there(
    manager: User, coach: User, jobbtorg: Jobbtorg, clock: time_machine.Traveller
) -> None:
    replaced, enrolled = (declined(manager, ReferralFactory(jobbtorg=jobbtorg)) for _ in range(2))
    ReferralFactory(person=replaced.person)
    EnrolmentFactory(person=enrolled.person)
    for referral, sentence in ((replaced, "redan en öppen remiss"), (enrolled, "redan ett öppet ärende")):
        with pytest.raises(OperationRefused, match=sentence):
            take_back_decline(actor=manager, referral=referral, seen_referral=shown_referral(referral))
    late = declined(manager, ReferralFactory(jobbtorg=jobbtorg))
    clock.shift(datetime.timedelta(days=1))
    assert "Ta tillbaka avböjandet" not in text(signed_in(manager).get(reverse("referral_detail", args=[late.pk])))
    response = signed_in(manager).post(reverse("referral_take_back", args=[late.pk]), seen(late), follow=True)
    assert "Avböjandet kan bara tas tillbaka samma dag." in text(response)


def test_a_person_with_a_case_here_is_answered_as_a_duplicate(manager: User, coach: User, jobbtorg: Jobbtorg) -> None:
    """G-57: no new clock, and the answer has a link to the case."""
    referral = ReferralFactory(jobbtorg=jobbtorg)
    case = EnrolmentFactory(person=referral.person, jobbtorg=jobbtorg)
    page = text(signed_in(coach).get(reverse("referral_detail", args=[referral.pk])))
    assert "Personen har redan ett öppet ärende här" in page
    assert reverse("case", args=[case.pk]) in page
    assert "Enhetschefen svarar den som skickade den." in page
    client, decline = signed_in(manager), reverse("referral_decline", args=[referral.pk])
    assert "checked" not in text(client.get(decline))
    assert "checked" in text(client.get(f"{decline}?skal=DUPLICATE"))
    submit(client, decline, {"reason": "DUPLICATE", "comment": ""})
    referral.refresh_from_db()
    referral.clock.refresh_from_db()
    assert (referral.status, referral.clock.status) == (ReferralStatus.DECLINED, ClockStatus.CANCELLED)


def test_a_jobbtorg_that_closes(manager: User, coach: User, jobbtorg: Jobbtorg) -> None:
    """A manager sees what must be moved; once it has closed nobody is taken in."""
    referral = ReferralFactory(jobbtorg=jobbtorg)
    Jobbtorg.objects.filter(pk=jobbtorg.pk).update(valid_to=datetime.date(2026, 11, 27))
    inbox = text(signed_in(manager).get(INBOX))
    assert "Jobbtorg Kista finns till och med fre 27 nov 2026. 1 remiss väntar." in inbox
    assert "finns till och med" not in text(signed_in(coach).get(INBOX))
    Jobbtorg.objects.filter(pk=jobbtorg.pk).update(valid_to=datetime.date(2026, 11, 22))
    referral = Referral.objects.get(pk=referral.pk)
    with pytest.raises(OperationRefused, match="Jobbtorg Kista finns inte längre"):
        take_in_referral(actor=manager, referral=referral, seen_referral=shown_referral(referral), coach=coach)
    page = text(signed_in(manager).get(reverse("referral_detail", args=[referral.pk])))
    assert "Enhetschefen flyttar remissen till ett annat jobbtorg." in page
    assert reverse("referral_move", args=[referral.pk]) in page


def test_a_unit_that_has_closed_is_said_where_it_matters(manager: User, jobbtorg: Jobbtorg) -> None:
    closed = {"unit__valid_from": datetime.date(2020, 1, 1), "unit__valid_to": datetime.date(2026, 11, 1)}
    referral = ReferralFactory(jobbtorg=jobbtorg, incomplete=True, received_on=datetime.date(2026, 11, 20), **closed)
    client = signed_in(manager)
    assert "Enheten finns inte längre" in text(client.get(INBOX, {"visa": "kompletteras"}))
    page = text(client.get(reverse("referral_detail", args=[referral.pk])))
    assert "finns inte längre, så ingen där kan svara." in page


@pytest.mark.parametrize("rows", [4, 54])
def test_the_split_view_takes_few_statements(rows: int, manager: User, coach: User, jobbtorg: Jobbtorg) -> None:
    referrals = ReferralFactory.create_batch(rows, jobbtorg=jobbtorg, events=False)
    for user in (coach, manager):
        client = signed_in(user)
        client.get(reverse("help"))
        status, sent = statements_of(client, f"{INBOX}?oppen={referrals[0].pk}")
        assert status == 200
        assert len(sent) <= 15, "\n".join(one[:200] for one in sent)


@pytest.mark.parametrize("name", ["referral_decline", "referral_return", "referral_lapse", "referral_move"])
def test_leaving_a_form_leads_back_to_the_same_one(name: str, manager: User, jobbtorg: Jobbtorg) -> None:
    """Only the finished act goes on to the next one."""
    first, second = ReferralFactory(due_today=True, jobbtorg=jobbtorg), ReferralFactory(jobbtorg=jobbtorg)
    client = signed_in(manager)
    ends_there = opened(client, first, visa="alla").context["ends_there"]
    assert f"oppen%3D{second.pk}" in ends_there
    page = client.get(reverse(name, args=[first.pk]) + ends_there)
    back = urlsplit(page.context["back_url"])
    assert (back.path, parse_qs(back.query)) == (INBOX, {"visa": ["alla"], "oppen": [str(first.pk)]})
    assert page.context["back_url"].replace("&", "&amp;") in text(page)
    on_its_own = client.get(reverse(name, args=[first.pk]))
    assert on_its_own.context["back_url"] == reverse("referral_detail", args=[first.pk])


def test_an_enrolment_that_is_refused_stays_beside_the_list(manager: User, coach: User, jobbtorg: Jobbtorg) -> None:
    first, second = ReferralFactory(due_today=True, jobbtorg=jobbtorg), ReferralFactory(jobbtorg=jobbtorg)
    client, path = signed_in(manager), reverse("referral_enrol", args=[first.pk])
    typed = {"coach": str(coach.pk), "enrolled_on": "2027-01-01"}
    response = submit(client, path, typed, on=f"{INBOX}?visa=alla&oppen={first.pk}")
    assert response.status_code == 422
    page = text(response)
    assert "Datumet kan inte ligga i framtiden." in page
    assert 'value="2027-01-01"' in page
    # The list is there, with addresses of its own and not of the form, and the act still ends at the next one.
    [link] = [part for part in page.split('"') if part.endswith(f"oppen={second.pk}&amp;page=1#remiss")]
    assert link.startswith(f"{INBOX}?visa=alla")
    assert parse_qs(urlsplit(response.context["way_on"]).query)["oppen"] == [str(second.pk)]
    assert set(logged().filter(user=manager).values_list("subject", flat=True)) == {"Remisser", first.number}
    # On the referral's own page it comes back there.
    alone = submit(client, path, typed, on=reverse("referral_detail", args=[first.pk]))
    assert (alone.status_code, "inbox-split" in text(alone)) == (422, False)


def test_whoever_comes_second_reads_who_was_first(manager: User, coach: User, jobbtorg: Jobbtorg) -> None:
    first = ReferralFactory(due_today=True, jobbtorg=jobbtorg)
    client, path = signed_in(manager), reverse("referral_enrol", args=[first.pk])
    page = opened(client, first)
    take_in_referral(actor=coach, referral=first, seen_referral=shown_referral(first), coach=coach)
    response = submit(client, path, {"coach": str(manager.pk)}, on=f"{INBOX}?oppen={first.pk}", page=page)
    assert response.status_code == 409
    said = text(response)
    case = Enrolment.objects.get(person=first.person)
    assert f"Inskriven av {coach} " in said
    assert reverse("case", args=[case.pk]) in said
    assert path not in said
    assert "Skicka igen" not in said
    changed = said[said.index('id="andrat"') : said.index('id="inkorg"')]
    assert changed.count('<th scope="row">') == 1


def test_the_deadline_is_called_the_guarantees_only_where_it_is(coach: User, jobbtorg: Jobbtorg) -> None:
    referral, client = ReferralFactory(jobbtorg=jobbtorg), signed_in(coach)
    path = reverse("referral_detail", args=[referral.pk])
    sentences = {
        (True, False): "Jobbgarantins frist löper redan",
        (False, True): "Om jobbgarantin omfattar personen avgörs senare.",
        (False, False): "men personen omfattas inte av jobbgarantin.",
    }
    for (covered, awaited), sentence in sentences.items():
        type(referral.clock).objects.filter(pk=referral.clock_id).update(covered=covered, coverage_awaited=awaited)
        page = text(client.get(path))
        assert [one for one in sentences.values() if one in page] == [sentence]


def test_who_waits_for_the_decision_is_not_proposed_for_enrolment(coach: User, jobbtorg: Jobbtorg) -> None:
    referral = ReferralFactory(jobbtorg=jobbtorg, wants_decision_first=True, benefit_decision_status="APPLIED")
    client, path = signed_in(coach), reverse("referral_decision", args=[referral.pk])
    page = text(opened(client, referral))
    assert page.count("Personen väntar på beslutet om ersättningen") == 1
    assert page.count(path) == 1
    assert page.index(path) < page.index(reverse("referral_enrol", args=[referral.pk]))
    # From the inbox one comes back to the same one.
    back = client.get(path + opened(client, referral).context["back_here"]).context["back_url"]
    assert back == f"{INBOX}?oppen={referral.pk}#remiss"
    several = text(client.post(reverse("referrals_chosen"), {"referral": [str(referral.pk)], "query": ""}))
    assert f"{referral.person.name} ({referral.number}) väntar på beslutet om ersättningen" in several
    assert path in several


def test_declining_says_what_it_may_be_a_double_of(manager: User, coach: User, jobbtorg: Jobbtorg) -> None:
    earlier = declined(manager, ReferralFactory(jobbtorg=jobbtorg))
    elsewhere = ReferralFactory(person=earlier.person, withdrawn=True)
    referral = ReferralFactory(jobbtorg=jobbtorg, person=earlier.person)
    client, path = signed_in(manager), reverse("referral_decline", args=[referral.pk])
    page = text(client.get(path))
    assert f"Remiss {earlier.number} från {earlier.unit}" in page
    assert reverse("referral_detail", args=[earlier.pk]) in page
    assert elsewhere.number not in page
    case = EnrolmentFactory(person=referral.person, jobbtorg=jobbtorg)
    assert reverse("case", args=[case.pk]) in text(client.get(path))
    other = ReferralFactory(jobbtorg=jobbtorg)
    nothing = text(client.get(reverse("referral_decline", args=[other.pk])))
    assert "Hos er finns inget annat ärende och ingen annan remiss för personen." in nothing


def test_ten_are_taken_in_by_one_press_and_the_rest_is_still_marked(coach: User, jobbtorg: Jobbtorg) -> None:
    """Those that are due first; what is left is said before and after, and is marked in the list."""
    referrals = [ReferralFactory(jobbtorg=jobbtorg) for _ in range(11)]
    overdue = ReferralFactory(jobbtorg=jobbtorg, overdue=True)
    client = signed_in(coach)
    assert "Med markerade, högst 10 åt gången:" in text(client.get(INBOX))
    asked = client.post(
        reverse("referrals_chosen"), {"referral": [str(one.pk) for one in [*referrals, overdue]], "query": ""}
    )
    assert "Det gäller 10 remisser." in text(asked)
    left = "Högst 10 tas emot åt gången. 2 remisser till är kvar i listan, markerade."
    assert left in text(asked)
    assert asked.context["keys"] == [overdue.pk, *(one.pk for one in referrals[:9])]
    answers = {"referral": asked.context["keys"], "later": asked.context["later"], "coaches": [str(coach.pk)]}
    seen_now = asked.context["form"].now.token()
    done = client.post(
        reverse("referrals_chosen"), {**answers, "confirmed": "1", "query": "", "seen": seen_now}, follow=True
    )
    assert f"10 personer är inskrivna. {left}" in text(done)
    assert Enrolment.objects.count() == 10
    assert done.context["marked"] == {one.pk for one in referrals[9:]}


def test_what_taking_in_one_more_costs(coach: User, jobbtorg: Jobbtorg) -> None:
    """A press holds the lock of the case numbers from the first to the last, so that it is ten and no more."""
    counts = []
    for many in (1, MOST_AT_ONCE):
        keys = [str(ReferralFactory(jobbtorg=jobbtorg).pk) for _ in range(many)]
        client = signed_in(coach)
        asked = client.post(reverse("referrals_chosen"), {"referral": keys, "query": ""})
        answers = {"referral": keys, "coaches": [str(coach.pk)], "confirmed": "1", "query": ""}
        answers["seen"] = asked.context["form"].now.token()
        counts.append(len(statements_of(client, reverse("referrals_chosen"), answers)[1]))
    assert Enrolment.objects.count() == 1 + MOST_AT_ONCE
    assert (counts[1] - counts[0]) / (MOST_AT_ONCE - 1) <= 21, counts


def test_a_decline_that_is_refused_still_says_what_it_may_be_a_double_of(manager: User, jobbtorg: Jobbtorg) -> None:
    referral = ReferralFactory(jobbtorg=jobbtorg)
    case = EnrolmentFactory(person=referral.person, jobbtorg=jobbtorg)
    client, path = signed_in(manager), reverse("referral_decline", args=[referral.pk])
    form = {"reason": "DUPLICATE", "comment": "Finns redan", **seen(referral)}
    Referral.objects.filter(pk=referral.pk).update(status=ReferralStatus.ACCEPTED)
    refused = client.post(path, form)
    assert refused.status_code == 409
    assert refused.context["double_of"] == [("Personens öppna ärende här", reverse("case", args=[case.pk]))]
    assert f'href="{reverse("case", args=[case.pk])}">Personens öppna ärende här' in text(refused)
    assert "Finns redan" in text(refused)


def test_the_way_to_its_own_page_says_of_which_referral(coach: User, jobbtorg: Jobbtorg) -> None:
    referral = ReferralFactory(jobbtorg=jobbtorg)
    page = text(opened(signed_in(coach), referral))
    assert f'Egen sida<span class="ds-sr-only"> för remiss {referral.number}</span></a>' in page


def test_what_was_left_out_and_is_seen_no_more_is_called_a_row(coach: User) -> None:
    """A list may be of referrals, cases or deadlines: none of these words fits all."""
    client = signed_in(coach)
    session = client.session
    session["list_result"] = {"list": "remisser", "said": "Ingen.", "refused": [[7, "Den är flyttad."]], "done": False}
    session.save()
    page = client.get(INBOX)
    assert page.context["result"].left_out == [("En rad som du inte ser", "Den är flyttad.")]
