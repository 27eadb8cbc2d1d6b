"""Terms of an essay; and all kinds together."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ingest.records import Document, Kind, Section
from quiz.items.essay_kinds import essay_drafts
from quiz.items.essay_terms import term_drafts
from quiz.records import ItemType
from quiz.wording import named, reference
from tests.quiz.essays import key_words, places, sentences


@pytest.mark.parametrize(
    ("text", "term", "meaning"),
    [
        (
            "所谓队员的应变本领,具体讲,是指队员在突发情况面前的判断、协调和处理能力。",
            "队员的应变本领",
            "队员在突发情况面前的判断、协调和处理能力",
        ),
        (
            "守望值班,也称联户值守,就是各家轮流看守门户、互相报信的办法。",
            "守望值班",
            "各家轮流看守门户、互相报信的办法",
        ),
    ],
)
def test_a_term_is_asked_for_as_the_essay_explains_it(text: str, term: str, meaning: str) -> None:
    (draft,) = [draft for sentence in sentences(text) for draft in term_drafts(sentence)]
    assert draft.stem == f"名词解释：《巡防站漫谈》一文中，“{term}”是指什么？"
    assert draft.right == (meaning,)
    assert key_words(draft) == [meaning.replace("，", ",")]


@pytest.mark.parametrize(
    "text",
    [
        "早查就是在夜里第一班查看门窗,不要等到天亮以后才查。",
        "我们制止违法行为,守护商户的合法权益,为街坊撑腰,这就是保护邻里。",
        "巡防站是指导各家店铺看守门户的站点,不替店铺值守。",
    ],
)
def test_what_is_to_be_done_is_no_term(text: str) -> None:
    assert [draft for found in sentences(text) for draft in term_drafts(found)] == []


def test_of_a_guide_no_question_of_these_kinds_is_made() -> None:
    essay = places("巡防员要服务商户、服务老人、服务学生,成为邻里的帮手。")
    guide = [replace(place, document=replace(place.document, kind=Kind.GUIDANCE)) for place in essay]
    assert [draft.type for draft in essay_drafts(essay, 1)] == [ItemType.RECALL]
    assert [*essay_drafts(guide, 1)] == []


@pytest.mark.parametrize(
    ("heading", "cited"),
    [
        ('三、要熟悉街巷,当好"帮手"', "以“巡防站是街道的门面”开头的一文“三、要熟悉街巷,当好‘帮手’”部分"),
        ("五、加强队伍建设巡防站要加强队伍建设", "以“巡防站是街道的门面”开头的一文"),
        ("一、街坊邻里对巡防站值守工作的各种评价与意见上半年", "以“巡防站是街道的门面”开头的一文"),
    ],
)
def test_an_essay_without_a_title_is_cited_by_its_beginning_and_a_whole_heading(heading: str, cited: str) -> None:
    (place,) = places("巡防员要服务商户、服务老人、服务学生,成为邻里的帮手。")
    document = replace(place.document, title="（无题）巡防站是街道的门面", version_date=None)
    untitled = replace(place, document=document, passage=replace(place.passage, path=(heading,)))
    assert reference(untitled, None, None) == cited


def untitled(opening: str, text: str, sections: tuple[tuple[str, int], ...]) -> Document:
    """An essay without a title, of which only the first words, the text, and the headings with their places are known."""
    (place,) = places("巡防员要服务商户、服务老人、服务学生,成为邻里的帮手。")
    return replace(
        place.document,
        title=f"（无题）{opening}",
        version_date=None,
        text=text,
        sections=tuple(Section((heading,), start, len(text)) for heading, start in sections),
    )


def test_an_essay_whose_first_words_say_nothing_is_named_by_what_it_says_that_it_is_about() -> None:
    text = "街道巡防站的值守队员,要当好带班人,必须做到以下几点:一、要熟悉街巷。"
    heading = ("一、要熟悉街巷", text.index("一、"))
    assert named(untitled("街道巡防站的值守队员", text, (heading,))) == "论述“要当好带班人”的一文"


@pytest.mark.parametrize("opening", ["街道巡防站的值守队员", "巡 防站 是街 道的门面", "巡防站是街道的门面" * 4])
def test_an_essay_whose_first_words_are_garbled_or_cut_is_named_by_its_first_heading(opening: str) -> None:
    essay = untitled(opening, f"{opening}。一、要熟悉街巷。", (("一、要熟悉街巷", len(opening) + 1),))
    assert named(essay) == "第一部分题为“要熟悉街巷”的一文"


def test_of_an_essay_that_nothing_names_nothing_is_asked() -> None:
    (place,) = places("巡防员要服务商户、服务老人、服务学生,成为邻里的帮手。")
    assert [*essay_drafts([place], 1)]
    nameless = untitled("街道巡防站的值守队员", place.passage.text, ())
    assert [*essay_drafts([replace(place, document=nameless)], 1)] == []
