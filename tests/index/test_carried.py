"""A document that was live and now cannot be read keeps its last good passages until somebody accepts its loss."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from answer.assistant import Assistant
from index.build import BuildReport, build
from index.carried import LastGood
from index.published import current_id, open_current, read_current_documents
from ingest.errors import NoCorpus
from tests.invented import DOGS_NEW, DOGS_OLD, FILES, GUIDE, RULES, write_corpus
from tests.stand_in import WordCountEncoder

BROKEN = b"\x7fELF\x02\x01\x01" + b"\0" * 99
MARK = "沿用上次版本，直到文件恢复，或用 --accept-loss 确认不再保留。"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    return write_corpus(tmp_path / "corpus")


@pytest.fixture
def index(tmp_path: Path) -> Path:
    return tmp_path / "index"


Build = Callable[..., BuildReport]


@pytest.fixture
def rebuild(corpus: Path, index: Path) -> Build:
    """Build the index; the corpus was built once already."""

    def run(*accepted: str) -> BuildReport:
        now = datetime(2026, 3, 2, tzinfo=UTC)
        return build(corpus, index, WordCountEncoder(), now=now, accept_loss=frozenset(accepted))

    run()
    return run


def carried(index: Path) -> dict[str, bool]:
    """The sources of the published documents, and whether each was carried over."""
    return {document.source: document.carried_over for document in open_current(index).documents.values()}


def test_a_file_that_breaks_keeps_its_last_good_passages_and_stays_in_the_report(
    rebuild: Build, corpus: Path, index: Path
) -> None:
    before = [passage.id for passage in open_current(index).passages]
    (corpus / DOGS_NEW).write_bytes(BROKEN)
    report = rebuild()
    assert (report.documents, report.passages, report.encoded, report.published) == (4, 19, 0, True)
    assert [passage.id for passage in open_current(index).passages] == before
    assert carried(index) == {RULES: False, DOGS_OLD: False, DOGS_NEW: True, GUIDE: False}
    [entry] = report.left_out
    assert entry.source == DOGS_NEW
    assert "实际是程序文件；请将其移出语料文件夹。" in entry.reason and entry.reason.endswith(MARK)


def test_it_stays_through_any_number_of_builds(rebuild: Build, corpus: Path, index: Path) -> None:
    (corpus / DOGS_NEW).write_bytes(BROKEN)
    rebuild()
    again = rebuild()
    assert (again.published, again.documents) == (False, 4)
    (corpus / GUIDE).unlink()
    assert rebuild().documents == 3
    assert carried(index) == {RULES: False, DOGS_OLD: False, DOGS_NEW: True}


def test_an_accepted_loss_drops_it_for_good(rebuild: Build, corpus: Path, index: Path) -> None:
    (corpus / DOGS_NEW).write_bytes(BROKEN)
    rebuild()
    report = rebuild(DOGS_NEW)
    assert DOGS_NEW not in carried(index)
    assert [entry.source for entry in report.left_out] == [DOGS_NEW] and MARK not in report.left_out[0].reason
    assert rebuild().documents == 3  # there is nothing left to carry over


def test_an_accepted_loss_of_a_file_that_can_be_read_changes_nothing(rebuild: Build, index: Path) -> None:
    assert rebuild(DOGS_NEW).published is False
    assert carried(index)[DOGS_NEW] is False


def test_a_mended_file_takes_its_place_again(rebuild: Build, corpus: Path, index: Path) -> None:
    first = current_id(index)
    (corpus / DOGS_NEW).write_bytes(BROKEN)
    rebuild()
    write_corpus(corpus)
    report = rebuild()
    assert (report.left_out, current_id(index)) == ((), first)
    assert not any(carried(index).values())


def test_a_deleted_file_is_simply_gone(rebuild: Build, corpus: Path, index: Path) -> None:
    (corpus / DOGS_NEW).unlink()
    assert rebuild().left_out == ()
    assert DOGS_NEW not in carried(index)


def test_a_copy_that_can_be_read_replaces_what_is_remembered(rebuild: Build, corpus: Path, index: Path) -> None:
    (corpus / DOGS_NEW).rename(corpus / "龥(2021-09-01).txt")
    (corpus / DOGS_NEW).write_bytes(BROKEN)
    report = rebuild()
    assert carried(index) == {RULES: False, DOGS_OLD: False, GUIDE: False, "龥(2021-09-01).txt": False}
    assert [entry.source for entry in report.left_out] == [DOGS_NEW] and MARK not in report.left_out[0].reason


def test_the_files_of_a_folder_that_cannot_be_listed_are_kept_too(
    rebuild: Build, corpus: Path, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scandir = os.scandir

    def refuse(path: str | Path) -> object:
        if Path(path).name == "法规":
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr("ingest.corpus.os.scandir", refuse)
    report = rebuild()
    assert carried(index) == {RULES: True, DOGS_OLD: True, DOGS_NEW: True, GUIDE: False}
    assert [entry.source for entry in report.left_out] == ["法规"] and report.left_out[0].reason.endswith(MARK)
    rebuild(DOGS_OLD)
    assert carried(index) == {RULES: True, DOGS_NEW: True, GUIDE: False}
    rebuild("法规")
    assert carried(index) == {GUIDE: False}


def test_a_corpus_of_nothing_but_broken_files_keeps_everything(rebuild: Build, corpus: Path, index: Path) -> None:
    for name in FILES:
        (corpus / name).write_bytes(BROKEN)
    assert rebuild().documents == 4
    assert all(carried(index).values())
    with pytest.raises(NoCorpus):
        rebuild(*FILES)


def test_a_damaged_index_has_nothing_to_carry_over_and_stops_no_build(
    rebuild: Build, corpus: Path, index: Path
) -> None:
    (corpus / DOGS_NEW).write_bytes(BROKEN)
    texts = index / "generations" / str(current_id(index)) / "texts.jsonl"
    texts.write_bytes(texts.read_bytes().replace("处五百元".encode(), "处九百元".encode()))
    report = rebuild()
    assert DOGS_NEW not in carried(index)
    assert MARK not in report.left_out[0].reason


@pytest.mark.parametrize("damage", ["CURRENT", "manifest.json", "documents.jsonl"])
def test_whatever_is_missing_of_the_index_there_is_just_nothing_to_carry_over(
    rebuild: Build, index: Path, damage: str
) -> None:
    folder = index / "generations" / str(current_id(index))
    (index / damage if damage == "CURRENT" else folder / damage).unlink()
    assert LastGood(index, frozenset()).find(DOGS_NEW) == ()


def test_an_index_of_another_format_has_nothing_to_carry_over(
    rebuild: Build, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.generation.IndexSettings", lambda: type("S", (), {"schema": -1, "words": -1})())
    assert LastGood(index, frozenset()).find(DOGS_NEW) == ()


def test_vectors_are_not_opened_for_it(rebuild: Build, index: Path) -> None:
    (index / "generations" / str(current_id(index)) / "vectors.faiss").unlink()
    assert {document.source for document in read_current_documents(index)} == set(FILES)


def test_a_file_of_nearly_the_same_name_is_another_file(rebuild: Build, index: Path) -> None:
    found = LastGood(index, frozenset())
    assert [document.source for document in found.find(DOGS_NEW)] == [DOGS_NEW]
    assert found.find("法") == () and found.find(DOGS_NEW[:-1]) == ()
    assert len(found.find("法规")) == 3


def test_an_answer_from_it_says_so(rebuild: Build, corpus: Path, index: Path) -> None:
    (corpus / DOGS_NEW).write_bytes(BROKEN)
    rebuild()
    answer = Assistant(open_current(index), WordCountEncoder()).ask(
        "青槐市犬只管理办法第四条怎么规定？", today=date(2026, 3, 1)
    )
    assert answer.citations[0].doc == DOGS_NEW
    assert answer.citations[0].status_text.endswith("；沿用上次版本（原文件现无法读取）")
