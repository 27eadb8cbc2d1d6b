"""An encoder whose vectors can be worked out by eye: it counts a few characters and knows no meaning."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from index.encoder import Vectors

COUNTED = "犬证日罚巡"


class WordCountEncoder:
    """One number for every text, then how often each counted character stands in it, brought to length 1.

    ``犬证犬`` → (1, 2, 1, 0, 0, 0) / √6. The same text always gives the same vector, as question and as passage.
    """

    def __init__(self, name: str = "word-count") -> None:
        self.name = name
        self.dimension = 1 + len(COUNTED)
        self.max_tokens = 512
        self.question_prompt = "query: "
        self.passage_prompt = "passage: "
        self.encoded: list[str] = []  # passages it was given, in order

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        """Encode what people ask."""
        return np.array([_vector(text) for text in texts], np.float32).reshape(-1, self.dimension)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Encode what is searched, and remember it."""
        self.encoded.extend(texts)
        return self.encode_questions(texts)


def _vector(text: str) -> list[float]:
    counts = [1, *(text.count(character) for character in COUNTED)]
    return [count / sum(each**2 for each in counts) ** 0.5 for count in counts]
