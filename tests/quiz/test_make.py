"""From a base to items: the same for a seed, three an article, provable, and nothing from outdated texts."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable
from datetime import date

import pytest

from answer.assistant import Assistant
from ingest.instruments import Instrument
from ingest.records import Kind
from quiz.make import Made, Request, make_items
from quiz.records import SINGLE_CHOICE, ItemType
from tests.quiz.unenacted import LAW

HEAD = "青槐市犬只管理办法\n{date}青槐市人民政府发布\n"
FILES = {
    "犬只管理办法(2015-03-01).txt": HEAD.format(date="2015年3月1日")
    + "第一条 养犬人应当在九日内办证。\n第二条 犬只出户应当束链。\n",
    "犬只管理办法(2021-09-01).txt": HEAD.format(date="2021年9月1日") + LAW,
}
DAY = date(2026, 3, 1)


@pytest.fixture
def base(base_of: Callable[[dict[str, str]], Assistant]) -> Assistant:
    return base_of(FILES)


def made(base: Assistant, request: Request | None = None, seed: int = 1) -> Made:
    return make_items(base._generation, base._lookup, base._encoder, request or Request(), seed, today=DAY)


def test_equal_seeds_give_equal_items_and_other_seeds_keep_the_ids(base: Assistant) -> None:
    first, second, other = made(base), made(base), made(base, seed=2)
    assert first == second
    assert len(first.items) > 5
    both = {item.id for item in first.items} & {item.id for item in other.items}
    assert len(both) > len(first.items) / 2


def test_every_key_stands_in_the_passage(base: Assistant) -> None:
    passages = {passage.id: passage for passage in base._generation.passages}
    for item in made(base).items:
        for source in item.sources:
            text = passages[source.passage_id].text
            assert source.passage_sha256 == hashlib.sha256(text.encode()).hexdigest()
            assert "".join(source.quote.split("……")) == "".join(text[a:b] for a, b in source.spans)
            assert all(any(a <= start and end <= b for a, b in source.spans) for start, end in source.key_spans)
        if item.type in SINGLE_CHOICE:
            (right,) = (option for option in item.options if option.is_key)
            (span,) = item.sources[0].key_spans
            assert (passages[item.sources[0].passage_id].text[slice(*span)], (right.id,)) == (right.text, item.key)
        if item.edit is not None:
            at = item.edit.start
            assert item.sources[0].quote[at : at + len(item.edit.before)] == item.edit.before


def test_nothing_is_asked_of_an_older_text(base: Assistant) -> None:
    result = made(base)
    assert {item.sources[0].version_date for item in result.items} == {"2021-09-01"}
    assert result.passed_over["旧文本或已废止"] == 2
    assert all("是否现行请核对" in item.explanation for item in result.items)


def test_of_a_text_whose_newer_one_is_not_here_something_is_asked_only_on_demand_and_with_its_year(
    base: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    newer = Instrument("青槐市犬只管理办法", (), Kind.LOCAL_RULE, None, "2025-05-01", "2025-06-01", "")
    monkeypatch.setattr("ingest.standing.known_instruments", lambda: {newer.name: newer})
    assert made(base).items == ()
    items = made(base, Request(outdated=True)).items
    assert {item.sources[0].version_date for item in items} == {"2021-09-01"}, "the older one has a newer one here"
    assert all("2021年版《青槐市犬只管理办法》" in item.stem for item in items)
    assert all("已被2025年版取代（2025-06-01起施行）" in item.explanation for item in items)


def test_of_an_essay_that_no_question_could_name_nothing_is_asked(
    base_of: Callable[[dict[str, str]], Assistant], monkeypatch: pytest.MonkeyPatch
) -> None:
    essay = "巡防站漫谈\n\n巡防员要服务商户、服务老人、服务学生，成为邻里的帮手。\n夜班登记的规范化，关键在于各项制度对日常值守的有效约束。\n"
    base = base_of({"巡防站漫谈.txt": essay})
    assert made(base).items
    monkeypatch.setattr("quiz.make.named", lambda document: "")
    assert made(base).items == ()


def test_three_items_an_article_and_at_most_half_judged_or_filled_in(base: Assistant) -> None:
    result = made(base)
    assert max(Counter(item.sources[0].article for item in result.items).values()) <= 3
    plain = sum(result.by_type.get(type_, 0) for type_ in (ItemType.TRUE_FALSE, ItemType.CLOZE))
    assert plain <= len(result.items) / 2


def test_every_item_says_what_it_passed(base: Assistant) -> None:
    for item in made(base).items:
        assert [check.name for check in item.checks] == [
            *("answerable", "wording", "quality", "unguessable", "one_right", "duplicate")
        ]
        assert all(check.passed for check in item.checks)


def test_rejected_drafts_are_counted_by_reason_and_type(base: Assistant) -> None:
    result = made(base)
    assert result.rejected
    assert sum(result.rejected.values()) == sum(sum(counts.values()) for counts in result.rejected_by_type.values())


def test_a_request_limits_types_documents_topics_and_number(base: Assistant) -> None:
    only = made(base, Request(types=frozenset({ItemType.NUMBER}), limit=2))
    assert [item.type for item in only.items] == [ItemType.NUMBER] * 2
    assert made(base, Request(documents=("nobody",))).items == ()
    assert {item.sources[0].article for item in made(base, Request(topics=("第三条",))).items} <= {"第三条"}


def test_progress_is_told(base: Assistant) -> None:
    told: list[str] = []
    make_items(
        base._generation,
        base._lookup,
        base._encoder,
        Request(),
        1,
        lambda doing, done, of: told.append(doing),
        today=DAY,
    )
    assert told[0] == "读取可命题的条文"
    assert "检查题目" in told


def test_articles_are_matched_only_when_asked(base: Assistant) -> None:
    assert ItemType.MATCHING not in made(base).by_type
    (item,) = made(base, Request(types=frozenset({ItemType.MATCHING}))).items
    passages = {passage.id: passage for passage in base._generation.passages}
    assert 3 <= len(item.options) == len(item.sources) <= 5
    for option, source in zip(item.options, item.sources, strict=True):
        assert (option.match, option.text) == (source.article, source.quote)
        assert option.text in passages[source.passage_id].text
