"""/.well-known/security.txt (RFC 9116): whom somebody writes to who has found a weakness of this installation.

Each city has its own contact, so it is a setting, SECURITY_CONTACT. SECURITY.md is about the code.
"""

from datetime import UTC, timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from organisation.access.rules import access, anyone

VALID_FOR = timedelta(days=90)
"""How long a copy of the file may be relied on. RFC 9116 advises less than a year."""


@access(anyone)
@require_safe
@never_cache
def security_txt(request: HttpRequest) -> HttpResponse:
    """Contacts in order of preference, and until when a copy holds; 404 where no contact is configured.

    `Expires` is counted from the request, so it is never past while the service answers. `Canonical` is left out where
    the service has no https address.
    """
    if not settings.SECURITY_CONTACT:
        raise Http404
    expires = (timezone.now() + VALID_FOR).astimezone(UTC).replace(microsecond=0)
    lines = [f"Contact: {contact}" for contact in settings.SECURITY_CONTACT]
    lines += [f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}", "Preferred-Languages: sv, en"]
    if settings.SERVICE_URL.startswith("https://"):
        lines.append(f"Canonical: {settings.SERVICE_URL}{reverse('security_txt')}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
