"""The bare views alone, as a server of their own."""

from tests.bench.bare import middleware
from tests.bench.settings import *  # noqa: F403

MIDDLEWARE = middleware.MIDDLEWARE
