"""Passages: one per article, never across sections, always the document's own characters."""

from __future__ import annotations

import json
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from eval.questions import normal
from ingest.corpus import Corpus, read_corpus
from ingest.errors import UnreadableFile
from ingest.numerals import parse_number
from ingest.passages import MAX_ARTICLE, MAX_PASSAGE, MIN_PASSAGE, sentences, split_passages
from ingest.records import Document, Part, Passage
from tests.conftest import ROOT
from tests.reading import read_document

SHARED = ROOT.parent / "shared"
needs_shared = pytest.mark.skipif(
    not (SHARED / "corpus").is_dir(), reason="the shared corpus is not beside this project"
)


def document_of(folder: Path, text: str, name: str = "规定.txt") -> Document:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return read_document(folder, name)


def passages_of(folder: Path, *lines: str, name: str = "规定.txt") -> tuple[Passage, ...]:
    return split_passages(document_of(folder, "\n".join(lines), name))


def shown(passages: tuple[Passage, ...]) -> list[tuple[tuple[str, ...], str]]:
    return [(passage.path, passage.text) for passage in passages]


def parts(passage: Passage, of: tuple[Part, ...]) -> list[tuple[int, str]]:
    return [(part.number, passage.text[part.start : part.end]) for part in of]


REGULATION = (
    "青槐市巡防站规定",
    "第一章 总则",
    "第一条 为了规范巡防站管理，制定本规定。",
    "第二条 本规定所称巡防站，是指街面固定岗亭。",
    "临时岗亭不适用本规定。",
    "第二章 值守",
    "第三条 巡防员不得有下列行为：",
    "（一）饮酒后上岗；",
    "（二）擅自离岗。",
    "有前款行为之一的，调离岗位。",
    "第三条之一 夜间巡逻每两小时一次。",
)


def test_every_article_is_one_passage_with_its_path(tmp_path: Path) -> None:
    assert [(p.article, p.path, p.text) for p in passages_of(tmp_path, *REGULATION)] == [
        ("第一条", ("第一章 总则", "第一条"), REGULATION[2]),
        ("第二条", ("第一章 总则", "第二条"), "\n".join(REGULATION[3:5])),
        ("第三条", ("第二章 值守", "第三条"), "\n".join(REGULATION[6:10])),
        ("第三条之一", ("第二章 值守", "第三条之一"), REGULATION[10]),
    ]


def test_paragraphs_and_items_are_ranges_of_the_passage(tmp_path: Path) -> None:
    third = passages_of(tmp_path, *REGULATION)[2]
    assert parts(third, third.paragraphs) == [
        (1, "第三条 巡防员不得有下列行为：\n（一）饮酒后上岗；\n（二）擅自离岗。"),
        (2, "有前款行为之一的，调离岗位。"),
    ]
    assert parts(third, third.items) == [(1, "（一）饮酒后上岗；"), (2, "（二）擅自离岗。")]


def test_items_of_each_paragraph_count_anew(tmp_path: Path) -> None:
    (passage,) = passages_of(
        tmp_path, "第一条 应当：", "（一）甲；", "（二）乙。", "不得：", "（一）丙；", "（二）丁。"
    )
    assert parts(passage, passage.items) == [(1, "（一）甲；"), (2, "（二）乙。"), (1, "（一）丙；"), (2, "（二）丁。")]
    assert [part.number for part in passage.paragraphs] == [1, 2]


def test_each_paragraph_may_number_its_items_in_its_own_way(tmp_path: Path) -> None:
    (passage,) = passages_of(tmp_path, "第一条 应当：", "（一）甲；", "（二）乙。", "不得：", "1. 丙；", "2. 丁。")
    assert parts(passage, passage.items) == [(1, "（一）甲；"), (2, "（二）乙。"), (1, "1. 丙；"), (2, "2. 丁。")]


def test_entries_under_an_item_belong_to_that_item(tmp_path: Path) -> None:
    (passage,) = passages_of(tmp_path, "第一条 应当：", "（一）核对：", "1. 姓名；", "2. 住址。", "（二）登记。")
    assert parts(passage, passage.items) == [(1, "（一）核对：\n1. 姓名；\n2. 住址。"), (2, "（二）登记。")]


