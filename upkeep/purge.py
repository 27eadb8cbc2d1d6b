"""A text removed for good, and the proof.

In: an installation, what a person calls the text, and how to build the index without it. Out: a PurgeReport, or an error that says
where the text still stands. Removed are the generations that hold it, its vectors and words, its pages read from pictures, quiz items and
feedback about it, and reports that show it; then every file is searched for its words. The file itself must have left the corpus
folder before. Backups and whatever left this machine are beyond it, and so is what a disk keeps of deleted files.

By its words alone the text is known, so they must outlast everything else: of each generation that holds it the table of documents
is kept, out of use, until all is removed and proven. Running it again after a kill finds it there and finishes.
"""

from __future__ import annotations

import glob
import html
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from answer.removal import remove_feedback
from index.cache import CACHE, keep_only
from index.context import clause_string, passage_string
from index.database import DatabaseError
from index.journal import Entry, Event, note, now
from index.lock import only_builder
from index.published import ID, in_use
from index.records import Progress
from index.storage import sync_folder
from ingest.clauses import split_clauses
from ingest.passages import split_passages
from ingest.records import Document
from quiz.removal import Removal, Traits, remove_text
from upkeep.errors import NotGone, UpkeepError
from upkeep.finding import Finder
from upkeep.job import begin, finish, refuse_another
from upkeep.known import (
    TABLES,
    Held,
    Target,
    aside_folder,
    find_target,
    held_documents,
    refuse_published,
    refuse_standing,
)
from upkeep.placing import kept_before
from upkeep.proof import files_of, search
from upkeep.records import Installation, PurgeReport
from upkeep.sentences import distinctive, written_forms

Tell = Callable[[Progress], None]
_Removed = TypeVar("_Removed")


def purge(
    name: str,
    installation: Installation,
    *,
    rebuild: Callable[[frozenset[str]], None],
    progress: Tell = lambda progress: None,
) -> PurgeReport:
    """Remove the text that goes by this path, id or exact title.

    ``rebuild`` builds and publishes the index of what the corpus folder holds now, though the files at these paths are lost; it
    is called only where the index in use holds the text, and takes the lock of the index folder itself. Raises NotNamed and
    StillThere before anything changed, Busy where somebody else builds, NotGone where words are left, DatabaseError and
    UpkeepError where a store could not be written. After each of them, and after a kill, it may be run again.
    """
    places = installation.places
    target = find_target(name, held_documents(places.index), places.corpus)
    refuse_another(target, places.index)
    refuse_standing(target, (places.corpus, *kept_before(places.corpus)))
    if _must_rebuild(target, places.index):
        rebuild(target.sources)
    try:
        with only_builder(places.index, "清除资料"):
            return _remove(target, installation, progress)
    except OSError as exc:
        raise UpkeepError(
            f"清除没有完成（{exc.filename or places.index}：{exc.strerror or exc}）；请检查权限和磁盘空间后再次运行 purge。"
        ) from exc


def _remove(target: Target, installation: Installation, tell: Tell) -> PurgeReport:
    places = installation.places
    held = held_documents(places.index)
    if published := _published(held, places.index):
        refuse_published(target, published)
    staying = [each for each in held if each.documents is not None and not any(map(target.includes, each.documents))]
    remaining = _each_once(document for each in staying for document in each.documents or ())
    sentences = distinctive(target.documents, remaining)
    finder = Finder([form for sentence in sentences for form in written_forms(sentence)])
    holding = [each for each in held if each not in staying and _holds(each, target, finder)]
    begin(target, places.index)
    tables = [_set_aside(each.folder, places.index) for each in holding]

    def quoted_in(text: str) -> bool:
        return bool(finder.find(text.encode("utf-8", "replace")))

    removal = _remove_items(installation, Traits(target.ids, target.sources, quoted_in))
    entries = _remove_feedback(installation, _passage_ids(target.documents) - _passage_ids(remaining), quoted_in)
    encodings = keep_only(places.index / CACHE, (text for each in remaining for text in _encoded(each)))
    recognised = _remove_files(
        path for path in files_of([places.recognised]) if path.stem in target.sha256s or finder.find_in_file(path)[0]
    )
    pages = _remove_files(path for path in files_of([installation.report]) if _shows(path, target, finder))
    found = search(_roots(installation), finder, target.sha256s, [places.models, *tables], tell)
    if found.found or found.unread:
        raise NotGone(
            "清除没有完成，以下文件请删除或移走后再次运行 purge："
            + "".join(f"\n  {line}" for line in (*found.found, *found.unread))
        )
    finish(places.index)
    return PurgeReport(
        sources=tuple(sorted({document.source for document in target.documents})),
        titles=tuple(sorted({document.title for document in target.documents})),
        generations=tuple(sorted({table.name for table in tables})),
        encodings=encodings,
        recognised=len(recognised),
        items=removal.items,
        papers_shortened=removal.shortened,
        papers_removed=removal.removed,
        feedback=entries,
        pages=pages,
        sentences=len(sentences),
        searched_files=found.files,
        searched_bytes=found.size,
        unopened=found.unopened,
    )


