"""Prepares and serves the provider: `python -m tests.sign_in.identity_provider PORT REDIRECT_URI…`."""

import os
import sys
from importlib import import_module
from wsgiref.simple_server import make_server

import django
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.sign_in.identity_provider.settings"
django.setup()
get_application_model = import_module("oauth2_provider.models").get_application_model
# Django's own user, not the product's, which the type checker has in mind.
User, Application = get_user_model(), get_application_model()

call_command("migrate", verbosity=0)
for person in os.environ["IDENTITY_PROVIDER_PEOPLE"].split():
    name, address = person.split("=")
    User.objects.create_user(name, address, os.environ["IDENTITY_PROVIDER_PASSWORD"])  # type: ignore[call-arg]
Application.objects.create(
    name="Jobbtorg",
    client_id="jobbtorg",
    client_secret=os.environ["IDENTITY_PROVIDER_CLIENT_SECRET"],
    client_type=Application.CLIENT_CONFIDENTIAL,
    authorization_grant_type=Application.GRANT_AUTHORIZATION_CODE,
    algorithm=Application.RS256_ALGORITHM,
    redirect_uris=" ".join(sys.argv[2:]),
    skip_authorization=True,
)
make_server("127.0.0.1", int(sys.argv[1]), get_wsgi_application()).serve_forever()
