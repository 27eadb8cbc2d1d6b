"""A generation as one file, to be carried into a closed network.

In: a generation's folder, or such a file. Out: the file, or the generation in another index folder, verified and not yet in use. The
file is a zip archive of the folder: its manifest holds size and hash of everything else, so a damaged one is refused, and one
made by a newer program too. Reading trusts nothing: names come from the manifest, sizes are counted while reading.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import zipfile
import zlib
from pathlib import Path
from typing import IO

from index import storage
from index.errors import DamagedGeneration, GenerationError
from index.generation import MANIFEST, SEAL, Manifest, read_manifest
from index.published import ID, find_generation, generations_folder
from index.verification import verify_apart
from index.writing import ASIDE

SUFFIX = ".jwindex"


def pack(index_folder: Path, generation_id: str, target: Path) -> Manifest:
    """Verify a generation, write it to a new file, and verify what was written; equal generations give equal bytes.

    Raise GenerationError if it is damaged, if the file is there already, or if it cannot be written; nothing is left behind then.
    """
    folder = find_generation(index_folder, generation_id)
    if target.exists() or not target.parent.is_dir():
        raise GenerationError(f"{target} 应是一个还不存在的文件，它所在的文件夹应已存在；请换一个文件名。")
    verify_apart(folder)
    manifest = read_manifest(folder)
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
                for name in (MANIFEST, SEAL, *sorted(manifest.files)):
                    with (
                        archive.open(_member(name), "w", force_zip64=True) as entry,
                        (folder / name).open("rb") as source,
                    ):
                        shutil.copyfileobj(source, entry, _PIECE)
            file.flush()
            os.fsync(file.fileno())
        with zipfile.ZipFile(part) as archive:
            for name, expected in manifest.files.items():
                _copy(archive, name, expected, None)
        part.rename(target)
        storage.sync_folder(target.parent)
    except OSError as exc:
        raise GenerationError(f"{target} 写不出来（{exc.strerror or exc}）；请检查磁盘空间和权限。") from exc
    finally:
        part.unlink(missing_ok=True)
    return manifest


def unpack(index_folder: Path, parcel: Path) -> Manifest:
    """Bring a generation in from a file, complete and verified; the caller holds the lock, and puts it in use or not.

    Raise GenerationError naming the file and what is wrong with it; nothing is left behind then.
    """
    try:
        with zipfile.ZipFile(parcel) as archive:
            return _bring_in(index_folder, archive)
    except (
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        NotImplementedError,
        EOFError,
        RuntimeError,
        KeyError,
        zlib.error,
    ) as exc:
        raise GenerationError(f"{parcel} 不是完整的索引文件（{exc}）；请重新导出，或重新拷贝。") from exc
    except DamagedGeneration as exc:
        raise DamagedGeneration(f"{parcel} 没有导入：{exc}") from exc
    except OSError as exc:
        raise GenerationError(f"{parcel} 导入失败（{exc.strerror or exc}）；请检查文件、磁盘空间和权限。") from exc


def _bring_in(index_folder: Path, archive: zipfile.ZipFile) -> Manifest:
    names = archive.namelist()
    if len(names) != len(set(names)) or {MANIFEST, SEAL} - set(names):
        raise DamagedGeneration(f"里面应各有一份 {MANIFEST} 和 {SEAL}。")
    aside = generations_folder(index_folder) / f"{ASIDE}import-{os.getpid()}"
    try:
        aside.mkdir(parents=True)
        for name in (MANIFEST, SEAL):
            with (aside / name).open("wb") as file:
                file.write(_short(archive, name))
        manifest = read_manifest(aside)
        if not ID.fullmatch(manifest.id):
            raise DamagedGeneration(f"版本号 {manifest.id[:40]!r} 不是版本号。")
        if extra := sorted(set(names) - set(manifest.files) - {MANIFEST, SEAL}):
            raise DamagedGeneration(f"里面多出文件 {extra[0][:80]}。")
        for name, expected in manifest.files.items():
            target = (aside / name).resolve()
            if not target.is_relative_to(aside.resolve()) or target == aside.resolve():
                raise DamagedGeneration(f"里面的文件名 {name[:80]} 指向别处。")
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("wb") as file:
                _copy(archive, name, expected, file)
        storage.sync_tree(aside)
        verify_apart(aside)
        final = generations_folder(index_folder) / manifest.id
        if final.is_dir():
            raise GenerationError(f"索引版本 {manifest.id} 已经在 {index_folder} 里，没有重复导入。")
        aside.rename(final)
        storage.sync_folder(final.parent)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return manifest


def _copy(archive: zipfile.ZipFile, name: str, expected: tuple[int, str], target: IO[bytes] | None) -> None:
    """Read a member whole, not more than it should have, and compare its hash; write it where a target is given."""
    size, digest = 0, hashlib.sha256()
    with archive.open(name) as source:
        while piece := source.read(_PIECE):
            size += len(piece)
            if size > expected[0]:
                break
            digest.update(piece)
            if target is not None:
                target.write(piece)
    if (size, digest.hexdigest()) != tuple(expected):
        raise DamagedGeneration(
            f"文件 {name} 与导出时不一致（应为 {expected[0]} 字节），可能在传送中损坏；请重新拷贝。"
        )


def _short(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as source:
        content = source.read(_LONGEST_MANIFEST + 1)
    if len(content) > _LONGEST_MANIFEST:
        raise DamagedGeneration(f"文件 {name} 大得不合理。")
    return content


def _member(name: str) -> zipfile.ZipInfo:
    """Without the time of day, so that equal generations give equal files."""
    member = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
    member.compress_type = zipfile.ZIP_DEFLATED
    member.external_attr = 0o644 << 16
    return member


_PIECE = 1 << 20
_LONGEST_MANIFEST = 64 << 20  # bytes; it names every file that was left out, with reasons
