"""Terms that are mixed up are found where the other one could stand."""

from __future__ import annotations

import pytest

from quiz.confusions import find_confusions


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("情节严重的，吊销犬只收容许可证。", "情节严重的，暂扣犬只收容许可证。"),
        ("巡防站应当将结果书面告知养犬人。", "巡防站应当将结果口头告知养犬人。"),
        ("设立收容站，报县级公安机关批准。", "设立收容站，报县级公安机关备案。"),
        ("自收到养犬申请之日起十日内办理。", "自受理养犬申请之日起十日内办理。"),
        ("巡防员应当立即报告派出所。", "巡防员应当在二十四小时内报告派出所。"),
        ("由养犬人签名或者盖章。", "由养犬人签名并盖章。"),
        ("收容站的主要负责人对犬只防疫负责。", "收容站的分管负责人对犬只防疫负责。"),
        ("领养犬只的限制，只能由法律设定。", "领养犬只的限制，可以由行政法规设定。"),
        ("派出所应当每年组织查验犬证。", "派出所应当每两年组织查验犬证。"),
        ("养犬费应当全部上缴国库。", "养犬费应当按比例上缴国库。"),
        ("犬证丢失的，应当申请补领。", "犬证丢失的，应当申请换领。"),
        ("违规但轻微的，给予口头警告。", "违规但轻微的，给予书面警告。"),
        ("无证犬只由公安机关收缴。", "无证犬只由公安机关没收。"),
        ("养犬人应当在迁出前，向派出所登记。", "养犬人应当在迁出后，向派出所登记。"),
    ],
)
def test_a_term_may_be_taken_for_another(text: str, said: str) -> None:
    assert said in [text[: found.start] + found.after + text[found.end :] for found in find_confusions(text)]


@pytest.mark.parametrize(
    "text",
    [
        "养犬人应当爱护犬只。",
        "收容机构由各方当事人协商确定。",  # one alone does not consult
        "犬只伤人的诉讼，缓收、减收或者免收费用。",  # one of several
        "可以书面通知，也可以口头通知。",  # it says the other one too
        "吊销收容许可证后，收容站不得再领；再次吊销收容许可证的，予以公告。",  # said twice
    ],
)
def test_nothing_is_taken_for_another_where_the_text_tells(text: str) -> None:
    assert list(find_confusions(text)) == []
