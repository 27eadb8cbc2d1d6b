"""A configured cross-encoder orders the best passages; a made one of a few kilobytes shows that it is used."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from index.encoder import SentenceEncoder
from index.errors import NoModel
from index.reranker import Reranker
from index.search import Search
from tests.conftest import TinyIndex


@pytest.fixture(scope="module")
def cross_encoder(tiny_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A random network with one output, and the tokenizer of the tiny model."""
    import torch
    from transformers import BertConfig, BertForSequenceClassification

    folder = tmp_path_factory.mktemp("cross")
    torch.manual_seed(1)
    config = BertConfig(
        vocab_size=16, hidden_size=8, num_hidden_layers=1, num_attention_heads=2, intermediate_size=8,
        max_position_embeddings=24, num_labels=1, pad_token_id=1, initializer_range=1.0,
    )  # fmt: skip
    BertForSequenceClassification(config).save_pretrained(folder)
    for name in ("tokenizer.json", "tokenizer_config.json"):
        shutil.copy(tiny_model / name, folder / name)
    return folder


def test_a_cross_encoder_gives_each_text_a_score_that_depends_on_both(cross_encoder: Path) -> None:
    reranker = Reranker(cross_encoder)
    scores = reranker.scores("警", ["警察", "察", "警察"])
    assert scores.shape == (3,)
    assert scores[0] == pytest.approx(scores[2]) and abs(scores[0] - scores[1]) > 1e-6
    assert not np.allclose(scores, reranker.scores("察察", ["警察", "察", "警察"]))


class LastFirst:
    """Scores each text by its place, so that the last becomes the first."""

    def scores(self, question: str, texts: list[str]) -> np.ndarray:
        return np.arange(len(texts), dtype=np.float32)


def test_the_best_passages_come_in_its_order(tiny_index: TinyIndex, real_encoder: SentenceEncoder) -> None:
    found = Search(tiny_index.generation, real_encoder).find("犬证有效期多久")
    turned = Search(tiny_index.generation, real_encoder, reranker=LastFirst()).find("犬证有效期多久")  # type: ignore[arg-type]
    assert [hit.passage.id for hit in turned] == [hit.passage.id for hit in reversed(found)]


def test_a_folder_that_is_no_cross_encoder_is_refused_by_name(tmp_path: Path, cross_encoder: Path) -> None:
    with pytest.raises(NoModel, match="不是重排模型"):
        Reranker(tmp_path)
    broken = tmp_path / "broken"
    shutil.copytree(cross_encoder, broken)
    (broken / "model.safetensors").write_bytes(b"x")
    with pytest.raises(NoModel, match="无法载入重排模型"):
        Reranker(broken).scores("警", ["警察"])
