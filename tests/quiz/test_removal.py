"""Items of a text go with everything that was written of them; papers say that they lost some."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from index.database import ForeignDatabase
from quiz.bank import Bank, Decision, open_bank
from quiz.paper import Chosen, Heading, make_paper
from quiz.records import Item
from quiz.removal import REASON, Removal, Traits, remove_text
from tests.quiz.made import TEXT, multiple, single, source, true_false

PERSON = Decision("李教官", "2026-03-01T09:00:00+00:00", "核对过")
OTHER = source("第九条 犬证有效期为二年。", "二年", document_id="d2", instrument="犬只管理办法", article="第九条")
FOREIGN = multiple("other", sources=(OTHER,), stem="犬证有效期的说法，正确的有（ ）。", explanation="见第九条。")


def traits(*, documents: tuple[str, ...] = (), sources: tuple[str, ...] = (), words: str = "无此词句") -> Traits:
    return Traits(documents, sources, lambda text: words in text)


@pytest.fixture
def bank(tmp_path: Path) -> Bank:
    """Two items of one document and one of another."""
    bank = open_bank(tmp_path / "bank.sqlite3")
    bank.add(single(), PERSON, passages=[TEXT])
    bank.add(true_false(), PERSON, passages=["第三条 巡逻记录保存六十日。"])
    bank.add(FOREIGN, PERSON, passages=["第九条 犬证有效期为二年。"])
    return bank


def left(bank: Bank) -> list[str]:
    return [entry.item.id for entry in bank.find()]


@pytest.mark.parametrize("known", [{"documents": ("d1",)}, {"sources": ("法规/青槐市巡防站管理规定(2023-05-10).txt",)}])
def test_items_are_known_by_the_document_or_the_path_of_a_source(bank: Bank, known: dict[str, tuple[str, ...]]) -> None:
    assert remove_text(bank.path, traits(**known)) == Removal(items=2)  # type: ignore[arg-type]
    assert left(bank) == ["other"]


def test_items_without_a_known_source_are_known_by_their_words(bank: Bank) -> None:
    bank.add(single("imported", sources=(), stem="判断：犬证有效期为三年。"), PERSON)
    assert remove_text(bank.path, traits(words="犬证有效期为三年")).items == 1
    assert left(bank) == ["i1", "t1", "other"]


def test_an_item_goes_for_what_an_earlier_revision_said(bank: Bank) -> None:
    bank.edit(replace(single(), sources=(OTHER,), stem="全新的题干（ ）。"), PERSON, revision=1)
    assert remove_text(bank.path, traits(documents=("d1",))).items == 2


def test_revisions_history_sources_and_texts_of_passages_go_along(bank: Bank) -> None:
    bank.approve("i1", PERSON)
    remove_text(bank.path, traits(documents=("d1",)))
    bank.close()
    with closing(sqlite3.connect(bank.path)) as db:
        for table in ("items", "revisions", "history", "sources", "passages"):
            assert db.execute(f"SELECT count(*) FROM {table}").fetchone() == (1,)  # noqa: S608 - names of ours


def test_nothing_of_it_is_left_in_the_file_or_beside_it(bank: Bank) -> None:
    words = "群众遗失的物品送到巡防站的".encode()

    def found() -> list[str]:
        return [path.name for path in sorted(bank.path.parent.iterdir()) if words in path.read_bytes()]

    assert found() != []
    remove_text(bank.path, traits(documents=("d1",)))
    assert found() == []


def paper_of(*items: Item, title: str = "三月测验") -> object:
    return make_paper([Chosen(item, 1, 2) for item in items], Heading(title, "2026-03-01", "g"))


def test_a_paper_keeps_its_other_items_with_their_numbers_and_says_so(bank: Bank) -> None:
    bank.save_paper(paper_of(single(), true_false(), FOREIGN))  # type: ignore[arg-type]
    numbers = {each.item.id: each.number for each in bank.papers()[0].items}
    removal = remove_text(bank.path, traits(documents=("d1",)))
    (paper,) = bank.papers()
    assert (removal.shortened, removal.removed) == (("三月测验（A卷）",), ())
    assert paper.title == "三月测验（已清除2题）"
    assert [(each.item.id, each.number) for each in paper.items] == [("other", numbers["other"])]


def test_what_went_at_two_times_is_counted_together(bank: Bank) -> None:
    bank.save_paper(paper_of(single(), true_false(sources=()), FOREIGN))  # type: ignore[arg-type]
    remove_text(bank.path, traits(documents=("d1",)))
    remove_text(bank.path, traits(words="巡逻记录保存三十日"))
    assert [paper.title for paper in bank.papers()] == ["三月测验（已清除2题）"]


def test_a_paper_of_nothing_else_goes_and_one_without_it_stays_as_it_was(bank: Bank) -> None:
    bank.save_paper(paper_of(single(), title="四月测验"))  # type: ignore[arg-type]
    bank.save_paper(paper_of(FOREIGN, title="五月测验"))  # type: ignore[arg-type]
    before = bank.papers()[1]
    assert remove_text(bank.path, traits(documents=("d1",))).removed == ("四月测验（A卷）",)
    assert bank.papers() == (before,)


def test_an_item_that_stands_on_a_paper_only_goes_too(tmp_path: Path) -> None:
    with open_bank(tmp_path / "bank.sqlite3") as bank:
        bank.save_paper(paper_of(single(), FOREIGN))  # type: ignore[arg-type]
        remove_text(bank.path, traits(documents=("d1",)))
        assert [each.item.id for each in bank.papers()[0].items] == ["other"]


def test_reasons_that_quote_it_are_blanked_in_the_history_of_other_items(bank: Bank) -> None:
    bank.approve("other", Decision("李教官", PERSON.at, "比较：三日内移交派出所"))
    remove_text(bank.path, traits(documents=("d1",), words="三日内移交派出所"))
    assert [event.decision.reason for event in bank.history("other")] == ["核对过", REASON, REASON]


def test_where_nothing_is_of_it_nothing_changes(bank: Bank, tmp_path: Path) -> None:
    assert remove_text(bank.path, traits(documents=("d9",))) == Removal()
    assert left(bank) == ["i1", "t1", "other"]
    assert remove_text(tmp_path / "none.sqlite3", traits(documents=("d1",))) == Removal()
    assert not (tmp_path / "none.sqlite3").exists()


def test_a_foreign_file_is_refused_and_left_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "bank.sqlite3"
    path.write_bytes(b"nothing of the kind" * 20)
    with pytest.raises(ForeignDatabase):
        remove_text(path, traits(documents=("d1",)))
    assert path.read_bytes() == b"nothing of the kind" * 20
