"""Several referrals in a list: pasted or chosen, each row checked, mended in its place, and sent once."""

from __future__ import annotations

import datetime
import uuid
from functools import partial
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from audit.lookups import MOST_LOOKUPS
from audit.models import AccessEvent, AccessKind
from core.spreadsheets import NO_PERSONS, About, Table, xlsx_bytes
from deadlines.models import DeadlineClock
from demo.factories import (
    EligibilityRuleFactory,
    EnrolmentFactory,
    JobbtorgFactory,
    PersonFactory,
    TargetGroupFactory,
    UserFactory,
)
from demo.identities import nth_number
from organisation.models import Jobbtorg, User
from referrals.facts.before_sending import ALREADY_REFERRED
from referrals.lists.checking import UNDIVIDED
from referrals.lists.columns import MOST_AT_ONCE, MOST_ROWS, TEMPLATE
from referrals.lists.stored import Content
from referrals.models import Referral, ReferralListDraft
from tests.aspirants.staff import changed
from tests.post_forms import submit
from tests.referrals.pages import NUMBER, Response, send, text
from tests.same_moment import at_the_same_moment
from tests.visits import signed_in

SHARED = {
    "alla-benefit_kind": "FORSORJNINGSSTOD",
    "alla-benefit_reason": "ARBETSBRIST",
    "alla-fit_for_work": "YES",
    "alla-purpose": "Stöd att söka arbete.",
}
ANNA, BJORN = "19790417-9814\tAnna\tÅkesson\tPraktik i kök", "850923-9805\tBjörn\tBerg\t"


def begin(client: Client, jobbtorg: Jobbtorg, *lines: str, **changes: Any) -> Response:
    """Paste rows and choose what holds for all of them."""
    typed = {**SHARED, "alla-jobbtorg": str(jobbtorg.pk), "alla-pasted": "\n".join(lines), **changes}
    return submit(client, reverse("referral_list_new"), typed)


def listed(client: Client, jobbtorg: Jobbtorg, *lines: str, **changes: Any) -> str:
    """The address of the list that was begun."""
    response = begin(client, jobbtorg, *lines, **changes)
    assert response.status_code == 302, text(response)
    return str(response["Location"])


def said(client: Client, address: str) -> dict[int, list[str]]:
    """What is said at each row that is not sent, by its number."""
    return {row.number: row.sentences for row in client.get(address).context["rows"]}


def keys(client: Client, address: str) -> list[str]:
    return [row.row.key for row in client.get(address).context["rows"]]


def send_list(client: Client, address: str, *rows: str, page: Any = None, **typed: Any) -> Response:
    """Press *Skicka* with the rows that are marked: all of them, unless some are named."""
    facts = {"send": "1", "row": list(rows) or keys(client, address), **typed}
    return submit(client, address, facts, page=page)


def test_a_referral_that_is_followed_no_longer_stays_among_what_was_sent(
    sender: Client, caseworker: User, jobbtorg: Jobbtorg
) -> None:
    """Its clock is another authority's by now, and so is where the person is."""
    address = listed(sender, jobbtorg, ANNA, BJORN)
    send_list(sender, address)
    anna, bjorn = Referral.objects.order_by("pk")
    case = EnrolmentFactory(person=anna.person, jobbtorg=jobbtorg)
    DeadlineClock.objects.filter(pk=anna.clock_id).update(enrolment=case, reference=case.case_no)
    Referral.objects.filter(pk=anna.pk).update(enrolment=case, status="ENROLLED", followed_until=timezone.now())
    page = sender.get(reverse("referral_list_sent", args=[ReferralListDraft.objects.get().pk]))
    assert [(one.number, said) for one, _, said in page.context["rows"]] == [
        (anna.number, "Ärendet följs inte av er enhet sedan mån 23 nov 2026"),
        (bjorn.number, "Jobbplan senast måndag 30 november 2026"),
    ]
    assert text(page).count(str(jobbtorg)) == 1
    detail = reverse("referral_detail", args=[anna.pk])
    assert sender.get(reverse("referral_sent", args=[anna.pk])).headers["Location"] == detail
    assert sender.get(reverse("referral_sent", args=[bjorn.pk])).status_code == 200


