"""Small files of the three kinds, and files that pretend to be."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from demo.papers import small_pdf

MB = 1024 * 1024


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def png(remark: bytes = b"Comment\0skannad") -> bytes:
    """An image of one grey pixel."""
    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    pixels = zlib.compress(b"\0\x80")
    parts = [(b"IHDR", header), (b"tEXt", remark), (b"IDAT", pixels), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*part) for part in parts)


def _segment(marker: int, content: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(content) + 2) + content


def jpeg(remark: bytes = b"skannad", thumbnail: bytes = b"") -> bytes:
    """An image with the segments that a camera writes: a thumbnail, a frame, a scan with a restart in it."""
    frame = struct.pack(">BHHBBBB", 8, 8, 8, 1, 1, 0x11, 0)
    scan = struct.pack(">BBBBBB", 1, 1, 0, 0, 63, 0)
    segments = [(0xE1, b"Exif\0\0" + thumbnail), (0xFE, remark), (0xDB, bytes(65)), (0xC0, frame), (0xDA, scan)]
    body = b"".join(_segment(*one) for one in segments)
    return b"\xff\xd8" + body + b"\x12\xff\x00\x34\xff\xd0\x56\x78" + b"\xff\xd9"


def pdf_with_streamed_table(extra: bytes = b"") -> bytes:
    """A document whose table of contents is a stream, as newer programs write it."""
    content = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
    table = b"3 0 obj\n<< /Type /XRef /Size 4 /Root 1 0 R /W [1 2 1]" + extra
    table += b" /Length 4 >>\nstream\n\0\1\2\3\nendstream\nendobj\n"
    return content + table + b"startxref\n%d\n%%%%EOF\n" % len(content)


def pdf_added_to() -> bytes:
    """A document that was changed by adding to its end, as it is when somebody signs it."""
    content = small_pdf("Avtal")
    trailer = b"xref\n0 0\ntrailer\n<< /Size 6 /Root 1 0 R /Prev 9 >>\nstartxref\n%d\n%%%%EOF" % len(content)
    return content + trailer


def locked_pdf(word: bytes = b"/Encrypt") -> bytes:
    """A document that asks for a password."""
    return small_pdf("Hemligt").replace(b"/Root 1 0 R", b"/Root 1 0 R %s 9 0 R" % word)


def archive() -> bytes:
    """A zip archive."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as filled:
        filled.writestr("program.class", b"\xca\xfe\xba\xbe")
    return made.getvalue()


def large_pdf(size: int) -> bytes:
    """A document of so many bytes."""
    small = small_pdf("Stort")
    return small.replace(b"%%EOF\n", b"%%EOF" + b"\n" * (size - len(small) + 1))
