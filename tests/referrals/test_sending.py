"""A caseworker sends a referral: three pages, one clock (journey 1)."""

from __future__ import annotations

import datetime
import re
import uuid
from functools import partial

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from aspirants.models import Person
from audit.models import AccessEvent, AccessKind
from core.seen import NOTHING
from deadlines.models import ClockKind, DeadlineClock, StartEvent
from demo.factories import (
    DeadlinePolicyFactory,
    DistrictJobbtorgFactory,
    EnrolmentFactory,
    JobbtorgFactory,
    PersonFactory,
    ReferralFactory,
    TargetGroupFactory,
    UserFactory,
)
from organisation.models import IncomeSupportUnit, Jobbtorg, User
from referrals.drafts import WHO
from referrals.models import Referral, ReferralDraft, ReferralStatus
from referrals.operations.drafts import DraftSentError, keep_answers
from tests.aspirants.staff import changed
from tests.post_forms import submit
from tests.referrals.pages import DETAILS, NUMBER, give_details, say_who, send, text, url
from tests.rollback import undone_afterwards
from tests.same_moment import at_the_same_moment
from tests.visits import signed_in

AT_ONCE = 50


def test_the_whole_way(sender: Client, caseworker: User, unit: IncomeSupportUnit, jobbtorg: Jobbtorg) -> None:
    page = sender.get(reverse("referral_new"))
    assert "Steg 1 av 3" in text(page)
    draft_id = page.context["draft_id"]

    response = say_who(sender, draft_id)
    assert response["Location"] == url("details", draft_id)
    page = sender.get(response["Location"])
    assert "Steg 2 av 3" in text(page)
    assert "Skriv inte diagnoser eller uppgifter om andra personer." in text(page)
    assert page.context["form"]["jobbtorg"].value() == jobbtorg.pk

    response = give_details(sender, draft_id, jobbtorg)
    assert response["Location"] == url("check", draft_id)
    page = sender.get(response["Location"])
    assert "Steg 3 av 3" in text(page)
    for answer in ("19790417-9814", "Anna", "Åkesson", "2026-11-02", "Arbetslöshet", "Jobbtorg Kista", "sekretess"):
        assert answer in text(page)

    response = submit(sender, url("check", draft_id))
    referral = Referral.objects.get()
    assert response["Location"] == reverse("referral_sent", args=[referral.pk])
    page = sender.get(response["Location"])
    assert referral.number in text(page)
    assert "Jobbplan senast måndag 30 november 2026" in text(page)
    assert "Remissen kom in måndag 23 november 2026. Den dagen räknas inte." in text(page)
    assert reverse("referral_detail", args=[referral.pk]) in text(page)

    assert (referral.status, referral.unit, referral.sent_by) == (ReferralStatus.SUBMITTED, unit, caseworker)
    assert referral.person.name == "Anna Åkesson"
    assert referral.person.identity_no == "197904179814"
    assert referral.benefit_applied_on == datetime.date(2026, 11, 2)
    assert referral.has_children_at_home
    assert referral.clock.due_on == datetime.date(2026, 11, 30)
    assert not ReferralDraft.objects.exists()
    assert referral.events.get().status == ReferralStatus.SUBMITTED


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("790417-9814", "197904179814"),
        ("19790417 9814", "197904179814"),
        ("7904179814", "197904179814"),
        ("19790417–9814", "197904179814"),
        ("701063-2391", "197010632391"),
        ("19800101-T223", "19800101T223"),
    ],
)
def test_every_form_of_number_is_taken(sender: Client, jobbtorg: Jobbtorg, typed: str, kept: str) -> None:
    assert send(sender, jobbtorg, number=typed).person.identity_no == kept


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Skriv ett personnummer, eller kryssa i att personen saknar nummer."),
        ("Anna", "Numret innehåller annat än siffror. Skriv det som 19790417-9814."),
        ("790417", "Numret är för kort, 6 av 10 siffror."),
        ("19790417-98141", "Numret är för långt, 13 siffror."),
        ("790417-0000", "De fyra sista siffrorna saknas."),
        ("17790417-9814", "Börja numret med 19 eller 20."),
        ("19791317-9814", "Numret börjar inte med ett datum som finns."),
        ("20790417-9814", "Födelsedatumet ligger i framtiden."),
        ("19790417-9815", "Kontrollsiffran stämmer inte. Jämför siffra för siffra med id-handlingen."),
        ("20170101-2393", "Personen blir 9 år med det här numret. Kontrollera numret: en aspirant"),
        ("19030124-9801", "Personen blir 123 år med det här numret. Kontrollera numret: en aspirant"),
        ("170101-2393", "Personen blir 9 år med det här numret. Kontrollera seklet: en aspirant"),
    ],
)
def test_each_mistake_in_a_number_has_its_sentence(sender: Client, typed: str, sentence: str) -> None:
    response = say_who(sender, uuid.uuid4(), number=typed)
    assert response.status_code == 422
    errors = response.context["form"].errors["number"]
    assert len(errors) == 1
    assert errors[0].startswith(sentence) or sentence in errors[0]
    assert f'value="{typed}"' in text(response) or not typed
    assert not ReferralDraft.objects.exists()


