"""What the texts of the base refer to: from a text to the articles it names, and from an article to the texts that name it.

In: a shelf and a document. Out: its references, with offsets in its text, each to the article of its own version, of the
version it names, or else of the newest; and for an article the places that refer to it. A number that stands behind a name
nobody knows, or alone in a text without articles, is no reference: a wrong link is worse than none.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from index.instruments import InstrumentNames
from index.lookup import ArticleRequest, Lookup, read_article
from index.references import NameBefore, NamedArticle, named_articles
from ingest.numerals import NUMERAL, chinese_number
from ingest.records import Document, Section
from ingest.versions import instrument_name
from library.document import document_place, label_of
from library.records import Place, Reference
from library.shelf import Shelf


def references(shelf: Shelf, document_id: str) -> tuple[Reference, ...]:
    """Every reference in a document's text, in order and without overlap; none if the base has no such document."""
    document = shelf.document(document_id)
    if document is None:
        return ()
    found = [*_named(document, shelf.lookup), *_preceding(document)]
    return tuple(sorted(found, key=lambda reference: reference.start))


class ReferenceIndex:
    """What every text of the base refers to, each read once, when first asked. May be shared between threads.

    Of a large base the texts are read in the background, and until that is done nothing is known of who refers to an article.
    """

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._lock = threading.Lock()
        self._of: dict[str, tuple[Reference, ...]] = {}
        self._referring: dict[tuple[str, str], tuple[Place, ...]] | None = None
        self._reader: threading.Thread | None = None

    def of(self, document_id: str) -> tuple[Reference, ...]:
        """The references of one document, as ``references`` gives them."""
        if document_id not in self._of:
            self._of[document_id] = references(self._shelf, document_id)
        return self._of[document_id]

    def referring(self, document_id: str, article: str) -> tuple[Place, ...]:
        """Sections whose text refers to that article, of newer texts first, each once; an article's own words do not count."""
        with self._lock:
            if self._referring is None and len(self._shelf.documents) <= _READ_WHILE_WAITING:
                self._read_all()
            elif self._reader is None and self._referring is None:
                self._reader = threading.Thread(target=self._read_all, daemon=True)
                self._reader.start()
        return (self._referring or {}).get((document_id, article), ())

    def _read_all(self) -> None:
        found: dict[tuple[str, str], dict[Place, None]] = defaultdict(dict)
        for document in sorted(self._shelf.documents, key=lambda document: document.version_date or "", reverse=True):
            starts = [section.start for section in document.sections]
            for reference in references(self._shelf, document.id):
                section = document.sections[bisect_right(starts, reference.start) - 1]
                place = document_place(document, label_of(section))
                if reference.target and reference.target != place:
                    found[reference.target.document_id, reference.target.label][place] = None
        self._referring = {article: tuple(places) for article, places in found.items()}


def _named(document: Document, lookup: Lookup) -> Iterator[Reference]:
    """References by number: 本法第九十条, 《道路交通安全法》第九十一条第一款, 刑法第二百八十条."""
    headings = {_heading(document, section) for section in document.sections if section.article}
    names = _Names(lookup, document.text)
    for named in named_articles(document.text, document.instrument, names.before):
        if named.start in headings:
            continue
        read = read_article(named.request.article)
        instrument = names.known(named.request.instrument or "")
        if read is None or not instrument or (instrument == document.instrument and not headings):
            continue
        meant = _meant(instrument, named, document, lookup)
        has = meant is not None and lookup.find(read, meant)
        target = document_place(meant, read.article) if meant and has else None
        name = f"《{instrument}》{read.article}{_part(named.request)}"
        yield Reference(named.start, named.end, target, name, named.request.paragraph, named.request.item)


def _meant(instrument: str, named: NamedArticle, document: Document, lookup: Lookup) -> Document | None:
    """The text that is meant: the version that is named, of the instrument itself the same version, of another its newest."""
    versions = lookup.versions(instrument)
    if named.version:
        return next((each for each in versions if (each.version_date or "").startswith(named.version)), None)
    return document if instrument == document.instrument else next(iter(versions), None)


