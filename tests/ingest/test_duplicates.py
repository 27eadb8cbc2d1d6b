"""Passages that say the same are kept once; anything that could mean something else keeps both."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from ingest.corpus import Corpus, read_corpus
from ingest.duplicates import as_copy, collapse, content, figures, may_be_copied
from ingest.records import Document, Elsewhere, Flaw, Kind, Passage
from tests.conftest import ROOT
from tests.invented import document

SHARED = ROOT.parent / "shared"

LONG = (
    "巡防站接到走失老人的求助后，值班巡防员应当问清老人的姓名、年龄和体貌特征，在三日内把登记表送交白石派出所，"
    "并在2023年5月10日以前告知家属；没有家属签字的，不得移交救助站，情节紧急时由青槐市公安局决定。"
)


def passage(of: Document, text: str = LONG, *, path: tuple[str, ...] = (), start: int = 0, **more: object) -> Passage:
    """A passage outside articles; ``more`` are further fields."""
    made = Passage(f"{of.id}/{start}", of.id, text, path, None, (), (), None, start, start + len(text))
    return replace(made, **more)  # type: ignore[arg-type]


def guide(name: str, kind: Kind = Kind.ESSAY) -> Document:
    return document(title=name, kind=kind, version_date=None)


def kept(
    *texts: str, paths: Sequence[tuple[str, ...]] = ((),) * 18, flaws: Sequence[tuple[Flaw, ...]] = ((),) * 18
) -> list[int]:
    """Which of the texts, each the only passage of an essay of its own, remain."""
    essays = [guide(f"文章{number}") for number in range(len(texts))]
    passages = [
        [passage(essay, text, path=path, flaws=flaw)]
        for essay, text, path, flaw in zip(essays, texts, paths, flaws, strict=False)
    ]
    return [number for number, group in enumerate(collapse(essays, passages)) if group]


def test_the_same_words_are_kept_once_and_the_other_places_are_named() -> None:
    first, second, third = guide("甲"), guide("乙"), guide("丙")
    groups = [
        [passage(first)],
        [passage(second, start=40)],
        [passage(third, start=7), passage(third, "另一段话。", start=200)],
    ]
    collapsed = collapse([first, second, third], groups)
    also_in = (Elsewhere(second.id, 40, 40 + len(LONG)), Elsewhere(third.id, 7, 7 + len(LONG)))
    assert collapsed == (
        (replace(groups[0][0], also_in=also_in),),
        (),
        (groups[2][1],),
    )


def test_widths_punctuation_and_white_space_make_no_difference() -> None:
    assert kept(LONG, LONG.replace("，", ",").replace("。", " 。\n").replace("2023", "２０２３")) == [0]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("应当问清老人的", "应当问清老人"),  # a 的 less
        ("值班巡防员", "值班巡员"),  # a character lost
        ("告知家属", "即告知家属"),  # a character more
        ("情节紧急", "情节紧急了"),
    ],
)
def test_a_slip_of_the_pen_makes_no_difference(before: str, after: str) -> None:
    assert before in LONG
    assert len(kept(LONG, LONG.replace(before, after))) == 1


def test_characters_that_are_taken_for_one_another_make_no_difference() -> None:
    text = LONG.replace("接到", "已经接到")
    assert kept(text, text.replace("已经", "己经")) == [0]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("三日", "五日"),
        ("三日", "三月"),
        ("5月10日", "5月1日"),
        ("2023年", "2024年"),
        ("不得移交", "可以移交"),
        ("不得移交", "得移交"),
        ("没有家属", "有家属"),
        ("应当问清", "可以问清"),
        ("白石派出所", "青槐派出所"),
        ("白石派出所", "白石看守所"),
        ("青槐市公安局", "青槐县公安局"),
        ("青槐市公安局", "青槐市公安局以外的机关"),
        ("年龄和体貌特征", "年龄或体貌特征"),
        ("求助后", "求助前"),
        ("老人的姓名、", ""),
        ("情节紧急时", "情节较轻时"),
        ("登记表", "调查表"),
    ],
)
def test_a_number_a_date_a_negation_an_organ_or_another_word_keeps_both(before: str, after: str) -> None:
    assert before in LONG
    assert kept(LONG, LONG.replace(before, after, 1)) == [0, 1]


def test_a_decimal_point_and_a_percent_sign_are_part_of_a_number() -> None:
    assert kept(LONG + "占4.75%。", LONG + "占47.5%。", LONG + "占47.5。") == [0, 1, 2]
    assert figures("处4.5元或5%、三日，10：30至5-7日") == ("4.5", "5%", "三", "10:30", "5-7")


def test_a_sentence_of_its_own_keeps_both() -> None:
    assert kept(LONG, LONG + "走失的是儿童的，同时通知学校。") == [0, 1]


def test_passages_that_share_a_sentence_stay() -> None:
    assert kept(LONG, "犬证有效期为二年，每年检验一次。" * 4 + LONG[:60]) == [0, 1]


def test_a_title_that_was_printed_twice_adds_nothing() -> None:
    title = "浅谈巡防站如何服务走失老人"
    assert kept(title + LONG, title + title + LONG) == [1]


def test_short_passages_are_the_same_only_if_identical_and_under_the_same_headings() -> None:
    assert kept("问清走失地点。", "问清走失地点", "问清了走失地点。") == [0, 2]
    fire, lost = ("一、火警",), ("一、走失",)
    assert kept("问清发生地点。", "问清发生地点。", "问清发生地点。", paths=(fire, lost, fire)) == [0, 1]


def test_a_long_passage_under_another_heading_stays_but_a_number_or_a_heading_that_runs_on_is_none() -> None:
    assert kept(LONG, LONG, paths=(("三、可以移交",), ("三、不得移交",))) == [0, 1]
    assert kept(LONG, LONG, paths=(("三、走失老人",), ("（二）走失老人",))) == [0]
    assert kept(LONG, LONG, paths=(("三、走失老人巡防站接到",), ("三、走失老人",))) == [0]
    assert kept(LONG, LONG, paths=((), ("三、走失老人",))) == [0]


def test_the_cleanest_stands_for_the_others_then_the_longest_then_the_first() -> None:
    assert kept(LONG, LONG, flaws=((Flaw.CUT_OFF,), ())) == [1]
    assert kept(LONG.replace("值班巡防员", "值班巡员"), LONG) == [1]
    assert kept(LONG, LONG) == [0]
    gone, there = replace(guide("甲"), carried_over=True), guide("乙")
    assert collapse([gone, there], [[passage(gone)], [passage(there)]])[0] == ()


def test_in_a_misread_passage_one_character_for_another_is_a_misreading_but_not_in_a_clean_one() -> None:
    misread = LONG.replace("登记", "登汜").replace("体貌", "休貌")
    assert kept(LONG, misread) == [0, 1]
    assert kept(LONG, misread, flaws=((), (Flaw.MISREAD,))) == [0]
    assert kept(LONG, LONG.replace("三日", "五日"), flaws=((), (Flaw.MISREAD,))) == [0, 1]


def test_likeness_does_not_chain() -> None:
    """Each text has lost one character more, so that the first and the last are hardly alike."""
    lost = "求班清龄貌征登记送告知签移交救助"
    steps = [LONG.translate(str.maketrans("", "", lost[:number])) for number in range(len(lost))]
    remaining = kept(*steps)
    assert remaining[0] == 0 and len(remaining) > 1


def test_articles_stay_whatever_they_say() -> None:
    laws = [
        guide("甲办法", Kind.MINISTRY_RULE),
        guide("乙办法", Kind.LAW),
        guide("丙指引", Kind.GUIDANCE),
        guide("丁", Kind.UNKNOWN),
    ]
    groups = [[passage(law, article="第一条")] for law in laws]
    assert collapse(laws, groups) == tuple(tuple(group) for group in groups)
    annex = [[*group, passage(law, start=500)] for law, group in zip(laws[:2], groups[:2], strict=True)]
    assert collapse(laws[:2], annex) == tuple(tuple(group) for group in annex)


def test_a_text_of_unknown_kind_counts_as_an_essay_only_without_articles() -> None:
    essay, unknown = guide("甲"), guide("乙", Kind.UNKNOWN)
    assert collapse([essay, unknown], [[passage(essay)], [passage(unknown)]])[1] == ()
    with_article = [passage(unknown), passage(unknown, "第一条 养犬应当办证。", start=300, article="第一条")]
    assert collapse([essay, unknown], [[passage(essay)], with_article])[1] == tuple(with_article)


def test_the_result_does_not_depend_on_chance() -> None:
    texts = [LONG.replace("三日", f"{number}日") for number in "四五六七八九"] * 3
    assert kept(*texts) == [0, 1, 2, 3, 4, 5]


def test_a_copy_has_an_id_of_its_own_and_only_texts_without_articles_have_copies() -> None:
    essay = guide("甲")
    copy, (copied,) = as_copy(essay, [passage(essay)], 2)
    assert copy == replace(essay, id=f"{essay.id}-2")
    assert copied == replace(passage(essay), document_id=copy.id)
    assert may_be_copied(essay, [passage(essay)])
    assert not may_be_copied(essay, [passage(essay, article="第一条")])
    assert not may_be_copied(guide("甲法", Kind.LAW), [passage(essay)])


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared corpus is not on this machine")
def test_every_gold_quote_of_the_essays_is_still_found_or_its_passage_names_the_document() -> None:
    corpus = read_corpus(SHARED / "corpus" / "seeds")
    assert corpus.represented.total() > 0
    there, elsewhere, lost = _gold_places(corpus, SHARED / "eval" / "seeds-dev.jsonl")
    assert lost == []
    assert (there > 40, elsewhere >= 0) == (True, True)


def _gold_places(corpus: Corpus, gold: Path) -> tuple[int, int, list[str]]:
    """How many quotes lie in the named document, how many in a passage that names it, and which in neither."""
    sources = {of.id: of.source for of in corpus.documents}
    there, elsewhere, lost = 0, 0, []
    for line in gold.read_text(encoding="utf-8").splitlines():
        question = json.loads(line)
        for entry in [*question.get("gold", ()), *question.get("alt_gold", ())]:
            quote = content(entry["quote"])
            own = [
                [content(passage.text) for passage in group]
                for of, group in zip(corpus.documents, corpus.passages, strict=True)
                if of.source.endswith(entry["doc"])
            ]
            naming = [
                content(passage.text)
                for group in corpus.passages
                for passage in group
                if any(sources[place.document_id].endswith(entry["doc"]) for place in passage.also_in)
            ]
            if any(quote in text for texts in own for text in (*texts, *(a + b for a, b in pairwise(texts)))):
                there += 1
            elif any(quote in text for text in naming):
                elsewhere += 1
            else:
                lost.append(f"{question['id']}: {entry['quote']}")
    return there, elsewhere, lost
