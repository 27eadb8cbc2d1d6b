"""Tables of a generation: what is written comes back as it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from index import storage
from ingest.clauses import Clause
from ingest.corpus import read_corpus
from ingest.records import ArticleLink, Document, Kind, Part, Passage, Section
from tests.invented import write_corpus

DOCUMENT = Document(
    id="d1",
    title="“犬”\u2028办法\\",
    kind=Kind.GUIDANCE,
    issuer=None,
    version_date=None,
    effective_from="2021-11-01",
    instrument="犬办法",
    source="子/犬.pdf",
    sha256="0" * 64,
    pages=2,
    page_starts=(0, 7),
    text="第一条\n甲\u2028乙\x85丙",
    sections=(Section(("第一章", "第一条"), 0, 9, "第一条"), Section((), 9, 10)),
    notes=("第 2 页没有文字",),
    effective_to="2028-10-31",
    repealed_on="2026-01-01",
    replaces=("养犬规定",),
    checked_by="张三",
    checked_on="2026-11-01",
)
PASSAGE = Passage(
    id="p1",
    document_id="d1",
    text="第一条\n甲\u2028乙",
    path=("第一章", "第一条"),
    article="第一条",
    paragraphs=(Part(1, 0, 3), Part(2, 4, 7)),
    items=(Part(1, 4, 7),),
    pages=(1, 2),
    start=0,
    end=7,
)


def test_documents_come_back_as_they_were(tmp_path: Path) -> None:
    storage.write_documents(tmp_path, [DOCUMENT])
    assert storage.read_documents(tmp_path) == (DOCUMENT,)
    assert storage.open_documents(tmp_path) == {"d1": DOCUMENT}


def test_passages_come_back_as_they_were(tmp_path: Path) -> None:
    storage.write_passages(tmp_path, [PASSAGE], ["d1"])
    assert tuple(storage.open_passages(tmp_path)[0]) == (PASSAGE,)


def test_links_come_back_as_they_were(tmp_path: Path) -> None:
    links = (
        ArticleLink("犬办法", "d1", "第一条", "d2", "第二条", 0.75),
        ArticleLink("犬办法", "d1", "第二条", "d2", None, 0.0),
    )
    storage.write_links(tmp_path / "l", links)
    assert storage.read_links(tmp_path / "l") == links


def test_a_whole_corpus_comes_back_as_it_was(tmp_path: Path) -> None:
    corpus = read_corpus(write_corpus(tmp_path / "corpus"))
    passages = [passage for group in corpus.passages for passage in group]
    storage.write_documents(tmp_path, corpus.documents)
    storage.write_passages(tmp_path, passages, [document.id for document in corpus.documents])
    assert storage.read_documents(tmp_path) == corpus.documents
    assert tuple(storage.open_documents(tmp_path).values()) == corpus.documents
    read, columns = storage.open_passages(tmp_path)
    assert tuple(read) == tuple(read[:]) == tuple(passages)
    assert [columns.row(passage.id) for passage in passages] == list(range(len(passages)))


def test_clauses_come_back_with_their_leads_and_the_rows_where_each_passage_begins(tmp_path: Path) -> None:
    clauses = [[Clause(0, 4), Clause(5, 9, (0, 4))], [], [Clause(2, 3)]]
    storage.write_clauses(tmp_path / "c.npy", clauses)
    read, rows = storage.open_clauses(tmp_path / "c.npy", passages=3)
    assert tuple(read) == ((Clause(0, 4), Clause(5, 9, (0, 4))), (), (Clause(2, 3),))
    assert rows.tolist() == [0, 2, 2, 3]


def test_no_clauses_at_all_come_back_as_none(tmp_path: Path) -> None:
    storage.write_clauses(tmp_path / "c.npy", [[]])
    read, rows = storage.open_clauses(tmp_path / "c.npy", passages=1)
    assert (tuple(read), rows.tolist()) == (((),), [0, 0])


def test_a_record_is_one_line_whatever_separators_its_text_holds(tmp_path: Path) -> None:
    storage.write_passages(tmp_path, [PASSAGE, PASSAGE], ["d1"])
    assert (tmp_path / "passages.jsonl").read_bytes().count(b"\n") == 2


@pytest.mark.parametrize("lost", ["text", "path", "items"])
def test_a_line_that_lacks_a_field_is_not_a_passage(lost: str, tmp_path: Path) -> None:
    storage.write_passages(tmp_path, [PASSAGE], ["d1"])
    path = tmp_path / "passages.jsonl"
    path.write_bytes(path.read_bytes().replace(f'"{lost}"'.encode(), f'"_{lost[1:]}"'.encode()))
    with pytest.raises((KeyError, TypeError, ValueError)):
        storage.open_passages(tmp_path)[0][0]
