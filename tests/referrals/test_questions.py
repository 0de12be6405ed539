"""Questions and answers between the stadsdel's unit and the jobbtorg, before and after enrolment (R-3-37)."""

from __future__ import annotations

import datetime
import re
import uuid
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from aspirants.models import Consent, Direction, Disclosure, DisclosureContent, Enrolment, Protection
from demo.factories import (
    ConsentFactory,
    DisclosureFactory,
    EnrolmentFactory,
    IncomeSupportUnitFactory,
    JobbtorgFactory,
    QuestionMessageFactory,
    QuestionThreadFactory,
    ReferralFactory,
    UserFactory,
)
from notices.models import Notice
from organisation.access.acting import acting_for
from organisation.access.database_roles import STADSDEL, WEB
from organisation.models import IncomeSupportUnit, Jobbtorg, User
from referrals.choices import Side
from referrals.counts import questions_at_jobbtorg, questions_to_answer
from referrals.models import QuestionMessage, QuestionThread, Referral
from referrals.questions.forms import NOT_WRITTEN_TO
from referrals.questions.reading import waiting_in_cases_of
from tests.openings import give_reason
from tests.post_forms import submit
from tests.referrals.pages import text
from tests.roles import as_role
from tests.visits import signed_in

ASKED = {"subject": "Tolk", "text": "Vilket språk ska tolken tala?", "basis": "OSL_26_9"}


@pytest.fixture
def waiting(caseworker: User, jobbtorg: Jobbtorg, unit: IncomeSupportUnit) -> Referral:
    return ReferralFactory(sent_by=caseworker, unit=unit, jobbtorg=jobbtorg)


@pytest.fixture
def enrolled(caseworker: User, jobbtorg: Jobbtorg, coach: User, unit: IncomeSupportUnit) -> Referral:
    case = EnrolmentFactory(jobbtorg=jobbtorg, coach=coach, income_support_unit=unit)
    return ReferralFactory(enrolled=True, enrolment=case, sent_by=caseworker, received_on=datetime.date(2026, 11, 18))


def ask(client: Client, referral: Referral, **changes: str) -> QuestionThread:
    response = submit(client, reverse("question_of_referral", args=[referral.pk]), {**ASKED, **changes})
    assert response.status_code == 302, text(response)
    return QuestionThread.objects.latest("pk")


def page(thread: QuestionThread) -> str:
    return reverse("question_thread", args=[thread.pk])


def answer(client: Client, thread: QuestionThread, words: str, **more: Any) -> Any:
    return submit(client, page(thread), {"text": words, **more})


def test_a_question_before_enrolment_is_answered_and_kept_in_both_files(
    sender: Client, caseworker: User, manager: User, waiting: Referral
) -> None:
    thread = ask(sender, waiting)
    told = Notice.objects.get(recipient=manager)
    assert (told.text, told.path) == (f"Ny fråga om remiss {waiting.number}", page(thread))
    receiver = signed_in(manager)
    assert "Väntar på er" in text(receiver.get(reverse("referral_detail", args=[waiting.pk])))
    assert ASKED["text"] in text(receiver.get(page(thread)))
    assert answer(receiver, thread, "Somaliska.").status_code == 302
    assert Notice.objects.filter(recipient=caseworker, text=f"Nytt meddelande om remiss {waiting.number}").exists()
    seen = text(sender.get(page(thread)))
    assert "Somaliska." in seen
    assert f"av {manager}" in seen, "who opened it first, and when"
    kept = Disclosure.objects.filter(content=DisclosureContent.MESSAGE).order_by("pk")
    assert [(one.direction, one.basis, one.person, one.enrolment) for one in kept] == [
        (Direction.TO_JOBBTORG, "OSL_26_9", waiting.person, None),
        (Direction.TO_UNIT, "OSL_26_9", waiting.person, None),
    ]
    assert [one.receipt_by for one in kept] == [manager, caseworker]


def test_the_notice_names_only_where_it_is_read(sender: Client, manager: User, waiting: Referral) -> None:
    ask(sender, waiting)
    assert waiting.person.last_name not in Notice.objects.get(recipient=manager).text
    assert f"Ny fråga om remissen för {waiting.person.name}" in text(signed_in(manager).get(reverse("notices")))


