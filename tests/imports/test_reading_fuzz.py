"""Whatever the bytes are: lists, or one sentence, and nothing else. With FULL=1 more of them."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imports.reading.refusals import UnreadableFileError
from tests.imports.conftest import HEADER
from tests.imports.reading import REAL, REFUSED, lists_in
from tests.long_walks import FULL

BEGINNINGS = [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xff\xfe", HEADER.encode("cp1252") + b"\r\n"]
EVERY_FILE = [*REAL, *sorted(REFUSED.iterdir())]
ANY_BYTES, VERSIONS_OF_A_FILE = (50, 4) if FULL else (15, 1)


def lists_or_a_sentence(content: bytes) -> bool:
    """Whether the content gave lists whose lines are in order, or a sentence."""
    try:
        found = lists_in(content)
    except UnreadableFileError as error:
        return error.message.endswith(".") and len(error.message) < 300
    for head, lines in found:
        numbers = [line.number for line in lines]
        assert numbers == sorted(set(numbers))
        assert all(len(line.cells) >= len(head.headings) for line in lines)
        assert bool(head.refusal) != bool(lines)
    return bool(found)


@settings(max_examples=ANY_BYTES, deadline=None)
@given(st.sampled_from(BEGINNINGS), st.binary(max_size=600))
def test_any_bytes(beginning: bytes, rest: bytes) -> None:
    assert lists_or_a_sentence(beginning + rest)


@pytest.mark.parametrize("path", EVERY_FILE, ids=lambda path: path.name)
def test_a_file_cut_short_or_with_other_bits(path: Path) -> None:
    chance = random.Random(path.name)
    content = path.read_bytes()
    for _ in range(VERSIONS_OF_A_FILE):
        assert lists_or_a_sentence(content[: chance.randrange(len(content))])
        changed = bytearray(content)
        for _ in range(chance.choice([1, 1, 5, 50])):
            changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
        assert lists_or_a_sentence(bytes(changed))
