"""What the jobbtorg has found out about a person's fitness for work: nothing of a sender tells it (decision 133)."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from aspirants.models import DisclosureContent
from deadlines.jobs.sweep import sweep
from deadlines.models import DeadlineClock
from demo.factories import DisclosureFactory, ReferralFactory, ReferralListDraftFactory, UserFactory
from organisation.access.acting import acting_for
from organisation.access.database_roles import WEB
from organisation.models import Role, User
from referrals.models import FitForWork, Referral, ReferralListDraft
from referrals.rules.answering import answer_fitness
from referrals.sender.lists.situations import situations
from referrals.shown import shown_answer
from tests.pages import ANYONE, PAGES, Object
from tests.roles import as_role
from tests.visits import signed_in

pytestmark = pytest.mark.django_db

LOCKED = "row-level security"
SENT_AT = datetime.datetime(2026, 11, 23, 8, 30, tzinfo=datetime.UTC)
TOO_LATE = datetime.datetime(2026, 12, 3, 9, tzinfo=datetime.UTC)
ONE_USE = re.compile(r'(csrfmiddlewaretoken" value|"written" value|csrf-token" content|nonce)="[^"]+"')
NEW_KEYS = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
NEW_DRAFT = re.compile(r'name="seen" value="[^"]+"')
"""What the page of a new draft shows is signed with the draft's key, which is new each time."""
CHOSEN = ["", *(urlencode({"visa": one.key}) for one in situations()), "ordning=frist"]
SIGNING_IN = ("account_", "mfa_", "provider_", "confirm")
TELL_OF_IT = {"referral_inbox", "referral_list_file", "referral_detail", "referral_sent", "referral_list_sent"}


@pytest.fixture(params=["waiting", "enrolled"])
def referral(request: pytest.FixtureRequest) -> Iterator[Referral]:
    """A refugee of whom it is to be investigated whether they can work, sent in a list; the last day has passed."""
    with time_machine.travel(SENT_AT, tick=False) as clock:
        sent: Referral = ReferralFactory(awaited=True, enrolled=request.param == "enrolled")
        rows = [{"typed": {}, "key": str(sent.submission_id), "is_sent": True}]
        ReferralListDraftFactory(author=sent.sent_by, content=json.dumps({"shared": {}, "rows": rows}))
        if sent.enrolment is not None:
            DisclosureFactory(enrolment=sent.enrolment, content=DisclosureContent.ATTENDANCE)
        clock.move_to(TOO_LATE)
        sweep(on=TOO_LATE.date())
        yield sent


def answer(actor: User, referral: Referral, fit: FitForWork) -> bool:
    """Whether the promise holds by the actor's answer."""
    with as_role(WEB), acting_for(actor):
        clock = DeadlineClock.objects.get(pk=referral.clock_id)
        answer_fitness(actor=actor, clock=clock, seen_answer=shown_answer(clock), fit_for_work=fit)
    return DeadlineClock.objects.get(pk=referral.clock_id).covered


def everything_shown(client: Client, referral: Referral) -> dict[str, str]:
    """Each page and file of the sender's side that can be about the referral, by its address."""
    keys: dict[Object | None, object] = {
        None: None,
        Object.REFERRAL: referral.pk,
        Object.CASE: referral.enrolment_id,
        Object.TOLD: referral.enrolment_id,
        Object.CLOCK: referral.clock_id,
        Object.REFERRAL_LIST: ReferralListDraft.objects.get().pk,
    }
    found = {}
    for name, page in PAGES.items():
        if page.opens == ANYONE or not page.lets_in(Role.CASEWORKER) or page.about not in keys:
            continue
        if name.startswith(SIGNING_IN):
            continue
        key = keys[page.about]
        if page.about is not None and key is None:
            continue
        address = reverse(name, args=[] if key is None else [key])
        for query in CHOSEN if name in ("referral_inbox", "referral_list_file") else [""]:
            response = client.get(f"{address}?{query}")
            body = b"".join(response.streaming_content) if response.streaming else response.content
            shown = NEW_KEYS.sub("", ONE_USE.sub("", body.decode(errors="replace")))
            if name == "referral_new":
                shown = NEW_DRAFT.sub("", shown)
            found[f"{name}?{query}"] = f"{response.status_code} {response.headers.get('Location', '')} {shown}"
    return found


@pytest.mark.parametrize(("said", "found_out"), [(None, FitForWork.YES), (FitForWork.YES, FitForWork.NO)])
def test_no_page_and_no_file_changes_by_what_the_jobbtorg_has_found_out(
    referral: Referral, said: FitForWork | None, found_out: FitForWork
) -> None:
    sender, manager = referral.sent_by, UserFactory(manager=True, jobbtorg=referral.jobbtorg)
    before_it = answer(sender, referral, said) if said else False
    client = signed_in(sender)
    everything_shown(client, referral)  # The first visit is told apart from later ones.
    shown = everything_shown(client, referral)
    assert {name for name in TELL_OF_IT if shown[f"{name}?"].startswith("200")} == TELL_OF_IT
    assert all(referral.number in shown[f"{name}?"] for name in TELL_OF_IT)
    assert (referral.number in shown["referral_inbox?visa=sena"]) is before_it
    assert answer(manager, referral, found_out) is not before_it, "else nothing is tried"
    now = everything_shown(client, referral)
    assert {address for address in shown if shown[address] != now[address]} == set()


def test_the_list_says_late_of_what_the_sender_has_said_alone(referral: Referral) -> None:
    client = signed_in(referral.sent_by)

    def chips() -> dict[str, int]:
        page = client.get(reverse("referral_inbox"))
        return {chip["key"]: chip["count"] for chip in page.context["situations"]}

    answer(UserFactory(coach=True, jobbtorg=referral.jobbtorg), referral, FitForWork.YES)
    assert chips()["sena"] == 0
    answer(referral.sent_by, referral, FitForWork.PARTLY)
    assert chips()["sena"] == 1
    answer(UserFactory(manager=True, jobbtorg=referral.jobbtorg), referral, FitForWork.NO)
    assert chips()["sena"] == 1
    assert referral.number in client.get(reverse("referral_inbox"), {"visa": "sena"}).content.decode()
