"""Asking, reading and answering questions, on either side. Every opening is logged."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from aspirants.access import open_case, reason_to_read
from audit.lookups import require_lookups_within_limit
from audit.models import AccessKind
from audit.operations import log_access
from core.forms import get_or_post, render_form, show_refusal
from core.reading.near_pages import NearPaginator
from core.refusals import OperationRefused
from core.seen import ChangedMeanwhileError, seen_in
from core.way_back import way_back
from organisation.access.rules import StaffRequest, access, jobbtorg_staff
from referrals.access import list_name, parties, senders
from referrals.choices import Side
from referrals.models import QuestionMessage, QuestionThread, Referral
from referrals.questions.access import is_of_a_side, may_close, may_write
from referrals.questions.forms import AnswerForm, AskForm, in_words, refuse_text
from referrals.questions.grounds import why_ended
from referrals.questions.matters import (
    REFERRALS,
    Matter,
    matter_of_case,
    matter_of_referral,
    matter_of_thread,
    matter_of_told,
)
from referrals.questions.operations import (
    ask_question,
    close_question,
    receive_messages,
    reopen_question,
    write_message,
)
from referrals.questions.querysets import side_of
from referrals.questions.reading import listed, messages_of, rows_of, state_in_words
from referrals.questions.shown import shown_thread

ROWS = 50
CHIPS = (
    ("", "Väntar på er"),
    ("andra", "Väntar på den andra sidan"),
    ("besvarade", "Besvarade"),
    ("avslutade", "Avslutade"),
)


@access(parties)
@require_safe
def question_list(request: StaffRequest) -> HttpResponse:
    """The questions of the user's unit or jobbtorg: those that wait for its answer, the other side's, or nobody's."""
    user, chosen = request.user, request.GET.get("visa", "")
    own, threads = side_of(user), listed(user)
    other = Side.UNIT if own == Side.JOBBTORG else Side.JOBBTORG
    if chosen == "avslutade":
        threads = threads.ended()  # type: ignore[attr-defined]
    elif chosen == "besvarade":
        threads = threads.waiting_for_nobody()  # type: ignore[attr-defined]
    else:
        threads = threads.waiting_for(other if chosen == "andra" else own)  # type: ignore[attr-defined]
    asked = request.GET.get("page", "")
    page = NearPaginator(threads, ROWS, asked).get_page(asked)
    log_access(request, AccessKind.READ, subject="Frågor")
    context = {"page": page, "rows": rows_of(user, page), "chips": CHIPS, "chosen": chosen}
    context["list_name"] = list_name(user)
    return render(request, "referrals/questions/list.html", context)


@access(parties)
@get_or_post
def question_of_referral(request: StaffRequest, pk: int) -> HttpResponse:
    """Ask the other side about a referral."""
    referral: Referral = get_object_or_404(Referral.objects.visible_to(request.user), pk=pk)
    referral = REFERRALS.get(pk=referral.pk)
    return _ask(request, matter_of_referral(request.user, referral), reverse("referral_detail", args=[pk]), opens=True)


@access(jobbtorg_staff)
@get_or_post
def question_of_case(request: StaffRequest, pk: int) -> HttpResponse:
    """Ask the unit of a case, whether it has referred the person or not."""
    enrolment = open_case(request, pk, also_closed=True)
    matter = matter_of_case(request.user, enrolment)
    if matter is None:
        messages.error(request, "Ärendet har ingen försörjningsstödsenhet att fråga.")
        return redirect(way_back(request, reverse("case_referral", args=[pk])))
    return _ask(request, matter, reverse("case_referral", args=[pk]), opens=False)


@access(senders)
@get_or_post
def question_of_told(request: StaffRequest, pk: int) -> HttpResponse:
    """Ask the jobbtorg about a case that the unit has and has been told of, though it did not refer the person."""
    matter = matter_of_told(request.user, pk)
    if matter is None:
        raise Http404
    return _ask(request, matter, reverse("told_case", args=[pk]), opens=True)


