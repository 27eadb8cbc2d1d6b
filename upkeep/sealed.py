"""The file of a backup: a zip with a table of checksums inside and one checksum over the whole.

In: files and the names they get. Out: one file, written aside, put on the disk, read again and checked before it gets its name; and
from such a file its table and its members. Members are stored and not compressed, so equal content gives equal bytes, nothing can
swell when it is unpacked, and any zip program can read them. Does not know what the members are for.

backup.json, the last member: {"kind", "format", "made", "members": {name: [size, sha256]}}. The comment of the zip is the sha256 of
everything before it.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
import struct
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from index.storage import sync_folder
from upkeep.errors import BadBackup, UpkeepError
from upkeep.records import Progress

Tell = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class Source:
    """A file and the name it gets in the backup."""

    name: str
    path: Path


@dataclass(frozen=True, slots=True)
class Member:
    """One file of a backup."""

    name: str
    size: int  # bytes
    sha256: str


@dataclass(frozen=True, slots=True)
class Sealed:
    """A backup that was read and found whole."""

    path: Path
    made: str  # ISO date and time
    members: tuple[Member, ...]


def write_sealed(target: Path, aside: Path, sources: Sequence[Source], made: datetime, tell: Tell) -> Sealed:
    """Write ``target`` by way of the folder ``aside`` on the same disk; raise UpkeepError, also where the name is taken."""
    draft = aside / "backup"
    with draft.open("xb") as file:
        _write_zip(file, sources, made, tell)
        _seal(file)
        file.flush()
        os.fsync(file.fileno())
    written = read_sealed(draft, tell, step="核对")
    give_name(draft, target)
    sync_folder(target.parent)
    return Sealed(target, written.made, written.members)


def read_sealed(path: Path, tell: Tell, *, step: str = "检查备份") -> Sealed:
    """Check every byte of a backup and give its table; raise BadBackup saying what is wrong."""
    with _opened(path) as (file, archive):
        made, members = _read_table(path, archive)
        _check_seal(path, file)
        _check_entries(path, archive, members)
        total, done = sum(member.size for member in members), 0
        for member in members:
            tell(Progress(step, done, total))
            for data in _contents(path, archive, member):
                done += len(data)
        tell(Progress(step, total, total))
    return Sealed(path, made, members)


def extract(sealed: Sealed, places: dict[str, Path], tell: Tell) -> None:
    """Write members to new files, checked once more and put on the disk; raise BadBackup where the backup changed meanwhile."""
    wanted = [member for member in sealed.members if member.name in places]
    total, done = sum(member.size for member in wanted), 0
    with _opened(sealed.path) as (_, archive):
        for member in wanted:
            tell(Progress("取出备份", done, total))
            place = places[member.name]
            place.parent.mkdir(parents=True, exist_ok=True)
            with place.open("xb") as file:
                for data in _contents(sealed.path, archive, member):
                    file.write(data)
                    done += len(data)
                file.flush()
                os.fsync(file.fileno())
    tell(Progress("取出备份", total, total))


def is_safe(name: str) -> bool:
    """Whether a name leads to a file below the folder it is unpacked in, on every system."""
    parts = name.split("/")
    try:
        fits = all(len(part.encode()) <= _LONGEST_NAME for part in parts)
    except UnicodeEncodeError:
        return False
    return fits and all(part not in ("", ".", "..") for part in parts) and not set(name) & {"\\", "\0", ":"}


def give_name(draft: Path, target: Path) -> None:
    """Give a finished file its name, unless the name is taken: then raise UpkeepError and leave both as they are."""
    try:
        os.link(draft, target)
    except FileExistsError as exc:
        raise UpkeepError(f"{target} 已经存在，没有改动它；请换一个文件名。") from exc
    except OSError:  # disks such as exFAT know no second name for a file
        if os.path.lexists(target):
            raise UpkeepError(f"{target} 已经存在，没有改动它；请换一个文件名。") from None
        draft.rename(target)


def _write_zip(file: BinaryIO, sources: Sequence[Source], made: datetime, tell: Tell) -> None:
    table: dict[str, tuple[int, str]] = {}
    total, done = sum(source.path.stat().st_size for source in sources), 0
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for source in sources:
            digest, size = hashlib.sha256(), 0
            entry = _entry(source.name)
            entry.file_size = source.path.stat().st_size  # decides how its header is written
            with source.path.open("rb") as content, archive.open(entry, "w") as member:
                while data := content.read(_PIECE):
                    digest.update(data)
                    size += len(data)
                    member.write(data)
                    tell(Progress("写入备份", done + size, total))
            done += size
            table[source.name] = (size, digest.hexdigest())
        raw = {"kind": KIND, "format": FORMAT, "made": made.isoformat(timespec="seconds"), "members": table}
        archive.writestr(_entry(TABLE), json.dumps(raw, ensure_ascii=False, indent=1, sort_keys=True))
        archive.comment = b"0" * _SEAL


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.create_system = _UNIX
    entry.external_attr = (stat.S_IFREG | 0o600) << 16
    return entry


def _seal(file: BinaryIO) -> None:
    file.flush()
    end = file.seek(-_SEAL, os.SEEK_END)
    with open(file.name, "rb") as written:
        digest = _digest(written, end)
    file.write(digest)


@contextmanager
def _opened(path: Path) -> Iterator[tuple[BinaryIO, zipfile.ZipFile]]:
    try:
        with path.open("rb") as file:
            if file.read(4) != b"PK\x03\x04":
                raise BadBackup(f"{path} 不是本程序的备份文件；应是 backup 命令写出的文件，请核对文件名。")
            with zipfile.ZipFile(file) as archive:
                yield file, archive
    except FileNotFoundError as exc:
        raise BadBackup(f"找不到备份文件 {exc.filename or path}；请核对路径。") from exc
    except _UNREADABLE as exc:
        raise BadBackup(f"备份文件 {path} 不完整或已损坏（{exc}）；没有恢复任何内容，请换一份备份。") from exc


def _read_table(path: Path, archive: zipfile.ZipFile) -> tuple[str, tuple[Member, ...]]:
    foreign = BadBackup(f"{path} 是 zip 文件，但不是本程序的备份（没有可用的 {TABLE}）；请核对文件名。")
    entries = archive.infolist()
    if len(entries) > MOST_MEMBERS:
        raise BadBackup(f"备份文件 {path} 里有 {len(entries)} 个文件，最多 {MOST_MEMBERS} 个；没有恢复任何内容。")
    found = [entry for entry in entries if entry.orig_filename == TABLE]
    if len(found) != 1 or found[0].file_size > _LONGEST_TABLE or found[0].compress_type != zipfile.ZIP_STORED:
        raise foreign
    with archive.open(found[0]) as file:
        text = file.read(_LONGEST_TABLE)
    try:
        raw = json.loads(text)
        kind, number = raw["kind"], raw["format"]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise foreign from None
    if kind != KIND or type(number) is not int:
        raise foreign
    if number != FORMAT:
        raise BadBackup(f"备份文件 {path} 的格式号是 {number}，本程序只认识 {FORMAT}；请用写出它的程序版本恢复。")
    try:
        made = datetime.fromisoformat(raw["made"]).isoformat(timespec="seconds")
        members = tuple(Member(name, size, digest) for name, (size, digest) in raw["members"].items())
    except (ValueError, KeyError, TypeError, AttributeError):
        raise BadBackup(f"备份文件 {path} 的 {TABLE} 读不懂；没有恢复任何内容，请换一份备份。") from None
    return made, members


def _check_seal(path: Path, file: BinaryIO) -> None:
    end = file.seek(0, os.SEEK_END) - _SEAL
    file.seek(max(end, 0))
    if (end < 0) or file.read(_SEAL) != _digest_at(file, end):
        raise BadBackup(f"备份文件 {path} 已损坏或被改动（整体校验和不符）；没有恢复任何内容，请换一份备份。")


def _check_entries(path: Path, archive: zipfile.ZipFile, members: Sequence[Member]) -> None:
    entries = {entry.orig_filename: entry for entry in archive.infolist()}
    if len(entries) != len(archive.infolist()):
        raise BadBackup(f"备份文件 {path} 里有同名文件；没有恢复任何内容，请换一份备份。")
    if entries.keys() != {TABLE, *(member.name for member in members)}:
        raise BadBackup(f"备份文件 {path} 里的文件与其 {TABLE} 所列不一致；没有恢复任何内容，请换一份备份。")
    folders = {"/".join(name.split("/")[:depth]) for name in entries for depth in range(1, name.count("/") + 1)}
    for name, entry in entries.items():
        mode = entry.external_attr >> 16
        if not is_safe(name) or name in folders:
            raise BadBackup(f"备份文件 {path} 里的文件名 {name!r} 不可用（会写到别处）；没有恢复任何内容。")
        if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
            raise BadBackup(f"备份文件 {path} 里的 {name} 不是普通文件（链接或设备）；没有恢复任何内容。")
        if entry.flag_bits & _ENCRYPTED or entry.compress_type != zipfile.ZIP_STORED:
            raise BadBackup(f"备份文件 {path} 里的 {name} 经过压缩或加密，本程序的备份不是这样；没有恢复任何内容。")
    declared = sum(max(entry.file_size, entry.compress_size) for entry in entries.values())
    if declared > (held := path.stat().st_size):
        raise BadBackup(f"备份文件 {path} 自称有 {declared} 字节的内容，实际只有 {held} 字节；没有恢复任何内容。")
    for member in members:
        if type(member.size) is not int or member.size != entries[member.name].file_size:
            raise BadBackup(f"备份文件 {path} 里的 {member.name} 大小与所列不符；没有恢复任何内容，请换一份备份。")


def _contents(path: Path, archive: zipfile.ZipFile, member: Member) -> Iterator[bytes]:
    """The bytes of a member in pieces; raise BadBackup at its end where they are not those of the table."""
    digest, size = hashlib.sha256(), 0
    with archive.open(member.name) as file:
        while data := file.read(_PIECE):
            size += len(data)
            if size > member.size:
                break
            digest.update(data)
            yield data
    if (size, digest.hexdigest()) != (member.size, member.sha256):
        raise BadBackup(f"备份文件 {path} 里的 {member.name} 与校验和不符；没有恢复任何内容，请换一份备份。")


def _digest_at(file: BinaryIO, end: int) -> bytes:
    file.seek(0)
    return _digest(file, end)


def _digest(file: BinaryIO, end: int) -> bytes:
    """The sha256 of the first ``end`` bytes, as it is written."""
    digest, left = hashlib.sha256(), end
    while left > 0 and (data := file.read(min(_PIECE, left))):
        digest.update(data)
        left -= len(data)
    return digest.hexdigest().encode()


KIND = "jingwen-backup"
FORMAT = 1  # raise it when what stands in the file, or what it means, changes
TABLE = "backup.json"
MOST_MEMBERS = 500_000
_LONGEST_TABLE = 256 << 20  # bytes: half a kilobyte for each of the most members
_LONGEST_NAME = 255  # bytes, of one part of a path; longer ones cannot be written
_PIECE = 1 << 20
_SEAL = 64  # characters of a sha256
_UNIX = 3  # what the mode in an entry's attributes belongs to
_ENCRYPTED = 1
_UNREADABLE = (zipfile.BadZipFile, EOFError, struct.error, UnicodeDecodeError, NotImplementedError, RuntimeError)
