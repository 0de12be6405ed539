"""What the forms of all parts share: dates and times as people write them, and refusals at the right field."""

from __future__ import annotations

import datetime
import re
from copy import copy
from http import HTTPStatus
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from core.refusals import OperationRefused
from core.seen import FIELD, ChangedMeanwhileError, Seen
from core.swedish.dates import WhichYear, moment, parse_swedish_date
from core.swedish.local_time import fault_of_local_time
from core.swedish.plausible import ANY_DAY, IN_A_CASE, Span, fault_of_day, fault_of_hour, fault_of_moment

NO_DIAGNOSES = "Skriv inte diagnoser eller uppgifter om andra personer."
HOW_TO_WRITE_A_TIME = "Ange klockslag som 14.30."
get_or_post = require_http_methods(["GET", "HEAD", "POST"])
"""For the view of a page with a form."""

_TIME = re.compile(r"(?P<hour>[0-9]{1,2})[.:]?(?P<minute>[0-9]{2})")


class SwedishDateField(forms.DateField):
    """A local date in any of the ways `parse_swedish_date` reads, and one that makes sense.

    Each field says which day is meant where no year is typed; its page shows the day that is meant.
    """

    span: Span = IN_A_CASE
    which_year: WhichYear

    def __init__(self, *, which_year: WhichYear, span: Span | None = None, **kwargs: Any) -> None:
        self.which_year = which_year
        super().__init__(**kwargs)
        self.span = span or self.span

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """What the page's script has to know to read the day as it is read here."""
        return {**super().widget_attrs(widget), "data-which-year": self.which_year.value}

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is not None and (fault := fault_of_day(value, self.span, today=timezone.localdate())):
            raise ValidationError(fault, code="implausible")

    def to_python(self, value: Any) -> datetime.date | None:
        if value in self.empty_values:
            return None
        if isinstance(value, datetime.datetime):
            return timezone.localdate(value)
        if isinstance(value, datetime.date):
            return value
        try:
            return parse_swedish_date(str(value), timezone.localdate(), self.which_year)
        except ValueError as error:
            raise ValidationError(str(error), code="invalid") from error


class AnyDateField(SwedishDateField):
    """A date that is not judged: the end of a period to look at, the day of an old list."""

    span = ANY_DAY


class PastDateField(SwedishDateField):
    """A date that has been: when someone applied, was offered something, was tried to be reached."""

    default_error_messages = {"future": "Datumet kan inte ligga i framtiden."}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(which_year=WhichYear.PAST, **kwargs)

    def validate(self, value: Any) -> None:
        if value is not None and value > timezone.localdate():
            raise ValidationError(self.error_messages["future"], code="future")
        super().validate(value)


class HeldTimeField(forms.TimeField):
    """A time of day at which something has happened: 14.30, 14:30 or 1430. `judge_moment` judges it with its day."""

    widget = forms.TimeInput(format="%H.%M")

    def to_python(self, value: Any) -> datetime.time | None:
        if value in self.empty_values:
            return None
        if isinstance(value, datetime.time):
            return value
        match = _TIME.fullmatch(str(value).strip())
        try:
            if match is None:
                raise ValueError(HOW_TO_WRITE_A_TIME)
            return datetime.time(int(match["hour"]), int(match["minute"]))
        except ValueError as error:
            raise ValidationError(HOW_TO_WRITE_A_TIME, code="invalid") from error


class ClockTimeField(HeldTimeField):
    """A time of day at which something is agreed to begin, so not at night."""

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is not None and (fault := fault_of_hour(value)):
            raise ValidationError(fault, code="implausible")


def judge_moment(
    form: forms.Form,
    *,
    day: str = "day",
    time: str = "time",
    early: datetime.timedelta | None = datetime.timedelta(),
) -> None:
    """Put a sentence at the time of something that cannot have happened then; for `clean` of the form.

    `early`: as for `fault_of_moment`. A day that lies ahead is its own field's matter, or the operation's.
    """
    on, at = form.cleaned_data.get(day), form.cleaned_data.get(time)
    if on is None or at is None or on > timezone.localdate():
        return
    if fault := fault_of_local_time(on, at) or fault_of_moment(moment(on, at), now=timezone.now(), early=early):
        form.add_error(time, fault)