def test_a_person_without_number_needs_a_birth_date(sender: Client, jobbtorg: Jobbtorg) -> None:
    draft_id = uuid.uuid4()
    response = say_who(sender, draft_id, number="", number_missing="on", birth_date="")
    assert response.status_code == 422
    assert "Skriv personens födelsedatum, till exempel 1979-04-17." in text(response)
    response = say_who(sender, draft_id, number="", number_missing="on", birth_date="2020-01-01")
    assert "Personen är 6 år med det datumet. Kontrollera året" in text(response)
    response = say_who(sender, draft_id, number=NUMBER, number_missing="on", birth_date="1979-04-17")
    assert "Du har skrivit ett nummer. Ta bort krysset eller numret." in text(response)

    assert say_who(sender, draft_id, number="", number_missing="on", birth_date="1979-04-17").status_code == 302
    give_details(sender, draft_id, jobbtorg)
    assert "Saknas. Född 1979-04-17" in text(sender.get(url("check", draft_id)))
    submit(sender, url("check", draft_id))
    person = Referral.objects.get().person
    assert (person.identity_no, person.birth_date) == ("", datetime.date(1979, 4, 17))


def test_mistakes_in_the_details_keep_what_was_written(sender: Client, jobbtorg: Jobbtorg) -> None:
    draft_id = uuid.uuid4()
    say_who(sender, draft_id)
    response = give_details(
        sender,
        draft_id,
        jobbtorg,
        first_name="",
        benefit_kind=None,
        fit_for_work=None,
        language="",
        interpreter_needed="on",
        unemployed_since="2027-01-01",
        benefit_applied_on="32/13",
        purpose="x" * 801,
    )
    assert response.status_code == 422
    assert response.context["form"].errors == {
        "first_name": ["Skriv personens förnamn."],
        "language": ["Skriv vilket språk tolken ska tala."],
        "benefit_kind": ["Välj vilken ersättning personen har."],
        "benefit_applied_on": ["Ange datum som 2026-11-23."],
        "fit_for_work": ["Välj hur du bedömer att personen kan arbeta."],
        "unemployed_since": ["Datumet kan inte ligga i framtiden."],
        "purpose": ["Texten är för lång. Korta den till högst 800 tecken."],
    }
    assert 'value="Åkesson"' in text(response)
    assert 'value="32/13"' in text(response)
    assert 'value="Åkesson"' in text(sender.get(url("details", draft_id)))


def test_the_last_page_waits_until_the_others_are_right(sender: Client, jobbtorg: Jobbtorg) -> None:
    draft_id = uuid.uuid4()
    say_who(sender, draft_id)
    for method in (sender.get, sender.post):
        assert method(url("check", draft_id))["Location"] == url("details", draft_id)
    assert not Referral.objects.exists()


