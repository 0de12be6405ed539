"""Settings for the test run: production's own, except for what would make tests slow or depend on the machine.

`TEST_DB_SUFFIX` gives a private test database, so that several runs can share one PostgreSQL server.
"""

import os

from jobbtorg.settings import *  # noqa: F403
from jobbtorg.settings import DATABASES, TEMPLATES

# The run must not depend on what a developer's .env says.
DEBUG = False
SECURE_SSL_REDIRECT = False
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]

_suffix = os.environ.get("TEST_DB_SUFFIX", "")
DATABASES["default"]["TEST"] = {"NAME": f"test_jobbtorg_{_suffix}" if _suffix else "test_jobbtorg"}
# A connection kept open would stop the test database from being dropped.
DATABASES["default"]["CONN_MAX_AGE"] = 0

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

# Plain storage: pages can be tested without collectstatic. The manifest storage has its own test.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# The browser tests and the client speak plain HTTP.
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
SESSION_COOKIE_NAME = "sessionid"
CSRF_COOKIE_NAME = "csrftoken"
SECURE_HSTS_SECONDS = 0

TEMPLATES[0]["OPTIONS"]["debug"] = True
