"""The commands over the bank, run as people run them: made, imported, approved, put on papers, exported, looked after."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from quiz.__main__ import main
from quiz.bank import Query, open_bank
from quiz.make import Made, Request
from quiz.records import ItemType, Paper, Status
from tests.invented import DOGS_NEW, FILES, RULES
from tests.quiz.bases import OpenBase, build_base, cite
from tests.quiz.made import cloze, single

LOST = "群众遗失的物品送到巡防站的，应当登记，（ ）内移交派出所。"
OLD_ITEMS = (
    f"一、单选题\n1. {LOST}\nA.三日 B.五日 C.七日\n答案：A\n解析：《青槐市巡防站管理规定》第三条。\n"
    "2. 巡防站实行（ ）值守。\nA.八小时 B.十二小时 C.二十四小时\n答案：C\n解析：《青槐市巡防站管理规定》第三条。\n"
)
BAD_ROW = "3. 甲（ ）。\nA.一 B.二\n答案：E\n"


@dataclass(frozen=True, slots=True)
class Place:
    """A base, a bank to be, and the commands over both."""

    base: OpenBase
    folder: Path

    @property
    def bank(self) -> Path:
        return self.folder / "bank.sqlite3"

    def run(self, command: str, *arguments: str, index: bool = False) -> int:
        rest = ["--index", str(self.base.index)] if index else []
        return main([command, *arguments, "--bank", str(self.bank), *rest])

    def write(self, name: str, text: str) -> str:
        (self.folder / name).write_text(text, encoding="utf-8")
        return str(self.folder / name)

    def statuses(self) -> dict[str, Status]:
        with open_bank(self.bank) as bank:
            return {entry.item.stem: entry.status for entry in bank.find()}


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(build_base(tmp_path / "base", FILES), tmp_path)


@pytest.fixture
def asked(place: Place, monkeypatch: pytest.MonkeyPatch) -> list[tuple[Request, int]]:
    """Stand in for the making of items, which needs a model, and remember what was asked for."""
    requests: list[tuple[Request, int]] = []

    def make_items(
        generation: object, lookup: object, encoder: object, request: Request, seed: int,
        on_progress: Callable[[str, int, int], None], *, today: date,
    ) -> Made:  # fmt: skip
        requests.append((request, seed))
        on_progress("检查", 1, 2)
        on_progress("检查", 2, 2)
        kept = cite(place.base, "巡逻记录保存六十日", "六十日", "a"), cite(place.base, "三日内移交派出所", "三日", "b")
        return Made(kept, {"选项可猜": 3, "不唯一": 7}, {}, {}, {}, {"文字质量差": 1})

    monkeypatch.setattr("quiz.filling.make_items", make_items)
    monkeypatch.setattr("quiz.__main__.open_encoder", lambda *arguments, **named: None)
    return requests


def test_build_saves_what_was_made_and_tells_what_was_not(
    place: Place, asked: list[tuple[Request, int]], capsys: pytest.CaptureFixture[str]
) -> None:
    assert place.run("build", "--types", "number", "--limit", "5", "--seed", "9", "--outdated", index=True) == 0
    assert asked == [(Request(types=frozenset({ItemType.NUMBER}), limit=5, outdated=True), 9)]
    assert capsys.readouterr().out.splitlines() == [
        "通过检查 2 题：单项选择（数字期限） 2",
        f"新存入 2 题，已有且相同 0 题，更新为新版 0 题，已有人改过或决定过、保持原样 0 题。题库 {place.bank}",
        "未通过检查：",
        "       7  不唯一",
        "       3  选项可猜",
        "没有出题的段落：",
        "       1  文字质量差",
    ]
    with open_bank(place.bank) as bank:
        (first, _) = bank.find()
        assert bank.passage(first.item.sources[0].passage_sha256) is not None
    assert place.run("build", index=True) == 0
    assert "新存入 0 题，已有且相同 2 题" in capsys.readouterr().out


def test_build_tells_how_to_ask_about_older_texts(
    place: Place, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    made = Made((), {}, {}, {}, {}, {"旧文本或已废止": 7})
    monkeypatch.setattr("quiz.filling.make_items", lambda *_, **__: made)
    monkeypatch.setattr("quiz.__main__.open_encoder", lambda *_, **__: None)
    assert place.run("build", index=True) == 0
    assert "加 --outdated 可以出" in capsys.readouterr().out
    assert place.run("build", "--outdated", index=True) == 0
    assert "--outdated" not in capsys.readouterr().out


def test_build_takes_documents_by_path_title_or_part_of_it(place: Place, asked: list[tuple[Request, int]]) -> None:
    assert place.run("build", "--documents", "犬只管理", RULES, index=True) == 0
    (request, _) = asked[0]
    sources = {place.base.lookup.document(id_).source for id_ in request.documents}
    assert sources == {name for name in FILES if "犬只" in name} | {RULES}


def test_build_of_an_unknown_document_makes_nothing(
    place: Place, asked: list[tuple[Request, int]], capsys: pytest.CaptureFixture[str]
) -> None:
    assert place.run("build", "--documents", "没有的规定", index=True) == 1
    assert "资料库里没有“没有的规定”" in capsys.readouterr().err
    assert (asked, place.bank.exists()) == ([], False)


def test_build_into_a_foreign_file_changes_nothing(
    place: Place, asked: list[tuple[Request, int]], capsys: pytest.CaptureFixture[str]
) -> None:
    place.write("bank.sqlite3", "别人的文件" * 50)
    assert place.run("build", index=True) == 1
    assert "没有改动它" in capsys.readouterr().err
    assert (asked, place.bank.read_text(encoding="utf-8")) == ([], "别人的文件" * 50)


def test_import_stores_drafts_and_names_what_it_left_out(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    assert place.run("import", place.write("旧题.txt", OLD_ITEMS + BAD_ROW), index=True) == 3
    out, err = capsys.readouterr()
    assert out.startswith(
        "旧题.txt：2 题，2 题找到依据，1 题的法条有变动，1 题有需要核对之处。\n旧题.txt 第 2 行：《青槐市巡防站管理规定》第三条"
    )
    assert "新存入 2 题" in out
    assert "旧题.txt 第 10 行：答案 E 不在选项里" in err
    assert set(place.statuses().values()) == {Status.DRAFT}


def test_what_was_exported_whole_is_imported_again(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    approved(place)
    out = place.folder / "全部.jsonl"
    assert place.run("export", "jsonl", "--out", str(out)) == 0
    with open_bank(place.bank) as bank:
        before = [entry.item for entry in bank.find()]
    other = place.folder / "another.sqlite3"
    assert main(["import", str(out), "--bank", str(other), "--index", str(place.base.index)]) == 0
    with open_bank(other) as bank:
        kept = {entry.item.id: entry for entry in bank.find()}
    assert {id_: entry.item.sources for id_, entry in kept.items()} == {item.id: item.sources for item in before}
    assert all(entry.status is Status.DRAFT for entry in kept.values())
    out.write_text("{}", encoding="utf-8")
    assert main(["import", str(out), "--bank", str(other), "--index", str(place.base.index)]) == 1
    assert "全部.jsonl 第 1 行" in capsys.readouterr().err


def test_import_of_the_same_file_again_doubles_nothing(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    path = place.write("旧题.txt", OLD_ITEMS)
    assert [place.run("import", path, index=True) for _ in range(2)] == [0, 0]
    assert "新存入 0 题，已有且相同 2 题" in capsys.readouterr().out


def test_import_of_a_broken_file_stores_nothing_of_it_and_the_others_whole(
    place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = place.folder / "坏.xlsx"
    broken.write_bytes(b"PK\x03\x04" + b"\x00" * 500)
    assert place.run("import", str(broken), index=True) == 1
    assert not place.bank.exists()
    assert place.run("import", str(broken), place.write("旧题.txt", OLD_ITEMS), index=True) == 3
    assert "坏.xlsx：文件残缺或已损坏" in capsys.readouterr().err
    assert len(place.statuses()) == 2


def test_import_without_an_index_says_that_nothing_was_compared(
    place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    path = place.write("旧题.txt", OLD_ITEMS)
    assert main(["import", path, "--bank", str(place.bank), "--index", str(place.folder / "none")]) == 0
    assert "没有与条文核对" in capsys.readouterr().err


def test_lint_tells_every_fault_with_its_row_and_stores_nothing(
    place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    sound = OLD_ITEMS.replace("第三条", "第五条", 1)
    assert main(["lint", place.write("好.txt", sound), "--index", str(place.base.index)]) == 0
    faulty = place.write("坏.csv", "题干,A,B,C,答案\n下列说法错误的是（ ）。,甲乙,甲乙,丙,A\n")
    assert main(["lint", faulty, "--index", str(place.base.index)]) == 3
    lines = capsys.readouterr().out.splitlines()
    assert [line.split("；")[0] for line in lines[2:]] == [
        "坏.csv 第 2 行：题干问的是“错误”，没有标出",
        "坏.csv 第 2 行：选项 A 和 B 相同",
        "坏.csv 第 2 行：没有解析",
        "坏.csv 第 2 行：没有在资料库中找到依据，请人工核对。",
    ]
    assert not place.bank.exists()


def test_items_are_listed_and_approved_by_name(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    place.run("import", place.write("旧题.txt", OLD_ITEMS), index=True)
    with open_bank(place.bank) as bank:
        first, second = (entry.item.id for entry in bank.find())
    assert place.run("approve", first, "--who", "李教官", "--reason", "核对无误") == 0
    capsys.readouterr()
    assert place.run("list", "--status", "approved") == 0
    assert capsys.readouterr().out.splitlines() == [
        f"{first}  已采用  单项选择  {LOST}  《青槐市巡防站管理规定》（2023-05-10）第五条",
        "共 1 题：已采用 1",
    ]
    with open_bank(place.bank) as bank:
        event = bank.history(first)[-1]
        assert (event.decision.who, event.decision.reason) == ("李教官", "核对无误")
    assert place.run("approve", "--all", "--who", "李教官") == 0
    assert set(place.statuses().values()) == {Status.APPROVED}
    assert place.run("approve", second, "--who", "李教官") == 1
    assert "不能改为“已采用”" in capsys.readouterr().err


def test_approving_an_unknown_item_approves_none(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    place.run("import", place.write("旧题.txt", OLD_ITEMS), index=True)
    with open_bank(place.bank) as bank:
        first = bank.find()[0].item.id
    assert place.run("approve", first, "x9", "--who", "李教官") == 1
    assert place.run("approve", "--who", "李教官") == 1
    assert set(place.statuses().values()) == {Status.DRAFT}


def approved(place: Place) -> None:
    place.run("import", place.write("旧题.txt", OLD_ITEMS), index=True)
    place.run("approve", "--all", "--who", "李教官")


def test_papers_are_frozen_in_variants_and_listed(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    approved(place)
    capsys.readouterr()
    blueprint = place.write("要求.csv", "题型,题数,每题分\n单选,2,5\n")
    assert place.run("paper", "--blueprint", blueprint, "--title", "月考", "--variants", "A，B", index=True) == 0
    made = capsys.readouterr().out.splitlines()
    assert [line.split("  ", 1)[1] for line in made] == [
        f"月考（{name}卷）：2 题，共 10 分（单项选择题 2 题 10 分）" for name in "AB"
    ]
    assert place.run("list", "--papers") == 0
    assert capsys.readouterr().out.splitlines()[-1] == "共 2 份试卷。"
    with open_bank(place.bank) as bank:
        assert {paper.generation for paper in bank.papers()} == {place.base.generation.manifest.id}


def test_what_a_blueprint_asks_and_the_bank_lacks_is_said(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    approved(place)
    blueprint = place.write("要求.csv", "题型,题数,每题分\n单选,9,5\n")
    assert place.run("paper", "--blueprint", blueprint, "--title", "月考", index=True) == 3
    assert "要求.csv 第 2 行：要 9 题，只能选出 2 题" in capsys.readouterr().err


def test_a_bad_blueprint_or_an_empty_choice_stores_no_paper(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    approved(place)
    for text, words in (
        ("题型,题数,每题分\n单选,多,5\n", "第 2 行：“题数”"),
        ("题型,题数,每题分\n多选,2,5\n", "没有题目"),
    ):
        assert place.run("paper", "--blueprint", place.write("要求.csv", text), "--title", "月考", index=True) == 1
        assert words in capsys.readouterr().err
    with open_bank(place.bank) as bank:
        assert bank.papers() == ()


@dataclass(frozen=True, slots=True)
class Exported:
    """What an exporter gives back."""

    data: bytes
    left_out: tuple[tuple[str, str], ...]
    remarks: tuple[str, ...] = ("按全对得分",)


@dataclass(frozen=True, slots=True)
class Format:
    """A format whose file holds the stems, and that carries no blanks."""

    name: str
    about: str

    def export(self, paper: Paper) -> Exported:
        blanks = tuple((each.item.id, "没有填空题") for each in paper.items if each.item.type == ItemType.CLOZE)
        return Exported("\n".join(sorted(each.item.stem for each in paper.items)).encode(), blanks)


@pytest.fixture
def formats(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quiz.export.formats.FORMATS", (Format("plain", "纯文本"),))


@pytest.mark.usefixtures("formats")
def test_export_writes_the_items_of_a_status_or_a_paper(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    approved(place)
    out = place.folder / "题.txt"
    assert place.run("export", "plain", "--out", str(out)) == 0
    assert out.read_text(encoding="utf-8").split("\n") == ["巡防站实行（ ）值守。", LOST]
    place.run("paper", "--blueprint", place.write("要求.csv", "题数,每题分\n1,5\n"), "--title", "月考", index=True)
    with open_bank(place.bank) as bank:
        (paper,) = bank.papers()
    assert place.run("export", "plain", "--out", str(out), "--paper", paper.id) == 0
    assert out.read_text(encoding="utf-8") == paper.items[0].item.stem
    assert "按全对得分" in capsys.readouterr().out


@pytest.mark.usefixtures("formats")
def test_export_says_what_the_format_could_not_carry(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    place.run("import", place.write("旧题.csv", "题型,题干,答案\n填空,巡防站实行____小时值守。,二十四\n"), index=True)
    assert place.run("export", "plain", "--out", str(place.folder / "题.txt"), "--status", "draft") == 3
    assert "：没有填空题" in capsys.readouterr().err


@pytest.mark.usefixtures("formats")
def test_an_export_that_cannot_be_leaves_no_file(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    out = place.folder / "题.txt"
    assert place.run("export", "plain", "--out", str(out)) == 1  # no bank yet
    assert not place.bank.exists()
    approved(place)
    tries = (
        (["scroll", "--out", str(out)], "没有格式“scroll”；可用的格式：\n  plain  纯文本"),
        (["plain", "--out", str(out), "--paper", "p-0"], "没有试卷 p-0"),
        (["plain", "--out", str(out), "--status", "stale"], "没有状态为“依据已变”的题目"),
        (["plain", "--out", str(place.folder)], "应是一个文件"),
    )
    capsys.readouterr()
    for arguments, words in tries:
        assert place.run("export", *arguments) == 1
        assert words in capsys.readouterr().err
    assert not out.exists()


def test_stale_reports_what_was_kept_moved_and_changed(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    approved(place)
    assert place.run("stale", index=True) == 0
    assert "依据未变 2 题，已移动 0 题，已变或不在库中 0 题" in capsys.readouterr().out
    changed = FILES[RULES].replace("三日内移交", "五日内移交").replace("第四条之一", "第四条之二")
    after = Place(build_base(place.folder / "base", {RULES: changed, DOGS_NEW: FILES[DOGS_NEW]}), place.folder)
    assert after.run("stale", index=True) == 3
    out = capsys.readouterr().out
    assert "依据未变 1 题，已移动 0 题，已变或不在库中 1 题" in out
    assert "《青槐市巡防站管理规定》（2023-05-10）第五条的文字已改动或删去" in out
    assert after.statuses()[LOST] == Status.STALE


def test_commands_over_a_bank_that_is_not_there_make_none(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (["list"], ["stale", "--index", str(place.base.index)], ["approve", "--all", "--who", "李"]):
        assert place.run(*arguments) == 1
        assert "还没有题库" in capsys.readouterr().err
    assert not place.bank.exists()


def test_words_and_types_limit_a_list(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    from quiz.bank import Decision

    with open_bank(place.bank) as bank:
        for item in (single(), cloze()):
            bank.add(item, Decision("程序", "2026-03-01", ""))
        assert len(bank.find(Query())) == 2
    assert place.run("list", "--types", "cloze") == 0
    assert place.run("list", "--words", "移交 三日") == 0
    assert [line for line in capsys.readouterr().out.splitlines() if line.startswith("共")] == ["共 1 题：草稿 1"] * 2
