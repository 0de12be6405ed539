"""Why somebody whom the provider sent is not let in: one sentence for each reason, shown and logged."""

from __future__ import annotations

from allauth.core.exceptions import ImmediateHttpResponse
from django.contrib import messages
from django.contrib.auth.signals import user_login_failed
from django.http import HttpRequest
from django.shortcuts import redirect

from organisation.models import User

NOT_COMPLETED = "Inloggningen blev inte klar. Försök igen, eller logga in med e-post och lösenord."
NOT_TRUSTED = "Svaret från inloggningstjänsten gick inte att lita på. Försök igen, eller kontakta systemförvaltaren."
NO_STAFF_ID = "Inloggningstjänsten skickade inget tjänste-id. Kontakta systemförvaltaren."
NO_ACCOUNT = "Du har inget konto i Jobbtorg. Be systemförvaltaren lägga upp dig med det tjänste-id du loggar in med."
NO_ACCOUNT_BY_EMAIL = (
    "Du har inget konto i Jobbtorg. Be systemförvaltaren lägga upp dig med den e-postadress du loggade in med."
)
EMAIL_NOT_VERIFIED = "Inloggningstjänsten har inte bekräftat din e-postadress. Kontakta systemförvaltaren."
NOT_IN_SERVICE = (
    "Ditt konto i Jobbtorg är avstängt, eller din behörighet gäller inte i dag. Kontakta systemförvaltaren."
)
WRONG_TENANT = "Du loggade in med ett konto som hör till en annan organisation. Logga in med stadens konto."
TOO_WEAK = (
    "Du loggade in på ett sätt som inte räcker för Jobbtorg. Logga in med två steg, till exempel med e-legitimation."
)
NOT_RECENT = "Inloggningstjänsten sade inte att du nyss visade vem du är. Försök igen."
SOMEBODY_ELSE = "Du bekräftade som en annan person än den som är inloggad."


class RefusedError(Exception):
    """The provider's answer does not let anybody in; `user` is whom it was about, as far as that is known."""

    def __init__(self, sentence: str, user: User | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.user = user


def refusal(request: HttpRequest, refused: RefusedError) -> ImmediateHttpResponse:
    """Back to the sign-in page, which leads who is signed in to the start page, with the sentence.

    The failed try gets a row in the access log, with the sentence too.
    """
    credentials = {"email": refused.user.email if refused.user else ""}
    user_login_failed.send(sender=__name__, credentials=credentials, request=request, reason=refused.sentence)
    messages.error(request, refused.sentence)
    return ImmediateHttpResponse(redirect("account_login"))
