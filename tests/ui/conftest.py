"""A small assistant that answers as it is told, and the screens run over it without a browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import cast

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from answer.assistant import NO_FILTERS, Assistant
from answer.filters import Filters
from answer.records import (
    Answer,
    AnswerStatus,
    Citation,
    Confidence,
    Span,
    Standing,
    Statement,
    Turn,
)
from ingest.records import Passage
from library.references import ReferenceIndex
from library.shelf import Shelf
from tests.conftest import ROOT
from tests.invented import write_corpus
from tests.shelves import open_shelf
from tests.stand_in import WordCountEncoder
from ui import openers

RULE_2021 = """示范市盘查规定
（2021年5月1日示范市公安局公布）

第一章 总则

第一条 为了规范盘查，制定本规定。

第二条 盘查应当出示证件。

第二章 时限

第三条 盘查时间不超过十二小时。

第四条 违反本规定第三条的，责令改正。
"""
RULE_2025 = RULE_2021.replace("2021年", "2025年").replace("不超过十二小时", "不超过二十四小时")
HOSTILE = "<script>x</script>![x](http://a.b/c.png)[a](javascript:x)$x$:red[r]<img src=x onerror=y>\u202e:smile:"
FILES = {
    "示范市盘查规定(2021-05-01).txt": RULE_2021,
    "示范市盘查规定(2025-05-01).txt": RULE_2025,
    "手册.txt": f"巡逻手册<b>甲</b>\n一、巡逻要点\n巡逻时留意可疑的文字 {HOSTILE} 并且记录下来。\n",
}
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
    asked: list[tuple[str, tuple[Turn, ...]]] = field(default_factory=list)
    filters: list[Filters] = field(default_factory=list)
    generation_id: str = "20261122-test"
    summary: str = "2 份资料，30 段，2026-11-22 建库"

    def warm(self) -> None:
        return

    def examples(self, limit: int = 4) -> tuple[str, ...]:
        return self.sample[:limit]

    def ask(self, question: str, *, history: Sequence[Turn] = (), today: date, filters: Filters = NO_FILTERS) -> Answer:
        self.asked.append((question, tuple(history)))
        self.filters.append(filters)
        return replace(self.answer, question=question)


def base_of(fake: FakeAssistant, shelf: Shelf) -> openers.Base:
    """A base that answers as it is told and reads in real documents."""
    return openers.Base(cast(Assistant, fake), shelf, ReferenceIndex(shelf), WordCountEncoder())


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    """Two versions of a rule, and a text that attacks the page."""
    folder = tmp_path_factory.mktemp("shelf")
    return open_shelf(write_corpus(folder / "corpus", FILES), folder / "index")


def passage_with(shelf: Shelf, words: str) -> Passage:
    """The passage that has these words."""
    [found] = [passage for passage in shelf.generation.passages if words in passage.text]
    return found


def cited(passage: Passage, quote: str) -> Citation:
    """A citation of words in a passage that the base has."""
    at = passage.text.index(quote)
    found = citation(quote=quote, passage=passage.text)
    return replace(found, passage_id=passage.id, spans=(Span(passage.id, at, at + len(quote)),), path=passage.path)


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
    screen: Callable[[], AppTest], index_folder: Path, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> Callable[[FakeAssistant], AppTest]:
    """The question screen over a fake assistant."""

    def run(fake: FakeAssistant) -> AppTest:
        publish(index_folder)
        monkeypatch.setattr("ui.openers.open_base", lambda *_: base_of(fake, shelf))
        return screen()

    return run


def publish(index_folder: Path, generation_id: str = "20261122-test") -> None:
    """Name a generation as the current one, in one step as the real thing does."""
    aside = index_folder / "CURRENT.tmp"
    aside.write_text(f"{generation_id} {'0' * 64}\n", encoding="utf-8")
    aside.replace(index_folder / "CURRENT")


def drawn(at: AppTest) -> str:
    """Everything that the screen put out as HTML."""
    return "\n".join(each.body for each in at.html)


def type_question(at: AppTest, text: str) -> AppTest:
    """Type into the box and press Enter."""
    return at.chat_input(key="ask_box").set_value(text).run()
