"""Articles of an older version and what became of them."""

from __future__ import annotations

import pytest

from ingest.corpus import read_corpus
from ingest.lineage import link_versions
from ingest.records import ArticleLink, Document
from tests.conftest import ROOT
from tests.invented import document

OLD = """第一条 为了加强犬只管理，保障公民人身安全，制定本办法。
第二条 养犬应当到派出所办理犬证，每只每年收取管理费一百元。
第三条 携犬出户应当束犬链，并由成年人牵领，避让老人和儿童。
第四条 犬只伤人的，养犬人应当立即将伤者送医，并先行支付医疗费用。
第五条 本办法由市公安局负责解释。"""
NEW = """第一条 为了加强犬只管理，保障公民人身安全，制定本办法。
第二条 携犬出户应当束犬链，并由成年人牵领，避让老人和儿童。
第三条 犬只伤人的，养犬人应当立即将伤者送往医院，并先行支付医疗费用。
第四条 禁止遗弃犬只，养犬人放弃饲养的应当交给收容场所。
第五条 本办法由市公安局负责解释。"""


def links(*texts: tuple[str, str]) -> list[tuple[str, str | None, float]]:
    """What became of each article, the versions being given as date and text."""
    documents = [document(text, version_date=date) for date, text in texts]
    return [(link.old_article, link.new_article, link.similarity) for link in link_versions(documents)]


def test_articles_are_followed_by_their_words_where_the_numbering_moved() -> None:
    found = links(("2015-03-01", OLD), ("2021-09-01", NEW))
    assert [(old, new) for old, new, _ in found] == [
        ("第一条", "第一条"),
        ("第二条", None),
        ("第三条", "第二条"),
        ("第四条", "第三条"),
        ("第五条", "第五条"),
    ]
    similarity = [similarity for _, _, similarity in found]
    assert similarity[:3] == [1, 0, 1]
    assert 0.9 < similarity[3] < 1
    assert similarity[4] == 1


def test_a_link_names_both_documents_and_the_instrument() -> None:
    old, new = document(OLD, version_date="2015-03-01"), document(NEW, version_date="2021-09-01")
    assert link_versions([new, old])[0] == ArticleLink("犬只管理办法", old.id, "第一条", new.id, "第一条", 1.0)


def test_white_space_and_widths_do_not_make_other_words() -> None:
    assert links(("2015-03-01", "第一条 甲,乙\n丙。"), ("2021-09-01", "第一条 甲，乙丙。")) == [
        ("第一条", "第一条", 1.0)
    ]


def test_of_the_same_words_twice_number_and_order_decide() -> None:
    same = "第一条 本条略去不写。\n第二条 本条略去不写。\n第三条 本条略去不写。"
    assert [new for _, new, _ in links(("2015-03-01", same), ("2021-09-01", same))] == ["第一条", "第二条", "第三条"]
    fewer = "第二条 本条略去不写。\n第三条 本条略去不写。"
    assert [new for _, new, _ in links(("2015-03-01", same), ("2021-09-01", fewer))] == [None, "第二条", "第三条"]


REWRITTEN_OLD = "第一条 甲乙丙丁戊己庚辛壬癸。\n第二条 巡防员每两小时巡逻一次，作出记录。\n第三条 子丑寅卯辰巳午未。"
REWRITTEN = "巡防站安排巡逻，每夜不少于三次，并且拍照记录。"


def test_a_rewritten_article_is_followed_in_its_place_but_not_elsewhere() -> None:
    in_place = f"第一条 甲乙丙丁戊己庚辛壬癸。\n第二条 {REWRITTEN}\n第三条 子丑寅卯辰巳午未。"
    moved = f"第一条 甲乙丙丁戊己庚辛壬癸。\n第二条 子丑寅卯辰巳午未。\n第三条 {REWRITTEN}"
    assert [new for _, new, _ in links(("2015-03-01", REWRITTEN_OLD), ("2021-09-01", in_place))][1] == "第二条"
    assert [new for _, new, _ in links(("2015-03-01", REWRITTEN_OLD), ("2021-09-01", moved))][1] is None


def test_three_versions_are_linked_step_by_step() -> None:
    found = link_versions([document(text, version_date=date) for date, text in (("3", NEW), ("1", OLD), ("2", OLD))])
    steps = {(link.old_document_id[-1], link.new_document_id[-1]) for link in found}
    assert steps == {("1", "2"), ("2", "3")}


def other(text: str, title: str, version_date: str | None) -> Document:
    return document(text, title=title, version_date=version_date)


@pytest.mark.parametrize(
    "documents",
    [
        (),
        (other(OLD, "甲办法", "2015-03-01"),),
        (other(OLD, "甲办法", "2015-03-01"), other(NEW, "乙办法", "2021-09-01")),
        (other(OLD, "甲办法", "2015-03-01"), other(NEW, "甲办法", None)),
        (other(OLD, "甲办法", "2015-03-01"), other(NEW, "甲办法", "2015-03-01")),
        (other("没有条文。", "甲办法", "2015-03-01"), other(NEW, "甲办法", "2021-09-01")),
    ],
    ids=["none", "one", "two instruments", "undated", "one date", "no articles"],
)
def test_without_two_dated_versions_of_one_instrument_nothing_is_linked(documents: tuple[Document, ...]) -> None:
    assert link_versions(documents) == ()


def test_real_pairs_of_versions_are_linked_as_they_are_known_to_be() -> None:
    folder = ROOT.parent / "shared" / "corpus" / "laws"
    if not folder.is_dir():
        pytest.skip("the shared statutes are not part of this repository")
    found = read_corpus(folder).links
    changed = {
        name: [
            (link.old_article, link.new_article)
            for link in found
            if link.instrument == name and (link.similarity < 1 or link.old_article != link.new_article)
        ]
        for name in ("未成年人保护法", "保安服务管理条例", "废旧金属收购业治安管理办法")
    }
    assert changed["未成年人保护法"] == [("第九条", "第九条")]
    rewritten = ("第三十二条", "第三十三条", "第四十一条", "第四十七条", "第五十条", "第五十一条")
    assert changed["保安服务管理条例"] == [(article, article) for article in rewritten]
    assert dict(changed["废旧金属收购业治安管理办法"]) == {
        "第四条": "第四条",
        "第六条": None,
        "第七条": "第六条",
        "第八条": "第七条",
        "第九条": "第八条",
        "第十条": "第九条",
        "第十一条": "第十条",
        "第十二条": None,
        "第十三条": "第十一条",
        "第十四条": "第十二条",
        "第十五条": "第十三条",
        "第十六条": None,
        "第十七条": "第十四条",
    }
