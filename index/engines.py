"""The engine that fits a generation.

In: an open generation. Out: the exact engine where its vectors are compared whole, otherwise the large one.
"""

from __future__ import annotations

from index.engine import Engine
from index.exact import ExactEngine
from index.generation import Generation
from index.inverted import InvertedIndex
from index.large import LargeEngine


def open_engine(generation: Generation) -> Engine:
    """Compare on this machine, in the way that the generation was written for."""
    if isinstance(generation.vectors, InvertedIndex) and generation.clause_index is not None:
        return LargeEngine(generation, generation.vectors, generation.clause_index)
    return ExactEngine(generation)
