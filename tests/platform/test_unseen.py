"""Marks of direction and control characters are in no text that a form has taken."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from jobbtorg.asked.unseen import UnseenCharactersMiddleware

TURNING = [*range(0x202A, 0x202F), *range(0x2066, 0x206A), *(set(range(1, 0x20)) - {9, 10, 13})]


@pytest.mark.parametrize("code", TURNING)
def test_what_turns_a_text_is_taken_out_of_every_field(code: int) -> None:
    typed = {"subject": f"To{chr(code)}lk", "text": f"En\trad{chr(code)}\r\ntill", "password": f"a{chr(code)}b"}
    request = RequestFactory().post("/", typed)
    UnseenCharactersMiddleware(lambda _: HttpResponse()).process_view(request)
    assert request.POST.dict() == {"subject": "Tolk", "text": "En\trad\r\ntill", "password": f"a{chr(code)}b"}
