"""The commands over a corpus folder: what they print, where, and their exit codes."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest

from ingest import __main__ as commands
from ingest.__main__ import main
from tests.conftest import ROOT

RULES = "青槐市巡防站规定\n2023年5月10日公安部令第999号发布\n第一条 为了规范管理，\n制定本规定。\n第二条 略。\n"
GUIDE = "# 巡防指引\n\n上一篇：甲\n\n下一篇：乙\n\n## 一、接警\n\n问清地点。\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "指引.md").write_text(GUIDE, encoding="utf-8")
    (corpus / "规定(2023-05-10).txt").write_text(RULES, encoding="gb18030")
    return corpus


@pytest.fixture(autouse=True)
def report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the page goes that check writes."""
    monkeypatch.setattr(commands, "DEFAULT_REPORT", tmp_path / "made" / "report.html")
    return commands.DEFAULT_REPORT


def cells(line: str) -> list[str]:
    """What stands in the columns of a line of the table."""
    return re.split(r" {2,}", line.strip())


def test_check_says_what_each_file_became_and_exits_0(
    folder: Path, report: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", "--corpus", str(folder)]) == 0
    out, err = capsys.readouterr()
    head, _, guide, rules, *rest = out.splitlines()
    assert cells(head) == ["文件", "资料", "级别", "版本", "条", "段", "留下字数", "删去字数", "质量有疑的段", "效力"]
    assert cells(guide)[:8] == ["指引.md", "《巡防指引》", "文章资料", "—", "—", "1", "15", "网页导航 10"]
    assert cells(rules)[:7] == [
        "规定(2023-05-10).txt",
        "《青槐市巡防站规定》",
        "部门规章",
        "2023-05-10",
        "2",
        "2",
        "55",
    ]
    assert cells(rules)[-1] == "本库最新文本（2023-05-10），是否现行请核对"
    assert rest == ["共 2 份资料收入，3 段；0 个文件未收入。", f"删去的文字和逐份说明见报告：{report}"]
    assert err == ""


def test_check_writes_a_page_that_shows_what_was_removed_in_its_place(
    folder: Path, report: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", "--corpus", str(folder)]) == 0
    page = report.read_text(encoding="utf-8")
    assert (
        '巡防指引\n<del data-rule="网页导航">上一篇：甲</del><del data-rule="网页导航">下一篇：乙</del>一、接警' in page
    )
    elsewhere = folder.parent / "别处.html"
    assert main(["check", "--corpus", str(folder), "--html", str(elsewhere)]) == 0
    assert elsewhere.read_text(encoding="utf-8") == page


def test_a_page_that_cannot_be_written_is_said_so(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--corpus", str(folder), "--html", str(folder)]) == 1
    assert f"{folder}：报告写不进去" in capsys.readouterr().err


def test_check_counts_passages_that_are_the_same_as_others(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "转载.md").write_text(GUIDE, encoding="utf-8")
    assert main(["check", "--corpus", str(folder)]) == 0
    assert "共 3 份资料收入，3 段，另有 1 段与别处相同；0 个文件未收入。\n" in capsys.readouterr().out


def test_check_names_bad_files_with_the_reason_goes_on_and_exits_1(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "a").mkdir()
    (folder / "a" / "空.txt").write_bytes(b"")
    assert main(["check", "--corpus", str(folder)]) == 1
    out, err = capsys.readouterr()
    assert "规定(2023-05-10).txt  《青槐市巡防站规定》" in out
    assert "未收入 a/空.txt\n      空.txt：应是有文字的文件，实际是空文件（0 字节）；" in out
    assert "共 2 份资料收入，3 段；1 个文件未收入。\n" in out
    assert err == ""


def test_check_names_what_in_the_manifest_could_not_be_used_and_exits_1(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "manifest.csv").write_text("文件,施行日期\n指引.md,去年\n", encoding="utf-8")
    assert main(["check", "--corpus", str(folder)]) == 1
    assert "manifest.csv 第 2 行“施行日期”（effective_from）：" in capsys.readouterr().out
    assert main(["check", "--corpus", str(folder), "--json"]) == 1
    assert len(json.loads(capsys.readouterr().out)["problems"]) == 1


def test_check_names_a_text_in_force_that_is_missing_and_exits_0(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "网络安全法(2016-11-07).txt").write_text("网络安全法\n第一条 略略。\n", encoding="utf-8")
    assert main(["check", "--corpus", str(folder)]) == 0
    assert "本库缺少现行文本：《网络安全法》2025-10-28版（2026-01-01起施行）" in capsys.readouterr().out


def test_check_can_print_names_that_are_not_utf8(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    os.rename(folder / "指引.md", os.fsencode(folder) + "/警.md".encode("gb18030"))
    assert main(["check", "--corpus", str(folder)]) == 1
    assert "未收入 \\udcbe\\udcaf.md\n" in capsys.readouterr().out.encode().decode()


def test_check_can_be_read_by_a_program(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "表.xlsx").write_bytes(b"x")
    assert main(["check", "--corpus", str(folder), "--json"]) == 1
    report = json.loads(capsys.readouterr().out)
    assert [document["source"] for document in report["documents"]] == ["指引.md", "规定(2023-05-10).txt"]
    assert report["documents"][1] == {
        "source": "规定(2023-05-10).txt",
        "title": "青槐市巡防站规定",
        "kind": "ministry_rule",
        "level": "部门规章",
        "issuer": "公安部",
        "version_date": "2023-05-10",
        "effective_from": None,
        "status": "本库最新文本（2023-05-10），是否现行请核对",
        "pages": None,
        "articles": 2,
        "passages": 2,
        "represented": 0,
        "characters": 55,
        "removed": [],
        "flaws": [],
        "notes": ["句中断行：接合 1 处"],
    }
    assert [entry["source"] for entry in report["left_out"]] == ["表.xlsx"]
    assert report["left_out"][0]["reason"].startswith("表.xlsx：应是")


def test_check_of_a_folder_that_is_not_there_complains_and_exits_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", "--corpus", str(tmp_path / "没有")]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err == f"语料文件夹 {tmp_path / '没有'} 不存在或不是文件夹；请用 --corpus 指定存放文件的文件夹。\n"


def test_check_looks_at_the_shipped_corpus_by_default(capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.DEFAULT_CORPUS == ROOT / "corpus"
    assert main(["check"]) == 0
    files = [path for path in (ROOT / "corpus").iterdir() if path.name != "README.md"]
    assert f"共 {len(files)} 份资料收入，" in capsys.readouterr().out


def test_show_prints_the_text_by_sections(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", str(folder / "规定(2023-05-10).txt")]) == 0
    assert capsys.readouterr().out == (
        "《青槐市巡防站规定》 2023-05-10 ministry_rule 公安部\n"
        "\n【（无标题）】\n青槐市巡防站规定\n2023年5月10日公安部令第999号发布\n"
        "\n【第一条】\n第一条 为了规范管理，制定本规定。\n"
        "\n【第二条】\n第二条 略。\n"
    )


def test_show_prints_passages_with_their_places(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", str(folder / "指引.md"), "--passages", "--json"]) == 0
    (passage,) = json.loads(capsys.readouterr().out)
    assert (passage["text"], passage["path"], passage["start"], passage["end"]) == (
        "一、接警\n问清地点。",
        ["一、接警"],
        5,
        15,
    )
    assert main(["show", str(folder / "指引.md"), "--passages"]) == 0
    assert capsys.readouterr().out == (
        f"《巡防指引》 无版本日期 essay \n\n[1] 一、接警 5–15 {passage['id']}\n一、接警\n问清地点。\n"
    )


def test_show_as_json_is_every_document_of_the_file(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", str(folder / "指引.md"), "--json"]) == 0
    (document,) = json.loads(capsys.readouterr().out)
    assert (document["title"], document["text"], document["source"]) == (
        "巡防指引",
        "巡防指引\n一、接警\n问清地点。",
        "指引.md",
    )


@pytest.mark.parametrize(
    ("name", "content", "complaint"),
    [
        ("没有.md", None, "没有.md：找不到这个文件"),
        ("空.md", b"", "空.md：应是有文字的文件，实际是空文件（0 字节）"),
        ("表.xlsx", b"x", "表.xlsx：应是"),
    ],
)
def test_show_of_a_file_that_cannot_be_read_complains_and_exits_1(
    folder: Path, capsys: pytest.CaptureFixture[str], name: str, content: bytes | None, complaint: str
) -> None:
    if content is not None:
        (folder / name).write_bytes(content)
    assert main(["show", str(folder / name)]) == 1
    out, err = capsys.readouterr()
    assert out == "" and err.startswith(complaint)


@pytest.mark.parametrize("arguments", [[], ["show"], ["list"], ["check", "--passages"]])
def test_misuse_exits_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    assert "usage: python -m ingest" in capsys.readouterr().err
