"""Members of lists with one edit, which only who knows the rule tells from the others."""

from __future__ import annotations

import pytest

from quiz.distractors import edited_member
from quiz.finish import random_of
from quiz.items.list_choice import list_drafts
from tests.quiz.unenacted import evidence, listing, pools

LAW = """第一条 收容站有下列情形之一的，给予警告：
（一）未在三日内登记犬只的；
（二）未书面通知养犬人的；
（三）未经县级公安机关审核的；
（四）遗弃犬只的。
"""


@pytest.mark.parametrize(
    ("member", "made"),
    [
        ("未书面通知养犬人的", "未口头通知养犬人的"),
        ("未在三日内登记犬只的", "未在二日内登记犬只的"),
        ("遗弃犬只的", None),
    ],
)
def test_a_member_is_edited_where_it_has_a_term_or_a_number(member: str, made: str | None) -> None:
    law = evidence(LAW)
    assert edited_member(member, listing(law, "收容站"), pools(law)) == made


def test_what_is_not_asked_for_serves_as_a_wrong_option() -> None:
    law = evidence(LAW)
    (draft, *_) = list_drafts(listing(law, "收容站"), pools(law), random_of(1, "list"))
    before = dict(draft.edited)
    assert before
    assert set(before) <= set(draft.wrong)
    assert not set(before.values()) & set(draft.right)
