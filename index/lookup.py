"""An article by instrument and number: looked up, never searched.

In: a question and the open generation. Out: which instruments, articles and versions the question names, the rows of
those articles, and what became of an article in a newer version. Does not answer; a number the base lacks is reported as such, so that the answer can say so.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from index.generation import Generation
from index.instruments import InstrumentNames, Mention
from index.words import simplified
from ingest.numerals import NUMERAL, chinese_number, parse_number
from ingest.records import ArticleLink, Document, Part, Passage


@dataclass(frozen=True, slots=True)
class ArticleRequest:
    """An article that a question names."""

    instrument: str | None  # full name; None if the question names only a number
    article: str  # 第四十三条, 第四十三条之一
    paragraph: int | None  # 款
    item: int | None  # 项
    further: int = 0  # articles after this one, or before it where negative: 1 for 下一条


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
        self._several = tuple(tuple(versions) for versions in self._versions.values() if len(versions) > 1)
        self._replacing: dict[str, list[Document]] = defaultdict(list)
        for versions in self._versions.values():
            for document in versions:
                for name in document.replaces:
                    self._replacing[name].append(document)
        self._names = InstrumentNames(self._versions)
        self._columns = generation.columns
        self._ordinals = {id_: ordinal for ordinal, id_ in enumerate(generation.documents)}
        self._links = {(link.old_document_id, link.old_article): link for link in generation.links}

    def read(self, question: str) -> Named:
        """Find what the question names: ``治安法第43条第二款`` → 治安管理处罚法, 第四十三条, paragraph 2."""
        folded = simplified(unicodedata.normalize("NFKC", question))
        mentions = self._names.mentions(folded)
        mentions = sorted([*mentions, *self._loose(folded, mentions)], key=lambda mention: mention.start)
        articles = []
        for match in _ARTICLE.finditer(folded):
            if not _names_an_article(match, folded, mentions):
                continue
            before = [mention for mention in mentions if mention.end <= match.start()]
            if mentions:
                instrument: str | None = before[-1].name if before else mentions[0].name
            else:
                instrument = _unknown_name(folded[: match.start()])
            articles.extend(_requests(match, instrument))
        year = _YEAR.search(folded)
        return Named(
            instruments=tuple(dict.fromkeys(mention.name for mention in mentions)),
            articles=tuple(articles),
            year=year["said"] or year["dated"] if year else None,
            wants_old=bool(_OLD.search(folded)) or _stands_before(_OLD_NAME, folded, mentions),
            wants_new=bool(_NEW.search(folded)) or _stands_before(_NEW_NAME, folded, mentions),
        )

    def _loose(self, folded: str, mentions: Sequence[Mention]) -> Iterator[Mention]:
        """Names right before the number of an article from which characters were left out."""
        for match in _ARTICLE.finditer(folded):
            bare = _BARE_NAME.search(folded[: match.start()])
            if bare is None or any(mention.end == bare.end(1) for mention in mentions):
                continue
            said = _ASKING.sub("", bare[1])
            if name := self._names.loosely(said):
                yield Mention(name, bare.end(1) - len(said), bare.end(1))

    @property
    def names(self) -> InstrumentNames:
        """Everything that the instruments of the base and of the table are called."""
        return self._names

    @property
    def documents(self) -> tuple[Document, ...]:
        """Every document, in the order of the generation."""
        return tuple(self._documents.values())

    def document(self, document_id: str) -> Document:
        """The document with that id, which a passage of this generation has."""
        return self._documents[document_id]

    def has(self, instrument: str) -> bool:
        return instrument in self._versions

    def versions(self, instrument: str) -> tuple[Document, ...]:
        """Documents of an instrument, newest first."""
        return tuple(self._versions.get(instrument, ()))

    @property
    def several(self) -> tuple[tuple[Document, ...], ...]:
        """The versions of each instrument that has more than one, newest first."""
        return self._several

    def find(self, request: ArticleRequest, version: Document) -> tuple[int, ...]:
        """Rows of the passages of that article in that version; empty if it has no such article."""
        ordinal = self._ordinals.get(version.id)
        return () if ordinal is None else self._columns.article_rows(ordinal, request.article)

    def replacing(self, instrument: str) -> tuple[Document, ...]:
        """Documents of other instruments that say that they replaced this one."""
        return tuple(document for document in self._replacing.get(instrument, ()) if document.instrument != instrument)

    def successor(self, document_id: str, article: str) -> ArticleLink | None:
        """What became of an article in the next version; None where the base has no next version."""
        return self._links.get((document_id, article))

    def last_article(self, document: Document) -> str | None:
        """Label of a document's last article; None if it has none."""
        articles = self.articles(document)
        return articles[-1] if articles else None

    def articles(self, document: Document) -> tuple[str, ...]:
        """Labels of a document's articles, in order."""
        ordinal = self._ordinals.get(document.id)
        return () if ordinal is None else self._columns.article_labels(ordinal)

    def holders(
        self, article: str, meant: Callable[[Sequence[Document]], Document | None] = lambda versions: versions[0]
    ) -> tuple[Document, ...]:
        """Of each instrument the version that is ``meant``, if it has an article of this number; the newest by default."""
        chosen = (meant(tuple(versions)) for versions in self._versions.values())
        holding = self._columns.article_documents(article)
        return tuple(document for document in chosen if document and self._ordinals[document.id] in holding)


