"""What a search gives back, and how far long work is.

In: nothing. Out: Hit, the rank a passage took in each leg of the search, and how near each of its clauses came; Progress.
Does not rank and does not judge whether a hit answers anything.
"""

from __future__ import annotations

from dataclasses import dataclass

from ingest.clauses import Clause
from ingest.records import Document, Passage


@dataclass(frozen=True, slots=True)
class Leg:
    """Where one way of searching placed a passage."""

    rank: int  # from 1
    score: float  # cosine for the dense legs, BM25 for the lexical leg


@dataclass(frozen=True, slots=True)
class ScoredClause:
    """A clause of a found passage with its cosine to the question."""

    clause: Clause
    cosine: float


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found for a question."""

    passage: Passage
    document: Document
    score: float  # fused; only comparable within one search
    dense: Leg
    clause: Leg  # of its nearest clause
    lexical: Leg
    clauses: tuple[ScoredClause, ...]  # in reading order
    known: float | None = None  # cosine of the nearest question that it is known to answer; None where there is none


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a build is."""

    step: str  # in Chinese, for people
    done: int
    total: int
