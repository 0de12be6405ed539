"""Requests that cannot be read. What they held, and what the exception says of it, stays out of the page."""

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.template.loader import get_template

TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, or 413 where it was too much at once."""
    status = 413 if isinstance(exception, TOO_MUCH) else 400
    return HttpResponse(get_template(f"{status}.html").render(), status=status)
