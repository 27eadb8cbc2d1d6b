"""A build: the same corpus gives the same index, unchanged text costs nothing, and a failure leaves what was published."""

from __future__ import annotations

import errno
import json
import shutil
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from index import storage
from index.build import BuildReport, build
from index.cache import EncodingCache, WordCache
from index.config import IndexSettings
from index.encoder import SentenceEncoder, Vectors
from index.errors import GenerationError, ModelError
from index.generation import hash_files
from index.known_files import fingerprint
from index.lexical import LexicalIndex
from index.published import current_id, list_generations, open_current
from index.records import Progress
from index.words import _segmenter, words
from ingest.errors import NoCorpus
from tests.conftest import TinyIndex
from tests.invented import DOGS_NEW, DOGS_OLD, FILES, GUIDE, write_corpus
from tests.stand_in import WordCountEncoder

ABANDONED = "第四条 禁止遗弃犬只。遗弃犬只的，处五百元罚款。"
FIRST_DAY = datetime(2026, 3, 1, tzinfo=UTC)
NEXT_DAY = datetime(2026, 3, 2, tzinfo=UTC)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    return write_corpus(tmp_path / "corpus")


@pytest.fixture
def index(tmp_path: Path) -> Path:
    return tmp_path / "index"


@pytest.fixture
def build_once(corpus: Path, index: Path) -> Build:
    """Build with a fresh encoder and give the report and the texts that were encoded."""

    def run(now: datetime, *, accept: bool = False) -> tuple[BuildReport, list[str]]:
        encoder = WordCountEncoder()
        return build(corpus, index, encoder, now=now, accept=accept), encoder.encoded

    return run


Build = Callable[..., tuple[BuildReport, list[str]]]


def files_of(index: Path) -> dict[str, bytes]:
    """Everything an officer's questions depend on: the pointer and all generations."""
    files = [index / "CURRENT", *(index / "generations").rglob("*")]
    return {path.relative_to(index).as_posix(): path.read_bytes() for path in files if path.is_file()}


def test_the_same_corpus_gives_the_same_passages_file_ids_and_vectors(
    tiny_index: TinyIndex, real_encoder: SentenceEncoder, tmp_path: Path
) -> None:
    """The second index is built in two steps, so that its texts are encoded in other batches than the first one's."""
    corpus = write_corpus(tmp_path / "corpus", {GUIDE: FILES[GUIDE]})
    build(corpus, tmp_path / "index", real_encoder, now=FIRST_DAY)
    write_corpus(corpus)
    build(corpus, tmp_path / "index", real_encoder, now=NEXT_DAY)
    first, second = tiny_index.generation, open_current(tmp_path / "index")
    for name in ("passages.jsonl", "documents.jsonl", "clauses.npy"):
        one = tiny_index.index / "generations" / first.manifest.id / name
        other = tmp_path / "index" / "generations" / second.manifest.id / name
        assert one.read_bytes() == other.read_bytes()
    assert [passage.id for passage in first.passages] == [passage.id for passage in second.passages]
    assert np.abs(first.vectors.vectors() - second.vectors.vectors()).max() < 1e-5


def test_the_name_of_a_generation_is_its_day_and_the_beginning_of_its_fingerprint(build_once: Build) -> None:
    report, _ = build_once(FIRST_DAY)
    assert report.generation.startswith("20260301-")
    assert len(report.generation) == len("20260301-") + 8


def test_a_first_build_encodes_every_string_once_and_publishes(build_once: Build, index: Path) -> None:
    report, encoded = build_once(FIRST_DAY)
    generation = open_current(index)
    assert (report.documents, report.passages, report.left_out) == (4, 19, ())
    assert report.published
    assert report.encoded == len(encoded) == len(set(encoded))
    assert report.generation == generation.manifest.id == current_id(index)
    assert (generation.manifest.documents, generation.manifest.passages) == (4, 19)


def test_an_unchanged_rebuild_encodes_nothing_and_publishes_nothing(build_once: Build, index: Path) -> None:
    first, _ = build_once(FIRST_DAY)
    before = files_of(index)
    second, encoded = build_once(NEXT_DAY)
    assert encoded == []
    assert (second.published, second.encoded, second.generation) == (False, 0, first.generation)
    assert files_of(index) == before


