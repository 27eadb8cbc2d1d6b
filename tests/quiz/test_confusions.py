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
        ("养犬人应当在迁出前，向派出所登记。", "养犬人应当在迁出后，向派出所登记。"),
    ],
)
def test_a_term_may_be_taken_for_another(text: str, said: str) -> None:
    assert said in [text[: found.start] + found.after + text[found.end :] for found in find_confusions(text)]


@pytest.mark.parametrize(
    "text",
    [
        "养犬人应当爱护犬只。",
        "可以书面通知，也可以口头通知。",  # it says the other one too
        "吊销收容许可证后，收容站不得再领；再次吊销收容许可证的，予以公告。",  # said twice
    ],
)
def test_nothing_is_taken_for_another_where_the_text_tells(text: str) -> None:
    assert list(find_confusions(text)) == []
