"""The pages that lead into the one form for what happened."""

from __future__ import annotations

import logging
from functools import cache

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from aspirants.access import open_case
from aspirants.corrections.undoing import say_undoable
from aspirants.models import Enrolment
from casework.operations.happened import Recorded, record_what_happened
from casework.what_happened.answers import ASKED_AS, as_operation
from casework.what_happened.beside import beside
from casework.what_happened.bookings import booking_label, when_in_words
from casework.what_happened.facts import ATTEMPT, PLAN, Facts, facts_of_case
from casework.what_happened.following import own_time, propose
from casework.what_happened.forms import WhatHappenedForm
from casework.what_happened.missed import about, with_new_time, with_telling
from casework.what_happened.presets import ANSWERED, HELD, MEETING, SOUGHT, Preset
from core.forms import get_or_post, render_form, show_refusal
from core.refusals import OperationRefused
from core.seen import NOTHING, ChangedMeanwhileError, seen_in
from core.swedish.dates import short_day, short_moment
from core.way_back import leads_back_to, way_back
from deadlines.forms.contacts import ContactAttemptForm
from deadlines.models import DeadlineClock
from deadlines.operations import record_contact_attempt
from deadlines.status.clock_sentences import Guarantee, clock_sentence, guarantee_of, guarantee_sentence
from deadlines.views.clocks import open_clock
from jobplans.models import Decision, FollowUp, FollowUpResult
from meetings.choices import MeetingStatus
from meetings.models import Meeting
from meetings.planning.around import around
from meetings.planning.warnings import WarningsFoundError
from organisation.access.rules import StaffRequest, access, jobbtorg_staff
from organisation.access.written import seconds_shown
from organisation.models import User

logger = logging.getLogger(__name__)

AFTERWARDS = {FollowUpResult.REVISED: "plan_edit", FollowUpResult.CLOSE: "close_case"}
MISSED = (MeetingStatus.ABSENT_INVALID, MeetingStatus.ABSENT_VALID)
LONGEST_KEY = 18
"""Digits of a number that may be a key; Python refuses to read thousands of them."""


@access(jobbtorg_staff)
@get_or_post
def log_meeting_page(request: StaffRequest, pk: int) -> HttpResponse:
    """Say how a meeting went, and what else it was; `?meeting=` names the booking it is about."""
    return _what_happened(request, open_case(request, pk), MEETING)


@access(jobbtorg_staff)
@get_or_post
def follow_up_hold(request: StaffRequest, pk: int) -> HttpResponse:
    """Record a follow-up, which is a meeting too, then go where its result leads."""
    planned = get_object_or_404(FollowUp.objects.visible_to(request.user), pk=pk)
    return _what_happened(request, open_case(request, planned.enrolment_id), HELD, follow_up=pk)


@access(jobbtorg_staff)
@get_or_post
def plan_answer(request: StaffRequest, pk: int) -> HttpResponse:
    """Record the aspirant's answer to the plan, at a meeting or without one, and say what it did to the clock."""
    return _what_happened(request, open_case(request, pk), ANSWERED)


@access(jobbtorg_staff)
@get_or_post
def contact_attempt(request: StaffRequest, pk: int) -> HttpResponse:
    """Record an attempt to reach the person. `pk` is the clock's; that of a referral has no case and no meetings."""
    clock = get_object_or_404(DeadlineClock.objects.visible_to(request.user), pk=pk)
    if clock.enrolment_id is not None:
        return _what_happened(request, open_case(request, clock.enrolment_id), SOUGHT, clock=pk)
    return _attempt_without_case(request, open_clock(request, pk))


def _attempt_without_case(request: StaffRequest, clock: DeadlineClock) -> HttpResponse:
    form = ContactAttemptForm(request.POST or None)
    if form.is_valid():
        try:
            record_contact_attempt(actor=request.user, clock=clock, **form.as_operation())
        except OperationRefused as refusal:
            show_refusal(form, refusal, attempted_at="day", offered_time="offered_day")
        else:
            messages.success(request, "Kontaktförsöket är registrerat.")
            return redirect("clock_explain", pk=clock.pk)
    return render_form(request, "deadlines/clock_form.html", form, clock=clock, heading=SOUGHT.heading)


