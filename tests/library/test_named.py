"""Instruments that texts name: told by the kind of name, held or not under any of their names."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from library.named import named_and_missing
from tests.shelves import shelf_at

RULES = "青槐市巡防规定\n2023年5月10日青槐市人民政府发布\n第一条 制定本规定。\n"
Named = Callable[..., list[tuple[str, int]]]


@pytest.fixture
def named(tmp_path: Path) -> Named:
    """What regulations with these second articles name and the base of them lacks."""

    def found(*texts: str) -> list[tuple[str, int]]:
        files = {f"规定{n}(2023-05-1{n}).txt": f"{n}号{RULES}第二条 {text}\n" for n, text in enumerate(texts)}
        return [(each.name, each.documents) for each in named_and_missing(shelf_at(tmp_path, files))]

    return found


def test_what_is_named_most_comes_first(named: Named) -> None:
    assert named("依照《青槐市养鹅条例》办理。", "依照《青槐市养鹅条例》和《青槐市养鸭办法》办理。") == [
        ("青槐市养鹅条例", 2),
        ("青槐市养鸭办法", 1),
    ]


def test_a_name_of_an_instruments_kind_counts(named: Named) -> None:
    text = (
        "依照《中华人民共和国养鹅法》、《青槐市养鹅实施细则（试行）》、《养鹅场等级标准》办理，"
        "《青槐市公安局关于加强养鹅工作的意见》和《最高人民法院关于适用〈中华人民共和国养鹅法〉若干问题的解释》也适用。"
    )
    assert {name for name, _ in named(text)} == {
        "养鹅法",
        "青槐市养鹅实施细则",
        "养鹅场等级标准",
        "青槐市公安局关于加强养鹅工作的意见",
        "最高人民法院关于适用〈养鹅法〉若干问题的解释",
    }


def test_books_forms_papers_essays_general_words_and_amendments_do_not(named: Named) -> None:
    names = (
        *(
            "养鹅登记表",
            "养鹅许可证",
            "青槐公安报",
            "浅谈如何理解养鹅条例",
            "孙子兵法",
            "行政法",
            "实施意见",
            "管理办法",
        ),
        *("关于修改〈中华人民共和国养鹅法〉的决定", "青槐市公安局关于废止部分养鹅规定的决定", "养鹅法修正案（二）"),
    )
    assert named("".join(f"见《{name}》。" for name in names)) == []


def test_what_a_text_repeals_is_not_missed_by_any(named: Named) -> None:
    assert named("自公布之日起施行。《养鹅暂行办法》同时废止。", "依照《养鹅暂行办法》登记。") == []


def test_a_title_that_speaks_of_repeal_repeals_nothing(named: Named) -> None:
    assert named("依照《养鹅条例》办理，见《关于废止养鸭办法的通告》。") == [("养鹅条例", 1)]


def test_one_instrument_under_several_names_is_one(named: Named) -> None:
    texts = ("依照《中华人民共和国刑事诉讼法》办理。", "依照《刑诉法》办理。", "依照刑事诉讼法第二条办理。")
    assert named(*texts) == [("刑事诉讼法", 3)]


def test_a_bare_name_counts_before_an_article_only_and_only_whole(named: Named) -> None:
    assert named("触犯刑法第二条的，移送。", "违反消防法的，军事宪法第二条除外。") == [("刑法", 1)]


def test_what_is_held_is_not_missed(tmp_path: Path) -> None:
    files = {
        "人民警察法(2012-10-26).txt": "中华人民共和国人民警察法\n第一条 依照《青槐市公安局关于养鹅的规定》办理。\n",
        "养鹅.txt": "关于养鹅的规定（试行）\n第一条 依照《警察法》和《人民警察法》办理。\n",
    }
    assert named_and_missing(shelf_at(tmp_path, files)) == ()


def test_the_example_leads_to_the_words(tmp_path: Path) -> None:
    files = {"规定(2023-05-10).txt": RULES + "第二条 依照《青槐市养鹅条例》办理。\n"}
    shelf = shelf_at(tmp_path, files)
    (each,) = named_and_missing(shelf)
    passage = shelf.passage(each.example.passage_id)
    assert passage is not None and each.example.label == "第二条"
    assert [passage.text[start:end] for start, end in each.example.marked] == ["《青槐市养鹅条例》"]
