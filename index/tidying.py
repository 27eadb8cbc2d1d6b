"""What an index folder no longer needs: left-overs of killed builds, generations that are given up, vectors that nobody has.

In: an index folder, whose lock the caller holds. Out: the folder without them. A kill in between leaves hidden folders, which
the next one clears away. Does not decide which generations are given up.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from index.cache import CACHE, keep_only
from index.context import clause_string, passage_string
from index.errors import GenerationError
from index.generation import Manifest
from index.journal import Entry, Event, note, now
from index.known_files import SHIPPED, questions_in
from index.published import (
    CURRENT,
    find_generation,
    generations_folder,
    list_generations,
    open_generation,
    reconcile,
)
from index.writing import ASIDE


def remove(index_folder: Path, generation_id: str, why: str) -> None:
    """Delete a generation that is not in use; a kill leaves a hidden folder, which the next holder of the lock clears away."""
    folder = find_generation(index_folder, generation_id)
    try:
        note(index_folder, Entry(now(), Event.REMOVED, generation_id, (why,)))
        aside = folder.with_name(f"{_GOING}{generation_id}")
        folder.rename(aside)
        shutil.rmtree(aside)
    except OSError as exc:
        raise GenerationError(f"索引版本 {generation_id} 删不掉（{exc.strerror or exc}）；请检查权限。") from exc


def trim_cache(index_folder: Path) -> int:
    """Forget the vectors of texts that no generation has any more, but for known questions; give how many. The caller holds the lock."""
    held = (text for each in list_generations(index_folder) for text in _strings(index_folder, each))
    return keep_only(index_folder / CACHE, chain(held, questions_in(SHIPPED)))


def _strings(index_folder: Path, manifest: Manifest) -> Iterator[str]:
    generation = open_generation(index_folder, manifest.id)
    for passage, clauses in zip(generation.passages, generation.clauses, strict=True):
        document = generation.documents[passage.document_id]
        yield passage_string(document, passage)
        yield from (clause_string(document, passage, clause) for clause in clauses)


_GOING = ".removing-"  # how the folder of a generation begins that is being deleted


def clear_leftovers(index_folder: Path) -> None:
    """Remove what killed builds left half done, and tell the journal what a crash kept from it; the caller holds the lock."""
    try:
        for begin in (ASIDE, _GOING):
            for leftover in generations_folder(index_folder).glob(f"{begin}*"):
                shutil.rmtree(leftover)
        for pointer in index_folder.glob(f"{CURRENT}.*.tmp"):
            pointer.unlink()
    except OSError as exc:
        raise GenerationError(
            f"{index_folder} 里中断的建库留下的文件删不掉（{exc.strerror or exc}）；请检查权限后重新运行。"
        ) from exc
    reconcile(index_folder)
