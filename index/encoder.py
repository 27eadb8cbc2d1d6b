"""Turn questions and passages into vectors.

In: texts, without any prompt. Out: one row per text, float32, of length 1, so that a dot product is the cosine.
Does not store vectors (vectors.py) and decides nothing about likeness. The model is loaded when the first text is
encoded, not before; nothing here ever uses a network.

Any sentence-transformers model will do: the folder is the configuration. A model that expects prompts names them in
its config_sentence_transformers.json under "query" and "document".
"""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

import numpy as np
import numpy.typing as npt

from index.adapter import is_adapter
from index.errors import DamagedModel, ModelError, NoModel
from index.facts import ModelFacts, read_facts
from index.model import Report, intact_identity, prepare_adapted_model, prepare_default_model, verify_model

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Vectors = npt.NDArray[np.float32]
Task = Literal["query", "document"]

# Between two batches the lock is free, so that a question asked during a build waits seconds and not minutes.
_BATCH = 32
_FEW = 4  # texts; more are worth every core

_HUB_NAME = re.compile(r"[\w.-]+(/[\w.-]+)?")


class Encoder(Protocol):
    """Whatever turns texts into comparable vectors; tests use one that counts words."""

    @property
    def name(self) -> str:
        """Identify the vectors: equal names mean comparable vectors."""

    @property
    def dimension(self) -> int:
        """Say how long each vector is."""

    @property
    def max_tokens(self) -> int:
        """Say how many tokens of a text count, prompt included; the rest is not seen."""

    @property
    def question_prompt(self) -> str:
        """Give what is put before a question: question_prompt + text is exactly what is encoded."""

    @property
    def passage_prompt(self) -> str:
        """Give what is put before a passage."""

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        """Encode what people ask."""

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Encode what is searched."""


class SentenceEncoder:
    """The encoder over a sentence-transformers folder; safe to share between threads."""

    def __init__(self, folder: Path, facts: ModelFacts) -> None:
        self._folder = folder
        self._facts = facts
        # One lock for loading and encoding: tokenizers raise “Already borrowed” when two threads use one.
        self._lock = threading.Lock()
        self._model: SentenceTransformer | None = None

    @property
    def name(self) -> str:
        """Identify the vectors."""
        return self._facts.name

    @property
    def dimension(self) -> int:
        """Say how long each vector is."""
        return self._facts.dimension

    @property
    def max_tokens(self) -> int:
        """Say how many tokens of a text count."""
        return self._facts.max_tokens

    @property
    def question_prompt(self) -> str:
        """Give what is put before a question."""
        return self._facts.question_prompt

    @property
    def passage_prompt(self) -> str:
        """Give what is put before a passage."""
        return self._facts.passage_prompt

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        """Encode what people ask."""
        return self._encode(texts, "query", self.question_prompt)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Encode what is searched."""
        return self._encode(texts, "document", self.passage_prompt)

    def sentence_model(self) -> SentenceTransformer:
        """Give the model itself, loaded; only tuning changes it."""
        with self._lock:
            return self._loaded()

    def _encode(self, texts: Sequence[str], task: Task, prompt: str) -> Vectors:
        """Encode longest first: texts of like length share a batch, and too little memory shows at once."""
        vectors = np.empty((len(texts), self.dimension), np.float32)
        order = sorted(range(len(texts)), key=lambda row: -len(texts[row]))
        for start in range(0, len(order), _BATCH):
            rows = order[start : start + _BATCH]
            vectors[rows] = self._encode_batch([_encodable(texts[row]) for row in rows], task, prompt)
        return vectors

    def _encode_batch(self, texts: list[str], task: Task, prompt: str) -> Vectors:
        with self._lock:
            model = self._loaded()
            encode = model.encode_query if task == "query" else model.encode_document
            with _one_thread() if len(texts) < _FEW else nullcontext():
                found = np.asarray(
                    encode(texts, prompt=prompt, batch_size=_BATCH, show_progress_bar=False, normalize_embeddings=True),
                    np.float32,
                )
        if not np.isfinite(found).all():
            raise ModelError(f"嵌入模型 {self._folder} 算出了非数值的向量。请核对模型文件是否完整，或换一个模型。")
        return found

    def _loaded(self) -> SentenceTransformer:
        """Give the model, loading it the first time; the caller holds the lock."""
        if self._model is None:
            self._model = _load(self._folder, self._facts)
        return self._model


