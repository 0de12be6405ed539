"""On the page of a case, what an imported list tells is nobody's doing here, and what it does not tell is said so."""

from __future__ import annotations

from django.urls import reverse

from deadlines.models import ClockKind, DeadlineClock
from tests.imports.city import City
from tests.imports.end_state import day
from tests.imports.running import brought_in, started
from tests.imports.small_lists import ASPIRANTS, BJORN, taken, text_of
from tests.visits import signed_in


def test_the_case_page_says_that_nobody_here_did_what_the_list_tells(town: City) -> None:
    row = f"{BJORN};Lindström;Björn;AL;Östermalm;2008-03-19;2008-03-26;2008-03-27;2008-03-28;;;"
    batch = taken(town, ASPIRANTS, row)
    everything = "?visa=moten,anteckningar,frister,dokument,system"
    page = signed_in(town.managers["RS"]).get(f"/arenden/{batch.rows.get(line=3).enrolment_id}/{everything}")
    events = {event.title: event for event in page.context["timeline"].events}
    assert [title for title in events if "föreslogs" in title] == []
    told = ["Jobbplan, version 1, godkändes", "Ärendet avslutades"]
    told += [title for title in events if title.endswith("blev ansvarig coach") or "ruppinformation" in title]
    assert len(told) == 4
    assert all(events[title].from_list for title in told), events
    assert not any(event.by for event in events.values())
    assert "ur importerad lista" in page.text
    assert "00.00" not in page.text
    assert "av Siv Admin</span>" not in page.text


def test_a_follow_up_of_which_nobody_knows_the_end_is_told_in_one_way(town: City) -> None:
    header = ASPIRANTS.replace(";3 mån", "")
    row = f"{BJORN};Lindström;Björn;AL;Östermalm;2008-03-19;;;2008-03-28;;"
    batch = started(town.admin, town.units["RS"], {"lista.csv": text_of(header, row, as_of="2008-06-30")})
    brought_in(town.admin, batch, outcome_on=day("2008-12-31"))
    page = signed_in(town.managers["RS"]).get(f"/arenden/{batch.rows.get(line=3).enrolment_id}/")
    [step] = [step for step in page.context["overview"].milestones if step.label == "Uppföljning"]
    assert step.text == "framgår inte av listan"
    assert "Framgår inte av listan" in page.text
    clock = DeadlineClock.objects.get(policy__kind=ClockKind.FOLLOW_UP)
    why = signed_in(town.managers["RS"]).get(reverse("clock_explain", args=[clock.pk]))
    assert "Framgår inte av listan" in why.text
    assert "Registrera uppföljning" not in page.text
