"""What an essay names in a row is recalled."""

from __future__ import annotations

import pytest

from quiz.items.essay_rows import row_drafts
from quiz.records import ItemType
from tests.quiz.essays import key_words, sentences

SAID = "《巡防站漫谈》一文认为，"


@pytest.mark.parametrize(
    ("text", "stem", "members"),
    [
        (
            "巡防站要抓住队员的选拔、训练、考核三个关键环节,提高巡防能力。",
            "巡防站要抓住队员的哪三个关键环节？请逐一列举。",
            ("选拔", "训练", "考核"),
        ),
        (
            "清点、登记和移交三者是保管遗失物品的完整过程。",
            "哪三者是保管遗失物品的完整过程？请逐一列举。",
            ("清点", "登记", "移交"),
        ),
        (
            "巡防员要服务商户、服务老人、服务学生,成为邻里的帮手。",
            "巡防员要做到三个“服务”。这三个“服务”分别是什么？请逐一列举。",
            ("服务商户", "服务老人", "服务学生"),
        ),
        (
            "夜间巡防时,队员做到不离岗、不饮酒、不泄露报警人信息。",
            "夜间巡防时，队员做到三个“不”。这三个“不”分别是什么？请逐一列举。",
            ("不离岗", "不饮酒", "不泄露报警人信息"),
        ),
        (
            "巡防站要努力提高见警率、到岗率和登记率。",
            "巡防站要努力提高三个“率”。这三个“率”分别是什么？请逐一列举。",
            ("见警率", "到岗率", "登记率"),
        ),
        (
            "巡防员到街巷走访商户时,听民声、访民意、察民情、排民忧。",
            "巡防员到街巷走访商户时，……。省略号处并列的四项内容（都含“民”）分别是什么？请逐一列举。",
            ("听民声", "访民意", "察民情", "排民忧"),
        ),
        (
            "巡防站必须履行守护街巷平安、化解邻里纠纷、服务往来行人的重大职责。",
            "巡防站必须履行……的重大职责。省略号处并列的三项内容分别是什么？请逐一列举。",
            ("守护街巷平安", "化解邻里纠纷", "服务往来行人"),
        ),
    ],
)
def test_a_closed_row_is_recalled(text: str, stem: str, members: tuple[str, ...]) -> None:
    (sentence,) = sentences(text)
    (draft,) = row_drafts(sentence)
    assert (draft.type, draft.stem, draft.right) == (ItemType.RECALL, SAID + stem, members)
    assert tuple(key_words(draft)) == members


def test_what_is_announced_by_its_number_is_recalled_under_its_heading() -> None:
    text = "具有三个特点:工作对象的流动性,工作内容的琐碎性和工作时间的随机性。"
    (sentence,) = sentences(text, path=("一、巡防工作的涵义",))
    (draft,) = row_drafts(sentence)
    assert draft.stem == "《巡防站漫谈》一文在“巡防工作的涵义”部分提到的“三个特点”分别是什么？请逐一列举。"
    assert draft.right == ("工作对象的流动性", "工作内容的琐碎性", "工作时间的随机性")


def test_the_quote_runs_to_the_end_of_the_clause_and_the_stem_drops_the_count_of_an_unseen_list() -> None:
    (sentence,) = sentences("所以,每个民警一是把值守的本分定位于忠于街巷、忠于邻里、忠于法律的高度。")
    (draft,) = row_drafts(sentence)
    assert draft.stem.startswith(SAID + "每个民警把值守的本分定位于三个“忠于”的高度。")
    quoted = [draft.place.passage.text[start:end] for start, end in draft.spans]
    assert quoted == ["每个民警一是把值守的本分定位于忠于街巷、忠于邻里、忠于法律的高度"]


@pytest.mark.parametrize(
    "text",
    [
        "巡防站要抓住队员的选拔、训练等三个关键环节,提高巡防能力。",  # two are named
        "巡防员热爱群众,保护群众,依靠群众,受群众监督是应当的道理。",  # the fourth has the word too
        "站长要认真研究街面上的新情况和新问题,想全站、议全站、谋全站、管全站,带好队伍。",  # a flourish
        "巡防站的工作有一定的综合性,站长既是指挥员又是战斗员。",
        "队员要做好登记、走访、调解工作,并且及时向派出所报告。",  # nothing closes the row
        "队员要把转账记录、聊天记录、通话记录、短信和照片当面交给派出所。",  # goes on with others
        "有些队员纪律松散,没有始终保持忠于街巷、忠于邻里、忠于法律的本色。",  # what is missing
    ],
)
def test_an_open_row_is_not_asked_for(text: str) -> None:
    assert [draft for sentence in sentences(text) for draft in row_drafts(sentence)] == []


def test_a_deed_whose_subject_was_said_before_is_what_ought_to_be_done() -> None:
    before = "随着街面上店铺的增多和夜里行人的变化,巡防站面临着人手少、事情多、要求高的难处," * 2
    (sentence,) = sentences(f"{before}紧紧抓住守夜专业队员的选拔、训练、考核三个关键环节,提高巡防能力。")
    (draft,) = row_drafts(sentence)
    assert draft.stem.endswith("一文认为，应当紧紧抓住守夜专业队员的哪三个关键环节？请逐一列举。")


def test_a_member_that_stands_before_the_row_is_not_said() -> None:
    (sentence,) = sentences("要把登记工作纳入规范化轨道,逐步实现巡防站的规范化、制度化、常态化,使街坊放心。")
    stems = [draft.stem for draft in row_drafts(sentence)]
    assert stems == ["《巡防站漫谈》一文认为，逐步实现巡防站的三个“化”。这三个“化”分别是什么？请逐一列举。"]


def test_a_place_that_the_essay_fills_with_other_words_too_is_not_asked_for() -> None:
    row = "我们必须努力塑造街坊邻里信得过、登记业务拿得出、街面名声叫得响的警察形象,打好基础。"
    assert [draft for sentence in sentences(row) for draft in row_drafts(sentence)]
    found = sentences(row, "塑造热情周到的警察形象,打造让街坊放心的队伍。")
    assert [draft for sentence in found for draft in row_drafts(sentence)] == []
