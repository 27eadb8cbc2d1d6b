"""One file to documents: several where a page holds several, and every visible character in one of them or told as removed."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest
from hypothesis import HealthCheck, given, settings

from ingest.errors import UnreadableFile
from ingest.loaders.load import load
from ingest.reading import Reading, divide, is_unchanged, printable, read_file
from ingest.records import Override, Removed
from tests.ingest.cleaning.test_clean import GUIDE, TEXTS, is_visible

TEXT = "民警在夜间巡逻时应当两人以上，携带对讲机、手电和执法记录仪。"
NOTICES = (
    "当前位置：首页 > 公安",
    "关于夜间巡逻的通知",
    TEXT,
    "2019年3月10日",
    "上一篇：甲",
    "关于入户走访的通知",
    "民警入户走访时应当出示证件，说明来意。",
    "下一篇：乙",
)


def read(folder: Path, *lines: str, name: str = "甲乙.txt") -> Reading:
    (folder / name).write_text("\n".join(lines), encoding="utf-8")
    return read_file(folder, name)


def test_a_file_with_one_text_is_one_document(tmp_path: Path) -> None:
    (document,) = read(tmp_path, "夜间巡逻手册", TEXT).documents
    assert (document.title, document.text, document.removed) == ("夜间巡逻手册", f"夜间巡逻手册\n{TEXT}", ())


def test_documents_alone_give_the_passages_that_reading_gave(tmp_path: Path) -> None:
    reading = read(tmp_path, *NOTICES)
    assert len(reading.documents) == 2
    assert divide(reading.documents) == reading


def test_a_file_is_unchanged_while_its_bytes_are_the_same_and_it_may_be_read(tmp_path: Path) -> None:
    sha256 = read(tmp_path, "夜间巡逻手册", TEXT, name="甲.txt").documents[0].sha256
    assert is_unchanged(tmp_path, "甲.txt", sha256)
    assert not is_unchanged(tmp_path, "甲.txt", "0" * 64)
    assert not is_unchanged(tmp_path, "乙.txt", sha256)
    (tmp_path / "下").mkdir()
    (tmp_path / "下" / "甲.txt").symlink_to(tmp_path / "甲.txt")
    assert not is_unchanged(tmp_path / "下", "甲.txt", sha256)


def as_html(lines: tuple[str, ...]) -> bytes:
    body = "".join(f"<p>{line}</p>" for line in lines)
    return f"<html><head><meta charset=utf-8></head><body>{body}</body></html>".encode()


def as_word_file(lines: tuple[str, ...]) -> bytes:
    document, buffer = docx.Document(), io.BytesIO()
    for line in lines:
        document.add_paragraph(line)
    document.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("指引.txt", "\n".join(GUIDE).encode()),
        ("指引.md", "\n\n".join(GUIDE).encode()),
        ("指引.html", as_html(GUIDE)),
        ("指引.docx", as_word_file(GUIDE)),
    ],
)
def test_a_clean_guide_is_read_whole_from_every_format(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    (document,) = read_file(tmp_path, name).documents
    assert document.text == "\n".join(GUIDE)
    assert document.removed == ()


def test_a_page_with_two_notices_is_two_documents_with_titles_of_their_own(tmp_path: Path) -> None:
    reading = read(tmp_path, *NOTICES)
    assert [document.text for document in reading.documents] == [
        f"关于夜间巡逻的通知\n{TEXT}\n2019年3月10日",
        "关于入户走访的通知\n民警入户走访时应当出示证件，说明来意。",
    ]
    assert [document.title for document in reading.documents] == ["关于夜间巡逻的通知", "关于入户走访的通知"]
    assert [document.notes for document in reading.documents] == [
        ("原文件含 2 篇，这是第 1 篇", "网页导航：删去 1 处 12 字"),
        ("原文件含 2 篇，这是第 2 篇", "网页页脚：删去 1 处 5 字", "网页导航：删去 1 处 5 字"),
    ]
    assert len({document.id for document in reading.documents}) == 2
    for document, passages in zip(reading.documents, reading.passages, strict=True):
        assert all(document.text[p.start : p.end] == p.text for p in passages)
        assert {p.document_id for p in passages} == {document.id}


def test_what_was_removed_is_told_with_its_place_in_text_and_file(tmp_path: Path) -> None:
    first, second = read(tmp_path, *NOTICES).documents
    assert first.removed == (Removed(0, 0, "当前位置：首页 > 公安", "网页导航"),)
    original = "\n".join(NOTICES)
    assert second.removed == (
        Removed(0, original.index("上一篇"), "上一篇：甲", "网页导航"),
        Removed(len(second.text), original.index("下一篇"), "下一篇：乙", "网页页脚"),
    )


def test_the_places_of_a_second_text_lead_to_the_file(tmp_path: Path) -> None:
    second = read(tmp_path, *NOTICES).documents[1]
    (run,) = second.runs
    assert (run.start, run.original) == (0, "\n".join(NOTICES).index("关于入户"))


def test_two_laws_in_one_file_are_two_documents_with_articles_of_their_own(tmp_path: Path) -> None:
    lines = (
        *("青槐市养犬条例", "（2021年5月10日青槐市人民代表大会通过）", "第一条 养犬应当登记。", "第二条 本条例自2021年7月1日起施行。"),
        *("", "青槐市烟花爆竹管理规定", "（2022年11月1日青槐市公安局发布）", "第一章 总则", "第一条 禁止在学校周边燃放。", "第二条 略。"),
    )  # fmt: skip
    reading = read(tmp_path, *lines)
    assert [(document.title, document.version_date) for document in reading.documents] == [
        ("青槐市养犬条例", "2021-05-10"),
        ("青槐市烟花爆竹管理规定", "2022-11-01"),
    ]
    assert [[p.path for p in passages if p.article] for passages in reading.passages] == [
        [("第一条",), ("第二条",)],
        [("第一章 总则", "第一条"), ("第一章 总则", "第二条")],
    ]


def test_words_that_two_texts_of_a_file_share_have_ids_of_their_own(tmp_path: Path) -> None:
    page = ("当前位置：首页 > 公安", "浅谈夜间巡逻", "浅谈夜间巡逻", TEXT, "浅谈夜间巡逻", "浅谈夜间巡逻", TEXT)
    first, second = (passages[0] for passages in read(tmp_path, *page).passages)
    assert first.text == second.text
    assert second.id == f"{first.id}-2"


def test_headings_with_nothing_below_are_told_as_removed(tmp_path: Path) -> None:
    page = (
        "上一篇：甲",
        "下一篇：乙",
        "浅谈夜间巡逻",
        "浅谈夜间巡逻",
        "第一章 夜间巡逻总则",
        "浅谈入户走访",
        "浅谈入户走访",
        "入户走访时应当出示证件。",
    )
    (document,) = read(tmp_path, *page).documents
    assert document.title == "浅谈入户走访"
    assert [(removed.text, removed.reason) for removed in document.removed if removed.reason == "只有标题没有正文"] == [
        ("浅谈夜间巡逻", "只有标题没有正文"),
        ("第一章 夜间巡逻总则", "只有标题没有正文"),
    ]


def test_a_file_of_titles_only_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"甲乙\.txt：清理后没有剩下正文（只有标题或网页附带文字）；请核对原文件"):
        read(tmp_path, "青槐市派出所值班电话")


def test_control_characters_are_written_out() -> None:
    assert printable("甲\x1b[31m\u202e乙\udcbe") == "甲\\x1b[31m\\u202e乙\\udcbe"


@settings(
    max_examples=150, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(texts=TEXTS)
def test_every_visible_character_is_in_one_document_or_told_as_removed(tmp_path: Path, texts: list[str]) -> None:
    path = tmp_path / "甲乙.txt"
    path.write_text("\n".join(texts), encoding="utf-8", errors="ignore")
    try:
        documents = read_file(tmp_path, path.name).documents
    except UnreadableFile:
        return
    original = "\n".join(line.text for line in load(path).lines)
    places: list[int] = []
    for document in documents:
        ends = [*(run.start for run in document.runs[1:]), len(document.text)]
        for run, end in zip(document.runs, ends, strict=True):
            for at in range(run.start, end):
                place = run.original + at - run.start
                if not document.text[at].isspace():
                    assert document.text[at] == original[place]
                    places.append(place)
        for removed in document.removed:
            assert original[removed.original : removed.original + len(removed.text)] == removed.text
            assert 0 <= removed.at <= len(document.text)
            places += range(removed.original, removed.original + len(removed.text))
    assert sorted(place for place in places if is_visible(original[place])) == [
        place for place, char in enumerate(original) if is_visible(char)
    ]


def test_a_title_from_the_manifest_names_one_text_and_never_several(tmp_path: Path) -> None:
    (tmp_path / "一篇.txt").write_text("巡防规定\n第一条 略略。\n", encoding="utf-8")
    essay = "浅谈巡防工作\n\n浅谈巡防工作\n\n巡防工作是辖区治安的基础，每一名队员都应当认真对待。\n\n"
    other = "浅谈走访工作\n\n浅谈走访工作\n\n走访工作是联系群众的桥梁，每一名队员都应当认真对待。\n"
    (tmp_path / "两篇.txt").write_text(essay + other, encoding="utf-8")
    override = Override(title="清单标题", checked_by="张三", checked_on="2026-11-22")
    one, two = (read_file(tmp_path, name, override=override).documents for name in ("一篇.txt", "两篇.txt"))
    assert [document.title for document in one] == ["清单标题"]
    assert [(document.title, document.checked_by) for document in two] == [
        ("浅谈巡防工作", "张三"),
        ("浅谈走访工作", "张三"),
    ]
