"""Taking letters from the outbox to the mail server: each at least once, and a repeated one under its old Message-ID.

A letter is locked, handed over and marked in a transaction of its own. Any number of relays may run at once, because
they skip what another has locked; one that is killed has handed over at most one letter that is not marked.
"""

from __future__ import annotations

import datetime
import logging
import smtplib
import time
from dataclasses import dataclass
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from core.mailing import mail_server
from notices.choices import LetterKind
from notices.models import OutboxMessage
from notices.outbox import is_replaced
from organisation.access.acting import System, acting_for
from organisation.staff.invitations import invitation_text

logger = logging.getLogger(__name__)

MOST_ATTEMPTS = 12
"""After so many failures, some sixteen hours, a letter is given up."""

FIRST_DELAY, LONGEST_DELAY = datetime.timedelta(minutes=1), datetime.timedelta(hours=4)

KEPT = datetime.timedelta(days=90)
"""How long a letter that is sent or given up can be looked up; an event is never written about later than that."""

SECONDS = 50.0
"""How long one run works, so that it has ended when the next one starts a minute later."""

NO_SERVICE = (
    smtplib.SMTPServerDisconnected,
    smtplib.SMTPConnectError,
    smtplib.SMTPHeloError,
    smtplib.SMTPAuthenticationError,
    smtplib.SMTPSenderRefused,
    smtplib.SMTPNotSupportedError,
)
"""Errors that say something about the mail server and nothing about the letter."""


@dataclass(frozen=True)
class RelayResult:
    """What a relay did: letters handed over, letters to be tried again later, letters given up."""

    sent: int = 0
    postponed: int = 0
    given_up: int = 0

    def __add__(self, other: RelayResult) -> RelayResult:
        return RelayResult(self.sent + other.sent, self.postponed + other.postponed, self.given_up + other.given_up)


def waiting_letters() -> int:
    """How many letters would be sent now."""
    with acting_for(System.MAIL):
        return OutboxMessage.objects.due(timezone.now()).count()


def relay(*, seconds: float = SECONDS) -> RelayResult:
    """Send what is due, oldest first, until nothing is left, the time is up or the mail server does not answer."""
    until = time.monotonic() + seconds
    _forget_old_letters()
    total = RelayResult(given_up=_drop_letters_to_those_who_left())
    server = mail_server()
    try:
        while time.monotonic() < until:
            step = _relay_next(server)
            if step is None:
                break
            total += step.result
            if step.server_is_away:
                break
    finally:
        server.close()
    return total


@dataclass(frozen=True)
class _Step:
    result: RelayResult
    server_is_away: bool = False


def _relay_next(server: Any) -> _Step | None:
    """Lock, send and mark one letter; None when there is none that nobody else works on."""
    with acting_for(System.MAIL):
        letter = (
            OutboxMessage.objects.due(timezone.now())
            .select_related("recipient")
            .select_for_update(skip_locked=True, of=("self",))
            .order_by("not_before", "created_at", "pk")
            .first()
        )
        if letter is None:
            return None
        if is_replaced(letter):
            return _given_up(letter, "Replaced by a later one")
        try:
            server.open()
            if not server.send_messages([as_mail(letter)]):
                raise ValueError("There is nobody to send the letter to.")
        # A letter that cannot be put into the form of a mail (ValueError) must not stop the others either.
        except (OSError, ValueError) as error:
            return _postponed(letter, error)
        letter.sent_at = timezone.now()
        letter.save(update_fields=["sent_at"])
        return _Step(RelayResult(sent=1))


def _given_up(letter: OutboxMessage, why: str) -> _Step:
    letter.failed_at, letter.last_error = timezone.now(), why
    letter.save(update_fields=["failed_at", "last_error"])
    return _Step(RelayResult(given_up=1))


def _postponed(letter: OutboxMessage, error: Exception) -> _Step:
    now = timezone.now()
    letter.attempts += 1
    letter.last_error = _error_summary(error)
    if letter.attempts >= MOST_ATTEMPTS:
        letter.failed_at = now
        result = RelayResult(given_up=1)
        logger.error("A letter was given up after %s attempts: %s", letter.attempts, letter.last_error)
    else:
        letter.not_before = now + delay_after(letter.attempts)
        result = RelayResult(postponed=1)
        logger.warning("A letter could not be sent, attempt %s: %s", letter.attempts, letter.last_error)
    letter.save(update_fields=["attempts", "last_error", "failed_at", "not_before"])
    return _Step(result, server_is_away=_is_about_the_server(error))


def delay_after(attempts: int) -> datetime.timedelta:
    """How long a letter rests after so many failures: a minute, and each time twice as long, up to four hours."""
    return min(FIRST_DELAY * 2 ** (attempts - 1), LONGEST_DELAY)


def _is_about_the_server(error: Exception) -> bool:
    """Every SMTPException is an OSError; only some of them, and all other OSErrors, mean that nobody answers."""
    if isinstance(error, smtplib.SMTPException):
        return isinstance(error, NO_SERVICE)
    return isinstance(error, OSError)


def _error_summary(error: Exception) -> str:
    """The kind of the error and the server's code: what a server says may repeat an address."""
    code = getattr(error, "smtp_code", None)
    refused = getattr(error, "recipients", None)
    if code is None and isinstance(refused, dict) and refused:
        code = next(iter(refused.values()))[0]
    return f"{type(error).__name__} {code}" if code else type(error).__name__


def as_mail(letter: OutboxMessage) -> EmailMessage:
    """The letter with its Message-ID, which is the row's key, and the way to the start page.

    The text of an invitation is made here, because its link opens an account and may lie in no table.
    """
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    body = f"{letter.body}\n\n{settings.SERVICE_URL}{reverse('home')}\n"
    if letter.kind == LetterKind.INVITATION:
        body = invitation_text(letter.recipient)
    return EmailMessage(
        subject=letter.subject,
        body=body,
        to=[letter.recipient.email],
        headers={"Message-ID": f"<{letter.pk}@{domain}>", "Auto-Submitted": "auto-generated"},
    )


def _forget_old_letters() -> None:
    with acting_for(System.MAIL):
        before = timezone.now() - KEPT
        OutboxMessage.objects.filter(Q(sent_at__lt=before) | Q(failed_at__lt=before)).delete()


def _drop_letters_to_those_who_left() -> int:
    """Give up what is addressed to somebody whose account is closed or whose position has ended.

    An invitation is still sent where the position has ended: an administrator has asked for it, to give another one.
    """
    today = timezone.localdate()
    no_more_work = Q(recipient__position_until__lt=today) & ~Q(kind=LetterKind.INVITATION)
    left = Q(recipient__is_active=False) | no_more_work
    with acting_for(System.MAIL):
        gone = OutboxMessage.objects.waiting().filter(left).select_for_update(skip_locked=True, of=("self",))
        return OutboxMessage.objects.filter(pk__in=list(gone.values_list("pk", flat=True))).update(
            failed_at=timezone.now(), last_error="Recipient has left"
        )
