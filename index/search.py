"""A question to hits: two dense legs and one lexical leg, fused for recall, then ranked.

In: an open generation, an encoder and a question. Out: hits, best first. The dense legs compare the question with whole
passages and with single clauses; a passage counts by its nearest clause. Reciprocal rank fusion chooses the candidates,
ranking.py orders them. Does not decide whether anything was answered.
FAISS and NumPy searches may run in several threads at once; only encoding waits for its turn.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.context import passage_string
from index.encoder import Encoder
from index.errors import WrongModel
from index.fusion import reciprocal_rank_fusion
from index.generation import Generation
from index.ranking import sum_standard_scores
from index.records import Hit, Leg, ScoredClause
from index.reranker import Reranker
from index.vectors import VectorIndex
from index.words import words
from ingest.records import Document, Flaw, Passage

DEPTH = 100  # rows of each leg that are fused; the right passage is among them for 95 to 98 % of questions
FLAW_COST = 0.5  # standard deviations for a spoiled passage: of two that say the same, the clean one comes first
RERANKED = 50  # passages that a configured cross-encoder reads
PREFERENCE = 1.0  # one standard deviation for a named instrument
ALSO = 0.3  # of BM25 for a word that the question only implies; from 0.5 on such words displace its own
# Of whole passages, clauses and words. A sentence is what answers, a passage is what it is about; learning weights for these
# and fifteen further features by cross-validation did no better (README).
WEIGHTS = (0.7, 1.3, 1.0)
_LEXICAL = 2  # place of the lexical leg


@dataclass(frozen=True, slots=True)
class Recipe:
    """What takes part in ranking. The defaults are the search; anything else is for measuring what a part is worth."""

    dense: bool = True
    clause: bool = True
    lexical: bool = True
    standard_scores: bool = True  # otherwise by the fused ranks
    flaw_cost: float = FLAW_COST
    preference: float = PREFERENCE
    also: float = ALSO


RECIPE = Recipe()


class Search:
    """Find passages of one generation."""

    def __init__(
        self, generation: Generation, encoder: Encoder, recipe: Recipe = RECIPE, reranker: Reranker | None = None
    ) -> None:
        if encoder.name != generation.manifest.model:
            raise WrongModel(
                f"索引版本 {generation.manifest.id} 是用模型 {generation.manifest.model} 建的，现在配置的是 {encoder.name}；"
                "请改回原来的模型，或运行 python -m index build 重建。"
            )
        self.generation = generation
        self._encoder = encoder
        self._recipe = recipe
        self._reranker = reranker
        # Single precision once at opening: converting half precision for every question costs more than the product.
        self._clauses = VectorIndex.build(generation.clause_vectors.astype(np.float32))

    def find(
        self,
        question: str,
        *,
        lexical_text: str | None = None,
        also: Sequence[str] = (),
        limit: int = 50,
        keep: Callable[[Document], bool] = lambda document: True,
        prefer: frozenset[str] = frozenset(),
    ) -> tuple[Hit, ...]:
        """The best ``limit`` passages for a question among the documents that ``keep`` accepts.

        ``lexical_text`` is what BM25 searches for, when that should differ from the question as asked, and ``also`` are words
        of the texts for what it says in other words; they count ``ALSO`` as much as its own. Passages of the
        instruments in ``prefer`` rank higher, but others are not left out: people say 交规 and mean all traffic rules.
        """
        vector = self._encoder.encode_questions([question])[0]
        clause_cosines = self._clauses.scores(vector)
        allowed = self._allowed(keep)
        legs = (
            self.generation.vectors.scores(vector),
            self._best_clause(clause_cosines),
            self._lexical_scores(words(lexical_text or question), [word for text in also for word in words(text)]),
        )
        rankings = [_rank(scores, allowed, positive=leg == _LEXICAL) for leg, scores in enumerate(legs)]
        used = [leg for leg, on in enumerate((self._recipe.dense, self._recipe.clause, self._recipe.lexical)) if on]
        fused = reciprocal_rank_fusion([rankings[leg][:DEPTH].tolist() for leg in used])
        if not fused:
            return ()
        candidates = np.array([row for row, _ in fused], dtype=np.int64)
        if self._recipe.standard_scores:
            judged = [np.where(allowed, legs[leg], legs[leg].min()) for leg in used]
            scores = sum_standard_scores(judged, candidates, [WEIGHTS[leg] for leg in used])
        else:  # in deviations too, so that costs and preference weigh the same
            by_rank = np.array([score for _, score in fused], dtype=np.float32)
            scores = sum_standard_scores([by_rank], np.arange(len(fused)), [1.0])
        scores -= self._recipe.flaw_cost * np.array([_spoils(self.generation.passages[row]) for row in candidates])
        scores += self._recipe.preference * np.array([self._document(row).instrument in prefer for row in candidates])
        # Stable: equal scores keep the order of the fusion.
        order = np.argsort(-scores, kind="stable")
        order = self._reranked(question, candidates, order)[:limit]
        places = [{int(row): rank for rank, row in enumerate(ranking, start=1)} for ranking in rankings]
        return tuple(self._hit(int(candidates[at]), float(scores[at]), legs, places, clause_cosines) for at in order)

    def _reranked(self, question: str, candidates: NDArray[np.int64], order: NDArray[np.int64]) -> NDArray[np.int64]:
        """The order with its best ``RERANKED`` as a configured cross-encoder has them; as it is without one."""
        if self._reranker is None:
            return order
        best = order[:RERANKED]
        passages = [self.generation.passages[row] for row in candidates[best]]
        texts = [passage_string(self.generation.documents[p.document_id], p) for p in passages]
        judged = self._reranker.scores(question, texts)
        return np.concatenate([best[np.argsort(-judged, kind="stable")], order[RERANKED:]])

    def hit(self, row: int) -> Hit:
        """A passage that was looked up rather than searched; its ranks and scores are 1."""
        passage = self.generation.passages[row]
        top = Leg(1, 1.0)
        clauses = tuple(ScoredClause(clause, 1.0) for clause in self.generation.clauses[row])
        return Hit(passage, self.generation.documents[passage.document_id], 1.0, top, top, top, clauses)

    def _lexical_scores(self, asked: Sequence[str], also: Sequence[str]) -> NDArray[np.float32]:
        """BM25 of the words asked for, and less of other words for them."""
        scores = self.generation.lexical.scores(asked)
        others = [word for word in also if word not in asked]
        return scores + self._recipe.also * self.generation.lexical.scores(others) if others else scores

    def _document(self, row: int) -> Document:
        return self.generation.documents[self.generation.passages[row].document_id]

    def _allowed(self, keep: Callable[[Document], bool]) -> NDArray[np.bool_]:
        kept = {id_: keep(document) for id_, document in self.generation.documents.items()}
        return np.array([kept[passage.document_id] for passage in self.generation.passages], dtype=np.bool_)

    def _best_clause(self, cosines: NDArray[np.float32]) -> NDArray[np.float32]:
        """Largest cosine among the clauses of each passage, shape (passages,); every passage has a clause."""
        return np.maximum.reduceat(cosines, self.generation.clause_rows[:-1])

    def _hit(
        self,
        row: int,
        score: float,
        legs: tuple[NDArray[np.float32], ...],
        places: list[dict[int, int]],
        clause_cosines: NDArray[np.float32],
    ) -> Hit:
        passage = self.generation.passages[row]
        first = int(self.generation.clause_rows[row])
        dense, clause, lexical = (
            Leg(places[leg].get(row, len(legs[leg])), float(legs[leg][row])) for leg in range(len(legs))
        )
        return Hit(
            passage=passage,
            document=self.generation.documents[passage.document_id],
            score=score,
            dense=dense,
            clause=clause,
            lexical=lexical,
            clauses=tuple(
                ScoredClause(clause_, float(clause_cosines[first + offset]))
                for offset, clause_ in enumerate(self.generation.clauses[row])
            ),
        )


def _spoils(passage: Passage) -> bool:
    """Whether the words of a passage cannot be trusted; names blanked out and an open end leave the rest as it was."""
    return any(flaw not in (Flaw.MASKED, Flaw.CUT_OFF) for flaw in passage.flaws)


def _rank(scores: NDArray[np.float32], allowed: NDArray[np.bool_], *, positive: bool) -> NDArray[np.int64]:
    """Allowed rows by score, best first, ties by row; a BM25 score of zero is no find."""
    rows = np.flatnonzero(allowed & (scores > 0) if positive else allowed)
    return rows[np.argsort(-scores[rows], kind="stable")]
