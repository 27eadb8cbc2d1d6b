"""Every citation of every gold question: the words are those of the file, and no number comes from elsewhere.

A stand-in encoder and an open gate: what is quoted must be true whatever was found and however sure the program is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from answer import assistant as assistant_module
from answer.assistant import Assistant
from answer.cite import GAP
from answer.records import Answer, AnswerStatus
from eval.questions import GoldQuestion, load_gold
from index.build import build
from index.encoder import Encoder
from index.published import open_current
from ingest.loaders.load import load
from ingest.records import Document
from tests.conftest import ROOT
from tests.stand_in import WordCountEncoder

SHARED = ROOT.parent / "shared"
SETS = {
    "corpus": (ROOT / "corpus", ROOT / "eval" / "gold" / "corpus.jsonl"),
    "seeds": (SHARED / "corpus" / "seeds", SHARED / "eval" / "seeds-dev.jsonl"),
    "laws": (SHARED / "corpus" / "laws", SHARED / "eval" / "laws-dev.jsonl"),
}
TODAY = date(2026, 11, 22)
DAYS = ("", "2019年5月发生的事，")  # with the day of an act, older texts and further citations come along


@pytest.fixture(scope="module", params=SETS)
def base(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Assistant, Path]:
    corpus, gold = SETS[request.param]
    if not corpus.is_dir():
        pytest.skip(f"the shared corpus {request.param} is not beside this project")
    index = tmp_path_factory.mktemp(request.param)
    encoder: Encoder = WordCountEncoder()
    build(corpus, index, encoder, now=datetime(2026, 3, 1, 9, tzinfo=UTC))
    return corpus, Assistant(open_current(index), encoder), gold


def replies(base: tuple[Path, Assistant, Path]) -> Iterator[tuple[GoldQuestion, Answer]]:
    _, assistant, gold = base
    for question in load_gold(gold):
        for day in DAYS:
            yield question, assistant.ask(day + question.question, today=TODAY)


def original_at(document: Document, start: int, end: int, original: str) -> str:
    """The characters of the file behind a stretch of a document's text."""
    runs = [*document.runs]
    ends = [*(run.start for run in runs[1:]), len(document.text)]
    return "".join(
        original[run.original + max(start, run.start) - run.start : run.original + min(end, stop) - run.start]
        for run, stop in zip(runs, ends, strict=True)
        if max(start, run.start) < min(end, stop)
    )


def test_every_quote_is_the_words_of_its_file_and_every_number_is_cited(
    base: tuple[Path, Assistant, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(assistant_module, "REFUSE_BELOW", 0.0)
    corpus, assistant, gold = base
    generation = assistant._generation
    passages = {passage.id: passage for passage in generation.passages}
    originals: dict[str, str] = {}
    quoted = answered = 0
    for question, answer in replies(base):
        answered += answer.status is AnswerStatus.ANSWERED
        assert (1 <= len(answer.statements) <= 4) == (answer.status is AnswerStatus.ANSWERED), question.id
        for citation in (*answer.citations, *answer.nearest):
            parts = citation.quote.split(GAP) if GAP in citation.quote else [citation.quote]
            assert len(citation.spans) >= 1 and len(parts) >= len(citation.spans)
            for span in citation.spans:
                passage = passages[span.passage_id]
                document = generation.documents[passage.document_id]
                said = passage.text[span.start : span.end]
                assert said in citation.quote
                start, end = passage.start + span.start, passage.start + span.end
                assert document.text[start:end] == said
                quoted += 1
                if document.recognised:
                    continue  # words read from pictures have no characters in the file
                if document.source not in originals:
                    originals[document.source] = "\n".join(line.text for line in load(corpus / document.source).lines)
                kept = original_at(document, start, end, originals[document.source])
                assert "".join(kept.split()) == "".join(said.split()), (question.id, document.source)
        for statement in answer.statements:
            cited = "".join(c.quote + "".join(c.path) for c in answer.citations if c.n in statement.citations)
            assert set(re.findall(r"\d+", statement.text)) <= set(re.findall(r"\d+", cited)), question.id
    assert answered > 0.7 * len(DAYS) * len(load_gold(gold)), "an open gate lets most questions through"
    assert quoted > answered