def test_a_draft_that_another_tab_changed_is_shown_again_and_not_sent(sender: Client, jobbtorg: Jobbtorg) -> None:
    draft_id = uuid.uuid4()
    say_who(sender, draft_id)
    give_details(sender, draft_id, jobbtorg, purpose="Stöd att söka arbete.")
    opened = sender.get(url("check", draft_id))
    give_details(sender, draft_id, jobbtorg, purpose="Utredning av arbetsförmåga.")
    refused = submit(sender, url("check", draft_id), page=opened)
    assert list(changed(refused).values()) == [("Stöd att söka arbete.", "Utredning av arbetsförmåga.")]
    assert not Referral.objects.exists()
    assert submit(sender, url("check", draft_id), page=refused).status_code == 302
    assert Referral.objects.get().purpose == "Utredning av arbetsförmåga."


def test_a_double_click_sends_one_referral(sender: Client, jobbtorg: Jobbtorg) -> None:
    draft_id = uuid.uuid4()
    say_who(sender, draft_id)
    say_who(sender, draft_id)
    assert ReferralDraft.objects.count() == 1
    give_details(sender, draft_id, jobbtorg)
    opened = sender.get(url("check", draft_id))
    answers = [submit(sender, url("check", draft_id), page=opened)["Location"] for _ in range(3)]
    referral = Referral.objects.get()
    assert answers == [reverse("referral_sent", args=[referral.pk])] * 3
    assert DeadlineClock.objects.count() == Person.objects.count() == 1
    # Back in the browser, to any page of the draft, leads to the confirmation as well.
    for name in ("who", "details", "check"):
        assert sender.get(url(name, draft_id))["Location"] == answers[0]
    assert say_who(sender, draft_id)["Location"] == answers[0]


def test_an_open_case_stops_the_referral_kindly(sender: Client, jobbtorg: Jobbtorg) -> None:
    """G-57: no second referral and no second clock; a page that says what to do, and not where the person is."""
    person = PersonFactory(identity_no="197904179814")
    EnrolmentFactory(person=person, jobbtorg__name="Jobbtorg Vantör", enrolled_on=datetime.date(2026, 9, 1))
    clocks = DeadlineClock.objects.count()
    response = say_who(sender, uuid.uuid4())
    assert response.status_code == 200
    assert "Personen har redan ett öppet ärende vid ett jobbtorg. Ring enhetschefen på jobbtorget." in text(response)
    assert "Vantör" not in text(response)
    assert person.name not in text(response)
    assert (Referral.objects.count(), DeadlineClock.objects.count()) == (0, clocks)


def _standing(kind: str, *, protected: bool) -> None:
    """Somebody of whom there is something elsewhere in the city."""
    person = PersonFactory(identity_no="197904179814", **({"protected": True} if protected else {}))
    if kind == "case":
        EnrolmentFactory(person=person)
    else:
        ReferralFactory(person=person)


def _answer(sender: Client, draft_id: uuid.UUID, stage: str) -> tuple[object, ...]:
    """What a sender meets: status, headers, the page word for word, and how many statements it took."""
    with CaptureQueriesContext(connection) as queries:
        response = say_who(sender, draft_id) if stage == "first" else submit(sender, url("check", draft_id))
    body = response.content.decode().replace(str(draft_id), "DRAFT")
    body = re.sub(r'(csrfmiddlewaretoken" value|"written" value|csrf-token" content)="[^"]+"', r'\1="TOKEN"', body)
    body = re.sub(r'nonce="[^"]+"', "", body)
    # How long it took is told on a machine of one's own only; how many statements is compared below.
    told = [(name, value) for name, value in response.items() if name != "Server-Timing"]
    headers = {name: re.sub(r"nonce-[^']+", "", value) for name, value in told}
    return response.status_code, headers, body, len(queries)


@pytest.mark.parametrize("kind", ["case", "referral"])
@pytest.mark.parametrize("stage", ["first", "last"])
def test_a_protected_person_is_answered_word_for_word_like_anybody_with_a_case_elsewhere(
    sender: Client, jobbtorg: Jobbtorg, kind: str, stage: str
) -> None:
    answers = []
    for protected in (False, True):
        with undone_afterwards():
            draft_id = uuid.uuid4()
            if stage == "last":  # nothing stood in the way when it was begun
                say_who(sender, draft_id)
                give_details(sender, draft_id, jobbtorg)
            _standing(kind, protected=protected)
            answers.append(_answer(sender, draft_id, stage))
    assert "Remissen kan inte skickas nu" in str(answers[0][2])
    assert answers[0] == answers[1]


