"""Text to search words: what should meet, meets, and jieba's cache lies where nobody else can write."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from index import words as module
from index.words import TERMS, fold, simplified, words


@pytest.fixture
def fresh_segmenter(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """A dictionary that is loaded anew, into a cache folder of this test's own."""
    folder = tmp_path / "var" / "jieba"
    monkeypatch.setattr(module, "CACHE_FOLDER", folder)
    module._segmenter.cache_clear()
    yield folder
    module._segmenter.cache_clear()


@pytest.mark.parametrize("text", ["三十日", "30日", "３０日"])
def test_a_number_of_days_gives_the_same_words_however_it_is_written(text: str) -> None:
    assert words(text) == ["30", "日"]


def test_words_come_first_and_then_the_pairs_of_each_run_of_characters() -> None:
    assert words("处三十日拘留") == ["处", "30", "日", "拘留", "日拘", "拘留"]


def test_single_function_words_and_punctuation_are_no_words() -> None:
    assert words("的、了，和？！“”") == []


def test_letters_and_widths_are_folded() -> None:
    assert fold("Ａ类３０日、三十日") == "a类30日、30日"


def test_a_numeral_becomes_arabic_only_before_a_unit() -> None:
    assert fold("一律、三轮车、第三人") == "一律、三轮车、第3人"


def test_every_term_of_our_own_is_one_word() -> None:
    terms = [line.split()[0] for line in TERMS.read_text(encoding="utf-8").splitlines() if line.strip()]
    assert len(terms) > 100
    segments = {term: list(module._segmenter().cut(term)) for term in terms}
    assert segments == {term: [term] for term in terms}


def test_a_question_and_a_passage_share_the_term_that_both_use() -> None:
    shared = set(words("继续盘问最长多久？")) & set(words("继续盘问的时限一般为十二小时"))
    assert "继续盘问" in shared


def test_the_dictionary_is_cached_in_a_private_folder(fresh_segmenter: Path) -> None:
    words("巡逻")
    assert fresh_segmenter.stat().st_mode & 0o777 == 0o700
    assert [path.name for path in fresh_segmenter.iterdir()] == ["jieba.cache"]


def test_a_cache_folder_that_others_could_write_to_is_closed_to_them(fresh_segmenter: Path) -> None:
    fresh_segmenter.mkdir(parents=True)
    fresh_segmenter.chmod(0o777)
    words("巡逻")
    assert fresh_segmenter.stat().st_mode & 0o777 == 0o700


def test_traditional_characters_give_the_words_of_simplified_ones() -> None:
    assert words("處三十日拘留") == words("处三十日拘留") == ["处", "30", "日", "拘留", "日拘", "拘留"]
    assert words("三個月") == words("3个月")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("治安管理處罰法第四十三條", "治安管理处罚法第四十三条"),
        ("乾隆年間，頭髮乾燥", "乾隆年间，头发干燥"),
        ("处罚决定书", "处罚决定书"),
        ("a\0處\ud800罰", "a\0处?罚"),
        ("", ""),
    ],
)
def test_every_character_keeps_its_place_when_it_is_simplified(written: str, read: str) -> None:
    assert simplified(written) == read
    assert len(simplified(written)) == len(written)
