"""Articles that quoted words refer to come as citations of their own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from answer.assistant import Assistant
from answer.compose import whole_passage
from answer.referred import LONGEST, referred
from index.lookup import ArticleRequest

DOGS = "青槐市犬只管理办法"
FILES = {
    f"{DOGS}(2021-09-01).txt": f"""{DOGS}
2021年9月1日青槐市公安局发布
第一条 携犬出户不束犬链的，给予警告。
遗弃犬只的，处五百元罚款。
第二条 单位有本办法第一条第二款行为的，依照本办法第一条第二款的规定处罚。
第三条 巡防员违反《青槐市巡防站管理规定》第二条的，依照该规定处理。
第四条 违反本办法第一条、第二条和第三条规定的，记入档案。
第五条 伤人的，依照《青槐市侵权办法》第九条处理。
第六条 参照本办法第七条办理。
第七条 {"犬只免疫应当登记造册，" * 25}不得遗漏。
免疫证明随犬携带。
第八条 巡防员饮酒的，依照青槐市巡防站管理规定第二条处理。
""",
    "青槐市巡防站管理规定(2023-05-10).txt": """青槐市巡防站管理规定
2023年5月10日青槐市人民政府发布
第一条 巡防站实行二十四小时值守。
第二条 巡防员不得饮酒后上岗。
""",
}


def quoted(assistant: Assistant, article: str) -> list[str]:
    """What the articles that an article of the dog rules refers to are quoted with."""
    lookup, search = assistant._lookup, assistant._search

    request = ArticleRequest(DOGS, article, None, None)
    [row] = lookup.find(request, lookup.versions(DOGS)[0])
    drafts = referred(whole_passage(search.hit(row)), assistant.references, lookup, search.hit)
    return ["".join(d.hit.passage.text[start:end] for start, end in d.ranges) for d in drafts]


def test_the_named_paragraph_of_the_same_text_is_quoted_once(base_of: Callable[[dict[str, str]], Assistant]) -> None:
    assert quoted(base_of(FILES), "第二条") == ["遗弃犬只的，处五百元罚款。"]


def test_an_article_of_another_instrument_is_quoted(base_of: Callable[[dict[str, str]], Assistant]) -> None:
    assert quoted(base_of(FILES), "第三条") == ["巡防员不得饮酒后上岗。"]


def test_a_name_without_marks_is_not_taken_for_the_text_itself(base_of: Callable[[dict[str, str]], Assistant]) -> None:
    assert quoted(base_of(FILES), "第八条") == ["巡防员不得饮酒后上岗。"]


def test_a_catalogue_and_an_instrument_that_the_base_lacks_bring_nothing(
    base_of: Callable[[dict[str, str]], Assistant],
) -> None:
    assistant = base_of(FILES)
    assert quoted(assistant, "第四条") == []
    assert quoted(assistant, "第五条") == []


def test_of_a_long_article_the_first_paragraph_is_quoted(base_of: Callable[[dict[str, str]], Assistant]) -> None:
    [text] = quoted(base_of(FILES), "第六条")
    assert len(text) > LONGEST and text.endswith("不得遗漏。")


def test_an_article_refers_to_no_other_by_its_own_number(base_of: Callable[[dict[str, str]], Assistant]) -> None:
    assert quoted(base_of(FILES), "第一条") == []


def test_an_article_looked_up_by_number_comes_alone(base_of: Callable[[dict[str, str]], Assistant]) -> None:
    answer = base_of(FILES).ask("犬只管理办法第二条", today=date(2026, 11, 22))
    assert [citation.article for citation in answer.citations] == ["第二条"]
