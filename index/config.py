"""Where things stand and how an index is made.

In: nothing. Out: Places (folders) and IndexSettings (numbers that change an index; saved in its manifest).
Does not read the environment or any file.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Places:
    """The folders and files of one installation."""

    corpus: Path  # documents
    index: Path  # generations, CURRENT and the cache of encodings
    models: Path  # expanded embedding models
    recognised: Path  # pages read from their pictures
    feedback: Path  # the database of what officers say of answers
    bank: Path  # quiz items and papers, one SQLite file


@dataclass(frozen=True, slots=True)
class IndexSettings:
    """Numbers that decide what a generation holds; two indexes made with different ones never mix."""

    schema: int = 5  # of the generation's files; raise it when their layout changes
    words: int = 2  # of words.py; raise it when the same text gives other words
    bm25_k1: float = 1.2  # saturation of repeated words; passages are short, so the common value serves
    exact: int = 10_000  # passages up to which every question is compared with every vector (README, Sizes)
    bm25_b: float = 0.6  # length normalisation; below the usual 0.75 because a long article is not a vague one


def default_places(root: Path) -> Places:
    """The places below the project root; what the program makes is under ``var/``, and all but feedback and the bank can be made again."""
    made = root / "var"
    return Places(
        corpus=root / "corpus",
        index=made / "index",
        models=made / "models",
        recognised=made / "recognised",
        feedback=made / "feedback" / "feedback.sqlite3",
        bank=made / "quiz" / "bank.sqlite3",
    )