def _ask(request: StaffRequest, matter: Matter, back: str, *, opens: bool) -> HttpResponse:
    """The form of a new question. `opens`: nobody has written yet that the person was looked at."""
    if opens:
        _log(request, matter)
    back = way_back(request, back)
    is_party = may_write(request.user, matter)
    if not is_party and not (request.method == "POST" and is_of_a_side(request.user, matter)):
        return redirect(back)
    form = AskForm(request.POST if request.method == "POST" else None, user=request.user, matter=matter)
    if not is_party:
        refuse_text(form)
    elif form.is_valid():
        try:
            thread = ask_question(actor=request.user, matter=matter, seen_sides=form.seen, **form.cleaned_data)
        except OperationRefused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, f"Frågan är skickad till {_other_side(request, matter)}.")
            return redirect("question_thread", pk=thread.pk)
    context = {"matter": matter, "back": back, "to": _other_side(request, matter), **_frame(request, matter)}
    return render_form(request, "referrals/questions/ask.html", form, **context)


@access(parties)
@get_or_post
def question_thread(request: StaffRequest, pk: int) -> HttpResponse:
    """One question with what was written, and the form for one more message."""
    thread, matter = _open(request, pk)
    user = request.user
    is_party = may_write(user, matter)
    if is_party and request.method != "POST":
        receive_messages(actor=user, thread=thread, matter=matter)
    form = _answer_form(request, thread, matter) if _shows_form(request, thread, matter) else None
    if form is not None and not is_party:
        refuse_text(form)
    elif form is not None and form.is_valid():
        try:
            write_message(actor=user, thread=thread, seen_thread=form.seen, **form.as_operation())
        except OperationRefused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, f"Meddelandet är skickat till {_other_side(request, matter)}.")
            return redirect("question_thread", pk=pk)
    return _thread_page(request, thread, matter, form)


def _shows_form(request: StaffRequest, thread: QuestionThread, matter: Matter) -> bool:
    """Whoever writes, and also who did when it could not be taken any more: what was typed is theirs to keep."""
    if request.method == "POST":
        return is_of_a_side(request.user, matter)
    return may_write(request.user, matter) and thread.is_open and not _ended_ground(request, thread, matter)


def _ended_ground(request: StaffRequest, thread: QuestionThread, matter: Matter) -> str:
    """Why the consent that a question rests on carries no more messages; "" where it does, or the user writes none."""
    if not may_write(request.user, matter):
        return ""
    return why_ended(thread, matter, side_of(request.user), timezone.localdate())


def _ask_anew(request: StaffRequest, matter: Matter) -> str:
    """Where a new question about the same is asked."""
    if matter.referral is not None:
        return reverse("question_of_referral", args=[matter.referral.pk])
    assert matter.enrolment is not None, "a question is about one thing"
    name = "question_of_case" if request.user.works_with_cases else "question_of_told"
    return reverse(name, args=[matter.enrolment.pk])


def _ask_present_unit(request: StaffRequest, matter: Matter) -> str:
    """Where the jobbtorg asks the unit that the case has now instead of the one of the question; "" where it is it."""
    if matter.is_present or matter.enrolment is None or not request.user.works_with_cases:
        return ""
    return reverse("question_of_case", args=[matter.enrolment.pk])


def _answer_form(request: StaffRequest, thread: QuestionThread, matter: Matter) -> AnswerForm:
    own = _own_messages(request, thread)
    return AnswerForm(request.POST if request.method == "POST" else None, own=own, now=shown_thread(thread, matter))


def _own_messages(request: StaffRequest, thread: QuestionThread) -> list[QuestionMessage]:
    return list(thread.messages.defer("text").filter(side=side_of(request.user)).order_by("sent_at", "pk"))


