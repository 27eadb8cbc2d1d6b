"""Terms of one kind are found, each with others that fit into its place."""

from __future__ import annotations

import pytest

from quiz.families import find_terms


@pytest.mark.parametrize(
    ("text", "term", "others"),
    [
        ("巡防员可以扣留机动车。", "扣留", ("查封", "没收", "收缴")),
        ("对走失犬只予以收缴。", "收缴", ("扣押", "没收", "追缴")),
        ("设立收容站的，报县级公安机关备案。", "备案", ("批准", "审核", "登记")),
        (
            "自收到养犬申请之日起十日内办理。",
            "收到养犬申请之日",
            ("批准养犬申请之日", "受理养犬申请之日", "养犬申请审查完毕之日"),
        ),
        (
            "自收到犬只没收决定书之日起五日内申诉。",
            "收到犬只没收决定书之日",  # the day on which it takes effect is the same
            ("犬只没收决定书作出之日", "犬只没收决定书寄出之日", "犬只没收决定书公告之日"),
        ),
        ("检疫费用由行政机关承担。", "行政机关", ("当事人", "上级行政机关", "财政部门")),
        ("案件由养犬人居住地的基层人民法院管辖。", "基层人民法院", ("中级人民法院", "高级人民法院", "最高人民法院")),
        (
            "错误没收犬只的，作出拘留决定的机关为赔偿义务机关。",
            "作出拘留决定的机关",
            ("执行拘留的机关", "上一级公安机关", "同级人民政府"),
        ),
        ("违反监规的，经看守所所长批准予以禁闭。", "看守所所长", ("办案机关负责人", "人民检察院", "驻所检察官")),
    ],
)
def test_a_term_has_others_of_its_kind(text: str, term: str, others: tuple[str, ...]) -> None:
    (found,) = find_terms(text)
    assert (text[found.start : found.end], found.others) == (term, others)


def test_who_decides_is_told_from_what_is_done() -> None:
    assert [found.is_body for found in find_terms("经看守所所长批准，对走失犬只予以收缴。")] == [False, True]


@pytest.mark.parametrize(
    "text",
    [
        "对走失犬只、笼具予以收缴，对无证犬只予以收缴。",  # said twice
        "吊销、暂扣收容许可证。",  # one of several
        "养犬人应当爱护犬只。",
    ],
)
def test_a_term_is_not_asked_for_where_the_text_tells(text: str) -> None:
    assert list(find_terms(text)) == []


def test_what_the_text_says_itself_is_no_other() -> None:
    (found,) = find_terms("对无证犬只先行扣押，期满予以收缴。")
    assert found.others == ("没收", "追缴")
