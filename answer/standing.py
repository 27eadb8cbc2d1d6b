"""Whether a text is in force, computed when asked.

In: a document, the other versions in the base, and a day. Out: a Standing with its words. The default is unknown: the
newest file in a folder proves nothing. More is said only where a newer version is in the base or the dated table of known
replacements (index/instruments.csv) gives a fact with a source. Never says 现行有效 on its own authority.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from answer.records import Standing
from index.instruments import known_instruments
from ingest.records import Document, Kind

CARRIED_OVER = "；沿用上次版本（原文件现无法读取）"
LEVEL_TEXT = {
    Kind.LAW: "法律",
    Kind.ADMINISTRATIVE_REGULATION: "行政法规",
    Kind.PARTY_REGULATION: "党内法规",
    Kind.JUDICIAL_INTERPRETATION: "司法解释",
    Kind.MINISTRY_RULE: "部门规章",
    Kind.LOCAL_REGULATION: "地方性法规",
    Kind.NORMATIVE_DOCUMENT: "规范性文件",
    Kind.GUIDANCE: "工作指引",
    Kind.ESSAY: "文章资料",
    Kind.UNKNOWN: "效力级别未标明",
}


@dataclass(frozen=True, slots=True)
class Stand:
    """A standing and how it is said."""

    standing: Standing
    text: str


def stand(document: Document, versions: tuple[Document, ...], today: date) -> Stand:
    """Judge one version; ``versions`` are all versions of its instrument in the base."""
    judged = _judge(document, versions, today)
    return replace(judged, text=judged.text + CARRIED_OVER) if document.carried_over else judged


def _judge(document: Document, versions: tuple[Document, ...], today: date) -> Stand:
    own, day = document.version_date or "", today.isoformat()
    newest, in_force_from = _known_newest(document)
    outdated = bool(own) and own < newest
    if outdated and in_force_from <= day:
        return Stand(Standing.SUPERSEDED, f"已被{_year(newest)}版取代（{in_force_from}起施行），本文本为{own}版")
    newer = {
        other.version_date: _takes_effect(other) or other.version_date
        for other in versions
        if own and other.version_date and own < other.version_date
    }
    in_effect = [dated for dated, effect in newer.items() if effect <= day]
    if in_effect:
        return Stand(Standing.SUPERSEDED, f"旧文本（{own}），本库另有较新文本（{max(in_effect)}）")
    if _takes_effect(document) > day:
        return Stand(Standing.NOT_YET, f"尚未施行（{_takes_effect(document)}起施行）")
    if document.kind in {Kind.GUIDANCE, Kind.ESSAY}:
        return Stand(Standing.UNKNOWN, f"资料核对日期 {own}，请以现行规定为准" if own else "参考资料，请以现行规定为准")
    if newer:
        return Stand(Standing.UNKNOWN, f"本文本（{own}）是否现行请核对；本库另有尚未施行的较新文本（{max(newer)}）")
    coming = f"；{_year(newest)}版将于{in_force_from}施行" if outdated else ""
    return Stand(Standing.UNKNOWN, f"本库最新文本（{own or '日期不明'}），是否现行请核对{coming}")


def _known_newest(document: Document) -> tuple[str, str]:
    """Date and day of effect of the instrument's newest version, as the table gives them; empty where it says nothing."""
    row = known_instruments().get(document.instrument)
    if row is None or row.newest_version is None or row.in_force_from is None:
        return "", ""
    return row.newest_version, row.in_force_from


def _takes_effect(document: Document) -> str:
    """The day a version takes effect, from the table or from its own text; empty where neither says."""
    newest, in_force_from = _known_newest(document)
    return in_force_from if newest and document.version_date == newest else document.effective_from or ""


def _year(iso: str) -> str:
    return f"{iso[:4]}年"
