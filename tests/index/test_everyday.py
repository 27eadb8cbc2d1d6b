"""Everyday words of a question, and the words of the texts for them."""

from __future__ import annotations

import csv

import pytest

from index.everyday import TABLE, in_words_of_the_texts, words_of_the_texts


@pytest.mark.parametrize(
    ("question", "texts"),
    [
        ("小偷翻窗", ("盗窃",)),
        ("老外要登记吗", ("外国人",)),
        ("ktv几点关门", ("歌舞娱乐场所",)),
        ("巡逻记录保存多久", ()),
    ],
)
def test_an_everyday_word_stands_for_words_of_the_texts(question: str, texts: tuple[str, ...]) -> None:
    assert words_of_the_texts(question) == texts


def test_a_model_reads_the_nearest_word_of_the_texts_instead() -> None:
    assert in_words_of_the_texts("小偷翻窗怎么办") == "盗窃翻窗怎么办"
    assert in_words_of_the_texts("打了一架的人") == "殴打他人的人"
    assert in_words_of_the_texts("巡逻记录保存多久") == "巡逻记录保存多久"


def test_where_the_words_of_the_texts_make_no_sentence_the_table_says_what_to_read() -> None:
    assert words_of_the_texts("身份证丢了") == ("居民身份证", "丢失", "补领")
    assert in_words_of_the_texts("身份证丢了找谁") == "居民身份证丢失找谁"


def test_the_longest_everyday_word_counts() -> None:
    assert words_of_the_texts("打群架") == ("结伙斗殴",)
    assert words_of_the_texts("电信诈骗") == ("电信网络诈骗",)


def test_an_everyday_word_inside_a_word_of_the_texts_is_none() -> None:
    assert words_of_the_texts("吸毒的人") == ("吸食", "注射毒品")
    assert words_of_the_texts("吸毒检测怎么做") == ()


def test_what_the_question_says_itself_is_not_added() -> None:
    assert words_of_the_texts("小偷盗窃") == ()


def test_the_table_is_whole() -> None:
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) >= 150
    assert len({row["everyday"] for row in rows}) == len(rows)
    for row in rows:
        assert row["everyday"] not in row["texts"].split(";")
        assert all(row["texts"].split(";")), row
        assert row["stands_in"], row


@pytest.mark.parametrize("spoken", ["打架", "打了一架", "前年打的架", "打过两次架"])
def test_a_verb_and_its_object_may_stand_apart(spoken: str) -> None:
    assert "殴打他人" in words_of_the_texts(spoken)
