"""The one form for what happened: how a meeting went and was held, and what else it was."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.utils import timezone

from casework.phrases.expanding import with_phrases
from casework.what_happened.bookings import as_typed, booking_label, candidates_of, clock_label, rounded, suggested_of
from casework.what_happened.facts import ATTEMPT, BOOKING, CHANGE, FOLLOW_UP, PLAN, Facts
from casework.what_happened.following import CHOICES, OWN_DAY, next_day
from casework.what_happened.presets import NO_MEETING, Preset
from casework.what_happened.questions import (
    DID_NOT_TAKE_PLACE,
    JUDGES,
    LONGEST_ANSWER,
    NOT_ONE,
    REASONS,
    REQUIRED,
    SECTIONS,
)
from casework.what_happened.shown import of_acts, parts_of, whole
from core.forms import NO_DIAGNOSES, ClockTimeField, HeldTimeField, SeenForm, SwedishDateField, judge_moment
from core.seen import ChangedMeanwhileError
from core.swedish.dates import WhichYear, moment
from deadlines.models import ContactChannel, ContactResult
from jobplans.models import ApprovalMethod, Decision, FollowUpResult
from meetings.choices import Channel, MeetingKind, Wish
from meetings.forms import MeetingOutcomeField
from meetings.models import Meeting
from meetings.operations.meetings import EARLY
from meetings.planning.around import Around
from meetings.planning.forms import WarnedForm
from organisation.models import User

NOT_HELD = {MeetingOutcomeField.ABSENT, MeetingOutcomeField.EXCUSED, *DID_NOT_TAKE_PLACE}
"""The answers after which there is seldom anything more to write."""

LONGEST_NOTE = 1000
"""Characters of the note of a meeting."""

OTHER = "other"
"""The meeting was none of those that are booked."""


class WhatHappenedForm(SeenForm, WarnedForm):
    """One choice is required, the rest has a default; only what applies to the case is asked."""

    outcome = MeetingOutcomeField()
    booked = forms.ChoiceField(label="Vilket möte gäller det?", required=False, widget=forms.RadioSelect)
    channel = forms.ChoiceField(
        label="Hur hölls det?",
        choices=Channel.choices,
        widget=forms.RadioSelect(attrs={"class": "segments"}),
    )
    day = SwedishDateField(which_year=WhichYear.PAST, label="Datum")
    time = HeldTimeField(label="Klockslag")
    kind = forms.ChoiceField(label="Typ", choices=MeetingKind.choices)
    topics = forms.MultipleChoiceField(
        label="Vad handlade det om?",
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "chips numbered"}),
    )
    note = forms.CharField(
        label="Anteckning",
        required=False,
        max_length=LONGEST_NOTE,
        help_text=NO_DIAGNOSES,
        widget=forms.Textarea(attrs={"rows": 3, "data-phrases": True}),
    )
    result = forms.ChoiceField(
        label="Resultat av uppföljningen",
        choices=[*FollowUpResult.choices, (NOT_ONE, "Det var inte tremånadersuppföljningen")],
        required=False,
        help_text="Krävs vid en uppföljning.",
        widget=forms.RadioSelect,
    )
    unit_took_part = forms.BooleanField(label="Försörjningsstödsenheten deltog", required=False)
    decision = forms.ChoiceField(
        label="Aspirantens svar",
        choices=[("", "Inget svar"), *Decision.choices],
        required=False,
        widget=forms.RadioSelect(attrs={"class": "segments"}),
    )
    method = forms.ChoiceField(
        label="Hur svaret gavs",
        choices=[choice for choice in ApprovalMethod.choices if choice[0] != ApprovalMethod.IMPORTED],
        required=False,
        widget=forms.RadioSelect,
    )
    decline_reason = forms.CharField(
        label="Kommentar till svaret",
        max_length=LONGEST_ANSWER,
        required=False,
        help_text="Krävs om aspiranten inte godkänner planen.",
    )
    attempt_result = forms.ChoiceField(
        label="Vad hände?",
        choices=[("", "Inget kontaktförsök"), *ContactResult.choices],
        required=False,
        widget=forms.RadioSelect,
    )
    attempt_channel = forms.ChoiceField(
        label="Hur försökte du nå aspiranten?",
        choices=ContactChannel.choices,
        required=False,
        widget=forms.RadioSelect(attrs={"class": "segments"}),
    )
    attempt_clock = forms.ChoiceField(
        label="Vilken frist gäller det?",
        required=False,
        error_messages={"invalid_choice": "Fristen är redan uppfylld eller avslutad. Ta bort kontaktförsöket."},
    )
    offered_day = SwedishDateField(
        which_year=WhichYear.NEAREST,
        label="Erbjuden dag",
        required=False,
        help_text="Krävs om aspiranten tackade nej till en tid.",
    )
    offered_time = ClockTimeField(label="Erbjudet klockslag", required=False)
    reason = forms.ChoiceField(
        label="Varför blev mötet inte av?",
        choices=REASONS,
        required=False,
        help_text="Krävs om aspiranten ombokade eller vi ställde in.",
    )
    change_note = forms.CharField(
        label="Förklaring", max_length=200, required=False, help_text=f"Krävs vid Annat skäl. {NO_DIAGNOSES}"
    )
    next_step = forms.ChoiceField(
        label="Nästa möte",
        required=False,
        choices=CHOICES,
        widget=forms.RadioSelect(attrs={"class": "segments numbered"}),
        initial="",
    )
    next_day = SwedishDateField(
        which_year=WhichYear.COMING, label="Datum för nästa möte", required=False, help_text="Bara om du väljer datum."
    )
    next_time = ClockTimeField(
        label="Klockslag för nästa möte", required=False, help_text="Samma klockslag som mötet, om du lämnar det tomt."
    )
    preset_booking = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    submission_id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        facts: Facts,
        preset: Preset,
        around: Callable[[], Around],
        author: User,
        asked: int | None = None,
        **kwargs: Any,
    ) -> None:
        self.facts, self.preset, self.asked, self.around = facts, preset, asked, around
        self.author = author
        self.refused: ChangedMeanwhileError | None = None
        self.candidates = candidates_of(facts)
        begun_by = timezone.now() + EARLY if preset.about == PLAN else None  # an earlier answer is not given at it
        self.suggested = suggested_of(self.candidates, asked, begun_by=begun_by)
        kwargs["initial"] = self._initial() | kwargs.get("initial", {})
        super().__init__(*args, now=whole(facts.parts()), **kwargs)
        self._ask_what_applies()

    def _initial(self) -> dict[str, Any]:
        booking = self.suggested
        begins = timezone.localtime(booking.starts_at) if booking else rounded(timezone.localtime())
        proposed = self.facts.proposed if self.preset.about == PLAN and not booking else None
        if proposed is not None and proposed.proposed_at is not None:
            # Proposed a few minutes ago: the answer came after it.
            begins = max(begins, timezone.localtime(proposed.proposed_at))
        kind = self.preset.kind or (booking.kind if booking else MeetingKind.COACH)
        return {
            "outcome": "" if booking and self.preset.about == PLAN else self.preset.outcome,
            "booked": str(booking.pk) if booking else OTHER,
            "preset_booking": str(booking.pk) if booking else "",
            "day": begins.date(),
            "time": begins.time(),
            "kind": kind,
            "channel": booking.channel if booking else Channel.VISIT,
            "decision": "",
            "attempt_result": "",
            "attempt_clock": str(self.facts.clocks[0].pk) if self.facts.clocks else "",
            "submission_id": uuid.uuid4(),
        }

    def _ask_what_applies(self) -> None:
        """Leave out what does not apply, unless the form was opened for it, or its page asked and it was answered."""
        applies = {
            FOLLOW_UP: self.facts.planned is not None,
            PLAN: self.facts.proposed is not None,
            ATTEMPT: bool(self.facts.clocks),
            CHANGE: bool(self.candidates),
        }
        for section, names in SECTIONS.items():
            was_asked = self.is_bound and section in parts_of(self.seen) and self._is_answered(names[0])
            if not applies[section] and section != self.preset.about and not was_asked:
                for name in names:
                    del self.fields[name]
        outcome = self._choices("outcome")
        outcome.choices, outcome.help_text = [*outcome.choices, self.preset.no_meeting], self.preset.hint  # type: ignore[misc]
        self._choices("topics").choices = self.facts.topics
        if not self.candidates:
            del self.fields["booked"]
        else:
            rows = [(str(one.pk), booking_label(one)) for one in self.candidates]
            self._choices("booked").choices = [*rows, (OTHER, "Ett annat möte, som inte var bokat")]
        if "attempt_clock" in self.fields:
            self._choices("attempt_clock").choices = [(str(one.pk), clock_label(one)) for one in self.facts.clocks]
            if len(self.facts.clocks) <= 1:
                self.fields["attempt_clock"].widget = forms.HiddenInput()
        if self.preset.about == PLAN:
            self._choices("decision").choices = Decision.choices
            self._require("decision", "method")
        if self.preset.about == ATTEMPT:
            self._choices("attempt_result").choices = ContactResult.choices
            self._require("attempt_result", "attempt_channel")
        for name in ("kind", "channel"):
            # A form from before this question has the suggested answer.
            self.fields[name].required = not self.is_bound or name in self.data

    def _require(self, *names: str) -> None:
        for name in names:
            self.fields[name].required = True
            self.fields[name].error_messages["required"] = REQUIRED[name]

    def _choices(self, name: str) -> forms.ChoiceField:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        return field

    def _typed(self, name: str) -> str:
        return str(self.data.get(name, "")).strip() if self.is_bound else ""

    def _is_answered(self, name: str) -> bool:
        """Whether the form that was sent in has one of the answers to a question."""
        return any(value == self._typed(name) != "" for value, _ in self._choices(name).choices)  # type: ignore[misc,union-attr]

    @property
    def sections(self) -> list[tuple[str, bool]]:
        """What else is asked, each with whether it stands open: it is what the form is for, or something is in it."""
        kind = self["kind"].value()
        did_not_take_place = self._typed("outcome") in DID_NOT_TAKE_PLACE
        wanted = {FOLLOW_UP: kind == MeetingKind.FOLLOW_UP, CHANGE: did_not_take_place}
        return [
            (
                section,
                section == self.preset.about
                or wanted.get(section, False)
                or any(self._typed(name) for name in names if name != "attempt_clock")
                or any(name in self.errors for name in names),
            )
            for section, names in SECTIONS.items()
            if names[0] in self.fields
        ]

    @property
    def acts(self) -> list[str]:
        """The things that are acted on: what was shown of them must still stand. Others may have changed meanwhile."""
        booking = (
            self._typed("booked") if "booked" in self.data else str(self.suggested.pk) if self.suggested else OTHER
        )
        of_booking = booking not in ("", OTHER) and self._typed("outcome") != NO_MEETING
        held = self._typed("result") not in ("", NOT_ONE) or self.preset.about == FOLLOW_UP
        answered = bool(self._typed("decision")) or self.preset.about == PLAN
        named = ((f"{BOOKING}-{booking}", of_booking), (FOLLOW_UP, held), (PLAN, answered))
        return [name for name, acted in named if acted]

    @property
    def changed(self) -> ChangedMeanwhileError | None:
        """What was shown of what is acted on, beside what stands now, where they differ."""
        if self.refused is not None or not self.is_bound:
            return self.refused
        seen, now = of_acts(self.seen, self.acts), of_acts(self.now, self.acts)
        return ChangedMeanwhileError(seen, now) if seen != now else None

    def clean_note(self) -> str:
        """The note with its short words written out, where no script has done it."""
        return with_phrases(self.cleaned_data["note"], author=self.author, longest=LONGEST_NOTE)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self._judge_time(cleaned)
        for judge in JUDGES:
            judge(self, cleaned)
        is_an_answer = cleaned.get("decision") or self.preset.about == PLAN
        if self.is_without_meeting and not is_an_answer and cleaned.get("note"):
            self.add_error("note", "Anteckningen hör till ett möte. Ta bort den, eller välj hur mötet gick.")
        return cleaned

    @property
    def is_without_meeting(self) -> bool:
        """Whether what happened was no meeting."""
        return self.cleaned_data.get("outcome") == NO_MEETING

    def _judge_time(self, cleaned: dict[str, Any]) -> None:
        if not cleaned.get("day") or cleaned.get("time") is None:
            return
        cleaned["day"], cleaned["time"] = self._follow_the_booking(cleaned["day"], cleaned["time"])
        if self.is_without_meeting:
            judge_moment(self)
        elif cleaned.get("outcome") in MeetingOutcomeField.MEANING and not self._is_as_booked():
            judge_moment(self, early=EARLY)

    @property
    def wish(self) -> Wish | None:
        """On whose wish the meeting did not take place; None where it did, or there was none."""
        return DID_NOT_TAKE_PLACE.get(self.cleaned_data.get("outcome", ""))

    def _follow_the_booking(self, day: datetime.date, time: datetime.time) -> tuple[datetime.date, datetime.time]:
        """Day and time as they were suggested belong to the booking that was suggested: another one has its own."""
        before, chosen = self._suggested_on_the_page(), self.booking
        if before is None or chosen is None or before == chosen or (day, time) != as_typed(before):
            return day, time
        return as_typed(chosen)

    def _suggested_on_the_page(self) -> Meeting | None:
        return self._candidate(self._typed("preset_booking"))

    def _candidate(self, key: str) -> Meeting | None:
        return next((one for one in self.candidates if str(one.pk) == key), None)

    @property
    def booking(self) -> Meeting | None:
        """The booking that took place or did not; None where what happened had none."""
        if self.is_without_meeting:
            return None
        return self._candidate(self._typed("booked")) if "booked" in self.data else self.suggested

    @property
    def logged(self) -> Meeting | None:
        """The booking that the answers as they stand are about, also before they are sent in."""
        is_one = "booked" in self.fields and self["outcome"].value() != NO_MEETING
        return self._candidate(str(self["booked"].value())) if is_one else None

    @property
    def asks_which(self) -> bool:
        """Whether it is to be said which booking it is about: several may be meant, or none of today's is."""
        return bool(self.candidates) and self.asked is None and (len(self.candidates) > 1 or self.suggested is None)

    @property
    def when_is_open(self) -> bool:
        """Whether day, time, kind and how it was held are shown as fields: something is wrong there."""
        return any(name in self.errors for name in ("booked", "channel", "day", "time", "kind"))

    @property
    def about_is_open(self) -> bool:
        """Whether topics and note stand open: not of a meeting that was not held, unless something is written."""
        is_held = str(self["outcome"].value() or "") not in NOT_HELD
        return is_held or any(self._typed(name) or name in self.errors for name in ("topics", "note"))

    @property
    def next_is_typed(self) -> bool:
        """Whether the fields for another day have something in them that should be seen."""
        return any(self._typed(name) or name in self.errors for name in ("next_day", "next_time"))

    def _is_as_booked(self) -> bool:
        """Whether day and time stand as they were booked, at a time that has come or was called off before."""
        booking, told_before = self.booking, self.cleaned_data["outcome"] == MeetingOutcomeField.EXCUSED
        if booking is None or (booking.starts_at > timezone.now() and not told_before):
            return False
        return (self.cleaned_data["day"], self.cleaned_data["time"]) == as_typed(booking)

    @property
    def held_kind(self) -> str:
        """Of which kind the meeting was; as booked, where what was suggested belonged to another booking."""
        chosen, before = self.cleaned_data.get("kind"), self._suggested_on_the_page()
        if self.booking is not None and before != self.booking and (before is None or chosen == before.kind):
            return self.booking.kind
        return str(chosen or self.initial["kind"])

    @property
    def held_channel(self) -> str:
        """How it was held; as booked, where what was suggested belonged to another booking."""
        chosen, before = self.cleaned_data.get("channel"), self._suggested_on_the_page()
        if self.booking is not None and before is not None and before != self.booking and chosen == before.channel:
            return self.booking.channel
        return str(chosen or self.initial["channel"])

    def happened_at(self) -> datetime.datetime:
        """The booked instant where day and time were left as they were: in the autumn a time comes twice one night."""
        day, time = self.cleaned_data["day"], self.cleaned_data["time"]
        booking = self.booking
        if booking is not None and (day, time) == as_typed(booking):
            return booking.starts_at
        return moment(day, time)

    def next_meeting_at(self) -> datetime.datetime | None:
        """When the next meeting is to be: the chosen day, at the same time of day unless another one is given."""
        step = self.cleaned_data.get("next_step")
        if not step:
            return None
        day = self.cleaned_data["next_day"] if step == OWN_DAY else next_day(self.around(), int(step))
        return moment(day, self.cleaned_data["next_time"] or self.cleaned_data["time"])
