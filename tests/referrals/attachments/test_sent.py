"""What was sent is fetched as a file by both sides, logged each time, and afterwards only hidden."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from aspirants.models import Person
from audit.models import AccessEvent, AccessKind
from core.refusals import OperationRefused
from demo.factories import AttachmentFactory, EnrolmentFactory, OpeningFactory, ReferralFactory, UserFactory
from demo.papers import small_pdf
from organisation.models import IncomeSupportUnit, Jobbtorg, User
from referrals.attachments.content import ContentChangedError
from referrals.models import Attachment, AttachmentPart, Referral, ReferralStatus
from referrals.operations.attaching import hide_attachment, remove_attachment
from tests.post_forms import submit
from tests.referrals.attachments.conftest import erased, file_of
from tests.referrals.pages import DETAILS
from tests.visits import last_logged, signed_in
from workbench.tasks import drop_unsaved

CONTENT = small_pdf("Betyg")


@pytest.fixture
def referral(unit: IncomeSupportUnit, caseworker: User, jobbtorg: Jobbtorg) -> Referral:
    made: Referral = ReferralFactory(unit=unit, sent_by=caseworker, jobbtorg=jobbtorg)
    return made


@pytest.fixture
def attachment(referral: Referral) -> Attachment:
    made: Attachment = AttachmentFactory(referral=referral, content=CONTENT, name="Annas betyg.pdf")
    return made


def test_it_comes_as_a_file_that_no_browser_shows(coach: User, attachment: Attachment) -> None:
    response = signed_in(coach).get(file_of(attachment))
    assert response.content == CONTENT
    number = attachment.referral.number
    assert response["Content-Disposition"] == f'attachment; filename="remiss-{number}-bilaga-1.pdf"'
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Cache-Control"] == "no-store"
    assert "Anna" not in str(response.headers)


def test_each_opening_is_one_row_of_the_log_by_whichever_side(
    coach: User, sender: Client, attachment: Attachment
) -> None:
    for browser in (signed_in(coach), sender, sender):
        before = last_logged()
        assert browser.get(file_of(attachment)).status_code == 200
        [event] = AccessEvent.objects.filter(pk__gt=before)
        assert (event.kind, event.subject) == (AccessKind.EXPORT, attachment.referral.number)
        assert event.person_id == attachment.referral.person_id
        assert "betyg" not in f"{event.view}{event.reason}"


def test_both_sides_see_its_name_and_only_the_sender_may_hide_it(
    coach: User, sender: Client, attachment: Attachment
) -> None:
    page = reverse("referral_detail", args=[attachment.referral_id])
    hide = reverse("referral_attachment_hide", args=[attachment.key])
    ours, theirs = sender.get(page).text, signed_in(coach).get(page).text
    assert "Annas betyg.pdf" in ours
    assert "Annas betyg.pdf" in theirs
    assert (hide in ours, hide in theirs) == (True, False)


def test_once_hidden_nobody_opens_it_and_both_see_why(coach: User, sender: Client, attachment: Attachment) -> None:
    page = reverse("referral_detail", args=[attachment.referral_id])
    hide = reverse("referral_attachment_hide", args=[attachment.key])
    assert submit(sender, hide).status_code == 422
    response = submit(sender, hide, {"reason": "Filen gällde någon annan."})
    assert response["Location"] == page
    for browser in (sender, signed_in(coach)):
        text = browser.get(page).text
        assert "Filen gällde någon annan." in text
        assert "Annas betyg" not in text
        assert browser.get(file_of(attachment)).status_code == 404
    assert AttachmentPart.objects.filter(attachment=attachment).exists(), "nothing has vanished"
    again = sender.get(reverse("referral_attachment_hide", args=[attachment.key]))
    assert again["Location"] == page


def test_two_hide_it_at_once(caseworker: User, unit: IncomeSupportUnit, attachment: Attachment) -> None:
    colleague = UserFactory(caseworker=True, income_support_unit=unit)
    hide_attachment(actor=caseworker, attachment=attachment, reason="Fel fil.")
    with pytest.raises(OperationRefused, match="redan dold"):
        hide_attachment(actor=colleague, attachment=attachment, reason="Dubbel.")
    attachment.refresh_from_db()
    assert (attachment.hidden_by, attachment.hidden_reason) == (caseworker, "Fel fil.")


def test_what_was_sent_is_not_removed(caseworker: User, attachment: Attachment) -> None:
    with pytest.raises(OperationRefused, match="kan inte tas bort"):
        remove_attachment(actor=caseworker, attachment=attachment)


def test_only_the_unit_that_sent_it_hides_it(attachment: Attachment) -> None:
    with pytest.raises(OperationRefused, match="Bara enheten"):
        hide_attachment(actor=UserFactory(caseworker=True), attachment=attachment, reason="Fel fil.")


def test_content_that_is_not_what_was_added_is_not_given_out(coach: User, attachment: Attachment) -> None:
    AttachmentPart.objects.filter(attachment=attachment).delete()
    with pytest.raises(ContentChangedError):
        signed_in(coach).get(file_of(attachment))


def test_the_case_shows_it_to_its_jobbtorg_also_after_a_transfer(jobbtorg: Jobbtorg) -> None:
    coach = UserFactory(coach=True)
    case = EnrolmentFactory(coach=coach)
    sent = ReferralFactory(enrolled=True, enrolment=case, jobbtorg=jobbtorg, clock__jobbtorg=coach.jobbtorg)
    attachment = AttachmentFactory(referral=sent, name="Annas betyg.pdf", content=CONTENT)
    browser = signed_in(coach)
    page = browser.get(reverse("case_referral", args=[case.pk]))
    assert "Annas betyg.pdf" in page.text
    assert browser.get(file_of(attachment)).content == CONTENT


def test_of_a_protected_person_no_name_is_shown_to_the_stadsdel(sender: Client, attachment: Attachment) -> None:
    Person.objects.filter(pk=attachment.referral.person_id).update(protection="SEKRETESSMARKERING")
    text = sender.get(reverse("referral_detail", args=[attachment.referral_id])).text
    assert "Bilaga 1" in text
    assert "Annas betyg" not in text
    assert sender.get(file_of(attachment)).status_code == 200


def test_at_the_jobbtorg_a_protected_persons_asks_for_a_reason(
    coach: User, jobbtorg: Jobbtorg, attachment: Attachment
) -> None:
    Person.objects.filter(pk=attachment.referral.person_id).update(protection="SEKRETESSMARKERING")
    appointed = UserFactory(coach=True, jobbtorg=jobbtorg, protected_access=True)
    assert signed_in(coach).get(file_of(attachment)).status_code == 404
    assert signed_in(appointed).get(file_of(attachment)).status_code == 302
    OpeningFactory(protected=True, user=appointed, person=attachment.referral.person)
    assert signed_in(appointed).get(file_of(attachment)).content == CONTENT


class TestCompleting:
    """A file that answers the jobbtorg's question."""

    @pytest.fixture
    def referral(self, unit: IncomeSupportUnit, caseworker: User, jobbtorg: Jobbtorg) -> Referral:
        made: Referral = ReferralFactory(unit=unit, sent_by=caseworker, jobbtorg=jobbtorg, incomplete=True)
        return made

    @pytest.fixture
    def path(self, referral: Referral) -> str:
        return reverse("referral_attachments", args=[referral.pk])

    def test_it_goes_with_the_completion_and_not_before(
        self, sender: Client, coach: User, referral: Referral, path: str
    ) -> None:
        assert sender.post(path, {"file": SimpleUploadedFile("svar.pdf", CONTENT)}).status_code == 302
        added = Attachment.objects.get()
        jobbtorgs = signed_in(coach)
        detail = reverse("referral_detail", args=[referral.pk])
        assert "svar.pdf" not in jobbtorgs.get(detail).text
        assert jobbtorgs.get(file_of(added)).status_code == 404
        complete = reverse("referral_complete", args=[referral.pk])
        assert "svar.pdf" in sender.get(complete).text
        facts = ("benefit_kind", "benefit_reason", "fit_for_work", "purpose", "basis", "first_name", "last_name")
        answer = {"answer": "Se bilagan.", **{name: DETAILS[name] for name in facts}}
        assert submit(sender, complete, answer).status_code == 302
        assert "svar.pdf" in jobbtorgs.get(detail).text
        assert jobbtorgs.get(file_of(added)).content == CONTENT

    def test_nothing_is_added_where_nobody_asks(self, sender: Client, referral: Referral, path: str) -> None:
        Referral.objects.filter(pk=referral.pk).update(status=ReferralStatus.SUBMITTED)
        response = sender.post(path, {"file": SimpleUploadedFile("svar.pdf", CONTENT)})
        [said] = response.context["form"].errors["file"]
        assert said == "Jobbtorget väntar inte på någon komplettering av remissen. Filen lades inte till."
        assert sender.get(path)["Location"] == reverse("referral_detail", args=[referral.pk])

    def test_what_was_never_sent_is_erased(self, sender: Client, referral: Referral) -> None:
        AttachmentFactory(referral=referral, loose=True)
        drop_unsaved()
        assert Attachment.objects.exists()
        Referral.objects.filter(pk=referral.pk).update(status=ReferralStatus.WITHDRAWN)
        assert "Betyg" not in sender.get(reverse("referral_detail", args=[referral.pk])).text
        drop_unsaved()
        assert erased()


def test_it_is_erased_with_its_referral(attachment: Attachment) -> None:
    attachment.referral.delete()
    assert erased()