class TestTheWholeWay:
    def test_rows_of_a_spreadsheet_become_referrals(self, sender: Client, caseworker: User, jobbtorg: Jobbtorg) -> None:
        young = TargetGroupFactory(young=True)
        address = listed(sender, jobbtorg, ANNA, BJORN, **{"alla-target_group": str(young.pk)})
        assert said(sender, address) == {1: [], 2: []}
        assert not Referral.objects.exists(), "nothing is sent before somebody has looked at it"
        done = send_list(sender, address)
        anna, bjorn = Referral.objects.order_by("pk")
        assert (anna.person.name, anna.purpose, anna.jobbtorg) == ("Anna Åkesson", "Praktik i kök", jobbtorg)
        assert (bjorn.person.name, bjorn.purpose) == ("Björn Berg", "Stöd att söka arbete.")
        assert {anna.sent_by, bjorn.sent_by} == {caseworker}
        assert (anna.benefit_reason, anna.fit_for_work, anna.target_group) == ("ARBETSBRIST", "YES", young)
        assert anna.clock.due_on == datetime.date(2026, 11, 30)
        result = text(sender.get(done["Location"]))
        assert anna.number in result
        assert bjorn.number in result
        assert "2 remisser är skickade." in text(sender.get(reverse("referral_inbox"))) + result
        assert sender.get(address)["Location"] == done["Location"], "nothing is left in the list"
        assert not sender.get(reverse("referral_inbox")).context["begun"].rows

    def test_facts_that_differ_have_a_column(self, sender: Client, jobbtorg: Jobbtorg) -> None:
        heading = "Förnamn\tPersonnr\tEFTERNAMN\tKan arbeta\tTolk\tSpråk\tArbetslös sedan\tSkonummer"
        row = "Anna\t7904179814\tÅkesson\tnej\tja\tarabiska\t2026-03-01\t39"
        address = listed(sender, jobbtorg, heading, row)
        page = sender.get(address)
        assert "Kolumner som inte används: Skonummer." in text(page)
        send_list(sender, address)
        referral = Referral.objects.get()
        assert (referral.fit_for_work, referral.unemployed_since) == ("NO", datetime.date(2026, 3, 1))
        assert (referral.person.language, referral.person.interpreter_needed) == ("arabiska", True)

    @pytest.mark.parametrize("kind", ["csv", "xlsx"])
    def test_the_template_comes_back_filled_in(self, sender: Client, jobbtorg: Jobbtorg, kind: str) -> None:
        template = sender.get(reverse("referral_list_template"), {"format": kind})
        assert template.status_code == 200
        cells = {"Personnummer": NUMBER, "Förnamn": "Anna", "Efternamn": "Åkesson", "Barn i hemmet": "x"}
        row = [cells.get(heading, "") for heading in TEMPLATE]
        about = About(title="Mall", mark=NO_PERSONS, comes_back=True)
        content = (
            template.content + (";".join(row) + "\r\n").encode()
            if kind == "csv"
            else xlsx_bytes(Table(TEMPLATE, [row]), about)
        )
        file = SimpleUploadedFile(f"remisser.{kind}", content)
        address = listed(sender, jobbtorg, **{"alla-pasted": "", "alla-file": file})
        assert said(sender, address) == {1: []}
        send_list(sender, address)
        assert Referral.objects.get().has_children_at_home

    def test_a_long_list_is_sent_ten_at_a_time_and_what_is_left_out_stays_so(
        self, sender: Client, jobbtorg: Jobbtorg
    ) -> None:
        """While rows are sent nobody else gets a referral's number: a press takes no more than a moment."""
        rows = [f"{nth_number(n)}\tAnna\tBerg\tStöd" for n in range(500, 500 + MOST_AT_ONCE + 3)]
        address = listed(sender, jobbtorg, *rows)
        left_out, *chosen = keys(sender, address)
        again = send_list(sender, address, *chosen, offered=keys(sender, address))
        assert again["Location"] == address
        assert Referral.objects.count() == MOST_AT_ONCE
        assert "2 av de valda är kvar: tryck på Skicka de valda igen." in text(sender.get(address))
        marked = [row.row.key for row in sender.get(address).context["rows"] if not row.row.is_left_out]
        assert left_out not in marked
        assert send_list(sender, address, *marked)["Location"] == f"{address}/skickade"
        assert Referral.objects.count() == MOST_AT_ONCE + 2
        assert keys(sender, address) == [left_out]


