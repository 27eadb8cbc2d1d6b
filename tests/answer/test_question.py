"""What a question asks for besides its words, and what a follow-up takes along."""

from __future__ import annotations

from datetime import date

import pytest

from answer.question import LONGEST, ParsedQuestion, parse
from answer.records import Turn
from index.lookup import ArticleRequest, Lookup
from tests.conftest import TinyIndex

TODAY = date(2026, 11, 22)
STATION = "青槐市巡防站管理规定"
DOGS = "青槐市犬只管理办法"


@pytest.fixture(scope="module")
def lookup(tiny_index: TinyIndex) -> Lookup:
    return Lookup(tiny_index.generation)


def follow(lookup: Lookup, *questions: str) -> ParsedQuestion:
    """The last question, asked after the others."""
    *earlier, last = questions
    return parse(last, [Turn(question, "……") for question in earlier], lookup, TODAY)


def test_a_question_alone_is_searched_as_it_stands(lookup: Lookup) -> None:
    parsed = parse("  犬证多少钱？ ", (), lookup, TODAY)
    assert parsed.text == "犬证多少钱?"


def test_words_that_every_question_has_are_left_out_of_the_lexical_search(lookup: Lookup) -> None:
    assert parse("请问走失老人怎么查找？", (), lookup, TODAY).lexical.split() == ["走失老人", "查找"]


def test_a_word_that_only_ends_like_a_question_word_is_kept(lookup: Lookup) -> None:
    assert parse("你好，网吧卖吗啡怎么规定的呢", (), lookup, TODAY).lexical.split() == [",网吧卖吗啡", "的"]


def test_everyday_words_bring_the_words_of_the_texts(lookup: Lookup) -> None:
    assert parse("小偷怎么处理", (), lookup, TODAY).also == ("盗窃",)


def test_a_question_of_nothing_but_question_words_keeps_them(lookup: Lookup) -> None:
    assert parse("怎么办？", (), lookup, TODAY).lexical == "怎么办?"


@pytest.mark.parametrize("question", ["巡防员不得有哪些行为", "查找有哪几步", "三种情形分别是什么", "走失老人怎么办"])
def test_a_whole_list_is_wanted_when_several_things_are_asked_for(question: str, lookup: Lookup) -> None:
    assert parse(question, (), lookup, TODAY).wants_list


@pytest.mark.parametrize("question", ["犬证有效期多久", "巡防站是什么", "哪些情形下罚多少钱"])
def test_a_fact_or_a_figure_is_no_list(question: str, lookup: Lookup) -> None:
    assert not parse(question, (), lookup, TODAY).wants_list


def test_a_very_long_question_is_cut(lookup: Lookup) -> None:
    assert len(parse("犬" * 2000, (), lookup, TODAY).text) == LONGEST


def test_a_short_follow_up_takes_the_question_before_along(lookup: Lookup) -> None:
    assert follow(lookup, "犬证有效期多久？", "那管理费呢？").text == "犬证有效期多久? 那管理费呢?"


def test_a_chain_of_follow_ups_keeps_the_topic_it_began_with(lookup: Lookup) -> None:
    assert follow(lookup, "犬证有效期多久", "那管理费呢", "那谁来批准").text == "犬证有效期多久 那谁来批准"


def test_a_long_question_that_ends_in_a_particle_stands_by_itself(lookup: Lookup) -> None:
    assert follow(lookup, "犬证有效期多久", "遛狗不牵绳应该怎么罚呢").text == "遛狗不牵绳应该怎么罚呢"


def test_only_the_last_question_is_taken_along(lookup: Lookup) -> None:
    assert follow(lookup, "巡防站几人值班", "犬证有效期多久", "管理费呢").text == "犬证有效期多久 管理费呢"


@pytest.mark.parametrize(
    "question", ["遗失物品几天内移交派出所", "那天晚上在街面巡逻的巡防员应当几个人一起行动呢", "犬证在哪里办"]
)
def test_a_question_that_stands_by_itself_takes_nothing_along(question: str, lookup: Lookup) -> None:
    assert follow(lookup, "犬证有效期多久", question).text == question


def test_a_follow_up_keeps_instrument_and_article_and_changes_the_paragraph(lookup: Lookup) -> None:
    named = follow(lookup, f"{STATION}第三条", "那第二款呢？").named
    assert named.instruments == (STATION,)
    assert named.articles == (ArticleRequest(STATION, "第三条", paragraph=2, item=None),)


def test_a_follow_up_keeps_the_instrument_and_changes_the_article(lookup: Lookup) -> None:
    named = follow(lookup, f"{STATION}第三条", "那第五条呢？").named
    assert named.articles == (ArticleRequest(STATION, "第五条", None, None),)