def test_an_item_has_the_number_it_is_written_with(tmp_path: Path) -> None:
    (passage,) = passages_of(tmp_path, "第一条 应当：", "（一）核对；", "（四）登记。")
    assert parts(passage, passage.items) == [(1, "（一）核对；"), (4, "（四）登记。")]


@pytest.mark.parametrize("label", ["第一条", "第一条 巡防站的设置"])
def test_a_label_in_a_line_of_its_own_is_no_paragraph(tmp_path: Path, label: str) -> None:
    (passage,) = passages_of(tmp_path, "青槐市巡防站规定", label, "巡防站由派出所设立。", "撤销时公告。")
    assert parts(passage, passage.paragraphs) == [(1, f"{label}\n巡防站由派出所设立。"), (2, "撤销时公告。")]


def test_an_article_of_the_greatest_length_stays_whole_and_one_character_more_divides_it(tmp_path: Path) -> None:
    first = "第一条 " + "甲" * 399 + "。"
    second = "乙" * (MAX_ARTICLE - len(first) - 2) + "。"
    (whole,) = passages_of(tmp_path, first, second)
    assert len(whole.text) == MAX_ARTICLE
    assert [passage.text for passage in passages_of(tmp_path, first, "乙" + second)] == [first, "乙" + second]


def test_a_long_article_is_split_at_its_paragraphs_under_one_label(tmp_path: Path) -> None:
    lines = [
        "第一条 " + "甲" * 295 + "。",
        "乙" * 299 + "：",
        "（一）" + "丙" * 196 + "；",
        "（二）" + "丁" * 196 + "。",
        "戊" * 199 + "。",
    ]
    first, second = passages_of(tmp_path, *lines)
    assert (first.text, second.text) == ("\n".join(lines[:2]), "\n".join(lines[2:4]) + "\n" + lines[4])
    assert {first.article, second.article} == {"第一条"} and first.path == second.path == ("第一条",)
    assert first.id != second.id
    assert parts(first, first.paragraphs) == [(1, lines[0]), (2, lines[1])]
    assert parts(second, second.paragraphs) == [(2, "\n".join(lines[2:4])), (3, lines[4])]
    assert (parts(first, first.items), parts(second, second.items)) == ([], [(1, lines[2]), (2, lines[3])])


def test_a_long_paragraph_is_split_between_sentences(tmp_path: Path) -> None:
    sentence = "甲" * 99 + "。"
    first, second = passages_of(tmp_path, "第一条 " + sentence * 10)
    assert (first.text, second.text) == ("第一条 " + sentence * 6, sentence * 4)
    assert [part.number for part in first.paragraphs + second.paragraphs] == [1, 1]


def test_a_sentence_without_end_is_cut_at_the_limit(tmp_path: Path) -> None:
    first, second = passages_of(tmp_path, "第一条 " + "甲" * 1000)
    assert (len(first.text), len(second.text)) == (MAX_ARTICLE, 304)


def test_a_short_tail_joins_its_neighbour(tmp_path: Path) -> None:
    tail = "乙" * (MIN_PASSAGE - 2) + "。"
    assert len(passages_of(tmp_path, "第一条 " + "甲" * (MAX_ARTICLE - 10) + "。", tail)) == 1
    assert len(passages_of(tmp_path, "第一条 " + "甲" * (MAX_ARTICLE - 10) + "。", "乙" + tail)) == 2


def test_a_heading_goes_with_the_text_below_it(tmp_path: Path) -> None:
    heading, text = "一、接警", "甲" * (MAX_PASSAGE - 1) + "。"
    assert shown(passages_of(tmp_path, "巡防手册", heading, text)) == [((heading,), f"{heading}\n{text}")]


def test_a_short_section_keeps_all_its_subsections(tmp_path: Path) -> None:
    lines = ("一、接警", "（一）询问", "问清地点。", "（二）登记", "录入系统。", "二、处警", "立即到场。")
    assert shown(passages_of(tmp_path, "巡防手册", *lines)) == [
        (("一、接警",), "\n".join(lines[:5])),
        (("二、处警",), "\n".join(lines[5:])),
    ]


