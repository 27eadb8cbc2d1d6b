"""A small file of corrections to the weights of the packed model: low-rank matrices, as peft writes them.

In: a folder with adapter_config.json and adapter_model.safetensors. Out: for a weight its correction, scale · B · A
(LoRA, Hu et al. 2022). The one beside this module ships with the project; ``python -m index tune`` makes others.
Does not train and imports neither torch nor peft: a model is expanded with NumPy alone.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from safetensors import SafetensorError
from safetensors.numpy import load_file

from index.errors import DamagedModel

SHIPPED = Path(__file__).with_name("tuned")
SETTINGS = "adapter_config.json"
WEIGHTS = "adapter_model.safetensors"

_PREFIX = "base_model.model."


@dataclass(frozen=True, slots=True)
class Adapter:
    """Low-rank corrections of some weights."""

    scale: float
    matrices: dict[str, npt.NDArray[np.float16]]  # <weight>.lora_A (rank, in) and <weight>.lora_B (out, rank)

    def correction(self, name: str) -> npt.NDArray[np.float32] | None:
        """What is added to ``encoder.layer.4.attention.self.query.weight``, of its shape; None where nothing is."""
        down, up = (self.matrices.get(f"{name.removesuffix('.weight')}.lora_{side}") for side in "AB")
        if down is None or up is None:
            return None
        return self.scale * (up.astype(np.float32) @ down.astype(np.float32))


def is_adapter(folder: Path) -> bool:
    """Whether the folder holds an adapter rather than a whole model."""
    return (folder / SETTINGS).is_file()


def digest(folder: Path) -> str:
    """A checksum of the adapter's settings and weights; raise DamagedModel if they cannot be read."""
    digested = hashlib.sha256()
    for name in (SETTINGS, WEIGHTS):
        try:
            digested.update((folder / name).read_bytes())
        except OSError as exc:
            raise DamagedModel(f"读不到模型微调文件 {folder / name}：{exc.strerror}。请重新复制该文件夹。") from exc
    return digested.hexdigest()


def read_adapter(folder: Path) -> Adapter:
    """Read an adapter; raise DamagedModel, naming the folder, if it is none."""
    try:
        settings = json.loads((folder / SETTINGS).read_text(encoding="utf-8"))
        scale = float(settings["lora_alpha"]) / int(settings["r"])
        stored = load_file(folder / WEIGHTS)
    except (OSError, ValueError, KeyError, TypeError, ZeroDivisionError, SafetensorError) as exc:
        raise DamagedModel(
            f"读不懂模型微调文件夹 {folder}（{exc}）：应有 peft 写出的 {SETTINGS} 和 {WEIGHTS}。请重新复制该文件夹。"
        ) from exc
    return Adapter(
        scale, {name.removeprefix(_PREFIX).removesuffix(".weight"): matrix for name, matrix in stored.items()}
    )
