"""The manifest: what it may say, how it may be written, and what is said of rows that cannot be used."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.corpus import read_corpus
from ingest.manifest import Manifest, read_manifest
from ingest.records import LEVEL_TEXT, Kind, Override

FILES = ("规定.txt", "法规/办法.txt")


def manifest(folder: Path, *rows: str, encoding: str = "utf-8") -> Manifest:
    (folder / "manifest.csv").write_bytes("\r\n".join(rows).encode(encoding))
    return read_manifest(folder, FILES)


def problem(folder: Path, *rows: str) -> str:
    """The one problem of a manifest of which no row can be used."""
    found = manifest(folder, *rows)
    assert found.overrides == {}
    [line] = found.problems
    return line


def test_without_a_manifest_nothing_is_overridden(tmp_path: Path) -> None:
    assert read_manifest(tmp_path, FILES) == Manifest({})


FULL = Override(
    title="巡防站规定",
    kind=Kind.LOCAL_RULE,
    issuer="青槐市人民政府",
    version_date="2024-01-05",
    effective_from="2024-03-01",
    effective_to="2029-02-28",
    repealed_on="2026-05-01",
    replaces=("巡防站暂行规定", "巡逻办法"),
    checked_by="张三",
    checked_on="2026-11-01",
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize(
    "heading",
    [
        "file,title,level,issuer,version_date,effective_from,effective_to,repealed,replaces,checked_by,checked_on",
        "文件,标题,效力级别,发布机关,版本日期,施行日期,失效日期,废止日期,替代,核对人,核对日期",
    ],
)
def test_every_column_is_read_in_either_language_and_encoding(tmp_path: Path, heading: str, encoding: str) -> None:
    row = (
        "法规\\办法.txt,巡防站规定,地方政府规章,青槐市人民政府,2024-01-05,2024/3/1,2029年2月28日,2026.5.1,"
        "《巡防站暂行规定》、《中华人民共和国巡逻办法》,张三,2026-11-01"
    )
    assert manifest(tmp_path, heading, row, encoding=encoding) == Manifest({"法规/办法.txt": FULL})


def test_a_manifest_may_be_separated_by_tabs_and_hold_blank_rows(tmp_path: Path) -> None:
    found = manifest(tmp_path, "file\tissuer", "", "\t", "规定.txt\t公安部、司法部")
    assert found == Manifest({"规定.txt": Override(issuer="公安部、司法部")})


@pytest.mark.parametrize("kind", Kind)
def test_a_level_is_a_chinese_word_or_the_value_in_programs(tmp_path: Path, kind: Kind) -> None:
    for written in (LEVEL_TEXT[kind], kind.value):
        assert manifest(tmp_path, "file,level", f"规定.txt,{written}").overrides["规定.txt"].kind is kind


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (
            "没有.txt,,",
            "第 2 行“文件”（file）：应是语料文件夹里的一个文件（含子文件夹，如 法规/某规定.md），实际是“没有.txt”",
        ),
        (",法律,", "第 2 行“文件”（file）：应是语料文件夹里的一个文件（含子文件夹，如 法规/某规定.md），实际是空白"),
        ("规定.txt,法規,", "第 2 行“效力级别”（level）：应是法律、行政法规、党内法规"),
        ("规定.txt,,2024-02-30", "第 2 行“施行日期”（effective_from）：应是日期，如 2024-01-05，实际是“2024-02-30”"),
        ("规定.txt,,去年", "第 2 行“施行日期”（effective_from）：应是日期，如 2024-01-05，实际是“去年”"),
        ("规定.txt,法律,2024-01-05,多一格", "第 2 行：格数比第 1 行的栏数多"),
    ],
)
def test_a_bad_row_is_left_out_and_named_with_what_was_expected(tmp_path: Path, row: str, said: str) -> None:
    line = problem(tmp_path, "file,level,effective_from", row)
    assert line.startswith(f"manifest.csv {said}")
    assert "本行未采用；" in line


def test_a_good_row_counts_beside_a_bad_one(tmp_path: Path) -> None:
    found = manifest(tmp_path, "file,level", "没有.txt,法律", "规定.txt,法律")
    assert found.overrides == {"规定.txt": Override(kind=Kind.LAW)}
    assert len(found.problems) == 1


def test_of_two_rows_for_one_file_the_first_counts(tmp_path: Path) -> None:
    found = manifest(tmp_path, "file,level", "规定.txt,法律", "./规定.txt,行政法规")
    assert found.overrides == {"规定.txt": Override(kind=Kind.LAW)}
    assert found.problems == (
        "manifest.csv 第 3 行“文件”（file）：规定.txt 在第 2 行已经写过，本行未采用；一个文件只写一行，请合并。",
    )


def test_a_term_that_ends_before_it_begins_is_refused(tmp_path: Path) -> None:
    row = "规定.txt,2024-03-01,2024-02-01,张三,2026-11-01"
    line = problem(tmp_path, "file,effective_from,effective_to,checked_by,checked_on", row)
    assert "“失效日期”（effective_to）：应不早于施行日期 2024-03-01，实际是 2024-02-01" in line


@pytest.mark.parametrize("check", [",", "张三,", ",2026-11-01"])
def test_facts_about_force_count_only_with_who_checked_them_and_when(tmp_path: Path, check: str) -> None:
    heading = "file,issuer,effective_from,effective_to,repealed,replaces,checked_by,checked_on"
    found = manifest(tmp_path, heading, f"规定.txt,公安部,2024-03-01,2025-03-01,2025-01-01,旧规定,{check}")
    override = found.overrides["规定.txt"]
    facts = (override.effective_from, override.effective_to, override.repealed_on, override.replaces)
    assert (override.issuer, facts) == ("公安部", (None, None, None, ()))
    assert found.problems == (
        "manifest.csv 第 2 行（规定.txt）：写了施行日期、失效日期、废止日期、替代，但没有写全核对人和核对日期，这几栏未采用；"
        "请补上是谁、哪一天核对的。",
    )


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (("title,level", "甲,法律"), "第 1 行：应有 file（文件）一栏，实际没有"),
        (("file,状态", "规定.txt,有效"), "第 1 行：不认识栏名“状态”"),
        (("file,文件", "规定.txt,规定.txt"), "第 1 行：文件一栏写了两次"),
        (("file,title", '规定.txt,"甲'), "第 2 行：引号没有成对，或分隔符不对"),
        (("",), "第 1 行：应有 file（文件）一栏，实际没有"),
    ],
)
def test_a_manifest_that_cannot_be_read_at_all_is_one_problem(tmp_path: Path, rows: tuple[str, ...], said: str) -> None:
    line = problem(tmp_path, *rows)
    assert said in line
    assert "整个清单未采用；" in line


def test_a_manifest_in_another_encoding_or_that_leads_out_of_the_folder_is_not_used(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    path = tmp_path / "corpus" / "manifest.csv"
    path.write_bytes(b"file\n\xff\xff\xff")
    assert "应是 UTF-8 或 GB18030 编码的文字" in read_manifest(tmp_path / "corpus", FILES).problems[0]
    path.unlink()
    (tmp_path / "out.csv").write_text("file\n规定.txt\n", encoding="utf-8")
    path.symlink_to(tmp_path / "out.csv")
    assert "应是语料文件夹里的普通文件" in read_manifest(tmp_path / "corpus", FILES).problems[0]


def test_a_corpus_is_read_as_its_manifest_says_and_ids_follow(tmp_path: Path) -> None:
    (tmp_path / "规定.txt").write_text("巡防规定\n第一条 略略略。\n第二条 略。\n", encoding="utf-8")
    before = read_corpus(tmp_path)
    (tmp_path / "manifest.csv").write_text(
        "文件,标题,版本日期,效力级别\n规定.txt,巡防站规定,2024-01-05,部门规章\n没有.txt,,,\n", encoding="utf-8"
    )
    after = read_corpus(tmp_path)
    [document], [passages] = after.documents, after.passages
    assert (document.title, document.instrument, document.version_date) == ("巡防站规定", "巡防站规定", "2024-01-05")
    assert document.kind is Kind.MINISTRY_RULE
    assert document.id != before.documents[0].id
    assert {passage.document_id for passage in passages} == {document.id}
    assert passages[0].id != before.passages[0][0].id
    assert (before.problems, len(after.problems)) == ((), 1)
