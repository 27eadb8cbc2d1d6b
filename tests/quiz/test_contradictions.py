"""Edits that give themselves away, or leave the sentence true."""

from __future__ import annotations

import pytest

from quiz.contradictions import is_poor_edit, is_poor_number, says_of_whom
from quiz.quantities import find_quantities
from quiz.records import Edit


def poor(text: str, kind: str, before: str, after: str) -> bool:
    return is_poor_edit(text, Edit(kind, text.index(before), before, after))


@pytest.mark.parametrize(
    ("text", "kind", "before", "after"),
    [
        ("国务院公安部门主管全国养犬工作。", "authority", "国务院公安部门", "省级人民政府公安机关"),
        ("各省、自治区人民政府制定办法，报公安部备案。", "authority", "公安部", "省级公安机关"),
        ("向所在地县级公安机关备案。", "authority", "县级公安机关", "国务院公安部门"),
        ("未满12分的可以领养，满12分的不得领养。", "number", "12分", "9分"),
        ("未满十六周岁的居民不得遛犬。", "number", "十六周岁", "十二周岁"),
        ("报派出所决定是否批准。", "term", "批准", "备案"),
        ("未经公安机关批准不得迁移。", "term", "批准", "备案"),
        ("曾因犯罪受过刑事处罚的，不得养犬。", "term", "刑事处罚", "行政处罚"),
        ("应当扣留犬只，通知当事人补办手续。", "term", "扣留", "没收"),
        ("听证应当公开，但申请不予公开的除外。", "opposite", "不予", "可以"),
        ("巡防员当场收缴犬证的，必须出具收据。", "term", "当场", "在三日内"),
        ("应当立即停止放行。", "term", "应当立即", "应当在二十四小时内"),
        ("招用已满十六周岁的未成年人遛犬的，应当登记。", "number", "十六周岁", "十八周岁"),
        ("派出所应当在三日内答复养犬人。", "modal", "应当", "可以"),
        ("养犬人迁居，必须经过派出所批准。", "modal", "必须", "可以"),
        ("公安部、外交部经国务院批准作出规定。", "authority", "国务院", "省级人民政府"),
        ("犬只检疫机构应当向上一级犬只检疫机构报告。", "authority", "上一级犬只检疫机构", "本级犬只检疫机构"),
        ("注销犬证前，应当事先催告养犬人。", "term", "事先", "事后"),
        ("满分为12分的，应当参加满分学习。", "number", "12分", "6分"),
        ("不需要送检，但应当登记的，退还养犬人。", "modal", "应当", "可以"),
        ("居留的外国人应当交验养犬人居留证件。", "term", "居留证件", "停留证件"),
        ("巡防员应当告知养犬人可以申请领养。", "modal", "可以", "应当"),
        ("收容站应当将犬只清单保存一年备查。", "modal", "应当", "可以"),
        ("收容犬只的期限最长可以延长十日。", "modal", "可以", "应当"),
        ("巡防员除应当注明原因外，还应当注明时间。", "modal", "应当", "可以"),
        ("自作出决定之日起十日内送达养犬人。", "term", "作出", "送达"),
        ("犬证的种类，由省级人民政府根据当地实际情况规定。", "authority", "省级人民政府", "国务院"),
        ("未成年人遛犬的，应当从轻处罚。", "term", "从轻处罚", "从重处罚"),
        ("训犬人员违反规定的，责令限期改正。", "term", "限期改正", "停业整顿"),
    ],
)
def test_an_edit_that_the_sentence_denies_or_still_holds_is_poor(text: str, kind: str, before: str, after: str) -> None:
    assert poor(text, kind, before, after)


@pytest.mark.parametrize(
    ("text", "kind", "before", "after"),
    [
        ("设立收容站，由县级公安机关批准。", "authority", "县级公安机关", "省级公安机关"),
        ("未满十六周岁的居民不得遛犬。", "number", "十六周岁", "十八周岁"),
        ("派出所应当在十日内办理。", "number", "十日", "十五日"),
        ("设立收容站，报派出所批准。", "term", "批准", "备案"),
        ("派出所应当告知养犬人。", "modal", "应当", "可以"),
    ],
)
def test_an_edit_that_only_the_rule_tells_is_kept(text: str, kind: str, before: str, after: str) -> None:
    assert not poor(text, kind, before, after)


