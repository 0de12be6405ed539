"""The product's own settings on the database of a test: what `tests.waiting.server` serves."""

import os

from jobbtorg.settings import *  # noqa: F403
from jobbtorg.settings import DATABASES

DATABASES["default"]["NAME"] = os.environ["SERVED_DATABASE"]
