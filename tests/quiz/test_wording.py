"""What explanations name."""

from __future__ import annotations

import pytest

from quiz.wording import changed


@pytest.mark.parametrize(
    ("before", "after", "named"),
    [
        ("应当经拘留所所长批准。", "应当经拘留决定机关批准。", "把“拘留所所长”改成了“拘留决定机关”"),
        ("应当在十五日内答复。", "应当在十日内答复。", "把“十五日内”改成了“十日内”"),
        ("派出所应当登记。", "派出所可以登记。", "把“应当”改成了“可以”"),
    ],
)
def test_an_explanation_names_whole_words(before: str, after: str, named: str) -> None:
    assert named in changed("D", before, after)