@pytest.mark.django_db(transaction=True)
def test_fifty_identical_posts_at_the_same_moment_send_one_referral(
    sender: Client, caseworker: User, jobbtorg: Jobbtorg
) -> None:
    """Without a number there is nothing that would find the second one again; the draft alone makes them one."""
    draft_id = uuid.uuid4()
    say_who(sender, draft_id, number="", number_missing="on", birth_date="1979-04-17")
    give_details(sender, draft_id, jobbtorg)
    opened = sender.get(url("check", draft_id))
    browsers = [signed_in(caseworker) for _ in range(AT_ONCE)]
    presses = [partial(submit, browser, url("check", draft_id), page=opened) for browser in browsers]
    answers = at_the_same_moment(*presses)
    referral = Referral.objects.get()
    assert {answer.status_code for answer in answers} == {302}
    assert {answer["Location"] for answer in answers} == {reverse("referral_sent", args=[referral.pk])}
    assert DeadlineClock.objects.count() == Person.objects.count() == 1


def test_what_is_typed_on_after_sending_begins_no_draft(sender: Client, caseworker: User, jobbtorg: Jobbtorg) -> None:
    draft_id = uuid.uuid4()
    say_who(sender, draft_id)
    give_details(sender, draft_id, jobbtorg)
    confirmation = submit(sender, url("check", draft_id))["Location"]
    # What a page does that found the draft a moment before it was sent.
    with pytest.raises(DraftSentError):
        keep_answers(actor=caseworker, draft_id=draft_id, part=WHO, typed={}, seen_page=NOTHING, written_in="")
    assert say_who(sender, draft_id)["Location"] == confirmation
    assert not ReferralDraft.objects.exists()


def test_a_waiting_referral_is_followed_instead(sender: Client, caseworker: User, jobbtorg: Jobbtorg) -> None:
    referral = send(sender, jobbtorg)
    response = say_who(sender, uuid.uuid4())
    assert "Det finns redan en öppen remiss för personen." in text(response)
    assert f"Följ remiss {referral.number}" in text(response)
    elsewhere = signed_in(UserFactory(caseworker=True))
    response = say_who(elsewhere, uuid.uuid4())
    assert "Det finns redan en öppen remiss för personen." in text(response)
    assert referral.number not in text(response)


def test_a_duplicate_that_appears_meanwhile_is_refused_at_the_end(sender: Client, jobbtorg: Jobbtorg) -> None:
    draft_id = uuid.uuid4()
    say_who(sender, draft_id)
    give_details(sender, draft_id, jobbtorg)
    EnrolmentFactory(person=PersonFactory(identity_no="197904179814"))
    response = submit(sender, url("check", draft_id))
    assert response.status_code == 422
    assert "Personen har redan ett öppet ärende vid ett jobbtorg" in text(response)
    assert not Referral.objects.exists()
    assert ReferralDraft.objects.filter(pk=draft_id).exists()


def test_a_person_who_comes_back_gets_a_new_clock(sender: Client, jobbtorg: Jobbtorg) -> None:
    """G-58, and G-59: a withdrawn or closed matter is no obstacle."""
    person = PersonFactory(identity_no="197904179814")
    ReferralFactory(withdrawn=True, person=person)
    referral = send(sender, jobbtorg)
    assert referral.person == person
    assert referral.clock.due_on == datetime.date(2026, 11, 30)


def test_a_known_persons_facts_stay_and_are_not_shown(sender: Client, coach: User, jobbtorg: Jobbtorg) -> None:
    known = PersonFactory(identity_no="197904179814", first_name="Valfrid", last_name="Berg", phone="08-465 004 00")
    draft_id = uuid.uuid4()
    say_who(sender, draft_id)
    page = text(sender.get(url("details", draft_id)))
    assert "Valfrid" not in page
    assert "08-465" not in page
    give_details(sender, draft_id, jobbtorg)
    submit(sender, url("check", draft_id))
    known.refresh_from_db()
    assert (known.name, known.phone) == ("Valfrid Berg", "08-465 004 00")

    referral = Referral.objects.get()
    news = "Remissen anger: förnamn Anna, efternamn Åkesson, en annan telefon."
    received = text(signed_in(coach).get(reverse("referral_detail", args=[referral.pk])))
    assert news in received
    assert "070-174 06 05" in received, "the number stands where it can be taken away"
    assert "070-174" not in referral.events.get().comment
    followed = text(sender.get(reverse("referral_detail", args=[referral.pk])))
    assert "Remissen anger" not in followed
    assert "08-465" not in followed


