"""Consents on the case: every purpose with every kind of information, and the same consent twice."""

from __future__ import annotations

from django.urls import reverse

from aspirants.disclosing.consents import PURPOSES
from aspirants.models import Consent, ConsentPurpose, DisclosureContent, Enrolment
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


def test_the_same_consent_twice_is_refused_while_the_first_holds(coach: User, case: Enrolment) -> None:
    client, page = signed_in(coach), reverse("consent_new", args=[case.pk])
    typed = {"purpose": "BENEFIT", "kinds": ["ATTENDANCE", "MESSAGE"], "given_on": "2026-11-20", "form": "ORAL"}
    submit(client, page, typed)
    again = submit(client, page, typed | {"kinds": ["MESSAGE", "ATTENDANCE"]})
    assert [str(coach) in one for one in again.context["form"].errors["kinds"]] == [True]
    assert submit(client, page, typed | {"form": "WRITTEN"}).status_code == 302
    submit(client, reverse("consent_withdraw", args=[case.pk, 1]), {"withdrawn_on": "2026-11-23"})
    assert submit(client, page, typed).status_code == 302
    assert Consent.objects.count() == 3
