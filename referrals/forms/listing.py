"""What is typed when several referrals are sent at once: what holds for all, and each row."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.forms.boundfield import BoundField

from core.spreadsheets.reading import MAX_BYTES
from core.spreadsheets.refusing import UnreadableFileError
from organisation.models import User
from referrals.attachments.listing import size_in_words
from referrals.drafts import Typed
from referrals.facts.proposed import PROPOSED
from referrals.forms.parts import FactsFields, PersonFields, WhoFields
from referrals.forms.sending import DetailsForm, DraftForm
from referrals.lists.columns import MOST_ROWS, NO, YES
from referrals.lists.reading import Incoming, incoming_rows
from referrals.models import FitForWork

INCOMING = ("pasted", "file")
SHARED = (*PROPOSED, "fit_for_work", "target_group", "purpose")


class SharedForm(DetailsForm):
    """What holds for every row that does not say otherwise in a column of its own."""

    prefix = "alla"

    def __init__(self, *args: Any, sender: User, **kwargs: Any) -> None:
        super().__init__(*args, sender=sender, **kwargs)
        self.fields["fit_for_work"].initial = FitForWork.TO_INVESTIGATE
        for name in list(self.fields):
            if name in DetailsForm.base_fields and name not in SHARED:
                del self.fields[name]
        self.order_fields((*INCOMING, *SHARED))
        purpose = self.fields["purpose"]
        purpose.label = "Syfte för rader som inte har något eget"
        purpose.widget.attrs["rows"], purpose.required = 3, False

    def full_clean(self) -> None:
        """A row may say it otherwise, and what nobody says is as in the form of one referral: nothing is missing here.

        It is not shown as optional either, where each referral has to say it.
        """
        asked = [one for name, one in self.fields.items() if one.required and name != "jobbtorg"]
        for one in asked:
            one.required = False
        super().full_clean()
        for one in asked:
            one.required = True

    def sections(self) -> list[tuple[str, list[BoundField]]]:
        """All of it as one group."""
        return [("Gäller alla rader", [self[name] for name in self.fields if name in SHARED])]

    def typed(self) -> Typed:
        """As it was typed, by field."""
        return {
            name: str(self.data[self.add_prefix(name)]) for name in self.fields if self.add_prefix(name) in self.data
        }


class BeginForm(SharedForm):
    """Rows that are pasted, or a file of them, and what holds for all of them."""

    pasted = forms.CharField(
        label="Klistra in rader",
        strip=False,
        help_text=f"En person på varje rad, högst {MOST_ROWS}: personnummer, förnamn, efternamn och syfte. "
        "Kopiera från ett kalkylblad, gärna med rubriker.",
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
    )
    file = forms.FileField(
        label="Eller välj en fil",
        help_text="CSV eller Excel (.xlsx), högst 2 MB.",
        allow_empty_file=True,
    )
    read: Incoming

    @property
    def called(self) -> str:
        """Where the rows of a valid form came from."""
        chosen = self.cleaned_data.get("file")
        return str(chosen.name) if chosen else "inklistrad"

    def clean_file(self) -> UploadedFile | None:
        """The file, if it is not larger than a list may be."""
        file: UploadedFile | None = self.cleaned_data["file"]
        if file is not None and (file.size or 0) > MAX_BYTES:
            raise ValidationError(f"Filen är {size_in_words(file.size or 0)}. En lista får vara högst 2 MB.")
        return file

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        if "file" in self.errors:
            return found
        text, chosen = str(found.get("pasted") or ""), found.get("file")
        if not text.strip() and not chosen:
            self.add_error("pasted", "Klistra in minst en rad, eller välj en fil.")
        elif text.strip() and chosen:
            self.add_error("file", "Du har både klistrat in rader och valt en fil. Ta bort det ena.")
        else:
            try:
                self.read = incoming_rows(chosen.read() if chosen else text.encode())
            except UnreadableFileError as fault:
                self.add_error("file" if chosen else "pasted", str(fault))
        return found


def shared_form(sender: User, typed: Typed, proposals: Typed | None = None) -> SharedForm:
    """The form of what is stored for all rows."""
    data = {f"{SharedForm.prefix}-{name}": text for name, text in typed.items()}
    return SharedForm(data, sender=sender, proposals=proposals)


def labels_of(asked: Any) -> list[str]:
    """The choices of a question as its page says them."""
    return [str(label) for value, label in asked.choices if value not in (None, "")]


def choices_of(asked: Any) -> dict[str, str]:
    """The values of a question by their labels in small letters."""
    return {str(label).casefold(): str(value) for value, label in asked.choices if value not in (None, "")}


class RowForm(WhoFields, PersonFields, FactsFields, DraftForm):
    """One row: what stands in it, else what holds for all, else what the form of one referral begins with.

    Choices may be written as the form says them, yes and no in words. It asks the database nothing.
    """

    def __init__(self, typed: Typed, shared: SharedForm) -> None:
        self.shared = shared
        self.unread: dict[str, str] = {}
        super().__init__({})
        self.fields["number"].error_messages["required"] = (
            "Skriv ett personnummer. Den som saknar nummer remitterar du för sig."
        )
        for name in [name for name, one in self.fields.items() if isinstance(one, forms.ModelChoiceField)]:
            del self.fields[name]
        begins = {name: one.initial for name, one in self.fields.items() if one.initial not in (None, "", False)}
        for_all = {name: shared[name].value() for name in shared.fields if name in self.fields}
        own = {name: self._read(name, text) for name, text in typed.items() if text and name in self.fields}
        self.data = {**begins, **{name: text for name, text in for_all.items() if text}, **own}

    def _read(self, name: str, text: str) -> str:
        """A cell as the form takes it; what cannot be read gets a sentence at its column."""
        asked = self.fields[name]
        if isinstance(asked, forms.BooleanField):
            if text.casefold() not in YES | NO:
                self.unread[name] = "Skriv ja eller nej."
            return "on" if text.casefold() in YES else ""
        if isinstance(asked, forms.ChoiceField):
            choices = choices_of(asked)
            if text.casefold() not in choices and text not in choices.values():
                self.unread[name] = f"Skriv något av: {', '.join(labels_of(asked))}."
            return choices.get(text.casefold(), text)
        return text

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        for name, sentence in self.unread.items():
            self.errors.pop(name, None)
            self.add_error(name, sentence)
        return found

    def facts(self) -> dict[str, Any]:
        """The referral's own fields; what is chosen from reference data is chosen for all rows."""
        chosen = {name: self.cleaned_data[name] for name in self.FACTS if name in self.fields}
        for_all = {name: self.shared.cleaned_data[name] for name in self.FACTS if name not in self.fields}
        return {**for_all, **chosen}

    def faults(self) -> dict[str, str]:
        """The first sentence at each field that is wrong."""
        return {name: str(sentences[0]) for name, sentences in self.errors.items()}