def _must_rebuild(target: Target, index_folder: Path) -> bool:
    """Whether the generation in use holds the text, or cannot be asked."""
    published = _published(held_documents(index_folder), index_folder)
    return published is not None and (published.documents is None or any(map(target.includes, published.documents)))


def _published(held: Iterable[Held], index_folder: Path) -> Held | None:
    """What is in use, or stands in for what ``CURRENT`` should name."""
    generations = {each.folder.name: each for each in held if each.folder.parent != aside_folder(index_folder)}
    return next((generations[name] for name in in_use(index_folder) if name in generations), None)


def _holds(held: Held, target: Target, finder: Finder) -> bool:
    """Whether a folder holds the text; of one whose table cannot be read every byte is searched."""
    if held.documents is not None:
        return any(map(target.includes, held.documents))
    return any(finder.find_in_file(path)[0] for path in files_of([held.folder]))


def _set_aside(folder: Path, index_folder: Path) -> Path:
    """Take a folder out of use, the journal being told before, and leave of it the tables of documents only."""
    aside = aside_folder(index_folder) / folder.name
    if folder != aside:
        if ID.fullmatch(folder.name):
            note(index_folder, Entry(now(), Event.REMOVED, folder.name, ("清除资料",)))
        if aside.exists():  # the same content was built once more since a run was killed
            shutil.rmtree(aside)
        folder.rename(aside)
        sync_folder(folder.parent)
        sync_folder(aside.parent)
    for path in aside.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        elif path.name not in TABLES:
            path.unlink()
    return aside


def _remove_items(installation: Installation, traits: Traits) -> Removal:
    """From the bank, and from what a return of a backup kept of an older one."""
    bank = installation.places.bank
    removals = [remove_text(bank, traits), *_of_copies(bank, lambda copy: remove_text(copy, traits))]
    return Removal(
        sum(removal.items for removal in removals),
        tuple(dict.fromkeys(title for removal in removals for title in removal.shortened)),
        tuple(dict.fromkeys(title for removal in removals for title in removal.removed)),
    )


def _remove_feedback(installation: Installation, passage_ids: set[str], quoted_in: Callable[[str], bool]) -> int:
    feedback = installation.places.feedback
    counts = _of_copies(feedback, lambda copy: remove_feedback(copy, passage_ids, quoted_in))
    return remove_feedback(feedback, passage_ids, quoted_in) + sum(counts)


def _of_copies(place: Path, remove: Callable[[Path], _Removed]) -> list[_Removed]:
    """What went from older copies of a database; of one that cannot be opened, the search tells whether it matters."""
    found = []
    for copy in kept_before(place):
        with suppress(DatabaseError):
            found.append(remove(copy))
    return found


def _passage_ids(documents: Iterable[Document]) -> set[str]:
    return {passage.id for document in documents for passage in split_passages(document)}


def _encoded(document: Document) -> Iterator[str]:
    """Every string of a document that a build encodes."""
    for passage in split_passages(document):
        yield passage_string(document, passage)
        yield from (clause_string(document, passage, clause) for clause in split_clauses(passage.text))


def _shows(page: Path, target: Target, finder: Finder) -> bool:
    """Whether a report names the text or holds words of it."""
    names = {name for document in target.documents for name in (document.source, document.title)}
    content = page.read_bytes()
    return bool(finder.find(content)) or any(html.escape(name).encode() in content for name in names)


def _remove_files(paths: Iterable[Path]) -> tuple[Path, ...]:
    removed = []
    for path in paths:
        path.unlink()
        removed.append(path)
    return tuple(removed)


def _roots(installation: Installation) -> list[Path]:
    """Everything the program made, wherever it is kept, and the corpus folder with its older states."""
    places = installation.places
    return [
        installation.data,
        places.index,
        places.recognised,
        installation.report,
        places.corpus,
        *kept_before(places.corpus),
        *(path for place in (places.bank, places.feedback) for path in _beside(place)),
    ]


def _beside(database: Path) -> list[Path]:
    """A database, its logs and its older copies; the folder may hold other people's files."""
    return [*sorted(database.parent.glob(f"{glob.escape(database.name)}*")), *kept_before(database)]


def _each_once(documents: Iterable[Document]) -> list[Document]:
    """Generations share most documents; equal ids are equal texts."""
    return list({(document.id, document.instrument): document for document in documents}.values())