def test_the_coach_asks_after_enrolment_and_it_waits_for_the_unit(
    sender: Client, coach: User, enrolled: Referral
) -> None:
    coachs = signed_in(coach)
    response = submit(coachs, reverse("question_of_case", args=[enrolled.enrolment_id]), ASKED)
    thread = QuestionThread.objects.get()
    assert response.url == page(thread)
    assert (thread.referral, thread.waits_for) == (enrolled, Side.UNIT)
    listed = text(sender.get(reverse("referral_inbox")))
    assert "Fråga att svara på i 1 ärende" in listed
    assert "Väntar på er (1)" in listed
    assert ASKED["subject"] in text(sender.get(reverse("question_list")))
    answer(sender, thread, "Ingen tolk behövs.")
    assert "Fråga att svara på" not in text(sender.get(reverse("referral_inbox")))
    assert ASKED["subject"] in text(coachs.get(reverse("question_list")))


def test_a_case_that_the_unit_did_not_refer(sender: Client, coach: User, unit: IncomeSupportUnit) -> None:
    case = EnrolmentFactory(jobbtorg=coach.jobbtorg, coach=coach, income_support_unit=unit)
    asks = reverse("question_of_told", args=[case.pk])
    assert sender.get(asks).status_code == 404, "it has been told nothing of the case"
    DisclosureFactory(enrolment=case)
    assert submit(sender, asks, ASKED).status_code == 302
    thread = QuestionThread.objects.get()
    assert (thread.referral, thread.enrolment) == (None, case)
    coachs = signed_in(coach)
    assert answer(coachs, thread, "Somaliska.").status_code == 302
    assert "Somaliska." in text(sender.get(page(thread)))
    assert "Andras remisser (1)" in text(sender.get(reverse("referral_inbox")))
    assert case.person.name in text(sender.get(reverse("question_list"), {"visa": "besvarade"}))


def test_a_question_in_a_case_on_a_consent_with_another_jobbtorg_says_so_in_the_units_list(
    sender: Client, coach: User, unit: IncomeSupportUnit
) -> None:
    case = EnrolmentFactory(jobbtorg=coach.jobbtorg, coach=coach, income_support_unit=unit)
    DisclosureFactory(enrolment=case)
    consent = ConsentFactory(
        enrolment=case, jobbtorg=JobbtorgFactory(), purpose="PLANNING", kinds=[DisclosureContent.MESSAGE]
    )
    thread = QuestionThreadFactory(referral=None, enrolment=case, basis="CONSENT", consent=consent)
    for path in (reverse("question_list"), reverse("told_case", args=[case.pk]), page(thread)):
        shown = text(sender.get(path, {"visa": "andra"}))
        assert "Samtycket gäller inte här" in shown, path
        assert "Väntar på jobbtorget" not in shown, path


def test_a_case_without_a_unit_has_nobody_to_ask(coach: User) -> None:
    case = EnrolmentFactory(jobbtorg=coach.jobbtorg, coach=coach, income_support_unit=None)
    response = signed_in(coach).get(reverse("question_of_case", args=[case.pk]), follow=True)
    assert "Ärendet har ingen försörjningsstödsenhet att fråga." in text(response)


