"""Gold questions: what an answer must find, cite and say.

In: a JSON-lines file of gold questions. Out: GoldQuestion records. Says whether a passage is a gold one; does not score.
"""

from __future__ import annotations

import json
import unicodedata
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class GoldEntry:
    """A place that supports the answer."""

    doc: str  # the end of its path
    quote: str
    article: str | None
    part: int | None  # entries of one part are alternatives
    replaces: int | None  # index of the gold entry this one may stand for


@dataclass(frozen=True, slots=True)
class GoldQuestion:
    """One question with everything needed to judge a reply."""

    id: str
    question: str
    type: str
    answerable: bool
    entries: tuple[GoldEntry, ...]
    needs_all: bool
    key_points: tuple[str, ...]

    def groups(self) -> list[list[GoldEntry]]:
        """Sets of alternatives; a complete answer needs one entry of each."""
        primary = [entry for entry in self.entries if entry.replaces is None]
        if not self.needs_all:
            return [list(self.entries)] if self.entries else []
        if any(entry.part is not None for entry in primary):
            parts = sorted({entry.part for entry in primary if entry.part is not None})
            groups = [[entry for entry in primary if entry.part == part] for part in parts]
        else:
            groups = [[entry] for entry in primary]
        for entry in self.entries:
            if entry.replaces is not None:
                stood_for = primary[entry.replaces]
                next(group for group in groups if stood_for in group).append(entry)
        return groups


def load_gold(path: Path) -> tuple[GoldQuestion, ...]:
    """Read a gold file; raise ValueError naming the line that is not a gold question."""
    questions = []
    # Not splitlines: JSON strings may hold other line separators, such as U+2028, as they are.
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").split("\n"), start=1):
        if not line.strip():
            continue
        try:
            questions.append(_question(json.loads(line)))
        except (ValueError, KeyError, TypeError, AttributeError) as exc:
            raise ValueError(
                f"{path} 第 {number} 行不是一道标准题（{exc!r}）；每行应为一个含 id、question、answerable、gold 的 JSON 对象。"
            ) from exc
    return tuple(questions)


def normal(text: str) -> str:
    """What is compared: NFKC, without punctuation and white space."""
    return "".join(
        char for char in unicodedata.normalize("NFKC", text).lower() if unicodedata.category(char)[0] in "LN"
    )


def supports(entry: GoldEntry, doc: str, article: str | None, text: str) -> bool:
    """Whether a passage is the one an entry means: same document, and the same article or the quote (or half of it, where a
    quote lies across two passages)."""
    if not doc.endswith(entry.doc):
        return False
    if entry.article is not None and article is not None:
        return entry.article == article
    quote, passage = normal(entry.quote), normal(text)
    half = len(quote) // 2
    return quote in passage or (half >= _MIN_HALF and (quote[:half] in passage or quote[half:] in passage))


_MIN_HALF = 12  # characters; shorter halves occur by chance


def _question(raw: dict[str, object]) -> GoldQuestion:
    gold, alternatives, points = raw.get("gold") or [], raw.get("alt_gold") or [], raw.get("key_points") or []
    if not isinstance(gold, list) or not isinstance(alternatives, list) or not isinstance(points, list):
        raise TypeError("gold, alt_gold and key_points are lists")
    if any(not 0 <= (entry.get("replaces") or 0) < len(gold) for entry in alternatives):
        raise ValueError("alt_gold replaces an entry that gold does not have")
    return GoldQuestion(
        id=str(raw["id"]),
        question=str(raw["question"]),
        type=str(raw.get("type", "")),
        answerable=bool(raw["answerable"]),
        entries=tuple(_entry(entry) for entry in (*gold, *alternatives)),
        needs_all=raw.get("needs") == "all",
        key_points=tuple(str(point) for point in points),
    )


def _entry(raw: dict[str, object]) -> GoldEntry:
    part, replaces = raw.get("part"), raw.get("replaces")
    return GoldEntry(
        doc=str(raw["doc"]),
        quote=str(raw["quote"]),
        article=str(raw["article"]) if raw.get("article") else None,
        part=part if isinstance(part, int) else None,
        replaces=replaces if isinstance(replaces, int) else None,
    )