def read_article(text: str) -> ArticleRequest | None:
    """The article that a text names and nothing else: ``第43条第二款``, ``120条之一``, ``43``; None for any other text."""
    match = _ARTICLE.fullmatch(simplified(unicodedata.normalize("NFKC", text)).strip())
    return next(iter(_requests(match, None)), None) if match else None


def find_part(passage: Passage, request: ArticleRequest) -> Part | None:
    """The item of an article that is asked for, else the paragraph; None where neither is, or where it has no such part."""
    paragraphs = [part for part in passage.paragraphs if request.paragraph in (None, part.number)]
    if request.item is None:
        return paragraphs[0] if paragraphs and request.paragraph is not None else None
    items = (item for item in passage.items if item.number == request.item)
    return next((item for item in items if any(part.start <= item.start < part.end for part in paragraphs)), None)


_ARTICLE = re.compile(
    rf"(?P<ordinal>第?)\s*(?P<number>[{NUMERAL}]+)(?:\s*(?P<unit>条)|(?=\s*(?:[之到至~—-]|$)))"
    rf"(?:\s*[到至~—-]\s*第?\s*(?P<until>[{NUMERAL}]+)\s*条)?(?:\s*之\s*(?P<insertion>[{NUMERAL}]{{1,3}}))?"
    rf"(?:\s*第?\s*(?P<paragraph>[{NUMERAL}]+)\s*款)?(?:\s*第?\s*[(]?(?P<item>[{NUMERAL}]+)[)]?\s*项)?"
)
_QUOTED_NAME = re.compile(r"《([^《》]{4,60})》[的中里]?\s*$")
_BARE_NAME = re.compile(r"([一-鿿]{2,40}(?:法|条例|规定|办法|细则|规则|规范))[的中里]?\s*$")
_ASKING = re.compile(
    r"^(?:请问|请|麻烦|帮我|帮忙|我想|想|知道|问问|问一下|问|查一下|查查|查询|查|看看|看一下|看|说说|说一下|讲讲|根据|依据|依照|按照|按|"
    r"违反|违背|适用|引用|对照|对|关于|在|那么|那|这个|这部|这|该|本|新的?|旧的?|老的?|现行的?|原来的?|我们|咱们|所里|市里|省里|局里|的)+"
)
_SHORTEST_NAME = 6  # 犬只管理办法; 管理办法 and 处罚规定 may mean a text that the base has
_YEAR = re.compile(
    r"(?P<said>(?:19|20)\d{2})\s*年?\s*(?:(?<=年)的?(?=《?[一-鿿]{2,20}(?:法|条例|规定|办法))|那版|版|修订|修正|的?旧|的那|公布|发布|新修)|"
    r"\((?P<dated>(?:19|20)\d{2})(?:[-年][^)]*)?\)(?!\d+号)"  # 治安管理处罚法(2012), but not 公通字(2012)5号
)
_OLD = re.compile(
    r"旧法|旧版|旧条|旧规|旧文本|老法|老版|旧的|老的(?=规定)|修订前|修改前|修正前|原来的?规定|以前的?规定|原规定|已废止"
)
_NEW = re.compile(r"新法|新版|新修订|新修改|最新|现行|新的?(?=《?[一-鿿]{1,12}法)")
_OLD_NAME = re.compile(r"[旧老]的?《?$")
_NEW_NAME = re.compile(r"新的?《?$")
_VERSION = r"\(?(?:19|20)\d{2}(?:[-年.][\d月日.-]*)?(?:修订|修正)?\)?年?的?那?[版个]?本?|[旧老新][版法]本?|现行版?|那版|修订[前后]|\((?:修订|修正|示例)\)"
_BETWEEN = re.compile(rf"[》\s]*(?:(?:{_VERSION})的?[》\s]*)*")  # what may stand between an instrument and a number


def _stands_before(word: re.Pattern[str], text: str, mentions: Sequence[Mention]) -> bool:
    """Whether old or new is said of an instrument: 旧保安条例, 新《…办法》."""
    return any(word.search(text[: mention.start]) for mention in mentions)


def _unknown_name(before: str) -> str | None:
    """The name right before an article that neither the base nor the table knows: ``青槐市犬只管理办法`` in front of 第二条.

    本办法, 该规定 and a name of a few characters say only what kind of text is meant.
    """
    quoted = _QUOTED_NAME.search(before)
    if quoted:
        return quoted[1]
    match = _BARE_NAME.search(before)
    name = _ASKING.sub("", match[1]) if match else ""
    return name if len(name) >= _SHORTEST_NAME else None


def _names_an_article(match: re.Match[str], text: str, mentions: Sequence[Mention]) -> bool:
    """第43条 always does; 43条 and a bare 43 only right after an instrument, or “哪几条” and “三条措施” would."""
    if match["ordinal"] and (match["unit"] or match["until"]):
        return True
    if not match["unit"] and not match["until"] and (parse_number(match["number"]) or 0) >= _YEARS:
        return False
    between = [text[mention.end : match.start()] for mention in mentions if mention.end <= match.start()]
    return any(_BETWEEN.fullmatch(gap) for gap in between)


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
