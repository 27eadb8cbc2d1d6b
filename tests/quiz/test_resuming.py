"""A sentence that goes on with what another one brought in is not asked alone."""

from __future__ import annotations

from quiz.resuming import resumes
from tests.quiz.unenacted import evidence, pools, statement

LAW = """第一条 收容站收容走失犬只时，应当登记犬只清单。
犬只清单应当由送交人当场签名或者盖章，并交养犬人一份。
养犬人应当在三日内到收容站领回犬只，并缴纳费用。
第二条 养犬人应当办理犬证。
第三条 从事犬只巡查的巡防员的训练由警犬学校负责。承担训练工作的警犬学校、犬只训练机构应当向所在地的省级公安机关备案。
"""


def test_what_only_this_article_speaks_of_was_brought_in_before() -> None:
    law = evidence(LAW)
    assert resumes(statement(law, "送交人当场签名"), pools(law))


def test_what_other_articles_speak_of_too_needs_no_bringing_in() -> None:
    law = evidence(LAW)
    assert not resumes(statement(law, "领回犬只"), pools(law))


def test_who_bears_a_task_was_named_before() -> None:
    law = evidence(LAW)
    assert resumes(statement(law, "承担训练工作"), pools(law))


def test_who_is_busy_with_what_the_sentence_before_names_rests_on_it() -> None:
    law = evidence(
        "第一条 从事犬只训练代理的单位应当向收容站备案。从事训练代理的人员，由所在单位在每年第一季度向犬只收容站办理备案手续，并提交训练记录。\n"
        "第二条 从事犬只美容的人员，应当由所在单位组织培训。\n"
    )
    rests = {found.text: resumes(found, pools(law)) for found in law.statements}
    assert [text[:8] for text, does in rests.items() if does] == ["从事训练代理的人"]
