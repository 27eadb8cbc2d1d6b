"""Cleaning: every rule deletes what it names, counts it, and leaves the wording alone."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from ingest.cleaning.clean import clean, remarks
from ingest.loaders.load import load
from ingest.records import Line
from tests.conftest import ROOT

SHARED = ROOT.parent / "shared" / "corpus"


def cleaned(*texts: str) -> list[str]:
    return [line.text for line in clean([Line(text) for text in texts]).lines]


def notes(*texts: str) -> tuple[str, ...]:
    return remarks(clean([Line(text) for text in texts]).changes)


def printed(*texts: str, page: int = 1) -> list[Line]:
    return [Line(text, page=page) for text in texts]


def test_text_without_faults_stays_as_it_is_and_needs_no_note() -> None:
    lines = [Line("青槐市巡防站规定", level=1), Line("第一条 为了规范管理，制定本规定。"), Line("第二条 略。")]
    assert clean(lines) == (lines, ())


def test_invisible_characters_go_and_every_blank_is_a_space() -> None:
    source = ("\u3000\u3000第一\u200b条\u3000为了\u00a0规范，\ufeff制定\u00ad本规定。\t", "\u200b", "第二条\x07 略。")
    assert cleaned(*source) == ["第一条 为了 规范，制定本规定。", "第二条 略。"]
    assert notes(*source) == ()


@pytest.mark.parametrize(
    "line",
    [
        "欢迎来到青槐文秘网",
        "我要投稿 投诉建议",
        "• 您当前位置:青槐文秘网 >> 理论调研",
        "当前位置：首页 > 公安",
        "首页 > 公安 > 正文",
        "合集下载",
        "友情链接",
        "相关文章",
        "相关文档：巡逻工作总结",
        "上一篇：巡逻工作总结",
        "下一篇:走访工作总结",
        "点击下载本文",
        "责任编辑：某某",
        "本文来源：青槐文秘网",
        "时间:2014-05-24 20:18",
        "版权所有 青槐文秘网",
        "版权声明：本站文章归原作者所有。",
        "Copyright©2020 青槐文秘网",
        "京ICP备00000000号",
    ],
)
def test_lines_of_the_page_around_a_text_go(line: str) -> None:
    assert cleaned("巡逻工作", line, "民警应当定期巡逻。") == ["巡逻工作", "民警应当定期巡逻。"]
    assert notes("巡逻工作", line, "民警应当定期巡逻。") == (f"网页与下载站附带文字：删去 {len(line)} 字",)


@pytest.mark.parametrize(
    "line",
    [
        "相关文档应当归档保存三年。",
        "版权所有者投诉的，应当登记。",
        "下载文档前应当核对密级。",
        "上一篇笔录没有签名的，应当补签。",
        "发现涉警舆情后，应当记录网页的版权所有、责任编辑和发布时间。",
        "时间、地点和人物应当写清",
        "相关文章" + "应当逐篇登记，" * 12,
    ],
)
def test_sentences_that_begin_like_a_page_stay(line: str) -> None:
    assert cleaned(line) == [line]
    assert notes(line) == ()


def test_three_spaces_in_ten_characters_come_from_a_scanner() -> None:
    assert cleaned("群 众 路 线 是生命线") == ["群众路线是生命线"]  # 4 of 12
    assert cleaned("张三 李四 王五 赵六") == ["张三 李四 王五 赵六"]  # 3 of 11


def test_spaces_that_text_recognition_put_between_characters_go() -> None:
    assert cleaned("辖 区 有 8 0 0 0万 人 口 ， 民 警 9 0 人 。") == ["辖区有8000万人口，民警90人。"]
    assert notes("辖 区 有 8 0 0 0万 人 口 ， 民 警 9 0 人 。") == ("扫描识别产生的空格：删去 15 字",)


@pytest.mark.parametrize(
    "line",
    [
        "第一章 总 则",
        "第九条 为了维护秩序，制定本规定。",
        "甲 乙 丙 丁",
        "GPS 与 110 和 122 联动 OK",
        "甲 | 乙 | 丙 | 丁",
    ],
)
def test_spaces_that_a_writer_set_stay(line: str) -> None:
    assert cleaned(line) == [line]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("民警应当核对身份，", "并作出记录。"),
        ("应当登记姓名、", "住址、电话。"),
        ("面对青槐市日益复杂的治安形势，派出所必须不断提高", "政治素质和业务能力。"),
    ],
)
def test_a_line_broken_in_mid_sentence_is_joined_without_a_space(first: str, second: str) -> None:
    assert cleaned(first, second) == [first + second]
    assert notes(first, second) == ("句中断行：接合 1 处",)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("第一条 民警应当核对身份。", "并作出记录。"),
        ("第一条 应当登记下列事项：", "姓名、住址、电话"),
        ("工作总结", "今年以来，成绩明显。"),
        ("民警应当核对下列事项，", "（一）姓名；"),
        ("民警应当核对下列事项，", "第二条 民警应当记录。"),
        ("民警应当核对下列事项，", "二、记录"),
        ("依据下列文件，", "《青槐市巡防站规定》"),
        ("岗位，职责，备注 | 甲乙丙丁戊己庚辛", "所长 | 带班"),
        ("2023年5月10日青槐市公安局发布，2024年1月1日修订", "根据有关法律，制定本规定。"),
    ],
)
def test_whole_lines_are_not_joined(first: str, second: str) -> None:
    assert cleaned(first, second) == [first, second]
    assert notes(first, second) == ()


def test_headings_of_the_format_are_never_joined() -> None:
    lines = [Line("青槐市派出所关于，加强巡逻，加强走访的意见", level=1), Line("根据有关规定，现提出意见。")]
    assert clean(lines)[0] == lines
    assert clean(list(reversed(lines)))[0] == list(reversed(lines))


def test_a_blank_line_breaks_a_sentence_only_where_the_line_before_is_long() -> None:
    long = "公安机关应当自受理之日起三十日内作出决定，案情重大、复杂的，经上一级公安机关批准"
    assert len(long) == 40
    assert cleaned(long, "", "可以延长三十日。") == [long + "可以延长三十日。"]
    assert cleaned("第一季度，巡逻一百次", "", "可以延长三十日。") == ["第一季度，巡逻一百次", "可以延长三十日。"]


def test_a_reference_at_the_beginning_of_a_line_continues_the_sentence() -> None:
    assert cleaned("第九条 公安机关查处本规定", "第四十三条规定的行为，应当告知当事人。")[-1].startswith("第四十三条")
    assert cleaned("第九条 公安机关查处下列行为，包括本规定", "第四十三条规定的行为。") == [
        "第九条 公安机关查处下列行为，包括本规定第四十三条规定的行为。"
    ]


def test_full_lines_of_a_page_are_joined_and_short_ones_end_a_paragraph() -> None:
    lines = printed(
        "第一条 民警接到群众求助后应当立即核对",  # 19 characters: a full line
        "求助人的姓名住址和联系电话（可以事后补",  # 19
        "录），并且告知",  # 7: the end of a paragraph, though nothing marks it
        "民警到达现场后应当打开执法记录仪并说明",  # 19
        "身份。",
    )
    assert [line.text for line in clean(lines)[0]] == [
        "第一条 民警接到群众求助后应当立即核对求助人的姓名住址和联系电话（可以事后补录），并且告知",
        "民警到达现场后应当打开执法记录仪并说明身份。",
    ]


def test_a_full_line_of_a_page_that_ends_a_sentence_ends_a_paragraph() -> None:
    lines = printed("第一条 民警接到群众求助后应当立即核实。", "民警到达现场后应当打开执法记录仪并说明", "身份。")
    assert [line.text for line in clean(lines)[0]] == [
        "第一条 民警接到群众求助后应当立即核实。",
        "民警到达现场后应当打开执法记录仪并说明身份。",
    ]


def test_a_joined_line_remembers_where_its_page_turns() -> None:
    lines = [*printed("第一条 民警应当在二十"), *printed("四小时以内完成登记并且", "录入系统。", page=2)]
    assert clean(lines)[0] == [Line("第一条 民警应当在二十四小时以内完成登记并且录入系统。", page=1, turns=((11, 2),))]


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        (
            "巡防站采用北斗定位，设备型号为 Alpha",
            "Beta，由民警保管。",
            "巡防站采用北斗定位，设备型号为 Alpha Beta，由民警保管。",
        ),
        ("巡防站成立以来，共接待群众求助20", "26人次。", "巡防站成立以来，共接待群众求助2026人次。"),
        ("巡防站成立以来，共接待群众求助20", "人次。", "巡防站成立以来，共接待群众求助20人次。"),
    ],
)
def test_only_latin_words_are_joined_with_a_space(first: str, second: str, joined: str) -> None:
    assert cleaned(first, second) == [joined]
    assert notes(first, second) == ("句中断行：接合 1 处",)


def test_notes_count_every_rule_in_order() -> None:
    source = ("上一篇：甲", "下一篇：乙", "警 民 携 手 共 建 平 安", "民警应当核对身份，", "并作出记录，", "再行处置。")
    assert cleaned(*source) == ["警民携手共建平安", "民警应当核对身份，并作出记录，再行处置。"]
    assert notes(*source) == (
        "网页与下载站附带文字：删去 10 字",
        "扫描识别产生的空格：删去 7 字",
        "句中断行：接合 2 处",
    )


def is_subsequence(part: str, whole: str) -> bool:
    characters = iter(whole)
    return all(character in characters for character in part)


def written(lines: Sequence[Line]) -> str:
    return "".join("".join(line.text for line in lines).split())


FRAGMENTS = (
    *(
        "民警应当",
        "核对身份",
        "第九条 ",
        "第四十三条规定的",
        "（一）",
        "1. ",
        "一、",
        "附件1：",
        "Alpha",
        "110",
        "2026",
    ),
    *(
        "，",
        "。",
        "：",
        "；",
        "、",
        " ",
        "\u3000",
        "\u200b",
        "\t",
        "甲 乙 丙 丁 ",
        "上一篇：",
        "版权所有",
        "“",
        "”",
        " | ",
    ),
)


def invented(seed: int) -> list[Line]:
    chance = random.Random(seed)
    page = chance.choice((None, 1))
    return [
        Line(
            "".join(chance.choices(FRAGMENTS, k=chance.randrange(12))),
            page=page and 1 + number // 5,
            level=chance.choice((None, None, None, 2)),
        )
        for number in range(20)
    ]


@pytest.mark.parametrize("seed", range(200))
def test_cleaning_only_deletes_characters_of_invented_text(seed: int) -> None:
    lines = invented(seed)
    kept, _ = clean(lines)
    assert is_subsequence(written(kept), written(lines))
    assert all(line.text and line.text == line.text.strip() for line in kept)


def shared_files() -> Iterator[Path]:
    return (path for path in sorted(SHARED.rglob("*")) if path.suffix in {".txt", ".md"})


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared corpus is not beside this project")
def test_cleaning_only_deletes_characters_of_scraped_pages_and_laws() -> None:
    files = list(shared_files())
    assert len(files) == 49
    for path in files:
        lines = load(path).lines
        kept, _ = clean(lines)
        before, after = written(lines), written(kept)
        assert is_subsequence(after, before), path.name
        assert len(after) >= 0.97 * len(before), path.name


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared corpus is not beside this project")
def test_cleaning_takes_no_wording_from_a_law() -> None:
    for path in sorted((SHARED / "laws").glob("*.md")):
        lines = load(path).lines
        assert written(clean(lines)[0]) == written(lines).replace("\u200b", ""), path.name
