"""Questions whose passages are known, asked of a generation, to see whether it finds what the one before found.

In: a file of gold questions (JSON lines with ``question`` and ``gold``: ``doc``, ``quote``), an open generation, its encoder. Out: for each
question the rank of the first passage that holds a gold quote, with hit@5 and MRR@10 over all. Looks at the search alone;
what is made of the found passages is measured by ``python -m eval``.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from index.encoder import Encoder
from index.errors import GenerationError
from index.generation import Generation
from index.search import Search

DEPTH = 10


@dataclass(frozen=True, slots=True)
class Known:
    """A question with places that answer it, any of them."""

    question: str
    places: tuple[tuple[str, str], ...]  # end of the file's path, words


@dataclass(frozen=True, slots=True)
class Questions:
    """The questions of one file."""

    known: tuple[Known, ...]
    digest: str  # of the file: figures compare only over the same questions


@dataclass(frozen=True, slots=True)
class Trial:
    """How well one generation did."""

    digest: str
    ranks: tuple[int | None, ...]  # of each question, from 1; None: not among the first ten

    @property
    def hit_at_5(self) -> float:
        return sum(rank is not None and rank <= 5 for rank in self.ranks) / len(self.ranks)

    @property
    def mrr(self) -> float:
        return sum(1 / rank for rank in self.ranks if rank) / len(self.ranks)


def read_questions(path: Path) -> Questions:
    """Read the questions that have an answer; raise GenerationError naming the line that is none, or an empty file."""
    try:
        data = path.read_bytes()
    except OSError as exc:
        raise GenerationError(f"{path} 读不出来（{exc.strerror or exc}）；--gold 应是一个 JSON Lines 文件。") from exc
    known = []
    for number, line in enumerate(data.decode("utf-8-sig", "replace").split("\n"), start=1):
        if not line.strip():
            continue
        try:
            raw = json.loads(line)
            if raw.get("answerable", True):
                places = tuple((str(each["doc"]), _plain(str(each["quote"]))) for each in raw["gold"])
                known.append(Known(str(raw["question"]), places))
        except (ValueError, KeyError, TypeError, AttributeError) as exc:
            raise GenerationError(
                f"{path} 第 {number} 行不是一道标准题（{exc!r}）；每行应为一个含 question、gold 的 JSON 对象。"
            ) from exc
    if not known:
        raise GenerationError(f"{path} 里没有可以回答的题；--gold 应写明带答案出处的题。")
    return Questions(tuple(known), hashlib.sha256(data).hexdigest())


def try_out(generation: Generation, encoder: Encoder, questions: Questions) -> Trial:
    """Ask every question; raise WrongModel if the generation was made with another model."""
    search = Search(generation, encoder)
    return Trial(questions.digest, tuple(_rank(search, known) for known in questions.known))


def worse(before: Trial, after: Trial, questions: Questions) -> tuple[str, ...]:
    """One Chinese line if fewer questions find their passage among the first five or they find it later, and one for each such question."""
    if after.hit_at_5 >= before.hit_at_5 and after.mrr >= before.mrr - LEAST_FALL:
        return ()
    lines = [
        f"检索变差：前五命中由 {before.hit_at_5:.3f} 变为 {after.hit_at_5:.3f}，MRR@10 由 {before.mrr:.3f} 变为 {after.mrr:.3f}。"
    ]
    for known, old, new in zip(questions.known, before.ranks, after.ranks, strict=True):
        if (new or DEPTH + 1) > (old or DEPTH + 1):
            lines.append(f"“{known.question}”的出处由第 {old} 位{f'降到第 {new} 位' if new else '变为找不到'}。")
    return tuple(lines)


LEAST_FALL = 0.005  # of MRR@10; less comes of any edit of the texts


def _rank(search: Search, known: Known) -> int | None:
    for rank, hit in enumerate(search.find(known.question, limit=DEPTH), start=1):
        text = _plain(hit.passage.text)
        if any(hit.document.source.endswith(doc) and quote in text for doc, quote in known.places):
            return rank
    return None


def _plain(text: str) -> str:
    """What is compared: NFKC, without punctuation and white space."""
    return "".join(c for c in unicodedata.normalize("NFKC", text).lower() if unicodedata.category(c)[0] in "LN")
