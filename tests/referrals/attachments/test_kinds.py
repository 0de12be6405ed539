"""Which files are taken is decided by what they hold, and each refusal is one sentence."""

from __future__ import annotations

import random
from contextlib import suppress

import pytest

from demo.papers import small_pdf
from referrals.attachments.kinds import kind_of
from referrals.attachments.refusals import (
    EMPTY,
    LOCKED,
    MORE_THAN_IT_SAYS,
    NOT_WHOLE,
    WRONG_KIND,
    NotTakenError,
)
from referrals.models import AttachmentKind
from tests.referrals.attachments.files import archive, jpeg, locked_pdf, pdf_added_to, pdf_with_streamed_table, png

PDF, JPEG, PNG = small_pdf("Betyg (från Komvux)"), jpeg(), png()

TAKEN = {
    "a PDF": (PDF, AttachmentKind.PDF),
    "a PDF with its table in a stream": (pdf_with_streamed_table(), AttachmentKind.PDF),
    "a PDF that was added to": (pdf_added_to(), AttachmentKind.PDF),
    "a PDF that ends with blank lines": (PDF + b"\r\n\0", AttachmentKind.PDF),
    "a PDF that says its metadata are not locked": (
        PDF.replace(b"/Root", b"/EncryptMetadata false /Root"),
        AttachmentKind.PDF,
    ),
    "a JPEG": (JPEG, AttachmentKind.JPEG),
    "a JPEG with another in its thumbnail": (jpeg(thumbnail=JPEG), AttachmentKind.JPEG),
    "a JPEG with a second one behind, as telephones do": (JPEG + b"\0" * 7 + jpeg(b"mindre"), AttachmentKind.JPEG),
    "a PNG": (PNG, AttachmentKind.PNG),
}


@pytest.mark.parametrize("what", TAKEN)
def test_it_is_taken(what: str) -> None:
    content, kind = TAKEN[what]
    assert kind_of(content) == kind


REFUSED = {
    "nothing": (b"", EMPTY),
    "text": (b"Hej", WRONG_KIND),
    "a program": (b"MZ\x90\0" + PDF, WRONG_KIND),
    "a page": (b"<!DOCTYPE html><script>alert(1)</script>", WRONG_KIND),
    "an Office file": (archive(), WRONG_KIND),
    "a GIF": (b"GIF89a" + PDF, WRONG_KIND),
    "a PDF behind other bytes": (b"\xef\xbb\xbf" + PDF, WRONG_KIND),
    "a PDF without its end": (PDF[:-20], NOT_WHOLE),
    "a PDF whose table is elsewhere": (PDF.replace(b"startxref\n", b"startxref\n1"), NOT_WHOLE),
    "a PDF without a catalogue": (PDF.replace(b"/Root", b"/Rotten"), NOT_WHOLE),
    "a PDF cut off in what was added": (PDF + b"6 0 obj\n<< /Length 40", NOT_WHOLE),
    "a locked PDF": (locked_pdf(), LOCKED),
    "a locked PDF with its table in a stream": (pdf_with_streamed_table(b" /Encrypt 9 0 R"), LOCKED),
    "a locked PDF that writes so otherwise": (locked_pdf(b"/#45ncryp#74"), LOCKED),
    "a JPEG without its end": (JPEG[:-2], NOT_WHOLE),
    "a JPEG cut off in its head": (JPEG[:30], NOT_WHOLE),
    "a JPEG cut off behind a whole thumbnail": (jpeg(thumbnail=JPEG)[:-2], NOT_WHOLE),
    "a JPEG without pixels": (b"\xff\xd8\xff\xd9", NOT_WHOLE),
    "a PNG without its end": (PNG[:-4], NOT_WHOLE),
    "a PNG with a changed pixel": (PNG.replace(b"IDAT\x78", b"IDAT\x79"), NOT_WHOLE),
    "a JPEG that is an archive too": (JPEG + archive(), MORE_THAN_IT_SAYS),
    "a PNG that is an archive too": (PNG + archive(), MORE_THAN_IT_SAYS),
    "a PDF that is an archive too": (PDF + archive(), MORE_THAN_IT_SAYS),
    "a JPEG with an archive in its remark": (jpeg(archive()), MORE_THAN_IT_SAYS),
    "a JPEG with a PDF in its remark": (jpeg(PDF), MORE_THAN_IT_SAYS),
    "a PNG with a PDF in its remark": (png(b"Comment\0" + PDF), MORE_THAN_IT_SAYS),
    "a PDF with a page behind it": (PDF + b"<script>alert(1)</script>", MORE_THAN_IT_SAYS),
}


@pytest.mark.parametrize("what", REFUSED)
def test_it_is_refused_with_its_sentence(what: str) -> None:
    content, sentence = REFUSED[what]
    with pytest.raises(NotTakenError) as refused:
        kind_of(content)
    assert refused.value.message == sentence


@pytest.mark.parametrize("content", [PDF, JPEG, PNG], ids=["PDF", "JPEG", "PNG"])
def test_no_beginning_of_a_file_is_taken_for_the_whole(content: bytes) -> None:
    """But for a PDF that lacks nothing except blanks at its end."""
    for length in range(len(content.rstrip())):
        with pytest.raises(NotTakenError):
            kind_of(content[:length])


@pytest.mark.parametrize("content", [PDF, JPEG, PNG], ids=["PDF", "JPEG", "PNG"])
def test_damaged_bytes_are_taken_or_refused_and_nothing_else_happens(content: bytes) -> None:
    chance = random.Random(7)
    for _ in range(300):
        damaged = bytearray(content)
        for _ in range(chance.randint(1, 8)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        with suppress(NotTakenError):
            assert kind_of(bytes(damaged)) in AttachmentKind


def test_a_file_of_markers_alone_is_judged_in_one_go() -> None:
    """Ten megabytes of what looks like beginnings: nothing that grows with the square of them."""
    markers, starts = b"\xff\xd8" + b"\xff" * 10_000_000, b"\xff\xd8\xff\xd8" * 2_500_000
    for content in (markers, starts, b"%PDF-1.4" + b"%%EOF" * 2_000_000):
        with pytest.raises(NotTakenError):
            kind_of(content)
