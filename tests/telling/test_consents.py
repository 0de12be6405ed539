"""Consents on the case: every purpose with every kind of information, and the same consent twice."""

from __future__ import annotations

from django.urls import reverse

from aspirants.disclosing.consents import PURPOSES
from aspirants.models import ConsentPurpose, DisclosureContent, Enrolment
from organisation.models import User
from tests.post_forms import submit
from tests.visits import signed_in

COMBINATIONS = [(purpose, kind) for purpose in ConsentPurpose for kind in DisclosureContent]


def test_each_kind_is_registered_for_each_purpose_or_refused_at_its_field(coach: User, case: Enrolment) -> None:
    client, page = signed_in(coach), reverse("consent_new", args=[case.pk])
    for purpose, kind in COMBINATIONS:
        typed = {"purpose": purpose, "kinds": ["MESSAGE", kind], "given_on": "2026-11-20", "form": "ORAL"}
        answer = submit(client, page, typed | {"note": "Bara till mars"})
        if purpose in PURPOSES[kind]:
            assert answer.status_code == 302, (purpose, kind)
            continue
        form = answer.context["form"]
        assert len(form.errors["kinds"]) == 1, (purpose, kind)
        assert form["note"].value() == "Bara till mars"
