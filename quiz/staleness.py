"""What became of the items of a bank when the base changed under them.

In: a bank, an open generation and its lookup, a day. Out: a report of what was kept, moved, and gone stale; the bank is brought
up to date. Kept: passage and text are there, and no newer version in effect carries the article on. Moved: the words stand in
another article or version now (text at least 0.98 alike, the quote and the key word for word): the citation follows, with
a flag and a line of history. Stale: changed or gone. Stored papers are not touched.
Does not make new items and does not judge whether a text is in force (ingest/standing.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256

from rapidfuzz import fuzz

from index.generation import Generation
from index.lookup import ArticleRequest, Lookup
from ingest.numerals import chinese_number
from ingest.records import Document, Part, Passage
from ingest.standing import stand, takes_effect
from quiz.bank import PROGRAM, Bank, Decision, Entry, Query
from quiz.records import Edit, Item, ItemType, Source, Status

ALIKE = 0.98  # of the words of a passage; below it counts as changed, above it quote and key must still be there word for word


@dataclass(frozen=True, slots=True)
class Finding:
    """One item and what became of its source."""

    item_id: str
    stem: str
    before: str  # reference; empty for an item without a source
    after: str  # reference; the same where nothing moved, empty where it is gone
    reason: str  # a Chinese sentence; empty for what was kept


@dataclass(frozen=True, slots=True)
class StalenessReport:
    """Every item that is not stale or retired already."""

    kept: tuple[Finding, ...]
    moved: tuple[Finding, ...]
    stale: tuple[Finding, ...]
    without_source: tuple[Finding, ...]  # imported items that no text of the base proves


class Base:
    """The passages of a generation, at hand for looking up where words went."""

    def __init__(self, generation: Generation, lookup: Lookup, today: date) -> None:
        self.lookup = lookup
        self.today = today
        self._passages = generation.passages
        self._by_id = {passage.id: passage for passage in generation.passages}
        self._by_digest: dict[str, Passage] = {}
        self._by_document: dict[str, list[Passage]] = {}
        for passage in generation.passages:
            self._by_digest.setdefault(digest(passage.text), passage)
            self._by_document.setdefault(passage.document_id, []).append(passage)

    def same(self, source: Source) -> Passage | None:
        """The passage itself, if its words are the same."""
        passage = self._by_id.get(source.passage_id)
        return passage if passage and digest(passage.text) == source.passage_sha256 else None

    def with_digest(self, wanted: str) -> Passage | None:
        return self._by_digest.get(wanted)

    def document(self, passage: Passage) -> Document:
        return self.lookup.document(passage.document_id)

    def article(self, document_id: str, article: str) -> list[Passage]:
        request = ArticleRequest(None, article, None, None)
        return [self._passages[row] for row in self.lookup.find(request, self.lookup.document(document_id))]

    def current(self, instrument: str) -> list[Passage]:
        """Passages of the newest version in effect; of the newest at all where none is."""
        versions = self.lookup.versions(instrument)
        chosen = next((each for each in versions if self.is_in_effect(each)), versions[0] if versions else None)
        return self._by_document.get(chosen.id, []) if chosen else []

    def is_in_effect(self, document: Document) -> bool:
        return (takes_effect(document) or document.version_date or "") <= self.today.isoformat()


def check_bank(bank: Bank, base: Base, at: str) -> StalenessReport:
    """Look after every item that may come on a paper; ``at`` is the time for the history (ISO)."""
    kept: list[Finding] = []
    moved: list[Finding] = []
    stale: list[Finding] = []
    without: list[Finding] = []
    for entry in bank.find(Query(statuses=(Status.DRAFT, Status.IN_REVIEW, Status.APPROVED))):
        before = "；".join(source.reference for source in entry.item.sources)
        if not entry.item.sources:
            without.append(Finding(entry.item.id, entry.item.stem, "", "", "没有在资料库中找到依据"))
            continue
        found = _trace_item(entry.item, base, bank)
        if isinstance(found, _Gone):
            _keep_up(bank, entry, None, Decision(PROGRAM, at, found.reason))
            stale.append(Finding(entry.item.id, entry.item.stem, before, "", found.reason))
        elif found is entry.item:
            kept.append(Finding(entry.item.id, entry.item.stem, before, before, ""))
        else:
            after = "；".join(source.reference for source in found.sources)
            reason = f"依据已由{before}移至{after}，文字未变"
            _keep_up(bank, entry, found, Decision(PROGRAM, at, reason))
            moved.append(Finding(entry.item.id, entry.item.stem, before, after, reason))
    return StalenessReport(tuple(kept), tuple(moved), tuple(stale), tuple(without))


def digest(text: str) -> str:
    """The hash by which sources know the text of their passage."""
    return sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class _Gone:
    """Why a source proves nothing any more."""

    reason: str


def _keep_up(bank: Bank, entry: Entry, item: Item | None, decision: Decision) -> None:
    if item is None:
        bank.move(entry.item.id, Status.STALE, decision)
    else:
        bank.move_source(item, decision, revision=entry.revision)


def _trace_item(item: Item, base: Base, bank: Bank) -> Item | _Gone:
    """The item itself where all its sources were kept, the item with new sources, or why it is stale."""
    sources = []
    for source in item.sources:
        found = _trace(source, base, bank)
        if isinstance(found, _Gone):
            return found
        sources.append(found)
    if all(new is old for new, old in zip(sources, item.sources, strict=True)):
        return item
    return _cite(item, tuple(sources))


def _trace(source: Source, base: Base, bank: Bank) -> Source | _Gone:
    passage = base.same(source)
    if passage is not None:
        return _carried_on(source, passage, base)
    if not base.lookup.has(source.instrument) and base.with_digest(source.passage_sha256) is None:
        return _Gone(f"《{source.title}》已不在资料库中")
    for candidate in _same_words(source, base):
        moved = _moved(source, candidate, None, base)
        if moved is not None:
            return moved
    old = bank.passage(source.passage_sha256)
    if old is not None:
        near = _nearest(old, base.current(source.instrument))
        moved = _moved(source, near, old, base) if near else None
        if moved is not None:
            return moved
    return _Gone(f"{source.reference}的文字已改动或删去")


def _carried_on(source: Source, passage: Passage, base: Base) -> Source | _Gone:
    """Follow an article into newer versions that are in effect."""
    document_id, article, at_least = passage.document_id, passage.article, 1.0
    while article and (link := base.lookup.successor(document_id, article)):
        newer = base.lookup.document(link.new_document_id)
        if not base.is_in_effect(newer):
            break
        if link.new_article is None:
            return _Gone(f"{newer.version_date}版《{source.instrument}》里没有与{source.reference}相应的条文")
        at_least = min(at_least, link.similarity)
        document_id, article = link.new_document_id, link.new_article
    if document_id == passage.document_id or article is None:
        return source
    newer = base.lookup.document(document_id)
    if at_least >= ALIKE:
        for candidate in base.article(document_id, article):
            moved = _moved(source, candidate, passage.text, base)
            if moved is not None:
                return moved
    return _Gone(f"{newer.version_date}版《{source.instrument}》{article}的文字与{source.reference}不同")


def _same_words(source: Source, base: Base) -> Iterator[Passage]:
    """Passages that say exactly what the source said, but for the number of the article."""
    current = base.current(source.instrument)
    for passage in current:
        if passage.article and source.article:
            told = passage.text.replace(passage.article, source.article, 1)
            if digest(told) == source.passage_sha256:
                yield passage
        elif digest(passage.text) == source.passage_sha256:
            yield passage
    elsewhere = base.with_digest(source.passage_sha256)
    if elsewhere is not None and not current:
        yield elsewhere


def _nearest(old: str, candidates: Iterable[Passage]) -> Passage | None:
    words = _words(old)
    judged = [(fuzz.ratio(words, _words(each.text), score_cutoff=100 * ALIKE), each) for each in candidates]
    best = max(judged, key=lambda pair: pair[0], default=None)
    return best[1] if best and best[0] >= 100 * ALIKE else None


def _words(text: str) -> str:
    return re.sub(r"\s", "", _LABEL.sub("", text, count=1))


_LABEL = re.compile(r"^\s*第[^条\n]{1,10}条(?:之[一二三四五六七八九十]{1,3})?")


def _moved(source: Source, passage: Passage, old: str | None, base: Base) -> Source | None:
    """The source at its new place; None where the quote or the key does not stand there word for word."""
    spans = _place(_pieces(source), source.article, passage)
    key_spans = _place_key(source, spans, passage.text, old) if spans else None
    if not spans or key_spans is None:
        return None
    document = base.document(passage)
    versions, replacing = base.lookup.versions(document.instrument), base.lookup.replacing(document.instrument)
    paragraph = _number_at(passage.paragraphs, spans[0][0]) if source.paragraph is not None else None
    item = _number_at(passage.items, spans[-1][0]) if source.item is not None else None
    return replace(
        source,
        passage_id=passage.id,
        passage_sha256=digest(passage.text),
        document_id=document.id,
        doc=document.source,
        title=document.title,
        instrument=document.instrument,
        version_date=document.version_date,
        level=document.kind.value,
        path=passage.path,
        article=passage.article,
        paragraph=paragraph,
        item=item,
        spans=spans,
        quote=_quote(passage.text, spans),
        key_spans=key_spans,
        reference=_reference(source, document, passage, (paragraph, item)),
        status_text=stand(document, versions, base.today, replacing=replacing).text,
    )


def _reference(source: Source, document: Document, passage: Passage, part: tuple[int | None, int | None]) -> str:
    """``《人民警察法》（2012-10-26）第九条第二款``, with the name by which the source was cited before."""
    cited = re.match(r"《[^》]*》", source.reference)
    name = cited[0] if cited and document.instrument == source.instrument else f"《{document.instrument}》"
    version = f"（{document.version_date}）" if document.version_date else ""
    place = passage.article or (passage.path[-1] if passage.path else "")
    paragraph, item = part
    if paragraph and any(each.number > 1 for each in passage.paragraphs):
        place += f"第{chinese_number(paragraph)}款"
    return f"{name}{version}{place}" + (f"第（{chinese_number(item)}）项" if item else "")


def _pieces(source: Source) -> list[str]:
    """The words of each span, cut from the quote by the lengths of the spans."""
    pieces, at, last = [], 0, None
    for start, end in source.spans:
        if last not in (None, start) and source.quote.startswith(_GAP, at):
            at += len(_GAP)
        pieces.append(source.quote[at : at + end - start])
        at += end - start
        last = end
    return pieces


_GAP = "……"


def _place(pieces: Sequence[str], article: str | None, passage: Passage) -> tuple[tuple[int, int], ...]:
    """Where the pieces stand in a passage, in order; empty where one does not."""
    spans: list[tuple[int, int]] = []
    at = 0
    for piece in pieces:
        words = piece
        if article and passage.article and words.startswith(article):
            words = passage.article + words[len(article) :]
        # White space may have moved with the layout; nothing else may.
        found = re.compile(r"\s*".join(map(re.escape, "".join(words.split())))).search(passage.text, at)
        if not words.strip() or not found:
            return ()
        spans.append(found.span())
        at = found.end()
    return tuple(spans)


def _place_key(
    source: Source, spans: Sequence[tuple[int, int]], text: str, old: str | None
) -> tuple[tuple[int, int], ...] | None:
    """Where the key stands now: as far before the end of its piece as it was, else where its words are; None if nowhere."""
    placed = []
    pieces = _pieces(source)
    for start, end in source.key_spans:
        held = [n for n, (first, last) in enumerate(source.spans) if first <= start and end <= last]
        if held:
            first, last = source.spans[held[0]]
            words, (low, high) = pieces[held[0]][start - first : end - first], spans[held[0]]
            guess = high - (last - start)
        elif old is not None:
            words, low, high, guess = old[start:end], 0, len(text), start
        else:
            return None
        at = guess if text[guess : guess + len(words)] == words else text.find(words, low, high)
        if at < 0:
            return None
        placed.append((at, at + len(words)))
    return tuple(placed)


def _quote(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The words of the spans, joined by …… where other words stand between them."""
    quote, last = "", None
    for start, end in spans:
        quote += (_GAP if last is not None and text[last:start].strip() else "") + text[start:end]
        last = end
    return quote