def test_a_follow_up_that_names_an_instrument_leaves_the_earlier_one(lookup: Lookup) -> None:
    named = follow(lookup, f"{STATION}第三条", f"那{DOGS}呢？").named
    assert named.instruments == (DOGS,)
    assert named.articles == ()


def test_a_follow_up_keeps_the_year_of_the_version(lookup: Lookup) -> None:
    named = follow(lookup, f"2015年版{DOGS}第二条", "那第三条呢？").named
    assert (named.year, named.articles) == ("2015", (ArticleRequest(DOGS, "第三条", None, None),))


@pytest.mark.parametrize(
    ("questions", "further"),
    [
        (("第三条", "下一条"), 1),
        (("第三条", "上一条是什么？"), -1),
        (("第三条", "那后两条呢"), 2),
        (("第三条", "下一条", "再看下一条"), 2),
        (("第三条", "下一条", "下一条", "上一条呢"), 1),
    ],
)
def test_the_next_article_is_counted_from_the_one_asked_for_last(
    questions: tuple[str, ...], further: int, lookup: Lookup
) -> None:
    first, *later = questions
    named = follow(lookup, f"{STATION}{first}", *later).named
    assert named.articles == (ArticleRequest(STATION, "第三条", None, None, further),)


@pytest.mark.parametrize(
    ("question", "paragraph", "item"),
    [
        ("它的第二项", 1, 2),
        ("第（三）项呢", 1, 3),
        ("第二款", 2, None),
        ("该条第二款第一项是什么", 2, 1),
        ("这条的全文", None, None),
    ],
)
def test_a_follow_up_may_ask_for_another_part_of_the_article(
    question: str, paragraph: int | None, item: int | None, lookup: Lookup
) -> None:
    named = follow(lookup, f"{STATION}第四条第一款", question).named
    assert named.articles == (ArticleRequest(STATION, "第四条", paragraph, item),)


def test_a_part_may_be_asked_of_an_article_that_was_itself_a_follow_up(lookup: Lookup) -> None:
    named = follow(lookup, f"{STATION}第三条", "第四条呢", "第二项").named
    assert named.articles == (ArticleRequest(STATION, "第四条", None, 2),)


@pytest.mark.parametrize("question", ["那旧版呢", "旧法怎么规定的", "以前的规定呢？"])
def test_a_follow_up_may_ask_for_the_old_text_of_the_same_article(question: str, lookup: Lookup) -> None:
    named = follow(lookup, f"{DOGS}第三条", question).named
    assert named.articles == (ArticleRequest(DOGS, "第三条", None, None),)
    assert named.wants_old


def test_a_follow_up_may_ask_for_the_version_of_a_year_and_for_the_new_one_again(lookup: Lookup) -> None:
    named = follow(lookup, f"{DOGS}第三条", "2015年那版呢").named
    assert (named.year, named.articles) == ("2015", (ArticleRequest(DOGS, "第三条", None, None),))
    named = follow(lookup, f"{DOGS}第三条", "2015年那版呢", "那现行的呢").named
    assert (named.year, named.wants_new, named.articles) == (None, True, (ArticleRequest(DOGS, "第三条", None, None),))


def test_a_follow_up_in_words_keeps_the_instrument_but_not_the_article(lookup: Lookup) -> None:
    named = follow(lookup, f"{STATION}第三条", "那夜间呢").named
    assert (named.instruments, named.articles) == ((STATION,), ())


@pytest.mark.parametrize(
    "question",
    ["犬证有效期多久", "那天晚上谁值班", "下列行为有哪些", "第三条巡防路线归谁管", "旧手电怎么报废", "这条件够不够"],
)
def test_a_new_topic_drops_the_earlier_one(question: str, lookup: Lookup) -> None:
    parsed = follow(lookup, f"2015年版{DOGS}第三条", "下一条", question)
    assert parsed == parse(question, (), lookup, TODAY)


def test_after_a_new_topic_a_follow_up_means_that_one(lookup: Lookup) -> None:
    parsed = follow(lookup, f"{DOGS}第三条", "下一条", "巡逻记录保存多少天", "那值班记录呢")
    assert parsed.text == "巡逻记录保存多少天 那值班记录呢"
    assert (parsed.named.instruments, parsed.named.articles) == ((), ())


def test_a_question_in_traditional_characters_is_read_like_one_in_simplified_ones(lookup: Lookup) -> None:
    assert parse("犬證有效期為多少年？", (), lookup, TODAY) == parse("犬证有效期为多少年？", (), lookup, TODAY)
    assert parse("處罰有哪些種類", (), lookup, TODAY).wants_list
