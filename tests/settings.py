"""Settings for the test run: production's own, except for what would make tests slow or depend on the machine.

`TEST_DB_SUFFIX` gives a private test database, so that several runs can share one PostgreSQL server. Without
DATABASE_URL and REDIS_URL the run uses embedded servers of its own in var/test, and a running demo is not disturbed.
"""

import os
from pathlib import Path

# A run must not depend on what a developer's .env says, nor need one.
os.environ |= {
    "DEBUG": "false",
    "DEMO_MODE": "true",  # installs the demo app, so that it is tested; the tests of sign-in switch it as they need
    "ENVIRONMENT": "development",  # allows embedded servers
    "SECRET_KEY": "only-for-tests-" + "x" * 50,
    "IDENTITY_ENCRYPTION_KEYS": "b25seS1mb3ItdGVzdHMtMzItYnl0ZXMtbG9uZy1rZXk=",
    "IDENTITY_LOOKUP_KEY": "only-for-tests-" + "y" * 32,
    "SECURITY_CONTACT": "mailto:sakerhet@example.se",
    "ACCESSIBILITY_CONTACT": "mailto:tillganglighet@example.se",
    "EMBEDDED_DURABLE": "false",
    "STATIC_ROOT": "",
    "DATABASE_ROLE": "owner",  # requests are answered as the web role (tests/roles.py)
}
os.environ.setdefault("EMBEDDED_DIR", str(Path(__file__).resolve().parent.parent / "var" / "test"))

from core.mailing import mail_settings
from jobbtorg.settings import *  # noqa: F403
from jobbtorg.settings import DATABASES, MIDDLEWARE, TEMPLATES

ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]

MIDDLEWARE.insert(0, "tests.roles.AnswerAsWeb")

# At another instant (tests/instant.py) it is another database: its access log has that instant's months.
_instant = "".join(filter(str.isalnum, os.environ.get("TEST_NOW", ""))).lower()
_name = ["test_jobbtorg", os.environ.get("TEST_DB_SUFFIX", ""), _instant]
DATABASES["default"]["TEST"] = {"NAME": "_".join(filter(None, _name))}
# A connection kept open would stop the test database from being dropped.
DATABASES["default"]["CONN_MAX_AGE"] = 0

# Each process its own, so that clearing it between tests disturbs no other process.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
vars().update(mail_settings({"EMAIL_BACKEND": "django.core.mail.backends.locmem.EmailBackend"}))

# Plain storage: pages can be tested without collectstatic. The manifest storage has its own test.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
TEMPLATES[0]["OPTIONS"]["debug"] = True  # type: ignore[index]