def test_one_changed_document_encodes_only_its_new_strings(build_once: Build, corpus: Path, index: Path) -> None:
    build_once(FIRST_DAY)
    changed = FILES[DOGS_NEW].replace("处五百元罚款", "处八百元罚款")
    (corpus / DOGS_NEW).write_text(changed, encoding="utf-8")
    report, encoded = build_once(NEXT_DAY)
    # One passage with its place in front, and the one sentence of it that changed.
    assert encoded == [
        "青槐市犬只管理办法 > 第四条\n第四条 禁止遗弃犬只。遗弃犬只的，处八百元罚款。",
        "青槐市犬只管理办法 遗弃犬只的，处八百元罚款。",
    ]
    assert (report.encoded, report.published) == (2, True)
    assert [manifest.id for manifest in list_generations(index)][-1] == report.generation == current_id(index)


def test_known_questions_of_what_the_base_holds_are_encoded_once_and_kept(
    corpus: Path, index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [
        {"question": "狗不要了扔掉罚吗", "instrument": "青槐市犬只管理办法", "words": fingerprint(ABANDONED)},
        {"question": "别处的事", "instrument": "别处的办法", "words": "0" * 12},
    ]
    (tmp_path / "known.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    monkeypatch.setattr("index.build.KNOWN", (tmp_path / "known.jsonl",))
    encoder = WordCountEncoder()
    report = build(corpus, index, encoder, now=FIRST_DAY)
    generation = open_current(index)
    (row,) = generation.known.rows.tolist()
    assert generation.passages[row].text == ABANDONED
    assert report.encoded == len(encoder.encoded) + 1  # questions are no passages
    again = build(corpus, index, WordCountEncoder(), now=NEXT_DAY)
    assert (again.encoded, again.published) == (0, False)
    (tmp_path / "known.jsonl").write_text(json.dumps(lines[1]), encoding="utf-8")
    fewer = build(corpus, index, WordCountEncoder(), now=NEXT_DAY)
    assert (fewer.encoded, fewer.published) == (0, True) and len(open_current(index).known.rows) == 0


def test_a_moved_document_encodes_nothing_but_gives_a_new_generation(build_once: Build, corpus: Path) -> None:
    first, _ = build_once(FIRST_DAY)
    (corpus / DOGS_NEW).rename(corpus / Path(DOGS_NEW).name)
    second, encoded = build_once(NEXT_DAY)
    assert encoded == []
    assert second.published
    assert second.generation != first.generation


def test_a_deleted_document_is_gone_from_the_new_generation(build_once: Build, corpus: Path, index: Path) -> None:
    build_once(FIRST_DAY)
    (corpus / DOGS_OLD).unlink()
    report, encoded = build_once(NEXT_DAY, accept=True)
    generation = open_current(index)
    assert encoded == []
    assert (report.documents, report.passages) == (3, 15)
    assert not [passage for passage in generation.passages if "管理费一百元" in passage.text]
    assert DOGS_OLD not in {document.source for document in generation.documents.values()}
    assert generation.vectors.rows == 15


def test_going_back_to_an_earlier_corpus_takes_the_generation_that_is_there(
    build_once: Build, corpus: Path, index: Path
) -> None:
    first, _ = build_once(FIRST_DAY)
    (corpus / DOGS_OLD).unlink()
    build_once(NEXT_DAY, accept=True)
    write_corpus(corpus)
    third, encoded = build_once(datetime(2026, 3, 3, tzinfo=UTC))
    assert (third.generation, third.published, encoded) == (first.generation, True, [])
    assert current_id(index) == first.generation
    assert len(list_generations(index)) == 2


def test_another_model_encodes_everything_anew(build_once: Build, corpus: Path, index: Path) -> None:
    first, encoded = build_once(FIRST_DAY)
    other = WordCountEncoder(name="word-count-2")
    second = build(corpus, index, other, now=FIRST_DAY)
    assert sorted(other.encoded) == sorted(encoded)
    assert second.generation != first.generation
    assert open_current(index).manifest.model == "word-count-2"


def test_other_settings_give_another_generation(build_once: Build, corpus: Path, index: Path) -> None:
    first, _ = build_once(FIRST_DAY)
    second = build(corpus, index, WordCountEncoder(), now=FIRST_DAY, settings=IndexSettings(bm25_b=0.75))
    assert second.generation != first.generation
    assert second.encoded == 0


def test_links_between_versions_are_in_the_generation(build_once: Build, index: Path) -> None:
    build_once(FIRST_DAY)
    generation = open_current(index)
    sources = {document.id: document.source for document in generation.documents.values()}
    assert {(sources[link.old_document_id], sources[link.new_document_id]) for link in generation.links} == {
        (DOGS_OLD, DOGS_NEW)
    }
    assert [(link.old_article, link.new_article) for link in generation.links] == [
        ("第一条", "第一条"),
        ("第二条", "第二条"),
        ("第三条", "第三条"),
        ("第四条", "第五条"),
    ]


def test_a_changed_manifest_encodes_nothing_but_gives_a_new_generation(
    build_once: Build, corpus: Path, index: Path
) -> None:
    first, _ = build_once(FIRST_DAY)
    (corpus / "manifest.csv").write_text(
        f"file,effective_from,checked_by,checked_on\n{DOGS_NEW},2021-12-01,张三,2026-02-01\n没有.txt,,,\n",
        encoding="utf-8",
    )
    second, encoded = build_once(NEXT_DAY)
    assert (second.generation != first.generation, encoded) == (True, [])
    [document] = [each for each in open_current(index).documents.values() if each.source == DOGS_NEW]
    assert (document.effective_from, document.checked_by) == ("2021-12-01", "张三")
    [problem] = second.problems
    assert problem.startswith("manifest.csv 第 3 行“文件”（file）")


def test_a_report_names_the_text_in_force_that_the_base_lacks(corpus: Path, index: Path) -> None:
    (corpus / "治安管理处罚法(2012-10-26).txt").write_text("治安管理处罚法\n第一条 略略。\n", encoding="utf-8")
    report = build(corpus, index, WordCountEncoder(), now=FIRST_DAY)
    [line] = report.missing
    assert line.startswith("本库缺少现行文本：《治安管理处罚法》2025-06-27版（2026-01-01起施行）")


def test_a_file_left_out_is_in_the_report_and_in_the_manifest(build_once: Build, corpus: Path, index: Path) -> None:
    (corpus / "空.txt").write_bytes(b"")
    report, _ = build_once(FIRST_DAY)
    assert [entry.source for entry in report.left_out] == ["空.txt"]
    assert report.left_out[0].reason
    assert open_current(index).manifest.left_out == (("空.txt", report.left_out[0].reason),)
    assert report.documents == 4


def test_a_file_that_is_newly_left_out_gives_a_new_generation_that_names_it(
    build_once: Build, corpus: Path, index: Path
) -> None:
    build_once(FIRST_DAY)
    (corpus / "空.txt").write_bytes(b"")
    report, encoded = build_once(NEXT_DAY)
    assert (report.published, encoded) == (True, [])
    assert [source for source, _ in open_current(index).manifest.left_out] == ["空.txt"]


def test_another_vocabulary_gives_another_generation(
    build_once: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, _ = build_once(FIRST_DAY)
    (tmp_path / "terms.txt").write_text("巡防站 20 n\n", encoding="utf-8")
    monkeypatch.setattr("index.build.TERMS", tmp_path / "terms.txt")
    second, encoded = build_once(FIRST_DAY)
    assert second.generation != first.generation
    assert encoded == []


@pytest.fixture
def cut(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that builds really cut into words."""
    found: list[str] = []
    monkeypatch.setattr("index.build.words", lambda text: (found.append(text), words(text))[1])
    return found


def test_only_new_text_is_cut_into_words(build_once: Build, corpus: Path, cut: list[str]) -> None:
    build_once(FIRST_DAY)
    assert len(cut) == 19
    (corpus / DOGS_NEW).write_text(FILES[DOGS_NEW].replace("处五百元罚款", "处八百元罚款"), encoding="utf-8")
    build_once(NEXT_DAY)
    assert cut[19:] == ["青槐市犬只管理办法 > 第四条\n第四条 禁止遗弃犬只。遗弃犬只的，处八百元罚款。"]


def test_with_another_dictionary_all_text_is_cut_again_as_a_first_build_does(
    build_once: Build, corpus: Path, index: Path, tmp_path: Path, cut: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    build_once(FIRST_DAY)
    (tmp_path / "terms.txt").write_text("遗弃犬只 200000 n\n", encoding="utf-8")
    for module in ("build", "words"):
        monkeypatch.setattr(f"index.{module}.TERMS", tmp_path / "terms.txt")
    monkeypatch.setattr("index.words._segmenter", cache(_segmenter.__wrapped__))
    report, _ = build_once(FIRST_DAY)
    assert len(cut) == 2 * 19
    fresh = build(corpus, tmp_path / "fresh", WordCountEncoder(), now=FIRST_DAY)
    folders = [each / "generations" / fresh.generation for each in (index, tmp_path / "fresh")]
    assert "遗弃犬只" in open_current(index).lexical.vocabulary
    assert report.generation == fresh.generation
    assert hash_files(folders[0]) == hash_files(folders[1])


def test_words_of_a_text_that_no_generation_has_are_not_kept(corpus: Path, index: Path) -> None:
    """Nothing could remove them: a text is known by the generations that hold it."""
    with pytest.raises(ModelError):
        build(corpus, index, FailingEncoder(1), now=FIRST_DAY)
    assert not [path for path in index.rglob("*") if path.is_file() and "犬".encode() in path.read_bytes()]


def test_words_that_cannot_be_kept_cost_the_next_build_its_time_and_nothing_else(
    build_once: Build, monkeypatch: pytest.MonkeyPatch, cut: list[str], corpus: Path
) -> None:
    def refuse(cache: WordCache, words: object) -> None:
        raise GenerationError("磁盘已满。")

    with monkeypatch.context() as patched:
        patched.setattr(WordCache, "store", refuse)
        assert build_once(FIRST_DAY)[0].published
    (corpus / DOGS_OLD).unlink()
    assert build_once(NEXT_DAY, accept=True)[0].published
    assert len(cut) == 19 + 15


def test_a_damaged_generation_is_built_again_under_its_name(build_once: Build, index: Path) -> None:
    first, _ = build_once(FIRST_DAY)
    vectors = index / "generations" / first.generation / "vectors.faiss"
    vectors.write_bytes(vectors.read_bytes()[:-1])
    second, encoded = build_once(FIRST_DAY)
    assert (second.generation, encoded) == (first.generation, [])
    assert open_current(index).manifest.id == first.generation


def test_a_build_mends_a_current_file_with_nonsense(build_once: Build, index: Path) -> None:
    """The message over such a file says to build again, so building again must help."""
    first, _ = build_once(FIRST_DAY)
    (index / "CURRENT").write_text("../nonsense", encoding="utf-8")
    second, _ = build_once(FIRST_DAY)
    assert (second.generation, second.published) == (first.generation, True)
    assert current_id(index) == first.generation


def test_progress_reaches_the_end_of_every_step(corpus: Path, index: Path) -> None:
    for _ in ("new", "cached"):
        seen: list[Progress] = []
        build(corpus, index, WordCountEncoder(), now=FIRST_DAY, progress=seen.append)
        assert seen[-1] == Progress("完成", 1, 1)
        assert all(0 <= each.done <= each.total for each in seen)
        last = {each.step: each for each in seen}
        assert [step for step in last if last[step].done < last[step].total] == []
        shutil.rmtree(index / "generations")  # so that the second build writes again, with everything cached


def test_encoding_is_reported_batch_by_batch(corpus: Path, index: Path) -> None:
    seen: list[Progress] = []
    build(corpus, index, WordCountEncoder(), now=FIRST_DAY, progress=seen.append)
    assert [each.done for each in seen if each.step == "计算段落向量"] == [0, 16, 19]


def test_several_processes_share_a_batch_of_sixteen_each(corpus: Path, index: Path) -> None:
    seen: list[Progress] = []
    build(corpus, index, WordCountEncoder(), now=FIRST_DAY, processes=2, progress=seen.append)
    sentences = [each.done for each in seen if each.step == "计算语句向量"]
    assert [each.done for each in seen if each.step == "计算段落向量"] == [0, 19]
    assert all(later - earlier <= 32 for earlier, later in pairwise(sentences))


class Stopped(RuntimeError):
    """What a test raises where a disk, a driver or a person could have stopped the build."""


class FailingEncoder(WordCountEncoder):
    """Encodes some batches and then fails."""

    def __init__(self, batches: int) -> None:
        super().__init__()
        self._left = batches

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Encode what is searched, or fail."""
        if self._left == 0:
            raise ModelError("嵌入模型停止工作。")
        self._left -= 1
        return super().encode_passages(texts)


@pytest.mark.parametrize("batches", [0, 1, 2])
def test_an_encoder_that_fails_leaves_what_was_published(
    batches: int, build_once: Build, corpus: Path, index: Path
) -> None:
    write_corpus(corpus, {DOGS_NEW: FILES[DOGS_NEW], DOGS_OLD: FILES[DOGS_OLD]})
    shutil.rmtree(corpus / "指引")
    build_once(FIRST_DAY)
    before = files_of(index)
    long = "\n\n".join(f"## {n}、查找要求\n\n{f'第{n}组民警负责第{n}片区。' * 30}" for n in range(1, 31))
    write_corpus(corpus, {GUIDE: FILES[GUIDE] + long})
    encoder = FailingEncoder(batches)
    with pytest.raises(ModelError):
        build(corpus, index, encoder, now=NEXT_DAY)
    assert files_of(index) == before
    assert len(encoder.encoded) == 16 * batches
    report, encoded = build_once(NEXT_DAY)
    assert not set(encoded) & set(encoder.encoded)  # what was encoded before the failure is not encoded again
    assert report.encoded == len(encoded)


@pytest.mark.parametrize(
    ("owner", "name"),
    [
        (EncodingCache, "find"),
        (EncodingCache, "store"),
        (storage, "write_documents"),
        (storage, "write_passages"),
        (storage, "write_clauses"),
        (storage, "write_links"),
        (LexicalIndex, "save"),
        (storage, "write_json"),
        (storage, "open_passages"),
        (storage, "sync_tree"),
        (Path, "rename"),
        (Path, "replace"),
    ],
    ids=lambda each: each if isinstance(each, str) else each.__name__.rpartition(".")[2],
)
def test_a_step_that_fails_leaves_what_was_published(
    owner: object, name: str, build_once: Build, corpus: Path, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_once(FIRST_DAY)
    before = files_of(index)
    (corpus / DOGS_NEW).write_text(FILES[DOGS_NEW].replace("五百元", "八百元"), encoding="utf-8")

    def stop(*arguments: object, **named: object) -> None:
        raise Stopped

    with monkeypatch.context() as patched:
        patched.setattr(owner, name, stop)
        with pytest.raises(Stopped):
            build_once(NEXT_DAY)
    assert str(current_id(index)) == before["CURRENT"].decode().split()[0]
    assert {name: files_of(index).get(name) for name in before} == before
    assert open_current(index).manifest.id == current_id(index)
    report, _ = build_once(NEXT_DAY)
    assert report.published
    assert open_current(index).manifest.id == report.generation


def test_a_full_disk_is_said_in_words_and_leaves_nothing_half_written(
    build_once: Build, corpus: Path, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_once(FIRST_DAY)
    before = files_of(index)
    (corpus / DOGS_OLD).unlink()

    def fill(folder: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(storage, "sync_tree", fill)
        with pytest.raises(GenerationError, match="检查磁盘空间"):
            build_once(NEXT_DAY)
    assert files_of(index) == before


def test_an_empty_corpus_leaves_what_was_published(build_once: Build, corpus: Path, index: Path) -> None:
    build_once(FIRST_DAY)
    before = files_of(index)
    shutil.rmtree(corpus)
    with pytest.raises(NoCorpus):
        build_once(NEXT_DAY)
    assert files_of(index) == before


def test_a_reader_keeps_its_generation_while_another_is_published(build_once: Build, corpus: Path, index: Path) -> None:
    build_once(FIRST_DAY)
    reader = open_current(index)
    (corpus / DOGS_OLD).unlink()
    build_once(NEXT_DAY, accept=True)
    assert reader.manifest.passages == 19
    folder = index / "generations" / reader.manifest.id
    assert hash_files(folder) == reader.manifest.files
