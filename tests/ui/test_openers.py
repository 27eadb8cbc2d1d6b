from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

import app
from index import published
from index.build import build
from index.encoder import SentenceEncoder
from index.errors import NoGeneration, NoModel
from index.milvus.address import parse_address
from index.milvus.published import use
from index.milvus.push import push
from index.milvus.server import connect
from index.published import current_id
from tests.invented import write_corpus
from ui import openers


def publish_with(tiny_model: Path, folder: Path) -> None:
    """Build a base whose answer to a named article can be told in advance; each call publishes another generation."""
    corpus = write_corpus(folder / "corpus")
    (corpus / f"附{len(list(corpus.iterdir()))}.txt").write_text("第一条 本附件自发布之日起施行。\n", encoding="utf-8")
    encoder = openers.open_encoder(openers.read_setup())
    build(corpus, folder / "index", encoder, now=datetime.now(UTC))


@pytest.fixture
def served(index_folder: Path, tiny_model: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty installation with the tiny model."""
    monkeypatch.setenv("JINGWEN_MODEL", str(tiny_model))
    return index_folder.parent


@pytest.fixture
def loaded(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The folders of models in the order in which they are loaded."""
    from index import encoder

    folders: list[Path] = []
    load = encoder._load

    def noted(folder: Path, facts: encoder.ModelFacts) -> object:
        folders.append(folder)
        return load(folder, facts)

    monkeypatch.setattr("index.encoder._load", noted)
    return folders


def test_with_nothing_published_there_is_no_base_and_no_model_is_loaded(served: Path, loaded: list[Path]) -> None:
    assert openers.open_current(openers.read_setup()) is None
    openers.warm_current()
    assert loaded == []


def test_a_publish_while_nothing_is_found_yet_is_no_fault(
    served: Path, tiny_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked = published.open_in_use

    def look(*given: Any) -> Any:
        try:
            return looked(*given)
        finally:
            publish_with(tiny_model, served)

    monkeypatch.setattr("index.published.open_in_use", look)
    assert openers.open_current(openers.read_setup()) is None


def test_the_assistant_and_the_shelf_stand_on_one_generation(served: Path, tiny_model: Path) -> None:
    publish_with(tiny_model, served)
    base = openers.open_current(openers.read_setup())
    assert base is not None and base is openers.open_current(openers.read_setup())
    assert base.shelf.generation.manifest.id == base.assistant.generation_id
    answer = base.assistant.ask("青槐市犬只管理办法第一条", today=date(2026, 3, 1))
    assert base.shelf.passage(answer.citations[0].passage_id) is not None


def test_the_model_is_loaded_once_for_all_generations(served: Path, tiny_model: Path, loaded: list[Path]) -> None:
    publish_with(tiny_model, served)
    first = openers.open_current(openers.read_setup())
    publish_with(tiny_model, served)
    second = openers.open_current(openers.read_setup())
    assert first is not None and second is not None
    assert first.assistant.generation_id != second.assistant.generation_id
    assert loaded == [tiny_model]


def test_with_rows_in_milvus_the_base_is_the_one_that_the_alias_names(
    served: Path, tiny_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    setting = str(served / "openers.db")
    monkeypatch.setenv("JINGWEN_ENGINE", setting)
    with pytest.raises(NoGeneration, match="engine push"):
        openers.open_current(openers.read_setup())
    for _ in range(2):
        publish_with(tiny_model, served)
        push(published.open_current(served / "index"), connect(parse_address(setting)))
    older, newer = published.list_generations(served / "index")
    for manifest in (older, newer, older):  # forth and back, without a restart
        use(connect(parse_address(setting)), manifest)
        base = openers.open_current(openers.read_setup())
        assert base is not None
        assert base.assistant.generation_id == manifest.id
        assert base.assistant.ask("犬只登记", today=date(2026, 3, 1)).hits


def test_the_server_is_ready_only_when_the_model_is_loaded(served: Path, tiny_model: Path, loaded: list[Path]) -> None:
    publish_with(tiny_model, served)
    loaded.clear()
    openers._share_encoder.clear()

    async def start() -> list[Path]:
        async with app.warmed(app.app):
            return list(loaded)

    assert asyncio.run(start()) == [tiny_model]


def test_a_base_that_cannot_be_opened_does_not_stop_the_start(
    served: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> openers.Base:
        raise RuntimeError("the disk is gone")

    monkeypatch.setattr("ui.openers.open_base", fail)
    (served / "index" / "CURRENT").write_text(f"one {'0' * 64}", encoding="utf-8")
    openers.warm_current()
    assert "the disk is gone" in caplog.text


def test_documents_can_be_read_where_the_model_cannot_be_loaded(
    served: Path, tiny_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish_with(tiny_model, served)

    def fail(*_: object) -> SentenceEncoder:
        raise NoModel("找不到嵌入模型。")

    openers._share_encoder.clear()
    monkeypatch.setattr("index.encoder._load", fail)
    base = openers.open_current(openers.read_setup())
    assert base is not None and base.shelf.documents


def test_a_damaged_generation_is_stood_in_for_and_the_screens_are_told(served: Path, tiny_model: Path) -> None:
    publish_with(tiny_model, served)
    first = openers.open_current(openers.read_setup())
    publish_with(tiny_model, served)
    damaged = current_id(served / "index")
    (served / "index" / "generations" / str(damaged) / "links.jsonl").write_bytes(b"x")
    base = openers.open_current(openers.read_setup())
    assert first is not None and base is not None and first.warning is None
    assert base.assistant is first.assistant
    assert base.warning is not None and "links.jsonl" in base.warning
