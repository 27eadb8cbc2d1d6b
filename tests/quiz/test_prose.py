"""Which sentences of an essay can be put into a question."""

from __future__ import annotations

from tests.quiz.essays import sentences

DEED = "全体民警深入商户、深入楼院,访民意、察民情。"


def test_what_the_authors_own_station_did_is_no_view_of_the_essay() -> None:
    assert [found.text for found in sentences(f"一年来,我所开展了走访活动。\n{DEED}")] == []
    assert [found.text for found in sentences(f"走访是做好巡防的基础。\n{DEED}")][-1] == DEED.rstrip("。")
