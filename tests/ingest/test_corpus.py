"""A folder of files: what becomes a document, what is left out, and why; one bad file never stops the others."""

from __future__ import annotations

import hashlib
import io
import os
from pathlib import Path

import docx
import pytest
from reportlab.lib.pagesizes import A4  # type: ignore[import-untyped]
from reportlab.pdfbase import pdfmetrics  # type: ignore[import-untyped]
from reportlab.pdfbase.cidfonts import UnicodeCIDFont  # type: ignore[import-untyped]
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

from ingest.corpus import LeftOut, list_sources, read_corpus
from ingest.errors import NoCorpus, UnreadableFile
from ingest.passages import split_passages
from ingest.records import Document, Elsewhere, Kind, Passage, Run
from tests.reading import read_document

RULES = "青槐市巡防站规定\n2023年5月10日发布\n第一条 为了规范管理，制定本规定。\n第二条 本规定自2023年7月1日起施行。\n"
GUIDE = "# 巡防指引\n\n## 一、接警\n\n问清地点。\n"


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def reason(folder: Path, source: str) -> str:
    (entry,) = (entry for entry in read_corpus(folder).left_out if entry.source == source)
    return entry.reason


def test_every_file_below_the_folder_becomes_a_document_in_the_order_of_paths(tmp_path: Path) -> None:
    write(tmp_path, "指引/巡防.md", GUIDE)
    write(tmp_path, "法规/规定(2023-05-10).txt", RULES)
    seen: list[tuple[int, int]] = []
    corpus = read_corpus(tmp_path, lambda done, total: seen.append((done, total)))
    assert [document.source for document in corpus.documents] == ["指引/巡防.md", "法规/规定(2023-05-10).txt"]
    assert [[passage.text for passage in passages] for passages in corpus.passages] == [
        ["一、接警\n问清地点。"],
        ["第一条 为了规范管理，制定本规定。", "第二条 本规定自2023年7月1日起施行。"],
    ]
    assert corpus.left_out == ()
    assert seen == [(0, 2), (1, 2), (2, 2)]


def test_a_document_says_what_it_is_and_where_it_came_from(tmp_path: Path) -> None:
    path = write(tmp_path, "法规/规定(2023-05-10).txt", RULES)
    document = read_document(tmp_path, "法规/规定(2023-05-10).txt")
    assert document.text == RULES.rstrip()
    assert document == Document(
        id=document.id,
        title="青槐市巡防站规定",
        kind=Kind.UNKNOWN,
        issuer=None,
        version_date="2023-05-10",
        effective_from="2023-07-01",
        instrument="青槐市巡防站规定",
        source="法规/规定(2023-05-10).txt",
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        pages=None,
        page_starts=(),
        text=document.text,
        sections=document.sections,
        notes=(),
        runs=(Run(0, 0),),
    )


def test_readmes_manifests_hidden_files_and_lock_files_are_not_candidates(tmp_path: Path) -> None:
    for name in ("README.md", "指引/README.zh-CN.md", "manifest.csv", ".git/a.md", ".b.md", "~$规定.docx", "a.md"):
        write(tmp_path, name, GUIDE)
    assert list_sources(tmp_path) == ["a.md"]


def test_the_same_folder_gives_the_same_documents_and_passages(tmp_path: Path) -> None:
    write(tmp_path, "a.md", GUIDE)
    write(tmp_path, "b.txt", RULES)
    assert read_corpus(tmp_path) == read_corpus(tmp_path)


def test_a_document_keeps_its_id_when_its_file_moves_and_gets_another_when_its_words_change(tmp_path: Path) -> None:
    ids = [
        read_document(write(tmp_path, name, text).parent, Path(name).name).id
        for name, text in (("a/规定.txt", RULES), ("b/c/巡防.md", RULES), ("d/规定.txt", RULES.replace("管理", "治理")))
    ]
    assert ids[0] == ids[1] != ids[2]


def test_the_second_of_two_equal_instruments_is_reported(tmp_path: Path) -> None:
    write(tmp_path, "a.md", GUIDE)
    write(tmp_path, "b/c.txt", RULES)
    write(tmp_path, "d.txt", RULES)
    corpus = read_corpus(tmp_path)
    assert [document.source for document in corpus.documents] == ["a.md", "b/c.txt"]
    assert corpus.left_out == (LeftOut("d.txt", "d.txt：内容与 b/c.txt 完全相同，只保留一份；请删去其中一个文件。"),)


