"""The story of a tuning: questions and a base in, an adapter and its effect out.

In: files of questions with their articles, an open generation, the folder of models. Out: an adapter folder, whole or not at
all, and how well questions that were kept aside find their articles before and after. Does not print (index/__main__.py).
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index.adapter import is_adapter
from index.encoder import Encoder, SentenceEncoder
from index.errors import TuningError
from index.facts import read_facts
from index.generation import Generation
from index.model import PLAIN_MODEL, Report, prepare_model
from index.tuning.pairs import Pair, make_pairs, read_pairs
from index.tuning.references import read_references
from index.tuning.train import Step, Training, train

MADE = 2000  # questions made of the base; they keep it from forgetting how texts of law speak
KEPT_ASIDE = 0.1  # of the questions that people asked
FEWEST = 20  # pairs; fewer teach nothing


@dataclass(frozen=True, slots=True)
class Effect:
    """What came of a tuning."""

    asked: int  # pairs of questions that people asked
    made: int  # pairs made of the base
    aside: int  # questions kept aside
    before: float  # MRR@10 of the questions kept aside among all texts
    after: float


def tune(
    files: Sequence[Path],
    references: Sequence[Path],
    generation: Generation,
    models_folder: Path,
    folder: Path,
    *,
    start: Path | None,
    training: Training,
    progress: Callable[[Step], None],
    report: Report,
) -> Effect:
    """Tune the default model, from an adapter on if ``start`` is one; raise TuningError for what cannot be used.

    ``files`` hold questions with the text that answers them, ``references`` questions with instrument and number of an article.
    """
    if folder.exists():
        raise TuningError(f"{folder} 已经存在。请用 --out 给出一个还没有的文件夹。")
    if start is not None and not is_adapter(start):
        raise TuningError(
            f"{start} 不是微调结果：其中应有 adapter_model.safetensors 和 adapter_config.json。请用 --start 给出 tune 写的文件夹。"
        )
    plain = prepare_model(PLAIN_MODEL, models_folder, report)
    encoder = SentenceEncoder(plain, read_facts(plain))
    asked = [pair for file in files for pair in read_pairs(file)]
    asked += [pair for file in references for pair in read_references(file, generation, encoder, training.seed)]
    if len(asked) < FEWEST:
        raise TuningError(f"至少需要 {FEWEST} 对问题和条文，实际只有 {len(asked)} 对。请补充后重新运行。")
    kept, aside = _divide(asked, training.seed)
    made = random.Random(training.seed).sample(every := make_pairs(generation, training.seed), min(MADE, len(every)))
    report(f"问题 {len(kept)} 对，由资料生成 {len(made)} 对，留出 {len(aside)} 对用于检验。")
    before = _mrr(encoder, aside, asked)
    working = folder.with_name(f".{folder.name}.tmp")
    shutil.rmtree(working, ignore_errors=True)
    try:
        train(encoder, [*kept, *made], working, training, progress, start=start)
        after = _mrr(encoder, aside, asked)
        working.rename(folder)
    finally:
        shutil.rmtree(working, ignore_errors=True)
    return Effect(len(kept), len(made), len(aside), before, after)


def _divide(asked: Sequence[Pair], seed: int) -> tuple[list[Pair], list[Pair]]:
    """Pairs to learn from, and those of a tenth of the questions, kept aside."""
    questions = sorted({pair.question for pair in asked})
    aside = set(random.Random(seed).sample(questions, int(len(questions) * KEPT_ASIDE)))
    return [p for p in asked if p.question not in aside], [p for p in asked if p.question in aside]


def _mrr(encoder: Encoder, aside: Sequence[Pair], asked: Sequence[Pair]) -> float:
    """Mean reciprocal rank, among the first ten of all texts, of the first text that answers each question."""
    texts = list(dict.fromkeys(pair.text for pair in asked))
    answers: dict[str, set[int]] = {}
    for pair in aside:
        answers.setdefault(pair.question, set()).add(texts.index(pair.text))
    if not answers:
        return 0.0
    cosines = encoder.encode_questions(list(answers)) @ encoder.encode_passages(texts).T
    ranked = np.argsort(-cosines, axis=1, kind="stable")[:, :10]
    ranks = (
        next((1 / rank for rank, row in enumerate(found.tolist(), start=1) if row in right), 0.0)
        for found, right in zip(ranked, answers.values(), strict=True)
    )
    return sum(ranks) / len(answers)
