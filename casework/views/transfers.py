"""Moving a case to another jobbtorg: sending it, taking it back, and answering what another offers."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from aspirants.access import open_case
from aspirants.offers.gone import offer_is_gone
from audit.lookups import require_lookups_within_limit
from audit.models import AccessKind
from audit.operations import log_access
from casework.models import CaseTransfer, TransferStatus
from casework.operations import accept_transfer, return_transfer, send_transfer, take_back_transfer
from casework.transfers.bookings import coming_bookings
from casework.transfers.forms import AcceptTransferForm, ReturnTransferForm, SendTransferForm
from casework.transfers.offers import Offer, offers_to, what_became_of
from casework.transfers.shown import shown_for_transfer, shown_offer, shown_transfer
from core.forms import SeenForm, get_or_post, render_form, show_refusal, typed_texts
from core.refusals import OperationRefused
from core.seen import NOTHING, ChangedMeanwhileError, seen_in
from organisation.access.permissions import Act
from organisation.access.rules import StaffRequest, access, allowed_to

movers = allowed_to(Act.TRANSFER_CASE)


@access(movers)
@get_or_post
def transfer_case(request: StaffRequest, pk: int) -> HttpResponse:
    """Offer a case to another jobbtorg, or see that it waits for an answer and take it back."""
    enrolment = open_case(request, pk)
    form = SendTransferForm(request.POST or None, enrolment=enrolment, now=shown_for_transfer(enrolment))
    if form.is_valid():
        try:
            transfer = send_transfer(actor=request.user, enrolment=enrolment, seen_case=form.seen, **form.cleaned_data)
        except OperationRefused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, f"{transfer.destination} har fått frågan om att ta över ärendet.")
            return redirect("case", pk=enrolment.pk)
    return _transfer_page(request, enrolment.pk, form, enrolment=enrolment)


def _transfer_page(request: StaffRequest, pk: int, form: SendTransferForm, **context: object) -> HttpResponse:
    waiting = CaseTransfer.objects.pending().filter(enrolment=pk)
    pending: CaseTransfer | None = waiting.select_related("origin", "destination", "sent_by").first()
    if pending is not None:
        context |= {"pending": pending, "seen": shown_transfer(pending), "texts": typed_texts(form)}
    context["coming"] = coming_bookings(context["enrolment"])  # type: ignore[arg-type]
    return render_form(request, "casework/transfer_case.html", form, **context)


@access(movers)
@require_POST
def transfer_take_back(request: StaffRequest, pk: int) -> HttpResponse:
    """Take an offer back that nobody has answered."""
    enrolment = open_case(request, pk)
    try:
        take_back_transfer(actor=request.user, enrolment=enrolment, seen_transfer=seen_in(request))
        messages.success(request, "Ärendet är kvar hos er.")
    except ChangedMeanwhileError as changed:
        form = SendTransferForm(None, enrolment=enrolment, now=shown_for_transfer(enrolment))
        response = _transfer_page(request, enrolment.pk, form, enrolment=enrolment, changed=changed)
        response.status_code = 409
        return response
    except OperationRefused as refusal:
        messages.error(request, refusal.message)
    return redirect("case", pk=enrolment.pk)


@access(movers)
@get_or_post
def transfer(request: StaffRequest, pk: int) -> HttpResponse:
    """What another jobbtorg offers: enough to decide, and the answer yes, with a coach or without."""
    taken = CaseTransfer.objects.visible_to(request.user).filter(pk=pk, status=TransferStatus.ACCEPTED).first()
    if taken is not None:
        messages.info(request, "Ärendet är redan ert.")
        return redirect("case", pk=taken.enrolment_id)
    offer = _offer(request, pk)
    if isinstance(offer, str):
        return offer_is_gone(request, offer, SeenForm(now=NOTHING))
    # Its one question may be left open, so that an answer can be empty.
    answer = request.POST if request.method == "POST" else None
    form = AcceptTransferForm(answer, offer=offer, user=request.user, now=shown_offer(offer.transfer, offer.unit))
    if form.is_valid():
        try:
            enrolment = accept_transfer(
                actor=request.user,
                transfer=offer.transfer,
                seen_offer=form.seen,
                **form.cleaned_data,
            )
        except OperationRefused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, f"Ärende {enrolment.case_no} är nu ert.")
            return redirect("case", pk=enrolment.pk)
    return render_form(request, "casework/transfer.html", form, offer=offer)


@access(movers)
@get_or_post
def transfer_return(request: StaffRequest, pk: int) -> HttpResponse:
    """The answer no, with a reason."""
    offer = _offer(request, pk)
    if isinstance(offer, str):
        return offer_is_gone(request, offer, ReturnTransferForm(request.POST or None, now=NOTHING))
    form = ReturnTransferForm(request.POST or None, now=shown_transfer(offer.transfer))
    if form.is_valid():
        try:
            return_transfer(
                actor=request.user,
                transfer=offer.transfer,
                seen_transfer=form.seen,
                reason=form.cleaned_data["reason"],
            )
        except OperationRefused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, f"Ärende {offer.case_no} är skickat tillbaka till {offer.transfer.origin}.")
            return redirect("referral_inbox")
    return render_form(request, "casework/transfer_return.html", form, offer=offer)


def _offer(request: StaffRequest, pk: int) -> Offer | str:
    """The offer that waits for the user's answer, and a row in the access log; of one that did, what became of it.

    404 for any other.
    """
    offers = offers_to(request.user, only=pk)
    if not offers:
        if became := what_became_of(pk):
            return became
        raise Http404
    [offer] = offers
    require_lookups_within_limit(request.user, offer.person_id)
    log_access(request, AccessKind.READ, subject=offer.case_no, person_id=offer.person_id)
    return offer