def test_a_long_section_is_divided_into_its_subsections(tmp_path: Path) -> None:
    first, second = "问清地点。" * 50, "录入系统。" * 50
    assert shown(passages_of(tmp_path, "巡防手册", "一、接警", "（一）询问", first, "（二）登记", second)) == [
        (("一、接警", "（一）询问"), f"（一）询问\n{first}"),
        (("一、接警", "（二）登记"), f"（二）登记\n{second}"),
    ]


def test_neighbouring_short_sections_are_not_mixed(tmp_path: Path) -> None:
    assert [path for path, _ in shown(passages_of(tmp_path, "巡防手册", "一、甲", "短。", "二、乙", "短。"))] == [
        ("一、甲",),
        ("二、乙",),
    ]


def test_a_sentence_that_opens_an_annex_section_is_kept(tmp_path: Path) -> None:
    lines = (
        "第一条 甲。",
        "附件1：照片管理",
        "一、应当配备照相机。",
        "二、当事人要求查看照片的，应当提供。" + "乙。" * 200,
    )
    assert (("附件1：照片管理", "一、应当配备照相机"), "一、应当配备照相机。") in shown(passages_of(tmp_path, *lines))


def test_a_heading_that_is_a_sentence_is_kept_above_its_subsections(tmp_path: Path) -> None:
    lines = ("附件1：照片管理", "一、应当配备照相机。", "（一）保管", "甲。" * 150, "（二）查看", "乙。" * 150)
    assert (("附件1：照片管理", "一、应当配备照相机"), "一、应当配备照相机。") in shown(passages_of(tmp_path, *lines))


def test_a_numbered_line_with_nothing_below_is_kept_and_a_heading_without_text_is_not(tmp_path: Path) -> None:
    lines = (
        "# 手册",
        "## 接警",
        "一、要求",
        "（一）巡逻",
        "甲。" * 200,
        "（二）走访群众",
        "## 备注",
        "## 处警",
        "到场。",
    )
    texts = [text for _, text in shown(passages_of(tmp_path, *lines, name="手册.md"))]
    assert texts == ["（一）巡逻\n" + "甲。" * 200, "（二）走访群众", "处警\n到场。"]


def test_entries_of_a_long_list_are_kept(tmp_path: Path) -> None:
    entries = [f"{number}. 第{number}号巡逻车辆随车携带的装备清单" for number in range(1, 31)]
    found = passages_of(tmp_path, "巡防手册", "一、装备", *entries)
    assert "\n".join(passage.text for passage in found) == "\n".join(("一、装备", *entries))
    assert {passage.path for passage in found} == {("一、装备",)}


def test_titles_enactment_lines_and_tables_of_contents_are_no_passages(tmp_path: Path) -> None:
    front = (
        "青槐市巡防站条例",
        "（2023年5月10日公布）",
        "目 录",
        "第一章 总则",
        "第二章 值守",
        "第一节 登记",
        "第二节 巡逻",
    )
    body = ("第一章 总则", "第一条 甲。", "第二章 值守", "第一节 登记", "第二条 乙。", "第二节 巡逻", "第三条 丙。")
    assert [text for _, text in shown(passages_of(tmp_path, *front, *body))] == [
        "第一条 甲。",
        "第二条 乙。",
        "第三条 丙。",
    ]


def test_a_short_document_without_punctuation_is_a_passage(tmp_path: Path) -> None:
    lines = ("青槐市派出所值班电话", "城东派出所 555-0101", "城西派出所 555-0102")
    assert shown(passages_of(tmp_path, *lines)) == [((), "\n".join(lines))]


def test_a_title_alone_is_no_document(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"规定\.txt：清理后没有剩下正文"):
        passages_of(tmp_path, "青槐市派出所值班电话")


def test_sentences_end_at_marks_and_keep_closing_quotes() -> None:
    text = "问：“去哪里？”答：不知道！ 记录；\n完毕"
    assert [text[start:end] for start, end in sentences(text)] == ["问：“去哪里？”", "答：不知道！", "记录；", "完毕"]


def test_ids_stay_when_the_file_is_renamed_or_moved(tmp_path: Path) -> None:
    before = passages_of(tmp_path, *REGULATION, name="规定.txt")
    after = passages_of(tmp_path, *REGULATION, name="法规/2023/巡防.md")
    assert [passage.id for passage in before] == [passage.id for passage in after]
    assert {passage.document_id for passage in before} == {passage.document_id for passage in after}
    assert len({passage.id for passage in before}) == 4


