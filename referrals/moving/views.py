"""Moving a referral to another jobbtorg: offering it, taking the offer back, and answering what another offers."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from aspirants.offers.gone import offer_is_gone
from audit.lookups import require_lookups_within_limit
from audit.models import AccessKind
from audit.operations import log_access
from core.forms import SeenForm, get_or_post, render_form, show_refusal, typed_texts
from core.refusals import OperationRefused
from core.seen import NOTHING, ChangedMeanwhileError, seen_in
from core.way_back import way_back
from organisation.access.permissions import Act
from organisation.access.rules import StaffRequest, access, allowed_to
from referrals.inbox.around import pending_move
from referrals.inbox.way_on import to_same
from referrals.models import Referral
from referrals.moving.forms import AcceptReferralMoveForm, OfferReferralForm, ReturnReferralMoveForm
from referrals.moving.offers import OfferedReferral, offered_referrals, what_became_of
from referrals.moving.operations import accept_offer, offer_referral, return_offer, take_back_offer
from referrals.moving.shown import shown_for_move, shown_move
from referrals.views.reading import open_referral

movers = allowed_to(Act.TRANSFER_CASE)


@access(movers)
@get_or_post
def move(request: StaffRequest, pk: int) -> HttpResponse:
    """Offer a referral to another jobbtorg, or see that it waits for an answer and take it back."""
    referral = open_referral(request, pk)
    ends_at = way_back(request, reverse("referral_detail", args=[pk]))
    form = OfferReferralForm(request.POST or None, referral=referral, now=shown_for_move(referral))
    if form.is_valid():
        try:
            offer = offer_referral(actor=request.user, referral=referral, seen_referral=form.seen, **form.cleaned_data)
        except OperationRefused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, f"{offer.destination} har fått frågan om att ta över remiss {referral.number}.")
            return redirect(ends_at)
    return _move_page(request, referral, form)


def _move_page(request: StaffRequest, referral: Referral, form: OfferReferralForm, **context: object) -> HttpResponse:
    pending = pending_move(referral)
    if pending is not None:
        context |= {"pending": pending, "seen": shown_move(pending), "texts": typed_texts(form)}
    tillbaka = way_back(request, "")
    back_url = to_same(tillbaka, referral.pk) or reverse("referral_detail", args=[referral.pk])
    context |= {"referral": referral, "tillbaka": tillbaka, "back_url": back_url}
    return render_form(request, "referrals/moving/move.html", form, **context)


@access(movers)
@require_POST
def take_back_move(request: StaffRequest, pk: int) -> HttpResponse:
    """Take an offer back that nobody has answered."""
    referral = open_referral(request, pk)
    try:
        take_back_offer(actor=request.user, referral=referral, seen_move=seen_in(request))
        messages.success(request, "Remissen är kvar hos er.")
    except ChangedMeanwhileError as changed:
        form = OfferReferralForm(None, referral=referral, now=shown_for_move(referral))
        response = _move_page(request, referral, form, changed=changed)
        response.status_code = 409
        return response
    except OperationRefused as refusal:
        messages.error(request, refusal.message)
    return redirect("referral_detail", pk=pk)


@access(movers)
@get_or_post
def offer(request: StaffRequest, pk: int) -> HttpResponse:
    """What another jobbtorg offers: enough to decide, and the answer yes."""
    taken = Referral.objects.visible_to(request.user).filter(moves=pk, moves__destination=request.user.jobbtorg_id)
    if (here := taken.first()) is not None:
        messages.info(request, "Remissen är redan er.")
        return redirect("referral_detail", pk=here.pk)
    offered = _offered(request, pk)
    if isinstance(offered, str):
        return offer_is_gone(request, offered, SeenForm(now=NOTHING))
    answer = request.POST if request.method == "POST" else None
    form = AcceptReferralMoveForm(answer, now=shown_move(offered.move))
    if form.is_valid():
        try:
            referral = accept_offer(actor=request.user, move=offered.move, seen_move=form.seen)
        except OperationRefused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, f"Remiss {referral.number} är nu er.")
            return redirect("referral_detail", pk=referral.pk)
    return render_form(request, "referrals/moving/offer.html", form, offer=offered)


@access(movers)
@get_or_post
def offer_return(request: StaffRequest, pk: int) -> HttpResponse:
    """The answer no, with a reason."""
    offered = _offered(request, pk)
    if isinstance(offered, str):
        return offer_is_gone(request, offered, ReturnReferralMoveForm(request.POST or None, now=NOTHING))
    form = ReturnReferralMoveForm(request.POST or None, now=shown_move(offered.move))
    if form.is_valid():
        try:
            return_offer(actor=request.user, move=offered.move, seen_move=form.seen, reason=form.cleaned_data["reason"])
        except OperationRefused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, f"Remiss {offered.number} är skickad tillbaka till {offered.move.origin}.")
            return redirect("referral_inbox")
    return render_form(request, "referrals/moving/offer_return.html", form, offer=offered)


def _offered(request: StaffRequest, pk: int) -> OfferedReferral | str:
    """The offer that waits for the user's answer, and a row in the access log; of one that did, what became of it.

    404 for any other.
    """
    offers = offered_referrals(request.user, only=pk)
    if not offers:
        if became := what_became_of(pk):
            return became
        raise Http404
    [found] = offers
    require_lookups_within_limit(request.user, found.person_id)
    log_access(request, AccessKind.READ, subject=found.number, person_id=found.person_id)
    return found
