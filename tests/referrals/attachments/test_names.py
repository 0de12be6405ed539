"""What an attachment is called: nothing in its name misleads, and nothing in it is a number of a person."""

from __future__ import annotations

import pytest

from referrals.attachments.names import misleads, shown_name
from referrals.models import AttachmentKind

PDF, JPEG = AttachmentKind.PDF, AttachmentKind.JPEG


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Betyg.pdf", "Betyg.pdf"),
        ("Betyg från Komvux 2026.PDF", "Betyg från Komvux 2026.pdf"),
        ("faktura.pdf.exe", "faktura.pdf"),
        ("faktura.pdf      .exe", "faktura.pdf"),
        ("faktura.pdf.", "faktura.pdf"),
        ("faktura．pdf․exe", "faktura.pdf"),
        ("faktura\u202efdp.exe", "fakturafdp.pdf"),
        ("bild.jpg", "bild.pdf"),
        ("beslut v1.2.pdf", "beslut v1.2.pdf"),
        ("beslut.docx.pdf", "beslut.pdf"),
        (r"C:\Users\anna\Skrivbord\intyg.pdf", "intyg.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("a\0b\r\nc\u200b.pdf", "a b c.pdf"),
        ('<script>"x"|y.pdf', "script x y.pdf"),
        ("19790417-9814 betyg.pdf", "19790417-•••• betyg.pdf"),
        (".pdf", "Bilaga.pdf"),
        ("...", "Bilaga.pdf"),
        ("", "Bilaga.pdf"),
        ("x" * 300 + ".pdf", "x" * 80 + ".pdf"),
        ("Bildspel.app.js.exe.scr", "Bildspel.pdf"),
    ],
)
def test_the_name_shown(typed: str, shown: str) -> None:
    assert shown_name(typed, PDF) == shown
    assert shown_name(shown, PDF) == shown


def test_the_ending_follows_the_content() -> None:
    assert shown_name("foto.jpeg", JPEG) == "foto.jpg"
    assert shown_name("foto", AttachmentKind.PNG) == "foto.png"


@pytest.mark.parametrize(("typed", "does"), [("a.pdf", False), ("a.PDF ", False), ("a.exe", True), ("a.jpg", True)])
def test_a_name_that_says_something_else_is_told_apart(typed: str, does: bool) -> None:
    assert misleads(typed, PDF) is does
