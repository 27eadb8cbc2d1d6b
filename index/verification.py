"""A generation, verified by a fresh process: nothing that its writer has in memory can hide what is wrong on the disk.

In: the folder of a generation, under any name. Out: nothing, or DamagedGeneration with the reason. Hashes, sizes, counts and dimensions
are checked by opening it, then its smoke questions are asked: passages with the vectors they had when it was made, each of
which must be found again. Encodes nothing and publishes nothing.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np

from index.encoder import Vectors
from index.errors import DamagedGeneration, GenerationError
from index.generation import Generation, load_folder
from index.search import Search
from index.words import words
from ingest.records import Document, Passage

SMOKE = "smoke.jsonl"
SMOKE_VECTORS = "smoke.npy"


def verify_apart(folder: Path) -> None:
    """Verify in a new process; raise DamagedGeneration with what it found, GenerationError if there can be no such process."""
    with Verifier() as verifier:
        verifier.verify(folder)


class Verifier:
    """A new process that gets ready while its starter still writes; a ``with`` statement ends it. It verifies one folder.

    Nothing but the path reaches it, and that only when it is asked. It ends by itself when its starter is gone.
    """

    def __init__(self) -> None:
        """Start it; raise GenerationError if that fails."""
        self._process = _start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.communicate()

    def verify(self, folder: Path) -> None:
        """Raise DamagedGeneration with what it found, GenerationError if it came to no end."""
        if self._process.poll() is not None:  # died while it waited; encoding may take hours
            self._process.communicate()
            self._process = _start()
        try:
            _, said = self._process.communicate(os.fsencode(folder), timeout=_LONGEST)
        except (OSError, subprocess.TimeoutExpired) as exc:
            raise _unfinished(exc) from exc
        code, text = self._process.returncode, said.decode("utf-8", "replace").strip()
        if code == _FOUND:
            raise DamagedGeneration(text)
        if code:
            raise GenerationError(f"校验新索引的进程中断（退出码 {code}）：{text[-300:]}。旧索引未受影响，请重新运行。")


def _start() -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(  # noqa: S603 - our own interpreter with a fixed program
            COMMAND, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        )
    except OSError as exc:
        raise _unfinished(exc) from exc


def _unfinished(why: Exception) -> GenerationError:
    return GenerationError(f"校验新索引的进程没有完成（{why}）；旧索引未受影响，请重新运行。")


def verify(folder: Path) -> Generation:
    """Verify in this process, and give what was opened."""
    generation = load_folder(folder, in_full=True)
    with (folder / SMOKE).open(encoding="utf-8") as file:
        questions = [json.loads(line) for line in file]
    vectors = np.load(folder / SMOKE_VECTORS, allow_pickle=False)
    if not questions or vectors.shape != (len(questions), generation.manifest.dimension):
        raise DamagedGeneration(f"索引版本 {generation.manifest.id} 的 {SMOKE_VECTORS} 与 {SMOKE} 不相配；请重新建库。")
    for question, vector in zip(questions, vectors, strict=True):
        found = Search(generation, _Stored(generation, vector)).find(question["text"], limit=_AMONG)
        if question["passage"] not in {hit.passage.id for hit in found}:
            raise DamagedGeneration(
                f"索引版本 {generation.manifest.id} 校验失败：按原文查找，却找不到段 {question['passage']}；请重新建库。"
            )
    return generation


def write_smoke(folder: Path, passages: Sequence[tuple[Document, Passage]], vectors: Vectors) -> None:
    """Keep some passages, from first to last, with their vectors, so that they can be asked for without a model."""
    rows = sorted({round(at) for at in np.linspace(0, len(passages) - 1, min(_QUESTIONS, len(passages)))})
    with (folder / SMOKE).open("w", encoding="utf-8", newline="\n") as file:
        for row in rows:
            passage = passages[row][1]
            file.write(json.dumps({"passage": passage.id, "text": passage.text[:_LONGEST_TEXT]}, ensure_ascii=False))
            file.write("\n")
    np.save(folder / SMOKE_VECTORS, vectors[rows].astype(np.float32), allow_pickle=False)


def main() -> None:
    """What the new process does: load what asking takes, wait for a path, verify what stands there."""
    words("")  # loads the dictionary
    folder = sys.stdin.buffer.read()
    if not folder:
        sys.exit("not asked")  # its starter is gone; success would be a verdict
    try:
        verify(Path(os.fsdecode(folder)))
    except GenerationError as error:
        sys.stderr.buffer.write(str(error).encode())
        sys.exit(_FOUND)


class _Stored:
    """Stands in for the model: every question has the vector that is stored with it."""

    max_tokens, question_prompt, passage_prompt = 0, "", ""

    def __init__(self, generation: Generation, vector: Vectors) -> None:
        self.name = generation.manifest.model
        self.dimension = generation.manifest.dimension
        self._vector = vector

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        return np.tile(self._vector, (len(texts), 1))

    encode_passages = encode_questions


_ROOT = Path(__file__).resolve().parent.parent
# -I: nothing of the environment, the working folder or the user's own packages reaches the new process.
_BOOT = "import sys; sys.path.insert(0, sys.argv[1]); from index.verification import main; main()"
COMMAND = (sys.executable, "-I", "-X", "utf8", "-c", _BOOT, str(_ROOT))
_FOUND = 9  # exit status: the generation is damaged
_LONGEST = 3600.0  # seconds
_QUESTIONS = 8
_LONGEST_TEXT = 200  # characters
_AMONG = 50  # passages that share most of their words stand close together
