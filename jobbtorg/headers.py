"""Response headers that no library here sets."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

# Nothing here needs a camera, a place or a payment, and so nothing that gets into a page can ask for them.
REFUSED = (
    "accelerometer",
    "autoplay",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "usb",
)
PERMISSIONS_POLICY = ", ".join(f"{feature}=()" for feature in REFUSED)


class PermissionsPolicyMiddleware:
    """Refuses the browser's powers on every response, files and error pages too; so it comes first."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        return response
