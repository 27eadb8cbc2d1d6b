"""Small generations to push: made of a few invented articles, with the encoder that counts characters."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from index.build import build
from index.generation import Generation
from index.published import open_current
from ingest.numerals import chinese_number
from tests.invented import write_corpus
from tests.stand_in import WordCountEncoder


def made(folder: Path, texts: dict[str, str], *, model: str = "word-count") -> Generation:
    """Build these files below a folder; building again there makes another generation, a day younger."""
    for old in (folder / "corpus").glob("*"):
        old.unlink()
    corpus = write_corpus(folder / "corpus", texts)
    day = 1 + len(list((folder / "index" / "generations").glob("*")))
    build(corpus, folder / "index", WordCountEncoder(model), now=datetime(2026, 3, day, tzinfo=UTC))
    return open_current(folder / "index")


def articles(count: int, title: str = "甲规定") -> dict[str, str]:
    """One document of so many articles of two or three clauses, no two alike in the characters that are counted."""
    counted = [
        "".join(character * (number // 4**place % 4) for place, character in enumerate("犬证日罚巡"))
        for number in range(count)
    ]
    body = "".join(
        f"第{chinese_number(number + 1)}条 {text}应当登记。{text[::-1]}{text[:1]}不得转借。\n"
        for number, text in enumerate(counted)
    )
    return {f"{title}(2020-01-01).txt": f"{title}\n{body}"}
