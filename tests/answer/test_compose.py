"""Which words are quoted: scores are given by hand, so that only the choice is tested."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from answer.compose import MOST_CHARACTERS, MOST_STATEMENTS, Draft, compose, whole_passage
from answer.evidence import ClauseEvidence, Evidence
from answer.expectation import read_expectation
from answer.question import ParsedQuestion
from index.lookup import Named
from ingest.numerals import chinese_number
from ingest.records import Kind
from tests.invented import document, hit


def asked(*, wants_list: bool = False, figure: str = "") -> ParsedQuestion:
    """A question of which only the kind matters."""
    return ParsedQuestion("", "", (), wants_list, read_expectation(figure), Named((), (), None, False, False))


def judged(
    text: str, scores: Sequence[float], *, title: str = "犬只管理办法", figures: Sequence[bool] = ()
) -> Evidence:
    """The first passage of a text with a score for each of its clauses."""
    found = hit(document(text, title=title))
    holds = [*figures, *[True] * (len(scores) - len(figures))]
    return Evidence(
        found,
        tuple(
            ClauseEvidence(entry.clause, entry.cosine, 0.0, figure, score)
            for entry, score, figure in zip(found.clauses, scores, holds, strict=True)
        ),
    )


def quotes(drafts: Sequence[Draft]) -> list[list[str]]:
    """The quoted stretches of each draft."""
    return [[draft.hit.passage.text[start:end] for start, end in draft.ranges] for draft in drafts]


LIST = "第四条 养犬人不得有下列行为：\n（一）虐待犬只；\n（二）遗弃犬只；\n（三）放任犬只伤人。\n违者处五十元罚款。"


def test_the_best_sentence_is_quoted_without_the_label_of_its_article() -> None:
    assert quotes(compose(asked(), [judged("第一条 养犬应当办证。", [9.0])])) == [["养犬应当办证。"]]


def test_a_heading_that_turns_the_meaning_is_quoted_with_what_stands_under_it() -> None:
    text = "三、常见错误\n1. 到案时间写到当日上午。\n2. 笔录没有页码。"
    assert quotes(compose(asked(), [judged(text, [1.0, 9.0, 2.0])])) == [["三、常见错误\n1. 到案时间写到当日上午。"]]
    harmless = text.replace("常见错误", "笔录要求")
    assert quotes(compose(asked(), [judged(harmless, [1.0, 9.0, 2.0])])) == [["1. 到案时间写到当日上午。"]]


def test_a_short_paragraph_is_quoted_whole_and_the_next_one_is_not() -> None:
    text = "第二条 养犬应当办证。犬证有效期为二年。\n免疫证明另行办理。"
    assert quotes(compose(asked(), [judged(text, [8.0, 9.0, 8.0])])) == [["养犬应当办证。犬证有效期为二年。"]]


def test_of_a_long_paragraph_only_what_there_is_room_for_is_quoted() -> None:
    text = f"第二条 养犬应当办证。{'养犬人应当文明养犬，' * 30}不得扰民。"
    assert quotes(compose(asked(), [judged(text, [9.0, 8.0])])) == [["养犬应当办证。"]]


def test_what_an_essay_says_next_comes_along_but_no_other_numbered_rule() -> None:
    text = "警民之间有三座桥。一座是走访。\n再一座是热线。\n2. 另立台账。"
    assert quotes(compose(asked(), [judged(text, [9.0, 1.0, 1.0, 1.0])])) == [
        ["警民之间有三座桥。一座是走访。\n再一座是热线。"]
    ]


def test_a_paragraph_that_makes_an_exception_comes_along_and_another_one_does_not() -> None:
    rule, exception, other = "第二条 养犬应当办证。", "情况特殊的，可以补办。", "犬证有效期为二年。"
    assert quotes(compose(asked(), [judged(f"{rule}\n{exception}\n{other}", [9.0, 1.0, 1.0])])) == [
        [f"养犬应当办证。\n{exception}"]
    ]
    assert quotes(compose(asked(), [judged(f"{rule}\n{other}\n{exception}", [9.0, 1.0, 1.0])])) == [["养犬应当办证。"]]


def test_a_further_clause_that_is_nearly_as_good_comes_along() -> None:
    text = f"第二条 养犬应当办证。{'文明养犬，' * 60}不得扰民。\n犬证有效期为二年。"
    assert quotes(compose(asked(), [judged(text, [9.0, 8.0, 8.95])])) == [["养犬应当办证。", "犬证有效期为二年。"]]
    assert quotes(compose(asked(), [judged(text, [9.0, 8.0, 8.85])])) == [["养犬应当办证。"]]


LONG_LIST = LIST.replace("伤人", f"伤人、{'惊吓行人、' * 40}扰民")


def test_an_item_of_a_long_list_is_quoted_under_its_lead() -> None:
    drafts = compose(asked(), [judged(LONG_LIST, [8.0, 8.0, 9.0, 8.0, 8.0])])
    assert quotes(drafts) == [["养犬人不得有下列行为：", "（二）遗弃犬只；"]]


def test_the_first_item_and_its_lead_are_one_stretch() -> None:
    drafts = compose(asked(), [judged(LONG_LIST, [8.0, 9.0, 8.0, 8.0, 8.0])])
    assert quotes(drafts) == [["养犬人不得有下列行为：\n（一）虐待犬只；"]]


def test_an_item_of_a_short_list_comes_with_the_others() -> None:
    whole = LIST.removeprefix("第四条 ").removesuffix("\n违者处五十元罚款。")
    assert quotes(compose(asked(), [judged(LIST, [8.0, 8.0, 9.0, 8.0, 8.0])])) == [[whole]]


def test_a_list_is_quoted_whole_when_it_is_asked_for() -> None:
    whole = LIST.removeprefix("第四条 ").removesuffix("\n违者处五十元罚款。")
    for scores in ([9.0, 8.0, 8.0, 8.0, 8.0], [8.0, 8.0, 9.0, 8.0, 8.0]):
        assert quotes(compose(asked(wants_list=True), [judged(LIST, scores)])) == [[whole]]


def test_a_sentence_that_announces_a_list_is_quoted_with_it_whatever_was_asked() -> None:
    whole = LIST.removeprefix("第四条 ").removesuffix("\n违者处五十元罚款。")
    assert quotes(compose(asked(), [judged(LIST, [9.0, 8.0, 8.0, 8.0, 8.0])])) == [[whole]]


def test_a_long_list_is_quoted_whole_only_when_it_is_asked_for() -> None:
    text = "第四条 不得有下列行为：\n" + "\n".join(f"（{n}）{'放任犬只追咬' * 14}；" for n in "一二三四")
    scores = [9.0, 8.0, 8.0, 8.0, 8.0]
    assert quotes(compose(asked(), [judged(text, scores)])) == [["不得有下列行为："]]
    assert quotes(compose(asked(wants_list=True), [judged(text, scores)])) == [[text.removeprefix("第四条 ")]]


def test_a_counted_run_of_sentences_is_a_list() -> None:
    text = "查找要做到三点。一是查看视频。二是走访邻居。三是联系医院。以上工作应当记录。"
    run = "查找要做到三点。一是查看视频。二是走访邻居。三是联系医院。"
    assert quotes(compose(asked(), [judged(text, [9.0, 8.0, 8.0, 8.0, 8.0])])) == [[run]]
    within = compose(asked(wants_list=True), [judged(text, [8.0, 8.0, 9.0, 8.0, 8.0])])
    assert quotes(within) == [["一是查看视频。二是走访邻居。三是联系医院。"]]


def test_a_sentence_that_enumerates_by_itself_is_not_widened_to_the_rules_around_it() -> None:
    text = f"1. 不得遗弃、虐待、转让、出租犬只。\n2. 犬证每二年更换。\n3. {'文明养犬，' * 40}不得扰民。"
    drafts = compose(asked(wants_list=True), [judged(text, [9.0, 8.0, 8.0])])
    assert quotes(drafts) == [["1. 不得遗弃、虐待、转让、出租犬只。"]]


def test_a_heading_is_not_quoted_however_near_it_comes() -> None:
    text = "一、办证要求\n养犬应当到派出所办证。"
    assert quotes(compose(asked(), [judged(text, [9.0, 8.0])])) == [["养犬应当到派出所办证。"]]


def test_a_row_of_a_table_is_quoted_though_it_has_no_end_mark() -> None:
    text = "犬只 | 管理费\n大型犬 | 一百元"
    assert quotes(compose(asked(), [judged(text, [8.0, 9.0])])) == [["大型犬 | 一百元"]]


def test_another_passage_is_quoted_if_it_is_nearly_as_good() -> None:
    first = judged("第一条 养犬应当办证。", [9.0])
    near = judged("第一条 犬证二年有效。", [8.9], title="乙办法")
    far = judged("第一条 犬只不得伤人。", [8.8], title="丙办法")
    assert quotes(compose(asked(), [first, near, far])) == [["养犬应当办证。"], ["犬证二年有效。"]]


def test_another_passage_must_hold_the_figure_that_is_asked_for() -> None:
    first = judged("第一条 犬证二年有效。", [9.0])
    without = judged("第一条 犬证应当更换。", [9.0], title="乙办法", figures=[False])
    assert quotes(compose(asked(figure="有效几年"), [first, without])) == [["犬证二年有效。"]]
    assert len(compose(asked(), [first, without])) == 2


def test_there_are_at_most_four_statements() -> None:
    entries = [judged(f"第一条 犬证{n}年有效。", [9.0], title=f"{n}办法") for n in "一二三四五六"]
    drafts = compose(asked(), entries)
    assert len(drafts) == MOST_STATEMENTS == 4


def test_all_statements_together_stay_short() -> None:
    entries = [judged(f"第一条 {n}、{f'{n}只应当拴养，' * 18}不得散放。", [9.0], title=f"{n}办法") for n in "犬猫兔"]
    drafts = compose(asked(), entries)
    assert [draft.length for draft in drafts] == [133, 133]
    assert sum(draft.length for draft in drafts) <= MOST_CHARACTERS < 3 * 133


def test_the_best_passage_is_quoted_even_if_it_is_long() -> None:
    text = "第四条 不得有下列行为：\n" + "\n".join(f"（{n}）{'放任犬只追咬' * 14}；" for n in "一二三四")
    [draft] = compose(asked(wants_list=True), [judged(text, [9.0] * 5)])
    assert draft.length > MOST_CHARACTERS


def test_the_same_words_are_quoted_once() -> None:
    first = judged("第一条 养犬应当办证。犬证二年有效。", [9.0, 9.0])
    same = judged("第三条 养犬应当办证。\n犬证二年有效。", [9.0, 9.0], title="乙办法")
    part = judged("第三条 犬证二年有效。", [9.0], title="丙办法")
    assert quotes(compose(asked(), [first, same])) == [["养犬应当办证。犬证二年有效。"]]
    assert quotes(compose(asked(), [first, part])) == [["养犬应当办证。犬证二年有效。"]]


def test_no_character_of_a_passage_is_quoted_twice() -> None:
    text = "第二条 养犬应当办证。犬证有效期为二年。"
    [draft] = compose(asked(), [judged(text, [9.0, 9.0])])
    assert draft.ranges == ((4, len(text)),)


def test_a_looked_up_article_is_quoted_whole_without_its_label() -> None:
    found = hit(document(LIST))
    assert quotes([whole_passage(found)]) == [[LIST.removeprefix("第四条 ")]]


def test_a_looked_up_paragraph_is_quoted_alone() -> None:
    found = hit(document(LIST))
    second = found.passage.paragraphs[1]
    assert quotes([whole_passage(found, (second.start, second.end))]) == [["违者处五十元罚款。"]]


def test_a_looked_up_item_comes_with_its_lead() -> None:
    found = hit(document(LIST))
    item = found.passage.items[1]
    assert quotes([whole_passage(found, (item.start, item.end))]) == [["养犬人不得有下列行为：", "（二）遗弃犬只；"]]


RULE = "巡防员饮酒后不得上岗；违反规定的，由巡防站给予批评教育，情节严重的调离岗位，并记入年度考核。"


def alike(
    number: int, *, kind: Kind = Kind.MINISTRY_RULE, version_date: str = "2021-09-01", text: str = RULE, title: str = ""
) -> Evidence:
    """The first article of an instrument of its own, with nearly the same words as its siblings."""
    of = document(
        f"第{chinese_number(number)}条 {text}", title=title or f"规定{number}", kind=kind, version_date=version_date
    )
    found = hit(of)
    scored = tuple(ClauseEvidence(entry.clause, 0.9, 0.0, True, 9.0) for entry in found.clauses)
    return Evidence(found, scored)


def titles(drafts: Sequence[Draft]) -> list[tuple[str, list[str]]]:
    return [(draft.hit.document.title, [hit.document.title for hit in draft.alike]) for draft in drafts]


def test_an_article_that_says_nearly_the_same_is_named_beside_the_quoted_one() -> None:
    drafts = compose(asked(), [alike(3), alike(7, text=RULE.replace("批评教育", "批评和教育"))])
    assert titles(drafts) == [("规定3", ["规定7"])]


def test_the_higher_law_and_then_the_newer_text_stands_for_those_alike() -> None:
    lower, higher = alike(3), alike(7, kind=Kind.LAW)
    assert titles(compose(asked(), [lower, higher])) == [("规定7", ["规定3"])]
    older, newer = alike(3), alike(7, version_date="2024-01-01")
    assert titles(compose(asked(), [older, newer])) == [("规定7", ["规定3"])]


def test_the_instrument_that_is_asked_about_is_quoted_though_a_higher_one_says_the_same() -> None:
    question = replace(asked(), named=Named(("规定3",), (), None, False, False))
    assert titles(compose(question, [alike(3), alike(7, kind=Kind.LAW)])) == [("规定3", ["规定7"])]


def test_articles_that_differ_in_a_number_or_a_negation_or_speak_of_themselves_are_both_quoted() -> None:
    five, three = RULE + "五日内申辩。", RULE + "三日内申辩。"
    assert titles(compose(asked(), [alike(3, text=five), alike(7, text=three)])) == [("规定3", []), ("规定7", [])]
    itself = "对依照本办法作出的处罚决定不服的，可以申请行政复议。"
    assert titles(compose(asked(), [alike(3, text=itself), alike(7, text=itself.replace("对依照", "对按照"))])) == [
        ("规定3", []),
        ("规定7", []),
    ]
    may_not = alike(7, text=RULE.replace("不得上岗", "可以上岗"))
    assert titles(compose(asked(), [alike(3), may_not])) == [("规定3", []), ("规定7", [])]
