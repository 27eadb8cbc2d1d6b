"""A text is found by path, id or exact title; what could be meant is said where it is not."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from tests.invented import document, write_corpus
from upkeep.errors import NotNamed, StillThere
from upkeep.known import Held, find_target, refuse_standing

OLD = replace(document(version_date="2015-03-01"), sha256="a" * 64)
NEW = replace(document(version_date="2021-09-01"), sha256="b" * 64)
GUIDE = replace(document("一、接报", title="走失老人查找工作指引", version_date=None), sha256="c" * 64)
HELD = (Held(Path("one"), (OLD, GUIDE)), Held(Path("two"), (NEW, GUIDE)), Held(Path("spoilt"), None))


@pytest.mark.parametrize("name", [GUIDE.source, GUIDE.id, GUIDE.title])
def test_path_id_and_title_name_a_text(tmp_path: Path, name: str) -> None:
    target = find_target(name, HELD, tmp_path)
    assert (target.documents, target.ids) == ((GUIDE,), {GUIDE.id})
    assert (target.sources, target.sha256s) == ({GUIDE.source}, {"c" * 64})


def test_a_title_of_two_texts_is_refused_with_both(tmp_path: Path) -> None:
    with pytest.raises(NotNamed) as refused:
        find_target("犬只管理办法", HELD, tmp_path)
    assert str(refused.value) == (
        "有几份资料都叫“犬只管理办法”，请写明路径或编号："
        "\n  犬只管理办法(2015-03-01).txt（《犬只管理办法》，编号 犬只管理办法/2015-03-01）"
        "\n  犬只管理办法(2021-09-01).txt（《犬只管理办法》，编号 犬只管理办法/2021-09-01）"
    )


def test_an_unknown_name_is_refused_with_what_is_like_it(tmp_path: Path) -> None:
    with pytest.raises(NotNamed, match=r"没有哪份资料叫“走失老人”[^\0]*走失老人查找工作指引"):
        find_target("走失老人", HELD, tmp_path)
    with pytest.raises(NotNamed, match=r"没有哪份资料叫“zzz”；请写它的路径（同报告所列）、编号或完整标题。$"):
        find_target("zzz", HELD, tmp_path)


def test_every_text_that_stood_at_a_path_is_meant_by_it(tmp_path: Path) -> None:
    earlier = replace(OLD, source=NEW.source)
    target = find_target(NEW.source, (Held(Path("one"), (earlier,)), Held(Path("two"), (NEW,))), tmp_path)
    assert target.ids == {earlier.id, NEW.id}


def test_all_texts_of_one_file_go_together(tmp_path: Path) -> None:
    other = replace(GUIDE, sha256=OLD.sha256, source=OLD.source)
    assert find_target(OLD.id, (Held(Path("one"), (OLD, other)),), tmp_path).ids == {OLD.id, other.id}


def test_a_path_at_which_another_text_stands_now_is_not_meant_by_an_id(tmp_path: Path) -> None:
    write_corpus(tmp_path, {OLD.source: "另一份"})
    target = find_target(OLD.id, HELD, tmp_path)
    assert (target.sources, target.ids) == (frozenset(), {OLD.id})


def test_a_file_that_stands_under_its_name_or_another_must_go_first(tmp_path: Path) -> None:
    same = replace(GUIDE, sha256=sha256("同样的内容".encode()).hexdigest())
    target = find_target(GUIDE.id, (Held(Path("one"), (same,)),), tmp_path)
    refuse_standing(target, [write_corpus(tmp_path / "a", {"别的.txt": "别的内容"})])
    with pytest.raises(StillThere, match=r"走失老人.*还在.*先把它移出"):
        refuse_standing(target, [write_corpus(tmp_path / "b", {GUIDE.source: "什么都行"})])
    with pytest.raises(StillThere, match=r"副本\.txt 还在"):
        refuse_standing(target, [write_corpus(tmp_path / "c", {"深处/副本.txt": "同样的内容"})])
