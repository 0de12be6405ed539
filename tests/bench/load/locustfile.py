"""What locust runs: people who open a page, read for a while, and open the next one.

`LOAD_PEOPLE` names the file that says who they are (tests/bench/load/people.py); each user of locust is one of them.
They speak to the server as the proxy does that stands before it in production: over one connection for each request,
with the headers that say that the browser's own connection is encrypted. Styles, scripts and the typeface are asked for
once and kept by browsers; here they are not asked for.
"""

from __future__ import annotations

import json
import os
import random
import re
from http.cookiejar import Cookie, DefaultCookiePolicy
from itertools import cycle
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from locust import FastHttpUser, between, events, task

from tests.bench.load.forms import Fields, fields_of, filled_in, token_on
from tests.bench.load.walks import CASE, LOG_MEETING, SEARCH

THINKING = (5, 15)
"""Seconds from a page to the next request, any number between them alike: ten on average."""

FORM = {"Content-Type": "application/x-www-form-urlencoded"}

_people: list[dict[str, Any]] = json.loads(Path(os.environ["LOAD_PEOPLE"]).read_text())
_in_turn = cycle(_people)


class Person(FastHttpUser):
    """One of the staff, in a session that was begun before."""

    wait_time = between(*THINKING)

    def on_start(self) -> None:
        """Take the next person's place. The pages that follow depend on who it is and on nothing else."""
        self.person = next(_in_turn)
        self.chance = random.Random(self.person["number"])
        # The browser's own connection is encrypted, so that it sends the cookies which production sets for such alone.
        self.client.cookiejar.set_policy(DefaultCookiePolicy(secure_protocols=("http", "https")))
        self.client.cookiejar.set_cookie(_session(self.person["cookie"], self.person["session"]))
        self.headers = {
            "Origin": self.host.replace("http:", "https:"),
            "X-Forwarded-Proto": "https",
            "X-Forwarded-For": f"10.20.30.{self.person['number'] % 250 + 1}",
        }
        self.token = ""
        self.begun: tuple[str, Fields] = ("", [])

    @task  # type: ignore[untyped-decorator]
    def go_on(self) -> None:
        """Send the form that was begun, or else open one of the pages that this person opens."""
        address, fields = self.begun
        if address:
            self.begun = ("", [])
            self.send(LOG_MEETING, address, fields, leads_to=CASE)
            return
        walk = self.person["walk"]
        (page,) = self.chance.choices(list(walk), list(walk.values()))
        address = self.chance.choice(self.person["addresses"][page])
        if page == SEARCH:
            self.search(address, self.chance.choice(self.person["words"]))
            return
        text = self.open(page, address)
        if page == LOG_MEETING and text:
            self.begun = (address, filled_in(fields_of(text, self.person["form"]), self.person["typed"]))

    def search(self, address: str, word: str) -> None:
        """With the field that is on every page; who has not opened any opens that of the search first."""
        if not self.person["searches_by_post"]:
            self.open(f"{SEARCH}, sent", f"{address}?{urlencode({'q': word})}")
            return
        if self.token or self.open(SEARCH, address):
            self.send(SEARCH, address, [("csrfmiddlewaretoken", self.token), ("q", word)])

    def open(self, page: str, address: str) -> str:
        """The text of a page; empty where it did not come, which counts as a failure."""
        answer = self.client.get(address, name=page, headers=self.headers, allow_redirects=False, catch_response=True)
        with answer as response:
            return self.read(response, 200)

    def send(self, page: str, address: str, fields: Fields, leads_to: str = "") -> None:
        """Send a form, and open the page that its answer leads to, as browsers do at once; a refusal is a failure."""
        answer = self.client.post(
            address,
            name=f"{page}, sent",
            data=urlencode(fields),
            headers={**self.headers, **FORM},
            allow_redirects=False,
            catch_response=True,
        )
        with answer as response:
            self.read(response, 302 if leads_to else 200)
            onward = (response.headers or {}).get("location", "") if leads_to else ""
        if onward.startswith("/"):
            self.open(leads_to, onward)

    def read(self, response: Any, wanted: int) -> str:
        """What came, if it came as wanted: a way to the sign-in or a form with its errors did not."""
        if response.status_code != wanted:
            onward = re.sub(r"\d+", "N", (response.headers or {}).get("location", ""))
            response.failure(f"{response.status_code} {onward}".strip())
            return ""
        text: str = response.text or ""
        self.token = token_on(text) or self.token
        return text


def _session(name: str, key: str) -> Cookie:
    """The cookie of a session, as the server that locust asks would have set it."""
    return Cookie(
        version=0, name=name, value=key, port=None, port_specified=False, domain="127.0.0.1", domain_specified=False,
        domain_initial_dot=False, path="/", path_specified=True, secure=True, expires=None, discard=True, comment=None,
        comment_url=None, rest={},
    )  # fmt: skip


@events.quitting.add_listener  # type: ignore[untyped-decorator]
def write_errors(environment: Any, **_: Any) -> None:
    """What failed, in words, beside the figures that locust writes by itself."""
    found = [
        {"page": error.name, "error": str(error.error), "times": error.occurrences}
        for error in environment.stats.errors.values()
    ]
    Path(os.environ["LOAD_ERRORS"]).write_text(json.dumps(found))
