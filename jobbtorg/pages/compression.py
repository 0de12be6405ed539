"""Pages leave the service compressed, with a proxy before it or without (decision 098)."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

OTHER_SITES = {"cross-site", "same-site"}


class PageCompressionMiddleware(GZipMiddleware):
    """Django's compression, which lengthens each page at random against BREACH; not for what other sites ask for.

    The length of a compressed page can tell what is in it to a site that has it asked for again and again with guesses
    in the address. Where the browser says that another site asked, there is no compressed length to measure.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """The response, compressed where the browser takes that and it has not been done before."""
        if request.headers.get("Sec-Fetch-Site") in OTHER_SITES:
            return response
        return super().process_response(request, response)