class TestWhatIsWrong:
    def test_is_said_at_its_own_row(self, sender: Client, jobbtorg: Jobbtorg) -> None:
        waiting = send(sender, jobbtorg, number="19800101-T223")
        EnrolmentFactory(person=PersonFactory(identity_no="197010632391"))
        address = listed(
            sender,
            jobbtorg,
            "Personnummer\tFörnamn\tEfternamn\tKan arbeta\tTolk",
            "790417-9815\tAnna\tÅkesson",
            "20170101-2393\tBarn\tBerg",
            "850923-9805\tBjörn\t",
            "8509239805\tBjörn\tBerg",
            "19800101-T223\tCleo\tCarlsson",
            "701063-2391\tDina\tDahl",
            "19790417-9814\tAnna\tÅkesson\tkanske\tvet ej",
            "\tUtan\tNummer",
        )
        told = said(sender, address)
        assert told[1] == ["Personnummer: Kontrollsiffran stämmer inte. Jämför siffra för siffra med id-handlingen."]
        assert "Personen blir 9 år med det här numret." in told[2][0]
        assert told[3] == ["Efternamn: Skriv personens efternamn."]
        assert told[4] == ["Personnummer: Samma person som på rad 3."]
        assert told[5] == [ALREADY_REFERRED]
        assert told[6][0].startswith("Personen har redan ett öppet ärende vid ett jobbtorg.")
        assert sorted(told[7]) == [
            "Behöver tolk: Skriv ja eller nej.",
            "Kan arbeta: Skriv något av: Ja, Delvis, Behöver utredas, Nej.",
        ]
        assert told[8] == ["Personnummer: Skriv ett personnummer. Den som saknar nummer remitterar du för sig."]
        page = sender.get(address)
        assert 'href="#rad-4"' in text(page)
        assert '<th scope="row" class="one-line">Rad 4</th>' in text(page)
        leads = reverse("referral_detail", args=[waiting.pk])
        assert (
            text(page).count(f'href="{leads}">Följ den i stället<span class="ds-sr-only"> – {waiting.number}</span>')
            == 1
        )
        assert text(page).count("Följ den i stället<") == 1, "of a case elsewhere there is nothing to follow"
        refused = send_list(sender, address)
        assert refused["Location"] == address
        assert Referral.objects.get() == waiting

    def test_a_row_that_is_divided_otherwise_has_one_sentence(self, sender: Client, jobbtorg: Jobbtorg) -> None:
        heading = "Personnummer\tFörnamn\tEfternamn\tSyfte"
        address = listed(sender, jobbtorg, heading, ANNA, "850923-9805;Björn;Berg;Stöd")
        assert said(sender, address) == {1: [], 2: [f"Personnummer: {UNDIVIDED}"]}

    def test_who_needs_a_motive_is_referred_alone(self, sender: Client, jobbtorg: Jobbtorg) -> None:
        rule = EligibilityRuleFactory(age_to=45)
        address = listed(sender, jobbtorg, ANNA, BJORN)
        sentence = f"{rule.text} Remittera personen för sig om det finns skäl till det."
        assert said(sender, address) == {1: [sentence], 2: []}
        send_list(sender, address)
        assert [one.person.name for one in Referral.objects.all()] == ["Björn Berg"]

    def test_what_stood_in_the_way_and_is_gone_stands_there_no_more(self, sender: Client, jobbtorg: Jobbtorg) -> None:
        waiting = send(sender, jobbtorg)
        address = listed(sender, jobbtorg, ANNA)
        assert "öppen remiss" in said(sender, address)[1][0]
        Referral.objects.filter(pk=waiting.pk).update(status="WITHDRAWN")
        submit(sender, address)
        assert said(sender, address) == {1: []}

    def test_is_mended_in_place_and_only_the_right_and_chosen_ones_go(self, sender: Client, jobbtorg: Jobbtorg) -> None:
        address = listed(sender, jobbtorg, "790417-9815\tAnna\tÅkesson", BJORN, "19800101-T223\tCleo\tCarlsson")
        first, second, third = keys(sender, address)
        done = send_list(sender, address, first, second)
        assert [one.person.name for one in Referral.objects.all()] == ["Björn Berg"]
        assert "2 kvar att skicka" in text(sender.get(done["Location"]))
        submit(sender, address, {f"{first}.number": "790417-9814", f"{first}.purpose": "Eget syfte"})
        assert said(sender, address) == {1: [], 3: []}, "a row keeps its number"
        # Mended and sent in one step, too.
        send_list(sender, address, first, **{f"{first}.last_name": "Ek"})
        assert {one.person.name for one in Referral.objects.all()} == {"Björn Berg", "Anna Ek"}
        submit(sender, address, {f"{third}.{name}": "" for name in ("number", "first_name", "last_name", "purpose")})
        assert sender.get(address).status_code == 302, "a row that is emptied goes, and nothing is left"
        stored = Content.of(ReferralListDraft.objects.get())
        assert {row.key for row in stored.rows} == {first, second}
        assert not any(row.typed for row in stored.rows), "what is sent is not kept twice"

    def test_in_what_holds_for_all_is_said_at_each_row(
        self, sender: Client, jobbtorg: Jobbtorg, clock: time_machine.Traveller
    ) -> None:
        address = listed(sender, jobbtorg, BJORN, **{"alla-purpose": ""})
        assert said(sender, address) == {1: ["Syfte: Skriv kort vad ni vill att jobbtorget gör."]}
        Jobbtorg.objects.update(valid_to=datetime.date(2026, 11, 22))
        submit(sender, address, {"alla-purpose": "Stöd"})
        assert said(sender, address)[1] == ["Jobbtorget tar inte längre emot remisser. Välj ett annat."]
        farsta = JobbtorgFactory(name="Jobbtorg Farsta")
        submit(sender, address, {"alla-jobbtorg": str(farsta.pk)})
        send_list(sender, address)
        assert Referral.objects.get().jobbtorg == farsta

    @pytest.mark.parametrize(
        ("pasted", "sentence"),
        [
            ("", "Klistra in minst en rad, eller välj en fil."),
            ("\n".join([BJORN] * (MOST_ROWS + 1)), "Listan har 51 rader. Dela upp den i delar om högst 50."),
            ("Förnamn\tEfternamn\nAnna\tÅkesson", "Listan saknar kolumnen Personnummer. Jämför den med mallen."),
            ("Personnummer\tFörnamn\tEfternamn", "Listan har rubriker men inga rader."),
        ],
    )
    def test_in_the_whole_keeps_what_was_typed(
        self, sender: Client, jobbtorg: Jobbtorg, pasted: str, sentence: str
    ) -> None:
        response = begin(sender, jobbtorg, pasted)
        assert response.status_code == 422
        assert response.context["form"].errors == {"pasted": [sentence]}
        assert response.context["form"]["pasted"].value() == pasted
        assert not ReferralListDraft.objects.exists()

    def test_another_units_referral_is_not_led_to(self, jobbtorg: Jobbtorg, sender: Client) -> None:
        other = signed_in(UserFactory(caseworker=True))
        send(other, jobbtorg, number="19800101-T223")
        address = listed(sender, jobbtorg, "19800101-T223\tCleo\tCarlsson\tPraktik")
        assert said(sender, address)[1][0].startswith("Det finns redan en öppen remiss för personen.")
        assert "Följ den i stället<" not in text(sender.get(address))

    def test_a_file_that_is_far_too_large_has_one_sentence(self, sender: Client, jobbtorg: Jobbtorg) -> None:
        file = SimpleUploadedFile("lista.csv", bytes(50 * 1024 * 1024))
        response = begin(sender, jobbtorg, **{"alla-pasted": "", "alla-file": file})
        assert response.status_code == 422
        assert response.context["form"].errors == {"file": ["Filen är 50 MB. En lista får vara högst 2 MB."]}
        assert response.context["form"]["purpose"].value() == "Stöd att söka arbete."
        assert not ReferralListDraft.objects.exists()

    def test_a_file_of_another_kind_is_said(self, sender: Client, jobbtorg: Jobbtorg) -> None:
        file = SimpleUploadedFile("lista.csv", b"%PDF-1.7\x00\x01")
        response = begin(sender, jobbtorg, **{"alla-pasted": "", "alla-file": file})
        assert response.context["form"].errors["file"][0].startswith("Filen är varken CSV eller Excel")


