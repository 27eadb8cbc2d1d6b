"""The generation in use: one pointer that is replaced whole, and a journal that says who may stand in for it."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from index.build import build
from index.errors import DamagedGeneration, NoGeneration
from index.generation import seal, write_manifest
from index.journal import Entry, Event, read_journal, succession
from index.published import (
    current_id,
    in_use,
    is_current,
    list_generations,
    open_current,
    open_generation,
    open_in_use,
    publish,
    read_current_documents,
    reconcile,
)
from tests.invented import DOGS_OLD, write_corpus
from tests.stand_in import WordCountEncoder


@pytest.fixture(scope="module")
def two_built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index folder with two generations, of four and of three documents; the second is in use. For copying."""
    folder = tmp_path_factory.mktemp("published")
    corpus = write_corpus(folder / "corpus")
    build(corpus, folder / "index", WordCountEncoder(), now=datetime(2026, 3, 1, tzinfo=UTC))
    (corpus / DOGS_OLD).unlink()
    build(corpus, folder / "index", WordCountEncoder(), now=datetime(2026, 3, 2, tzinfo=UTC), accept=True)
    return folder / "index"


@pytest.fixture
def index(two_built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(two_built, tmp_path / "index"))


@pytest.fixture
def ids(index: Path) -> tuple[str, str]:
    """The generation before, and the one in use."""
    before, current = (manifest.id for manifest in list_generations(index))
    return before, current


def warnings_of(index: Path) -> tuple[str, list[str]]:
    """Which generation opens, and what is said of it."""
    warned: list[str] = []
    return open_current(index, warned.append).manifest.id, warned


def test_without_a_current_generation_there_is_none(tmp_path: Path) -> None:
    assert (current_id(tmp_path), in_use(tmp_path), list_generations(tmp_path)) == (None, (), [])
    assert read_current_documents(tmp_path) == ()
    with pytest.raises(NoGeneration, match="python -m index build"):
        open_current(tmp_path)


def test_the_generation_in_use_opens_without_a_word(index: Path, ids: tuple[str, str]) -> None:
    assert warnings_of(index) == (ids[1], [])
    assert in_use(index) == (ids[1], ids[0])
    assert is_current(index, ids[1]) and not is_current(index, ids[0])


NONSENSE = [b"", b"\n", b"20260301-00000000\n", b"../elsewhere\n", b"\xff\xfe", b"x" * 300, b"a\nb", b"a\0b"]


@pytest.mark.parametrize("nonsense", NONSENSE)
def test_over_nonsense_in_current_the_last_one_in_use_stands_in_and_that_is_said(
    nonsense: bytes, index: Path, ids: tuple[str, str]
) -> None:
    (index / "CURRENT").write_bytes(nonsense)
    opened, [warning] = warnings_of(index)
    assert opened == ids[1]
    assert f"正在使用较早的索引版本 {ids[1]}" in warning and "CURRENT 的内容不是版本号和校验值" in warning
    with pytest.raises(DamagedGeneration, match="CURRENT 的内容不是版本号和校验值"):
        current_id(index)


def test_without_current_the_last_one_in_use_stands_in(index: Path, ids: tuple[str, str]) -> None:
    (index / "CURRENT").unlink()
    opened, [warning] = warnings_of(index)
    assert opened == ids[1] and "CURRENT 不见了" in warning


def test_a_damaged_generation_is_stood_in_for_by_the_one_before(index: Path, ids: tuple[str, str]) -> None:
    path = index / "generations" / ids[1] / "passages.jsonl"
    path.write_bytes(path.read_bytes()[:-1])
    opened, [warning] = warnings_of(index)
    assert opened == ids[0] and "passages.jsonl" in warning
    assert len(read_current_documents(index)) == 3  # its documents are whole


def test_a_generation_that_is_gone_is_stood_in_for_too(index: Path, ids: tuple[str, str]) -> None:
    shutil.rmtree(index / "generations" / ids[1])
    opened, [warning] = warnings_of(index)
    assert opened == ids[0] and f"找不到索引版本 {ids[1]}" in warning
    assert len(read_current_documents(index)) == 4


