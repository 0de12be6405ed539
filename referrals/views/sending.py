"""Sending a referral: Vem? – Uppgifter – Kontrollera och skicka, with a draft behind, and the confirmation."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from functools import wraps
from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from aspirants.identity import Identity, display
from aspirants.models import IdentityKind, Person
from audit.lookups import require_lookups_within_limit
from audit.models import AccessKind
from audit.operations import log_access
from core.forms import get_or_post, render_form
from core.refusals import OperationRefused
from core.seen import ChangedMeanwhileError, Seen, seen_in
from organisation.access.rules import StaffRequest, access
from referrals.access import senders
from referrals.attachments import listing
from referrals.drafts import DETAILS, PROPOSALS, WHO, Begun, answers, begun_about, row_of
from referrals.facts.before_sending import require_open_unit, unit_of
from referrals.facts.proposed import REFERRAL, proposals_for
from referrals.forms.draft_rules import DraftRules, rules_of_draft
from referrals.forms.parts import born_in_words, subject_of
from referrals.forms.sending import DetailsForm, WhoForm
from referrals.likeness import alike_to_said
from referrals.models import Referral, ReferralDraft
from referrals.operations.drafts import DraftSentError, discard_draft, keep_answers, send_draft
from referrals.sender.promised import promise_for_sender
from referrals.sender.status_texts import original_explanation, original_last_day
from referrals.shown import shown_draft, shown_draft_in_list
from referrals.views.drafts.opened import OF_A_PAGE, carried_on, changed_page, opened_page, page_sent
from referrals.views.looking_up import followed_instead, look_up, obstacle_for

MEND = "ratta"
"""In the address of a step: the last page has found faults in it, and they are shown."""
OPENED = "oppnat"
"""In the address of the last page: the draft is opened from a list. It begins at the first step that is not complete,
where nothing is called a fault that nobody has sent in."""
MOST_DIGITS = 18
TEMPLATES = {WHO: "referrals/step_who.html", DETAILS: "referrals/step_details.html"}

OwnDraftView = Callable[[StaffRequest, ReferralDraft], HttpResponse]


def confirmation_of(request: StaffRequest, draft_id: uuid.UUID) -> HttpResponse:
    """A draft that has been sent leads to its confirmation: Back and a second click do no harm. 404 for any other."""
    referral = Referral.objects.visible_to(request.user).filter(submission_id=draft_id).first()
    if referral is None:
        raise Http404
    return redirect("referral_sent", pk=referral.pk)


def of_own_draft(view: OwnDraftView) -> Callable[[StaffRequest, uuid.UUID], HttpResponse]:
    """A page that shows what is in the user's own draft, or the confirmation if the draft has been sent.

    Looked for in this order: sending makes the referral and ends the draft in one transaction, so whoever finds no
    draft finds the referral.
    """

    @wraps(view)
    def page(request: StaffRequest, draft_id: uuid.UUID) -> HttpResponse:
        draft = ReferralDraft.objects.filter(pk=draft_id, author=request.user).first()
        if draft is None:
            return confirmation_of(request, draft_id)
        log_access(request, AccessKind.READ, subject="Remissutkast")
        try:
            return view(request, draft)
        except DraftSentError:
            return confirmation_of(request, draft_id)

    return page


@access(senders)
@get_or_post
def new(request: StaffRequest) -> HttpResponse:
    """Step 1 of a new draft. The draft's id is in the page, so that a double click begins one draft.

    `?som=7`: the draft proposes what that referral said; else what the user's last one did.
    """
    draft_id = uuid.uuid4()
    if request.method == "POST":
        try:
            draft_id = uuid.UUID(request.POST.get("draft", ""))
        except ValueError:
            raise Http404 from None
        return _save_who(request, draft_id)
    return _who_page(request, WhoForm(), draft_id)


@access(senders)
@get_or_post
@of_own_draft
def who(request: StaffRequest, draft: ReferralDraft) -> HttpResponse:
    """Step 1 of a draft that exists."""
    if request.method == "POST":
        return _save_who(request, draft.pk)
    return _shown(request, _who_form(request, draft), draft, WHO)


def _who_form(request: StaffRequest, draft: ReferralDraft) -> WhoForm:
    typed = answers(draft, WHO)
    return WhoForm(typed) if MEND in request.GET else WhoForm(initial=typed)


def _shown(request: StaffRequest, form: forms.Form, draft: ReferralDraft, part: str) -> HttpResponse:
    """The page of a draft with what it says; with faults where the last page found some, as a page like any other."""
    opened = opened_page(draft.pk, part, answers(draft, part), form)
    response = render_form(request, TEMPLATES[part], form, draft_id=draft.pk, **opened)
    response.status_code = HTTPStatus.OK
    return response


def _like(request: StaffRequest) -> int | None:
    """Which referral the new draft is to be like, from the address or from the form."""
    asked = request.POST.get("like", "") if request.method == "POST" else request.GET.get("som", "")
    return int(asked) if asked.isdecimal() and len(asked) < MOST_DIGITS else None


def _save_who(request: StaffRequest, draft_id: uuid.UUID) -> HttpResponse:
    user, form = request.user, WhoForm(request.POST)
    if not form.is_valid():
        return _who_page(request, form, draft_id)
    identity: Identity | None = form.cleaned_data["number"]
    person = look_up(request, identity)
    if identity and "anew" not in request.POST and (begun := begun_about(user, identity, draft_id)):
        return _begun_page(request, form, draft_id, begun)
    proposals = proposals_for(user, _like(request))
    try:
        kept = keep_answers(
            actor=user,
            draft_id=draft_id,
            part=WHO,
            typed=form.typed(),
            identity=identity,
            proposals=proposals,
            **page_sent(request),
        )
        require_open_unit(unit_of(user), timezone.localdate())
    except DraftSentError:
        return confirmation_of(request, draft_id)
    except ChangedMeanwhileError:
        typed = answers(ReferralDraft.objects.get(pk=draft_id), WHO)
        changed = changed_page(request, draft_id, WHO, typed, WhoForm(typed))
        return render(request, TEMPLATES[WHO], {"form": form, "draft_id": draft_id, **changed}, status=409)
    except OperationRefused as refusal:
        if refusal.field != "unit":
            raise Http404 from None
        return _obstacle_page(request, kept.pk, refusal.message, None)
    if person is not None and (obstacle := obstacle_for(request, person)):
        return _obstacle_page(request, draft_id, obstacle, person)
    return redirect("referral_draft_details", draft_id=draft_id)


def _begun_page(request: StaffRequest, form: WhoForm, draft_id: uuid.UUID, begun: list[Begun]) -> HttpResponse:
    """Somebody here has begun on the same number: one goes on with that draft, or begins anew."""
    log_access(request, AccessKind.READ, subject="Remissutkast")
    own = [one for one in begun if one.author == request.user]
    carried = (*form.fields, *OF_A_PAGE)
    context = {
        "own": own,
        "others": [one for one in begun if one not in own],
        "typed": {name: str(value) for name, value in form.data.items() if name in carried},
        "draft_id": draft_id,
        "like": _like(request),
    }
    return render(request, "referrals/already_begun.html", context)


def _who_page(request: StaffRequest, form: WhoForm, draft_id: uuid.UUID) -> HttpResponse:
    opened = carried_on(request) if form.is_bound else opened_page(draft_id, WHO, {}, form)
    return render_form(request, TEMPLATES[WHO], form, draft_id=draft_id, like=_like(request), **opened)


def _obstacle_page(
    request: StaffRequest, draft_id: uuid.UUID, obstacle: str, person: Person | None, status: int = 200
) -> HttpResponse:
    """Nothing was typed wrong: a page that says why it stops here, not a form error."""
    ours = followed_instead(request.user, person) if person else None
    context = {"obstacle": obstacle, "ours": ours, "draft_id": draft_id}
    return render(request, "referrals/obstacle.html", context, status=status)


@access(senders)
@get_or_post
@of_own_draft
def details(request: StaffRequest, draft: ReferralDraft) -> HttpResponse:
    """Step 2. "Tillbaka" is a button of the form, so that what is half written is kept too."""
    draft_id, user = draft.pk, request.user
    if request.method == "POST":
        form = _details_form(request, draft, request.POST)
        try:
            keep_answers(actor=user, draft_id=draft_id, part=DETAILS, typed=form.typed(), **page_sent(request))
        except ChangedMeanwhileError:
            typed = answers(ReferralDraft.objects.get(pk=draft_id), DETAILS)
            now = _details_form(request, draft, typed)
            changed = changed_page(request, draft_id, DETAILS, typed, now)
            form.errors.clear()  # nothing is taken, so nothing is judged
            return render(request, TEMPLATES[DETAILS], {"form": form, "draft_id": draft_id, **changed}, status=409)
        if "back" in request.POST:
            return redirect("referral_draft_who", draft_id=draft_id)
        if "attach" in request.POST:
            return redirect("referral_draft_attachments", draft_id=draft_id)
        if form.is_valid():
            return redirect("referral_draft_check", draft_id=draft_id)
        return render_form(request, TEMPLATES[DETAILS], form, draft_id=draft_id, **carried_on(request))
    typed = answers(draft, DETAILS)
    # Half of it may be written: faults are told when the page is sent in, or when the last page has found them.
    form = _details_form(request, draft, typed) if MEND in request.GET and typed else _details_form(request, draft)
    return _shown(request, form, draft, DETAILS)


def _details_form(request: StaffRequest, draft: ReferralDraft, typed: Mapping[str, Any] | None = None) -> DetailsForm:
    """Step 2 as it was typed, else as it stands in the draft, else as it is proposed."""
    proposals = answers(draft, PROPOSALS)
    return DetailsForm(typed, initial=answers(draft, DETAILS), sender=request.user, proposals=proposals)


@access(senders)
@require_POST
def autosave(request: StaffRequest, draft_id: uuid.UUID) -> HttpResponse:
    """Keep step 2 while it is being written; says when in a line under the form, or that another page wrote there."""
    user = request.user
    if not ReferralDraft.objects.filter(pk=draft_id, author=user).exists():
        return HttpResponse(status=204)
    form = DetailsForm(request.POST, sender=user)
    try:
        draft = keep_answers(actor=user, draft_id=draft_id, part=DETAILS, typed=form.typed(), **page_sent(request))
    except DraftSentError:
        return HttpResponse(status=204)
    except ChangedMeanwhileError:
        return render(request, "referrals/_saved.html", {"is_changed": True})
    return render(request, "referrals/_saved.html", {"saved_at": draft.updated_at})


@access(senders)
@get_or_post
@of_own_draft
def check(request: StaffRequest, draft: ReferralDraft) -> HttpResponse:
    """Step 3: everything once more, then send. Answers that no longer hold lead back to their page."""
    draft_id = draft.pk
    who_form = WhoForm(answers(draft, WHO))
    details_form = _details_form(request, draft, answers(draft, DETAILS))
    for form, page in ((who_form, "referral_draft_who"), (details_form, "referral_draft_details")):
        if not form.is_valid():
            mend = f"?{MEND}=1" if form.data and OPENED not in request.GET else ""
            return redirect(f"{reverse(page, args=[draft_id])}{mend}")
    rules = rules_of_draft(request.user, draft, who_form, details_form)
    if rules.needs_the_page:
        return redirect("referral_draft_eligibility", draft_id=draft_id)
    if request.method == "POST":
        return _send(request, draft, who_form, details_form, rules)
    return _check_page(request, draft, who_form, details_form, rules)


def _check_page(
    request: StaffRequest,
    draft: ReferralDraft,
    who_form: WhoForm,
    details_form: DetailsForm,
    rules: DraftRules,
    seen: Seen | None = None,
) -> HttpResponse:
    """The page; with what was shown before (`seen`) beside what the draft says now, where that has changed."""
    draft_id, sections = draft.pk, _summary(draft.pk, who_form, details_form)
    now = shown_draft(draft, [row[:2] for _, rows in sections for row in rows])
    context = {
        "seen": now,
        "changed": ChangedMeanwhileError(seen, now) if seen else None,
        "sections": sections,
        "better_jobbtorg": details_form.better_jobbtorg(),
        "jobbtorg": details_form.cleaned_data["jobbtorg"],
        "purpose": details_form.cleaned_data["purpose"],
        "rules": rules,
        "attachments": listing.of_draft(draft),
        "taken_over": details_form.taken_over(),
        "proposed_by": details_form.proposals.get(REFERRAL, ""),
        "row": row_of(draft),
        "draft_id": draft_id,
    }
    return render(request, "referrals/step_check.html", context, status=409 if seen else 200)


def _send(
    request: StaffRequest, draft: ReferralDraft, who_form: WhoForm, details_form: DetailsForm, rules: DraftRules
) -> HttpResponse:
    subject = subject_of(who_form, details_form)
    try:
        referral = send_draft(
            actor=request.user,
            draft=draft,
            seen_draft=seen_in(request),
            subject=subject,
            jobbtorg=details_form.cleaned_data["jobbtorg"],
            facts=details_form.facts(),
            motives=rules.motives,
        )
    except ChangedMeanwhileError as changed:
        return _check_page(request, draft, who_form, details_form, rules, changed.seen)
    except OperationRefused as refusal:
        person = look_up(request, subject.identity) if refusal.field != "unit" else None
        return _obstacle_page(request, draft.pk, refusal.message, person, status=422)
    return redirect("referral_sent", pk=referral.pk)


def _change_url(draft_id: uuid.UUID, field: str) -> str:
    page = "referral_draft_who" if field in WhoForm.base_fields else "referral_draft_details"
    return f"{reverse(page, args=[draft_id])}#id_{field}"


def _summary(draft_id: uuid.UUID, who_form: WhoForm, details_form: DetailsForm) -> list[tuple[str, list[Any]]]:
    """Rows of label, answer and where to change it, under the headings of the form."""
    identity: Identity | None = who_form.cleaned_data["number"]
    if identity is not None:
        first = (IdentityKind(identity.kind).label, display(identity.number), _change_url(draft_id, "number"))
    else:
        born = f"Saknas. Född {born_in_words(who_form.cleaned_data['birth_date'])}"
        first = ("Personnummer", born, _change_url(draft_id, "number_missing"))
    sections = []
    for heading, fields in details_form.sections():
        rows = [(field.label, _answer(details_form, field.name), _change_url(draft_id, field.name)) for field in fields]
        sections.append((heading, rows))
    sections[0][1].insert(0, first)
    return sections


def _answer(form: DetailsForm, name: str) -> str:
    """One answer in words."""
    value, field = form.cleaned_data[name], form.fields[name]
    if isinstance(value, bool):
        return "Ja" if value else "Nej"
    if value in (None, ""):
        return "Inte angivet"
    choices = dict(getattr(field, "choices", ())) if isinstance(value, str | int) else {}
    return str(choices.get(value, value))


@access(senders)
@get_or_post
@of_own_draft
def discard(request: StaffRequest, draft: ReferralDraft) -> HttpResponse:
    """Remove a draft, after a page that asks and says which one it is."""
    row = row_of(draft)
    context: dict[str, Any] = {"row": row, "seen": shown_draft_in_list(draft, row.name)}
    if request.method == "POST":
        try:
            discard_draft(actor=request.user, draft=draft, seen_draft=seen_in(request))
        except ChangedMeanwhileError as changed:
            context["changed"] = ChangedMeanwhileError(changed.seen, context["seen"])
            log_access(request, AccessKind.READ, subject="Remissutkast")
            return render(request, "referrals/discard.html", context, status=409)
        messages.success(request, "Utkastet är borttaget.")
        return redirect("referral_inbox")
    return render(request, "referrals/discard.html", context)


@access(senders)
@require_safe
def sent(request: StaffRequest, pk: int) -> HttpResponse:
    """The confirmation: the number, what happens next, the clock and why that date; whose it is, unless protected."""
    referrals = Referral.objects.visible_to(request.user).select_related("person", "jobbtorg").with_clock()
    referral = get_object_or_404(referrals, pk=pk)
    if not referral.is_followed:
        return redirect("referral_detail", pk=pk)
    require_lookups_within_limit(request.user, referral.person_id)
    log_access(request, AccessKind.READ, subject=referral.number, person_id=referral.person_id)
    promise = promise_for_sender(referral)
    context = {
        "referral": referral,
        "name": "" if referral.person.is_protected else referral.said_name,
        "alike": alike_to_said(request.user, referral),
        "promise": promise,
        "original_last_day_text": original_last_day(referral.clock, promise),
        "explanation": original_explanation(referral.clock),
    }
    return render(request, "referrals/sent.html", context)
