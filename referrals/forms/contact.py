"""How to reach and talk to the person, on a form that changes a referral which is sent."""

from __future__ import annotations

from typing import Any

from referrals.forms.parts import ContactFields
from referrals.models import Referral
from referrals.operations.stated.contact import Contact


class ContactAnew(ContactFields):
    """Language and interpreter as they were said; the telephone empty, since the referral does not keep its number."""

    @staticmethod
    def said_by(referral: Referral) -> dict[str, Any]:
        """What the fields begin with."""
        return {"language": referral.said_language, "interpreter_needed": referral.said_interpreter}

    def keep_contact(self, *, wanted: bool) -> None:
        """Leave the fields out where the sender does not write of them; else say what an empty telephone means."""
        if wanted:
            self.fields["phone"].help_text = "Skriv bara ett nytt nummer. Jobbtorget får det och jämför med registret."
            return
        for name in ContactFields.base_fields:
            del self.fields[name]

    def contact(self) -> Contact | None:
        """What a valid form says."""
        said = self.cleaned_data
        if "language" not in self.fields:
            return None
        return Contact(said["phone"], said["language"], said["interpreter_needed"])
