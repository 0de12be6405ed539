"""A list of referrals that names the receiving jobbtorg: rows to another than the list's are not brought in here."""

from __future__ import annotations

import pytest

from aspirants.models import Enrolment
from imports.choices import Verdict
from imports.models import ImportIssue
from imports.profiles.fields import Field, Profile
from imports.profiles.headings import guess_columns
from tests.imports.city import City
from tests.imports.running import brought_in, started
from tests.imports.small_lists import BJORN, text_of

HEADER = "Stadsdel;Personnr;Namn;Remissdatum;Mottagande jobbtorg"


@pytest.mark.parametrize(
    ("written", "verdict"),
    [
        ("RS", Verdict.NEW),
        ("Jobbtorg Rosenlundsgatan", Verdict.NEW),
        ("", Verdict.NEW),
        ("Ingenstans", Verdict.NEW),
        ("KI", Verdict.MANUAL),
        ("ki", Verdict.MANUAL),
        ("Kista", Verdict.MANUAL),
        ("JT Kista", Verdict.MANUAL),
        ("Hässelby/Väll.", Verdict.MANUAL),
    ],
)
def test_a_referral_to_another_jobbtorg_stays_outside(town: City, written: str, verdict: str) -> None:
    row = f"Östermalm;{BJORN};Lindström, Björn;2008-03-19;{written}"
    content = text_of(HEADER, row, as_of="2008-05-31")
    batch = brought_in(town.admin, started(town.admin, town.units["RS"], {"remisser.csv": content}))
    assert batch.rows.get(line=3).verdict == verdict
    assert Enrolment.objects.count() == (1 if verdict == Verdict.NEW else 0)
    told = ImportIssue.objects.filter(row__batch=batch, message__contains="inte listans jobbtorg").count()
    assert told == (1 if verdict == Verdict.MANUAL else 0)


@pytest.mark.parametrize(
    ("profile", "heading", "field"),
    [
        (Profile.ASPIRANTS, "Remissdatum", Field.RECEIVED),
        (Profile.ASPIRANTS, "Godkänd plan", Field.PLAN_APPROVED),
        (Profile.ASPIRANTS, "Handläggare", Field.COACH),
        (Profile.ASPIRANTS, "Noteringar", Field.NOTE),
        (Profile.MEETINGS, "Kom/uteblev", Field.CAME),
        (Profile.MEETINGS, "Noteringar", None),
        (Profile.REFERRALS, "Jobbtorg", Field.RECEIVING),
        (Profile.REFERRALS, "Till jobbtorg", Field.RECEIVING),
        (Profile.REFERRALS, "Handläggare", None),
    ],
)
def test_headings_as_people_wrote_them(profile: Profile, heading: str, field: Field | None) -> None:
    assert guess_columns(profile, [heading], [], {}) == [field]
