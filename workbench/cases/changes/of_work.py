"""The words for what is done in a case: meetings, plans, insatser, and the deadlines of it."""

from __future__ import annotations

from workbench.cases.changes.told import EXCHANGED, PUT_RIGHT, Told

OF_WORK: dict[str, Told] = {
    "deadlines.DeadlineClock": Told(
        "fristen",
        {
            "policy": "regeln för fristen",
            "jobbtorg": ("fristens jobbtorg", EXCHANGED),
            "counted_at": "jobbtorget som fristen räknas vid",
            "reference": "remissen eller ärendet som fristen gäller",
            "covered": "uppgiften om fristen omfattas av garantin",
            "covered_reason": "skälet till att fristen omfattas eller inte",
            "covered_by": "villkoret som avgjorde om fristen omfattas",
            "covered_rule_from": "dagen då villkoret började gälla",
            "coverage_awaited": "uppgiften om att det avgörs senare",
            "started_on": "dag 0 för fristen",
            "original_due_on": "fristens ursprungliga sista dag",
            "due_on": "fristens sista dag",
            "recommended_on": "fristens rekommenderade dag",
            "status": "fristens status",
            "fulfilment": "uppgiften om hur fristen hölls",
            "fulfilled_at": "tiden då fristen hölls",
            "ended_on": "dagen då fristen blev utan föremål",
            "ended_with": "avslutet som avgjorde fristen",
            "late_registered": "uppgiften om fristen är efterregistrerad",
            "historical": "uppgiften om fristen kommer från en importerad lista",
        },
        came="startades",
        which="policy",
    ),
    "meetings.Meeting": Told(
        "mötet",
        {
            "coach": ("mötets coach", EXCHANGED),
            "kind": "mötets typ",
            "channel": "mötets kanal",
            "starts_at": "mötets tid",
            "minutes": "mötets längd i minuter",
            "status": "mötets status",
            "topics": "vad mötet handlade om",
            "note": ("mötets anteckning", PUT_RIGHT),
        },
        which="starts_at",
    ),
    "meetings.GroupInformationBooking": Told(
        "kallelsen till gruppinformation",
        {
            "session": ("tillfället för gruppinformationen", EXCHANGED),
            "status": "kallelsens status",
            "invited_at": "tiden för kallelsen",
        },
    ),
    "activities.JobOffer": Told(
        "jobberbjudandet",
        {
            "employer": ("arbetsgivaren i jobberbjudandet", EXCHANGED),
            "offered_on": "dagen då jobbet erbjöds",
            "answer": "svaret på jobberbjudandet",
            "starts_on": "första arbetsdagen",
            "subsidised": "uppgiften om subventionerad anställning",
            "municipal": "uppgiften om kommunal arbetsmarknadsanställning",
            "removed_at": "tiden då jobberbjudandet togs bort",
        },
        which="employer",
    ),
    "activities.Activity": Told(
        "insatsen",
        {
            "insats_type": ("insatsen", EXCHANGED),
            "provider": ("insatsens anordnare", EXCHANGED),
            "decided_on": "dagen då insatsen beslutades",
            "agreed_at": "tiden då aspiranten sa ja till insatsen",
            "starts_on": "insatsens första dag",
            "ends_on": "insatsens sista dag",
            "plan_item": "raden i jobbplanen som insatsen hör till",
            "result": "insatsens resultat",
            "result_on": "dagen för insatsens resultat",
            "removed_at": "tiden då insatsen togs bort",
        },
        which="insats_type",
    ),
    "jobplans.FollowUp": Told(
        "uppföljningen",
        {
            "status": "uppföljningens status",
            "held_at": "tiden då uppföljningen hölls",
            "result": "uppföljningens resultat",
            "note": ("uppföljningens anteckning", PUT_RIGHT),
            "unit_took_part": "uppgiften om försörjningsstödsenheten deltog",
        },
        came="planerades",
    ),
    "deadlines.ClockPause": Told(
        "pausen av fristen",
        {
            "reason": "skälet till pausen",
            "paused_from": "pausens första dag",
            "resumed_on": "dagen då fristen räknas igen",
            "counts_until": "dagen till vilken pausen gäller utan beslut",
            "note": ("kommentaren till pausen", PUT_RIGHT),
            "approved_by": "den som godkände pausen",
            "approved_at": "tiden då pausen godkändes",
        },
    ),
    "deadlines.ContactAttempt": Told(
        "kontaktförsöket",
        {
            "channel": "sättet för kontaktförsöket",
            "attempted_at": "tiden för kontaktförsöket",
            "result": "kontaktförsökets resultat",
            "offered_time": "tiden som erbjöds",
            "removed_at": "tiden då kontaktförsöket togs bort",
        },
        which="attempted_at",
    ),
    "deadlines.Breach": Told(
        "den brutna fristen",
        {
            "jobbtorg": ("jobbtorget för den brutna fristen", EXCHANGED),
            "due_on": "den brutna fristens sista dag",
            "cause": "orsaken till den brutna fristen",
            "comment": ("kommentaren till den brutna fristen", PUT_RIGHT),
            "revoked_at": "tiden då brottet upphävdes",
        },
        which="due_on",
    ),
    "deadlines.Excuse": Told(
        "ursäkten för fristen",
        {
            "reason": "skälet till ursäkten",
            "happened_on": "dagen för det som ursäktar fristen",
            "granted_at": "tiden då fristen ursäktades",
            "revoked_at": "tiden då ursäkten upphävdes",
        },
    ),
    "jobplans.JobPlanVersion": Told(
        "jobbplanen",
        {
            "status": "jobbplanens status",
            "goal": "jobbplanens mål",
            "summary": ("jobbplanens sammanfattning", PUT_RIGHT),
            "attendance_requirement": "jobbplanens närvarokrav",
            "reason_for_revision": "skälet till den nya versionen av jobbplanen",
            "proposed_at": "tiden då jobbplanen föreslogs",
        },
        came="påbörjades",
        which="number",
    ),
    "jobplans.PlanItem": Told(
        "raden i jobbplanen",
        {
            "insats_type": ("insatsen i jobbplanen", EXCHANGED),
            "meeting_kind": "mötestypen i jobbplanen",
            "text": ("beskrivningen i jobbplanen", PUT_RIGHT),
            "place": "platsen i jobbplanen",
            "starts_on": "första dagen för raden i jobbplanen",
            "ends_on": "sista dagen för raden i jobbplanen",
            "hours_per_week": "timmarna per vecka i jobbplanen",
        },
        came="skrevs",
    ),
    "jobplans.PlanApproval": Told(
        "svaret på jobbplanen",
        {
            "decision": "svaret på jobbplanen",
            "method": "sättet för svaret på jobbplanen",
            "note": ("kommentaren till svaret på jobbplanen", PUT_RIGHT),
        },
    ),
    "jobplans.PlanCommunication": Told(
        "jobbplanen till försörjningsstödsenheten",
        {
            "unit": ("försörjningsstödsenheten som jobbplanen skickades till", EXCHANGED),
            "sent_at": "tiden då jobbplanen skickades",
        },
        came="skickades",
    ),
}