def test_only_the_passage_that_changed_gets_another_id(tmp_path: Path) -> None:
    before = passages_of(tmp_path, *REGULATION)
    after = passages_of(tmp_path, *REGULATION[:4], "临时岗亭也适用本规定。", *REGULATION[5:])
    assert [old.id == new.id for old, new in zip(before, after, strict=True)] == [True, False, True, True]
    assert before[0].document_id != after[0].document_id


def test_title_and_version_are_part_of_an_id(tmp_path: Path) -> None:
    ids = [
        passages_of(tmp_path, title, "第一条 甲乙丙。", name=name)[0].id
        for title, name in (
            ("青槐市规定", "规定.txt"),
            ("白榆市规定", "规定.txt"),
            ("青槐市规定", "规定(2023-05-10).txt"),
            ("青槐市规定", "规定(2024-05-10).txt"),
        )
    ]
    assert len(set(ids)) == 4


def test_repeated_words_in_one_place_have_ids_of_their_own(tmp_path: Path) -> None:
    first, second = passages_of(tmp_path, "巡防手册", "一、提示", "注意安全。", "一、提示", "注意安全。")
    assert second.id == f"{first.id}-2"


# What follows holds for every document there is.


def corpora() -> list[Path]:
    return [
        ROOT / "corpus",
        *(path for path in (SHARED / "corpus" / "laws", SHARED / "corpus" / "seeds") if path.is_dir()),
    ]


@pytest.fixture(scope="module", params=corpora(), ids=lambda path: path.name)
def corpus(request: pytest.FixtureRequest) -> Corpus:
    return read_corpus(request.param)


def test_nothing_of_a_corpus_is_left_out(corpus: Corpus) -> None:
    assert corpus.left_out == ()


def test_every_passage_is_a_slice_of_its_document(corpus: Corpus) -> None:
    for document, passages in zip(corpus.documents, corpus.passages, strict=True):
        for passage in passages:
            assert document.text[passage.start : passage.end] == passage.text
            assert passage.text == passage.text.strip() != ""
            assert passage.document_id == document.id
            for part in passage.paragraphs + passage.items:
                assert 0 <= part.start < part.end <= len(passage.text)


def test_passages_follow_each_other_and_their_ids_are_unique(corpus: Corpus) -> None:
    for passages in corpus.passages:
        assert all(first.end <= second.start for first, second in pairwise(passages))
    ids = Counter(passage.id for passages in corpus.passages for passage in passages)
    assert set(ids.values()) == {1}


def test_passages_stay_inside_one_section_or_one_with_all_its_own(corpus: Corpus) -> None:
    for document, passages in zip(corpus.documents, corpus.passages, strict=True):
        for passage in passages:
            touched = [s for s in document.sections if s.start < passage.end and passage.start < s.end]
            assert touched[0].path == passage.path and touched[0].article == passage.article
            if len(touched) == 1:
                continue
            below = [s for s in document.sections if s.start >= touched[0].start]
            own = [s for s in below[1:] if s.path[: len(passage.path)] == passage.path][: len(touched) - 1]
            assert touched[1:] == own
            assert passage.text == document.text[touched[0].start : touched[-1].end].strip()
            after = below[len(touched) :]
            assert not after or after[0].path[: len(passage.path)] != passage.path


def test_no_passage_is_longer_than_the_limits(corpus: Corpus) -> None:
    for passages in corpus.passages:
        for passage in passages:
            assert len(passage.text) <= (MAX_ARTICLE if passage.article else MAX_PASSAGE) + MIN_PASSAGE


def test_every_sentence_of_a_document_is_in_a_passage_or_represented_by_one(corpus: Corpus) -> None:
    elsewhere = [place for passages in corpus.passages for passage in passages for place in passage.also_in]
    for document, passages in zip(corpus.documents, corpus.passages, strict=True):
        for start, end in sentences(document.text):
            if document.text[end - 1] in "。！？；":
                places = [*passages, *(place for place in elsewhere if place.document_id == document.id)]
                assert any(p.start < end and start < p.end for p in places), document.text[start:end]


