"""The sender's list: what a unit has sent and been told of, the drafts of whoever reads it, and the list as a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from aspirants.models import PROTECTED_NAME, Protection
from audit.file_requests import MOST_PERSONS_ALONE
from audit.files import file_of
from core.sorting import heading
from core.spreadsheets import Cell
from core.swedish.numbers import counted
from organisation.access.rules import StaffRequest, access
from referrals.access import senders
from referrals.drafts import draft_rows
from referrals.lists.stored import open_lists
from referrals.sender.lists.begun import begun_rows
from referrals.sender.lists.rows import Listed, SentRow, ToldRow, listed, sent_rows, shown_name, told_rows
from referrals.sender.lists.situations import OTHERS, OTHERS_LABEL, TO_ANSWER, TO_COMPLETE, counts_of, situations
from referrals.views.lists import ROWS_PER_PAGE

SORTED_BY = {"skickad": "Remiss", "frist": "Frist", "senast": "Senaste händelse"}
LOGGED_AS = "Mina remisser"
MOST_TOLD = 200
"""So many of the cases that others have referred stand under the list; all are on the page *Meddelat till oss*."""


def sent_list(request: StaffRequest) -> HttpResponse:
    """Mina remisser: newest first, with the drafts above. The caller checks the right and writes the access log."""
    asked = listed(request.user, request.GET)
    counts = counts_of(asked.referrals, request.user, asked.today)
    paginator = Paginator(asked.rows, ROWS_PER_PAGE)
    paginator.count = 0 if asked.chosen == OTHERS else counts[asked.chosen]  # counted already
    page = paginator.get_page(request.GET.get("page"))
    told = told_rows(most=MOST_TOLD + 1)
    more_told, told = len(told) > MOST_TOLD, told[:MOST_TOLD]
    shows_told = asked.chosen == OTHERS or (not asked.chosen and not asked.filters.chosen() and not page.has_next())
    context = {
        "page": page,
        "rows": sent_rows(page, asked.today),
        "told": told if shows_told else [],
        "more_told": more_told,
        "begun": begun_rows(draft_rows(request.user), open_lists(request.user)),
        "filter": asked.filters,
        "chips": asked.filters.chips(),
        "situations": _situations(asked, counts, len(told), more=more_told),
        "visa": asked.chosen,
        "kept": [("visa", asked.chosen), ("ordning", request.GET.get("ordning", ""))],
        "headings": {
            key: heading(key, label, asked.order, upwards_first=key == "frist") for key, label in SORTED_BY.items()
        },
        "is_narrowed": bool(asked.chosen or asked.filters.chosen()),
        "today": asked.today,
        "to_complete": counts[TO_COMPLETE],
        "to_answer": counts[TO_ANSWER] + sum(1 for case in told if case.has_question),
    }
    return render(request, "referrals/sent_list.html", context)


def _situations(asked: Listed, counts: dict[str, int], others: int, *, more: bool) -> list[dict[str, Any]]:
    """The chips. `others`: the cases that others have referred; `more`: and there are more than that.

    All are those too, where no filter leaves them out.
    """
    shown = 0 if asked.filters.chosen() else others
    chips = [{"key": "", "label": "Alla", "count": counts[""] + shown, "more": more and bool(shown)}]
    chips += [{"key": one.key, "label": one.label, "count": counts[one.key]} for one in situations()]
    # Nothing to look for, and nothing chosen to be seen: left out.
    if not others and asked.chosen != OTHERS:
        return chips
    return [*chips, {"key": OTHERS, "label": OTHERS_LABEL, "count": others, "more": more}]


@access(senders)
@require_safe
def sent_list_file(request: StaffRequest) -> HttpResponse:
    """The list as filtered, as a file, without protected persons."""
    asked = listed(request.user, request.GET)
    found = list(asked.rows[: MOST_PERSONS_ALONE + 1])
    shows_told = asked.chosen in ("", OTHERS) and not asked.filters.chosen()
    told = told_rows(most=MOST_PERSONS_ALONE + 1) if shows_told else []
    if len(found) + len(told) > MOST_PERSONS_ALONE:
        messages.error(request, "Urvalet är för stort för en fil. Välj färre remisser med filtren.")
        return redirect(reverse("referral_inbox", query=request.GET))
    shown = [row for row in sent_rows(found, asked.today) if row.referral.person.protection == Protection.NONE]
    named = [one for one in told if one.name != PROTECTED_NAME]
    left_out = len(found) - len(shown) + len(told) - len(named)
    labels = {one.key: one.label for one in situations()} | {OTHERS: OTHERS_LABEL}
    chip = labels.get(asked.chosen, "")
    said = [*asked.filters.in_words(), *([chip] if chip else [])]
    persons = len({row.referral.person_id for row in shown}) + len(named)
    lines = _lines(shown, named, left_out)
    return file_of(request, f"remisser-{asked.today}", LOGGED_AS, lines, persons=persons, asked=said)


def _lines(rows: Iterable[SentRow], told: Iterable[ToldRow], left_out: int) -> Iterator[list[Cell]]:
    yield [
        *("Person", "Remiss", "Skickad", "Jobbtorg", "Frist", "Läge", "Uppföljning senast"),
        *("Senaste händelse", "Status", "Fråga att svara på"),
    ]
    for row in rows:
        one = row.referral
        yield [
            *(shown_name(one), one.number, timezone.localtime(one.submitted_at)),
            str(one.jobbtorg) if one.is_followed else "",
            *(row.status_text.due_on, row.status_text.text, row.follow_up_on),
            timezone.localtime(one.last_event_at) if one.last_event_at else None,
            *(row.status.label, "ja" if row.has_question else ""),
        ]
    for case in told:
        at = timezone.localtime(case.told_at)
        yield [
            case.name,
            case.case_no,
            None,
            "",
            None,
            "Remitterad av annan enhet",
            None,
            at,
            "Meddelat",
            "ja" if case.has_question else "",
        ]
    if left_out:
        yield []
        yield [f"{counted(left_out, 'remiss', 'remisser')} för personer med skyddade personuppgifter är inte med."]
