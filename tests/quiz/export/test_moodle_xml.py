from __future__ import annotations

import dataclasses
import html
from xml.etree import ElementTree

from quiz.export.moodle_xml import moodle_xml
from quiz.export.text import one_line, plain
from quiz.records import MultipleScoring
from tests.quiz.export.made import EVERY_TYPE, LIST, SHORT, TWO_BLANKS, hostile_paper, paper


def read(data: bytes) -> list[ElementTree.Element]:
    return ElementTree.fromstring(data).findall("question")  # noqa: S314  our own file


def shown(node: ElementTree.Element, path: str) -> str:
    text = node.findtext(path) or ""
    return html.unescape(text.replace("<br>", "\n"))


def test_every_type_has_its_moodle_type_id_and_marks() -> None:
    first, *made = read(moodle_xml(paper()).data)
    assert first.findtext("category/text") == "$course$/top/巡防站规定测验 A"
    assert [(one.get("type"), one.findtext("idnumber"), one.findtext("defaultgrade")) for one in made] == [
        ("multichoice", "made-number", "2"),
        ("multichoice", "made-list", "3"),
        ("truefalse", "made-true_false", "2"),
        ("shortanswer", "made-cloze", "2"),
        ("matching", "made-matching", "2"),
        ("essay", "made-recall", "2"),
        ("essay", "made-short", "2"),
        ("multichoice", "made-authority", "2"),
        ("multichoice", "made-choice", "2"),
    ]


def test_the_key_is_what_has_a_hundred_per_cent() -> None:
    _, *made = read(moodle_xml(paper()).data)
    right = [
        [shown(answer, "text") for answer in one.findall("answer") if answer.get("fraction") == "100"] for one in made
    ]
    assert right == [["六十日"], [], ["false"], ["六十日", "60日", "\\*日"], [], [], [], ["巡防站"], ["巡防站"]]
    assert [(shown(pair, "text"), shown(pair, "answer/text")) for pair in made[4].findall("subquestion")] == [
        ("A. 值守和夜间巡逻", "第三条"),  # 解析 names the letters
        ("B. 不得有的行为", "第四条"),
        ("C. 遗失物品的移交", "第五条"),
    ]


def test_weights_of_multiple_choice_follow_the_paper() -> None:
    (_, each) = read(moodle_xml(paper([LIST], MultipleScoring.PER_OPTION)).data)
    assert [one.get("fraction") for one in each.findall("answer")] == ["33.33333", "33.33333", "-33.33333", "33.33333"]
    (_, strict) = read(moodle_xml(paper([LIST])).data)
    assert [one.get("fraction") for one in strict.findall("answer")] == ["33.33333", "33.33333", "-100", "33.33333"]
    assert strict.findtext("single") == "false"


def test_letters_stay_as_they_are_on_paper() -> None:
    (_, one) = read(moodle_xml(paper([LIST])).data)
    assert (one.findtext("shuffleanswers"), one.findtext("answernumbering")) == ("false", "ABCD")


def test_an_open_answer_has_its_model_answer_for_the_grader_and_after_it() -> None:
    (_, one) = read(moodle_xml(paper([SHORT])).data)
    assert shown(one, "graderinfo/text") == "参考答案：六十日（也可答：60日）"
    assert shown(one, "generalfeedback/text").startswith("参考答案：六十日")


def test_several_blanks_become_a_cloze() -> None:
    (_, one) = read(moodle_xml(paper([TWO_BLANKS])).data)
    assert one.get("type") == "cloze"
    assert one.findtext("questiontext/text") == "每{1:SHORTANSWER:=两}小时一次，保存{1:SHORTANSWER:=六十日}。"


def test_several_blanks_with_signs_of_moodle_are_left_out() -> None:
    exported = moodle_xml(paper([dataclasses.replace(TWO_BLANKS, key=("两", "六十日~五十日"))]))
    assert exported.left_out == (("made-two-blanks", "多个空的答案里有 Moodle 自用的记号，如 { } ~ # = /"),)


def test_hostile_text_is_text() -> None:
    made = hostile_paper()
    _, *nodes = read(moodle_xml(made).data)
    assert len(nodes) == len(EVERY_TYPE)
    assert b"<script" not in moodle_xml(made).data
    for node, entry in zip(nodes, made.items, strict=True):
        assert "<script" not in (node.findtext("questiontext/text") or "")
        assert shown(node, "questiontext/text").replace("_____", "____") == plain(entry.item.stem)
    assert shown(nodes[0].findall("answer")[0], "text") == one_line(made.items[0].item.options[0].text)