def test_equal_guides_are_all_documents_and_the_first_names_the_others(tmp_path: Path) -> None:
    for name in ("a.md", "b/c.md", "d.md"):
        write(tmp_path, name, GUIDE)
    corpus = read_corpus(tmp_path)
    first, second, third = corpus.documents
    assert [document.source for document in corpus.documents] == ["a.md", "b/c.md", "d.md"]
    assert (second.id, third.id) == (f"{first.id}-2", f"{first.id}-3")
    (passage,), *others = corpus.passages
    assert others == [(), ()]
    assert passage.also_in == tuple(Elsewhere(id, passage.start, passage.end) for id in (second.id, third.id))
    assert corpus.represented == {second.id: 1, third.id: 1}
    assert corpus.left_out == ()


def test_bad_files_are_named_with_the_reason_and_the_others_go_on(tmp_path: Path) -> None:
    write(tmp_path, "a.md", GUIDE)
    write(tmp_path, "图片.png", b"\x89PNG\r\n\x1a\n")
    write(tmp_path, "旧文件.doc", b"\xd0\xcf\x11\xe0")
    write(tmp_path, "截断.pdf", b"%PDF-1.4\n1 0 obj\n")
    write(tmp_path, "改名.txt", b"PK\x03\x04" + b"\0" * 26 + b"word/document.xml")
    write(tmp_path, "空.txt", b"")
    write(tmp_path, "题目.txt", "只有题目")
    write(tmp_path, "z.txt", RULES)
    corpus = read_corpus(tmp_path)
    assert [document.source for document in corpus.documents] == ["a.md", "z.txt"]
    assert [entry.source for entry in corpus.left_out] == [
        "图片.png",
        "截断.pdf",
        "改名.txt",
        "旧文件.doc",
        "空.txt",
        "题目.txt",
    ]
    for entry in corpus.left_out:
        assert entry.reason.startswith(f"{entry.source}：") and entry.reason.endswith("。")
    assert "没有剩下正文" in reason(tmp_path, "题目.txt") and "空文件" in reason(tmp_path, "空.txt")


def test_links_that_leave_the_folder_are_refused(tmp_path: Path) -> None:
    outside = write(tmp_path, "outside/secret.md", GUIDE)
    write(tmp_path, "corpus/a.txt", RULES)
    (tmp_path / "corpus" / "link.md").symlink_to(outside)
    (tmp_path / "corpus" / "folder").symlink_to(outside.parent, target_is_directory=True)
    corpus = read_corpus(tmp_path / "corpus")
    assert [document.source for document in corpus.documents] == ["a.txt"]
    assert [entry.source for entry in corpus.left_out] == ["folder", "link.md"]
    assert all("指向语料文件夹之外" in entry.reason for entry in corpus.left_out)


def test_links_inside_the_folder_are_read_or_refused_like_what_they_point_to(tmp_path: Path) -> None:
    write(tmp_path, "x/规定.txt", RULES)
    (tmp_path / "a.txt").symlink_to(tmp_path / "x" / "规定.txt")
    (tmp_path / "b").symlink_to(tmp_path / "x", target_is_directory=True)
    (tmp_path / "c.txt").symlink_to(tmp_path / "nothing.txt")
    (tmp_path / "d.txt").symlink_to("e.txt")
    (tmp_path / "e.txt").symlink_to("d.txt")
    corpus = read_corpus(tmp_path)
    assert [document.source for document in corpus.documents] == ["a.txt"]
    assert [(entry.source, entry.reason.split("：")[1].split("，")[0]) for entry in corpus.left_out] == [
        ("b", "不是普通文件"),
        ("c.txt", "找不到这个文件"),
        ("d.txt", "这个链接绕回自身"),
        ("e.txt", "这个链接绕回自身"),
        ("x/规定.txt", "内容与 a.txt 完全相同"),
    ]