def _thread_page(
    request: StaffRequest,
    thread: QuestionThread,
    matter: Matter,
    form: AnswerForm | None,
    changed: ChangedMeanwhileError | None = None,
) -> HttpResponse:
    """The page; with what was shown before beside what stands now, where an act was refused for that (`changed`)."""
    jobbtorg = matter.jobbtorg.pk if matter.jobbtorg else None
    state, color = state_in_words(request.user, thread, is_present=matter.is_present, jobbtorg=jobbtorg)
    is_party = may_write(request.user, matter)
    context: dict[str, Any] = {
        "thread": thread,
        "matter": matter,
        "state": state,
        "color": color,
        "basis": in_words(thread.basis, thread.consent),
        "shown": messages_of(request.user, thread),
        "may_close": thread.is_open and may_close(request.user, matter),
        "ask_present": _ask_present_unit(request, matter),
        "may_reopen": is_party and not thread.is_open,
        "seen": form.now if form else shown_thread(thread, matter),
        "back": _page_of(request, matter),
        "ended_ground": _ended_ground(request, thread, matter),
        "ask_anew": _ask_anew(request, matter),
        **_frame(request, matter),
    }
    if form is None or changed:
        context |= {"form": form, "changed": changed}
        return render(request, "referrals/questions/thread.html", context, status=409 if changed else 200)
    return render_form(request, "referrals/questions/thread.html", form, takes_focus=False, **context)


@access(parties)
@require_POST
def question_close(request: StaffRequest, pk: int) -> HttpResponse:
    """Nothing more is to be answered."""
    return _settle(request, pk, close_question, "Frågan är avslutad.")


@access(parties)
@require_POST
def question_reopen(request: StaffRequest, pk: int) -> HttpResponse:
    """There is more to write after all."""
    return _settle(request, pk, reopen_question, "Frågan är öppen igen.")


def _settle(request: StaffRequest, pk: int, act: Any, said: str) -> HttpResponse:
    thread, matter = _open(request, pk)
    try:
        act(actor=request.user, thread=thread, seen_thread=seen_in(request))
    except ChangedMeanwhileError as changed:
        is_answered = may_write(request.user, matter) and thread.is_open
        now = shown_thread(thread, matter)
        form = AnswerForm(own=_own_messages(request, thread), now=now) if is_answered else None
        return _thread_page(request, thread, matter, form, changed)
    except OperationRefused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, said)
    return redirect("question_thread", pk=pk)


def _open(request: StaffRequest, pk: int) -> tuple[QuestionThread, Matter]:
    threads = QuestionThread.objects.visible_to(request.user).select_related("unit__district", "consent")
    thread: QuestionThread = get_object_or_404(threads, pk=pk)
    matter = matter_of_thread(request.user, thread)
    if matter is None:
        raise Http404
    _log(request, matter)
    return thread, matter


def _log(request: StaffRequest, matter: Matter) -> None:
    """A row in the access log. At the jobbtorg a protected person's asks for a reason first."""
    reason = ""
    if request.user.works_with_cases:
        reason = reason_to_read(request, matter.person)
    else:
        require_lookups_within_limit(request.user, matter.person.pk)
    log_access(request, AccessKind.READ, subject=matter.number, person_id=matter.person.pk, reason=reason)


def _frame(request: StaffRequest, matter: Matter) -> dict[str, Any]:
    """What stands around a page about a person: the way to the list, and at the jobbtorg the protected banner."""
    person = matter.person if request.user.works_with_cases else None
    return {"person": person, "list_name": list_name(request.user)}


def _other_side(request: StaffRequest, matter: Matter) -> str:
    return str(matter.unit if request.user.works_with_cases else matter.jobbtorg or "jobbtorget")


def _page_of(request: StaffRequest, matter: Matter) -> str:
    """The page that the question belongs to."""
    if request.user.works_with_cases and matter.enrolment is not None:
        return reverse("case_referral", args=[matter.enrolment.pk])
    if matter.referral is not None:
        return reverse("referral_detail", args=[matter.referral.pk])
    assert matter.enrolment is not None, "a question is about one thing"
    return reverse("told_case", args=[matter.enrolment.pk])