class TestOnce:
    def test_the_same_list_twice_makes_no_second_referral(self, sender: Client, jobbtorg: Jobbtorg) -> None:
        address = listed(sender, jobbtorg, ANNA, BJORN)
        opened = sender.get(address)
        send_list(sender, address, page=opened)
        assert send_list(sender, address, *keys_of(opened), page=opened)["Location"] == f"{address}/skickade"
        again = listed(sender, jobbtorg, ANNA, BJORN)
        assert all("Det finns redan en öppen remiss" in told[0] for told in said(sender, again).values())
        send_list(sender, again)
        assert Referral.objects.count() == 2

    @pytest.mark.django_db(transaction=True)
    def test_a_list_that_is_sent_by_many_at_the_same_moment(
        self, sender: Client, caseworker: User, jobbtorg: Jobbtorg
    ) -> None:
        address = listed(sender, jobbtorg, ANNA, BJORN)
        opened = sender.get(address)
        browsers = [signed_in(caseworker) for _ in range(8)]
        presses = [partial(send_list, browser, address, *keys_of(opened), page=opened) for browser in browsers]
        assert {answer.status_code for answer in at_the_same_moment(*presses)} == {302}
        assert Referral.objects.count() == 2

    def test_another_tab_has_changed_it(self, sender: Client, jobbtorg: Jobbtorg) -> None:
        address = listed(sender, jobbtorg, ANNA)
        [key] = keys(sender, address)
        stale = sender.get(address)
        submit(sender, address, {f"{key}.last_name": "Ek"})
        refused = send_list(sender, address, key, page=stale, **{f"{key}.first_name": "Annika"})
        assert refused.status_code == 409
        assert list(changed(refused)) == ["Rad 1"]
        assert 'value="Annika"' in text(refused), "what was typed here is kept on the page"
        assert not Referral.objects.exists()

    def test_what_comes_in_between_stops_its_row_alone(self, sender: Client, jobbtorg: Jobbtorg) -> None:
        address = listed(sender, jobbtorg, ANNA, BJORN)
        EnrolmentFactory(person=PersonFactory(identity_no="197904179814"))
        send_list(sender, address)
        assert [one.person.name for one in Referral.objects.all()] == ["Björn Berg"]
        assert said(sender, address)[1][0].startswith("Personen har redan ett öppet ärende")
        assert "Åkesson" in text(sender.get(address))


