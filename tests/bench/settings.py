"""The tests' settings with a stopwatch, and the bare views and the peer beside the product's pages."""

from pathlib import Path

from tests.settings import *  # noqa: F403
from tests.settings import MIDDLEWARE, TEMPLATES

ROOT_URLCONF = "tests.bench.bare.urls"
TEMPLATES[0]["DIRS"].append(Path(__file__).parent / "bare" / "templates")  # type: ignore[index]
TEMPLATES[0]["OPTIONS"]["debug"] = False  # type: ignore[index]  # as in production

STOPWATCH = "tests.bench.pages.stopwatch.Stopwatch"
MIDDLEWARE.insert(1, STOPWATCH)  # inside of what makes a test's request the web's