@pytest.mark.parametrize(
    ("text", "right", "wrong", "is_poor"),
    [
        (
            "遗弃犬只的，处二百元以上五百元以下罚款，遗弃多只的，处五百元以上二千元以下罚款。",
            "五百元以上二千元",
            "一千元以上二千元",
            True,
        ),
        (
            "遗弃犬只的，处二百元以上五百元以下罚款，遗弃多只的，处五百元以上二千元以下罚款。",
            "五百元以上二千元",
            "五百元以上三千元",
            False,
        ),
        ("未成年人满十六周岁的，可以遛犬。", "十六周岁", "十八周岁", True),
        ("收养三人以上组成收容队。", "三人", "一人", True),
        ("积分未满3分的，可以领养。", "3分", "1分", True),
        ("巡防应当由二人进行。", "二人", "一人", False),
    ],
)
def test_a_number_that_the_sentence_denies_is_poor(text: str, right: str, wrong: str, is_poor: bool) -> None:
    own = next(found for found in find_quantities(text) if text[found.start : found.end] == right)
    assert is_poor_number(text, own, wrong) is is_poor


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("未满十六周岁的居民不得遛犬。", "十六周岁", "十二周岁"),  # of whom it holds as well
        ("年满十六周岁的居民应当登记犬只。", "十六周岁", "十八周岁"),
        ("犬只咬伤三人以上的，应当立即报告。", "三人", "五人"),
        ("情节较轻的，处五日以下拘留。", "五日", "一日"),
        ("养犬培训不得少于十天，其中，现场培训不得少于五天。", "十天", "三天"),
        ("养犬培训不得少于十天，其中，现场培训不得少于五天。", "五天", "十二天"),
    ],
)
def test_a_number_that_holds_too_or_cannot_be_is_no_wrong_option(text: str, right: str, wrong: str) -> None:
    own = next(found for found in find_quantities(text) if text[found.start : found.end] == right)
    assert is_poor_number(text, own, wrong)


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("未满十六周岁的居民不得遛犬。", "十六周岁", "二十周岁"),
        ("养犬培训不得少于十天，其中，现场培训不得少于五天。", "十天", "七天"),
        ("养犬培训不得少于十天，其中，现场培训不得少于五天。", "五天", "三天"),
    ],
)
def test_other_numbers_of_its_unit_are(text: str, right: str, wrong: str) -> None:
    own = next(found for found in find_quantities(text) if text[found.start : found.end] == right)
    assert not is_poor_number(text, own, wrong)


@pytest.mark.parametrize(
    ("text", "does"),
    [
        ("未满十六周岁的居民不得遛犬。", True),
        ("犬只咬伤三人以上的，应当立即报告。", True),
        ("犬只伤人的，应当在三日内报告。", False),
        ("养犬人应当年满十八周岁。", False),
    ],
)
def test_a_limit_says_of_whom_the_rule_holds(text: str, does: bool) -> None:
    assert says_of_whom(text, find_quantities(text)[0]) is does


@pytest.mark.parametrize(
    ("text", "own", "wrong", "is_poor"),
    [
        ("犬只每日应当有一至两小时的室外活动。", "两小时", "一小时", True),
        ("犬只每日应当有一至两小时的室外活动。", "两小时", "三小时", False),
        ("每遗弃一只处五千元，总额不超过五万元的罚款。", "五千元", "三万元", True),
        ("每遗弃一只处五千元，总额不超过五万元的罚款。", "五千元", "二万元", False),
    ],
)
def test_a_number_that_the_stem_rules_out_is_poor(text: str, own: str, wrong: str, is_poor: bool) -> None:
    quantity = next(found for found in find_quantities(text) if text[found.start : found.end] == own)
    assert is_poor_number(text, quantity, wrong) is is_poor