def test_pipes_are_refused_without_waiting_for_a_writer(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", RULES)
    os.mkfifo(tmp_path / "pipe.txt")
    assert "不是普通文件" in reason(tmp_path, "pipe.txt")


def test_a_name_that_could_steer_a_terminal_is_refused_and_written_out(tmp_path: Path) -> None:
    write(tmp_path, "好.txt", "一、接警\n接警员应当记录。")
    write(tmp_path, "坏\x1b[31m.txt", "一、接警\n接警员应当记录。")
    left_out = read_corpus(tmp_path).left_out
    assert [entry.source for entry in left_out] == ["坏\\x1b[31m.txt"]
    assert "控制字符" in left_out[0].reason


def test_a_file_whose_name_is_not_utf8_is_named_with_its_bytes_written_out(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", RULES)
    os.rename(write(tmp_path, "b.txt", GUIDE), os.fsencode(tmp_path) + "/警.txt".encode("gb18030"))
    corpus = read_corpus(tmp_path)
    assert [document.source for document in corpus.documents] == ["a.txt"]
    (entry,) = corpus.left_out
    assert entry.source == r"\udcbe\udcaf.txt" and "文件名的编码已损坏" in entry.reason
    assert entry.reason.encode()


def test_no_folder_and_a_folder_without_documents_are_errors_that_say_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(NoCorpus, match="不存在或不是文件夹；请用 --corpus 指定"):
        read_corpus(tmp_path / "nothing")
    with pytest.raises(NoCorpus, match="不存在或不是文件夹"):
        read_corpus(write(tmp_path, "x/空.txt", b""))
    with pytest.raises(NoCorpus, match="共找到 1 个文件"):
        read_corpus(tmp_path / "x")
    with pytest.raises(NoCorpus, match=r"\n  空\.txt：应是有文字的文件"):
        read_corpus(tmp_path / "x")


def test_a_file_that_is_gone_is_an_unreadable_file(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"没有\.txt：找不到这个文件"):
        read_document(tmp_path, "没有.txt")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le"])
def test_every_encoding_gives_the_same_document(tmp_path: Path, encoding: str) -> None:
    write(tmp_path, "a/规定.txt", RULES)
    write(tmp_path, "b/规定.txt", RULES.encode(encoding))
    first, second = read_document(tmp_path / "a", "规定.txt"), read_document(tmp_path / "b", "规定.txt")
    assert (first.id, first.text, first.sections) == (second.id, second.text, second.sections)


# One small law in every format. Each line has the sort of heading it is.
LAW = (
    ("title", "青槐市养犬管理规定"),
    ("text", "（2024年5月10日青槐市人民代表大会常务委员会通过，自2024年7月1日起施行）"),
    ("chapter", "第一章 总则"),
    ("text", "第一条 为了规范养犬行为，保障公民健康和人身安全，维护市容环境卫生和社会公共秩序，根据有关法律、法规，结合本市实际，制定本规定。"),
    ("text", "第二条 本市行政区域内的养犬以及相关管理活动，适用本规定。"),
    ("text", "军用、警用犬只的管理，不适用本规定。"),
    ("chapter", "第二章 登记和行为"),
    ("division", "第一节 登记"),
    ("text", "第三条 养犬人应当自取得犬只之日起十五日内，到居住地公安派出所办理登记，并提交下列材料："),
    ("text", "（一）养犬人身份证明；"),
    ("text", "（二）犬只免疫证明。"),
    ("text", "公安派出所应当自收到材料之日起五个工作日内办结；不予登记的，应当书面说明理由，并告知养犬人申请行政复议的权利。"),
    ("text", "第三条之一 登记证有效期为二年。期满需要继续饲养的，应当在期满前三十日内申请延续。"),
    ("division", "第二节 行为"),
    ("text", "第四条 携犬外出应当遵守下列规定："),
    ("text", "（一）使用长度不超过一点五米的牵引带；"),
    ("text", "（二）主动避让老年人、残疾人、孕妇和儿童。"),
    ("chapter", "第三章 附则"),
    ("text", "第五条 本规定自2024年7月1日起施行。"),
)  # fmt: skip


def as_markdown() -> bytes:
    marks = {"title": "# ", "chapter": "## ", "division": "### ", "text": ""}
    return "\n\n".join(marks[sort] + text for sort, text in LAW).encode()


def as_text() -> bytes:
    return "\r\n".join(("\u3000\u3000" if sort == "text" else "") + text for sort, text in LAW).encode("gb18030")


def as_web_page() -> bytes:
    tags = {"title": "h1", "chapter": "h2", "division": "h3", "text": "p"}
    body = "".join(f"<{tags[sort]}>{text}</{tags[sort]}>\n" for sort, text in LAW)
    return f"<!DOCTYPE html><html><head><meta charset=utf-8></head><body>{body}</body></html>".encode()


def as_word_file() -> bytes:
    document, levels = docx.Document(), {"title": 0, "chapter": 1, "division": 2}
    for sort, text in LAW:
        if sort in levels:
            document.add_heading(text, levels[sort])
        else:
            document.add_paragraph(text)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def as_pdf() -> bytes:
    """Set in lines of 28 characters with a first-line indent of two, 20 lines to a page."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    sizes = {"title": 22, "chapter": 18, "division": 16}
    printed: list[tuple[int, int, str]] = []
    for sort, text in LAW:
        if sort in sizes:
            printed.append((200, sizes[sort], text))
        else:
            printed.append((118, 14, text[:26]))
            printed += [(90, 14, text[start : start + 28]) for start in range(26, len(text), 28)]
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    for number, (left, size, text) in enumerate(printed):
        if number and number % 20 == 0:
            canvas.showPage()
        canvas.setFont("STSong-Light", size)
        canvas.drawString(left, 740 - 30 * (number % 20), text)
    canvas.save()
    return buffer.getvalue()


FORMATS = {
    "规定.md": as_markdown,
    "规定.txt": as_text,
    "规定.html": as_web_page,
    "规定.docx": as_word_file,
    "规定.pdf": as_pdf,
}


def told(passage: Passage) -> tuple[object, ...]:
    """Everything a citation says of a passage but for the page."""
    paragraphs = tuple((part.number, passage.text[part.start : part.end]) for part in passage.paragraphs)
    items = tuple((part.number, passage.text[part.start : part.end]) for part in passage.items)
    return passage.id, passage.path, passage.article, passage.text, paragraphs, items


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_law_gives_the_same_articles_in_every_format(tmp_path: Path, name: str) -> None:
    write(tmp_path, name, FORMATS[name]())
    document = read_document(tmp_path, name)
    assert document.text == "\n".join(text for _, text in LAW)
    assert (document.title, document.kind, document.version_date, document.effective_from) == (
        "青槐市养犬管理规定",
        Kind.LOCAL_REGULATION,
        "2024-05-10",
        "2024-07-01",
    )
    write(tmp_path, "expected/规定.md", as_markdown())
    expected = split_passages(read_document(tmp_path / "expected", "规定.md"))
    passages = split_passages(document)
    assert [told(passage) for passage in passages] == [told(passage) for passage in expected]
    assert [passage.article for passage in passages] == [
        None,
        "第一条",
        "第二条",
        "第三条",
        "第三条之一",
        "第四条",
        "第五条",
    ]
    third = passages[3]
    assert third.path == ("第二章 登记和行为", "第一节 登记", "第三条")
    assert [(part.number, third.text[part.start : part.end][-7:]) for part in third.paragraphs] == [
        (1, "犬只免疫证明。"),
        (2, "政复议的权利。"),
    ]
    assert [(part.number, third.text[part.start : part.end]) for part in third.items] == [
        (1, "（一）养犬人身份证明；"),
        (2, "（二）犬只免疫证明。"),
    ]


def test_passages_of_a_pdf_know_their_pages(tmp_path: Path) -> None:
    pages = [
        ["第一条 民警接到群众求助后应当立即核对", "求助人的姓名住址和联系电话并且当场登记", "。", "第二条 民警到达现场后应当打开执法记录仪"],
        ["并且说明身份，告知求助人有权了解处理的", "结果。", "第三条 略。"],
    ]  # fmt: skip
    write(tmp_path, "规定.pdf", printed_pages(pages))
    document = read_document(tmp_path, "规定.pdf")
    first, second, third = split_passages(document)
    turn = document.text.index("并且说明身份")
    assert (document.pages, document.page_starts) == (2, (0, turn))
    assert (first.pages, second.pages, third.pages) == ((1, 1), (1, 2), (2, 2))
    assert second.text == "第二条 民警到达现场后应当打开执法记录仪并且说明身份，告知求助人有权了解处理的结果。"


def test_pages_without_text_begin_where_the_next_page_does(tmp_path: Path) -> None:
    write(tmp_path, "规定.pdf", printed_pages([[], ["第一条 甲。"], [], ["第二条 乙。"], []]))
    document = read_document(tmp_path, "规定.pdf")
    assert document.page_starts == (0, 0, 7, 7, len(document.text))
    assert [passage.pages for passage in split_passages(document)] == [(2, 2), (4, 4)]


def printed_pages(pages: list[list[str]]) -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    for page in pages:
        canvas.setFont("STSong-Light", 16)
        for number, text in enumerate(page):
            canvas.drawString(90, 700 - 28 * number, text)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()
