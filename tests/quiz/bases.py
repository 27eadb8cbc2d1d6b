"""Small bases that are built in a moment, and items that cite them."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from index.build import build
from index.generation import Generation
from index.lookup import Lookup
from index.published import open_current
from ingest.records import Passage
from quiz.records import Item, Source
from tests.invented import write_corpus
from tests.quiz.made import single
from tests.stand_in import WordCountEncoder


@dataclass(frozen=True, slots=True)
class OpenBase:
    """A published generation and its lookup."""

    index: Path
    generation: Generation
    lookup: Lookup

    def passage(self, words: str) -> Passage:
        """The one passage that holds these words."""
        (found,) = (passage for passage in self.generation.passages if words in passage.text)
        return found


def build_base(folder: Path, files: dict[str, str]) -> OpenBase:
    """Build and open a base of exactly these files; again in the same folder for what changed."""
    before = {path.relative_to(folder / "corpus").as_posix() for path in (folder / "corpus").rglob("*.*")}
    shutil.rmtree(folder / "corpus", ignore_errors=True)
    corpus = write_corpus(folder / "corpus", files)
    now = datetime(2026, 3, 1, 9, tzinfo=UTC)
    build(
        corpus, folder / "index", WordCountEncoder(), now=now, accept=True, accept_loss=frozenset(before - set(files))
    )
    generation = open_current(folder / "index")
    return OpenBase(folder / "index", generation, Lookup(generation))


def cite(base: OpenBase, quote: str, right: str, id_: str = "i1", **changes: object) -> Item:
    """An item that quotes a base, with its key inside the quote."""
    passage = base.passage(quote)
    document = base.lookup.document(passage.document_id)
    start = passage.text.index(quote)
    at = passage.text.index(right, start)
    version = f"（{document.version_date}）" if document.version_date else ""
    where = passage.article or passage.path[-1]
    source = Source(
        passage_id=passage.id,
        passage_sha256=sha256(passage.text.encode()).hexdigest(),
        document_id=document.id,
        doc=document.source,
        title=document.title,
        instrument=document.instrument,
        version_date=document.version_date,
        level=document.kind.value,
        path=passage.path,
        article=passage.article,
        paragraph=None,
        item=None,
        spans=((start, start + len(quote)),),
        quote=quote,
        key_spans=((at, at + len(right)),),
        reference=f"《{document.instrument}》{version}{where}",
        status_text="是否现行请核对",
    )
    return single(id_, **{"explanation": f"{source.reference}：{quote}", "sources": (source,), **changes})
