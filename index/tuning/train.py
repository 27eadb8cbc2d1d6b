"""Tune the embedding model: pairs to an adapter.

In: a model folder and Pairs. Out: an adapter folder as peft writes one (low-rank matrices, half precision), a few MB, which
index/adapter.py merges into the model. Word embeddings and the lowest layers stay as they are. Does not choose the pairs
(pairs.py) and does not measure the search (eval/).

Contrastive learning with the other texts of a batch as negatives (InfoNCE of van den Oord et al. 2018; Karpukhin et al.
2020), on low-rank matrices beside the frozen weights (LoRA, Hu et al. 2022). A batch is made of neighbourhoods, pairs whose
texts are near each other, so that its negatives are hard ones; texts that nearly say the same are not negatives.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from index.adapter import SETTINGS, WEIGHTS
from index.encoder import SentenceEncoder
from index.tuning.pairs import Pair
from index.words import words


@dataclass(frozen=True, slots=True)
class Training:
    """Numbers of a training; the adapter that ships was made with these."""

    epochs: int = 2
    batch: int = 32
    neighbours: int = 8  # pairs of a batch that lie near each other
    rate: float = 2e-4
    temperature: float = 0.03
    rank: int = 24
    lowest_layer: int = 4
    max_tokens: int = 192
    same: float = 0.35  # share of words from which on two texts say the same
    seed: int = 20261122


@dataclass(frozen=True, slots=True)
class Step:
    """How far a training is."""

    done: int
    total: int
    loss: float


def train(
    encoder: SentenceEncoder,
    pairs: Sequence[Pair],
    folder: Path,
    training: Training,
    progress: Callable[[Step], None],
    *,
    start: Path | None = None,
) -> None:
    """Train on the pairs, from an adapter on if ``start`` is one, and write the new adapter into the folder.

    The model of the encoder is changed: afterwards it encodes with the new adapter.
    """
    import torch

    torch.manual_seed(training.seed)
    sentence_model = encoder.sentence_model()
    plan = _Plan(pairs, encoder, training)
    sentence_model.max_seq_length = min(training.max_tokens, encoder.max_tokens)
    adapted = _adapted(sentence_model[0].auto_model, training, start)
    sentence_model[0].auto_model = adapted
    trained = [weight for weight in adapted.parameters() if weight.requires_grad]
    optimiser = torch.optim.AdamW(trained, lr=training.rate, weight_decay=0.01)
    batches = [batch for epoch in range(training.epochs) for batch in plan.batches(epoch)]
    warm = max(1, len(batches) // 10)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda at: min((at + 1) / warm, (len(batches) - at) / max(1, len(batches) - warm))
    )
    adapted.eval()  # without dropout: drawing its random numbers took two fifths of every step
    for done, batch in enumerate(batches, start=1):
        texts = list(dict.fromkeys(pairs[row].text for row in batch))
        column = {text: at for at, text in enumerate(texts)}
        with _arithmetic():
            asked = _embed(sentence_model, [encoder.question_prompt + pairs[row].question for row in batch])
            found = _embed(sentence_model, [encoder.passage_prompt + text for text in texts])
        logits = asked @ found.T / training.temperature
        right = torch.tensor([column[pairs[row].text] for row in batch])
        also = torch.tensor(plan.also_right(batch, texts))
        also[torch.arange(len(batch)), right] = False
        loss = torch.nn.functional.cross_entropy(logits.masked_fill(also, -1e4), right)
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(trained, 1.0)
        optimiser.step()
        schedule.step()
        optimiser.zero_grad()
        progress(Step(done, len(batches), loss.item()))
    sentence_model.max_seq_length = encoder.max_tokens
    _write(adapted, folder)


def _adapted(network: Any, training: Training, start: Path | None) -> Any:
    """The network with trainable low-rank matrices beside its upper layers."""
    from peft import LoraConfig, PeftModel, get_peft_model

    if start is not None:
        return PeftModel.from_pretrained(network, str(start), is_trainable=True).float()
    layers = "|".join(str(layer) for layer in range(training.lowest_layer, network.config.num_hidden_layers))
    return get_peft_model(
        network,
        LoraConfig(
            r=training.rank,
            lora_alpha=training.rank,
            lora_dropout=0.0,
            target_modules=rf"encoder\.layer\.({layers})\..*(query|key|value|dense)",
        ),
    )


def _write(adapted: Any, folder: Path) -> None:
    """Write the matrices in half precision and the settings without the place of the model on this machine."""
    from peft import get_peft_model_state_dict
    from safetensors.torch import save_file

    folder.mkdir(parents=True, exist_ok=True)
    matrices = {
        name: matrix.half().contiguous()
        for name, matrix in get_peft_model_state_dict(adapted, save_embedding_layers=False).items()
    }
    save_file(matrices, folder / WEIGHTS)
    kept = adapted.peft_config["default"]
    settings = {
        "base_model_name_or_path": _BASE,
        "peft_type": "LORA",
        "task_type": "FEATURE_EXTRACTION",
        "r": kept.r,
        "lora_alpha": kept.lora_alpha,
        "lora_dropout": 0.0,
        "bias": "none",
        "target_modules": kept.target_modules if isinstance(kept.target_modules, str) else sorted(kept.target_modules),
    }
    (folder / SETTINGS).write_text(json.dumps(settings, indent=2) + "\n", encoding="utf-8")


_BASE = "intfloat/multilingual-e5-small"


def _embed(model: Any, texts: list[str]) -> Any:
    features = model.tokenize(texts)
    return model(features)["sentence_embedding"].float()


def _arithmetic() -> AbstractContextManager[object]:
    """Products in bfloat16 where the processor has units for them (AMX), which takes some 0.6 of the time; else in single precision."""
    import torch

    return torch.autocast("cpu", torch.bfloat16) if torch.cpu.get_capabilities().get("amx_bf16") else nullcontext()


class _Plan:
    """Which pairs share a batch, and which of its texts are no negatives."""

    def __init__(self, pairs: Sequence[Pair], encoder: SentenceEncoder, training: Training) -> None:
        self._pairs, self._training = pairs, training
        texts = list(dict.fromkeys(pair.text for pair in pairs))
        self._text_of = {text: row for row, text in enumerate(texts)}
        self._words = [frozenset(words(text.split("\n", 1)[-1])) for text in texts]
        self._vectors = encoder.encode_passages([text[:100] for text in texts])
        self._answers: dict[str, set[str]] = {}
        for pair in pairs:
            self._answers.setdefault(pair.question, set()).add(pair.text)

    def batches(self, epoch: int) -> list[list[int]]:
        """All pairs, in batches of neighbourhoods; another division in each epoch."""
        chance = random.Random(self._training.seed + epoch)
        vectors = self._vectors[[self._text_of[pair.text] for pair in self._pairs]]
        left = np.ones(len(self._pairs), bool)
        groups: list[list[int]] = []
        for row in chance.sample(range(len(self._pairs)), len(self._pairs)):
            if left[row]:
                near = np.where(left, vectors @ vectors[row], -np.inf)
                count = min(self._training.neighbours, int(left.sum()))
                group = np.argsort(-near, kind="stable")[:count].tolist()
                left[group] = False
                groups.append(group)
        chance.shuffle(groups)
        rows = [row for group in groups for row in group]
        size = self._training.batch
        return [rows[at : at + size] for at in range(0, len(rows) - len(rows) % size, size)]

    def also_right(self, batch: Sequence[int], texts: Sequence[str]) -> npt.NDArray[np.bool_]:
        """Which texts answer a question as well as its own, shape (batch, texts)."""
        right = np.zeros((len(batch), len(texts)), bool)
        for at, row in enumerate(batch):
            pair = self._pairs[row]
            own = self._words[self._text_of[pair.text]]
            for column, text in enumerate(texts):
                other = self._words[self._text_of[text]]
                shared = len(own & other) / max(1, min(len(own), len(other)))
                right[at, column] = text in self._answers[pair.question] or shared >= self._training.same
        return right
