"""A generation: row i is passage i in every table, and nothing that was changed is opened."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index.build import build
from index.config import IndexSettings
from index.context import clause_string, passage_string
from index.errors import DamagedGeneration, NoGeneration
from index.generation import Generation, load_folder, write_manifest
from index.lexical import LexicalIndex
from index.published import current_id, list_generations, open_current, open_generation, publish
from index.words import words
from tests.invented import write_corpus
from tests.stand_in import WordCountEncoder


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index folder that the tests below only read."""
    folder = tmp_path_factory.mktemp("built")
    corpus = write_corpus(folder / "corpus")
    build(corpus, folder / "index", WordCountEncoder(), now=datetime(2026, 3, 1, tzinfo=UTC))
    return folder / "index"


@pytest.fixture(scope="module")
def generation(built: Path) -> Generation:
    return open_current(built)


@pytest.fixture
def copy(built: Path, tmp_path: Path) -> Path:
    """An index folder that a test may damage."""
    return Path(shutil.copytree(built, tmp_path / "index"))


@pytest.fixture
def folder(copy: Path) -> Path:
    """The folder of the one generation in ``copy``."""
    return copy / "generations" / str(current_id(copy))


def change_manifest(folder: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """Change what the manifest says as somebody would who also mends its checksum."""
    raw = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    change(raw)
    write_manifest(folder, raw)


def write_file(folder: Path, name: str, content: bytes) -> None:
    """Exchange a file and enter it in the manifest, so that only what it holds is wrong."""
    (folder / name).write_bytes(content)
    entry = [len(content), hashlib.sha256(content).hexdigest()]
    change_manifest(folder, lambda raw: raw["files"].update({name: entry}))


def test_the_vector_of_row_i_is_that_of_passage_i(generation: Generation) -> None:
    texts = [passage_string(generation.documents[p.document_id], p) for p in generation.passages]
    assert len(texts) == 7 + 4 + 5 + 3
    assert generation.vectors.vectors() == pytest.approx(WordCountEncoder().encode_questions(texts))


def test_the_vectors_of_clauses_stand_in_the_rows_of_their_passage(generation: Generation) -> None:
    encoder = WordCountEncoder()
    for row, passage in enumerate(generation.passages):
        first, after = generation.clause_rows[row], generation.clause_rows[row + 1]
        document = generation.documents[passage.document_id]
        expected = encoder.encode_questions([clause_string(document, passage, c) for c in generation.clauses[row]])
        assert generation.clause_vectors[first:after] == pytest.approx(expected, abs=1e-3)  # half precision


def test_the_words_of_row_i_are_those_of_passage_i(generation: Generation) -> None:
    texts = [passage_string(generation.documents[p.document_id], p) for p in generation.passages]
    again = LexicalIndex.build([words(text) for text in texts], IndexSettings())
    for asked in ("犬证有效期", "走失老人", "第四条之一"):
        assert generation.lexical.scores(words(asked)).tolist() == again.scores(words(asked)).tolist()
    found = generation.passages[int(np.argmax(generation.lexical.scores(words("急救包拒马"))))]
    assert found.article == "第四条之一"


def test_every_passage_is_a_slice_of_its_document(generation: Generation) -> None:
    for passage in generation.passages:
        assert generation.documents[passage.document_id].text[passage.start : passage.end] == passage.text


def test_a_byte_changed_in_any_file_is_refused_and_the_file_named(copy: Path, folder: Path) -> None:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    assert {"manifest.json", "vectors.faiss", "passages.jsonl", "clause_vectors.npy"} <= {path.name for path in files}
    for path in files:
        content = path.read_bytes()
        for place in {0, len(content) // 2, len(content) - 1}:
            changed = bytearray(content)
            changed[place] ^= 1
            path.write_bytes(bytes(changed))
            with pytest.raises(DamagedGeneration, match=path.name):
                open_current(copy)
        path.write_bytes(content)
    assert open_current(copy).manifest.id == folder.name


def test_any_byte_of_the_manifest_counts(folder: Path) -> None:
    path = folder / "manifest.json"
    content = path.read_bytes()
    for place in range(len(content)):
        path.write_bytes(content[:place] + bytes([content[place] ^ 7]) + content[place + 1 :])
        with pytest.raises(DamagedGeneration, match=r"manifest\.json"):
            load_folder(folder)


@pytest.mark.parametrize("in_full", [True, False])
def test_of_a_large_generation_sizes_are_checked_and_bytes_when_asked(in_full: bool, folder: Path) -> None:
    path = folder / "clause_vectors.npy"
    content = path.read_bytes()
    path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    if in_full:
        with pytest.raises(DamagedGeneration, match=path.name):
            load_folder(folder, in_full=True)
    else:
        assert load_folder(folder, in_full=False).manifest.id == folder.name
    path.write_bytes(content[:-1])
    with pytest.raises(DamagedGeneration, match=path.name):
        load_folder(folder, in_full=in_full)


def test_how_much_is_checked_on_opening_depends_on_the_size(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = folder / "clause_vectors.npy"
    path.write_bytes(path.read_bytes()[:-1] + b"\x01")
    with pytest.raises(DamagedGeneration):
        load_folder(folder)
    monkeypatch.setattr("index.generation.HASHED_ON_OPENING", 1000)
    load_folder(folder)


@pytest.mark.parametrize(
    "name", ["passages.npy", "ids.npy", "texts.npy", "articles.json", "clauses.npy", "vectors.faiss"]
)
def test_a_file_of_nonsense_is_refused_even_where_the_manifest_agrees(name: str, folder: Path) -> None:
    write_file(folder, name, b"nonsense")
    with pytest.raises(DamagedGeneration):
        load_folder(folder)


def test_lines_that_end_elsewhere_are_refused(folder: Path) -> None:
    write_file(folder, "passages.jsonl", (folder / "passages.jsonl").read_bytes() + b"{}\n")
    with pytest.raises(DamagedGeneration, match=r"passages\.jsonl 有 \d+ 字节，与行的位置对不上"):
        load_folder(folder)


def test_a_missing_file_is_named(copy: Path, folder: Path) -> None:
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        aside = path.rename(copy / "aside")
        with pytest.raises(DamagedGeneration, match=path.name):
            open_current(copy)
        aside.rename(path)


def test_a_file_too_many_is_named(copy: Path, folder: Path) -> None:
    (folder / "bm25" / "notes.txt").write_text("", encoding="utf-8")
    with pytest.raises(DamagedGeneration, match=r"多出文件 bm25/notes\.txt"):
        open_current(copy)


@pytest.mark.parametrize("name", ["documents", "passages", "clauses"])
def test_counts_that_do_not_agree_are_refused(name: str, folder: Path) -> None:
    change_manifest(folder, lambda raw: raw.update({name: raw[name] + 1}))
    with pytest.raises(DamagedGeneration, match=r"应有 \d+，实有 \d+"):
        load_folder(folder)


def test_passages_that_are_no_slices_of_their_document_are_refused(folder: Path) -> None:
    lines = (folder / "passages.jsonl").read_text(encoding="utf-8").replace("五百元", "六百元")
    write_file(folder, "passages.jsonl", lines.encode())
    with pytest.raises(DamagedGeneration, match="与原文对不上"):
        load_folder(folder)


@pytest.mark.parametrize("name", ["schema", "words"])
def test_a_layout_of_another_number_is_refused(name: str, copy: Path, folder: Path) -> None:
    change_manifest(folder, lambda raw: raw["settings"].update({name: 99}))
    with pytest.raises(DamagedGeneration, match=rf"（{name}）是 99，本程序需要 {getattr(IndexSettings(), name)}"):
        open_current(copy)
    assert list_generations(copy) == []


@pytest.mark.parametrize("lost", ["id", "files", "left_out", "settings"])
def test_a_manifest_without_a_field_is_refused(lost: str, folder: Path) -> None:
    change_manifest(folder, lambda raw: raw.pop(lost))
    with pytest.raises(DamagedGeneration, match=rf"manifest\.json 缺失或损坏.*{lost}"):
        load_folder(folder)


def test_without_a_current_generation_there_is_none(tmp_path: Path) -> None:
    assert current_id(tmp_path) is None
    assert list_generations(tmp_path) == []
    with pytest.raises(NoGeneration, match="python -m index build"):
        open_current(tmp_path)


@pytest.mark.parametrize(
    "nonsense",
    [b"", b"\n", b"../elsewhere\n", b"a\\b", b".building-20260301-00000000", b"\xff\xfe", b"x" * 300, b"a\nb", b"a\0b"],
)
def test_a_current_file_with_nonsense_is_refused(nonsense: bytes, copy: Path) -> None:
    (copy / "CURRENT").write_bytes(nonsense)
    with pytest.raises(DamagedGeneration, match="CURRENT 的内容不是版本号"):
        open_current(copy)


def test_a_current_file_that_names_nothing_is_refused(copy: Path) -> None:
    publish(copy, "20260301-00000000")
    with pytest.raises(NoGeneration, match="找不到索引版本 20260301-00000000"):
        open_current(copy)


def test_nothing_outside_the_index_folder_can_be_opened(copy: Path, folder: Path) -> None:
    folder.rename(copy.parent / "elsewhere")
    with pytest.raises(NoGeneration, match="找不到索引版本"):
        open_generation(copy, "../../elsewhere")


def test_a_generation_under_another_name_is_not_that_generation(copy: Path, folder: Path) -> None:
    shutil.copytree(folder, folder.with_name("backup"))
    with pytest.raises(DamagedGeneration, match=rf"backup 里是版本 {folder.name}"):
        open_generation(copy, "backup")
    assert [manifest.id for manifest in list_generations(copy)] == [folder.name]


def test_publishing_replaces_the_pointer_and_leaves_nothing_beside_it(copy: Path) -> None:
    publish(copy, "20270101-00000000")
    assert (copy / "CURRENT").read_text(encoding="utf-8") == "20270101-00000000\n"
    assert not list(copy.glob("*.tmp"))
