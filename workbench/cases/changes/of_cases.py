"""The words for what belongs to the person and to the case as a whole."""

from __future__ import annotations

from workbench.cases.changes.stated import STATED
from workbench.cases.changes.told import EXCHANGED, PUT_RIGHT, Told

OF_CASES: dict[str, Told] = {
    "aspirants.Person": Told(
        "personen",
        {
            "identity_kind": "typen av identitetsnummer",
            "identity_no": "identitetsnumret",
            "birth_date": "födelsedatumet",
            "birth_year": "födelseåret",
            "gender": "könet",
            "first_name": "förnamnet",
            "last_name": "efternamnet",
            "call_name": "tilltalsnamnet",
            "phone": "telefonnumret",
            "email": "e-postadressen",
            "home_address": "adressen",
            "language": "språket",
            "interpreter_needed": "uppgiften om behov av tolk",
            "protection": "skyddet av personuppgifterna",
            "agreed_channel": "den överenskomna kontaktvägen",
            "deceased_on": "dagen för dödsfallet",
        },
    ),
    "aspirants.Enrolment": Told(
        "ärendet",
        {
            "case_no": "ärendenumret",
            "jobbtorg": ("jobbtorget", EXCHANGED),
            "coach": ("coachen", EXCHANGED),
            "income_support_unit": ("försörjningsstödsenheten", EXCHANGED),
            "target_group": "målgruppen",
            "legal_basis": "den rättsliga grunden",
            "origin": "uppgiften om hur ärendet kom in",
            "enrolled_on": "inskrivningsdagen",
            "first_visit_on": "dagen för första besöket",
            "status": "ärendets status",
            "closed_on": "dagen för avslutet",
        },
        came="öppnades",
    ),
    "referrals.Referral": Told(
        "remissen",
        {
            "unit": ("remissens försörjningsstödsenhet", EXCHANGED),
            "jobbtorg": ("remissens jobbtorg", EXCHANGED),
            "source": "remissens källa",
            "target_group": "remissens målgrupp",
            **STATED,
            "purpose": ("syftet med remissen", PUT_RIGHT),
            "submitted_at": "tiden då remissen skickades in",
            "received_on": "dagen då remissen kom in",
            "status": "remissens status",
            "decline_reason": "skälet till att remissen avböjdes",
            "followed_until": "tiden då enheten slutade följa remissen",
        },
    ),
    "referrals.WalkIn": Told(
        "uppgifterna från besöket",
        {"source": "hur personen kom", "came_on": "dagen för besöket", **STATED},
    ),
    "aspirants.UnitStay": Told(
        "tiden vid jobbtorget",
        {
            "jobbtorg": ("jobbtorget", EXCHANGED),
            "started_on": "första dagen vid jobbtorget",
            "ended_on": "dagen då ärendet lämnade jobbtorget",
            "transfer_reason": "skälet till flytten",
        },
        which="jobbtorg",
    ),
    "casework.CaseTransfer": Told(
        "frågan om flytt till annat jobbtorg",
        {
            "origin": ("jobbtorget som flytten sker från", EXCHANGED),
            "destination": ("jobbtorget som flytten sker till", EXCHANGED),
            "status": "flyttens status",
            "reason": "skälet till flytten",
            "sent_at": "tiden då frågan om flytt skickades",
            "answer_reason": "skälet till svaret på frågan om flytt",
        },
        came="skickades",
    ),
    "aspirants.CoachAssignment": Told(
        "tilldelningen av coach",
        {
            "coach": ("coachen", EXCHANGED),
            "started_at": "tiden då coachen tog över",
            "ended_at": "tiden då coachen lämnade ärendet",
            "reason": "skälet till tilldelningen av coach",
            "end_reason": "skälet till att coachen lämnade ärendet",
        },
        which="coach",
    ),
    "aspirants.SupportUnitChange": Told(
        "bytet av försörjningsstödsenhet",
        {
            "origin": "den tidigare försörjningsstödsenheten",
            "unit": "den nya försörjningsstödsenheten",
            "changed_on": "dagen för bytet av försörjningsstödsenhet",
            "reason": "skälet till bytet av försörjningsstödsenhet",
        },
    ),
    "aspirants.Interruption": Told(
        "uppehållet",
        {
            "reason": "skälet till uppehållet",
            "started_on": "uppehållets första dag",
            "returned_on": "dagen för återkomsten efter uppehållet",
        },
    ),
    "casework.CaseNote": Told(
        "anteckningen",
        {
            "concerns_on": "dagen som anteckningen gäller",
            "text": ("anteckningen", PUT_RIGHT),
            "removed_at": "tiden då anteckningen togs bort",
        },
        came="skrevs",
        which="concerns_on",
    ),
    "aspirants.Closure": Told(
        "avslutet",
        {
            "reason": ("avslutsorsaken", EXCHANGED),
            "closed_on": "dagen för avslutet",
            "status": "avslutets status",
            "destination": "arbetsgivaren eller skolan",
            "destination_starts_on": "dagen då arbetet eller studierna börjar",
            "text": ("kommentaren till avslutet", PUT_RIGHT),
            "imported_text": "den importerade listans text om avslutet",
            "replaces": "avslutet som rättas",
            "evidence": "underlaget för bekräftelsen av avslutet",
            "confirmed_by": "den som bekräftade avslutet",
            "confirmed_at": "tiden då avslutet bekräftades",
            "corrected_by": "den som rättade avslutet",
            "corrected_at": "tiden då avslutet rättades",
            "correction_reason": "skälet till rättelsen av avslutet",
        },
    ),
    "aspirants.PostClosureCheck": Told(
        "kontrollen efter avslut",
        {
            "closure": "avslutet som kontrollen gäller",
            "months": "antalet månader före kontrollen",
            "due_on": "dagen för kontrollen efter avslut",
            "result": "resultatet av kontrollen efter avslut",
            "source": "källan för kontrollen efter avslut",
            "note": ("kommentaren till kontrollen efter avslut", PUT_RIGHT),
        },
        which="due_on",
    ),
    "aspirants.Disclosure": Told(
        "uppgiftslämnandet",
        {
            "content": "vad som lämnades ut",
            "recipient": "mottagaren av uppgifterna",
            "basis": "den rättsliga grunden för att lämna ut uppgifterna",
            "disclosed_at": "tiden då uppgifterna lämnades ut",
        },
    ),
    "aspirants.Correction": Told(
        "rättelsen",
        {
            "kind": "vad rättelsen gäller",
            "title": "det som rättades",
            "sort": "hur det rättades",
            "reason": "skälet till rättelsen",
            "state": "rättelsens läge",
            "decision_reason": "skälet till beslutet om rättelsen",
        },
        which="title",
    ),
    "casework.PersonJoin": Told(
        "sammanslagningen av två poster",
        {
            "status": "sammanslagningens status",
            "reason": "skälet till sammanslagningen",
            "answer": "svaret på frågan om sammanslagning",
            "joined_at": "tiden för sammanslagningen",
            "undone_at": "tiden då sammanslagningen ångrades",
        },
        came="föreslogs",
    ),
}
