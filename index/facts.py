"""Read what a sentence-transformers folder says about itself.

In: a model folder. Out: ModelFacts: name, dimension, longest input and prompts, from its JSON files alone.
Does not load the model and imports neither torch nor sentence_transformers: importing those costs ten seconds,
which commands that encode nothing must not pay.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.errors import DamagedModel, NoModel
from index.model import intact_identity

_WEIGHTS = (".safetensors", ".bin")
_SETTINGS = (".json", ".txt", ".model")
_OTHER_RUNTIMES = {"onnx", "openvino"}  # copies of the same weights that are not loaded here

_SAMPLES, _SAMPLE_BYTES = 16, 1 << 16  # a fine-tuned copy has the same size but differs almost everywhere

_SAME_DIMENSION = {"Normalize", "LayerNorm", "Dropout"}
_NO_LIMIT = 1_000_000  # tokenizers without a limit are saved with 10 to the 30th
_LONGEST_UNSAID = 512  # tokens; every encoder of the BERT family takes as many


@dataclass(frozen=True, slots=True)
class ModelFacts:
    """What must be known of a model before its first text is encoded."""

    name: str  # changes whenever the vectors may change
    dimension: int
    max_tokens: int  # longer inputs are cut there, prompt and special tokens included
    question_prompt: str
    passage_prompt: str


def read_facts(folder: Path, label: str | None = None) -> ModelFacts:
    """Read a model folder; the label names a model that has a better name than its folder."""
    if not folder.is_dir():
        raise NoModel(f"找不到嵌入模型文件夹 {folder}。请检查模型设置，或去掉该设置以使用随包安装的默认模型。")
    if not (folder / "modules.json").is_file():
        raise NoModel(f"{folder} 不是 sentence-transformers 模型：应有 modules.json，实际没有。请换一个模型文件夹。")
    modules = _read_modules(folder)
    prompts = _read_json(folder / "config_sentence_transformers.json").get("prompts") or {}
    return ModelFacts(
        name=intact_identity(folder) or f"{(label or folder.resolve().name).replace('/', '--')}@{_fingerprint(folder)}",
        dimension=_dimension(folder, modules),
        max_tokens=_max_tokens(folder / modules[0][1]),
        question_prompt=prompts.get("query") or "",
        # The names and the order in which sentence-transformers itself looks for them.
        passage_prompt=prompts.get("document") or prompts.get("passage") or prompts.get("corpus") or "",
    )


def _read_modules(folder: Path) -> list[tuple[str, str]]:
    """List the kind and the subfolder of each step the model takes."""
    try:
        listed = json.loads((folder / "modules.json").read_text(encoding="utf-8"))
        modules = [(str(module["type"]).rsplit(".", 1)[-1], str(module["path"])) for module in listed]
    except (OSError, ValueError, KeyError, TypeError) as exc:
        raise DamagedModel(f"读不懂 {folder / 'modules.json'}：{exc}。请重新复制该模型文件夹。") from exc
    if not modules or modules[0][0] != "Transformer":
        raise DamagedModel(f"{folder} 的第一个模块应为 Transformer，实为 {modules[:1]}。请换一个文本嵌入模型。")
    return modules


def _dimension(folder: Path, modules: list[tuple[str, str]]) -> int:
    """Follow the size of a vector through the steps of the model."""
    dimension: object = None
    for kind, path in modules:
        settings = _read_json(folder / path / "config.json")
        if kind == "Transformer":
            dimension = settings.get("hidden_size") or settings.get("dim")
        elif kind == "Pooling":
            width = settings.get("embedding_dimension") or settings.get("word_embedding_dimension") or dimension
            dimension = int(width) * _pooling_modes(settings) if isinstance(width, int) else None
        elif kind == "Dense":
            dimension = settings.get("out_features")
        elif kind not in _SAME_DIMENSION:
            raise DamagedModel(f"{folder} 用到本程序不认识的模块 {kind}，无法得知向量维数。请换一个嵌入模型。")
    if not isinstance(dimension, int) or dimension < 1:
        raise DamagedModel(f"{folder} 的设置文件没有写明向量维数。请重新复制该模型文件夹。")
    return dimension


def _pooling_modes(settings: dict[str, Any]) -> int:
    """Count the ways of pooling whose results are joined into one vector."""
    mode = settings.get("pooling_mode")
    if mode is not None:
        return 1 if isinstance(mode, str) else len(mode)
    return sum(value is True for key, value in settings.items() if key.startswith("pooling_mode_")) or 1


def _max_tokens(folder: Path) -> int:
    limits = (
        _read_json(folder / "sentence_bert_config.json").get("max_seq_length"),
        _read_json(folder / "tokenizer_config.json").get("model_max_length"),
        _read_json(folder / "config.json").get("max_position_embeddings"),
    )
    said = [limit for limit in limits if isinstance(limit, int) and 0 < limit < _NO_LIMIT]
    return min(said, default=_LONGEST_UNSAID)


def _read_json(path: Path) -> dict[str, Any]:
    """Read one settings file; one that is absent settles nothing."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as exc:
        raise DamagedModel(f"读不懂模型的设置文件 {path}：{exc}。请重新复制该模型文件夹。") from exc
    return content if isinstance(content, dict) else {}


def _fingerprint(folder: Path) -> str:
    """Digest the settings whole and the weights by size and samples, so that it takes milliseconds."""
    files = sorted(_model_files(folder))
    if not any(path.suffix in _WEIGHTS for path in files):
        raise NoModel(f"{folder} 里没有模型权重（*.safetensors 或 *.bin）。请重新复制完整的模型文件夹。")
    digest = hashlib.sha256()
    for path in files:
        size = path.stat().st_size
        digest.update(f"{path.relative_to(folder).as_posix()}\n{size}\n".encode())
        with path.open("rb") as file:
            if path.suffix in _SETTINGS:
                digest.update(file.read())
                continue
            for sample in range(_SAMPLES):
                file.seek(sample * max(size - _SAMPLE_BYTES, 0) // (_SAMPLES - 1))
                digest.update(file.read(_SAMPLE_BYTES))
    return digest.hexdigest()[:12]


def _model_files(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        parts = path.relative_to(folder).parts
        hidden = any(part.startswith(".") for part in parts)
        if path.suffix in (*_WEIGHTS, *_SETTINGS) and path.is_file() and not hidden and parts[0] not in _OTHER_RUNTIMES:
            yield path
