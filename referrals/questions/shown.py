"""What a page shows of a question, and to whom it goes, so that an act applies to that and to nothing newer."""

from __future__ import annotations

from django.utils import timezone

from core.seen import Seen, facts_of
from core.swedish.dates import moment_in_words
from referrals.models import QuestionMessage, QuestionThread
from referrals.questions.matters import Matter


def shown_sides(matter: Matter) -> Seen:
    """What a new question would be about, and between whom."""
    rows = [("Gäller", matter.number), *_sides(matter)]
    return Seen(f"question-about-person-{matter.person.pk}", facts_of(rows))


def shown_thread(thread: QuestionThread, matter: Matter) -> Seen:
    """Between whom it is, whether it is open, how many messages there are, and which is the last. One statement."""
    messages = list(thread.messages.defer("text").select_related("author").order_by("sent_at", "pk"))
    last: QuestionMessage | None = messages[-1] if messages else None
    when = moment_in_words(timezone.localtime(last.sent_at)) if last else ""
    rows = [
        *_sides(matter),
        ("Frågan är", "öppen" if thread.is_open else "avslutad"),
        ("Meddelanden", len(messages)),
        ("Senaste meddelande", f"{when}, {last.author}" if last else ""),
    ]
    return Seen(f"question-{thread.pk}", facts_of(rows))


def _sides(matter: Matter) -> list[tuple[str, object]]:
    return [("Försörjningsstödsenhet", matter.unit), ("Jobbtorg", matter.jobbtorg)]