@pytest.fixture(scope="module")
def laws() -> Corpus:
    return read_corpus(SHARED / "corpus" / "laws")


@needs_shared
def test_the_laws_have_2624_articles_and_each_is_one_passage(laws: Corpus) -> None:
    articles = [passage.article for passages in laws.passages for passage in passages if passage.article]
    assert len(articles) == 2624
    for document, passages in zip(laws.documents, laws.passages, strict=True):
        assert max(Counter(p.article for p in passages if p.article).values()) == 1, document.source


@needs_shared
def test_the_articles_of_a_law_are_numbered_without_gaps(laws: Corpus) -> None:
    for document, passages in zip(laws.documents, laws.passages, strict=True):
        numbers = [parse_number(p.article[1:-1]) for p in passages if p.article]
        assert numbers == list(range(1, len(numbers) + 1)), document.source


@needs_shared
def test_no_article_swallows_another_or_an_annex(laws: Corpus) -> None:
    for passages in laws.passages:
        for passage in passages:
            if passage.article:
                lines = passage.text.split("\n")
                assert lines[0].startswith(passage.article)
                assert not any(line.startswith("附件") for line in lines)
    assert max(len(p.text) for passages in laws.passages for p in passages if p.article) == 664


@needs_shared
def test_the_six_annexes_of_the_traffic_police_rules_stand_apart(laws: Corpus) -> None:
    (rules,) = (
        passages
        for document, passages in zip(laws.documents, laws.passages, strict=True)
        if document.instrument == "交通警察道路执勤执法工作规范"
    )
    last = next(passage for passage in rules if passage.article == "第八十六条")
    assert last.text.startswith("第八十六条 本规范自2009年1月1") and last.text.endswith("同时废止。")
    assert "\n" not in last.text
    annexes = list(dict.fromkeys(p.path[0] for p in rules if p.start > last.end and p.path[0] != "附件"))
    assert annexes == [
        "附件1：查处酒后驾驶操作规程",
        "附件2：查处违反装载规定违法行为操作规程",
        "附件3：查处超速行驶操作规程",
        "附件4：查处违法停车操作规程",
        "附件5：查处涉牌涉证违法行为操作规程",
        "附件6：查处运载危险化学品车辆操作规程",
    ]


@needs_shared
def test_items_are_numbered_as_they_are_written_in_every_law(laws: Corpus) -> None:
    fines = next(
        passage
        for document, passages in zip(laws.documents, laws.passages, strict=True)
        for passage in passages
        if document.instrument == "治安管理处罚法" and passage.article == "第二十三条"
    )
    assert [part.number for part in fines.items] == [1, 2, 3, 4, 5]
    assert [fines.text[part.start : part.start + 3] for part in fines.items] == [
        "（一）",
        "（二）",
        "（三）",
        "（四）",
        "（五）",
    ]
    assert [part.number for part in fines.paragraphs] == [1, 2]


def gold_files() -> list[tuple[Path, Path]]:
    """Each gold file with the folder its questions are about."""
    shared = SHARED / "eval"
    return [
        (ROOT / "eval" / "gold" / "corpus.jsonl", ROOT / "corpus"),
        *((path, SHARED / "corpus" / path.name.split("-")[0]) for path in sorted(shared.glob("*-dev.jsonl"))),
    ]


@pytest.mark.parametrize(("gold", "folder"), gold_files(), ids=lambda path: path.stem)
def test_every_gold_quote_lies_in_one_passage_or_two_neighbouring_ones(gold: Path, folder: Path) -> None:
    corpus = read_corpus(folder)
    quotes = 0
    for line in gold.read_text(encoding="utf-8").splitlines():
        question = json.loads(line)
        for entry in [*question.get("gold", ()), *question.get("alt_gold", ())]:
            of_file = [
                [normal(passage.text) for passage in passages]
                for document, passages in zip(corpus.documents, corpus.passages, strict=True)
                if document.source.endswith(entry["doc"])
            ]
            quote = normal(entry["quote"])
            places = [place for texts in of_file for place in (*texts, *(a + b for a, b in pairwise(texts)))]
            assert any(quote in place for place in places), f"{question['id']}: {entry['quote']}"
            quotes += 1
    assert quotes > 50
