"""What a build would lose is told, and nothing that was only moved, edited or given up."""

from __future__ import annotations

from dataclasses import replace

from index.losses import losses
from ingest.records import Document
from tests.conftest import TinyIndex
from tests.invented import DOGS_NEW, DOGS_OLD, GUIDE


def test_losses(tiny_index: TinyIndex) -> None:
    documents = {document.source: document for document in tiny_index.generation.documents.values()}
    before = tuple(documents.values())
    same = (19, 19)

    def without(*sources: str) -> tuple[Document, ...]:
        return tuple(document for document in before if document.source not in sources)

    def edited(edited_source: str, **changes: str) -> tuple[Document, ...]:
        return (*without(edited_source), replace(documents[edited_source], id="other", **changes))

    assert losses(before, before, same) == ()
    assert losses(before, without(DOGS_OLD), same) == (f"资料《青槐市犬只管理办法》（{DOGS_OLD}）在新索引里没有了。",)
    assert len(losses(before, without(DOGS_OLD, GUIDE), same)) == 2
    assert losses(before, without(DOGS_OLD), same, frozenset({DOGS_OLD})) == ()
    assert losses(before, without(DOGS_OLD), same, frozenset({DOGS_OLD.split("/")[0]})) == ()
    assert losses(before, edited(GUIDE, text="改过"), same) == ()
    assert losses(before, edited(GUIDE, source="别处.md"), same) == ()
    assert losses(before, edited(GUIDE, title="改了名"), same) == ()
    assert losses(before, (*before, replace(documents[DOGS_NEW], id="new")), same) == ()


def test_one_passage_in_twenty_may_go_and_no_more() -> None:
    assert losses((), (), (100, 95)) == ()
    assert losses((), (), (100, 94)) == ("段落由 100 段减为 94 段，少了 6%，超过 5%。",)
    assert losses((), (), (100, 40), frozenset({"某文件"})) == ()
