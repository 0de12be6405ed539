"""What the person is called and how to reach and talk to them, said anew by the sender: news for the jobbtorg, as
when a referral is sent."""

from __future__ import annotations

from dataclasses import dataclass

from aspirants.models import ReportedField
from aspirants.operations.reports import report_facts
from aspirants.people.news import news_of
from organisation.access.acting import DatabaseRole, as_database_role
from referrals.models import Referral


@dataclass(frozen=True)
class Contact:
    """What a form says; an empty telephone is as it was."""

    first_name: str
    last_name: str
    phone: str
    language: str
    interpreter_needed: bool


SAID_ANEW = (
    *("said_first_name", "said_last_name", "said_search_name"),
    *("said_language", "said_interpreter", "said_phone_sent"),
)


def say_contact(*, referral: Referral, contact: Contact | None) -> list[str]:
    """Keep name, language and interpreter as said, report what is news, and give what was changed in words.

    The record of the person is the jobbtorg's: it is told the name and decides (`report_facts`). Of the name the words
    say only that it is another, and what it was (`name_before`). The telephone number itself is kept as news for the
    jobbtorg alone. Of a protected person nothing is taken.

    Part of: `correct_referral`, `complete_referral`.
    """
    if contact is None or referral.person.is_protected:
        return []
    told: dict[ReportedField, str | bool] = {}
    words = []
    if (contact.first_name, contact.last_name) != (referral.said_first_name, referral.said_last_name):
        told |= {ReportedField.FIRST_NAME: contact.first_name, ReportedField.LAST_NAME: contact.last_name}
        words.append("Namn")
        referral.say_name(contact.first_name, contact.last_name)
    if contact.language != referral.said_language:
        told[ReportedField.LANGUAGE] = contact.language
        words.append(f"Språk: {referral.said_language or '–'} blev {contact.language or '–'}")
    if contact.interpreter_needed != referral.said_interpreter:
        told[ReportedField.INTERPRETER] = contact.interpreter_needed
        words.append("Behöver tolk" if contact.interpreter_needed else "Behöver inte tolk")
    if contact.phone:
        told[ReportedField.PHONE] = contact.phone
        words.append("Telefon skickad till jobbtorget")
    if not words:
        return []
    referral.said_language, referral.said_interpreter = contact.language, contact.interpreter_needed
    referral.said_phone_sent = referral.said_phone_sent or bool(contact.phone)
    referral.save(update_fields=SAID_ANEW)
    news = news_of(referral.person, told)
    with as_database_role(DatabaseRole.REGISTRAR):
        report_facts(person=referral.person, jobbtorg=referral.jobbtorg, news=news, source=f"Remiss {referral.number}")
    return words