def test_a_consent_withdrawn_while_somebody_writes_stops_the_message(
    sender: Client, coach: User, enrolled: Referral
) -> None:
    consent = Consent.objects.create(
        person=enrolled.person,
        enrolment=enrolled.enrolment,
        jobbtorg=enrolled.jobbtorg,
        unit=enrolled.unit,
        purpose="PLANNING",
        kinds=[DisclosureContent.MESSAGE],
        given_on=datetime.date(2026, 11, 20),
        form="ORAL",
        taken_by=coach,
        submission_id=uuid.uuid4(),
    )
    thread = ask(sender, enrolled, basis=f"CONSENT-{consent.pk}")
    assert "Samtycke fredag 20 november 2026" in text(sender.get(page(thread)))
    opened = sender.get(page(thread))
    consent.withdrawn_on, consent.withdrawn_by = datetime.date(2026, 11, 23), coach
    consent.withdrawn_at = thread.opened_at
    consent.save()
    refused = submit(sender, page(thread), {"text": "Min halva tanke"}, page=opened)
    assert refused.status_code == 422
    said = text(refused)
    assert "Meddelandet är inte skickat, och texten står kvar." in said
    assert "Samtycket återkallades" in said
    assert "Min halva tanke" in said
    assert thread.messages.count() == 1
    assert f"CONSENT-{consent.pk}" not in text(sender.get(reverse("question_of_referral", args=[enrolled.pk])))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"basis": ""}, "Välj rättslig grund."),
        ({"basis": "OSL_10_27"}, "Välj rättslig grund"),
        ({"subject": ""}, "Skriv vad frågan gäller."),
        ({"text": " "}, "Skriv ett meddelande."),
        ({"text": "x" * 1001}, "Korta den till högst 1000 tecken."),
    ],
)
def test_what_is_missing_is_said_and_the_rest_kept(
    sender: Client, waiting: Referral, typed: dict[str, str], said: str
) -> None:
    response = submit(sender, reverse("question_of_referral", args=[waiting.pk]), {**ASKED, **typed})
    assert response.status_code == 422
    assert said in text(response)
    assert QuestionThread.objects.count() == Disclosure.objects.count() == 0


def test_sent_twice_there_is_one(sender: Client, waiting: Referral) -> None:
    asks = reverse("question_of_referral", args=[waiting.pk])
    opened = sender.get(asks)
    first, second = (submit(sender, asks, ASKED, page=opened) for _ in range(2))
    assert first.url == second.url
    thread = QuestionThread.objects.get()
    shown = sender.get(page(thread))
    for _ in range(2):
        assert submit(sender, page(thread), {"text": "Och vilken dialekt?"}, page=shown).status_code == 302
    assert QuestionMessage.objects.count() == Disclosure.objects.count() == 2


def test_what_came_meanwhile_is_shown_before_one_answers(sender: Client, manager: User, waiting: Referral) -> None:
    thread = ask(sender, waiting)
    receiver = signed_in(manager)
    shown = receiver.get(page(thread))
    answer(sender, thread, "Ta inte hänsyn till frågan.")
    refused = submit(receiver, page(thread), {"text": "Somaliska."}, page=shown)
    assert refused.status_code == 409
    assert "Somaliska." in text(refused)
    assert "Ta inte hänsyn till frågan." in text(refused)
    assert submit(receiver, page(thread), {"text": "Somaliska."}, page=refused).status_code == 302
    assert thread.messages.count() == 3


def test_a_message_is_put_right_by_a_new_one_that_says_so(sender: Client, manager: User, waiting: Referral) -> None:
    thread = ask(sender, waiting)
    [first] = thread.messages.all()
    answer(sender, thread, "Fel av mig: det gäller tigrinja.", corrects=str(first.pk))
    seen = text(signed_in(manager).get(page(thread)))
    assert "Rättar meddelandet från" in seen
    assert ASKED["text"] in seen
    theirs = QuestionMessageFactory(thread=thread, author=manager)
    assert answer(sender, thread, "Nej", corrects=str(theirs.pk)).status_code == 422


def test_either_side_closes_and_opens_again(sender: Client, manager: User, waiting: Referral) -> None:
    thread = ask(sender, waiting)
    receiver = signed_in(manager)
    half = receiver.get(page(thread))
    submit(sender, reverse("question_close", args=[thread.pk]), on=page(thread))
    refused = submit(receiver, page(thread), {"text": "Somaliska."}, page=half)
    assert "Frågan är avslutad. Öppna den igen för att skriva." in text(refused)
    assert "Somaliska." in text(refused)
    assert "Väntar på er" not in text(receiver.get(page(thread)))
    submit(receiver, reverse("question_reopen", args=[thread.pk]), on=page(thread))
    thread.refresh_from_db()
    assert (thread.is_open, thread.waits_for) == (True, Side.JOBBTORG)