def test_what_was_taken_out_of_use_never_stands_in(index: Path, ids: tuple[str, str]) -> None:
    publish(index, ids[0], Event.USED)
    shutil.rmtree(index / "generations" / ids[0])
    with pytest.raises(NoGeneration, match=f"找不到索引版本 {ids[0]}"):
        open_current(index)


def test_where_nothing_opens_the_first_complaint_is_raised(index: Path, ids: tuple[str, str]) -> None:
    for id_ in ids:
        (index / "generations" / id_ / "vectors.faiss").write_bytes(id_.encode())
    with pytest.raises(DamagedGeneration, match=rf"{ids[1]} 的文件 vectors\.faiss"):
        open_current(index)


def test_another_manifest_than_the_published_one_is_refused(index: Path, ids: tuple[str, str]) -> None:
    """Somebody who changes a generation can mend every hash in it, but not the one in CURRENT."""
    folder = index / "generations" / ids[1]
    raw = {**_manifest(folder), "created": "2026-03-02T00:00:01+00:00"}
    write_manifest(folder, raw)
    with pytest.raises(DamagedGeneration, match=r"manifest\.json 不是发布时的那一份"):
        open_generation(index, ids[1])


def test_nothing_outside_the_index_folder_can_be_opened(index: Path, ids: tuple[str, str]) -> None:
    (index / "generations" / ids[1]).rename(index.parent / "elsewhere")
    with pytest.raises(NoGeneration, match="找不到索引版本"):
        open_generation(index, "../../elsewhere")


def test_a_generation_under_another_name_is_not_that_generation(index: Path, ids: tuple[str, str]) -> None:
    shutil.copytree(index / "generations" / ids[1], index / "generations" / "backup")
    with pytest.raises(DamagedGeneration, match=rf"backup 里是版本 {ids[1]}"):
        open_generation(index, "backup")
    assert [manifest.id for manifest in list_generations(index)] == list(ids)


def test_publishing_replaces_the_pointer_leaves_nothing_beside_it_and_tells_the_journal(
    index: Path, ids: tuple[str, str]
) -> None:
    publish(index, ids[0], Event.USED)
    digest = seal(index / "generations" / ids[0])
    assert (index / "CURRENT").read_text(encoding="ascii") == f"{ids[0]} {digest}\n"
    assert not list(index.glob("*.tmp"))
    assert read_journal(index)[-1].event is Event.USED


def test_a_crash_between_pointer_and_journal_is_made_good(index: Path, ids: tuple[str, str]) -> None:
    journal = (index / "journal.jsonl").read_bytes()
    publish(index, ids[0], Event.USED)
    (index / "journal.jsonl").write_bytes(journal)
    reconcile(index)
    assert succession(read_journal(index)) == (ids[0],)
    length = len(read_journal(index))
    reconcile(index)
    assert len(read_journal(index)) == length


def test_a_generation_published_while_another_opens_is_opened_instead(index: Path, ids: tuple[str, str]) -> None:
    """The one before may have been cleared away meanwhile."""
    tried: list[str] = []

    def open_one(generation_id: str) -> str:
        tried.append(generation_id)
        if tried == [ids[1]]:
            publish(index, ids[0], Event.USED)
            raise NoGeneration(generation_id)
        return generation_id

    assert open_in_use(index, open_one) == (ids[0], None)
    assert tried == [ids[1], ids[0]]


def _manifest(folder: Path) -> dict[str, object]:
    raw: dict[str, object] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return raw


def test_the_journal_is_not_read_where_the_generation_in_use_opens(
    index: Path, ids: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The screens ask before every question."""

    def refuse(index_folder: Path) -> tuple[Entry, ...]:
        raise AssertionError("the journal was read")

    monkeypatch.setattr("index.published.read_journal", refuse)
    assert open_in_use(index, str) == (ids[1], None)
