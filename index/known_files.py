"""Where known questions come from: files that name the text which answers each.

In: such files, documents with their passages and clauses. Out: each question with the row of every passage that answers it. A text of law is
known by its words, not by its number: a question about an article that has been changed since finds nothing, and one about an article that
only moved finds it where it stands now. Does not encode.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.errors import GenerationError
from ingest.clauses import Clause
from ingest.records import Document, Passage

# Those that the model was tuned with, and those that were written afterwards.
SHIPPED = (Path(__file__).parent / "tuned" / "questions.jsonl", Path(__file__).parent / "known.jsonl")


@dataclass(frozen=True, slots=True)
class KnownQuestion:
    """A question and the passage that answers it."""

    question: str
    row: int


def find_known(
    files: Sequence[Path], passages: Sequence[tuple[Document, Passage]], clauses: Sequence[Sequence[Clause]]
) -> tuple[KnownQuestion, ...]:
    """Of the questions in the files those that a passage answers; raise GenerationError, naming the line, for one that cannot be read.

    A line is ``{"question", "instrument", "words"}``, where ``words`` is ``fingerprint`` of the article, or ``{"question", "instrument",
    "begins"}`` with the first words of the clause that answers.
    """
    places = _Places(passages, clauses)
    return tuple(KnownQuestion(line.question, row) for file in files for line in _read(file) for row in places.of(line))


def questions_in(files: Sequence[Path]) -> Iterator[str]:
    """Every question in the files, whether anything answers it or not."""
    return (line.question for file in files for line in _read(file))


def fingerprint(text: str) -> str:
    """An article's words in twelve characters: without its number, spaces and punctuation, which differ between copies."""
    return hashlib.sha256(_BESIDE.sub("", _NUMBER.sub("", text, count=1)).encode()).hexdigest()[:12]


_NUMBER = re.compile(r"^\s*第[〇零一二三四五六七八九十百千]+条(之[一二三四五六七八九十]+)?")
_BESIDE = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class _Line:
    question: str
    instrument: str
    words: str  # or
    begins: str


class Beginnings:
    """Clauses by the instrument and the words with which they begin."""

    def __init__(self, passages: Iterable[tuple[Document, Passage]], clauses: Iterable[Sequence[Clause]]) -> None:
        self._of: dict[str, list[tuple[int, Passage, Sequence[Clause]]]] = {}
        for row, ((document, passage), own) in enumerate(zip(passages, clauses, strict=True)):
            self._of.setdefault(document.instrument, []).append((row, passage, own))

    def find(self, instrument: str, begins: str) -> list[tuple[int, Clause]]:
        """Every such clause, with the row of its passage."""
        return [
            (row, clause)
            for row, passage, own in self._of.get(instrument, ())
            for clause in own
            if passage.text.startswith(begins, clause.start)
        ]


class _Places:
    """Passages by what a file says of them."""

    def __init__(self, passages: Sequence[tuple[Document, Passage]], clauses: Sequence[Sequence[Clause]]) -> None:
        self._by_words: dict[tuple[str, str], list[int]] = {}
        self._beginnings = Beginnings(passages, clauses)
        for row, (document, passage) in enumerate(passages):
            if passage.article:
                self._by_words.setdefault((document.instrument, fingerprint(passage.text)), []).append(row)

    def of(self, line: _Line) -> list[int]:
        if line.words:
            return self._by_words.get((line.instrument, line.words), [])
        return sorted({row for row, _ in self._beginnings.find(line.instrument, line.begins)})


def _read(path: Path) -> Iterator[_Line]:
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as exc:
        raise GenerationError(f"读不了已知问法 {path}：{exc}。请改为 UTF-8 编码、每行一个 JSON 对象。") from exc
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            begins = str(row["begins"]) if "begins" in row else ""
            yield _Line(str(row["question"]), str(row["instrument"]), "" if begins else str(row["words"]), begins)
        except (ValueError, KeyError, TypeError) as exc:
            raise GenerationError(
                f"{path} 第 {number} 行读不懂（{exc!r}）：应为 "
                '{"question": "…", "instrument": "治安管理处罚法", "words": "…"}，或以 "begins" 写出那句话开头的字。'
                "请改正这一行后重新运行。"
            ) from exc
