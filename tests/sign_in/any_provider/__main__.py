"""Serves a provider that says whatever it is told to: `python -m tests.sign_in.any_provider PORT`.

Besides what the package offers, `POST /signed` signs claims of the test's choice with the provider's key, as it signs
its own: for the calls that the provider makes by itself.
"""

import os
import sys
from wsgiref.simple_server import make_server

import flask
import jwt
import oidc_provider_mock

from tests import instant

instant.follow()
os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"
app = oidc_provider_mock.app()


def signed() -> str:
    """The token with the header and the claims that were sent, signed."""
    key = flask.g.oidc_provider_mock_storage.jwk.as_dict(is_private=True)
    sent = flask.request.get_json()
    return jwt.encode(sent["claims"], jwt.PyJWK(key, "RS256").key, "RS256", {"kid": key["kid"], **sent["header"]})


app.add_url_rule("/signed", view_func=signed, methods=["POST"])
make_server("127.0.0.1", int(sys.argv[1]), app).serve_forever()
