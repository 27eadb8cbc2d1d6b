"""A small assistant that answers as it is told, and the screens run over it without a browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, cast

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from answer.assistant import Assistant
from answer.records import (
    Answer,
    AnswerStatus,
    Citation,
    Confidence,
    Piece,
    SourceBlock,
    SourceView,
    Span,
    Standing,
    Statement,
    Turn,
)
from tests.conftest import ROOT
from ui import openers

QUOTE = "经出示相应证件，可以当场盘问、检查"
PASSAGE = f"对有违法犯罪嫌疑的人员，{QUOTE}；经盘问、检查，可以将其带至公安机关。"


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "browser: starts the server and a real browser")


def citation(*, n: int = 1, title: str = "人民警察法", quote: str = QUOTE, passage: str = PASSAGE) -> Citation:
    """A citation of the first paragraph of an article 9."""
    return Citation(
        n=n,
        doc="法律/人民警察法.txt",
        title=title,
        path=("第二章 职权", "第九条"),
        article="第九条",
        paragraph=1,
        item=None,
        page=None,
        quote=quote,
        spans=(Span("p1", passage.find(quote), passage.find(quote) + len(quote)),),
        passage=passage,
        passage_id="p1",
        version_date="2012-10-26",
        level="law",
        level_text="法律",
        status=Standing.UNKNOWN,
        status_text="本库最新文本（2012-10-26），是否现行请核对",
        cautions=(),
        reference=f"《{title}》（2012-10-26）第九条第一款：“{quote}”",
        also_in=(),
    )


def answered(cited: Citation | None = None) -> Answer:
    """One statement with one citation."""
    cited = cited or citation()
    return Answer(
        question="",
        status=AnswerStatus.ANSWERED,
        text=f"{cited.quote}[1]",
        statements=(Statement(cited.quote, cited.spans, (1,)),),
        citations=(cited,),
        hits=(),
        confidence=Confidence.MEDIUM,
        generation="20261122-test",
        elapsed_ms=1.0,
    )


def refused() -> Answer:
    """No answer, and one passage nearby."""
    return replace(
        answered(),
        status=AnswerStatus.REFUSED,
        text="本库中没有找到依据。",
        statements=(),
        citations=(),
        confidence=Confidence.LOW,
        nearest=(citation(title="巡逻规定"),),
    )


def unavailable() -> Answer:
    """No base to ask."""
    return replace(answered(), status=AnswerStatus.UNAVAILABLE, text="知识库不可用。", statements=(), citations=())


@dataclass
class FakeAssistant:
    """Gives one answer to everything and remembers what it was asked."""

    answer: Answer = field(default_factory=answered)
    sample: tuple[str, ...] = ("什么情况下可以当场盘问？",)
    gone: bool = False  # whether the cited passage left the base
    asked: list[tuple[str, tuple[Turn, ...]]] = field(default_factory=list)
    generation_id: str = "20261122-test"
    summary: str = "2 份资料，30 段，2026-11-22 建库"

    def warm(self) -> None:
        return

    def examples(self, limit: int = 4) -> tuple[str, ...]:
        return self.sample[:limit]

    def ask(self, question: str, *, history: Sequence[Turn] = (), today: date) -> Answer:
        self.asked.append((question, tuple(history)))
        return replace(self.answer, question=question)

    def source(self, cited: Citation) -> SourceView | None:
        if self.gone:
            return None
        before, after = cited.passage.split(cited.quote)
        pieces = (Piece(before, False), Piece(cited.quote, True), Piece(after, False))
        return SourceView(
            title=cited.title,
            path=cited.path,
            doc=cited.doc,
            version_date=cited.version_date,
            level_text=cited.level_text,
            status=cited.status,
            status_text=cited.status_text,
            cautions=cited.cautions,
            before=(SourceBlock("p0", "第八条", (Piece("上一条的文字。", False),), None),),
            cited=SourceBlock("p1", "第九条", pieces, None),
            after=(SourceBlock("p2", "第十条", (Piece("下一条的文字。", False),), None),),
        )


def base_of(fake: FakeAssistant) -> openers.Base:
    """A base that answers as it is told; its shelf is empty."""
    nothing: Any = None
    return openers.Base(cast(Assistant, fake), nothing)


@pytest.fixture(autouse=True)
def empty_caches() -> Iterator[None]:
    """Shared resources outlive a run of the script; no test may meet those of another."""
    st.cache_resource.clear()
    yield
    st.cache_resource.clear()


@pytest.fixture
def index_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An index folder of this test's own, with nothing published."""
    monkeypatch.setenv("JINGWEN_CORPUS", str(tmp_path / "corpus"))
    monkeypatch.setenv("JINGWEN_INDEX", str(tmp_path / "index"))
    (tmp_path / "index").mkdir()
    return tmp_path / "index"


@pytest.fixture
def screen() -> Callable[[], AppTest]:
    """Run the script of the screens and make sure that it drew: a script that fails to start draws nothing."""

    def run() -> AppTest:
        at = AppTest.from_file(str(ROOT / "ui" / "main.py"), default_timeout=30).run()
        assert [title.value for title in at.title] == ["警问"]
        return at

    return run


@pytest.fixture
def ask_screen(
    screen: Callable[[], AppTest], index_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[FakeAssistant], AppTest]:
    """The question screen over a fake assistant."""

    def run(fake: FakeAssistant) -> AppTest:
        publish(index_folder)
        monkeypatch.setattr("ui.openers.open_base", lambda *_: base_of(fake))
        return screen()

    return run


def publish(index_folder: Path, generation_id: str = "20261122-test") -> None:
    """Name a generation as the current one, in one step as the real thing does."""
    aside = index_folder / "CURRENT.tmp"
    aside.write_text(generation_id, encoding="utf-8")
    aside.replace(index_folder / "CURRENT")


def drawn(at: AppTest) -> str:
    """Everything that the screen put out as HTML."""
    return "\n".join(each.body for each in at.html)


def type_question(at: AppTest, text: str) -> AppTest:
    """Type into the box and press Enter."""
    return at.chat_input(key="ask_box").set_value(text).run()
