"""An article by instrument and number: looked up, never searched.

In: a question and the open generation. Out: which instruments, articles and versions the question names, the rows of
those articles, and what became of an article in a newer version. Does not answer; a number the base lacks is reported as such, so that the answer can say so.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass

from index.generation import Generation
from index.instruments import find_mentions
from index.words import simplified
from ingest.numerals import NUMERAL, chinese_number, parse_number
from ingest.records import ArticleLink, Document


@dataclass(frozen=True, slots=True)
class ArticleRequest:
    """An article that a question names."""

    instrument: str | None  # full name; None if the question names only a number
    article: str  # 第四十三条, 第四十三条之一
    paragraph: int | None  # 款
    item: int | None  # 项


@dataclass(frozen=True, slots=True)
class Named:
    """Everything a question says about where to look."""

    instruments: tuple[str, ...]  # full names, in order of appearance
    articles: tuple[ArticleRequest, ...]
    year: str | None  # of a version: 1994 in “1994年那版”
    wants_old: bool  # 旧法, 修订前, 以前的
    wants_new: bool  # 新法, 新修订, 现行


class Lookup:
    """Articles of a generation by instrument, version and number."""

    def __init__(self, generation: Generation) -> None:
        self._documents = generation.documents
        self._versions: dict[str, list[Document]] = defaultdict(list)
        for document in generation.documents.values():
            self._versions[document.instrument].append(document)
        for versions in self._versions.values():
            versions.sort(key=lambda document: document.version_date or "", reverse=True)
        self._rows: dict[tuple[str, str], list[int]] = defaultdict(list)
        for row, passage in enumerate(generation.passages):
            if passage.article:
                self._rows[passage.document_id, passage.article].append(row)
        self._links = {(link.old_document_id, link.old_article): link for link in generation.links}

    def read(self, question: str) -> Named:
        """Find what the question names: ``治安法第43条第二款`` → 治安管理处罚法, 第四十三条, paragraph 2."""
        folded = simplified(unicodedata.normalize("NFKC", question))
        mentions = find_mentions(folded, self._versions)
        articles = []
        for match in _ARTICLE.finditer(folded):
            if not _names_an_article(match, folded, [mention.end for mention in mentions]):
                continue
            before = [mention for mention in mentions if mention.end <= match.start()]
            instrument = before[-1].name if before else (mentions[0].name if mentions else None)
            articles.extend(_requests(match, instrument))
        year = _YEAR.search(folded)
        return Named(
            instruments=tuple(dict.fromkeys(mention.name for mention in mentions)),
            articles=tuple(articles),
            year=year["said"] or year["dated"] if year else None,
            wants_old=bool(_OLD.search(folded)),
            wants_new=bool(_NEW.search(folded)),
        )

    def document(self, document_id: str) -> Document:
        """The document with that id, which a passage of this generation has."""
        return self._documents[document_id]

    def has(self, instrument: str) -> bool:
        return instrument in self._versions

    def versions(self, instrument: str) -> tuple[Document, ...]:
        """Documents of an instrument, newest first."""
        return tuple(self._versions.get(instrument, ()))

    def find(self, request: ArticleRequest, version: Document) -> tuple[int, ...]:
        """Rows of the passages of that article in that version; empty if it has no such article."""
        return tuple(self._rows.get((version.id, request.article), ()))

    def replacing(self, instrument: str) -> tuple[Document, ...]:
        """Documents of other instruments that say that they replaced this one."""
        return tuple(
            document
            for name, versions in self._versions.items()
            if name != instrument
            for document in versions
            if instrument in document.replaces
        )

    def successor(self, document_id: str, article: str) -> ArticleLink | None:
        """What became of an article in the next version; None where the base has no next version."""
        return self._links.get((document_id, article))

    def last_article(self, document: Document) -> str | None:
        """Label of a document's last article; None if it has none."""
        articles = [article for document_id, article in self._rows if document_id == document.id]
        return articles[-1] if articles else None

    def holders(self, article: str) -> tuple[Document, ...]:
        """Newest versions of all instruments that have an article of this number."""
        return tuple(versions[0] for versions in self._versions.values() if (versions[0].id, article) in self._rows)


_ARTICLE = re.compile(
    rf"(?P<ordinal>第?)\s*(?P<number>[{NUMERAL}]+)(?:\s*(?P<unit>条)|(?=\s*(?:[之到至~—-]|$)))"
    rf"(?:\s*[到至~—-]\s*第?\s*(?P<until>[{NUMERAL}]+)\s*条)?(?:\s*之\s*(?P<insertion>[{NUMERAL}]{{1,3}}))?"
    rf"(?:\s*第?\s*(?P<paragraph>[{NUMERAL}]+)\s*款)?(?:\s*第?\s*[(]?(?P<item>[{NUMERAL}]+)[)]?\s*项)?"
)
_YEAR = re.compile(
    r"(?P<said>(?:19|20)\d{2})\s*年?\s*(?:(?<=年)的?(?=《?[一-鿿]{2,20}(?:法|条例|规定|办法))|那版|版|修订|修正|的?旧|的那|公布|发布|新修)|"
    r"\((?P<dated>(?:19|20)\d{2})(?:[-年][^)]*)?\)(?!\d+号)"  # 治安管理处罚法(2012), but not 公通字(2012)5号
)
_OLD = re.compile(r"旧法|旧版|老法|老版|旧的|修订前|修改前|原来的?规定|以前的?规定|原规定|已废止")
_NEW = re.compile(r"新法|新版|新修订|新修改|最新|现行|新的?(?=《?[一-鿿]{1,12}法)")


def _names_an_article(match: re.Match[str], text: str, mentions_end: list[int]) -> bool:
    """第43条 always does; 43条 and a bare 43 only right after an instrument, or “哪几条” and “三条措施” would."""
    if match["ordinal"] and (match["unit"] or match["until"]):
        return True
    if not match["unit"] and not match["until"] and (parse_number(match["number"]) or 0) >= _YEARS:
        return False
    between = [text[end : match.start()] for end in mentions_end if end <= match.start()]
    return any(not gap.strip(" 》") for gap in between)


def _requests(match: re.Match[str], instrument: str | None) -> list[ArticleRequest]:
    """One request, or one for each article of a range: 第20条到第22条."""
    number, until = parse_number(match["number"]) or 0, parse_number(match["until"]) if match["until"] else None
    last = until if until is not None and number < until < number + _LONGEST_RANGE else number
    return [
        ArticleRequest(
            instrument=instrument,
            article=_label(each, match["insertion"]),
            paragraph=parse_number(match["paragraph"]) if match["paragraph"] else None,
            item=parse_number(match["item"]) if match["item"] else None,
        )
        for each in range(number, last + 1)
        if 0 < each < 10_000
    ]


_YEARS = 1000  # a bare number from here on is a year: 人民警察法2012
_LONGEST_RANGE = 50  # articles; a longer one is a slip of the pen


def _label(number: int, insertion: str | None) -> str:
    inserted = parse_number(insertion) if insertion else None
    return f"第{chinese_number(number)}条" + (f"之{chinese_number(inserted)}" if inserted else "")
