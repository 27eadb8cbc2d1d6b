"""Many needles are found in one reading, wherever they stand, and nothing else is."""

from __future__ import annotations

import hashlib
import random
from pathlib import Path

import pytest

from upkeep import finding
from upkeep.finding import Finder

NEEDLES = [text.encode() for text in ("养犬应当办理犬证。", "携犬出户应当束犬链", "abcdefghijkl")]


@pytest.mark.parametrize("before", range(20))
def test_a_needle_is_found_at_every_offset(before: int) -> None:
    finder = Finder(NEEDLES)
    for needle in NEEDLES:
        assert finder.find(b"x" * before + needle) == {needle}
        assert finder.find(b"x" * before + needle + b"y" * 9) == {needle}
        assert finder.find(b"x" * before + needle[:-1]) == set()


def test_the_same_is_found_as_by_looking_for_each_needle_alone() -> None:
    """Few letters, so that pieces of needles stand everywhere."""
    random_ = random.Random(7)
    for _ in range(40):
        data = bytes(random_.choices(b"ab", k=400))
        needles = [bytes(random_.choices(b"ab", k=random_.randint(12, 16))) for _ in range(20)]
        needles += [data[at : at + 13] for at in random_.sample(range(380), 5)]
        assert Finder(needles).find(data) == {needle for needle in needles if needle in data}


def test_a_needle_across_the_pieces_of_a_file_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "_PIECE", 32)
    for before in range(70):
        data = b"-" * before + NEEDLES[0] + b"-" * 50
        (tmp_path / "file").write_bytes(data)
        read: list[int] = []
        found, sha256 = Finder(NEEDLES).find_in_file(tmp_path / "file", read.append)
        assert (found, sha256, sum(read)) == ({NEEDLES[0]}, hashlib.sha256(data).hexdigest(), len(data))


def test_nothing_is_found_in_nothing_or_without_needles(tmp_path: Path) -> None:
    (tmp_path / "empty").write_bytes(b"")
    assert Finder(NEEDLES).find_in_file(tmp_path / "empty")[0] == set()
    assert Finder(NEEDLES).find(b"short") == set()
    assert Finder([]).find(NEEDLES[0]) == set()


def test_a_needle_that_is_too_short_is_refused() -> None:
    with pytest.raises(ValueError, match="12 bytes"):
        Finder([b"short"])
