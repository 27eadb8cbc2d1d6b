"""The cache of encodings: what was encoded under the same conditions is found, and nothing else."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from index.cache import EncodingCache, WordCache, keep_only
from index.errors import GenerationError
from tests.conftest import ROOT

VECTORS = np.array([[1.0, 0.0], [0.6, 0.8]], np.float32)


def cache_at(
    path: Path, *, model: str = "m", prompt: str = "passage: ", max_tokens: int = 512, dimension: int = 2
) -> EncodingCache:
    return EncodingCache(path, model=model, prompt=prompt, max_tokens=max_tokens, dimension=dimension)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file that holds the vectors of 甲 and 乙."""
    cache_at(tmp_path / "encodings.sqlite").store(["甲", "乙"], VECTORS)
    return tmp_path / "encodings.sqlite"


def test_stored_vectors_come_back_bit_for_bit(path: Path) -> None:
    found = cache_at(path).find(["乙", "丙", "甲", "乙"])
    assert {text: vector.tolist() for text, vector in found.items()} == {
        "乙": VECTORS[1].tolist(),
        "甲": VECTORS[0].tolist(),
    }


@pytest.mark.parametrize("changed", [{"model": "n"}, {"prompt": "query: "}, {"max_tokens": 256}, {"dimension": 3}])
def test_a_vector_made_otherwise_is_not_found(path: Path, changed: dict[str, object]) -> None:
    assert cache_at(path, **changed).find(["甲"]) == {}  # type: ignore[arg-type]


def test_a_text_that_differs_by_a_space_is_another_text(path: Path) -> None:
    assert cache_at(path).find(["甲 "]) == {}


def test_a_text_stored_again_takes_the_new_vector(path: Path) -> None:
    cache_at(path).store(["甲"], VECTORS[1:])
    assert cache_at(path).find(["甲"])["甲"].tolist() == VECTORS[1].tolist()


def test_a_process_killed_after_a_batch_leaves_that_batch(tmp_path: Path) -> None:
    code = """
import os, signal, sys
from pathlib import Path
import numpy as np
from index.cache import EncodingCache, keep_only
cache = EncodingCache(Path(sys.argv[1]), model="m", prompt="passage: ", max_tokens=512, dimension=2)
cache.store(["甲"], np.array([[1, 0]], np.float32))
os.kill(os.getpid(), signal.SIGKILL)
"""
    path = tmp_path / "encodings.sqlite"
    killed = subprocess.run([sys.executable, "-c", code, str(path)], cwd=ROOT, timeout=60, check=False)
    assert killed.returncode == -9
    assert list(cache_at(path).find(["甲", "乙"])) == ["甲"]


def test_a_batch_that_does_not_fit_leaves_nothing_of_itself(path: Path) -> None:
    with pytest.raises(ValueError, match="zip"):
        cache_at(path).store(["丙", "丁"], VECTORS[:1])
    assert cache_at(path).find(["丙", "丁"]) == {}


