"""The product's own settings with the bare views in the place of its pages: what the load is compared with."""

from jobbtorg.settings import *  # noqa: F403
from jobbtorg.settings import BASE_DIR, TEMPLATES
from tests.bench.bare.middleware import MIDDLEWARE as OF_THE_BARE

ROOT_URLCONF = "tests.bench.bare.urls"
# allauth does not start without its own, which does nothing here.
MIDDLEWARE = [*OF_THE_BARE, "allauth.account.middleware.AccountMiddleware"]
TEMPLATES[0]["DIRS"].append(BASE_DIR / "tests" / "bench" / "bare" / "templates")  # type: ignore[index]
