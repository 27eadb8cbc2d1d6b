"""Training on the tiny model: what is written is what was trained."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index.adapter import WEIGHTS, read_adapter
from index.encoder import SentenceEncoder, open_encoder
from index.expansion import write_model_folder
from index.q4 import read_q4
from index.tuning.pairs import Pair
from index.tuning.train import Step, Training, train
from tests.index.tiny_model import TinyFile

PAIRS = [
    Pair("警", "甲 > 一\n警察", True),
    Pair("察", "甲 > 二\n察察", True),
    Pair("警～", "甲 > 三\n警～", True),
    Pair("警警", "甲 > 四\n警警", True),
]
TRAINING = Training(epochs=3, batch=2, neighbours=2, rank=2, lowest_layer=0, rate=0.05, same=2.0)


@pytest.fixture
def trained(tiny_model: Path, tmp_path: Path) -> tuple[SentenceEncoder, Path, list[Step]]:
    encoder = open_encoder(str(tiny_model), tmp_path)
    assert isinstance(encoder, SentenceEncoder)
    steps: list[Step] = []
    train(encoder, PAIRS, tmp_path / "adapter", TRAINING, steps.append)
    return encoder, tmp_path / "adapter", steps


def test_every_step_is_told(trained: tuple[SentenceEncoder, Path, list[Step]]) -> None:
    steps = trained[2]
    assert [(step.done, step.total) for step in steps] == [(n, 6) for n in range(1, 7)]
    assert all(np.isfinite(step.loss) for step in steps)


def test_the_merged_model_encodes_as_the_trained_one(
    trained: tuple[SentenceEncoder, Path, list[Step]], tiny_model: Path, tmp_path: Path
) -> None:
    encoder, adapter, _ = trained
    merged = tmp_path / "merged"
    merged.mkdir()
    write_model_folder(read_q4(TinyFile().to_bytes()), merged, read_adapter(adapter))
    texts = ["警察", "察", "警～察"]
    plain = open_encoder(str(tiny_model), tmp_path).encode_passages(texts)
    tuned = open_encoder(str(merged), tmp_path).encode_passages(texts)
    assert np.abs(tuned - encoder.encode_passages(texts)).max() < 2e-3
    assert np.abs(tuned - plain).max() > 1e-2


def test_training_goes_on_from_an_adapter(
    trained: tuple[SentenceEncoder, Path, list[Step]], tiny_model: Path, tmp_path: Path
) -> None:
    encoder = open_encoder(str(tiny_model), tmp_path)
    assert isinstance(encoder, SentenceEncoder)
    train(encoder, PAIRS, tmp_path / "further", Training(batch=2, rate=0.0), lambda step: None, start=trained[1])
    before, after = read_adapter(trained[1]), read_adapter(tmp_path / "further")
    assert before.matrices.keys() == after.matrices.keys()
    assert all(np.allclose(before.matrices[name], after.matrices[name], atol=1e-3) for name in before.matrices)


def test_only_two_small_files_are_written(trained: tuple[SentenceEncoder, Path, list[Step]]) -> None:
    assert sorted(path.name for path in trained[1].iterdir()) == ["adapter_config.json", WEIGHTS]
