"""Files are added to a draft one at a time; each that is not taken says why, and nothing typed is lost."""

from __future__ import annotations

import uuid

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from demo.papers import small_pdf
from organisation.models import Jobbtorg, User
from referrals.models import Attachment, AttachmentPart, Referral, ReferralDraft
from referrals.operations.attaching import attach_to_draft
from tests.post_forms import submit
from tests.referrals.attachments.conftest import Attach, erased
from tests.referrals.attachments.files import MB, archive, jpeg, large_pdf, locked_pdf, png
from tests.referrals.pages import DETAILS, give_details, url
from workbench.tasks import drop_unsaved


def only(draft_id: uuid.UUID) -> Attachment:
    found: Attachment = Attachment.objects.get(draft=draft_id)
    return found


def test_a_file_is_added_and_shown_where_the_referral_is_checked(
    sender: Client, draft_id: uuid.UUID, attach: Attach
) -> None:
    page = sender.get(url("attachments", draft_id))
    assert "Inga läkarintyg, inga handlingar om andra personer." in page.text
    assert attach(small_pdf("Betyg"), "Betyg från Komvux.pdf").status_code == 302
    page = sender.get(url("attachments", draft_id))
    assert "Betyg från Komvux.pdf är tillagd." in page.text
    assert "Betyg från Komvux.pdf" in sender.get(url("check", draft_id)).text
    assert (only(draft_id).kind, only(draft_id).is_sent) == ("PDF", False)


def test_step_2_keeps_what_is_typed_on_the_way_to_the_attachments(
    sender: Client, draft_id: uuid.UUID, jobbtorg: Jobbtorg, attach: Attach
) -> None:
    response = give_details(sender, draft_id, jobbtorg, purpose="Halvskrivet", fit_for_work=None, attach="1")
    assert response["Location"] == url("attachments", draft_id)
    attach(b"ingenting att ha")
    attach(jpeg(), "foto.jpg")
    page = sender.get(url("details", draft_id)).text
    assert "Halvskrivet" in page
    assert DETAILS["last_name"] in page


def test_a_chosen_file_is_added_by_the_button_that_leads_on(sender: Client, draft_id: uuid.UUID) -> None:
    address = url("attachments", draft_id)
    for on, page in (("done", "check"), ("back", "details")):
        assert sender.post(address, {"on": on})["Location"] == url(page, draft_id), "without a file nothing is asked"
    chosen = {"on": "done", "file": SimpleUploadedFile("betyg.pdf", small_pdf("Betyg"))}
    assert sender.post(address, chosen)["Location"] == url("check", draft_id)
    assert only(draft_id).name == "betyg.pdf"
    refused = sender.post(address, {"on": "done", "file": SimpleUploadedFile("tom.pdf", b"")})
    assert refused.status_code == 422, "a file that is not taken keeps one here"


REFUSED = [
    (b"", "tom.pdf", "Filen är tom."),
    (b"MZ\x90\0" * 9, "faktura.pdf", "Filen är varken PDF, JPEG eller PNG."),
    (archive(), "ansökan.docx", "Filen är varken PDF, JPEG eller PNG."),
    (locked_pdf(), "lön.pdf", "PDF-filen är låst"),
    (jpeg()[:-2], "foto.jpg", "Filen är inte hel."),
    (jpeg() + archive(), "foto.jpg", "Filen innehåller något mer än bilden eller dokumentet."),
    (large_pdf(10 * MB + 1), "stor.pdf", "Filen är 10 MB. En bilaga får vara högst 10 MB."),
    (b"%PDF" + bytes(50 * MB), "film.pdf", "Filen är 50 MB. En bilaga får vara högst 10 MB."),
]


@pytest.mark.parametrize(("content", "name", "sentence"), REFUSED, ids=[row[2][:30] for row in REFUSED])
def test_what_is_not_taken_says_so_at_the_field(
    sender: Client, draft_id: uuid.UUID, attach: Attach, content: bytes, name: str, sentence: str
) -> None:
    response = attach(content, name)
    assert response.status_code == 422
    [said] = response.context["form"].errors["file"]
    assert said.startswith(sentence)
    assert not Attachment.objects.exists()
    assert sender.get(url("check", draft_id)).status_code == 200


def test_no_file_at_all(sender: Client, draft_id: uuid.UUID) -> None:
    response = sender.post(url("attachments", draft_id), {})
    assert response.status_code == 422
    assert response.context["form"].errors["file"] == ["Välj en fil."]


