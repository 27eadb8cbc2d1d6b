"""Citations: 款, 项, page, and the reference that is pasted into a document."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from answer.cite import cite, outdated
from answer.compose import Draft
from answer.records import Citation, OtherPlace
from index.lookup import Lookup
from ingest.records import ArticleLink, Document, Elsewhere, Kind
from ingest.standing import Standing
from tests.conftest import TinyIndex
from tests.invented import DOGS_OLD, GUIDE, document, hit

DAY = date(2026, 3, 1)
TEXT = "第四条 养犬人不得有下列行为：\n（一）虐待犬只；\n（二）遗弃犬只。\n违者处五十元罚款。\n第五条 本办法自发布之日起施行。"


@pytest.fixture(scope="module")
def lookup(tiny_index: TinyIndex) -> Lookup:
    return Lookup(tiny_index.generation)


def draft(*quotes: str, of: Document | None = None, number: int = 0) -> Draft:
    """The given stretches of a passage."""
    found = hit(of or document(TEXT), number)
    starts = [found.passage.text.index(quote) for quote in quotes]
    return Draft(found, tuple((start, start + len(quote)) for start, quote in zip(starts, quotes, strict=True)))


def cited(lookup: Lookup, *quotes: str, of: Document | None = None, number: int = 0) -> Citation:
    """The citation of one draft."""
    [citation] = cite([draft(*quotes, of=of, number=number)], lookup, DAY)[1]
    return citation


@pytest.mark.parametrize(
    ("quotes", "paragraph", "item"),
    [
        (("违者处五十元罚款。",), 2, None),
        (("养犬人不得有下列行为：", "（二）遗弃犬只。"), 1, 2),
        (("养犬人不得有下列行为：\n（一）虐待犬只；",), 1, 1),
        (("（二）遗弃犬只。",), 1, 2),
        (("养犬人不得有下列行为：\n（一）虐待犬只；\n（二）遗弃犬只。",), 1, None),
        (("养犬人不得有下列行为：",), 1, None),
        (("（二）遗弃犬只。", "违者处五十元罚款。"), None, None),
        ((TEXT.split("\n第五条")[0].removeprefix("第四条 "),), None, None),
    ],
)
def test_a_quote_inside_one_paragraph_or_item_says_which(
    quotes: tuple[str, ...], paragraph: int | None, item: int | None, lookup: Lookup
) -> None:
    citation = cited(lookup, *quotes)
    assert (citation.article, citation.paragraph, citation.item) == ("第四条", paragraph, item)


def test_an_article_of_one_paragraph_has_no_first_paragraph_but_its_items_count(lookup: Lookup) -> None:
    of = document("第四条 不得有下列行为：\n（一）虐待犬只；\n（二）遗弃犬只。")
    citation = cited(lookup, "（二）遗弃犬只。", of=of)
    assert (citation.paragraph, citation.item) == (None, 2)
    assert cited(lookup, "本办法自发布之日起施行。", number=1).paragraph is None


def test_a_quote_outside_articles_has_neither(lookup: Lookup) -> None:
    citation = cited(lookup, "养犬应当办证。", of=document("养犬应当办证。\n不得扰民。", kind=Kind.GUIDANCE))
    assert (citation.article, citation.paragraph, citation.item) == (None, None, None)


def test_spans_and_quote_are_the_stretches_themselves(lookup: Lookup) -> None:
    statements, citations = cite([draft("（一）虐待犬只；", "违者处五十元罚款。")], lookup, DAY)
    [statement], [citation] = statements, citations
    assert citation.quote == statement.text == "（一）虐待犬只；……违者处五十元罚款。"
    assert [citation.passage[span.start : span.end] for span in citation.spans] == [
        "（一）虐待犬只；",
        "违者处五十元罚款。",
    ]
    assert {span.passage_id for span in citation.spans} == {citation.passage_id}
    assert statement.spans == citation.spans


def test_citations_are_numbered_from_one_and_statements_name_theirs(lookup: Lookup) -> None:
    statements, citations = cite([draft("（一）虐待犬只；"), draft("违者处五十元罚款。")], lookup, DAY)
    assert [citation.n for citation in citations] == [1, 2]
    assert [statement.citations for statement in statements] == [(1,), (2,)]


def test_the_page_is_the_one_where_the_quote_begins(lookup: Lookup) -> None:
    of = document(TEXT, page_starts=(0, TEXT.index("违者")))
    assert cited(lookup, "（一）虐待犬只；", of=of).page == 1
    assert cited(lookup, "违者处五十元罚款。", of=of).page == 2
    assert cited(lookup, "（一）虐待犬只；").page is None


@pytest.mark.parametrize(
    ("of", "quote", "reference"),
    [
        (document(TEXT), "违者处五十元罚款。", "《犬只管理办法》（2021-09-01）第四条第二款：“违者处五十元罚款。”"),
        (
            document(TEXT, page_starts=(0, 5)),
            "（二）遗弃犬只。",
            "《犬只管理办法》（2021-09-01）第四条第一款第（二）项（第2页）：“（二）遗弃犬只。”",
        ),
        (
            document(TEXT, version_date=None),
            "（一）虐待犬只；\n（二）遗弃犬只。",
            "《犬只管理办法》第四条第一款：“（一）虐待犬只；（二）遗弃犬只。”",
        ),
        (document("养犬应当办证。\n不得扰民。"), "不得扰民。", "《犬只管理办法》（2021-09-01）：“不得扰民。”"),
    ],
    ids=["paragraph", "item and page", "no date", "no article"],
)
def test_the_reference_names_title_version_place_and_words(
    of: Document, quote: str, reference: str, lookup: Lookup
) -> None:
    assert cited(lookup, quote, of=of).reference == reference


def test_a_heading_that_begins_the_quoted_words_is_named_by_its_number_alone(lookup: Lookup) -> None:
    quote = "三、对醉酒的机动车驾驶人应当由两名交通警察带至医院抽血。"
    found = hit(document(quote))
    headed = replace(found, passage=replace(found.passage, path=("三、对醉酒的机动车驾驶人应当由两名",), article=None))
    [citation] = cite([Draft(headed, ((0, len(quote)),))], lookup, DAY)[1]
    assert citation.reference == f"《犬只管理办法》（2021-09-01）三：“{quote}”"


def test_an_old_text_says_so_in_what_is_copied_and_as_a_remark(tiny_index: TinyIndex) -> None:
    [old] = [document for document in tiny_index.generation.documents.values() if document.source == DOGS_OLD]
    found = hit(old, 0)
    citations = cite([Draft(found, ((0, len(found.passage.text)),))] * 2, Lookup(tiny_index.generation), DAY)[1]
    assert citations[0].reference.endswith("”〔旧文本（2015-03-01）〕")
    assert outdated(citations) == [
        "所引《青槐市犬只管理办法》（2015-03-01）：旧文本（2015-03-01），不能直接作为今天的依据。"
    ]


@pytest.mark.parametrize(
    ("number", "said"),
    [(0, "，对应第一条"), (3, "，对应第五条")],
)
def test_a_citation_of_an_older_text_says_which_article_of_the_newer_one_corresponds(
    number: int, said: str, tiny_index: TinyIndex
) -> None:
    [old] = [document for document in tiny_index.generation.documents.values() if document.source == DOGS_OLD]
    found = hit(old, number)
    [citation] = cite([Draft(found, ((0, len(found.passage.text)),))], Lookup(tiny_index.generation), DAY)[1]
    assert citation.status_text == f"旧文本（2015-03-01），本库另有较新文本（2021-09-01）{said}"


@pytest.mark.parametrize(
    ("links", "said"),
    [
        ((("1", "第四条", "2", "第五条", 1.0), ("2", "第五条", "3", "第六条", 1.0)), "，对应第六条，文字相同"),
        ((("1", "第四条", "2", "第五条", 1.0), ("2", "第五条", "3", "第六条", 0.9)), "，对应第六条"),
        ((("1", "第四条", "2", "第五条", 0.9), ("2", "第五条", "3", None, 0.0)), "，未见对应条文"),
        ((("1", "第四条", "2", None, 0.0),), "，未见对应条文"),
        ((), ""),
    ],
    ids=["same words", "other words", "gone later", "gone at once", "no links"],
)
def test_an_article_is_followed_through_all_versions_to_the_newest(
    links: tuple[tuple[str, str, str, str | None, float], ...], said: str, tiny_index: TinyIndex
) -> None:
    versions = {id: replace(document(TEXT, version_date=f"2021-0{id}-01"), id=id) for id in ("1", "2", "3")}
    generation = replace(
        tiny_index.generation,
        documents=versions,
        links=tuple(ArticleLink("犬只管理办法", *link) for link in links),
        passages=(),
    )
    citation = cited(Lookup(generation), "违者处五十元罚款。", of=versions["1"])
    assert citation.status_text == f"旧文本（2021-01-01），本库另有较新文本（2021-03-01）{said}"


def test_a_citation_carries_what_a_reader_needs_to_judge_it(lookup: Lookup) -> None:
    citation = cited(lookup, "违者处五十元罚款。", of=document(TEXT, kind=Kind.LOCAL_REGULATION))
    assert citation.doc == "犬只管理办法(2021-09-01).txt"
    assert citation.path == ("第四条",)
    assert (citation.level, citation.level_text) == ("local_regulation", "地方性法规")
    assert citation.status is Standing.UNKNOWN
    assert citation.status_text == "本库最新文本（2021-09-01），是否现行请核对"
    assert citation.passage.startswith("第四条 养犬人")


def test_a_citation_names_the_other_places_of_its_words_with_file_title_and_heading(
    tiny_index: TinyIndex, lookup: Lookup
) -> None:
    guide = next(of for of in tiny_index.generation.documents.values() if of.source == GUIDE)
    start = guide.text.index("找到老人后")
    elsewhere = Elsewhere(guide.id, start, start + 5)
    quoted = draft("违者处五十元罚款。")
    passage = replace(quoted.hit.passage, also_in=(elsewhere, elsewhere))
    [citation] = cite([Draft(replace(quoted.hit, passage=passage), quoted.ranges)], lookup, DAY)[1]
    assert citation.also_in == (OtherPlace(GUIDE, "《走失老人查找工作指引》（2026-01-10）三、找到以后"),)


def test_a_citation_names_the_articles_of_other_instruments_that_say_nearly_the_same(lookup: Lookup) -> None:
    other = hit(document(TEXT, title="犬只管理细则", version_date="2023-01-01"))
    quoted = draft("违者处五十元罚款。")
    [citation] = cite([replace(quoted, alike=(other,))], lookup, DAY)[1]
    assert citation.alike == (OtherPlace("犬只管理细则(2023-01-01).txt", "《犬只管理细则》（2023-01-01）第四条"),)
    assert citation.also_in == ()
