"""The test run's settings, on a given database and with other migrations for one of the apps."""

import os

from tests.settings import *  # noqa: F403
from tests.settings import DATABASES

DATABASES["default"]["NAME"] = os.environ["AWKWARD_DATABASE"]
MIGRATION_MODULES = {os.environ["AWKWARD_APP"]: os.environ["AWKWARD_MIGRATIONS"]}