class SeenForm(forms.Form):
    """A form about something that others may change meanwhile: it says in a hidden field what its page showed.

    `now` is that thing as it stands when the form is made. An act gets `form.seen`, which is what the page showed.
    """

    def __init__(self, *args: Any, now: Seen, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now
        self.fields[FIELD] = forms.CharField(required=False, widget=forms.HiddenInput, initial=now.token)

    @property
    def seen(self) -> Seen:
        """What the page showed from which the form was sent in."""
        return Seen.from_token(self.data.get(self.add_prefix(FIELD), ""))

    def clean(self) -> dict[str, Any]:
        """The answers alone: what was shown is no answer."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        cleaned.pop(FIELD, None)
        return cleaned

    @property
    def changed(self) -> ChangedMeanwhileError | None:
        """What was shown beside what stands now, for a form that was sent in and where they differ."""
        return ChangedMeanwhileError(self.seen, self.now) if self.is_bound and self.seen != self.now else None

    def show_now(self) -> None:
        """Let the page that comes back carry what stands now, because it shows it."""
        data: Any = copy(self.data)
        data[self.add_prefix(FIELD)] = self.now.token()
        self.data = data


def show_refusal(form: forms.Form, refusal: OperationRefused, **asked_as: str) -> None:
    """Put a refusal at the field it is about, or above the form.

    `held_at="day"` says that the form asks under `day` for what the operation calls `held_at`. That something has
    changed meanwhile is no fault of the answers: `render_form` shows it beside them.
    """
    if isinstance(refusal, ChangedMeanwhileError):
        if isinstance(form, SeenForm):
            form.now = refusal.now
            return
        raise refusal
    field = asked_as.get(refusal.field or "", refusal.field)
    form.add_error(field if field in form.fields else None, refusal.message)


def typed_texts(form: forms.Form, *known: str) -> list[tuple[str, str]]:
    """The free texts that were written in a form that cannot be shown again, to be copied: label and text.

    `known` are texts that stood there before.
    """
    texts = [field for field in form if isinstance(field.field.widget, forms.Textarea)] if form.is_bound else []
    written = [(str(field.label), str(field.value() or "").strip()) for field in texts]
    return [(label, text) for label, text in written if text and text not in known]


def focus_first_field(form: forms.Form) -> None:
    """Let a form take the focus at its first field when its page opens, also where it comes back to be changed.

    One that comes back with faults or warnings has them above it, and they take the focus.
    """
    first = next(iter(form.visible_fields()), None)
    has_to_be_read = form.is_bound and (bool(form.errors) or bool(getattr(form, "warnings", ())))
    if first is not None and not has_to_be_read:
        first.field.widget.attrs["autofocus"] = True


def render_form(request: HttpRequest, template: str, form: forms.Form, **context: Any) -> HttpResponse:
    """Render a page with a form: 422 when it was sent in and needs mending or an answer to its warnings, else 200.

    409 when the thing is not what the page showed: both are shown above the form, which keeps what was typed.
    The first field has the focus when the page opens (decision 123), unless `takes_focus=False`: where the form narrows
    a list, or where what stands above it has to be read first.
    """
    takes_focus = context.pop("takes_focus", True)
    if takes_focus and (request.method == "POST" or not form.is_bound):
        focus_first_field(form)
    is_to_be_sent_again = form.is_bound and (bool(form.errors) or bool(getattr(form, "warnings", ())))
    status = HTTPStatus.UNPROCESSABLE_ENTITY if is_to_be_sent_again else HTTPStatus.OK
    if isinstance(form, SeenForm) and (changed := form.changed):
        form.show_now()
        context["changed"], status = changed, HTTPStatus.CONFLICT
    return render(request, template, {"form": form, **context}, status=status)
