"""What coaches and caseworkers have asked each other: unanswered on either side, answered, and closed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from aspirants.models import Protection
from demo.city.cases.begin import City
from demo.factories import QuestionMessageFactory, QuestionThreadFactory, local_instant
from organisation.models import User
from referrals.models import Referral

ASKED = (
    (False, "Tolk", "Vilket språk ska tolken tala?", ("Somaliska, och gärna en kvinna.",)),
    (True, "Ansökan om försörjningsstöd", "När gäller nästa ansökan? Vi planerar praktik från den 1.", ()),
    (False, "Tider hos jobbtorget", "Kommer personen till de tider som är bokade?", ()),
    (
        True,
        "Flytt till annan stadsdel",
        "Vet ni om flytten blir av?",
        ("Nej, inte före årsskiftet.", "Tack, då vet vi."),
    ),
)
"""Whether the coach asks, what about, the question, and the answers in turn."""


def write_questions(city: City, coaches: Iterable[User]) -> None:
    """A few questions about the newest open cases of some coaches, the day before the demo's and earlier."""
    for coach in coaches:
        referrals = Referral.objects.filter(
            enrolment__coach=coach, enrolment__closed_on=None, person__protection=Protection.NONE, followed_until=None
        )
        for days, (referral, asked) in enumerate(zip(referrals.order_by("-pk")[: len(ASKED)], ASKED, strict=False)):
            _write(city, referral, days, *asked)


def _write(
    city: City, referral: Referral, days: int, by_coach: bool, subject: str, question: str, answers: tuple[str, ...]
) -> None:
    case = referral.enrolment
    assert case is not None, "only enrolled ones are asked about"
    at = local_instant(city.yesterday, 13) - timedelta(days=days)
    sides = [case.coach, referral.sent_by] if by_coach else [referral.sent_by, case.coach]
    last = sides[len(answers) % 2]
    closed = {"waits_for": "", "closed_by": last, "closed_at": at + timedelta(hours=3)} if len(answers) > 1 else {}
    waits_for = "JOBBTORG" if last == referral.sent_by else "UNIT"
    thread = QuestionThreadFactory(
        referral=referral,
        subject=subject,
        opened_by=sides[0],
        opened_at=at,
        message=False,
        **{"waits_for": waits_for, **closed},
    )
    for place, text in enumerate((question, *answers)):
        sent_at = at + timedelta(hours=place)
        message = QuestionMessageFactory(thread=thread, author=sides[place % 2], text=text, sent_at=sent_at)
        if place < len(answers):
            message.disclosure.receipt_at, message.disclosure.receipt_by = (
                sent_at + timedelta(minutes=40),
                sides[(place + 1) % 2],
            )
            message.disclosure.save(update_fields=["receipt_at", "receipt_by"])