def test_when_the_case_gets_another_unit_the_old_one_keeps_what_it_was_told(
    sender: Client, coach: User, enrolled: Referral
) -> None:
    thread = ask(sender, enrolled)
    other = UserFactory(caseworker=True)
    coachs = signed_in(coach)
    submit(
        coachs,
        reverse("support_unit", args=[enrolled.enrolment_id]),
        {"unit": str(other.income_support_unit_id), "changed_on": "2026-11-23", "reason": "Flyttat"},
    )
    assert Referral.objects.filter(pk=enrolled.pk, followed_until__isnull=False).exists()
    assert ASKED["text"] in text(sender.get(page(thread)))
    assert "Skicka</button>" not in text(sender.get(page(thread)))
    assert ASKED["text"] in text(coachs.get(page(thread)))
    assert signed_in(other).get(page(thread)).status_code == 404
    submit(coachs, reverse("question_of_case", args=[enrolled.enrolment_id]), ASKED)
    newer = QuestionThread.objects.latest("pk")
    assert newer.unit_id == other.income_support_unit_id
    assert ASKED["text"] in text(signed_in(other).get(page(newer)))
    assert sender.get(page(newer)).status_code == 404


def leave_open(referral: Referral, waits_for: Side) -> QuestionThread:
    """A question that nobody ended when the case got another unit."""
    thread = QuestionThreadFactory(referral=referral, waits_for=waits_for)
    assert referral.enrolment is not None
    Enrolment.objects.filter(pk=referral.enrolment.pk).update(income_support_unit=IncomeSupportUnitFactory())
    Referral.objects.filter(pk=referral.pk).update(followed_until=timezone.now())
    return thread


@pytest.mark.parametrize("waits_for", Side)
@pytest.mark.parametrize("ending", Side)
def test_a_question_left_open_when_the_unit_changed_waits_for_nobody_and_either_side_ends_it(
    sender: Client, caseworker: User, coach: User, enrolled: Referral, waits_for: Side, ending: Side
) -> None:
    thread = leave_open(enrolled, waits_for)
    coachs = signed_in(coach)
    ends = sender if ending == Side.UNIT else coachs
    assert not questions_to_answer(caseworker).exists()
    assert list(waiting_in_cases_of(coach, coach)) == []
    assert list(questions_at_jobbtorg()) == []
    for client in (sender, coachs):
        listed = client.get(f"{reverse('question_list')}?visa=avslutade").context["rows"]
        assert [(row.key, row.state) for row in listed] == [(thread.pk, "Ärendet har en annan enhet")]
    assert "Skicka</button>" not in text(ends.get(page(thread)))
    assert submit(ends, reverse("question_close", args=[thread.pk]), on=page(thread)).status_code == 302
    thread.refresh_from_db()
    assert (thread.is_open, thread.waits_for) == (False, "")
    assert "Öppna frågan igen" not in text(ends.get(page(thread)))
    new = reverse("question_of_case", args=[enrolled.enrolment_id])
    assert f'href="{new}">Fråga enheten som har ärendet nu' in text(coachs.get(page(thread)))
    assert "Fråga enheten" not in text(sender.get(page(thread)))


def test_the_database_lets_the_unit_before_end_a_question_and_no_more(caseworker: User, enrolled: Referral) -> None:
    thread = leave_open(enrolled, Side.UNIT)
    theirs = QuestionThread.objects.filter(pk=thread.pk)
    with as_role(STADSDEL), acting_for(caseworker):
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            theirs.update(waits_for=Side.JOBBTORG)
        assert theirs.update(waits_for="", closed_at=timezone.now(), closed_by=caseworker) == 1


def test_what_was_typed_before_the_unit_changed_is_kept_and_said_not_to_be_sent(
    sender: Client, coach: User, enrolled: Referral
) -> None:
    thread, asks = ask(sender, enrolled), reverse("question_of_referral", args=[enrolled.pk])
    coachs = signed_in(coach)
    begun = [(sender, page(thread)), (coachs, page(thread)), (sender, asks)]
    opened = [client.get(path) for client, path in begun]
    other = {"unit": str(IncomeSupportUnitFactory().pk), "changed_on": "2026-11-23", "reason": "Flyttat"}
    submit(coachs, reverse("support_unit", args=[enrolled.enrolment_id]), other)
    for (client, path), shown in zip(begun, opened, strict=True):
        refused = submit(client, path, {**ASKED, "text": "Min halva tanke"}, page=shown)
        assert refused.status_code == 422
        assert refused.context["form"].non_field_errors() == [NOT_WRITTEN_TO]
        assert "Min halva tanke" in text(refused)
    assert QuestionMessage.objects.count() == 1


