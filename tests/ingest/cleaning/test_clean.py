"""Cleaning as a whole: every rule in its order, every character accounted for, and good texts left alone."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.cleaning.clean import RULES, Action, Change, clean, remarks
from ingest.corpus import list_sources
from ingest.loaders.load import load
from ingest.origin import join_runs
from ingest.records import Line
from tests.conftest import ROOT

SHARED = ROOT.parent / "shared" / "corpus"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the shared corpus is not beside this project")


def cleaned(*texts: str) -> list[str]:
    return [line.text for line in clean([Line(text) for text in texts]).lines]


def changed(*texts: str) -> list[tuple[Action, str, str]]:
    """What was done, by which rule, to which characters."""
    original = "\n".join(texts)
    changes = clean([Line(text) for text in texts]).changes
    return [(change.action, change.rule, original[change.start : change.end]) for change in changes]


def test_text_without_faults_stays_as_it_is_and_needs_no_remark() -> None:
    texts = ("青槐市巡防站规定", "第一条 为了规范管理，制定本规定。", "第二条 略。")
    assert cleaned(*texts) == list(texts)
    assert changed(*texts) == []


def test_what_is_removed_joined_and_divided_is_told_with_its_place_and_rule() -> None:
    texts = (
        "上一篇：甲",
        "下一篇：乙",
        "警 民 携 手 共 建 平 安",
        "民警应当核对身份，",
        "并作出记录。",
        "做法如下：一、巡逻。",
        "———————",
    )
    assert cleaned(*texts) == ["警民携手共建平安", "民警应当核对身份，并作出记录。", "做法如下：", "一、巡逻。"]
    assert [change for change in changed(*texts) if not change[2].isspace()] == [
        (Action.REMOVED, "分隔线", "———————"),
        (Action.REMOVED, "网页导航", "上一篇：甲"),
        (Action.REMOVED, "网页导航", "下一篇：乙"),
        (Action.JOINED, "句中断行", ""),
        (Action.DIVIDED, "标题与正文粘连", ""),
    ]
    assert remarks(clean([Line(text) for text in texts]).changes) == (
        "分隔线：删去 1 处 7 字",
        "网页导航：删去 2 处 10 字",
        "扫描识别产生的空格：删去 7 处 7 字",
        "句中断行：接合 1 处",
        "标题与正文粘连：分开 1 处",
    )


def test_a_line_divided_at_a_blank_is_divided_and_not_shortened() -> None:
    text = "一、加强夜间巡逻 派出所应当在夜间组织巡逻，每两小时不少于一次，并做好记录和交接。"
    assert changed(text) == [(Action.DIVIDED, "标题与正文粘连", "")]


def test_invisible_characters_need_no_remark() -> None:
    changes = clean([Line("\u3000第一条\u200b 甲。")]).changes
    assert changes == (Change(0, 1, Action.REMOVED, "不可见字符"), Change(4, 5, Action.REMOVED, "不可见字符"))
    assert remarks(changes) == ()


def test_every_rule_has_a_name_of_its_own() -> None:
    assert len({rule.name for rule in RULES}) == len(RULES)


def test_one_label_of_a_page_is_not_enough_to_take_anything() -> None:
    assert cleaned("上一篇：甲", "民警应当巡逻。") == ["上一篇：甲", "民警应当巡逻。"]
    assert cleaned("相关文件", "民警应当巡逻。", "联系我们") == ["相关文件", "民警应当巡逻。", "联系我们"]


GUIDE = (
    "电信诈骗警情接处指引",
    "一、接警询问",
    "受害人称对方自称“客服”并要求“申请退款”的，应当提醒其不要点击链接下载文档。",
    "对方网站写有“版权所有”“仅供参考”的，应当截图固定。",
    "二、证据提取",
    "1. 转账记录，注明来源：手机型号、账号；",
    "2. 涉案网站的首页、联系我们、关于我们等页面截图。",
    "上一篇笔录没有签名的，应当补签。",
    "三、联系电话",
    "单位 | 电话 | 值班人",
    "反诈中心 | 555-0100 | 张三 李四 王五",
    "四、登记表",
    "报警人：______ 电话：______ 日期：____年____月____日",
    "对方账号：____________________",
    "五、注意事项",
    "（一）第（一）项所列材料应当统一、规范装订，第一、第二联存档。",
    "联系我们",
    "相关文件",
    "《青槐市巡防站规定》",
    "《青槐市养犬规定》",
)


def test_a_clean_guide_of_ones_own_is_not_changed_at_all() -> None:
    assert cleaned(*GUIDE) == list(GUIDE)
    assert changed(*GUIDE) == []


FRAGMENTS = st.sampled_from(
    (
        *("民警应当", "核对身份", "第九条 ", "第一条 ", "第四十三条规定的", "（一）", "（二）", "1. ", "2. ", "一、", "二、"),
        *("附件1：", "Alpha", "110", "2026", "，", "。", "：", "；", "、", " ", "\u3000", "\u200b", "\t", "\u00a0"),
        *("甲 乙 丙 丁 ", "上一篇：", "下一篇：", "版权所有", "“", "”", " | ", "\\", "(√)", "• ", "【第一篇】", "【摘要】"),
        *("浅谈巡逻工作的方法与对策", "浅谈巡逻", "工作的方法与对策", "范文二：", "巡逻工作总结", "走访工作总结", "青槐市巡逻条例"),
        *("中图分类号:D631文献标识码:A", "第 1 页", "- 2 -", "3", "首页 > 公安 > 正文", "登录 注册", "—————"),
        *("本站文档仅供学习参考，请勿抄袭。", "近年来，各地公安机关加强巡逻防控，取得成效。", "值 班 民 警 ， 按 时 到 岗 。"),
    )
)  # fmt: skip
ODD = st.text(max_size=3, alphabet=st.characters(blacklist_characters="\n", blacklist_categories=["Cs"]))
TEXTS = st.lists(st.lists(FRAGMENTS | ODD, max_size=7).map("".join), max_size=14)
LEVELS = st.lists(st.sampled_from((None, None, None, None, 1, 2)), min_size=14, max_size=14)


@settings(max_examples=300, derandomize=True, deadline=None)
@given(texts=TEXTS, levels=LEVELS, paged=st.booleans())
def test_every_character_is_either_kept_in_its_place_or_told_as_removed(
    texts: list[str], levels: list[int | None], paged: bool
) -> None:
    lines = [
        Line(text, page=1 + number // 5 if paged else None, level=level)
        for number, (text, level) in enumerate(zip(texts, levels, strict=False))
    ]
    check_account(lines)


def check_account(lines: list[Line]) -> None:
    original = "\n".join(line.text for line in lines)
    result = clean(lines)
    text, runs = "\n".join(line.text for line in result.lines), join_runs(result.lines)
    assert all(line.text and line.text == line.text.strip() for line in result.lines)
    assert all(a.start < b.start and a.original < b.original for a, b in pairwise(runs))
    places = [
        run.original + at - run.start
        for run, end in zip(runs, [*(run.start for run in runs[1:]), len(text)][: len(runs)], strict=True)
        for at in range(run.start, end)
        if not text[at].isspace()
    ]
    assert "".join(original[place] for place in places) == "".join(text.split())
    for change in result.changes:
        if change.action == Action.REMOVED:
            places += range(change.start, change.end)
    assert sorted(place for place in places if is_visible(original[place])) == [
        place for place, char in enumerate(original) if is_visible(char)
    ]


def is_visible(char: str) -> bool:
    return char.isprintable() and not char.isspace()


def files_of(folder: Path) -> list[Path]:
    return [folder / source for source in list_sources(folder)]


@needs_shared
def test_every_character_of_scraped_pages_and_laws_is_accounted_for() -> None:
    files = files_of(SHARED)
    assert len(files) == 49
    for path in files:
        check_account(list(load(path).lines))


def visibly_removed(path: Path) -> list[str]:
    lines = load(path).lines
    original = "\n".join(line.text for line in lines)
    removed = [change for change in clean(lines).changes if change.action == Action.REMOVED]
    texts = [original[change.start : change.end] for change in removed]
    return [text for text in texts if any(is_visible(char) for char in text)]


@needs_shared
def test_cleaning_takes_nothing_from_a_law() -> None:
    files = files_of(SHARED / "laws")
    assert len(files) == 44
    assert [text for path in files for text in visibly_removed(path)] == []


def test_cleaning_takes_nothing_from_the_guides_that_ship() -> None:
    files = files_of(ROOT / "corpus")
    assert len(files) > 10
    assert [text for path in files for text in visibly_removed(path)] == []
