"""A question to hits: two dense legs, a lexical leg and one of known questions, fused for recall, then ranked.

In: an open generation, an encoder and a question. Out: hits, best first. The dense legs compare the question with whole
passages and with single clauses; a passage counts by its nearest clause, or by the nearest question that it is known to answer. Reciprocal rank fusion chooses the candidates,
ranking.py orders them. Where rows are compared is the engine's matter (engine.py). Does not decide whether anything was answered.
Several threads may search at once; only encoding waits for its turn.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.columns import FLAW_BITS
from index.context import passage_string
from index.encoder import Encoder
from index.engine import CLAUSE, DENSE, LEGS, LEXICAL, Best, Comparison, Engine, Query
from index.engines import open_engine
from index.errors import WrongModel
from index.fusion import reciprocal_rank_fusion
from index.generation import Generation
from index.ranking import BEST, sum_standard_scores
from index.records import Hit, Leg, ScoredClause
from index.reranker import Reranker
from index.words import words
from ingest.records import Document, Flaw

DEPTH = 100  # rows of each leg that are fused; the right passage is among them for 95 to 98 % of questions
FLAW_COST = 0.5  # standard deviations for a spoiled passage: of two that say the same, the clean one comes first
RERANKED = 50  # passages that a configured cross-encoder reads
PREFERENCE = 1.0  # one standard deviation for a named instrument
ALSO = 0.3  # of BM25 for a word that the question only implies; from 0.5 on such words displace its own
# Of whole passages, clauses and words. A sentence is what answers, a passage is what it is about; learning weights for these
# and fifteen further features by cross-validation did no better (README).
WEIGHTS = (0.5, 1.3, 1.0)

KNOWN = 1.4  # of the leg of known questions
UNKNOWN = -1.0  # standard deviations there for a passage of which nobody has asked yet: neither near nor far


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
    known: bool = True

    @property
    def legs(self) -> tuple[bool, bool, bool]:
        """Which legs take part, in the order of the engine."""
        return self.dense, self.clause, self.lexical


RECIPE = Recipe()


class Search:
    """Find passages of one generation."""

    def __init__(
        self,
        generation: Generation,
        encoder: Encoder,
        recipe: Recipe = RECIPE,
        reranker: Reranker | None = None,
        engine: Engine | None = None,
    ) -> None:
        """Search with ``engine``, by default on this machine and exactly; raise WrongModel if the vectors would not compare."""
        if encoder.name != generation.manifest.model:
            raise WrongModel(
                f"索引版本 {generation.manifest.id} 是用模型 {generation.manifest.model} 建的，现在配置的是 {encoder.name}；"
                "请改回原来的模型，或运行 python -m index build 重建。"
            )
        self.generation = generation
        self._encoder = encoder
        self._recipe = recipe
        self._reranker = reranker
        self._engine = engine or open_engine(generation)
        self._documents = tuple(generation.documents.values())
        self._ordinals = {id_: ordinal for ordinal, id_ in enumerate(generation.documents)}

    def find(
        self,
        question: str,
        *,
        lexical_text: str | None = None,
        also: Sequence[str] = (),
        limit: int = 50,
        among: Collection[str] | None = None,
        without: Collection[str] = (),
        prefer: frozenset[str] = frozenset(),
    ) -> tuple[Hit, ...]:
        """The best ``limit`` passages for a question among the documents of these ids, by default all, but for those ``without``.

        ``lexical_text`` is what BM25 searches for, when that should differ from the question as asked, and ``also`` are words
        of the texts for what it says in other words; they count ``ALSO`` as much as its own. Passages of the
        instruments in ``prefer`` rank higher, but others are not left out: people say 交规 and mean all traffic rules.
        """
        query = Query(
            vector=self._encoder.encode_questions([question])[0],
            weights=self._weights(words(lexical_text or question), [word for text in also for word in words(text)]),
            allowed=self._allowed(among, without),
        )
        compared = self._engine.compare(query)
        # Words first: an engine may look for whole passages meanwhile.
        found = {leg: compared.best(leg, max(DEPTH, BEST)) for leg in (LEXICAL, DENSE, CLAUSE)}
        best = [found[leg] for leg in LEGS]
        used = [leg for leg, on in zip(LEGS, self._recipe.legs, strict=True) if on]
        known = self._known(query)
        fused = reciprocal_rank_fusion([each.rows[:DEPTH].tolist() for each in (*(best[leg] for leg in used), known)])
        if not fused:
            return ()
        candidates = np.array([row for row, _ in fused], dtype=np.int64)
        legs = [compared.scores(leg, candidates) for leg in LEGS]
        if self._recipe.standard_scores:
            standards = [self._standard(compared, leg, best[leg]) for leg in used]
            scores = sum_standard_scores(standards, [legs[leg] for leg in used], [WEIGHTS[leg] for leg in used])
        else:  # in deviations too, so that costs and preference weigh the same
            by_rank = np.array([score for _, score in fused], dtype=np.float32)
            scores = sum_standard_scores([by_rank[:BEST]], [by_rank], [1.0])
        nearest = _cosines_of(known, candidates)
        scores += KNOWN * _known_standard(known, nearest)
        scores -= self._recipe.flaw_cost * (self.generation.columns.flaws[candidates] & _SPOILING != 0)
        if prefer:
            preferred = np.array([self._document(row).instrument in prefer for row in candidates])
            scores += self._recipe.preference * preferred
        # Stable: equal scores keep the order of the fusion.
        order = np.argsort(-scores, kind="stable")
        order = self._reranked(question, candidates, order)[:limit]
        places = [{int(row): rank for rank, row in enumerate(each.rows, start=1)} for each in best]
        cosines = compared.clause_cosines(candidates[order])
        return tuple(
            self._hit(
                int(candidates[at]),
                float(scores[at]),
                [Leg(places[leg].get(int(candidates[at]), self._engine.rows), float(legs[leg][at])) for leg in LEGS],
                own,
                None if np.isnan(nearest[at]) else float(nearest[at]),
            )
            for at, own in zip(order, cosines, strict=True)
        )

    def _known(self, query: Query) -> Best:
        """The passages whose known questions are nearest; none without such questions."""
        if not self._recipe.known:
            return Best(np.empty(0, np.int64), np.empty(0, np.float32))
        known = self.generation.known
        may = None if query.allowed is None else query.allowed[self.generation.document_rows[known.passages]]
        return known.best(query.vector, may)

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

    def _weights(self, asked: Sequence[str], also: Sequence[str]) -> dict[str, float]:
        """The words asked for, and other words for them, which count less."""
        return dict.fromkeys(also, self._recipe.also) | dict.fromkeys(asked, 1.0)

    def _standard(self, compared: Comparison, leg: int, best: Best) -> NDArray[np.float32]:
        """The scores that set mean and deviation of a leg; where fewer rows were found, the others stand at its lowest."""
        lacking = min(BEST, self._engine.rows) - len(best.scores)
        if lacking <= 0:
            return best.scores[:BEST]
        return np.concatenate([best.scores, np.full(lacking, compared.lowest(leg), dtype=np.float32)])

    def _allowed(self, among: Collection[str] | None, without: Collection[str]) -> NDArray[np.bool_] | None:
        """Of each document whether it may answer; None if all may."""
        if among is None and not without:
            return None
        allowed = np.full(len(self._documents), among is None)
        if among is not None:
            allowed[[self._ordinals[id_] for id_ in among]] = True
        allowed[[self._ordinals[id_] for id_ in without]] = False
        return allowed

    def _document(self, row: int) -> Document:
        return self._documents[int(self.generation.document_rows[row])]

    def _hit(
        self, row: int, score: float, legs: Sequence[Leg], cosines: NDArray[np.float32], known: float | None
    ) -> Hit:
        return Hit(
            passage=self.generation.passages[row],
            document=self._document(row),
            score=score,
            dense=legs[DENSE],
            clause=legs[CLAUSE],
            lexical=legs[LEXICAL],
            clauses=tuple(
                ScoredClause(clause, float(cosine))
                for clause, cosine in zip(self.generation.clauses[row], cosines, strict=True)
            ),
            known=known,
        )


def _cosines_of(known: Best, candidates: NDArray[np.int64]) -> NDArray[np.float32]:
    """The cosine of the nearest known question of each candidate; not a number where it has none."""
    if not len(known.rows):
        return np.full(len(candidates), np.nan, np.float32)
    order = np.argsort(known.rows)
    found = order[np.searchsorted(known.rows, candidates, sorter=order) % len(order)]
    return np.where(known.rows[found] == candidates, known.scores[found], np.float32(np.nan))


def _known_standard(known: Best, nearest: NDArray[np.float32]) -> NDArray[np.float64]:
    """How far these cosines stand out, in standard deviations; 0 for all where next to nothing is known."""
    if len(known.rows) < 2:
        return np.zeros(len(nearest))
    return np.where(np.isnan(nearest), UNKNOWN, sum_standard_scores([known.scores[:BEST]], [nearest], [1.0]))


# The words of such a passage cannot be trusted; names blanked out and an open end leave the rest as it was.
_SPOILING = sum(bit for flaw, bit in FLAW_BITS.items() if flaw not in (Flaw.MASKED, Flaw.CUT_OFF))