def test_the_largest_that_is_taken(sender: Client, draft_id: uuid.UUID, attach: Attach) -> None:
    largest = large_pdf(10 * MB)
    assert attach(largest).status_code == 302
    assert only(draft_id).size == 10 * MB
    assert AttachmentPart.objects.count() == 40
    assert sender.get(reverse("referral_attachment", args=[only(draft_id).key])).content == largest


def test_a_name_that_misleads_is_put_right_and_told(sender: Client, draft_id: uuid.UUID, attach: Attach) -> None:
    attach(small_pdf("Faktura"), "faktura.pdf.exe")
    page = sender.get(url("attachments", draft_id))
    assert "Filen är en PDF och heter därför faktura.pdf här, vad den än hette." in page.text
    assert only(draft_id).name == "faktura.pdf"
    assert ".exe" not in page.text


def test_the_same_file_twice_and_the_sixth(sender: Client, draft_id: uuid.UUID, attach: Attach) -> None:
    assert attach(png()).status_code == 302
    again = attach(png(), "en annan.png")
    assert again.context["form"].errors["file"] == ["Filen finns redan bland bilagorna."]
    for number in range(4):
        assert attach(small_pdf(str(number))).status_code == 302
    sixth = attach(small_pdf("sex"))
    assert sixth.context["form"].errors["file"] == [
        "Det finns redan fem bilagor. Ta bort en innan du lägger till en ny."
    ]
    assert Attachment.objects.count() == 5
    assert "En remiss kan ha fem bilagor." in sender.get(url("attachments", draft_id)).text


def test_one_that_is_not_sent_is_removed_with_its_content(sender: Client, draft_id: uuid.UUID, attach: Attach) -> None:
    attach(small_pdf("ett"))
    attach(small_pdf("två"), "två.pdf")
    page, first = sender.get(url("attachments", draft_id)), Attachment.objects.get(number=1)
    assert str(first.key) in page.text
    for _ in range(2):  # a second tab
        sender.post(url("attachments", draft_id), {"remove": str(first.key)})
    assert [one.name for one in Attachment.objects.all()] == ["två.pdf"]
    assert AttachmentPart.objects.count() == 1
    assert sender.post(url("attachments", draft_id), {"remove": "nonsense"}).status_code == 404


def test_the_files_go_with_the_referral(sender: Client, draft_id: uuid.UUID, attach: Attach) -> None:
    attach(small_pdf("Betyg"))
    submit(sender, url("check", draft_id))
    referral = Referral.objects.get(submission_id=draft_id)
    sent = Attachment.objects.get()
    assert (sent.referral, sent.draft, sent.is_sent) == (referral, None, True)
    assert "betyg.pdf" in sender.get(reverse("referral_detail", args=[referral.pk])).text


def test_a_file_added_in_another_tab_is_shown_before_it_is_sent(
    sender: Client, draft_id: uuid.UUID, attach: Attach
) -> None:
    check = sender.get(url("check", draft_id))
    attach(small_pdf("Betyg"), "Betyg.pdf")
    response = submit(sender, url("check", draft_id), page=check)
    assert response.status_code == 409
    assert "Betyg.pdf" in response.text
    assert not Referral.objects.exists()


def test_a_draft_that_was_sent_meanwhile(sender: Client, draft_id: uuid.UUID, attach: Attach) -> None:
    submit(sender, url("check", draft_id))
    referral = Referral.objects.get(submission_id=draft_id)
    response = attach(small_pdf("För sent"))
    assert response["Location"] == reverse("referral_sent", args=[referral.pk])
    assert "Remissen skickades under tiden, så bilagorna kunde inte ändras." in sender.get(response["Location"]).text
    assert not Attachment.objects.exists()


def test_discarding_a_draft_erases_its_files(sender: Client, draft_id: uuid.UUID, attach: Attach) -> None:
    attach(small_pdf("Betyg"))
    submit(sender, url("discard", draft_id))
    assert erased()


def test_a_lapsed_draft_is_erased_with_its_files_though_its_author_never_comes_back(
    draft_id: uuid.UUID, caseworker: User, clock: time_machine.Traveller
) -> None:
    clock.shift(13 * 24 * 3600)
    # Adding a file is work with the draft.
    attach_to_draft(actor=caseworker, draft_id=draft_id, content=small_pdf("Betyg"), name="betyg.pdf")
    clock.shift(13 * 24 * 3600)
    drop_unsaved()
    assert ReferralDraft.objects.exists()
    clock.shift(2 * 24 * 3600)
    assert AttachmentPart.objects.exists()
    drop_unsaved()
    assert erased()
    assert not ReferralDraft.objects.exists()