def _what_happened(
    request: StaffRequest,
    enrolment: Enrolment,
    preset: Preset,
    *,
    follow_up: int | None = None,
    clock: int | None = None,
) -> HttpResponse:
    asked = _key(request.GET.get("meeting"))
    named = [key for key in (asked, _key(request.POST.get("booked"))) if key is not None]

    surroundings = cache(lambda: around(enrolment, actor=request.user))

    def form_now() -> WhatHappenedForm:
        facts = facts_of_case(enrolment, meetings=named, follow_up=follow_up, clock=clock)
        return WhatHappenedForm(
            request.POST or None, facts=facts, preset=preset, asked=asked, around=surroundings, author=request.user
        )

    form = form_now()
    _require_what_it_is_about(request, form.facts, preset, asked)
    if form.is_valid():
        try:
            told = as_operation(form)
            # Only of an answer it is said what became of the promise.
            before = guarantee_of(enrolment) if told["answer"] is not None else None
            recorded = record_what_happened(actor=request.user, enrolment=enrolment, **told)
        except ChangedMeanwhileError as changed:
            form = form_now()
            form.refused = changed
        except WarningsFoundError as found:
            form.show_warnings(found.warnings)
        except OperationRefused as refusal:
            show_refusal(form, refusal, **ASKED_AS)
        else:
            _measure(request, preset)
            return _done(request, enrolment, preset, recorded, clock, before)
    if form.is_bound and form.changed is None:
        # Of what is not acted on, the page that comes back shows what stands now.
        form.show_now()
    settled = "" if form.is_bound else _settled(form.facts, asked)
    is_over = not form.is_bound and (bool(settled) or not _can_be_said(enrolment, form.facts, preset))
    return render_form(
        request,
        "casework/what_happened/form.html",
        form,
        enrolment=enrolment,
        preset=preset,
        facts=form.facts,
        settled=settled,
        is_over=is_over,
        **({} if is_over else _worked_out(request, form)),
        **beside(enrolment, form.facts, logged=form.logged),
    )


def _measure(request: StaffRequest, preset: Preset) -> None:
    """Say in the log how long it took from the page to the saved answer: whether the promised half minute is kept.

    Neither who wrote nor about whom. After a refused round it counts from the page with the errors.
    """
    if preset is MEETING and (seconds := seconds_shown(request)) is not None:
        logger.info("A meeting was logged %d seconds after its page was shown.", seconds)


def _worked_out(request: StaffRequest, form: WhatHappenedForm) -> dict[str, object]:
    """What the page says of the answers that stand in the form: when it was, and what is booked around the next."""
    return {
        "when": when_in_words(form),
        "next_times": propose(form),
        "own_time": own_time(form, request.GET.dict(), actor=request.user),
    }


def _key(text: str | None) -> int | None:
    """A key as an address or a form has it; None for what is none."""
    return int(text) if text and text.isdecimal() and len(text) <= LONGEST_KEY else None


def _require_what_it_is_about(request: StaffRequest, facts: Facts, preset: Preset, asked: int | None) -> None:
    """404 for a booking that the case does not have, and where no plan waits for an answer.

    Where the page showed one that has left that state, the latest version: what the answer is compared with.
    """
    if request.GET.get("meeting", "").isdecimal() and all(one.pk != asked for one in facts.booked):
        raise Http404
    if preset.about == PLAN and facts.proposed is None and (facts.version is None or seen_in(request) == NOTHING):
        raise Http404


def _can_be_said(enrolment: Enrolment, facts: Facts, preset: Preset) -> bool:
    """Whether the page offers its form: not in a closed case, and not for a follow-up that has been held."""
    return enrolment.is_open and (preset is not HELD or facts.planned is not None)


def _settled(facts: Facts, asked: int | None) -> str:
    """What became of the booking that the address names, where it is booked no longer; "" where it is, or none is."""
    booking = next((one for one in facts.booked if one.pk == asked), None)
    if booking is None or booking.status == MeetingStatus.BOOKED:
        return ""
    return f"{booking_label(booking)} är redan registrerat: {booking.get_status_display().lower()}."


def _done(
    request: StaffRequest,
    enrolment: Enrolment,
    preset: Preset,
    recorded: Recorded,
    clock: int | None,
    before: Guarantee,
) -> HttpResponse:
    end = _where_it_ends(request, enrolment, preset, recorded, clock)
    _say(request, enrolment, recorded, before, end)
    return redirect(end)


