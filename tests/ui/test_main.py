from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from index.errors import DamagedGeneration
from library.shelf import Shelf
from tests.ui.conftest import FakeAssistant, base_of, drawn, publish
from ui import openers


def test_a_broken_index_shows_the_error_in_chinese_and_no_box(
    screen: Callable[[], AppTest], index_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> openers.Base:
        raise DamagedGeneration("索引版本 20261122-test 的 vectors.faiss 损坏。请运行 python -m index build 重建。")

    publish(index_folder)
    monkeypatch.setattr("ui.openers.open_base", fail)
    at = screen()
    assert not at.exception
    assert "知识库打不开" in drawn(at) and "vectors.faiss 损坏" in drawn(at)
    assert not at.chat_input


def test_a_pointer_that_names_nothing_shows_the_error(screen: Callable[[], AppTest], index_folder: Path) -> None:
    publish(index_folder, "../elsewhere")
    at = screen()
    assert not at.exception
    assert "知识库打不开" in drawn(at)


def test_a_newly_published_index_is_served_without_a_restart(
    screen: Callable[[], AppTest], index_folder: Path, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []

    def open_base(name: str, _setup: openers.Setup) -> openers.Base:
        opened.append(name)
        return base_of(FakeAssistant(summary=f"版本 {name}"), shelf)

    monkeypatch.setattr("ui.openers.open_base", open_base)
    publish(index_folder, "one")
    at = screen()
    at.run()
    assert opened == ["one"] and "版本 one" in drawn(at)
    publish(index_folder, "two")
    at.run()
    assert opened == ["one", "two"] and "版本 two" in drawn(at)


def test_the_environment_names_other_folders(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("JINGWEN_CORPUS", "JINGWEN_INDEX", "JINGWEN_MODEL"):
        monkeypatch.delenv(name, raising=False)
    usual = openers.read_setup()
    assert usual.places.corpus == openers.ROOT / "corpus" and usual.model is None
    monkeypatch.setenv("JINGWEN_CORPUS", str(tmp_path))
    monkeypatch.setenv("JINGWEN_MODEL", "other")
    assert openers.read_setup().places.corpus == tmp_path
    assert openers.read_setup().model == "other"