def test_a_vector_with_a_changed_byte_is_not_used(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        [(key, vector), *_] = connection.execute("SELECT key, vector FROM encodings").fetchall()
        changed = bytes([vector[0] ^ 1]) + vector[1:]
        connection.execute("UPDATE encodings SET vector = ? WHERE key = ?", (changed, key))
    assert len(cache_at(path).find(["甲", "乙"])) == 1


def test_a_vector_that_lost_bytes_is_not_used(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE encodings SET vector = substr(vector, 1, 7)")
    assert cache_at(path).find(["甲", "乙"]) == {}


def test_a_file_that_is_no_database_is_named_and_may_be_deleted(tmp_path: Path) -> None:
    path = tmp_path / "encodings.sqlite"
    path.write_bytes(b"nothing of the kind" * 100)
    with pytest.raises(GenerationError, match=r"encodings\.sqlite 已损坏.*可以安全删除"):
        cache_at(path)


def test_only_vectors_of_the_texts_that_are_named_stay_whatever_made_them(path: Path) -> None:
    cache_at(path, model="n").store(["甲", "乙"], VECTORS)
    assert keep_only(path, ["乙", "丙"]) == 2
    assert list(cache_at(path).find(["甲", "乙"])) == ["乙"]
    assert list(cache_at(path, model="n").find(["甲", "乙"])) == ["乙"]


def test_vectors_that_went_leave_no_trace_in_the_files(path: Path) -> None:
    vector = VECTORS[1].astype("<f4").tobytes()
    keep_only(path, ["甲"])
    assert [file for file in path.parent.iterdir() if vector in file.read_bytes()] == []


def test_a_cache_that_did_not_note_its_conditions_is_emptied(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("DROP TABLE identities")
    assert keep_only(path, ["甲", "乙"]) == 2
    assert cache_at(path).find(["甲", "乙"]) == {}


def test_the_cache_never_holds_the_texts_themselves(path: Path) -> None:
    cache_at(path).store(["养犬应当办理犬证。"], VECTORS[:1])
    assert [file for file in path.parent.iterdir() if "养犬应当".encode() in file.read_bytes()] == []


def test_without_a_cache_there_is_nothing_to_forget(tmp_path: Path) -> None:
    assert keep_only(tmp_path / "none.sqlite", ["甲"]) == 0
    assert list(tmp_path.iterdir()) == []


def test_a_cache_that_is_no_database_is_named_when_it_should_forget(tmp_path: Path) -> None:
    (tmp_path / "encodings.sqlite").write_bytes(b"nothing of the kind" * 100)
    with pytest.raises(GenerationError, match=r"encodings\.sqlite 已损坏.*可以安全删除"):
        keep_only(tmp_path / "encodings.sqlite", [])


@pytest.fixture
def words(path: Path) -> WordCache:
    """Beside the vectors of 甲 and 乙, the words of two sentences."""
    cache = WordCache(path, "rules")
    cache.store({"养犬应当办证。": ["养犬", "应当", "办证"], "遛狗。": ["遛狗"]})
    return cache


def test_words_come_back_in_their_order(words: WordCache) -> None:
    assert words.find(["养犬应当办证。", "别的", "遛狗。"]) == {
        "养犬应当办证。": ["养犬", "应当", "办证"],
        "遛狗。": ["遛狗"],
    }


def test_words_of_other_rules_are_not_found_and_go_when_new_ones_are_stored(path: Path, words: WordCache) -> None:
    other = WordCache(path, "other rules")
    assert other.find(["遛狗。"]) == {}
    other.store({"遛狗。": ["遛", "狗"]})
    assert other.find(["养犬应当办证。", "遛狗。"]) == {"遛狗。": ["遛", "狗"]}
    assert words.find(["养犬应当办证。", "遛狗。"]) == {}
    assert len(cache_at(path).find(["甲", "乙"])) == 2


@pytest.mark.parametrize("damage", ["x'5b5d'", "x''", "substr(words, 2)", "CAST(words || x'00' AS BLOB)"])
def test_words_that_are_not_what_was_stored_are_not_used(path: Path, words: WordCache, damage: str) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute(f"UPDATE words SET words = {damage}")  # noqa: S608 - of this test
    assert words.find(["养犬应当办证。", "遛狗。"]) == {}


def test_words_go_with_their_texts_and_leave_no_trace(path: Path, words: WordCache) -> None:
    assert any("办证".encode() in file.read_bytes() for file in path.parent.iterdir())
    assert keep_only(path, ["甲", "遛狗。"]) == 1
    assert words.find(["养犬应当办证。", "遛狗。"]) == {"遛狗。": ["遛狗"]}
    assert not any("办证".encode() in file.read_bytes() for file in path.parent.iterdir())


def test_words_and_vectors_of_the_same_text_are_not_mixed_up(path: Path) -> None:
    assert WordCache(path, "m").find(["甲"]) == {}
