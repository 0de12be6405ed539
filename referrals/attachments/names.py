"""What an attachment is called: the name it came with, cleaned, and the ending that its content has."""

from __future__ import annotations

import re
import unicodedata

from aspirants.people.masks import mask_digits
from core.swedish.pasted import without_unseen
from referrals.choices import AttachmentKind

ENDINGS = {
    AttachmentKind.PDF: ("pdf",),
    AttachmentKind.JPEG: ("jpg", "jpeg", "jpe", "jfif"),
    AttachmentKind.PNG: ("png",),
}
"""The first is the one that is given."""

_OTHERS = frozenset(
    {
        *("exe", "com", "scr", "bat", "cmd", "msi", "lnk", "url", "ps1", "vbs", "vbe", "js", "jse", "wsf", "hta"),
        *("jar", "app", "dmg", "sh", "iso", "img", "htm", "html", "svg", "xml", "zip", "rar", "7z", "gz"),
        *("doc", "docx", "docm", "dot", "xls", "xlsx", "xlsm", "ppt", "pptx", "odt", "ods", "rtf", "txt"),
        *("gif", "bmp", "tif", "tiff", "webp", "heic", "heif", "mp4", "mov"),
    }
)
_KNOWN = _OTHERS.union(*ENDINGS.values())
_ENDING = re.compile(r"\s*\.\s*(?P<ending>\w{1,5})\s*$")
_NOT_IN_NAMES = re.compile(r'[<>:"|?*]')
_LONGEST = 80
_NAMELESS = "Bilaga"


def shown_name(typed: str, kind: str) -> str:
    """The name to show: without folders, what shows nothing, and endings; identity numbers masked."""
    stem = _tidied(typed)
    while (ending := _ending_of(stem)) in _KNOWN:
        stem = stem[: -len(ending)].rstrip(" .")
    stem = mask_digits(stem)[:_LONGEST].strip(" .-_") or _NAMELESS
    return f"{stem}.{ending_for(kind)}"


def ending_for(kind: str) -> str:
    """The ending of a file of the kind, without its dot."""
    return ENDINGS[AttachmentKind(kind)][0]


def misleads(typed: str, kind: str) -> bool:
    """Whether the name it came with says that the file is something else than it is."""
    return _ending_of(_tidied(typed)) not in ENDINGS[AttachmentKind(kind)]


def _tidied(typed: str) -> str:
    """The last part of a path in plain characters; one that turns the direction of writing, say, is none."""
    plain = without_unseen(unicodedata.normalize("NFKC", typed))
    last = re.split(r"[/\\]", plain)[-1]
    seen = "".join(one for one in last if unicodedata.category(one)[0] != "C")
    return " ".join(_NOT_IN_NAMES.sub(" ", seen).split()).rstrip(" .")


def _ending_of(name: str) -> str:
    found = _ENDING.search(name)
    return found["ending"].lower() if found else ""
