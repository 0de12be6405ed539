"""Jobs that were offered and insatser that were decided, as events of a case."""

from __future__ import annotations

from activities.choices import ActivityResult, OfferAnswer
from activities.models import Activity, JobOffer
from aspirants.events import CASE, EventSource, Fact, of_case, sentences


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


def _ended(fact: Fact) -> tuple[str, str]:
    return f"Insats, {ActivityResult(fact['result']).label.lower()}", _insats(fact)


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
        tell=_offered,
    ),
    EventSource(
        key="offer_answered",
        kind="plan",
        position=200,
        rows=OFFERS.filter(answered_at__isnull=False).exclude(answer__in=[OfferAnswer.PENDING, OfferAnswer.LAPSED]),
        at="answered_at",
        facts={"employer": "employer", "answer": "answer", "starts_on": "starts_on"},
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
        tell=_decided,
    ),
    EventSource(
        key="agreed",
        kind="plan",
        position=220,
        rows=ACTIVITIES.filter(agreed_at__isnull=False),
        at="agreed_at",
        facts=INSATS,
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
        tell=_ended,
    ),
)

HISTORY = (of_case(100, JobOffer), of_case(110, Activity))
