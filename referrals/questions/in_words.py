"""What a message is called where it stands among other things that were told."""

from __future__ import annotations

from aspirants.models import Disclosure, DisclosureContent
from referrals.questions.querysets import side_of

MESSAGE = "message__thread__opened_by"
"""What `message_in_words` needs with a disclosure, for `select_related`."""

MESSAGE_TEXT = "message__text"
"""What it does not need, for `defer`: texts are read where they are shown, on the question's own page."""


def message_in_words(told: Disclosure) -> str:
    """ "Fråga: Närvaro i november", or "Svar: …" where the other side has written it than the one that asked.

    Where the reader may not read the message, only that it is one or the other.
    """
    message = getattr(told, "message", None)
    if message is None:
        return DisclosureContent.MESSAGE.label
    kind = "Fråga" if message.side == side_of(message.thread.opened_by) else "Svar"
    return f"{kind}: {message.thread.subject}"
