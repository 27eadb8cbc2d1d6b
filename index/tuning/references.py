"""Pairs of a question and what answers it, of which only the place is written down.

In: a file of questions with the article of an instrument, or the first words of a sentence of another document, that answers; an
open generation that holds those; an encoder. Out: Pairs with the text of the base, so that such a file holds no text of law and stays
right when a law is revised but keeps its numbers. Does not train (train.py).
"""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from index.context import clause_string, passage_string
from index.encoder import Encoder
from index.errors import TuningError
from index.generation import Generation
from index.known_files import Beginnings
from index.lookup import Lookup, read_article
from index.tuning.pairs import Pair, read_lines
from ingest.clauses import Clause


def read_references(path: Path, generation: Generation, encoder: Encoder, seed: int) -> list[Pair]:
    """Read ``{"question", "instrument", "article"}``, one object a line: a pair with the newest text of each article.

    Of a document without articles, ``"begins"`` in the place of ``"article"`` are the words with which a clause begins. The text is the
    whole article or passage, or the clause of it that ``encoder`` finds nearest to the question; of long ones always the clause.
    Raises TuningError, naming the line, also where the generation has no such article or not exactly one such clause.
    """
    lookup, beginnings = Lookup(generation), _beginnings(generation)
    asked = []
    for number, line in enumerate(read_lines(path), start=1):
        if line.strip():
            question, instrument, article, begins = _read(path, number, line)
            if begins:
                texts = _sentence(beginnings.find(instrument, begins), generation)
            else:
                versions, request = lookup.versions(instrument), read_article(article)
                rows = lookup.find(request, versions[0]) if versions and request else ()
                texts = _texts(rows, generation) if rows else None
            if texts is None:
                missing = (
                    f"没有《{instrument}》{article}" if article else f"《{instrument}》没有或不止一句以“{begins}”开头"
                )
                raise TuningError(f"{path} 第 {number} 行：库里{missing}。请先编入它，或改正、删去这一行。")
            asked.append(_Asked(question, *texts))
    nearest = _nearest_clauses(asked, encoder)
    chance = random.Random(seed)
    return [
        Pair(one.question, one.whole if len(one.whole) <= _LONG and chance.random() < _WHOLE else clause, True)
        for one, clause in zip(asked, nearest, strict=True)
    ]


_LONG = 300  # characters; of more the training would see only the beginning
_WHOLE = 0.6  # of the other questions are paired with the article, the rest with the clause: search does both


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question, and what the model may read of the article that answers it."""

    question: str
    whole: str
    clauses: tuple[str, ...]


def _read(path: Path, number: int, line: str) -> tuple[str, str, str, str]:
    """Question, instrument, and article or beginning, of which the other is empty."""
    try:
        row = json.loads(line)
        place = ("", str(row["begins"])) if "begins" in row else (str(row["article"]), "")
        return str(row["question"]), str(row["instrument"]), *place
    except (ValueError, KeyError, TypeError) as exc:
        raise TuningError(
            f"{path} 第 {number} 行读不懂（{exc!r}）：应为 "
            '{"question": "…", "instrument": "治安管理处罚法", "article": "第四十三条"}。请改正这一行后重新运行。'
        ) from exc


def _beginnings(generation: Generation) -> Beginnings:
    passages = ((generation.documents[passage.document_id], passage) for passage in generation.passages)
    return Beginnings(passages, generation.clauses)


def _sentence(found: Sequence[tuple[int, Clause]], generation: Generation) -> tuple[str, tuple[str, ...]] | None:
    """The passage and the one clause that was found; None where none or several were."""
    if len(found) != 1:
        return None
    ((row, clause),) = found
    passage = generation.passages[row]
    document = generation.documents[passage.document_id]
    return passage_string(document, passage), (clause_string(document, passage, clause),)


def _texts(rows: Sequence[int], generation: Generation) -> tuple[str, tuple[str, ...]]:
    passages = [generation.passages[row] for row in rows]
    document = generation.documents[passages[0].document_id]
    clauses = (
        clause_string(document, passage, clause)
        for row, passage in zip(rows, passages, strict=True)
        for clause in generation.clauses[row]
    )
    return passage_string(document, passages[0]), tuple(clauses)


def _nearest_clauses(asked: Sequence[_Asked], encoder: Encoder) -> list[str]:
    """Of each question the clause whose vector lies nearest."""
    texts = list(dict.fromkeys(clause for one in asked for clause in one.clauses))
    row_of = {text: row for row, text in enumerate(texts)}
    questions = encoder.encode_questions([one.question for one in asked])
    vectors = encoder.encode_passages(texts)
    return [
        max(one.clauses, key=lambda clause: float(vectors[row_of[clause]] @ question))
        for one, question in zip(asked, questions, strict=True)
    ]