def _preceding(document: Document) -> Iterator[Reference]:
    """前条: the article before the one in which it stands."""
    articles = [section for section in document.sections if section.article]
    for before, section in pairwise(articles):
        for match in _PRECEDING.finditer(document.text, section.start, section.end):
            label = label_of(before)
            name = f"《{document.instrument}》{label}"
            yield Reference(match.start(), match.end(), document_place(document, label), name)


def _heading(document: Document, section: Section) -> int:
    """Where the number of an article stands that is its heading and no reference."""
    text = document.text[section.start : section.end]
    return section.start + len(text) - len(text.lstrip())


def _part(request: ArticleRequest) -> str:
    paragraph, item = request.paragraph, request.item
    named = f"第{chinese_number(paragraph)}款" if paragraph and paragraph < _NO_PART else ""
    return named + (f"第{chinese_number(item)}项" if item and item < _NO_PART else "")


class _Names:
    """The instruments that a text names without 《》, or with something between 》 and the number."""

    def __init__(self, lookup: Lookup, text: str) -> None:
        self._lookup = lookup
        self._names: InstrumentNames = lookup.names
        self._own: dict[str, str] = {  # names that the text itself introduces
            match["short"]: match["title"] for match in _INTRODUCED.finditer(text) if match["short"][0] != "本"
        }

    def known(self, title: str) -> str:
        """The name under which the base or the table has an instrument; of an unknown one its name as written."""
        name = instrument_name(unicodedata.normalize("NFKC", title)) if title else ""
        found = None if self._lookup.has(title) or self._lookup.has(name) else self._names.name_at_end(name)
        return title if self._lookup.has(title) else found.name if found and found.start == 0 else name

    def before(self, text: str, at: int) -> NameBefore | None:
        """The name with which the line ends before ``text[at]``: 刑法, 《禁毒法》（2007-12-29）."""
        begin = max(text.rfind("\n", 0, at) + 1, at - _FURTHEST)
        behind = _BEHIND.search(text, begin, at)
        end = behind.start() if behind else at
        version = _VERSION.search(unicodedata.normalize("NFKC", text[end:at]))
        dated = "-".join(part.zfill(2) for part in version.groups() if part) if version else None
        head = text[begin:end]
        if titled := _TITLED.search(head):
            return NameBefore(begin + titled.start(), titled["title"], dated)
        if short := next((name for name in sorted(self._own, key=len, reverse=True) if head.endswith(name)), None):
            return NameBefore(end - len(short), self._own[short], dated)
        name = self._names.name_at_end(head)
        if name and _BEGINS_HERE.search(head[: name.start]):
            return NameBefore(begin + name.start, name.name, dated)
        return NameBefore(at, None, None) if _SOME_NAME.search(head) else None


_READ_WHILE_WAITING = 500  # documents; some seconds
_PRECEDING = re.compile(r"(?<![以之目此先跟])前条(?=规定|所列|所称|所指|的|第|、|，|和|或|及|中|行为|情形)")
_INTRODUCED = re.compile(
    r"《(?P<title>[^《》]{2,40})》\s*[（(]以下(?:简称|统称)[：:“\"《]*(?P<short>[^（）()”\"》《]{2,20})[”\"》]*[）)]"
)
_BEHIND = re.compile(  # a name: its version, a remark, its chapter
    rf"(?:\s*[（(][^（）()\n]{{1,40}}[）)])*[的中里]?(?:第[{NUMERAL}]+[编章节])*\s*$"
)
_VERSION = re.compile(r"[(][^()]*?(?<!\d)((?:19|20)\d{2})(?:[-.年](\d{1,2})[-.月](\d{1,2}))?(?!\d)")
_TITLED = re.compile(r"《(?P<title>[^《》]{2,40})》$")
# What a name may follow; behind other characters (武装｜警察法) a longer name ends that nobody here knows.
_BEGINS_HERE = re.compile(
    r"(?:^|[^㐀-鿿]|依照|按照|参照|根据|依据|违反|违背|触犯|适用|构成|符合|关于|执行|引用|规定|以及|或者|中华人民共和国|[依按据和与及或有除由到对的为是在经])$"
)
_SOME_NAME = re.compile(r"(?:法|典|条例|规定|办法|细则|规则|规范|解释|决定)$")
_FURTHEST = 90  # characters before a number in which its name stands
_NO_PART = 1000
