"""What a question names: instrument, article, paragraph, item, version."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from index.build import build
from index.lookup import ArticleRequest, Lookup, Named
from index.published import open_current
from ingest.instruments import known_instruments
from ingest.numerals import parse_number
from tests.conftest import ROOT, TinyIndex
from tests.invented import DOGS_NEW, DOGS_OLD, RULES
from tests.stand_in import WordCountEncoder

STATION = "青槐市巡防站管理规定"
DOGS = "青槐市犬只管理办法"


@pytest.fixture(scope="module")
def lookup(tiny_index: TinyIndex) -> Lookup:
    return Lookup(tiny_index.generation)


@pytest.mark.parametrize(
    "written",
    [
        "第43条",
        "43条",
        "第４３条",
        "第四十三条",
        "四十三条",
        "》第 43 条",
        "的第四十三条",
    ],
)
def test_an_article_is_read_in_every_style_of_numeral(written: str, lookup: Lookup) -> None:
    assert lookup.read(f"治安法{written}怎么说").articles == (
        ArticleRequest("治安管理处罚法", "第四十三条", paragraph=None, item=None),
    )


@pytest.mark.parametrize("question", ["公安办行政案件规定183条", "请问公安机关办行政案件程序规定第183条怎么说"])
def test_an_article_of_an_instrument_whose_name_lacks_characters_is_read(question: str, lookup: Lookup) -> None:
    (article,) = lookup.read(question).articles
    assert (article.instrument, article.article) == ("公安机关办理行政案件程序规定", "第一百八十三条")
    assert not lookup.read(question.replace("183条", "里怎么说")).articles, "only right before a number"


@pytest.mark.parametrize(
    ("question", "article", "paragraph", "item"),
    [
        ("第四十三条之一", "第四十三条之一", None, None),
        ("43条之1", "第四十三条之一", None, None),
        ("101条第二款", "第一百零一条", 2, None),
        ("第101条第2款第（三）项", "第一百零一条", 2, 3),
        ("第九条第三项", "第九条", None, 3),
        ("第4条之一第2款", "第四条之一", 2, None),
        ("第十条之十二", "第十条之十二", None, None),
        ("43", "第四十三条", None, None),
        ("133之一", "第一百三十三条之一", None, None),
    ],
)
def test_insertions_paragraphs_and_items_are_read(
    question: str, article: str, paragraph: int | None, item: int | None, lookup: Lookup
) -> None:
    assert lookup.read(STATION + question).articles == (ArticleRequest(STATION, article, paragraph, item),)


@pytest.mark.parametrize("version", ["（2015）", "旧版", "2015年版", "2015年那版", "》（2015）"])
def test_a_version_may_stand_between_the_instrument_and_the_number(version: str, lookup: Lookup) -> None:
    assert lookup.read(f"{DOGS}{version}3条").articles == (ArticleRequest(DOGS, "第三条", None, None),)


def test_a_number_of_things_after_an_instrument_names_no_article(lookup: Lookup) -> None:
    assert lookup.read(f"{DOGS}的三条措施").articles == ()


@pytest.mark.parametrize("written", ["第3条到第5条", "第三条至第五条", "3-5条", "第三到五条"])
def test_a_range_names_every_article_in_it(written: str, lookup: Lookup) -> None:
    assert [request.article for request in lookup.read(STATION + written).articles] == ["第三条", "第四条", "第五条"]


def test_a_year_right_after_an_instrument_is_no_article(lookup: Lookup) -> None:
    assert lookup.read("人民警察法2012").articles == ()


def test_a_year_before_an_instrument_names_its_version(lookup: Lookup) -> None:
    assert lookup.read(f"2015年的{DOGS}第三条").year == "2015"


@pytest.mark.parametrize("question", ["上级要求守住哪几条", "有三条措施", "治安管理的三条措施", "几条", "第几条规定的"])
def test_a_number_of_things_names_no_article(question: str, lookup: Lookup) -> None:
    assert lookup.read(question).articles == ()


@pytest.mark.parametrize("question", ["第0条", "第99999条"])
def test_a_number_that_no_article_has_names_none(question: str, lookup: Lookup) -> None:
    assert lookup.read(STATION + question).articles == ()


def test_an_article_without_an_instrument_is_one_of_none(lookup: Lookup) -> None:
    assert lookup.read("第四条怎么规定的").articles == (ArticleRequest(None, "第四条", None, None),)


def test_each_article_belongs_to_the_instrument_before_it(lookup: Lookup) -> None:
    read = lookup.read(f"{STATION}第三条、第五条和{DOGS}第二条有什么不同")
    assert [(each.instrument, each.article) for each in read.articles] == [
        (STATION, "第三条"),
        (STATION, "第五条"),
        (DOGS, "第二条"),
    ]
    assert read.instruments == (STATION, DOGS)


def test_an_instrument_named_after_the_article_counts_too(lookup: Lookup) -> None:
    assert lookup.read(f"第三条在{STATION}里怎么写").articles[0].instrument == STATION


@pytest.mark.parametrize(
    ("question", "year"),
    [
        ("2015年那版犬只管理办法", "2015"),
        ("2015版的规定", "2015"),
        ("1994年公布的", "1994"),
        ("犬只管理办法（2015）第二条", "2015"),
        ("犬只管理办法(2015-03-01)第二条", "2015"),
        ("2015年的案子怎么办", None),
        ("青公通（2015）5号", None),
        ("第2015条", None),
    ],
)
def test_the_year_of_a_version_is_read_and_other_years_are_not(question: str, year: str | None, lookup: Lookup) -> None:
    assert lookup.read(question).year == year


@pytest.mark.parametrize(
    ("question", "old", "new"),
    [
        ("旧法怎么规定的", True, False),
        ("修订前的处罚", True, False),
        ("新法怎么规定的", False, True),
        ("现行规定是什么", False, True),
        ("新的治安管理处罚法", False, True),
        ("犬只管理办法第三条", False, False),
        ("旧犬只管理办法第三条", True, False),
        ("老的《犬只管理办法》第三条", True, False),
        ("新犬只管理办法第三条", False, True),
    ],
)
def test_old_and_new_are_read_from_the_words_for_them(question: str, old: bool, new: bool, lookup: Lookup) -> None:
    read = lookup.read(question)
    assert (read.wants_old, read.wants_new) == (old, new)


def test_versions_come_newest_first(lookup: Lookup) -> None:
    assert [document.source for document in lookup.versions(DOGS)] == [DOGS_NEW, DOGS_OLD]
    assert lookup.versions("刑法") == ()
    assert lookup.has(DOGS)
    assert not lookup.has("刑法")


def test_an_article_of_an_older_version_has_a_successor_and_others_have_none(lookup: Lookup) -> None:
    newest, oldest = lookup.versions(DOGS)
    link = lookup.successor(oldest.id, "第四条")
    assert link is not None
    assert (link.new_document_id, link.new_article) == (newest.id, "第五条")
    assert lookup.successor(newest.id, "第四条") is None
    assert lookup.successor(oldest.id, "第九条") is None


def test_what_replaced_an_instrument_is_found_among_the_others(tiny_index: TinyIndex) -> None:
    documents = {
        document.id: replace(document, replaces=(DOGS,)) for document in tiny_index.generation.documents.values()
    }
    lookup = Lookup(replace(tiny_index.generation, documents=documents))
    assert {document.instrument for document in lookup.replacing(DOGS)} == {STATION, "走失老人查找工作指引"}
    assert lookup.replacing(STATION) == ()


def test_an_article_is_found_in_the_version_asked_for(lookup: Lookup, tiny_index: TinyIndex) -> None:
    request = ArticleRequest(DOGS, "第三条", None, None)
    texts = [
        [tiny_index.generation.passages[row].text for row in lookup.find(request, version)]
        for version in lookup.versions(DOGS)
    ]
    assert texts == [
        ["第三条 携犬出户不束犬链的，给予警告；拒不改正的，处二百元罚款。"],
        ["第三条 携犬出户不束犬链的，处五十元罚款。"],
    ]


def test_an_article_that_was_inserted_is_not_the_one_before_it(lookup: Lookup, tiny_index: TinyIndex) -> None:
    [document] = lookup.versions(STATION)
    [row] = lookup.find(ArticleRequest(STATION, "第四条之一", None, None), document)
    assert tiny_index.generation.passages[row].text.startswith("第四条之一 巡防员可以使用")
    assert lookup.find(ArticleRequest(STATION, "第四条之二", None, None), document) == ()


def test_the_last_article_of_a_document_is_known(lookup: Lookup) -> None:
    newest, oldest = lookup.versions(DOGS)
    assert (lookup.last_article(newest), lookup.last_article(oldest)) == ("第五条", "第四条")


def test_holders_of_a_number_are_newest_versions_only(lookup: Lookup) -> None:
    assert [document.source for document in lookup.holders("第五条")] == [RULES, DOGS_NEW]
    assert [document.source for document in lookup.holders("第四条之一")] == [RULES]
    assert lookup.holders("第九条") == ()


def test_holders_may_be_asked_of_older_versions(lookup: Lookup) -> None:
    oldest = lookup.holders("第四条", lambda versions: versions[-1] if len(versions) > 1 else None)
    assert [document.source for document in oldest] == [DOGS_OLD]


def test_the_articles_of_a_document_come_in_its_order(lookup: Lookup) -> None:
    [document] = lookup.versions(STATION)
    assert lookup.articles(document)[3:6] == ("第四条", "第四条之一", "第五条")


def test_instruments_and_articles_are_read_in_traditional_characters(lookup: Lookup) -> None:
    assert lookup.read("治安管理處罰法第四十三條第二款怎麼說").articles == (
        ArticleRequest("治安管理处罚法", "第四十三条", paragraph=2, item=None),
    )


SHARED = ROOT.parent / "shared" / "corpus" / "laws"
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


@pytest.fixture(scope="module")
def statutes(tmp_path_factory: pytest.TempPathFactory) -> Lookup:
    """The statutes beside this project; articles are looked up without any model."""
    if not SHARED.is_dir():
        pytest.skip("the shared statutes are not part of this repository")
    folder = tmp_path_factory.mktemp("statutes")
    build(SHARED, folder, WordCountEncoder(), now=datetime(2026, 3, 1, tzinfo=UTC))
    return Lookup(open_current(folder))


def styles(label: str) -> list[str]:
    """第四十三条, 43条, 第43条, ４３条."""
    match = re.fullmatch(r"第(.+)条(?:之(.+))?", label)
    assert match
    number, inserted = parse_number(match[1]), f"之{parse_number(match[2])}" if match[2] else ""
    return [label, f"{number}条{inserted}", f"第{number}条{inserted}", f"{number}条{inserted}".translate(WIDE)]


def called(name: str) -> tuple[str, ...]:
    """Full and short names of an instrument."""
    return (name, *known_instruments()[name].nicknames)


def names_only(read: Named, name: str, article: str) -> bool:
    return read.articles == (ArticleRequest(name, article, None, None),)


def test_every_article_of_every_newest_statute_is_found_by_every_name_in_every_style(statutes: Lookup) -> None:
    newest = [statutes.versions(name)[0] for name in sorted({d.instrument for d in statutes.documents})]
    assert sum(len(statutes.articles(document)) for document in newest) == 2423
    missed = [
        said
        for document in newest
        for article in statutes.articles(document)
        for name in called(document.instrument)
        for said in (f"{form}{style}" for form in (name, f"《{name}》") for style in styles(article))
        if not names_only(statutes.read(said), document.instrument, article)
    ]
    assert missed == []


def test_every_article_of_an_older_statute_is_found_with_its_year_or_as_the_old_one(statutes: Lookup) -> None:
    older = [document for document in statutes.documents if document != statutes.versions(document.instrument)[0]]
    assert sum(len(statutes.articles(document)) for document in older) == 201
    missed = []
    for document in older:
        year = (document.version_date or "")[:4]
        for article in statutes.articles(document):
            for name in called(document.instrument):
                for style in styles(article):
                    dated = (f"{name}({year})", f"{year}年{name}", f"{year}年版{name}", f"{name}{year}年版")
                    old = (f"旧{name}", f"旧的《{name}》", f"旧版{name}", f"老{name}", f"{name}旧版")
                    reads = [(form, statutes.read(form + style)) for form in (*dated, *old)]
                    missed += [
                        form + style
                        for form, read in reads
                        if not names_only(read, document.instrument, article)
                        or (read.year != year if form in dated else not read.wants_old)
                    ]
    assert missed == []


@pytest.mark.parametrize(
    ("question", "instrument"),
    [
        ("请问赤松市渔船停泊管理办法第二条怎么写", "赤松市渔船停泊管理办法"),
        ("《赤松市渔船停泊办法》第二条", "赤松市渔船停泊办法"),
        ("按照该办法第二条怎么办", None),
        ("处罚规定第二条是什么", None),
        ("第二条是什么", None),
    ],
)
def test_an_article_of_a_text_that_nobody_knows_is_of_no_other_text(
    lookup: Lookup, question: str, instrument: str | None
) -> None:
    [request] = lookup.read(question).articles
    assert (request.instrument, request.article) == (instrument, "第二条")
