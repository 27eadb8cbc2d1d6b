"""What a reader must know about the quality of a text before relying on its words.

In: a document, one of its passages, a page. Out: Chinese remarks, none for a clean text. Does not judge the text (ingest/quality.py does)
and says nothing about whether it is in force (standing.py).
"""

from __future__ import annotations

from ingest.records import Document, Flaw, Passage


def cautions(document: Document, passage: Passage, page: int | None) -> tuple[str, ...]:
    """``("原文疑有漏字，引用前请核对原件",)``; a recognised page is named with its confidence."""
    found = [_WORDS[flaw] for flaw in passage.flaws if flaw != Flaw.MISREAD]
    recognised = {entry.page: entry.confidence for entry in document.recognised}
    if page in recognised:
        found.append(f"本页由扫描件识别，可信度 {recognised[page]:.0%}，引用前请核对原件")
    elif Flaw.MISREAD in passage.flaws:
        found.append(_WORDS[Flaw.MISREAD])
    return tuple(found)


_WORDS = {
    Flaw.MASKED: "原文有遮盖或留空",
    Flaw.SPUN: "原文疑经改写，用词未必可靠",
    Flaw.STRIPPED: "原文疑有漏字，引用前请核对原件",
    Flaw.SCRAMBLED: "原文次序可能错乱，引用前请核对原件",
    Flaw.CUT_OFF: "原文首尾不完整",
    Flaw.MISREAD: "原文由扫描识别，可能有错字，引用前请核对原件",
}