def _number_at(parts: Sequence[Part], offset: int) -> int | None:
    return next((part.number for part in parts if part.start <= offset < part.end), None)


def _cite(item: Item, sources: tuple[Source, ...]) -> Item | _Gone:
    """The item with new citations; stale where it asks for the number of an article that has another one now."""
    pairs = list(zip(item.sources, sources, strict=True))
    renumbered = [old.article for old, new in pairs if old.article and old.article != new.article]
    asked = (item.stem, *item.key, *(text for option in item.options for text in (option.text, option.match)))
    for article in renumbered:
        if item.type == ItemType.MATCHING or any(article in text for text in asked):
            return _Gone(f"题目涉及条号，{article}的条号已变")
    named = {old.reference: new.reference for old, new in pairs}
    named |= {old.status_text: new.status_text for old, new in pairs}
    flags = [f"依据已移至{new.reference}（原{old.reference}），请核对" for old, new in pairs if new is not old]
    return replace(
        item,
        sources=sources,
        explanation=_renamed(item.explanation, named),
        options=tuple(replace(option, why=_renamed(option.why, named)) for option in item.options),
        edit=_shifted(item.edit, pairs[0]),
        flags=tuple(dict.fromkeys((*item.flags, *flags))),
    )


def _renamed(text: str, named: dict[str, str]) -> str:
    """All references at once, so that one new name is never taken for another old one."""
    names = [name for name in sorted(named, key=len, reverse=True) if name]
    return re.sub("|".join(map(re.escape, names)), lambda match: named[match[0]], text) if names else text


def _shifted(edit: Edit | None, pair: tuple[Source, Source]) -> Edit | None:
    """The edit at its place in the new quote, whose article number may be longer."""
    if edit is None:
        return None
    old, new = pair
    start = edit.start + len(new.quote) - len(old.quote)
    return replace(edit, start=start) if new.quote[start : start + len(edit.before)] == edit.before else edit