def test_looking_a_number_up_is_logged(sender: Client, caseworker: User) -> None:
    person = PersonFactory(identity_no="197904179814")
    say_who(sender, uuid.uuid4())
    event = AccessEvent.objects.get(user=caseworker, kind=AccessKind.SEARCH)
    assert (event.person_id, event.sought) == (person.pk, person.identity_hash)


def test_the_target_groups_jobbtorg_is_proposed(sender: Client, unit: IncomeSupportUnit, jobbtorg: Jobbtorg) -> None:
    young = TargetGroupFactory(young=True)
    filial = JobbtorgFactory(name="Ungdomsfilialen Kista")
    DistrictJobbtorgFactory(district=unit.district, jobbtorg=filial, target_group=young)
    draft_id = uuid.uuid4()
    say_who(sender, draft_id)
    give_details(sender, draft_id, jobbtorg, target_group=str(young.pk))
    assert "För målgruppen är Ungdomsfilialen Kista förvalt." in text(sender.get(url("check", draft_id)))
    give_details(sender, draft_id, filial, target_group=str(young.pk))
    assert "förvalt" not in text(sender.get(url("check", draft_id)))


def test_closed_jobbtorg_cannot_be_chosen(sender: Client, jobbtorg: Jobbtorg) -> None:
    draft_id = uuid.uuid4()
    say_who(sender, draft_id)
    assert give_details(sender, draft_id, JobbtorgFactory(closed=True)).status_code == 422


def test_nothing_about_the_person_is_in_an_address(sender: Client, jobbtorg: Jobbtorg) -> None:
    draft_id = uuid.uuid4()
    responses = [say_who(sender, draft_id), give_details(sender, draft_id, jobbtorg)]
    responses.append(submit(sender, url("check", draft_id)))
    for response in responses:
        for secret in ("1979", "9814", *DETAILS["last_name"].split(), "Anna"):
            assert secret not in response["Location"].replace(str(draft_id), "")


def test_a_district_manager_sends_too(unit: IncomeSupportUnit, jobbtorg: Jobbtorg) -> None:
    boss = UserFactory(district_manager=True, income_support_unit=unit)
    assert send(signed_in(boss), jobbtorg).unit == unit


@pytest.mark.parametrize(("typed", "started"), [("19/11", ["2026-11-19"]), ("", [])])
def test_a_basic_inquiry_that_is_done_starts_its_clock(
    sender: Client, coach: User, jobbtorg: Jobbtorg, typed: str, started: list[str]
) -> None:
    """R-1-12: the rule is a possibility, switched off by default; without the day it starts no clock."""
    DeadlinePolicyFactory(kind=ClockKind.SKILL_ACTIVITY_5, start_event=StartEvent.INQUIRY_DONE)
    referral = send(sender, jobbtorg, inquiry_done_on=typed)
    clocks = DeadlineClock.objects.filter(policy__kind=ClockKind.SKILL_ACTIVITY_5)
    assert [str(day) for day in clocks.values_list("started_on", flat=True)] == started
    page = text(signed_in(coach).get(reverse("referral_detail", args=[referral.pk])))
    assert ("Grundutredningen klar" in page) == bool(typed)
    assert ("2026-11-19" in page) == bool(started)


def test_an_inquiry_is_not_done_tomorrow(sender: Client, jobbtorg: Jobbtorg) -> None:
    draft_id = uuid.uuid4()
    say_who(sender, draft_id)
    response = give_details(sender, draft_id, jobbtorg, inquiry_done_on="24/11 2026")
    assert response.status_code == 422
    assert "Datumet kan inte ligga i framtiden." in text(response)