def open_encoder(model: str | None, models_folder: Path, report: Report = lambda line: None) -> SentenceEncoder:
    """Open the default model (None), a model folder, an adapter to the default model, or a hub model already in the local cache."""
    if model is None:
        folder = prepare_default_model(models_folder, report)
        return SentenceEncoder(folder, read_facts(folder))
    folder = Path(model).expanduser()
    if is_adapter(folder):
        adapted = prepare_adapted_model(folder, models_folder, report)
        return SentenceEncoder(adapted, read_facts(adapted))
    if folder.is_dir() or not _HUB_NAME.fullmatch(model):
        return SentenceEncoder(folder, read_facts(folder))
    folder = _find_in_hub_cache(model)
    return SentenceEncoder(folder, read_facts(folder, label=model))


def _find_in_hub_cache(name: str) -> Path:
    """Find the folder that a hub model was once downloaded to."""
    stay_offline()
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError

    repository = name if "/" in name else f"sentence-transformers/{name}"  # as sentence-transformers reads short names
    try:
        return Path(snapshot_download(repository, local_files_only=True))
    except (LocalEntryNotFoundError, HFValidationError, OSError) as exc:
        raise NoModel(
            f"找不到嵌入模型 {name}：本机没有这个文件夹，Hugging Face 本地缓存里也没有（本程序不联网下载）。"
            "请把模型文件夹复制到本机并写明路径，或去掉模型设置以使用随包安装的默认模型。"
        ) from exc


def _load(folder: Path, facts: ModelFacts) -> SentenceTransformer:
    stay_offline()
    if intact_identity(folder) is not None:
        verify_model(folder)  # opening compared sizes only
    try:
        # Imported here and not above: it takes ten seconds, which only those who encode shall pay.
        from sentence_transformers import SentenceTransformer
        from transformers.utils.logging import disable_progress_bar

        disable_progress_bar()  # type: ignore[no-untyped-call]
        model = SentenceTransformer(
            str(folder),
            local_files_only=True,
            trust_remote_code=False,
            # Otherwise weights stored in half precision are computed in it, slowly and less exactly.
            model_kwargs={"dtype": "float32"},
        )
    except Exception as exc:  # whatever the libraries raise over a folder they cannot load
        raise NoModel(
            f"无法载入嵌入模型 {folder}：{exc}。请确认已按 requirements.txt 安装依赖；"
            "若是默认模型，删除该文件夹后运行 python -m index build 会重新展开。"
        ) from exc
    if model.get_embedding_dimension() != facts.dimension:
        raise DamagedModel(
            f"嵌入模型 {folder} 的设置写明 {facts.dimension} 维，载入后却是 {model.get_embedding_dimension()} 维。"
            "请重新复制该模型文件夹。"
        )
    model.max_seq_length = facts.max_tokens
    return model


def limit_threads(count: int) -> None:
    """Compute with so many threads in this process from now on."""
    import torch

    torch.set_num_threads(count)


def stay_offline() -> None:
    """Tell the hub libraries, before they are imported, that there is no hub.

    They read these names from the environment only, at import; without them a load first asks the network and, where
    there is none, waits for it to fail.
    """
    for switch in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "HF_HUB_DISABLE_TELEMETRY"):
        os.environ[switch] = "1"
    # One question or one batch at a time leaves tokenizers nothing to share out; it would only warn after a fork.
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")


def _encodable(text: str) -> str:
    """Replace halves of surrogate pairs, which JSON can carry and tokenizers refuse."""
    return text.encode("utf-8", "replace").decode("utf-8")


@contextmanager
def _one_thread() -> Iterator[None]:
    """Compute on one core meanwhile.

    Threads wait for each other after every layer: where another program has a core, a question took 1,000 ms with two
    threads and 40 ms with one; alone they gain a few milliseconds.
    """
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)
