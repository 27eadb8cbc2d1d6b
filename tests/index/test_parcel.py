"""A generation as one file: the same bytes every time, and nothing of a damaged or foreign one is taken in."""

from __future__ import annotations

import json
import random
import shutil
import zipfile
from pathlib import Path

import pytest

from index.errors import GenerationError
from index.generation import write_manifest
from index.parcel import pack, unpack
from index.published import current_id, generations_folder, open_generation
from tests.conftest import TinyIndex


@pytest.fixture(autouse=True)
def verified_here(monkeypatch: pytest.MonkeyPatch) -> None:
    from index.verification import verify

    monkeypatch.setattr("index.parcel.verify_apart", verify)


@pytest.fixture
def source(tiny_index: TinyIndex, tmp_path: Path) -> Path:
    """An index folder that a test may damage."""
    return Path(shutil.copytree(tiny_index.index, tmp_path / "source"))


@pytest.fixture
def parcel(tiny_index: TinyIndex, tmp_path: Path) -> Path:
    path = tmp_path / "a.jwindex"
    pack(tiny_index.index, tiny_index.generation.manifest.id, path)
    return path


@pytest.fixture
def other(tmp_path: Path) -> Path:
    return tmp_path / "other"


def members(parcel: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(parcel) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def written(path: Path, content: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    return path


def nothing_came_in(other: Path) -> bool:
    return not generations_folder(other).exists() or not list(generations_folder(other).iterdir())


def test_what_comes_in_is_what_went_out(parcel: Path, other: Path, tiny_index: TinyIndex) -> None:
    id_ = unpack(other, parcel).id
    assert id_ == tiny_index.generation.manifest.id
    assert open_generation(other, id_).manifest == tiny_index.generation.manifest
    assert current_id(other) is None


def test_equal_generations_give_equal_bytes(parcel: Path, tiny_index: TinyIndex, tmp_path: Path) -> None:
    pack(tiny_index.index, tiny_index.generation.manifest.id, tmp_path / "b.jwindex")
    assert (tmp_path / "b.jwindex").read_bytes() == parcel.read_bytes()


def test_a_file_that_is_there_is_not_written_over(parcel: Path, tiny_index: TinyIndex) -> None:
    before = parcel.read_bytes()
    with pytest.raises(GenerationError, match="还不存在的文件"):
        pack(tiny_index.index, tiny_index.generation.manifest.id, parcel)
    assert parcel.read_bytes() == before


def test_a_damaged_generation_does_not_go_out(source: Path, tiny_index: TinyIndex, tmp_path: Path) -> None:
    id_ = tiny_index.generation.manifest.id
    path = source / "generations" / id_ / "vectors.faiss"
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(GenerationError, match=r"vectors\.faiss"):
        pack(source, id_, tmp_path / "b.jwindex")
    assert not list(tmp_path.glob("*b.jwindex*"))


def test_a_byte_changed_anywhere_is_refused_or_changes_nothing(
    parcel: Path, other: Path, tiny_index: TinyIndex
) -> None:
    """A zip file has bytes that mean nothing (a time, an attribute); what comes in must be the generation or nothing."""
    whole = parcel.read_bytes()
    chance = random.Random(1)
    refused = 0
    for place in [
        *range(0, 60),
        *(chance.randrange(len(whole)) for _ in range(60)),
        *range(len(whole) - 30, len(whole)),
    ]:
        changed = bytearray(whole)
        changed[place] ^= 1 << chance.randrange(8)
        parcel.write_bytes(bytes(changed))
        try:
            id_ = unpack(other, parcel).id
        except GenerationError as error:
            assert parcel.name in str(error) or "已经在" in str(error)
            assert nothing_came_in(other)
            refused += 1
        else:
            assert open_generation(other, id_).manifest == tiny_index.generation.manifest
            shutil.rmtree(other)
    assert refused >= 90


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.9, 0.999])
def test_a_file_that_was_cut_off_is_refused(share: float, parcel: Path, other: Path) -> None:
    whole = parcel.read_bytes()
    parcel.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(GenerationError, match=r"a\.jwindex 不是完整的索引文件"):
        unpack(other, parcel)
    assert nothing_came_in(other)


def test_one_made_by_a_newer_program_is_refused(parcel: Path, other: Path, tmp_path: Path) -> None:
    content = members(parcel)
    raw = json.loads(content["manifest.json"])
    raw["settings"]["schema"] += 1
    write_manifest(tmp_path, raw)
    newer = {name: (tmp_path / name).read_bytes() for name in ("manifest.json", "manifest.sha256")}
    with pytest.raises(GenerationError, match=r"格式号（schema）"):
        unpack(other, written(tmp_path / "newer.jwindex", {**content, **newer}))
    assert nothing_came_in(other)


@pytest.mark.parametrize("name", ["../outside.txt", "/etc/outside.txt", "bm25/../../outside.txt", "..", "."])
def test_names_that_lead_elsewhere_are_refused(name: str, parcel: Path, other: Path, tmp_path: Path) -> None:
    content = members(parcel)
    raw = json.loads(content["manifest.json"])
    raw["files"][name] = [0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"]
    write_manifest(tmp_path, raw)
    mended = {each: (tmp_path / each).read_bytes() for each in ("manifest.json", "manifest.sha256")}
    with pytest.raises(GenerationError):
        unpack(other, written(tmp_path / "evil.jwindex", {**content, **mended, name: b""}))
    assert nothing_came_in(other)
    assert not list(tmp_path.rglob("outside.txt"))


@pytest.mark.parametrize("id_", ["../../outside", "", "a b", ".hidden"])
def test_an_id_that_is_none_is_refused(id_: str, parcel: Path, other: Path, tmp_path: Path) -> None:
    content = members(parcel)
    write_manifest(tmp_path, {**json.loads(content["manifest.json"]), "id": id_})
    mended = {each: (tmp_path / each).read_bytes() for each in ("manifest.json", "manifest.sha256")}
    with pytest.raises(GenerationError, match="不是版本号"):
        unpack(other, written(tmp_path / "evil.jwindex", {**content, **mended}))
    assert nothing_came_in(other)


def test_a_member_larger_than_it_says_is_not_read_to_its_end(parcel: Path, other: Path, tmp_path: Path) -> None:
    content = members(parcel)
    content["links.jsonl"] += b" " * 50_000_000
    with zipfile.ZipFile(tmp_path / "bomb.jwindex", "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    with pytest.raises(GenerationError, match=r"文件 links\.jsonl 与导出时不一致"):
        unpack(other, tmp_path / "bomb.jwindex")
    assert nothing_came_in(other)


def test_a_file_too_many_and_a_manifest_too_few_are_refused(parcel: Path, other: Path, tmp_path: Path) -> None:
    content = members(parcel)
    with pytest.raises(GenerationError, match="多出文件 notes"):
        unpack(other, written(tmp_path / "more.jwindex", {**content, "notes": b""}))
    del content["manifest.sha256"]
    with pytest.raises(GenerationError, match=r"各有一份 manifest\.json 和 manifest\.sha256"):
        unpack(other, written(tmp_path / "less.jwindex", content))
    assert nothing_came_in(other)


def test_the_same_generation_is_not_taken_in_twice(parcel: Path, other: Path) -> None:
    unpack(other, parcel)
    with pytest.raises(GenerationError, match="没有重复导入"):
        unpack(other, parcel)
