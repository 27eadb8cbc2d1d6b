"""Corrections to the weights of the packed model."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from index.adapter import SETTINGS, SHIPPED, WEIGHTS, digest, is_adapter, read_adapter
from index.encoder import open_encoder
from index.errors import DamagedModel
from index.expansion import write_model_folder
from index.model import DEFAULT_MODEL, PLAIN_MODEL
from index.q4 import read_q4
from tests.index.tiny_model import HIDDEN, TinyFile

QUERY = "encoder.layer.0.attention.self.query"


def write_adapter(folder: Path, down: np.ndarray, up: np.ndarray, *, rank: int = 1, alpha: int = 2) -> Path:
    folder.mkdir()
    save_file(
        {f"base_model.model.{QUERY}.lora_A.weight": down, f"base_model.model.{QUERY}.lora_B.weight": up},
        folder / WEIGHTS,
    )
    (folder / SETTINGS).write_text(json.dumps({"r": rank, "lora_alpha": alpha}))
    return folder


@pytest.fixture
def adapter(tmp_path: Path) -> Path:
    """Adds 2 · up · down to one weight: 2 · 0.5 · 1 in the first column of the first row."""
    down, up = np.zeros((1, HIDDEN), np.float16), np.zeros((HIDDEN, 1), np.float16)
    down[0, 0], up[0, 0] = 1, 0.5
    return write_adapter(tmp_path / "adapter", down, up)


def test_a_correction_is_scale_times_up_times_down(adapter: Path) -> None:
    correction = read_adapter(adapter).correction(f"{QUERY}.weight")
    assert correction is not None and correction.shape == (HIDDEN, HIDDEN)
    assert correction[0, 0] == 1.0 and np.count_nonzero(correction) == 1


def test_weights_without_matrices_are_not_corrected(adapter: Path) -> None:
    assert read_adapter(adapter).correction("encoder.layer.0.attention.self.key.weight") is None


def test_an_expanded_model_differs_by_the_correction_alone(adapter: Path, tmp_path: Path) -> None:
    model = read_q4(TinyFile().to_bytes())
    for name, used in (("plain", None), ("tuned", read_adapter(adapter))):
        (tmp_path / name).mkdir()
        write_model_folder(model, tmp_path / name, used)
    plain, tuned = (load_file(tmp_path / name / "model.safetensors") for name in ("plain", "tuned"))
    changed = [name for name, weight in plain.items() if not np.array_equal(weight, tuned[name])]
    assert changed == [f"{QUERY}.weight"]
    difference = tuned[f"{QUERY}.weight"].astype(np.float32) - plain[f"{QUERY}.weight"].astype(np.float32)
    assert difference[0, 0] == pytest.approx(1.0, abs=1e-3) and np.count_nonzero(difference) == 1


def test_the_shipped_adapter_is_small_and_names_the_vectors() -> None:
    assert is_adapter(SHIPPED)
    assert (SHIPPED / WEIGHTS).stat().st_size <= 8 * 2**20
    assert DEFAULT_MODEL.identity == f"{PLAIN_MODEL.identity}+{digest(SHIPPED)[:12]}"
    assert (SHIPPED / "README.md").is_file()  # licence and origin of its data


def test_the_shipped_adapter_says_nothing_of_the_machine_it_was_made_on() -> None:
    assert json.loads((SHIPPED / SETTINGS).read_text())["base_model_name_or_path"] == "intfloat/multilingual-e5-small"


def test_another_byte_is_another_model(adapter: Path) -> None:
    before = digest(adapter)
    (adapter / SETTINGS).write_text(json.dumps({"r": 1, "lora_alpha": 3}))
    assert digest(adapter) != before


@pytest.mark.parametrize(
    ("name", "content"), [(SETTINGS, b"{"), (SETTINGS, b'{"r": 0, "lora_alpha": 1}'), (WEIGHTS, b"x")]
)
def test_a_damaged_adapter_is_refused_by_name(name: str, content: bytes, adapter: Path) -> None:
    (adapter / name).write_bytes(content)
    with pytest.raises(DamagedModel, match=r"微调文件夹.*请重新复制"):
        read_adapter(adapter)


def test_an_adapter_without_weights_is_refused_when_it_is_opened(adapter: Path, tmp_path: Path) -> None:
    (adapter / WEIGHTS).unlink()
    with pytest.raises(DamagedModel, match=WEIGHTS):
        open_encoder(str(adapter), tmp_path / "models")
