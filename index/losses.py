"""What a new generation would lose against the one in use; nobody should learn of that from officers who miss it.

In: the documents and the number of passages before and after, and the files whose loss is accepted. Out: one Chinese line for each
loss that a person must accept first. Does not hold anything back (build.py).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ingest.records import Document

MOST_FEWER = 0.05  # share of the passages that may go without a question


def losses(
    before: Sequence[Document],
    after: Sequence[Document],
    passages: tuple[int, int],
    accepted: frozenset[str] = frozenset(),
) -> tuple[str, ...]:
    """Documents that are gone, by title and file, and the passages where there are over 5 % fewer (``passages``: before, after).

    A document that was moved, edited, or replaced by one of the same title and date is not lost, nor is one of an accepted file or folder.
    """
    gone = [document for document in _gone(before, after) if not _is_accepted(document.source, accepted)]
    lines = [f"资料《{document.title}》（{document.source}）在新索引里没有了。" for document in gone]
    had, has = passages
    spared = bool(accepted) and not gone  # whoever gave up the files gave up their passages
    if has < had * (1 - MOST_FEWER) and not spared:
        lines.append(f"段落由 {had} 段减为 {has} 段，少了 {(had - has) / had:.0%}，超过 {MOST_FEWER:.0%}。")
    return tuple(lines)


def _is_accepted(source: str, accepted: frozenset[str]) -> bool:
    """Whether a file is named, or a folder in which it stands."""
    return any(source == name or source.startswith(f"{name}/") for name in accepted)


def _gone(before: Sequence[Document], after: Sequence[Document]) -> list[Document]:
    ids = {document.id for document in after}
    same_text = {(document.instrument, document.version_date) for document in after}
    titles = {(document.source, document.title) for document in after}
    fewer = Counter(document.source for document in before) - Counter(document.source for document in after)
    return [
        document
        for document in before
        if document.id not in ids
        and (document.instrument, document.version_date) not in same_text
        and (document.source, document.title) not in titles
        and document.source in fewer
    ]
