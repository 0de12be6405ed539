"""What a page shows of a question, so that an act on it applies to that and to nothing newer."""

from __future__ import annotations

from django.utils import timezone

from core.seen import Seen, facts_of
from core.swedish.dates import moment_in_words
from referrals.models import QuestionMessage, QuestionThread


def shown_thread(thread: QuestionThread) -> Seen:
    """Whether it is open, how many messages there are, and which is the last. One statement."""
    messages = list(thread.messages.select_related("author").order_by("sent_at", "pk"))
    last: QuestionMessage | None = messages[-1] if messages else None
    when = moment_in_words(timezone.localtime(last.sent_at)) if last else ""
    rows = [
        ("Frågan är", "öppen" if thread.is_open else "avslutad"),
        ("Meddelanden", len(messages)),
        ("Senaste meddelande", f"{when}, {last.author}" if last else ""),
    ]
    return Seen(f"question-{thread.pk}", facts_of(rows))