def keys_of(page: Response) -> list[str]:
    return [row.row.key for row in page.context["rows"]]


class TestSecrecy:
    def test_a_list_is_its_authors_alone_and_encrypted(self, sender: Client, jobbtorg: Jobbtorg, unit: Any) -> None:
        address = listed(sender, jobbtorg, ANNA)
        colleague = signed_in(UserFactory(caseworker=True, income_support_unit=unit))
        for page in (address, f"{address}/skickade", f"{address}/ta-bort"):
            assert colleague.get(page).status_code == 404
            assert colleague.post(page).status_code in (404, 405)
        assert not colleague.get(reverse("referral_inbox")).context["begun"].rows
        with connection.cursor() as cursor:
            cursor.execute("SELECT content FROM referrals_referrallistdraft")
            stored = cursor.fetchone()[0]
        assert not any(secret in stored for secret in ("9814", "Anna", "Åkesson", "kök"))

    def test_each_number_is_looked_up_once_and_logged_like_any(
        self, sender: Client, caseworker: User, jobbtorg: Jobbtorg
    ) -> None:
        address = listed(sender, jobbtorg, ANNA, BJORN)
        searches = AccessEvent.objects.filter(user=caseworker, kind=AccessKind.SEARCH)
        assert searches.exclude(sought="").count() == 2
        submit(sender, address)
        assert searches.count() == 2, "not again, until a number changes"
        first, _ = keys(sender, address)
        submit(sender, address, {f"{first}.number": "19800101-T223"})
        assert searches.count() == 3
        send_list(sender, address)
        written = AccessEvent.objects.filter(user=caseworker, kind=AccessKind.WRITE, person_id__isnull=False)
        assert {one.person_id for one in written} >= set(Referral.objects.values_list("person_id", flat=True))

    def test_a_list_is_no_quicker_way_to_try_numbers(
        self, sender: Client, caseworker: User, jobbtorg: Jobbtorg, clock: time_machine.Traveller
    ) -> None:
        rows = [f"{nth_number(n)}\tNamn\tNummer{n}" for n in range(500, 500 + 2 * MOST_ROWS)]
        listed(sender, jobbtorg, *rows[:MOST_ROWS])
        second = listed(sender, jobbtorg, *rows[MOST_ROWS:])
        searches = AccessEvent.objects.filter(user=caseworker, kind=AccessKind.SEARCH)
        assert searches.count() == MOST_LOOKUPS
        stored = Content.of(ReferralListDraft.objects.get(pk=uuid.UUID(second.rpartition("/")[2])))
        assert sum(bool(row.looked_up) for row in stored.rows) == MOST_LOOKUPS - MOST_ROWS
        assert all(row.typed for row in stored.rows), "the rest is kept, and looked up later"
