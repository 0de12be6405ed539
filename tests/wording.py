"""What no page says: lateness counted in other ways, and words that have been replaced by plainer ones."""

from __future__ import annotations

import html
import re

NOT_SAID = {
    r"\b0 arbetsdagar sen": "what is late is at least one working day late",
    r"(?<![\d\u00a0\u202f])1 arbetsdagar": "1 arbetsdag",
    r"\bSen \(|\bSen \d": "Förföll fre 27 nov · 1 arbetsdag sen",
    r"kommunicerad bröts": "Planen skickades inte i tid",
    r"gruppinformation bröts": "Gruppinformation erbjöds inte i tid",
    r"[Ss]kicka ett brev på morgonen": "Skicka e-post på morgonen",
    r"Registrera aspirantens ja": "Aspiranten tackade ja",
    r"\bbl(?:ir|ev) inte av\b": "inställt av jobbtorget, or avbokat av aspiranten",
    r"Coachmöte: ny tid|Gruppinformation: ny tid": "flyttad tid",
    r"(?<!inte )[Vv]äntar på (?:er )?komplettering": "ska kompletteras",
    r"kl\. 00\.00|\d{4} 00\.00": "the date alone, where no time is known",
}
"""Pattern → what is said instead."""

_TAG = re.compile(r"<[^>]+>")
_HIDDEN = re.compile(r"<(script|style|template)\b.*?</\1>", re.DOTALL)


def wrongly_said(page: str) -> list[str]:
    """What a page, as HTML, says that no page says, each with what should stand there."""
    read = " ".join(html.unescape(_TAG.sub(" ", _HIDDEN.sub(" ", page))).split())
    return [f"{found[0]!r}: {instead}" for pattern, instead in NOT_SAID.items() if (found := re.search(pattern, read))]