def test_a_case_moves_with_its_questions_to_the_jobbtorg_that_gets_it(
    sender: Client, coach: User, enrolled: Referral
) -> None:
    thread = ask(sender, enrolled)
    elsewhere = UserFactory(coach=True, jobbtorg=JobbtorgFactory())
    case = enrolled.enrolment
    case.jobbtorg, case.coach = elsewhere.jobbtorg, elsewhere
    case.save()
    Referral.objects.filter(pk=enrolled.pk).update(jobbtorg=elsewhere.jobbtorg)
    assert ASKED["text"] in text(signed_in(elsewhere).get(page(thread)))
    assert signed_in(coach).get(page(thread)).status_code == 404
    assert answer(sender, thread, "Till er också.").status_code == 302
    assert Notice.objects.filter(recipient=elsewhere).exists()


def test_about_a_protected_person_only_who_sent_and_who_is_appointed(
    sender: Client, caseworker: User, coach: User, enrolled: Referral
) -> None:
    person = enrolled.person
    person.protection, person.phone = Protection.SEKRETESSMARKERING, ""
    person.save()
    colleague = UserFactory(caseworker=True, income_support_unit=enrolled.unit)
    appointed = UserFactory(manager=True, jobbtorg=enrolled.jobbtorg, protected_access=True)
    thread = ask(sender, enrolled)
    assert {one.recipient for one in Notice.objects.all()} == {appointed}
    for stranger in (colleague, coach):
        assert signed_in(stranger).get(page(thread)).status_code == 404
    theirs = signed_in(appointed)
    assert theirs.get(page(thread)).status_code == 302, "a reason is asked for first"
    give_reason(theirs, person)
    answer(theirs, thread, "Somaliska.")
    assert Notice.objects.filter(recipient=caseworker).count() == 1
    assert not Notice.objects.filter(recipient=colleague).exists()
    seen = text(sender.get(page(thread)))
    assert person.last_name not in seen
    assert "Somaliska." in seen


def test_texts_are_encrypted_where_they_lie(sender: Client, waiting: Referral) -> None:
    ask(sender, waiting)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT text FROM referrals_questionmessage UNION ALL SELECT subject FROM referrals_questionthread"
        )
        stored = [row[0] for row in cursor.fetchall()]
    assert len(stored) == 2
    assert not re.search("Tolk|tolk", "".join(stored))


def test_another_unit_of_the_district_reads_through_its_manager_alone(sender: Client, enrolled: Referral) -> None:
    thread = QuestionThreadFactory(referral=enrolled)
    next_unit = IncomeSupportUnitFactory(district=enrolled.unit.district)
    chef = UserFactory(district_manager=True, income_support_unit=next_unit)
    assert signed_in(UserFactory(caseworker=True, income_support_unit=next_unit)).get(page(thread)).status_code == 404
    chefs = signed_in(chef)
    assert "Skriv ett meddelande" not in text(chefs.get(page(thread)))
    assert chefs.post(page(thread), {"text": "Hej"}).status_code == 200
    assert thread.messages.count() == 1


def test_an_answer_that_is_read_waits_for_nobody(sender: Client, manager: User, waiting: Referral) -> None:
    thread = ask(sender, waiting)
    receiver = signed_in(manager)
    answer(receiver, thread, "Somaliska.")
    assert "Fråga att svara på i 1 ärende" in text(sender.get(reverse("referral_inbox"))), "not read yet"
    assert "Väntar på er" not in text(sender.get(page(thread)))
    assert "Fråga att svara på" not in text(sender.get(reverse("referral_inbox")))
    assert ASKED["subject"] in text(sender.get(reverse("question_list"), {"visa": "besvarade"}))
    assert not [one for client in (sender, receiver) for one in client.get(reverse("question_list")).context["rows"]]
    answer(sender, thread, "Vilken dialekt?")
    assert ASKED["subject"] in text(receiver.get(reverse("question_list")))


