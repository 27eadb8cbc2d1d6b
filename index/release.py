"""A verified generation, into use or held.

In: an index folder, a generation that is complete in it, and what it was made of. Out: whether it is in use now, or what somebody must
accept first. The caller holds the lock of the folder. Does not write generations (writing.py).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.encoder import Encoder
from index.errors import DamagedGeneration, GenerationError, NoGeneration, WrongModel
from index.generation import Manifest, load_documents, read_manifest
from index.journal import Entry, Event, last_event, note, now, read_journal, succession
from index.losses import losses
from index.published import (
    find_generation,
    generations_folder,
    in_use,
    is_current,
    open_generation,
    publish,
)
from index.records import Progress
from index.tidying import clear_leftovers
from index.trial import Questions, Trial, try_out, worse
from index.verification import verify_apart
from ingest.records import Document


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a generation."""

    published: bool
    held: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Release:
    """One generation on its way into use."""

    index_folder: Path
    generation_id: str
    encoder: Encoder
    questions: Questions | None  # with known passages, to compare by

    def put_in_use(
        self,
        documents: Sequence[Document],
        *,
        accept: bool,
        accepted: frozenset[str],
        progress: Callable[[Progress], None],
    ) -> Outcome:
        """Publish, unless it is in use already, or would lose something and nobody accepts that."""
        if self._is_current():
            return Outcome(published=False)
        trial, reasons, remarks = self._try_out(progress)
        reasons = (*self._taken_back(), *self._losses(documents, accepted), *reasons)
        if reasons and not accept:
            note(self.index_folder, Entry(now(), Event.HELD, self.generation_id, reasons))
            return Outcome(published=False, held=reasons, remarks=remarks)
        progress(Progress("发布", 0, 1))
        figures: dict[str, float | str] | None = (
            {"questions": trial.digest, "hit@5": trial.hit_at_5, "mrr": trial.mrr} if trial else None
        )
        publish(self.index_folder, self.generation_id, why=reasons, trial=figures)
        progress(Progress("发布", 1, 1))
        return Outcome(published=True, remarks=remarks)

    def _is_current(self) -> bool:
        """Whether ``CURRENT`` names this generation; one with nonsense in it names none, and publishing again mends it."""
        try:
            return is_current(self.index_folder, self.generation_id)
        except DamagedGeneration:
            return False

    def _taken_back(self) -> tuple[str, ...]:
        entries = read_journal(self.index_folder)
        was_in_use = any(
            entry.generation == self.generation_id and entry.event in (Event.PUBLISHED, Event.USED) for entry in entries
        )
        last = last_event(entries, self.generation_id)
        if not was_in_use or self.generation_id in succession(entries) or (last and last.event is Event.REMOVED):
            return ()
        return (f"内容与版本 {self.generation_id} 相同，而这个版本曾经启用，后来被换下。",)

    def _losses(self, documents: Sequence[Document], accepted: frozenset[str]) -> tuple[str, ...]:
        for before in in_use(self.index_folder):
            try:
                folder = find_generation(self.index_folder, before)
                had = read_manifest(folder).passages
                has = read_manifest(generations_folder(self.index_folder) / self.generation_id).passages
                return losses(load_documents(folder), documents, (had, has), accepted)
            except (DamagedGeneration, NoGeneration):
                continue
        return ()

    def _try_out(self, progress: Callable[[Progress], None]) -> tuple[Trial | None, tuple[str, ...], tuple[str, ...]]:
        """How the questions fare, why that holds the generation, and what else to say."""
        if self.questions is None:
            return None, (), ()
        progress(Progress("试答", 0, 1))
        trial = try_out(open_generation(self.index_folder, self.generation_id), self.encoder, self.questions)
        reasons, remarks = self._compared(trial, self.questions)
        progress(Progress("试答", 1, 1))
        figures = f"试答 {len(trial.ranks)} 题：前五命中 {trial.hit_at_5:.3f}，MRR@10 {trial.mrr:.3f}。"
        return trial, reasons, (figures, *remarks)

    def _compared(self, trial: Trial, questions: Questions) -> tuple[tuple[str, ...], tuple[str, ...]]:
        candidates = in_use(self.index_folder)
        if not candidates:
            return (), ()
        try:
            before = try_out(open_generation(self.index_folder, candidates[0]), self.encoder, questions)
            return worse(before, trial, questions), ()
        except (DamagedGeneration, NoGeneration, WrongModel):
            return self._against_journal(trial, candidates[0])

    def _against_journal(self, trial: Trial, before: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The generation before cannot be asked (another model made it): compare with what was noted when it was published."""
        entries = [e for e in read_journal(self.index_folder) if e.generation == before and e.trial]
        noted = entries[-1].trial if entries else None
        if noted is None or noted["questions"] != trial.digest:
            return (), (f"版本 {before} 不能用这些题试答（模型不同或已损坏），无法比较检索好坏。",)
        if trial.hit_at_5 >= float(noted["hit@5"]) and trial.mrr >= float(noted["mrr"]):
            return (), ()
        line = f"检索变差：前五命中由 {noted['hit@5']:.3f} 变为 {trial.hit_at_5:.3f}，MRR@10 由 {noted['mrr']:.3f} 变为 {trial.mrr:.3f}。"
        return (line,), ()


def choose(index_folder: Path, generation_id: str, *, accept: bool) -> Manifest:
    """Put a generation in use that a person names, verified; raise GenerationError if it is held and that is not accepted."""
    clear_leftovers(index_folder)
    folder = find_generation(index_folder, generation_id)
    verify_apart(folder)
    last = last_event(read_journal(index_folder), generation_id)
    if last and last.event is Event.HELD and not accept:
        raise GenerationError(
            f"索引版本 {generation_id} 被搁置，没有启用：{'；'.join(last.why)}确认无误后加上 --accept 再运行。"
        )
    publish(index_folder, generation_id, Event.USED)
    return read_manifest(folder)
