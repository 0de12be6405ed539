"""Jobs that were offered and insatser that were decided, as events of a case."""

from __future__ import annotations

from activities.choices import ActivityResult, OfferAnswer
from activities.models import Activity, JobOffer
from aspirants.events import CASE, TODAY, EventSource, Fact, of_case, sentences


def _offered(fact: Fact) -> tuple[str, str]:
    return "Jobb erbjöds", fact["employer"]


def _answered(fact: Fact) -> tuple[str, str]:
    begins = f"Börjar {fact.day('starts_on')}" if fact["starts_on"] else ""
    return f"{OfferAnswer(fact['answer']).label} till jobb", sentences(fact["employer"], begins)


def _insats(fact: Fact) -> str:
    """Its name; for another jobbtorg a neutral one, where the name says something about health."""
    return str(fact["neutral"] if fact.from_elsewhere and fact["reveals_health"] else fact["name"])


def _decided(fact: Fact) -> tuple[str, str]:
    return "Insats beslutades", f"{_insats(fact)}, börjar {fact.day('starts_on')}"


def _agreed(fact: Fact) -> tuple[str, str]:
    return "Sa ja till insats", _insats(fact)


def _to_work(fact: Fact) -> str:
    return fact.page("case_work")


def _ended(fact: Fact) -> tuple[str, str]:
    return f"Insats, {ActivityResult(fact['result']).label.lower()}", _insats(fact)


def _job_begins(fact: Fact) -> tuple[str, str]:
    return "Börjar arbeta", fact["employer"]


def _begins(fact: Fact) -> tuple[str, str]:
    return "Insats börjar", _insats(fact)


def _ends(fact: Fact) -> tuple[str, str]:
    return "Insats slutar", _insats(fact)


OFFERS = JobOffer.objects.filter(enrolment=CASE)
ACTIVITIES = Activity.objects.filter(enrolment=CASE)
INSATS = {
    "name": "insats_type__name",
    "neutral": "insats_type__neutral_label",
    "reveals_health": "insats_type__reveals_health",
}

SOURCES = (
    EventSource(
        key="offered",
        kind="plan",
        position=190,
        rows=OFFERS,
        at="offered_on",
        whole_day=True,
        facts={"employer": "employer"},
        by="recorded_by",
        link=_to_work,
        tell=_offered,
    ),
    EventSource(
        key="offer_answered",
        kind="plan",
        position=200,
        rows=OFFERS.filter(answered_at__isnull=False).exclude(answer__in=[OfferAnswer.PENDING, OfferAnswer.LAPSED]),
        at="answered_at",
        facts={"employer": "employer", "answer": "answer", "starts_on": "starts_on"},
        link=_to_work,
        tell=_answered,
    ),
    EventSource(
        key="decided",
        kind="plan",
        position=210,
        rows=ACTIVITIES,
        at="decided_on",
        whole_day=True,
        facts=INSATS | {"starts_on": "starts_on"},
        by="recorded_by",
        link=_to_work,
        tell=_decided,
    ),
    EventSource(
        key="agreed",
        kind="plan",
        position=220,
        rows=ACTIVITIES.filter(agreed_at__isnull=False),
        at="agreed_at",
        facts=INSATS,
        link=_to_work,
        tell=_agreed,
    ),
    EventSource(
        key="insats_ended",
        kind="plan",
        position=225,
        rows=ACTIVITIES.filter(result_on__isnull=False).exclude(result=""),
        at="result_on",
        whole_day=True,
        facts=INSATS | {"result": "result"},
        link=_to_work,
        tell=_ended,
    ),
)

AHEAD = (
    EventSource(
        key="job_begins",
        kind="plan",
        position=200,
        rows=OFFERS.filter(answer=OfferAnswer.ACCEPTED, starts_on__gt=TODAY),
        at="starts_on",
        whole_day=True,
        facts={"employer": "employer"},
        link=_to_work,
        tell=_job_begins,
    ),
    EventSource(
        key="insats_begins",
        kind="plan",
        position=210,
        rows=ACTIVITIES.filter(starts_on__gt=TODAY, result=""),
        at="starts_on",
        whole_day=True,
        facts=INSATS,
        link=_to_work,
        tell=_begins,
    ),
    EventSource(
        key="insats_ends",
        kind="plan",
        position=225,
        rows=ACTIVITIES.filter(ends_on__gte=TODAY, result=""),
        at="ends_on",
        whole_day=True,
        facts=INSATS,
        link=_to_work,
        tell=_ends,
    ),
)

HISTORY = (of_case(100, JobOffer), of_case(110, Activity))
