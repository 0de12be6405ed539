"""The forms of a question and of a message."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone

from aspirants.disclosing.grounds import consent_in_words
from aspirants.forms.grounds import GroundField
from aspirants.models import Consent, DisclosureBasis, DisclosureContent
from core.forms import SeenForm
from core.seen import Seen
from core.swedish.dates import weekday_date
from organisation.models import User
from referrals.models import QuestionMessage
from referrals.models.questions import LONGEST_MESSAGE, LONGEST_SUBJECT
from referrals.questions.matters import Matter
from referrals.questions.querysets import side_of
from referrals.questions.shown import shown_sides

WHAT_NOT_TO_WRITE = (
    "Skriv bara det som behövs. Skriv inte diagnoser eller uppgifter om andra personer."
    " Meddelandet sparas hos båda myndigheterna och går inte att ändra."
)


def _text(label: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=LONGEST_MESSAGE,
        help_text=WHAT_NOT_TO_WRITE,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={
            "required": "Skriv ett meddelande.",
            "max_length": f"Texten är för lång. Korta den till högst {LONGEST_MESSAGE} tecken.",
        },
    )


class AskForm(SeenForm):
    """A new question: what it is about, on what ground it is sent, and what is asked."""

    subject = forms.CharField(
        label="Vad gäller frågan?",
        max_length=LONGEST_SUBJECT,
        help_text="Till exempel Närvaro i november. Skriv inget namn.",
        error_messages={
            "required": "Skriv vad frågan gäller.",
            "max_length": f"Texten är för lång. Korta den till högst {LONGEST_SUBJECT} tecken.",
        },
    )
    text = _text("Meddelande")
    basis = GroundField(label="Rättslig grund", help_text="Gäller alla meddelanden i frågan, också svaren.")
    submission_id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, user: User, matter: Matter) -> None:
        super().__init__(data, initial={"submission_id": uuid.uuid4()}, now=shown_sides(matter))
        basis = self.fields["basis"]
        if isinstance(basis, GroundField) and matter.jobbtorg is not None:
            sent = str(self.data.get("basis", ""))
            basis.offer(matter.exchange(side_of(user)), DisclosureContent.MESSAGE, sent)


class AnswerForm(SeenForm):
    """One more message. `corrects` names one of the own side's that it puts right."""

    text = _text("Ditt meddelande")
    corrects = forms.ChoiceField(label="Rättar det ett tidigare meddelande?", required=False)
    submission_id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, own: Sequence[QuestionMessage], now: Seen) -> None:
        super().__init__(data, initial={"submission_id": uuid.uuid4()}, now=now)
        self.own = {str(one.pk): one for one in own}
        if not own:
            del self.fields["corrects"]
            return
        self.fields["corrects"].choices = [  # type: ignore[attr-defined]
            ("", "Nej"),
            *((key, f"Ert från {_when(one)}") for key, one in self.own.items()),
        ]

    def as_operation(self) -> dict[str, Any]:
        """The answers as keywords of `write_message`."""
        answers = dict(self.cleaned_data)
        return answers | {"corrects": self.own.get(answers.get("corrects", ""))}


NOT_WRITTEN_TO = (
    "Ärendet har en annan försörjningsstödsenhet nu. Ingenting är skickat, och texten står kvar här så att ni kan"
    " kopiera den."
)


def refuse_text(form: SeenForm) -> None:
    """Let a form come back with its text and one sentence: the two sides cannot write to each other any more."""
    form.errors.clear()
    form.now = form.seen
    form.add_error(None, NOT_WRITTEN_TO)


def _when(message: QuestionMessage) -> str:
    local = timezone.localtime(message.sent_at)
    return f"{weekday_date(local.date())} {local:%H.%M}"


def in_words(basis: str, consent: Consent | None) -> str:
    """The ground of a question as its page says it."""
    return consent_in_words(consent) if consent else DisclosureBasis(basis).label
