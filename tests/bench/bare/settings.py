"""The bare views alone, as a server of their own."""

from tests.bench.bare.middleware import MIDDLEWARE as MIDDLEWARE
from tests.bench.settings import *  # noqa: F403
