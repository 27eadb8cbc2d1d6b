"""Spoiled passages are marked by what spoils them; good ones, statutes, forms and checked guides are not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from ingest.corpus import read_corpus
from ingest.quality import mark_flaws
from ingest.reading import read_file
from ingest.records import Document, Flaw, Kind, Passage, Recognised
from tests.conftest import ROOT

SHARED = ROOT.parent / "shared" / "corpus"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the shared corpus is not beside this project")


def read(folder: Path, *lines: str) -> tuple[Document, tuple[Passage, ...]]:
    (folder / "巡逻.txt").write_text("\n".join(lines), encoding="utf-8")
    reading = read_file(folder, "巡逻.txt")
    return reading.documents[0], reading.passages[0]


def flaws(folder: Path, *lines: str) -> list[tuple[Flaw, ...]]:
    return [passage.flaws for passage in read(folder, *lines)[1]]


GOOD = "民警在夜间巡逻时应当两人以上，携带对讲机、手电和执法记录仪，发现可疑情况及时报告。"


def test_a_good_text_has_no_flaws(tmp_path: Path) -> None:
    assert flaws(tmp_path, "夜间巡逻", GOOD, GOOD) == [()]


@pytest.mark.parametrize(
    "text",
    ["20_年，_派出所接警三百起。", "破案率%，群众满意。", "核对照片__份。", "××派出所开展巡逻。", "引起*** 多发。", "二O_年开展巡逻。"],
)  # fmt: skip
def test_words_that_were_blanked_out_are_masked(tmp_path: Path, text: str) -> None:
    assert flaws(tmp_path, "夜间巡逻", GOOD + text) == [(Flaw.MASKED,)]


@pytest.mark.parametrize(
    "text",
    [
        "报警人：______ 电话：______",
        "日期：____年____月____日，处罚款____元。",
        "破案率达到90%，群众满意。",
        "速度为 3*4，型号 A_1。",
        "规格为 2x3 米。",
    ],
)
def test_blanks_of_a_form_and_figures_are_no_masks(tmp_path: Path, text: str) -> None:
    assert flaws(tmp_path, "夜间巡逻", GOOD + text) == [()]


def test_exchanged_words_are_spun_from_two_on(tmp_path: Path) -> None:
    spun = "透过学习活动，民警业务潜力提高，用心参与巡逻，帮忙群众，务必到场。"
    assert flaws(tmp_path, "夜间巡逻", spun) == [(Flaw.SPUN,)]
    assert flaws(tmp_path, "夜间巡逻", spun.replace("潜力", "能力")) == [()]
    assert flaws(tmp_path, "夜间巡逻", "民警走访裙众，服务裙众，依靠裙众。") == [(Flaw.SPUN,)]
    assert flaws(tmp_path, "夜间巡逻", "民警透过玻璃观察，发现持续报警，挖掘潜力，应对突发情况。") == [()]


def test_a_long_line_with_hardly_a_mark_is_stripped_throughout(tmp_path: Path) -> None:
    stripped = "群众工作公安机关基层派出所民警深入社区走访了解情况" * 20 + "。"
    assert set(flaws(tmp_path, "夜间巡逻", stripped)) == {(Flaw.STRIPPED,)}
    assert len(flaws(tmp_path, "夜间巡逻", stripped)) > 1


def test_a_long_sentence_and_names_in_a_row_are_not_stripped(tmp_path: Path) -> None:
    assert flaws(tmp_path, "夜间巡逻", "民警深入社区走访了解情况" * 20 + "。") == [()]
    assert set(flaws(tmp_path, "夜间巡逻", "先进个人：" + "张三 李四 王五 赵六 " * 40 + "等。")) == {()}


def test_a_text_that_came_out_of_text_recognition_is_misread(tmp_path: Path) -> None:
    scanned = "值 班 民 警 应 当 按 时 到 岗 ， 不 得 擅 自 离 岗 。"
    assert flaws(tmp_path, "夜间巡逻", scanned) == [(Flaw.MISREAD,)]


def test_a_page_of_which_text_recognition_was_unsure_is_misread(tmp_path: Path) -> None:
    document, passages = read(tmp_path, "夜间巡逻", GOOD)
    first, second = (replace(passages[0], pages=pages) for pages in ((1, 1), (2, 3)))
    unsure = replace(document, recognised=(Recognised(1, 0.95), Recognised(3, 0.6)))
    assert [passage.flaws for passage in mark_flaws(unsure, (first, second))] == [(), (Flaw.MISREAD,)]


def test_misread_lines_without_ends_are_scrambled(tmp_path: Path) -> None:
    lines = (
        "值 班 民 警 应 当 按 时",
        "不 得 擅 自 离 岗 交 接",
        "到 岗 并 且 登 记 来 访",
        "群 众 的 姓 名 和 事 由 。",
    )
    assert flaws(tmp_path, "夜间巡逻", *lines) == [(Flaw.SCRAMBLED, Flaw.MISREAD)]


def test_two_columns_read_as_one_are_scrambled(tmp_path: Path) -> None:
    columns = (
        "巡逻是预防犯罪的有 三、加强保障。要为巡",
        "效手段，近年来各地都 逻民警配齐装备，落实",
        "在探索新的巡逻方式， 补休，组织体检，解除",
        "取得了一定的成效。 民警的后顾之忧。",
    )
    assert flaws(tmp_path, "夜间巡逻", *columns) == [(Flaw.SCRAMBLED,)]
    assert flaws(tmp_path, "夜间巡逻", GOOD, "带班领导 张三 李四 王五 赵六，电话见值班表。") == [()]


def test_a_passage_that_stops_or_starts_in_mid_sentence_is_cut_off(tmp_path: Path) -> None:
    assert flaws(tmp_path, "夜间巡逻", GOOD, GOOD.removesuffix("及时报告。") + "任何人都能够通过网") == [
        (Flaw.CUT_OFF,)
    ]
    assert flaws(tmp_path, "一、夜间巡逻", GOOD, "二、走访", "，" + GOOD) == [(), ()]
    assert flaws(tmp_path, "夜间巡逻手册", "一、甲", GOOD, "青槐市公安局", "2024年5月1日") == [()]


def test_forms_in_checked_guides_and_masks_in_instruments_are_their_own(tmp_path: Path) -> None:
    guide = ("夜间巡逻", "核对日期：2026-01-10", GOOD + "示例：××派出所。")
    assert flaws(tmp_path, *guide) == [()]
    document, passages = read(tmp_path, "夜间巡逻", GOOD + "××派出所。")
    for kind in (Kind.LAW, Kind.GUIDANCE, Kind.MINISTRY_RULE):
        assert mark_flaws(replace(document, kind=kind), passages)[0].flaws == ()


def test_nothing_that_ships_is_marked() -> None:
    assert [p.id for passages in read_corpus(ROOT / "corpus").passages for p in passages if p.flaws] == []


@needs_shared
def test_no_article_of_a_law_is_marked() -> None:
    assert [p.text for passages in read_corpus(SHARED / "laws").passages for p in passages if p.flaws] == []


@needs_shared
def test_the_spoiled_stretches_of_the_sample_pages_are_marked() -> None:
    marked = dict.fromkeys(Flaw, 0)
    for passages in read_corpus(SHARED / "seeds").passages:
        for passage in passages:
            for flaw in passage.flaws:
                marked[flaw] += 1
    assert marked == {
        Flaw.MASKED: 10,
        Flaw.SPUN: 9,
        Flaw.STRIPPED: 10,
        Flaw.SCRAMBLED: 2,
        Flaw.CUT_OFF: 3,
        Flaw.MISREAD: 7,
    }
