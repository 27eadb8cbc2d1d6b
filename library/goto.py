"""Where 转到第__条 leads in one document.

In: what an officer typed: 43, 第四十三条第二款, 120条之一, （二）, words of a heading. Out: the place, or a Chinese sentence that
says what the document has. Does not leave the document.
"""

from __future__ import annotations

import re
import unicodedata

from index.lookup import ArticleRequest, find_part, read_article
from ingest import patterns
from ingest.numerals import chinese_number, parse_number
from ingest.records import Document
from library.document import document_place, label_of
from library.find import find
from library.records import Place
from library.shelf import Shelf


def go_to(shelf: Shelf, document_id: str, typed: str) -> Place | str:
    """The place that ``typed`` names in a document, with the paragraph marked if one is named; else why there is none."""
    document = shelf.document(document_id)
    if document is None:
        return "本库已没有这份文件，请返回后重新查找。"
    said = unicodedata.normalize("NFKC", typed).strip(" 。,，;；")[:_LONGEST]
    if not said:
        return f"请输入要转到的位置。{_what_there_is(document)}"
    request = None if _SPELT.fullmatch(said) else read_article(_THIS_TEXT.sub("", said))
    if request and _articles(document):
        return _article(shelf, document, request)
    named = shelf.lookup.read(said)
    if named.articles and _articles(document):
        elsewhere = named.articles[0].instrument
        if elsewhere and elsewhere != document.instrument:
            return f"这里只能转到《{document.instrument}》的条文，{_asked(named.articles[0])}属于《{elsewhere}》，请另行打开。"
        return _article(shelf, document, named.articles[0])
    return _heading(shelf, document, said) or f"没有找到“{said}”。{_what_there_is(document)}"


def _article(shelf: Shelf, document: Document, request: ArticleRequest) -> Place | str:
    if request.article not in _articles(document):
        return f"{_what_there_is(document).rstrip('。')}，没有{request.article}。"
    whole = document_place(document, request.article)
    if request.paragraph is None and request.item is None:
        return whole
    passages = [passage for passage in shelf.passages(document.id) if passage.article == request.article]
    for passage in passages:
        if found := find_part(passage, request):
            return Place(
                whole.document_id, whole.title, whole.version_date, whole.label, passage.id, ((found.start, found.end),)
            )
    if not passages:
        return whole
    part = _asked(request).removeprefix(request.article)
    if request.item is not None:
        return f"{request.article}没有{part}。"
    return f"{request.article}共 {max(len(passage.paragraphs) for passage in passages)} 款，没有{part}。"


def _asked(request: ArticleRequest) -> str:
    """第四十三条第二款第三项, as texts write it."""
    parts = ((request.paragraph, "款"), (request.item, "项"))
    return request.article + "".join(
        f"第{chinese_number(number) if 0 < number < _NO_PART else number}{unit}"
        for number, unit in parts
        if number is not None
    )


def _heading(shelf: Shelf, document: Document, said: str) -> Place | None:
    """The first heading with that number, of the highest rank; else the first that holds the words."""
    opened = patterns.opening(said)
    number = opened.number if opened else None if _SPELT.fullmatch(said) else parse_number(said)
    labels = list(dict.fromkeys(label_of(section) for section in document.sections))
    if number is not None and (opened is None or said.rstrip("、.") == opened.label.rstrip("、.")):
        numbered = [
            (found.rank, label)
            for label in labels
            if label and (found := patterns.opening(label)) and found.number == number
        ]
        if opened:
            numbered = [(rank, label) for rank, label in numbered if rank == opened.rank]
        if numbered:
            return document_place(document, min(numbered, key=lambda entry: entry[0])[1])
    return next((document_place(document, label) for label in labels if find(label, said)), None)


def _articles(document: Document) -> tuple[str, ...]:
    """Numbers of a document's articles, in order, each once."""
    return tuple(dict.fromkeys(section.article for section in document.sections if section.article))


def _what_there_is(document: Document) -> str:
    articles = _articles(document)
    if articles:
        return (
            f"该文本共 {len(articles)} 条（{articles[0]}至{articles[-1]}）。"
            if len(articles) > 1
            else f"该文本只有{articles[0]}。"
        )
    tops = list(dict.fromkeys(section.path[0] for section in document.sections if section.path))
    if not tops:
        return "该文本没有条文，也没有标题，请用查找。"
    shown = "、".join(f"“{top}”" for top in tops[:_SHOWN]) + ("等" if len(tops) > _SHOWN else "")
    return f"该文本不分条，共 {len(tops)} 个标题（{shown}），可以输入标题的序号或者字词。"


_LONGEST = 60  # characters
_SHOWN = 3  # headings named in a message
_NO_PART = 1000
_SPELT = re.compile("[一二三四五六七八九]{2,}")  # 四三 may be 四十三, or 四 and 三; 二〇 can only be twenty
_THIS_TEXT = re.compile(r"^(?:[转跳]?到|本(?:法|条例|规定|办法|规范|细则|规则)的?)")
