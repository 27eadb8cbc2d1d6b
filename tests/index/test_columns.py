"""What is known of every passage without reading it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from index.columns import FLAW_BITS, columns_of
from ingest.records import Flaw, Passage
from tests.index.test_storage import PASSAGE

ROWS = (
    PASSAGE,
    replace(PASSAGE, id="p9", article=None, flaws=(Flaw.SPUN, Flaw.CUT_OFF)),
    replace(PASSAGE, id="p5", article="第二条"),
    replace(PASSAGE, id="p6", article="第一条"),
    replace(PASSAGE, id="长的编号", document_id="d3", article="第二条"),
)
COLUMNS = columns_of(ROWS, ["d1", "d2", "d3"])


def test_a_passage_is_found_by_its_id() -> None:
    assert [COLUMNS.row(passage.id) for passage in ROWS] == [0, 1, 2, 3, 4]
    assert [COLUMNS.row(other) for other in ("", "p", "p55", "zz", "长的编号更长", "\ud800")] == [None] * 6


def test_the_rows_of_a_document_follow_each_other() -> None:
    assert [COLUMNS.rows(document) for document in (0, 1, 2)] == [range(4), range(4, 4), range(4, 5)]


def test_an_article_is_found_in_its_document() -> None:
    assert COLUMNS.article_rows(0, "第一条") == (0, 3)
    assert COLUMNS.article_rows(2, "第一条") == COLUMNS.article_rows(0, "第三条") == ()
    assert COLUMNS.article_documents("第二条") == {0, 2}
    assert COLUMNS.article_documents("第三条") == frozenset()


def test_the_articles_of_a_document_are_listed_once_each_in_order() -> None:
    assert COLUMNS.article_labels(0) == ("第一条", "第二条")
    assert COLUMNS.article_labels(1) == ()


def test_each_flaw_has_a_bit() -> None:
    assert COLUMNS.flaws.tolist() == [0, FLAW_BITS[Flaw.SPUN] | FLAW_BITS[Flaw.CUT_OFF], 0, 0, 0]
    assert len(set(FLAW_BITS.values())) == len(Flaw)


def test_no_passages_have_empty_columns() -> None:
    empty = columns_of([], ["d1"])
    assert (empty.row("p1"), empty.rows(0), empty.article_labels(0)) == (None, range(0), ())


def test_a_passage_of_no_document_is_refused() -> None:
    with pytest.raises(KeyError):
        columns_of([PASSAGE], ["d2"])


def test_an_id_is_exact() -> None:
    passage: Passage = replace(PASSAGE, id="p1-of-2")
    both = columns_of([PASSAGE, passage], ["d1"])
    assert (both.row("p1"), both.row("p1-of-2"), both.row("p1-of")) == (0, 1, None)
