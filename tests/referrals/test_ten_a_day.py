"""Ten a day: what a new draft proposes, drafts told apart, and what ends while a draft lies there."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

import time_machine
from django.test import Client
from django.urls import reverse

from aspirants.models import Person
from demo.factories import JobbtorgFactory, TargetGroupFactory, UserFactory
from organisation.models import IncomeSupportUnit, Jobbtorg, User
from referrals.models import Referral, ReferralDraft
from tests.post_forms import submit
from tests.referrals.pages import NUMBER, give_details, say_who, send, text, url
from tests.tree import main_of, tree_of
from tests.visits import signed_in

OTHER = "19800101-T223"


def proposed(client: Client, draft_id: uuid.UUID) -> dict[str, Any]:
    """What the second page of a draft has in its fields when it opens."""
    form = client.get(url("details", draft_id)).context["form"]
    return {name: form[name].value() for name in form.fields if form[name].value() not in (None, "", False)}


class TestProposals:
    def test_are_of_the_errand_and_never_of_the_person(self, sender: Client, jobbtorg: Jobbtorg) -> None:
        kista = JobbtorgFactory(name="Jobbtorg Farsta")
        young = TargetGroupFactory(young=True)
        sent = send(sender, kista, target_group=str(young.pk), interpreter_needed="on", inquiry_done_on="2/11")
        draft_id = uuid.uuid4()
        say_who(sender, draft_id, number=OTHER)
        found = proposed(sender, draft_id)
        assert found["jobbtorg"] == str(kista.pk)
        assert (found["benefit_kind"], found["benefit_reason"]) == ("FORSORJNINGSSTOD", "ARBETSBRIST")
        told = {"first_name", "last_name", "phone", "language", "interpreter_needed", "purpose", "target_group"}
        days = {"benefit_applied_on", "inquiry_done_on", "unemployed_since", "has_children_at_home"}
        assert not found.keys() & (told | days | {"fit_for_work"})
        page = text(sender.get(url("details", draft_id)))
        refused = give_details(sender, draft_id, kista, fit_for_work=None)
        assert refused.context["form"].errors == {"fit_for_work": ["Välj hur du bedömer att personen kan arbeta."]}
        assert sent.number in page
        assert "Ändra det som inte stämmer för den här personen." in page
        assert "Åkesson" not in page

    def test_are_those_of_the_referral_one_comes_from(self, sender: Client, jobbtorg: Jobbtorg) -> None:
        first = send(sender, jobbtorg, benefit_reason="OTHER")
        last = send(sender, jobbtorg, number=OTHER)
        like_first = f"{reverse('referral_new')}?som={first.pk}"
        assert f'href="{like_first}"' in text(sender.get(reverse("referral_sent", args=[first.pk])))
        for address, reason in ((like_first, "OTHER"), (reverse("referral_new"), "ARBETSBRIST")):
            page = sender.get(address)
            typed = {"number": "850923-9805", "anew": "1"}
            opened = submit(sender, reverse("referral_new"), typed, page=page)["Location"]
            assert sender.get(opened).context["form"]["benefit_reason"].value() == reason
        assert last.benefit_reason == "ARBETSBRIST"

    def test_of_another_authoritys_referral_nothing_is_proposed(self, sender: Client, jobbtorg: Jobbtorg) -> None:
        elsewhere = send(signed_in(UserFactory(caseworker=True)), jobbtorg, number=OTHER)
        for asked in (str(elsewhere.pk), "9" * 30, "x"):
            draft_id = uuid.uuid4()
            assert sender.get(reverse("referral_new"), {"som": asked}).status_code == 200
            say_who(sender, draft_id, number=NUMBER, like=asked, anew="1")
            assert elsewhere.number not in text(sender.get(url("details", draft_id)))

    def test_a_jobbtorg_that_has_closed_is_not_among_them(
        self, sender: Client, jobbtorg: Jobbtorg, clock: time_machine.Traveller
    ) -> None:
        farsta = JobbtorgFactory(name="Jobbtorg Farsta")
        send(sender, farsta)
        Jobbtorg.objects.filter(pk=farsta.pk).update(valid_to=datetime.date(2026, 11, 22))
        draft_id = uuid.uuid4()
        say_who(sender, draft_id, number=OTHER)
        assert proposed(sender, draft_id)["jobbtorg"] == jobbtorg.pk

    def test_the_last_page_says_what_was_left_as_proposed(self, sender: Client, jobbtorg: Jobbtorg) -> None:
        sent = send(sender, jobbtorg)
        draft_id = uuid.uuid4()
        say_who(sender, draft_id, number=OTHER)
        give_details(sender, draft_id, jobbtorg, benefit_reason="OTHER")
        page = text(sender.get(url("check", draft_id)))
        assert f"Som i {sent.number}, oförändrat (Jobbtorg, Ersättning, Med vilken rätt" in page


class TestDraftsToldApart:
    def rows(self, client: Client) -> list[str]:
        return [row.name for row in client.get(reverse("referral_inbox")).context["drafts"]]

    def test_by_number_birth_and_name_and_when_they_were_begun(self, sender: Client, jobbtorg: Jobbtorg) -> None:
        with_name = uuid.uuid4()
        say_who(sender, with_name)
        give_details(sender, with_name, jobbtorg)
        say_who(sender, uuid.uuid4(), number=OTHER)
        say_who(sender, uuid.uuid4(), number="", number_missing="on", birth_date="1985")
        say_who(sender, uuid.uuid4(), number="", number_missing="on", birth_date="okänt")
        assert set(self.rows(sender)) == {
            "Anna Åkesson, 19790417-••••",
            "19800101-••••",
            "Född 1985",
            "Född okänt",
        }
        page = text(sender.get(reverse("referral_inbox")))
        assert "Namnet är inte ifyllt" not in page
        assert "mån 7 dec" in page, "the day it is removed"
        assert "9814" not in page
        assert "Anna Åkesson, 19790417-••••" in text(sender.get(url("discard", with_name)))

    def test_a_second_one_of_the_same_number_is_noticed(self, sender: Client) -> None:
        first, second = uuid.uuid4(), uuid.uuid4()
        say_who(sender, first)
        page = say_who(sender, second, number="7904179814")
        assert page.status_code == 200
        assert "Du har redan ett utkast om det numret" in text(page)
        assert f"{url('check', first)}?oppnat=1" in text(page)
        assert ReferralDraft.objects.count() == 1
        anew = submit(sender, reverse("referral_new"), page=page)
        assert anew["Location"] == url("details", second)
        assert ReferralDraft.objects.count() == 2
        # It has been said: the same draft is not asked again, unless its number changes.
        path = url("who", second)
        assert submit(sender, path, {"number": NUMBER})["Location"] == url("details", second)
        assert submit(sender, path, {"number": OTHER})["Location"] == url("details", second)
        assert submit(sender, path, {"number": NUMBER}).status_code == 200

    def test_one_of_a_colleague_too_without_what_it_holds(
        self, sender: Client, unit: IncomeSupportUnit, jobbtorg: Jobbtorg
    ) -> None:
        colleague = UserFactory(caseworker=True, income_support_unit=unit, first_name="Sara", last_name="Lind")
        theirs = uuid.uuid4()
        say_who(signed_in(colleague), theirs)
        give_details(signed_in(colleague), theirs, jobbtorg)
        page = text(say_who(sender, uuid.uuid4()))
        assert "Sara Lind började på ett utkast" in page
        assert str(theirs) not in page
        assert "Åkesson" not in page
        elsewhere, own = signed_in(UserFactory(caseworker=True)), uuid.uuid4()
        assert say_who(elsewhere, own)["Location"] == url("details", own)

    def test_one_that_is_older_than_fourteen_days_is_not_in_the_way(
        self, sender: Client, caseworker: User, clock: time_machine.Traveller
    ) -> None:
        say_who(sender, uuid.uuid4())
        clock.shift(datetime.timedelta(days=14, minutes=1))
        sender.force_login(caseworker)
        own = uuid.uuid4()
        assert say_who(sender, own)["Location"] == url("details", own)


class TestWhatEndsMeanwhile:
    def begun(self, sender: Client, jobbtorg: Jobbtorg, **changes: Any) -> uuid.UUID:
        draft_id = uuid.uuid4()
        say_who(sender, draft_id)
        give_details(sender, draft_id, jobbtorg, **changes)
        return draft_id

    def told(self, sender: Client, draft_id: uuid.UUID, page: Any, field: str) -> str:
        """The one sentence at the field, on the page to which sending leads; the rest is kept."""
        sent = submit(sender, url("check", draft_id), page=page)
        back = sender.get(sent["Location"])
        assert back.status_code == 200
        assert list(back.context["form"].errors) == [field]
        assert back.context["form"]["last_name"].value() == "Åkesson"
        assert not Referral.objects.exists()
        return str(back.context["form"].errors[field][0])

    def test_a_jobbtorg(self, sender: Client, jobbtorg: Jobbtorg) -> None:
        draft_id = self.begun(sender, jobbtorg)
        page = sender.get(url("check", draft_id))
        Jobbtorg.objects.update(valid_to=datetime.date(2026, 11, 22))
        sentence = "Jobbtorget tar inte längre emot remisser. Välj ett annat."
        assert self.told(sender, draft_id, page, "jobbtorg") == sentence

    def test_a_target_group(self, sender: Client, jobbtorg: Jobbtorg) -> None:
        young = TargetGroupFactory(young=True)
        draft_id = self.begun(sender, jobbtorg, target_group=str(young.pk))
        page = sender.get(url("check", draft_id))
        type(young).objects.update(valid_to=datetime.date(2026, 11, 22))
        assert self.told(sender, draft_id, page, "target_group").startswith("Målgruppen används inte längre.")

    def test_the_unit_itself(self, sender: Client, unit: IncomeSupportUnit, jobbtorg: Jobbtorg) -> None:
        draft_id = self.begun(sender, jobbtorg)
        page = sender.get(url("check", draft_id))
        IncomeSupportUnit.objects.filter(pk=unit.pk).update(valid_to=datetime.date(2026, 11, 22))
        refused = submit(sender, url("check", draft_id), page=page)
        assert refused.status_code == 422
        assert "är avslutad. Be administratören att ge dig din nya enhet och skicka sedan." in text(refused)
        assert ReferralDraft.objects.filter(pk=draft_id).exists()
        assert "är avslutad." in text(say_who(sender, uuid.uuid4(), number=OTHER))


def test_the_confirmation_says_whose_it_is_unless_protected(sender: Client, jobbtorg: Jobbtorg) -> None:
    referral = send(sender, jobbtorg)
    address = reverse("referral_sent", args=[referral.pk])
    assert "Anna Åkesson. Remissnummer" in text(sender.get(address))
    Person.objects.update(protection="SEKRETESSMARKERING")
    page = sender.get(address)
    assert page.status_code == 404 or "Åkesson" not in text(page)


def test_skicka_stands_before_what_can_be_changed(sender: Client, jobbtorg: Jobbtorg) -> None:
    draft_id = uuid.uuid4()
    say_who(sender, draft_id)
    give_details(sender, draft_id, jobbtorg)
    main = main_of(tree_of(sender.get(url("check", draft_id)).content.decode()))
    stops = [one.text for one in main.all("a", "button")]
    assert stops[0] == "Skicka remiss"
    assert sum(stop.startswith("Ändra") for stop in stops) > 10
