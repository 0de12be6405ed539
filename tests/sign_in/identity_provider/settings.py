"""An identity provider of its own: Django and django-oauth-toolkit in a process of their own, for one test run."""

import os
from pathlib import Path

from tests import instant

instant.follow()
FOLDER = Path(os.environ["IDENTITY_PROVIDER_FOLDER"])

SECRET_KEY = os.environ["IDENTITY_PROVIDER_SECRET_KEY"]
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1"]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": FOLDER / "provider.sqlite3"}}
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "oauth2_provider",
]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
ROOT_URLCONF = "tests.sign_in.identity_provider.urls"
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}]
LOGIN_URL = "/login"
SESSION_COOKIE_NAME = "provider_session"
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
OAUTH2_PROVIDER = {
    "OIDC_ENABLED": True,
    "OIDC_RSA_PRIVATE_KEY": (FOLDER / "key.pem").read_text(),
    "OAUTH2_VALIDATOR_CLASS": "tests.sign_in.identity_provider.claims.Claims",
    "SCOPES": {"openid": "sign in", "profile": "name", "email": "address"},
    "PKCE_REQUIRED": True,
}