def _where_it_ends(
    request: StaffRequest, enrolment: Enrolment, preset: Preset, recorded: Recorded, clock: int | None
) -> str:
    """The page after this one: the next meeting to log, what goes on from here, or where one came from."""
    if "save_and_next" in request.POST and (following := next_to_log(request.user)) is not None:
        address = f"{reverse('log_meeting', args=[following.enrolment_id])}?meeting={following.pk}"
        came_from = way_back(request, "")
        return f"{address}&{leads_back_to(came_from)}" if came_from else address
    if (then := _afterwards(recorded)) is not None:
        return reverse(then, args=[enrolment.pk])
    return way_back(request, _ends_at(enrolment, preset, clock))


def _ends_at(enrolment: Enrolment, preset: Preset, clock: int | None) -> str:
    """Where the form ends when its link does not say where it came from."""
    if preset.about == ATTEMPT:
        return reverse("clock_explain", args=[clock])
    return reverse("case_plan" if preset.about == PLAN else "case", args=[enrolment.pk])


def _afterwards(recorded: Recorded) -> str | None:
    """The page on which a follow-up is gone on with; a plan that was agreed to with it has been revised already."""
    if recorded.follow_up is None:
        return None
    result = FollowUpResult(recorded.follow_up.result)
    agreed = recorded.answer is not None and recorded.answer.decision == Decision.APPROVED
    return "case_plan" if result == FollowUpResult.REVISED and agreed else AFTERWARDS.get(result)


def _say(request: StaffRequest, enrolment: Enrolment, recorded: Recorded, before: Guarantee, end: str) -> None:
    """What was recorded, with *Ångra* where all of it can be taken back: a moved or cancelled time is not."""
    text = about(enrolment, " ".join(_sentences(enrolment, recorded, before)), end)
    meeting = recorded.meeting
    if meeting is not None and meeting.status in MISSED and meeting.booked_next is None:
        back = way_back(request, reverse("case", args=[enrolment.pk]))
        text = with_new_time(text, request, enrolment, meeting, back)
    if recorded.follow_up is not None and enrolment.income_support_unit_id is not None:
        text = with_telling(text, enrolment, recorded.follow_up, end)
    if recorded.changed is not None:
        messages.success(request, text)
        return
    written = (meeting, meeting and meeting.booked_next, recorded.follow_up, recorded.answer, recorded.attempt)
    rows = [row for row in written if row is not None]
    say_undoable(request, text, enrolment, *rows)


def _sentences(enrolment: Enrolment, recorded: Recorded, before: Guarantee) -> list[str]:
    """What was recorded, and what it did to the clocks."""
    said = []
    if (meeting := recorded.meeting) is not None:
        when = short_day(timezone.localdate(meeting.starts_at), timezone.localdate())
        said.append(f"Mötet {when} är loggat: {meeting.get_status_display().lower()}.")
        if meeting.booked_next is not None:
            following = short_moment(timezone.localtime(meeting.booked_next.starts_at), timezone.localdate())
            said.append(f"Nästa möte är bokat {following}, {meeting.booked_next.get_channel_display().lower()}.")
    if (changed := recorded.changed) is not None:
        when = short_moment(timezone.localtime(changed.starts_at), timezone.localdate())
        is_moved, cancelled = changed.status == MeetingStatus.BOOKED, changed.get_status_display().lower()
        said.append(f"Mötet är flyttat till {when}." if is_moved else f"Mötet {when} är {cancelled}.")
    if recorded.is_first_visit:
        said.append("Det är ärendets första besök.")
    if recorded.follow_up is not None:
        recorded.follow_up.clock.refresh_from_db()
        said.append(f"Uppföljningen är registrerad. {clock_sentence(recorded.follow_up.clock)}")
    if recorded.answer is not None:
        approved = recorded.answer.decision == Decision.APPROVED
        said.append("Godkännandet är registrerat." if approved else "Svaret är registrerat.")
        if kept := guarantee_sentence(enrolment, before):
            said.append(kept)
    if recorded.attempt is not None:
        said.append("Kontaktförsöket är registrerat.")
    return said


def next_to_log(coach: User) -> Meeting | None:
    """The coach's oldest booked meeting that has begun and is not logged."""
    waiting = Meeting.objects.visible_to(coach).filter(
        coach=coach, status=MeetingStatus.BOOKED, starts_at__lte=timezone.now(), enrolment__closed_on=None
    )
    meeting: Meeting | None = waiting.order_by("starts_at", "pk").first()
    return meeting