def test_a_question_to_the_unit_before_ends_with_the_change(sender: Client, coach: User, enrolled: Referral) -> None:
    thread = ask(sender, enrolled)
    coachs = signed_in(coach)
    other = {"unit": str(IncomeSupportUnitFactory().pk), "changed_on": "2026-11-23", "reason": "Flyttat"}
    submit(coachs, reverse("support_unit", args=[enrolled.enrolment_id]), other)
    for client in (sender, coachs):
        assert "Avslutad" in text(client.get(page(thread)))
        assert not client.get(reverse("question_list")).context["rows"]
        assert client.get(reverse("question_list"), {"visa": "avslutade"}).context["rows"]


def test_a_question_on_a_consent_that_was_withdrawn_says_so_before_anybody_writes(
    sender: Client, coach: User, enrolled: Referral
) -> None:
    consent = ConsentFactory(enrolment=enrolled.enrolment, kinds=[DisclosureContent.MESSAGE], purpose="PLANNING")
    thread = ask(sender, enrolled, basis=f"CONSENT-{consent.pk}")
    coachs = signed_in(coach)
    submit(coachs, reverse("consent_withdraw", args=[enrolled.enrolment_id, 1]), {"withdrawn_on": "2026-11-23"})
    for client in (sender, coachs):
        seen = client.get(page(thread))
        assert seen.context["form"] is None
        assert "Samtycket återkallades" in text(seen)
        anew = client.get(seen.context["ask_anew"])
        assert "Starta en ny fråga" in text(seen)
        assert ASKED["text"] not in text(anew)
        assert not client.get(reverse("question_list")).context["rows"]
        assert client.get(reverse("question_list"), {"visa": "avslutade"}).context["rows"]


def unread(user: User, thread: QuestionThread) -> int:
    return Notice.objects.filter(recipient=user, path=page(thread), read_at__isnull=True).count()


def test_notices_of_a_question_are_read_when_it_is_answered_also_a_colleagues(
    sender: Client, caseworker: User, manager: User, coach: User, jobbtorg: Jobbtorg, waiting: Referral
) -> None:
    colleague = UserFactory(manager=True, jobbtorg=jobbtorg)
    thread = ask(sender, waiting)
    elsewhere = ask(sender, ReferralFactory(sent_by=caseworker, unit=waiting.unit, jobbtorg=jobbtorg))
    receiver = signed_in(manager)
    receiver.get(page(thread))
    assert [unread(one, thread) for one in (manager, colleague)] == [1, 1], "to open it is not to answer it"
    answer(receiver, thread, "Somaliska.")
    assert [unread(one, thread) for one in (manager, colleague, caseworker)] == [0, 0, 1]
    assert [unread(one, elsewhere) for one in (manager, colleague)] == [1, 1]
    # Nothing is left to do about an answer that has been opened.
    sender.get(page(thread))
    assert unread(caseworker, thread) == 0


def test_notices_of_a_question_that_is_closed_are_read_on_the_side_that_closed_it(
    sender: Client, caseworker: User, manager: User, waiting: Referral
) -> None:
    thread = ask(sender, waiting)
    answer(signed_in(manager), thread, "Somaliska.")
    answer(sender, thread, "Vilken dialekt?")
    assert [unread(one, thread) for one in (manager, caseworker)] == [1, 0]
    receiver = signed_in(manager)
    submit(receiver, reverse("question_close", args=[thread.pk]), on=page(thread))
    assert unread(manager, thread) == 0


def test_nobody_reads_the_other_sides_notices(
    sender: Client, caseworker: User, manager: User, waiting: Referral
) -> None:
    """Nor those of a question that still waits, whatever statement is sent."""
    thread = ask(sender, waiting)
    with as_role(STADSDEL), acting_for(caseworker), connection.cursor() as cursor:
        cursor.execute("SELECT jobbtorg_question_is_dealt_with(%s)", [thread.pk])
    assert unread(manager, thread) == 1
    with as_role(WEB), acting_for(manager), connection.cursor() as cursor:
        cursor.execute("SELECT jobbtorg_question_is_dealt_with(%s)", [thread.pk])
    assert unread(manager, thread) == 1
    QuestionThread.objects.filter(pk=thread.pk).update(waits_for="")
    other = UserFactory(manager=True)
    with as_role(WEB), acting_for(other), connection.cursor() as cursor:
        cursor.execute("SELECT jobbtorg_question_is_dealt_with(%s)", [thread.pk])
    assert unread(manager, thread) == 1
